import { createError } from '../errors/index.js';
import { foldLabel } from '../hoc-ba/index.js';
import { type ColumnMap, type ColumnSpec, REST } from './column-map.js';
import { IMPORT_ERRORS } from './import-errors.js';

/**
 * How a header was recognised. `header`: as the map writes it, apart from case, spaces, punctuation and lí/lý. `alias`: another name of
 * the map. `unaccented`: only without accents, where "ky" may be ký or kỳ. `none`: not at all, or by several columns.
 */
export type Confidence = 'header' | 'alias' | 'unaccented' | 'none';

/** What one column of a file seems to be. */
export interface GuessedColumn {
  /** From 1. */
  readonly column: number;
  /** As the file has it. */
  readonly header: string;
  /** Header of the map's column; `null` when there is no guess. */
  readonly guess: string | null;
  /** Field it would fill; `null` when the record has no place for it, or there is no guess. */
  readonly field: string | null;
  readonly confidence: Confidence;
  /** Headers of the map that come into question when there is no single guess. */
  readonly alternatives: readonly string[];
}

/** Guesses for a person to confirm. */
export interface ColumnGuess {
  readonly map: ColumnMap;
  readonly columns: readonly GuessedColumn[];
  /** Headers of the map that no column of the file was taken for. */
  readonly unused: readonly string[];
}

/** Says what the columns of a sheet seem to be. A guess is never used before {@link confirmColumns}. */
export function guessColumns(headers: readonly string[], map: ColumnMap): ColumnGuess {
  const index = indexOf(map);
  const first = headers.map((header) => guessOne(header, index));
  const times = new Map<string, number>();
  for (const { spec } of first) if (spec !== undefined) times.set(spec.header, (times.get(spec.header) ?? 0) + 1);
  const columns = first.map(({ spec, confidence, alternatives }, at): GuessedColumn => {
    const header = headers[at]!;
    // Two columns for one field: which of them is meant is not for a program to say.
    const single = spec !== undefined && times.get(spec.header) === 1 ? spec : undefined;
    return {
      column: at + 1,
      header,
      guess: single?.header ?? null,
      field: single?.field ?? null,
      confidence: single === undefined ? 'none' : confidence,
      alternatives: spec !== undefined && single === undefined ? [spec.header] : alternatives,
    };
  });
  const used = new Set(columns.map(({ guess }) => guess));
  return { map, columns, unused: map.columns.map(({ header }) => header).filter((header) => !used.has(header)) };
}

type Names = ReadonlyMap<string, ReadonlySet<ColumnSpec>>;

interface HeaderIndex {
  readonly header: Names;
  readonly alias: Names;
  readonly unaccented: Names;
}

function indexOf(map: ColumnMap): HeaderIndex {
  const named = (names: (spec: ColumnSpec) => readonly string[], fold: (name: string) => string): Names => {
    const out = new Map<string, Set<ColumnSpec>>();
    for (const spec of map.columns) {
      for (const name of names(spec)) {
        const key = fold(name);
        out.set(key, (out.get(key) ?? new Set()).add(spec));
      }
    }
    return out;
  };
  const all = (spec: ColumnSpec): readonly string[] => [spec.header, ...(spec.aliases ?? [])];
  return {
    header: named((spec) => [spec.header], foldHeader),
    alias: named(all, foldHeader),
    unaccented: named(all, withoutAccents),
  };
}

interface OneGuess {
  readonly spec: ColumnSpec | undefined;
  readonly confidence: Confidence;
  readonly alternatives: readonly string[];
}

function guessOne(header: string, index: HeaderIndex): OneGuess {
  const parts = header.split(' | ');
  // Of a header in several rows all parts together are tried first, then the lower ones alone.
  const names = parts.map((_, from) => parts.slice(from).join(' '));
  const steps: readonly (readonly [Confidence, Names, (name: string) => string])[] = [
    ['header', index.header, foldHeader],
    ['alias', index.alias, foldHeader],
    ['unaccented', index.unaccented, withoutAccents],
  ];
  for (const name of names) {
    for (const [confidence, known, fold] of steps) {
      // A header that has accents is never taken for another one that only reads the same without them.
      if (confidence === 'unaccented' && hasAccents(name)) continue;
      const found = [...(known.get(fold(name)) ?? [])];
      if (found.length === 1) return { spec: found[0], confidence, alternatives: [] };
      if (found.length > 1) {
        return { spec: undefined, confidence: 'none', alternatives: found.map((spec) => spec.header) };
      }
    }
  }
  return { spec: undefined, confidence: 'none', alternatives: [] };
}

