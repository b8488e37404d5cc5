import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { cv2088, diffHocBa, phatHanh2025, rolesCovering } from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { anyHocBa } from '../hoc-ba/arbitrary.js';

type Json = Record<string, never>;
const change = (edit: (record: Json) => void): HocBa => {
  const record = specimenHocBa();
  edit(record as unknown as Json);
  return record;
};
const words = (after: HocBa, before: HocBa = specimenHocBa()): readonly string[] =>
  diffHocBa(before, after).map(({ vi, en }) => `${vi} | ${en}`);

describe('diffHocBa', () => {
  test('nothing differs from itself', () => {
    expect(diffHocBa(specimenHocBa(), specimenHocBa())).toEqual([]);
  });

  test.each<[string, (record: HocBa) => HocBa, string]>([
    [
      'a score',
      (one) => ({
        ...one,
        monHoc: one.monHoc.map((row) => (row.maMonHoc === 'toan' ? { ...row, diemKiemTraDinhKy: 7 } : row)),
      }),
      'Toán – Điểm kiểm tra định kỳ (Các môn học và hoạt động giáo dục): từ 10 thành 7 | Toán – Score of the periodic test (Subjects and educational activities): from 10 to 7',
    ],
    [
      'a level of a subject',
      (one) => ({
        ...one,
        monHoc: one.monHoc.map((row) => (row.maMonHoc === 'toan' ? { ...row, mucDat: 'hoanThanh' } : row)),
      }),
      'Toán – Mức đạt được (Các môn học và hoạt động giáo dục): từ Hoàn thành tốt thành Hoàn thành | Toán – Level (Subjects and educational activities): from Completed well to Completed',
    ],
    [
      'a subject gone',
      (one) => ({ ...one, monHoc: one.monHoc.slice(1) }),
      'Tiếng Việt – Các môn học và hoạt động giáo dục: bỏ “Tiếng Việt” | Tiếng Việt – Subjects and educational activities: removed “Tiếng Việt”',
    ],
    [
      'a reason in place of a name',
      (one) => ({ ...one, hocSinh: { ...one.hocSinh, hoVaTenMe: { vang: 'khongRo', lyDo: 'Không khai' } } }),
      'Họ và tên mẹ (Học sinh): từ “Hoàng Thị C” thành không có (Không khai) | Name of the mother (Pupil): from “Hoàng Thị C” to none (Không khai)',
    ],
    [
      'promotion',
      (one) => ({ ...one, tongKet: { ...one.tongKet, duocLenLop: false } }),
      'Được lên lớp (Tổng kết): từ Có thành Không | Promoted (Year summary): from Yes to No',
    ],
    [
      'a field added',
      (one) => ({ ...one, ngayHieuLuc: '2024-06-01' }),
      'Ngày hiệu lực: thêm “2024-06-01” | Effective date: added “2024-06-01”',
    ],
    [
      'a quality',
      (one) => ({
        ...one,
        danhGia: { ...one.danhGia, phamChat: { ...one.danhGia.phamChat, nhanAi: 'dat' } } as HocBa['danhGia'],
      }),
      'Nhân ái (Đánh giá năng lực, phẩm chất, Những phẩm chất chủ yếu): từ Tốt thành Đạt | Compassion (Qualities and competences, Qualities): from Good to Achieved',
    ],
  ])('%s in words', (_, edit, expected) => {
    expect(words(edit(specimenHocBa()))).toEqual([expected]);
  });

  test('a row inserted at the front moves the others without changing them', () => {
    const after = specimenHocBa();
    after.monHoc.unshift({
      maMonHoc: 'tiengDanToc',
      tenMonHoc: 'Tiếng dân tộc',
      tenNgonNgu: 'Tiếng Tày',
      mucDat: 'hoanThanh',
    });
    expect(diffHocBa(specimenHocBa(), after).map(({ change: kind, path }) => `${kind} ${path}`)).toEqual([
      'added monHoc.0',
    ]);
    expect(diffHocBa(after, specimenHocBa()).map(({ change: kind, path }) => `${kind} ${path}`)).toEqual([
      'removed monHoc.0',
    ]);
  });

  test('rows that share an identity are compared by position', () => {
    const twice = specimenHocBa();
    twice.monHoc.push({ ...twice.monHoc[0]!, diemKiemTraDinhKy: 5 });
    expect(diffHocBa(specimenHocBa(), twice).map(({ change: kind, path }) => `${kind} ${path}`)).toEqual([
      'added monHoc.12',
    ]);
  });

  test('no difference is found in a copy, and none is missed', () => {
    fc.assert(
      fc.property(anyHocBa, anyHocBa, (a, b) => {
        expect(diffHocBa(a, structuredClone(a))).toEqual([]);
        // Every top-level field that differs is named.
        const named = new Set(diffHocBa(a, b).map(({ path }) => path.split('.')[0]));
        for (const key of new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof HocBa>) {
          if (JSON.stringify(a[key]) !== JSON.stringify(b[key]) && !Array.isArray(a[key])) expect(named).toContain(key);
        }
      }),
      { numRuns: 100 },
    );
  });
});

test.each([
  [
    'monHoc.0.diemKiemTraDinhKy',
    ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'],
    ['giaoVienBoMon', 'giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'],
  ],
  ['hocSinh.hoVaTen', ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'], ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh']],
  [
    'tongKet.khenThuong.0.noiDung',
    ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'],
    ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'],
  ],
  // In the extension block: part of the data, of no inner block and of no row.
  ['monHoc.0.nhanXet', ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'], ['canBoQuanLy', 'phatHanh']],
  ['khuyetTat.hinhThuc', ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'], ['canBoQuanLy', 'phatHanh']],
])('whose signature a change of %s breaks', (path, inCv2088, inPhatHanh2025) => {
  expect(rolesCovering(cv2088, path)).toEqual(inCv2088);
  expect(rolesCovering(phatHanh2025, path)).toEqual(inPhatHanh2025);
});

test('a difference leaves its records alone', () => {
  const before = Object.freeze(specimenHocBa());
  diffHocBa(
    before,
    change((one) => Object.assign(one, { ngayHieuLuc: '2024-06-01' })),
  );
  expect(before).toEqual(specimenHocBa());
});
