import { describePath } from '../hoc-ba/index.js';
import type { ColumnMap } from './column-map.js';
import { type FieldStep, fieldSteps } from './field-path.js';

export type ImportSeverity = 'error' | 'warning' | 'info';

/** What an import met. Frozen codes; no sentence holds a value or a header of the sheet, since either may name a person. */
export const IMPORT_FINDINGS = {
  // Sheet
  fieldMissing: {
    severity: 'error',
    vi: '{place}: không có cột nào và cũng không có giá trị chung cho cả lớp',
    en: '{place}: neither a column nor a common value for the class',
  },
  columnIgnored: {
    severity: 'info',
    vi: 'Cột này không được nhập, theo xác nhận',
    en: 'This column is not imported, as confirmed',
  },
  columnNotCarried: {
    severity: 'info',
    vi: 'Cột này không có chỗ trong học bạ nên không được nhập',
    en: 'The record has no place for this column; it is not imported',
  },
  textNormalized: {
    severity: 'info',
    vi: '{count} ô có chữ tổ hợp, đã chuyển sang dạng dựng sẵn (Unicode NFC)',
    en: '{count} cells had decomposed text, now in Unicode normalisation form C',
  },
  duplicateInClass: {
    severity: 'error',
    vi: '{place}: trùng với dòng {other}',
    en: '{place}: the same as in row {other}',
  },

  // Cell
  cellBlank: {
    severity: 'error',
    vi: '{place}: ô trống; nếu không có giá trị thì ghi lý do, ví dụ (không rõ: hồ sơ gốc không ghi)',
    en: '{place}: blank; if there is no value, write why, as in (không rõ: hồ sơ gốc không ghi)',
  },
  wordUnknown: {
    severity: 'error',
    vi: '{place}: không thuộc các từ hoặc chữ cái được hiểu ở cột này',
    en: '{place}: none of the words or letters that this column understands',
  },
  numberUnreadable: { severity: 'error', vi: '{place}: không phải số', en: '{place}: not a number' },
  numberMangled: {
    severity: 'error',
    vi: '{place}: bảng tính đã đổi dãy số thành dạng 1,23E+11 và làm mất chữ số; hãy định dạng cột là văn bản và lấy lại số gốc',
    en: '{place}: the spreadsheet turned the digits into 1.23E+11 and lost some; format the column as text and take the original again',
  },
  zeroLost: {
    severity: 'error',
    vi: '{place}: thiếu một chữ số, có thể bảng tính đã bỏ số 0 ở đầu; hãy lấy lại số gốc',
    en: '{place}: one digit short, a spreadsheet may have dropped the zero in front; take the original again',
  },
  dateUnreadable: {
    severity: 'error',
    vi: '{place}: không phải ngày có thật viết theo ngày/tháng/năm hoặc năm-tháng-ngày',
    en: '{place}: not a real day written day/month/year or year-month-day',
  },
  dateMonthFirst: {
    severity: 'error',
    vi: '{place}: viết tháng trước ngày; cột này có thể đã bị bảng tính đổi thứ tự ngày và tháng',
    en: '{place}: written with the month first; a spreadsheet may have swapped days and months in this column',
  },
  dateAmbiguous: {
    severity: 'error',
    vi: '{place}: không rõ ngày hay tháng đứng trước, vì ở dòng {other} cùng cột tháng đứng trước',
    en: '{place}: it is unclear whether day or month comes first, since in row {other} of this column the month does',
  },
  dateSerial: {
    severity: 'error',
    vi: '{place}: là số thứ tự ngày của bảng tính; hãy định dạng cột là ngày rồi xuất lại',
    en: '{place}: the serial number of a day in a spreadsheet; format the column as a date and export again',
  },
  schoolYearUnreadable: {
    severity: 'error',
    vi: '{place}: phải viết như 2024-2025',
    en: '{place}: must read like 2024-2025',
  },
  absentWithoutReason: {
    severity: 'error',
    vi: '{place}: ghi là không có giá trị nhưng không nêu lý do, ví dụ (không rõ: hồ sơ gốc không ghi)',
    en: '{place}: said to be absent without a reason, as in (không rõ: hồ sơ gốc không ghi)',
  },
  commonContradicts: {
    severity: 'error',
    vi: '{place}: khác với giá trị chung của cả lớp; có thể nhầm tệp',
    en: '{place}: not the common value of the class; this may be another class’s file',
  },
  textLegacy: {
    severity: 'error',
    vi: '{place}: chữ ở bảng mã {encoding}, không phải Unicode; hãy gõ lại hoặc chuyển mã',
    en: '{place}: text in the encoding {encoding} and not in Unicode; type or convert it again',
  },
  textLegacyDoubt: {
    severity: 'warning',
    vi: '{place}: có từ trông như chữ ở bảng mã {encoding}; hãy xem lại',
    en: '{place}: a word looks like text in the encoding {encoding}; have a look',
  },
  textLookalike: {
    severity: 'warning',
    vi: '{place}: dùng ký tự Ð (U+00D0) giống chữ Đ (U+0110) của tiếng Việt',
    en: '{place}: the character Ð (U+00D0), a lookalike of the Vietnamese Đ (U+0110)',
  },
  textInvisible: {
    severity: 'warning',
    vi: '{place}: có ký tự không nhìn thấy',
    en: '{place}: holds an invisible character',
  },
  restUnreadable: {
    severity: 'error',
    vi: 'Ô dữ liệu khác không đọc được; hãy giữ nguyên ô này khi sửa tệp',
    en: 'The cell with other data cannot be read; leave it as it is when editing the file',
  },
  restContradicts: {
    severity: 'error',
    vi: '{place}: ô dữ liệu khác ghi khác với cột của trường này',
    en: '{place}: the cell with other data contradicts the column of this field',
  },

  // Record
  valueInvalid: { severity: 'error', vi: '{issueVi}', en: '{issueEn}' },
  mappingFailed: {
    severity: 'error',
    vi: '{place}: hàm chuyển đổi của chương trình bị lỗi ở dòng này',
    en: '{place}: the program’s mapping function failed on this row',
  },
} as const satisfies Readonly<Record<string, { severity: ImportSeverity; vi: string; en: string }>>;

