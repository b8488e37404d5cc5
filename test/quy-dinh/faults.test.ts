import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcome, type Rules } from './cases/case.js';
import { CASES } from './cases/index.js';
import { type Fault, FaultyCopies } from './faulty-copy.js';

/*
 * The table is only worth something if it falls when the rules are wrong. Each fault is one small change of the source, of the kind
 * that a tired author makes: another threshold, another comparison, a year too early, two names swapped.
 */
const FAULTS: readonly Fault[] = [
  // Thresholds and comparisons
  {
    id: 'Hoàn thành xuất sắc from 8',
    file: 'data/tt27-2020.ts',
    from: "conditions(['hoanThanhTot'], ['tot'], 9)",
    to: "conditions(['hoanThanhTot'], ['tot'], 8)",
  },
  {
    id: 'Hoàn thành xuất sắc from 10',
    file: 'data/tt27-2020.ts',
    from: "conditions(['hoanThanhTot'], ['tot'], 9)",
    to: "conditions(['hoanThanhTot'], ['tot'], 10)",
  },
  {
    id: 'Hoàn thành tốt from 6',
    file: 'data/tt27-2020.ts',
    from: "conditions(['hoanThanhTot'], ['tot'], 7)",
    to: "conditions(['hoanThanhTot'], ['tot'], 6)",
  },
  { id: 'Hoàn thành from 4', file: 'data/tt27-2020.ts', from: "['tot', 'dat'], 5)", to: "['tot', 'dat'], 4)" },
  { id: 'Hoàn thành without Đạt', file: 'data/tt27-2020.ts', from: "['tot', 'dat'], 5)", to: "['tot'], 5)" },
  {
    id: 'above instead of at least',
    file: 'result.ts',
    from: 'value >= (condition.atLeast',
    to: 'value > (condition.atLeast',
  },
  {
    id: 'a missing value counts as met',
    file: 'result.ts',
    from: "if (row.level === undefined) return 'unknown';",
    to: "if (row.level === undefined) return 'met';",
  },
  {
    id: 'an empty table is a full one',
    file: 'result.ts',
    from: "outcomes.length === 0 ? 'unknown' : all(outcomes)",
    to: 'all(outcomes)',
  },
  {
    id: 'a failed condition is only unknown',
    file: 'result.ts',
    from: "if (outcomes.includes('notMet')) return 'notMet';",
    to: "if (outcomes.includes('notMet')) return 'unknown';",
  },
  {
    id: 'scores of subjects without a test count',
    file: 'result.ts',
    from: 'if (!carriesMeasure(row.rule, measure, khoiLop)) return false;',
    to: '',
  },
  // Roll-out, subjects, tests
  {
    id: 'grade 4 a year too early',
    file: 'data/tt27-2020.ts',
    from: "khoiLop: 4, fromNamHoc: '2023-2024'",
    to: "khoiLop: 4, fromNamHoc: '2022-2023'",
  },
  {
    id: 'older rules end a year too early',
    file: 'data/tt30-2014.ts',
    from: "toNamHoc: '2023-2024'",
    to: "toNamHoc: '2022-2023'",
  },
  {
    id: 'mid-term tests from grade 3',
    file: 'data/tt27-2020.ts',
    from: "{ at: 'giuaHocKy1', khoiLop: [4, 5]",
    to: "{ at: 'giuaHocKy1', khoiLop: [3, 4, 5]",
  },
  {
    id: 'Ngoại ngữ 1 compulsory from grade 1',
    file: 'data/tt27-2020.ts',
    from: "'Foreign language 1', [3, 4, 5]",
    to: "'Foreign language 1', [1, 2, 3, 4, 5]",
  },
  {
    id: 'the split of QĐ 2904 undone',
    file: 'data/tt27-2020.ts',
    from: "into: ['tinHoc', 'congNghe']",
    to: 'into: []',
  },
  {
    id: 'the ban on 0 carried over',
    file: 'data/tt27-2020.ts',
    from: '            decimals: 0,',
    to: '            decimals: 0, forbidden: [0],',
  },
  { id: 'the ban on 0 lost', file: 'data/tt30-2014.ts', from: 'forbidden: [0],', to: '' },
  // Awards, promotion, disability
  {
    id: 'the two titles swapped',
    file: 'data/tt27-2020.ts',
    from: "requires: ['hoanThanhXuatSac']",
    to: "requires: ['hoanThanhTot']",
  },
  {
    id: 'a promotion by decision forbidden',
    file: 'findings-of-assessment.ts',
    from: "RULE_PROMOTED_BY_DECISION: {\n    severity: 'warning'",
    to: "RULE_PROMOTED_BY_DECISION: {\n    severity: 'error'",
  },
  {
    id: 'a passed supplementary assessment ignored',
    file: 'check-result.ts',
    from: 'supplementary === promotion.supplementaryCompletes ? true : byResult',
    to: 'byResult',
  },
  {
    id: 'the last grade is promoted to the next',
    file: 'check-result.ts',
    from: 'return isLast || grade !== khoiLop + 1',
    to: 'return grade !== khoiLop + 1',
  },
  {
    id: 'điều 8 ignored',
    file: 'result.ts',
    from: "return khuyetTat === undefined ? 'full'",
    to: "return khuyetTat !== null ? 'full'",
  },
  {
    id: 'too high and too low swapped',
    file: 'check-result.ts',
    from: "report('RULE_RESULT_TOO_LOW', path, source, {})",
    to: "report('RULE_RESULT_TOO_HIGH', path, source, { condition: '' })",
  },
  // Dates, deadlines, orders
  {
    id: 'a deadline day counts as in time',
    file: 'deadline.ts',
    from: 'if (rule.exclusive)',
    to: 'if (!rule.exclusive)',
  },
  {
    id: 'grades of a deadline ignored',
    file: 'deadline.ts',
    from: '(rule.khoiLop === undefined ? 0 : 2)',
    to: '(rule.khoiLop === undefined ? 2 : 0)',
  },
  { id: 'days in UTC', file: 'school-year.ts', from: '7 * 3_600_000', to: '0 * 3_600_000' },
  {
    id: 'a policy may lower a demand',
    file: 'occasion.ts',
    from: 'return STRICTNESS[asked] > STRICTNESS[own] ? asked : own;',
    to: 'return asked;',
  },
  {
    id: 'a document ends a day late',
    file: 'legal-reference.ts',
    from: "return date <= day ? 'reached' : 'ahead';",
    to: "return date < day ? 'reached' : 'ahead';",
  },
];

const copies = new FaultyCopies();
afterAll(() => copies.remove());

describe('seeded faults', () => {
  let sound: Rules;
  beforeAll(async () => {
    sound = await copies.load();
  });

  test('the copy without a fault passes the whole table', () => {
    expect(failing(sound)).toEqual([]);
  });

  test('there are at least ten', () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(10);
  });

  test.each(FAULTS.map((fault) => [fault.id, fault] as const))('%s: caught', async (_, fault) => {
    expect(failing(await copies.load(fault))).not.toEqual([]);
  });
});

/** Names of the cases that do not give what they should. */
function failing(rules: Rules): readonly string[] {
  return CASES.filter(
    ({ actual, expected }) =>
      !isDeepStrictEqual(
        outcome(() => actual(rules)),
        expected,
      ),
  ).map(({ id }) => id);
}
