import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { hocBaTieuHocSchema } from '../../src/hoc-ba/index.js';
import { fieldSteps } from '../../src/import/field-path.js';
import {
  assertColumnMap,
  type ColumnMap,
  classColumnMap,
  confirmColumns,
  guessColumns,
  importClass,
  REST,
  readClassCsv,
  trackingSheetMap,
  WORD_TABLES,
} from '../../src/import/index.js';
import { RULE_SETS } from '../../src/quy-dinh/index.js';
import { bytesOf, errorOf, MAP4 } from './shared.js';

const BUILT_IN: readonly (readonly [string, ColumnMap])[] = [
  ...[1, 2, 3, 4, 5].flatMap((khoiLop) => [
    [`class list, grade ${khoiLop}`, classColumnMap({ khoiLop, namHoc: '2024-2025' })] as const,
    [`tracking sheet, grade ${khoiLop}`, trackingSheetMap({ khoiLop, namHoc: '2024-2025' })] as const,
  ]),
  ['class list before the roll-out', classColumnMap({ khoiLop: 5, namHoc: '2020-2021' })],
];

/** Whether a path leads to a value of some record, by the schema alone. */
function leads(schema: z.ZodType, steps: readonly unknown[]): boolean {
  const def = schema._zod.def as unknown as Readonly<Record<string, unknown>> & { readonly type: string };
  if (def.type === 'optional') return leads(def['innerType'] as z.ZodType, steps);
  if (def.type === 'union') return (def['options'] as readonly z.ZodType[]).some((option) => leads(option, steps));
  if (steps.length === 0) return true;
  const [step, ...rest] = steps;
  if (def.type === 'array') return typeof step !== 'string' && leads(def['element'] as z.ZodType, rest);
  if (def.type !== 'object' || typeof step !== 'string') return false;
  const inner = (def['shape'] as Readonly<Record<string, z.ZodType>>)[step];
  return inner !== undefined && leads(inner, rest);
}

describe.each(BUILT_IN)('%s', (_, map) => {
  test('names only fields of the record', () => {
    const fields = map.columns.map(({ field }) => field).filter((field) => field !== null && field !== REST);
    expect(fields.length).toBeGreaterThan(80);
    const wrong = [...fields, ...Object.keys(map.defaults)].filter(
      (field) => !leads(hocBaTieuHocSchema, fieldSteps(field!)!),
    );
    expect(wrong).toEqual([]);
  });

  test('knows each of its own headers, and is plain data', () => {
    assertColumnMap(map);
    expect(JSON.parse(JSON.stringify(map))).toEqual(map);
    const { columns, unused } = guessColumns(
      map.columns.map(({ header }) => header),
      map,
    );
    expect(columns.filter(({ confidence }) => confidence !== 'header')).toEqual([]);
    expect(unused).toEqual([]);
  });
});

