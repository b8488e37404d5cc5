import { isHocBaSoError } from '../errors/index.js';
import type { CodeList, HocBa } from '../hoc-ba/index.js';
import type { RecordContext, Report } from './check-context.js';
import { checkDates, checkGradeAndOccasion, checkHistory, checkIdentity } from './check-record.js';
import { checkAwards, checkPromotion, checkResult } from './check-result.js';
import { checkRows } from './check-rows.js';
import { RULE_SETS } from './data/bo-quy-dinh.js';
import { RECORD_RULES, type RecordRules } from './data/ho-so.js';
import { DEADLINES } from './data/thoi-han.js';
import type { DeadlineRule } from './deadline.js';
import { type Finding, makeFinding } from './finding.js';
import type { Severity } from './finding-table.js';
import { pathText, textAt } from './record-view.js';
import { computeResult, disabilityTreatment, judgedRows } from './result.js';
import type { RuleSet } from './rule-set.js';
import { type RuleSetChoice, ruleSetFor } from './rule-set-choice.js';
import { vietnamDay } from './school-year.js';

/** Options of {@link checkHocBa}. */
export interface CheckOptions {
  /** Time of the check: what counts as the future, and which duties have begun. */
  readonly at: Date;
  /** Key of the rule set to use whatever grade and year say. */
  readonly ruleSet?: string;
  /** Two-digit province code; without it no deadline is checked. */
  readonly province?: string;
  readonly ruleSets?: readonly RuleSet[];
  readonly deadlines?: readonly DeadlineRule[];
  readonly recordRules?: RecordRules;
  /** Province codes of personal ids; default that of `checkMaDinhDanh`. */
  readonly provinceCodes?: CodeList;
}

/** What the rules say of a record. JSON-able; holds no value of the record. */
export interface KetQuaKiemTra {
  /** Key of the rule set; `undefined` when none covers grade and year. */
  readonly ruleSet: string | undefined;
  /** True when the caller's rule set is not that of grade and year. */
  readonly overridden: boolean;
  /** Calendar day of the check in Vietnam. */
  readonly day: string;
  readonly findings: readonly Finding[];
  readonly count: Readonly<Record<Severity, number>>;
}

/**
 * Checks a record against the rules of its year: subjects, scores, result, awards, promotion, identity, dates, history.
 *
 * Never throws for a bad record, and never judges a comment: what a teacher writes is no error (27/2020/TT-BGDĐT, hướng dẫn ghi).
 *
 * @param hocBa - A record that `parseHocBa` accepts; not modified.
 * @throws {@link HocBaSoError} `ERR_RULE_SET_UNKNOWN` when `options.ruleSet` is no key of a rule set; `ERR_RULE_SET_AMBIGUOUS` when
 * the given sets overlap.
 * @example examples/back-end.ts
 */
export function checkHocBa(hocBa: HocBa, options: CheckOptions): KetQuaKiemTra {
  const ruleSets = options.ruleSets ?? RULE_SETS;
  const rules = options.recordRules ?? RECORD_RULES;
  const { khoiLop } = hocBa.lopHoc;
  const { namHoc } = hocBa;
  const choice = chooseRuleSet(hocBa, ruleSets, options.ruleSet);
  const findings: Finding[] = [];
  const named = choice === undefined ? {} : { ruleSet: choice.ruleSet.id };
  const report: Report = (code, path, source, params, more) => {
    findings.push(makeFinding(code, pathText(path), source, params, { ...more, ...named }));
  };
  const context: RecordContext = {
    hocBa,
    day: vietnamDay(options.at),
    rules,
    ruleSet: choice?.ruleSet,
    province: options.province,
    deadlines: options.deadlines ?? DEADLINES,
    provinceCodes: options.provinceCodes,
    report,
  };

  checkGradeAndOccasion(context);
  if (choice === undefined) {
    report('RULE_SET_NOT_FOUND', ['lopHoc', 'khoiLop'], rules.circular.source, { khoiLop, namHoc });
  } else checkAssessment(context, choice);
  checkIdentity(context);
  checkDates(context);
  checkHistory(context);

  const count = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) count[severity] += 1;
  return { ruleSet: choice?.ruleSet.id, overridden: choice?.overridden ?? false, day: context.day, findings, count };
}

function checkAssessment(context: RecordContext, { ruleSet, overridden }: RuleSetChoice): void {
  const { hocBa, rules, report } = context;
  const { khoiLop } = hocBa.lopHoc;
  const { namHoc } = hocBa;
  const document = ruleSet.documents[0] ?? ruleSet.id;
  if (overridden) report('RULE_SET_OVERRIDDEN', [], ruleSet.result.source, { khoiLop, namHoc });
  if (!namesCircular(hocBa.thongTu, ruleSet)) {
    report('RULE_CIRCULAR_MISMATCH', ['thongTu'], rules.circular.source, { document, khoiLop, namHoc });
  }
  const { marker } = ruleSet;
  if (marker !== undefined && textAt(hocBa, marker.path) !== marker.value) {
    // Every row would be missing and every other unknown: one finding says it.
    report('RULE_ROWS_OF_OTHER_CIRCULAR', marker.path, ruleSet.result.source, { document });
    return;
  }
  const rows = judgedRows(hocBa, ruleSet);
  const assessment = {
    ...context,
    ruleSet,
    rows,
    treatment: disabilityTreatment(hocBa, ruleSet),
    proposal: computeResult(hocBa, ruleSet, rows),
  };
  checkRows(assessment);
  checkResult(assessment);
  checkPromotion(assessment);
  checkAwards(assessment);
}

function chooseRuleSet(hocBa: HocBa, ruleSets: readonly RuleSet[], override?: string): RuleSetChoice | undefined {
  const { capHoc, namHoc } = hocBa;
  const { khoiLop } = hocBa.lopHoc;
  try {
    return ruleSetFor({ capHoc, khoiLop, namHoc, ...(override === undefined ? {} : { override }) }, ruleSets);
  } catch (error) {
    // No rules for the year is a judgement on the record; every other failure is the caller's.
    if (isHocBaSoError(error, 'ERR_RULE_SET_NOT_FOUND')) return undefined;
    throw error;
  }
}

/** Circulars are written in many ways ("Thông tư 27", "TT 27/2020/TT-BGDDT"): the number decides, and the year where it stands. */
function namesCircular(thongTu: string, ruleSet: RuleSet): boolean {
  return ruleSet.documents.some((document) => {
    const [number = '', second = ''] = document.split('/');
    return new RegExp(`(?:^|\\D)${number}(?!\\d)(?!/(?!${second}))`, 'iu').test(thongTu);
  });
}
