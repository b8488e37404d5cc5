import { decodeUtf8 } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { assertColumnMap, type ColumnMap } from './column-map.js';
import { CSV_LIMITS, type CsvDelimiter, type CsvLimits, type CsvRow, parseCsv, sniffDelimiter } from './csv-reader.js';
import { type ColumnGuess, guessColumns } from './guess-columns.js';
import { IMPORT_ERRORS } from './import-errors.js';
import { detectLegacyText } from './legacy-encoding.js';
import { cellText } from './value-codecs.js';

/** A row of data. */
export interface SheetRow {
  /** From 1, blank rows not counted. */
  readonly row: number;
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
  /** Texts in normalisation form C, blank at neither end; `''` for a blank cell. */
  readonly cells: readonly string[];
}

/** A sheet as text: what the file says, not yet what it means. */
export interface ClassSheet {
  readonly delimiter: CsvDelimiter;
  /** Header of each column; of several header rows joined by ` | `. Comes from the file: show it, do not log it. */
  readonly headers: readonly string[];
  readonly rows: readonly SheetRow[];
  /** Cells that were in another normalisation form. */
  readonly normalizedCells: number;
}

export interface ReadClassCsvOptions {
  /** What the columns may be; see {@link classColumnMap}, {@link trackingSheetMap}. */
  readonly map: ColumnMap;
  /** Default: found in the first record; it stands in the answer. */
  readonly delimiter?: CsvDelimiter;
  /** Records above the header, such as a title; default 0. */
  readonly skipRows?: number;
  /** Records that make the header; default 1. In all but the last a blank cell continues the one before it, as merged cells do. */
  readonly headerRows?: number;
  readonly limits?: Partial<CsvLimits>;
}

/**
 * Reads the CSV file of a class (UTF-8 with or without byte order mark) and says what its columns seem to be. Nothing is imported before
 * the columns are confirmed: {@link confirmColumns}, then {@link importClass}.
 *
 * @param bytes - The file; not modified.
 * @returns `sheet`: its texts in normalisation form C. `guess`: to be shown to a person.
 * @throws {@link HocBaSoError} `ERR_IMPORT_ENCODING` for TCVN3, VNI, UTF-16 and other encodings, `ERR_IMPORT_MISREAD` for UTF-8 that was
 * read in a wrong code page; `ERR_IMPORT_NOT_CSV` for a workbook; `ERR_CSV_*` with line and column for what RFC 4180 does not allow,
 * rows of another width (`issues` lists them), and files beyond the limits; `ERR_IMPORT_MAP`.
 * @example examples/import-csv.ts
 */
export function readClassCsv(
  bytes: Uint8Array,
  options: ReadClassCsvOptions,
): { readonly sheet: ClassSheet; readonly guess: ColumnGuess } {
  const { map, skipRows = 0, headerRows = 1 } = options;
  assertColumnMap(map);
  const limits = { ...CSV_LIMITS, ...options.limits };
  const hinted = decodeText(bytes, limits);
  // A first line "sep=;" is a spreadsheet's own note of the delimiter.
  const note = /^sep=([,;\t])\r?\n/i.exec(hinted);
  const delimiter = options.delimiter ?? (note?.[1] as CsvDelimiter | undefined) ?? sniffDelimiter(hinted);
  if (delimiter === undefined) throw createError(IMPORT_ERRORS, 'ERR_CSV_DELIMITER', {});
  const raw = parseCsv(note === null ? hinted : hinted.slice(note[0].length), delimiter, limits);
  const shift = note === null ? 0 : 1;

  let normalizedCells = 0;
  const all = raw.map(({ line, cells }): CsvRow => {
    for (const cell of cells) if (cell !== cell.normalize('NFC')) normalizedCells += 1;
    return { line: line + shift, cells: cells.map(cellText) };
  });
  refuseLegacy(all);
  const top = all.slice(skipRows, skipRows + headerRows);
  const headers = joinHeaders(top.map(({ cells }) => cells));
  const data = all.slice(skipRows + headerRows).filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (headers.length === 0 || data.length === 0) throw createError(IMPORT_ERRORS, 'ERR_CSV_EMPTY', {});
  assertWidth([...top, ...data], headers.length);
  const rows = data.map(({ line, cells }, index): SheetRow => ({ row: index + 1, line, cells }));
  return { sheet: { delimiter, headers, rows, normalizedCells }, guess: guessColumns(headers, map) };
}

