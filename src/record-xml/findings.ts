import type { XmlDocument } from '../xml/index.js';

export type RecordSeverity = 'error' | 'warning' | 'info';

/** What the reader met. Frozen codes; the texts never hold a value of the record. */
export const RECORD_FINDINGS = {
  elementUnknown: {
    severity: 'warning',
    vi: 'Thẻ lạ {element}: giữ nguyên trong tệp, không đọc',
    en: 'Unknown tag {element}: kept in the file, not read',
  },
  attributeUnknown: {
    severity: 'info',
    vi: 'Thuộc tính lạ {attribute} của {element}',
    en: 'Unknown attribute {attribute} of {element}',
  },
  elementOrder: {
    severity: 'warning',
    vi: 'Thẻ {element} đứng sai thứ tự',
    en: 'Tag {element} stands out of order',
  },
  elementRepeated: {
    severity: 'error',
    vi: 'Thẻ {element} xuất hiện nhiều lần, không rõ giá trị nào đúng',
    en: 'Tag {element} occurs more than once; which value counts is unclear',
  },
  tagRespelt: {
    severity: 'info',
    vi: 'Thẻ {element} viết khác đặc tả, đọc như {expected}',
    en: 'Tag {element} is spelt otherwise than specified; read as {expected}',
  },
  requiredMissing: {
    severity: 'error',
    vi: 'Thiếu thẻ bắt buộc {element} mà không nêu lý do',
    en: 'The required tag {element} is missing and no reason is stated',
  },
  valueEmpty: { severity: 'warning', vi: 'Thẻ {element} để trống', en: 'Tag {element} is empty' },
  valueUnknown: {
    severity: 'error',
    vi: 'Giá trị của {element} không thuộc các giá trị đã biết',
    en: 'The value of {element} is none of the known ones',
  },
  valueRespelt: {
    severity: 'info',
    vi: 'Giá trị của {element} viết khác bố cục nhưng hiểu được',
    en: 'The value of {element} is written otherwise than the layout does, but understood',
  },
  valueTrimmed: {
    severity: 'info',
    vi: 'Giá trị của {element} có khoảng trắng ở đầu hoặc cuối',
    en: 'The value of {element} has white space at its start or end',
  },
  valueNotNfc: {
    severity: 'warning',
    vi: 'Giá trị của {element} không ở dạng Unicode dựng sẵn (NFC)',
    en: 'The value of {element} is not in Unicode normalisation form C',
  },
  valueInvalid: {
    severity: 'error',
    vi: 'Giá trị không hợp lệ ({issue})',
    en: 'The value is not valid ({issue})',
  },
  codeUnknown: {
    severity: 'warning',
    vi: 'Mã ở {element} không có trong bảng mã; theo tên có thể là {suggestion}',
    en: 'The code in {element} is not in the code table; by its name it may be {suggestion}',
  },
  commentInsideValue: {
    severity: 'error',
    vi: 'Có chú thích hoặc chỉ thị xử lý bên trong giá trị của {element}',
    en: 'A comment or processing instruction stands inside the value of {element}',
  },
  elementInsideValue: {
    severity: 'error',
    vi: 'Có thẻ con bên trong giá trị của {element}',
    en: 'An element stands inside the value of {element}',
  },
  textInsideGroup: {
    severity: 'warning',
    vi: 'Có chữ nằm ngoài các thẻ bên trong {element}',
    en: 'Text stands between the tags of {element}',
  },
  signatureInsideData: {
    severity: 'error',
    vi: 'Có phần tử chữ ký bên trong khối dữ liệu ({element})',
    en: 'A signature element stands inside the data block ({element})',
  },
  extensionInvalid: {
    severity: 'error',
    vi: 'Khối mở rộng có mục không đọc được',
    en: 'The extension block has an item that cannot be read',
  },
  extensionContradicts: {
    severity: 'error',
    vi: 'Khối mở rộng nói khác các thẻ chính thức; không dùng khối mở rộng',
    en: 'The extension block contradicts the official tags; it is not used',
  },
  slotElsewhere: {
    severity: 'warning',
    vi: 'Chỗ ký {element} đứng ở vị trí khác với bố cục',
    en: 'The slot {element} stands in another place than the layout says',
  },
} as const satisfies Readonly<Record<string, { severity: RecordSeverity; vi: string; en: string }>>;

