import { describe, expect, test } from 'vitest';
import { giaTri, type HocBa, issuesOf } from '../../src/hoc-ba/index.js';
import { classColumnMap, confirmColumns, importClass, readClassCsv, writeClassCsv } from '../../src/import/index.js';
import { checkHocBa } from '../../src/quy-dinh/index.js';
import { cv2088, readHocBa, writeHocBa } from '../../src/record-xml/index.js';
import { SAMPLE_CASES, type SampleCase, sampleClass, sampleHistories } from '../../src/testing/index.js';

const GRADES = [1, 2, 3, 4, 5];
const at = new Date('2026-09-30T00:00:00Z');
const codesOf = (record: HocBa) =>
  checkHocBa(record, { at })
    .findings.map(({ code }) => code)
    // No sample's personal id is of a province that exists.
    .filter((code) => code !== 'RULE_PERSONAL_ID_PROVINCE');

/** What the rules say of a case besides; of all others: nothing. */
const EXPECTED: Partial<Record<SampleCase, string>> = {
  promotedByPrincipal: 'RULE_PROMOTED_BY_DECISION',
  motherUnknown: 'RULE_MOTHER_ABSENT',
  guardian: 'RULE_MOTHER_ABSENT',
  oldIdentityCard: 'RULE_PERSONAL_ID_NINE_DIGITS',
};

/** How a case shows in its record. */
const SHOWS: Readonly<Record<SampleCase, (record: HocBa) => unknown>> = {
  opening: ({ thoiDiemLap, monHoc }) => thoiDiemLap === 'moHocBa' && monHoc.length === 0,
  partialYear: ({ motPhanNamHoc, monHoc }) =>
    motPhanNamHoc !== undefined && monHoc.every((row) => giaTri(row.mucDat) === undefined && row.ketQuaTheoDot),
  digitised: ({ nguonGoc }) => nguonGoc === 'banSoHoa',
  replacement: ({ thayThe, maTraCuu }) => thayThe !== undefined && thayThe.maTraCuuBiThayThe !== maTraCuu,
  adjustedRequirements: ({ khuyetTat }) => khuyetTat?.yeuCauDieuChinh,
  individualPlan: ({ khuyetTat, tongKet }) =>
    khuyetTat?.keHoachGiaoDucCaNhan && giaTri(tongKet.ketQuaGiaoDuc) === undefined,
  notAssessed: ({ khuyetTat, monHoc }) =>
    khuyetTat?.cachDanhGia === 'khongDanhGia' && monHoc.every(({ mucDat }) => giaTri(mucDat) === undefined),
  subjectNotAssessed: ({ khuyetTat }) => khuyetTat?.monKhongDanhGia,
  supplementary: ({ tongKet }) => tongKet.danhGiaBoSung?.ketQua === 'hoanThanh' && tongKet.duocLenLop === true,
  promotedByPrincipal: ({ tongKet }) =>
    tongKet.danhGiaBoSung?.hieuTruongQuyetDinhLenLop && tongKet.hoanThanhChuongTrinhLopHoc === false,
  repeating: ({ tongKet }) => tongKet.ketQuaGiaoDuc === 'chuaHoanThanh' && tongKet.duocLenLop === false,
  repeatedBefore: ({ quaTrinhHocTap, lopHoc }) => quaTrinhHocTap.length === lopHoc.khoiLop + 1,
  motherUnknown: ({ hocSinh }) => giaTri(hocSinh.hoVaTenMe) === undefined && hocSinh.hoVaTenCha,
  guardian: ({ hocSinh }) => giaTri(hocSinh.hoVaTenMe) === undefined && hocSinh.hoVaTenNguoiGiamHo,
  sexUnknown: ({ hocSinh }) => giaTri(hocSinh.gioiTinh) === undefined,
  foreignPupil: ({ hocSinh }) => hocSinh.quocTich === 'Lào' && giaTri(hocSinh.soDinhDanhCaNhan) === undefined,
  ethnicLanguage: ({ monHoc }) => monHoc.some(({ tenNgonNgu }) => tenNgonNgu === 'Tiếng Khmer'),
  otherForeignLanguage: ({ monHoc }) => monHoc.some(({ tenNgonNgu }) => tenNgonNgu === 'Tiếng Pháp'),
  transferredIn: ({ quaTrinhHocTap, namHoc }) => quaTrinhHocTap.filter((line) => line.namHoc === namHoc).length === 2,
  termResults: ({ monHoc }) => monHoc.every((row) => row.ketQuaTheoDot?.length === 4 && row.giaoVienBoMon),
  secondTest: ({ monHoc }) => monHoc.some((row) => row.ketQuaTheoDot?.some(({ dot }) => dot === 'kiemTraLai')),
  adHocAward: ({ tongKet }) => tongKet.khenThuongDotXuat.length === 1,
  higherAward: ({ tongKet }) => tongKet.khenThuong.some(({ loai }) => loai === 'capTrenKhen'),
  notMeasured: ({ sucKhoe }) => giaTri(sucKhoe.canNangKg) === undefined,
  absentDays: ({ nghiHoc }) => nghiHoc.soNgayCoPhep === 6.5,
  oldIdentityCard: ({ giaoVienChuNhiem }) => giaoVienChuNhiem?.soDinhDanhCaNhan?.length === 9,
  lifelongCode: ({ maHoSoHocTapSuotDoi, ngayHieuLuc }) => maHoSoHocTapSuotDoi && ngayHieuLuc,
};

