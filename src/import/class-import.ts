import {
  type HocBa,
  type HocBaIssue,
  issuesOf,
  newUuid,
  type ParseOptions,
  parseHocBa,
  type RandomSource,
} from '../hoc-ba/index.js';
import type { ColumnMap } from './column-map.js';
import { type Bag, byKeys, type FieldStep, fieldSteps, fieldValue, type ListKeys } from './field-path.js';
import { countFindings, type ImportFinding, type ImportSeverity, makeFinding, safeField } from './import-findings.js';

export interface RecordOptions<T = HocBa> {
  /**
   * Look-up code of a row that brings none, by its number from 1; default a random UUID. Every import makes new codes: keep the records,
   * or bring the codes along in a column.
   */
  readonly maTraCuu?: (row: number) => string;
  /** Source of randomness for the default of `maTraCuu`; default the platform's. */
  readonly crypto?: RandomSource;
  /** Schema of another level; default every built-in level. */
  readonly schema?: ParseOptions<T>['schema'];
}

/** What came of one row. */
export interface ImportedRow<T = HocBa> {
  /** From 1. */
  readonly row: number;
  /** Line of the file; 0 when there is none. */
  readonly line: number;
  /** The record; absent while the row has an error. */
  readonly hocBa?: T;
  /** Everything that could be read of the row, valid or not. */
  readonly draft: unknown;
  readonly findings: readonly ImportFinding[];
}

/** What came of a class. Each row of the sheet is in `rows`: nothing is dropped. */
export interface ClassImport<T = HocBa> {
  /** Records of the rows without an error, in the order of the rows. */
  readonly records: readonly T[];
  readonly rows: readonly ImportedRow<T>[];
  /** Of the sheet and of all rows. */
  readonly findings: readonly ImportFinding[];
  readonly count: Readonly<Record<ImportSeverity, number>>;
}

/** A row on its way to a record. */
export interface Draft {
  readonly row: number;
  readonly line: number;
  readonly draft: Bag;
  readonly findings: ImportFinding[];
  /** Column (from 1) of a field; 0 when it has none. */
  readonly columnOf: (steps: readonly FieldStep[]) => number;
}

/** How drafts are judged: by a sheet's map, or without one. */
export interface JudgeOptions<T> extends RecordOptions<T> {
  readonly map?: ColumnMap;
  readonly keys: ListKeys;
}

/** Judges the drafts by the model and by each other. */
export function judgeDrafts<T>(
  drafts: readonly Draft[],
  whole: ImportFinding[],
  options: JudgeOptions<T>,
): ClassImport<T> {
  const judged = drafts.map((one) => judge(one, options));
  // A field that no row has and no column could bring is missing once, not once a pupil.
  const missing = new Map<string, number>();
  for (const { issues } of judged) for (const { field } of issues.filter(isMissing)) count(missing, field);
  const everywhere = new Set([...missing].filter(([, times]) => times === drafts.length).map(([field]) => field));
  for (const field of everywhere) whole.push(makeFinding('fieldMissing', { field }, {}, options.map));

  const duplicates = findDuplicates(drafts, options);
  const rows = judged.map(({ draft: { row, line, draft, findings }, issues }): ImportedRow<T> => {
    const all = [
      ...findings,
      ...issues.filter((one) => !(isMissing(one) && everywhere.has(one.field))).map(({ finding }) => finding),
      ...(duplicates.get(row) ?? []),
    ];
    const bad = issues.length > 0 || all.some(({ severity }) => severity === 'error');
    const place = { row, line, draft, findings: all };
    if (bad) return place;
    const schema = options.schema as NonNullable<ParseOptions<T>['schema']>;
    const hocBa = options.schema === undefined ? (parseHocBa(draft) as T) : parseHocBa<T>(draft, { schema });
    return { ...place, hocBa };
  });
  const findings = [...whole, ...rows.flatMap((row) => row.findings)];
  const records = rows.flatMap(({ hocBa }) => (hocBa === undefined ? [] : [hocBa]));
  return { records, rows, findings, count: countFindings(findings) };
}

function count(into: Map<string, number>, name: string): void {
  into.set(name, (into.get(name) ?? 0) + 1);
}

interface RowIssue {
  readonly field: string;
  readonly code: HocBaIssue['code'];
  readonly column: number;
  readonly finding: ImportFinding;
}

const isMissing = ({ code, column }: RowIssue): boolean => code === 'required' && column === 0;

function judge<T>(
  draft: Draft,
  options: JudgeOptions<T>,
): { readonly draft: Draft; readonly issues: readonly RowIssue[] } {
  const { row, line } = draft;
  const { map, keys } = options;
  if (draft.draft['maTraCuu'] === undefined) {
    draft.draft['maTraCuu'] = options.maTraCuu?.(row) ?? newUuid(options.crypto);
  }
  const issues = allIssues(draft.draft, options).flatMap((issue): readonly RowIssue[] => {
    const path =
      issue.path === '' ? [] : issue.path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const steps = byKeys(draft.draft, path, keys);
    const column = draft.columnOf(steps);
    // What could not be read is missing from the draft, and has its finding.
    const field = safeField(steps);
    const told = draft.findings.some(
      (one) => one.severity === 'error' && (column > 0 ? one.column === column : one.field === field),
    );
    if (told) return [];
    const place = { row, line, column, field };
    const finding =
      issue.code === 'required' && column > 0
        ? makeFinding('cellBlank', place, {}, map)
        : makeFinding('valueInvalid', place, { issue: issue.code, ...issue.params }, map, {
            issueVi: issue.vi,
            issueEn: issue.en,
          });
    return [{ field, code: issue.code, column, finding }];
  });
  return { draft, issues };
}

/** What keeps a draft from being a record. Without its origin the model cannot say more, so the rest is asked as for a digital one. */
function allIssues<T>(draft: Bag, { schema }: JudgeOptions<T>): readonly HocBaIssue[] {
  const ask = (value: unknown): readonly HocBaIssue[] => issuesOf(value, schema === undefined ? {} : { schema });
  const found = ask(draft);
  if (draft['nguonGoc'] !== undefined || !found.some(({ path }) => path === 'nguonGoc')) return found;
  return [...found, ...ask({ ...draft, nguonGoc: 'banGocSo' }).filter(({ path }) => path !== 'soHoa')];
}

/** Fields that name one pupil or one record: two rows with the same are an error of copying. */
const UNIQUE = ['maTraCuu', 'hocSinh.maHocSinh', 'hocSinh.soDinhDanhCaNhan'];

function findDuplicates<T>(
  drafts: readonly Draft[],
  { keys, map }: JudgeOptions<T>,
): ReadonlyMap<number, readonly ImportFinding[]> {
  const out = new Map<number, ImportFinding[]>();
  for (const field of UNIQUE) {
    const steps = fieldSteps(field)!;
    const first = new Map<string, number>();
    for (const { row, line, draft, columnOf } of drafts) {
      const value = fieldValue(draft, steps, keys);
      if (typeof value !== 'string') continue;
      // A pupil has one record a year and school: several years, or both schools of a transfer, are no duplicate.
      const school = fieldValue(draft, ['nhaTruong', 'maTruong'], keys);
      const scope = field === 'maTraCuu' ? '' : `${String(draft['namHoc'])}/${String(school)}`;
      const key = `${scope}/${value.toLowerCase()}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, row);
      else {
        const place = { row, line, column: columnOf(steps), field };
        out.set(row, [...(out.get(row) ?? []), makeFinding('duplicateInClass', place, { other }, map)]);
      }
    }
  }
  return out;
}