/** Without case, punctuation and spelling variants: "Học kỳ 1", "học kì I", "HK1" are one. */
function foldHeader(header: string): string {
  return foldLabel(header.replace(/[\s:;|/\\*.,()[\]"'“”–—-]+/g, ' '))
    .replace(/(?<!\p{L})(?:(?:học|hoc) (?:kì|kỳ|ki|ky)|hk) ?(ii|2|i|1)(?![\p{L}\d])/gu, (_, term: string) =>
      term === '1' || term === 'i' ? 'hki' : 'hkii',
    )
    .replace(/(?<!\p{L})kỳ(?!\p{L})/gu, 'kì');
}

function withoutAccents(header: string): string {
  return foldHeader(header)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .replaceAll(' ', '');
}

function hasAccents(header: string): boolean {
  return /[\u0300-\u036fđĐ]/.test(header.normalize('NFD'));
}

/** Decisions of a person about the columns of a file. */
export interface ColumnDecisions {
  /** Which guesses hold. `all`: every one shown. `exact`: those of confidence `header`. `none` (default): only `set` counts. */
  readonly accept?: 'all' | 'exact' | 'none';
  /**
   * Column by its header in the file, or by its number as `#3` → field or header of the map; `null`: do not import it. Goes before
   * every guess.
   */
  readonly set?: Readonly<Record<string, string | null>>;
  /** True: columns that have neither a guess nor a decision are not imported. Default false: then they are an error. */
  readonly ignoreOthers?: boolean;
}

/** Columns that somebody has confirmed: what {@link importClass} asks for. JSON-able, so that a school keeps it for its next file. */
export interface ConfirmedColumns {
  readonly map: ColumnMap;
  /** Headers of the file it was confirmed for; another file must have the same. */
  readonly headers: readonly string[];
  /** For each column the header of the map's column; `null`: not imported. */
  readonly columns: readonly (string | null)[];
}

/**
 * Turns guesses into decisions.
 *
 * @param guess - As shown; not modified.
 * @throws {@link HocBaSoError} `ERR_IMPORT_COLUMNS_UNDECIDED` while a column has neither (`issues` lists their numbers),
 * `ERR_IMPORT_COLUMN_UNKNOWN` for a decision about a column or field that does not exist, `ERR_IMPORT_COLUMN_TWICE` when two columns
 * fill one field.
 */
export function confirmColumns(guess: ColumnGuess, decisions: ColumnDecisions): ConfirmedColumns {
  const { accept = 'none', set = {}, ignoreOthers = false } = decisions;
  const { map } = guess;
  const unknown = (column: string | number) =>
    createError(IMPORT_ERRORS, 'ERR_IMPORT_COLUMN_UNKNOWN', { column: safeColumn(column, guess) });
  const decided = new Map<number, string | null>();
  for (const [name, target] of Object.entries(set)) {
    const columns = guess.columns.filter((one) => one.header === name || `#${one.column}` === name);
    if (columns.length === 0) throw unknown(name);
    const spec =
      target === null ? null : map.columns.find(({ field, header }) => field === target || header === target);
    if (spec === undefined) throw unknown(columns[0]!.column);
    for (const { column } of columns) decided.set(column, spec?.header ?? null);
  }
  const open: number[] = [];
  const columns = guess.columns.map(({ column, guess: guessed, confidence }) => {
    const decision = decided.get(column);
    if (decision !== undefined) return decision;
    if (guessed !== null && (accept === 'all' || (accept === 'exact' && confidence === 'header'))) return guessed;
    if (!ignoreOthers || guessed !== null) open.push(column);
    return null;
  });
  if (open.length > 0) {
    throw createError(
      IMPORT_ERRORS,
      'ERR_IMPORT_COLUMNS_UNDECIDED',
      { count: open.length, column: open[0]! },
      { issues: open.map((column) => ({ column })) },
    );
  }
  const seen = new Map<string, number>();
  for (const [at, header] of columns.entries()) {
    const field = map.columns.find((spec) => spec.header === header)?.field;
    if (field === undefined || field === null) continue;
    const before = seen.get(field);
    if (before !== undefined) {
      const place = field === REST ? 'JSON' : field;
      throw createError(IMPORT_ERRORS, 'ERR_IMPORT_COLUMN_TWICE', { first: before, second: at + 1, field: place });
    }
    seen.set(field, at + 1);
  }
  return { map, headers: guess.columns.map(({ header }) => header), columns };
}

/** A header may be anything, a name too in a file without headers: only numbers are repeated. */
function safeColumn(name: string | number, guess: ColumnGuess): string | number {
  if (typeof name === 'number' || /^#\d{1,4}$/.test(name)) return name;
  return `#? (1…${guess.columns.length})`;
}