describe.each(SAMPLE_CASES)('case %s', (name) => {
  const records = GRADES.flatMap((khoiLop) =>
    ['a', 'b', 'c', 'd'].map((seed) => sampleClass({ khoiLop, pupils: 1, seed, cases: [name] })[0]!),
  );
  const grades = name === 'opening' ? [1] : name === 'repeatedBefore' ? [2, 3, 4, 5] : GRADES;
  const own = records.filter(({ lopHoc }) => grades.includes(lopHoc.khoiLop));

  test('is a valid record of its grade that shows what it is', () => {
    expect(own.length).toBe(4 * grades.length);
    for (const record of own) {
      expect(issuesOf(record)).toEqual([]);
      expect(SHOWS[name](record), `grade ${record.lopHoc.khoiLop}`).toBeTruthy();
    }
    for (const record of records.filter((one) => !own.includes(one))) expect(SHOWS[name](record)).toBeFalsy();
  });

  test('breaks no rule, and is found where a person has to look', () => {
    for (const record of own) {
      expect(codesOf(record)).toEqual(EXPECTED[name] === undefined ? [] : [EXPECTED[name]]);
    }
  });
});

test('a class with every case goes through XML and CSV unchanged', () => {
  for (const khoiLop of GRADES) {
    const records = sampleClass({ khoiLop, pupils: 30, seed: 'all', cases: 'all' });
    for (const record of records) expect(readHocBa(writeHocBa(record, { layout: cv2088 })).hocBa).toEqual(record);
    const map = classColumnMap({ khoiLop, namHoc: '2024-2025' });
    const { sheet, guess } = readClassCsv(writeClassCsv(records, { map }), { map });
    expect(importClass(sheet, confirmColumns(guess, { accept: 'exact' })).records).toEqual(records);
  }
});

test('cases come first, and a larger class begins with the smaller one', () => {
  const small = sampleClass({ khoiLop: 4, pupils: 3, seed: 's', cases: 'all' });
  const large = sampleClass({ khoiLop: 4, pupils: 40, seed: 's', cases: 'all' });
  expect(large.slice(0, 3)).toEqual(small);
  expect(large.slice(35)).toEqual(sampleClass({ khoiLop: 4, pupils: 40, seed: 's' }).slice(35));
});

describe('histories', () => {
  const histories = sampleHistories({ pupils: 10, seed: 'h' });

  test('are five valid years of each pupil that break no rule', () => {
    expect(histories).toHaveLength(10);
    for (const years of histories) {
      expect(years.map(({ namHoc, lopHoc }) => [namHoc, lopHoc.khoiLop])).toEqual([
        ['2020-2021', 1],
        ['2021-2022', 2],
        ['2022-2023', 3],
        ['2023-2024', 4],
        ['2024-2025', 5],
      ]);
      for (const record of years) {
        expect(issuesOf(record)).toEqual([]);
        expect(codesOf(record)).toEqual([]);
      }
    }
  });

  test('are of one pupil who grows, and each names the years before by their codes', () => {
    for (const years of histories) {
      const last = years.at(-1)!;
      expect(new Set(years.map(({ hocSinh }) => JSON.stringify(hocSinh))).size).toBe(1);
      expect(new Set(years.map(({ maTraCuu }) => maTraCuu)).size).toBe(5);
      const heights = years.map(({ sucKhoe }) => giaTri(sucKhoe.chieuCaoCm)!);
      expect(heights).toEqual([...heights].sort((a, b) => a - b));
      expect(last.quaTrinhHocTap.map(({ namHoc, maTraCuu }) => [namHoc, maTraCuu])).toEqual(
        years.map(({ namHoc, maTraCuu }) => [namHoc, namHoc === last.namHoc ? undefined : maTraCuu]),
      );
    }
  });

  test('have older years as digitised paper, and the rows of the circular of each year', () => {
    expect(histories[0]!.map(({ nguonGoc }) => nguonGoc)).toEqual([
      'banSoHoa',
      'banSoHoa',
      'banSoHoa',
      'banGocSo',
      'banGocSo',
    ]);
    const [older] = sampleHistories({ pupils: 1, seed: 'h', namHoc: '2021-2022' });
    expect(older!.map(({ danhGia, thongTu }) => [danhGia.theo, thongTu])).toEqual(
      Array.from({ length: 5 }, () => ['TT22-2016', '22/2016/TT-BGDĐT']),
    );
    for (const record of older!) {
      expect(issuesOf(record)).toEqual([]);
      expect(codesOf(record)).toEqual([]);
    }
  });

  test('depend on their options alone', () => {
    expect(sampleHistories({ pupils: 10, seed: 'h' })).toEqual(histories);
    expect(sampleHistories({ pupils: 2, seed: 'i' })).not.toEqual(histories.slice(0, 2));
  });

  test.each([
    [{ pupils: 0, seed: 'a' }, 'ERR_ARGUMENT_INVALID'],
    [{ pupils: 1, seed: 'a', khoiLop: 6 }, 'ERR_ARGUMENT_INVALID'],
    [{ pupils: 1, seed: 'a', namHoc: '2024' }, 'ERR_SCHOOL_YEAR_INVALID'],
  ])('refuse %j', (options, code) => {
    expect(() => sampleHistories(options)).toThrow(expect.objectContaining({ code }));
  });
});
