import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import {
  type ColumnMap,
  classColumnMap,
  confirmColumns,
  importClass,
  parseCsv,
  readClassCsv,
  trackingSheetMap,
  writeClassCsv,
} from '../../src/import/index.js';
import { sampleClass, specimenHocBa } from '../../src/testing/index.js';
import { anyHocBa } from '../hoc-ba/arbitrary.js';
import { MAP4 } from './shared.js';

function roundTrip(records: readonly HocBa[], map: ColumnMap) {
  const bytes = writeClassCsv(records, { map });
  const { sheet, guess } = readClassCsv(bytes, { map });
  return { sheet, result: importClass(sheet, confirmColumns(guess, { accept: 'exact' })) };
}

const MAPS: readonly (readonly [string, ColumnMap])[] = [
  ['class list of grade 4', MAP4],
  ['class list of grade 1', classColumnMap({ khoiLop: 1, namHoc: '2024-2025' })],
  ['class list of another circular', classColumnMap({ khoiLop: 5, namHoc: '2020-2021' })],
  ['tracking sheet', trackingSheetMap({ khoiLop: 5, namHoc: '2024-2025' })],
];

describe.each(MAPS)('records → CSV → records, by the columns of a %s', (_, map) => {
  test('any record comes back unchanged, whatever it holds', () => {
    fc.assert(
      fc.property(anyHocBa, (record) => {
        const { result } = roundTrip([record], map);
        expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(result.records).toEqual([record]);
      }),
      { numRuns: 60 },
    );
  });

  test('a class of samples and the specimen come back unchanged', () => {
    const records = [specimenHocBa(), ...sampleClass({ khoiLop: 4, pupils: 10, seed: 'csv' })];
    expect(roundTrip(records, map).result.records).toEqual(records);
  });
});

test('what the form shows stands in columns, not in the cell of other data', () => {
  for (const khoiLop of [1, 2, 3, 4, 5]) {
    const records = sampleClass({ khoiLop, pupils: 10, seed: 'csv' });
    const { sheet } = roundTrip(records, classColumnMap({ khoiLop, namHoc: '2024-2025' }));
    expect(sheet.headers).not.toContain('Dữ liệu khác (JSON)');
  }
});

test('rows in another order, twice, or unknown to the form come back as they were', () => {
  const record = specimenHocBa();
  const [first, second, ...others] = record.monHoc;
  const odd = { maMonHoc: 'khac:X].1', tenMonHoc: 'Cờ vua', mucDat: 'hoanThanhTot' } as const;
  for (const monHoc of [[second!, first!, ...others], [first!, first!], [odd, first!, odd], [odd], []]) {
    const changed = { ...record, monHoc };
    expect(roundTrip([changed, record], MAP4).result.records[0]).toEqual(changed);
  }
});

test('editing a cell changes that field and no other', () => {
  const record = { ...specimenHocBa(), ngayHieuLuc: '2024-06-30' };
  const text = new TextDecoder().decode(writeClassCsv([record], { map: MAP4 }));
  const edited = text.replace('Hoàng Thị C', 'Trần Thị D');
  expect(edited).not.toBe(text);
  const { sheet, guess } = readClassCsv(new TextEncoder().encode(edited), { map: MAP4 });
  expect(importClass(sheet, confirmColumns(guess, { accept: 'exact' })).records).toEqual([
    { ...record, hocSinh: { ...record.hocSinh, hoVaTenMe: 'Trần Thị D' } },
  ]);
});

test('no cell of text begins as a formula would', () => {
  const record = specimenHocBa();
  const comments = ['=HYPERLINK("x")', '+84', '-2', '- Đọc tốt;\n- Viết đẹp', '@SUM(1)', "'=x", "''", "'An"];
  for (const nhanXet of comments) {
    const award: HocBa = {
      ...record,
      monHoc: [{ ...record.monHoc[0]!, nhanXet }],
      tongKet: { ...record.tongKet, khenThuong: [{ loai: 'khac' as const, noiDung: nhanXet.replace('\n', ' ') }] },
    };
    const bytes = writeClassCsv([award], { map: MAP4 });
    const [, row] = parseCsv(new TextDecoder().decode(bytes), ';');
    expect(row!.cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    expect(roundTrip([award], MAP4).result.records).toEqual([award]);
  }
});

test('an empty class is a header when all columns are asked for', () => {
  const bytes = writeClassCsv([], { map: MAP4, allColumns: true });
  const [header, ...rows] = parseCsv(new TextDecoder().decode(bytes), ';');
  expect(header!.cells).toEqual(MAP4.columns.filter(({ field }) => field !== null).map((column) => column.header));
  expect(rows).toEqual([]);
});
