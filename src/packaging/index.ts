/** In: signed records. Out: signed transaction files and the `content` field that a gateway takes, and from either the records again, byte for byte. */
export { ARCHIVE_ERRORS } from './archive-errors.js';
export type { ArchiveLimits } from './archive-limits.js';
export { ARCHIVE_LIMITS } from './archive-limits.js';
export type { BuiltTransaction, TransactionOptions } from './build-transaction.js';
export { buildTransaction } from './build-transaction.js';
export type { ContentLimits, DecodedContent, EscapeQuote } from './content.js';
export { CONTENT_LIMITS, decodeContent, encodeContent } from './content.js';
export type { ByteChunks } from './content-stream.js';
export { decodeContentStream, encodeContentStream } from './content-stream.js';
export type {
  CreateTransferOptions,
  PreparedTransfer,
  PrepareTransferOptions,
  TransferSigningState,
} from './create-transfer.js';
export { completeTransferPackage, createTransferPackage, prepareTransferSignature } from './create-transfer.js';
export type { FileForm } from './file-form.js';
export { formOf } from './file-form.js';
export type { OpenedTransaction } from './open-transaction.js';
export { extractRecord, openTransaction } from './open-transaction.js';
export type { OpenedTransfer } from './open-transfer.js';
export { openTransferPackage } from './open-transfer.js';
export type { OpenUploadOptions, UploadBody, UploadItem, UploadLimits, UploadStep } from './open-upload.js';
export { openUpload, UPLOAD_LIMITS } from './open-upload.js';
export type { PackOptions, TransactionPart } from './pack-transaction.js';
export { packTransaction } from './pack-transaction.js';
export { PACKAGING_ERRORS } from './packaging-errors.js';
export type { ArchiveEntry, ReadArchiveOptions } from './read-archive.js';
export { readArchive } from './read-archive.js';
export type { AsicContainer, AsicFinding, ReadAsicOptions } from './read-asic.js';
export { detachedIn, readAsic } from './read-asic.js';
export type {
  PreparedTransactionSignature,
  PrepareTransactionOptions,
  TransactionSigningState,
} from './sign-transaction.js';
export { completeTransactionSignature, prepareTransactionSignature, signTransaction } from './sign-transaction.js';
export type { TransactionFinding } from './transaction-findings.js';
export type { ReadTransactionOptions } from './transaction-stream.js';
export { readTransactionStream, writeTransactionStream } from './transaction-stream.js';
export type { RecordStatus, RecordStatusPort, TransferCheckRow } from './transfer-checklist.js';
export type { TransferCheckCode, TransferReason } from './transfer-checks.js';
export { TRANSFER_CHECKS, TRANSFER_REASONS } from './transfer-checks.js';
export type { DraftTransferOptions, TransferAttachment, TransferDraft, TransferFile } from './transfer-draft.js';
export { draftTransfer } from './transfer-draft.js';
export { TRANSFER_ERRORS } from './transfer-errors.js';
export type { AttachmentKind, TransferFacts, TransferGap, TransferSchool, TransferYear } from './transfer-facts.js';
export { FACTS_FILE as TRANSFER_FACTS_FILE } from './transfer-facts.js';
export type { ReceivingSystem, TransferLoss } from './transfer-losses.js';
export { transferLosses } from './transfer-losses.js';
export type {
  CreateReceiptOptions,
  ReceiptDecision,
  ReceiptReason,
  ReceiptReport,
  TransferReceipt,
  VerifyReceiptOptions,
} from './transfer-receipt.js';
export { createTransferReceipt, verifyTransferReceipt } from './transfer-receipt.js';
export { UPLOAD_ERRORS } from './upload-errors.js';
export type { AsicReason, AsicReport, AsicSignatureReport, VerifyAsicOptions } from './verify-asic.js';
export { verifyAsic } from './verify-asic.js';
export type { TransactionReason, TransactionReport } from './verify-transaction.js';
export { verifyTransaction } from './verify-transaction.js';
export type { TransferLine, TransferReport, VerifyTransferOptions } from './verify-transfer.js';
export { describeTransfer, verifyTransferPackage } from './verify-transfer.js';
