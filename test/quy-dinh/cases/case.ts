import type { HocBa } from '../../../src/hoc-ba/index.js';
import type { CheckOptions } from '../../../src/quy-dinh/index.js';
import { type Draft, draft, type Edit, record, validRecord } from '../records.js';

/** The folder under test; a fault is another copy of it. */
export type Rules = typeof import('../../../src/quy-dinh/index.js');

/** One row of the table. */
export interface Case {
  readonly id: string;
  /** The sentence the expected value was typed from, with its document and article. */
  readonly cites: string;
  readonly actual: (rules: Rules) => unknown;
  readonly expected: unknown;
}

/** When the checks of the table are made: after every date in it, before the duties of 2027. */
export const AT = new Date('2026-06-01T03:00:00Z');

/** A result of a year: a full record of the grade with some edits. */
export function result(
  id: string,
  cites: string,
  khoiLop: number | Draft,
  edits: readonly Edit[],
  expected: string,
): Case {
  const base = typeof khoiLop === 'number' ? draft(khoiLop) : khoiLop;
  const subject = once(() => validRecord(base, edits));
  return { id, cites, actual: (rules) => rules.proposeKetQua(subject()).result ?? 'none', expected };
}

/** Findings of a record, every one of them, as `severity CODE path`. */
export function found(
  id: string,
  cites: string,
  khoiLop: number | Draft,
  edits: readonly Edit[],
  expected: readonly string[],
  options: { readonly at?: Date; readonly province?: string; readonly ruleSet?: string; readonly invalid?: true } = {},
): Case {
  const base = typeof khoiLop === 'number' ? draft(khoiLop) : khoiLop;
  const { invalid, ...given } = options;
  // What the models refuse already is shown to the rules as it is: another source of records may let it pass.
  const subject = once(() => (invalid ? record(base, edits) : validRecord(base, edits)));
  return {
    id,
    cites,
    actual: (rules) => list(rules, subject(), { at: AT, ...given }),
    expected: [...expected].sort(),
  };
}

/** The code an expression throws, or what it returns. */
export function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

/** The table runs against many copies of the rules; its records are made once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function list(rules: Rules, subject: HocBa, options: CheckOptions): string[] {
  return rules
    .checkHocBa(subject, options)
    .findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`)
    .sort();
}
