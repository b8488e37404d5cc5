/* The aggregation as a table (docs/xac-minh.md prints the same one), and what turns a record green: everything at once. */
import { describe, expect, test } from 'vitest';
import { RECEIVERS } from '../../src/signing/index.js';
import { concludeChecks, concludeRecord } from '../../src/verification/conclude.js';
import {
  type AuthorityPort,
  type CheckLevel,
  type CheckResult,
  type Conclusion,
  type Outcome,
  POLICY_NEAC,
  verifyHocBa,
  worstConclusion,
} from '../../src/verification/index.js';
import { allPorts, devCa, ROLES, signed, unsigned } from '../signing/kit.js';

const check = (level: CheckLevel, outcome: Outcome): CheckResult => ({
  code: 'value',
  outcome,
  reason: null,
  subIndication: outcome === 'failed' ? 'HASH_FAILURE' : outcome === 'indeterminate' ? 'TRY_LATER' : null,
  level,
  params: {},
});

describe('the checks of one role', () => {
  /** What one answer does beside a decisive one that passed. */
  const table: readonly (readonly [CheckLevel, Outcome, Conclusion])[] = [
    ['fail', 'passed', 'totalPassed'],
    ['fail', 'failed', 'totalFailed'],
    ['fail', 'indeterminate', 'indeterminate'],
    ['fail', 'notRun', 'totalPassed'],
    ['warn', 'passed', 'totalPassed'],
    ['warn', 'failed', 'totalPassed'],
    ['warn', 'indeterminate', 'totalPassed'],
    ['warn', 'notRun', 'totalPassed'],
    ['inform', 'passed', 'totalPassed'],
    ['inform', 'failed', 'totalPassed'],
    ['inform', 'indeterminate', 'totalPassed'],
    ['inform', 'notRun', 'totalPassed'],
  ];
  test.each(table)('%s %s → %s', (level, outcome, conclusion) => {
    for (const checks of [
      [check('fail', 'passed'), check(level, outcome)],
      [check(level, outcome), check('fail', 'passed')],
    ]) {
      expect(concludeChecks(checks).conclusion).toBe(conclusion);
    }
  });

  test('failed comes before indeterminate, and its sub-indication is named', () => {
    const checks = [check('fail', 'indeterminate'), check('fail', 'failed'), check('fail', 'passed')];
    expect(concludeChecks(checks)).toEqual({ conclusion: 'totalFailed', subIndication: 'HASH_FAILURE' });
    expect(concludeChecks(checks.slice(0, 1))).toEqual({ conclusion: 'indeterminate', subIndication: 'TRY_LATER' });
  });

  test('nothing that decided is nothing passed', () => {
    for (const checks of [[], [check('warn', 'passed')], [check('fail', 'notRun')], [check('inform', 'passed')]]) {
      expect(concludeChecks(checks).conclusion).toBe('indeterminate');
    }
  });
});

describe('the record', () => {
  const passed = { conclusion: 'totalPassed', subIndication: null } as const;
  const open = { conclusion: 'indeterminate', subIndication: 'TRY_LATER' } as const;
  const failed = { conclusion: 'totalFailed', subIndication: 'HASH_FAILURE' } as const;
  const role = (is: 'mandatory' | 'present' | 'absent', one: typeof passed | typeof open | typeof failed) => ({
    mandatory: is === 'mandatory',
    present: is !== 'absent',
    ...one,
  });

  /** Own checks, mandatory role, optional role that signed, optional role that has not → the record. */
  const rows = [
    [passed, passed, passed, open, 'totalPassed'],
    [passed, passed, open, open, 'indeterminate'],
    [passed, passed, failed, open, 'totalFailed'],
    [passed, open, passed, open, 'indeterminate'],
    [passed, failed, passed, open, 'totalFailed'],
    [passed, failed, open, open, 'totalFailed'],
    [open, passed, passed, open, 'indeterminate'],
    [open, failed, passed, open, 'totalFailed'],
    [failed, passed, passed, open, 'totalFailed'],
    [failed, open, open, open, 'totalFailed'],
    // An optional role that has not signed counts only with a fault of its own (two slots).
    [passed, passed, passed, failed, 'totalFailed'],
  ] as const;
  test.each(rows)(
    'own %o, mandatory %o, optional %o, absent %o → %s',
    (own, mandatory, optional, absent, conclusion) => {
      const roles = [role('mandatory', mandatory), role('present', optional), role('absent', absent)];
      expect(concludeRecord(own, roles).conclusion).toBe(conclusion);
      const { subIndication } = concludeRecord(own, roles);
      expect(subIndication).toBe(
        { totalPassed: null, indeterminate: 'TRY_LATER', totalFailed: 'HASH_FAILURE' }[conclusion],
      );
    },
  );

  test('without any role that counts is never passed', () => {
    expect(concludeRecord(passed, []).conclusion).toBe('indeterminate');
    expect(concludeRecord(passed, [role('absent', open)]).conclusion).toBe('indeterminate');
  });

  test('the worst of several; of none nothing good', () => {
    expect(worstConclusion([])).toBe('totalFailed');
    expect(worstConclusion(['totalPassed', 'indeterminate'])).toBe('indeterminate');
    expect(worstConclusion(['indeterminate', 'totalFailed', 'totalPassed'])).toBe('totalFailed');
  });
});

