import { digestSync, randomBytes } from '../crypto/index.js';
import { encodeHex, equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { type Certificate, comparableNames, parseCertificate } from './certificate.js';
import type { RevocationReason } from './crl.js';
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
  readInside,
  readOid,
  readTime,
  sequenceOf,
  TAG,
} from './der.js';
import { derElement, derNull, derOctetString, derOid, derSequence } from './der-write.js';
import { comparableName } from './distinguished-name.js';
import { readExtensions } from './extensions.js';
import { verifyIssuerSignature } from './issuer-signature.js';
import type { EvidenceRefusal, RevocationOptions, RevocationStatus } from './revocation.js';

const OCSP_BASIC = '1.3.6.1.5.5.7.48.1.1';
const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2';
const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5';
const ARCHIVE_CUTOFF = '1.3.6.1.5.5.7.48.1.6';
const EKU_OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

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
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** Until when before `producedAt` the responder keeps answers on expired certificates. */
  readonly archiveCutoff: Date | null;
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
  const responseStatus = RESPONSE_STATUS[contentBytes(expectTag(statusNode, 0x0a, 'responseStatus', root))[0] ?? 4];
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
  if (certificates.length > 16) throw malformed(certs!.start, 'certs');
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
    reason: info[1] ? reasonOf(readInside(info[1])) : null,
    thisUpdate: readTime(thisUpdate, 'thisUpdate', node),
    nextUpdate: next ? readTime(readInside(next), 'nextUpdate') : null,
    archiveCutoff: cutoff ? readTime(readDer(cutoff), 'archiveCutoff') : null,
    criticalUnknown: extensions.some((each) => each.critical && each.oid !== ARCHIVE_CUTOFF),
  };
}

