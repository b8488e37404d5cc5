import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../shared.js';

const page = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8');
const named = [...page.matchAll(/`((?:test|bench|scripts)\/[\w./-]+)`/g)].map(([, path]) => path!);

test('every file that the threat model names is there', () => {
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('every attack test is named in the threat model', () => {
  const attacks = readdirSync(join(ROOT, 'test/attack')).filter((name) => name.endsWith('.test.ts'));
  expect(attacks.length).toBeGreaterThan(20);
  expect(attacks.filter((name) => !named.includes(`test/attack/${name}`))).toEqual([]);
});
