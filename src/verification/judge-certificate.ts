import type { PathResult } from '../certificate/index.js';
import { findDigestAlgorithm, findSignatureAlgorithm } from '../crypto/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import type { SignatureResult } from '../xades/index.js';
import { type Answer, failed, NOT_RUN, open, PASSED, passedWith } from './answer.js';
import type { RoleEvidence } from './evidence.js';
import type { TrustFacts } from './facts.js';
import { revocationVerdict } from './judge-revocation.js';
import type { Policy } from './policy.js';
import type { AuthorityPort } from './ports.js';
import { type Subject, scopeOf, type TrustContext } from './trust-context.js';

/** What the judgement of a role needs besides its own facts. */
export interface JudgeContext {
  readonly policy: Policy;
  readonly at: Date;
  readonly trust: TrustContext;
  readonly authority: AuthorityPort | undefined;
  /** School code in the signed data. */
  readonly maTruong: string | null;
}

/** A role's certificate as a subject of trust; `null` without one. */
export function subjectOf(role: VaiTroKy, { certificate, otherCertificates, carried }: TrustFacts): Subject | null {
  if (certificate === null) return null;
  const others = [...otherCertificates, ...carried.certificates];
  return { certificate, others, scope: scopeOf(role), evidence: carried.evidence };
}

export function certificateAnswer({ certificate }: Pick<RoleEvidence, 'certificate'>, result: SignatureResult): Answer {
  const { certificate: der, certificateBinding, keySource, valueHolds } = result;
  if (der === null || keySource !== 'keyInfo') {
    return valueHolds === true ? failed('CERTIFICATE_MISSING') : open('CERTIFICATE_MISSING');
  }
  if (certificate === null) return failed('CERTIFICATE_UNREADABLE');
  if (certificateBinding === 'mismatch' || certificateBinding === 'malformed') return failed('CERTIFICATE_OTHER');
  // Plain XMLDSig does not sign the certificate: said, and judged by the binding of its identifier to signed fields.
  return certificateBinding === 'absent' ? passedWith('CERTIFICATE_NOT_BOUND') : PASSED;
}

/** The path of a role's certificate with the answer about it. */
export interface PathAnswer {
  readonly answer: Answer;
  /** At the time of judging, or at the proved time where only that one holds. */
  readonly path: PathResult | null;
  /** The instant of `path`. */
  readonly at: Date;
}

/** @param proved - The time before which the signature existed, by a stamp; `null` without proof. */
export async function pathAnswer(
  { signingTime }: Pick<TrustFacts, 'signingTime'>,
  subject: Subject | null,
  proved: Date | null,
  { trust, at }: JudgeContext,
): Promise<PathAnswer> {
  if (subject === null) return { answer: open('CERTIFICATE_MISSING'), path: null, at };
  const path = await trust.path(subject, at);
  const now = (answer: Answer): PathAnswer => ({ answer, path, at });
  const anchors = trust.hasAnchors(subject.scope);
  if (anchors !== 'yes') return now(open(anchors === 'no' ? 'NO_TRUST' : 'TRUST_LIST_NOT_IN_FORCE'));
  if (path.status === 'passed') return now(PASSED);
  if (proved !== null) {
    const then = await trust.path(subject, proved);
    if (then.status === 'passed') {
      return { answer: passedWith('PATH_AT_PROVED_TIME', { provedAt: proved.toISOString() }), path: then, at: proved };
    }
  }
  const finding = path.findings.find((one) => one.outcome === path.status);
  const params = { finding: finding?.code ?? 'unknown' };
  if (path.status === 'failed') return now({ ...failed('PATH_BROKEN', params), subIndication: path.subIndication });
  if (path.anchor === null) return now({ ...open('PATH_NOT_FOUND', params), subIndication: path.subIndication });
  // Not valid today: say whether it was at the stated time, which no stamp proves.
  const stated = signingTime?.instant ?? null;
  if (stated !== null) {
    const then = await trust.path(subject, new Date(stated));
    if (then.status === 'passed') return now(open('CERTIFICATE_EXPIRED_NO_POE', { validAtStatedTime: true }));
  }
  return now({ ...open('CERTIFICATE_NOT_CURRENT', params), subIndication: path.subIndication });
}

