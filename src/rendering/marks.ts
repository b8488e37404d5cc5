/** What every page carries: watermarks, verdict, signers, codes. Says what the report says and nothing more. */
import type { VaiTroKy } from '../hoc-ba/index.js';
import { findSlots, type HocBaFile } from '../record-xml/index.js';
import {
  type CertificateSummary,
  type CheckResult,
  CONCLUSIONS,
  type Conclusion,
  describeReport,
  formatInstant,
  ROLE_NAMES,
  type RoleReport,
  visible,
} from '../verification/index.js';
import type { FieldReader } from './field-reader.js';
import type { FormCertificate, FormMarks, FormSigner, FormTone, FormVerdict, FormWatermark } from './form.js';
import { isSalted, sealReference, writeQrText } from './qr.js';
import type { RecordReport } from './record-report.js';

/** Roles whose signatures every page names, present or not. */
const NAMED: readonly VaiTroKy[] = ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'];

const TONES: Readonly<Record<Conclusion, FormTone>> = {
  totalPassed: 'passed',
  indeterminate: 'open',
  totalFailed: 'failed',
};

const ORIGINAL =
  'Trang này chỉ thể hiện nội dung. Bản gốc của học bạ số là tệp XML đã ký số; giá trị của học bạ được xác định bằng việc kiểm tra tệp đó.';

export interface MarksInput {
  readonly file: HocBaFile;
  readonly reader: FieldReader;
  readonly report: RecordReport | null;
  readonly recordDigest: string;
}

export function makeMarks(input: MarksInput): FormMarks {
  const { file, reader, report, recordDigest } = input;
  const { maTraCuu } = reader.hocBa;
  const sealHolds = report?.roles.some((one) => one.role === 'phatHanh' && one.present && one.core === 'valid');
  const qr = {
    maTraCuu,
    recordDigest: isSalted(file) ? recordDigest : null,
    seal: sealHolds === true ? sealReference(file) : null,
  };
  const held = ['mã tra cứu', ...(qr.recordDigest === null ? [] : ['giá trị băm của học bạ'])];
  if (qr.seal !== null) held.push('dấu vết chữ ký phát hành');
  return {
    watermarks: watermarks(input),
    verdict: verdictOf(report),
    signers: report === null ? unchecked(file) : report.roles.filter(isNamed).map(signerOf),
    original: ORIGINAL,
    code: { label: 'Mã tra cứu (UUID)', parts: reader.part('maTraCuu') },
    qr: { text: writeQrText(qr), alternative: `Mã QR chứa ${held.join(', ')}; không chứa điểm và tên học sinh` },
  };
}

/** Subject teachers are named where they have signed. */
const isNamed = ({ role, present }: RoleReport): boolean => NAMED.includes(role) || present;

/** Whether a record is issued, as far as the report knows, or without one as far as its slots show. */
function isSealed({ file, report }: Pick<MarksInput, 'file' | 'report'>): boolean {
  if (report !== null) return report.roles.some(({ role, present }) => role === 'phatHanh' && present);
  return findSlots(file).some(({ role, signatures }) => role === 'phatHanh' && signatures.length > 0);
}

function watermarks(input: MarksInput): readonly FormWatermark[] {
  const { report, reader } = input;
  const found: FormWatermark[] = [];
  if (report?.conclusion === 'totalFailed' && !onlyUnsigned(report)) {
    found.push({ kind: 'invalid', text: 'KHÔNG HỢP LỆ' });
  }
  if (!isSealed(input)) found.push({ kind: 'draft', text: 'BẢN NHÁP – CHƯA PHÁT HÀNH' });
  else if (report?.conclusion === 'indeterminate') {
    found.push({ kind: 'indeterminate', text: 'CHƯA ĐỦ CĂN CỨ KẾT LUẬN' });
  }
  if (report === null) found.push({ kind: 'unchecked', text: 'CHƯA KIỂM TRA CHỮ KÝ' });
  if (reader.hocBa.nguonGoc === 'banSoHoa') found.push({ kind: 'digitised', text: 'BẢN SAO SỐ HOÁ' });
  return found;
}

/** A record that fails only because somebody has not signed yet is a draft; any other fault is said in large letters. */
function onlyUnsigned({ checks }: RecordReport): boolean {
  const failed = checks.filter(({ outcome, level }) => outcome === 'failed' && level === 'fail');
  return failed.length > 0 && failed.every(isAbsence);
}

function isAbsence({ code, reason }: CheckResult): boolean {
  return code === 'present' || (code === 'signaturesInSlots' && reason === 'SIGNATURE_NONE');
}

