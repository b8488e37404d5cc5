import type { HocBa } from '../hoc-ba/index.js';
import { assertColumnMap, type ColumnMap, type ColumnSpec, REST } from './column-map.js';
import { type CsvWriteOptions, writeCsv } from './csv-writer.js';
import { type Bag, type FieldStep, fieldSteps, fieldValue, putField } from './field-path.js';
import { contradicts, diffRest } from './rest.js';
import { cellText, decodeCell, encodeCell } from './value-codecs.js';

export interface WriteClassCsvOptions extends CsvWriteOptions {
  readonly map: ColumnMap;
  /** Default false: columns in which no record has anything are left out. */
  readonly allColumns?: boolean;
}

/**
 * Writes records as the CSV file of a class, without loss: what the map's columns do not carry stands as JSON in its last column, if the
 * map has one. {@link readClassCsv} and {@link importClass} give the same records back.
 *
 * Cells that a spreadsheet would run as a formula begin with an apostrophe; reading takes it away again.
 *
 * @param records - Any valid records, of any level the map is for; not modified. They hold personal data, and so does the file.
 * @throws {@link HocBaSoError} `ERR_IMPORT_MAP`.
 */
export function writeClassCsv<T extends object = HocBa>(
  records: readonly T[],
  options: WriteClassCsvOptions,
): Uint8Array {
  const { map, allColumns = false } = options;
  assertColumnMap(map);
  const specs = map.columns.filter(({ field }) => field !== null);
  const rows = records.map((record) => cellsOf(record as unknown as Bag, specs, map));
  const kept = specs.map((_, at) => allColumns || rows.some((cells) => cells[at] !== ''));
  const keep = (cells: readonly string[]): readonly string[] => cells.filter((_, at) => kept[at]);
  return writeCsv([specs.map(({ header }) => header), ...rows].map(keep), options);
}

function cellsOf(record: Bag, specs: readonly ColumnSpec[], map: ColumnMap): readonly string[] {
  const cells = specs.map((spec) => cellOf(record, spec, map));
  const rest = specs.findIndex(({ field }) => field === REST);
  if (rest < 0) return cells;
  for (;;) {
    const { shadow, filled } = readBack(cells, specs, map);
    const entries = diffRest(shadow, record, map.keys);
    const wrong = entries.filter((entry) => contradicts(entry, shadow, [...filled.values()], map.keys));
    if (wrong.length === 0) {
      if (entries.length > 0) cells[rest] = JSON.stringify(entries);
      return cells;
    }
    // A column that does not read back what the record has, such as a list with an item twice, gives way: nothing stands in two places.
    for (const [at, steps] of filled) {
      if (wrong.some((entry) => contradicts(entry, shadow, [steps], map.keys))) cells[at] = '';
    }
  }
}

function cellOf(record: Bag, spec: ColumnSpec, map: ColumnMap): string {
  if (spec.field === null || spec.field === REST) return '';
  const value = fieldValue(record, fieldSteps(spec.field)!, map.keys);
  const cell = value === undefined ? undefined : encodeCell(spec.codec ?? 'text', value, map.tables);
  if (cell === undefined || cellText(cell) !== cell || cell === '') return '';
  return 'value' in decodeCell(spec.codec ?? 'text', cell, map.tables) ? cell : '';
}

/** The record that the cells alone would give. */
function readBack(
  cells: readonly string[],
  specs: readonly ColumnSpec[],
  map: ColumnMap,
): { readonly shadow: Bag; readonly filled: ReadonlyMap<number, readonly FieldStep[]> } {
  const shadow: Bag = {};
  const filled = new Map<number, readonly FieldStep[]>();
  const newItem = (list: string, key: string): Bag => ({ ...map.items[list]?.[key] });
  for (const [field, value] of Object.entries(map.defaults)) {
    putField(shadow, fieldSteps(field)!, structuredClone(value), map.keys);
  }
  for (const [at, spec] of specs.entries()) {
    if (spec.field === null || spec.field === REST) continue;
    const steps = fieldSteps(spec.field)!;
    if (cells[at] === '') {
      if (spec.whenBlank !== undefined) putField(shadow, steps, structuredClone(spec.whenBlank), map.keys, newItem);
      continue;
    }
    const read = decodeCell(spec.codec ?? 'text', cells[at]!, map.tables);
    if ('issue' in read) continue;
    putField(shadow, steps, read.value, map.keys, newItem);
    filled.set(at, steps);
  }
  return { shadow, filled };
}
