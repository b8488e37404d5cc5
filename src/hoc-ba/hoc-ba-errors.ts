import type { ErrorTable } from '../errors/index.js';

export const HOC_BA_ERRORS = {
  ERR_HOCBA_INVALID: {
    fault: 'data',
    vi: 'Dữ liệu học bạ chưa hợp lệ: {count} chỗ cần sửa, chỗ đầu tiên ở {path}',
    en: 'The record is not valid: {count} issues, the first at {path}',
  },
  ERR_HOCBA_CRYPTO_UNAVAILABLE: {
    fault: 'environment',
    vi: 'Môi trường này không có nguồn số ngẫu nhiên; hãy truyền vào một đối tượng Crypto',
    en: 'This environment has no source of randomness; pass a Crypto object',
  },
} as const satisfies ErrorTable;

/** The sentences of an issue, by its code. `{field}` is the field in words; no sentence ever holds a value of the record. */
export const ISSUE_TEXTS = {
  required: { vi: '{field}: chưa có giá trị', en: '{field}: no value' },
  wrongType: { vi: '{field}: sai kiểu dữ liệu, cần {expected}', en: '{field}: wrong type, {expected} expected' },
  notAChoice: {
    vi: '{field}: không thuộc các giá trị cho phép ({options})',
    en: '{field}: not one of the allowed values ({options})',
  },
  textEmpty: {
    vi: '{field}: để trống; nếu không có thì phải ghi rõ lý do',
    en: '{field}: empty; if there is no value, the reason must be stated',
  },
  textSpace: { vi: '{field}: thừa khoảng trắng ở đầu hoặc cuối', en: '{field}: white space at the start or the end' },
  textCharacter: { vi: '{field}: có ký tự không được phép', en: '{field}: a character that is not allowed' },
  textNotNfc: {
    vi: '{field}: chữ tiếng Việt chưa ở dạng dựng sẵn (Unicode NFC)',
    en: '{field}: the text is not in Unicode normalisation form C',
  },
  textTooLong: { vi: '{field}: dài quá {limit} ký tự', en: '{field}: longer than {limit} characters' },
  date: {
    vi: '{field}: phải là ngày có thật, viết theo dạng năm-tháng-ngày (2024-05-31)',
    en: '{field}: must be a real day, written year-month-day (2024-05-31)',
  },
  schoolYear: {
    vi: '{field}: phải viết như 2023-2024, hai năm liền nhau',
    en: '{field}: must read like 2023-2024, two years in a row',
  },
  personalId: {
    vi: '{field}: phải gồm 12 chữ số (bản cũ 9 chữ số)',
    en: '{field}: must have 12 digits (older form: 9)',
  },
  lookupCode: {
    vi: '{field}: phải là UUID gồm 32 ký tự thập lục phân và 4 dấu gạch nối',
    en: '{field}: must be a UUID of 32 hexadecimal digits and 4 hyphens',
  },
  sha256: { vi: '{field}: phải gồm 64 ký tự thập lục phân', en: '{field}: must have 64 hexadecimal digits' },
  subjectCode: { vi: '{field}: không phải tên môn học trong danh mục', en: '{field}: not an identity of a subject' },
  mediaType: { vi: '{field}: phải viết như image/jpeg', en: '{field}: must read like image/jpeg' },
  numberRange: {
    vi: '{field}: nằm ngoài khoảng cho phép ({bound} {limit})',
    en: '{field}: outside the allowed range ({bound} {limit})',
  },
  notInteger: { vi: '{field}: phải là số nguyên', en: '{field}: must be an integer' },
  numberStep: { vi: '{field}: phải là bội số của {limit}', en: '{field}: must be a multiple of {limit}' },
  tooManyDecimals: { vi: '{field}: có quá 4 chữ số thập phân', en: '{field}: more than 4 decimals' },
  listEmpty: { vi: '{field}: danh sách cần ít nhất {limit} mục', en: '{field}: the list needs at least {limit} items' },
  unknownKey: { vi: '{field}: có trường lạ', en: '{field}: an unknown key' },
  other: { vi: '{field}: giá trị không hợp lệ', en: '{field}: not valid' },
} as const satisfies Readonly<Record<string, { readonly vi: string; readonly en: string }>>;

/** Codes of the issues that travel in `ERR_HOCBA_INVALID`. Frozen like error codes. */
export type IssueCode = keyof typeof ISSUE_TEXTS;
