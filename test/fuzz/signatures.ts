/* The run that CI makes, in two halves so that two cores share it. */
import { expect, test } from 'vitest';
import { fuzz, summarize } from './run.js';
import { PLACES } from './sites.js';
import { corpusSubjects, ownSubjects } from './subjects.js';

/** Together more than 200,000. */
export const CASES = 105_000;

export function testSignatures(seed: number): void {
  test(`${CASES} changed files, seed ${seed}`, { timeout: 600_000 }, async () => {
    const corpus = corpusSubjects();
    if (corpus.length === 0)
      console.log('the corpus is not in ../shared (or HOCBA_SHARED): only our own files are changed');
    const result = await fuzz({ seed, cases: CASES, subjects: [...(await ownSubjects()), ...corpus] });
    console.log(summarize(result));
    // Not the bytes: a file of the corpus is not ours to print.
    expect(result.faults.map(({ subject, steps, what }) => ({ subject, steps, what }))).toEqual([]);
    expect(result.hangs).toBe(0);
    for (const place of PLACES) {
      const { cases, held, compared, silent } = result.tallies[place];
      expect(cases).toBeGreaterThan(1_000);
      // Had nothing held, nothing would have been compared; and libxml2 must not have been silent about much.
      expect(held).toBeGreaterThan(cases / 20);
      expect(silent).toBeLessThan(compared / 25);
    }
    // Every change is made, and both ends are met: files that are refused at once and files whose digests break.
    expect(Object.values(result.steps).filter(([cases]) => cases < 50)).toEqual([]);
    for (const answer of [
      'valid',
      'digest',
      'signatureValue',
      'idDuplicate',
      'structure',
      'ERR_XML_MALFORMED',
      'ERR_XML_DOCTYPE',
    ]) {
      expect(result.answers[answer]).toBeGreaterThan(100);
    }
  });
}