export type ImportFindingCode = keyof typeof IMPORT_FINDINGS;

/** One remark on an import. JSON-able; says where, never what. */
export interface ImportFinding {
  readonly code: ImportFindingCode;
  readonly severity: ImportSeverity;
  /** Row of data from 1; 0: the whole sheet. */
  readonly row: number;
  /** Line of the file on which the row begins; 0 when there is no file. */
  readonly line: number;
  /** Column from 1; 0: no column. {@link columnLetters} names it as a spreadsheet does. */
  readonly column: number;
  /** Field of the record, `monHoc[toan].mucDat`; `''` when none. */
  readonly field: string;
  /** For `valueInvalid` `issue`, the code of the issue; limits, counts, other rows. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly vi: string;
  readonly en: string;
}

export interface FindingPlace {
  readonly row?: number;
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
}

/** Makes a finding; the field is named by the map's own header, never by the file's. */
export function makeFinding(
  code: ImportFindingCode,
  place: FindingPlace,
  params: Readonly<Record<string, string | number>> = {},
  map?: ColumnMap,
  words: ImportWordsOfIssue = { issueVi: '', issueEn: '' },
): ImportFinding {
  const { row = 0, line = 0, column = 0, field = '' } = place;
  const { severity, vi, en } = IMPORT_FINDINGS[code];
  const fill = (text: string, lang: 'vi' | 'en'): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (name === 'place') return placeWords(field, map, lang);
      return name === 'issueVi' || name === 'issueEn' ? words[name] : String(params[name] ?? '');
    });
  return { code, severity, row, line, column, field, params: { ...params }, vi: fill(vi, 'vi'), en: fill(en, 'en') };
}

interface ImportWordsOfIssue {
  readonly issueVi: string;
  readonly issueEn: string;
}

function placeWords(field: string, map: ColumnMap | undefined, lang: 'vi' | 'en'): string {
  const spec = map?.columns.find((column) => column.field === field);
  if (spec !== undefined && lang === 'vi') return spec.header;
  const steps = fieldSteps(field) ?? [];
  const named = describePath(
    steps.filter((step): step is string | number => typeof step !== 'object'),
    lang,
  );
  const keys = steps.filter((step): step is readonly [string] => typeof step === 'object');
  return keys.length === 0 ? named : `${named} [${keys.map(plainKey).join(', ')}]`;
}

/** A key comes from the map or, in odd lists, from the sheet: only what looks like an identity is repeated. */
function plainKey([key]: readonly [string]): string {
  return /^[A-Za-z][A-Za-z0-9]{0,40}$/.test(key) ? key : '?';
}

/** A field for findings, with keys from the sheet left out. */
export function safeField(steps: readonly FieldStep[]): string {
  return steps.reduce<string>((text, step) => {
    if (typeof step === 'string') return text === '' ? step : `${text}.${step}`;
    return `${text}[${typeof step === 'number' ? step : plainKey(step)}]`;
  }, '');
}

/** Name of a column in a spreadsheet: 1 → A, 28 → AB. */
export function columnLetters(column: number): string {
  let out = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    out = String.fromCharCode(65 + ((rest - 1) % 26)) + out;
  }
  return out;
}

/** Number of findings by severity. */
export function countFindings(findings: readonly ImportFinding[]): Readonly<Record<ImportSeverity, number>> {
  const count = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) count[severity] += 1;
  return count;
}
