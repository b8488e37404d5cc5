import { DEADLINES } from './data/thoi-han.js';
import { isSchoolYearWithin, schoolYearStart } from './school-year.js';
import type { Label, Source } from './source.js';

/** What has to be done by a deadline. `lockSupplementary` is for pupils assessed again in summer. */
export type DeadlineTask =
  | 'lock'
  | 'lockSupplementary'
  | 'transferData'
  | 'signAndRelease'
  | 'admissionPortal'
  | 'linkToMinistry';

/** One rule of a calendar: a province, some school years, some grades, one task, one day. */
export interface DeadlineRule {
  readonly task: DeadlineTask;
  readonly label: Label;
  /** Two-digit province code. */
  readonly province: string;
  /** First and last school year it holds for; absent = open. */
  readonly fromNamHoc?: string;
  readonly toNamHoc?: string;
  /** Grades it holds for; absent = all. */
  readonly khoiLop?: readonly number[];
  /** `MM-DD` in the calendar year in which the school year ends. */
  readonly monthDay: string;
  /** True when the day itself is too late ("trước ngày"), false when it is the last good day. */
  readonly exclusive: boolean;
  readonly source: Source;
}

/** A deadline of one grade in one school year. */
export interface Deadline {
  readonly task: DeadlineTask;
  readonly label: Label;
  /** Last good calendar day, `YYYY-MM-DD`, Vietnam time. */
  readonly lastDay: string;
  readonly source: Source;
}

/**
 * Lists the deadlines of a grade, one a task; a rule naming grades or years beats one that names none.
 *
 * @param query.province - Two-digit province code; a province without data has no deadlines.
 * @param query.namHoc - `2024-2025`.
 * @param rules - The calendar; default the built-in one.
 * @throws {@link HocBaSoError} `ERR_SCHOOL_YEAR_INVALID`.
 */
export function deadlinesFor(
  query: { readonly province: string; readonly namHoc: string; readonly khoiLop: number },
  rules: readonly DeadlineRule[] = DEADLINES,
): readonly Deadline[] {
  const year = schoolYearStart(query.namHoc) + 1;
  const byTask = new Map<DeadlineTask, DeadlineRule>();
  for (const rule of rules) {
    if (rule.province !== query.province) continue;
    if (!isSchoolYearWithin(query.namHoc, rule.fromNamHoc, rule.toNamHoc)) continue;
    if (rule.khoiLop !== undefined && !rule.khoiLop.includes(query.khoiLop)) continue;
    const known = byTask.get(rule.task);
    if (known === undefined || precision(rule) > precision(known)) byTask.set(rule.task, rule);
  }
  return [...byTask.values()]
    .map((rule) => ({ task: rule.task, label: rule.label, lastDay: lastDay(rule, year), source: rule.source }))
    .sort((a, b) => (a.lastDay < b.lastDay ? -1 : a.lastDay > b.lastDay ? 1 : 0));
}

function precision(rule: DeadlineRule): number {
  return (rule.khoiLop === undefined ? 0 : 2) + (rule.fromNamHoc === undefined && rule.toNamHoc === undefined ? 0 : 1);
}

function lastDay(rule: DeadlineRule, year: number): string {
  const day = new Date(`${year}-${rule.monthDay}T00:00:00Z`);
  if (rule.exclusive) day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
