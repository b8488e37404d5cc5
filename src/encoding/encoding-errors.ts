import type { ErrorTable } from '../errors/index.js';

export const ENCODING_ERRORS = {
  ERR_BASE64_MALFORMED: {
    fault: 'data',
    vi: 'Chuỗi base64 không hợp lệ ở vị trí {offset}',
    en: 'Malformed base64 at offset {offset}',
  },
  ERR_HEX_MALFORMED: {
    fault: 'data',
    vi: 'Chuỗi thập lục phân không hợp lệ ở vị trí {offset}',
    en: 'Malformed hexadecimal text at offset {offset}',
  },
  ERR_UTF8_MALFORMED: {
    fault: 'refused',
    vi: 'Dữ liệu không phải UTF-8 hợp lệ: byte sai ở vị trí {offset}',
    en: 'The data is not valid UTF-8: wrong byte at offset {offset}',
  },
} as const satisfies ErrorTable;
