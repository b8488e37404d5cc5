import { createError } from '../errors/index.js';
import { ENCODING_ERRORS } from './encoding-errors.js';

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Code units up to which a text is encoded by way of a buffer that is kept: half again as fast as a new one each time. */
const KEPT_UNITS = 65536;
let kept: Uint8Array<ArrayBuffer> | undefined;

/** UTF-8 bytes of a text; a lone surrogate becomes U+FFFD, so callers refuse those before. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return text.length > KEPT_UNITS ? encoder.encode(text) : encodeUtf8Briefly(text).slice();
}

/** The same for a use that is over before anything else is encoded: the bytes stand in a buffer that the next call overwrites. */
export function encodeUtf8Briefly(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > KEPT_UNITS) return encoder.encode(text);
  kept ??= new Uint8Array(KEPT_UNITS * 3);
  return kept.subarray(0, encoder.encodeInto(text, kept).written);
}

/**
 * Text of UTF-8 bytes. A leading byte order mark stays in the text as U+FEFF, so that encoding gives the same bytes back.
 *
 * @throws {@link HocBaSoError} `ERR_UTF8_MALFORMED` with the offset of the first wrong byte.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const fast = bytes.length < WORTHWHILE || bytes.length > TOO_MUCH ? undefined : decodeByNode(bytes);
  if (fast !== undefined) return fast;
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw createError(ENCODING_ERRORS, 'ERR_UTF8_MALFORMED', { offset: firstBadByte(bytes) }, { cause });
  }
}

/** The part of Node's buffer module that is used. */
interface NodeBuffer {
  isAscii(bytes: Uint8Array): boolean;
  isUtf8(bytes: Uint8Array): boolean;
  transcode(bytes: Uint8Array, from: 'utf8', to: 'utf16le'): { toString(encoding: 'utf16le'): string };
}

/** Bytes from which on Node's own functions are faster than the decoder. */
const WORTHWHILE = 1024;
/** Bytes up to which the room for a text twice, once on the way, is not worth a thought. */
const TOO_MUCH = 8 * 1024 * 1024;
let buffer: NodeBuffer | null | undefined;

/** What Node does in a quarter of the time: text that is UTF-8 and not only ASCII; anything else, and any other platform, goes the usual way. */
function decodeByNode(bytes: Uint8Array): string | undefined {
  if (buffer === undefined) {
    const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
    const found = process?.getBuiltinModule?.('node:buffer') as Partial<NodeBuffer> | undefined;
    buffer = found?.isAscii && found.isUtf8 && found.transcode ? (found as NodeBuffer) : null;
  }
  if (buffer === null || buffer.isAscii(bytes) || !buffer.isUtf8(bytes)) return undefined;
  try {
    return buffer.transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
  } catch {
    // A platform that only has the name of it: not asked again.
    buffer = null;
    return undefined;
  }
}

/** The text in Unicode normalisation form C, the only form this package writes (TCVN 6909:2001, precomposed). */
export function toNfc(text: string): string {
  return text.normalize('NFC');
}

/** Offset of the first byte that breaks Unicode 3.9, table 3-7 (well-formed UTF-8 byte sequences). */
function firstBadByte(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i]!;
    let need = 0;
    let low = 0x80;
    let high = 0xbf;
    if (lead < 0x80) need = 0;
    else if (lead >= 0xc2 && lead <= 0xdf) need = 1;
    else if (lead >= 0xe0 && lead <= 0xef) {
      need = 2;
      if (lead === 0xe0) low = 0xa0;
      if (lead === 0xed) high = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      need = 3;
      if (lead === 0xf0) low = 0x90;
      if (lead === 0xf4) high = 0x8f;
    } else return i;
    for (let k = 1; k <= need; k++) {
      const byte = bytes[i + k];
      if (byte === undefined || byte < low || byte > high) return i;
      low = 0x80;
      high = 0xbf;
    }
    i += need + 1;
  }
  return bytes.length;
}
