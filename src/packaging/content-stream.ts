import { concatBytes, decodeBase64, encodeBase64 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { CONTENT_LIMITS, type ContentLimits, type EscapeQuote } from './content.js';
import { gunzipChunks, gzipChunks } from './gzip.js';
import { PACKAGING_ERRORS } from './packaging-errors.js';

/** Pieces of a text in UTF-8, in order. */
export type ByteChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Characters of base64 handed out at once: a multiple of 4. */
const PIECE = 48 * 1024;

/**
 * The `content` field in pieces, for a text that is not held in memory: what `encodeContent` gives, without the whole of either.
 *
 * @param open - Called twice: the field begins with the length of the text, which must be counted first.
 * @throws {@link HocBaSoError} while iterating: `ERR_CONTENT_EMPTY`, `ERR_CONTENT_LIMIT` as `encodeContent`; `ERR_CONTENT_PREFIX` when the
 * second reading is not as long as the first.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.2.8 (CompressString)
 */
export async function* encodeContentStream(
  open: () => ByteChunks,
  options: { readonly escapeQuote?: EscapeQuote } = {},
): AsyncGenerator<string, void, undefined> {
  const written = options.escapeQuote === 'backslash' ? escapeQuotes : (chunk: Uint8Array) => chunk;
  const limit = CONTENT_LIMITS.textBytes;
  let length = 0;
  for await (const chunk of open()) {
    length += written(chunk).length;
    if (length > limit) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_LIMIT', { bytes: length, limit });
  }
  if (length === 0) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_EMPTY', {});
  const prefix = new Uint8Array(4);
  new DataView(prefix.buffer).setInt32(0, length, true);
  let again = 0;
  const counted = async function* () {
    for await (const chunk of open()) {
      const text = written(chunk);
      again += text.length;
      if (again > length) break;
      yield text;
    }
    if (again !== length) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_PREFIX', { claimed: length });
  };
  // Three bytes are four characters: the rest waits for the next piece.
  let rest: Uint8Array = prefix;
  for await (const piece of gzipChunks(counted())) {
    const bytes = concatBytes([rest, piece]);
    const whole = bytes.length - (bytes.length % 3);
    if (whole > 0) yield encodeBase64(bytes.subarray(0, whole));
    rest = bytes.slice(whole);
  }
  if (rest.length > 0) yield encodeBase64(rest);
}

/**
 * The XML text of a `content` field in pieces, for a text that is not to be held in memory. The compressed octets are kept until their end,
 * since only then is it known that nothing stands behind them; the text, which is many times as long, is not.
 *
 * What was handed out counts only when the iteration ends without an error: the checksum stands at the end.
 *
 * @param content - The field, or pieces of it; attacker-controlled.
 * @throws {@link HocBaSoError} while iterating: the codes of `decodeContent`; `ERR_CONTENT_ESCAPE` when the first quote is escaped and a later
 * one is not, which only the whole text could settle.
 */
export async function* decodeContentStream(
  content: string | AsyncIterable<string> | Iterable<string>,
  options: { readonly limits?: Partial<ContentLimits>; readonly escapeQuote?: EscapeQuote } = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const limits = { ...CONTENT_LIMITS, ...options.limits };
  const bytes = await collectBase64(content, limits.contentLength);
  if (bytes.length === 0) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_EMPTY', {});
  if (bytes.length < 4) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_NOT_GZIP', {});
  // Read unsigned: a negative int32 is then far above every limit.
  const claimed = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (claimed > limits.textBytes) {
    throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_LIMIT', { bytes: claimed, limit: limits.textBytes });
  }
  const reader = unescaper(options.escapeQuote);
  let length = 0;
  for await (const piece of gunzipChunks(bytes.subarray(4), claimed)) {
    if (typeof piece === 'string') throw refusal(piece, claimed);
    length += piece.length;
    const text = reader.next(piece);
    if (text.length > 0) yield text;
  }
  if (length !== claimed) throw refusal('tooLong', claimed);
  if (length === 0) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_EMPTY', {});
  const last = reader.end();
  if (last.length > 0) yield last;
}

function refusal(kind: 'notGzip' | 'damaged' | 'trailing' | 'tooLong', claimed: number) {
  switch (kind) {
    case 'notGzip':
      return createError(PACKAGING_ERRORS, 'ERR_CONTENT_NOT_GZIP', {});
    case 'damaged':
      return createError(PACKAGING_ERRORS, 'ERR_CONTENT_DAMAGED', {});
    case 'trailing':
      return createError(PACKAGING_ERRORS, 'ERR_CONTENT_TRAILING', {});
    default:
      return createError(PACKAGING_ERRORS, 'ERR_CONTENT_PREFIX', { claimed });
  }
}

async function collectBase64(
  content: string | AsyncIterable<string> | Iterable<string>,
  limit: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let rest = '';
  const decode = (text: string) => {
    try {
      parts.push(decodeBase64(text));
    } catch (cause) {
      throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_BASE64', {}, { cause });
    }
  };
  for await (const piece of typeof content === 'string' ? [content] : content) {
    length += piece.length;
    if (length > limit) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_LIMIT', { bytes: length, limit });
    rest += piece.replace(/[ \t\r\n]/g, '');
    if (rest.length < PIECE) continue;
    // Four characters are three bytes; the last ones wait, since only they may be padding.
    const whole = rest.length - (rest.length % 4) - 4;
    decode(rest.slice(0, whole));
    rest = rest.slice(whole);
  }
  // Padding before the end would hide text behind it.
  if (parts.some((part) => part.length % 3 !== 0)) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_BASE64', {});
  decode(rest);
  return concatBytes(parts);
}

function escapeQuotes(chunk: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const byte of chunk) {
    if (byte === QUOTE) out.push(BACKSLASH);
    out.push(byte);
  }
  return Uint8Array.from(out);
}

/** Takes away one backslash before each double quote, over the borders of pieces; which reading holds is told by the first quote. */
function unescaper(given: EscapeQuote | undefined) {
  let reading = given;
  let hasBackslash = false;
  const next = (piece: Uint8Array): Uint8Array => {
    const out: number[] = [];
    for (const byte of piece) {
      if (byte === QUOTE) {
        reading ??= hasBackslash ? 'backslash' : 'none';
        if (reading === 'backslash' && given === undefined && !hasBackslash) {
          throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_ESCAPE', {});
        }
      }
      if (hasBackslash && !(byte === QUOTE && reading === 'backslash')) out.push(BACKSLASH);
      hasBackslash = byte === BACKSLASH;
      if (!hasBackslash) out.push(byte);
    }
    return Uint8Array.from(out);
  };
  return { next, end: () => (hasBackslash ? Uint8Array.of(BACKSLASH) : new Uint8Array()) };
}
