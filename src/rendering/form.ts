import type { VaiTroKy } from '../hoc-ba/index.js';
import type { Conclusion } from '../verification/index.js';
import type { FormAssumption, FormAssumptionId } from './assumptions.js';

/** `display`: one or more years as CV 2088 annex 2 shows them; `paper`: the printed record of TT 27/2020 with QĐ 2904. */
export type FormKind = 'display' | 'paper';

/**
 * What is to be shown, page by page, independent of HTML and PDF: plain data, the same on every machine. All texts are ready to show:
 * control, bidirectional and zero-width characters of the record stand as `<U+202E>`; escaping for the target is the renderer's.
 */
export interface Form {
  readonly kind: FormKind;
  readonly language: 'vi';
  /** Title of the document. Holds the pupil's name. */
  readonly title: string;
  /** The records shown, oldest school year first. */
  readonly records: readonly FormRecord[];
  readonly pages: readonly FormPage[];
  /** What of this form no official text at hand prints; blocks and parts name them by id. */
  readonly assumed: readonly FormAssumption[];
}

/** One record of the form and what every one of its pages carries. */
export interface FormRecord {
  /** As printed: `2023 – 2024`. */
  readonly namHoc: string;
  readonly maTraCuu: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly fileSha256: string;
  readonly marks: FormMarks;
}

/** How something is to be read; a renderer says it in words too, never by colour alone. */
export type FormTone = 'passed' | 'failed' | 'open' | 'none';

/** What stands on every page of a record, whatever the page shows. */
export interface FormMarks {
  /** In large letters across the page; empty for a sealed record whose report says it is valid, except `digitised`. */
  readonly watermarks: readonly FormWatermark[];
  /** The conclusion of the report and when it was drawn, or that nobody has checked. */
  readonly verdict: FormVerdict;
  /** Homeroom teacher, leader, school, in this order, present or not; subject teachers before them where they have signed. */
  readonly signers: readonly FormSigner[];
  /** That the signed XML is the original and this only its picture. */
  readonly original: string;
  /** Look-up code. */
  readonly code: FormField;
  readonly qr: FormQr;
}

export interface FormWatermark {
  readonly kind: 'draft' | 'unchecked' | 'invalid' | 'indeterminate' | 'digitised';
  /** One short line in capitals. */
  readonly text: string;
}

export interface FormVerdict {
  readonly tone: FormTone;
  readonly conclusion: Conclusion | null;
  /** `Kết quả kiểm tra: HỢP LỆ`, with the first cause when it is not positive. */
  readonly headline: string;
  /** Instant the report is for and the policy it applied; `null` without a report. */
  readonly checkedAt: string | null;
  /** All causes and warnings, one sentence each. The appendix page shows them all. */
  readonly causes: readonly string[];
}

/** One signer as the report knows it. */
export interface FormSigner {
  readonly role: VaiTroKy;
  /** Name of the role, with the subject teacher's code. */
  readonly label: string;
  readonly tone: FormTone;
  /** `HỢP LỆ`, `CHƯA KÝ`, `CÓ CHỮ KÝ, CHƯA KIỂM TRA` … */
  readonly state: string;
  /** `null` when not signed, without a report, or when the report has no certificate. */
  readonly certificate: FormCertificate | null;
  /** What the signer states, with the note that it is a claim; `null` when there is none. */
  readonly claimedTime: string | null;
  /** What a time stamp proves; `null` without proof. */
  readonly stampedTime: string | null;
  /** All of it in one line for the foot of a page. */
  readonly line: string;
}

/** Certificate data that 1789/QĐ-SGDĐT điều 11 and annex II of TT 15/2025/TT-BKHCN want shown. */
export interface FormCertificate {
  readonly holder: string;
  /** `CCCD:…`, `MST:…`; empty when the certificate states none. */
  readonly ids: string;
  readonly unit: string;
  readonly issuer: string;
  readonly serial: string;
  readonly period: string;
}

/** The text of the QR code; its modules come from `qrMatrix`. */
export interface FormQr {
  readonly text: string;
  /** What it holds, for those who cannot scan it. */
  readonly alternative: string;
}

/** One page of the form. It may flow over several sheets; each sheet carries the record's marks. */
export interface FormPage {
  /** Unique in the form, usable as an XML id: `cover`, `guidance`, `pupil`, `history`, `year-2023-2024-left`. */
  readonly id: string;
  readonly kind: 'cover' | 'guidance' | 'pupil' | 'history' | 'year' | 'appendix';
  /** Name of the page for outlines and screen readers. */
  readonly title: string;
  /** Position in `Form.records`. */
  readonly record: number;
  readonly blocks: readonly FormBlock[];
}

export type FormBlock = FormHeading | FormParagraph | FormPoints | FormFields | FormTable | FormSignatures | FormSpace;

