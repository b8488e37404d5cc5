import {
  cryptoBackend,
  type DigestName,
  digestSync,
  findSignatureAlgorithm,
  keyIssues,
  parsePublicKey,
  randomBytes,
  type SignatureAlgorithm,
} from '../crypto/index.js';
import { encodeHex, equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { berToDer } from './ber.js';
import { type Certificate, comparableNames, parseCertificate } from './certificate.js';
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
import { derElement, derInteger, derNull, derOctetString, derOid, derSequence } from './der-write.js';
import { comparableName } from './distinguished-name.js';
import { readExtensions } from './extensions.js';
import { signatureAlgorithmOf } from './issuer-signature.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const ESS_CERT_ID = '1.2.840.113549.1.9.16.2.12';
const ESS_CERT_ID_V2 = '1.2.840.113549.1.9.16.2.47';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';

const DIGESTS: Readonly<Record<string, DigestName>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};
const DIGEST_OIDS = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
} as const;

/** A time-stamp token as facts: nothing in it has been verified. */
export interface TimeStampToken {
  readonly der: Uint8Array;
  readonly fingerprint: string;
  readonly policy: string;
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
  /** The certificate the signer information names, `null` when the token does not carry it. */
  readonly signer: Certificate | null;
  readonly signature: TokenSignature;
}

interface TokenSignature {
  readonly digest: DigestName | null;
  readonly algorithm: SignatureAlgorithm | null;
  /** signedAttrs as the SET that is hashed; `null` when there are none, which a token may not do. */
  readonly attributes: Uint8Array | null;
  readonly contentType: string | null;
  readonly messageDigest: Uint8Array | null;
  /** ESSCertID(V2): hash over the signer's certificate. */
  readonly certificateHashes: readonly { readonly digest: DigestName; readonly value: Uint8Array }[];
  readonly value: Uint8Array;
  readonly content: Uint8Array;
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
  const certificateSet = rest.find((each) => each.tag === contextTag(0, true));
  const certificates = certificateSet ? childNodes(certificateSet).filter((each) => each.tag === TAG.sequence) : [];
  if (certificates.length > 32) throw malformed(certificateSet!.start, 'certificates');
  const parsed = certificates.map((each) => parseCertificate(elementBytes(each)));
  const signerInfos = childNodes(expectTag(rest.at(-1), TAG.set, 'signerInfos', signedData));
  const [signerInfo, ...others] = signerInfos;
  // RFC 3161 §2.4.2: exactly one signer, the authority.
  if (signerInfo === undefined || others.length > 0) throw malformed(signedData.start, 'signerInfos');
  const { signature, signer } = readSignerInfo(signerInfo, content, parsed);
  return {
    der,
    fingerprint: encodeHex(digestSync('SHA-256', der)),
    ...readTstInfo(content),
    certificates: parsed,
    signer,
    signature,
  };
}

type TstFacts = Pick<
  TimeStampToken,
  | 'policy'
  | 'imprintDigest'
  | 'imprint'
  | 'serialNumberHex'
  | 'genTime'
  | 'accuracyMs'
  | 'ordering'
  | 'nonceHex'
  | 'criticalUnknown'
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
    imprintDigest: Object.hasOwn(DIGESTS, oid) ? DIGESTS[oid]! : null,
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

function readAccuracy(node: DerNode): number {
  let milliseconds = 0;
  for (const part of childNodes(node)) {
    const value = contentBytes(part).reduce((sum, octet) => sum * 256 + octet, 0);
    if (part.tag === TAG.integer) milliseconds += value * 1000;
    else if (part.tag === contextTag(0, false)) milliseconds += value;
    else if (part.tag === contextTag(1, false)) milliseconds += value / 1000;
  }
  return milliseconds;
}

