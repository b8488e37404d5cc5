import type { VaiTroKy } from '../hoc-ba/index.js';
import { CHECKS } from './checks.js';
import { REASONS } from './reasons.js';
import type { CheckResult, RoleReport, VerificationReport } from './report.js';
import type { Conclusion, Outcome } from './verdict.js';

export type ReportLanguage = 'vi' | 'en';

/** A report in words: a view of the codes, nothing that is not in them. */
export interface ReportView {
  /** One line: the conclusion and, when it is not positive, its first cause. */
  readonly headline: string;
  readonly sections: readonly { readonly title: string; readonly lines: readonly ReportLine[] }[];
}

export interface ReportLine {
  /** `fact` carries no judgement. */
  readonly mark: 'passed' | 'failed' | 'open' | 'note' | 'fact';
  readonly text: string;
}

const ROLE_NAMES: Readonly<Record<VaiTroKy, Record<ReportLanguage, string>>> = {
  giaoVienBoMon: { vi: 'Giáo viên bộ môn', en: 'Subject teacher' },
  giaoVienChuNhiem: { vi: 'Giáo viên chủ nhiệm', en: 'Homeroom teacher' },
  canBoQuanLy: { vi: 'Cán bộ quản lý (Hiệu trưởng)', en: 'Principal' },
  phatHanh: { vi: 'Nhà trường (ký phát hành)', en: 'School (seal)' },
};

const CONCLUSIONS: Readonly<Record<Conclusion, Record<ReportLanguage, string>>> = {
  totalPassed: { vi: 'HỢP LỆ', en: 'VALID' },
  indeterminate: { vi: 'CHƯA KẾT LUẬN ĐƯỢC', en: 'INDETERMINATE' },
  totalFailed: { vi: 'KHÔNG HỢP LỆ', en: 'NOT VALID' },
};

const WORDS = {
  record: { vi: 'Học bạ', en: 'Record' },
  at: { vi: 'Thời điểm kiểm tra', en: 'Checked for the time' },
  policy: { vi: 'Chính sách kiểm tra', en: 'Policy' },
  layout: { vi: 'Bố cục', en: 'Layout' },
  ruleSet: { vi: 'Bộ quy định', en: 'Rule set' },
  code: { vi: 'Mã tra cứu', en: 'Look-up code' },
  digest: { vi: 'Giá trị băm của học bạ', en: 'Record digest' },
  paper: {
    vi: 'Đây là bản số hoá từ học bạ giấy, không phải bản gốc số',
    en: 'This is a digitised copy of a paper record, not a digital original',
  },
  signer: { vi: 'Người ký / đơn vị ký', en: 'Signer' },
  unit: { vi: 'Đơn vị quản lý', en: 'Managing unit' },
  issuer: { vi: 'Tổ chức cấp chứng thư', en: 'Issuing CA' },
  period: { vi: 'Thời hạn chứng thư', en: 'Certificate period' },
  serial: { vi: 'Số chứng thư', en: 'Certificate serial number' },
  time: { vi: 'Thời điểm ký (do người ký khai)', en: 'Signing time (claimed)' },
  noZone: { vi: 'không ghi múi giờ, hiểu là giờ Việt Nam', en: 'no zone written, read as Vietnam time' },
  timeUnsigned: { vi: 'không được ký', en: 'not signed' },
  covers: { vi: 'Phần được ký', en: 'Signed content' },
  form: { vi: 'Khuôn dạng', en: 'Form' },
  unsigned: { vi: 'Không chữ ký nào bao trùm', en: 'Covered by no signature' },
  absent: { vi: 'chưa ký', en: 'has not signed' },
  absentOptional: { vi: 'chưa ký (không bắt buộc)', en: 'has not signed (optional)' },
} as const satisfies Record<string, Record<ReportLanguage, string>>;

