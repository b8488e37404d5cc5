import {
  type Certificate,
  parseCertificate,
  parseCrl,
  parseOcspAnswer,
  parseTimeStampToken,
  type RevocationEvidence,
  type RevocationReason,
  type TimeStampToken,
  verifyTimeStamp,
} from '../certificate/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { readUnsignedProperties, type SignatureResult, type SignatureStamp } from '../xades/index.js';
import { type Answer, failed, open, passedWith } from './answer.js';
import type { JudgeContext } from './judge-certificate.js';
import type { TimeStampReport } from './report.js';
import type { Subject } from './trust-context.js';

/** What stands beside a signature, judged. */
export interface StampJudgement {
  readonly answer: Answer;
  /** The earliest time before which the signature is proved to have existed (EN 319 102-1 §5.5: best signature time); `null` without proof. */
  readonly proved: Date | null;
  readonly stamps: readonly TimeStampReport[];
  /** Certificates, lists and answers of the file. None of it is trusted. */
  readonly carried: { readonly certificates: readonly Certificate[]; readonly evidence: RevocationEvidence };
}

const NOTHING: StampJudgement = {
  answer: /* @__PURE__ */ open('TIME_STAMP_NONE'),
  proved: null,
  stamps: [],
  carried: { certificates: [], evidence: {} },
};

/** Clocks of authorities and of ours. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Judges the time stamps of a signature. A stamp proves when its token is sound, over these very octets, and its authority's certificate
 * leads to an anchor for time stamps and was good until the stamp itself is proved to have existed: by a later archive stamp, else now.
 */
export async function judgeTimeStamps(result: SignatureResult, context: JudgeContext): Promise<StampJudgement> {
  if (result.properties?.unsignedSignatureProperties == null) return NOTHING;
  const { at } = context;
  const properties = readUnsignedProperties(result);
  const { signatureTimeStamps, archiveTimeStamps, certificateValues, crlValues, ocspValues } = properties;
  const carried = {
    certificates: readAll(certificateValues, parseCertificate),
    evidence: {
      crls: readAll(crlValues, parseCrl),
      ocsp: readAll(ocspValues, parseOcspAnswer).map((answer) => ({ answer })),
    },
  };
  const stamps: TimeStampReport[] = [];
  const answers: Answer[] = [];
  const proofs: { readonly position: number; readonly isArchive: boolean; readonly time: Date }[] = [];
  // An archive stamp covers what stands before it: the outermost is judged first, at the present.
  const archives = [...archiveTimeStamps].sort((a, b) => b.position - a.position);
  for (const stamp of [...archives, ...signatureTimeStamps]) {
    const isArchive = archiveTimeStamps.includes(stamp);
    const covering = proofs.filter((one) => one.isArchive && one.position > stamp.position);
    const existedAt = earliest(covering.map(({ time }) => time)) ?? at;
    const { answer, token, authority } = await judgeStamp(stamp, carried, existedAt, context);
    answers.push(answer);
    stamps.push({
      kind: isArchive ? 'archive' : 'signature',
      genTime: token?.genTime.toISOString() ?? null,
      authority: authority?.fingerprint ?? null,
      outcome: answer.outcome,
      reason: answer.reason ?? null,
    });
    if (token !== null && answer.outcome === 'passed') {
      proofs.push({ position: stamp.position, isArchive, time: token.genTime });
    }
  }
  if (answers.length === 0) return { ...NOTHING, carried };
  const proved = earliest(proofs.map(({ time }) => time));
  const bad = answers.find(({ outcome }) => outcome === 'failed') ?? answers[0]!;
  return {
    // What anybody may add beside a signature cannot undo what a good stamp proves.
    answer: proved === null ? bad : passedWith('TIME_STAMP_PROVES', { provedAt: proved.toISOString() }),
    proved,
    stamps,
    carried,
  };
}

interface JudgedStamp {
  readonly answer: Answer;
  readonly token: TimeStampToken | null;
  readonly authority: Certificate | null;
}

async function judgeStamp(
  stamp: SignatureStamp,
  carried: StampJudgement['carried'],
  existedAt: Date,
  { trust, at, crypto }: JudgeContext,
): Promise<JudgedStamp> {
  const token = stamp.token === null ? null : readOne(stamp.token, parseTimeStampToken);
  if (token === null) return { answer: failed('TIME_STAMP_BROKEN', { reason: 'malformed' }), token, authority: null };
  const octets = stamp.octets();
  if (octets === null) {
    return { answer: open('TIME_STAMP_NOT_JUDGED', { reason: 'octets' }), token, authority: token.signer };
  }
  const sound = await verifyTimeStamp(token, octets, {
    certificates: carried.certificates,
    ...(crypto === undefined ? {} : { crypto }),
  });
  const { signer, reasons, legacy } = sound;
  const answered = (answer: Answer): JudgedStamp => ({ answer, token, authority: signer });
  const reason = reasons[0] ?? 'unknown';
  if (sound.status === 'failed') return answered(failed('TIME_STAMP_BROKEN', { reason }));
  if (sound.status === 'indeterminate' || signer === null) return answered(open('TIME_STAMP_NOT_JUDGED', { reason }));
  if (legacy) return answered(open('TIME_STAMP_NOT_JUDGED', { reason: 'legacy' }));
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

function readAll<T>(values: readonly Uint8Array[], parse: (der: Uint8Array) => T): readonly T[] {
  return values.flatMap((der) => readOne(der, parse) ?? []);
}

/** attacker-controlled: what cannot be read says nothing. */
function readOne<T>(der: Uint8Array, parse: (der: Uint8Array) => T): T | null {
  try {
    return parse(der);
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}
