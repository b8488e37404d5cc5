/* Portable arithmetic, loaded when a platform first lacks something: a page that never needs it does not wait for it. */
import type { Admitted } from './admission.js';
import type { DigestName } from './algorithms.js';

/** The verdict by this package's own arithmetic. */
export async function verifyPortably(admitted: Admitted): Promise<boolean> {
  const { verifyPortably: verify } = await import('./verify-portable.js');
  return verify(admitted);
}

/** Hash value by code that needs no platform. */
export async function portableDigest(name: DigestName, data: string | Uint8Array): Promise<Uint8Array> {
  const { portableDigest: digest } = await import('./digest.js');
  return digest(name, data);
}
