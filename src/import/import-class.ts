import type { HocBa } from '../hoc-ba/index.js';
import { type ClassImport, type Draft, judgeDrafts, type RecordOptions } from './class-import.js';
import { assertColumnMap, type ColumnMap, type ColumnSpec, REST } from './column-map.js';
import { type Bag, type FieldStep, fieldSteps, fieldValue, isBag, isWithin, putField } from './field-path.js';
import type { ConfirmedColumns } from './guess-columns.js';
import { type ImportFinding, type ImportFindingCode, makeFinding, safeField } from './import-findings.js';
import type { ClassSheet, SheetRow } from './read-class-csv.js';
import { applyRest } from './rest.js';
import { assertSameHeaders, findDateOrder, sheetFindings } from './sheet-checks.js';
import { textFindings } from './text-findings.js';
import { decodeCell } from './value-codecs.js';

/** Part of a record: what all rows have in common. */
export type PartialHocBa<T = HocBa> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: PartialHocBa<T[K]> }
    : T;

/** Options of {@link importClass}. */
export interface ImportClassOptions<T = HocBa> extends RecordOptions<T> {
  /** What every record of the class has: school, year, class, circular, who signs. A cell that says otherwise is a finding. */
  readonly common?: PartialHocBa<NoInfer<T>>;
}

/**
 * Turns the rows of a sheet into records. A row with an error is no record; it comes back as a draft with its findings.
 *
 * The rules of the year are not asked: `checkHocBa` does that with the records.
 *
 * @param sheet - From {@link readClassCsv}; not modified.
 * @param columns - From {@link confirmColumns}, for the headers of this sheet.
 * @throws {@link HocBaSoError} `ERR_IMPORT_COLUMNS_STALE` when the columns were confirmed for other headers; `ERR_IMPORT_MAP`;
 * `ERR_HOCBA_CRYPTO_UNAVAILABLE` when codes must be made and there is no randomness.
 * @example examples/import-csv.ts
 */
export function importClass<T = HocBa>(
  sheet: ClassSheet,
  columns: ConfirmedColumns,
  options: ImportClassOptions<T> = {},
): ClassImport<T> {
  const { map } = columns;
  assertColumnMap(map);
  assertSameHeaders(sheet, columns);
  const specs = columns.columns.map((header) => map.columns.find((spec) => spec.header === header));
  const whole = sheetFindings(sheet, columns, specs);
  const dateOrder = findDateOrder(sheet, specs);
  const rows = sheet.rows.map((row) => importRow(row, specs, map, dateOrder, options));
  return judgeDrafts(rows, whole, { ...options, map, keys: map.keys });
}

function importRow<T>(
  { row, line, cells }: SheetRow,
  specs: readonly (ColumnSpec | undefined)[],
  map: ColumnMap,
  dateOrder: ReadonlyMap<number, number>,
  options: ImportClassOptions<T>,
): Draft {
  const findings: ImportFinding[] = [];
  const draft = startOf(map, options);
  const newItem = (list: string, key: string): Bag => ({ ...map.items[list]?.[key] });
  const filled: (readonly FieldStep[])[] = [];
  let rest: { readonly cell: string; readonly column: number } | undefined;
  for (const [at, spec] of specs.entries()) {
    const cell = cells[at]!;
    const column = at + 1;
    if (spec?.field === REST) {
      rest = { cell, column };
      continue;
    }
    if (spec === undefined || spec.field === null) continue;
    const field = spec.field;
    const steps = fieldSteps(field)!;
    const add = (code: ImportFindingCode, params: Readonly<Record<string, string | number>> = {}): void => {
      findings.push(makeFinding(code, { row, line, column, field }, params, map));
    };
    if (cell === '') {
      if (spec.whenBlank !== undefined) putField(draft, steps, structuredClone(spec.whenBlank), map.keys, newItem);
      continue;
    }
    for (const { code, params } of textFindings(cell)) add(code, params);
    const read = decodeCell(spec.codec ?? 'text', cell, map.tables);
    if ('issue' in read) {
      add(read.issue);
      continue;
    }
    const other = dateOrder.get(at);
    if (other !== undefined && spec.codec === 'date' && /^\d{1,2}\D/.test(cell)) {
      add('dateAmbiguous', { other });
      continue;
    }
    const common = fieldValue(options.common, steps, map.keys);
    if (common !== undefined && !sameValue(common, read.value)) add('commonContradicts');
    putField(draft, steps, read.value, map.keys, newItem);
    filled.push(steps);
  }
  if (rest !== undefined && rest.cell !== '') {
    const { column } = rest;
    const result = applyRest(draft, rest.cell, { keys: map.keys, filled, newItem });
    if (!result.readable) findings.push(makeFinding('restUnreadable', { row, line, column }));
    for (const steps of result.contradictions) {
      findings.push(makeFinding('restContradicts', { row, line, column, field: safeField(steps) }, {}, map));
    }
  }
  const columnOf = (steps: readonly FieldStep[]): number => {
    const at = specs.findIndex((spec) => {
      const own = spec?.field == null || spec.field === REST ? undefined : fieldSteps(spec.field);
      return own !== undefined && isWithin(steps, own);
    });
    return at + 1;
  };
  return { row, line, draft, findings, columnOf };
}

/** What a row has before its cells are read. */
function startOf<T>(map: ColumnMap, options: ImportClassOptions<T>): Bag {
  const draft: Bag = {};
  for (const [field, value] of Object.entries(map.defaults)) {
    putField(draft, fieldSteps(field)!, structuredClone(value), map.keys);
  }
  merge(draft, structuredClone(options.common ?? {}) as Bag);
  return draft;
}

function merge(into: Bag, from: Bag): void {
  for (const [key, value] of Object.entries(from)) {
    const old = into[key];
    if (isBag(old) && isBag(value) && !('vang' in value)) merge(old, value);
    else if (value !== undefined) into[key] = value;
  }
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.normalize('NFC') === b;
  return Object.is(a, b) || (isBag(a) && isBag(b) && JSON.stringify(a) === JSON.stringify(b));
}
