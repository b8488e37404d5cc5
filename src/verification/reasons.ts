import type { SubIndication } from './verdict.js';

interface ReasonText {
  readonly subIndication: SubIndication | null;
  readonly vi: string;
  readonly en: string;
}

/**
 * Why a check did not pass, as data with its two sentences. Frozen: a code is never renamed or reused. Parameters name roles, codes,
 * algorithms and instants, never a pupil.
 */
export const REASONS = {
  FILE_UNREADABLE: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Tệp không đọc được ({code})',
    en: 'The file cannot be read ({code})',
  },
  NOT_A_RECORD: {
    subIndication: 'NOT_A_RECORD',
    vi: 'Tệp không phải là học bạ số ({code})',
    en: 'The file is not a school record ({code})',
  },
  RECORD_UNREADABLE: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Nội dung học bạ không theo bố cục {layout}: {count} lỗi',
    en: 'The content of the record does not follow layout {layout}: {count} errors',
  },
  COMMENT_INSIDE_VALUE: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Có chú thích XML chen vào giữa giá trị: phần mềm khác nhau sẽ đọc khác nhau',
    en: 'An XML comment stands inside a value: different software would read it differently',
  },
  SIGNATURE_IN_DATA: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Có phần tử chữ ký nằm trong vùng dữ liệu học bạ',
    en: 'A signature element stands inside the data block',
  },
  SIGNATURE_STRAY: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Có {count} chữ ký nằm ngoài các ô ký của bố cục',
    en: '{count} signatures stand outside the slots of the layout',
  },
  SIGNATURE_NONE: {
    subIndication: 'SIGNATURE_MISSING',
    vi: 'Học bạ chưa có chữ ký nào',
    en: 'The record has no signature',
  },
  ROLE_MISSING: { subIndication: 'SIGNATURE_MISSING', vi: 'Thiếu chữ ký', en: 'The signature is missing' },
  SLOT_SEVERAL_SIGNATURES: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Ô ký có {count} chữ ký',
    en: 'The slot holds {count} signatures',
  },
  SLOT_SEVERAL: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Có {count} ô ký cho cùng một vai trò',
    en: 'There are {count} slots for the same role',
  },
  ID_NOT_UNIQUE_IN_DOCUMENT: {
    subIndication: null,
    vi: 'Id được ký xuất hiện nhiều lần trong tệp; phần mềm khác có thể từ chối tệp này',
    en: 'A signed Id occurs several times in the file; other software may refuse it',
  },
  CORE_STRUCTURE: {
    subIndication: 'FORMAT_FAILURE',
    vi: 'Chữ ký sai cấu trúc ({reason})',
    en: 'The signature is malformed ({reason})',
  },
  DIGEST_MISMATCH: {
    subIndication: 'HASH_FAILURE',
    vi: 'Dữ liệu đã bị thay đổi sau khi ký',
    en: 'The data were changed after signing',
  },
  REFERENCE_BROKEN: {
    subIndication: 'SIGNED_DATA_NOT_FOUND',
    vi: 'Tham chiếu của chữ ký không tìm được đúng dữ liệu ({reason})',
    en: 'A reference of the signature does not find its data ({reason})',
  },
  VALUE_MISMATCH: {
    subIndication: 'SIG_CRYPTO_FAILURE',
    vi: 'Giá trị chữ ký không khớp với chứng thư',
    en: 'The signature value does not verify with the certificate',
  },
  CORE_UNSUPPORTED: {
    subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
    vi: 'Không kết luận được chữ ký ({reason})',
    en: 'The signature cannot be judged ({reason})',
  },
  DATA_NOT_REFERENCED: {
    subIndication: 'SIGNED_DATA_NOT_FOUND',
    vi: 'Chữ ký không bao trùm vùng dữ liệu mà vai trò này phải ký',
    en: 'The signature does not cover the data this role must sign',
  },
  DATA_TRANSFORM: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Tham chiếu dữ liệu dùng phép biến đổi không được phép',
    en: 'The reference to the data uses a transform that is not allowed',
  },
  SIGNED_PROPERTIES: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Thuộc tính ký (SignedProperties) không gắn đúng với chữ ký này ({flag})',
    en: 'SignedProperties are not properly tied to this signature ({flag})',
  },
  ALGORITHM_LEGACY: {
    subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
    vi: 'Thuật toán hoặc độ dài khóa đã lỗi thời ({algorithm})',
    en: 'The algorithm or key length is out of date ({algorithm})',
  },
  ALGORITHM_OUTSIDE_ANNEX: {
    subIndication: null,
    vi: 'Thuật toán {algorithm} nằm ngoài phụ lục I TT 15/2025/TT-BKHCN; tính toàn vẹn không bị ảnh hưởng',
    en: 'Algorithm {algorithm} is outside annex I of TT 15/2025/TT-BKHCN; integrity is not affected',
  },
  PROFILE_PLAIN: {
    subIndication: null,
    vi: 'Chữ ký theo CV 2088 (XMLDSig), không phải XAdES như phụ lục I TT 15/2025/TT-BKHCN',
    en: 'The signature follows CV 2088 (XMLDSig), not XAdES as annex I of TT 15/2025/TT-BKHCN asks',
  },
  CERTIFICATE_MISSING: {
    subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    vi: 'Chữ ký không kèm chứng thư đã dùng để ký',
    en: 'The signature does not carry the certificate it was made with',
  },
  CERTIFICATE_UNREADABLE: {
    subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    vi: 'Không đọc được chứng thư',
    en: 'The certificate cannot be read',
  },
  CERTIFICATE_NOT_BOUND: {
    subIndication: null,
    vi: 'Chứng thư không nằm trong phần được ký',
    en: 'The certificate is not among what is signed',
  },
  CERTIFICATE_OTHER: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Chứng thư kèm theo không phải chứng thư mà chữ ký nêu',
    en: 'The certificate is not the one the signature names',
  },
  ROLE_MISMATCH: {
    subIndication: 'ROLE_MISMATCH',
    vi: 'Vai trò được ký là {signed}, nhưng chữ ký nằm ở ô của {slot}',
    en: 'The signed role is {signed}, but the signature stands in the slot of {slot}',
  },
  ROLE_NOT_SIGNED: {
    subIndication: 'ROLE_NOT_PROVABLE',
    vi: 'Vai trò không được ký và không suy ra được từ chứng thư',
    en: 'The role is not signed and does not follow from the certificate',
  },
  IDENTITY_MISMATCH: {
    subIndication: 'ROLE_MISMATCH',
    vi: 'Số định danh trong chứng thư khác số ghi trong phần được ký của học bạ',
    en: 'The identifier in the certificate differs from the one in the signed part of the record',
  },
  IDENTITY_NOT_PROVABLE: {
    subIndication: 'ROLE_NOT_PROVABLE',
    vi: 'Không chứng minh được chứng thư là của người ghi trong học bạ ({missing})',
    en: 'It cannot be proved that the certificate is of the person the record names ({missing})',
  },
  SEAL_OF_PERSON: {
    subIndication: 'ROLE_MISMATCH',
    vi: 'Ô ký phát hành dùng chứng thư của cá nhân đã ký ở vai trò khác',
    en: 'The seal was made with the certificate of a person who signs in another role',
  },
  SLOT_FIELD_DIFFERS: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Trường {field} của ô ký (không được ký) khác với dữ liệu được ký',
    en: 'The slot field {field} (not signed) differs from the signed data',
  },
  PATH_NOT_FOUND: {
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    vi: 'Không dựng được đường dẫn chứng thư đến điểm tin cậy',
    en: 'No certificate path to a trust anchor was found',
  },
  PATH_BROKEN: {
    subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    vi: 'Đường dẫn chứng thư vi phạm quy tắc ({finding})',
    en: 'The certificate path breaks a rule ({finding})',
  },
  NO_TRUST: {
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    vi: 'Chưa khai báo điểm tin cậy nào',
    en: 'No trust anchor was given',
  },
  CERTIFICATE_EXPIRED_NO_POE: {
    subIndication: 'NO_POE',
    vi: 'Chứng thư đã hết hạn; có hiệu lực tại thời điểm ký nêu trong chữ ký, nhưng thời điểm đó chưa được chứng minh bằng dấu thời gian',
    en: 'The certificate has expired; it was valid at the stated signing time, but no time stamp proves that time',
  },
  CERTIFICATE_NOT_CURRENT: {
    subIndication: 'OUT_OF_BOUNDS_NO_POE',
    vi: 'Đường dẫn chứng thư không có hiệu lực tại thời điểm kiểm tra',
    en: 'The certificate path is not valid at the time of checking',
  },
  SIGNING_TIME_MISSING: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Không có thời điểm ký được ký',
    en: 'There is no signed signing time',
  },
  SIGNING_TIMES_DIFFER: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Chữ ký nêu hai thời điểm ký khác nhau',
    en: 'The signature states two different signing times',
  },
  SIGNING_TIME_BEFORE_CERTIFICATE: {
    subIndication: 'NOT_YET_VALID',
    vi: 'Thời điểm ký nêu trong chữ ký sớm hơn ngày chứng thư có hiệu lực',
    en: 'The stated signing time is before the certificate becomes valid',
  },
  SIGNING_TIME_AFTER_CERTIFICATE: {
    subIndication: 'EXPIRED',
    vi: 'Thời điểm ký nêu trong chữ ký muộn hơn ngày chứng thư hết hạn',
    en: 'The stated signing time is after the certificate expires',
  },
  SIGNING_TIME_FUTURE: {
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    vi: 'Thời điểm ký nêu trong chữ ký ở tương lai so với lúc kiểm tra',
    en: 'The stated signing time lies after the time of checking',
  },
  REVOCATION_UNKNOWN: {
    subIndication: 'TRY_LATER',
    vi: 'Chưa kiểm tra được chứng thư có bị thu hồi hay không',
    en: 'It is not known whether the certificate was revoked',
  },
  REVOKED: { subIndication: 'REVOKED', vi: 'Chứng thư đã bị thu hồi', en: 'The certificate is revoked' },
  TIME_STAMP_NONE: {
    subIndication: null,
    vi: 'Không có dấu thời gian: thời điểm ký chỉ là lời khai của người ký',
    en: 'There is no time stamp: the signing time is only the signer’s claim',
  },
  TIME_STAMP_NOT_JUDGED: {
    subIndication: null,
    vi: 'Có dấu thời gian nhưng chưa được kiểm tra',
    en: 'There is a time stamp, but it was not judged',
  },
  AUTHORITY_UNKNOWN: {
    subIndication: 'SIGNER_AUTHORITY_UNKNOWN',
    vi: 'Chưa biết chứng thư này có được quyền ký cho trường ghi trong học bạ hay không',
    en: 'It is not known whether this certificate may sign for the school the record names',
  },
  AUTHORITY_DENIED: {
    subIndication: 'SIGNER_NOT_AUTHORISED',
    vi: 'Chứng thư này không được quyền ký cho trường ghi trong học bạ',
    en: 'This certificate may not sign for the school the record names',
  },
  ORDER_NOT_PROVABLE: {
    subIndication: 'ORDER_NOT_PROVABLE',
    vi: 'Không chứng minh được thứ tự ký (chữ ký sau không tham chiếu chữ ký trước)',
    en: 'The order of signing cannot be proved (a later signature does not reference the earlier ones)',
  },
  ORDER_BROKEN: {
    subIndication: 'ORDER_BROKEN',
    vi: 'Chữ ký này tham chiếu một chữ ký trước đó không còn ở đúng chỗ ({reason})',
    en: 'This signature references an earlier signature that is no longer in its place ({reason})',
  },
  SIGNING_TIMES_DECREASE: {
    subIndication: 'ORDER_BROKEN',
    vi: 'Thời điểm ký của vai trò sau sớm hơn của vai trò trước',
    en: 'A later role states an earlier signing time than the role before it',
  },
  RULES_BROKEN: {
    subIndication: 'RULES_BROKEN',
    vi: 'Nội dung vi phạm quy định: {count} lỗi',
    en: 'The content breaks the rules: {count} errors',
  },
  RULES_WARN: {
    subIndication: null,
    vi: 'Nội dung có {count} điểm cần xem lại',
    en: 'The content has {count} points to look at',
  },
  PLATFORM_ERROR: {
    subIndication: null,
    vi: 'Máy không thực hiện được phép kiểm tra ({code})',
    en: 'The platform could not carry out the check ({code})',
  },
} as const satisfies Record<string, ReasonText>;

export type ReasonCode = keyof typeof REASONS;
