import { webCrypto } from '../crypto/index.js';
import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { berToDer } from './ber.js';
import { CERTIFICATE_ERRORS } from './certificate-errors.js';
import {
  contentBytes,
  type DerNode,
  expectTag,
  malformed,
  readDer,
  readOid,
  readSmallInteger,
  sequenceOf,
  TAG,
} from './der.js';
import { derInteger, derNull, derOctetString, derOid, derSequence } from './der-write.js';

const PBES2_OID = '1.2.840.113549.1.5.13';
const PBKDF2_OID = '1.2.840.113549.1.5.12';
const AES256_CBC_OID = '2.16.840.1.101.3.4.1.42';
const HMAC_SHA256_OID = '1.2.840.113549.2.9';

/** Bytes of the key, by cipher. */
const AES_CBC: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.1.2': 16,
  '2.16.840.1.101.3.4.1.22': 24,
  [AES256_CBC_OID]: 32,
};

/** RFC 8018 §B.1.2, by the names of WebCrypto. */
const PSEUDO_RANDOM: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'SHA-1',
  [HMAC_SHA256_OID]: 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
};

/** Schemes that no WebCrypto and no current OpenSSL computes by default, by the names of RFC 7292 and RFC 8018. */
const LEGACY: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.12.1.1': 'pbeWithSHAAnd128BitRC4',
  '1.2.840.113549.1.12.1.2': 'pbeWithSHAAnd40BitRC4',
  '1.2.840.113549.1.12.1.3': 'pbeWithSHAAnd3-KeyTripleDES-CBC',
  '1.2.840.113549.1.12.1.4': 'pbeWithSHAAnd2-KeyTripleDES-CBC',
  '1.2.840.113549.1.12.1.5': 'pbeWithSHAAnd128BitRC2-CBC',
  '1.2.840.113549.1.12.1.6': 'pbeWithSHAAnd40BitRC2-CBC',
  '1.2.840.113549.1.5.3': 'pbeWithMD5AndDES-CBC',
  '1.2.840.113549.1.5.6': 'pbeWithMD5AndRC2-CBC',
  '1.2.840.113549.1.5.10': 'pbeWithSHA1AndDES-CBC',
  '1.2.840.113549.1.5.11': 'pbeWithSHA1AndRC2-CBC',
  '1.2.840.113549.3.7': 'DES-EDE3-CBC',
  '1.2.840.113549.3.2': 'RC2-CBC',
};

/** Works with OpenSSL 3; the file names are placeholders and the passwords are asked for. */
// Two commands and not a pipe: OpenSSL 3 reads its input once for the key and finds no certificate left. The file between stays encrypted.
const CONVERT = 'openssl pkcs12 -legacy -in OLD.p12 -out KEY.pem && openssl pkcs12 -export -in KEY.pem -out NEW.p12';

/** Rounds; a file that asks for more is made to waste time. */
export const ITERATION_LIMIT = 2_000_000;

/** The error for a scheme this package does not compute. */
export function unsupportedScheme(oid: string) {
  return Object.hasOwn(LEGACY, oid)
    ? createError(CERTIFICATE_ERRORS, 'ERR_P12_LEGACY', { algorithm: LEGACY[oid]!, command: CONVERT })
    : createError(CERTIFICATE_ERRORS, 'ERR_P12_UNSUPPORTED', { algorithm: oid });
}

/** PBKDF2 parameters (RFC 8018 §A.2). */
export interface Pbkdf2 {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly hash: string;
  /** Bytes, when the file says so. */
  readonly keyLength: number | null;
}

/** Reads an AlgorithmIdentifier of a key derivation; only PBKDF2 is computed. */
export function readPbkdf2(node: DerNode | undefined): Pbkdf2 {
  const [type, parameters] = sequenceOf(node, 'keyDerivationFunc');
  const oid = readOid(type, 'keyDerivationFunc');
  if (oid !== PBKDF2_OID) throw unsupportedScheme(oid);
  const parts = sequenceOf(parameters, 'PBKDF2-params');
  const salt = contentBytes(expectTag(parts.shift(), TAG.octetString, 'salt', parameters));
  const iterations = readSmallInteger(parts.shift(), 'iterationCount', parameters);
  const keyLength = parts[0]?.tag === TAG.integer ? readSmallInteger(parts.shift(), 'keyLength') : null;
  const random = parts[0] ? readOid(sequenceOf(parts[0], 'prf')[0], 'prf') : '1.2.840.113549.2.7';
  if (!Object.hasOwn(PSEUDO_RANDOM, random)) throw unsupportedScheme(random);
  if (iterations < 1 || iterations > ITERATION_LIMIT) throw unsupportedScheme(`iterationCount ${iterations}`);
  return { salt, iterations, hash: PSEUDO_RANDOM[random]!, keyLength };
}

