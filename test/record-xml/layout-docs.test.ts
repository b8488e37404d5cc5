import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layoutFiles } from '../../scripts/layouts.js';
import { BUILT_IN_LAYOUTS } from '../../src/record-xml/index.js';
import { ROOT } from '../shared.js';

test.each(Object.entries(layoutFiles()))('%s is in sync', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
});

test('every assumption of every layout stands on the page', () => {
  const page = layoutFiles()['docs/layouts.md']!;
  for (const layout of BUILT_IN_LAYOUTS) {
    expect(layout.assumptions.length).toBeGreaterThan(0);
    for (const { vi, en } of layout.assumptions) {
      expect(page).toContain(vi);
      expect(page).toContain(en);
    }
    for (const [name, table] of Object.entries(layout.tables)) {
      if (table.assumed === true) expect(page).toMatch(new RegExp(`\\| \`${name}\` \\|.*\\| assumed \\|`));
    }
  }
});
