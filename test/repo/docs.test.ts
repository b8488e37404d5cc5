import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { glossaryFiles } from '../../scripts/glossary.js';
import { VAI_TRO_KY } from '../../src/hoc-ba/index.js';
import { cv2088 } from '../../src/record-xml/index.js';
import { ROOT } from '../shared.js';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const rows = new Set(
  [...read('docs/thuat-ngu.md').matchAll(/^\| `(\w+)` \| (\S[^|]*) \| \S[^|]* \| \S[^|]* \|/gm)].map(([, key]) => key!),
);

test.each(Object.entries(glossaryFiles()))('%s is what npm run docs writes', (path, text) => {
  expect(read(path)).toBe(text);
});

test('the glossary explains every key of the published schemas of records, with term and source', () => {
  const keys = new Set<string>();
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, inner] of Object.entries(node)) {
      if (key === 'properties') for (const name of Object.keys(inner as object)) keys.add(name);
      collect(inner);
    }
  };
  const records = readdirSync(join(ROOT, 'docs/schema')).filter((name) => name.endsWith('.json'));
  // The report is no record: its keys are English and explained in docs/xac-minh.md.
  for (const name of records.filter((one) => one !== 'report.json')) collect(JSON.parse(read(`docs/schema/${name}`)));
  expect(keys.size).toBeGreaterThan(100);
  expect([...keys].filter((key) => !rows.has(key))).toEqual([]);
});

test('the glossary explains every role, and every tag of its layout stands in it', () => {
  expect(VAI_TRO_KY.filter((role) => !rows.has(role))).toEqual([]);
  const page = read('docs/thuat-ngu.md');
  const tags = [...JSON.stringify(cv2088.record).matchAll(/"kind":"(?:value|slot)","element":"(\w+)"/g)].map(
    ([, tag]) => tag!,
  );
  expect(tags.length).toBeGreaterThan(70);
  expect(tags.filter((tag) => !page.includes(`\`${tag}\``))).toEqual([]);
});
