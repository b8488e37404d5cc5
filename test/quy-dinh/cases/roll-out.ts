import { type Case, outcome } from './case.js';

const ROLL_OUT =
  '27/2020/TT-BGDĐT điều 2: từ năm học 2020-2021 đối với lớp 1, 2021-2022 lớp 2, 2022-2023 lớp 3, 2023-2024 lớp 4, 2024-2025 lớp 5';
const KEPT =
  '27/2020/TT-BGDĐT điều 3: TT 30/2014 và TT 22/2016 áp dụng cho các khối cho đến khi thực hiện quy định mới';

const rulesOf = (khoiLop: number, namHoc: string, expected: string): Case => ({
  id: `rule set of grade ${khoiLop} in ${namHoc}`,
  cites: expected === 'TT27-2020' ? ROLL_OUT : KEPT,
  actual: (rules) => outcome(() => rules.ruleSetFor({ khoiLop, namHoc }).ruleSet.id),
  expected,
});

export const ROLL_OUT_CASES: readonly Case[] = [
  rulesOf(1, '2019-2020', 'TT30-2014'),
  rulesOf(1, '2020-2021', 'TT27-2020'),
  rulesOf(2, '2020-2021', 'TT30-2014'),
  rulesOf(2, '2021-2022', 'TT27-2020'),
  rulesOf(3, '2021-2022', 'TT30-2014'),
  rulesOf(3, '2022-2023', 'TT27-2020'),
  rulesOf(4, '2022-2023', 'TT30-2014'),
  rulesOf(4, '2023-2024', 'TT27-2020'),
  rulesOf(5, '2023-2024', 'TT30-2014'),
  rulesOf(5, '2024-2025', 'TT27-2020'),
  rulesOf(1, '2025-2026', 'TT27-2020'),
  rulesOf(5, '2014-2015', 'TT30-2014'),
  { ...rulesOf(5, '2013-2014', 'ERR_RULE_SET_NOT_FOUND'), cites: '30/2014/TT-BGDĐT: ban hành 28/08/2014' },
  { ...rulesOf(6, '2024-2025', 'ERR_RULE_SET_NOT_FOUND'), cites: '27/2020/TT-BGDĐT điều 1: học sinh tiểu học' },
  {
    ...rulesOf(1, '2024-2026', 'ERR_SCHOOL_YEAR_INVALID'),
    cites: '2088/BGDĐT-GDTH phụ lục 1: TEN_NAM_HOC "2023-2024"',
  },
  { ...rulesOf(1, '2024', 'ERR_SCHOOL_YEAR_INVALID'), cites: '2088/BGDĐT-GDTH phụ lục 1: TEN_NAM_HOC "2023-2024"' },
  {
    id: 'an override is taken and said',
    cites: ROLL_OUT,
    actual: (rules) => {
      const { ruleSet, overridden } = rules.ruleSetFor({ khoiLop: 4, namHoc: '2022-2023', override: 'TT27-2020' });
      return [ruleSet.id, overridden];
    },
    expected: ['TT27-2020', true],
  },
  {
    id: 'an override that is right anyway is none',
    cites: ROLL_OUT,
    actual: (rules) => rules.ruleSetFor({ khoiLop: 4, namHoc: '2023-2024', override: 'TT27-2020' }).overridden,
    expected: false,
  },
  {
    id: 'an unknown override',
    cites: ROLL_OUT,
    actual: (rules) => outcome(() => rules.ruleSetFor({ khoiLop: 4, namHoc: '2023-2024', override: 'TT99' })),
    expected: 'ERR_RULE_SET_UNKNOWN',
  },
];
