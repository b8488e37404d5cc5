import { decodeBase64 } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { type Certificate, parseCertificate } from './certificate.js';
import { CERTIFICATE_ERRORS } from './certificate-errors.js';
import {
  childNodes,
  contextTag,
  elementBytes,
  readDer,
  readDerAt,
  readInside,
  readOid,
  sequenceOf,
  TAG,
} from './der.js';
import { readPemBlocks } from './pem.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';

/**
 * Certificates of a file, in its order: PEM with any number of blocks, one DER certificate, a PKCS#7 file of certificates (`.p7b`, DER or PEM),
 * or bare base64 of one of these. PEM blocks of other kinds (keys) are skipped.
 *
 * @throws {@link HocBaSoError} `ERR_CERTIFICATE_NOT_FOUND` when there is none; `ERR_CERTIFICATE_MALFORMED` when one is not well-formed.
 */
export function readCertificates(file: Uint8Array): Certificate[] {
  const found = file[0] === TAG.sequence ? fromDer(file) : fromText(new TextDecoder().decode(file));
  if (found.length === 0) throw createError(CERTIFICATE_ERRORS, 'ERR_CERTIFICATE_NOT_FOUND', {});
  return found;
}

function fromText(text: string): Certificate[] {
  try {
    const blocks = readPemBlocks(text);
    if (blocks.length === 0) {
      const bare = decodeBase64(text.replace(/^\ufeff/, ''));
      return bare[0] === TAG.sequence ? fromDer(bare) : [];
    }
    return blocks.flatMap(({ label, der }) => {
      if (label === 'CERTIFICATE' || label === 'X509 CERTIFICATE') return [parseCertificate(der)];
      // OpenSSL appends its trust settings to the certificate.
      if (label === 'TRUSTED CERTIFICATE') return [parseCertificate(elementBytes(readDerAt(der, 0, der.length)))];
      return label === 'PKCS7' || label === 'CMS' ? fromDer(der) : [];
    });
  } catch (error) {
    if (isHocBaSoError(error, 'ERR_BASE64_MALFORMED')) {
      throw createError(CERTIFICATE_ERRORS, 'ERR_CERTIFICATE_NOT_FOUND', {}, { cause: error });
    }
    throw error;
  }
}

function fromDer(der: Uint8Array): Certificate[] {
  const first = childNodes(readDer(der))[0];
  return first?.tag === TAG.oid ? fromSignedData(der) : [parseCertificate(der)];
}

/** Certificates of a ContentInfo with SignedData (RFC 5652 §5.1); nothing in it is verified. */
function fromSignedData(der: Uint8Array): Certificate[] {
  const [type, content] = sequenceOf(readDer(der), 'ContentInfo');
  if (readOid(type, 'contentType') !== SIGNED_DATA || content?.tag !== contextTag(0, true)) return [];
  const set = sequenceOf(readInside(content), 'SignedData').find((part) => part.tag === contextTag(0, true));
  return set
    ? childNodes(set)
        .filter((part) => part.tag === TAG.sequence)
        .map((part) => parseCertificate(elementBytes(part)))
    : [];
}
