import type { WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { bytesToBigInt, type CurveName, curveByName } from './curves.js';
import type { EcPublicKey } from './public-key.js';

/** Whether r‖s, both in range, verifies (SEC 1 v2 §4.1.4), computed here: for curves and hashes that a platform lacks. */
export async function verifyEcdsa(key: EcPublicKey, hash: Uint8Array, raw: Uint8Array): Promise<boolean> {
  const { n, bytes, bits } = curveByName(key.curve);
  const Point = await group(key.curve);
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

async function group(name: CurveName): Promise<WeierstrassPointCons<bigint>> {
  let found = groups.get(name);
  if (!found) {
    // Loaded at first need, 12 kB: hardly a platform comes here with a NIST curve and SHA-2.
    const { weierstrass } = await import('@noble/curves/abstract/weierstrass.js');
    const { p, a, b, n } = curveByName(name);
    const [x, y] = BASE_POINTS[name];
    found = weierstrass({ p, a, b, n, h: 1n, Gx: BigInt(x), Gy: BigInt(y) });
    groups.set(name, found);
  }
  return found;
}

/** x and y of the base points (SEC 2 v2, RFC 5639 §3). */
const BASE_POINTS: Readonly<Record<CurveName, readonly [x: string, y: string]>> = {
  'P-256': [
    '0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296',
    '0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  ],
  'P-384': [
    '0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7',
    '0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f',
  ],
  'P-521': [
    '0x00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66',
    '0x011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650',
  ],
  brainpoolP256r1: [
    '0x8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262',
    '0x547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997',
  ],
  brainpoolP384r1: [
    '0x1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e',
    '0x8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315',
  ],
  brainpoolP512r1: [
    '0x81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f7c6d5047406a5e688b352209bcb9f822',
    '0x7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f485e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad80892',
  ],
};

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
