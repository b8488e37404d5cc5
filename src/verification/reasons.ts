import type { NextActionCode } from './next-actions.js';
import type { SubIndication } from './verdict.js';

interface ReasonText {
  readonly subIndication: SubIndication | null;
  readonly vi: string;
  readonly en: string;
  /** What a reader of the report can do about it; left out where there is nothing to do. */
  readonly action?: NextActionCode;
}

/**
 * Why a check did not pass, or what has to be added where it did, as data with its two sentences. Frozen: a code is never renamed or
 * reused. Parameters name roles, codes, algorithms and instants, never a pupil.
 */
export const REASONS = {
  FILE_UNREADABLE: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Tệp bị hỏng hoặc không phải XML, không đọc được ({code})',
    en: 'The file is damaged or no XML and cannot be read ({code})',
    action: 'GET_ISSUED_FILE',
  },
  NOT_A_RECORD: {
    subIndication: 'NOT_A_RECORD',
    vi: 'Tệp không phải là học bạ số, hoặc bị chèn thêm học bạ khác ({code})',
    en: 'The file is no school record, or another record was put into it ({code})',
    action: 'GET_ISSUED_FILE',
  },
  RECORD_UNREADABLE: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Nội dung học bạ không đúng bố cục {layout}: {count} lỗi, lỗi đầu tiên là {first}',
    en: 'The content of the record does not follow layout {layout}: {count} errors, the first is {first}',
    action: 'SIGN_AGAIN',
  },
  COMMENT_INSIDE_VALUE: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Có chú thích ẩn chen vào giữa một giá trị: mỗi phần mềm có thể đọc ra một giá trị khác nhau',
    en: 'A hidden comment stands inside a value: different software may read different values',
    action: 'GET_ISSUED_FILE',
  },
  SIGNATURE_IN_DATA: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Có phần tử chữ ký nằm bên trong phần dữ liệu học bạ',
    en: 'A signature element stands inside the data block',
    action: 'GET_ISSUED_FILE',
  },
  SIGNATURE_STRAY: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Có {count} chữ ký nằm ngoài các ô ký, không rõ ai ký và ký cho vai trò nào',
    en: '{count} signatures stand outside the slots; in which role they were made is unclear',
    action: 'GET_ISSUED_FILE',
  },
  SIGNATURE_NONE: {
    subIndication: 'SIGNATURE_MISSING',
    vi: 'Học bạ chưa có chữ ký nào',
    en: 'The record has no signature',
    action: 'LET_ROLES_SIGN',
  },
  UNSIGNED_DATA: {
    subIndication: 'UNSIGNED_CONTENT',
    vi: 'Có dữ liệu học bạ đặt ngoài phần được ký ({count} chỗ): phần mềm khác có thể hiển thị nhầm là dữ liệu đã ký',
    en: 'Data of a record stand outside what is signed ({count} places): other software may show them as signed',
    action: 'GET_ISSUED_FILE',
  },
  UNSIGNED_CONTENT: {
    subIndication: 'UNSIGNED_CONTENT',
    vi: 'Có {count} nội dung lạ nằm ngoài phần được ký; không ai chịu trách nhiệm về những nội dung này',
    en: 'There are {count} pieces of content that not everybody signed; nobody answers for them',
    action: 'RELY_ON_SIGNED_PART',
  },
  ROLE_MISSING: {
    subIndication: 'SIGNATURE_MISSING',
    vi: 'Chưa có chữ ký của vai trò này',
    en: 'The signature of this role is missing',
    action: 'LET_ROLE_SIGN',
  },
  SLOT_SEVERAL_SIGNATURES: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Ô ký có {count} chữ ký, chỉ được có một',
    en: 'The slot holds {count} signatures where one may be',
    action: 'GET_ISSUED_FILE',
  },
  SLOT_SEVERAL: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Có {count} ô ký cho cùng một vai trò, không rõ ô nào đúng',
    en: 'There are {count} slots for the same role; which one counts is unclear',
    action: 'GET_ISSUED_FILE',
  },
  SLOTS_TOO_MANY: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Có {count} người ở cùng một vai trò, nhiều hơn mức một học bạ có thể có',
    en: 'There are {count} people in one role, more than a record can have',
    action: 'GET_ISSUED_FILE',
  },
  ID_NOT_UNIQUE_IN_DOCUMENT: {
    subIndication: null,
    vi: 'Mã đánh dấu của phần được ký xuất hiện nhiều lần trong tệp; phần mềm khác có thể từ chối tệp này',
    en: 'A signed Id occurs several times in the file; other software may refuse it',
    action: 'SEPARATE_RECORDS',
  },
  CORE_STRUCTURE: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Chữ ký bị hỏng hoặc sai cấu trúc ({reason})',
    en: 'The signature is damaged or malformed ({reason})',
    action: 'GET_ISSUED_FILE',
  },
  DIGEST_MISMATCH: {
    subIndication: 'HASH_FAILURE',
    vi: 'Dữ liệu đã bị thay đổi sau khi ký',
    en: 'The data were changed after signing',
    action: 'GET_ISSUED_FILE',
  },
  REFERENCE_BROKEN: {
    subIndication: 'SIGNED_DATA_NOT_FOUND',
    vi: 'Không tìm được đúng phần dữ liệu mà chữ ký nêu ({reason})',
    en: 'What the signature refers to is not found, or not the right thing ({reason})',
    action: 'GET_ISSUED_FILE',
  },
  VALUE_MISMATCH: {
    subIndication: 'SIG_CRYPTO_FAILURE',
    vi: 'Chữ ký không phải do chứng thư kèm theo tạo ra, hoặc đã bị sửa',
    en: 'The signature was not made with the certificate that comes with it, or was changed',
    action: 'GET_ISSUED_FILE',
  },
  CORE_UNSUPPORTED: {
    subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
    vi: 'Không kiểm tra được chữ ký ({reason})',
    en: 'The signature cannot be judged ({reason})',
    action: 'CHECK_ELSEWHERE',
  },
  DATA_NOT_REFERENCED: {
    subIndication: 'SIGNED_DATA_NOT_FOUND',
    vi: 'Chữ ký không bao trùm phần dữ liệu mà vai trò này phải ký',
    en: 'The signature does not cover the data this role must sign',
    action: 'SIGN_AGAIN',
  },
  DATA_TRANSFORM: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Chữ ký dùng phép biến đổi có thể che giấu một phần dữ liệu',
    en: 'The signature uses a transform that could hide a part of the data',
    action: 'SIGN_AGAIN',
  },
  SIGNED_PROPERTIES: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Thông tin về người ký và thời điểm ký (SignedProperties) không gắn đúng với chữ ký này ({flag})',
    en: 'The signer’s statements (SignedProperties) are not properly tied to this signature ({flag})',
    action: 'SIGN_AGAIN',
  },
  ALGORITHM_LEGACY: {
    subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
    vi: 'Thuật toán hoặc khóa đã lỗi thời, có thể bị làm giả ({algorithm})',
    en: 'The algorithm or key is out of date and could be forged ({algorithm})',
    action: 'SIGN_AGAIN',
  },
  ALGORITHM_OUTSIDE_ANNEX: {
    subIndication: null,
    vi: 'Thuật toán {algorithm} chưa thuộc phụ lục I Thông tư 15/2025/TT-BKHCN; tính toàn vẹn không bị ảnh hưởng',
    en: 'Algorithm {algorithm} is outside annex I of TT 15/2025/TT-BKHCN; integrity is not affected',
    action: 'SIGN_AGAIN',
  },
  PROFILE_PLAIN: {
    subIndication: null,
    vi: 'Chữ ký theo đặc tả học bạ số năm 2024 (XMLDSig), chưa phải XAdES như phụ lục I Thông tư 15/2025/TT-BKHCN',
    en: 'The signature follows the specification of 2024 (XMLDSig), not XAdES as annex I of TT 15/2025/TT-BKHCN asks',
    action: 'SIGN_AGAIN',
  },
  PROFILE_WITHOUT_CV2088: {
    subIndication: null,
    vi: 'không có phần mà đặc tả học bạ số năm 2024 yêu cầu (SignatureProperties, X509SubjectName)',
    en: 'without what the specification of 2024 asks for (SignatureProperties, X509SubjectName)',
  },
  CERTIFICATE_MISSING: {
    subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    vi: 'Chữ ký không kèm chứng thư đã dùng để ký, không biết ai ký',
    en: 'The signature does not carry the certificate it was made with: who signed is unknown',
    action: 'SIGN_AGAIN',
  },
  CERTIFICATE_UNREADABLE: {
    subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    vi: 'Chứng thư kèm theo bị hỏng, không đọc được',
    en: 'The certificate is damaged and cannot be read',
    action: 'SIGN_AGAIN',
  },
  CERTIFICATE_NOT_BOUND: {
    subIndication: null,
    vi: 'chứng thư không nằm trong phần được ký',
    en: 'it is not among what is signed',
  },
  CERTIFICATE_OTHER: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Chứng thư kèm theo không phải chứng thư mà người ký nêu trong chữ ký',
    en: 'The certificate is not the one the signer names in the signature',
    action: 'GET_ISSUED_FILE',
  },
  ROLE_MISMATCH: {
    subIndication: 'ROLE_MISMATCH',
    vi: 'Người ký ký với vai trò {signed}, nhưng chữ ký lại đặt ở ô của {slot}',
    en: 'The signer signed in the role {signed}, but the signature stands in the slot of {slot}',
    action: 'GET_ISSUED_FILE',
  },
  ROLE_NOT_SIGNED: {
    subIndication: 'ROLE_NOT_PROVABLE',
    vi: 'Chữ ký không nêu vai trò, và không suy ra được vai trò từ chứng thư',
    en: 'The signature states no role, and none follows from the certificate',
    action: 'SIGN_AGAIN',
  },
  SIGNATURE_REPEATED: {
    subIndication: 'ROLE_MISMATCH',
    vi: 'Chữ ký này là bản sao của chữ ký ở ô của {role}',
    en: 'This signature is a copy of the one in the slot of {role}',
    action: 'GET_ISSUED_FILE',
  },
  IDENTITY_MISMATCH: {
    subIndication: 'ROLE_MISMATCH',
    vi: 'Số định danh trong chứng thư khác số định danh của người phải ký ghi trong học bạ',
    en: 'The identifier in the certificate differs from that of the person the record names',
    action: 'SIGN_AGAIN',
  },
  IDENTITY_NOT_PROVABLE: {
    subIndication: 'ROLE_NOT_PROVABLE',
    vi: 'Chưa chứng minh được chứng thư là của người (đơn vị) phải ký: thiếu {missing}',
    en: 'It cannot be proved that the certificate is of the person (or unit) that must sign: {missing} is missing',
    action: 'SIGN_AGAIN',
  },
  SEAL_OF_PERSON: {
    subIndication: 'ROLE_MISMATCH',
    vi: 'Ô ký phát hành phải dùng chứng thư của nhà trường, nhưng chứng thư này là của cá nhân',
    en: 'The seal must be made with the school’s certificate, but this one is a person’s',
    action: 'SIGN_AGAIN',
  },
  SEAL_OF_ORGANISATION: {
    subIndication: null,
    vi: 'chứng thư của một tổ chức; có phải của đúng trường này hay không thì xem mục thẩm quyền',
    en: 'an organisation’s; whether it is this school’s is a question of authority',
  },
  SLOT_FIELD_DIFFERS: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Trường {field} ghi ở ô ký (không được ký) khác với phần được ký hoặc không đối chiếu được',
    en: 'The slot field {field} (not signed) differs from what is signed, or cannot be compared',
    action: 'GET_ISSUED_FILE',
  },
  PATH_NOT_FOUND: {
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    vi: 'Chưa nối được chứng thư với một tổ chức chứng thực được tin cậy ({finding})',
    en: 'No certificate path to a trust anchor was found ({finding})',
    action: 'GIVE_TRUST',
  },
  PATH_BROKEN: {
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    vi: 'Chứng thư không được cấp đúng quy tắc ({finding})',
    en: 'The certificate path breaks a rule ({finding})',
    action: 'SIGN_AGAIN',
  },
  NO_TRUST: {
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    vi: 'Phần mềm kiểm tra chưa được khai báo tổ chức chứng thực nào để tin cậy',
    en: 'No trust anchor was given to the verifying software',
    action: 'GIVE_TRUST',
  },
  TRUST_LIST_NOT_IN_FORCE: {
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    vi: 'Danh sách tin cậy chưa có hoặc đã hết hiệu lực tại thời điểm kiểm tra',
    en: 'The trust list is not in force at the time of checking',
    action: 'GET_TRUST_LIST',
  },
  PATH_AT_PROVED_TIME: {
    subIndication: null,
    vi: 'nay không còn, nhưng còn hiệu lực tại thời điểm mà dấu thời gian chứng minh ({provedAt})',
    en: 'no longer today, but it was valid at the time that a stamp proves ({provedAt})',
  },
  CERTIFICATE_EXPIRED_NO_POE: {
    subIndication: 'NO_POE',
    vi: 'Chứng thư nay đã hết hạn; tại thời điểm ký nêu trong chữ ký thì còn hiệu lực, nhưng thời điểm đó chưa được chứng minh bằng dấu thời gian',
    en: 'The certificate has expired; it was valid at the stated signing time, but no time stamp proves that time',
    action: 'GET_STAMPED_COPY',
  },
  CERTIFICATE_NOT_CURRENT: {
    subIndication: 'OUT_OF_BOUNDS_NO_POE',
    vi: 'Chứng thư không có hiệu lực tại thời điểm kiểm tra ({finding})',
    en: 'The certificate path is not valid at the time of checking ({finding})',
    action: 'SIGN_AGAIN',
  },
  SIGNING_TIME_MISSING: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Chữ ký không nêu thời điểm ký, hoặc thời điểm ký không nằm trong phần được ký',
    en: 'The signature states no signing time, or one that is not signed',
    action: 'SIGN_AGAIN',
  },
  SIGNING_TIMES_DIFFER: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Chữ ký nêu nhiều thời điểm ký khác nhau',
    en: 'The signature states different signing times',
    action: 'SIGN_AGAIN',
  },
  SIGNING_TIME_BEFORE_CERTIFICATE: {
    subIndication: 'NOT_YET_VALID',
    vi: 'Thời điểm ký nêu trong chữ ký sớm hơn ngày chứng thư bắt đầu có hiệu lực',
    en: 'The stated signing time is before the certificate becomes valid',
    action: 'SIGN_AGAIN',
  },
  SIGNING_TIME_AFTER_CERTIFICATE: {
    subIndication: 'EXPIRED',
    vi: 'Thời điểm ký nêu trong chữ ký muộn hơn ngày chứng thư hết hạn',
    en: 'The stated signing time is after the certificate expires',
    action: 'SIGN_AGAIN',
  },
  SIGNING_TIME_AFTER_PROOF: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Thời điểm ký nêu trong chữ ký muộn hơn dấu thời gian trên chính chữ ký đó ({provedAt})',
    en: 'The stated signing time is after the time stamp on this very signature ({provedAt})',
    action: 'SIGN_AGAIN',
  },
  SIGNING_TIME_FUTURE: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Thời điểm ký nêu trong chữ ký ở tương lai so với lúc kiểm tra',
    en: 'The stated signing time lies after the time of checking',
    action: 'SIGN_AGAIN',
  },
  REVOCATION_UNKNOWN: {
    subIndication: 'TRY_LATER',
    vi: 'Chưa kiểm tra được chứng thư có bị thu hồi hay không',
    en: 'It is not known whether the certificate was revoked',
    action: 'GET_REVOCATION',
  },
  REVOCATION_STALE: {
    subIndication: 'TRY_LATER',
    vi: 'Thông tin thu hồi chứng thư đã quá cũ so với thời điểm cần kiểm tra',
    en: 'What is known of revocation is too old for the time in question',
    action: 'GET_NEWER_REVOCATION',
  },
  CERTIFICATE_ON_HOLD: {
    subIndication: 'TRY_LATER',
    vi: 'Chứng thư đang bị tạm dừng',
    en: 'The certificate is on hold',
    action: 'WAIT_FOR_RELEASE',
  },
  REVOKED_AFTER_PROOF: {
    subIndication: null,
    vi: 'thu hồi sau thời điểm mà dấu thời gian chứng minh, nên không ảnh hưởng',
    en: 'revoked after the time that a stamp proves, which does no harm',
  },
  REVOKED: {
    subIndication: 'REVOKED',
    vi: 'Chứng thư đã bị thu hồi',
    en: 'The certificate is revoked',
    action: 'SIGN_AGAIN',
  },
  REVOKED_AFTER_SIGNING: {
    subIndication: 'REVOKED_NO_POE',
    vi: 'Chứng thư nay đã bị thu hồi; tại thời điểm ký nêu trong chữ ký thì chưa, nhưng thời điểm đó chưa được chứng minh bằng dấu thời gian',
    en: 'The certificate is revoked now; it was not at the stated signing time, but no time stamp proves that time',
    action: 'GET_STAMPED_COPY',
  },
  TIME_STAMP_NONE: {
    subIndication: 'NO_POE',
    vi: 'Không có dấu thời gian: thời điểm ký là do người ký tự khai',
    en: 'There is no time stamp: the signing time is only the signer’s claim',
    action: 'ADD_TIME_STAMP',
  },
  TIME_STAMP_NOT_JUDGED: {
    subIndication: 'NO_POE',
    vi: 'Có dấu thời gian nhưng không kiểm tra được ({reason}): thời điểm ký là do người ký tự khai',
    en: 'There is a time stamp that cannot be judged ({reason}): the signing time is only the signer’s claim',
    action: 'ADD_TIME_STAMP',
  },
  TIME_STAMP_PROVES: {
    subIndication: null,
    vi: 'chữ ký đã có trước {provedAt}',
    en: 'the signature existed before {provedAt}',
  },
  TIME_STAMP_BROKEN: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Dấu thời gian bị hỏng hoặc không phải của chữ ký này ({reason})',
    en: 'The time stamp is broken, or is not one of this signature ({reason})',
    action: 'ADD_TIME_STAMP',
  },
  TIME_STAMP_UNTRUSTED: {
    subIndication: 'NO_POE',
    vi: 'Chưa tin cậy được nơi cấp dấu thời gian ({finding})',
    en: 'The authority of the time stamp cannot be trusted ({finding})',
    action: 'GIVE_TRUST',
  },
  TIME_STAMP_EXPIRED: {
    subIndication: 'NO_POE',
    vi: 'Chứng thư của nơi cấp dấu thời gian nay không còn hiệu lực, và không có dấu thời gian lưu trữ nào sau {genTime}',
    en: 'The certificate of the time-stamping authority is no longer valid, and no archive stamp follows {genTime}',
    action: 'ADD_TIME_STAMP',
  },
  AUTHORITY_UNKNOWN: {
    subIndication: 'SIGNER_AUTHORITY_UNKNOWN',
    vi: 'Chưa biết chứng thư này có được quyền ký cho trường ghi trong học bạ hay không',
    en: 'It is not known whether this certificate may sign for the school the record names',
    action: 'GET_REGISTER',
  },
  AUTHORITY_DENIED: {
    subIndication: 'SIGNER_NOT_AUTHORISED',
    vi: 'Chứng thư này không được quyền ký cho trường ghi trong học bạ',
    en: 'This certificate may not sign for the school the record names',
    action: 'GET_ISSUED_FILE',
  },
  ORDER_NOT_PROVABLE: {
    subIndication: 'ORDER_NOT_PROVABLE',
    vi: 'Không chứng minh được thứ tự ký, vì chữ ký sau không bao trùm chữ ký trước',
    en: 'The order of signing cannot be proved, since a later signature does not cover the earlier ones',
    action: 'SIGN_AGAIN',
  },
  ORDER_BROKEN: {
    subIndication: 'ORDER_BROKEN',
    vi: 'Chữ ký của {role} xác nhận một chữ ký trước đó, nhưng chữ ký đó đã bị gỡ hoặc bị thay ({reason})',
    en: 'The signature of {role} vouches for an earlier one that was removed or replaced ({reason})',
    action: 'GET_ISSUED_FILE',
  },
  SIGNING_TIMES_DECREASE: {
    subIndication: 'ORDER_BROKEN',
    vi: 'Vai trò {later} nêu thời điểm ký sớm hơn vai trò {earlier}',
    en: 'Role {later} states an earlier signing time than role {earlier}',
    action: 'SIGN_AGAIN',
  },
  RULES_BROKEN: {
    subIndication: 'RULES_BROKEN',
    vi: 'Nội dung trái quy định: {count} lỗi',
    en: 'The content breaks the rules: {count} errors',
    action: 'SIGN_AGAIN',
  },
  RULES_NOT_KEPT: {
    subIndication: null,
    vi: 'Không biết quy định của ngày đó nói gì về học bạ: dữ kiện được giữ lại chỉ có từ ngày ký',
    en: 'What the rules said of the record on that day is not known: the facts kept begin with the day of signing',
  },
  RULES_WARN: {
    subIndication: null,
    vi: 'có {count} điểm nên xem lại',
    en: 'points to look at: {count}',
  },
  COPY_NOT_ASKED: {
    subIndication: null,
    vi: 'Chưa đối chiếu với bản trên hệ thống của cơ quan quản lý',
    en: 'Not compared with the copy on the authority’s server',
    action: 'COMPARE_WITH_COPY',
  },
  COPY_UNREADABLE: {
    subIndication: null,
    vi: 'Bản lấy từ hệ thống của cơ quan quản lý không có đúng một học bạ mang mã này',
    en: 'What came from the authority’s server does not hold exactly one record of this code',
    action: 'COMPARE_WITH_COPY',
  },
  COPY_ABSENT: {
    subIndication: null,
    vi: 'Hệ thống của cơ quan quản lý chưa có học bạ này',
    en: 'The authority’s server does not hold this record',
    action: 'ASK_TO_SUBMIT',
  },
  COPY_DIFFERENT: {
    subIndication: 'COPY_DIFFERS',
    vi: 'Dữ liệu khác với bản trên hệ thống của cơ quan quản lý',
    en: 'The data differ from the copy on the authority’s server',
    action: 'GET_NEWEST_VERSION',
  },
  COPY_REPLACED: {
    subIndication: 'RECORD_NOT_IN_FORCE',
    vi: 'Học bạ này đã được thay thế bằng bản mới hơn',
    en: 'A newer version has replaced this record',
    action: 'GET_NEWEST_VERSION',
  },
  COPY_RECALLED: {
    subIndication: 'RECORD_NOT_IN_FORCE',
    vi: 'Học bạ này đã bị thu hồi',
    en: 'This record was recalled',
    action: 'ASK_ABOUT_RECALL',
  },
  PLATFORM_ERROR: {
    subIndication: null,
    vi: 'Máy không thực hiện được phép kiểm tra ({code})',
    en: 'The platform could not carry out the check ({code})',
    action: 'CHECK_ELSEWHERE',
  },
} as const satisfies Record<string, ReasonText>;

export type ReasonCode = keyof typeof REASONS;

/** The row of a reason with its optional parts. */
export function reasonText(code: ReasonCode): ReasonText {
  return REASONS[code];
}
