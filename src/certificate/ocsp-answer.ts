import { digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { type Certificate, parseCertificate } from './certificate.js';
import {
  childNodes,
  contentBytes,
  contextTag,
  type DerNode,
  elementBytes,
  expectTag,
  malformed,
  readBitString,
  readDer,
  readEnumerated,
  readInside,
  readOid,
  readTime,
  sequenceOf,
  TAG,
} from './der.js';
import { comparableName } from './distinguished-name.js';
import { readExtensions } from './extensions.js';
import { type RevocationReason, readReason } from './revocation-reasons.js';

const OCSP_BASIC = '1.3.6.1.5.5.7.48.1.1';
export const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2';
const ARCHIVE_CUTOFF = '1.3.6.1.5.5.7.48.1.6';
const INVALIDITY_DATE = '2.5.29.24';
const KNOWN_IN_SINGLE: ReadonlySet<string> = /* @__PURE__ */ new Set([ARCHIVE_CUTOFF, INVALIDITY_DATE]);

/** Certificates an answer may carry. */
const CERTIFICATE_LIMIT = 16;

const HASHES = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
} as const;

/** OCSPResponseStatus (RFC 6960 §4.2.1). */
const RESPONSE_STATUS: Readonly<Record<number, OcspResponseStatus>> = {
  0: 'successful',
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
};

export type OcspResponseStatus =
  | 'successful'
  | 'malformedRequest'
  | 'internalError'
  | 'tryLater'
  | 'sigRequired'
  | 'unauthorized';

/** What an answer says of one certificate. */
export interface OcspSingle {
  readonly hash: (typeof HASHES)[keyof typeof HASHES] | null;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialNumberHex: string;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt: Date | null;
  readonly reason: RevocationReason | null;
  /** When the key is thought to have been lost, if the responder says so (RFC 6960 §4.4.5). */
  readonly invalidSince: Date | null;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** Certificates that expired on this instant or later are still answered for. */
  readonly archiveCutoff: Date | null;
  /** An extension marked critical that is not understood. */
  readonly criticalUnknown: boolean;
}

