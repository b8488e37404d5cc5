import type { VaiTroKy } from '../hoc-ba/index.js';
import type { Conclusion } from './verdict.js';

export type ReportLanguage = 'vi' | 'en';

type Words = Readonly<Record<ReportLanguage, string>>;

/** Names of the roles that sign. */
export const ROLE_NAMES: Readonly<Record<VaiTroKy, Words>> = {
  giaoVienBoMon: { vi: 'Giáo viên bộ môn', en: 'Subject teacher' },
  giaoVienChuNhiem: { vi: 'Giáo viên chủ nhiệm', en: 'Homeroom teacher' },
  canBoQuanLy: { vi: 'Cán bộ quản lý (Hiệu trưởng)', en: 'Principal' },
  phatHanh: { vi: 'Nhà trường (ký phát hành)', en: 'School (seal)' },
};

/** A conclusion in capitals. */
export const CONCLUSIONS: Readonly<Record<Conclusion, Words>> = {
  totalPassed: { vi: 'HỢP LỆ', en: 'VALID' },
  indeterminate: { vi: 'CHƯA ĐỦ CĂN CỨ ĐỂ KẾT LUẬN', en: 'INDETERMINATE' },
  totalFailed: { vi: 'KHÔNG HỢP LỆ', en: 'NOT VALID' },
};

/** What a conclusion means for somebody who has to act on it. */
export const MEANINGS: Readonly<Record<Conclusion, Words>> = {
  totalPassed: {
    vi: 'Dữ liệu còn nguyên vẹn, do đúng những người có thẩm quyền ký, và chứng thư của họ được tin cậy.',
    en: 'The data are whole and were signed by the people entitled to, with certificates that are trusted.',
  },
  indeterminate: {
    vi: 'Chưa phát hiện sai phạm quyết định nào, nhưng còn thiếu căn cứ nên chưa được coi là hợp lệ.',
    en: 'No deciding fault was found, but evidence is missing, so the record does not count as valid.',
  },
  totalFailed: {
    vi: 'Không dùng tệp này làm học bạ: có ít nhất một mục không đạt.',
    en: 'Do not use this file as a school record: at least one item fails.',
  },
};

