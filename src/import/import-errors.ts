import type { ErrorTable } from '../errors/index.js';

export const IMPORT_ERRORS = {
  ERR_CSV_QUOTE: {
    fault: 'data',
    vi: 'Dòng {line}, cột {column}: có dấu nháy kép bên trong ô không được bao bằng dấu nháy kép',
    en: 'Line {line}, column {column}: a double quote inside a field that is not quoted',
  },
  ERR_CSV_AFTER_QUOTE: {
    fault: 'data',
    vi: 'Dòng {line}, cột {column}: có ký tự đứng sau dấu nháy kép đóng ô',
    en: 'Line {line}, column {column}: characters after the closing double quote of a field',
  },
  ERR_CSV_QUOTE_OPEN: {
    fault: 'data',
    vi: 'Dòng {line}, cột {column}: ô mở bằng dấu nháy kép mà không đóng',
    en: 'Line {line}, column {column}: a quoted field that never ends',
  },
  ERR_CSV_LINE_END: {
    fault: 'data',
    vi: 'Dòng {line}, cột {column}: xuống dòng bằng ký tự CR đơn lẻ; cần CRLF hoặc LF',
    en: 'Line {line}, column {column}: a line ends in a lone CR; CRLF or LF is needed',
  },
  ERR_CSV_WIDTH: {
    fault: 'data',
    vi: 'Có {count} dòng không đủ hoặc thừa ô, đầu tiên là dòng {line}: {found} ô, dòng tiêu đề có {expected} ô',
    en: '{count} rows have too few or too many fields, the first on line {line}: {found} fields, the header has {expected}',
  },
  ERR_CSV_DELIMITER: {
    fault: 'data',
    vi: 'Không xác định được dấu ngăn ô (phẩy, chấm phẩy hay tab); hãy chỉ rõ',
    en: 'It is unclear whether comma, semicolon or tab separates the fields; say which',
  },
  ERR_CSV_EMPTY: {
    fault: 'data',
    vi: 'Tệp CSV không có dòng tiêu đề hoặc không có dòng dữ liệu nào',
    en: 'The CSV file has no header or no row of data',
  },
  ERR_CSV_LIMIT: {
    fault: 'refused',
    vi: 'Tệp CSV vượt giới hạn {limit} ({max}), ở dòng {line}',
    en: 'The CSV file exceeds the limit {limit} ({max}), on line {line}',
  },
  ERR_IMPORT_NOT_CSV: {
    fault: 'data',
    vi: 'Đây là tệp {format}, không phải CSV; hãy mở bằng phần mềm bảng tính và lưu dạng "CSV UTF-8"',
    en: 'This is a file of format {format} and no CSV; open it in a spreadsheet and save it as "CSV UTF-8"',
  },
  ERR_IMPORT_ENCODING: {
    fault: 'refused',
    vi: 'Chữ trong tệp ở bảng mã {encoding} (thấy ở dòng {line}, cột {column}), không phải Unicode UTF-8; hãy chuyển mã sang Unicode rồi nhập lại. Phần mềm không tự đoán và sửa chữ',
    en: 'The text of the file is in the encoding {encoding} (seen on line {line}, column {column}) and not in Unicode UTF-8; convert it to Unicode and import again. Text is never guessed and repaired',
  },
  ERR_IMPORT_MISREAD: {
    fault: 'refused',
    vi: 'Chữ tiếng Việt trong tệp đã bị đọc nhầm bảng mã trước khi lưu (UTF-8 đọc như Latin-1 hay Windows-1258, thấy ở dòng {line}, cột {column}); hãy xuất lại từ phần mềm gốc với UTF-8',
    en: 'The Vietnamese text of the file was read in a wrong code page before it was saved (UTF-8 as Latin-1 or Windows-1258, seen on line {line}, column {column}); export it again as UTF-8',
  },
  ERR_IMPORT_COLUMNS_UNDECIDED: {
    fault: 'caller',
    vi: 'Còn {count} cột chưa được xác nhận, đầu tiên là cột {column}; không cột nào được dùng khi chưa xác nhận; hãy quyết định từng cột (confirmColumns, --columns)',
    en: '{count} columns are not confirmed, the first is column {column}; no column is used before it is confirmed; decide each of them (confirmColumns, --columns)',
  },
  ERR_IMPORT_COLUMN_UNKNOWN: {
    fault: 'caller',
    vi: 'Tệp không có cột {column}, hoặc bảng cột không có trường được chọn cho nó',
    en: 'The file has no column {column}, or the column map does not know the field chosen for it',
  },
  ERR_IMPORT_COLUMN_TWICE: {
    fault: 'caller',
    vi: 'Hai cột {first} và {second} cùng ghi vào một trường ({field})',
    en: 'Columns {first} and {second} both fill one field ({field})',
  },
  ERR_IMPORT_COLUMNS_STALE: {
    fault: 'caller',
    vi: 'Các cột đã xác nhận thuộc về một tệp có tiêu đề khác, khác nhau từ cột {column}; hãy xác nhận lại',
    en: 'The confirmed columns belong to a file with other headers, from column {column} on; confirm again',
  },
  ERR_IMPORT_MAP: {
    fault: 'caller',
    vi: 'Bảng cột không hợp lệ ở "{place}": {reason}',
    en: 'The column map is not valid at "{place}": {reason}',
  },
  ERR_IMPORT_VALUE: {
    fault: 'data',
    vi: 'Không đọc được giá trị theo kiểu {codec} ({reason})',
    en: 'A value cannot be read as {codec} ({reason})',
  },
} as const satisfies ErrorTable;
