import { createError } from '../errors/index.js';
import { ENCODING_ERRORS } from './encoding-errors.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Set in every class that is no digit, so that one test tells whether several are. */
const NO_DIGIT = 64;
const WHITE = NO_DIGIT;
const BAD = NO_DIGIT | 1;
const PAD = NO_DIGIT | 2;

/** Value → code unit. */
const UNITS: Uint8Array = /* @__PURE__ */ (() => Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0)))();

/** Code unit → value of the alphabet, or one of WHITE, PAD, BAD. */
const VALUES: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(128).fill(BAD);
  for (let i = 0; i < 64; i++) table[ALPHABET.charCodeAt(i)] = i;
  for (const white of [0x20, 0x09, 0x0a, 0x0d]) table[white] = WHITE;
  table[0x3d] = PAD;
  return table;
})();

const ascii = /* @__PURE__ */ new TextDecoder();

/** Base64 with padding and without line breaks (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(0x3d);
  const whole = bytes.length - (bytes.length % 3);
  let length = 0;
  for (let i = 0; i < whole; i += 3) {
    const n = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    out[length++] = UNITS[n >> 18]!;
    out[length++] = UNITS[(n >> 12) & 63]!;
    out[length++] = UNITS[(n >> 6) & 63]!;
    out[length++] = UNITS[n & 63]!;
  }
  if (whole < bytes.length) {
    const n = (bytes[whole]! << 8) | (bytes[whole + 1] ?? 0);
    out[length++] = UNITS[n >> 10]!;
    out[length++] = UNITS[(n >> 4) & 63]!;
    if (whole + 1 < bytes.length) out[length] = UNITS[(n << 2) & 63]!;
  }
  return ascii.decode(out);
}

/**
 * Bytes of a base64 text. White space (space, tab, CR, LF) is skipped as XML Schema `base64Binary` allows;
 * anything else, wrong padding, text after the padding and non-zero left-over bits are refused, so that one value has one spelling.
 *
 * @throws {@link HocBaSoError} `ERR_BASE64_MALFORMED` with the offset of the first wrong character, or the length when the end is wrong.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(roomFor(text));
  let length = 0;
  let buffer = 0;
  let digits = 0;
  let pads = 0;
  for (let i = 0; i < text.length; i++) {
    // Four digits at once as long as nothing stands between them.
    for (; digits === 0 && pads === 0 && i + 3 < text.length; i += 4) {
      const a = text.charCodeAt(i);
      const b = text.charCodeAt(i + 1);
      const c = text.charCodeAt(i + 2);
      const d = text.charCodeAt(i + 3);
      if ((a | b | c | d) > 127) break;
      const w = VALUES[a]!;
      const x = VALUES[b]!;
      const y = VALUES[c]!;
      const z = VALUES[d]!;
      if ((w | x | y | z) >= NO_DIGIT) break;
      out[length++] = (w << 2) | (x >> 4);
      out[length++] = ((x & 15) << 4) | (y >> 2);
      out[length++] = ((y & 3) << 6) | z;
    }
    if (i >= text.length) break;
    const unit = text.charCodeAt(i);
    const value = unit < 128 ? VALUES[unit]! : BAD;
    if (value < NO_DIGIT) {
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
  if (digits === 0 && pads === 0) return length === out.length ? out : out.slice(0, length);
  if (digits + pads !== 4 || (digits === 2 ? buffer & 15 : buffer & 3) !== 0) throw malformed(text.length);
  if (digits === 2) {
    out[length++] = buffer >> 4;
  } else {
    out[length++] = buffer >> 10;
    out[length++] = (buffer >> 2) & 255;
  }
  return length === out.length ? out : out.slice(0, length);
}

/** Octets of a text without white space; more than enough for one with. */
function roomFor(text: string): number {
  const { length } = text;
  const pads = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.max(0, ((length + 3) >> 2) * 3 - pads);
}

function malformed(offset: number) {
  return createError(ENCODING_ERRORS, 'ERR_BASE64_MALFORMED', { offset });
}
