import { encodeUtf8 } from '../encoding/index.js';
import type { CsvDelimiter } from './csv-reader.js';

export interface CsvWriteOptions {
  /** Default `;`, which spreadsheets with Vietnamese settings expect beside the decimal comma. */
  readonly delimiter?: CsvDelimiter;
  /** Default true: a byte order mark, by which spreadsheets recognise UTF-8. */
  readonly bom?: boolean;
}

/** Records as CSV (RFC 4180): CRLF after each, fields quoted where they must be. `parseCsv` reads the same cells back. */
export function writeCsv(rows: readonly (readonly string[])[], options: CsvWriteOptions = {}): Uint8Array {
  const { delimiter = ';', bom = true } = options;
  const lines = rows.map((cells) => `${cells.map((cell) => field(cell, delimiter, cells.length)).join(delimiter)}\r\n`);
  return encodeUtf8(`${bom ? '\uFEFF' : ''}${lines.join('')}`);
}

function field(cell: string, delimiter: CsvDelimiter, width: number): string {
  // A record of one empty field would be a blank line, and a U+FEFF at the start of a file a byte order mark.
  const mustQuote = /["\r\n\uFEFF]/.test(cell) || cell.includes(delimiter) || (cell === '' && width === 1);
  return mustQuote ? `"${cell.replaceAll('"', '""')}"` : cell;
}
