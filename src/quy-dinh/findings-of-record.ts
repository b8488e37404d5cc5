import type { FindingText } from './finding-table.js';

/** Findings of the record itself: grade and occasion, identity, dates, history. */
export const FINDINGS_OF_RECORD = {
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
