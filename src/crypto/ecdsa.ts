import { concatBytes } from '../encoding/index.js';
import { bigIntToBytes, bytesToBigInt, type CurveName, curveByName } from './curves.js';
import { derChildren, derTlv, readDer } from './der.js';

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
