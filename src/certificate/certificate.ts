import { digestSync } from '../crypto/index.js';
import { encodeHex, equalBytes } from '../encoding/index.js';
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
  readSmallInteger,
  readTime,
  sequenceOf,
  TAG,
} from './der.js';
import { comparableName, type DistinguishedNameAttribute, readName } from './distinguished-name.js';
import { readExtensionFacts, readExtensions, readNameConstraints } from './extensions.js';
import type { GeneralName } from './general-name.js';
import { type SubjectId, subjectIdsOf } from './subject-ids.js';

/** Bits of the key usage extension (RFC 5280 §4.2.1.3), in the order of their bit numbers. */
export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** One extension as it stands in the certificate. */
export interface CertificateExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** DER inside the OCTET STRING. */
  readonly value: Uint8Array;
}

/**
 * An X.509 v3 certificate as facts: nothing in it has been verified. Byte fields are views of {@link Certificate.der}; do not write to them.
 *
 * What an extension would hold is `null` (or an empty list of addresses) when the extension is absent.
 */
export interface Certificate {
  /** The whole certificate, DER; a copy of what was handed in. */
  readonly der: Uint8Array;
  /** SHA-256 of `der`, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
  readonly version: 1 | 2 | 3;
  /** Decimal digits, with a minus sign when the DER says so. */
  readonly serialNumber: string;
  /** The same number in lower-case hexadecimal, as its DER content octets. */
  readonly serialNumberHex: string;
  /** RFC 4514, most specific attribute first: `UID=CCCD:…,CN=…,C=VN`. For people; compare names by {@link Certificate.subjectDer}. */
  readonly subject: string;
  readonly issuer: string;
  /** The subject as `ds:X509SubjectName` writes it (XMLDSig 1.1 §4.5.4.1, RFC 4514 with its stricter escapes). */
  readonly subjectName: string;
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  /** Attributes in DER order, text where the value is a character string. */
  readonly subjectAttributes: readonly DistinguishedNameAttribute[];
  readonly issuerAttributes: readonly DistinguishedNameAttribute[];
  /** First CN, O of the subject; first CN of the issuer. */
  readonly commonName: string | null;
  readonly organization: string | null;
  readonly issuerCommonName: string | null;
  /** Identifiers in the UID attributes, in DER order. */
  readonly subjectIds: readonly SubjectId[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** basicConstraints cA; `false` without the extension. */
  readonly isCa: boolean;
  /** basicConstraints pathLenConstraint. */
  readonly pathLength: number | null;
  readonly keyUsage: readonly KeyUsage[] | null;
  /** Object identifiers of the extended key usage. */
  readonly extendedKeyUsage: readonly string[] | null;
  /** Lower-case hexadecimal. */
  readonly subjectKeyId: string | null;
  readonly authorityKeyId: string | null;
  readonly subjectAltNames: readonly GeneralName[];
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly caIssuerUrls: readonly string[];
  /** Object identifiers of the certificate policies. */
  readonly policies: readonly string[] | null;
  readonly policyMappings: readonly { readonly issuer: string; readonly subject: string }[];
  readonly policyConstraints: {
    readonly requireExplicit: number | null;
    readonly inhibitMapping: number | null;
  } | null;
  readonly inhibitAnyPolicy: number | null;
  /** The name constraints extension, DER. */
  readonly nameConstraints: Uint8Array | null;
  readonly extensions: readonly CertificateExtension[];
  /** Object identifiers of the extensions marked critical, in DER order. */
  readonly criticalExtensions: readonly string[];
  /** The signed part, DER. */
  readonly tbs: Uint8Array;
  /** AlgorithmIdentifier of the issuer's signature, DER; the same inside and outside the signed part. */
  readonly signatureAlgorithm: Uint8Array;
  readonly signatureAlgorithmOid: string;
  readonly signature: Uint8Array;
}

/** Certificates recur: one school signs a thousand records with the same one. Bounded, oldest out first. */
const CACHE_LIMIT = 1000;
const cache: Map<string, Certificate> = /* @__PURE__ */ new Map();

/**
 * Reads a certificate (RFC 5280 §4.1). Says what stands in it; who issued it, and whether it may be trusted, is for {@link verifyPath}.
 *
 * Strict DER: indefinite lengths, bytes after the certificate, an extension twice or a signature algorithm that differs inside and outside are refused.
 *
 * @param der - One certificate; copied, so later changes to it do not matter.
 * @returns The same frozen object for the same bytes while it is remembered (1,000 certificates).
 * @throws {@link HocBaSoError} `ERR_CERTIFICATE_MALFORMED` with the offset and the element that is wrong.
 */
export function parseCertificate(der: Uint8Array): Certificate {
  const fingerprint = encodeHex(digestSync('SHA-256', der));
  const known = cache.get(fingerprint);
  if (known) return known;
  const certificate = Object.freeze(read(new Uint8Array(der), fingerprint));
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value!);
  cache.set(fingerprint, certificate);
  return certificate;
}

