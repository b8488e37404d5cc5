import { createError } from '../errors/index.js';
import {
  DAN_TOC,
  findCode,
  foldLabel,
  type GiaTriVang,
  type GioiTinh,
  isGiaTriVang,
  type KetQuaGiaoDuc,
  type KhenThuong,
  type MucDatMonHoc,
  type MucDatNangLucPhamChat,
} from '../hoc-ba/index.js';
import { isBag } from './field-path.js';
import { IMPORT_ERRORS } from './import-errors.js';
import { WORD_TABLES, type WordTable, type WordTableName } from './word-tables.js';

/** Why a text cannot be read; each is a code of `IMPORT_FINDINGS`. */
export type ValueIssue =
  | 'wordUnknown'
  | 'numberUnreadable'
  | 'dateUnreadable'
  | 'dateMonthFirst'
  | 'dateSerial'
  | 'schoolYearUnreadable'
  | 'numberMangled'
  | 'zeroLost'
  | 'absentWithoutReason';

export type Decoded = { readonly value: unknown } | { readonly issue: ValueIssue };

interface Codec {
  /** `text` is normalised and not empty. */
  readonly decode: (text: string) => Decoded;
  /** The text of a value; undefined when it has none in this codec. */
  readonly encode: (value: unknown) => string | undefined;
}

/** Types of what the codecs read, for {@link readValue}. */
export interface CodecValues {
  readonly text: string;
  readonly code: string;
  readonly personalId: string;
  readonly number: number;
  readonly date: string;
  readonly schoolYear: string;
  readonly khoiLop: number;
  readonly danToc: string;
  readonly awards: KhenThuong[];
  readonly mucDatMonHoc: MucDatMonHoc;
  readonly mucDatNangLucPhamChat: MucDatNangLucPhamChat;
  readonly ketQuaGiaoDuc: KetQuaGiaoDuc;
  readonly gioiTinh: GioiTinh;
  readonly dungSai: boolean;
  readonly duocLenLop: boolean;
  readonly daHoanThanh: boolean;
}

const issue = (code: ValueIssue): Decoded => ({ issue: code });
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * A spreadsheet runs a cell that begins so as a formula, so an apostrophe is written before it, and one more where one stands already;
 * reading takes one away again.
 */
const RUNS_AS_FORMULA = /^[=+\-@']/;
const GUARDED = /^'(?=[=+\-@'])/;

const readText = (cell: string): Decoded => ({ value: cell.replace(GUARDED, '') });
const writeText = (value: unknown): string | undefined => textOf(value)?.replace(RUNS_AS_FORMULA, "'$&");

const text: Codec = { decode: readText, encode: writeText };

/** "1,23457E+11": what a spreadsheet makes of a long number, whose last digits are gone. */
const MANGLED = /^\d(?:[.,]\d+)?E\+?\d+$/i;

const readCode = (cell: string): Decoded => (MANGLED.test(cell) ? issue('numberMangled') : readText(cell));

const code: Codec = { decode: readCode, encode: writeText };

const personalId: Codec = {
  encode: writeText,
  // 12 or 9 digits of which a spreadsheet has dropped the zero in front.
  decode: (cell) => (/^(?:\d{11}|\d{8})$/.test(cell) ? issue('zeroLost') : readCode(cell)),
};

const number: Codec = {
  decode: (cell) => {
    if (MANGLED.test(cell)) return issue('numberMangled');
    if (!/^-?\d{1,12}(?:[.,]\d{1,4})?$/.test(cell)) return issue('numberUnreadable');
    return { value: Number(cell.replace(',', '.')) };
  },
  encode: (value) => (typeof value === 'number' ? String(value).replace('.', ',') : undefined),
};

const pad = (digits: string): string => digits.padStart(2, '0');

const date: Codec = {
  decode: (cell) => {
    if (/^\d{5}(?:[.,]\d+)?$/.test(cell)) return issue('dateSerial');
    // Databases and spreadsheets add a midnight; any other time may belong to another day.
    const day = cell.replace(/[T ]0?0:00(?::00(?:\.0+)?)?$/, '');
    const first = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(day);
    const last = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(day);
    const [y, m, d] = first ? [first[1]!, first[3]!, first[4]!] : last ? [last[4]!, last[3]!, last[1]!] : ['', '', ''];
    if (last !== null && Number(m) > 12 && Number(d) <= 12) return issue('dateMonthFirst');
    const iso = `${y}-${pad(m)}-${pad(d)}`;
    const real = new Date(`${iso}T00:00:00Z`);
    if (y === '' || Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== iso) {
      return issue('dateUnreadable');
    }
    return { value: iso };
  },
  encode: (value) =>
    /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value).split('-').reverse().join('/') : undefined,
};

/** Days before months and the year last: of such a cell only the whole column tells the order. */
export const DAY_OR_MONTH_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}/;

const schoolYear: Codec = {
  decode: (cell) => {
    const found = /^(\d{4})\s*[-–—/]\s*(\d{4})$/.exec(cell);
    return found === null ? issue('schoolYearUnreadable') : { value: `${found[1]}-${found[2]}` };
  },
  encode: textOf,
};

const khoiLop: Codec = {
  decode: (cell) => {
    const found = /^(?:(?:khối|lớp)\s*)?0?([1-9]|1[0-2])$/iu.exec(cell);
    return found === null ? issue('numberUnreadable') : { value: Number(found[1]) };
  },
  encode: (value) => (typeof value === 'number' ? String(value) : undefined),
};

/** A code of the national list becomes its label; a label stays as it is, for it is what the record will show. */
const danToc: Codec = {
  encode: writeText,
  decode: (cell) => {
    if (!/^\d+$/.test(cell)) return readText(cell);
    const label = findCode(DAN_TOC, pad(cell))?.label;
    return label === undefined ? issue('wordUnknown') : { value: label };
  },
};

