import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IMPORT_FINDINGS } from '../../src/import/index.js';
import { ROOT } from '../shared.js';

const page = readFileSync(join(ROOT, 'docs/tu-he-thong-cu.md'), 'utf8');

test('the cookbook lists every finding with its severity', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (error|warning|info) \| (\S.*) \|$/gm)].map(([, code, severity]) => [
    code,
    severity,
  ]);
  expect(rows).toEqual(Object.entries(IMPORT_FINDINGS).map(([code, { severity }]) => [code, severity]));
});

test('the cookbook shows the findings of its class as they are said', () => {
  const lines = [...page.matchAll(/^error dòng \d+, cột [A-Z]+: .*$/gm)].map(([text]) => text);
  const sentences = Object.values(IMPORT_FINDINGS).map(({ vi }) => vi.replace('{place}', ''));
  expect(lines).toHaveLength(3);
  expect(lines.filter((line) => !sentences.some((sentence) => line.endsWith(sentence)))).toEqual([]);
});
