import { type Answer, checkRow, failed, NOT_RUN, open, PASSED, passedWith } from './answer.js';
import { PEOPLE_LIMIT, type RecordEvidence } from './evidence.js';
import type { RecordFacts, RulesFound } from './facts.js';
import type { Policy } from './policy.js';
import type { CheckResult } from './report.js';
import { type UnsignedContent, unsignedContent } from './unsigned-content.js';

/** The questions about the record as a whole, in the order of the check table. */
export function judgeRecord(
  { answers, content }: RecordFacts,
  rules: RulesFound | null | undefined,
  policy: Policy,
): readonly CheckResult[] {
  const unsigned = unsignedContent(content, policy.mandatoryRoles);
  return [
    ...checkRow('structure', answers.structure, policy),
    ...checkRow('signaturesInSlots', answers.signaturesInSlots, policy),
    ...checkRow('unsignedContent', unsignedAnswer(unsigned), policy),
    ...checkRow('rules', rulesAnswer(rules), policy),
    ...checkRow('idsUnique', answers.idsUnique, policy),
    ...checkRow('order', answers.order, policy),
    ...checkRow('signingTimesOrdered', answers.signingTimesOrdered, policy),
  ];
}

export function structureAnswer({ read, layout, commentInsideText }: RecordEvidence): Answer {
  const errors = read.findings.filter((one) => one.severity === 'error');
  if (commentInsideText || errors.some((one) => one.code === 'commentInsideValue'))
    return failed('COMMENT_INSIDE_VALUE');
  // Signatures inside the data have a question of their own.
  const [first, ...more] = errors.filter((one) => one.code !== 'signatureInsideData');
  if (first !== undefined) {
    return failed('RECORD_UNREADABLE', { layout: layout.id, count: 1 + more.length, first: first.code });
  }
  return PASSED;
}

export function slotsAnswer({ signatureElementsInData, straySignatures, roles, people }: RecordEvidence): Answer {
  if (signatureElementsInData > 0) return failed('SIGNATURE_IN_DATA');
  if (straySignatures > 0) return failed('SIGNATURE_STRAY', { count: straySignatures });
  if (people > PEOPLE_LIMIT) return failed('SLOTS_TOO_MANY', { count: people });
  return roles.every((role) => role.signatures === 0) ? failed('SIGNATURE_NONE') : PASSED;
}

function unsignedAnswer({ data, other }: UnsignedContent): Answer {
  if (data > 0) return failed('UNSIGNED_DATA', { count: data });
  return other > 0 ? open('UNSIGNED_CONTENT', { count: other }) : PASSED;
}

/** @param rules - `null` for a record that cannot be read, `undefined` where nobody knows what the rules say on that day. */
function rulesAnswer(rules: RulesFound | null | undefined): Answer {
  if (rules === undefined) return open('RULES_NOT_KEPT');
  if (rules === null) return NOT_RUN;
  const count = (severity: string) => rules.findings.filter((one) => one.severity === severity).length;
  const [error, warning] = [count('error'), count('warning')];
  if (error > 0) return failed('RULES_BROKEN', { count: error });
  return warning > 0 ? passedWith('RULES_WARN', { count: warning }) : PASSED;
}

export function idsAnswer({ roles }: RecordEvidence): Answer {
  const isRepeated = roles.some((role) => role.result?.flags.includes('idNotUniqueInDocument') === true);
  return isRepeated ? failed('ID_NOT_UNIQUE_IN_DOCUMENT') : PASSED;
}