const made = /* @__PURE__ */ new WeakMap<WordTable, Codec>();

function words(table: WordTable): Codec {
  const known = made.get(table);
  if (known !== undefined) return known;
  const values = new Map(Object.entries(table.aliases ?? {}).map(([word, value]) => [foldLabel(word), value]));
  for (const [value, word] of Object.entries(table.values)) values.set(foldLabel(word), value);
  const codec: Codec = {
    decode: (cell) => {
      const value = values.get(foldLabel(cell));
      if (value === undefined) return issue('wordUnknown');
      return { value: table.boolean === true ? value === 'true' : value };
    },
    encode: (value) => {
      const key = String(value);
      return Object.hasOwn(table.values, key) ? table.values[key] : undefined;
    },
  };
  made.set(table, codec);
  return codec;
}

/** A list of awards in one cell, separated by semicolons; the title says the kind. */
function awards(table: WordTable): Codec {
  const kinds = words(table);
  return {
    decode: (cell) => ({
      value: cell
        .replace(GUARDED, '')
        .split(/[;\n]/)
        .map((noiDung) => noiDung.trim())
        .filter((noiDung) => noiDung !== '')
        .map((noiDung) => {
          const kind = kinds.decode(noiDung);
          return { loai: 'value' in kind ? kind.value : 'khac', noiDung };
        }),
    }),
    encode: (value) =>
      Array.isArray(value)
        ? value
            .map((award: unknown) => (isBag(award) ? String(award['noiDung']) : ''))
            .join('; ')
            .replace(RUNS_AS_FORMULA, "'$&")
        : undefined,
  };
}

const PLAIN: Readonly<Record<string, Codec>> = { text, code, personalId, number, date, schoolYear, khoiLop, danToc };

/** Whether a codec is built in: a plain one, `awards`, or a table of words. */
export function isCodecName(name: string): boolean {
  return Object.hasOwn(PLAIN, name) || name === 'awards' || Object.hasOwn(WORD_TABLES, name);
}

type Tables = Readonly<Record<string, WordTable>>;

function codecOf(name: string, tables: Tables): Codec {
  const table = (key: string): WordTable =>
    Object.hasOwn(tables, key) ? tables[key]! : (WORD_TABLES as Tables)[key as WordTableName]!;
  if (Object.hasOwn(PLAIN, name) && !Object.hasOwn(tables, name)) return PLAIN[name]!;
  return name === 'awards' ? awards(table('khenThuong')) : words(table(name));
}

/** Words of {@link GiaTriVang} in a cell: "(không rõ: gia đình không cung cấp)". */
const ABSENT = { khongRo: 'không rõ', khongCungCap: 'không cung cấp', khongApDung: 'không áp dụng' } as const;
const ABSENT_CELL = /^\((không rõ|không cung cấp|không áp dụng)\s*(?::([\s\S]*))?\)$/iu;

/** Reads a cell; `cell` is normalised (see {@link cellText}) and not empty. */
export function decodeCell(codec: string, cell: string, tables: Tables = {}): Decoded {
  const absent = ABSENT_CELL.exec(cell);
  if (absent === null) return codecOf(codec, tables).decode(cell);
  const word = absent[1]!.toLowerCase();
  const vang = (Object.keys(ABSENT) as (keyof typeof ABSENT)[]).find((key) => ABSENT[key] === word);
  const lyDo = absent[2]?.trim() ?? '';
  return lyDo === '' ? issue('absentWithoutReason') : { value: { vang, lyDo } };
}

/** The cell of a value, or undefined when this codec has none for it. */
export function encodeCell(codec: string, value: unknown, tables: Tables = {}): string | undefined {
  return isGiaTriVang(value) ? `(${ABSENT[value.vang]}: ${value.lyDo})` : codecOf(codec, tables).encode(value);
}

/** A text as records hold it: normalisation form C, LF line ends, nothing blank at either end. */
export function cellText(cell: string): string {
  return cell.replace(/\r\n?/g, '\n').normalize('NFC').trim();
}

/**
 * Reads a value of a foreign system with the words and forms this package knows, for mappings written by hand.
 *
 * @param codec - `mucDatMonHoc` reads T, H, C; `mucDatNangLucPhamChat` reads T, Đ, C; `date` reads `31/05/2024` and `2024-05-31`; …
 * @param value - Text or number as the database gives it.
 * @throws {@link HocBaSoError} `ERR_IMPORT_VALUE` for a blank or unreadable value; inside {@link mapHocBa} it becomes a finding.
 */
export function readValue<C extends keyof CodecValues>(codec: C, value: unknown): CodecValues[C] {
  const cell = typeof value === 'string' || typeof value === 'number' ? cellText(String(value)) : '';
  const read: Decoded | { readonly issue: 'cellBlank' } = cell === '' ? { issue: 'cellBlank' } : decode(codec, cell);
  if ('issue' in read) throw createError(IMPORT_ERRORS, 'ERR_IMPORT_VALUE', { codec, reason: read.issue });
  return read.value as CodecValues[C];
}

/** What is typed cannot be absent: `absent` says so instead. */
function decode(codec: string, cell: string): Decoded {
  return codecOf(codec, {}).decode(cell);
}

/**
 * A value that is not there, with its reason, for mappings: `row.me ?? absent('khongRo', 'Hồ sơ gốc không ghi')`.
 *
 * @param vang - `khongRo` nobody knows it, `khongCungCap` it is withheld, `khongApDung` it has no meaning here.
 */
export function absent(vang: GiaTriVang['vang'], lyDo: string): GiaTriVang {
  return { vang, lyDo };
}
