import type { HocBa } from '../hoc-ba/index.js';
import { RULE_SETS } from './data/bo-quy-dinh.js';
import { pathText, type RowView, rowsOf } from './record-view.js';
import type { ConditionRule, DisabilityTreatment, RuleSet } from './rule-set.js';
import { carriesMeasure, ruleSetFor } from './rule-set-choice.js';
import { isAssumed, type Source } from './source.js';

/** `unknown`: what is missing in the record could still decide it. */
export type ConditionOutcome = 'met' | 'notMet' | 'unknown';

/** A row that keeps a condition from being met. Holds no level and no score. */
export interface ConditionRow {
  readonly table: string;
  readonly key: string;
  readonly path: string;
}

/** One requirement of a result and how the record stands to it. */
export interface ConditionReport {
  readonly id: string;
  readonly outcome: ConditionOutcome;
  /** What is asked for: one of these levels, or at least this number. */
  readonly oneOf?: readonly string[];
  readonly atLeast?: number;
  readonly measure?: string;
  /** Rows that fail it. */
  readonly failing: readonly ConditionRow[];
  /** Rows without a value. */
  readonly missing: readonly ConditionRow[];
  readonly source: Source;
}

/** One result and its conditions. */
export interface ResultReport {
  readonly result: string;
  readonly outcome: ConditionOutcome;
  readonly conditions: readonly ConditionReport[];
}

/**
 * The year result that the rules give.
 *
 * `decided`: `result` holds. `incomplete`: the record lacks what would decide; `possible` lists what may come out.
 * `notJudged`: the pupil is assessed under điều 8, or the record is not of a year's end.
 */
export interface KetQuaDeXuat {
  readonly ruleSet: string;
  readonly status: 'decided' | 'incomplete' | 'notJudged';
  readonly reason?: 'disability' | 'notYearEnd';
  readonly result: string | undefined;
  readonly possible: readonly string[];
  /**
   * Why the next better result is not reached: its conditions that are not met; empty for the best one. While `incomplete`: the
   * conditions of the best result still open that lack a value.
   */
  readonly decidedBy: readonly ConditionReport[];
  /** Every result with every condition, best first. */
  readonly results: readonly ResultReport[];
  /** Result if the rows that are optional in the grade were (not) counted, when that gives another one. */
  readonly alternative?: string;
  /** True when a pupil of điều 8 is judged with adjusted requirements, so that the result is a proposal only. */
  readonly adjusted: boolean;
  readonly source: Source;
  readonly assumed: boolean;
}

/** Options of {@link proposeKetQua}. */
export interface ProposeOptions {
  /** Key of the rule set to use whatever grade and year say. */
  readonly ruleSet?: string;
  readonly ruleSets?: readonly RuleSet[];
}

/**
 * Computes the year result and says, condition by condition, which one decided. Pure: a second call gives the same.
 *
 * @param hocBa - A record of any level that has a rule set; not modified.
 * @throws {@link HocBaSoError} `ERR_RULE_SET_NOT_FOUND` or `ERR_RULE_SET_UNKNOWN`, see {@link ruleSetFor}.
 * @see 27/2020/TT-BGDĐT điều 9.2
 */
export function proposeKetQua(hocBa: HocBa, options: ProposeOptions = {}): KetQuaDeXuat {
  const { ruleSet } = ruleSetFor(
    {
      capHoc: hocBa.capHoc,
      khoiLop: hocBa.lopHoc.khoiLop,
      namHoc: hocBa.namHoc,
      ...(options.ruleSet === undefined ? {} : { override: options.ruleSet }),
    },
    options.ruleSets ?? RULE_SETS,
  );
  return computeResult(hocBa, ruleSet);
}

/** {@link proposeKetQua} under a rule set that is already chosen. */
export function computeResult(hocBa: HocBa, ruleSet: RuleSet, given?: readonly RowView[]): KetQuaDeXuat {
  const { khoiLop } = hocBa.lopHoc;
  const rows = given ?? judgedRows(hocBa, ruleSet);
  const rule = ruleSet.result;
  const treatment = disabilityTreatment(hocBa, ruleSet);
  const results = rule.results.map((entry) =>
    reportResult(entry.key, entry.conditions, rows, khoiLop, rule.countOptionalRows),
  );
  const { result, possible } = conclude(results, ruleSet);
  const other = conclude(
    rule.results.map((entry) => reportResult(entry.key, entry.conditions, rows, khoiLop, !rule.countOptionalRows)),
    ruleSet,
  );
  const common = {
    ruleSet: ruleSet.id,
    possible,
    decidedBy: decidingConditions(results, result),
    results,
    adjusted: treatment === 'adjusted',
    source: rule.source,
    assumed: isAssumed(rule.source),
    ...(other.result !== undefined && other.result !== result ? { alternative: other.result } : {}),
  };
  if (hocBa.thoiDiemLap !== 'cuoiNamHoc')
    return { ...common, status: 'notJudged', reason: 'notYearEnd', result: undefined };
  if (treatment === 'individual' || treatment === 'notAssessed')
    return { ...common, status: 'notJudged', reason: 'disability', result: undefined };
  return { ...common, status: result === undefined ? 'incomplete' : 'decided', result };
}

/** How điều 8 treats the pupil: `full` when the record states no disability. */
export function disabilityTreatment(hocBa: HocBa, ruleSet: RuleSet): DisabilityTreatment {
  const { khuyetTat } = hocBa;
  return khuyetTat === undefined ? 'full' : (ruleSet.disability.byAssessment[khuyetTat.cachDanhGia] ?? 'individual');
}

