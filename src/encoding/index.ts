/** In: bytes and text. Out: their base64, hexadecimal and UTF-8 forms, strict in both directions. */
export { decodeBase64, encodeBase64 } from './base64.js';
export { concatBytes, equalBytes } from './bytes.js';
export { ENCODING_ERRORS } from './encoding-errors.js';
export { decodeHex, encodeHex } from './hex.js';
export { decodeUtf8, encodeUtf8, encodeUtf8Briefly, toNfc } from './utf8.js';
