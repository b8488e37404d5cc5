import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verificationFiles } from '../../scripts/xac-minh.js';
import { CHECKS, REASONS } from '../../src/verification/index.js';
import { ROOT } from '../shared.js';

test.each(Object.entries(verificationFiles()))('%s is what npm run docs writes', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
});

test('the page explains every check and every reason, once', () => {
  const rows = [...Object.values(verificationFiles())[0]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code!);
  for (const code of [...Object.keys(CHECKS), ...Object.keys(REASONS)]) {
    expect([code, rows.filter((one) => one === code).length]).toEqual([code, 1]);
  }
});
