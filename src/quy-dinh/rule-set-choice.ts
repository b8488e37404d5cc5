import { createError } from '../errors/index.js';
import { RULE_SETS } from './data/bo-quy-dinh.js';
import { QUY_DINH_ERRORS } from './quy-dinh-errors.js';
import type { MeasureRule, RowRule, RuleSet, TableRule, Validity } from './rule-set.js';
import { isSchoolYearWithin } from './school-year.js';

/** What decides which rules a record is under. */
export interface RuleSetQuery {
  /** Level; without it the grade decides. */
  readonly capHoc?: string;
  readonly khoiLop: number;
  /** `2024-2025`. */
  readonly namHoc: string;
  /** Key of a rule set to use whatever grade and year say. */
  readonly override?: string;
}

/** A rule set and why it was taken; every result names it. */
export interface RuleSetChoice {
  readonly ruleSet: RuleSet;
  /** The entry of the roll-out that decided; absent when the rule set was given by the caller and does not cover grade and year. */
  readonly validity?: Validity;
  readonly overridden: boolean;
}

/**
 * Returns the rules of a grade in a school year, from the roll-out in the data.
 *
 * @param query.override - Key of a rule set that is taken instead; the answer says so.
 * @param ruleSets - Where to look; default the built-in ones. Add your own by `[...RULE_SETS, mine]`.
 * @throws {@link HocBaSoError} `ERR_SCHOOL_YEAR_INVALID`; `ERR_RULE_SET_UNKNOWN` for an unknown override; `ERR_RULE_SET_NOT_FOUND`
 * when no set covers grade and year; `ERR_RULE_SET_AMBIGUOUS` when several do.
 * @see 27/2020/TT-BGDĐT điều 2 (roll-out), điều 3
 */
export function ruleSetFor(query: RuleSetQuery, ruleSets: readonly RuleSet[] = RULE_SETS): RuleSetChoice {
  const { khoiLop, namHoc, override, capHoc } = query;
  const validityOf = (set: RuleSet): Validity | undefined =>
    set.validity.find(
      (entry) => entry.khoiLop === khoiLop && isSchoolYearWithin(namHoc, entry.fromNamHoc, entry.toNamHoc),
    );
  if (override !== undefined) {
    const given = ruleSets.find((set) => set.id === override);
    if (given === undefined) throw createError(QUY_DINH_ERRORS, 'ERR_RULE_SET_UNKNOWN', { id: override });
    const validity = validityOf(given);
    return { ruleSet: given, ...(validity === undefined ? {} : { validity }), overridden: validity === undefined };
  }
  const found = ruleSets.filter((set) => set.capHoc === (capHoc ?? set.capHoc) && validityOf(set) !== undefined);
  const [ruleSet, second] = found;
  if (ruleSet === undefined) {
    throw createError(QUY_DINH_ERRORS, 'ERR_RULE_SET_NOT_FOUND', { capHoc: capHoc ?? '*', khoiLop, namHoc });
  }
  if (second !== undefined) {
    const ids = found.map((set) => set.id).join(', ');
    throw createError(QUY_DINH_ERRORS, 'ERR_RULE_SET_AMBIGUOUS', { khoiLop, namHoc, ids });
  }
  return { ruleSet, validity: validityOf(ruleSet)!, overridden: false };
}

/** How a row stands in a grade. */
export type RowStatus = 'compulsory' | 'optional' | 'absent';

/** A row of a table as it stands in one grade. */
export interface RowInGrade {
  readonly table: string;
  readonly row: RowRule;
  readonly status: RowStatus;
  /** Occasions with a periodic test in that grade, in the order of the rule set. */
  readonly tests: readonly string[];
}

/** Whether a row belongs to a grade, may belong to it, or does not. */
export function rowStatus(row: RowRule, khoiLop: number): RowStatus {
  if (row.compulsory.includes(khoiLop)) return 'compulsory';
  return row.optional?.includes(khoiLop) === true ? 'optional' : 'absent';
}

/** Whether a row sits the periodic test of an occasion in a grade. */
export function hasTest(row: RowRule, khoiLop: number, at: string): boolean {
  return row.tests?.some((test) => test.at === at && test.khoiLop.includes(khoiLop)) === true;
}

/** Whether a row carries a measure in a grade: it is one of the row's, and the row sits the test it comes from. */
export function carriesMeasure(row: RowRule, measure: MeasureRule, khoiLop: number): boolean {
  if (row.measures?.includes(measure.id) === false) return false;
  return measure.testedAt === undefined || hasTest(row, khoiLop, measure.testedAt);
}

/**
 * Lists what a grade is judged in: subjects and activities, qualities, competences, compulsory and optional, in the order of the form.
 *
 * @param ruleSet - See {@link ruleSetFor}.
 */
export function rowsOfGrade(ruleSet: RuleSet, khoiLop: number): readonly RowInGrade[] {
  return ruleSet.tables.flatMap((table: TableRule) =>
    table.rows
      .map((row) => ({
        table: table.id,
        row,
        status: rowStatus(row, khoiLop),
        tests: (row.tests ?? []).filter((test) => test.khoiLop.includes(khoiLop)).map((test) => test.at),
      }))
      .filter((entry) => entry.status !== 'absent'),
  );
}