const REASONS: readonly (RevocationReason | null)[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  null,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

function reasonOf(node: DerNode): RevocationReason | null {
  return REASONS[contentBytes(expectTag(node, 0x0a, 'revocationReason'))[0] ?? 0] ?? null;
}

/** A request for one certificate with a nonce that the answer must carry (RFC 6960 §4.1.1, RFC 8954). */
export interface OcspRequest {
  readonly der: Uint8Array;
  readonly nonce: Uint8Array;
}

/** @param options.nonce - 1 to 32 octets; default 32 random ones. */
export function buildOcspRequest(
  certificate: Certificate,
  issuer: Certificate,
  options: { readonly nonce?: Uint8Array; readonly crypto?: Crypto } = {},
): OcspRequest {
  const nonce = options.nonce ?? randomBytes(32, options.crypto);
  const certId = derSequence(
    // SHA-1 names the issuer here, as every responder understands; nothing rests on it (RFC 6960 §4.3).
    derSequence(derOid('1.3.14.3.2.26'), derNull()),
    derOctetString(digestSync('SHA-1', issuer.subjectDer)),
    derOctetString(digestSync('SHA-1', publicKeyBits(issuer))),
    derElement(TAG.integer, hexBytes(certificate.serialNumberHex)),
  );
  const extension = derSequence(derOid(OCSP_NONCE), derOctetString(derOctetString(nonce)));
  const tbs = derSequence(derSequence(derSequence(certId)), derElement(contextTag(2, true), derSequence(extension)));
  return { der: derSequence(tbs), nonce };
}

function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The octets of subjectPublicKey without tag, length and unused bits (RFC 6960 §4.1.1). */
function publicKeyBits(certificate: Certificate): Uint8Array {
  const [, key] = sequenceOf(readDer(certificate.spki), 'subjectPublicKeyInfo');
  return readBitString(key, 'subjectPublicKey').octets;
}

export interface OcspStatusOptions extends RevocationOptions {
  /** The nonce of the request: an answer without it or with another is refused. */
  readonly nonce?: Uint8Array;
  /** Asked whether a delegated responder without id-pkix-ocsp-nocheck is itself revoked; default refused. */
  readonly isResponderGood?: (certificate: Certificate) => boolean | Promise<boolean>;
}

/**
 * The status of a certificate by one OCSP answer (RFC 6960 §3.2): for this certificate, signed by the issuer itself or by a responder
 * whose certificate the issuer itself has given the OCSPSigning purpose, fresh, and for this request when a nonce is given.
 */
export async function ocspStatus(
  certificate: Certificate,
  issuer: Certificate,
  answer: OcspAnswer,
  options: OcspStatusOptions,
): Promise<RevocationStatus> {
  const refuse = (code: EvidenceRefusal): RevocationStatus => ({
    status: 'unknown',
    revokedAt: null,
    reason: null,
    evidence: null,
    producedAt: null,
    refused: [{ evidence: answer.fingerprint, code }],
  });
  if (answer.responseStatus !== 'successful') return refuse('statusUnknown');
  if (answer.criticalUnknown) return refuse('criticalExtension');
  if (options.nonce !== undefined && (answer.nonce === null || !equalBytes(answer.nonce, options.nonce)))
    return refuse('otherCertificate');
  const single = answer.responses.find((each) => isFor(each, certificate, issuer));
  if (single === undefined) return refuse('otherCertificate');
  if (single.criticalUnknown) return refuse('criticalExtension');
  const { at, maxAgeMs, graceMs = 0 } = options;
  if (single.thisUpdate > at) return refuse('notYetIssued');
  if (single.nextUpdate !== null && at.getTime() > single.nextUpdate.getTime() + graceMs) return refuse('stale');
  if (single.nextUpdate === null && maxAgeMs === undefined) return refuse('noNextUpdate');
  if (maxAgeMs !== undefined && at.getTime() - single.thisUpdate.getTime() > maxAgeMs) return refuse('stale');
  const signer = await signerRefusal(answer, issuer, options);
  if (signer !== null) return refuse(signer);
  if (single.status === 'unknown') return refuse('statusUnknown');
  const facts = { evidence: answer.fingerprint, producedAt: answer.producedAt, refused: [] };
  const { revokedAt, reason } = single;
  if (single.status === 'good' || revokedAt === null || revokedAt > at)
    return { ...facts, status: 'good', revokedAt, reason };
  return { ...facts, status: reason === 'certificateHold' ? 'onHold' : 'revoked', revokedAt, reason };
}

/** The whole CertID must fit: serial number alone names a certificate of any issuer. */
function isFor(single: OcspSingle, certificate: Certificate, issuer: Certificate): boolean {
  if (single.hash === null || single.serialNumberHex !== certificate.serialNumberHex) return false;
  return (
    equalBytes(single.issuerNameHash, digestSync(single.hash, certificate.issuerDer)) &&
    equalBytes(single.issuerKeyHash, digestSync(single.hash, publicKeyBits(issuer)))
  );
}

/** RFC 6960 §4.2.2.2: the issuer itself, or a certificate issued directly by it with the purpose OCSPSigning. */
async function signerRefusal(
  answer: OcspAnswer,
  issuer: Certificate,
  options: OcspStatusOptions,
): Promise<EvidenceRefusal | null> {
  const signed = {
    fingerprint: answer.fingerprint,
    tbs: answer.tbs,
    signatureAlgorithm: answer.signatureAlgorithm,
    signature: answer.signature,
  };
  let unsupported = false;
  for (const signer of [issuer, ...answer.certificates]) {
    if (!isResponder(answer, signer)) continue;
    const verdict = await verifyIssuerSignature(signed, signer, options.crypto);
    if ('unsupported' in verdict) {
      unsupported = true;
      continue;
    }
    if (!verdict.valid) continue;
    if (signer.fingerprint === issuer.fingerprint || equalBytes(signer.spki, issuer.spki)) return null;
    return delegateRefusal(signer, issuer, answer.producedAt ?? options.at, options);
  }
  return unsupported ? 'signatureUnsupported' : 'signatureInvalid';
}

async function delegateRefusal(
  signer: Certificate,
  issuer: Certificate,
  at: Date,
  options: OcspStatusOptions,
): Promise<EvidenceRefusal | null> {
  // Anybody's certificate can sign an answer: only one that this issuer made for the purpose counts.
  if (comparableNames(signer).issuerKey !== comparableNames(issuer).subjectKey) return 'responderNotAuthorised';
  const issued = await verifyIssuerSignature(signer, issuer, options.crypto);
  if ('unsupported' in issued) return 'signatureUnsupported';
  if (!issued.valid || signer.extendedKeyUsage?.includes(EKU_OCSP_SIGNING) !== true) return 'responderNotAuthorised';
  if (signer.keyUsage !== null && !signer.keyUsage.includes('digitalSignature')) return 'responderNotAuthorised';
  if (at < signer.notBefore || at > signer.notAfter) return 'responderNotAuthorised';
  if (signer.extensions.some((each) => each.oid === OCSP_NO_CHECK)) return null;
  return (await options.isResponderGood?.(signer)) === true ? null : 'responderNotAuthorised';
}

function isResponder({ responder }: OcspAnswer, certificate: Certificate): boolean {
  if (responder === null) return false;
  if ('name' in responder) return responder.name === comparableNames(certificate).subjectKey;
  return equalBytes(responder.keyHash, digestSync('SHA-1', publicKeyBits(certificate)));
}
