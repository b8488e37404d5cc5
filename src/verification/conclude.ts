import type { CheckResult, RoleReport } from './report.js';
import { type Conclusion, type SubIndication, worstConclusion } from './verdict.js';

export interface Concluded {
  readonly conclusion: Conclusion;
  readonly subIndication: SubIndication | null;
}

/**
 * The conclusion of the checks of one role, or of the record as a whole: failed before indeterminate before passed, over those that decide
 * (`design.md` 7). Nothing that decided is nothing passed.
 */
export function concludeChecks(checks: readonly CheckResult[]): Concluded {
  const deciding = checks.filter((check) => check.level === 'fail');
  const failed = deciding.find((check) => check.outcome === 'failed');
  if (failed !== undefined) return { conclusion: 'totalFailed', subIndication: failed.subIndication };
  const open = deciding.find((check) => check.outcome === 'indeterminate');
  if (open !== undefined) return { conclusion: 'indeterminate', subIndication: open.subIndication };
  const passed = deciding.some((check) => check.outcome === 'passed');
  return { conclusion: passed ? 'totalPassed' : 'indeterminate', subIndication: null };
}

/** The conclusion on a record: the worst of its own and of every role that must sign or has signed; a role that fails always counts. */
export function concludeRecord(
  own: Concluded,
  roles: readonly Pick<RoleReport, 'mandatory' | 'present' | 'conclusion' | 'subIndication'>[],
): Concluded {
  const counted = roles.filter((role) => role.mandatory || role.present || role.conclusion === 'totalFailed');
  const conclusion =
    counted.length === 0
      ? worstConclusion([own.conclusion, 'indeterminate'])
      : worstConclusion([own.conclusion, ...counted.map((role) => role.conclusion)]);
  const deciding = [own, ...counted].find((one) => one.conclusion === conclusion);
  return { conclusion, subIndication: conclusion === 'totalPassed' ? null : (deciding?.subIndication ?? null) };
}
