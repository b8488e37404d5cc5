import { describe, expect, test } from 'vitest';
import { issuesOf } from '../../src/hoc-ba/index.js';
import { checkHocBa, proposeKetQua, rowsOfGrade, ruleSetFor } from '../../src/quy-dinh/index.js';
import { cv2088, readHocBa, writeHocBa } from '../../src/record-xml/index.js';
import { sampleClass, sampleCrypto } from '../../src/testing/index.js';

const at = new Date('2025-06-15T00:00:00Z');
const GRADES = [1, 2, 3, 4, 5];

describe.each(GRADES)('a sample class of grade %i', (khoiLop) => {
  const records = sampleClass({ khoiLop, pupils: 200, seed: 'a' });

  test('is 200 valid records that break no rule; the one warning is that no province has the number 000', () => {
    expect(records).toHaveLength(200);
    const findings = records.flatMap((record) => {
      expect(issuesOf(record)).toEqual([]);
      return checkHocBa(record, { at }).findings;
    });
    expect([...new Set(findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code))]).toEqual([
      'RULE_PERSONAL_ID_PROVINCE',
    ]);
    expect(findings.filter(({ path }) => path !== 'hocSinh.soDinhDanhCaNhan')).toEqual([]);
  });

  test('has the subjects of the grade in the order of the form, with a score where there is a test', () => {
    const { ruleSet } = ruleSetFor({ khoiLop, namHoc: '2024-2025' });
    const rows = rowsOfGrade(ruleSet, khoiLop).filter((row) => row.table === 'monHoc' && row.status === 'compulsory');
    for (const { monHoc } of records) {
      expect(monHoc.map((row) => row.maMonHoc)).toEqual(rows.map(({ row }) => row.key));
      expect(monHoc.map((row) => row.diemKiemTraDinhKy !== undefined)).toEqual(
        rows.map(({ tests }) => tests.includes('cuoiNam')),
      );
    }
  });

  test('has the results of a real class: every one of them, and those the rules give', () => {
    const results = records.map((record) => record.tongKet.ketQuaGiaoDuc);
    expect(new Set(results)).toEqual(new Set(['hoanThanhXuatSac', 'hoanThanhTot', 'hoanThanh', 'chuaHoanThanh']));
    expect(results).toEqual(records.map((record) => proposeKetQua(record).result));
    expect(results.filter((result) => result === 'chuaHoanThanh').length).toBeLessThan(20);
  });

  test('survives the way into XML and back', () => {
    for (const record of records.slice(0, 20)) {
      expect(readHocBa(writeHocBa(record, { layout: cv2088 })).hocBa).toEqual(record);
    }
  });
});

test('depends on its options alone, and a larger class begins with the smaller one', () => {
  const small = sampleClass({ khoiLop: 4, pupils: 3, seed: 's' });
  expect(sampleClass({ khoiLop: 4, pupils: 3, seed: 's' })).toEqual(small);
  expect(sampleClass({ khoiLop: 4, pupils: 9, seed: 's' }).slice(0, 3)).toEqual(small);
  expect(sampleClass({ khoiLop: 4, pupils: 3, seed: 't' })).not.toEqual(small);
  const write = () => writeHocBa(small[0]!, { layout: cv2088, crypto: sampleCrypto('s') }).bytes;
  expect(write()).toEqual(write());
});

test('gives every pupil another look-up code', () => {
  const codes = GRADES.flatMap((khoiLop) =>
    sampleClass({ khoiLop, pupils: 200, seed: 'a' }).map((one) => one.maTraCuu),
  );
  expect(new Set(codes).size).toBe(1000);
});

test('states why there is no district after they ended', () => {
  const [record] = sampleClass({ khoiLop: 5, pupils: 1, seed: 'a', namHoc: '2025-2026' });
  expect(record!.nhaTruong.tenQuanHuyen).toMatchObject({ vang: 'khongApDung' });
  expect(checkHocBa(record!, { at: new Date('2026-06-15T00:00:00Z') }).count.error).toBe(0);
});

test.each([
  [{ khoiLop: 6, pupils: 1, seed: 'a' }, 'ERR_ARGUMENT_INVALID'],
  [{ khoiLop: 1, pupils: 0, seed: 'a' }, 'ERR_ARGUMENT_INVALID'],
  [{ khoiLop: 1, pupils: 1.5, seed: 'a' }, 'ERR_ARGUMENT_INVALID'],
  [{ khoiLop: 5, pupils: 1, seed: 'a', namHoc: '2022-2023' }, 'ERR_ARGUMENT_INVALID'],
  [{ khoiLop: 5, pupils: 1, seed: 'a', namHoc: '2024' }, 'ERR_SCHOOL_YEAR_INVALID'],
])('refuses %j', (options, code) => {
  expect(() => sampleClass(options)).toThrow(expect.objectContaining({ code }));
});
