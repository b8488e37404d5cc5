import { describe, expect, test } from 'vitest';
import type { HocBa, VaiTroKy } from '../../src/hoc-ba/index.js';
import { OCCASIONS } from '../../src/quy-dinh/index.js';
import { cv2088, type HocBaFile, openHocBaList, phatHanh2025 } from '../../src/record-xml/index.js';
import {
  type PlanSigningOptions,
  planSigning,
  planSigningList,
  RECEIVER_CV2088,
  RECEIVER_DUAL,
  RECEIVER_XADES,
  type SigningPlan,
} from '../../src/signing/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import {
  AT,
  alter,
  codeOf,
  listOf,
  signatureText,
  signed,
  slotText,
  specimenNumber,
  specimenWithSubjectTeacher,
  textOf,
  unsigned,
} from './kit.js';

/** `GVCN next` and so on, with the reason of what is blocked. */
const steps = ({ steps: all }: SigningPlan) =>
  all.map(({ role, state, reason }) => `${role} ${state}${reason === null ? '' : ` ${reason}`}`);
const actions = ({ nextActions }: SigningPlan) =>
  nextActions.map(({ code, role }) => (role === null ? code : `${code} ${role}`));

describe('year end', () => {
  const stages: readonly (readonly [
    signedBy: readonly VaiTroKy[],
    steps: readonly string[],
    actions: readonly string[],
  ])[] = [
    [
      [],
      ['giaoVienChuNhiem next', 'canBoQuanLy next', 'phatHanh blocked earlierRoleMissing'],
      ['sign giaoVienChuNhiem', 'sign canBoQuanLy'],
    ],
    [
      ['giaoVienChuNhiem'],
      ['giaoVienChuNhiem done', 'canBoQuanLy next', 'phatHanh blocked earlierRoleMissing'],
      ['sign canBoQuanLy'],
    ],
    [['canBoQuanLy'], ['giaoVienChuNhiem skipped', 'canBoQuanLy done', 'phatHanh next'], ['sign phatHanh']],
    [
      ['giaoVienChuNhiem', 'canBoQuanLy'],
      ['giaoVienChuNhiem done', 'canBoQuanLy done', 'phatHanh next'],
      ['sign phatHanh'],
    ],
    [
      ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'],
      ['giaoVienChuNhiem done', 'canBoQuanLy done', 'phatHanh done'],
      ['submit'],
    ],
    [['canBoQuanLy', 'phatHanh'], ['giaoVienChuNhiem skipped', 'canBoQuanLy done', 'phatHanh done'], ['submit']],
  ];

  test.each(stages)('signed by %j', async (roles, expected, next) => {
    for (const receiver of [RECEIVER_CV2088, RECEIVER_XADES, RECEIVER_DUAL]) {
      for (const layout of [cv2088, phatHanh2025]) {
        const plan = await planSigning(await signed({ receiver, layout, roles }));
        // The field's layout has a slot for subject teachers, who need not sign.
        const own = steps(plan).filter((one) => !one.startsWith('giaoVienBoMon'));
        expect([plan.occasion, own]).toEqual(['yearEnd', expected]);
        expect(actions(plan).filter((one) => one !== 'sign giaoVienBoMon')).toEqual(next);
        expect(plan.complete).toBe(next[0] === 'submit');
      }
    }
  });

  test('says when each role claims to have signed', async () => {
    const plan = await planSigning(await signed({ roles: ['giaoVienChuNhiem'] }));
    expect(plan.steps.map(({ signingTime }) => signingTime)).toEqual([AT.toISOString(), null, null]);
  });

  test('a policy raises what a missing teacher means, and lowers nothing', async () => {
    const policy = { giaoVienChuNhiem: 'error', phatHanh: 'none' } as const;
    const plan = await planSigning(unsigned(), { policy });
    expect(steps(plan)).toEqual([
      'giaoVienChuNhiem next',
      'canBoQuanLy blocked earlierRoleMissing',
      'phatHanh blocked earlierRoleMissing',
    ]);
    expect(plan.steps.map(({ missing }) => missing)).toEqual(['error', 'error', 'error']);
    const late = await planSigning(await signed({ roles: ['canBoQuanLy'] }), { policy });
    expect(steps(late)[0]).toBe('giaoVienChuNhiem blocked laterRoleSigned');
    expect(actions(late)).toEqual(['recallAndReplace giaoVienChuNhiem']);
  });

  test('a policy for a role without a slot blocks, and says that', async () => {
    const plan = await planSigning(unsigned(), { policy: { giaoVienBoMon: 'error' } });
    expect(steps(plan)[0]).toBe('giaoVienBoMon blocked noSlot');
    expect(plan.complete).toBe(false);
  });
});

