import type { DigestName, SignatureAlgorithm } from './algorithms.js';
import type { PublicKey } from './public-key.js';

/** One signature value to be checked. */
export interface VerifyInput {
  /** Row of the table; neither refused nor `needsParameters`. */
  readonly algorithm: SignatureAlgorithm;
  readonly key: PublicKey;
  /** The octets of SignatureValue. ECDSA: r‖s, each as long as the order of the curve (RFC 9231 §2.3.6), or a strict DER sequence. */
  readonly signature: Uint8Array;
  /** What was signed, before hashing; a text stands for its UTF-8 bytes. */
  readonly data: string | Uint8Array;
}

/**
 * Hashing and verifying on one platform. Every back end gives the same verdict on the same input:
 * the rules for keys, parameters and forms are this package's and run first, and what a platform cannot do is computed here.
 * Synchronous where the platform is.
 */
export interface CryptoBackend {
  readonly name: 'node' | 'webcrypto';
  /** Hash value of bytes, or of the UTF-8 form of a text. */
  digest(name: DigestName, data: string | Uint8Array): Uint8Array | Promise<Uint8Array>;
  /**
   * Whether the value was made over the data with this key: false also when the key is of another type than the algorithm.
   *
   * @throws {@link HocBaSoError} (or rejects with) `ERR_ALGORITHM_NOT_ALLOWED` for a refused algorithm or one without its parameters;
   *   `ERR_KEY_NOT_ALLOWED` for a key that `keyIssues` refuses; `ERR_CRYPTO_FAILED` when the platform fails, which says nothing about the signature.
   */
  verify(input: VerifyInput): boolean | Promise<boolean>;
}