/** An OCSP answer as facts: nothing in it has been verified. */
export interface OcspAnswer {
  readonly der: Uint8Array;
  readonly fingerprint: string;
  readonly responseStatus: OcspResponseStatus;
  /** Empty unless `responseStatus` is `successful`. */
  readonly responses: readonly OcspSingle[];
  readonly producedAt: Date | null;
  readonly nonce: Uint8Array | null;
  /** Comparable name, or the SHA-1 of the key. */
  readonly responder: { readonly name: string } | { readonly keyHash: Uint8Array } | null;
  readonly certificates: readonly Certificate[];
  readonly criticalUnknown: boolean;
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Reads an OCSP answer (RFC 6960 §4.2.1).
 *
 * @throws {@link HocBaSoError} `ERR_CERTIFICATE_MALFORMED`.
 */
export function parseOcspAnswer(der: Uint8Array): OcspAnswer {
  const bytes = new Uint8Array(der);
  const root = readDer(bytes);
  const [statusNode, wrapped] = sequenceOf(root, 'OCSPResponse');
  const responseStatus = RESPONSE_STATUS[readEnumerated(statusNode, 'responseStatus', root)];
  if (responseStatus === undefined) throw malformed(statusNode!.start, 'responseStatus');
  const fingerprint = encodeHex(digestSync('SHA-256', bytes));
  const none = new Uint8Array();
  if (responseStatus !== 'successful') {
    const empty = {
      responses: [],
      producedAt: null,
      nonce: null,
      responder: null,
      certificates: [],
      criticalUnknown: false,
    };
    return { der: bytes, fingerprint, responseStatus, ...empty, tbs: none, signatureAlgorithm: none, signature: none };
  }
  const [type, response] = sequenceOf(
    readInside(expectTag(wrapped, contextTag(0, true), 'responseBytes', root)),
    'ResponseBytes',
  );
  if (readOid(type, 'responseType') !== OCSP_BASIC) throw malformed(type!.start, 'responseType');
  const basic = readInside(expectTag(response, TAG.octetString, 'response'));
  const [tbs, algorithm, signatureNode, certs] = sequenceOf(basic, 'BasicOCSPResponse');
  const parts = sequenceOf(tbs, 'tbsResponseData', basic);
  if (parts[0]?.tag === contextTag(0, true)) parts.shift();
  const [responderNode, produced, responses, extensionsNode] = parts;
  const extensions = extensionsNode
    ? readExtensions(readInside(expectTag(extensionsNode, contextTag(1, true), 'responseExtensions')))
    : [];
  const nonce = extensions.find((each) => each.oid === OCSP_NONCE)?.value;
  const { octets, unused } = readBitString(signatureNode, 'signature', basic);
  const certificates = certs ? sequenceOf(readInside(expectTag(certs, contextTag(0, true), 'certs')), 'certs') : [];
  if (certificates.length > CERTIFICATE_LIMIT) throw malformed(certs!.start, 'certs');
  return {
    der: bytes,
    fingerprint,
    responseStatus,
    responses: sequenceOf(responses, 'responses', tbs).map(readSingle),
    producedAt: readTime(produced, 'producedAt', tbs),
    nonce: nonce ? nonceOf(nonce) : null,
    responder: readResponder(responderNode, tbs!),
    certificates: certificates.map((each) => parseCertificate(elementBytes(each))),
    criticalUnknown: extensions.some((each) => each.critical && each.oid !== OCSP_NONCE),
    tbs: elementBytes(tbs!),
    signatureAlgorithm: elementBytes(expectTag(algorithm, TAG.sequence, 'signatureAlgorithm', basic)),
    signature: unused === 0 ? octets : octets.subarray(0, 0),
  };
}

/** Some responders wrap the nonce in an OCTET STRING (RFC 8954), older ones do not. */
function nonceOf(value: Uint8Array): Uint8Array {
  try {
    const node = readDer(value);
    return node.tag === TAG.octetString ? contentBytes(node) : value;
  } catch (cause) {
    if (isHocBaSoError(cause)) return value;
    throw cause;
  }
}

function readResponder(node: DerNode | undefined, tbs: DerNode): OcspAnswer['responder'] {
  if (node?.tag === contextTag(1, true)) return { name: JSON.stringify(comparableName(readInside(node))) };
  const key = readInside(expectTag(node, contextTag(2, true), 'responderID', tbs));
  return { keyHash: contentBytes(expectTag(key, TAG.octetString, 'KeyHash')) };
}

function readSingle(node: DerNode): OcspSingle {
  const [certId, status, thisUpdate, ...optional] = sequenceOf(node, 'SingleResponse');
  const [hashNode, nameHash, keyHash, serial] = sequenceOf(certId, 'CertID', node);
  const oid = readOid(sequenceOf(hashNode, 'hashAlgorithm')[0], 'hashAlgorithm');
  const next = optional.find((each) => each.tag === contextTag(0, true));
  const wrapped = optional.find((each) => each.tag === contextTag(1, true));
  const extensions = wrapped ? readExtensions(readInside(wrapped)) : [];
  const since = extensions.find((each) => each.oid === INVALIDITY_DATE)?.value;
  const cutoff = extensions.find((each) => each.oid === ARCHIVE_CUTOFF)?.value;
  const state =
    status?.tag === contextTag(0, false) ? 'good' : status?.tag === contextTag(1, true) ? 'revoked' : 'unknown';
  if (state === 'unknown' && status?.tag !== contextTag(2, false)) throw malformed(node.start, 'certStatus');
  const info = state === 'revoked' ? childNodes(status!) : [];
  return {
    hash: Object.hasOwn(HASHES, oid) ? HASHES[oid as keyof typeof HASHES] : null,
    issuerNameHash: contentBytes(expectTag(nameHash, TAG.octetString, 'issuerNameHash', certId)),
    issuerKeyHash: contentBytes(expectTag(keyHash, TAG.octetString, 'issuerKeyHash', certId)),
    serialNumberHex: encodeHex(contentBytes(expectTag(serial, TAG.integer, 'serialNumber', certId))),
    status: state,
    revokedAt: state === 'revoked' ? readTime(info[0], 'revocationTime', status) : null,
    reason: info[1] ? readReason(readInside(expectTag(info[1], contextTag(0, true), 'revocationReason'))) : null,
    invalidSince: since ? readTime(readDer(since), 'invalidityDate') : null,
    thisUpdate: readTime(thisUpdate, 'thisUpdate', node),
    nextUpdate: next ? readTime(readInside(next), 'nextUpdate') : null,
    archiveCutoff: cutoff ? readTime(readDer(cutoff), 'archiveCutoff') : null,
    criticalUnknown: extensions.some((each) => each.critical && !KNOWN_IN_SINGLE.has(each.oid)),
  };
}
