import type { Case, Rules } from './case.js';

const TESTS =
  '27/2020/TT-BGDĐT điều 7.1b: vào cuối học kỳ I và cuối năm học, các môn học bắt buộc Tiếng Việt, Toán, Ngoại ngữ 1, Lịch sử và Địa lý, Khoa học, Tin học và Công nghệ có bài kiểm tra định kỳ';
const MID_TERM =
  '27/2020/TT-BGDĐT điều 7.1b: đối với lớp 4, lớp 5, có thêm bài kiểm tra định kỳ môn Tiếng Việt, môn Toán vào giữa học kỳ I và giữa học kỳ II';
const CURRICULUM = '32/2018/TT-BGDĐT: các môn học của từng lớp ở cấp tiểu học';
const SPLIT =
  '2904/QĐ-BGDĐT phụ lục 1: dòng Tin học và Công nghệ tách thành Tin học, Công nghệ, mỗi dòng có mức đạt và điểm';
const OLD = '22/2016/TT-BGDĐT: mẫu học bạ có Thủ công (Kĩ thuật), Thể dục; Ngoại ngữ, Tin học là môn tự chọn';

type Grade = 1 | 2 | 3 | 4 | 5;
const YEAR: Readonly<Record<Grade, string>> = {
  1: '2024-2025',
  2: '2024-2025',
  3: '2024-2025',
  4: '2024-2025',
  5: '2024-2025',
};

const rowOf = (rules: Rules, khoiLop: number, namHoc: string, key: string) =>
  rules
    .rowsOfGrade(rules.ruleSetFor({ khoiLop, namHoc }).ruleSet, khoiLop)
    .find(({ table, row }) => table === 'monHoc' && row.key === key);

const tested = (khoiLop: Grade, key: string, at: string, expected: boolean, cites = TESTS): Case => ({
  id: `grade ${khoiLop} ${expected ? 'sits' : 'does not sit'} ${key} at ${at}`,
  cites,
  actual: (rules) => rowOf(rules, khoiLop, YEAR[khoiLop], key)?.tests.includes(at) ?? false,
  expected,
});

const subject = (khoiLop: Grade, key: string, expected: string, cites = CURRICULUM, namHoc = YEAR[khoiLop]): Case => ({
  id: `${key} is ${expected} in grade ${khoiLop}, ${namHoc}`,
  cites,
  actual: (rules) => rowOf(rules, khoiLop, namHoc, key)?.status ?? 'absent',
  expected,
});

export const SUBJECT_CASES: readonly Case[] = [
  // Year-end tests: both sides of every grade the article names
  tested(1, 'tiengViet', 'cuoiNam', true),
  tested(1, 'toan', 'cuoiHocKy1', true),
  tested(1, 'ngoaiNgu1', 'cuoiNam', false),
  tested(2, 'ngoaiNgu1', 'cuoiNam', false),
  tested(3, 'ngoaiNgu1', 'cuoiNam', true),
  tested(3, 'ngoaiNgu1', 'cuoiHocKy1', true),
  tested(3, 'tinHoc', 'cuoiNam', true, SPLIT),
  tested(3, 'congNghe', 'cuoiNam', true, SPLIT),
  tested(5, 'tinHoc', 'cuoiHocKy1', true, SPLIT),
  tested(5, 'congNghe', 'cuoiHocKy1', true, SPLIT),
  tested(3, 'khoaHoc', 'cuoiNam', false),
  tested(4, 'khoaHoc', 'cuoiNam', true),
  tested(5, 'khoaHoc', 'cuoiHocKy1', true),
  tested(3, 'lichSuVaDiaLi', 'cuoiNam', false),
  tested(4, 'lichSuVaDiaLi', 'cuoiNam', true),
  tested(5, 'lichSuVaDiaLi', 'cuoiHocKy1', true),
  tested(4, 'daoDuc', 'cuoiNam', false),
  tested(3, 'tuNhienVaXaHoi', 'cuoiNam', false),
  tested(4, 'giaoDucTheChat', 'cuoiNam', false),
  tested(4, 'amNhac', 'cuoiNam', false),
  tested(4, 'miThuat', 'cuoiNam', false),
  tested(4, 'hoatDongTraiNghiem', 'cuoiNam', false),
  tested(4, 'tiengDanToc', 'cuoiNam', false),

  // Mid-term tests: only Tiếng Việt and Toán, only grades 4 and 5
  tested(3, 'tiengViet', 'giuaHocKy1', false, MID_TERM),
  tested(4, 'tiengViet', 'giuaHocKy1', true, MID_TERM),
  tested(5, 'tiengViet', 'giuaHocKy2', true, MID_TERM),
  tested(3, 'toan', 'giuaHocKy2', false, MID_TERM),
  tested(4, 'toan', 'giuaHocKy2', true, MID_TERM),
  tested(5, 'toan', 'giuaHocKy1', true, MID_TERM),
  tested(4, 'khoaHoc', 'giuaHocKy1', false, MID_TERM),
  tested(5, 'ngoaiNgu1', 'giuaHocKy2', false, MID_TERM),

  // Subjects by grade
  subject(1, 'tiengViet', 'compulsory'),
  subject(5, 'toan', 'compulsory'),
  subject(1, 'ngoaiNgu1', 'optional'),
  subject(2, 'ngoaiNgu1', 'optional'),
  subject(3, 'ngoaiNgu1', 'compulsory'),
  subject(2, 'tinHoc', 'absent'),
  subject(3, 'tinHoc', 'compulsory', SPLIT),
  subject(2, 'congNghe', 'absent'),
  subject(3, 'congNghe', 'compulsory', SPLIT),
  subject(3, 'lichSuVaDiaLi', 'absent'),
  subject(4, 'lichSuVaDiaLi', 'compulsory'),
  subject(3, 'khoaHoc', 'absent'),
  subject(4, 'khoaHoc', 'compulsory'),
  subject(3, 'tuNhienVaXaHoi', 'compulsory'),
  subject(4, 'tuNhienVaXaHoi', 'absent'),
  subject(1, 'daoDuc', 'compulsory'),
  subject(5, 'hoatDongTraiNghiem', 'compulsory'),
  subject(1, 'tiengDanToc', 'optional'),
  subject(5, 'tiengDanToc', 'optional'),
  subject(4, 'tinHocVaCongNghe', 'absent', SPLIT),

  // The older form
  subject(4, 'thuCongKiThuat', 'compulsory', OLD, '2022-2023'),
  subject(4, 'theDuc', 'compulsory', OLD, '2022-2023'),
  subject(4, 'giaoDucTheChat', 'absent', OLD, '2022-2023'),
  subject(4, 'hoatDongTraiNghiem', 'absent', OLD, '2022-2023'),
  subject(4, 'ngoaiNgu', 'optional', OLD, '2022-2023'),
  subject(4, 'tinHoc', 'optional', OLD, '2022-2023'),
  subject(4, 'congNghe', 'absent', OLD, '2022-2023'),
  subject(4, 'theDuc', 'absent', CURRICULUM, '2023-2024'),
];
