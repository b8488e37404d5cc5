import type { ErrorTable } from '../errors/index.js';

export const TRUST_ERRORS = {
  ERR_TRUST_MALFORMED: {
    fault: 'data',
    vi: 'Danh sách tin cậy hoặc sổ đăng ký sai cấu trúc ở "{path}": {reason}',
    en: 'The trust list or register is malformed at "{path}": {reason}',
  },
  ERR_TRUST_KIND: {
    fault: 'caller',
    vi: 'Tệp là "{found}", trong khi cần "{expected}"',
    en: 'The file is a "{found}" where a "{expected}" is wanted',
  },
  ERR_TRUST_VERSION: {
    fault: 'data',
    vi: 'Phiên bản {version} của danh sách tin cậy hoặc sổ đăng ký chưa được hỗ trợ',
    en: 'Version {version} of trust lists and registers is not supported',
  },
  ERR_TRUST_SIGNATURE: {
    fault: 'refused',
    vi: 'Chữ ký trên danh sách tin cậy hoặc sổ đăng ký không hợp lệ: {reason}',
    en: 'The signature on the trust list or register does not hold: {reason}',
  },
  ERR_TRUST_SIGNER: {
    fault: 'refused',
    vi: 'Người ký danh sách tin cậy hoặc sổ đăng ký không phải là người đã được ghim (SHA-256 của chứng thư: {fingerprint})',
    en: 'The trust list or register is not signed by a pinned signer (SHA-256 of the certificate: {fingerprint})',
  },
  ERR_TRUST_DATES: {
    fault: 'refused',
    vi: 'Thời gian của danh sách tin cậy hoặc sổ đăng ký không chấp nhận được: {reason}',
    en: 'The dates of the trust list or register cannot be accepted: {reason}',
  },
  ERR_TRUST_ROLLBACK: {
    fault: 'refused',
    vi: 'Số {number} của danh sách tin cậy hoặc sổ đăng ký thấp hơn số {highest} đã thấy trước đó',
    en: 'Number {number} of the trust list or register is lower than {highest}, which was seen before',
  },
  ERR_TRUST_FORK: {
    fault: 'refused',
    vi: 'Có hai danh sách tin cậy hoặc sổ đăng ký khác nội dung cùng mang số {number}',
    en: 'Two trust lists or registers of different content carry the number {number}',
  },
} as const satisfies ErrorTable;
