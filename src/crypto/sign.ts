import { createError } from '../errors/index.js';
import { digestLength, type SignatureAlgorithm } from './algorithms.js';
import { CRYPTO_ERRORS } from './crypto-errors.js';
import { webCrypto } from './select-backend.js';
import { bufferOf } from './web-backend.js';

const KEY_NAMES = { 'rsa-pkcs1': 'RSASSA-PKCS1-v1_5', 'rsa-pss': 'RSA-PSS', ecdsa: 'ECDSA' } as const;

/**
 * Signs with a CryptoKey.
 *
 * @param key - Private, with usage `sign`; RSA 2048 to 8192 bits bound to the algorithm's hash, or P-256, P-384, P-521.
 * @param algorithm - A row of status `produced`.
 * @param bytes - What is signed, before hashing.
 * @param crypto - The Crypto that made the key; default `globalThis.crypto`.
 * @returns The value as SignatureValue carries it: for ECDSA r‖s.
 * @throws {@link HocBaSoError} `ERR_ALGORITHM_NOT_ALLOWED`, `ERR_KEY_NOT_ALLOWED` (other type, hash, size or curve),
 *   `ERR_CRYPTO_UNAVAILABLE`, `ERR_CRYPTO_FAILED`.
 */
export async function signWithKey(
  key: CryptoKey,
  algorithm: SignatureAlgorithm,
  bytes: Uint8Array,
  crypto?: Crypto,
): Promise<Uint8Array> {
  const { kind, digest, status } = algorithm;
  if (status !== 'produced' || digest === null || kind === 'hmac' || kind === 'dsa') {
    throw createError(CRYPTO_ERRORS, 'ERR_ALGORITHM_NOT_ALLOWED', { algorithm: algorithm.name });
  }
  const issue = signingIssue(key, KEY_NAMES[kind], digest);
  if (issue) throw createError(CRYPTO_ERRORS, 'ERR_KEY_NOT_ALLOWED', { issue });
  const { subtle } = webCrypto(crypto);
  const parameters = { name: KEY_NAMES[kind], hash: digest, saltLength: digestLength(digest) };
  try {
    return new Uint8Array(await subtle.sign(parameters, key, bufferOf(bytes)));
  } catch (cause) {
    throw createError(CRYPTO_ERRORS, 'ERR_CRYPTO_FAILED', { operation: 'sign' }, { cause });
  }
}

function signingIssue(key: CryptoKey, name: string, digest: string): string | undefined {
  const facts = key.algorithm as Partial<RsaHashedKeyAlgorithm & EcKeyAlgorithm>;
  if (facts.name !== name) return 'keyAlgorithm';
  if (key.type !== 'private' || !key.usages.includes('sign')) return 'keyUsage';
  if (name === 'ECDSA') return /^P-(256|384|521)$/.test(facts.namedCurve ?? '') ? undefined : 'keyCurve';
  if (facts.hash?.name !== digest) return 'keyHash';
  const bits = facts.modulusLength ?? 0;
  if (bits < 2048) return 'rsaModulusShort';
  if (bits > 8192) return 'rsaModulusTooLong';
  const exponent = facts.publicExponent ?? new Uint8Array();
  const value = exponent.reduce((sum, byte) => sum * 256 + byte, 0);
  return value >= 65537 && (exponent.at(-1)! & 1) === 1 ? undefined : 'rsaExponentSmall';
}