export const WORDS = {
  summary: { vi: 'Kết luận', en: 'Conclusion' },
  technical: { vi: 'Chi tiết kỹ thuật', en: 'Technical details' },
  record: { vi: 'Học bạ', en: 'Record' },
  missing: { vi: 'Còn thiếu', en: 'Missing' },
  fault: { vi: 'Không đạt', en: 'Fault' },
  advice: { vi: 'Việc cần làm', en: 'What to do' },
  at: { vi: 'Thời điểm kiểm tra', en: 'Checked for the time' },
  policy: { vi: 'Chính sách kiểm tra', en: 'Policy' },
  layout: { vi: 'Bố cục', en: 'Layout' },
  ruleSet: { vi: 'Bộ quy định', en: 'Rule set' },
  code: { vi: 'Mã tra cứu', en: 'Look-up code' },
  digest: { vi: 'Giá trị băm của học bạ (SHA-256)', en: 'Record digest (SHA-256)' },
  file: { vi: 'Giá trị băm của tệp (SHA-256)', en: 'File digest (SHA-256)' },
  paper: {
    vi: 'Đây là bản số hoá từ học bạ giấy, không phải bản gốc số',
    en: 'This is a digitised copy of a paper record, not a digital original',
  },
  signer: { vi: 'Người ký (đơn vị ký)', en: 'Signer' },
  unit: { vi: 'Cơ quan, tổ chức quản lý', en: 'Managing unit' },
  issuer: { vi: 'Tổ chức cấp chứng thư', en: 'Issuing CA' },
  period: { vi: 'Thời hạn chứng thư', en: 'Certificate period' },
  serial: { vi: 'Số hiệu chứng thư', en: 'Certificate serial number' },
  time: { vi: 'Thời điểm ký', en: 'Signing time' },
  claimed: { vi: 'do người ký khai', en: 'claimed by the signer' },
  noZone: { vi: 'không ghi múi giờ, hiểu là giờ Việt Nam', en: 'no zone written, read as Vietnam time' },
  timeUnsigned: { vi: 'không nằm trong phần được ký', en: 'not signed' },
  integrity: { vi: 'Tính toàn vẹn', en: 'Integrity' },
  whole: { vi: 'dữ liệu còn nguyên vẹn', en: 'the data are whole' },
  changed: { vi: 'KHÔNG bảo đảm: dữ liệu hoặc chữ ký đã bị thay đổi', en: 'NOT given: data or signature were changed' },
  integrityOpen: { vi: 'chưa xác định được', en: 'not known' },
  validity: { vi: 'Hiệu lực chứng thư tại thời điểm ký', en: 'Certificate validity at signing' },
  valid: { vi: 'còn hiệu lực', en: 'valid' },
  invalid: { vi: 'KHÔNG có hiệu lực', en: 'NOT valid' },
  validityOpen: { vi: 'chưa xác định được', en: 'not known' },
  status: { vi: 'Tình trạng thu hồi', en: 'Revocation status' },
  notRevoked: { vi: 'không bị thu hồi', en: 'not revoked' },
  revoked: { vi: 'ĐÃ BỊ THU HỒI', en: 'REVOKED' },
  revokedLater: { vi: 'bị thu hồi sau thời điểm ký được khai', en: 'revoked after the claimed signing time' },
  statusOpen: { vi: 'chưa kiểm tra được', en: 'could not be checked' },
  stateNow: { vi: 'Tình trạng chứng thư tại thời điểm kiểm tra', en: 'Certificate state at the time of checking' },
  nowGood: { vi: 'còn hiệu lực, không bị thu hồi', en: 'valid, not revoked' },
  nowOpen: {
    vi: 'còn thời hạn, chưa rõ có bị thu hồi không',
    en: 'within its period; whether it is revoked is not known',
  },
  nowEnded: { vi: 'đã hết hạn', en: 'expired' },
  nowEarly: { vi: 'chưa có hiệu lực', en: 'not valid yet' },
  nowRevoked: { vi: 'đã bị thu hồi', en: 'revoked' },
  nowHeld: { vi: 'đang bị tạm dừng', en: 'on hold' },
  stamp: { vi: 'Dấu thời gian', en: 'Time stamp' },
  stampProves: { vi: 'chứng minh chữ ký đã có trước', en: 'proves that the signature existed before' },
  stampNone: { vi: 'không có dấu thời gian được tin cậy', en: 'there is none that is trusted' },
  lists: { vi: 'Danh sách đã dùng', en: 'Lists used' },
  notStated: { vi: 'không ghi trong chứng thư', en: 'not stated in the certificate' },
  none: { vi: 'không có', en: 'none' },
  form: { vi: 'Khuôn dạng, thuật toán', en: 'Form, algorithm' },
  bothForms: { vi: 'và theo đặc tả học bạ số 2024', en: 'and as the specification of 2024' },
  covers: { vi: 'Phần được ký', en: 'Signed content' },
  unsigned: { vi: 'Nằm ngoài phần được ký', en: 'Outside what was signed' },
  findings: { vi: 'Ghi nhận khi đọc và đối chiếu quy định', en: 'Findings of reading and of the rules' },
  errors: { vi: 'lỗi', en: 'errors' },
  warnings: { vi: 'cảnh báo', en: 'warnings' },
  infos: { vi: 'ghi chú', en: 'notes' },
  signedBy: { vi: 'đã ký', en: 'has signed' },
  absent: { vi: 'CHƯA KÝ', en: 'HAS NOT SIGNED' },
  absentOptional: { vi: 'chưa ký (không bắt buộc)', en: 'has not signed (optional)' },
} as const satisfies Record<string, Words>;

export type Word = keyof typeof WORDS;

/** Vietnam time, as people read it: `30/05/2025 10:00:00 (UTC+7)`. */
export function formatInstant(instant: string, language: ReportLanguage): string {
  const local = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
  const [date, time] = [local.slice(0, 10), local.slice(11, 19)];
  return language === 'vi' ? `${date.split('-').reverse().join('/')} ${time} (UTC+7)` : `${date} ${time} (UTC+7)`;
}

/** Controls, bidirectional marks and zero-width characters. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** attacker-controlled: names in certificates and files may hold characters that reorder or hide what stands beside them. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (char) => `<U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
}
