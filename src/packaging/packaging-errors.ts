import type { ErrorTable } from '../errors/index.js';

export const PACKAGING_ERRORS = {
  ERR_CONTENT_EMPTY: {
    fault: 'refused',
    vi: 'Trường content rỗng: hàm nén của đặc tả trả về chuỗi rỗng khi gặp lỗi, nên đây không phải là danh sách rỗng',
    en: 'The content field is empty: the specified function answers so when it fails, so this is not an empty list',
  },
  ERR_CONTENT_BASE64: {
    fault: 'data',
    vi: 'Không phải XML, cũng không phải trường content: không phải base64 hợp lệ',
    en: 'Neither XML nor a content field: not valid base64',
  },
  ERR_CONTENT_NOT_GZIP: {
    fault: 'data',
    vi: 'Không phải XML, cũng không phải trường content: sau 4 byte độ dài không có dữ liệu gzip',
    en: 'Neither XML nor a content field: no gzip data after 4 length bytes',
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
  ERR_CONTENT_ESCAPE: {
    fault: 'data',
    vi: 'Trường content có dấu nháy kép lúc được thoát, lúc không; hãy đọc cả trường một lần',
    en: 'The content field has double quotes with and without escape; read the field as a whole',
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
  ERR_TRANSACTION_ID_COLLISION: {
    fault: 'refused',
    vi: 'Có {count} Id bị trùng khi ghép các học bạ vào một tệp, đầu tiên là giữa học bạ thứ {first} và thứ {second}; phần mềm khác sẽ từ chối chữ ký',
    en: '{count} Ids would occur twice in the file, the first in records number {first} and {second}; other software refuses signatures that name such an Id',
  },
  ERR_TRANSACTION_MALFORMED: {
    fault: 'data',
    vi: 'Tệp chỉ có một học bạ, không phải danh sách học bạ của một giao dịch',
    en: 'The file is one record and not the list of a transaction',
  },
  ERR_TRANSACTION_STREAM: {
    fault: 'data',
    vi: 'Không đọc được giao dịch theo dòng ({reason})',
    en: 'The transaction cannot be read as a stream ({reason})',
  },
  ERR_TRANSACTION_LIMIT: {
    fault: 'refused',
    vi: 'Học bạ thứ {position} làm giao dịch dài {bytes} byte, nơi nhận chỉ cho phép {limit} byte',
    en: 'With record number {position} the transaction is {bytes} bytes long, the receiver allows {limit} bytes',
  },
  ERR_TRANSACTION_SIGNED: {
    fault: 'caller',
    vi: 'Giao dịch đã có chữ ký của tổ chức; hãy lập lại tệp từ các học bạ',
    en: 'The transaction already holds a signature of the organisation; build the file from the records again',
  },
  ERR_TRANSACTION_LIST_ID: {
    fault: 'data',
    vi: 'Danh sách không có Id nên chữ ký không thể tham chiếu',
    en: 'The list has no Id by which a signature could name it',
  },
  ERR_TRANSACTION_CERTIFICATE_TIME: {
    fault: 'signer',
    vi: 'Chứng thư của tổ chức không có hiệu lực vào lúc ký',
    en: 'The certificate of the organisation is not valid at the signing time',
  },
  ERR_TRANSACTION_STATE: {
    fault: 'caller',
    vi: 'Trạng thái ký giao dịch không dùng được ({field}); hãy chuẩn bị ký lại',
    en: 'The signing state of the transaction cannot be used ({field}); prepare again',
  },
} as const satisfies ErrorTable;
