/** In: algorithm identifiers, public keys, bytes. Out: table rows, hash values and verdicts on signature values, the same on every platform. */

export type {
  AlgorithmStatus,
  DigestAlgorithm,
  DigestName,
  RsaPssParameters,
  SignatureAlgorithm,
  SignatureKind,
} from './algorithms.js';
export {
  digestLength,
  digestUri,
  findDigestAlgorithm,
  findSignatureAlgorithm,
  listAlgorithms,
  MGF1_URI,
  RSA_PSS_URI,
  rsaPssAlgorithm,
} from './algorithms.js';
export type { CryptoBackend, VerifyInput } from './backend.js';
export type { CertificateIssuerSerial } from './certificate-parts.js';
export { certificateIssuerSerial, certificateSpki } from './certificate-parts.js';
export { CRYPTO_ERRORS } from './crypto-errors.js';
export type { CurveName } from './curves.js';
export { digestSync } from './digest.js';
export { ecdsaDerSignature, ecdsaRawSignature } from './ecdsa.js';
export type { KeyIssue, KeyIssueCode } from './key-rules.js';
export { keyFits, keyIssues, mayProduce } from './key-rules.js';
export type { EcPublicKey, PublicKey, RsaPublicKey, UnsupportedPublicKey } from './public-key.js';
export { ecSpki, isSameKey, parsePublicKey, rsaSpki } from './public-key.js';
export { cryptoBackend, randomBytes, webCrypto } from './select-backend.js';
export { signWithKey } from './sign.js';
