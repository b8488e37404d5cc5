/** After the form: who signed with which certificate, what the report says, and what the XML holds beyond the form. */
import { type FieldReader, fieldLabel, label } from './field-reader.js';
import type { FormBlock, FormMarks, FormPage, FormRow, FormSigner, FormTable } from './form.js';
import { columnHeader, heading, paragraph } from './form-parts.js';
import { shownYear } from './form-text.js';

export interface AppendixInput {
  readonly reader: FieldReader;
  readonly record: number;
  readonly marks: FormMarks;
  readonly fileSha256: string;
  readonly recordDigest: string;
  /** Whether the data without a cell are listed. */
  readonly withRest: boolean;
}

export function appendixPage(input: AppendixInput): FormPage {
  const { reader, record, marks, fileSha256, recordDigest, withRest } = input;
  const year = shownYear(reader.hocBa.namHoc);
  const { verdict, signers } = marks;
  const facts = [
    ...(verdict.checkedAt === null ? [] : [`Thời điểm kiểm tra: ${verdict.checkedAt}`]),
    `Giá trị băm SHA-256 của tệp XML: ${fileSha256}`,
    `Giá trị băm SHA-256 của phần dữ liệu học bạ: ${recordDigest}`,
  ];
  return {
    id: `appendix-${reader.hocBa.namHoc}`,
    kind: 'appendix',
    title: `Thông tin ký số, năm học ${year}`,
    record,
    blocks: [
      heading(1, 'THÔNG TIN KÝ SỐ VÀ DỮ LIỆU KHÁC', ['appendix']),
      paragraph('text', [label(`Năm học ${year}`)], 'center'),
      heading(2, 'Kết quả kiểm tra'),
      paragraph(verdict.tone === 'passed' ? 'text' : 'warning', [label(verdict.headline, { isBold: true })]),
      ...verdict.causes.map((text) => paragraph('text', [label(text)])),
      ...facts.map((text) => paragraph('note', [label(text)])),
      heading(2, 'Chữ ký số'),
      ...signers.map(signerTable),
      ...(withRest ? restBlocks(reader) : []),
    ],
  };
}

function signerTable(signer: FormSigner): FormTable {
  const { certificate } = signer;
  const none = 'không có';
  const lines: readonly (readonly [string, string])[] = [
    ['Kết quả', signer.state],
    ...(certificate === null
      ? []
      : ([
          ['Chủ thể chứng thư', certificate.holder],
          ['Mã định danh trong chứng thư', certificate.ids === '' ? none : certificate.ids],
          ['Cơ quan, tổ chức quản lý', certificate.unit],
          ['Tổ chức cấp chứng thư', certificate.issuer],
          ['Số hiệu chứng thư', certificate.serial],
          ['Thời hạn chứng thư', certificate.period],
          ['Thời điểm ký', signer.claimedTime ?? none],
          ['Dấu thời gian', signer.stampedTime ?? none],
        ] as const)),
  ];
  return {
    kind: 'table',
    caption: `Chữ ký số: ${signer.label}`,
    isCaptionShown: false,
    columns: [
      { width: 34, align: 'left' },
      { width: 66, align: 'left' },
    ],
    headerRows: 1,
    rows: [
      { cells: [{ parts: [label(signer.label, { isBold: true })], header: 'column', colSpan: 2 }] },
      ...lines.map(
        ([name, text]): FormRow => ({
          cells: [{ parts: [label(name)], header: 'row' }, { parts: [label(text)] }],
        }),
      ),
    ],
    assumed: ['appendix'],
  };
}

function restBlocks(reader: FieldReader): readonly FormBlock[] {
  const leaves = reader.rest();
  if (leaves.length === 0) return [];
  return [
    heading(2, 'Dữ liệu khác trong học bạ số'),
    {
      kind: 'table',
      caption: 'Dữ liệu khác trong học bạ số',
      isCaptionShown: false,
      assumed: ['appendix'],
      columns: [
        { width: 46, align: 'left' },
        { width: 54, align: 'left' },
      ],
      headerRows: 1,
      rows: [
        { cells: ['Mục', 'Giá trị'].map(columnHeader) },
        ...leaves.map(
          (leaf): FormRow => ({
            cells: [{ parts: [label(fieldLabel(leaf))], header: 'row' }, { parts: reader.part(leaf.path) }],
          }),
        ),
      ],
    },
  ];
}