/** Clocks of signing machines run a little ahead; five minutes are no lie. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The stated time against the certificate's own period: a claim, but one that must not contradict itself. */
export function validityAnswer(
  { certificate, signingTime, signingTimesDiffer }: TrustFacts,
  proved: Date | null,
  { at }: JudgeContext,
): Answer {
  if (signingTimesDiffer) return failed('SIGNING_TIMES_DIFFER');
  if (signingTime?.signed !== true) return open('SIGNING_TIME_MISSING');
  const time = Date.parse(signingTime.instant);
  if (time > at.getTime() + CLOCK_TOLERANCE_MS) return failed('SIGNING_TIME_FUTURE');
  if (proved !== null && time > proved.getTime() + CLOCK_TOLERANCE_MS) {
    return failed('SIGNING_TIME_AFTER_PROOF', { provedAt: proved.toISOString() });
  }
  if (certificate === null) return NOT_RUN;
  if (time < certificate.notBefore.getTime()) return failed('SIGNING_TIME_BEFORE_CERTIFICATE');
  return time > certificate.notAfter.getTime() ? failed('SIGNING_TIME_AFTER_CERTIFICATE') : PASSED;
}

/** The statuses at the proved time, else at that of judging. */
export async function revocationAnswer(
  { signingTime }: Pick<TrustFacts, 'signingTime'>,
  subject: Subject | null,
  { path }: PathAnswer,
  proved: Date | null,
  { trust, at }: JudgeContext,
): Promise<{ readonly answer: Answer; readonly path: PathResult | null }> {
  if (subject === null || path === null || path.status !== 'passed') {
    return { answer: open('REVOCATION_UNKNOWN'), path };
  }
  const asked = await trust.standings(subject, path, proved ?? at);
  const stated = signingTime === null ? null : new Date(signingTime.instant);
  const answer = revocationVerdict(path, asked, { proved, stated });
  const isOpen = answer.outcome === 'indeterminate';
  // What evidence has to speak of, for whoever goes to get it.
  const params = isOpen ? { params: { ...answer.params, neededAt: (proved ?? at).toISOString() } } : {};
  return { answer: { ...answer, ...params }, path: asked.path };
}

/** Signature, digests, key, and what the issuers above signed with: one weak link is enough to forge the whole. */
export function algorithmAnswer({ algorithms, legacy }: TrustFacts, path: PathResult | null, at: Date): Answer {
  const day = at.toISOString().slice(0, 10);
  const rows = algorithms.flatMap((uri) => findSignatureAlgorithm(uri) ?? findDigestAlgorithm(uri) ?? []);
  const old = rows.find(({ status, trustedUntil }) => status === 'legacy' || (trustedUntil ?? day) < day);
  if (old !== undefined) return failed('ALGORITHM_LEGACY', { algorithm: old.name });
  if (legacy !== null) return failed('ALGORITHM_LEGACY', { algorithm: legacy });
  const weak = path?.findings.find((one) => one.code === 'PATH_ALGORITHM_LEGACY');
  return weak === undefined
    ? PASSED
    : failed('ALGORITHM_LEGACY', { algorithm: String(weak.params['algorithm'] ?? '') });
}

export function annexAnswer({ algorithmRow, algorithm, references }: SignatureResult): Answer {
  if (algorithmRow?.annexI !== true)
    return failed('ALGORITHM_OUTSIDE_ANNEX', { algorithm: algorithmRow?.name ?? algorithm });
  const other = references
    .map((one) => findDigestAlgorithm(one.digestAlgorithm))
    .find((row) => row !== undefined && !row.annexI);
  return other === undefined ? PASSED : failed('ALGORITHM_OUTSIDE_ANNEX', { algorithm: other.name });
}

export async function authorityAnswer(
  role: VaiTroKy,
  { certificate, signingTime }: TrustFacts,
  { authority, maTruong, at }: JudgeContext,
): Promise<Answer> {
  // A teacher's right to sign is the school's own matter: the seal answers for it.
  if (role === 'giaoVienChuNhiem' || role === 'giaoVienBoMon') return NOT_RUN;
  if (authority === undefined || certificate === null || maTruong === null) return open('AUTHORITY_UNKNOWN');
  try {
    const answer = await authority({
      role,
      maTruong,
      certificate,
      at: signingTime === null ? at : new Date(signingTime.instant),
    });
    if (answer === 'authorised') return PASSED;
    return answer === 'notAuthorised' ? failed('AUTHORITY_DENIED') : open('AUTHORITY_UNKNOWN');
  } catch (cause) {
    return open('PLATFORM_ERROR', { code: isHocBaSoError(cause) ? cause.code : 'authority' });
  }
}
