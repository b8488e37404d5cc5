/** In: what a vendor's program calls most. Out: at most 20 functions, without ZIP, PDF or gateway; the rest lives in the subpaths. */
export { isHocBaSoError } from './errors/index.js';
export type { HocBa, HocBaIssue, VaiTroKy } from './hoc-ba/index.js';
export { parseHocBa } from './hoc-ba/index.js';
export { recordDigest } from './integrity/index.js';
export type { TransactionPart, TransactionReport } from './packaging/index.js';
export { packTransaction, verifyTransaction } from './packaging/index.js';
export type { Finding, KetQuaKiemTra } from './quy-dinh/index.js';
export { checkHocBa, describeFinding, proposeKetQua } from './quy-dinh/index.js';
export type { HocBaFile, Layout, RecordFinding } from './record-xml/index.js';
export { cv2088, openHocBa, openHocBaList, phatHanh2025, readHocBa, writeHocBa } from './record-xml/index.js';
export type { Receiver, Signer, SigningPlan, SigningRequest, SigningState } from './signing/index.js';
export {
  completeSignature,
  cryptoKeySigner,
  pkcs12Signer,
  planSigning,
  prepareSignature,
  RECEIVER_CV2088,
  RECEIVER_DUAL,
  RECEIVER_XADES,
  signHocBa,
} from './signing/index.js';
export type { VerificationReport, VerifyHocBaOptions } from './verification/index.js';
export { describeReport, verifyHocBa } from './verification/index.js';