interface FormBlockBase {
  /** Ids of {@link FormAssumption}. */
  readonly assumed?: readonly FormAssumptionId[];
}

/** Level 1 is the page's title; `lines` are centred capitals on a cover. */
export interface FormHeading extends FormBlockBase {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly align: 'left' | 'center';
  /** `cover`: the large title of the cover; `authority`: the ministry's name above it. */
  readonly style?: 'cover' | 'authority';
  readonly lines: readonly string[];
}

export interface FormParagraph extends FormBlockBase {
  readonly kind: 'paragraph';
  readonly style: 'text' | 'note' | 'warning';
  readonly align: 'left' | 'center';
  readonly parts: readonly FormPart[];
}

/** Numbered points: the guidance page. */
export interface FormPoints extends FormBlockBase {
  readonly kind: 'points';
  readonly items: readonly { readonly text: string; readonly subItems: readonly string[] }[];
}

/** Lines of `label: value`, an empty value as a dotted line; several in a row share the line. */
export interface FormFields extends FormBlockBase {
  readonly kind: 'fields';
  /** `cover` leaves more room and larger letters. */
  readonly style?: 'cover';
  readonly rows: readonly (readonly FormField[])[];
}

export interface FormField extends FormBlockBase {
  readonly label: string;
  /** Nothing in it: a field of the form that the record leaves empty. */
  readonly parts: readonly FormPart[];
  /** Share of the line, relative to the others of the row; default 1. */
  readonly width?: number;
  /** Small print below the value. */
  readonly note?: string;
  /** The label is set like a section's heading; the value follows it in the same lines. */
  readonly isTitle?: true;
  /** Only a label that leads to the fields after it: no line for a value. */
  readonly isLabelOnly?: true;
}

/** A ruled table whose header rows are repeated on every sheet. */
export interface FormTable extends FormBlockBase {
  readonly kind: 'table';
  /** For screen readers and tags; shown only when `isCaptionShown`. */
  readonly caption: string;
  readonly isCaptionShown: boolean;
  readonly columns: readonly FormColumn[];
  /** The first `headerRows` rows are column headers. */
  readonly headerRows: number;
  readonly rows: readonly FormRow[];
}

export interface FormColumn {
  /** Relative to the sum of all columns. */
  readonly width: number;
  readonly align: 'left' | 'center';
}

export interface FormRow {
  /** A cell covered by another's `rowSpan` or `colSpan` is left out, as in HTML. */
  readonly cells: readonly FormCell[];
}

export interface FormCell extends FormBlockBase {
  /** Empty for an empty cell, which is drawn. */
  readonly parts: readonly FormPart[];
  /** A header cell of its column or row. */
  readonly header?: 'column' | 'row';
  readonly colSpan?: number;
  readonly rowSpan?: number;
  /** Default: that of the column. */
  readonly align?: 'left' | 'center';
}

/**
 * A piece of text. `label` is the form's own; `value` comes from the record's field at `path`; `absent` is the reason that the record
 * gives for having no value there, in italics.
 */
export interface FormPart {
  readonly kind: 'label' | 'value' | 'absent';
  /** May be long and hold line feeds. */
  readonly text: string;
  /** Path in the record's model, `monHoc[3].mucDat`; always there for `value` and `absent`. */
  readonly path?: string;
  /** Position in `Form.records` when it is not the page's own record. */
  readonly record?: number;
  /** Goes on in the line of the part before it; see `partLines` for the space between. */
  readonly isInline?: true;
  readonly isBold?: true;
}

/** Signature blocks side by side, each with its place for a name and, when allowed, an image. */
export interface FormSignatures extends FormBlockBase {
  readonly kind: 'signatures';
  /** Place and day, above the right one: "Hà Nội, ngày 31 tháng 5 năm 2024". */
  readonly placeAndDay: readonly FormPart[];
  readonly blocks: readonly FormSignature[];
}

export interface FormSignature {
  readonly role: VaiTroKy;
  /** `Xác nhận của Hiệu trưởng`. */
  readonly title: string;
  /** `(Ký, ghi rõ họ tên và đóng dấu)`. */
  readonly note: string;
  /** What the report says of the digital signature that stands for the hand-written one; never more. */
  readonly tone: FormTone;
  readonly state: readonly string[];
  readonly name: readonly FormPart[];
  /**
   * Images that the caller handed in; there only when the report says that the signature they stand for is valid. The seal covers a third
   * of the signature's image, on its left (1789/QĐ-SGDĐT điều 11.1).
   */
  readonly signatureImage?: FormImage;
  readonly sealImage?: FormImage;
}

export interface FormImage {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly bytes: Uint8Array;
  readonly alternative: string;
}

/** Room that pushes the next block down: a share of the sheet's free height. */
export interface FormSpace extends FormBlockBase {
  readonly kind: 'space';
  readonly share: number;
}
