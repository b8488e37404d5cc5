import type { VaiTroKy } from '../hoc-ba/index.js';
import type { CheckCode } from './checks.js';
import { levelOf, type Policy } from './policy.js';
import { REASONS, type ReasonCode } from './reasons.js';
import type { CheckResult } from './report.js';
import type { Outcome, SubIndication } from './verdict.js';

/** The answer to one question, before a policy looks at it. */
export interface Answer {
  readonly outcome: Outcome;
  /** Also with `passed`, where something has to be added. */
  readonly reason?: ReasonCode;
  readonly params?: CheckResult['params'];
  /** Where a more exact one is known than the reason's own. */
  readonly subIndication?: SubIndication | null;
}

export const PASSED: Answer = { outcome: 'passed' };
/** The question does not arise; never an answer in the record's favour. */
export const NOT_RUN: Answer = { outcome: 'notRun' };

export function failed(reason: ReasonCode, params: CheckResult['params'] = {}): Answer {
  return { outcome: 'failed', reason, params };
}

export function open(reason: ReasonCode, params: CheckResult['params'] = {}): Answer {
  return { outcome: 'indeterminate', reason, params };
}

export function passedWith(reason: ReasonCode, params: CheckResult['params'] = {}): Answer {
  return { outcome: 'passed', reason, params };
}

/** Whom a check was asked of. */
export interface Asked {
  readonly role?: VaiTroKy;
  /** `''` where one person signs in the role. */
  readonly key?: string;
}

/** The row of a check, or nothing where the policy does not ask; a contradiction shows whatever it says. */
export function checkRow(code: CheckCode, answer: Answer, policy: Policy, asked: Asked = {}): readonly CheckResult[] {
  const level = levelOf(policy, code, answer.outcome);
  if (level === 'ignore') return [];
  const { outcome, reason = null, params = {} } = answer;
  const { role, key = '' } = asked;
  const own = reason === null || outcome === 'passed' || outcome === 'notRun' ? null : REASONS[reason].subIndication;
  return [
    {
      code,
      ...(role === undefined ? {} : { role }),
      ...(key === '' ? {} : { key }),
      outcome,
      reason,
      subIndication: answer.subIndication ?? own,
      level,
      params,
    },
  ];
}
