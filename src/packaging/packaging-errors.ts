import type { ErrorTable } from '../errors/index.js';

export const PACKAGING_ERRORS = {
  ERR_CONTENT_EMPTY: {
    fault: 'refused',
    vi: 'Trường content rỗng: hàm nén của đặc tả trả về chuỗi rỗng khi gặp lỗi, nên đây không phải là danh sách rỗng',
    en: 'The content field is empty: the specified function answers so when it fails, so this is not an empty list',
  },
  ERR_CONTENT_BASE64: {
    fault: 'data',
    vi: 'Trường content không phải base64 hợp lệ',
    en: 'The content field is not valid base64',
  },
  ERR_CONTENT_NOT_GZIP: {
    fault: 'data',
    vi: 'Sau 4 byte độ dài, trường content không chứa dữ liệu gzip',
    en: 'After its 4 length bytes the content field holds no gzip data',
  },
  ERR_CONTENT_DAMAGED: {
    fault: 'data',
    vi: 'Dữ liệu gzip trong trường content bị cắt cụt hoặc bị hỏng',
    en: 'The gzip data in the content field are cut off or damaged',
  },
  ERR_CONTENT_TRAILING: {
    fault: 'refused',
    vi: 'Trường content có dữ liệu thừa sau phần gzip',
    en: 'The content field holds more data after the gzip data',
  },
  ERR_CONTENT_PREFIX: {
    fault: 'data',
    vi: 'Độ dài ghi ở đầu trường content là {claimed} byte, không khớp với dữ liệu giải nén',
    en: 'The content field claims a length of {claimed} bytes, which is not the length of what it holds',
  },
  ERR_CONTENT_LIMIT: {
    fault: 'refused',
    vi: 'Trường content vượt giới hạn: {bytes} byte, cho phép {limit} byte',
    en: 'The content field exceeds the limit: {bytes} bytes, {limit} allowed',
  },
  ERR_TRANSACTION_EMPTY: {
    fault: 'caller',
    vi: 'Một giao dịch cần ít nhất một học bạ',
    en: 'A transaction needs at least one record',
  },
  ERR_TRANSACTION_RECORD: {
    fault: 'data',
    vi: 'Tệp thứ {position} không phải là một học bạ (phần tử gốc phải là HOC_BA)',
    en: 'File number {position} is not one record (the root element must be HOC_BA)',
  },
  ERR_TRANSACTION_ID_COLLISION: {
    fault: 'refused',
    vi: 'Có {count} Id bị trùng khi ghép các học bạ vào một tệp, đầu tiên là giữa học bạ thứ {first} và thứ {second}; phần mềm khác sẽ từ chối chữ ký',
    en: '{count} Ids would occur twice in the file, the first in records number {first} and {second}; other software refuses signatures that name such an Id',
  },
  ERR_TRANSACTION_MALFORMED: {
    fault: 'data',
    vi: 'Tệp không chứa đúng một danh sách DANH_SACH_HOC_BA',
    en: 'The file does not hold exactly one list DANH_SACH_HOC_BA',
  },
} as const satisfies ErrorTable;
