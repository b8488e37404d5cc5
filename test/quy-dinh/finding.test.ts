import { describe, expect, test } from 'vitest';
import { describePath, VAI_TRO_KY } from '../../src/hoc-ba/index.js';
import * as rules from '../../src/quy-dinh/index.js';
import {
  checkHocBa,
  claimedRoleUri,
  describeFinding,
  FINDINGS,
  FIXES,
  type Finding,
  roleOfClaimedRole,
} from '../../src/quy-dinh/index.js';
import { CASES } from './cases/index.js';
import { draft, edit, record, validRecord } from './records.js';

const AT = new Date('2026-06-01T00:00:00Z');
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

/** Frozen: a code is never renamed, reused or removed outside a major version. Adding one is adding a line. */
const CODES = [
  'RULE_AGE_UNUSUAL',
  'RULE_AWARD_NOT_IN_RULES',
  'RULE_AWARD_PLACE',
  'RULE_AWARD_RESULT',
  'RULE_BORN_DIGITAL_EARLY',
  'RULE_CIRCULAR_MISMATCH',
  'RULE_CLASS_NAME_GRADE',
  'RULE_COMPLETION_FLAG',
  'RULE_COMPLETION_MISSING',
  'RULE_COMPLETION_WORDS',
  'RULE_COMPLETION_WORDS_FORM',
  'RULE_DATE_BEFORE_SCHOOL_YEAR',
  'RULE_DATE_BEFORE_YEAR_END',
  'RULE_DATE_FUTURE',
  'RULE_DATE_ORDER',
  'RULE_DEADLINE_PASSED',
  'RULE_HISTORY_CURRENT',
  'RULE_HISTORY_DUPLICATE',
  'RULE_HISTORY_GRADE',
  'RULE_HISTORY_LATER',
  'RULE_HISTORY_ORDER',
  'RULE_LEVEL_ABSENT',
  'RULE_LEVEL_COMPLETION_FLAG',
  'RULE_LEVEL_COMPLETION_WORDS',
  'RULE_LEVEL_MISSING',
  'RULE_LEVEL_UNKNOWN',
  'RULE_LIFELONG_CODE_MISSING',
  'RULE_LOOKUP_CODE_REUSED',
  'RULE_LOOKUP_CODE_VERSION',
  'RULE_MOTHER_ABSENT',
  'RULE_NOT_PROMOTED',
  'RULE_NO_PARENT_NAMED',
  'RULE_OPENING_GRADE',
  'RULE_OPENING_RESULTS',
  'RULE_PARTIAL_YEAR_DETAILS',
  'RULE_PERSONAL_ID_CENTURY',
  'RULE_PERSONAL_ID_MALFORMED',
  'RULE_PERSONAL_ID_NINE_DIGITS',
  'RULE_PERSONAL_ID_PROVINCE',
  'RULE_PERSONAL_ID_SEX',
  'RULE_PERSONAL_ID_YEAR',
  'RULE_PROMOTED_BY_DECISION',
  'RULE_RESULT_ABSENT',
  'RULE_RESULT_ADJUSTED',
  'RULE_RESULT_EARLY',
  'RULE_RESULT_MISSING',
  'RULE_RESULT_NOT_ASSESSED',
  'RULE_RESULT_OPTIONAL_ROWS',
  'RULE_RESULT_TOO_HIGH',
  'RULE_RESULT_TOO_LOW',
  'RULE_RESULT_UNDECIDED',
  'RULE_RESULT_UNKNOWN',
  'RULE_ROWS_OF_OTHER_CIRCULAR',
  'RULE_ROW_DUPLICATE',
  'RULE_ROW_MISSING',
  'RULE_ROW_NOT_IN_GRADE',
  'RULE_ROW_SPLIT',
  'RULE_ROW_UNKNOWN',
  'RULE_SCORE_AGAINST_LEVEL',
  'RULE_SCORE_DECIMALS',
  'RULE_SCORE_FORBIDDEN',
  'RULE_SCORE_MISSING',
  'RULE_SCORE_NOT_LAST_TEST',
  'RULE_SCORE_NOT_TESTED',
  'RULE_SCORE_OPTIONAL_ROW',
  'RULE_SCORE_RANGE',
  'RULE_SET_NOT_FOUND',
  'RULE_SET_OVERRIDDEN',
];

describe('table of findings', () => {
  test('is the committed list', () => {
    expect(Object.keys(FINDINGS).sort()).toEqual(CODES);
  });

  test.each(Object.entries(FINDINGS))('%s names the same parameters in both languages', (_, { vi, en }) => {
    expect(names(vi)).toEqual(names(en));
  });

  test('every fix is used', () => {
    const used = new Set<string>(Object.values(FINDINGS).map(({ fix }) => fix));
    expect(Object.keys(FIXES).filter((fix) => !used.has(fix))).toEqual([]);
  });
});

