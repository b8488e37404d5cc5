import { equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { type Certificate, comparableNames } from './certificate.js';
import type { Crl, RevokedEntry } from './crl.js';
import { type DistributionPoint, directoryKey, distributionPointsOf } from './crl-scope.js';
import { readDer } from './der.js';
import { comparableName } from './distinguished-name.js';
import { entryVerdict, freshnessRefusal, isNotYetIssued, standingInstant } from './evidence-time.js';
import { verifyIssuerSignature, weaknesses } from './issuer-signature.js';
import type { EvidenceRefusal, EvidenceVerdict, RevocationOptions } from './revocation-evidence.js';
import { ALL_REASONS } from './revocation-reasons.js';

/** A list seen from one certificate. */
interface Question {
  readonly crl: Crl;
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** Comparable name of who issued the list. */
  readonly listIssuer: string;
  /** Whether that is who issued the certificate. */
  readonly direct: boolean;
  readonly options: RevocationOptions;
}

/**
 * What one list says of a certificate (RFC 5280 §6.3.3), or why it is not used; `null` for a list of another issuer, which has nothing
 * to do with the question.
 */
export async function judgeCrl(
  crl: Crl,
  certificate: Certificate,
  issuer: Certificate,
  options: RevocationOptions,
): Promise<EvidenceVerdict | EvidenceRefusal | null> {
  try {
    const listIssuer = JSON.stringify(comparableName(readDer(crl.issuerDer)));
    const direct = listIssuer === comparableNames(issuer).subjectKey;
    return await judge({ crl, certificate, issuer, listIssuer, direct, options });
  } catch (cause) {
    // attacker-controlled: entries and distribution points are read only now.
    if (isHocBaSoError(cause, 'ERR_CERTIFICATE_MALFORMED')) return 'malformed';
    throw cause;
  }
}

async function judge(question: Question): Promise<EvidenceVerdict | EvidenceRefusal | null> {
  const { crl, certificate, listIssuer, direct, options } = question;
  const points = distributionPointsOf(certificate.extensions, certificate.issuerDer);
  // An indirect list is meant only where a distribution point of the certificate names its issuer (RFC 5280 §6.3.3 (b)(1)).
  const name = directoryKey(JSON.parse(listIssuer) as string[]);
  if (!direct && points?.some((point) => point.crlIssuer?.includes(name) === true) !== true) return null;
  if (!direct && options.indirect !== true) return 'indirectNotSupported';
  if (crl.criticalUnknown.length > 0) return 'criticalExtension';
  const reasons = reasonsFor(question, points, name);
  if (typeof reasons !== 'number') return reasons;
  if (isNotYetIssued(crl, options)) return 'notYetIssued';
  const entry = crl.find(certificate.serialNumberHex, comparableNames(certificate).issuerKey);
  const verdict = entry === null ? 'good' : entryVerdict(entry, options.at);
  // A delta list is not understood, and what it revokes is not overlooked either.
  if (crl.isDelta && verdict === 'good') return 'deltaNotSupported';
  const old = verdict === 'good' ? freshnessRefusal(crl, certificate, crl.expiredCertsOnCrl, options) : null;
  return (
    old ??
    (await signerRefusal(question, verdict === 'good')) ??
    verdictOf(crl, entry, verdict, crl.isDelta ? 0 : reasons)
  );
}

function verdictOf(
  crl: Crl,
  entry: RevokedEntry | null,
  verdict: EvidenceVerdict['verdict'],
  reasons: number,
): EvidenceVerdict {
  const { fingerprint, thisUpdate, nextUpdate } = crl;
  const listed = entry?.reason === 'removeFromCRL' ? null : entry;
  return {
    evidence: fingerprint,
    source: 'crl',
    verdict,
    reasons,
    revokedAt: listed?.revokedAt ?? null,
    reason: listed?.reason ?? null,
    invalidSince: listed?.invalidSince ?? null,
    thisUpdate,
    nextUpdate,
  };
}

/** RFC 5280 §6.3.3 (b) and (d): whether the list speaks for this certificate, and for which reasons. */
function reasonsFor(
  { crl, certificate, direct, options }: Question,
  points: readonly DistributionPoint[] | null,
  name: string,
): number | EvidenceRefusal {
  const { scope } = crl;
  const meant = (point: DistributionPoint) => (point.crlIssuer === null ? direct : point.crlIssuer.includes(name));
  if (scope === null) {
    if (!direct) return 'outOfScope';
    return points === null || points.some(meant) ? ALL_REASONS : 'outOfScope';
  }
  if (scope.indirect && options.indirect !== true) return 'indirectNotSupported';
  if (!direct && !scope.indirect) return 'outOfScope';
  if (scope.onlyAttributeCertificates) return 'outOfScope';
  if (scope.onlyUserCertificates && certificate.isCa) return 'outOfScope';
  if (scope.onlyCaCertificates && !certificate.isCa) return 'outOfScope';
  const own = scope.reasons ?? ALL_REASONS;
  const issuerName = directoryKey(JSON.parse(comparableNames(certificate).issuerKey) as string[]);
  if (points === null) return scope.names === null || scope.names.includes(issuerName) ? own : 'outOfScope';
  let reasons = 0;
  for (const point of points) {
    if (!meant(point)) continue;
    const names = point.names ?? point.crlIssuer ?? [];
    if (scope.names !== null && !scope.names.some((each) => names.includes(each))) continue;
    reasons |= own & (point.reasons ?? ALL_REASONS);
  }
  return reasons === 0 ? 'outOfScope' : reasons;
}

/** The issuer's key must have signed the list and be allowed to; any other key only when it is trusted by itself. */
async function signerRefusal(question: Question, isGood: boolean): Promise<EvidenceRefusal | null> {
  const { crl, issuer, listIssuer, direct, options } = question;
  const instant = standingInstant(crl.thisUpdate, options.at);
  let refusal: EvidenceRefusal = 'signatureInvalid';
  for (const signer of [...(direct ? [issuer] : []), ...(options.otherKeys ?? [])]) {
    if (comparableNames(signer).subjectKey !== listIssuer) continue;
    const verdict = await verifyIssuerSignature(crl, signer, options.crypto);
    if ('unsupported' in verdict) {
      if (refusal === 'signatureInvalid') refusal = 'signatureUnsupported';
      continue;
    }
    if (!verdict.valid) continue;
    if (signer.keyUsage !== null && !signer.keyUsage.includes('cRLSign')) refusal = 'issuerMayNotSign';
    else if (crl.thisUpdate > signer.notAfter) refusal = 'issuerExpired';
    // Whoever can forge the list can leave an entry out of it; an entry that stands in it is believed all the same.
    else if (isGood && weaknesses(crl, signer.spki, options.now ?? options.at).length > 0) refusal = 'algorithmLegacy';
    else if (direct && equalBytes(signer.der, issuer.der)) return null;
    else if ((await options.isSignerTrusted?.(signer, 'crlSigning', instant)) === true) return null;
    else refusal = 'issuerNotTrusted';
  }
  return refusal;
}
