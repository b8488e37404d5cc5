/* Each next action: the file or the call as it is, the action done, and a verdict that is better by it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { RECEIVER_CV2088, RECEIVER_DUAL } from '../../src/signing/index.js';
import {
  describeReport,
  NEXT_ACTIONS,
  type NextActionCode,
  POLICY_NEAC,
  REASONS,
  type VerifyHocBaOptions,
  verifyHocBa,
  verifyHocBaList,
} from '../../src/verification/index.js';
import { reasonText } from '../../src/verification/reasons.js';
import {
  allPorts,
  alter,
  LATER,
  listOf,
  ROLES,
  recordText,
  register,
  signed,
  signerOf,
  unsigned,
} from '../signing/kit.js';
import { FRESH, stamped, trustListOf, withCrls } from './stamps.js';

interface Side {
  readonly file: Uint8Array;
  readonly options?: Partial<VerifyHocBaOptions>;
}
interface Row {
  readonly before: () => Promise<Side>;
  /** The same after somebody did what the action says. */
  readonly after: () => Promise<Side>;
}

let whole: Uint8Array;
let ports: VerifyHocBaOptions;
beforeAll(async () => {
  whole = (await signed()).bytes;
  ports = await allPorts();
});

const HOUR = 3_600_000;
const SOON = new Date('2024-06-15T00:00:00Z');
const AFTER_SOON = new Date('2024-07-01T00:00:00Z');
const asked = {
  policy: { ...POLICY_NEAC, id: 'asked', checks: { ...POLICY_NEAC.checks, authorityCopy: 'fail' } },
} as const;
const strictIds = {
  policy: { ...POLICY_NEAC, id: 'ids', checks: { ...POLICY_NEAC.checks, idsUnique: 'fail' } },
} as const;
const copy = (status: 'absent' | 'recalled' | 'replaced') => ({ authorityCopy: () => ({ status }) }) as const;
const same: Partial<VerifyHocBaOptions> = {
  authorityCopy: ({ recordDigest }) => ({ status: 'present', recordDigest }),
};
const good = async (options: Partial<VerifyHocBaOptions> = {}): Promise<Side> => ({ file: whole, options });
const crls = async (thisUpdate: number, lasts: number): Promise<Partial<VerifyHocBaOptions>> => {
  const period = {
    thisUpdate: new Date(LATER.getTime() + thisUpdate),
    nextUpdate: new Date(LATER.getTime() + thisUpdate + lasts),
  };
  const { evidence } = await withCrls(period);
  return { revocation: undefined, evidence } as unknown as Partial<VerifyHocBaOptions>;
};
const endingSigner = async () =>
  signed({ signers: { canBoQuanLy: await signerOf('canBoQuanLy', { notAfter: SOON }) } });

const ROWS: Readonly<Record<NextActionCode, Row>> = {
  GET_ISSUED_FILE: { before: async () => ({ file: alter(whole, '>10<', '>9<') }), after: () => good() },
  GET_NEWEST_VERSION: { before: () => good(copy('replaced')), after: () => good(same) },
  ASK_ABOUT_RECALL: { before: () => good(copy('recalled')), after: () => good(same) },
  ASK_TO_SUBMIT: { before: () => good({ ...asked, ...copy('absent') }), after: () => good({ ...asked, ...same }) },
  COMPARE_WITH_COPY: { before: () => good(asked), after: () => good({ ...asked, ...same }) },
  SIGN_AGAIN: {
    before: async () => ({
      file: (await signed({ receiver: { ...RECEIVER_DUAL, orderReferences: false } })).bytes,
      options: { policy: { ...POLICY_NEAC, id: 'order', checks: { ...POLICY_NEAC.checks, order: 'fail' } } },
    }),
    after: () => good({ policy: { ...POLICY_NEAC, id: 'order', checks: { ...POLICY_NEAC.checks, order: 'fail' } } }),
  },
  LET_ROLES_SIGN: { before: async () => ({ file: unsigned().bytes }), after: () => good() },
  LET_ROLE_SIGN: {
    before: async () => ({ file: (await signed({ roles: ['giaoVienChuNhiem', 'canBoQuanLy'] })).bytes }),
    after: () => good(),
  },
  RELY_ON_SIGNED_PART: {
    before: async () => ({ file: alter(whole, '</DU_LIEU_HOC_BA>', '</DU_LIEU_HOC_BA><GHI_CHU_RIENG/>') }),
    after: () => good(),
  },
  SEPARATE_RECORDS: {
    before: async () => {
      const fixed = { ...RECEIVER_CV2088, idScheme: 'fixed', saltId: false } as const;
      const one = await signed({ receiver: fixed as never });
      return { file: listOf(one, recordText(one)), options: strictIds };
    },
    after: async () => {
      const fixed = { ...RECEIVER_CV2088, idScheme: 'fixed', saltId: false } as const;
      return { file: (await signed({ receiver: fixed as never })).bytes, options: strictIds };
    },
  },
  GIVE_TRUST: { before: () => good({ trust: { anchors: [] } }), after: () => good() },
  GET_TRUST_LIST: {
    before: async () => good({ trust: { anchors: [] }, trustList: await trustListOf({ nextUpdate: LATER }) }),
    after: async () => good({ trust: { anchors: [] }, trustList: await trustListOf() }),
  },
  GET_REGISTER: {
    before: () => good({ authority: () => 'unknown' }),
    after: async () => good({ authority: await register() }),
  },
  GET_REVOCATION: {
    before: () => good({ revocation: undefined, evidence: {} } as unknown as Partial<VerifyHocBaOptions>),
    after: async () => good(await crls(-HOUR, 24 * HOUR)),
  },
  GET_NEWER_REVOCATION: {
    before: async () => good(await crls(-48 * HOUR, 24 * HOUR)),
    after: async () => good(await crls(-HOUR, 24 * HOUR)),
  },
  WAIT_FOR_RELEASE: { before: () => good({ revocation: () => ({ status: 'onHold' }) }), after: () => good() },
  GET_STAMPED_COPY: {
    before: async () => ({ file: (await endingSigner()).bytes, options: { at: AFTER_SOON } }),
    after: async () => ({ file: await stamped(await endingSigner(), 'canBoQuanLy'), options: { at: AFTER_SOON } }),
  },
  ADD_TIME_STAMP: {
    before: () => good({ policy: 'archive' }),
    after: async () => {
      let file = whole;
      for (const role of ROLES) file = await stamped(file, role);
      return { file, options: { policy: 'archive' } };
    },
  },
  CHECK_ELSEWHERE: {
    before: () => good({ deadline: LATER, clock: () => new Date(LATER.getTime() + 1) }),
    after: () => good({ deadline: LATER, clock: () => LATER }),
  },
};

