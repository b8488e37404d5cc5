/*
 * Cases that had to be looked at by a person, small and our own, with what they must answer: where libxml2 wants more than XML does, where
 * what a signature leaves out has changed though its octets have not, and where a claim stood beside the true one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from './octets.js';
import { isWish, judgeBytes } from './run.js';

const folder = join(import.meta.dirname, 'regressions');

/** Verdict of each signature, whether libxml2 renders what they sign, and the times that are signed. */
const EXPECTED: Readonly<
  Record<
    string,
    { cores: readonly string[]; oracle: 'agrees' | 'refuses' | 'renders nothing'; times?: readonly string[] }
  >
> = {
  'relative-namespace-above.xml': { cores: ['valid'], oracle: 'renders nothing' },
  'relative-namespace-elsewhere.xml': { cores: ['valid'], oracle: 'renders nothing' },
  'signature-doubled-under-subtract.xml': { cores: ['valid', 'valid'], oracle: 'agrees' },
  'signature-moved-out-of-block.xml': { cores: ['valid'], oracle: 'agrees' },
  'signing-time-of-another-namespace.xml': { cores: ['valid'], oracle: 'agrees', times: ['2026-05-29T08:00:00+07:00'] },
  'xml-id-is-no-name.xml': { cores: ['valid'], oracle: 'refuses' },
  'xml-id-twice.xml': { cores: ['valid'], oracle: 'refuses' },
};

test('every file has its expectation', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(EXPECTED));
});

test.each(Object.entries(EXPECTED))('%s', async (name, { cores, oracle, times = [] }) => {
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  const results = await judgeBytes(bytes);
  expect(results.map((one) => one.core)).toEqual(cores);
  expect(results.flatMap((one) => one.signingTimes.filter(({ signed }) => signed).map(({ text }) => text))).toEqual(
    times,
  );
  const theirs = (await openReader()).read(bytes);
  if (typeof theirs === 'string') {
    expect([oracle, isWish(theirs)]).toEqual(['refuses', true]);
    return;
  }
  const octets = results.map((one) => theirs.signed(one));
  if (oracle === 'renders nothing') expect(octets.map((one) => typeof one)).toEqual(cores.map(() => 'string'));
  else {
    const holds = octets.map((one) => typeof one !== 'string' && one.references.every((reference) => reference.holds));
    expect([oracle, ...holds]).toEqual(['agrees', ...cores.map(() => true)]);
  }
});
