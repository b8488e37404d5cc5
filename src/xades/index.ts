/** In: a parsed document and one of its ds:Signature elements, or what is to be signed. Out: whether the core holds and what it covers, or the bytes to sign and the finished signature. */
export type { CoreReason, SignatureFlag } from './core-reasons.js';
export { CORE_REASONS, SIGNATURE_FLAGS, UNSUPPORTED_REASONS } from './core-reasons.js';
export type { ExtendSignatureOptions, ExtensionLevel, ValidationMaterial } from './extend-signature.js';
export { extendXmlSignature } from './extend-signature.js';
export { findSignatures } from './find-signatures.js';
export type { CertificateBinding, GivenKey, KeySource } from './keys.js';
export type { SignatureLimits } from './limits.js';
export { SIGNATURE_LIMITS } from './limits.js';
export type { PreparedSignature, SignaturePlace, SignatureProfile, SignatureRequest } from './prepare.js';
export { completeXmlDocument, completeXmlSignature, formatSigningTime, prepareXmlSignature } from './prepare.js';
export type { QualifyingProperties, SignatureLevel, SignedClaims } from './qualifying-properties.js';
export type { ReferenceResult } from './references.js';
export { isSignatureElement } from './signature-parts.js';
export type { NodeSet, OpenOptions, SignedDocument } from './signed-document.js';
export { openSignedDocument } from './signed-document.js';
export type { SignedView } from './signed-view.js';
export { elementPath } from './signed-view.js';
export type { ClaimedSigningTime } from './signing-time.js';
export { parseSigningTime } from './signing-time.js';
export type { SignatureStamp, UnsignedProperties } from './unsigned-properties.js';
export { readUnsignedProperties, UNSIGNED_LIMITS } from './unsigned-properties.js';
export {
  DS,
  TYPE_COUNTERSIGNED,
  TYPE_OBJECT,
  TYPE_SIGNED_PROPERTIES,
  XADES,
  XADES_141,
} from './uris.js';
export type { SignatureResult, VerifySignatureOptions } from './verify-signature.js';
export { verifySignature } from './verify-signature.js';
export { XADES_ERRORS } from './xades-errors.js';
