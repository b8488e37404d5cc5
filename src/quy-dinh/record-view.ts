import { giaTri, isGiaTriVang } from '../hoc-ba/index.js';
import type { FieldPath, RowRule, RuleSet, TableRule } from './rule-set.js';
import { type RowStatus, rowStatus } from './rule-set-choice.js';

/*
 * A record as the rules see it: rows found by the paths of the rule set. This is the only place where a rule set's paths meet a record,
 * so a level that keeps its tables elsewhere needs no other code.
 */

/** Where a value stands: property names and positions from 0. */
export type Step = string | number;

/** A row of the record, or the empty place of a row that the rules know. */
export interface RowView {
  readonly table: TableRule;
  readonly key: string;
  /** Absent for a row the rule set does not know. */
  readonly rule: RowRule | undefined;
  /** A row unknown to the rule set counts as optional. */
  readonly status: RowStatus;
  /** Whether the record has the row at all. */
  readonly listed: boolean;
  /** Not judged, by điều 8. */
  readonly exempt: boolean;
  readonly path: readonly Step[];
  readonly levelPath: readonly Step[];
  readonly level: string | undefined;
  /** The level is absent for a stated reason, given here. */
  readonly levelAbsent: 'khongRo' | 'khongCungCap' | 'khongApDung' | undefined;
  /** The printed name of a list's row; for finding older rows, never for messages. */
  readonly name: string | undefined;
  readonly measures: Readonly<Record<string, { readonly value: unknown; readonly path: readonly Step[] }>>;
}

/** The path of a finding: steps joined by dots, as in the issues of `parseHocBa`; `''` is the record itself. */
export function pathText(path: readonly Step[]): string {
  return path.join('.');
}

/** The value at a place, or `undefined`; a value absent for a stated reason is returned as it is. */
export function valueAt(record: unknown, path: FieldPath | readonly Step[]): unknown {
  let at = record;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<Step, unknown>)[step];
  }
  return at;
}

/** A text at a place, or `undefined` when it is missing, absent for a reason, or no text. */
export function textAt(record: unknown, path: FieldPath | undefined): string | undefined {
  const value = path === undefined ? undefined : giaTri(valueAt(record, path));
  return typeof value === 'string' ? value : undefined;
}

/** A yes or no at a place, or `undefined`. */
export function flagAt(record: unknown, path: FieldPath | undefined): boolean | undefined {
  const value = path === undefined ? undefined : giaTri(valueAt(record, path));
  return typeof value === 'boolean' ? value : undefined;
}

/** Every row that the rules or the record have, in the order of the rule set, rows the rules do not know last. */
export function rowsOf(
  record: unknown,
  ruleSet: RuleSet,
  khoiLop: number,
  isExempt: (key: string, table: string) => boolean,
): readonly RowView[] {
  return ruleSet.tables.flatMap((table) => {
    const found = table.shape === 'list' ? listItems(record, table) : fieldItems(record, table);
    const known = table.rows.flatMap((rule): readonly RowView[] => {
      const items = found.filter((item) => item.key === rule.key);
      const seen: readonly (Item | undefined)[] = items.length > 0 ? items : [undefined];
      return seen.map((item) => view(table, rule.key, rule, rowStatus(rule, khoiLop), item, isExempt));
    });
    const foreign = found
      .filter((item) => !table.rows.some((rule) => rule.key === item.key))
      .map((item) => view(table, item.key, undefined, 'optional', item, isExempt));
    return [...known, ...foreign];
  });
}

interface Item {
  readonly key: string;
  readonly name: string | undefined;
  readonly path: readonly Step[];
  readonly levelPath: readonly Step[];
  readonly level: unknown;
  readonly holder: unknown;
}

function listItems(record: unknown, table: TableRule): readonly Item[] {
  const list = valueAt(record, table.path);
  if (!Array.isArray(list)) return [];
  const { keyField = 'key', levelField = 'level', nameField } = table;
  return list.map((holder: unknown, index) => ({
    key: String(valueAt(holder, [keyField]) ?? ''),
    name: textAt(holder, nameField === undefined ? undefined : [nameField]),
    path: [...table.path, index],
    levelPath: [...table.path, index, levelField],
    level: valueAt(holder, [levelField]),
    holder,
  }));
}

function fieldItems(record: unknown, table: TableRule): readonly Item[] {
  const holder = valueAt(record, table.path);
  if (typeof holder !== 'object' || holder === null) return [];
  return Object.entries(holder)
    .filter(([key, level]) => level !== undefined && table.notRows?.includes(key) !== true)
    .map(([key, level]) => {
      const path = [...table.path, key];
      return { key, name: undefined, path, levelPath: path, level, holder: undefined };
    });
}

function view(
  table: TableRule,
  key: string,
  rule: RowRule | undefined,
  status: RowStatus,
  item: Item | undefined,
  isExempt: (key: string, table: string) => boolean,
): RowView {
  const path = item?.path ?? (table.shape === 'list' ? table.path : [...table.path, key]);
  const level = item?.level;
  return {
    table,
    key,
    rule,
    status,
    listed: item !== undefined,
    exempt: isExempt(key, table.id),
    path,
    levelPath: item?.levelPath ?? path,
    level: typeof level === 'string' ? level : undefined,
    levelAbsent: isGiaTriVang(level) ? level.vang : undefined,
    name: item?.name,
    measures: Object.fromEntries(
      (table.measures ?? []).map((measure) => [
        measure.id,
        { value: giaTri(valueAt(item?.holder, [measure.field])), path: [...path, measure.field] },
      ]),
    ),
  };
}
