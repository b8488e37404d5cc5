import { describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { confirmColumns, importClass, readClassCsv, trackingSheetMap, writeClassCsv } from '../../src/import/index.js';
import { checkHocBa } from '../../src/quy-dinh/index.js';
import { sampleClass } from '../../src/testing/index.js';
import { bytesOf } from './shared.js';

/** 1789/QĐ-SGDĐT annex I: "levels mid I, end I, mid II, end II, year; scores sem. I, sem. II, year". */
const LEVELS = ['giữa học kì I', 'cuối học kì I', 'giữa học kì II', 'cuối học kì II', 'cả năm'];

describe.each([1, 2, 3, 4, 5])('the class tracking sheet of grade %i', (khoiLop) => {
  const map = trackingSheetMap({ khoiLop, namHoc: '2024-2025' });
  const headers = new Set(map.columns.map(({ header }) => header));

  test('has for each subject the levels of the annex, and scores where there is a test', () => {
    const [record] = sampleClass({ khoiLop, pupils: 1, seed: 't' });
    for (const { tenMonHoc, diemKiemTraDinhKy } of record!.monHoc) {
      expect(LEVELS.filter((when) => !headers.has(`${tenMonHoc}: Mức ${when}`))).toEqual([]);
      for (const when of ['cuối học kì I', 'cuối học kì II', 'cả năm']) {
        expect([tenMonHoc, when, headers.has(`${tenMonHoc}: Điểm ${when}`)]).toEqual([
          tenMonHoc,
          when,
          diemKiemTraDinhKy !== undefined,
        ]);
      }
      expect(headers.has(`${tenMonHoc}: Giáo viên bộ môn`)).toBe(true);
      expect(headers.has(`${tenMonHoc}: Số CCCD giáo viên bộ môn`)).toBe(true);
    }
    // TT 27/2020 điều 7.1b: tests in the middle of a term in grades 4 and 5, Vietnamese and mathematics.
    expect(headers.has('Toán: Điểm giữa học kì I')).toBe(khoiLop >= 4);
    expect(headers.has('Khoa học: Điểm giữa học kì I')).toBe(false);
  });

  test('has weight and height of both terms, and who signs', () => {
    const fieldOf = (header: string) => map.columns.find((column) => column.header === header)?.field;
    expect(fieldOf('Cân nặng học kì I (kg)')).toBeNull();
    expect(fieldOf('Cân nặng học kì II (kg)')).toBe('sucKhoe.canNangKg');
    expect(fieldOf('Chiều cao học kì I (cm)')).toBeNull();
    expect(fieldOf('Chiều cao học kì II (cm)')).toBe('sucKhoe.chieuCaoCm');
    expect(fieldOf('Số CCCD giáo viên chủ nhiệm')).toBe('giaoVienChuNhiem.soDinhDanhCaNhan');
    expect(fieldOf('Số CCCD cán bộ quản lý')).toBe('canBoQuanLy.soDinhDanhCaNhan');
    for (const header of ['giáo viên chủ nhiệm', 'cán bộ quản lý', 'nhà trường']) {
      expect(fieldOf(`Ngày ký của ${header}`)).toBeNull();
    }
    expect(map.columns.filter(({ field, note }) => field === null && note === undefined)).toEqual([]);
    expect(map.assumptions).toHaveLength(3);
  });

  test('carries the results of all occasions in columns, by rules that accept them', () => {
    const records = sampleClass({ khoiLop, pupils: 2, seed: 't', cases: ['termResults', 'termResults'] });
    const { sheet, guess } = readClassCsv(writeClassCsv(records, { map }), { map });
    expect(sheet.headers).not.toContain('Dữ liệu khác (JSON)');
    const imported = importClass(sheet, confirmColumns(guess, { accept: 'exact' })).records;
    expect(imported).toEqual(records);
    for (const record of imported) expect(checkHocBa(record, { at: new Date('2025-06-30') }).count.error).toBe(0);
  });
});

test('letters of each occasion go where they belong', () => {
  const map = trackingSheetMap({ khoiLop: 4, namHoc: '2024-2025' });
  const text = [
    'Toán | Mức GKI;Toán | Mức CKI;Toán | Mức GKII;Toán | Mức CKII;Toán | Mức CN;Toán | Điểm HK1;Toán | Điểm HK2;Toán | Điểm CN;Cân nặng HK1;Cân nặng HK2;Toán | GVBM;Toán | Ngày ký GVBM',
    'C;H;H;T;T;5;9;9;28;30,5;Lê Thị D;30/05/2025',
  ].join('\n');
  const { sheet, guess } = readClassCsv(bytesOf(text), { map });
  const { rows, findings } = importClass(sheet, confirmColumns(guess, { accept: 'all' }));
  expect((rows[0]!.draft as HocBa).monHoc).toEqual([
    {
      maMonHoc: 'toan',
      tenMonHoc: 'Toán',
      mucDat: 'hoanThanhTot',
      diemKiemTraDinhKy: 9,
      giaoVienBoMon: { hoVaTen: 'Lê Thị D' },
      ketQuaTheoDot: [
        { dot: 'giuaHocKy1', mucDat: 'chuaHoanThanh' },
        { dot: 'cuoiHocKy1', mucDat: 'hoanThanh', diem: 5 },
        { dot: 'giuaHocKy2', mucDat: 'hoanThanh' },
        { dot: 'cuoiNam', mucDat: 'hoanThanhTot', diem: 9 },
      ],
    },
  ]);
  expect((rows[0]!.draft as HocBa).sucKhoe).toEqual({ canNangKg: 30.5 });
  expect(findings.filter(({ code }) => code === 'columnNotCarried').map(({ column }) => column)).toEqual([9, 12]);
});
