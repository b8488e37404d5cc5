import type { PathResult } from '../certificate/index.js';
import { type Answer, checkRow, failed, PASSED } from './answer.js';
import type { CheckCode } from './checks.js';
import type { RoleFacts } from './facts.js';
import {
  algorithmAnswer,
  authorityAnswer,
  type JudgeContext,
  pathAnswer,
  revocationAnswer,
  subjectOf,
  validityAnswer,
} from './judge-certificate.js';
import type { SignatureAnswerCode } from './judge-signature.js';
import { judgeTimeStamps } from './judge-time-stamp.js';
import type { CheckResult, TimeStampReport } from './report.js';

export interface JudgedRole {
  readonly checks: readonly CheckResult[];
  readonly path: PathResult | null;
  /** The time before which the signature is proved to have existed. */
  readonly proved: Date | null;
  readonly stamps: readonly TimeStampReport[];
}

/** In the order of the check table; the others need trust or a time. */
const OF_THE_FILE: readonly SignatureAnswerCode[] = [
  'value',
  'dataReference',
  'digest',
  'certificate',
  'role',
  'identity',
  'slotFields',
];

/** Asks every question of one role, in the order of the check table; a platform that fails gives `indeterminate`, never `failed`. */
export async function judgeRole(facts: RoleFacts, mandatory: boolean, context: JudgeContext): Promise<JudgedRole> {
  const { policy } = context;
  const { role, signature } = facts;
  const checks: CheckResult[] = [];
  const add = (code: CheckCode, answer: Answer) => {
    checks.push(...checkRow(code, answer, policy, facts));
  };
  add('present', presence(facts, mandatory));
  if (signature === null) return { checks, path: null, proved: null, stamps: [] };

  for (const code of OF_THE_FILE) add(code, signature.answers[code]);
  const { proved, stamps, answer: timeStamp } = await judgeTimeStamps(signature, context);
  const subject = subjectOf(role, signature);
  const pathed = await pathAnswer(signature, subject, proved, context);
  add('path', pathed.answer);
  add('validAtSigning', validityAnswer(signature, proved, context));
  const { answer: revocation, path } = await revocationAnswer(signature, subject, pathed, proved, context);
  add('revocation', revocation);
  add('timeStamp', timeStamp);
  add('algorithms', algorithmAnswer(signature, path, proved ?? context.at));
  add('annexI', signature.answers.annexI);
  add('profile', signature.answers.profile);
  add('signerAuthority', await authorityAnswer(role, signature, context));
  return { checks, path, proved, stamps };
}

function presence({ signatures, slotCount, signature }: RoleFacts, mandatory: boolean): Answer {
  if (slotCount > 1) return failed('SLOT_SEVERAL', { count: slotCount });
  if (signatures > 1) return failed('SLOT_SEVERAL_SIGNATURES', { count: signatures });
  if (signature === null) return mandatory ? failed('ROLE_MISSING') : { outcome: 'notRun', reason: 'ROLE_MISSING' };
  return PASSED;
}
