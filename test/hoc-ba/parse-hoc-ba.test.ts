import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  describePath,
  type HocBaIssue,
  isHocBa,
  issuesOf,
  normalizeHocBa,
  parseHocBa,
  THUAT_NGU,
} from '../../src/hoc-ba/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { anyHocBa } from './arbitrary.js';

type Json = unknown;

/** A copy with the value at a path replaced, or removed when `value` is undefined. */
function withValue(record: Json, path: readonly (string | number)[], value: Json): Json {
  const copy = structuredClone(record) as Record<string | number, unknown>;
  let at = copy;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

function* leaves(value: Json, path: (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (typeof value === 'object' && value !== null) {
    const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const key of keys) yield* leaves((value as Record<string | number, unknown>)[key], [...path, key]);
  } else yield path;
}

function found(value: Json): readonly HocBaIssue[] {
  try {
    parseHocBa(value);
    return [];
  } catch (error) {
    if (!isHocBaSoError(error, 'ERR_HOCBA_INVALID')) throw error;
    return error.issues as readonly HocBaIssue[];
  }
}

describe('parseHocBa', () => {
  test('the specimen is a record', () => {
    expect(parseHocBa(specimenHocBa())).toEqual(specimenHocBa());
    expect(isHocBa(specimenHocBa())).toBe(true);
  });

  test('leaves out keys whose value is undefined', () => {
    const record = parseHocBa({ ...specimenHocBa(), ngayHieuLuc: undefined });
    expect(Object.hasOwn(record, 'ngayHieuLuc')).toBe(false);
  });

  test.each([
    ['hocSinh.hoVaTen', '', 'textEmpty'],
    ['hocSinh.hoVaTen', '   ', 'textEmpty'],
    ['hocSinh.hoVaTen', ' Nguyễn Văn A', 'textSpace'],
    ['hocSinh.hoVaTen', 'Nguyễn\u0007Văn A', 'textCharacter'],
    ['hocSinh.hoVaTen', 'Nguyễn Văn\nA', 'textCharacter'],
    ['hocSinh.hoVaTen', 'Nguyễn Văn A'.normalize('NFD'), 'textNotNfc'],
    ['hocSinh.hoVaTen', 'a'.repeat(501), 'textTooLong'],
    ['hocSinh.hoVaTen', 7, 'wrongType'],
    ['hocSinh.hoVaTen', undefined, 'required'],
    ['hocSinh.hoVaTenMe', '', 'textEmpty'],
    ['hocSinh.ngaySinh', '2014-02-29', 'date'],
    ['hocSinh.ngaySinh', '15/3/2014', 'date'],
    ['hocSinh.gioiTinh', 'Nam', 'notAChoice'],
    ['hocSinh.soDinhDanhCaNhan', '12345678', 'personalId'],
    ['maTraCuu', '123', 'lookupCode'],
    ['namHoc', '2023-2025', 'schoolYear'],
    ['namHoc', '2023', 'schoolYear'],
    ['capHoc', 'trungHocCoSo', 'notAChoice'],
    ['nguonGoc', 'banSao', 'notAChoice'],
    ['nguonGoc', undefined, 'required'],
    ['lopHoc.khoiLop', 6, 'numberRange'],
    ['lopHoc.khoiLop', 1.5, 'notInteger'],
    ['monHoc.0.diemKiemTraDinhKy', 11, 'numberRange'],
    ['monHoc.0.diemKiemTraDinhKy', -1, 'numberRange'],
    ['monHoc.0.diemKiemTraDinhKy', 8.5, 'notInteger'],
    ['monHoc.0.mucDat', 'tot', 'notAChoice'],
    ['monHoc.0.maMonHoc', 'TV', 'subjectCode'],
    ['danhGia.phamChat.yeuNuoc', 'hoanThanhTot', 'notAChoice'],
    ['danhGia.theo', 'TT30-2014', 'notAChoice'],
    ['sucKhoe.canNangKg', 30.12345, 'tooManyDecimals'],
    ['nghiHoc.soNgayCoPhep', 1.25, 'numberStep'],
    ['monHoc.0.ketQuaTheoDot', [], 'listEmpty'],
    ['hocSinh.hoVaTenMe', { vang: 'khongRo' }, 'required', 'hocSinh.hoVaTenMe.lyDo'],
    ['hocSinh.hoVaTenMe', { vang: 'khongBiet', lyDo: 'Không khai' }, 'notAChoice', 'hocSinh.hoVaTenMe.vang'],
    ['hocSinh.hoVaTenMe', { vang: 'khongRo', lyDo: '' }, 'textEmpty', 'hocSinh.hoVaTenMe.lyDo'],
    ['hocSinh.biDanh', 'An', 'unknownKey'],
  ] as const)('%s = %j is refused: %s', (path, value, code, where: string = path) => {
    const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const issues = found(withValue(specimenHocBa(), steps, value));
    expect(issues.map((issue) => [issue.code, issue.path])).toEqual([[code, where]]);
  });

  test('a digitised record needs its scans', () => {
    const codes = found({ ...specimenHocBa(), nguonGoc: 'banSoHoa' }).map((issue) => [issue.code, issue.path]);
    expect(codes).toEqual([['required', 'soHoa']]);
    expect(found({ ...specimenHocBa(), soHoa: {} }).map((issue) => [issue.code, issue.path])).toEqual([
      ['unknownKey', 'soHoa'],
    ]);
  });

  test('all issues come at once, in both languages, without any value of the record', () => {
    const broken = { ...specimenHocBa(), hocSinh: { hoVaTen: ' Bí Mật ', gioiTinh: 'Bí Mật' }, namHoc: 'Bí Mật' };
    const issues = found(broken);
    expect(issues.length).toBeGreaterThan(10);
    for (const issue of issues) {
      expect(JSON.stringify(issue)).not.toContain('Bí Mật');
      expect(issue.vi).not.toMatch(/\{\w+\}/);
      expect(issue.en).not.toMatch(/\{\w+\}/);
    }
  });

  test('a key that does not look like one is not repeated', () => {
    expect(found({ ...specimenHocBa(), 'Nguyễn Văn A': 1 })).toEqual([
      expect.objectContaining({ code: 'unknownKey', path: '?' }),
    ]);
  });

  test('sentences name the field and its row', () => {
    expect(describePath(['monHoc', 2, 'nhanXet'], 'vi')).toBe('Nhận xét (Các môn học và hoạt động giáo dục, dòng 3)');
    expect(describePath(['hocSinh', 'hoVaTen'], 'en')).toBe('Full name (Pupil)');
    expect(describePath([], 'vi')).toBe('Học bạ');
  });

  test('every valid record passes unchanged', () => {
    fc.assert(
      fc.property(anyHocBa, (record) => {
        expect(parseHocBa(record)).toEqual(record);
      }),
      { numRuns: 200 },
    );
  });

  test('every single-field mutation is still valid or found at its path', () => {
    const mutants: readonly Json[] = [
      undefined,
      null,
      '',
      ' x',
      'x',
      -1,
      0.3,
      99999,
      true,
      [],
      {},
      ['x'],
      { vang: 'khongRo' },
    ];
    let refused = 0;
    fc.assert(
      fc.property(anyHocBa, fc.nat(), (record, seed) => {
        const paths = [...leaves(record)];
        const path = paths[seed % paths.length]!;
        for (const mutant of mutants) {
          const issues = issuesOf(withValue(record, path, mutant));
          if (issues.length === 0) continue;
          refused++;
          // A discriminator decides over its whole object, so its mutation may show beside it.
          const own = path.join('.');
          const parent = path.slice(0, -1).join('.');
          const near = (at: string): boolean =>
            at === own ||
            at.startsWith(`${own}.`) ||
            own.startsWith(`${at}.`) ||
            (['nguonGoc', 'theo', 'capHoc', 'vang'].includes(String(path.at(-1))) && at.startsWith(parent));
          expect(issues.filter((issue) => !near(issue.path)).map((issue) => `${own}: ${issue.path}`)).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(1000);
  });
});

test('normalizeHocBa makes a database row ready', () => {
  const raw = JSON.parse(JSON.stringify(specimenHocBa()).normalize('NFD')) as Record<string, unknown>;
  (raw['tongKet'] as Record<string, unknown>)['nhanXetGiaoVienChuNhiem'] = ' Dòng một\r\ndòng hai ';
  expect(isHocBa(raw)).toBe(false);
  const record = parseHocBa(normalizeHocBa(raw));
  expect(record.tongKet.nhanXetGiaoVienChuNhiem).toBe('Dòng một\ndòng hai');
  expect(record.hocSinh).toEqual(specimenHocBa().hocSinh);
});

test('every term of the glossary has both languages and a source', () => {
  for (const [key, term] of Object.entries(THUAT_NGU)) {
    expect([key, term.vi !== '', term.en !== '', term.source !== '']).toEqual([key, true, true, true]);
    expect(term.vi).toBe(term.vi.normalize('NFC'));
  }
});
