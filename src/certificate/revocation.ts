import { isHocBaSoError } from '../errors/index.js';
import { type Certificate, comparableNames } from './certificate.js';
import {
  ALL_REASONS,
  type Crl,
  type DistributionPoint,
  distributionPointsOf,
  type RevocationReason,
  type RevokedEntry,
} from './crl.js';
import { readDer } from './der.js';
import { comparableName } from './distinguished-name.js';
import { verifyIssuerSignature } from './issuer-signature.js';

/** Why a list or an answer was not used. Frozen codes. */
export type EvidenceRefusal =
  | 'otherIssuer'
  | 'deltaNotSupported'
  | 'indirectNotSupported'
  | 'outOfScope'
  | 'criticalExtension'
  | 'notYetIssued'
  | 'stale'
  | 'noNextUpdate'
  | 'signatureInvalid'
  | 'signatureUnsupported'
  | 'issuerMayNotSign'
  | 'responderNotAuthorised'
  | 'otherCertificate'
  | 'statusUnknown'
  | 'malformed';

/** Status of one certificate at an instant, with the evidence it rests on. */
export interface RevocationStatus {
  readonly status: 'good' | 'revoked' | 'onHold' | 'unknown';
  readonly revokedAt: Date | null;
  readonly reason: RevocationReason | null;
  /** Fingerprint of the list or answer that decided, `null` when none did. */
  readonly evidence: string | null;
  /** When that evidence was made. */
  readonly producedAt: Date | null;
  /** Evidence that was looked at and not used. */
  readonly refused: readonly { readonly evidence: string; readonly code: EvidenceRefusal }[];
}

export interface RevocationOptions {
  /** The instant the status is asked for. */
  readonly at: Date;
  /** Evidence older than `at` minus this is stale even when its nextUpdate lies later; milliseconds, default none. */
  readonly maxAgeMs?: number;
  /** Evidence may be this much older than its nextUpdate; milliseconds, default 0. */
  readonly graceMs?: number;
  /** Certificates that may have signed a list: other keys of the issuer's name, and with `indirect` other authorities. */
  readonly otherKeys?: readonly Certificate[];
  /** Asked whether a certificate that signed a list in the issuer's stead may be trusted (its own path); default never. */
  readonly isTrusted?: (certificate: Certificate) => boolean | Promise<boolean>;
  /** Default false: lists that another authority publishes for the issuer are refused by name. */
  readonly indirect?: boolean;
  readonly crypto?: Crypto;
}

/**
 * The status of a certificate by lists of its issuer (RFC 5280 §6.3).
 *
 * Delta lists are refused by name, indirect ones unless asked for. A list that cannot be used says nothing; the certificate is good only
 * when usable lists together cover every reason, else its status is unknown.
 */
export async function crlStatus(
  certificate: Certificate,
  issuer: Certificate,
  crls: readonly Crl[],
  options: RevocationOptions,
): Promise<RevocationStatus> {
  const refused: { evidence: string; code: EvidenceRefusal }[] = [];
  const usable: { crl: Crl; reasons: number }[] = [];
  const { issuerKey } = comparableNames(certificate);
  for (const crl of crls) {
    const answer = await judgeList(crl, certificate, issuer, options);
    if (typeof answer === 'number') usable.push({ crl, reasons: answer });
    else if (answer !== 'otherIssuer') refused.push({ evidence: crl.fingerprint, code: answer });
  }
  // The newest list knows best; an older one that still holds must not clear what a newer one revokes.
  usable.sort((a, b) => b.crl.thisUpdate.getTime() - a.crl.thisUpdate.getTime());
  let covered = 0;
  let newest: Crl | null = null;
  let later: RevokedEntry | null = null;
  for (const { crl, reasons } of usable) {
    if ((reasons & ~covered) === 0) continue;
    const entry = entryOf(crl, certificate.serialNumberHex, issuerKey);
    if (entry === 'malformed' || entry === 'criticalExtension') {
      refused.push({ evidence: crl.fingerprint, code: entry });
      continue;
    }
    newest ??= crl;
    covered |= reasons;
    if (entry === null || entry.reason === 'removeFromCRL') continue;
    // Revoked after the instant asked for: then it was good at that instant.
    if (entry.revokedAt > options.at) later ??= entry;
    else {
      const status = entry.reason === 'certificateHold' ? 'onHold' : 'revoked';
      const { revokedAt, reason } = entry;
      return { status, revokedAt, reason, evidence: crl.fingerprint, producedAt: crl.thisUpdate, refused };
    }
  }
  // A delta list that names the certificate is not understood, and not overlooked either.
  const named = crls.some(
    (crl) => crl.isDelta && issuerOf(crl) === issuerKey && crl.find(certificate.serialNumberHex) !== null,
  );
  if (newest === null || covered !== ALL_REASONS || named) {
    return { status: 'unknown', revokedAt: null, reason: null, evidence: null, producedAt: null, refused };
  }
  const facts = { evidence: newest.fingerprint, producedAt: newest.thisUpdate, refused };
  return { ...facts, status: 'good', revokedAt: later?.revokedAt ?? null, reason: later?.reason ?? null };
}

function entryOf(crl: Crl, serial: string, issuerKey: string): RevokedEntry | null | 'malformed' | 'criticalExtension' {
  try {
    const entry = crl.find(serial, issuerKey);
    return entry?.criticalUnknown === true ? 'criticalExtension' : entry;
  } catch (cause) {
    if (isHocBaSoError(cause)) return 'malformed';
    throw cause;
  }
}

