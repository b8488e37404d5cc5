import { type DigestName, digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { berToDer } from './ber.js';
import { type Certificate, parseCertificate } from './certificate.js';
import { type Crl, parseCrl } from './crl.js';
import {
  childNodes,
  contentBytes,
  contextTag,
  type DerNode,
  elementBytes,
  expectTag,
  malformed,
  readBoolean,
  readDer,
  readInside,
  readOid,
  readSmallInteger,
  sequenceOf,
  TAG,
} from './der.js';
import { derElement } from './der-write.js';
import { readExtensions } from './extensions.js';
import { type OcspAnswer, parseOcspAnswer } from './ocsp-answer.js';
import {
  findTokenSigner,
  readTokenSignature,
  TOKEN_DIGESTS,
  type TokenSignature,
  TST_INFO,
} from './token-signature.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** id-ri-ocsp-response (RFC 5940 §2.1). */
const OCSP_RESPONSE = '1.3.6.1.5.5.7.16.2';

/** Certificates, and lists or answers, that a token may carry, each. */
const CARRIED_LIMIT = 32;

/** A time-stamp token as facts: nothing in it has been verified. */
export interface TimeStampToken {
  /** With definite lengths and strings in one piece; the octets read, if they were DER. */
  readonly der: Uint8Array;
  /** SHA-256 of `der`, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
  /** Object identifier of the authority's policy. */
  readonly policy: string;
  /** Hash function of the imprint, `null` for one without meaning here. */
  readonly imprintDigest: DigestName | null;
  readonly imprint: Uint8Array;
  readonly serialNumberHex: string;
  readonly genTime: Date;
  /** Accuracy in milliseconds, `null` when not stated. */
  readonly accuracyMs: number | null;
  readonly ordering: boolean;
  /** Hexadecimal content octets. */
  readonly nonceHex: string | null;
  readonly criticalUnknown: boolean;
  readonly certificates: readonly Certificate[];
  /** Lists and answers the authority put beside its certificates; unreadable ones are left out. */
  readonly crls: readonly Crl[];
  readonly ocspAnswers: readonly OcspAnswer[];
  /** The certificate the signer information names, `null` when the token does not carry it. */
  readonly signer: Certificate | null;
  readonly signature: TokenSignature;
}

/**
 * Reads a time-stamp token (RFC 3161 §2.4.2, CMS RFC 5652). BER is taken, as several authorities write it.
 *
 * @throws {@link HocBaSoError} `ERR_CERTIFICATE_MALFORMED`.
 */
export function parseTimeStampToken(bytes: Uint8Array): TimeStampToken {
  const der = berToDer(bytes);
  const root = readDer(der);
  const [type, wrapped] = sequenceOf(root, 'ContentInfo');
  if (readOid(type, 'contentType') !== SIGNED_DATA) throw malformed(root.start, 'contentType');
  const signedData = readInside(expectTag(wrapped, contextTag(0, true), 'content', root));
  const [, , encapsulated, ...rest] = sequenceOf(signedData, 'SignedData');
  const [contentType, contentNode] = sequenceOf(encapsulated, 'encapContentInfo', signedData);
  if (readOid(contentType, 'eContentType') !== TST_INFO) throw malformed(encapsulated!.start, 'eContentType');
  const content = contentBytes(
    expectTag(readInside(expectTag(contentNode, contextTag(0, true), 'eContent')), TAG.octetString, 'eContent'),
  );
  const certificates = carried(rest, 0, 'certificates')
    .filter((each) => each.tag === TAG.sequence)
    .map((each) => parseCertificate(elementBytes(each)));
  const [signerInfo, ...others] = childNodes(expectTag(rest.at(-1), TAG.set, 'signerInfos', signedData));
  // RFC 3161 §2.4.2: exactly one signer, the authority.
  if (signerInfo === undefined || others.length > 0) throw malformed(signedData.start, 'signerInfos');
  const signature = readTokenSignature(signerInfo, content);
  return {
    der,
    fingerprint: encodeHex(digestSync('SHA-256', der)),
    ...readTstInfo(content),
    certificates,
    ...readRevocationValues(carried(rest, 1, 'crls')),
    signer: findTokenSigner(signature, certificates),
    signature,
  };
}

function carried(parts: readonly DerNode[], number: number, what: string): readonly DerNode[] {
  const set = parts.find((each) => each.tag === contextTag(number, true));
  const elements = set ? childNodes(set) : [];
  if (elements.length > CARRIED_LIMIT) throw malformed(set!.start, what);
  return elements;
}

/** RevocationInfoChoices (RFC 5652 §10.2.1). */
function readRevocationValues(nodes: readonly DerNode[]): Pick<TimeStampToken, 'crls' | 'ocspAnswers'> {
  const crls: Crl[] = [];
  const ocspAnswers: OcspAnswer[] = [];
  for (const node of nodes) {
    try {
      if (node.tag === TAG.sequence) crls.push(parseCrl(elementBytes(node)));
      if (node.tag !== contextTag(1, true)) continue;
      const [format, value] = childNodes(node);
      if (readOid(format, 'otherRevInfoFormat', node) === OCSP_RESPONSE && value)
        ocspAnswers.push(parseOcspAnswer(elementBytes(value)));
    } catch (cause) {
      // Not signed and only offered as help: what cannot be read helps nobody.
      if (!isHocBaSoError(cause, 'ERR_CERTIFICATE_MALFORMED')) throw cause;
    }
  }
  return { crls, ocspAnswers };
}

type TstFacts = Omit<
  TimeStampToken,
  'der' | 'fingerprint' | 'certificates' | 'crls' | 'ocspAnswers' | 'signer' | 'signature'
>;

/** TSTInfo (RFC 3161 §2.4.2). */
function readTstInfo(content: Uint8Array): TstFacts {
  const root = readDer(content);
  const [version, policy, imprint, serial, genTime, ...optional] = sequenceOf(root, 'TSTInfo');
  if (readSmallInteger(version, 'version', root) !== 1) throw malformed(root.start, 'version');
  const [algorithm, hashed] = sequenceOf(imprint, 'messageImprint', root);
  const oid = readOid(sequenceOf(algorithm, 'hashAlgorithm', imprint)[0], 'hashAlgorithm', imprint);
  const accuracy = optional.find((each) => each.tag === TAG.sequence);
  const ordering = optional.find((each) => each.tag === TAG.boolean);
  const nonce = optional.find((each) => each.tag === TAG.integer);
  const wrapped = optional.find((each) => each.tag === contextTag(1, true));
  // Implicitly tagged Extensions: the SEQUENCE tag is put back.
  const extensions = wrapped ? readExtensions(readDer(derElement(TAG.sequence, contentBytes(wrapped)))) : [];
  return {
    policy: readOid(policy, 'policy', root),
    imprintDigest: TOKEN_DIGESTS[oid] ?? null,
    imprint: contentBytes(expectTag(hashed, TAG.octetString, 'hashedMessage', imprint)),
    serialNumberHex: encodeHex(contentBytes(expectTag(serial, TAG.integer, 'serialNumber', root))),
    genTime: readGenTime(expectTag(genTime, TAG.generalizedTime, 'genTime', root)),
    accuracyMs: accuracy ? readAccuracy(accuracy) : null,
    ordering: ordering ? readBoolean(ordering, 'ordering') : false,
    nonceHex: nonce ? encodeHex(contentBytes(nonce)) : null,
    criticalUnknown: extensions.some((each) => each.critical),
  };
}

/** GeneralizedTime in `Z`, with a fraction where the authority gives one (RFC 3161 §2.4.2). */
function readGenTime(node: DerNode): Date {
  const text = String.fromCharCode(...contentBytes(node).subarray(0, 40));
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text);
  if (match === null) throw malformed(node.start, 'genTime');
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) throw malformed(node.start, 'genTime');
  return new Date(date.getTime() + (fraction === '' ? 0 : Math.floor(Number(`0${fraction}`) * 1000)));
}

/** Seconds, and under their tags milliseconds and microseconds. */
function readAccuracy(node: DerNode): number {
  let milliseconds = 0;
  for (const part of childNodes(node)) {
    const value = contentBytes(part)
      .subarray(0, 6)
      .reduce((sum, octet) => sum * 256 + octet, 0);
    if (part.tag === TAG.integer) milliseconds += value * 1000;
    else if (part.tag === contextTag(0, false)) milliseconds += value;
    else if (part.tag === contextTag(1, false)) milliseconds += value / 1000;
  }
  return milliseconds;
}