function joinHeaders(top: readonly (readonly string[])[]): readonly string[] {
  const last = top.length - 1;
  const filled = top.map((cells, level) => {
    let before = '';
    return cells.map((cell) => {
      before = level === last || cell !== '' ? cell : before;
      return before;
    });
  });
  return (filled[last] ?? []).map((_, column) =>
    filled
      .map((cells) => cells[column] ?? '')
      .filter((part, level, parts) => part !== '' && part !== parts[level - 1])
      .join(' | '),
  );
}

function assertWidth(rows: readonly CsvRow[], expected: number): void {
  const wrong = rows.filter(({ cells }) => cells.length !== expected);
  const [first] = wrong;
  if (first === undefined) return;
  throw createError(
    IMPORT_ERRORS,
    'ERR_CSV_WIDTH',
    { count: wrong.length, line: first.line, found: first.cells.length, expected },
    { issues: wrong.map(({ line, cells }) => ({ line, found: cells.length, expected })) },
  );
}

/** Files that are no CSV, by their first bytes. */
const FORMATS: readonly (readonly [format: string, start: readonly number[]])[] = [
  ['XLSX/ODS (ZIP)', [0x50, 0x4b, 0x03, 0x04]],
  ['XLS', [0xd0, 0xcf, 0x11, 0xe0]],
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
];

function decodeText(bytes: Uint8Array, limits: CsvLimits): string {
  if (bytes.length > limits.maxBytes) {
    throw createError(IMPORT_ERRORS, 'ERR_CSV_LIMIT', { limit: 'maxBytes', max: limits.maxBytes, line: 0 });
  }
  if (bytes.length === 0) throw createError(IMPORT_ERRORS, 'ERR_CSV_EMPTY', {});
  for (const [format, start] of FORMATS) {
    if (start.every((byte, index) => bytes[index] === byte)) {
      throw createError(IMPORT_ERRORS, 'ERR_IMPORT_NOT_CSV', { format });
    }
  }
  const refuse = (encoding: string, offset: number, cause?: unknown): never => {
    const { line, column } = placeOf(bytes, offset);
    throw createError(IMPORT_ERRORS, 'ERR_IMPORT_ENCODING', { encoding, line, column }, { cause });
  };
  const [b0, b1] = bytes;
  if ((b0 === 0xff && b1 === 0xfe) || (b0 === 0xfe && b1 === 0xff)) refuse('UTF-16', 0);
  const nul = bytes.indexOf(0);
  if (nul >= 0) refuse(nul <= 1 ? 'UTF-16' : '?', nul);
  try {
    return decodeUtf8(bytes).replace(/^\uFEFF/, '');
  } catch (cause) {
    if (!isHocBaSoError(cause, 'ERR_UTF8_MALFORMED')) throw cause;
    const found = detectLegacyText([new TextDecoder('windows-1252').decode(bytes)]);
    const encoding = found !== undefined && found.encoding !== 'utf8AsLatin' && found.certain ? found.encoding : '?';
    return refuse(encoding, Number(cause.params['offset']), cause);
  }
}

/** Line of a byte, and its place in that line counted in fields as far as a look at the bytes can tell: the first. */
function placeOf(bytes: Uint8Array, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let column = 1;
  for (let at = 0; at < offset; at++) {
    const byte = bytes[at];
    if (byte === 0x0a) [line, column] = [line + 1, 1];
    else if (byte === 0x3b || byte === 0x2c || byte === 0x09) column += 1;
  }
  return { line, column };
}

/** Text in an old encoding that a converter has turned into valid UTF-8, letter by wrong letter. */
function refuseLegacy(rows: readonly CsvRow[]): void {
  const cells = rows.flatMap((row) => row.cells.map((cell, index) => ({ cell, line: row.line, column: index + 1 })));
  const found = detectLegacyText(cells.map(({ cell }) => cell));
  if (found?.certain !== true) return;
  const { line, column } = cells[found.index]!;
  if (found.encoding === 'utf8AsLatin') throw createError(IMPORT_ERRORS, 'ERR_IMPORT_MISREAD', { line, column });
  throw createError(IMPORT_ERRORS, 'ERR_IMPORT_ENCODING', { encoding: found.encoding, line, column });
}
