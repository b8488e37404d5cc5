import { foldLabel, isGiaTriVang } from '../hoc-ba/index.js';
import type { Layout, WordTable } from './layout.js';
import { type Bag, isBag, putAt, valueAt } from './model-path.js';

/**
 * Text ⇄ field. For every text a codec writes, writing what it reads from it gives the same text again; that is what lets the reader
 * tell an extension that adds from one that contradicts.
 */
export interface Codec {
  /** Text of the field in `base` (the record or a list item); undefined when there is none to write. */
  readonly encode: (base: Bag, field: string) => string | undefined;
  /** Puts the value of a text (trimmed, normalisation form C) into `base`. */
  readonly decode: (text: string, base: Bag, field: string) => Decoded;
  /** Restrictions for an XML schema: facets of `xs:string`. */
  readonly facets: readonly Facet[];
}

export interface Facet {
  readonly name: 'pattern' | 'enumeration' | 'minLength';
  readonly value: string;
}

/** `respelt`: understood, though it is not what the layout writes. */
export type Decoded = 'exact' | 'respelt' | 'unknown';

export const CODEC_NAMES = [
  'text',
  'date',
  'dateSlash',
  'schoolYear',
  'integer',
  'decimal',
  'words',
  'boolean',
  'codes',
  'awards',
  'subjectName',
] as const;
export type CodecName = (typeof CODEC_NAMES)[number];
/** Codecs that are nothing without a table of the layout. */
export const TABLE_CODECS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'words',
  'boolean',
  'codes',
  'awards',
  'subjectName',
]);

const made = /* @__PURE__ */ new WeakMap<Layout, Map<string, Codec>>();

/** The codec a layout names: `text`, or `words:` and the name of a table. The layout must have passed `loadLayout` or be built in. */
export function codecOf(layout: Layout, reference: string): Codec {
  let codecs = made.get(layout);
  if (codecs === undefined) {
    codecs = new Map();
    made.set(layout, codecs);
  }
  let codec = codecs.get(reference);
  if (codec === undefined) {
    codec = makeCodec(layout, reference);
    codecs.set(reference, codec);
  }
  return codec;
}

function makeCodec(layout: Layout, reference: string): Codec {
  const [name, table = ''] = reference.split(':');
  const words = layout.tables[table] ?? { values: {} };
  switch (name as CodecName) {
    case 'date':
      return date((day) => day, '\\d{4}-\\d{2}-\\d{2}');
    case 'dateSlash':
      return date((day) => day.split('-').reverse().join('/'), '\\d{2}/\\d{2}/\\d{4}');
    case 'schoolYear':
      return schoolYear;
    case 'integer':
      return number('0|[1-9][0-9]*', /^(0|[1-9]\d{0,14})(?:[.,]0+)?$/);
    case 'decimal':
      return number('(0|[1-9][0-9]*)(\\.[0-9]{1,4})?', /^((?:0|[1-9]\d{0,14})(?:[.,]\d{1,4})?)$/);
    case 'words':
      return wordCodec(words, (value) => value, String);
    case 'boolean':
      return wordCodec(words, (value) => value === 'true', String);
    case 'codes':
      return codes(words);
    case 'awards':
      return awards(words);
    case 'subjectName':
      return subjectName(words);
    default:
      return text;
  }
}

/** Something visible at both ends, as the model asks of its texts. */
const TEXT_FACET: Facet = { name: 'pattern', value: '\\S([\\s\\S]*\\S)?' };

const text: Codec = {
  encode: (base, field) => stringAt(base, field),
  decode: (value, base, field) => done(putAt(base, field, value)),
  facets: [TEXT_FACET],
};

const schoolYear: Codec = {
  encode: (base, field) => stringAt(base, field),
  decode: (value, base, field) => {
    const [whole, from, to] = /^(\d{4})\s*[-–—]\s*(\d{4})$/.exec(value) ?? [];
    if (whole === undefined) return 'unknown';
    putAt(base, field, `${from}-${to}`);
    return whole === `${from}-${to}` ? 'exact' : 'respelt';
  },
  facets: [{ name: 'pattern', value: '\\d{4}-\\d{4}' }],
};

function date(write: (day: string) => string, pattern: string): Codec {
  return {
    encode: (base, field) => {
      const day = stringAt(base, field);
      return day === undefined ? undefined : write(day);
    },
    decode: (value, base, field) => {
      const day = readDay(value);
      if (day === undefined) return 'unknown';
      putAt(base, field, day);
      return write(day) === value ? 'exact' : 'respelt';
    },
    facets: [{ name: 'pattern', value: pattern }],
  };
}

