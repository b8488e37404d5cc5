import { type HocBaFile, openHocBa } from '../record-xml/index.js';
import { completeSignature, type PrepareSignatureOptions, prepareSignature } from './prepare-signature.js';
import type { Signer } from './signer.js';

export interface SignHocBaOptions extends Omit<PrepareSignatureOptions, 'certificate' | 'algorithm' | 'expiresAt'> {
  readonly signer: Signer;
}

/**
 * Signs a record in one role with a key at hand: prepare, sign, complete.
 *
 * @returns The signed file; the given one is not modified.
 * @throws {@link HocBaSoError} the codes of `prepareSignature` and `completeSignature`, and whatever the signer throws.
 * @example examples/back-end.ts
 */
export async function signHocBa(input: HocBaFile | Uint8Array, options: SignHocBaOptions): Promise<HocBaFile> {
  const { signer, ...rest } = options;
  const file = openHocBa(input);
  const prepared = await prepareSignature(file, {
    ...rest,
    certificate: signer.certificate,
    algorithm: signer.algorithm,
  });
  const { toSign, digest, digestName, algorithm, state } = prepared;
  const value = await signer.sign({ toSign, digest, digestName, algorithm });
  const { crypto, signingTime } = options;
  return completeSignature(file, state, value, {
    // The state was made a moment ago: its expiry is measured on the same clock as its signing time.
    at: signingTime ?? new Date(),
    ...(crypto === undefined ? {} : { crypto }),
  });
}
