import { digestSync } from '../crypto/index.js';
import { encodeHex, equalBytes } from '../encoding/index.js';
import type { CertificateExtension } from './certificate.js';
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
  readDerAt,
  readInside,
  readSmallInteger,
  readTime,
  sequenceOf,
  TAG,
} from './der.js';
import { comparableName } from './distinguished-name.js';
import { EXTENSION, readExtensions } from './extensions.js';

/** Reasons of RFC 5280 §5.3.1, by their numbers. */
const REASONS = [
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
] as const;

export type RevocationReason = Exclude<(typeof REASONS)[number], null>;

/** One entry of a list. */
export interface RevokedEntry {
  readonly revokedAt: Date;
  readonly reason: RevocationReason;
  /** When the key is thought to have been lost, which may be earlier. */
  readonly invalidSince: Date | null;
  /** An extension marked critical that is not understood: the list cannot be used (RFC 5280 §5.3). */
  readonly criticalUnknown: boolean;
}

/** Which certificates a list speaks for (RFC 5280 §5.2.5); all of the issuer's when the extension is absent. */
export interface CrlScope {
  readonly onlyUserCertificates: boolean;
  readonly onlyCaCertificates: boolean;
  readonly onlyAttributeCertificates: boolean;
  readonly indirect: boolean;
  /** The reasons it covers, as bits of ReasonFlags; `null`: all. */
  readonly reasons: number | null;
  /** Comparable names of the distribution point; `null` when it names none. */
  readonly names: readonly string[] | null;
}

/** Every reason of ReasonFlags (RFC 5280 §4.2.1.13), bits 1 to 8. */
export const ALL_REASONS = 0b1_1111_1110;

/** A certificate revocation list as facts: nothing in it has been verified. */
export interface Crl {
  readonly der: Uint8Array;
  readonly fingerprint: string;
  readonly issuerDer: Uint8Array;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** Hexadecimal. */
  readonly crlNumber: string | null;
  readonly authorityKeyId: string | null;
  /** True: it only adds to a base list. */
  readonly isDelta: boolean;
  readonly scope: CrlScope | null;
  /** From this instant on expired certificates stay listed (ISO 9594-8 expiredCertsOnCRL). */
  readonly expiredCertsOnCrl: Date | null;
  /** Object identifiers of critical extensions that are not understood. */
  readonly criticalUnknown: readonly string[];
  readonly size: number;
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
  /**
   * The entry of a certificate.
   *
   * @param serialNumberHex - Content octets.
   * @param issuerKey - Comparable name of the certificate's issuer, for indirect lists; default the list's own issuer.
   */
  find(serialNumberHex: string, issuerKey?: string): RevokedEntry | null;
}

const CRL_NUMBER = '2.5.29.20';
const DELTA_INDICATOR = '2.5.29.27';
const ISSUING_POINT = '2.5.29.28';
const REASON_CODE = '2.5.29.21';
const INVALIDITY_DATE = '2.5.29.24';
const CERTIFICATE_ISSUER = '2.5.29.29';
const EXPIRED_CERTS = '2.5.29.60';
const KNOWN: ReadonlySet<string> = /* @__PURE__ */ new Set([
  CRL_NUMBER,
  ISSUING_POINT,
  EXTENSION.authorityKeyIdentifier,
]);
const KNOWN_IN_ENTRY: ReadonlySet<string> = /* @__PURE__ */ new Set([REASON_CODE, INVALIDITY_DATE, CERTIFICATE_ISSUER]);

/**
 * Reads a certificate revocation list (RFC 5280 §5.1). Strict DER, like certificates.
 *
 * @param der - One list; copied.
 * @throws {@link HocBaSoError} `ERR_CERTIFICATE_MALFORMED` with the offset and the element that is wrong.
 */
