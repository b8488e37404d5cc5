import type { ErrorTable } from '../errors/index.js';

export const RECORD_XML_ERRORS = {
  ERR_RECORD_ROOT: {
    fault: 'refused',
    vi: 'Tệp không phải học bạ số: phần tử gốc không phải HOC_BA hay danh sách học bạ của một bố cục đã biết',
    en: 'The file is no school record: its root is neither the record nor the list of a known layout',
  },
  ERR_RECORD_MISPLACED: {
    fault: 'refused',
    vi: 'Có phần tử học bạ đặt sai chỗ ở dòng {line}, cột {column}; tệp bị từ chối',
    en: 'A record element stands where none may, at line {line}, column {column}; the file is refused',
  },
  ERR_RECORD_NONE: {
    fault: 'data',
    vi: 'Danh sách học bạ trống',
    en: 'The list holds no record',
  },
  ERR_RECORD_SEVERAL: {
    fault: 'caller',
    vi: 'Tệp chứa {count} học bạ; hãy mở bằng openHocBaList',
    en: 'The file holds {count} records; open it with openHocBaList',
  },
  ERR_RECORD_DATA_BLOCK: {
    fault: 'refused',
    vi: 'Học bạ phải có đúng một khối dữ liệu, ngay trong phần tử học bạ; tệp có {count}',
    en: 'A record has exactly one data block, directly in its element; there are {count}',
  },
  ERR_RECORD_LAYOUT_UNKNOWN: {
    fault: 'data',
    vi: 'Không nhận ra bố cục của học bạ',
    en: 'The layout of the record is not known',
  },
  ERR_RECORD_LEVEL: {
    fault: 'caller',
    vi: 'Bố cục {layout} dành cho cấp học khác với cấp của học bạ',
    en: 'The layout {layout} carries another school level than the record’s',
  },
  ERR_RECORD_LOSS: {
    fault: 'caller',
    vi: 'Bố cục không chứa được {count} giá trị của học bạ, đầu tiên là {path}',
    en: 'The layout cannot carry {count} values of the record, the first at {path}',
  },
  ERR_RECORD_UNREADABLE: {
    fault: 'data',
    vi: 'Không đọc được học bạ một cách chắc chắn: {count} lỗi',
    en: 'The record cannot be read for certain: {count} errors',
  },
  ERR_RECORD_REQUIRED: {
    fault: 'data',
    vi: 'Thẻ bắt buộc {element} không có giá trị ({path})',
    en: 'The required tag {element} has no value ({path})',
  },
  ERR_RECORD_SLOT_UNKNOWN: {
    fault: 'caller',
    vi: 'Bố cục {layout} không có chỗ ký cho vai trò {role}',
    en: 'The layout {layout} has no place for a signature of the role {role}',
  },
  ERR_RECORD_SLOT_FILLED: {
    fault: 'refused',
    vi: 'Vai trò {role} đã có chữ ký; chỗ đã ký không được ghi lại',
    en: 'The role {role} has signed already; a filled slot is never written again',
  },
  ERR_RECORD_SLOT_SEVERAL: {
    fault: 'refused',
    vi: 'Vai trò {role} có {count} chỗ ký, phải có nhiều nhất một',
    en: 'The role {role} has {count} slots where one is allowed',
  },
  ERR_RECORD_SLOT_FIELD: {
    fault: 'caller',
    vi: 'Chỗ ký của vai trò {role} cần trường {field}',
    en: 'The slot of the role {role} needs the field {field}',
  },
  ERR_LAYOUT_INVALID: {
    fault: 'data',
    vi: 'Bố cục không hợp lệ: {count} chỗ cần sửa, chỗ đầu tiên ở {path}',
    en: 'The layout is not valid: {count} issues, the first at {path}',
  },
  ERR_LAYOUT_SAMPLES: {
    fault: 'data',
    vi: 'Các tệp mẫu không đủ để suy ra bố cục ({reason})',
    en: 'The samples are not enough to infer a layout ({reason})',
  },
} as const satisfies ErrorTable;
