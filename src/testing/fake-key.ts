import { decodeBase64 } from '../encoding/index.js';
import type { DevIdentity } from './dev-ca.js';

/** Ways in which a signing service misbehaves, or its user does. */
export type FakeServiceMode =
  | 'answers'
  /** Answers, later. */
  | 'slow'
  /** The user says no. */
  | 'cancels'
  /** Nobody ever answers. */
  | 'silent'
  /** Signs with another key and names that key's certificate. */
  | 'wrongCertificate'
  /** A value of the right form that no key has made. */
  | 'wrongValue'
  /** Signs something else than it was asked to. */
  | 'otherDigest'
  /** Values of several requests in each other's place. */
  | 'swapped'
  /** The value comes after the confirmation has run out. */
  | 'lateAnswer'
  /** What comes is no answer. */
  | 'malformed';

const PREFIX = /* @__PURE__ */ Uint8Array.of(
  0x30,
  0x31,
  0x30,
  0x0d,
  6,
  9,
  0x60,
  0x86,
  0x48,
  1,
  0x65,
  3,
  4,
  2,
  1,
  5,
  0,
  4,
  0x20,
);

/**
 * What a device does with a ready SHA-256 digest: RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.1) by the numbers of the key, since WebCrypto signs
 * messages only. Slow and open to timing: for tests.
 *
 * @param digest - 32 bytes.
 */
export async function signDigestForTests(
  identity: Pick<DevIdentity, 'privateKey'>,
  digest: Uint8Array,
): Promise<Uint8Array> {
  const jwk = await crypto.subtle.exportKey('jwk', identity.privateKey);
  const [n, d] = [number(jwk.n), number(jwk.d)];
  const size = Math.ceil(n.toString(16).length / 2);
  const info = [...PREFIX, ...digest];
  const block = Uint8Array.from([0, 1, ...Array<number>(size - info.length - 3).fill(0xff), 0, ...info]);
  const value = power(BigInt(`0x${hex(block)}`), d, n)
    .toString(16)
    .padStart(2 * size, '0');
  return Uint8Array.from({ length: size }, (_, at) => Number.parseInt(value.slice(2 * at, 2 * at + 2), 16));
}

function number(base64Url: string | undefined): bigint {
  const base64 = (base64Url ?? '').replace(/-/g, '+').replace(/_/g, '/');
  return BigInt(`0x${hex(decodeBase64(base64.padEnd(4 * Math.ceil(base64.length / 4), '=')))}`);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let factor = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}
