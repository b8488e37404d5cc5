import { encodeHex } from '../encoding/index.js';
import type { CertificateExtension, KeyUsage } from './certificate.js';
import {
  childNodes,
  contentBytes,
  contextTag,
  type DerNode,
  decodeSmallInteger,
  expectTag,
  malformed,
  readBitString,
  readBoolean,
  readDer,
  readInside,
  readOid,
  readSmallInteger,
  sequenceOf,
  TAG,
} from './der.js';
import { type GeneralName, readGeneralName, readGeneralNames } from './general-name.js';

/** Extensions of RFC 5280 §4.2 that this folder reads; a critical one outside these is refused by the path. */
export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
} as const;

const KEY_USAGES: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** What the extensions say; `null` or an empty list where one is absent. */
export interface ExtensionFacts {
  isCa: boolean;
  pathLength: number | null;
  keyUsage: readonly KeyUsage[] | null;
  extendedKeyUsage: readonly string[] | null;
  subjectKeyId: string | null;
  authorityKeyId: string | null;
  subjectAltNames: readonly GeneralName[];
  crlUrls: readonly string[];
  ocspUrls: readonly string[];
  caIssuerUrls: readonly string[];
  policies: readonly string[] | null;
  policyMappings: readonly { readonly issuer: string; readonly subject: string }[];
  policyConstraints: { readonly requireExplicit: number | null; readonly inhibitMapping: number | null } | null;
  inhibitAnyPolicy: number | null;
  nameConstraints: Uint8Array | null;
}

/** Reads Extensions (RFC 5280 §4.2); the same extension twice is refused there and here. */
export function readExtensions(node: DerNode): CertificateExtension[] {
  const seen = new Set<string>();
  return sequenceOf(node, 'extensions').map((each) => {
    const parts = sequenceOf(each, 'Extension');
    const oid = readOid(parts[0], 'extnID', each);
    const critical = parts.length === 3 ? readBoolean(parts[1]!, 'critical') : false;
    const value = expectTag(parts[parts.length === 3 ? 2 : 1], TAG.octetString, 'extnValue', each);
    if (parts.length > 3 || seen.has(oid)) throw malformed(each.start, 'Extension');
    seen.add(oid);
    return Object.freeze({ oid, critical, value: contentBytes(value) });
  });
}

/** Reads the extensions of {@link EXTENSION}; a malformed one makes the certificate malformed. */
export function readExtensionFacts(extensions: readonly CertificateExtension[]): ExtensionFacts {
  const facts: ExtensionFacts = {
    isCa: false,
    pathLength: null,
    keyUsage: null,
    extendedKeyUsage: null,
    subjectKeyId: null,
    authorityKeyId: null,
    subjectAltNames: [],
    crlUrls: [],
    ocspUrls: [],
    caIssuerUrls: [],
    policies: null,
    policyMappings: [],
    policyConstraints: null,
    inhibitAnyPolicy: null,
    nameConstraints: null,
  };
  for (const { oid, value } of extensions) readOne(facts, oid, value);
  return facts;
}

function readOne(facts: ExtensionFacts, oid: string, value: Uint8Array): void {
  switch (oid) {
    case EXTENSION.subjectKeyIdentifier:
      facts.subjectKeyId = encodeHex(contentBytes(expectTag(readDer(value), TAG.octetString, 'subjectKeyIdentifier')));
      break;
    case EXTENSION.keyUsage:
      facts.keyUsage = readKeyUsage(readDer(value));
      break;
    case EXTENSION.subjectAltName:
      facts.subjectAltNames = readGeneralNames(readDer(value), 'subjectAltName');
      break;
    case EXTENSION.basicConstraints:
      readBasicConstraints(facts, readDer(value));
      break;
    case EXTENSION.nameConstraints:
      facts.nameConstraints = value;
      break;
    case EXTENSION.crlDistributionPoints:
      facts.crlUrls = readDistributionPoints(readDer(value));
      break;
    case EXTENSION.certificatePolicies:
      facts.policies = readPolicies(readDer(value));
      break;
    case EXTENSION.policyMappings:
      facts.policyMappings = readPolicyMappings(readDer(value));
      break;
    case EXTENSION.authorityKeyIdentifier:
      facts.authorityKeyId = readAuthorityKeyId(readDer(value));
      break;
    case EXTENSION.policyConstraints:
      facts.policyConstraints = readPolicyConstraints(readDer(value));
      break;
    case EXTENSION.extendedKeyUsage:
      facts.extendedKeyUsage = sequenceOf(readDer(value), 'extKeyUsage').map((each) => readOid(each, 'KeyPurposeId'));
      break;
    case EXTENSION.inhibitAnyPolicy:
      facts.inhibitAnyPolicy = readSmallInteger(readDer(value), 'inhibitAnyPolicy');
      break;
    case EXTENSION.authorityInfoAccess:
      readInformationAccess(facts, readDer(value));
      break;
  }
}

