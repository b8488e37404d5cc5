/* Facts apart from judgement: judged again without the file they give what a fresh verification of the file gives. */
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCertificate } from '../../src/certificate/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import {
  encodeFacts,
  factsOf,
  type JudgeOptions,
  judgeAgain,
  POLICY_NEAC,
  parseFacts,
  type VerificationFacts,
  type VerificationReport,
  verifyHocBa,
  verifyHocBaList,
} from '../../src/verification/index.js';
import { AT, allPorts, codeOf, devCa, LATER, ROLES, register, signed, signerOf } from '../signing/kit.js';
import { CASES } from './cases.js';
import { FRESH, STAMPED_AT, stamped, trustListOf, withCrls } from './stamps.js';

const plain = (report: VerificationReport) => JSON.parse(JSON.stringify(report)) as Record<string, unknown>;
const restored = (facts: VerificationFacts) => parseFacts(encodeFacts(facts));
const YEAR = 365 * 86_400_000;
const WITH_TEACHER = {
  ...POLICY_NEAC,
  id: 'gvbm',
  mandatoryRoles: ['giaoVienBoMon', 'canBoQuanLy', 'phatHanh'],
} as const;
const STRICT = {
  ...POLICY_NEAC,
  id: 'strict',
  checks: { ...POLICY_NEAC.checks, rules: 'fail', authorityCopy: 'fail', annexI: 'fail', idsUnique: 'fail' },
} as const;

describe('every case', () => {
  test.each([
    ['archive, years later', { policy: 'archive', at: new Date(LATER.getTime() + 4 * YEAR) }] as const,
    ['cv2088, a minute later', { policy: 'cv2088', at: new Date(LATER.getTime() + 60_000) }] as const,
    ['another mandatory role', { policy: WITH_TEACHER }] as const,
    ['more that decides, on the day of signing', { policy: STRICT, at: AT }] as const,
    ['neac, with nobody trusted', { policy: 'neac', trust: { anchors: [] } }] as const,
  ])(
    'judged again by %s',
    async (_, over: JudgeOptions) => {
      const ports = await allPorts();
      for (const { what, check, file, options = {} } of CASES) {
        const given = typeof options === 'function' ? await options() : options;
        const bytes = await file();
        const first = await verifyHocBaList(bytes, { ...ports, ...given });
        const { limits, deadline, clock, envelopedOnOwnObject, ...judging } = { ...ports, ...given, ...over };
        const ofFile = Object.fromEntries(
          Object.entries({ limits, deadline, clock, envelopedOnOwnObject }).filter(([, value]) => value !== undefined),
        );
        const fresh = await verifyHocBaList(bytes, { ...judging, ...ofFile });
        for (const [index, report] of first.entries()) {
          const facts = factsOf(report);
          const again = await judgeAgain(facts, judging);
          expect([check, what, plain(again)]).toEqual([check, what, plain(fresh[index]!)]);
          const kept = await judgeAgain(restored(facts), judging);
          expect([check, what, plain(kept)]).toEqual([check, what, plain(fresh[index]!)]);
        }
      }
    },
    240_000,
  );
});

