import { digestSync } from '../crypto/index.js';
import { encodeHex, equalBytes } from '../encoding/index.js';
import type { CertificateExtension } from './certificate.js';
import { type CrlScope, readCrlScope } from './crl-scope.js';
import {
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
import { readPemBlocks } from './pem.js';
import { type RevocationReason, readReason } from './revocation-reasons.js';

/** One entry of a list. */
export interface RevokedEntry {
  readonly revokedAt: Date;
  readonly reason: RevocationReason;
  /** When the key is thought to have been lost, which may be earlier. */
  readonly invalidSince: Date | null;
}

/** A certificate revocation list as facts: nothing in it has been verified. */
export interface Crl {
  readonly der: Uint8Array;
  /** SHA-256 of `der`, 64 lower-case hexadecimal digits. */
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
  /** Certificates that expired on this instant or later stay listed (ISO 9594-8 expiredCertsOnCRL). */
  readonly expiredCertsOnCrl: Date | null;
  /** Object identifiers of critical extensions, of the list or of any entry, that are not understood: it cannot be used (RFC 5280 §5.2, §5.3). */
  readonly criticalUnknown: readonly string[];
  /** Number of entries. */
  readonly size: number;
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
  /**
   * The entry of a certificate.
   *
   * @param serialNumberHex - Content octets.
   * @param issuerKey - Comparable name of the certificate's issuer, for indirect lists; default the list's own issuer.
   * @throws {@link HocBaSoError} `ERR_CERTIFICATE_MALFORMED`: entries are read when they are asked for.
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
const KNOWN: ReadonlySet<string> = /* @__PURE__ */ (() =>
  new Set([CRL_NUMBER, DELTA_INDICATOR, ISSUING_POINT, EXPIRED_CERTS, EXTENSION.authorityKeyIdentifier]))();
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
  const scope = point ? readCrlScope(readDer(point), issuerDer) : null;
  const own = JSON.stringify(comparableName(readDer(issuerDer)));
  const { entries, criticalUnknown } = indexEntries(revoked, own, scope?.indirect === true);
  const number = value(CRL_NUMBER);
  const expired = value(EXPIRED_CERTS);
  return Object.freeze({
    der: bytes,
    fingerprint: encodeHex(digestSync('SHA-256', bytes)),
    issuerDer,
    thisUpdate: readTime(thisUpdate, 'thisUpdate', tbs),
    nextUpdate,
    crlNumber: number ? encodeHex(contentBytes(expectTag(readDer(number), TAG.integer, 'cRLNumber'))) : null,
    authorityKeyId: readAuthorityKeyId(value(EXTENSION.authorityKeyIdentifier)),
    isDelta: value(DELTA_INDICATOR) !== undefined,
    scope,
    expiredCertsOnCrl: expired ? readTime(readDer(expired), 'expiredCertsOnCRL') : null,
    criticalUnknown: [
      ...extensions.filter((each) => each.critical && !KNOWN.has(each.oid)).map((each) => each.oid),
      ...criticalUnknown,
    ],
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
 * The lists of a file: one in DER, or any number of PEM blocks `X509 CRL`; other blocks are skipped.
 *
 * @throws {@link HocBaSoError} `ERR_CERTIFICATE_MALFORMED` also when there is none; `ERR_BASE64_MALFORMED`.
 */
export function readCrls(file: Uint8Array): Crl[] {
  if (file[0] === TAG.sequence) return [parseCrl(file)];
  const blocks = readPemBlocks(new TextDecoder().decode(file)).filter(({ label }) => label === 'X509 CRL');
  if (blocks.length === 0) throw malformed(0, 'CertificateList');
  return blocks.map(({ der }) => parseCrl(der));
}

interface EntryIndex {
  /** Serial number (with the issuer where it is not the list's own) → offset of the entry. */
  readonly entries: ReadonlyMap<string, number>;
  readonly criticalUnknown: readonly string[];
}

/**
 * Lists hold a million entries, of which one is asked for: only places are kept.
 * In an indirect list an entry without issuer continues the one before it (RFC 5280 §5.3.3).
 */
function indexEntries(revoked: DerNode | undefined, own: string, indirect: boolean): EntryIndex {
  const entries = new Map<string, number>();
  const unknown = new Set<string>();
  let issuer = own;
  for (let at = revoked?.content ?? 0; revoked !== undefined && at < revoked.end; ) {
    const entry = expectTag(readDerAt(revoked.bytes, at, revoked.end), TAG.sequence, 'revokedCertificate');
    const serial = expectTag(readDerAt(entry.bytes, entry.content, entry.end), TAG.integer, 'userCertificate');
    const date = readDerAt(entry.bytes, serial.end, entry.end);
    if (date.end < entry.end && !isPlainReason(entry.bytes, date.end, entry.end)) {
      const extensions = readExtensions(readDerAt(entry.bytes, date.end, entry.end));
      for (const { critical, oid } of extensions) if (critical && !KNOWN_IN_ENTRY.has(oid)) unknown.add(oid);
      if (indirect) issuer = entryIssuer(extensions) ?? issuer;
    }
    const hex = encodeHex(contentBytes(serial));
    const key = issuer === own ? hex : `${hex} ${issuer}`;
    // Listed twice: the first entry is the one that revokes, whatever a later one says.
    if (!entries.has(key)) entries.set(key, entry.start);
    at = entry.end;
  }
  return { entries, criticalUnknown: [...unknown] };
}

/** Extensions that are nothing but a reason code, as almost all are: not worth a reader's time. */
const PLAIN_REASON = [0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01];

function isPlainReason(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start === PLAIN_REASON.length + 1 && PLAIN_REASON.every((octet, index) => bytes[start + index] === octet)
  );
}

function entryIssuer(extensions: readonly CertificateExtension[]): string | undefined {
  const value = extensions.find((each) => each.oid === CERTIFICATE_ISSUER)?.value;
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
  return {
    revokedAt: readTime(date, 'revocationDate', node),
    reason: code ? readReason(readDer(code)) : 'unspecified',
    invalidSince: since ? readTime(readDer(since), 'invalidityDate') : null,
  };
}

function readAuthorityKeyId(value: Uint8Array | undefined): string | null {
  if (value === undefined) return null;
  const part = sequenceOf(readDer(value), 'authorityKeyIdentifier').find((each) => each.tag === contextTag(0, false));
  return part ? encodeHex(contentBytes(part)) : null;
}
