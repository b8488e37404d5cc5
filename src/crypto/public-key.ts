import { equalBytes } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import type { DigestName } from './algorithms.js';
import { CRYPTO_ERRORS } from './crypto-errors.js';
import { type CurveName, curveByOid } from './curves.js';
import { type DerValue, derChildren, derTlv, encodeOid, readDer, readOid } from './der.js';

export interface RsaPublicKey {
  readonly kind: 'rsa';
  /** Length of the modulus in bits. */
  readonly bits: number;
  /** Big-endian, without leading zeros. */
  readonly modulus: Uint8Array;
  /** Big-endian, without leading zeros. */
  readonly exponent: Uint8Array;
  /** `pss`: the certificate restricts the key to RSASSA-PSS (RFC 4055 §1.2). */
  readonly scheme: 'any' | 'pss';
  /** The only hash a PSS key may be used with, where it says so. */
  readonly pssDigest: DigestName | null;
  readonly spki: Uint8Array;
}

export interface EcPublicKey {
  readonly kind: 'ec';
  readonly curve: CurveName;
  /** Length of the order of the curve in bits. */
  readonly bits: number;
  /** Uncompressed: 0x04 ‖ x ‖ y. */
  readonly point: Uint8Array;
  readonly spki: Uint8Array;
}

/** A well-formed key of a type, curve or encoding that this package does not use. */
export interface UnsupportedPublicKey {
  readonly kind: 'unsupported';
  /** The algorithm, or of an EC key the curve where it is named. */
  readonly oid: string;
  readonly spki: Uint8Array;
}

export type PublicKey = RsaPublicKey | EcPublicKey | UnsupportedPublicKey;

const RSA_OID = '1.2.840.113549.1.1.1';
const PSS_OID = '1.2.840.113549.1.1.10';
const MGF1_OID = '1.2.840.113549.1.1.8';
const EC_OID = '1.2.840.10045.2.1';

/** RFC 4055 §2.1; SHA-1 is its default where none is written. */
const HASH_OIDS: Readonly<Record<string, DigestName>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.7': 'SHA3-224',
  '2.16.840.1.101.3.4.2.8': 'SHA3-256',
  '2.16.840.1.101.3.4.2.9': 'SHA3-384',
  '2.16.840.1.101.3.4.2.10': 'SHA3-512',
};

/**
 * A public key of its SubjectPublicKeyInfo (RFC 5280 §4.1). Says only what the key is: whether it may be used is {@link keyIssues}.
 *
 * @param spki - DER, kept and not copied.
 * @throws {@link HocBaSoError} `ERR_DER_MALFORMED`, `ERR_KEY_MALFORMED`.
 */
export function parsePublicKey(spki: Uint8Array): PublicKey {
  const [algorithm, bitString, ...rest] = derChildren(spki, readDer(spki, 0x30));
  if (algorithm?.tag !== 0x30 || bitString?.tag !== 0x03 || rest.length > 0) throw malformed('SubjectPublicKeyInfo');
  const [oidValue, parameters, ...others] = derChildren(spki, algorithm);
  if (oidValue?.tag !== 0x06 || others.length > 0) throw malformed('AlgorithmIdentifier');
  const oid = readOid(spki, oidValue);
  // A key is a whole number of octets: no unused bits.
  if (spki[bitString.start] !== 0 || bitString.end - bitString.start < 2) throw malformed('subjectPublicKey');
  const key = spki.subarray(bitString.start + 1, bitString.end);
  if (oid === RSA_OID) {
    // RFC 3279 §2.3.1 wants NULL; its absence is met in the field and means the same.
    if (parameters && parameters.tag !== 0x05) throw malformed('AlgorithmIdentifier');
    return rsaKey(key, spki, 'any', null);
  }
  if (oid === PSS_OID) {
    const restriction = parameters ? pssRestriction(spki, parameters) : { digest: null };
    return restriction ? rsaKey(key, spki, 'pss', restriction.digest) : { kind: 'unsupported', oid, spki };
  }
  if (oid === EC_OID) return ecKey(key, spki, parameters);
  return { kind: 'unsupported', oid, spki };
}

/**
 * SubjectPublicKeyInfo of an RSA key, for comparing a `ds:RSAKeyValue` with a certificate.
 *
 * @param modulus - Big-endian, leading zeros allowed; likewise `exponent`.
 */
export function rsaSpki(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  const key = derTlv(0x30, derUnsigned(modulus), derUnsigned(exponent));
  const algorithm = derTlv(0x30, derTlv(0x06, encodeOid(RSA_OID)), derTlv(0x05));
  return derTlv(0x30, algorithm, derTlv(0x03, Uint8Array.of(0), key));
}

/**
 * SubjectPublicKeyInfo of an EC key, for comparing a `dsig11:ECKeyValue` with a certificate.
 *
 * @param curveOid - Dotted OID, with or without the `urn:oid:` of NamedCurve.
 * @param point - As in the XML, uncompressed; not checked here.
 * @throws {@link HocBaSoError} `ERR_KEY_MALFORMED` for a text that is no OID.
 */
