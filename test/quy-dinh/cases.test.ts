import { describe, expect, test } from 'vitest';
import * as rules from '../../src/quy-dinh/index.js';
import { CASES } from './cases/index.js';

describe('table of cases', () => {
  test('holds at least 150 rows, each with its own name and its source', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(150);
    expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
    expect(CASES.filter(({ cites }) => cites.length < 20).map(({ id }) => id)).toEqual([]);
  });

  test('produces every finding of the table of findings', () => {
    const produced = new Set(
      CASES.flatMap(({ expected }) => (JSON.stringify(expected) ?? '').match(/RULE_\w+/g) ?? []),
    );
    expect(Object.keys(rules.FINDINGS).filter((code) => !produced.has(code))).toEqual([]);
  });

  test.each(CASES.map((entry) => [entry.id, entry] as const))('%s', (_, { actual, expected }) => {
    expect(actual(rules)).toEqual(expected);
  });
});
