import type { Source } from '../source.js';

/** Rules about a record that do not depend on the circular of assessment: identity, dates, history, occasion. */
export interface RecordRules {
  readonly circular: { readonly source: Source };
  readonly className: { readonly source: Source };
  /** Ages at which the grades of a level are usual: in the year the school year begins, by calendar year of birth. */
  readonly age: readonly {
    readonly capHoc: string;
    readonly firstGrade: number;
    readonly firstGradeAge: number;
    readonly latestAge: number;
    readonly source: Source;
  }[];
  /** Grades in which a record is opened. */
  readonly opening: { readonly khoiLop: readonly number[]; readonly source: Source };
  readonly partialYear: { readonly source: Source };
  readonly lookUpCode: { readonly source: Source; readonly reuseSource: Source };
  readonly personalId: { readonly source: Source; readonly nineDigitsSource: Source };
  readonly parents: { readonly source: Source };
  /** First day on which the code of the lifelong learning record is due. */
  readonly lifelongCode: { readonly since: string; readonly source: Source };
  /** First school year of born-digital records, by grade. */
  readonly bornDigital: readonly {
    readonly khoiLop: readonly number[];
    readonly since: string;
    readonly source: Source;
  }[];
  readonly dates: {
    readonly order: Source;
    readonly birth: Source;
    /** `MM-DD` in the first calendar year: nothing of a school year is dated earlier. */
    readonly schoolYearBegins: string;
    /** `MM-DD` in the second calendar year: no year result is released earlier. */
    readonly yearEndNotBefore: string;
    readonly calendar: Source;
  };
  readonly history: { readonly source: Source; readonly gradeSource: Source };
}

/** Built-in rules of the record. */
export const RECORD_RULES: RecordRules = {
  circular: {
    source: { document: '2088/BGDĐT-GDTH', article: 'Phụ lục 1, II.2 Thông tin chung (THONG_TU)', evidence: 'seen' },
  },
  className: {
    source: { document: '2088/BGDĐT-GDTH', article: 'Phụ lục 1, II.2 (MA_KHOI, TEN_LOP)', evidence: 'inferred' },
  },
  age: [
    {
      capHoc: 'tieuHoc',
      firstGrade: 1,
      firstGradeAge: 6,
      latestAge: 14,
      source: {
        document: '28/2020/TT-BGDĐT',
        article: 'Điều 33 (tuổi học sinh tiểu học)',
        evidence: 'generalKnowledge',
      },
    },
  ],
  opening: {
    khoiLop: [1, 6, 10],
    source: { document: '1789/QĐ-SGDĐT', article: 'Điều 20.4', evidence: 'seen' },
  },
  partialYear: { source: { document: '1789/QĐ-SGDĐT', article: 'Điều 22.2', evidence: 'seen' } },
  lookUpCode: {
    source: { document: '2088/BGDĐT-GDTH', article: 'Phụ lục 1, II.2 (MA_TRA_CUU_UUID)', evidence: 'seen' },
    reuseSource: { document: '2088/BGDĐT-GDTH', article: 'Phụ lục 1, II.2 (thu hồi, thay thế)', evidence: 'seen' },
  },
  personalId: {
    source: { document: '59/2021/TT-BCA', article: 'Cấu trúc số định danh cá nhân', evidence: 'generalKnowledge' },
    nineDigitsSource: {
      document: '2088/BGDĐT-GDTH',
      article: 'Phụ lục 1, II.2 (SO_CCCD); Phụ lục 2 (mẫu hiển thị)',
      evidence: 'inferred',
    },
  },
  parents: {
    source: { document: '2088/BGDĐT-GDTH', article: 'Phụ lục 1, II.2 (HO_VA_TEN_ME)', evidence: 'seen' },
  },
  lifelongCode: {
    since: '2027-01-01',
    source: { document: '88/2026/NĐ-CP', article: 'Điều 8, 9', evidence: 'seen' },
  },
  bornDigital: [
    {
      khoiLop: [1, 2, 3, 4],
      since: '2023-2024',
      source: { document: '213/KH-BGDĐT', article: 'Phạm vi thí điểm', evidence: 'seen' },
    },
    {
      khoiLop: [5],
      since: '2024-2025',
      source: { document: '119/BGDĐT-GDTH', article: 'Triển khai từ năm học 2024-2025', evidence: 'inferred' },
    },
  ],
  dates: {
    order: { document: '2088/BGDĐT-GDTH', article: 'Phụ lục 1, III.2 (trình tự tạo lập, phát hành)', evidence: 'seen' },
    birth: { document: '27/2020/TT-BGDĐT', article: 'Phụ lục 1, hướng dẫn ghi mục 1', evidence: 'seen' },
    schoolYearBegins: '08-01',
    yearEndNotBefore: '05-01',
    calendar: {
      document: '2171/QĐ-BGDĐT',
      article: 'Khung kế hoạch thời gian năm học',
      evidence: 'generalKnowledge',
    },
  },
  history: {
    source: { document: '2088/BGDĐT-GDTH', article: 'Phụ lục 1, II.2 Quá trình học tập', evidence: 'seen' },
    gradeSource: { document: '2088/BGDĐT-GDTH', article: 'Phụ lục 1, II.2 Quá trình học tập', evidence: 'inferred' },
  },
};
