/**
 * Reasons of the acceptance checks. Frozen codes; the specification prints none, so they are this package's and travel in `error` of the
 * answers of the gateway kit.
 */
export const REFUSALS = {
  REQUEST_MALFORMED: { vi: 'Yêu cầu không đúng mẫu của dịch vụ', en: 'The request has not the form of the service' },
  UNAUTHORIZED: {
    vi: 'Tài khoản, mật khẩu hoặc mã phiên không đúng',
    en: 'Account, password or session token is wrong',
  },
  TOO_LARGE: { vi: 'Yêu cầu vượt giới hạn của một giao dịch', en: 'The request exceeds the limit of one transaction' },
  CONTENT_UNREADABLE: {
    vi: 'Trường content rỗng hoặc không giải nén được',
    en: 'The field content is empty or cannot be decompressed',
  },
  MESSAGE_ID_REUSED: { vi: 'Mã gói tin đã dùng cho nội dung khác', en: 'The packet id was used for other content' },
  MESSAGE_UNKNOWN: { vi: 'Không có gói tin với mã này', en: 'There is no packet with this id' },
  PENDING: { vi: 'Chưa xử lý', en: 'Not decided yet' },
  TRANSACTION_UNREADABLE: { vi: 'Không đọc được danh sách học bạ', en: 'The list of records cannot be read' },
  TRANSACTION_UNSIGNED: {
    vi: 'Giao dịch chưa có chữ ký của đơn vị gửi',
    en: 'The sending unit has not signed the transaction',
  },
  TRANSACTION_SIGNATURE: {
    vi: 'Chữ ký của đơn vị gửi không hợp lệ',
    en: 'The signature of the sending unit does not hold',
  },
  CERTIFICATE_NOT_TRUSTED: {
    vi: 'Chứng thư số của đơn vị gửi không có đường dẫn tin cậy',
    en: 'The certificate of the sending unit leads to no trusted authority',
  },
  CERTIFICATE_NOT_REGISTERED: {
    vi: 'Chứng thư số của đơn vị gửi chưa được đăng ký và phê duyệt',
    en: 'The certificate of the sending unit is not registered and approved',
  },
  STRUCTURE: { vi: 'Học bạ không đúng cấu trúc', en: 'The record has not the prescribed structure' },
  SIGNED_CONTENT: { vi: 'Có nội dung nằm ngoài phần được ký', en: 'There is content that the signatures do not cover' },
  RULES: { vi: 'Dữ liệu trái với quy định của năm học', en: 'The data break the rules of the school year' },
  SIGNATURE_MISSING: { vi: 'Thiếu chữ ký bắt buộc', en: 'A mandatory signature is missing' },
  SIGNATURE_INVALID: { vi: 'Chữ ký số không hợp lệ', en: 'A signature does not hold' },
  SIGNER_CERTIFICATE: {
    vi: 'Chứng thư số của người ký không dùng được',
    en: 'The certificate of a signer cannot be used',
  },
  SIGNER_OTHER: {
    vi: 'Người ký không khớp với vai trò hoặc dữ liệu đã ký',
    en: 'The signer does not fit the role or the signed data',
  },
  SIGNING_ORDER: { vi: 'Thứ tự ký không đúng', en: 'The order of signing is wrong' },
  SEAL_NOT_REGISTERED: {
    vi: 'Chứng thư ký phát hành chưa được đăng ký và phê duyệt',
    en: 'The certificate of the seal is not registered and approved',
  },
  SIGNER_NOT_REGISTERED: {
    vi: 'Chứng thư của người ký chưa được đăng ký với nơi nhận',
    en: 'The certificate of a signer is not registered with the receiver',
  },
  RECEIVER_FORM: {
    vi: 'Dạng chữ ký không phải dạng nơi nhận quy định',
    en: 'The form of the signatures is not the one the receiver takes',
  },
  OTHER_SCHOOL: { vi: 'Học bạ không thuộc đơn vị gửi', en: 'The record is not of the sending unit' },
  OTHER_YEAR: {
    vi: 'Năm học của học bạ khác năm học của gói tin',
    en: 'The school year of the record is not that of the packet',
  },
  DUPLICATE: {
    vi: 'Mã tra cứu đã có trong gói tin này hoặc đã gửi trước đó',
    en: 'The look-up code stands twice in the packet or was sent before',
  },
  CODE_RECALLED: {
    vi: 'Mã tra cứu của học bạ đã thu hồi không được dùng lại',
    en: 'The look-up code of a recalled record is never used again',
  },
  NOT_RECALLED: {
    vi: 'Học sinh còn một học bạ của năm học này chưa được đồng ý thu hồi',
    en: 'The pupil has another record of this school year whose recall is not agreed',
  },
  RECALL_UNKNOWN: {
    vi: 'Không có học bạ đã phê duyệt với mã tra cứu này của đơn vị',
    en: 'The unit has no approved record with this look-up code',
  },
  RECALL_PENDING: {
    vi: 'Học bạ đã có yêu cầu thu hồi đang chờ xử lý',
    en: 'A recall of the record is waiting already',
  },
  RECALL_SIGNATURE: {
    vi: 'Chữ ký trên danh sách thu hồi không hợp lệ',
    en: 'The signature on the recall list does not hold',
  },
  DECIDED_BY_AUTHORITY: { vi: 'Cơ quan quản lý từ chối', en: 'Refused by the managing authority' },
} as const satisfies Readonly<Record<string, { readonly vi: string; readonly en: string }>>;

export type RefusalCode = keyof typeof REFUSALS;

/** The sentence of a code in a language; `null` for a code of another gateway, whose own words count. */
export function describeRefusal(code: string, language: 'vi' | 'en'): string | null {
  return Object.hasOwn(REFUSALS, code) ? REFUSALS[code as RefusalCode][language] : null;
}
