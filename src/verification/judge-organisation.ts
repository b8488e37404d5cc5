import { type Certificate, parseCertificate } from '../certificate/index.js';
import { isHocBaSoError } from '../errors/index.js';
import type { SignatureResult } from '../xades/index.js';
import { type Answer, checkRow } from './answer.js';
import type { CheckCode } from './checks.js';
import { concludeChecks } from './conclude.js';
import { trustFacts } from './facts.js';
import {
  algorithmAnswer,
  annexAnswer,
  certificateAnswer,
  pathAnswer,
  revocationAnswer,
  subjectOf,
  validityAnswer,
} from './judge-certificate.js';
import { digestAnswer, valueAnswer } from './judge-core.js';
import { judgeTimeStamps } from './judge-time-stamp.js';
import type { CheckResult, TimeStampReport } from './report.js';
import type { Conclusion, SubIndication } from './verdict.js';
import { makeContext, type VerifyHocBaOptions } from './verify-hoc-ba.js';

/** The judgement on an organisation's signature outside of a record. */
export interface OrganisationJudgement {
  readonly conclusion: Conclusion;
  readonly subIndication: SubIndication | null;
  readonly checks: readonly CheckResult[];
  /** ISO instant before which the signature is proved to have existed; `null` without proof. */
  readonly provedAt: string | null;
  readonly timeStamps: readonly TimeStampReport[];
}

/**
 * Asks of an organisation's signature what is asked of the seal of a record: value, digests, certificate, path, stated time, revocation,
 * time stamp, algorithms. What the signature must cover, and whether the organisation may sign it, is for the caller.
 *
 * @param result - Of `verifySignature`.
 * @throws {@link HocBaSoError} as `verifyHocBa`.
 */
export async function judgeOrganisationSignature(
  result: SignatureResult,
  options: VerifyHocBaOptions = {},
): Promise<OrganisationJudgement> {
  const { policy, at, trust } = makeContext(options);
  const times = result.signingTimes.filter((time) => time.instant !== null);
  const certificate = readable(result.certificate);
  const facts = await trustFacts(
    {
      certificate,
      otherCertificates: result.certificates.map(readable).filter((one) => one !== null),
      signingTime: times.find((time) => time.signed) ?? times[0] ?? null,
      signingTimesDiffer: new Set(times.map((time) => time.instant)).size > 1,
    },
    result,
    options.crypto,
  );
  const context = { policy, at, trust, authority: undefined, maTruong: null };
  const { answer: timeStamp, proved, stamps } = await judgeTimeStamps(facts, context);
  const subject = subjectOf('phatHanh', facts);
  const pathed = await pathAnswer(facts, subject, proved, context);
  const { answer: revocation, path } = await revocationAnswer(facts, subject, pathed, proved, context);
  const answers: readonly (readonly [CheckCode, Answer])[] = [
    ['value', valueAnswer(result)],
    ['digest', digestAnswer(result)],
    ['certificate', certificateAnswer({ certificate }, result)],
    ['path', pathed.answer],
    ['validAtSigning', validityAnswer(facts, proved, context)],
    ['revocation', revocation],
    ['timeStamp', timeStamp],
    ['algorithms', algorithmAnswer(facts, path, proved ?? at)],
    ['annexI', annexAnswer(result)],
  ];
  const checks = answers.flatMap(([code, answer]) => checkRow(code, answer, policy));
  return { ...concludeChecks(checks), checks, provedAt: proved?.toISOString() ?? null, timeStamps: stamps };
}

function readable(der: Uint8Array | null): Certificate | null {
  if (der === null) return null;
  try {
    return parseCertificate(der);
  } catch (cause) {
    if (isHocBaSoError(cause, 'ERR_CERTIFICATE_MALFORMED')) return null;
    throw cause;
  }
}
