import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import type { VerificationFacts } from './facts.js';
import { judgeFacts, knownFacts } from './judge-facts.js';
import type { VerificationReport } from './report.js';
import { type JudgeOptions, makeContext } from './verify-hoc-ba.js';

/**
 * The facts behind a report that `verifyHocBa` or `judgeAgain` made in this program.
 *
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a report from elsewhere: a report alone is a result, and no ground for another.
 */
export function factsOf(report: VerificationReport): VerificationFacts {
  const facts = knownFacts(report);
  if (facts === undefined) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'report', reason: 'not made here' });
  }
  return facts;
}

/**
 * Judges facts under another policy, at another time, with other trust or evidence, without the file: the same report that a verification of
 * the file with these options gives, but for `signedBy`, which has nothing to hand out.
 *
 * What the cryptography of the file said is taken from the facts and not computed again: who can change facts can change verdicts.
 *
 * @param facts - Of {@link factsOf}, or of `parseFacts`.
 * @throws {@link HocBaSoError} as `verifyHocBa`.
 */
export function judgeAgain(facts: VerificationFacts, options: JudgeOptions = {}): Promise<VerificationReport> {
  return judgeFacts(facts, makeContext(options));
}
