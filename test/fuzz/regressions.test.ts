/*
 * Files that once showed a fault, small and our own. Each is judged like a case of the fuzzing: a coded refusal or a verdict, and no
 * signature holds over other octets than libxml2 reads.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import { openReader } from './octets.js';
import { judgeBytes } from './run.js';

const folder = join(import.meta.dirname, 'regressions');
const files = readdirSync(folder).filter((name) => name.endsWith('.xml'));

test('there are some', () => {
  expect(files.length).toBeGreaterThan(0);
});

test.each(files)('%s', async (name) => {
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  const reader = await openReader();
  const results = await judgeBytes(bytes).catch((error: unknown) => {
    expect(isHocBaSoError(error)).toBe(true);
    return [];
  });
  const theirs = reader.read(bytes);
  for (const result of results) {
    if (result.core !== 'valid') continue;
    expect(theirs).not.toBeTypeOf('string');
    const octets = typeof theirs === 'string' ? theirs : theirs.signed(result);
    expect(typeof octets === 'string' ? octets : octets.references.filter((one) => !one.holds)).toEqual([]);
  }
});
