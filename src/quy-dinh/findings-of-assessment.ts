import type { FindingText } from './finding-table.js';

/** Findings of the circular of assessment: which one, rows, scores, result, promotion, awards. */
export const FINDINGS_OF_ASSESSMENT = {
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
} as const satisfies Readonly<Record<`RULE_${string}`, FindingText>>;
