import { encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { CRYPTO_ERRORS } from './crypto-errors.js';
import { bytesToBigInt } from './curves.js';
import { type DerValue, derChildren, readDer } from './der.js';

/** What a signature says about a certificate it names. */
export interface CertificateIssuerSerial {
  /** The issuer's Name, DER. */
  readonly issuerDer: Uint8Array;
  /** Content octets of the serial number, lower case. */
  readonly serialHex: string;
  /** Decimal, as `X509SerialNumber` writes it. */
  readonly serialNumber: string;
}

/**
 * SubjectPublicKeyInfo of an X.509 certificate, a view of its bytes. Reads the frame only: the certificate is judged elsewhere.
 *
 * @throws {@link HocBaSoError} `ERR_DER_MALFORMED`.
 */
export function certificateSpki(der: Uint8Array): Uint8Array {
  const { spki } = frame(der);
  return der.subarray(spki.at, spki.end);
}

/**
 * Issuer and serial number of an X.509 certificate.
 *
 * @throws {@link HocBaSoError} `ERR_DER_MALFORMED`.
 */
export function certificateIssuerSerial(der: Uint8Array): CertificateIssuerSerial {
  const { serial, issuer } = frame(der);
  const octets = der.subarray(serial.start, serial.end);
  // RFC 5280 §4.1.2.2 wants it positive; certificates with negative ones exist and are named as they are.
  const value = bytesToBigInt(octets) - (octets[0]! >= 0x80 ? 1n << BigInt(8 * octets.length) : 0n);
  return {
    issuerDer: der.subarray(issuer.at, issuer.end),
    serialHex: encodeHex(octets),
    serialNumber: value.toString(),
  };
}

/** Certificate ::= SEQUENCE { tbsCertificate { [0] version?, serial, signature, issuer, validity, subject, spki, … }, … } (RFC 5280 §4.1). */
function frame(der: Uint8Array): { serial: DerValue; issuer: DerValue; spki: DerValue } {
  const [tbs] = derChildren(der, readDer(der, 0x30));
  if (tbs?.tag !== 0x30) throw malformed(0);
  const fields = derChildren(der, tbs);
  const [serial, signature, issuer, validity, subject, spki] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (serial?.tag !== 0x02 || serial.start === serial.end || serial.end - serial.start > 64) throw malformed(tbs.start);
  for (const field of [signature, issuer, validity, subject, spki]) {
    if (field?.tag !== 0x30) throw malformed(field?.at ?? tbs.end);
  }
  return { serial, issuer: issuer!, spki: spki! };
}

function malformed(offset: number) {
  return createError(CRYPTO_ERRORS, 'ERR_DER_MALFORMED', { offset });
}
