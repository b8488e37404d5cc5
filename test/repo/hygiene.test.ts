import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../shared.js';
import { readSources } from './sources.js';

/** Files longer than 400 lines, and why they are one thing. */
const LONG: Readonly<Record<string, string>> = {
  'verification/reasons.ts': 'one table of codes with their sentences in two languages',
  'xml/parser.ts': 'one grammar, read in one pass over one text',
};

const OWN = ['src', 'test', 'docs', 'examples', 'scripts', 'bench', '.ci', '.github'];
const files = [
  ...OWN.filter((folder) => existsSync(join(ROOT, folder))).flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ),
  ...readdirSync(ROOT).filter((name) => /\.(md|json|ts)$/.test(name)),
]
  .map((path) => path.split(sep).join('/'))
  .filter(
    (path) => statSync(join(ROOT, path)).isFile() && !path.startsWith('docs/api/') && path !== 'package-lock.json',
  );
const texts = files
  .filter(
    (path) =>
      /\.(ts|js|mjs|json|md|yml|sh|txt|cs)$|^\.ci\//.test(path) &&
      !/^test\/(.*\/)?vectors\/.*\.(xml|txt|json)$/.test(path),
  )
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

test('no file names a folder of somebody’s machine', () => {
  const found = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/(?<![\w.)}/:-])\/(?:home|root|Users|work|mnt|private)\/[\w.-]+/g)].map(
      ([match]) => `${path}: ${match}`,
    ),
  );
  expect(found).toEqual([]);
});

test('the lock file pins every package by its hash and names no registry of somebody’s own', () => {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(packages.length).toBeGreaterThan(0);
  expect(packages.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  const hosts = packages.flatMap(([, { resolved }]) => (resolved === undefined ? [] : [new URL(resolved).host]));
  expect(hosts.filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
});

test('text files end with one line feed and have no carriage return', () => {
  const wrong = texts.filter(({ text }) => text.includes('\r') || !text.endsWith('\n') || text.endsWith('\n\n'));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('source files stay below 400 lines, or say why not', () => {
  const long = readSources()
    .filter(({ text }) => text.split('\n').length > 401)
    .map(({ file }) => file);
  expect(long.filter((file) => !(file in LONG))).toEqual([]);
  expect(Object.keys(LONG).filter((file) => !long.includes(file))).toEqual([]);
});

test('tests ask for system programs by peer(), so that an absent one is a skip with its name and reason', () => {
  const direct = texts
    .filter(({ path }) => path.startsWith('test/') && path.endsWith('.ts'))
    .filter(({ text }) =>
      /\b(?:exec|spawn)\w*\(\s*['"`](?:openssl|xmlsec1|xmllint|mono|mcs|chromium|qpdf|pdftotext|softhsm2-util)\b/.test(
        text,
      ),
    );
  expect(direct.map(({ path }) => path)).toEqual([]);
});

test('no comment leaves work for later', () => {
  const later = texts
    .filter(({ path }) => path !== 'test/repo/hygiene.test.ts')
    .flatMap(({ path, text }) => (/\b(TODO|FIXME|XXX|HACK)\b(?!\s*#\d)/.test(text) ? [path] : []));
  expect(later).toEqual([]);
});

test('links between documents lead somewhere', () => {
  const broken = texts
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)(?:#[^)]*)?\)/g)]
        .map(([, target]) => join(dirname(join(ROOT, path)), target!))
        .filter((target) => !existsSync(target))
        .map((target) => `${path} -> ${relative(ROOT, target)}`),
    );
  expect(broken).toEqual([]);
});
