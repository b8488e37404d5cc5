/** In: a record's file, a role, a receiver and a key somewhere. Out: the bytes to sign, the signed file, the plan of who signs next. */
export type { AdoptSignatureOptions } from './adopt-signature.js';
export { adoptSignature } from './adopt-signature.js';
export type { BatchJournal, ItemProgress, JournalEntry } from './batch-journal.js';
export { memoryJournal, parseJournalEntry, progressOf } from './batch-journal.js';
export { clientCredentialsToken } from './client-credentials.js';
export type { ExtendHocBaSignatureOptions } from './extend-signature.js';
export { extendHocBaSignature, stampXmlSignature } from './extend-signature.js';
export type {
  LocalServiceConnector,
  LocalServiceExchange,
  LocalServiceOptions,
  SocketLike,
} from './local-service.js';
export { localServiceSigner, signXmlLocally, VGCA_CONNECTOR } from './local-service.js';
export type { PrepareQueueOptions, QueuedSignature } from './offline-queue.js';
export { completeQueue, prepareQueue, signQueue } from './offline-queue.js';
export type { NextAction, PlannedStep, PlanSigningOptions, SigningPlan, SigningStepState } from './plan-signing.js';
export { planSigning } from './plan-signing.js';
export type { ListedPlan, ListSigningPlan } from './plan-signing-list.js';
export { planSigningList } from './plan-signing-list.js';
export type { CompleteSignatureOptions, PreparedHocBaSignature, PrepareSignatureOptions } from './prepare-signature.js';
export { completeSignature, prepareSignature } from './prepare-signature.js';
export { PROVIDER_ERRORS } from './provider-errors.js';
export type { Receiver } from './receiver.js';
export { parseReceiver } from './receiver.js';
export {
  RECEIVER_CV2088,
  RECEIVER_DUAL,
  RECEIVER_HCMC,
  RECEIVER_LOCAL,
  RECEIVER_XADES,
  RECEIVERS,
} from './receivers.js';
export type { AuthData, RemoteSignerOptions } from './remote-signer.js';
export { REMOTE_SIGNING_ASSUMED, remoteSigner } from './remote-signer.js';
export type { BatchItem, BatchResult, BatchSigner, SignBatchOptions } from './sign-batch.js';
export { signBatch } from './sign-batch.js';
export type { SignHocBaOptions } from './sign-hoc-ba.js';
export { signHocBa } from './sign-hoc-ba.js';
export type { Signer, SigningRequest } from './signer.js';
export { cryptoKeySigner, pkcs12Signer } from './signer.js';
export { SIGNING_ERRORS } from './signing-errors.js';
export type { SigningState } from './signing-state.js';
export { parseSigningState } from './signing-state.js';
export type { SigningSummary } from './signing-summary.js';
export { assertSummary, summarizeForSigning } from './signing-summary.js';