function readBasicConstraints(facts: ExtensionFacts, node: DerNode): void {
  const parts = sequenceOf(node, 'basicConstraints');
  if (parts[0]?.tag === TAG.boolean) facts.isCa = readBoolean(parts.shift()!, 'cA');
  if (parts.length > 0) facts.pathLength = readSmallInteger(parts.shift(), 'pathLenConstraint');
  if (parts.length > 0) throw malformed(node.start, 'basicConstraints');
}

function readKeyUsage(node: DerNode): KeyUsage[] {
  const { octets } = readBitString(node, 'keyUsage');
  return KEY_USAGES.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

function readAuthorityKeyId(node: DerNode): string | null {
  const keyId = sequenceOf(node, 'authorityKeyIdentifier').find((part) => part.tag === contextTag(0, false));
  return keyId ? encodeHex(contentBytes(keyId)) : null;
}

function readDistributionPoints(node: DerNode): string[] {
  const urls: string[] = [];
  for (const point of sequenceOf(node, 'cRLDistributionPoints')) {
    for (const part of sequenceOf(point, 'DistributionPoint')) {
      if (part.tag !== contextTag(0, true)) continue;
      const name = readInside(part);
      if (name.tag !== contextTag(0, true)) continue;
      urls.push(...uris(name));
    }
  }
  return urls;
}

function readInformationAccess(facts: ExtensionFacts, node: DerNode): void {
  const ocsp: string[] = [];
  const issuers: string[] = [];
  for (const access of sequenceOf(node, 'authorityInfoAccess')) {
    const [method, location] = sequenceOf(access, 'AccessDescription');
    const oid = readOid(method, 'accessMethod', access);
    if (location?.tag !== contextTag(6, false)) continue;
    if (oid === '1.3.6.1.5.5.7.48.1') ocsp.push(latin1(location));
    if (oid === '1.3.6.1.5.5.7.48.2') issuers.push(latin1(location));
  }
  facts.ocspUrls = ocsp;
  facts.caIssuerUrls = issuers;
}

function uris(names: DerNode): string[] {
  return childNodes(names)
    .filter((name) => name.tag === contextTag(6, false))
    .map(latin1);
}

function latin1(node: DerNode): string {
  return Array.from(contentBytes(node), (octet) => String.fromCharCode(octet)).join('');
}

function readPolicies(node: DerNode): string[] {
  const policies = sequenceOf(node, 'certificatePolicies').map((each) => {
    return readOid(sequenceOf(each, 'PolicyInformation')[0], 'policyIdentifier', each);
  });
  if (new Set(policies).size !== policies.length) throw malformed(node.start, 'certificatePolicies');
  return policies;
}

function readPolicyMappings(node: DerNode) {
  return sequenceOf(node, 'policyMappings').map((each) => {
    const [issuer, subject] = sequenceOf(each, 'policyMappings');
    return {
      issuer: readOid(issuer, 'issuerDomainPolicy', each),
      subject: readOid(subject, 'subjectDomainPolicy', each),
    };
  });
}

function readPolicyConstraints(node: DerNode) {
  let requireExplicit: number | null = null;
  let inhibitMapping: number | null = null;
  for (const part of sequenceOf(node, 'policyConstraints')) {
    if (part.tag === contextTag(0, false)) requireExplicit = decodeSmallInteger(part, 'requireExplicitPolicy');
    else if (part.tag === contextTag(1, false)) inhibitMapping = decodeSmallInteger(part, 'inhibitPolicyMapping');
    else throw malformed(part.start, 'policyConstraints');
  }
  return { requireExplicit, inhibitMapping };
}

/** One subtree of a name constraint. */
export interface GeneralSubtree {
  /** The element of the base: its tag says the form of name. */
  readonly base: DerNode;
  /** False when a minimum or maximum stands beside it, which RFC 5280 forbids and nothing here can judge. */
  readonly plain: boolean;
}

/** Reads NameConstraints (RFC 5280 §4.2.1.10). */
export function readNameConstraints(der: Uint8Array): {
  readonly permitted: readonly GeneralSubtree[];
  readonly excluded: readonly GeneralSubtree[];
} {
  const permitted: GeneralSubtree[] = [];
  const excluded: GeneralSubtree[] = [];
  for (const part of sequenceOf(readDer(der), 'nameConstraints')) {
    const list = part.tag === contextTag(0, true) ? permitted : part.tag === contextTag(1, true) ? excluded : null;
    if (!list) throw malformed(part.start, 'nameConstraints');
    for (const subtree of childNodes(part)) {
      const [base, ...range] = sequenceOf(subtree, 'GeneralSubtree');
      if (!base) throw malformed(subtree.start, 'GeneralSubtree');
      // Read once, so that comparing later cannot meet a malformed name.
      readGeneralName(base, 'GeneralSubtree');
      list.push({ base, plain: range.length === 0 });
    }
  }
  return { permitted, excluded };
}
