import { createError } from '../errors/index.js';
import type { ColumnSpec } from './column-map.js';
import type { ConfirmedColumns } from './guess-columns.js';
import { IMPORT_ERRORS } from './import-errors.js';
import { type ImportFinding, makeFinding } from './import-findings.js';
import type { ClassSheet } from './read-class-csv.js';
import { DAY_OR_MONTH_FIRST } from './value-codecs.js';

/** @throws {@link HocBaSoError} `ERR_IMPORT_COLUMNS_STALE` */
export function assertSameHeaders(sheet: ClassSheet, { headers, columns }: ConfirmedColumns): void {
  const length = Math.max(sheet.headers.length, headers.length, columns.length);
  for (let at = 0; at < length; at++) {
    if (sheet.headers[at] === headers[at] && columns[at] !== undefined) continue;
    throw createError(IMPORT_ERRORS, 'ERR_IMPORT_COLUMNS_STALE', { column: at + 1 });
  }
}

/**
 * Columns of dates in which some cell can only be month first (`3/25/2014`), with the row of the first one: a spreadsheet with American
 * settings has been at work there, and `3/4/2014` in the same column may be either day.
 */
export function findDateOrder(
  sheet: ClassSheet,
  specs: readonly (ColumnSpec | undefined)[],
): ReadonlyMap<number, number> {
  const out = new Map<number, number>();
  for (const [at, spec] of specs.entries()) {
    if (spec?.codec !== 'date') continue;
    const found = sheet.rows.find(({ cells }) => {
      const parts = DAY_OR_MONTH_FIRST.exec(cells[at]!);
      return parts !== null && Number(parts[2]) > 12 && Number(parts[1]) <= 12;
    });
    if (found !== undefined) out.set(at, found.row);
  }
  return out;
}

/** Findings about whole columns. */
export function sheetFindings(
  sheet: ClassSheet,
  columns: ConfirmedColumns,
  specs: readonly (ColumnSpec | undefined)[],
): ImportFinding[] {
  const out: ImportFinding[] = [];
  if (sheet.normalizedCells > 0) out.push(makeFinding('textNormalized', {}, { count: sheet.normalizedCells }));
  for (const [at, header] of columns.columns.entries()) {
    if (!sheet.rows.some(({ cells }) => cells[at] !== '')) continue;
    if (header === null) out.push(makeFinding('columnIgnored', { column: at + 1 }));
    else if (specs[at]?.field === null) out.push(makeFinding('columnNotCarried', { column: at + 1 }));
  }
  return out;
}