function read(der: Uint8Array, fingerprint: string): Certificate {
  const root = readDer(der);
  const [tbs, outerAlgorithm, signatureNode, ...rest] = sequenceOf(root, 'Certificate');
  if (rest.length > 0) throw malformed(rest[0]!.start, 'Certificate');
  const parts = sequenceOf(tbs, 'tbsCertificate', root);
  const version = readVersion(parts[0]?.tag === contextTag(0, true) ? parts.shift() : undefined);
  const [serial, innerAlgorithm, issuerNode, validity, subjectNode, spki, ...optional] = parts;
  const serialOctets = contentBytes(expectTag(serial, TAG.integer, 'serialNumber', tbs));
  if (serialOctets.length === 0 || serialOctets.length > 64) throw malformed(serial!.start, 'serialNumber');
  const signatureAlgorithm = elementBytes(expectTag(outerAlgorithm, TAG.sequence, 'signatureAlgorithm', root));
  // RFC 5280 §4.1.1.2: both must be the same, else the unsigned one decides how the signed part is read.
  if (!equalBytes(signatureAlgorithm, elementBytes(expectTag(innerAlgorithm, TAG.sequence, 'signature', tbs)))) {
    throw malformed(outerAlgorithm!.start, 'signatureAlgorithm');
  }
  const issuer = readName(issuerNode, 'issuer', tbs);
  const subject = readName(subjectNode, 'subject', tbs);
  const [notBefore, notAfter] = sequenceOf(validity, 'validity', tbs);
  const extensionsNode = optional.find((part) => part.tag === contextTag(3, true));
  const extensions = extensionsNode ? readExtensions(readInside(extensionsNode)) : [];
  const facts = readExtensionFacts(extensions);
  if (facts.nameConstraints) readNameConstraints(facts.nameConstraints);
  const { octets: signature, unused } = readBitString(signatureNode, 'signatureValue', root);
  expectTag(spki, TAG.sequence, 'subjectPublicKeyInfo', tbs);

  return {
    der,
    fingerprint,
    version,
    serialNumber: decimal(serialOctets),
    serialNumberHex: encodeHex(serialOctets),
    subject: subject.text,
    issuer: issuer.text,
    subjectName: subject.text,
    subjectDer: subject.der,
    issuerDer: issuer.der,
    subjectAttributes: subject.attributes,
    issuerAttributes: issuer.attributes,
    commonName: first(subject.attributes, 'CN'),
    organization: first(subject.attributes, 'O'),
    issuerCommonName: first(issuer.attributes, 'CN'),
    subjectIds: Object.freeze(subjectIdsOf(subject.attributes)),
    notBefore: readTime(notBefore, 'notBefore', validity),
    notAfter: readTime(notAfter, 'notAfter', validity),
    spki: elementBytes(spki!),
    ...facts,
    extensions: Object.freeze(extensions),
    criticalExtensions: Object.freeze(extensions.filter((each) => each.critical).map((each) => each.oid)),
    tbs: elementBytes(tbs!),
    signatureAlgorithm,
    signatureAlgorithmOid: readOid(childNodes(outerAlgorithm!)[0], 'algorithm', outerAlgorithm),
    // A value that is no whole number of octets is none: the certificate can be shown, its signature never holds.
    signature: unused === 0 ? signature : signature.subarray(0, 0),
  };
}

function readVersion(node: DerNode | undefined): 1 | 2 | 3 {
  const version = node ? readSmallInteger(readInside(node), 'version') : 0;
  if (version !== 0 && version !== 1 && version !== 2) throw malformed(node!.start, 'version');
  return (version + 1) as 1 | 2 | 3;
}

/** Two's complement, big-endian, as decimal digits. */
function decimal(octets: Uint8Array): string {
  const value = BigInt(`0x${encodeHex(octets)}`);
  return String(octets[0]! >= 0x80 ? value - (1n << BigInt(8 * octets.length)) : value);
}

function first(attributes: readonly DistinguishedNameAttribute[], name: string): string | null {
  return attributes.find((attribute) => attribute.name === name)?.value ?? null;
}

/** Comparable forms of the two names of a certificate (RFC 5280 §7.1). */
export interface ComparableNames {
  readonly subject: readonly string[];
  readonly issuer: readonly string[];
  readonly subjectKey: string;
  readonly issuerKey: string;
}

const names: WeakMap<Certificate, ComparableNames> = /* @__PURE__ */ new WeakMap();

/** The names in a form in which equal means equal; worked out once a certificate. */
export function comparableNames(certificate: Certificate): ComparableNames {
  let known = names.get(certificate);
  if (!known) {
    const subject = comparableName(readDer(certificate.subjectDer));
    const issuer = comparableName(readDer(certificate.issuerDer));
    known = { subject, issuer, subjectKey: JSON.stringify(subject), issuerKey: JSON.stringify(issuer) };
    names.set(certificate, known);
  }
  return known;
}
