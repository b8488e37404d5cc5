import { isHocBaSoError } from '../errors/index.js';
import type { HocBa } from '../hoc-ba/index.js';
import { HOC_BA_KEYS } from './class-columns.js';
import { type ClassImport, type Draft, judgeDrafts, type RecordOptions } from './class-import.js';
import { type Bag, isBag } from './field-path.js';
import { IMPORT_FINDINGS, type ImportFinding, type ImportFindingCode, makeFinding } from './import-findings.js';
import { textFindings } from './text-findings.js';
import { cellText } from './value-codecs.js';

/** A single text, `'tieuHoc'`, and not one of several. */
type IsLiteral<T> = [T] extends [string] ? (string extends T ? false : IsUnion<T> extends true ? false : true) : false;
type IsUnion<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never;

/** How a value is made: given outright, or computed from a row. */
type MappedValue<Row, T> = T | ((row: Row, index: number) => T);

/** How a field is made: an object may also be mapped property by property. */
export type MappedField<Row, T> = undefined extends T
  ? MappedValue<Row, T> | MappedField<Row, Exclude<T, undefined>>
  : IsLiteral<T> extends true
    ? T
    : [T] extends [readonly unknown[]]
      ? MappedValue<Row, T>
      : [T] extends [object]
        ? ((row: Row, index: number) => T) | MappedObject<Row, T>
        : MappedValue<Row, T>;

type MappedObject<Row, T> = T extends object ? { readonly [K in keyof T]: MappedField<Row, T[K]> } : never;

/**
 * Mapping from a row of any database to a record: the shape of {@link HocBa}, each property a value or a function of the row. What the
 * record requires and the mapping lacks does not compile, and neither does what the record does not know. `nguonGoc`, `capHoc` and
 * `danhGia.theo` are given outright: they decide which other properties there are.
 */
export type HocBaMapping<Row, T = HocBa> = MappedObject<Row, T>;

export interface MapHocBaOptions<T = HocBa> extends RecordOptions<T> {
  /** Told of every error a mapping function throws, which may hold data of the row; the finding does not. */
  readonly onError?: (error: unknown, row: number) => void;
}

/**
 * Returns the function that turns rows into records, as {@link importClass} does for sheets: all issues of all rows, and no row dropped.
 *
 * Texts come out in normalisation form C, without blanks at either end. A value that `readValue` cannot read, and a function that throws,
 * is a finding at its field.
 *
 * @param mapping - Or a function that chooses one by row, such as digitised and born digital.
 * @example docs/tu-he-thong-cu.md
 */
export function mapHocBa<Row, T = HocBa>(
  mapping: HocBaMapping<Row, T> | ((row: Row, index: number) => HocBaMapping<Row, T>),
): (rows: Iterable<Row>, options?: MapHocBaOptions<T>) => ClassImport<T> {
  return (rows, options = {}) => {
    const drafts = [...rows].map((row, index) => makeDraft(row, index, mapping, options.onError));
    return judgeDrafts(drafts, [], { ...options, keys: HOC_BA_KEYS });
  };
}

function makeDraft<Row>(
  row: Row,
  index: number,
  mapping: unknown,
  onError: ((error: unknown, row: number) => void) | undefined,
): Draft {
  const findings: ImportFinding[] = [];
  const place = { row: index + 1 };
  const add = (code: ImportFindingCode, path: string, params: Readonly<Record<string, string>> = {}): void => {
    findings.push(makeFinding(code, { ...place, field: path }, params));
  };
  const made = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') {
      const text = cellText(value);
      for (const { code, params } of textFindings(text)) add(code, path, params);
      return text;
    }
    if (Array.isArray(value)) return value.map((item, at) => made(item, `${path}[${at}]`));
    if (!isBag(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, made(inner, join(path, key))]));
  };
  const apply = (field: unknown, path: string): unknown => {
    if (typeof field === 'function') {
      try {
        return made((field as (row: Row, index: number) => unknown)(row, index), path);
      } catch (error) {
        add(codeOf(error), path);
        onError?.(error, index + 1);
        return undefined;
      }
    }
    if (!isBag(field)) return made(field, path);
    return Object.fromEntries(Object.entries(field).map(([key, inner]) => [key, apply(inner, join(path, key))]));
  };
  const chosen = (choose: unknown): unknown => {
    try {
      return (choose as (row: Row, index: number) => unknown)(row, index);
    } catch (error) {
      add('mappingFailed', '');
      onError?.(error, index + 1);
      return {};
    }
  };
  const draft = apply(typeof mapping === 'function' ? chosen(mapping) : mapping, '');
  return { ...place, line: 0, draft: withoutUndefined(draft), findings, columnOf: () => 0 };
}

function codeOf(error: unknown): ImportFindingCode {
  const reason = isHocBaSoError(error, 'ERR_IMPORT_VALUE') ? String(error.params['reason']) : '';
  return Object.hasOwn(IMPORT_FINDINGS, reason) ? (reason as ImportFindingCode) : 'mappingFailed';
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function withoutUndefined(draft: unknown): Bag {
  if (!isBag(draft)) return {};
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}
