/** In: signed records. Out: the transaction file and the `content` field that a gateway takes, and from either the records again, byte for byte. */
export type { ContentLimits, DecodedContent, EscapeQuote } from './content.js';
export { CONTENT_LIMITS, decodeContent, encodeContent } from './content.js';
export { PACKAGING_ERRORS } from './packaging-errors.js';
