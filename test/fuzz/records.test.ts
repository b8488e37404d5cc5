import { expect, test } from 'vitest';
import { fuzzRecords } from './record.js';
import { summarize } from './run.js';
import { PLACES } from './sites.js';

const CASES = 8_000;

test(`${CASES} changed records`, { timeout: 600_000 }, async () => {
  const result = await fuzzRecords({ seed: 20_260_503, cases: CASES });
  console.log(summarize(result));
  expect(result.faults.map(({ subject, steps, what }) => ({ subject, steps, what }))).toEqual([]);
  expect(result.hangs).toBe(0);
  for (const place of PLACES) expect(result.tallies[place].held).toBeGreaterThan(50);
  // What means nothing (a comment, a line end) passes; what means something fails.
  expect(result.answers['totalPassed']).toBeGreaterThan(CASES / 50);
  expect(result.answers['totalFailed']).toBeGreaterThan(CASES / 2);
});