function issuerOf(crl: Crl): string {
  return JSON.stringify(comparableName(readDer(crl.issuerDer)));
}

/** The reasons a list speaks for about this certificate, or why it is not used. */
async function judgeList(
  crl: Crl,
  certificate: Certificate,
  issuer: Certificate,
  options: RevocationOptions,
): Promise<number | EvidenceRefusal> {
  const listIssuer = issuerOf(crl);
  const direct = listIssuer === comparableNames(issuer).subjectKey;
  const points = distributionPointsOf(certificate.extensions, certificate.issuerDer);
  // An indirect list is meant only where a distribution point of the certificate names its issuer (RFC 5280 §6.3.3 (b)(1)).
  const dn = JSON.stringify(['dn', ...(JSON.parse(listIssuer) as string[])]);
  const named = points?.some((point) => point.crlIssuer?.includes(dn) === true) === true;
  if (!direct && !named) return 'otherIssuer';
  if (crl.isDelta) return 'deltaNotSupported';
  if (!direct && options.indirect !== true) return 'indirectNotSupported';
  if (crl.criticalUnknown.length > 0) return 'criticalExtension';
  const reasons = reasonsFor(crl, certificate, points, direct, dn, options.indirect === true);
  if (typeof reasons !== 'number') return reasons;
  const { at, maxAgeMs, graceMs = 0 } = options;
  if (crl.thisUpdate > at) return 'notYetIssued';
  if (crl.nextUpdate === null && maxAgeMs === undefined) return 'noNextUpdate';
  if (crl.nextUpdate !== null && at.getTime() > crl.nextUpdate.getTime() + graceMs) return 'stale';
  if (maxAgeMs !== undefined && at.getTime() - crl.thisUpdate.getTime() > maxAgeMs) return 'stale';
  return (await signerRefusal(crl, listIssuer, direct ? issuer : null, options)) ?? reasons;
}

/** RFC 5280 §6.3.3 (b) and (d): whether the list speaks for this certificate, and for which reasons. */
function reasonsFor(
  crl: Crl,
  certificate: Certificate,
  points: readonly DistributionPoint[] | null,
  direct: boolean,
  dn: string,
  indirect: boolean,
): number | EvidenceRefusal {
  const { scope } = crl;
  const meant = (point: DistributionPoint) => (point.crlIssuer === null ? direct : point.crlIssuer.includes(dn));
  if (scope === null) {
    if (!direct) return 'outOfScope';
    return points === null || points.some(meant) ? ALL_REASONS : 'outOfScope';
  }
  if (scope.indirect && !indirect) return 'indirectNotSupported';
  if (!direct && !scope.indirect) return 'outOfScope';
  if (scope.onlyAttributeCertificates) return 'outOfScope';
  if (scope.onlyUserCertificates && certificate.isCa) return 'outOfScope';
  if (scope.onlyCaCertificates && !certificate.isCa) return 'outOfScope';
  const own = scope.reasons ?? ALL_REASONS;
  const issuerName = JSON.stringify(['dn', ...(JSON.parse(comparableNames(certificate).issuerKey) as string[])]);
  if (points === null) return scope.names === null || scope.names.includes(issuerName) ? own : 'outOfScope';
  let reasons = 0;
  for (const point of points) {
    if (!meant(point)) continue;
    const names = point.names ?? point.crlIssuer ?? [];
    if (scope.names !== null && !scope.names.some((name) => names.includes(name))) continue;
    reasons |= own & (point.reasons ?? ALL_REASONS);
  }
  return reasons === 0 ? 'outOfScope' : reasons;
}

/** The issuer's key must have signed the list and be allowed to; any other key only when it is trusted by itself. */
async function signerRefusal(
  crl: Crl,
  listIssuer: string,
  issuer: Certificate | null,
  options: RevocationOptions,
): Promise<EvidenceRefusal | null> {
  let unsupported = false;
  for (const signer of [...(issuer === null ? [] : [issuer]), ...(options.otherKeys ?? [])]) {
    if (comparableNames(signer).subjectKey !== listIssuer) continue;
    const verdict = await verifyIssuerSignature(crl, signer, options.crypto);
    if ('unsupported' in verdict) unsupported = true;
    else if (verdict.valid) {
      if (signer.keyUsage !== null && !signer.keyUsage.includes('cRLSign')) return 'issuerMayNotSign';
      if (signer === issuer || (await options.isTrusted?.(signer)) === true) return null;
      return 'issuerMayNotSign';
    }
  }
  return unsupported ? 'signatureUnsupported' : 'signatureInvalid';
}

/** Joins what lists and answers say: revoked beats good, and good beats unknown only when nothing newer says otherwise. */
export function worstStatus(statuses: readonly RevocationStatus[]): RevocationStatus {
  const rank = { revoked: 0, onHold: 1, good: 2, unknown: 3 } as const;
  const refused = statuses.flatMap((each) => each.refused);
  const [best] = [...statuses].sort((a, b) => rank[a.status] - rank[b.status]);
  return best === undefined
    ? { status: 'unknown', revokedAt: null, reason: null, evidence: null, producedAt: null, refused }
    : { ...best, refused };
}
