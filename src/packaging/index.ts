/** In: signed records. Out: signed transaction files and the `content` field that a gateway takes, and from either the records again, byte for byte. */
export type { BuiltTransaction, TransactionOptions } from './build-transaction.js';
export { buildTransaction } from './build-transaction.js';
export type { ContentLimits, DecodedContent, EscapeQuote } from './content.js';
export { CONTENT_LIMITS, decodeContent, encodeContent } from './content.js';
export type { OpenedTransaction } from './open-transaction.js';
export { extractRecord, openTransaction } from './open-transaction.js';
export type { PackOptions, TransactionPart } from './pack-transaction.js';
export { packTransaction } from './pack-transaction.js';
export { PACKAGING_ERRORS } from './packaging-errors.js';
export type {
  PreparedTransactionSignature,
  PrepareTransactionOptions,
  TransactionSigningState,
} from './sign-transaction.js';
export { completeTransactionSignature, prepareTransactionSignature, signTransaction } from './sign-transaction.js';
export type { TransactionFinding } from './transaction-findings.js';
export type { TransactionReason, TransactionReport } from './verify-transaction.js';
export { verifyTransaction } from './verify-transaction.js';
