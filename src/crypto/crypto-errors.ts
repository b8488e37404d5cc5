import type { ErrorTable } from '../errors/index.js';

export const CRYPTO_ERRORS = {
  ERR_CRYPTO_UNAVAILABLE: {
    fault: 'environment',
    vi: 'Môi trường này không có chức năng mật mã "{feature}"',
    en: 'This environment does not offer the cryptographic function "{feature}"',
  },
  ERR_CRYPTO_FAILED: {
    fault: 'environment',
    vi: 'Chức năng mật mã "{operation}" của môi trường bị lỗi; chưa thể kết luận',
    en: 'The cryptographic operation "{operation}" of the environment failed; nothing can be concluded',
  },
  ERR_ALGORITHM_NOT_ALLOWED: {
    fault: 'refused',
    vi: 'Thuật toán "{algorithm}" không được chấp nhận ở đây',
    en: 'Algorithm "{algorithm}" is not allowed here',
  },
  ERR_KEY_NOT_ALLOWED: {
    fault: 'refused',
    vi: 'Khóa không được chấp nhận: {issue}',
    en: 'The key is not allowed: {issue}',
  },
  ERR_KEY_MALFORMED: {
    fault: 'data',
    vi: 'Khóa công khai không đúng cấu trúc: {part}',
    en: 'Malformed public key: {part}',
  },
  ERR_DER_MALFORMED: {
    fault: 'data',
    vi: 'Dữ liệu DER không hợp lệ ở vị trí {offset}',
    en: 'Malformed DER at offset {offset}',
  },
} as const satisfies ErrorTable;
