import { digestSync, randomBytes } from '../crypto/index.js';
import { decodeHex } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import type { Certificate } from './certificate.js';
import { readBitString, readDer, sequenceOf, TAG } from './der.js';
import { derElement, derExplicit, derNull, derOctetString, derOid, derSequence } from './der-write.js';
import { OCSP_NONCE } from './ocsp-answer.js';

/** A request for one certificate with a nonce that the answer must carry (RFC 6960 §4.1.1, RFC 9654). */
export interface OcspRequest {
  readonly der: Uint8Array;
  /** `null` when none was wanted. */
  readonly nonce: Uint8Array | null;
}

/**
 * A request for the status of one certificate.
 *
 * @param options.nonce - 1 to 128 octets (RFC 9654 §2.1), or `null` for none; default 32 random ones.
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a nonce of another length; `ERR_CRYPTO_UNAVAILABLE`.
 */
export function buildOcspRequest(
  certificate: Certificate,
  issuer: Certificate,
  options: { readonly nonce?: Uint8Array | null; readonly crypto?: Crypto } = {},
): OcspRequest {
  const nonce = options.nonce === undefined ? randomBytes(32, options.crypto) : options.nonce;
  if (nonce !== null && (nonce.length < 1 || nonce.length > 128)) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'nonce', reason: `${nonce.length} octets` });
  }
  const certId = derSequence(
    // SHA-1 names the issuer here, as every responder understands; nothing rests on it (RFC 6960 §4.3).
    derSequence(derOid('1.3.14.3.2.26'), derNull()),
    derOctetString(digestSync('SHA-1', certificate.issuerDer)),
    derOctetString(digestSync('SHA-1', publicKeyBits(issuer))),
    derElement(TAG.integer, decodeHex(certificate.serialNumberHex)),
  );
  const list = derSequence(derSequence(certId));
  if (nonce === null) return { der: derSequence(derSequence(list)), nonce };
  const extension = derSequence(derOid(OCSP_NONCE), derOctetString(derOctetString(nonce)));
  return { der: derSequence(derSequence(list, derExplicit(2, derSequence(extension)))), nonce };
}

/** The octets of subjectPublicKey without tag, length and unused bits (RFC 6960 §4.1.1). */
export function publicKeyBits(certificate: Certificate): Uint8Array {
  const [, key] = sequenceOf(readDer(certificate.spki), 'subjectPublicKeyInfo');
  return readBitString(key, 'subjectPublicKey').octets;
}
