import type { ErrorTable } from '../errors/index.js';

export const CERTIFICATE_ERRORS = {
  ERR_CERTIFICATE_MALFORMED: {
    fault: 'data',
    vi: 'Chứng thư số sai cấu trúc DER ở vị trí {offset}: {reason}',
    en: 'The certificate is not well-formed DER at offset {offset}: {reason}',
  },
  ERR_CERTIFICATE_NOT_FOUND: {
    fault: 'data',
    vi: 'Tệp không chứa chứng thư số nào (PEM, DER hoặc PKCS#7)',
    en: 'The file holds no certificate (PEM, DER or PKCS#7)',
  },
  ERR_PRIVATE_KEY_MALFORMED: {
    fault: 'data',
    vi: 'Khóa bí mật sai cấu trúc: {reason}',
    en: 'The private key is malformed: {reason}',
  },
  ERR_PRIVATE_KEY_UNSUPPORTED: {
    fault: 'data',
    vi: 'Loại khóa bí mật chưa được hỗ trợ: {algorithm}',
    en: 'Unsupported kind of private key: {algorithm}',
  },
  ERR_P12_MALFORMED: {
    fault: 'data',
    vi: 'Tệp PKCS#12 sai cấu trúc: {reason}',
    en: 'The PKCS#12 file is malformed: {reason}',
  },
  ERR_P12_PASSWORD: {
    fault: 'caller',
    vi: 'Mật khẩu của tệp PKCS#12 không đúng',
    en: 'Wrong password for the PKCS#12 file',
  },
  ERR_P12_LEGACY: {
    fault: 'data',
    vi: 'Tệp PKCS#12 dùng thuật toán cũ ({algorithm}); hãy chuyển đổi bằng lệnh: {command}',
    en: 'The PKCS#12 file uses an old algorithm ({algorithm}); convert it with: {command}',
  },
  ERR_P12_UNSUPPORTED: {
    fault: 'data',
    vi: 'Tệp PKCS#12 dùng thuật toán chưa được hỗ trợ: {algorithm}',
    en: 'The PKCS#12 file uses an unsupported algorithm: {algorithm}',
  },
  ERR_P12_ENTRY_NOT_FOUND: {
    fault: 'caller',
    vi: 'Tệp PKCS#12 có {count} khóa nhưng không khóa nào khớp lựa chọn',
    en: 'The PKCS#12 file holds {count} keys, none of which matches the selection',
  },
  ERR_TSA_UNAVAILABLE: {
    fault: 'service',
    vi: 'Không lấy được dấu thời gian từ dịch vụ: {reason}',
    en: 'No time stamp could be got from the service: {reason}',
  },
  ERR_TSA_REJECTED: {
    fault: 'service',
    vi: 'Dịch vụ dấu thời gian từ chối yêu cầu: trạng thái {status}, lý do {failures}',
    en: 'The time-stamping service rejected the request: status {status}, reasons {failures}',
  },
  ERR_TSA_TOKEN_INVALID: {
    fault: 'service',
    vi: 'Dấu thời gian mà dịch vụ cấp không hợp lệ: {reason}',
    en: 'The time stamp that the service issued does not stand: {reason}',
  },
} as const satisfies ErrorTable;
