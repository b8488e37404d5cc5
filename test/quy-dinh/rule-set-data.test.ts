import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  danhGiaTT22Schema,
  danhGiaTT27Schema,
  type HocBa,
  ketQuaGiaoDucSchema,
  loaiKhenThuongSchema,
  MON_HOC_TIEU_HOC,
  MON_HOC_TIEU_HOC_TT22,
  mucDatMonHocSchema,
  mucDatNangLucPhamChatSchema,
} from '../../src/hoc-ba/index.js';
import {
  checkHocBa,
  DEADLINES,
  describeFinding,
  LEGAL_REFERENCES,
  legalReference,
  legalReferencesAsOf,
  OCCASIONS,
  parseRuleSet,
  proposeKetQua,
  RECORD_RULES,
  RULE_SETS,
  type RuleSet,
  ruleSetFor,
} from '../../src/quy-dinh/index.js';
import { type Draft, draft, validRecord } from './records.js';

const AT = new Date('2031-06-01T03:00:00Z');
const SRC = new URL('../../src/quy-dinh/', import.meta.url);
const secondary: unknown = JSON.parse(readFileSync(new URL('./vectors/gia-tuong-thcs.json', import.meta.url), 'utf8'));

const [TT30, TT27] = RULE_SETS as readonly [RuleSet, RuleSet];

describe('built-in rule sets', () => {
  test.each(RULE_SETS.map((set) => [set.id, set] as const))('%s is plain data that survives JSON', (_, set) => {
    expect(parseRuleSet(JSON.parse(JSON.stringify(set)))).toEqual(set);
  });

  test('cover every primary grade and year without gap or overlap', () => {
    for (let khoiLop = 1; khoiLop <= 5; khoiLop += 1) {
      for (let year = 2014; year <= 2030; year += 1) {
        const namHoc = `${year}-${year + 1}`;
        expect(ruleSetFor({ khoiLop, namHoc }).ruleSet.id).toBe(year < 2019 + khoiLop ? TT30.id : TT27.id);
      }
    }
  });

  test('know the rows of the models, in the order of the form', () => {
    const keysOf = (set: RuleSet, table: string) =>
      set.tables.find(({ id }) => id === table)?.rows.map(({ key }) => key);
    expect(keysOf(TT27, 'monHoc')).toEqual(MON_HOC_TIEU_HOC.items.map(({ code }) => code));
    expect(keysOf(TT30, 'monHoc')).toEqual(MON_HOC_TIEU_HOC_TT22.items.map(({ code }) => code));
    for (const [set, schema] of [
      [TT27, danhGiaTT27Schema],
      [TT30, danhGiaTT22Schema],
    ] as const) {
      for (const [table, shape] of Object.entries(schema.shape)) {
        if (!('shape' in shape)) continue;
        expect(keysOf(set, table)).toEqual(Object.keys(shape.shape).filter((key) => key !== 'nhanXet'));
      }
    }
  });

  test('know the labels of the code lists', () => {
    const labels = TT27.tables.find(({ id }) => id === 'monHoc')?.rows.map(({ label }) => label.vi);
    expect(labels).toEqual(MON_HOC_TIEU_HOC.items.map(({ label }) => label));
  });

  test('know the scales of the models', () => {
    for (const set of RULE_SETS) {
      for (const { id, levels } of set.tables) {
        const schema = id === 'monHoc' ? mucDatMonHocSchema : mucDatNangLucPhamChatSchema;
        expect(levels.map(({ key }) => key)).toEqual(schema.options);
      }
    }
    const results = [...TT27.result.results, TT27.result.otherwise].map(({ key }) => key);
    expect(results).toEqual(ketQuaGiaoDucSchema.options);
    const awards = [...TT27.awards.map(({ loai }) => loai), ...TT27.otherAwards];
    expect(awards).toEqual(loaiKhenThuongSchema.options);
  });

  test('the older documents are transitional exactly while a grade needs them', () => {
    for (const document of TT30.documents) {
      const until = legalReference(document, '2024-01-01').transitional?.until;
      const last = TT30.validity
        .map(({ toNamHoc }) => toNamHoc ?? '')
        .sort()
        .at(-1);
      expect(until).toBe(`${last?.slice(5)}-09-01`);
    }
  });
});