function verdictOf(report: RecordReport | null): FormVerdict {
  if (report === null) {
    return {
      tone: 'none',
      conclusion: null,
      headline: 'Kết quả kiểm tra: CHƯA KIỂM TRA',
      checkedAt: null,
      causes: ['Không có báo cáo kiểm tra kèm theo: chưa biết chữ ký và dữ liệu có hợp lệ hay không'],
    };
  }
  const { headline, sections } = describeReport(asReport(report), 'vi');
  const causes = sections
    .filter(({ kind }) => kind === 'summary')
    .flatMap(({ lines }) => lines.flatMap(({ code, text }) => (code === undefined ? [] : [text])));
  return {
    tone: TONES[report.conclusion],
    conclusion: report.conclusion,
    headline: `Kết quả kiểm tra: ${headline}`,
    checkedAt: `${formatInstant(report.at, 'vi')}, theo chính sách ${visible(report.policy)}`,
    causes,
  };
}

/** `describeReport` reads codes only; what a role vouches for is not asked for. */
function asReport(report: RecordReport): Parameters<typeof describeReport>[0] {
  return { ...report, signedBy: () => null };
}

function unchecked(file: HocBaFile): readonly FormSigner[] {
  const slots = findSlots(file);
  return NAMED.map((role): FormSigner => {
    const hasSignature = slots.some((slot) => slot.role === role && slot.signatures.length > 0);
    const label = ROLE_NAMES[role].vi;
    const state = hasSignature ? 'CÓ CHỮ KÝ, CHƯA KIỂM TRA' : 'CHƯA KÝ';
    return {
      role,
      label,
      tone: 'none',
      state,
      certificate: null,
      claimedTime: null,
      stampedTime: null,
      line: `${label}: ${state}`,
    };
  });
}

function signerOf(role: RoleReport): FormSigner {
  const label = ROLE_NAMES[role.role].vi + (role.key === null ? '' : ` (${visible(role.key)})`);
  if (!role.present) {
    const state = role.mandatory ? 'CHƯA KÝ' : 'CHƯA KÝ (không bắt buộc)';
    const tone = role.mandatory ? 'failed' : 'none';
    return {
      role: role.role,
      label,
      tone,
      state,
      certificate: null,
      claimedTime: null,
      stampedTime: null,
      line: `${label}: ${state}`,
    };
  }
  const state = CONCLUSIONS[role.conclusion].vi;
  const certificate = role.certificate === null ? null : certificateOf(role.certificate);
  const claimedTime = claimed(role);
  const stampedTime = role.provedAt === null ? null : `${formatInstant(role.provedAt, 'vi')}, theo dấu thời gian`;
  const who =
    certificate === null
      ? ['không đọc được chứng thư']
      : [
          `${certificate.holder}${certificate.ids === '' ? '' : ` (${certificate.ids})`}, ${certificate.unit}`,
          `cấp bởi ${certificate.issuer}`,
          `số hiệu ${certificate.serial}`,
          `hiệu lực ${dayOf(role.certificate!.notBefore)} – ${dayOf(role.certificate!.notAfter)}`,
        ];
  const times = [
    claimedTime === null ? 'không nêu thời điểm ký' : `ký lúc ${claimedTime}`,
    ...(stampedTime === null ? ['không có dấu thời gian'] : [`có trước ${stampedTime}`]),
  ];
  return {
    role: role.role,
    label,
    tone: TONES[role.conclusion],
    state,
    certificate,
    claimedTime,
    stampedTime,
    line: `${label}: ${state} – ${[...who, ...times].join('; ')}`,
  };
}

/** The day in Vietnam, for the short line; the appendix has the instants. */
function dayOf(instant: string): string {
  return formatInstant(instant, 'vi').slice(0, 10);
}

function claimed({ signingTime }: RoleReport): string | null {
  if (signingTime === null) return null;
  const notes = ['do người ký khai'];
  if (!signingTime.hasZone) notes.push('không ghi múi giờ, hiểu là giờ Việt Nam');
  if (!signingTime.signed) notes.push('không nằm trong phần được ký');
  return `${formatInstant(signingTime.instant, 'vi')} (${notes.join('; ')})`;
}

function certificateOf(summary: CertificateSummary): FormCertificate {
  return {
    holder: visible(summary.commonName ?? summary.subject),
    ids: summary.subjectIds.map(visible).join(', '),
    unit: visible(summary.organization ?? 'chứng thư không ghi đơn vị'),
    issuer: visible(summary.issuerCommonName ?? summary.issuer),
    serial: visible(summary.serialNumber),
    period: `${formatInstant(summary.notBefore, 'vi')} – ${formatInstant(summary.notAfter, 'vi')}`,
  };
}
