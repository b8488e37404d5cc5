import type { ErrorTable } from '../errors/index.js';

export const EXCHANGE_ERRORS = {
  ERR_EXCHANGE_SERVICES: {
    fault: 'caller',
    vi: 'Bản mô tả dịch vụ không hợp lệ ở "{field}"',
    en: 'The description of the services is not valid at "{field}"',
  },
  ERR_EXCHANGE_INSECURE: {
    fault: 'refused',
    vi: 'Địa chỉ của cổng phải dùng https; http chỉ được phép trên chính máy này',
    en: 'The address of the gateway must use https; http is allowed on this very machine only',
  },
  ERR_EXCHANGE_UNREACHABLE: {
    fault: 'service',
    vi: 'Không kết nối được tới cổng {host}',
    en: 'The gateway {host} cannot be reached',
  },
  ERR_EXCHANGE_TIMEOUT: {
    fault: 'service',
    vi: 'Cổng không trả lời xong trong {timeoutMs} ms',
    en: 'The gateway did not finish its answer within {timeoutMs} ms',
  },
  ERR_EXCHANGE_CANCELLED: {
    fault: 'caller',
    vi: 'Việc gửi đã bị dừng theo yêu cầu',
    en: 'The exchange was stopped on request',
  },
  ERR_EXCHANGE_REDIRECT: {
    fault: 'refused',
    vi: 'Cổng chuyển hướng sang địa chỉ khác; dữ liệu không được gửi theo',
    en: 'The gateway redirects to another address; nothing is sent there',
  },
  ERR_EXCHANGE_BUSY: {
    fault: 'service',
    vi: 'Cổng đang bận (HTTP {status}); hãy thử lại sau {retryAfterMs} ms',
    en: 'The gateway is busy (HTTP {status}); try again after {retryAfterMs} ms',
  },
  ERR_EXCHANGE_UNAUTHORIZED: {
    fault: 'service',
    vi: 'Cổng không nhận tài khoản hoặc mã phiên (HTTP {status})',
    en: 'The gateway does not accept the account or the session token (HTTP {status})',
  },
  ERR_EXCHANGE_STATUS: {
    fault: 'service',
    vi: 'Cổng trả lời bằng mã HTTP {status}',
    en: 'The gateway answers with HTTP status {status}',
  },
  ERR_EXCHANGE_ANSWER_TYPE: {
    fault: 'service',
    vi: 'Cổng trả lời bằng kiểu dữ liệu {mediaType} thay vì JSON',
    en: 'The gateway answers with {mediaType} instead of JSON',
  },
  ERR_EXCHANGE_ANSWER_ENCODING: {
    fault: 'service',
    vi: 'Câu trả lời của cổng không phải UTF-8',
    en: 'The answer of the gateway is not UTF-8',
  },
  ERR_EXCHANGE_ANSWER_CUT: {
    fault: 'service',
    vi: 'Câu trả lời của cổng bị ngắt giữa chừng sau {bytes} byte',
    en: 'The answer of the gateway breaks off after {bytes} bytes',
  },
  ERR_EXCHANGE_ANSWER_JSON: {
    fault: 'service',
    vi: 'Câu trả lời của cổng không phải JSON hợp lệ',
    en: 'The answer of the gateway is not valid JSON',
  },
  ERR_EXCHANGE_ANSWER_LIMIT: {
    fault: 'refused',
    vi: 'Câu trả lời của cổng dài hơn {limit} byte',
    en: 'The answer of the gateway is longer than {limit} bytes',
  },
  ERR_EXCHANGE_ANSWER_FIELD: {
    fault: 'service',
    vi: 'Câu trả lời của cổng sai ở trường "{field}": cần {expected}',
    en: 'The answer of the gateway is wrong at the field "{field}": {expected} is needed',
  },
  ERR_EXCHANGE_ANSWER_OTHER: {
    fault: 'service',
    vi: 'Câu trả lời của cổng thuộc về yêu cầu khác (trường "{field}")',
    en: 'The answer of the gateway belongs to another request (field "{field}")',
  },
  ERR_EXCHANGE_REFUSED: {
    fault: 'refused',
    vi: 'Cổng từ chối yêu cầu với mã {code}',
    en: 'The gateway refuses the request with code {code}',
  },
  ERR_EXCHANGE_REQUEST_LIMIT: {
    fault: 'caller',
    vi: 'Yêu cầu dài {bytes} byte, nơi nhận chỉ cho phép {limit} byte',
    en: 'The request is {bytes} bytes long, the receiver allows {limit} bytes',
  },
  ERR_EXCHANGE_RECEIVER: {
    fault: 'refused',
    vi: 'Nơi nhận "{id}" không nhận học bạ thứ {position} của phần {part} ({field})',
    en: 'The receiver "{id}" does not take record number {position} of part {part} ({field})',
  },
  ERR_EXCHANGE_NOT_ALLOWED: {
    fault: 'caller',
    vi: 'Ở trạng thái "{state}" không thể làm "{action}" ({reason})',
    en: 'In the state "{state}" the action "{action}" is not possible ({reason})',
  },
  ERR_EXCHANGE_JOURNAL: {
    fault: 'data',
    vi: 'Nhật ký gửi không đọc được ở dòng {line}',
    en: 'The submission journal cannot be read at line {line}',
  },
  ERR_EXCHANGE_JOURNAL_OTHER: {
    fault: 'caller',
    vi: 'Nhật ký gửi thuộc về đơn vị hoặc năm học khác',
    en: 'The submission journal belongs to another unit or school year',
  },
  ERR_EXCHANGE_RECALL_LIST: {
    fault: 'data',
    vi: 'Danh sách thu hồi không hợp lệ ({reason})',
    en: 'The recall list is not valid ({reason})',
  },
} as const satisfies ErrorTable;
