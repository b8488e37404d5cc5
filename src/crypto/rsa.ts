/* RSA verification without a platform (RFC 8017): for keys and hashes that a platform does not take. Nothing here is secret. */
import { concatBytes, equalBytes } from '../encoding/index.js';
import { type DigestName, digestLength } from './algorithms.js';
import { bigIntToBytes, bytesToBigInt } from './curves.js';
import type { DigestFunction } from './digest.js';
import type { RsaPublicKey } from './public-key.js';

/** Last octets of the OIDs of the hashes below 2.16.840.1.101.3.4.2 (RFC 8017 B.1, NIST CSOR). */
const NIST_HASH_ARCS: Readonly<Record<Exclude<DigestName, 'SHA-1'>, number>> = {
  'SHA-256': 1,
  'SHA-384': 2,
  'SHA-512': 3,
  'SHA-224': 4,
  'SHA3-224': 7,
  'SHA3-256': 8,
  'SHA3-384': 9,
  'SHA3-512': 10,
};

/** Whether a value verifies as RSASSA-PKCS1-v1_5 (§8.2.2): the one correct encoding is made and compared, never parsed. */
export function verifyPkcs1(key: RsaPublicKey, digest: DigestName, hash: Uint8Array, signature: Uint8Array): boolean {
  const info = concatBytes([digestInfoPrefix(digest), hash]);
  const padding = key.modulus.length - info.length - 3;
  if (padding < 8) return false;
  const expected = concatBytes([Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), info]);
  return equalBytes(bigIntToBytes(publicOperation(key, signature), key.modulus.length), expected);
}

/** Whether a value verifies as RSASSA-PSS (§8.1.2, §9.1.2) with MGF1 of the same hash, salt as long as the hash, trailer 0xbc. */
export function verifyPss(
  key: RsaPublicKey,
  compute: DigestFunction,
  hash: Uint8Array,
  signature: Uint8Array,
): boolean {
  const emBits = key.bits - 1;
  const emLength = Math.ceil(emBits / 8);
  const size = hash.length;
  const message = publicOperation(key, signature);
  if (emLength < 2 * size + 2 || message >> BigInt(8 * emLength) !== 0n) return false;
  const em = bigIntToBytes(message, emLength);
  const dbLength = emLength - size - 1;
  const unused = 8 * emLength - emBits;
  if (em[emLength - 1] !== 0xbc || em[0]! >> (8 - unused) !== 0) return false;
  const h = em.subarray(dbLength, dbLength + size);
  const db = mgf1(compute, h, dbLength);
  for (let i = 0; i < dbLength; i++) db[i]! ^= em[i]!;
  db[0]! &= 0xff >> unused;
  const zeros = dbLength - size - 1;
  for (let i = 0; i < zeros; i++) if (db[i] !== 0) return false;
  if (db[zeros] !== 1) return false;
  const salt = db.subarray(zeros + 1);
  return equalBytes(compute(concatBytes([new Uint8Array(8), hash, salt])), h);
}

/** RSAVP1 (§5.2.2); the caller has checked signature < modulus. */
function publicOperation(key: RsaPublicKey, signature: Uint8Array): bigint {
  const n = bytesToBigInt(key.modulus);
  const base = bytesToBigInt(signature);
  let result = 1n;
  for (const bit of bytesToBigInt(key.exponent).toString(2)) {
    result = (result * result) % n;
    if (bit === '1') result = (result * base) % n;
  }
  return result;
}

/** MGF1 (B.2.1). */
function mgf1(compute: DigestFunction, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let i = 0, made = 0; made < length; i++) {
    const block = compute(concatBytes([seed, Uint8Array.of(0, 0, i >> 8, i & 255)]));
    blocks.push(block);
    made += block.length;
  }
  return concatBytes(blocks).subarray(0, length);
}

/** DER of DigestInfo up to the hash value (§9.2, note 1). */
function digestInfoPrefix(digest: DigestName): Uint8Array {
  const size = digestLength(digest);
  const oid =
    digest === 'SHA-1'
      ? [0x2b, 0x0e, 0x03, 0x02, 0x1a]
      : [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, NIST_HASH_ARCS[digest]];
  const algorithm = [0x30, oid.length + 4, 0x06, oid.length, ...oid, 0x05, 0x00];
  return Uint8Array.of(0x30, algorithm.length + 2 + size, ...algorithm, 0x04, size);
}
