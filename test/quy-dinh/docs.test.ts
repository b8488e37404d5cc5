import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { quyDinhDocument } from '../../scripts/quy-dinh.js';
import { FINDINGS } from '../../src/quy-dinh/index.js';

const written = readFileSync(new URL('../../docs/quy-dinh.md', import.meta.url), 'utf8');

test('docs/quy-dinh.md is what the data says (npm run docs writes it)', () => {
  expect(written).toBe(quyDinhDocument());
});

test('it lists every finding', () => {
  for (const code of Object.keys(FINDINGS)) expect(written).toContain(`\`${code}\``);
});