describe('facts that were kept', () => {
  let file: Uint8Array;
  let facts: VerificationFacts;
  let options: JudgeOptions;
  beforeAll(async () => {
    file = await stamped(await signed(), 'canBoQuanLy');
    const { trust: _, ...ports } = await withCrls(FRESH);
    options = { ...ports, authority: await register(), trustList: await trustListOf() };
    facts = restored(factsOf(await verifyHocBa(file, {})));
  });
  const judge = async (over: JudgeOptions) => {
    const { conclusion, subIndication } = await judgeAgain(facts, { ...options, ...over });
    return [conclusion, subIndication];
  };

  test('were collected with nothing known, and pass with everything known', async () => {
    expect(await judge({})).toEqual(['totalPassed', null]);
    expect(plain(await judgeAgain(facts, options))).toEqual(plain(await verifyHocBa(file, options)));
  });

  test('answer to revocation, registers, lists, policies and dates that came later', async () => {
    const seal = parseCertificate((await signerOf('phatHanh')).certificate);
    const { evidence } = await withCrls(FRESH, [{ certificate: seal, revokedAt: new Date('2024-05-01T00:00:00Z') }]);
    expect(await judge({ evidence: evidence! })).toEqual(['totalFailed', 'REVOKED']);
    expect(await judge({ authority: () => 'notAuthorised' })).toEqual(['totalFailed', 'SIGNER_NOT_AUTHORISED']);
    expect(await judge({ evidence: {} })).toEqual(['indeterminate', 'TRY_LATER']);
    expect(await judge({ policy: 'archive' })).toEqual(['indeterminate', 'NO_POE']);
    expect(await judge({ at: new Date('2028-01-01T00:00:00Z') })).toEqual([
      'indeterminate',
      'NO_CERTIFICATE_CHAIN_FOUND',
    ]);
    expect(await judge({ at: new Date(AT.getTime() - 6 * 60_000) })).toEqual([
      'totalFailed',
      'SIG_CONSTRAINTS_FAILURE',
    ]);
  });

  test('can be kept again, and give nothing to hand out', async () => {
    const again = await judgeAgain(facts, options);
    expect(encodeFacts(factsOf(again))).toBe(encodeFacts(facts));
    expect(ROLES.map((role) => again.signedBy(role))).toEqual([null, null, null]);
  });

  test('do not know the rules of days before the signing, and say so', async () => {
    const early = await judgeAgain(facts, { ...options, at: new Date(AT.getTime() - 2 * 86_400_000) });
    const rules = early.checks.find(({ code }) => code === 'rules');
    expect([rules?.outcome, rules?.reason, early.ruleSet]).toEqual(['indeterminate', 'RULES_NOT_KEPT', null]);
    // A fresh verification does: the day of issue is in the future then.
    const report = await verifyHocBa(file, { ...options, at: new Date(AT.getTime() - 2 * 86_400_000) });
    expect(report.checks.find(({ code }) => code === 'rules')?.outcome).toBe('failed');
  });

  test('know what the rules say on every day around the dates of the record', async () => {
    const hocBa = specimenHocBa();
    const future = { ...hocBa, phatHanh: { ...hocBa.phatHanh, ngayPhatHanh: '2024-08-20' } };
    const signedFuture = await signed({ hocBa: future });
    const kept = restored(factsOf(await verifyHocBa(signedFuture, options)));
    const seen = new Set<string>();
    for (let day = 0; day < 110; day += 1) {
      const at = new Date(AT.getTime() + day * 86_400_000);
      const fresh = await verifyHocBa(signedFuture, { at });
      const again = await judgeAgain(kept, { at });
      expect([at, again.findings]).toEqual([at, fresh.findings]);
      seen.add(JSON.stringify(fresh.findings));
    }
    // A date in the future and later in the past: the days do differ.
    expect(seen.size).toBeGreaterThan(1);
  }, 60_000);

  test('hold certificates, lists and stamps, and nothing of the pupil', async () => {
    const text = encodeFacts(facts);
    const { hocSinh, danhGia, tongKet, monHoc } = specimenHocBa();
    const values = JSON.stringify([hocSinh, danhGia, tongKet, monHoc.map(({ nhanXet }) => nhanXet)])
      .match(/"[^"]{3,}"(?!:)/g)!
      .map((one) => one.slice(1, -1))
      .filter((one) => /\s|\d{4}/.test(one) && one !== 'TT27-2020');
    expect(values.length).toBeGreaterThan(10);
    expect(values.filter((one) => text.includes(one))).toEqual([]);
    // The certificates that roles share are written once.
    const { pool } = (JSON.parse(text) as { body: { pool: { certificates: string[] } } }).body;
    expect(new Set(pool.certificates).size).toBe(pool.certificates.length);
    expect(Object.values((await devCa()).authorities).length).toBeGreaterThan(0);
  });

  test('a damaged or changed text is found by its checksum, whatever is changed; another order of members is none', async () => {
    const text = encodeFacts(facts);
    const reorder = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reorder)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, one]) => [name, reorder(one)]),
            )
          : value;
    const reordered = JSON.stringify(reorder(JSON.parse(text)));
    expect(reordered).not.toBe(text);
    expect(plain(await judgeAgain(parseFacts(reordered), options))).toEqual(plain(await judgeAgain(facts, options)));
    for (let at = 0; at < text.length; at += Math.ceil(text.length / 150)) {
      const char = text[at] === '1' ? '2' : '1';
      const code = await codeOf(() => parseFacts(text.slice(0, at) + char + text.slice(at + 1)));
      expect([at, code]).toEqual([at, expect.stringMatching(/^ERR_FACTS_(MALFORMED|VERSION)$/)]);
    }
    const failing = text.replace('"outcome":"passed"', '"outcome":"failed"');
    expect(await codeOf(() => parseFacts(failing))).toBe('ERR_FACTS_MALFORMED');
    for (const wrong of ['', '{', 'null', '[]', '{}', '{"version":1}', '{"version":1,"sha256":"","body":{}}']) {
      expect([wrong, await codeOf(() => parseFacts(wrong))]).toEqual([wrong, expect.stringMatching(/^ERR_FACTS_/)]);
    }
    expect(await codeOf(() => parseFacts(text.replace('"version":1', '"version":2')))).toBe('ERR_FACTS_VERSION');
  });

  test('whoever changes the facts and their checksum changes the verdict: they are to be kept as verdicts are', async () => {
    // Out of scope by design, and shown here so that nobody takes the checksum for a signature.
    const forged = structuredClone({ ...facts, record: { ...facts.record!, recordDigest: '0'.repeat(64) } });
    expect((await judgeAgain(restored(forged), options)).recordDigest).toBe('0'.repeat(64));
  });

  test('a report that was not made here is no ground to judge again', async () => {
    const report = await verifyHocBa(file, options);
    expect(await codeOf(() => factsOf(plain(report) as unknown as VerificationReport))).toBe('ERR_ARGUMENT_INVALID');
    expect(await codeOf(() => factsOf({ ...report, signedBy: report.signedBy }))).toBe('ERR_ARGUMENT_INVALID');
    expect(STAMPED_AT > AT).toBe(true);
  });
});
