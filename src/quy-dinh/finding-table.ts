import type { Label } from './source.js';

/*
 * The frozen table of findings, a table longer than the usual file, one entry a code. A sentence names fields, rows and limits, never a
 * value of the record. `{place}` is the field the finding points to, in words.
 */

/** `error`: must not be signed so. `warning`: unusual, a person has to look. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** What would make it right. */
export const FIXES = {
  chooseRuleSet: {
    vi: 'Kiểm tra khối lớp, năm học, hoặc chọn bộ quy định',
    en: 'Check grade and school year, or choose a rule set',
  },
  checkGrade: { vi: 'Kiểm tra khối lớp và tên lớp', en: 'Check the grade and the name of the class' },
  checkBirthDate: { vi: 'Kiểm tra ngày sinh và khối lớp', en: 'Check the birth date and the grade' },
  addRow: { vi: 'Thêm dòng còn thiếu', en: 'Add the missing row' },
  removeRow: { vi: 'Bỏ dòng này hoặc kiểm tra khối lớp', en: 'Remove the row, or check the grade' },
  mergeRows: { vi: 'Giữ một dòng cho mỗi môn học', en: 'Keep one row for each subject' },
  splitRow: {
    vi: 'Tách thành các dòng riêng, mỗi dòng có mức đạt và điểm riêng',
    en: 'Split it into rows with levels and scores of their own',
  },
  enterLevel: { vi: 'Ghi mức đạt được', en: 'Enter the level' },
  enterScore: { vi: 'Ghi điểm bài kiểm tra cuối năm', en: 'Enter the score of the year-end test' },
  removeScore: { vi: 'Bỏ điểm ở dòng này', en: 'Remove the score of this row' },
  correctScore: { vi: 'Sửa điểm cho đúng thang điểm', en: 'Correct the score to the scale' },
  compareScore: { vi: 'Đối chiếu lại điểm và mức đạt được', en: 'Compare the score with the level once more' },
  enterResult: { vi: 'Ghi kết quả đánh giá giáo dục', en: 'Enter the year result' },
  correctResult: {
    vi: 'Sửa kết quả theo điều kiện đã nêu, hoặc sửa mức đạt, điểm đã ghi nhầm',
    en: 'Correct the result to the condition named, or the level or score that was entered wrongly',
  },
  removeResult: { vi: 'Bỏ kết quả cả năm', en: 'Remove the result of the year' },
  completeRecord: { vi: 'Ghi đủ mức đạt, điểm còn thiếu', en: 'Enter the levels and scores that are missing' },
  checkDecision: { vi: 'Kiểm tra quyết định của hiệu trưởng', en: 'Check the decision of the principal' },
  correctPromotion: {
    vi: 'Sửa nội dung lên lớp, hoàn thành chương trình cho khớp với kết quả',
    en: 'Make promotion and completion agree with the result',
  },
  correctWords: { vi: 'Ghi đúng câu của hướng dẫn ghi học bạ', en: 'Use the words of the filling guidance' },
  correctAward: {
    vi: 'Sửa danh hiệu cho khớp với kết quả, hoặc sửa kết quả',
    en: 'Make the title agree with the result, or correct the result',
  },
  moveAward: { vi: 'Chuyển sang phần khen thưởng cuối năm', en: 'Move it to the awards of the year end' },
  checkIdentity: {
    vi: 'Đối chiếu với giấy khai sinh, căn cước',
    en: 'Compare with the birth certificate and the identity card',
  },
  newLookUpCode: { vi: 'Dùng mã tra cứu mới', en: 'Use a new look-up code' },
  namePersonOrReason: { vi: 'Ghi cha, mẹ hoặc người giám hộ', en: 'Name father, mother or guardian' },
  requestCode: { vi: 'Xin cấp mã hồ sơ học tập suốt đời', en: 'Ask for the code of the lifelong learning record' },
  checkOrigin: {
    vi: 'Kiểm tra nguồn gốc: bản gốc số hay bản số hoá',
    en: 'Check the origin: born digital or digitised',
  },
  correctDate: { vi: 'Kiểm tra lại ngày', en: 'Check the date' },
  askProvince: { vi: 'Hỏi Sở GDĐT về việc nộp muộn', en: 'Ask the provincial department about the late release' },
  correctHistory: { vi: 'Sửa quá trình học tập', en: 'Correct the learning history' },
  correctOccasion: {
    vi: 'Sửa thời điểm lập học bạ hoặc nội dung của thời điểm đó',
    en: 'Correct the occasion, or what belongs to it',
  },
  none: { vi: 'Không cần sửa', en: 'Nothing to do' },
} as const satisfies Readonly<Record<string, Label>>;

