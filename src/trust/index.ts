/** In: signed lists of anchors and signed registers of who may sign for which school. Out: anchors by purpose, and answers about a certificate; unknown is never authorised. */
export type { NumberStore, SeenNumber } from './number-store.js';
export { memoryNumberStore } from './number-store.js';
export type {
  ApprovalEntry,
  OfficerEntry,
  OfficerHolder,
  Register,
  RegisteredSchool,
  RegisterInput,
  RegisterPeriod,
  SealEntry,
  SealHolder,
} from './register.js';
export { createRegister, openRegister } from './register.js';
export type { RegisterAnswer, RegisterAuthority, RegisterRole } from './register-authority.js';
export { registerAuthority } from './register-authority.js';
export type {
  ListHeader,
  ListKind,
  ListSigner,
  ListSigningRequest,
  OpenedList,
  OpenListOptions,
} from './signed-list.js';
export { TRUST_ERRORS } from './trust-errors.js';
export type { TrustAnchor, TrustList, TrustListInput, TrustScope } from './trust-list.js';
export { anchorsFor, createTrustList, openTrustList, TRUST_SCOPES } from './trust-list.js';
