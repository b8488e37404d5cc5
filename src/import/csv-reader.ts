import { createError } from '../errors/index.js';
import { IMPORT_ERRORS } from './import-errors.js';

/** What separates fields. */
export type CsvDelimiter = ',' | ';' | '\t';

/** A record of the file. */
export interface CsvRow {
  /** Line on which it begins, from 1; a quoted field may hold further line breaks. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvLimits {
  /** Bytes of the whole file; default 20,000,000. */
  readonly maxBytes: number;
  /** Records with the header; default 20,000. */
  readonly maxRows: number;
  /** Fields of a record; default 1,000. */
  readonly maxColumns: number;
  /** UTF-16 units of a field; default 50,000. */
  readonly maxCellUnits: number;
}

export const CSV_LIMITS: CsvLimits = { maxBytes: 20_000_000, maxRows: 20_000, maxColumns: 1000, maxCellUnits: 50_000 };

const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;

/**
 * Records of a CSV text, strictly by RFC 4180: line ends CRLF or LF, fields quoted as a whole or not at all, a quote doubled inside.
 * Lines with nothing on them are left out. Nothing is trimmed, and nothing is repaired.
 *
 * @throws {@link HocBaSoError} `ERR_CSV_QUOTE`, `ERR_CSV_AFTER_QUOTE`, `ERR_CSV_QUOTE_OPEN`, `ERR_CSV_LINE_END`, each with the line
 * and the number of the field; `ERR_CSV_LIMIT`.
 * @see RFC 4180 §2
 */
export function parseCsv(text: string, delimiter: CsvDelimiter, limits: CsvLimits = CSV_LIMITS): readonly CsvRow[] {
  const separator = delimiter.charCodeAt(0);
  const rows: CsvRow[] = [];
  const end = text.length;
  let cells: string[] = [];
  let at = 0;
  let line = 1;
  let rowLine = 1;
  let quotedRow = false;

  const fail = (
    code: 'ERR_CSV_QUOTE' | 'ERR_CSV_AFTER_QUOTE' | 'ERR_CSV_QUOTE_OPEN' | 'ERR_CSV_LINE_END',
    atLine = line,
  ): never => {
    throw createError(IMPORT_ERRORS, code, { line: atLine, column: cells.length + 1 });
  };
  const limit = (name: keyof CsvLimits, size: number): void => {
    if (size <= limits[name]) return;
    throw createError(IMPORT_ERRORS, 'ERR_CSV_LIMIT', { limit: name, max: limits[name], line });
  };

  const quotedField = (): string => {
    const openLine = line;
    let out = '';
    at += 1;
    for (;;) {
      const close = text.indexOf('"', at);
      if (close < 0) return fail('ERR_CSV_QUOTE_OPEN', openLine);
      const part = text.slice(at, close);
      limit('maxCellUnits', out.length + part.length);
      for (let i = part.indexOf('\n'); i >= 0; i = part.indexOf('\n', i + 1)) line += 1;
      out += part;
      at = close + 1;
      if (text.charCodeAt(at) !== QUOTE) return out;
      out += '"';
      at += 1;
    }
  };
  const plainField = (): string => {
    const start = at;
    for (; at < end; at++) {
      const unit = text.charCodeAt(at);
      if (unit === separator || unit === LF || unit === CR) break;
      if (unit === QUOTE) fail('ERR_CSV_QUOTE');
    }
    limit('maxCellUnits', at - start);
    return text.slice(start, at);
  };

  while (at < end || cells.length > 0) {
    const isQuoted = text.charCodeAt(at) === QUOTE;
    cells.push(isQuoted ? quotedField() : plainField());
    quotedRow ||= isQuoted;
    limit('maxColumns', cells.length);
    const unit = text.charCodeAt(at);
    if (at < end && unit === separator) {
      at += 1;
      continue;
    }
    if (at < end && unit !== LF && unit !== CR) {
      cells.pop();
      fail('ERR_CSV_AFTER_QUOTE');
    }
    if (unit === CR && text.charCodeAt(at + 1) !== LF) {
      cells.pop();
      fail('ERR_CSV_LINE_END');
    }
    at += unit === CR ? 2 : 1;
    if (cells.length > 1 || cells[0] !== '' || quotedRow) {
      rows.push({ line: rowLine, cells });
      limit('maxRows', rows.length);
    }
    cells = [];
    quotedRow = false;
    line += 1;
    rowLine = line;
  }
  return rows;
}

const DELIMITERS: readonly CsvDelimiter[] = [';', ',', '\t'];

/**
 * What separates the fields of a text: the mark that occurs most often in its first record, outside quotes; `undefined` when two occur
 * equally often. A wrong answer shows in the number of fields, which must be the same in every record.
 */
export function sniffDelimiter(text: string): CsvDelimiter | undefined {
  const count = new Map(DELIMITERS.map((mark) => [mark as string, 0]));
  let quoted = false;
  for (const unit of text) {
    if (unit === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (unit === '\n') {
      if ([...count.values()].some((number) => number > 0)) break;
    } else if (count.has(unit)) count.set(unit, count.get(unit)! + 1);
  }
  const [first, second] = [...count].sort((a, b) => b[1] - a[1]);
  if (first![1] > 0 && first![1] === second![1]) return undefined;
  return first![0] as CsvDelimiter;
}