export function parseCrl(der: Uint8Array): Crl {
  const bytes = new Uint8Array(der);
  const root = readDer(bytes);
  const [tbs, outer, signatureNode, ...rest] = sequenceOf(root, 'CertificateList');
  if (rest.length > 0) throw malformed(rest[0]!.start, 'CertificateList');
  const parts = sequenceOf(tbs, 'tbsCertList', root);
  const version = parts[0]?.tag === TAG.integer ? readSmallInteger(parts.shift(), 'version') : 0;
  if (version > 1) throw malformed(tbs!.start, 'version');
  const [inner, issuer, thisUpdate, ...optional] = parts;
  const signatureAlgorithm = elementBytes(expectTag(outer, TAG.sequence, 'signatureAlgorithm', root));
  if (!equalBytes(signatureAlgorithm, elementBytes(expectTag(inner, TAG.sequence, 'signature', tbs)))) {
    throw malformed(outer!.start, 'signatureAlgorithm');
  }
  const isTime = (node: DerNode | undefined) => node?.tag === TAG.utcTime || node?.tag === TAG.generalizedTime;
  const nextUpdate = isTime(optional[0]) ? readTime(optional.shift(), 'nextUpdate') : null;
  const revoked = optional[0]?.tag === TAG.sequence ? optional.shift() : undefined;
  const wrapped = optional.shift();
  if (optional.length > 0) throw malformed(optional[0]!.start, 'tbsCertList');
  const extensions = wrapped
    ? readExtensions(readInside(expectTag(wrapped, contextTag(0, true), 'crlExtensions')))
    : [];
  const value = (oid: string) => extensions.find((each) => each.oid === oid)?.value;
  const { octets, unused } = readBitString(signatureNode, 'signatureValue', root);
  const issuerDer = elementBytes(expectTag(issuer, TAG.sequence, 'issuer', tbs));
  const point = value(ISSUING_POINT);
  const scope = point ? readScope(readDer(point), issuerDer) : null;
  const own = JSON.stringify(comparableName(readDer(issuerDer)));
  const entries = indexEntries(revoked, own, scope?.indirect === true);
  const number = value(CRL_NUMBER);
  const expired = value(EXPIRED_CERTS);
  return Object.freeze({
    der: bytes,
    fingerprint: encodeHex(digestSync('SHA-256', bytes)),
    issuerDer,
    thisUpdate: readTime(thisUpdate, 'thisUpdate', tbs),
    nextUpdate,
    crlNumber: number ? encodeHex(contentBytes(expectTag(readDer(number), TAG.integer, 'cRLNumber'))) : null,
    authorityKeyId: authorityKeyId(value(EXTENSION.authorityKeyIdentifier)),
    isDelta: value(DELTA_INDICATOR) !== undefined,
    scope,
    expiredCertsOnCrl: expired ? readTime(readDer(expired), 'expiredCertsOnCRL') : null,
    criticalUnknown: extensions
      .filter((each) => each.critical && !KNOWN.has(each.oid) && each.oid !== DELTA_INDICATOR)
      .map((each) => each.oid),
    size: entries.size,
    tbs: elementBytes(tbs!),
    signatureAlgorithm,
    signature: unused === 0 ? octets : octets.subarray(0, 0),
    find: (serialNumberHex: string, issuerKey = own) => {
      const at = entries.get(issuerKey === own ? serialNumberHex : `${serialNumberHex} ${issuerKey}`);
      return at === undefined ? null : readEntry(readDerAt(bytes, at, bytes.length));
    },
  });
}

/**
 * Serial number (in an indirect list with the issuer) → offset of its entry: lists hold a million entries, of which one is asked for.
 * In an indirect list an entry without issuer continues the one before it (RFC 5280 §5.3.3).
 */
function indexEntries(revoked: DerNode | undefined, own: string, indirect: boolean): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  if (revoked === undefined) return index;
  let issuer = own;
  for (let at = revoked.content; at < revoked.end; ) {
    const entry = expectTag(readDerAt(revoked.bytes, at, revoked.end), TAG.sequence, 'revokedCertificate');
    const serial = expectTag(readDerAt(revoked.bytes, entry.content, entry.end), TAG.integer, 'userCertificate');
    if (indirect) issuer = entryIssuer(entry) ?? issuer;
    const hex = encodeHex(contentBytes(serial));
    const key = issuer === own ? hex : `${hex} ${issuer}`;
    // Listed twice: the first entry is the one that revokes, whatever a later one says.
    if (!index.has(key)) index.set(key, entry.start);
    at = entry.end;
  }
  return index;
}

function entryIssuer(entry: DerNode): string | undefined {
  const [, , wrapped] = sequenceOf(entry, 'revokedCertificate');
  const value = wrapped && readExtensions(wrapped).find((each) => each.oid === CERTIFICATE_ISSUER)?.value;
  if (!value) return undefined;
  const name = sequenceOf(readDer(value), 'certificateIssuer').find((each) => each.tag === contextTag(4, true));
  return name && JSON.stringify(comparableName(readInside(name)));
}

function readEntry(node: DerNode): RevokedEntry {
  const [, date, wrapped] = sequenceOf(node, 'revokedCertificate');
  const extensions: readonly CertificateExtension[] = wrapped ? readExtensions(wrapped) : [];
  const value = (oid: string) => extensions.find((each) => each.oid === oid)?.value;
  const code = value(REASON_CODE);
  const since = value(INVALIDITY_DATE);
  const number = code ? (contentBytes(expectTag(readDer(code), 0x0a, 'reasonCode'))[0] ?? 0) : 0;
  const reason = REASONS[number];
  if (reason === undefined || reason === null) throw malformed(node.start, 'reasonCode');
  return {
    revokedAt: readTime(date, 'revocationDate', node),
    reason,
    invalidSince: since ? readTime(readDer(since), 'invalidityDate') : null,
    criticalUnknown: extensions.some((each) => each.critical && !KNOWN_IN_ENTRY.has(each.oid)),
  };
}

