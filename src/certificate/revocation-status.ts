import type { Certificate } from './certificate.js';
import { judgeCrl } from './crl-judgement.js';
import { judgeOcspReply } from './ocsp-judgement.js';
import {
  CLOCK_TOLERANCE_MS,
  type EvidenceRefusal,
  type EvidenceVerdict,
  type RevocationEvidence,
  type RevocationOptions,
  type RevocationStatus,
} from './revocation-evidence.js';
import { ALL_REASONS, HOLD_REASON } from './revocation-reasons.js';

/**
 * The status of a certificate at an instant by lists of its issuer (RFC 5280 §6.3) and OCSP answers (RFC 6960 §3.2).
 *
 * Unknown is never good: evidence that cannot be used says nothing, and lists of some reasons must together cover every reason. Bad news
 * need not be fresh: an authentic list or answer that revokes counts however old it is. A hold ends only by newer evidence issued no later
 * than `at`; delta lists are refused by name, but what they revoke is revoked.
 *
 * @param certificate - The certificate in question.
 * @param issuer - The certificate above it in a path that holds.
 * @returns Never throws for bad evidence: why each was not used stands in `refused`.
 * @throws {@link HocBaSoError} `ERR_CRYPTO_UNAVAILABLE`.
 */
export async function revocationStatus(
  certificate: Certificate,
  issuer: Certificate,
  evidence: RevocationEvidence,
  options: RevocationOptions,
): Promise<RevocationStatus> {
  const refused: { evidence: string; code: EvidenceRefusal }[] = [];
  const verdicts: EvidenceVerdict[] = [];
  const limit = options.maxEvidence ?? 64;
  const take = (fingerprint: string, found: readonly (EvidenceVerdict | EvidenceRefusal | null)[]) => {
    for (const one of found) {
      if (typeof one === 'string') refused.push({ evidence: fingerprint, code: one });
      else if (one !== null) verdicts.push(one);
    }
  };
  let looked = 0;
  for (const crl of evidence.crls ?? []) {
    const found = looked < limit ? await judgeCrl(crl, certificate, issuer, options) : 'limit';
    if (found !== null) looked++;
    take(crl.fingerprint, [found]);
  }
  for (const [index, reply] of (evidence.ocsp ?? []).entries()) {
    take(
      reply.answer.fingerprint,
      index < limit ? await judgeOcspReply(reply, certificate, issuer, options) : ['limit'],
    );
  }
  return { ...combine(verdicts, options), refused };
}

/** Joins what authentic evidence says: revoked beats all, a hold all that is not newer, and good needs every reason covered. */
function combine(
  verdicts: readonly EvidenceVerdict[],
  { at, clockToleranceMs = CLOCK_TOLERANCE_MS }: RevocationOptions,
): Omit<RevocationStatus, 'refused'> {
  const newestFirst = [...verdicts].sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());
  const known = new Date(at.getTime() + clockToleranceMs);
  const isReleased = (hold: EvidenceVerdict) =>
    newestFirst.some(
      ({ verdict, reasons, thisUpdate }) =>
        verdict === 'good' && (reasons & HOLD_REASON) !== 0 && thisUpdate > hold.thisUpdate && thisUpdate <= known,
    );
  const revoked = newestFirst
    .filter(({ verdict }) => verdict === 'revoked')
    .sort((a, b) => (a.revokedAt?.getTime() ?? 0) - (b.revokedAt?.getTime() ?? 0))[0];
  const bad = revoked ?? newestFirst.find((each) => each.verdict === 'onHold' && !isReleased(each));
  if (bad !== undefined) return statusOf(bad.verdict, bad);
  const good = newestFirst.filter(({ verdict }) => verdict === 'good');
  const [newest] = good;
  const used: EvidenceVerdict[] = [];
  let covered = 0;
  for (const each of good) {
    if ((each.reasons & ~covered) === 0) continue;
    covered |= each.reasons;
    used.push(each);
  }
  if (newest === undefined || covered !== ALL_REASONS) return statusOf('unknown', null);
  const { revokedAt, reason, invalidSince } = good.find((each) => each.revokedAt !== null) ?? newest;
  return {
    ...statusOf('good', newest),
    used: used.map(({ evidence }) => evidence),
    revokedAt,
    reason,
    invalidSince,
  };
}

function statusOf(
  status: RevocationStatus['status'],
  verdict: EvidenceVerdict | null,
): Omit<RevocationStatus, 'refused'> {
  return {
    status,
    revokedAt: verdict?.revokedAt ?? null,
    reason: verdict?.reason ?? null,
    invalidSince: verdict?.invalidSince ?? null,
    evidence: verdict?.evidence ?? null,
    used: verdict === null ? [] : [verdict.evidence],
    source: verdict?.source ?? null,
    thisUpdate: verdict?.thisUpdate ?? null,
    nextUpdate: verdict?.nextUpdate ?? null,
  };
}