export function ecSpki(curveOid: string, point: Uint8Array): Uint8Array {
  const oid = curveOid.replace(/^urn:oid:/i, '');
  const algorithm = derTlv(0x30, derTlv(0x06, encodeOid(EC_OID)), derTlv(0x06, encodeOid(oid)));
  return derTlv(0x30, algorithm, derTlv(0x03, Uint8Array.of(0), point));
}

/**
 * Whether two keys are the same key: compares what they say and not how they are encoded, so that a KeyValue meets its certificate
 * also where that one restricts the key to PSS or writes its modulus carelessly.
 */
export function isSameKey(a: PublicKey, b: PublicKey): boolean {
  if (a.kind === 'rsa' && b.kind === 'rsa') {
    return equalBytes(a.modulus, b.modulus) && equalBytes(a.exponent, b.exponent);
  }
  if (a.kind === 'ec' && b.kind === 'ec') return a.curve === b.curve && equalBytes(a.point, b.point);
  return a.kind === b.kind && equalBytes(a.spki, b.spki);
}

function rsaKey(der: Uint8Array, spki: Uint8Array, scheme: 'any' | 'pss', pssDigest: DigestName | null): RsaPublicKey {
  const [n, e, ...rest] = derChildren(der, readDer(der, 0x30));
  if (!n || !e || rest.length > 0) throw malformed('RSAPublicKey');
  const modulus = unsigned(der, n);
  const exponent = unsigned(der, e);
  const bits = modulus.length === 0 ? 0 : modulus.length * 8 - Math.clz32(modulus[0]!) + 24;
  return { kind: 'rsa', bits, modulus, exponent, scheme, pssDigest, spki };
}

function ecKey(point: Uint8Array, spki: Uint8Array, parameters: DerValue | undefined): PublicKey {
  // Explicit curve parameters are refused: RFC 5480 §2.1.1 forbids them, and forged ones have fooled verifiers.
  if (parameters?.tag !== 0x06) return { kind: 'unsupported', oid: EC_OID, spki };
  const oid = readOid(spki, parameters);
  const curve = curveByOid(oid);
  if (!curve || point[0] !== 4) return { kind: 'unsupported', oid, spki };
  return { kind: 'ec', curve: curve.name, bits: curve.bits, point, spki };
}

/** RSASSA-PSS-params of a key: usable only where message and mask hash are one and the salt it demands is no longer than ours. */
function pssRestriction(der: Uint8Array, value: DerValue): { digest: DigestName } | undefined {
  if (value.tag !== 0x30) return undefined;
  let digest: DigestName | undefined = 'SHA-1';
  let mask: DigestName | undefined = 'SHA-1';
  let salt = 20;
  for (const field of derChildren(der, value)) {
    const [inner] = derChildren(der, field);
    if (!inner) return undefined;
    if (field.tag === 0xa0) digest = hashOf(der, inner);
    else if (field.tag === 0xa1) {
      const [name, parameter] = derChildren(der, inner);
      if (name?.tag !== 0x06 || readOid(der, name) !== MGF1_OID || !parameter) return undefined;
      mask = hashOf(der, parameter);
    } else if (field.tag === 0xa2) salt = integer(unsigned(der, inner));
    else if (field.tag !== 0xa3 || integer(unsigned(der, inner)) !== 1) return undefined;
  }
  if (!digest || digest !== mask) return undefined;
  return salt <= (digest === 'SHA-1' ? 20 : Number(digest.slice(-3)) / 8) ? { digest } : undefined;
}

function hashOf(der: Uint8Array, value: DerValue): DigestName | undefined {
  const [name] = derChildren(der, value);
  return name?.tag === 0x06 ? HASH_OIDS[readOid(der, name)] : undefined;
}

function integer(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/**
 * The digits of an INTEGER that cannot be negative, without leading zeros. A set sign bit counts as a digit and extra zeros are skipped:
 * some Estonian ID cards carry such certificates, OpenSSL reads them so, and every platform gets the key rebuilt.
 */
function unsigned(der: Uint8Array, value: DerValue): Uint8Array {
  if (value.tag !== 0x02 || value.start === value.end) throw malformed('INTEGER');
  let at = value.start;
  while (at < value.end && der[at] === 0) at++;
  return der.subarray(at, value.end);
}

function derUnsigned(bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (at < bytes.length && bytes[at] === 0) at++;
  const digits = bytes.subarray(at);
  return digits.length === 0 || digits[0]! >= 0x80 ? derTlv(0x02, Uint8Array.of(0), digits) : derTlv(0x02, digits);
}

function malformed(part: string) {
  return createError(CRYPTO_ERRORS, 'ERR_KEY_MALFORMED', { part });
}