describe('a guess', () => {
  const guessOf = (header: string, map = MAP4) => guessColumns([header], map).columns[0]!;

  test.each([
    ['Họ và tên', 'hocSinh.hoVaTen', 'header'],
    ['  HỌ VÀ TÊN: ', 'hocSinh.hoVaTen', 'header'],
    ['Họ tên HS', 'hocSinh.hoVaTen', 'alias'],
    ['Ho va ten hoc sinh', 'hocSinh.hoVaTen', 'unaccented'],
    ['hovaten', 'hocSinh.hoVaTen', 'unaccented'],
    ['Lịch sử và Địa lý - Mức đạt được', 'monHoc[lichSuVaDiaLi].mucDat', 'header'],
    ['Mỹ thuật (Mức)', 'monHoc[miThuat].mucDat', 'alias'],
    ['Toán. Điểm KT', 'monHoc[toan].diemKiemTraDinhKy', 'alias'],
    ['Sức khỏe', 'sucKhoe.tinhTrangSucKhoe', 'header'],
    ['NL Tin học', 'danhGia.nangLucDacThu.tinHoc', 'alias'],
    ['Thẩm mỹ', 'danhGia.nangLucDacThu.thamMi', 'alias'],
  ])('for "%s"', (header, field, confidence) => {
    expect(guessOf(header)).toMatchObject({ header, field, confidence, alternatives: [] });
  });

  test.each([
    ['Toán', 3],
    ['Tin học', 4],
    ['Mã định danh', 2],
    ['Nghỉ có phép', 2],
  ])('is not made where "%s" may be several columns: all are shown', (header, count) => {
    const guess = guessOf(header);
    expect(guess).toMatchObject({ guess: null, field: null, confidence: 'none' });
    expect(guess.alternatives).toHaveLength(count);
  });

  test('is not made for the contrary, nor for a word with other accents', () => {
    for (const header of ['Chưa được lên lớp', 'Ghi chú', '', 'Tô án', 'Mê', 'Toán: Điểm giữa học kì I']) {
      expect([header, guessOf(header)]).toMatchObject([header, { guess: null, confidence: 'none', alternatives: [] }]);
    }
  });

  test('is not made for two columns at once', () => {
    const { columns } = guessColumns(['Họ tên', 'Họ và tên'], MAP4);
    expect(columns.map(({ guess, alternatives }) => [guess, alternatives])).toEqual([
      [null, ['Họ và tên']],
      [null, ['Họ và tên']],
    ]);
  });

  test('knows columns that the record has no place for', () => {
    expect(guessOf('STT')).toMatchObject({ guess: 'STT', field: null, confidence: 'header' });
  });

  test('reads headers in several rows, merged cells filled', () => {
    const text = 'Danh sách lớp 4A1;;;\nHọ và tên;Toán;;Năng lực đặc thù\n;Mức;Điểm;Tin học\nAn;T;9;Đ\n';
    const { sheet, guess } = readClassCsv(bytesOf(text), { map: MAP4, skipRows: 1, headerRows: 2 });
    expect(sheet.headers).toEqual(['Họ và tên', 'Toán | Mức', 'Toán | Điểm', 'Năng lực đặc thù | Tin học']);
    expect(guess.columns.map(({ field }) => field)).toEqual([
      'hocSinh.hoVaTen',
      'monHoc[toan].mucDat',
      'monHoc[toan].diemKiemTraDinhKy',
      'danhGia.nangLucDacThu.tinHoc',
    ]);
    expect(sheet.rows).toEqual([{ row: 1, line: 4, cells: ['An', 'T', '9', 'Đ'] }]);
  });

  test('for the terms of a tracking sheet, however they are written', () => {
    const map = trackingSheetMap({ khoiLop: 4, namHoc: '2024-2025' });
    for (const header of [
      'Toán: Mức cuối học kỳ 1',
      'Toán (Mức CKI)',
      'Toán - Mức cuối HK I',
      'Toán: Mức đạt được cuối học kì I',
    ]) {
      expect([header, guessOf(header, map).field]).toEqual([header, 'monHoc[toan].ketQuaTheoDot[cuoiHocKy1].mucDat']);
    }
    expect(guessOf('Toán: Điểm HK2', map).field).toBe('monHoc[toan].ketQuaTheoDot[cuoiNam].diem');
    expect(guessOf('Toán: Điểm cả năm', map).field).toBe('monHoc[toan].diemKiemTraDinhKy');
    expect(guessOf('Cân nặng HKI', map)).toMatchObject({ guess: 'Cân nặng học kì I (kg)', field: null });
    expect(guessOf('Cân nặng HKII', map).field).toBe('sucKhoe.canNangKg');
    expect(guessOf('Cân nặng', map).confidence).toBe('none');
  });
});

