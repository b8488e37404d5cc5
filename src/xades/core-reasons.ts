/**
 * Why a signature's core is not `valid`. Frozen codes: a report shows them, texts are made elsewhere.
 * Those of {@link UNSUPPORTED_REASONS} say "cannot be judged here", all others "does not hold".
 */
export const CORE_REASONS = [
  /** The ds:Signature is not built as XMLDSig §4 wants it. */
  'structure',
  /** A value is not base64. */
  'base64',
  /** The signature asks for more than it may cost. */
  'limit',
  /** The time given ran out. */
  'deadline',
  /** An algorithm identifier that is not in the table. */
  'algorithmUnknown',
  /** An algorithm that is known and not computed: HMAC, DSA, MD5 and the like. */
  'algorithmRefused',
  /** Parameters of an algorithm that change what is checked. */
  'algorithmParameters',
  /** No key in the signature and none handed in. */
  'keyMissing',
  /** Several certificates or keys verify the value, and nothing signed says which one is meant. */
  'keyAmbiguous',
  /** The rules for keys refuse it: too short, not on its curve. */
  'keyRefused',
  /** A key or certificate that cannot be read. */
  'keyMalformed',
  /** A KeyValue beside the certificate is another key. */
  'keyValueMismatch',
  /** The value was not made over this SignedInfo with this key. */
  'signatureValue',
  /** A URI that selects in a way that is not carried out, or no URI. */
  'referenceUri',
  /** A resource outside the document that was not handed in. */
  'referenceExternal',
  /** Nothing carries the Id, or the resource is known not to exist. */
  'referenceNotFound',
  /** Several elements carry the Id. */
  'idDuplicate',
  /** A ds:Object that is not the signature's own. */
  'objectNotOwn',
  /** A transform that is not in the table. */
  'transformUnknown',
  /** A transform that is known and not carried out: XSLT, general XPath. */
  'transformRefused',
  /** A transform that gets what it cannot work on. */
  'transformInput',
  /** The node set has no canonical form: relative namespace URIs. */
  'canonicalForm',
  /** The digest differs. */
  'digest',
  /** The transforms leave nothing of the document: a digest over nothing holds and says nothing. */
  'nothingSigned',
  /** No reference covers the signature's SignedProperties. */
  'signedPropertiesNotSigned',
  /** A reference that says it signs SignedProperties, or does, signs those of nobody or of another signature. */
  'signedPropertiesNotOwn',
  /** Several QualifyingProperties or SignedProperties. */
  'signedPropertiesAmbiguous',
  /** A counter-signature does not sign the SignatureValue it should. */
  'counterSignatureTarget',
  /** The platform's cryptography failed, which says nothing about the signature. */
  'platform',
] as const;

export type CoreReason = (typeof CORE_REASONS)[number];

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
export const SIGNATURE_FLAGS = [
  /** SHA-1, a short key or an algorithm past its end: never totalPassed. */
  'legacy',
  /** The key stands in the file without certificate: it names nobody. */
  'keyWithoutCertificate',
  /** The key, or the certificate that KeyInfo only names, was handed in by the caller. */
  'keyGiven',
  /** The certificate was found among the validation data, not in KeyInfo. */
  'certificateFromValues',
  /** Nothing signed names the certificate (plain XMLDSig): another one for the same key could be put in its place. */
  'certificateNotBound',
  /** SigningCertificate(V2) names another certificate than the one whose key verified the value. */
  'signingCertificateMismatch',
  /** SigningCertificate(V2) cannot be read. */
  'signingCertificateMalformed',
  /** QualifyingProperties/@Target is not this signature's Id. */
  'qualifyingPropertiesTarget',
  /** The reference to SignedProperties lacks its Type. */
  'signedPropertiesType',
  /** Several elements carry the referenced Id; the signature's own Object was taken since all others are Objects of other signatures. */
  'ownObjectOfSeveral',
  /** The Id is unique within the record but not within the file: other verifiers refuse such a file. */
  'idNotUniqueInDocument',
  /** enveloped-signature stands on a reference into the signature itself; read strictly it removes everything. */
  'envelopedOnOwnObject',
  /** A ds:Manifest is among the signed objects; its own references are no evidence here. */
  'manifest',
  /** No reference's digest takes in the root element of the document. */
  'rootNotCovered',
  /** A claimed signing time stands in the signature and no reference that holds covers it. */
  'signingTimeUnsigned',
  /** A claimed signing time has no zone and was read as Vietnam time. */
  'signingTimeWithoutZone',
] as const;

export type SignatureFlag = (typeof SIGNATURE_FLAGS)[number];