/** Bytes derived from a password in UTF-8. */
export async function derivePbkdf2(
  { salt, iterations, hash }: Pbkdf2,
  password: string,
  length: number,
  crypto?: Crypto,
): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = webCrypto(crypto);
  const key = await subtle.importKey('raw', encodeUtf8(password), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(
    await subtle.deriveBits({ name: 'PBKDF2', salt: Uint8Array.from(salt), iterations, hash }, key, length * 8),
  );
}

/**
 * Decrypts by an AlgorithmIdentifier of PBES2 (RFC 8018 §6.2) with PBKDF2 and AES-CBC.
 *
 * @returns What was encrypted: one ASN.1 value.
 * @throws {@link HocBaSoError} `ERR_P12_PASSWORD` when no such value comes out; `ERR_P12_LEGACY`, `ERR_P12_UNSUPPORTED` for other schemes.
 */
export async function decryptPbes2(
  algorithm: Uint8Array,
  data: Uint8Array,
  password: string,
  crypto?: Crypto,
): Promise<Uint8Array<ArrayBuffer>> {
  const [type, parameters] = sequenceOf(readDer(algorithm), 'encryptionAlgorithm');
  const oid = readOid(type, 'encryptionAlgorithm');
  if (oid !== PBES2_OID) throw unsupportedScheme(oid);
  const [derivation, scheme] = sequenceOf(parameters, 'PBES2-params');
  const [cipher, vector] = sequenceOf(scheme, 'encryptionScheme');
  const cipherOid = readOid(cipher, 'encryptionScheme');
  if (!Object.hasOwn(AES_CBC, cipherOid)) throw unsupportedScheme(cipherOid);
  const iv = Uint8Array.from(contentBytes(expectTag(vector, TAG.octetString, 'iv')));
  if (iv.length !== 16) throw malformed(vector!.start, 'iv');
  const raw = await derivePbkdf2(readPbkdf2(derivation), password, AES_CBC[cipherOid]!, crypto);
  const { subtle } = webCrypto(crypto);
  try {
    const key = await subtle.importKey('raw', raw, 'AES-CBC', false, ['decrypt']);
    const plain = new Uint8Array(await subtle.decrypt({ name: 'AES-CBC', iv }, key, Uint8Array.from(data)));
    // Padding is right by chance once in 256 times; one whole element hardly ever.
    berToDer(plain);
    return plain;
  } catch (cause) {
    throw createError(CERTIFICATE_ERRORS, 'ERR_P12_PASSWORD', {}, { cause });
  }
}

/** Encrypts by PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC, as OpenSSL 3 does. */
export async function encryptPbes2(
  data: Uint8Array,
  password: string,
  iterations: number,
  crypto?: Crypto,
): Promise<{ readonly algorithm: Uint8Array; readonly encrypted: Uint8Array }> {
  const web = webCrypto(crypto);
  const salt = web.getRandomValues(new Uint8Array(16));
  const iv = web.getRandomValues(new Uint8Array(16));
  const raw = await derivePbkdf2({ salt, iterations, hash: 'SHA-256', keyLength: null }, password, 32, crypto);
  const key = await web.subtle.importKey('raw', raw, 'AES-CBC', false, ['encrypt']);
  const encrypted = new Uint8Array(await web.subtle.encrypt({ name: 'AES-CBC', iv }, key, Uint8Array.from(data)));
  const derivation = derSequence(
    derOid(PBKDF2_OID),
    derSequence(derOctetString(salt), derInteger(iterations), derSequence(derOid(HMAC_SHA256_OID), derNull())),
  );
  const scheme = derSequence(derOid(AES256_CBC_OID), derOctetString(iv));
  return { algorithm: derSequence(derOid(PBES2_OID), derSequence(derivation, scheme)), encrypted };
}
