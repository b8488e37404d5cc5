import { foldLabel, giaTri } from '../hoc-ba/index.js';
import type { AssessmentContext } from './check-context.js';
import { pathText, type RowView, type Step, valueAt } from './record-view.js';
import type { MeasureRule } from './rule-set.js';
import { carriesMeasure, hasTest } from './rule-set-choice.js';

/** Rows, levels and scores. A record of part of a year need not be complete; one that is being opened has none of it. */
export function checkRows(context: AssessmentContext): void {
  const { hocBa, ruleSet, rules, rows, report } = context;
  if (hocBa.thoiDiemLap === 'moHocBa') {
    for (const table of ruleSet.tables) {
      const first = rows.find((row) => row.table === table && row.level !== undefined);
      if (first !== undefined) report('RULE_OPENING_RESULTS', table.path, rules.opening.source, {});
    }
    return;
  }
  const firstOf = new Map<string, RowView>();
  for (const row of rows) {
    const first = firstOf.get(`${row.table.id}/${row.key}`);
    if (first === undefined) firstOf.set(`${row.table.id}/${row.key}`, row);
    else {
      report(
        'RULE_ROW_DUPLICATE',
        row.path,
        row.table.source,
        { row: rowParam(row) },
        { related: [pathText(first.path)] },
      );
    }
    checkRow(context, row);
  }
}

/** Whether the record must be complete: a year's end of a pupil who is judged by the common rules. */
function mustBeComplete({ hocBa, treatment }: AssessmentContext): boolean {
  return hocBa.thoiDiemLap === 'cuoiNamHoc' && (treatment === 'full' || treatment === 'adjusted');
}

function checkRow(context: AssessmentContext, row: RowView): void {
  const { hocBa, report, rows } = context;
  const { khoiLop } = hocBa.lopHoc;
  const { rule, table } = row;
  if (rule === undefined) {
    const split = splitRuleOf(row);
    if (split === undefined) report('RULE_ROW_UNKNOWN', row.path, table.source, { table: table.id });
    else report('RULE_ROW_SPLIT', row.path, split.source, { rows: split.into.length });
  } else if (!row.listed) {
    if (row.status !== 'compulsory' || row.exempt || !mustBeComplete(context)) return;
    // The common row stands for its parts and has its own finding.
    if (rows.some((other) => splitRuleOf(other)?.into.includes(row.key) === true)) return;
    const severity = rule.missing ?? 'error';
    report('RULE_ROW_MISSING', row.path, rule.source, { row: rowParam(row), khoiLop }, { severity });
    return;
  } else if (row.status === 'absent') {
    if (row.levelAbsent !== 'khongApDung') {
      report('RULE_ROW_NOT_IN_GRADE', row.path, rule.source, { row: rowParam(row), khoiLop });
    }
  } else checkLevel(context, row);
  for (const measure of table.measures ?? []) checkMeasure(context, row, measure);
}

function checkLevel(context: AssessmentContext, row: RowView): void {
  const { report } = context;
  const { table } = row;
  if (table.levels.length === 0 || row.rule?.level === false) return;
  if (row.level !== undefined) {
    if (!table.levels.some((level) => level.key === row.level)) {
      report('RULE_LEVEL_UNKNOWN', row.levelPath, table.source, { row: rowParam(row) });
    }
    return;
  }
  if (row.exempt || !mustBeComplete(context)) return;
  if (row.status === 'optional' && row.levelAbsent === 'khongApDung') return;
  const code = row.levelAbsent === undefined ? 'RULE_LEVEL_MISSING' : 'RULE_LEVEL_ABSENT';
  report(code, row.levelPath, table.source, { row: rowParam(row) });
}

