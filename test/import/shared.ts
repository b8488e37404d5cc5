import { isHocBaSoError } from '../../src/errors/index.js';
import {
  type ClassImport,
  type ColumnDecisions,
  type ColumnMap,
  classColumnMap,
  confirmColumns,
  type ImportClassOptions,
  importClass,
  type ReadClassCsvOptions,
  readClassCsv,
} from '../../src/import/index.js';

export const MAP4 = classColumnMap({ khoiLop: 4, namHoc: '2024-2025' });

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The code and parameters of the error a function throws, or `undefined`. */
export function errorOf(
  run: () => unknown,
): { code: string; params: Readonly<Record<string, string | number>> } | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    return { code: error.code, params: error.params };
  }
}

/** Reads, confirms every guess as shown, imports. */
export function importText(
  text: string | Uint8Array,
  options: ImportClassOptions = {},
  read: Partial<ReadClassCsvOptions> & { readonly map?: ColumnMap } = {},
  decisions: ColumnDecisions = { accept: 'all' },
): ClassImport {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const { sheet, guess } = readClassCsv(bytes, { map: MAP4, ...read });
  return importClass(sheet, confirmColumns(guess, decisions), options);
}
