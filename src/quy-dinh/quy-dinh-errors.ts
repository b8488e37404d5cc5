import type { ErrorTable } from '../errors/index.js';

/** What cannot go on in this folder. A judgement on a record is never one of these but a finding. */
export const QUY_DINH_ERRORS = {
  ERR_LEGAL_REFERENCE_UNKNOWN: {
    fault: 'caller',
    vi: 'Không có văn bản "{id}" trong bảng văn bản',
    en: 'The table of legal references has no document "{id}"',
  },
  ERR_SCHOOL_YEAR_INVALID: {
    fault: 'caller',
    vi: 'Năm học "{namHoc}" không đúng dạng "2024-2025"',
    en: 'The school year "{namHoc}" is not of the form "2024-2025"',
  },
  ERR_RULE_SET_UNKNOWN: {
    fault: 'caller',
    vi: 'Không có bộ quy định "{id}"',
    en: 'There is no rule set "{id}"',
  },
  ERR_RULE_SET_NOT_FOUND: {
    fault: 'data',
    vi: 'Không có bộ quy định nào cho cấp học {capHoc}, khối {khoiLop}, năm học {namHoc}',
    en: 'No rule set covers level {capHoc}, grade {khoiLop}, school year {namHoc}',
  },
  ERR_RULE_SET_AMBIGUOUS: {
    fault: 'caller',
    vi: 'Nhiều bộ quy định cùng áp dụng cho khối {khoiLop}, năm học {namHoc}: {ids}',
    en: 'Several rule sets cover grade {khoiLop}, school year {namHoc}: {ids}',
  },
  ERR_RULE_SET_INVALID: {
    fault: 'data',
    vi: 'Bộ quy định không hợp lệ tại "{path}": {reason}',
    en: 'The rule set is not valid at "{path}": {reason}',
  },
  ERR_OCCASION_UNKNOWN: {
    fault: 'caller',
    vi: 'Không có dịp ký "{occasion}" cho cấp học "{capHoc}"',
    en: 'There is no signing occasion "{occasion}" for the level "{capHoc}"',
  },
} as const satisfies ErrorTable;