function checkMeasure(context: AssessmentContext, row: RowView, measure: MeasureRule): void {
  const { hocBa, report } = context;
  const { khoiLop } = hocBa.lopHoc;
  const { table } = row;
  const { value, path = row.path } = row.measures[measure.id] ?? {};
  const param = rowParam(row);
  const tested = row.rule !== undefined && carriesMeasure(row.rule, measure, khoiLop);
  checkOccasions(context, row, measure);
  if (value === undefined) {
    if (row.status !== 'compulsory' || !row.listed || !tested || row.exempt || !mustBeComplete(context)) return;
    // A row without its level has that finding already.
    if (row.level === undefined && table.levels.length > 0 && row.rule?.level !== false) return;
    report('RULE_SCORE_MISSING', path, measure.source, { row: param, measure: measure.id });
    return;
  }
  checkNumber(context, row, measure, value, path);
  if (row.rule !== undefined && !tested && row.status !== 'absent') {
    const code = row.status === 'optional' ? 'RULE_SCORE_OPTIONAL_ROW' : 'RULE_SCORE_NOT_TESTED';
    report(code, path, testSource(row, measure), { row: param, khoiLop });
  }
  const expected = measure.expectedByLevel?.find((entry) => entry.level === row.level);
  if (expected === undefined || typeof value !== 'number') return;
  if (value < (expected.min ?? value) || value > (expected.max ?? value)) {
    report('RULE_SCORE_AGAINST_LEVEL', path, expected.source, { row: param }, { related: [pathText(row.levelPath)] });
  }
}

/** Scale of a score. */
function checkNumber(
  { report }: AssessmentContext,
  row: RowView,
  measure: MeasureRule,
  value: unknown,
  path: readonly Step[],
): void {
  const { min, max, decimals, forbidden = [], source } = measure;
  const param = rowParam(row);
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    report('RULE_SCORE_RANGE', path, source, { row: param, min, max });
    return;
  }
  const scaled = value * 10 ** decimals;
  if (Math.abs(scaled - Math.round(scaled)) > 1e-9)
    report('RULE_SCORE_DECIMALS', path, source, { row: param, decimals });
  if (forbidden.includes(value)) {
    report('RULE_SCORE_FORBIDDEN', path, source, { row: param, forbidden: forbidden.join(' ') });
  }
}

/** Results of single occasions: only where there is a test, and the record shows the last of the year's end. */
function checkOccasions(context: AssessmentContext, row: RowView, measure: MeasureRule): void {
  const { occasions } = measure;
  const { hocBa, report } = context;
  const { khoiLop } = hocBa.lopHoc;
  const entries = occasions === undefined ? undefined : valueAt(hocBa, [...row.path, occasions.field]);
  if (occasions === undefined || row.rule === undefined || !row.listed || !Array.isArray(entries)) return;
  const param = rowParam(row);
  let last: unknown;
  entries.forEach((entry: unknown, index) => {
    const at = valueAt(entry, [occasions.atField]);
    const value = giaTri(valueAt(entry, [occasions.valueField]));
    if (value === undefined) return;
    const path = [...row.path, occasions.field, index, occasions.valueField];
    checkNumber(context, row, measure, value, path);
    if (at === occasions.final) last = value;
    if (at === occasions.again) {
      if (last !== undefined) last = value;
    } else if (row.status === 'compulsory' && !hasTest(row.rule!, khoiLop, String(at))) {
      report('RULE_SCORE_NOT_TESTED', path, testSource(row, measure), { row: param, khoiLop });
    }
  });
  const recorded = row.measures[measure.id]?.value;
  if (last !== undefined && recorded !== undefined && recorded !== last) {
    report('RULE_SCORE_NOT_LAST_TEST', row.measures[measure.id]?.path ?? row.path, occasions.source, { row: param });
  }
}

/** The sentence that lists the tested rows: a row without tests has none of its own. */
function testSource(row: RowView, measure: MeasureRule): MeasureRule['source'] {
  const listed = [row.rule, ...row.table.rows].find((rule) => rule?.tests !== undefined && rule.tests.length > 0);
  return listed?.tests?.[0]?.source ?? measure.source;
}

/** The common row of an older form that a row of the record is, by key or by its printed name. */
function splitRuleOf(row: RowView): NonNullable<RowView['table']['splitRows']>[number] | undefined {
  if (row.rule !== undefined) return undefined;
  return row.table.splitRows?.find(
    (split) => split.key === row.key || (row.name !== undefined && foldLabel(split.label.vi) === foldLabel(row.name)),
  );
}

/** A row in parameters: never the key of a row the rules do not know, which may be any text. */
function rowParam(row: RowView): string {
  return row.rule === undefined ? row.table.id : `${row.table.id}/${row.key}`;
}