export type RecordFindingCode = keyof typeof RECORD_FINDINGS;

/** One remark on a file. */
export interface RecordFinding {
  readonly code: RecordFindingCode;
  readonly severity: RecordSeverity;
  /** Element names joined by `/`, from the record down; `''` for the record itself. */
  readonly element: string;
  /** Dotted path in the model, `''` when none. */
  readonly field: string;
  /** Line and column from 1; 0 when the remark is about something that is not there. */
  readonly line: number;
  readonly column: number;
  readonly params: Readonly<Record<string, string>>;
  readonly vi: string;
  readonly en: string;
}

/** Collects findings by offset and turns offsets into lines once, at the end. */
export interface FindingCollector {
  readonly add: (code: RecordFindingCode, where: FindingPlace, params?: Readonly<Record<string, string>>) => void;
  readonly hasErrorAt: (field: string) => boolean;
  readonly list: () => readonly RecordFinding[];
}

export interface FindingPlace {
  /** Offset in the source; left out when the thing is absent. */
  readonly offset?: number;
  readonly path: readonly string[];
  readonly field?: string;
  readonly words?: { readonly vi: string; readonly en: string };
}

export function collectFindings(document: XmlDocument): FindingCollector {
  const found: { code: RecordFindingCode; where: FindingPlace; params: Readonly<Record<string, string>> }[] = [];
  const fieldsWithErrors = new Set<string>();
  return {
    add: (code, where, params = {}) => {
      found.push({ code, where, params });
      if (RECORD_FINDINGS[code].severity === 'error' && where.field !== undefined) fieldsWithErrors.add(where.field);
    },
    hasErrorAt: (field) => fieldsWithErrors.has(field),
    list: () => {
      const position = positionsIn(document);
      return found.map(({ code, where, params }) => {
        const text = RECORD_FINDINGS[code];
        const element = where.path.map(clip).join('/');
        const all: Record<string, string> = { element: clip(where.path.at(-1) ?? ''), ...params };
        const fill = (sentence: string): string =>
          sentence.replace(/\{(\w+)\}/g, (_, name: string) => clip(all[name] ?? ''));
        return {
          code,
          severity: text.severity,
          element,
          field: where.field ?? '',
          ...(where.offset === undefined ? { line: 0, column: 0 } : position(where.offset)),
          params: { ...params },
          vi: where.words?.vi ?? fill(text.vi),
          en: where.words?.en ?? fill(text.en),
        };
      });
    },
  };
}

/** Names come from the file: a hostile one must not flood a report. */
function clip(name: string): string {
  return name.length > 80 ? `${name.slice(0, 79)}…` : name;
}

type Position = (offset: number) => { line: number; column: number };

const known = /* @__PURE__ */ new WeakMap<XmlDocument, Position>();

/** The records of one list share its document: its lines are counted once, and only when a finding asks. */
function positionsIn(document: XmlDocument): Position {
  return (offset) => {
    let position = known.get(document);
    if (position === undefined) {
      position = positions(document.source);
      known.set(document, position);
    }
    return position(offset);
  };
}

function positions(source: string): Position {
  const starts: number[] = [source.charCodeAt(0) === 0xfeff ? 1 : 0];
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i);
    if (unit === 0x0a || (unit === 0x0d && source.charCodeAt(i + 1) !== 0x0a)) starts.push(i + 1);
  }
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(1, offset - starts[low]! + 1) };
  };
}
