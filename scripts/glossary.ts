/**
 * Writes `docs/thuat-ngu.md`: every key of the model with its term, its source and its XML tags. Terms come from the model's own
 * glossary, tags from the layout; only the words of the technique are written here.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { THUAT_NGU } from '../src/hoc-ba/index.js';
import {
  cv2088,
  type LayoutAttribute,
  type LayoutNode,
  type LayoutSlot,
  type LayoutSlots,
} from '../src/record-xml/index.js';

interface Tag {
  readonly element: string;
  readonly aliases: readonly string[];
  /** Key above the field, when the field has one: tells equal keys apart. */
  readonly within: string;
  readonly assumed: boolean;
}

/** Words of the technique: identifier or word in code → Vietnamese, English, source. */
const TECHNIQUE: readonly (readonly [code: string, vi: string, en: string, source: string])[] = [
  ['layout', 'Bố cục', 'how the fields of a record stand in XML, as data', 'CV 2088/BGDĐT-GDTH, phụ lục 1'],
  ['slot', 'Vị trí ký', 'the element in which the signature of one role stands', 'CV 2088/BGDĐT-GDTH, phụ lục 1'],
  ['role', 'Vai trò ký', 'who signs; see the table above', '1789/QĐ-SGDĐT, điều 31–34'],
  [
    'occasion',
    'Dịp ký',
    'what a signing is for: year end, opening of a record, part of a year, digitised years',
    '1789/QĐ-SGDĐT, điều 20, 22, 39',
  ],
  ['receiver', 'Nơi nhận', 'gateway, province or archive, with what it accepts', 'CV 2088/BGDĐT-GDTH, III'],
  [
    'transaction',
    'Giao dịch, gói tin',
    'one file of several records, signed by the organisation that submits',
    'CV 2088/BGDĐT-GDTH, phụ lục 1, II.2',
  ],
  [
    'packet id',
    'Mã gói tin (messageid)',
    'made of unit, year and content: the same packet sent again is no second submission',
    'CV 2088/BGDĐT-GDTH, phụ lục 1, II.2',
  ],
  ['journal', 'Nhật ký gửi', 'what was packed, received and decided, so that a killed run goes on', 'hoc-ba-so'],
  ['dry run', 'Thử trước khi gửi', 'the acceptance checks of the gateway, made by the sender', 'hoc-ba-so'],
  [
    'recall',
    'Thu hồi',
    'taking an approved record back, agreed by the authorities it has reached',
    'CV 2088/BGDĐT-GDTH, phụ lục 1, III.3',
  ],
  [
    'replacement',
    'Học bạ thay thế',
    'a new record for a recalled one, under a new look-up code',
    'CV 2088/BGDĐT-GDTH, phụ lục 1, II.1.4',
  ],
  ['route', 'Đường gửi', 'the authorities that take records in turn', 'CV 2088/BGDĐT-GDTH, III; CV 119/BGDĐT-GDTH, 4c'],
  ['gateway', 'Cổng tiếp nhận', 'what takes transactions for an authority', 'CV 2088/BGDĐT-GDTH, III'],
  ['content', 'Trường content', 'the transaction, compressed and in base64', 'CV 2088/BGDĐT-GDTH, phụ lục 1, II.2'],
  [
    'transfer package',
    'Gói chuyển trường',
    'one pupil’s records of all years in a signed container (ASiC-E)',
    'TT 15/2026/TT-BGDĐT; ETSI EN 319 162-1',
  ],
  ['chain facts', 'Thông tin chuỗi học bạ', 'what a package says of each year: codes, digests, school', 'hoc-ba-so'],
  [
    'transfer receipt',
    'Biên nhận chuyển trường',
    'signed answer of the receiving school, bound to the package',
    'hoc-ba-so',
  ],
  ['upload', 'Tệp tải lên', 'whatever somebody sends; recognised by its content', 'hoc-ba-so'],
  [
    'form',
    'Mẫu thể hiện',
    'pages, labels and cells in which records are shown, as data',
    'CV 2088/BGDĐT-GDTH, phụ lục 2',
  ],
  [
    'display form',
    'Bản hiển thị',
    'one school year, levels in words, without signature block',
    'CV 2088/BGDĐT-GDTH, phụ lục 2',
  ],
  [
    'paper form',
    'Bản giấy',
    'the printed record of up to five years and a repeated one',
    'TT 27/2020/TT-BGDĐT, phụ lục 1',
  ],
  ['marks', 'Dấu trên trang', 'verdict, signers, look-up code and QR code on every page', '1789/QĐ-SGDĐT, điều 11'],
  [
    'PDF/A-3',
    'PDF lưu trữ có tệp kèm',
    'a PDF for archives that may carry other files, here the signed XML',
    'ISO 19005-3',
  ],
  [
    'tagged PDF',
    'PDF có cấu trúc',
    'a PDF whose reading order, headings and table cells are marked for screen readers',
    'ISO 32000-1, 14.8',
  ],
  ['record digest', 'Mã băm học bạ', 'SHA-256 of the exclusive canonical form of the data block', 'hoc-ba-so'],
  [
    'canonical form',
    'Dạng chuẩn tắc',
    'the one spelling of XML that is hashed',
    'W3C Canonical XML, Exclusive XML Canonicalization',
  ],
  [
    'certificate',
    'Chứng thư chữ ký số',
    'X.509 certificate of a person or an organisation',
    'Luật 20/2023/QH15; NĐ 23/2025/NĐ-CP',
  ],
  ['signing time', 'Thời điểm ký', 'as the signer claims it; no proof of existence', 'TT 15/2025/TT-BKHCN, phụ lục II'],
  ['time stamp', 'Dấu thời gian', 'proof by a third party that bytes existed', 'QCVN 138:2025/BKHCN'],
  [
    'conclusion',
    'Kết luận xác minh',
    'totalPassed hợp lệ · indeterminate chưa đủ căn cứ · totalFailed không hợp lệ',
    'ETSI EN 319 102-1; TT 15/2025/TT-BKHCN, điều 6',
  ],
  [
    'signer authority',
    'Thẩm quyền ký',
    'whether a certificate may speak for a school or an office',
    'CV 2088/BGDĐT-GDTH, III; 1789/QĐ-SGDĐT, điều 8, 9',
  ],
  ['register', 'Sổ đăng ký người ký', 'signed list of schools and signers that proves the authority', 'hoc-ba-so'],
];

