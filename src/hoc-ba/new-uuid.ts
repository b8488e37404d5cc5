import { encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { HOC_BA_ERRORS } from './hoc-ba-errors.js';

/** The one function of `Crypto` that random identities need. */
export type RandomSource = Pick<Crypto, 'getRandomValues'>;

/** Where look-up codes come from: our own random ones, or those a city's or the Ministry's system hands out. */
export type UuidSource = () => string | Promise<string>;

/**
 * A random UUID, version 4 (RFC 9562 §5.4), in lower case.
 *
 * @param crypto - Source of randomness; default `globalThis.crypto`.
 * @throws {@link HocBaSoError} `ERR_HOCBA_CRYPTO_UNAVAILABLE` when there is none.
 */
export function newUuid(crypto: RandomSource | undefined = globalThis.crypto): string {
  if (crypto === undefined) throw createError(HOC_BA_ERRORS, 'ERR_HOCBA_CRYPTO_UNAVAILABLE', {});
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = encodeHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Whether a look-up code is a version 4 UUID; one given from outside may be another version, which is worth a warning. */
export function isUuidV4(maTraCuu: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(maTraCuu);
}
