import type { Certificate, RevocationReason, TimeStampToken } from '../certificate/index.js';
import { digestUri, findDigestAlgorithm } from '../crypto/index.js';
import { type Answer, failed, open, passedWith } from './answer.js';
import type { StampFacts, TrustFacts } from './facts.js';
import type { JudgeContext } from './judge-certificate.js';
import type { TimeStampReport } from './report.js';
import type { Subject } from './trust-context.js';

/** What stands beside a signature, judged. */
export interface StampJudgement {
  readonly answer: Answer;
  /** The earliest time before which the signature is proved to have existed (EN 319 102-1 §5.5: best signature time); `null` without proof. */
  readonly proved: Date | null;
  readonly stamps: readonly TimeStampReport[];
}

/** Clocks of authorities and of ours. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Judges the time stamps of a signature. A stamp proves when its token is sound, over these very octets, and its authority's certificate
 * leads to an anchor for time stamps and was good until the stamp itself is proved to have existed: by a later archive stamp, else now.
 */
export async function judgeTimeStamps(facts: TrustFacts, context: JudgeContext): Promise<StampJudgement> {
  const stamps: TimeStampReport[] = [];
  const answers: Answer[] = [];
  const proofs: { readonly position: number; readonly isArchive: boolean; readonly time: Date }[] = [];
  // An archive stamp covers what stands before it: the outermost is judged first, at the present.
  for (const stamp of facts.stamps) {
    const covering = proofs.filter((one) => one.isArchive && one.position > stamp.position);
    const existedAt = earliest(covering.map(({ time }) => time)) ?? context.at;
    const { answer, token, authority } = await judgeStamp(stamp, facts.carried, existedAt, context);
    answers.push(answer);
    stamps.push({
      kind: stamp.kind,
      genTime: token?.genTime.toISOString() ?? null,
      authority: authority?.fingerprint ?? null,
      outcome: answer.outcome,
      reason: answer.reason ?? null,
    });
    if (token !== null && answer.outcome === 'passed') {
      proofs.push({ position: stamp.position, isArchive: stamp.kind === 'archive', time: token.genTime });
    }
  }
  const [first] = answers;
  if (first === undefined) return { answer: open('TIME_STAMP_NONE'), proved: null, stamps };
  const proved = earliest(proofs.map(({ time }) => time));
  const bad = answers.find(({ outcome }) => outcome === 'failed') ?? first;
  return {
    // What anybody may add beside a signature cannot undo what a good stamp proves.
    answer: proved === null ? bad : passedWith('TIME_STAMP_PROVES', { provedAt: proved.toISOString() }),
    proved,
    stamps,
  };
}

interface JudgedStamp {
  readonly answer: Answer;
  readonly token: TimeStampToken | null;
  readonly authority: Certificate | null;
}

async function judgeStamp(
  { token, sound, refused }: StampFacts,
  carried: TrustFacts['carried'],
  existedAt: Date,
  { trust, at }: JudgeContext,
): Promise<JudgedStamp> {
  if (token === null) return { answer: failed('TIME_STAMP_BROKEN', { reason: 'malformed' }), token, authority: null };
  if (sound === null) {
    return { answer: open('TIME_STAMP_NOT_JUDGED', { reason: refused ?? 'octets' }), token, authority: token.signer };
  }
  const { signer, reasons, legacy } = sound;
  const answered = (answer: Answer): JudgedStamp => ({ answer, token, authority: signer });
  const reason = reasons[0] ?? 'unknown';
  if (sound.status === 'failed') return answered(failed('TIME_STAMP_BROKEN', { reason }));
  if (sound.status === 'indeterminate' || signer === null) return answered(open('TIME_STAMP_NOT_JUDGED', { reason }));
  // What it was made with must be trusted for as long as nothing newer covers it.
  if (legacy || isOutdated(token, existedAt)) return answered(open('TIME_STAMP_NOT_JUDGED', { reason: 'legacy' }));
  const genTime = token.genTime.getTime();
  if (genTime > at.getTime() + CLOCK_TOLERANCE_MS) return answered(failed('TIME_STAMP_BROKEN', { reason: 'future' }));
  if (genTime > existedAt.getTime() + CLOCK_TOLERANCE_MS) {
    return answered(failed('TIME_STAMP_BROKEN', { reason: 'order' }));
  }
  const subject: Subject = {
    certificate: signer,
    others: [...token.certificates, ...carried.certificates],
    scope: 'timeStamping',
    evidence: {
      crls: [...token.crls, ...(carried.evidence.crls ?? [])],
      ocsp: [...token.ocspAnswers.map((answer) => ({ answer })), ...(carried.evidence.ocsp ?? [])],
    },
  };
  const untrusted = (finding: string) => answered(open('TIME_STAMP_UNTRUSTED', { finding }));
  if (trust.hasAnchors('timeStamping') !== 'yes') return untrusted('NO_TRUST');
  const then = await trust.path(subject, token.genTime);
  if (then.status !== 'passed') return untrusted(then.findings.find((one) => one.outcome !== 'inform')?.code ?? '');
  // A key that is out of its period is watched by nobody: who steals it stamps whatever time he likes.
  const instant = existedAt < token.genTime ? token.genTime : existedAt;
  const path = await trust.path(subject, instant);
  if (path.status !== 'passed') return answered(open('TIME_STAMP_EXPIRED', { genTime: token.genTime.toISOString() }));
  // Who can forge the authority's certificate can stamp: it is judged as the signer's own path is.
  if (path.findings.some(({ code }) => code === 'PATH_ALGORITHM_LEGACY')) {
    return answered(open('TIME_STAMP_NOT_JUDGED', { reason: 'legacy' }));
  }
  const { path: asked, standings } = await trust.standings(subject, path, instant);
  if (asked.path.length < 2 || standings.length + 1 < asked.path.length) return untrusted('PATH_REVOCATION_UNKNOWN');
  for (const { status, revokedAt, reason: why } of standings) {
    if (status === 'good' && (revokedAt === null || revokedAt > instant)) continue;
    if (revokedAt !== null && revokedAt > token.genTime && why !== null && HARMLESS.has(why)) continue;
    const isRevoked = status === 'revoked' || status === 'good';
    return untrusted(isRevoked ? 'PATH_REVOKED' : status === 'onHold' ? 'PATH_ON_HOLD' : 'PATH_REVOCATION_UNKNOWN');
  }
  return answered(passedWith('TIME_STAMP_PROVES', { provedAt: token.genTime.toISOString() }));
}

/** Hash and signature algorithms of a token by the table of algorithms. */
function isOutdated({ imprintDigest, signature }: TimeStampToken, at: Date): boolean {
  const day = at.toISOString().slice(0, 10);
  const digests = [imprintDigest, signature.digest].flatMap((name) => (name === null ? [] : [digestUri(name)]));
  const rows = [...digests.map(findDigestAlgorithm), signature.algorithm];
  return rows.some((row) => row?.trustedUntil != null && row.trustedUntil < day);
}

/** RFC 3161 §4.1: tokens from before a revocation for one of these reasons, when it is stated, remain valid. */
const HARMLESS: ReadonlySet<RevocationReason> = /* @__PURE__ */ new Set<RevocationReason>([
  'unspecified',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
]);

function earliest(times: readonly Date[]): Date | null {
  return times.reduce<Date | null>((first, one) => (first === null || one < first ? one : first), null);
}