/** `YYYY-MM-DD`, the day of a date-time in its own zone, or `D/M/YYYY` as in the recall sample and the display form. */
function readDay(value: string): string | undefined {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(value);
  if (iso !== null) return iso[1];
  const slash = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value);
  return slash === null ? undefined : `${slash[3]}-${slash[2]!.padStart(2, '0')}-${slash[1]!.padStart(2, '0')}`;
}

function number(pattern: string, read: RegExp): Codec {
  return {
    encode: (base, field) => {
      const value = valueAt(base, field);
      return typeof value === 'number' ? String(value) : undefined;
    },
    decode: (value, base, field) => {
      const digits = read.exec(value)?.[1];
      if (digits === undefined) return 'unknown';
      const found = Number(digits.replace(',', '.'));
      putAt(base, field, found);
      return String(found) === value ? 'exact' : 'respelt';
    },
    facets: [{ name: 'pattern', value: pattern }],
  };
}

function wordCodec(table: WordTable, toModel: (value: string) => unknown, toKey: (value: unknown) => string): Codec {
  const exact = new Map(Object.entries(table.values).map(([value, word]) => [word, value]));
  const folded = new Map<string, string>();
  for (const [alias, value] of Object.entries(table.aliases ?? {})) folded.set(foldLabel(alias), value);
  for (const [value, word] of Object.entries(table.values)) folded.set(foldLabel(word), value);
  return {
    encode: (base, field) => {
      const value = valueAt(base, field);
      if (value === undefined || isGiaTriVang(value)) return undefined;
      return own(table.values, toKey(value));
    },
    decode: (word, base, field) => {
      const value = exact.get(word) ?? folded.get(foldLabel(word));
      if (value === undefined) return 'unknown';
      putAt(base, field, toModel(value));
      return exact.has(word) ? 'exact' : 'respelt';
    },
    facets: Object.values(table.values).map((value) => ({ name: 'enumeration' as const, value })),
  };
}

/** Codes of an open list: an identity without a code is written as itself, a code without identity is read as `khac:` and the code. */
function codes(table: WordTable): Codec {
  const identities = new Map(Object.entries(table.values).map(([identity, code]) => [code, identity]));
  for (const [code, identity] of Object.entries(table.aliases ?? {})) {
    if (!identities.has(code)) identities.set(code, identity);
  }
  return {
    encode: (base, field) => {
      const identity = stringAt(base, field);
      if (identity === undefined) return undefined;
      return own(table.values, identity) ?? (identity.startsWith('khac:') ? identity.slice(5) : identity);
    },
    decode: (code, base, field) => {
      const identity = identities.get(code);
      putAt(base, field, identity ?? `khac:${code}`);
      return identity !== undefined && own(table.values, identity) === code ? 'exact' : 'respelt';
    },
    facets: [{ name: 'pattern', value: '\\S+' }],
  };
}

/** A list of awards as one text; the kind shows in the words, the parts of a joined text only in the extension. */
function awards(table: WordTable): Codec {
  const kinds = new Map(Object.entries(table.values).map(([kind, title]) => [foldLabel(title), kind]));
  return {
    encode: (base, field) => {
      const list = valueAt(base, field);
      if (!Array.isArray(list) || list.length === 0) return undefined;
      return list.map((award: unknown) => (isBag(award) ? String(award['noiDung']) : '')).join('; ');
    },
    decode: (value, base, field) => {
      putAt(base, field, [{ loai: kinds.get(foldLabel(value)) ?? 'khac', noiDung: value }]);
      return 'exact';
    },
    facets: [TEXT_FACET],
  };
}

/** "Ngoại ngữ 1 Tiếng Anh" ⇄ label and language, for the labels of the table that carry one. */
function subjectName(table: WordTable): Codec {
  const labels = Object.values(table.values).sort((a, b) => b.length - a.length);
  return {
    encode: (base, field) => {
      const label = stringAt(base, field);
      const language = stringAt(base, 'tenNgonNgu');
      return label === undefined || language === undefined ? label : `${label} ${language}`;
    },
    decode: (value, base, field) => {
      const label = labels.find((name) => value.startsWith(`${name} `));
      const language = label === undefined ? '' : value.slice(label.length + 1).trim();
      if (label !== undefined && /^tiếng\s/i.test(language) && value === `${label} ${language}`) {
        putAt(base, field, label);
        putAt(base, 'tenNgonNgu', language);
      } else {
        putAt(base, field, value);
      }
      return 'exact';
    },
    facets: [TEXT_FACET],
  };
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function stringAt(base: Bag, field: string): string | undefined {
  const value = valueAt(base, field);
  return typeof value === 'string' ? value : undefined;
}

function done(put: boolean): Decoded {
  return put ? 'exact' : 'unknown';
}
