import type { WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { concatBytes } from '../encoding/index.js';
import { bigIntToBytes, bytesToBigInt, type CurveName, curveByName } from './curves.js';
import { derChildren, derTlv, readDer } from './der.js';
import type { EcPublicKey } from './public-key.js';

/**
 * An ECDSA value in the form XMLDSig wants: r‖s, each as long as the order of the curve (RFC 9231 §2.3.6).
 * Exactly that long it is taken as it is; anything else must be the strict DER sequence that tokens and many libraries give.
 *
 * @returns undefined for another form and for r or s outside 1 … n−1.
 */
export function ecdsaRawSignature(curveName: CurveName, signature: Uint8Array): Uint8Array | undefined {
  const curve = curveByName(curveName);
  let pair: readonly [bigint, bigint] | undefined;
  if (signature.length === 2 * curve.bytes) {
    pair = [bytesToBigInt(signature.subarray(0, curve.bytes)), bytesToBigInt(signature.subarray(curve.bytes))];
  } else pair = derPair(signature);
  if (!pair?.every((value) => value > 0n && value < curve.n)) return undefined;
  return signature.length === 2 * curve.bytes
    ? signature
    : concatBytes(pair.map((value) => bigIntToBytes(value, curve.bytes)));
}

/** The DER sequence (RFC 3279 §2.2.3) of an r‖s value, as X.509 and CMS carry it. */
export function ecdsaDerSignature(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  return derTlv(0x30, ...[raw.subarray(0, half), raw.subarray(half)].map(derPositive));
}

/** Whether r‖s verifies (SEC 1 v2 §4.1.4), computed here: for curves and platforms without native support. */
export async function verifyEcdsa(key: EcPublicKey, hash: Uint8Array, raw: Uint8Array): Promise<boolean> {
  const { n, bytes, bits } = curveByName(key.curve);
  const Point = await pointsOf(key.curve);
  const r = bytesToBigInt(raw.subarray(0, bytes));
  const s = bytesToBigInt(raw.subarray(bytes));
  // The leftmost bits of the hash, as many as the order has.
  const e = bytesToBigInt(hash) >> BigInt(Math.max(0, 8 * hash.length - bits));
  const w = inverse(s, n);
  const sum = Point.BASE.multiplyUnsafe((e * w) % n).add(Point.fromBytes(key.point).multiplyUnsafe((r * w) % n));
  return !sum.is0() && sum.toAffine().x % n === r;
}

/** Group arithmetic per curve; kept, since it remembers multiples of the base point. */
const groups = /* @__PURE__ */ new Map<CurveName, WeierstrassPointCons<bigint>>();

async function pointsOf(name: CurveName): Promise<WeierstrassPointCons<bigint>> {
  let group = groups.get(name);
  if (!group) {
    // Loaded at first need: no platform but old ones comes here with a NIST curve and SHA-2.
    const { weierstrass } = await import('@noble/curves/abstract/weierstrass.js');
    const { p, a, b, n, Gx, Gy } = curveByName(name);
    group = weierstrass({ p, a, b, n, h: 1n, Gx, Gy });
    groups.set(name, group);
  }
  return group;
}

function derPair(signature: Uint8Array): readonly [bigint, bigint] | undefined {
  try {
    const [r, s, ...rest] = derChildren(signature, readDer(signature, 0x30));
    if (!r || !s || rest.length > 0) return undefined;
    const values = [r, s].map(({ tag, start, end }) => {
      const [first = 0x80, second = 0] = signature.subarray(start, end);
      const shortest = first !== 0 || (end - start > 1 && second >= 0x80);
      return tag === 0x02 && first < 0x80 && shortest && end - start <= 67
        ? bytesToBigInt(signature.subarray(start, end))
        : 0n;
    });
    return [values[0]!, values[1]!];
  } catch {
    // Where the value stops being DER does not matter: it is no signature.
    return undefined;
  }
}

function derPositive(bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === 0) at++;
  const digits = bytes.subarray(at);
  return digits[0]! >= 0x80 ? derTlv(0x02, Uint8Array.of(0), digits) : derTlv(0x02, digits);
}

/** Inverse modulo a prime, by the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return ((x % modulus) + modulus) % modulus;
}
