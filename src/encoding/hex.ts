import { createError } from '../errors/index.js';
import { ENCODING_ERRORS } from './encoding-errors.js';

const DIGITS = '0123456789abcdef';

/** Lower-case hexadecimal, two digits a byte. */
export function encodeHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += DIGITS[byte >> 4]! + DIGITS[byte & 15]!;
  return out;
}

/**
 * Bytes of a hexadecimal text, either case.
 *
 * @throws {@link HocBaSoError} `ERR_HEX_MALFORMED` for an odd length or another character.
 */
export function decodeHex(text: string): Uint8Array<ArrayBuffer> {
  const bad = text.search(/[^0-9a-fA-F]/);
  if (bad >= 0 || text.length % 2 !== 0) {
    throw createError(ENCODING_ERRORS, 'ERR_HEX_MALFORMED', { offset: bad >= 0 ? bad : text.length });
  }
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}