function authorityKeyId(value: Uint8Array | undefined): string | null {
  if (value === undefined) return null;
  const part = sequenceOf(readDer(value), 'authorityKeyIdentifier').find((each) => each.tag === contextTag(0, false));
  return part ? encodeHex(contentBytes(part)) : null;
}

/** IssuingDistributionPoint (RFC 5280 §5.2.5). */
function readScope(node: DerNode, issuerDer: Uint8Array): CrlScope {
  const parts = sequenceOf(node, 'issuingDistributionPoint');
  const flag = (number: number) => {
    const part = parts.find((each) => each.tag === contextTag(number, false));
    return part !== undefined && (contentBytes(part)[0] ?? 0) !== 0;
  };
  const point = parts.find((each) => each.tag === contextTag(0, true));
  return {
    onlyUserCertificates: flag(1),
    onlyCaCertificates: flag(2),
    reasons: reasonsOf(parts.find((each) => each.tag === contextTag(3, false))),
    indirect: flag(4),
    onlyAttributeCertificates: flag(5),
    names: point ? distributionPointNames(point, issuerDer) : null,
  };
}

/**
 * Names of a DistributionPointName in comparable form: full names, or the name relative to the issuer made whole.
 *
 * @param issuerDer - The Name a relative one continues.
 */
export function distributionPointNames(node: DerNode, issuerDer: Uint8Array): readonly string[] {
  const name = readInside(node);
  if (name.tag === contextTag(0, true)) return childNodes(name).map(nameKey);
  if (name.tag !== contextTag(1, true)) throw malformed(name.start, 'DistributionPointName');
  const issuer = comparableName(readDer(issuerDer));
  const relative = comparableName(readDer(sequenceWith(setOf(name))));
  return [JSON.stringify(['dn', ...issuer, ...relative])];
}

function nameKey(node: DerNode): string {
  if (node.tag === contextTag(4, true)) return JSON.stringify(['dn', ...comparableName(readInside(node))]);
  return JSON.stringify([node.tag, encodeHex(contentBytes(node))]);
}

/** RelativeDistinguishedName under its implicit tag, as the SET it is. */
function setOf(node: DerNode): Uint8Array {
  const set = elementBytes(node).slice();
  set[0] = TAG.set;
  return set;
}

function sequenceWith(content: Uint8Array): Uint8Array {
  if (content.length > 0xffff) throw malformed(0, 'RelativeDistinguishedName');
  const header =
    content.length < 0x80
      ? [content.length]
      : content.length < 0x100
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 0xff];
  return Uint8Array.from([TAG.sequence, ...header, ...content]);
}

/** One distribution point of a certificate (RFC 5280 §4.2.1.13). */
export interface DistributionPoint {
  readonly names: readonly string[] | null;
  /** The reasons its list covers, as bits of ReasonFlags; `null`: all. */
  readonly reasons: number | null;
  /** Comparable names of another CRL issuer: an indirect list; `null` when the certificate's own issuer publishes it. */
  readonly crlIssuer: readonly string[] | null;
}

/** The distribution points of a certificate; `null` when it has none. */
export function distributionPointsOf(
  extensions: readonly CertificateExtension[],
  issuerDer: Uint8Array,
): readonly DistributionPoint[] | null {
  const value = extensions.find((each) => each.oid === EXTENSION.crlDistributionPoints)?.value;
  if (value === undefined) return null;
  return sequenceOf(readDer(value), 'cRLDistributionPoints').map((point) => {
    const parts = sequenceOf(point, 'DistributionPoint');
    const name = parts.find((each) => each.tag === contextTag(0, true));
    const issuer = parts.find((each) => each.tag === contextTag(2, true));
    return {
      // A relative name continues the name of whoever issues the list (RFC 5280 §4.2.1.13).
      names: name ? distributionPointNames(name, directoryName(issuer) ?? issuerDer) : null,
      reasons: reasonsOf(parts.find((each) => each.tag === contextTag(1, false))),
      crlIssuer: issuer ? childNodes(issuer).map(nameKey) : null,
    };
  });
}

function directoryName(names: DerNode | undefined): Uint8Array | undefined {
  const name = names && childNodes(names).find((each) => each.tag === contextTag(4, true));
  return name && elementBytes(readInside(name));
}

/** ReasonFlags as a number, bit 0 of the BIT STRING being bit 0. */
function reasonsOf(node: DerNode | undefined): number | null {
  if (node === undefined) return null;
  const [, ...octets] = contentBytes(node);
  let flags = 0;
  for (let bit = 1; bit < 9; bit++) if (((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) flags |= 1 << bit;
  return flags;
}
