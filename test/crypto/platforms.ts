/* The platforms a verdict is asked from, and keys to ask about. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Crypto as PeculiarCrypto } from '@peculiar/webcrypto';
import { admit, keyRefusal } from '../../src/crypto/admission.js';
import { portableDigest } from '../../src/crypto/digest.js';
import {
  type CryptoBackend,
  cryptoBackend,
  findSignatureAlgorithm,
  type PublicKey,
  parsePublicKey,
  type SignatureAlgorithm,
  type VerifyInput,
} from '../../src/crypto/index.js';
import { verifyPortably } from '../../src/crypto/verify-portable.js';
import { webBackend } from '../../src/crypto/web-backend.js';

/** The package's own arithmetic alone, as a platform that can do nothing leaves it. */
const portable: Pick<CryptoBackend, 'digest' | 'verify'> = {
  digest: portableDigest,
  verify(input) {
    const admitted = admit(input, keyRefusal(input.key));
    return admitted ? verifyPortably(admitted) : false;
  },
};

export const PLATFORMS: Readonly<Record<string, Pick<CryptoBackend, 'digest' | 'verify'>>> = {
  node: cryptoBackend(),
  webcrypto: cryptoBackend(globalThis.crypto),
  browser: webBackend(globalThis.crypto, 8192),
  peculiar: cryptoBackend(new PeculiarCrypto() as unknown as Crypto),
  portable,
};

/** The verdict of every platform: a boolean, or the code of the error. */
export async function verdicts(input: VerifyInput): Promise<Record<string, unknown>> {
  const out: Record<string, unknown> = {};
  for (const [name, platform] of Object.entries(PLATFORMS)) {
    try {
      out[name] = await platform.verify(input);
    } catch (error) {
      out[name] = (error as { code?: unknown }).code ?? error;
    }
  }
  return out;
}

/** What {@link verdicts} answers when all platforms say the same. */
export function all(verdict: boolean | string): Record<string, unknown> {
  return Object.fromEntries(Object.keys(PLATFORMS).map((name) => [name, verdict]));
}

export interface Pair {
  readonly privateKey: KeyObject;
  readonly key: PublicKey;
  readonly spki: Uint8Array;
}

export function rsaPair(modulusLength: number, publicExponent = 65537): Pair {
  return pair(generateKeyPairSync('rsa', { modulusLength, publicExponent }));
}

export function pssPair(modulusLength: number, hashAlgorithm?: string): Pair {
  if (!hashAlgorithm) return pair(generateKeyPairSync('rsa-pss', { modulusLength }));
  // The types want a text as salt length, Node wants a number.
  const saltLength = 32 as unknown as string;
  return pair(
    generateKeyPairSync('rsa-pss', { modulusLength, hashAlgorithm, mgf1HashAlgorithm: hashAlgorithm, saltLength }),
  );
}

export function ecPair(namedCurve: string): Pair {
  return pair(generateKeyPairSync('ec', { namedCurve }));
}

function pair({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): Pair {
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  return { privateKey, spki, key: parsePublicKey(spki) };
}

/** The secret number of an EC key: the first OCTET STRING of its SEC 1 form (RFC 5915). */
export function secretOf(key: KeyObject): bigint {
  const der = key.export({ type: 'sec1', format: 'der' });
  const at = der.indexOf(Buffer.of(2, 1, 1, 4)) + 4;
  return BigInt(`0x${der.subarray(at + 1, at + 1 + der[at]!).toString('hex')}`);
}

export function signatureAlgorithm(uri: string): SignatureAlgorithm {
  const row = findSignatureAlgorithm(uri);
  if (!row) throw new Error(`no row for ${uri}`);
  return row;
}

export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  out[bit >> 3]! ^= 1 << (bit & 7);
  return out;
}

export const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
export const MORE07 = 'http://www.w3.org/2007/05/xmldsig-more#';