/** Says a report in Vietnamese or English, with every field annex II of TT 15/2025/TT-BKHCN wants shown. */
export function describeReport(report: VerificationReport, language: ReportLanguage): ReportView {
  const word = (key: keyof typeof WORDS): string => WORDS[key][language];
  const fact = (label: keyof typeof WORDS, value: string): ReportLine => ({
    mark: 'fact',
    text: `${word(label)}: ${value}`,
  });
  const general: ReportLine[] = [
    ...(report.maTraCuu === null ? [] : [fact('code', report.maTraCuu)]),
    fact('at', formatInstant(report.at, language)),
    fact('policy', report.policy),
    ...(report.layout === null ? [] : [fact('layout', report.layout)]),
    ...(report.ruleSet === null ? [] : [fact('ruleSet', report.ruleSet)]),
    ...(report.recordDigest === null ? [] : [fact('digest', report.recordDigest)]),
    ...(report.nguonGoc === 'banSoHoa' ? [{ mark: 'note', text: word('paper') } as const] : []),
    ...report.checks.filter((check) => check.role === undefined).flatMap((check) => describeCheck(check, language)),
    ...(report.unsignedPaths.length === 0
      ? []
      : [{ mark: 'note', text: `${word('unsigned')}: ${report.unsignedPaths.join(', ')}` } as const]),
  ];
  const sections: { title: string; lines: readonly ReportLine[] }[] = [{ title: word('record'), lines: general }];
  for (const role of report.roles) {
    const name = ROLE_NAMES[role.role][language] + (role.key === null ? '' : ` (${role.key})`);
    const checks = report.checks.filter((check) => check.role === role.role);
    if (!role.present) {
      const absent: ReportLine = role.mandatory
        ? { mark: 'failed', text: word('absent') }
        : { mark: 'note', text: word('absentOptional') };
      const more = checks.filter((check) => check.code === 'present' && check.reason !== 'ROLE_MISSING');
      sections.push({ title: name, lines: [absent, ...more.flatMap((check) => describeCheck(check, language))] });
      continue;
    }
    sections.push({
      title: `${name}: ${CONCLUSIONS[role.conclusion][language]}`,
      lines: [
        ...describeSigner(role, language, fact, word),
        ...checks.flatMap((check) => describeCheck(check, language)),
      ],
    });
  }
  const cause = firstCause(report);
  const because =
    cause === undefined
      ? ''
      : ` – ${sentence(cause, language)}${cause.role === undefined ? '' : ` (${ROLE_NAMES[cause.role][language]})`}`;
  const sub = report.subIndication === null ? '' : ` [${report.subIndication}]`;
  return { headline: `${CONCLUSIONS[report.conclusion][language]}${sub}${because}`, sections };
}

function describeSigner(
  role: RoleReport,
  language: ReportLanguage,
  fact: (label: keyof typeof WORDS, value: string) => ReportLine,
  word: (key: keyof typeof WORDS) => string,
): readonly ReportLine[] {
  const { certificate, signingTime } = role;
  const lines: ReportLine[] = [];
  if (certificate !== null) {
    const ids = certificate.subjectIds.length === 0 ? '' : ` (${certificate.subjectIds.join(', ')})`;
    lines.push(fact('signer', `${certificate.commonName ?? certificate.subject}${ids}`));
    if (certificate.organization !== null) lines.push(fact('unit', certificate.organization));
    lines.push(fact('issuer', certificate.issuerCommonName ?? certificate.issuer));
    lines.push(
      fact(
        'period',
        `${formatInstant(certificate.notBefore, language)} – ${formatInstant(certificate.notAfter, language)}`,
      ),
    );
    lines.push(fact('serial', certificate.serialNumber));
  }
  if (signingTime !== null) {
    const notes = [
      ...(signingTime.hasZone ? [] : [word('noZone')]),
      ...(signingTime.signed ? [] : [word('timeUnsigned')]),
    ];
    lines.push(
      fact('time', formatInstant(signingTime.instant, language) + (notes.length === 0 ? '' : ` (${notes.join('; ')})`)),
    );
  }
  if (role.level !== null)
    lines.push(fact('form', role.algorithm === null ? role.level : `${role.level}, ${role.algorithm}`));
  if (role.signedPaths.length > 0) lines.push(fact('covers', role.signedPaths.join(', ')));
  return lines;
}

function describeCheck(check: CheckResult, language: ReportLanguage): readonly ReportLine[] {
  const question = CHECKS[check.code][language];
  if (check.outcome === 'notRun' && check.reason === null) return [];
  if (check.outcome === 'passed') {
    const remark = check.reason === null ? '' : ` (${sentence(check, language)})`;
    return [{ mark: 'passed', text: question + remark }];
  }
  const mark = check.level !== 'fail' ? 'note' : check.outcome === 'failed' ? 'failed' : 'open';
  const sub = check.subIndication === null ? '' : ` [${check.subIndication}]`;
  return [{ mark, text: `${question} ${sentence(check, language)}${sub}` }];
}

/** The sentence of a check's reason with its parameters filled in. */
function sentence(check: CheckResult, language: ReportLanguage): string {
  if (check.reason === null) return '';
  return REASONS[check.reason][language].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in check.params ? String(check.params[name]) : whole,
  );
}

/** The first answer that made the conclusion what it is. */
function firstCause(report: VerificationReport): CheckResult | undefined {
  const wanted: Outcome | undefined =
    report.conclusion === 'totalFailed'
      ? 'failed'
      : report.conclusion === 'indeterminate'
        ? 'indeterminate'
        : undefined;
  return report.checks.find((check) => check.level === 'fail' && check.outcome === wanted);
}

/** Vietnam time, as people read it: `30/05/2025 10:00:00 (UTC+7)`. */
function formatInstant(instant: string, language: ReportLanguage): string {
  const local = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
  const [date, time] = [local.slice(0, 10), local.slice(11, 19)];
  return language === 'vi' ? `${date.split('-').reverse().join('/')} ${time} (UTC+7)` : `${date} ${time} (UTC+7)`;
}
