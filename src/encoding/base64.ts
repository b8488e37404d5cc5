import { createError } from '../errors/index.js';
import { ENCODING_ERRORS } from './encoding-errors.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const WHITE = 64;
const BAD = 65;
const PAD = 66;

/** Code unit → value of the alphabet, or one of WHITE, PAD, BAD. */
const VALUES: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(128).fill(BAD);
  for (let i = 0; i < 64; i++) table[ALPHABET.charCodeAt(i)] = i;
  for (const white of [0x20, 0x09, 0x0a, 0x0d]) table[white] = WHITE;
  table[0x3d] = PAD;
  return table;
})();

/** Base64 with padding and without line breaks (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  let out = '';
  let i = 0;
  for (; i + 2 < bytes.length; i += 3) {
    const n = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    out += ALPHABET[n >> 18]! + ALPHABET[(n >> 12) & 63]! + ALPHABET[(n >> 6) & 63]! + ALPHABET[n & 63]!;
  }
  if (i + 1 === bytes.length) {
    const n = bytes[i]!;
    out += `${ALPHABET[n >> 2]!}${ALPHABET[(n & 3) << 4]!}==`;
  } else if (i + 2 === bytes.length) {
    const n = (bytes[i]! << 8) | bytes[i + 1]!;
    out += `${ALPHABET[n >> 10]!}${ALPHABET[(n >> 4) & 63]!}${ALPHABET[(n & 15) << 2]!}=`;
  }
  return out;
}

/**
 * Bytes of a base64 text. White space (space, tab, CR, LF) is skipped as XML Schema `base64Binary` allows;
 * anything else, wrong padding, text after the padding and non-zero left-over bits are refused, so that one value has one spelling.
 *
 * @throws {@link HocBaSoError} `ERR_BASE64_MALFORMED` with the offset of the first wrong character.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(((text.length + 3) >> 2) * 3);
  let length = 0;
  let buffer = 0;
  let digits = 0;
  let pads = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const value = unit < 128 ? VALUES[unit]! : BAD;
    if (value < 64) {
      if (pads > 0) throw malformed(i);
      buffer = (buffer << 6) | value;
      if (++digits === 4) {
        out[length++] = buffer >> 16;
        out[length++] = (buffer >> 8) & 255;
        out[length++] = buffer & 255;
        buffer = 0;
        digits = 0;
      }
    } else if (value === PAD) {
      if (digits < 2 || digits + ++pads > 4) throw malformed(i);
    } else if (value === BAD) {
      throw malformed(i);
    }
  }
  if (digits === 0 && pads === 0) return out.slice(0, length);
  if (digits + pads !== 4 || (digits === 2 ? buffer & 15 : buffer & 3) !== 0) throw malformed(text.length);
  if (digits === 2) {
    out[length++] = buffer >> 4;
  } else {
    out[length++] = buffer >> 10;
    out[length++] = (buffer >> 2) & 255;
  }
  return out.slice(0, length);
}

function malformed(offset: number) {
  return createError(ENCODING_ERRORS, 'ERR_BASE64_MALFORMED', { offset });
}