/** The rows of a record, with those that điều 8 leaves unjudged marked. */
export function judgedRows(hocBa: HocBa, ruleSet: RuleSet): readonly RowView[] {
  const { khuyetTat } = hocBa;
  const only = khuyetTat === undefined ? undefined : ruleSet.disability.rowsByForm[khuyetTat.hinhThuc];
  const lists = new Set(ruleSet.tables.filter((table) => table.shape === 'list').map((table) => table.id));
  return rowsOf(hocBa, ruleSet, hocBa.lopHoc.khoiLop, (key, table) => {
    if (khuyetTat === undefined || !lists.has(table)) return false;
    if (khuyetTat.monKhongDanhGia?.includes(key) === true) return true;
    return only !== undefined && !only.includes(key);
  });
}

/** The label of a result in a rule set. */
export function resultRule(ruleSet: RuleSet, key: string): RuleSet['result']['otherwise'] | undefined {
  const { results, otherwise } = ruleSet.result;
  return [...results, otherwise].find((entry) => entry.key === key);
}

function reportResult(
  result: string,
  conditions: readonly ConditionRule[],
  rows: readonly RowView[],
  khoiLop: number,
  countOptional: boolean,
): ResultReport {
  const reports = conditions.map((condition) => reportCondition(condition, rows, khoiLop, countOptional));
  return { result, outcome: all(reports.map((report) => report.outcome)), conditions: reports };
}

function reportCondition(
  condition: ConditionRule,
  rows: readonly RowView[],
  khoiLop: number,
  countOptional: boolean,
): ConditionReport {
  const counted = rows.filter(
    (row) => condition.tables.includes(row.table.id) && counts(row, condition, khoiLop, countOptional),
  );
  const outcomes = counted.map((row) => ({ row, outcome: judge(row, condition) }));
  const pick = (wanted: ConditionOutcome): ConditionRow[] =>
    outcomes
      .filter(({ outcome }) => outcome === wanted)
      .map(({ row }) => ({
        table: row.table.id,
        key: row.key,
        path: pathText(condition.measure === undefined ? row.levelPath : measurePath(row, condition.measure)),
      }));
  const { id, oneOf, atLeast, measure, source } = condition;
  return {
    id,
    outcome: outcomeOf(
      condition,
      outcomes.map(({ outcome }) => outcome),
    ),
    ...(oneOf === undefined ? {} : { oneOf }),
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(measure === undefined ? {} : { measure }),
    failing: pick('notMet'),
    missing: pick('unknown'),
    source,
  };
}

/** Levels bind every row of the grade, a test every row that sits it; an optional row only by what it has. */
function counts(row: RowView, condition: ConditionRule, khoiLop: number, countOptional: boolean): boolean {
  if (row.exempt || row.status === 'absent') return false;
  if (row.status === 'optional' && !(countOptional && row.listed)) return false;
  if (condition.measure === undefined) {
    return row.rule?.level !== false && (row.status === 'compulsory' || row.level !== undefined);
  }
  const measure = row.table.measures?.find((entry) => entry.id === condition.measure);
  if (measure === undefined || row.rule === undefined) return false;
  if (!carriesMeasure(row.rule, measure, khoiLop)) return false;
  return row.status === 'compulsory' || row.measures[measure.id]?.value !== undefined;
}

function judge(row: RowView, condition: ConditionRule): ConditionOutcome {
  if (condition.measure !== undefined) {
    const value = row.measures[condition.measure]?.value;
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'unknown';
    return value >= (condition.atLeast ?? Number.NEGATIVE_INFINITY) ? 'met' : 'notMet';
  }
  if (row.level === undefined) return 'unknown';
  return condition.oneOf?.includes(row.level) === true ? 'met' : 'notMet';
}

function outcomeOf(condition: ConditionRule, outcomes: readonly ConditionOutcome[]): ConditionOutcome {
  const { howMany } = condition;
  // Empty is not true: a record without a single row has not shown anything.
  if (howMany === undefined) return outcomes.length === 0 ? 'unknown' : all(outcomes);
  const met = outcomes.filter((outcome) => outcome === 'met').length;
  if (met >= howMany) return 'met';
  const open = outcomes.filter((outcome) => outcome === 'unknown').length;
  return met + open >= howMany ? 'unknown' : 'notMet';
}

function all(outcomes: readonly ConditionOutcome[]): ConditionOutcome {
  if (outcomes.includes('notMet')) return 'notMet';
  return outcomes.includes('unknown') ? 'unknown' : 'met';
}

function conclude(
  results: readonly ResultReport[],
  ruleSet: RuleSet,
): { readonly result: string | undefined; readonly possible: readonly string[] } {
  const possible: string[] = [];
  for (const { result, outcome } of results) {
    if (outcome === 'notMet') continue;
    possible.push(result);
    if (outcome === 'met') return { result: possible.length === 1 ? result : undefined, possible };
  }
  possible.push(ruleSet.result.otherwise.key);
  return { result: possible.length === 1 ? possible[0] : undefined, possible };
}

function decidingConditions(results: readonly ResultReport[], result: string | undefined): readonly ConditionReport[] {
  if (result === undefined) {
    const open = results.find(({ outcome }) => outcome === 'unknown');
    return open?.conditions.filter(({ outcome }) => outcome === 'unknown') ?? [];
  }
  const index = results.findIndex((entry) => entry.result === result);
  const better = index === -1 ? results.at(-1) : results[index - 1];
  return better?.conditions.filter(({ outcome }) => outcome === 'notMet') ?? [];
}

function measurePath(row: RowView, measure: string): RowView['path'] {
  return row.measures[measure]?.path ?? row.path;
}
