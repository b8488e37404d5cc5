import type { CodeList, HocBa } from '../hoc-ba/index.js';
import type { RecordRules } from './data/ho-so.js';
import type { DeadlineRule } from './deadline.js';
import type { FindingParams } from './finding.js';
import type { FindingCode, Severity } from './finding-table.js';
import type { RowView, Step } from './record-view.js';
import type { KetQuaDeXuat } from './result.js';
import type { DisabilityTreatment, RuleSet } from './rule-set.js';
import type { Source } from './source.js';

/** Adds a finding to the report. */
export type Report = <C extends FindingCode>(
  code: C,
  path: readonly Step[],
  source: Source,
  params: FindingParams<C>,
  more?: { readonly severity?: Severity; readonly related?: readonly string[] },
) => void;

/** What every check sees of a record. */
export interface RecordContext {
  readonly hocBa: HocBa;
  /** Calendar day of the check, Vietnam time. */
  readonly day: string;
  readonly rules: RecordRules;
  /** Rules of the year; `undefined` when none cover it. */
  readonly ruleSet: RuleSet | undefined;
  readonly province: string | undefined;
  readonly deadlines: readonly DeadlineRule[];
  readonly provinceCodes: CodeList | undefined;
  readonly report: Report;
}

/** What the checks of an assessment circular see as well. */
export interface AssessmentContext extends RecordContext {
  readonly ruleSet: RuleSet;
  readonly treatment: DisabilityTreatment;
  readonly rows: readonly RowView[];
  readonly proposal: KetQuaDeXuat;
}