describe('documents', () => {
  test('every source names one of the table', () => {
    const known = new Set(LEGAL_REFERENCES.map(({ id }) => id));
    const cited = new Set<string>();
    JSON.stringify([RULE_SETS, DEADLINES, OCCASIONS, RECORD_RULES], (key, value: unknown) => {
      if (key === 'document') cited.add(String(value));
      return value;
    });
    expect(cited.size).toBeGreaterThan(10);
    expect([...cited].filter((id) => !known.has(id))).toEqual([]);
    for (const set of RULE_SETS) for (const id of set.documents) expect(known).toContain(id);
  });

  test('numbers are unique, and successors are in the table', () => {
    const ids = LEGAL_REFERENCES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const named = LEGAL_REFERENCES.flatMap(({ replacedBy = [], amends = [] }) => [...replacedBy, ...amends]);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('dates are in order', () => {
    const wrong = LEGAL_REFERENCES.filter(
      ({ issued, inForceFrom = issued, inForceUntil = '9999' }) =>
        inForceFrom.slice(0, issued.length) < issued.slice(0, inForceFrom.length) || inForceUntil <= inForceFrom,
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('the table as of a day is sorted and says what is assumed', () => {
    const table = legalReferencesAsOf('2026-11-01');
    expect(table.map(({ issued }) => issued)).toEqual(table.map(({ issued }) => issued).sort());
    expect(table.find(({ id }) => id === '27/2020/TT-BGDĐT')?.assumed).toBe(false);
    expect(table.find(({ id }) => id === '2904/QĐ-BGDĐT')?.assumed).toBe(true);
  });
});

describe('a rule set is a data file', () => {
  const ruleSets = [...RULE_SETS, parseRuleSet(secondary)];

  /** A record of the fictitious level: what the common part of the models has, and its own tables. */
  const record = (edit: (caNam: Draft) => void = () => {}): HocBa => {
    const { monHoc: _m, danhGia: _d, tongKet: _t, ...common } = draft(4, '2030-2031');
    const caNam: Draft = {
      bangDiem: [
        { mon: 'nguVan', tb: 8 },
        { mon: 'toan', tb: 8.4 },
        { mon: 'khoaHocTuNhien', tb: 6.5 },
        { mon: 'theChat', muc: 'dat' },
      ],
      renLuyen: { ketQua: 'tot' },
      ketQuaHocTap: 'tot',
      duocLenLop: true,
      hoanThanhLop: true,
    };
    edit(caNam);
    return {
      ...common,
      capHoc: 'trungHocCoSo',
      thongTu: '00/2030/TT-GIA-TUONG',
      maHoSoHocTapSuotDoi: '1',
      lopHoc: { khoiLop: 6, tenLop: '6A' },
      quaTrinhHocTap: [{ namHoc: '2030-2031', tenLop: '6A', tenTruong: 'THCS', ngayNhapHocChuyenDen: '2030-09-05' }],
      caNam,
    } as unknown as HocBa;
  };
  const codes = (subject: HocBa) =>
    checkHocBa(subject, { at: AT, ruleSets }).findings.map(({ code, path }) => `${code} ${path}`);

  test('the built-in sets know nothing of it', () => {
    expect(checkHocBa(record(), { at: AT }).ruleSet).toBeUndefined();
  });

  test('its record is judged by it', () => {
    expect(checkHocBa(record(), { at: AT, ruleSets }).ruleSet).toBe('GIA-TUONG-THCS');
    expect(codes(record())).toEqual([]);
    expect(proposeKetQua(record(), { ruleSets }).result).toBe('tot');
  });

  test.each([
    ['all averages from 6.5', (caNam: Draft) => (caNam.bangDiem[2].tb = 6.4), 'dat'],
    ['two averages from 8.0', (caNam: Draft) => (caNam.bangDiem[0].tb = 7.9), 'dat'],
    ['averages from 3.5', (caNam: Draft) => (caNam.bangDiem[2].tb = 3.4), 'chuaDat'],
    ['subjects judged by comment', (caNam: Draft) => (caNam.bangDiem[3].muc = 'chuaDat'), 'chuaDat'],
    ['one of three unknown, two still reach 8.0', (caNam: Draft) => delete caNam.bangDiem[2].tb, undefined],
  ])('%s', (_, edit, expected) => {
    expect(proposeKetQua(record(edit), { ruleSets }).result).toBe(expected);
  });

  test.each([
    ['a second decimal', (caNam: Draft) => (caNam.bangDiem[0].tb = 8.25), ['RULE_SCORE_DECIMALS caNam.bangDiem.0.tb']],
    [
      'a number where only a level belongs',
      (caNam: Draft) => (caNam.bangDiem[3].tb = 9),
      ['RULE_SCORE_NOT_TESTED caNam.bangDiem.3.tb'],
    ],
    [
      'a missing average',
      (caNam: Draft) => delete caNam.bangDiem[1].tb,
      ['RULE_SCORE_MISSING caNam.bangDiem.1.tb', 'RULE_RESULT_UNDECIDED caNam.ketQuaHocTap'],
    ],
    ['another result', (caNam: Draft) => (caNam.ketQuaHocTap = 'dat'), ['RULE_RESULT_TOO_LOW caNam.ketQuaHocTap']],
  ])('%s is found', (_, edit, expected) => {
    expect(codes(record(edit))).toEqual(expected);
  });

  test('its labels are used in the sentences', () => {
    const [finding] = checkHocBa(
      record((caNam) => delete caNam.bangDiem[1].tb),
      { at: AT, ruleSets },
    ).findings;
    expect(describeFinding(finding!, 'vi', ruleSets).message).toContain('Toán');
    expect(describeFinding(finding!, 'vi', ruleSets).message).toContain('Điểm trung bình môn cả năm');
  });

  test('an amended circular is a copy of the data with other numbers', () => {
    const amended = structuredClone(TT27) as Draft;
    amended.id = 'TT27-2020-sua-doi';
    amended.validity = amended.validity.map((entry: Draft) => ({ ...entry, fromNamHoc: '2026-2027' }));
    amended.result.results[0].conditions[2].atLeast = 10;
    const before = structuredClone(TT27) as Draft;
    before.validity = before.validity.map((entry: Draft) => ({ ...entry, toNamHoc: '2025-2026' }));
    const sets = [TT30, parseRuleSet(before), parseRuleSet(amended)];
    expect(proposeKetQua(validRecord(draft(4, '2025-2026'), []), { ruleSets: sets })).toMatchObject({
      ruleSet: 'TT27-2020',
      result: 'hoanThanhXuatSac',
    });
    expect(proposeKetQua(validRecord(draft(4, '2026-2027'), []), { ruleSets: sets })).toMatchObject({
      ruleSet: 'TT27-2020-sua-doi',
      result: 'hoanThanhTot',
    });
  });

  test('overlapping sets are refused, not guessed between', () => {
    const twin = { ...TT27, id: 'twin' };
    expect(() => ruleSetFor({ khoiLop: 1, namHoc: '2024-2025' }, [TT27, twin])).toThrowError(
      expect.objectContaining({ code: 'ERR_RULE_SET_AMBIGUOUS' }),
    );
  });
});

describe('parseRuleSet', () => {
  const broken = (edit: (set: Draft) => void): unknown => {
    const copy: Draft = JSON.parse(JSON.stringify(TT27));
    edit(copy);
    return copy;
  };
  test.each([
    ['no object', () => 'TT27', '/'],
    ['a list', () => [], '/'],
    ['a missing key', (s: Draft) => delete s.awards, 'awards'],
    ['a misspelt optional key', (s: Draft) => (s.tables[0].rows[0].optionl = [1]), 'tables.0.rows.0.optionl'],
    ['an empty id', (s: Draft) => (s.id = ''), 'id'],
    ['another format', (s: Draft) => (s.format = 2), 'format'],
    ['a grade 13', (s: Draft) => (s.validity[0].khoiLop = 13), 'validity.0.khoiLop'],
    ['a half grade', (s: Draft) => (s.tables[0].rows[0].compulsory = [1.5]), 'tables.0.rows.0.compulsory.0'],
    ['no school year', (s: Draft) => (s.validity[0].fromNamHoc = '2020'), 'validity.0.fromNamHoc'],
    ['a grade twice', (s: Draft) => s.validity.push(s.validity[0]), 'validity'],
    ['no number', (s: Draft) => (s.tables[0].measures[0].max = '10'), 'tables.0.measures.0.max'],
    ['no yes or no', (s: Draft) => (s.result.recorded = 'yes'), 'result.recorded'],
    ['an unknown evidence', (s: Draft) => (s.result.source.evidence = 'sure'), 'result.source.evidence'],
    ['an unknown shape', (s: Draft) => (s.tables[0].shape = 'tree'), 'tables.0.shape'],
    ['no rows', (s: Draft) => (s.tables[1].rows = []), 'tables.1.rows'],
    ['a row twice', (s: Draft) => s.tables[0].rows.push(s.tables[0].rows[0]), 'tables.0.rows'],
    ['a table twice', (s: Draft) => s.tables.push(s.tables[0]), 'tables'],
    ['a split into no row', (s: Draft) => (s.tables[0].splitRows[0].into = ['a', 'b']), 'tables.0.splitRows'],
    ['an occasion nobody sits', (s: Draft) => (s.tables[0].measures[0].testedAt = 'never'), 'tables.0.measures'],
    [
      'a level of no scale',
      (s: Draft) => (s.result.results[0].conditions[0].oneOf = ['dat']),
      'result.results.0.conditions.0',
    ],
    [
      'a table nobody knows',
      (s: Draft) => (s.result.results[0].conditions[1].tables = ['x']),
      'result.results.0.conditions.1',
    ],
    [
      'a measure without a limit',
      (s: Draft) => delete s.result.results[0].conditions[2].atLeast,
      'result.results.0.conditions.2',
    ],
    [
      'a condition about nothing',
      (s: Draft) => delete s.result.results[0].conditions[0].oneOf,
      'result.results.0.conditions.0',
    ],
    ['a result twice', (s: Draft) => (s.result.results[1].key = 'hoanThanhXuatSac'), 'result.results'],
    ['a completing result nobody gives', (s: Draft) => s.promotion.completing.push('x'), 'promotion.completing'],
    ['a title for no result', (s: Draft) => (s.awards[0].requires = ['x']), 'awards'],
    ['a measure no table has', (s: Draft) => (s.tables[0].rows[0].measures = ['x']), 'tables.0.rows'],
    ['a row of no form', (s: Draft) => (s.disability.rowsByForm.x = ['y']), 'disability.rowsByForm'],
    ['an unknown treatment', (s: Draft) => (s.disability.byAssessment.x = 'y'), 'disability.byAssessment.x'],
  ])('%s is refused with its place', (_, edit, path) => {
    const value = edit.length === 0 ? (edit as () => unknown)() : broken(edit as (set: Draft) => void);
    expect(() => parseRuleSet(value)).toThrowError(
      expect.objectContaining({ code: 'ERR_RULE_SET_INVALID', params: expect.objectContaining({ path }) }),
    );
  });
});

test('outside the data nothing knows a level, a subject, a title or a circular', () => {
  const words = new RegExp(
    `['".](?:${[
      'tieuHoc',
      ...MON_HOC_TIEU_HOC.items.map(({ code }) => code),
      ...ketQuaGiaoDucSchema.options,
      'hocSinhXuatSac',
      'hocSinhTieuBieu',
      'TT27-2020',
      'TT30-2014',
    ].join('|')})['"]`,
  );
  const files = readdirSync(SRC).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(10);
  const bad = files.filter((name) => {
    const code = readFileSync(new URL(name, SRC), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    return words.test(code);
  });
  expect(bad).toEqual([]);
});
