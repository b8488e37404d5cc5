import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentsWithExamples } from '../../scripts/examples.js';
import { ROOT } from '../shared.js';

const examples = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.ts'));

test('the three programs of a vendor are there', () => {
  expect(examples).toEqual(expect.arrayContaining(['back-end.ts', 'browser.ts', 'uploads.ts']));
});

test.each(examples)('%s runs on the built package and answers with a line of JSON', (name) => {
  const output = execFileSync(process.execPath, ['--import', 'tsx', join(ROOT, 'examples', name)], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(JSON.parse(output.trim().split('\n').at(-1)!)).toBeTypeOf('object');
});

test.each(Object.entries(documentsWithExamples()))('%s shows the programs as they run', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  for (const name of examples) expect(text).toContain(`<!-- examples/${name} -->`);
});
