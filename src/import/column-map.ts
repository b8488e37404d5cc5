import { createError } from '../errors/index.js';
import { fieldSteps, type ListKeys } from './field-path.js';
import { IMPORT_ERRORS } from './import-errors.js';
import { isCodecName } from './value-codecs.js';
import type { WordTable } from './word-tables.js';

/** Both languages of a label. */
export interface ImportWords {
  readonly vi: string;
  readonly en: string;
}

/** A column that a map knows. */
export interface ColumnSpec {
  /**
   * Where its values stand in the record: `hocSinh.hoVaTen`, `monHoc[toan].mucDat`, `quaTrinhHocTap[0].tenLop`. `*`: what no other
   * column carries, as JSON. `null`: the column is known and the record has no place for it.
   */
  readonly field: string | null;
  /** The header that is written; of all columns of a map it may occur once. */
  readonly header: string;
  /** Other headers that mean the same. */
  readonly aliases?: readonly string[];
  /** How its text is read and written: a built-in codec or a table of words. Left out where there is no field. */
  readonly codec?: string;
  /** What a blank cell means; left out: nothing is there. An absence with its reason, a tick that is not set. */
  readonly whenBlank?: unknown;
  /** For a column without a field: why. */
  readonly note?: ImportWords;
}

/** How a sheet becomes records: plain data, JSON-able, so that a school keeps its own and a new level needs no code. */
export interface ColumnMap {
  readonly id: string;
  readonly label: ImportWords;
  readonly columns: readonly ColumnSpec[];
  /** Property that tells the items of a list apart, by the list's property. */
  readonly keys: ListKeys;
  /** What an item has besides its key when a column makes it: list → key → properties. */
  readonly items: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  /** Values by field that every record has unless a cell or the caller says otherwise: empty lists, the level. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Word tables by name; one of the same name replaces a built-in table. */
  readonly tables?: Readonly<Record<string, WordTable>>;
  /** What the map assumes and no official text says. */
  readonly assumptions?: readonly ImportWords[];
}

/** The field of the column that carries what no other column does. */
export const REST = '*';

const checked = /* @__PURE__ */ new WeakSet<ColumnMap>();

/**
 * Checks a map that may come from a file.
 *
 * @throws {@link HocBaSoError} `ERR_IMPORT_MAP` with the first place that is wrong.
 */
export function assertColumnMap(map: ColumnMap): void {
  if (checked.has(map)) return;
  const fail = (place: string, reason: string): never => {
    throw createError(IMPORT_ERRORS, 'ERR_IMPORT_MAP', { place, reason });
  };
  if (!Array.isArray(map.columns) || map.columns.length === 0) fail('columns', 'empty');
  if (typeof map.keys !== 'object' || typeof map.items !== 'object' || typeof map.defaults !== 'object') {
    fail('keys, items, defaults', 'object');
  }
  const fields = new Set<string>();
  const headers = new Set<string>();
  for (const [index, { field, header, codec }] of map.columns.entries()) {
    const place = `columns.${index}`;
    if (typeof header !== 'string' || header.trim() === '') fail(`${place}.header`, 'empty');
    if (headers.has(header)) fail(`${place}.header`, 'twice');
    headers.add(header);
    if (field === null) continue;
    if (fields.has(field)) fail(`${place}.field`, 'twice');
    fields.add(field);
    if (field === REST) continue;
    if (fieldSteps(field) === undefined) fail(`${place}.field`, 'path');
    if (codec === undefined || !(isCodecName(codec) || Object.hasOwn(map.tables ?? {}, codec))) {
      fail(`${place}.codec`, 'unknown');
    }
  }
  for (const field of Object.keys(map.defaults)) if (fieldSteps(field) === undefined) fail('defaults', 'path');
  checked.add(map);
}