describe('totalPassed needs everything at once', () => {
  const judge = async (file: Parameters<typeof verifyHocBa>[0], missing: object) => {
    const { conclusion, subIndication } = await verifyHocBa(file, { ...(await allPorts()), ...missing });
    return [conclusion, subIndication];
  };

  test.each(Object.entries(RECEIVERS))('%s', async (_, receiver) => {
    const file = await signed({ receiver });
    const { trust, ...others } = await allPorts();
    expect(await judge(file, {})).toEqual(['totalPassed', null]);
    const without = async (name: 'authority' | 'revocation') => {
      const { [name]: __, ...rest } = { ...others, trust: trust! };
      const report = await verifyHocBa(file, rest);
      return [report.conclusion, report.subIndication];
    };
    expect(await without('authority')).toEqual(['indeterminate', 'SIGNER_AUTHORITY_UNKNOWN']);
    expect(await without('revocation')).toEqual(['indeterminate', 'TRY_LATER']);
    const untrusted = await verifyHocBa(file, others);
    expect([untrusted.conclusion, untrusted.subIndication]).toEqual(['indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND']);
    const nothing = await verifyHocBa(file, { at: others.at! });
    expect([nothing.conclusion, nothing.subIndication]).toEqual(['indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND']);
    // The anchors alone, without the certificates in between.
    const { anchors } = await devCa();
    expect(await judge(file, { trust: { anchors } })).toEqual(['indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND']);
  });

  test('each role alone is asked', async () => {
    for (const role of ['canBoQuanLy', 'phatHanh'] as const) {
      const authority: AuthorityPort = (question) => (question.role === role ? 'unknown' : 'authorised');
      expect(await judge(await signed(), { authority })).toEqual(['indeterminate', 'SIGNER_AUTHORITY_UNKNOWN']);
    }
    const asked = new Set<string>();
    const revocation = ({ certificate }: { certificate: { fingerprint: string } }) => {
      asked.add(certificate.fingerprint);
      return { status: 'good' } as const;
    };
    expect((await judge(await signed(), { revocation }))[0]).toBe('totalPassed');
    // Three signers and the two issuing authorities; an anchor is trusted as it stands.
    expect(asked.size).toBe(5);
    for (const fingerprint of asked) {
      const one = ({ certificate }: { certificate: { fingerprint: string } }) =>
        ({ status: certificate.fingerprint === fingerprint ? 'revoked' : 'good' }) as const;
      expect(await judge(await signed(), { revocation: one })).toEqual(['totalFailed', 'REVOKED']);
    }
  });

  test('the register is asked with role, school and the stated time', async () => {
    const questions: unknown[] = [];
    const authority = ({ role, maTruong, at }: { role: string; maTruong: string; at: Date }) => {
      questions.push([role, maTruong, at.toISOString()]);
      return 'authorised' as const;
    };
    await judge(await signed(), { authority });
    expect(questions).toEqual([
      ['canBoQuanLy', '01001401', '2024-05-31T03:00:00.000Z'],
      ['phatHanh', '01001401', '2024-05-31T03:00:00.000Z'],
    ]);
  });

  test('every subset of the signatures: green only with principal and seal', async () => {
    for (const roles of subsets(ROLES)) {
      // A seal without the principal is not made by this package; the others are what they are.
      if (roles.includes('phatHanh') && !roles.includes('canBoQuanLy')) continue;
      const [conclusion] = await judge(roles.length === 0 ? unsigned() : await signed({ roles }), {});
      const isWhole = roles.includes('canBoQuanLy') && roles.includes('phatHanh');
      expect([roles, conclusion]).toEqual([roles, isWhole ? 'totalPassed' : 'totalFailed']);
    }
  });

  test('a deciding check that was not run is one of the few that may not arise', async () => {
    const report = await verifyHocBa(await signed(), await allPorts());
    expect(report.conclusion).toBe('totalPassed');
    const notRun = report.checks.filter(({ level, outcome }) => level === 'fail' && outcome === 'notRun');
    expect(notRun.map(({ code, role }) => `${code} ${role}`)).toEqual(['signerAuthority giaoVienChuNhiem']);
    const asked = new Set(report.checks.map(({ code }) => code));
    expect(Object.keys(POLICY_NEAC.checks).filter((code) => !asked.has(code as never))).toEqual([]);
  });
});

test('an anchor that is the signer’s own certificate leaves revocation unknown: nobody was asked', async () => {
  const file = await signed();
  const ports = await allPorts();
  const anchors = await Promise.all(ROLES.map(async (role) => (await (await devCa()).identity(role)).certificate));
  const report = await verifyHocBa(file, { ...ports, trust: { anchors } });
  expect([report.conclusion, report.subIndication]).toEqual(['indeterminate', 'TRY_LATER']);
  expect(report.checks.filter(({ code }) => code === 'path').map(({ outcome }) => outcome)).toEqual([
    'passed',
    'passed',
    'passed',
  ]);
});

function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((__, at) => (bits >> at) % 2 === 1));
}