describe('confirming', () => {
  const guess = guessColumns(['Họ và tên', 'Họ tên mẹ', 'Ho ten cha', 'Toán', 'Ghi chú'], MAP4);
  const unused = { Toán: null, 'Ghi chú': null };

  test('takes nothing by itself', () => {
    expect(errorOf(() => confirmColumns(guess, {}))).toEqual({
      code: 'ERR_IMPORT_COLUMNS_UNDECIDED',
      params: { count: 5, column: 1 },
    });
    expect(errorOf(() => confirmColumns(guess, { accept: 'exact', set: unused }))?.params).toEqual({
      count: 2,
      column: 2,
    });
    expect(errorOf(() => confirmColumns(guess, { accept: 'all' }))?.params).toEqual({ count: 2, column: 4 });
    expect(errorOf(() => confirmColumns(guess, { accept: 'exact', ignoreOthers: true }))?.params['count']).toBe(2);
  });

  test('takes what is said, by header, number, field or header of the map', () => {
    const { columns } = confirmColumns(guess, {
      accept: 'all',
      set: { Toán: 'monHoc[toan].mucDat', '#5': 'Tiếng Việt: Nhận xét', 'Họ tên mẹ': null },
    });
    expect(columns).toEqual(['Họ và tên', null, 'Họ và tên cha', 'Toán: Mức đạt được', 'Tiếng Việt: Nhận xét']);
  });

  test.each([
    [{ Họ: 'hocSinh.hoVaTen' }, 'ERR_IMPORT_COLUMN_UNKNOWN', { column: '#? (1…5)' }],
    [{ '#6': null }, 'ERR_IMPORT_COLUMN_UNKNOWN', { column: '#6' }],
    [{ Toán: 'monHoc[toan].diem' }, 'ERR_IMPORT_COLUMN_UNKNOWN', { column: 4 }],
    [
      { ...unused, Toán: 'hocSinh.hoVaTen' },
      'ERR_IMPORT_COLUMN_TWICE',
      { first: 1, second: 4, field: 'hocSinh.hoVaTen' },
    ],
  ])('refuses %j', (set, code, params) => {
    expect(errorOf(() => confirmColumns(guess, { accept: 'all', set: set as Record<string, string | null> }))).toEqual({
      code,
      params,
    });
  });

  test('holds for files with the same headers only, and survives JSON', () => {
    const read = (text: string) => readClassCsv(bytesOf(text), { map: MAP4 });
    const first = read('Họ tên;Mẹ\nAn;Lê Thị B\n');
    const saved = JSON.parse(JSON.stringify(confirmColumns(first.guess, { accept: 'all' })));
    expect(importClass(read('Họ tên;Mẹ\nBình;Lê Thị C\n').sheet, saved).rows).toHaveLength(1);
    for (const text of ['Mẹ;Họ tên\nAn;B\n', 'Họ tên;Mẹ;Cha\nAn;B;C\n', 'Họ tên\nAn\n']) {
      expect(errorOf(() => importClass(read(text).sheet, saved))?.code).toBe('ERR_IMPORT_COLUMNS_STALE');
    }
  });
});

test.each([
  [{ columns: [] }, 'columns'],
  [{ columns: [{ field: 'hocSinh.__proto__', header: 'A', codec: 'text' }] }, 'columns.0.field'],
  [{ columns: [{ field: '__proto__', header: 'A', codec: 'text' }] }, 'columns.0.field'],
  [{ columns: [{ field: 'constructor', header: 'A', codec: 'text' }] }, 'columns.0.field'],
  [{ columns: [{ field: 'a..b', header: 'A', codec: 'text' }] }, 'columns.0.field'],
  [{ columns: [{ field: 'a', header: ' ', codec: 'text' }] }, 'columns.0.header'],
  [{ columns: [{ field: 'a', header: 'A', codec: 'nothing' }] }, 'columns.0.codec'],
  [
    {
      columns: [
        { field: 'a', header: 'A', codec: 'text' },
        { field: 'a', header: 'B', codec: 'text' },
      ],
    },
    'columns.1.field',
  ],
  [
    {
      columns: [
        { field: 'a', header: 'A', codec: 'text' },
        { field: 'b', header: 'A', codec: 'text' },
      ],
    },
    'columns.1.header',
  ],
  [{ columns: [{ field: 'a', header: 'A', codec: 'text' }], defaults: { 'a[': 1 } }, 'defaults'],
])('a map with a mistake is refused: %j', (part, place) => {
  const map = { id: 'x', label: { vi: 'x', en: 'x' }, keys: {}, items: {}, defaults: {}, ...part } as ColumnMap;
  expect(errorOf(() => readClassCsv(bytesOf('A\n1\n'), { map }))).toMatchObject({
    code: 'ERR_IMPORT_MAP',
    params: { place },
  });
});

test('the titles of awards are those of the rules', () => {
  const titles = RULE_SETS.flatMap(({ awards }) => awards).map(({ loai, title }) => [loai, title.vi]);
  expect(Object.entries(WORD_TABLES.khenThuong.values)).toEqual(expect.arrayContaining(titles));
});
