import type { ErrorTable } from '../errors/index.js';

/** What cannot be drawn. Parameters name positions and numbers, never a value of a record. */
export const RENDERING_ERRORS = {
  ERR_RENDER_NO_RECORD: {
    fault: 'caller',
    vi: 'Không có học bạ nào để thể hiện',
    en: 'There is no record to draw',
  },
  ERR_RENDER_RECORD_INVALID: {
    fault: 'data',
    vi: 'Không thể hiện được học bạ thứ {record}: đọc tệp có {count} lỗi, lỗi đầu là {first}',
    en: 'Record {record} cannot be drawn: reading its file found {count} errors, the first is {first}',
  },
  ERR_RENDER_LEVEL: {
    fault: 'data',
    vi: 'Chưa có mẫu thể hiện cho cấp học của học bạ thứ {record}',
    en: 'There is no form for the school level of record {record}',
  },
  ERR_RENDER_SEVERAL_PUPILS: {
    fault: 'data',
    vi: 'Học bạ thứ {record} không phải của cùng một học sinh với học bạ thứ nhất',
    en: 'Record {record} is not of the same pupil as the first',
  },
  ERR_RENDER_YEAR_ORDER: {
    fault: 'caller',
    vi: 'Các năm học phải xếp từ cũ đến mới: học bạ thứ {record} ({namHoc}) sai thứ tự',
    en: 'School years must go from old to new: record {record} ({namHoc}) is out of order',
  },
  ERR_RENDER_YEAR_TWICE: {
    fault: 'data',
    vi: 'Năm học {namHoc} có hai học bạ: thứ {first} và thứ {record}',
    en: 'The school year {namHoc} has two records: {first} and {record}',
  },
  ERR_RENDER_TOO_MANY_YEARS: {
    fault: 'data',
    vi: 'Mẫu có chỗ cho {limit} năm học, có {count} học bạ',
    en: 'The form has room for {limit} school years, {count} records were given',
  },
  ERR_RENDER_REPORT_COUNT: {
    fault: 'caller',
    vi: 'Có {records} học bạ nhưng {reports} báo cáo kiểm tra; mỗi học bạ cần một báo cáo hoặc null',
    en: 'There are {records} records but {reports} reports; each record needs a report or null',
  },
  ERR_RENDER_REPORT_MISMATCH: {
    fault: 'refused',
    vi: 'Báo cáo kiểm tra thứ {record} không phải của tệp học bạ này ({field} khác nhau)',
    en: 'Report {record} is not about this record’s file ({field} differs)',
  },
  ERR_RENDER_IMAGE: {
    fault: 'caller',
    vi: 'Ảnh "{image}" không phải PNG hoặc JPEG, hoặc lớn hơn {limitBytes} byte',
    en: 'The image "{image}" is no PNG or JPEG, or larger than {limitBytes} bytes',
  },
  ERR_QR_TEXT: {
    fault: 'data',
    vi: 'Nội dung mã QR không đúng dạng HBS1:…',
    en: 'The text of the QR code is not of the form HBS1:…',
  },
} as const satisfies ErrorTable;
