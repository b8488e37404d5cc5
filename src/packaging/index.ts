/** In: signed records. Out: the transaction file and the `content` field that a gateway takes, and from either the records again, byte for byte. */
export type { BuiltTransaction, TransactionFinding, TransactionOptions } from './build-transaction.js';
export { buildTransaction } from './build-transaction.js';
export type { ContentLimits, DecodedContent, EscapeQuote } from './content.js';
export { CONTENT_LIMITS, decodeContent, encodeContent } from './content.js';
export type { OpenedTransaction, TransactionRecord } from './open-transaction.js';
export { openTransaction } from './open-transaction.js';
export { PACKAGING_ERRORS } from './packaging-errors.js';
