import { concatBytes, decodeBase64, encodeBase64 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { gunzip, gzip } from './gzip.js';
import { PACKAGING_ERRORS } from './packaging-errors.js';

/**
 * The step "escape quote" of the specification, which it names and does not define: nothing, or a backslash before each double
 * quote. What a gateway expects is a property of the gateway.
 */
export type EscapeQuote = 'none' | 'backslash';

export interface ContentLimits {
  /** Characters of the base64 text; default 20,000,000. */
  readonly contentLength: number;
  /** Bytes of the text after inflating, bounded by the claimed length before anything is inflated; default 64 MiB. */
  readonly textBytes: number;
}

export const CONTENT_LIMITS: ContentLimits = { contentLength: 20_000_000, textBytes: 64 * 1024 * 1024 };

export interface DecodedContent {
  /** UTF-8 bytes of the XML text, quotes as in XML. */
  readonly xml: Uint8Array<ArrayBuffer>;
  /** How the quotes were written. */
  readonly escapeQuote: EscapeQuote;
}

const PREFIX = 4;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The `content` field of a request: base64(length as int32 little-endian ‖ gzip(UTF-8 text)). The length counts the bytes of the text
 * after the escape step and before compression, as the printed function does.
 *
 * @param xml - UTF-8 bytes of a transaction file, as they are: nothing is parsed or written anew.
 * @param options.escapeQuote - Default `none`.
 * @throws {@link HocBaSoError} `ERR_CONTENT_EMPTY` for no bytes, `ERR_CONTENT_LIMIT` above 64 MiB.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.2.8 (CompressString)
 */
export async function encodeContent(
  xml: Uint8Array,
  options: { readonly escapeQuote?: EscapeQuote } = {},
): Promise<string> {
  if (xml.length === 0) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_EMPTY', {});
  const text = options.escapeQuote === 'backslash' ? escapeQuotes(xml) : xml;
  const limit = CONTENT_LIMITS.textBytes;
  if (text.length > limit) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_LIMIT', { bytes: text.length, limit });
  const prefix = new Uint8Array(PREFIX);
  new DataView(prefix.buffer).setInt32(0, text.length, true);
  return encodeBase64(concatBytes([prefix, await gzip(text)]));
}

/**
 * The XML text of a `content` field. Both escapes are accepted: a text in which a backslash stands before every double quote is read
 * as escaped, which no XML with an attribute in double quotes can be by chance.
 *
 * @param content - attacker-controlled: lengths are bounded before and while inflating.
 * @param options.escapeQuote - Fixes the reading instead of recognising it.
 * @throws {@link HocBaSoError} `ERR_CONTENT_EMPTY` for an empty field, which is how the printed function reports its own failure ·
 * `ERR_CONTENT_BASE64` · `ERR_CONTENT_NOT_GZIP`, also when the 4 length bytes are missing · `ERR_CONTENT_DAMAGED` cut off or altered ·
 * `ERR_CONTENT_TRAILING` more data after the gzip member · `ERR_CONTENT_PREFIX` wrong claimed length · `ERR_CONTENT_LIMIT`.
 */
export async function decodeContent(
  content: string,
  options: { readonly limits?: Partial<ContentLimits>; readonly escapeQuote?: EscapeQuote } = {},
): Promise<DecodedContent> {
  const { contentLength, textBytes } = { ...CONTENT_LIMITS, ...options.limits };
  if (content.length > contentLength) {
    throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_LIMIT', { bytes: content.length, limit: contentLength });
  }
  const bytes = base64(content);
  if (bytes.length === 0) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_EMPTY', {});
  if (bytes.length < PREFIX) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_NOT_GZIP', {});
  // Read unsigned: a negative int32 is then far above every limit.
  const claimed = new DataView(bytes.buffer).getUint32(0, true);
  if (claimed > textBytes)
    throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_LIMIT', { bytes: claimed, limit: textBytes });
  const result = await gunzip(bytes.subarray(PREFIX), claimed);
  switch (result.kind) {
    case 'notGzip':
      throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_NOT_GZIP', {});
    case 'damaged':
      throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_DAMAGED', {});
    case 'trailing':
      throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_TRAILING', {});
    case 'tooLong':
      throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_PREFIX', { claimed });
  }
  const text = result.bytes;
  if (text.length !== claimed) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_PREFIX', { claimed });
  if (text.length === 0) throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_EMPTY', {});
  const escapeQuote = options.escapeQuote ?? recogniseEscape(text);
  return { xml: escapeQuote === 'backslash' ? unescapeQuotes(text) : text, escapeQuote };
}

function base64(content: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeBase64(content);
  } catch (cause) {
    throw createError(PACKAGING_ERRORS, 'ERR_CONTENT_BASE64', {}, { cause });
  }
}

function recogniseEscape(text: Uint8Array): EscapeQuote {
  let at = text.indexOf(QUOTE);
  if (at < 0) return 'none';
  for (; at >= 0; at = text.indexOf(QUOTE, at + 1)) if (text[at - 1] !== BACKSLASH) return 'none';
  return 'backslash';
}

function escapeQuotes(text: Uint8Array): Uint8Array<ArrayBuffer> {
  let quotes = 0;
  for (const byte of text) if (byte === QUOTE) quotes++;
  const out = new Uint8Array(text.length + quotes);
  let at = 0;
  for (const byte of text) {
    if (byte === QUOTE) out[at++] = BACKSLASH;
    out[at++] = byte;
  }
  return out;
}

/** Takes away exactly one backslash before each double quote: the inverse of {@link escapeQuotes} for every text. */
function unescapeQuotes(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === BACKSLASH && text[at + 1] === QUOTE) continue;
    out[length++] = text[at]!;
  }
  return out.slice(0, length);
}
