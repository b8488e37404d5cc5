import type { ErrorTable } from '../errors/index.js';

export const NODE_ERRORS = {
  ERR_FONT_NOT_FOUND: {
    fault: 'environment',
    vi: 'Không tìm thấy bộ phông chữ có chân cho PDF ở {places} nơi đã tìm; hãy cài gói fonts-liberation (Debian) hoặc chỉ ra thư mục chứa ba tệp …-Regular, …-Bold, …-Italic (dòng lệnh: --font, --font-bold, --font-italic)',
    en: 'No serif font family for PDF in {places} places searched; install fonts-liberation (Debian) or name a folder with the three files …-Regular, …-Bold, …-Italic (command line: --font, --font-bold, --font-italic)',
  },
  ERR_GATEWAY_ADDRESS: {
    fault: 'environment',
    vi: 'Không mở được cổng mạng {port} trên máy này; hãy chọn cổng khác, hoặc 0 để lấy một cổng còn trống',
    en: 'The port {port} of this machine cannot be used; choose another, or 0 for any free one',
  },
  ERR_GATEWAY_BOOKS: {
    fault: 'data',
    vi: 'Không đọc được sổ của cổng thử ở dòng {line}',
    en: 'The books of the rehearsal gateway cannot be read at line {line}',
  },
  ERR_JOURNAL_SHARED: {
    fault: 'caller',
    vi: 'Một chương trình khác đang ghi vào cùng tệp nhật ký; hãy chờ chương trình đó kết thúc rồi chạy lại',
    en: 'Another program is writing into the same journal file; wait for it to end and run again',
  },
  ERR_TOKEN_DRIVER: {
    fault: 'environment',
    vi: 'Không nạp được thư viện PKCS#11 của thiết bị',
    en: 'The PKCS#11 library of the device cannot be loaded',
  },
  ERR_TOKEN_ABSENT: {
    fault: 'signer',
    vi: 'Không tìm thấy thiết bị ký (hoặc thiết bị đã bị rút ra)',
    en: 'The signing device is not there (or was removed)',
  },
  ERR_TOKEN_PIN: {
    fault: 'signer',
    vi: 'Mã PIN không đúng',
    en: 'The PIN is wrong',
  },
  ERR_TOKEN_PIN_LOCKED: {
    fault: 'signer',
    vi: 'Thiết bị đã khóa vì nhập sai mã PIN nhiều lần',
    en: 'The device is locked after too many wrong PINs',
  },
  ERR_TOKEN_CERTIFICATE: {
    fault: 'signer',
    vi: 'Thiết bị có {count} chứng thư phù hợp với lựa chọn; cần đúng một',
    en: 'The device holds {count} certificates that fit the choice; exactly one is needed',
  },
  ERR_TOKEN_KEY: {
    fault: 'signer',
    vi: 'Thiết bị không có khóa bí mật của chứng thư đã chọn',
    en: 'The device has no private key for the chosen certificate',
  },
  ERR_TOKEN_FAILED: {
    fault: 'signer',
    vi: 'Thiết bị ký báo lỗi ({reason})',
    en: 'The signing device reports an error ({reason})',
  },
  ERR_NUMBER_STORE_DAMAGED: {
    fault: 'environment',
    vi: 'Nơi ghi nhớ số danh sách đã thấy bị hỏng ({list}, số {number})',
    en: 'What is kept of the list numbers seen is damaged ({list}, number {number})',
  },
  ERR_NUMBER_STORE_UNUSABLE: {
    fault: 'environment',
    vi: 'Không đọc hoặc ghi được nơi ghi nhớ số danh sách đã thấy ({reason})',
    en: 'What is kept of the list numbers seen cannot be read or written ({reason})',
  },
} as const satisfies ErrorTable;
