import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentsWithExamples } from '../../scripts/examples.js';
import { ROOT } from '../shared.js';

const examples = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.ts'));

const VENDOR = ['back-end.ts', 'browser.ts', 'uploads.ts'];

test('the three programs of a vendor are there', () => {
  expect(examples).toEqual(expect.arrayContaining(VENDOR));
});

const lastLine = (name: string) =>
  execFileSync(process.execPath, ['--import', 'tsx', join(ROOT, 'examples', name)], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n')
    .at(-1)!;

test.each(examples.filter((name) => name !== 'first.ts'))(
  '%s runs on the built package and answers with a line of JSON',
  (name) => {
    expect(JSON.parse(lastLine(name))).toBeTypeOf('object');
  },
);

test('the first program of the README finds the forged mark', () => {
  expect(lastLine('first.ts')).toContain('[HASH_FAILURE]');
});

const documents = Object.entries(documentsWithExamples());

test.each(documents)('%s shows the programs as they run', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  if (path.startsWith('README')) for (const name of VENDOR) expect(text).toContain(`<!-- examples/${name} -->`);
});

test('every program is shown, and every part of it that is marked', () => {
  const shown = documents.flatMap(([, text]) =>
    [...text.matchAll(/<!-- (examples\/\S+) -->/g)].map(([, part]) => part!),
  );
  const marked = examples.flatMap((name) =>
    [...readFileSync(join(ROOT, 'examples', name), 'utf8').matchAll(/^\/\/ #region (\S+)$/gm)].map(([, part]) =>
      `${part}.ts` === name ? `examples/${name}` : `examples/${name}#${part}`,
    ),
  );
  expect([...new Set(shown)].sort()).toEqual(marked.sort());
});