/** Key of what would make a finding right. */
export type FixCode = keyof typeof FIXES;

/** Row of the table of findings. */
export interface FindingText extends Label {
  readonly severity: Severity;
  readonly fix: FixCode;
}

/** Every finding. Frozen: a code is never renamed, reused or removed outside a major version. */
export const FINDINGS = {
  // Which rules
  RULE_SET_NOT_FOUND: {
    severity: 'error',
    fix: 'chooseRuleSet',
    vi: 'Không có bộ quy định nào cho khối {khoiLop}, năm học {namHoc}',
    en: 'No rule set covers grade {khoiLop}, school year {namHoc}',
  },
  RULE_SET_OVERRIDDEN: {
    severity: 'info',
    fix: 'none',
    vi: 'Bộ quy định được chọn không phải bộ của khối {khoiLop}, năm học {namHoc}',
    en: 'The chosen rule set is not that of grade {khoiLop}, school year {namHoc}',
  },
  RULE_CIRCULAR_MISMATCH: {
    severity: 'warning',
    fix: 'chooseRuleSet',
    vi: '{place} không phải {document}, văn bản áp dụng cho khối {khoiLop}, năm học {namHoc}',
    en: '{place} is not {document}, which applies to grade {khoiLop}, school year {namHoc}',
  },
  RULE_ROWS_OF_OTHER_CIRCULAR: {
    severity: 'error',
    fix: 'chooseRuleSet',
    vi: '{place}: các dòng đánh giá không phải của {document}',
    en: '{place}: the rows of assessment are not those of {document}',
  },

  // Grade and occasion
  RULE_CLASS_NAME_GRADE: {
    severity: 'warning',
    fix: 'checkGrade',
    vi: 'Tên lớp không khớp với khối {khoiLop}',
    en: 'The name of the class does not agree with grade {khoiLop}',
  },
  RULE_AGE_UNUSUAL: {
    severity: 'warning',
    fix: 'checkBirthDate',
    vi: 'Tuổi của học sinh khác thường với khối {khoiLop}',
    en: "The pupil's age is unusual for grade {khoiLop}",
  },
  RULE_OPENING_GRADE: {
    severity: 'warning',
    fix: 'correctOccasion',
    vi: 'Học bạ chỉ mở ở đầu cấp; khối {khoiLop} kế thừa học bạ đã có',
    en: 'A record is opened at the start of a level; grade {khoiLop} continues an existing one',
  },
  RULE_OPENING_RESULTS: {
    severity: 'warning',
    fix: 'correctOccasion',
    vi: '{place}: học bạ mới mở chưa có kết quả',
    en: '{place}: a record that is being opened has no results yet',
  },
  RULE_PARTIAL_YEAR_DETAILS: {
    severity: 'error',
    fix: 'correctOccasion',
    vi: '{place}: chỉ có, và phải có, khi học bạ ghi một phần năm học',
    en: '{place}: belongs to a record of part of a year, and only to it',
  },

  // Rows and levels
  RULE_ROW_MISSING: {
    severity: 'error',
    fix: 'addRow',
    vi: 'Khối {khoiLop} phải có: {row}',
    en: 'Grade {khoiLop} must have: {row}',
  },
  RULE_ROW_NOT_IN_GRADE: {
    severity: 'warning',
    fix: 'removeRow',
    vi: 'Khối {khoiLop} không có: {row}',
    en: 'Grade {khoiLop} does not have: {row}',
  },
  RULE_ROW_UNKNOWN: {
    severity: 'warning',
    fix: 'removeRow',
    vi: '{place}: dòng này không có trong quy định ({table})',
    en: '{place}: the rules do not know this row ({table})',
  },
  RULE_ROW_DUPLICATE: {
    severity: 'error',
    fix: 'mergeRows',
    vi: 'Có nhiều dòng cho: {row}',
    en: 'Several rows for: {row}',
  },
  RULE_ROW_SPLIT: {
    severity: 'error',
    fix: 'splitRow',
    vi: 'Dòng chung phải tách thành {rows} dòng riêng',
    en: 'The common row must be split into {rows} rows',
  },
  RULE_LEVEL_MISSING: {
    severity: 'error',
    fix: 'enterLevel',
    vi: '{row}: chưa có mức đạt được',
    en: '{row}: no level',
  },
  RULE_LEVEL_ABSENT: {
    severity: 'warning',
    fix: 'enterLevel',
    vi: '{row}: không có mức đạt được, có nêu lý do',
    en: '{row}: no level, for a stated reason',
  },
  RULE_LEVEL_UNKNOWN: {
    severity: 'error',
    fix: 'enterLevel',
    vi: '{row}: mức đạt được không thuộc thang mức của quy định',
    en: '{row}: the level is not one of the scale',
  },

  // Scores
  RULE_SCORE_MISSING: {
    severity: 'error',
    fix: 'enterScore',
    vi: '{row}: chưa có {measure}',
    en: '{row}: no {measure}',
  },
  RULE_SCORE_NOT_TESTED: {
    severity: 'error',
    fix: 'removeScore',
    vi: '{row}: môn này ở khối {khoiLop} không có bài kiểm tra định kỳ',
    en: '{row}: has no periodic test in grade {khoiLop}',
  },
  RULE_SCORE_OPTIONAL_ROW: {
    severity: 'warning',
    fix: 'removeScore',
    vi: '{row}: là môn tự chọn ở khối {khoiLop}, quy định không yêu cầu điểm',
    en: '{row}: optional in grade {khoiLop}, the rules ask for no score',
  },
  RULE_SCORE_RANGE: {
    severity: 'error',
    fix: 'correctScore',
    vi: '{row}: điểm phải từ {min} đến {max}',
    en: '{row}: the score must be from {min} to {max}',
  },
  RULE_SCORE_DECIMALS: {
    severity: 'error',
    fix: 'correctScore',
    vi: '{row}: điểm có quá {decimals} chữ số thập phân',
    en: '{row}: the score has more than {decimals} decimals',
  },
  RULE_SCORE_FORBIDDEN: {
    severity: 'error',
    fix: 'correctScore',
    vi: '{row}: quy định không cho điểm {forbidden}',
    en: '{row}: the rules forbid the score {forbidden}',
  },
  RULE_SCORE_AGAINST_LEVEL: {
    severity: 'warning',
    fix: 'compareScore',
    vi: '{row}: điểm và mức đạt được khác thường khi đi cùng nhau',
    en: '{row}: score and level are an unusual pair',
  },
  RULE_SCORE_NOT_LAST_TEST: {
    severity: 'error',
    fix: 'correctScore',
    vi: '{row}: phải ghi điểm của lần kiểm tra cuối cùng',
    en: '{row}: the score of the last test must be recorded',
  },

  // Result of the year
  RULE_RESULT_MISSING: {
    severity: 'error',
    fix: 'enterResult',
    vi: 'Chưa có kết quả đánh giá giáo dục',
    en: 'No year result',
  },
  RULE_RESULT_ABSENT: {
    severity: 'warning',
    fix: 'enterResult',
    vi: 'Không có kết quả đánh giá giáo dục, có nêu lý do',
    en: 'No year result, for a stated reason',
  },
  RULE_RESULT_UNKNOWN: {
    severity: 'error',
    fix: 'correctResult',
    vi: 'Kết quả không thuộc các mức của {document}',
    en: 'The result is not one of {document}',
  },
  RULE_RESULT_TOO_HIGH: {
    severity: 'error',
    fix: 'correctResult',
    vi: 'Kết quả đã ghi cao hơn quy định: chưa đạt điều kiện về {condition}',
    en: 'The recorded result is higher than the rules give: not met are the {condition}',
  },
  RULE_RESULT_TOO_LOW: {
    severity: 'error',
    fix: 'correctResult',
    vi: 'Kết quả đã ghi thấp hơn quy định: đạt đủ các điều kiện của mức cao hơn',
    en: 'The recorded result is lower than the rules give: all conditions of a better one are met',
  },
  RULE_RESULT_OPTIONAL_ROWS: {
    severity: 'warning',
    fix: 'correctResult',
    vi: 'Kết quả đã ghi chỉ đúng nếu tính, hoặc không tính, các môn tự chọn',
    en: 'The recorded result holds only if optional subjects are, or are not, counted',
  },
  RULE_RESULT_UNDECIDED: {
    severity: 'warning',
    fix: 'completeRecord',
    vi: 'Chưa đủ dữ liệu để đối chiếu kết quả: thiếu {condition}',
    en: 'Too little is recorded to check the result: missing are the {condition}',
  },
  RULE_RESULT_ADJUSTED: {
    severity: 'info',
    fix: 'none',
    vi: 'Kết quả khác với cách tính chung; học sinh được đánh giá theo yêu cầu điều chỉnh',
    en: 'The result differs from the common computation; the pupil is assessed with adjusted requirements',
  },
  RULE_RESULT_NOT_ASSESSED: {
    severity: 'warning',
    fix: 'removeResult',
    vi: 'Học sinh khuyết tật không đánh giá nhưng có kết quả cả năm',
    en: 'A pupil who is not assessed has a year result',
  },
  RULE_RESULT_EARLY: {
    severity: 'warning',
    fix: 'removeResult',
    vi: 'Kết quả cả năm chỉ có vào cuối năm học',
    en: 'A year result exists only at the end of the year',
  },

  // Completion and promotion
  RULE_COMPLETION_FLAG: {
    severity: 'error',
    fix: 'correctPromotion',
    vi: '{place} không khớp với kết quả',
    en: '{place} does not agree with the result',
  },
  RULE_COMPLETION_MISSING: {
    severity: 'warning',
    fix: 'correctPromotion',
    vi: '{place}: chưa ghi',
    en: '{place}: not recorded',
  },
  RULE_NOT_PROMOTED: {
    severity: 'error',
    fix: 'correctPromotion',
    vi: 'Đã hoàn thành chương trình lớp {khoiLop} nhưng ghi chưa được lên lớp',
    en: 'Grade {khoiLop} is completed, yet the pupil is recorded as not promoted',
  },
  RULE_PROMOTED_BY_DECISION: {
    severity: 'warning',
    fix: 'checkDecision',
    vi: 'Chưa hoàn thành chương trình lớp {khoiLop} mà được lên lớp: phải do hiệu trưởng quyết định',
    en: 'Promoted without completing grade {khoiLop}: only by decision of the principal',
  },
  RULE_LEVEL_COMPLETION_FLAG: {
    severity: 'error',
    fix: 'correctPromotion',
    vi: '{place} không khớp với khối lớp và kết quả',
    en: '{place} does not agree with grade and result',
  },
  RULE_COMPLETION_WORDS: {
    severity: 'error',
    fix: 'correctWords',
    vi: '{place}: câu đã ghi trái với khối lớp hoặc với kết quả lên lớp',
    en: '{place}: the words contradict the grade, completion or promotion',
  },
  RULE_COMPLETION_WORDS_FORM: {
    severity: 'warning',
    fix: 'correctWords',
    vi: '{place}: không phải câu của hướng dẫn ghi học bạ',
    en: '{place}: not the words of the filling guidance',
  },
  RULE_LEVEL_COMPLETION_WORDS: {
    severity: 'warning',
    fix: 'correctWords',
    vi: 'Học sinh hoàn thành lớp {khoiLop} phải được ghi hoàn thành chương trình của cấp học',
    en: 'A pupil who completes grade {khoiLop} must have the completion of the level recorded',
  },

  // Awards
  RULE_AWARD_RESULT: {
    severity: 'error',
    fix: 'correctAward',
    vi: 'Danh hiệu {award} chỉ dành cho kết quả {result}',
    en: 'The title {award} needs the result {result}',
  },
  RULE_AWARD_NOT_IN_RULES: {
    severity: 'warning',
    fix: 'correctAward',
    vi: '{place}: danh hiệu này không có trong {document}',
    en: '{place}: {document} has no such title',
  },
  RULE_AWARD_PLACE: {
    severity: 'warning',
    fix: 'moveAward',
    vi: 'Danh hiệu {award} là khen thưởng cuối năm, không phải khen thưởng đột xuất',
    en: 'The title {award} is an award of the year end, not an ad-hoc one',
  },

  // Identity
  RULE_PERSONAL_ID_MALFORMED: {
    severity: 'warning',
    fix: 'checkIdentity',
    vi: '{place}: phải gồm 12 chữ số',
    en: '{place}: must have 12 digits',
  },
  RULE_PERSONAL_ID_NINE_DIGITS: {
    severity: 'warning',
    fix: 'checkIdentity',
    vi: '{place}: là số chứng minh 9 chữ số, nên thay bằng số định danh 12 chữ số',
    en: '{place}: a 9-digit number of the older card; the 12-digit id should replace it',
  },
  RULE_PERSONAL_ID_PROVINCE: {
    severity: 'warning',
    fix: 'checkIdentity',
    vi: '{place}: mã tỉnh không có trong danh mục',
    en: '{place}: the province code is not in the list',
  },
  RULE_PERSONAL_ID_SEX: {
    severity: 'warning',
    fix: 'checkIdentity',
    vi: '{place}: không khớp với giới tính',
    en: '{place}: does not agree with the sex',
  },
  RULE_PERSONAL_ID_CENTURY: {
    severity: 'warning',
    fix: 'checkIdentity',
    vi: '{place}: không khớp với thế kỷ sinh',
    en: '{place}: does not agree with the century of birth',
  },
  RULE_PERSONAL_ID_YEAR: {
    severity: 'warning',
    fix: 'checkIdentity',
    vi: '{place}: không khớp với năm sinh',
    en: '{place}: does not agree with the year of birth',
  },
  RULE_LOOKUP_CODE_VERSION: {
    severity: 'warning',
    fix: 'newLookUpCode',
    vi: '{place}: không phải UUID phiên bản 4',
    en: '{place}: not a UUID of version 4',
  },
  RULE_LOOKUP_CODE_REUSED: {
    severity: 'error',
    fix: 'newLookUpCode',
    vi: '{place}: mã của một học bạ khác không được dùng lại',
    en: "{place}: another record's code must not be used again",
  },
  RULE_MOTHER_ABSENT: {
    severity: 'info',
    fix: 'none',
    vi: 'Không ghi họ tên mẹ, có nêu lý do; đặc tả v1.0 yêu cầu trường này',
    en: 'No mother is named, for a stated reason; specification v1.0 requires the field',
  },
  RULE_NO_PARENT_NAMED: {
    severity: 'warning',
    fix: 'namePersonOrReason',
    vi: 'Không ghi cha, mẹ hay người giám hộ nào',
    en: 'Neither father, mother nor guardian is named',
  },
  RULE_LIFELONG_CODE_MISSING: {
    severity: 'warning',
    fix: 'requestCode',
    vi: 'Từ {since} hồ sơ phải có mã hồ sơ học tập suốt đời',
    en: 'From {since} on, a record needs the code of the lifelong learning record',
  },
  RULE_BORN_DIGITAL_EARLY: {
    severity: 'warning',
    fix: 'checkOrigin',
    vi: 'Học bạ số của khối {khoiLop} bắt đầu từ năm học {since}; năm trước đó thường là bản số hoá',
    en: 'Digital records of grade {khoiLop} begin with {since}; an older year is usually digitised',
  },

  // Dates
  RULE_DATE_FUTURE: {
    severity: 'error',
    fix: 'correctDate',
    vi: '{place}: là ngày trong tương lai',
    en: '{place}: lies in the future',
  },
  RULE_DATE_ORDER: {
    severity: 'error',
    fix: 'correctDate',
    vi: '{place}: sớm hơn ngày phải có trước nó',
    en: '{place}: earlier than a day that must come before it',
  },
  RULE_DATE_BEFORE_SCHOOL_YEAR: {
    severity: 'warning',
    fix: 'correctDate',
    vi: '{place}: trước khi năm học {namHoc} bắt đầu',
    en: '{place}: before school year {namHoc} began',
  },
  RULE_DATE_BEFORE_YEAR_END: {
    severity: 'warning',
    fix: 'correctDate',
    vi: '{place}: kết quả cả năm được phát hành khi năm học {namHoc} chưa kết thúc',
    en: '{place}: a year result released before school year {namHoc} ended',
  },
  RULE_DEADLINE_PASSED: {
    severity: 'warning',
    fix: 'askProvince',
    vi: 'Quá hạn "{task}" của tỉnh, hạn cuối {lastDay}',
    en: 'After the deadline of the province for "{task}", last day {lastDay}',
  },

  // History
  RULE_HISTORY_ORDER: {
    severity: 'warning',
    fix: 'correctHistory',
    vi: '{place}: các năm học không theo thứ tự',
    en: '{place}: the school years are not in order',
  },
  RULE_HISTORY_DUPLICATE: {
    severity: 'warning',
    fix: 'correctHistory',
    vi: '{place}: dòng này trùng với một dòng khác',
    en: '{place}: repeats another line',
  },
  RULE_HISTORY_LATER: {
    severity: 'error',
    fix: 'correctHistory',
    vi: '{place}: năm học sau năm của học bạ ({namHoc})',
    en: '{place}: a school year after that of the record ({namHoc})',
  },
  RULE_HISTORY_CURRENT: {
    severity: 'warning',
    fix: 'correctHistory',
    vi: 'Quá trình học tập không có năm học {namHoc}',
    en: 'The learning history lacks school year {namHoc}',
  },
  RULE_HISTORY_GRADE: {
    severity: 'warning',
    fix: 'correctHistory',
    vi: '{place}: tên lớp không khớp với thứ tự các năm học',
    en: '{place}: the class does not agree with the sequence of years',
  },
} as const satisfies Readonly<Record<`RULE_${string}`, FindingText>>;

/** Frozen code of a finding. */
export type FindingCode = keyof typeof FINDINGS;
