/* What every back end does before its platform: rules and forms. */
import { createError } from '../errors/index.js';
import type { DigestName } from './algorithms.js';
import type { VerifyInput } from './backend.js';
import { CRYPTO_ERRORS } from './crypto-errors.js';
import { ecdsaRawSignature } from './ecdsa.js';
import { type KeyIssueCode, keyFits, keyIssues } from './key-rules.js';
import type { EcPublicKey, PublicKey, RsaPublicKey } from './public-key.js';

/** A verification that has passed the rules; `signature` is k octets below the modulus, or r‖s with both in range. */
export type Admitted = {
  readonly digest: DigestName;
  readonly data: string | Uint8Array;
  readonly signature: Uint8Array;
} & (
  | { readonly kind: 'rsa-pkcs1' | 'rsa-pss'; readonly key: RsaPublicKey }
  | { readonly kind: 'ecdsa'; readonly key: EcPublicKey }
);

/**
 * Applies the rules to one verification.
 *
 * @param refusal - Code of the issue that refuses the key, if any: {@link keyRefusal}, which a back end remembers.
 * @returns undefined when the verdict is already "no": wrong type of key, wrong length, value out of range.
 * @throws {@link HocBaSoError} `ERR_ALGORITHM_NOT_ALLOWED`, `ERR_KEY_NOT_ALLOWED`.
 */
export function admit(input: VerifyInput, refusal: KeyIssueCode | null): Admitted | undefined {
  const { algorithm, key, signature, data } = input;
  const { digest, kind } = algorithm;
  if (algorithm.status === 'refused' || digest === null) {
    throw createError(CRYPTO_ERRORS, 'ERR_ALGORITHM_NOT_ALLOWED', { algorithm: algorithm.name });
  }
  if (refusal !== null) throw createError(CRYPTO_ERRORS, 'ERR_KEY_NOT_ALLOWED', { issue: refusal });
  if (!keyFits(algorithm, key)) return undefined;
  if (key.kind === 'ec' && kind === 'ecdsa') {
    const raw = ecdsaRawSignature(key.curve, signature);
    return raw && { kind, digest, key, data, signature: raw };
  }
  if (key.kind !== 'rsa' || (kind !== 'rsa-pkcs1' && kind !== 'rsa-pss')) return undefined;
  // RFC 8017 §8.1.2, §8.2.2 step 1 and §5.2.2 step 1.
  if (signature.length !== key.modulus.length || !isBelow(signature, key.modulus)) return undefined;
  return { kind, digest, key, data, signature };
}

/** The issue that refuses a key, if any. */
export function keyRefusal(key: PublicKey): KeyIssueCode | null {
  return keyIssues(key).find((issue) => issue.effect === 'refused')?.code ?? null;
}

function isBelow(value: Uint8Array, limit: Uint8Array): boolean {
  for (let i = 0; i < limit.length; i++) if (value[i] !== limit[i]) return value[i]! < limit[i]!;
  return false;
}
