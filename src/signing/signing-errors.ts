import type { ErrorTable } from '../errors/index.js';

export const SIGNING_ERRORS = {
  ERR_SIGNING_ORDER: {
    fault: 'caller',
    vi: 'Vai trò {role} không ký được lúc này ({reason}: {other}); xem kế hoạch ký (planSigning, hocba plan)',
    en: 'Role {role} cannot sign now ({reason}: {other}); see the signing plan (planSigning, hocba plan)',
  },
  ERR_SIGNING_SLOT_UNKNOWN: {
    fault: 'data',
    vi: 'Bố cục {layout} không có ô ký cho vai trò {role}',
    en: 'Layout {layout} has no slot for role {role}',
  },
  ERR_SIGNING_RECORD_INVALID: {
    fault: 'data',
    vi: 'Nội dung học bạ có {count} lỗi; phải sửa trước khi ký',
    en: 'The content of the record has {count} errors; it must be corrected before it is signed',
  },
  ERR_SIGNING_TARGET: {
    fault: 'data',
    vi: 'Không có phần dữ liệu nào để vai trò {role} ký ({reason})',
    en: 'There is nothing in the record for role {role} to sign ({reason})',
  },
  ERR_SIGNING_RECEIVER: {
    fault: 'caller',
    vi: 'Bên nhận {id} không chấp nhận tệp này hoặc chữ ký này ({field}); hãy lập lại tệp hoặc chọn bên nhận khác trước khi ký',
    en: 'Receiver {id} does not take this file or this signature ({field}); write the file anew or choose another receiver before signing',
  },
  ERR_SIGNING_EARLIER_INVALID: {
    fault: 'data',
    vi: 'Chữ ký trước đó của vai trò {role} không còn đúng ({reason}); không ký tiếp lên tệp này',
    en: 'The earlier signature of role {role} does not hold ({reason}); nothing further is signed on this file',
  },
  ERR_SIGNING_EARLIER_ID: {
    fault: 'data',
    vi: 'Chữ ký trước đó của vai trò {role} không có Id trên SignatureValue nên chữ ký sau không tham chiếu được; hãy dùng bên nhận không yêu cầu tham chiếu thứ tự',
    en: 'The earlier signature of role {role} has no Id on its SignatureValue, so a later one cannot reference it; use a receiver without order references',
  },
  ERR_SIGNER_IDENTITY: {
    fault: 'signer',
    vi: 'Chứng thư không phải của người mà học bạ ghi ở vai trò {role} ({reason})',
    en: 'The certificate is not of the person the record names for role {role} ({reason})',
  },
  ERR_SIGNER_CERTIFICATE_TIME: {
    fault: 'signer',
    vi: 'Chứng thư của vai trò {role} không còn hoặc chưa có hiệu lực vào lúc ký ({reason})',
    en: 'The certificate of role {role} is not valid at the signing time ({reason})',
  },
  ERR_SIGNER_KEY_USAGE: {
    fault: 'signer',
    vi: 'Chứng thư của vai trò {role} không được cấp để ký',
    en: 'The certificate of role {role} is not issued for signing',
  },
  ERR_SIGNING_STATE_INVALID: {
    fault: 'caller',
    vi: 'Trạng thái ký không hợp lệ ({reason}); hãy chuẩn bị ký lại',
    en: 'The signing state is not valid ({reason}); prepare again',
  },
  ERR_SIGNING_STATE_EXPIRED: {
    fault: 'caller',
    vi: 'Trạng thái ký đã hết hạn; hãy chuẩn bị ký lại',
    en: 'The signing state has expired; prepare again',
  },
  ERR_SIGNING_FILE_CHANGED: {
    fault: 'caller',
    vi: 'Tệp đã thay đổi từ lúc chuẩn bị ký; hãy chuẩn bị ký lại',
    en: 'The file has changed since signing was prepared; prepare again',
  },
  ERR_SIGNING_RECORD_TWICE: {
    fault: 'data',
    vi: 'Học bạ này có cùng mã tra cứu với mục {other} trong cùng lô; mỗi mã tra cứu chỉ được ký một học bạ',
    en: 'This record has the look-up code of item {other} of the same batch; of each code one record is signed',
  },
  ERR_SIGNING_EXTENSION: {
    fault: 'data',
    vi: 'Ô ký của vai trò {role} không có đúng một chữ ký để nâng mức (có {count})',
    en: 'The slot of role {role} does not hold exactly one signature to extend (there are {count})',
  },
  ERR_RECEIVER_INVALID: {
    fault: 'caller',
    vi: 'Mô tả bên nhận không hợp lệ: {field}',
    en: 'The receiver description is not valid: {field}',
  },
} as const satisfies ErrorTable;