/** Roles: identifier → Vietnamese, English, source. The tag comes from the layout. */
const ROLES: Readonly<Record<string, readonly [vi: string, en: string, source: string]>> = {
  giaoVienBoMon: ['Giáo viên bộ môn (GVBM)', 'subject teacher', '1789/QĐ-SGDĐT, điều 32'],
  giaoVienChuNhiem: ['Giáo viên chủ nhiệm (GVCN)', 'homeroom teacher', 'CV 2088/BGDĐT-GDTH, phụ lục 1'],
  canBoQuanLy: ['Cán bộ quản lý (CBQL)', 'principal or assigned deputy', 'CV 2088/BGDĐT-GDTH, phụ lục 1'],
  phatHanh: ['Ký phát hành (KY_PHAT_HANH)', 'seal of the school', 'CV 2088/BGDĐT-GDTH, phụ lục 1'],
};

/** Path of each generated file, relative to the repository → its text. */
export function glossaryFiles(): Readonly<Record<string, string>> {
  return { 'docs/thuat-ngu.md': page() };
}

/** Identifiers that the page explains, for the test that compares them with the schemas and the layout. */
export function glossaryKeys(): { readonly model: readonly string[]; readonly roles: readonly string[] } {
  return { model: Object.keys(THUAT_NGU), roles: Object.keys(ROLES) };
}

function page(): string {
  const tags = new Map<string, Tag[]>();
  const roles = new Map<string, string>();
  collect(cv2088.record.children, tags, roles);
  const model = Object.entries(THUAT_NGU)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { vi, en, source }]) => row([`\`${key}\``, vi, en, source, cell(tags.get(key) ?? [])]));
  const roleRows = Object.entries(ROLES).map(([role, [vi, en, source]]) =>
    row([`\`${role}\``, vi, en, source, roles.has(role) ? `\`${roles.get(role)}\`` : '']),
  );
  const technique = TECHNIQUE.map((words) => row(words));
  return `# Thuật ngữ · Glossary

Sinh bởi \`npm run docs\`, không sửa tay. Generated by \`npm run docs\`; do not edit.

Học bạ nói tiếng Việt như trong văn bản, viết không dấu (\`hocSinh\`, \`namHoc\`); kỹ thuật nói tiếng Anh. The record speaks Vietnamese as the law does, unaccented; techniques speak English.

## Dữ liệu học bạ · The record

Cột thẻ XML theo bố cục \`${cv2088.id}\` (${cv2088.source}). † tên thẻ là giả định: văn bản không in ra. The tags are those of the layout \`${cv2088.id}\`; † marks a name that no text at hand prints. A key that has no tag goes into the extension block of the layout.

${table(['định danh', 'thuật ngữ', 'English', 'nguồn · source', 'thẻ XML · tag'], model)}

## Vai trò ký · Roles that sign

${table(['định danh', 'thuật ngữ', 'English', 'nguồn · source', 'vị trí ký · slot'], roleRows)}

## Kỹ thuật · Technique

${table(['trong mã nguồn', 'thuật ngữ', 'English', 'nguồn · source'], technique)}
`;
}

function collect(
  nodes: readonly (LayoutNode | LayoutSlot)[],
  tags: Map<string, Tag[]>,
  roles: Map<string, string>,
  list = '',
): void {
  const add = (field: string, element: string, aliases: readonly string[], assumed: boolean) => {
    const path = field.split('.');
    const key = path.at(-1)!;
    const within = path.length > 1 ? path.at(-2)! : list;
    tags.set(key, [...(tags.get(key) ?? []), { element, aliases, within, assumed }]);
  };
  const attributes = (given: readonly LayoutAttribute[] | undefined) => {
    for (const { name, field, assumed } of given ?? []) add(field, `@${name}`, [], assumed ?? false);
  };
  for (const node of nodes) {
    if (node.kind === 'value') add(node.field, node.element, node.aliases ?? [], node.assumed ?? false);
    else if (node.kind === 'slot') roles.set(node.role, node.element);
    else if (node.kind === 'list') {
      add(node.field, node.element ?? node.item.element, node.aliases ?? [], node.assumed ?? false);
      attributes(node.item.attributes);
      collect(node.item.children, tags, roles, node.field);
    } else {
      if (node.kind === 'group') attributes(node.attributes);
      collect((node as LayoutSlots).children, tags, roles, list);
    }
  }
}

function cell(tags: readonly Tag[]): string {
  return tags
    .map(({ element, aliases, within, assumed }) => {
      const also = aliases.length === 0 ? '' : `, đọc cả ${aliases.map((name) => `\`${name}\``).join(', ')}`;
      return `\`${element}\`${assumed ? ' †' : ''}${tags.length > 1 && within !== '' ? ` (\`${within}\`)` : ''}${also}`;
    })
    .join(' · ');
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(head), row(head.map(() => '---')), ...rows].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(glossaryFiles()))
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
}
