import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MISMATCH_CAUSES } from '../../src/verification/explain-causes.js';
import { ROOT } from '../shared.js';

test('docs/giai-thich.md lists every cause once, with the sentences of the table, and no other', () => {
  const page = readFileSync(join(ROOT, 'docs/giai-thich.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([A-Z0-9_]+)` \| (.+) \| (.+) \|$/gm)].map(([, code, vi, en]) => [code, vi, en]);
  const table = Object.entries(MISMATCH_CAUSES).map(([code, { vi, en }]) => [code, vi.what, en.what]);
  expect(rows.sort()).toEqual(table.sort());
});
