import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schemaFiles } from '../../scripts/schema.js';
import { THUAT_NGU } from '../../src/hoc-ba/index.js';
import { ROOT } from '../shared.js';

test.each(Object.entries(schemaFiles()))('%s is in sync', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
});

test('every key of every schema is in the glossary, and no term is left over', () => {
  const keys = new Set<string>();
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, inner] of Object.entries(node)) {
      if (key === 'properties') for (const name of Object.keys(inner as object)) keys.add(name);
      collect(inner);
    }
  };
  for (const text of Object.values(schemaFiles())) collect(JSON.parse(text));
  expect([...keys].sort()).toEqual(Object.keys(THUAT_NGU).sort());
});