const judge = async ({ file, options = {} }: Side) => (await verifyHocBaList(file, { ...ports, ...options }))[0]!;
const RANK = { totalFailed: 0, indeterminate: 1, totalPassed: 2 } as const;

describe('every action', () => {
  test.each(Object.entries(ROWS))('%s turns the verdict when it is done', async (code, { before, after }) => {
    const first = await judge(await before());
    expect(first.nextActions.map((one) => one.code)).toContain(code);
    const then = await judge(await after());
    expect([code, RANK[then.conclusion] > RANK[first.conclusion]]).toEqual([code, true]);
    expect([code, then.conclusion, then.nextActions]).toEqual([code, 'totalPassed', []]);
    const [action] = first.nextActions.filter((one) => one.code === code);
    for (const language of ['vi', 'en'] as const) {
      const lines = describeReport(first, language).sections[0]!.lines.map(({ text }) => text);
      expect(lines.some((line) => line.endsWith(NEXT_ACTIONS[action!.code][language]))).toBe(true);
    }
  });

  test('is said by a reason, and every reason of a deciding check that did not pass has one', async () => {
    const used = new Set(Object.keys(REASONS).map((code) => reasonText(code as keyof typeof REASONS).action));
    expect(Object.keys(NEXT_ACTIONS).filter((code) => !used.has(code as NextActionCode))).toEqual([]);
    expect(new Set(Object.values(NEXT_ACTIONS).map(({ vi }) => vi)).size).toBe(Object.keys(NEXT_ACTIONS).length);
  });
});

test('an action names whose signature, by which check and reason, and what evidence has to speak of', async () => {
  const { nextActions } = await verifyHocBa(whole, {
    ...ports,
    authority: ({ role }) => (role === 'phatHanh' ? 'unknown' : 'authorised'),
    revocation: () => ({ status: 'unknown' }),
  });
  expect(nextActions).toMatchObject(
    [
      ...ROLES.map((role) => ({
        code: 'GET_REVOCATION',
        role,
        check: 'revocation',
        params: { neededAt: LATER.toISOString() },
      })),
      { code: 'GET_REGISTER', role: 'phatHanh', check: 'signerAuthority', reason: 'AUTHORITY_UNKNOWN' },
    ].sort((a, b) => ROLES.indexOf(a.role as never) - ROLES.indexOf(b.role as never)),
  );
  // With a stamp it is the time the stamp proves.
  const early = await verifyHocBa(await stamped(whole, 'canBoQuanLy'), { ...ports, ...(await crls(-96 * HOUR, HOUR)) });
  expect(early.conclusion).not.toBe('totalPassed');
});

test('what is wrong comes before what is missing', async () => {
  const { nextActions } = await verifyHocBa(alter(whole, '>10<', '>9<'), { ...ports, trust: { anchors: [] } });
  expect(nextActions[0]!.code).toBe('GET_ISSUED_FILE');
  expect(nextActions.map(({ code }) => code)).toContain('GIVE_TRUST');
  expect(FRESH.nextUpdate > LATER).toBe(true);
});