function readSignerInfo(
  node: DerNode,
  content: Uint8Array,
  certificates: readonly Certificate[],
): { signature: TokenSignature; signer: Certificate | null } {
  const [, sid, digestNode, ...rest] = sequenceOf(node, 'SignerInfo');
  const attributesNode = rest[0]?.tag === contextTag(0, true) ? rest.shift() : undefined;
  const [algorithmNode, valueNode] = rest;
  const digestOid = readOid(sequenceOf(digestNode, 'digestAlgorithm', node)[0], 'digestAlgorithm', node);
  const digest = Object.hasOwn(DIGESTS, digestOid) ? DIGESTS[digestOid]! : null;
  // The signature is over the attributes as a SET, not under the tag they stand in (RFC 5652 §5.4).
  const attributes = attributesNode ? derElement(TAG.set, contentBytes(attributesNode)) : null;
  const values = new Map<string, DerNode>();
  for (const attribute of attributesNode ? childNodes(attributesNode) : []) {
    const [type, set] = sequenceOf(attribute, 'Attribute');
    const oid = readOid(type, 'attrType');
    const [value, ...more] = childNodes(expectTag(set, TAG.set, 'attrValues', attribute));
    if (value === undefined || more.length > 0 || values.has(oid)) throw malformed(attribute.start, 'Attribute');
    values.set(oid, value);
  }
  const type = values.get(CONTENT_TYPE);
  const messageDigest = values.get(MESSAGE_DIGEST);
  const algorithm = elementBytes(expectTag(algorithmNode, TAG.sequence, 'signatureAlgorithm', node));
  return {
    signer: findSigner(sid, certificates, node),
    signature: {
      digest,
      algorithm: tokenAlgorithm(algorithm, digest),
      attributes,
      contentType: type ? readOid(type, 'contentType') : null,
      messageDigest: messageDigest ? contentBytes(expectTag(messageDigest, TAG.octetString, 'messageDigest')) : null,
      certificateHashes: [...essHashes(values.get(ESS_CERT_ID_V2), 2), ...essHashes(values.get(ESS_CERT_ID), 1)],
      value: contentBytes(expectTag(valueNode, TAG.octetString, 'signature', node)),
      content,
    },
  };
}

/** CMS may name the bare key type beside the digest (RFC 5754 §3.2). */
function tokenAlgorithm(der: Uint8Array, digest: DigestName | null): SignatureAlgorithm | null {
  const oid = readOid(sequenceOf(readDer(der), 'signatureAlgorithm')[0], 'signatureAlgorithm');
  if (oid !== RSA_ENCRYPTION) return signatureAlgorithmOf(der) ?? null;
  const suffix =
    digest === 'SHA-1'
      ? 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
      : `http://www.w3.org/2001/04/xmldsig-more#rsa-sha${digest?.slice(4)}`;
  return (digest === null ? undefined : findSignatureAlgorithm(suffix)) ?? null;
}

/** SigningCertificate(V2): SEQUENCE of ESSCertID(v2), the first being the signer's (RFC 5035). */
function essHashes(node: DerNode | undefined, version: 1 | 2): TokenSignature['certificateHashes'] {
  if (node === undefined) return [];
  const [list] = sequenceOf(node, 'SigningCertificate');
  const [first] = sequenceOf(list, 'certs', node);
  const parts = sequenceOf(first, 'ESSCertID', node);
  let digest: DigestName | undefined = version === 1 ? 'SHA-1' : 'SHA-256';
  if (version === 2 && parts[0]?.tag === TAG.sequence)
    digest = DIGESTS[readOid(sequenceOf(parts.shift(), 'hashAlgorithm')[0], 'hashAlgorithm')];
  const value = contentBytes(expectTag(parts[0], TAG.octetString, 'certHash', first));
  return digest === undefined ? [] : [{ digest, value }];
}

function findSigner(
  sid: DerNode | undefined,
  certificates: readonly Certificate[],
  parent: DerNode,
): Certificate | null {
  if (sid?.tag === contextTag(0, false)) {
    const keyId = encodeHex(contentBytes(sid));
    return certificates.find((each) => each.subjectKeyId === keyId) ?? null;
  }
  const [issuer, serial] = sequenceOf(sid, 'sid', parent);
  const name = JSON.stringify(comparableName(expectTag(issuer, TAG.sequence, 'issuer', parent)));
  const number = encodeHex(contentBytes(expectTag(serial, TAG.integer, 'serialNumber', parent)));
  return (
    certificates.find((each) => each.serialNumberHex === number && comparableNames(each).issuerKey === name) ?? null
  );
}

