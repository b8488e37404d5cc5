import type { ErrorTable } from '../errors/index.js';

/** What can go wrong between this program and a key that is elsewhere; each tells who has to act. */
export const PROVIDER_ERRORS = {
  ERR_SIGNER_CANCELLED: {
    fault: 'signer',
    vi: 'Người ký đã hủy việc ký',
    en: 'The signer cancelled',
  },
  ERR_SIGNER_TIMEOUT: {
    fault: 'signer',
    vi: 'Thiết bị hoặc dịch vụ ký không trả lời sau {timeoutMs} ms',
    en: 'The signing device or service did not answer within {timeoutMs} ms',
  },
  ERR_SIGNER_SERVICE_MISSING: {
    fault: 'environment',
    vi: 'Không kết nối được phần mềm ký trên máy này ({service}); hãy cài đặt và bật phần mềm rồi thử lại',
    en: 'The signing software of this machine cannot be reached ({service}); install and start it, then try again',
  },
  ERR_SIGNER_SERVICE_REFUSED: {
    fault: 'service',
    vi: 'Dịch vụ ký từ chối yêu cầu ({reason})',
    en: 'The signing service refused the request ({reason})',
  },
  ERR_SIGNER_SERVICE_ANSWER: {
    fault: 'service',
    vi: 'Dịch vụ ký trả lời không đúng khuôn dạng ({reason})',
    en: 'The signing service gave a malformed answer ({reason})',
  },
  ERR_SIGNER_AUTHORISATION_EXPIRED: {
    fault: 'signer',
    vi: 'Xác nhận ký đã hết hạn; hãy xác nhận lại',
    en: 'The authorisation to sign has expired; confirm again',
  },
  ERR_SIGNER_CERTIFICATE_OTHER: {
    fault: 'signer',
    vi: 'Phần mềm ký đã dùng chứng thư khác với chứng thư đã chọn; hãy cắm đúng thiết bị hoặc chọn đúng chứng thư',
    en: 'The signing software used another certificate than the chosen one; insert the right device or choose the right certificate',
  },
  ERR_SIGNER_SECRET_IN_BROWSER: {
    fault: 'caller',
    vi: 'Mã bí mật của ứng dụng không được dùng trong trình duyệt; hãy gọi qua máy chủ của đơn vị',
    en: 'The client secret must not be used in a browser; call through a server of your own',
  },
  ERR_SIGNER_INSECURE: {
    fault: 'caller',
    vi: 'Địa chỉ dịch vụ ký phải dùng https (hoặc địa chỉ của chính máy này)',
    en: 'The address of the signing service must use https (or be of this very machine)',
  },
  ERR_SIGNING_SUMMARY_MISMATCH: {
    fault: 'caller',
    vi: 'Bản tóm tắt đã xác nhận không phải của dữ liệu sắp ký',
    en: 'The summary that was confirmed is not of the data about to be signed',
  },
  ERR_ADOPT_CHANGED: {
    fault: 'refused',
    vi: 'Tệp do phần mềm khác ký đã đổi cả phần ngoài ô ký (khác đầu tiên ở {element}); không nhận',
    en: 'The file signed by other software changed more than the slot (first difference at {element}); it is not adopted',
  },
  ERR_ADOPT_SIGNATURE: {
    fault: 'refused',
    vi: 'Chữ ký do phần mềm khác tạo không dùng được ({reason})',
    en: 'The signature made by other software cannot be used ({reason})',
  },
  ERR_JOURNAL_MALFORMED: {
    fault: 'data',
    vi: 'Nhật ký ký hàng loạt không đọc được ở dòng {line}',
    en: 'The journal of the batch cannot be read at line {line}',
  },
} as const satisfies ErrorTable;
