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

test.each(examples)('%s runs on the built package and answers with a line of JSON', (name) => {
  const output = execFileSync(process.execPath, ['--import', 'tsx', join(ROOT, 'examples', name)], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(JSON.parse(output.trim().split('\n').at(-1)!)).toBeTypeOf('object');
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
