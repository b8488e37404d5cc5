/* Every answer that a verification can give is given here by a real file, and no code is without a case. */
import { describe, expect, test } from 'vitest';
import {
  CHECKS,
  type CheckCode,
  type Outcome,
  POLICY_FLOOR,
  REASONS,
  type VerificationReport,
  verifyHocBaList,
} from '../../src/verification/index.js';
import { CORE_ANSWERS } from '../../src/verification/judge-core.js';
import { CORE_REASONS, UNSUPPORTED_REASONS } from '../../src/xades/index.js';
import { allPorts, signed } from '../signing/kit.js';
import { CASES, type Case } from './cases.js';

async function judge({ file, options = {}, record = 0 }: Case): Promise<VerificationReport> {
  const given = typeof options === 'function' ? await options() : options;
  const reports = await verifyHocBaList(await file(), { ...(await allPorts()), ...given });
  return reports[record]!;
}

test('the baseline of all cases passes', async () => {
  const [report] = await verifyHocBaList((await signed()).bytes, await allPorts());
  expect(report!.conclusion).toBe('totalPassed');
});

describe.each(Object.keys(CHECKS))('%s', (code) => {
  const mine = CASES.filter(({ check }) => check === code);
  test.each(mine)('$outcome $reason: $what', async (row) => {
    const report = await judge(row);
    const answers = report.checks.filter((check) => check.code === row.check && check.role === row.role);
    expect(answers.map(({ outcome, reason, subIndication }) => ({ outcome, reason, subIndication }))).toEqual([
      { outcome: row.outcome, reason: row.reason, subIndication: row.sub },
    ]);
    const [answer] = answers;
    // The row of the reason says the sub-indication, unless the path knows a more exact one.
    if (row.reason !== null && row.outcome !== 'passed' && row.outcome !== 'notRun' && row.check !== 'path') {
      expect(answer!.subIndication).toBe(REASONS[row.reason].subIndication);
    }
    // Every placeholder of the sentence has its parameter.
    for (const text of row.reason === null ? [] : [REASONS[row.reason].vi, REASONS[row.reason].en]) {
      for (const [, name] of text.matchAll(/\{(\w+)\}/g)) expect(Object.keys(answer!.params)).toContain(name);
    }
    // A decisive answer against the record decides it.
    if (answer!.level === 'fail' && row.outcome === 'failed') expect(report.conclusion).toBe('totalFailed');
    if (answer!.level === 'fail' && row.outcome === 'indeterminate') expect(report.conclusion).not.toBe('totalPassed');
  });
});

/** The outcomes each check can have. */
const OUTCOMES: Readonly<Record<CheckCode, readonly Outcome[]>> = {
  structure: ['passed', 'failed'],
  signaturesInSlots: ['passed', 'failed'],
  unsignedContent: ['passed', 'failed', 'indeterminate'],
  rules: ['passed', 'failed', 'notRun'],
  idsUnique: ['passed', 'failed'],
  order: ['passed', 'failed', 'indeterminate', 'notRun'],
  signingTimesOrdered: ['passed', 'failed', 'notRun'],
  authorityCopy: ['passed', 'failed', 'indeterminate'],
  present: ['passed', 'failed', 'notRun'],
  value: ['passed', 'failed', 'indeterminate'],
  dataReference: ['passed', 'failed', 'indeterminate', 'notRun'],
  digest: ['passed', 'failed', 'indeterminate', 'notRun'],
  certificate: ['passed', 'failed', 'indeterminate'],
  role: ['passed', 'failed', 'indeterminate'],
  identity: ['passed', 'failed', 'indeterminate', 'notRun'],
  slotFields: ['passed', 'failed', 'indeterminate'],
  path: ['passed', 'failed', 'indeterminate'],
  validAtSigning: ['passed', 'failed', 'indeterminate', 'notRun'],
  revocation: ['passed', 'failed', 'indeterminate'],
  timeStamp: ['passed', 'failed', 'indeterminate'],
  algorithms: ['passed', 'failed'],
  annexI: ['passed', 'failed'],
  profile: ['passed', 'failed'],
  signerAuthority: ['passed', 'failed', 'indeterminate', 'notRun'],
};

test('every check has a case for each outcome it can have, and no other', () => {
  expect(Object.keys(OUTCOMES)).toEqual(Object.keys(CHECKS));
  for (const code of Object.keys(CHECKS) as CheckCode[]) {
    const found = new Set(CASES.filter(({ check }) => check === code).map(({ outcome }) => outcome));
    expect([code, [...found].sort()]).toEqual([code, [...OUTCOMES[code]].sort()]);
  }
});

/** Said only of facts that were kept: judge-again.test.ts. */
const OF_KEPT_FACTS: readonly string[] = ['RULES_NOT_KEPT'];

test('every reason has a case', () => {
  const found = new Set([...CASES.flatMap(({ reason }) => reason ?? []), ...OF_KEPT_FACTS]);
  expect(Object.keys(REASONS).filter((code) => !found.has(code as never))).toEqual([]);
});

test('no answer outside these outcomes is ever given', async () => {
  for (const row of CASES) {
    for (const { code, outcome } of (await judge(row)).checks)
      expect([code, OUTCOMES[code]]).toEqual([code, expect.arrayContaining([outcome])]);
  }
});

test('every reason of the signature core answers a check: what does not hold fails, what cannot be judged stays open', () => {
  expect(Object.keys(CORE_ANSWERS).sort()).toEqual([...CORE_REASONS].sort());
  for (const reason of CORE_REASONS) {
    const outcome = UNSUPPORTED_REASONS.has(reason) ? 'indeterminate' : 'failed';
    expect([reason, CORE_ANSWERS[reason].outcome]).toEqual([reason, outcome]);
    expect(POLICY_FLOOR[CORE_ANSWERS[reason].check]).toBe('always');
  }
});
