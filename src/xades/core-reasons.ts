/**
 * Why a signature's core is not `valid`. Frozen codes: a report shows them, texts are made elsewhere.
 * Those of {@link UNSUPPORTED_REASONS} say "cannot be judged here", all others "does not hold".
 */
export type CoreReason =
  | 'structure'
  | 'base64'
  | 'limit'
  | 'deadline'
  | 'algorithmUnknown'
  | 'algorithmRefused'
  | 'algorithmParameters'
  | 'keyMissing'
  | 'keyAmbiguous'
  | 'keyRefused'
  | 'keyMalformed'
  | 'keyValueMismatch'
  | 'signatureValue'
  | 'referenceUri'
  | 'referenceExternal'
  | 'referenceNotFound'
  | 'idDuplicate'
  | 'objectNotOwn'
  | 'transformUnknown'
  | 'transformRefused'
  | 'transformInput'
  | 'canonicalForm'
  | 'digest'
  /** The transforms leave nothing of the document: a digest over nothing holds and says nothing. */
  | 'nothingSigned'
  | 'signedPropertiesNotSigned'
  /** A reference that says it signs SignedProperties, or does, signs those of nobody or of another signature. */
  | 'signedPropertiesNotOwn'
  | 'signedPropertiesAmbiguous'
  | 'counterSignatureTarget'
  | 'platform';

/** Reasons that leave the question open; the others decide it. */
export const UNSUPPORTED_REASONS: ReadonlySet<CoreReason> = /* @__PURE__ */ new Set<CoreReason>([
  'limit',
  'deadline',
  'algorithmUnknown',
  'algorithmRefused',
  'algorithmParameters',
  'keyMissing',
  'keyAmbiguous',
  'keyRefused',
  'keyMalformed',
  'referenceUri',
  'referenceExternal',
  'transformUnknown',
  'transformRefused',
  'transformInput',
  'canonicalForm',
  'platform',
]);

/** What a reader should know of a signature whatever its core is. Frozen codes. */
export type SignatureFlag =
  /** SHA-1, a short key or an algorithm past its end: never totalPassed. */
  | 'legacy'
  /** The key stands in the file without certificate: it names nobody. */
  | 'keyWithoutCertificate'
  /** The key was handed in by the caller. */
  | 'keyGiven'
  /** The certificate was found among the validation data, not in KeyInfo. */
  | 'certificateFromValues'
  /** Nothing signed names the certificate (plain XMLDSig): another one for the same key could be put in its place. */
  | 'certificateNotBound'
  /** SigningCertificate(V2) names another certificate than the one whose key verified the value. */
  | 'signingCertificateMismatch'
  /** SigningCertificate(V2) cannot be read. */
  | 'signingCertificateMalformed'
  /** QualifyingProperties/@Target is not this signature's Id. */
  | 'qualifyingPropertiesTarget'
  /** The reference to SignedProperties lacks its Type. */
  | 'signedPropertiesType'
  /** Several elements carry the referenced Id; the signature's own Object was taken since all others are Objects of other signatures. */
  | 'ownObjectOfSeveral'
  /** The Id is unique within the record but not within the file: other verifiers refuse such a file. */
  | 'idNotUniqueInDocument'
  /** enveloped-signature stands on a reference into the signature itself; read strictly it removes everything. */
  | 'envelopedOnOwnObject'
  /** A ds:Manifest is among the signed objects; its own references are no evidence here. */
  | 'manifest'
  /** The root of the document is not covered by any reference. */
  | 'rootNotCovered'
  /** A claimed signing time stands in the signature and no reference covers it. */
  | 'signingTimeUnsigned'
  /** A claimed signing time has no zone and was read as Vietnam time. */
  | 'signingTimeWithoutZone';
