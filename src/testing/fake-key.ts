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

/** Order of each curve (SEC 2 v2 §2.4). */
const ORDERS: Readonly<Record<string, string>> = {
  'P-256': 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
  'P-384': 'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  'P-521':
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
};

/**
 * What a device does with a ready digest, by the numbers of the key, since WebCrypto signs messages only: RSASSA-PKCS1-v1_5 (RFC 8017
 * §8.2.1), RSASSA-PSS (§9.1.1) or ECDSA (SEC 1 v2 §4.1.3). Slow and open to timing: for tests.
 *
 * @param digest - 32, 48 or 64 bytes: of SHA-256, SHA-384, SHA-512.
 * @param scheme - For RSA keys.
 * @returns for curves r‖s.
 */
export async function signDigestForTests(
  identity: Pick<DevIdentity, 'privateKey'>,
  digest: Uint8Array,
  scheme: 'pkcs1' | 'pss' = 'pkcs1',
): Promise<Uint8Array> {
  const jwk = await crypto.subtle.exportKey('jwk', identity.privateKey);
  if (jwk.kty === 'EC') return signByCurve(jwk, digest);
  const [n, d] = [number(jwk.n), number(jwk.d)];
  const size = Math.ceil(n.toString(16).length / 2);
  const block = scheme === 'pss' ? await pssBlock(digest, size) : pkcs1Block(digest, size);
  return bytes(power(BigInt(`0x${hex(block)}`), d, n), size);
}

function pkcs1Block(digest: Uint8Array, size: number): Uint8Array {
  const { length } = digest;
  // DigestInfo: the last arc of SHA-2 under 2.16.840.1.101.3.4.2 is 1, 2, 3 for 256, 384, 512 bits.
  const oid = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, length / 16 - 1];
  const info = [0x30, length + 17, 0x30, 0x0d, 6, 9, ...oid, 5, 0, 4, length, ...digest];
  return Uint8Array.from([0, 1, ...Array<number>(size - info.length - 3).fill(0xff), 0, ...info]);
}

/** Salt as long as the hash, MGF1 with the same hash; the modulus is a whole number of bytes. */
async function pssBlock(digest: Uint8Array, size: number): Promise<Uint8Array> {
  const { length } = digest;
  const hash = async (...parts: readonly number[]) =>
    new Uint8Array(await crypto.subtle.digest(`SHA-${8 * length}`, Uint8Array.from(parts)));
  const salt = crypto.getRandomValues(new Uint8Array(length));
  const h = await hash(...Array<number>(8).fill(0), ...digest, ...salt);
  const db = [...Array<number>(size - 2 * length - 2).fill(0), 1, ...salt];
  const mask: number[] = [];
  for (let count = 0; mask.length < db.length; count++) mask.push(...(await hash(...h, 0, 0, 0, count)));
  const masked = db.map((byte, at) => byte ^ mask[at]!);
  masked[0]! &= 0x7f;
  return Uint8Array.from([...masked, ...h, 0xbc]);
}

/** The nonce and its point are a key pair that the platform makes. */
async function signByCurve({ crv, d }: JsonWebKey, digest: Uint8Array): Promise<Uint8Array> {
  const namedCurve = crv ?? '';
  const n = BigInt(`0x${ORDERS[namedCurve]}`);
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify']);
  const nonce = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const r = number(nonce.x) % n;
  const s = (power(number(nonce.d), n - 2n, n) * (BigInt(`0x${hex(digest)}`) + r * number(d))) % n;
  const size = ORDERS[namedCurve]!.length / 2;
  return Uint8Array.from([...bytes(r, size), ...bytes(s, size)]);
}

function bytes(value: bigint, size: number): Uint8Array {
  const text = value.toString(16).padStart(2 * size, '0');
  return Uint8Array.from({ length: size }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
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