describe('other occasions, by what the record is', () => {
  const partial: HocBa = {
    ...specimenHocBa(),
    thoiDiemLap: 'motPhanNamHoc',
    motPhanNamHoc: { denNgay: '2024-01-15', daHoanThanhHocKy1: true, lyDo: 'chuyển trường' },
  } as unknown as HocBa;

  test('opening, partial year and digitised records have plans of their own', async () => {
    const usual = OCCASIONS.filter(({ usualFor }) => usualFor !== undefined).map(({ id }) => id);
    expect(usual).toEqual(['opening', 'yearEnd', 'partialYear', 'digitisedArrival']);
    for (const [occasion, roles] of [
      ['opening', ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh']],
      ['partialYear', ['canBoQuanLy', 'phatHanh']],
      ['digitisedArrival', ['canBoQuanLy', 'phatHanh']],
      ['civilStatusChange', ['canBoQuanLy', 'phatHanh']],
    ] as const) {
      const plan = await planSigning(unsigned(), { occasion });
      expect([plan.occasion, plan.steps.map(({ role }) => role)]).toEqual([occasion, roles]);
    }
  });

  test('the usual one is taken from the record', async () => {
    expect((await planSigning(unsigned({ hocBa: partial }))).occasion).toBe('partialYear');
    const digitised = { ...specimenHocBa(), nguonGoc: 'banSoHoa', soHoa: SO_HOA } as unknown as HocBa;
    const plan = await planSigning(unsigned({ hocBa: digitised }));
    expect([plan.occasion, plan.preparation]).toEqual(['digitisedArrival', ['checkScans']]);
    expect(steps(plan)).toEqual(['canBoQuanLy next', 'phatHanh blocked earlierRoleMissing']);
  });

  test('preparation is said', async () => {
    const of = async (occasion: string) => (await planSigning(unsigned(), { occasion })).preparation;
    expect(await of('opening')).toEqual(['createRecord']);
    expect(await of('digitisedOwnYears')).toEqual(['checkScans']);
    expect(await of('civilStatusChange')).toEqual(['attachDecision']);
    expect(await of('departedTeacher')).toEqual(['attachHandOver']);
    expect(await of('yearEnd')).toEqual([]);
  });

  test('an occasion without signatures is complete and asks for nothing', async () => {
    const plan = await planSigning(unsigned(), { occasion: 'laterYear' });
    expect([plan.steps, plan.nextActions, plan.complete]).toEqual([[], [], true]);
  });

  test('an unknown one is refused', async () => {
    expect(await codeOf(planSigning(unsigned(), { occasion: 'summer' }))).toBe('ERR_OCCASION_UNKNOWN');
  });
});

describe('a teacher who left', () => {
  const plan = (departed: PlanSigningOptions['departed'], occasion = 'departedTeacher', file = unsigned()) =>
    planSigning(file, { occasion, ...(departed === undefined ? {} : { departed }) });
  const standIns = ({ steps: all }: SigningPlan) => all.map(({ role, standIn }) => [role, standIn]);

  test('and was replaced: the successor signs in the same role', async () => {
    const one = await plan({ giaoVienChuNhiem: 'replaced' });
    expect(standIns(one)[0]).toEqual(['giaoVienChuNhiem', 'successor']);
    expect(steps(one)[0]).toBe('giaoVienChuNhiem next');
  });

  test('and was not: the principal’s signature stands for it, nothing is put into the slot', async () => {
    const one = await plan({ giaoVienChuNhiem: 'notReplaced' });
    expect(standIns(one)[0]).toEqual(['giaoVienChuNhiem', 'canBoQuanLy']);
    expect(steps(one)).toEqual(['giaoVienChuNhiem skipped', 'canBoQuanLy next', 'phatHanh blocked earlierRoleMissing']);
    expect(actions(one)).toEqual(['sign canBoQuanLy']);
    const done = await signed({ roles: ['canBoQuanLy', 'phatHanh'] });
    const policy = { giaoVienChuNhiem: 'error' } as const;
    const options = { occasion: 'departedTeacher', policy };
    expect((await planSigning(done, { ...options, departed: { giaoVienChuNhiem: 'notReplaced' } })).complete).toBe(
      true,
    );
    expect((await planSigning(done, options)).complete).toBe(false);
  });

  test('of older years: the head signs, whoever is in post', async () => {
    for (const situation of ['replaced', 'notReplaced'] as const) {
      const one = await plan({ giaoVienChuNhiem: situation }, 'digitisedOwnYears');
      expect(standIns(one)[0]).toEqual(['giaoVienChuNhiem', 'canBoQuanLy']);
      expect(steps(one)[0]).toBe('giaoVienChuNhiem skipped');
    }
  });

  test('who signed before leaving is done', async () => {
    const file = await signed({ roles: ['giaoVienChuNhiem'] });
    expect(steps(await plan({ giaoVienChuNhiem: 'notReplaced' }, 'departedTeacher', file))[0]).toBe(
      'giaoVienChuNhiem done',
    );
  });

  test('nobody stands in for the principal or the seal', async () => {
    for (const role of ['canBoQuanLy', 'phatHanh'] as const) {
      expect(await codeOf(plan({ [role]: 'replaced' }))).toBe('ERR_ARGUMENT_INVALID');
      expect(await codeOf(plan({ [role]: 'notReplaced' }))).toBe('ERR_ARGUMENT_INVALID');
    }
  });

  test('without a word about it nobody stands in', async () => {
    expect(standIns(await plan(undefined)).every(([, standIn]) => standIn === null)).toBe(true);
  });
});

describe('many subject teachers', () => {
  const hocBa = specimenWithSubjectTeacher();
  const other = { maGiaoVien: 'GV02', hoVaTen: 'Võ Thị H', soDinhDanhCaNhan: '000000000003' };
  const two = {
    ...hocBa,
    monHoc: hocBa.monHoc.map((row, index) => (index === 2 ? { ...row, giaoVienBoMon: other } : row)),
  };
  const first = async (file: HocBaFile | Uint8Array) =>
    (await planSigning(file, { policy: { giaoVienBoMon: 'error' } })).steps[0]!;

  test('are told apart by their code; the role is done when all of them are', async () => {
    const none = await first(unsigned({ layout: phatHanh2025, hocBa: two }));
    expect([none.state, none.people]).toEqual([
      'next',
      [
        { key: 'GV01', state: 'open' },
        { key: 'GV02', state: 'open' },
      ],
    ]);
    const one = await signed({ layout: phatHanh2025, hocBa: two, roles: ['giaoVienBoMon'] });
    const half = await first(one);
    expect([half.state, half.people.map(({ state }) => state)]).toEqual(['next', ['done', 'open']]);
    const all = await signed({ layout: phatHanh2025, hocBa, roles: ['giaoVienBoMon'] });
    expect([(await first(all)).state, (await first(all)).people]).toEqual(['done', [{ key: 'GV01', state: 'done' }]]);
    const broken = await first(alter(all, '<MUC_DAT_DUOC>Hoàn thành tốt<', '<MUC_DAT_DUOC>Hoàn thành<'));
    expect([broken.state, broken.reason, broken.people]).toEqual([
      'blocked',
      'signatureBroken',
      [{ key: 'GV01', state: 'broken' }],
    ]);
  });
});

describe('what blocks', () => {
  test('a broken signature, wherever it stands', async () => {
    const file = await signed({ roles: ['giaoVienChuNhiem', 'canBoQuanLy'] });
    const plan = await planSigning(alter(file, '>10<', '>9<'));
    expect(steps(plan)).toEqual([
      'giaoVienChuNhiem blocked signatureBroken',
      'canBoQuanLy blocked signatureBroken',
      'phatHanh blocked signatureBroken',
    ]);
    expect(actions(plan)).toEqual(['recallAndReplace giaoVienChuNhiem']);
    expect(plan.complete).toBe(false);
  });

  test('several signatures in a slot, two slots for a role', async () => {
    const file = await signed({ roles: ['giaoVienChuNhiem'] });
    const own = signatureText(file, 'giaoVienChuNhiem');
    const twice = await planSigning(alter(file, own, own + own));
    expect(steps(twice).slice(0, 2)).toEqual([
      'giaoVienChuNhiem blocked severalSignatures',
      'canBoQuanLy blocked signatureBroken',
    ]);
    const slot = slotText(file, 'giaoVienChuNhiem');
    const slots = await planSigning(alter(file, slot, `${slot}<GVCN></GVCN>`));
    expect(steps(slots)[0]).toBe('giaoVienChuNhiem blocked severalSignatures');
  });

  test('a mandatory role that a later one has overtaken', async () => {
    const file = await signed();
    const emptied = alter(file, slotText(file, 'canBoQuanLy'), '');
    const plan = await planSigning(emptied);
    expect(steps(plan)[1]).toBe('canBoQuanLy blocked laterRoleSigned');
    expect(actions(plan)).toEqual(['recallAndReplace canBoQuanLy']);
  });

  test('a record that cannot be read', async () => {
    const plan = await planSigning(alter(unsigned(), /<GIOI_TINH>[^<]*</, '<GIOI_TINH>?<'));
    expect(steps(plan).every((one) => one.endsWith('blocked recordUnreadable'))).toBe(true);
    expect([actions(plan), plan.complete]).toEqual([['correctRecord'], false]);
    const signedAll = await planSigning(alter(await signed(), '>10<', '>ten<'));
    expect(signedAll.complete).toBe(false);
  });
});

describe('a class', () => {
  test('has the plan of every record, counts by role, and what to do for whom', async () => {
    const files = [
      await signed({ hocBa: specimenNumber(0) }),
      await signed({ hocBa: specimenNumber(1), roles: ['giaoVienChuNhiem'] }),
      unsigned({ hocBa: specimenNumber(2) }),
      alter(await signed({ hocBa: specimenNumber(3) }), '>10<', '>9<'),
    ];
    for (const input of [files, listOf(...files)]) {
      const plan = await planSigningList(input);
      expect(plan.records.map(({ index, maTraCuu }) => [index, maTraCuu])).toEqual(
        [0, 1, 2, 3].map((index) => [index, specimenNumber(index).maTraCuu]),
      );
      expect(plan.roles).toEqual([
        { role: 'giaoVienChuNhiem', count: { done: 2, next: 1, blocked: 1, skipped: 0 } },
        { role: 'canBoQuanLy', count: { done: 1, next: 2, blocked: 1, skipped: 0 } },
        { role: 'phatHanh', count: { done: 1, next: 0, blocked: 3, skipped: 0 } },
      ]);
      expect(plan.nextActions).toEqual([
        { code: 'submit', role: null, records: [0] },
        { code: 'sign', role: 'canBoQuanLy', records: [1, 2] },
        { code: 'sign', role: 'giaoVienChuNhiem', records: [2] },
        { code: 'recallAndReplace', role: 'giaoVienChuNhiem', records: [3] },
      ]);
      expect(plan.complete).toBe(false);
    }
  });

  test('is the same for a record alone and in the list', async () => {
    const files = [await signed({ hocBa: specimenNumber(0) }), unsigned({ hocBa: specimenNumber(1) })];
    const list = await planSigningList(listOf(...files));
    expect(list.records.map(({ plan }) => plan)).toEqual(await Promise.all(files.map((file) => planSigning(file))));
    expect(await planSigningList(openHocBaList(listOf(...files)))).toEqual(list);
  });

  test('is complete when every record is; an empty one never', async () => {
    expect((await planSigningList([await signed(), await signed()])).complete).toBe(true);
    expect(await planSigningList([])).toEqual({ records: [], roles: [], nextActions: [], complete: false });
    expect(await codeOf(planSigningList(listOf()))).toBe('ERR_RECORD_NONE');
  });

  test('reports a record that cannot be planned by itself', async () => {
    const plan = await planSigningList([new TextEncoder().encode('<x/>'), unsigned()]);
    expect(plan.records.map(({ error, plan: own }) => [error, own === null])).toEqual([
      ['ERR_RECORD_ROOT', true],
      [null, false],
    ]);
    expect(plan.nextActions[0]).toEqual({ code: 'correctRecord', role: null, records: [0] });
    expect(plan.complete).toBe(false);
  });

  test('options hold for every record; what the caller does wrong is thrown', async () => {
    const files = [unsigned(), unsigned()];
    const plan = await planSigningList(files, { occasion: 'partialYear' });
    expect(plan.roles.map(({ role }) => role)).toEqual(['canBoQuanLy', 'phatHanh']);
    expect(await codeOf(planSigningList(files, { occasion: 'summer' }))).toBe('ERR_OCCASION_UNKNOWN');
  });

  test('holds nothing of the pupils but their look-up codes', async () => {
    const text = JSON.stringify(await planSigningList([await signed()]));
    const { hoVaTen, soDinhDanhCaNhan, maHocSinh, ngaySinh } = specimenHocBa().hocSinh;
    for (const value of [hoVaTen, soDinhDanhCaNhan, maHocSinh, ngaySinh]) expect(text).not.toContain(String(value));
  });
});

test('a plan is plain data', async () => {
  const plan = await planSigning(await signed());
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  expect(textOf(await signed())).toContain('DANH_SACH_THONG_TIN_KY');
});

const SO_HOA = {
  banQuet: [{ kieuNoiDung: 'application/pdf', sha256Hex: '0'.repeat(64) }],
  ngaySoHoa: '2024-08-01',
  nguoiSoHoa: { hoVaTen: 'Đỗ Văn K' },
  nguoiXacNhan: { hoVaTen: 'Trần Văn E' },
};