/** Every finding that the table of cases produces. */
function allFindings(): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { actual } of CASES) {
    actual({
      ...rules,
      checkHocBa: (...args: Parameters<typeof checkHocBa>) => {
        const report = checkHocBa(...args);
        findings.push(...report.findings);
        return report;
      },
    });
  }
  return findings;
}

describe('findings of the whole table', () => {
  const findings = allFindings();

  test('cover every code', () => {
    expect([...new Set(findings.map(({ code }) => code))].sort()).toEqual(CODES);
  });

  test('are said in full sentences in both languages', () => {
    for (const finding of findings) {
      for (const language of ['vi', 'en'] as const) {
        const { message, fix, source } = describeFinding(finding, language);
        expect(message, finding.code).not.toMatch(/[{}]|undefined|\w+\/\w+Hoc\b|monHoc\//);
        expect(message.length).toBeGreaterThan(10);
        expect(fix).not.toBe('');
        expect(source).toContain(finding.source.document);
      }
    }
  });

  test('point to a place of the record', () => {
    for (const { path, code } of findings) {
      const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      if (path !== '') expect(describePath(steps, 'en'), code).not.toBe('Record');
    }
  });

  test.each([
    ['RULE_RESULT_TOO_HIGH', ['Điều 9.2a, 27/2020/TT-BGDĐT']],
    ['RULE_SCORE_DECIMALS', ['Điều 7.1d, 27/2020/TT-BGDĐT']],
    ['RULE_SCORE_NOT_TESTED', ['Điều 7.1b, 27/2020/TT-BGDĐT']],
    ['RULE_SCORE_FORBIDDEN', ['Điều 1 khoản 4 (sửa Điều 10), 22/2016/TT-BGDĐT']],
    ['RULE_ROW_SPLIT', ['Phụ lục 1, 2904/QĐ-BGDĐT']],
    ['RULE_PROMOTED_BY_DECISION', ['Điều 11.1c, 27/2020/TT-BGDĐT']],
    ['RULE_LEVEL_COMPLETION_FLAG', ['Điều 11.2, 27/2020/TT-BGDĐT']],
    [
      'RULE_COMPLETION_FLAG',
      [
        'Điều 1 khoản 7 (sửa Điều 14) điểm a, 22/2016/TT-BGDĐT',
        'Điều 11.1a, 27/2020/TT-BGDĐT',
        'Điều 11.1b, 27/2020/TT-BGDĐT',
      ],
    ],
    ['RULE_AWARD_RESULT', ['Điều 13.1a, 27/2020/TT-BGDĐT']],
    ['RULE_RESULT_ADJUSTED', ['Điều 8, 27/2020/TT-BGDĐT']],
    ['RULE_LIFELONG_CODE_MISSING', ['Điều 8, 9, 88/2026/NĐ-CP']],
    ['RULE_PERSONAL_ID_SEX', ['Cấu trúc số định danh cá nhân, 59/2021/TT-BCA']],
    ['RULE_DEADLINE_PASSED', ['Lịch năm học 2024-2025, 2106/KH-SGDĐT', 'Điều 21 khoản 1, 2, 1789/QĐ-SGDĐT']],
  ])('%s cites its article', (code, articles) => {
    const cited = findings
      .filter((finding) => finding.code === code)
      .map((finding) => describeFinding(finding, 'vi').source);
    expect([...new Set(cited)].sort()).toEqual([...articles].sort());
  });

  test('are plain data with the marks of their source', () => {
    for (const finding of findings) {
      expect(JSON.parse(JSON.stringify(finding))).toEqual(finding);
      expect(finding.assumed).toBe(finding.source.evidence !== 'seen');
    }
  });
});

test('sentences name rows, results and titles by their labels', () => {
  const [award] = checkHocBa(
    validRecord(draft(4), [edit.diem('toan', 8), edit.dat('tongKet.ketQuaGiaoDuc', 'hoanThanhTot')]),
    { at: AT },
  ).findings;
  expect(describeFinding(award!, 'vi')).toEqual({
    message: 'Danh hiệu Học sinh Xuất sắc chỉ dành cho kết quả Hoàn thành xuất sắc',
    fix: 'Sửa danh hiệu cho khớp với kết quả, hoặc sửa kết quả',
    source: 'Điều 13.1a, 27/2020/TT-BGDĐT',
  });
  const [missing] = checkHocBa(validRecord(draft(4), [edit.bo('tinHoc')]), { at: AT }).findings;
  expect(describeFinding(missing!, 'vi').message).toBe('Khối 4 phải có: Tin học và Công nghệ (Tin học)');
  expect(describeFinding(missing!, 'en').message).toBe('Grade 4 must have: Informatics and Technology (Informatics)');
});

test('the reason of a wrong result is named, with the rows that decide it', () => {
  const [finding] = checkHocBa(
    validRecord(draft(4), [edit.diem('toan', 8), edit.diem('khoaHoc', 8), edit.mon('amNhac', 'H')]),
    { at: AT },
  ).findings;
  expect(finding).toMatchObject({
    code: 'RULE_RESULT_TOO_HIGH',
    severity: 'error',
    source: { document: '27/2020/TT-BGDĐT', article: 'Điều 9.2a' },
    params: { condition: 'monHoc kiemTraCuoiNam' },
    related: ['monHoc.9.mucDat', 'monHoc.1.diemKiemTraDinhKy', 'monHoc.4.diemKiemTraDinhKy'],
    ruleSet: 'TT27-2020',
  });
});

test('no finding holds anything of the record', () => {
  const secret = 'Bí Mật Tuyệt Đối';
  const subject = record(draft(4), [
    (hocBa) => {
      const hide = (holder: Record<string, unknown>): void => {
        for (const [key, value] of Object.entries(holder)) {
          if (typeof value === 'object' && value !== null) hide(value as Record<string, unknown>);
          else if (
            typeof value === 'string' &&
            /^(?:hoVaTen|ten|noi|que|dan|quoc|lyDo|nhanXet|noiDung|dia|chucVu|ma(?!MonHoc|TraCuu))/.test(key)
          ) {
            holder[key] = secret;
          }
        }
      };
      hide(hocBa);
      hocBa.hocSinh.soDinhDanhCaNhan = '424242424242';
      hocBa.maTraCuu = '42424242-4242-1242-4242-424242424242';
      hocBa.hocSinh.ngaySinh = '1942-04-02';
      hocBa.monHoc[1].diemKiemTraDinhKy = 4.2424;
      hocBa.monHoc[2].maMonHoc = `khac:${secret.replaceAll(' ', '')}`;
      hocBa.monHoc[3].mucDat = secret;
      hocBa.tongKet.ketQuaGiaoDuc = 'hoanThanhTot';
      hocBa.tongKet.khenThuong = [{ loai: secret, noiDung: secret }];
      hocBa.phatHanh.ngayPhatHanh = '1942-04-03';
      hocBa.hocSinh.hoVaTenMe = { vang: 'khongRo', lyDo: secret };
      hocBa.hocSinh.hoVaTenCha = { vang: 'khongRo', lyDo: secret };
    },
  ]);
  const report = checkHocBa(subject, { at: AT, province: '79' });
  expect(report.findings.length).toBeGreaterThan(15);
  const text = JSON.stringify(report);
  for (const part of [secret, 'BíMật', '4242', '1942', '4.24']) expect(text).not.toContain(part);
  for (const finding of report.findings) {
    expect(JSON.stringify(describeFinding(finding, 'vi'))).not.toContain('BíMật');
  }
});

test('a report names its rule set, its day and its count', () => {
  const { ruleSet, overridden, day, count } = checkHocBa(
    validRecord(draft(4), [
      edit.diem('toan', 8),
      edit.dat('lopHoc.tenLop', '5A'),
      edit.dat('hocSinh.hoVaTenMe', { vang: 'khongRo', lyDo: 'Không rõ' }),
    ]),
    { at: new Date('2026-05-31T18:00:00Z') },
  );
  expect({ ruleSet, overridden, day, count }).toEqual({
    ruleSet: 'TT27-2020',
    overridden: false,
    day: '2026-06-01',
    count: { error: 1, warning: 1, info: 1 },
  });
});

test('an unknown rule set is the mistake of the caller', () => {
  expect(() => checkHocBa(validRecord(draft(4), []), { at: AT, ruleSet: 'TT99' })).toThrowError(
    expect.objectContaining({ code: 'ERR_RULE_SET_UNKNOWN', fault: 'caller' }),
  );
});

test('checking leaves the record alone', () => {
  const subject = validRecord(draft(4), [edit.diem('toan', 8)]);
  const before = structuredClone(subject);
  checkHocBa(subject, { at: AT });
  expect(subject).toEqual(before);
});

describe('claimed roles', () => {
  test.each(VAI_TRO_KY.map((role) => [role]))('%s there and back', (role) => {
    expect(roleOfClaimedRole(claimedRoleUri(role))).toBe(role);
  });

  test('a foreign text is no role', () => {
    expect(roleOfClaimedRole('Hiệu trưởng')).toBeUndefined();
  });
});
