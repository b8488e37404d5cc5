import { decodeHex, encodeHex } from '../encoding/index.js';

/** Curves whose keys are used. */
export type CurveName = 'P-256' | 'P-384' | 'P-521' | 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1';

/** Domain parameters, as SEC 2 v2 and RFC 5639 §3 print them; the cofactor of all is 1, the base point stands where it is needed. */
export interface Curve {
  readonly name: CurveName;
  readonly oid: string;
  /** Length of the order in bits. */
  readonly bits: number;
  /** Length of a coordinate, and of r and s, in bytes. */
  readonly bytes: number;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
}

let table: readonly Curve[] | undefined;

/** The curve of a NamedCurve OID, or undefined. */
export function curveByOid(oid: string): Curve | undefined {
  table ??= curves();
  return table.find((curve) => curve.oid === oid);
}

/** The curve of a name of {@link CurveName}. */
export function curveByName(name: CurveName): Curve {
  table ??= curves();
  return table.find((curve) => curve.name === name)!;
}

/** Whether 0x04 ‖ x ‖ y names a point of the curve (SEC 1 v2 §3.2.2.1); with cofactor 1 that is all there is to check. */
export function isOnCurve(curve: Curve, point: Uint8Array): boolean {
  if (point.length !== 1 + 2 * curve.bytes || point[0] !== 4) return false;
  const x = bytesToBigInt(point.subarray(1, 1 + curve.bytes));
  const y = bytesToBigInt(point.subarray(1 + curve.bytes));
  if (x >= curve.p || y >= curve.p) return false;
  return (y * y - (x * x + curve.a) * x - curve.b) % curve.p === 0n;
}

/** Big-endian bytes as a number. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x0${encodeHex(bytes)}`);
}

/** A number as exactly `length` big-endian bytes; the caller knows that it fits. */
export function bigIntToBytes(value: bigint, length: number): Uint8Array<ArrayBuffer> {
  return decodeHex(value.toString(16).padStart(2 * length, '0'));
}

/** A row; the prime of NIST curves as FIPS 186-5 writes it, and a = −3 where no other is given. */
function curve(name: CurveName, oid: string, bits: number, p: bigint, n: string, b: string, a?: string): Curve {
  return {
    name,
    oid,
    bits,
    bytes: Math.ceil(bits / 8),
    p,
    a: a === undefined ? p - 3n : BigInt(a),
    b: BigInt(b),
    n: BigInt(n),
  };
}

const curves = (): readonly Curve[] => [
  curve(
    'P-256',
    '1.2.840.10045.3.1.7',
    256,
    2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    '0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
    '0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b',
  ),
  curve(
    'P-384',
    '1.3.132.0.34',
    384,
    2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
    '0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef',
  ),
  curve(
    'P-521',
    '1.3.132.0.35',
    521,
    2n ** 521n - 1n,
    '0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
    '0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00',
  ),
  curve(
    'brainpoolP256r1',
    '1.3.36.3.3.2.8.1.1.7',
    256,
    BigInt('0xa9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377'),
    '0xa9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7',
    '0x26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6',
    '0x7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9',
  ),
  curve(
    'brainpoolP384r1',
    '1.3.36.3.3.2.8.1.1.11',
    384,
    BigInt('0x8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53'),
    '0x8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565',
    '0x04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11',
    '0x7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826',
  ),
  curve(
    'brainpoolP512r1',
    '1.3.36.3.3.2.8.1.1.13',
    512,
    BigInt(
      '0xaadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e62881ff2f2d82c68528aa6056583a48f3',
    ),
    '0xaadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069',
    '0x3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67984050b75ebae5dd2809bd638016f723',
    '0x7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca',
  ),
];