/** Why a token does not stand. Frozen codes; `unsupported` ones leave the question open. */
export type TimeStampReason =
  | 'imprint'
  | 'imprintAlgorithm'
  | 'contentType'
  | 'messageDigest'
  | 'signingCertificate'
  | 'signature'
  | 'signerMissing'
  | 'attributesMissing'
  | 'algorithmUnsupported'
  | 'keyRefused'
  | 'nonce'
  | 'policy'
  | 'criticalExtension'
  | 'genTimeOutsideCertificate'
  | 'extendedKeyUsage';

const OPEN: ReadonlySet<TimeStampReason> = /* @__PURE__ */ new Set([
  'signerMissing',
  'algorithmUnsupported',
  'keyRefused',
  'imprintAlgorithm',
]);

export interface TimeStampJudgement {
  /** `passed` says the token is sound and over these octets; whether its authority is trusted is a path's question. */
  readonly status: 'passed' | 'failed' | 'indeterminate';
  readonly reasons: readonly TimeStampReason[];
  /** SHA-1 or a short key somewhere: what `trustedUntil` says of it decides. */
  readonly legacy: boolean;
}

export interface VerifyTimeStampOptions {
  /** The nonce of the request, hexadecimal content octets of the INTEGER. */
  readonly nonceHex?: string;
  /** Policies accepted; default any. */
  readonly policies?: readonly string[];
  readonly crypto?: Crypto;
}

const EKU_TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const EXTENDED_KEY_USAGE = '2.5.29.37';

/**
 * Whether a token is sound and stamps exactly these octets: imprint, signature over the attributes, message digest, ESSCertID of the
 * signer, its critical and sole purpose timeStamping, genTime within its life (RFC 3161 §2.2 to §2.4, RFC 5816).
 *
 * @param octets - What was stamped, before hashing.
 */
export async function verifyTimeStamp(
  token: TimeStampToken,
  octets: Uint8Array,
  options: VerifyTimeStampOptions = {},
): Promise<TimeStampJudgement> {
  const reasons: TimeStampReason[] = [];
  const { signature, signer } = token;
  const backend = cryptoBackend(options.crypto);
  let legacy = token.imprintDigest === 'SHA-1';
  if (token.imprintDigest === null) reasons.push('imprintAlgorithm');
  else if (!equalBytes(await backend.digest(token.imprintDigest, octets), token.imprint)) reasons.push('imprint');
  if (options.nonceHex !== undefined && token.nonceHex !== options.nonceHex) reasons.push('nonce');
  if (options.policies !== undefined && !options.policies.includes(token.policy)) reasons.push('policy');
  if (token.criticalUnknown) reasons.push('criticalExtension');
  if (signature.attributes === null) reasons.push('attributesMissing');
  if (signature.contentType !== TST_INFO) reasons.push('contentType');
  if (signature.digest === null) reasons.push('algorithmUnsupported');
  else if (
    signature.messageDigest === null ||
    !equalBytes(await backend.digest(signature.digest, signature.content), signature.messageDigest)
  ) {
    reasons.push('messageDigest');
  }
  if (signer === null) reasons.push('signerMissing');
  else {
    const purposes = signer.extendedKeyUsage ?? [];
    // RFC 3161 §2.3: critical, and nothing else.
    const sole =
      purposes.length === 1 &&
      purposes[0] === EKU_TIME_STAMPING &&
      signer.criticalExtensions.includes(EXTENDED_KEY_USAGE);
    if (!sole) reasons.push('extendedKeyUsage');
    if (token.genTime < signer.notBefore || token.genTime > signer.notAfter) reasons.push('genTimeOutsideCertificate');
    // Without it another certificate for the same key could be put in the signer's place (RFC 5816).
    const [hash] = signature.certificateHashes;
    if (hash === undefined || !equalBytes(await backend.digest(hash.digest, signer.der), hash.value))
      reasons.push('signingCertificate');
    const judged = await judgeValue(token, signer, options);
    if (judged.reason !== null) reasons.push(judged.reason);
    legacy ||= judged.legacy;
  }
  const decided = reasons.find((reason) => !OPEN.has(reason));
  return {
    status: decided !== undefined ? 'failed' : reasons.length > 0 ? 'indeterminate' : 'passed',
    reasons,
    legacy,
  };
}

async function judgeValue(
  { signature }: TimeStampToken,
  signer: Certificate,
  { crypto }: VerifyTimeStampOptions,
): Promise<{ reason: TimeStampReason | null; legacy: boolean }> {
  const { algorithm, attributes, value } = signature;
  if (algorithm === null || attributes === null)
    return { reason: algorithm === null ? 'algorithmUnsupported' : null, legacy: false };
  try {
    const key = parsePublicKey(signer.spki);
    const issues = keyIssues(key);
    if (issues.some((each) => each.effect === 'refused')) return { reason: 'keyRefused', legacy: false };
    const valid = await cryptoBackend(crypto).verify({ algorithm, key, signature: value, data: attributes });
    return { reason: valid ? null : 'signature', legacy: issues.length > 0 || algorithm.status === 'legacy' };
  } catch (cause) {
    if (isHocBaSoError(cause)) return { reason: 'algorithmUnsupported', legacy: false };
    throw cause;
  }
}

/** A request to a time-stamping authority. */
export interface TimeStampRequest {
  readonly der: Uint8Array;
  /** Content octets of the nonce, hexadecimal, for {@link VerifyTimeStampOptions.nonceHex}. */
  readonly nonceHex: string;
}

/**
 * A request over octets, with a nonce and asking for the authority's certificate (RFC 3161 §2.4.1).
 *
 * @param options.digest - Default SHA-256.
 */
export function buildTimeStampRequest(
  octets: Uint8Array,
  options: { readonly digest?: keyof typeof DIGEST_OIDS; readonly policy?: string; readonly crypto?: Crypto } = {},
): TimeStampRequest {
  const { digest = 'SHA-256', policy } = options;
  const nonce = randomBytes(16, options.crypto);
  // A positive INTEGER of fixed length: the first octet neither zero nor with its high bit set.
  nonce[0] = (nonce[0]! & 0x3f) | 0x40;
  const imprint = derSequence(
    derSequence(derOid(DIGEST_OIDS[digest]), derNull()),
    derOctetString(digestSync(digest, octets)),
  );
  const der = derSequence(
    derInteger(1),
    imprint,
    ...(policy === undefined ? [] : [derOid(policy)]),
    derElement(TAG.integer, nonce),
    derElement(TAG.boolean, Uint8Array.of(0xff)),
  );
  return { der, nonceHex: encodeHex(nonce) };
}

/** The answer of an authority (RFC 3161 §2.4.2). */
export interface TimeStampResponse {
  /** PKIStatus: 0 granted, 1 granted with modifications, 2 rejection, 3 waiting, 4 and 5 revocation warnings. */
  readonly status: number;
  /** Bit numbers of PKIFailureInfo. */
  readonly failures: readonly number[];
  readonly token: TimeStampToken | null;
}

/** @throws {@link HocBaSoError} `ERR_CERTIFICATE_MALFORMED`. */
export function parseTimeStampResponse(bytes: Uint8Array): TimeStampResponse {
  const root = readDer(berToDer(bytes));
  const [info, token] = sequenceOf(root, 'TimeStampResp');
  const [status, ...rest] = sequenceOf(info, 'PKIStatusInfo', root);
  const failure = rest.find((each) => each.tag === TAG.bitString);
  const failures: number[] = [];
  if (failure) {
    const [, ...octets] = contentBytes(failure);
    for (let bit = 0; bit < octets.length * 8; bit++)
      if (((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) failures.push(bit);
  }
  return {
    status: readSmallInteger(status, 'status', info),
    failures,
    token: token ? parseTimeStampToken(elementBytes(token)) : null,
  };
}
