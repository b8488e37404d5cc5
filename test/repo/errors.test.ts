import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { ErrorTable, ErrorText } from '../../src/errors/index.js';
import { ROOT } from '../shared.js';
import { readSources } from './sources.js';

interface Row extends ErrorText {
  readonly code: string;
  readonly file: string;
  readonly table: string;
}

const sources = readSources();
const rows: Row[] = [];

/** Words that would name a person or a value of a record; an error names positions, elements, codes and limits instead. */
const PERSONAL =
  /^(ten|hoTen|hoVaTen|hocSinh|pupil|student|teacher|person|subject|cccd|soCccd|mst|ngaySinh|birth\w*|address|phone|diem\w*|mark|score|grade|nhanXet|comment|value|text|content|password|token|key)$/i;

beforeAll(async () => {
  for (const { file } of sources.filter((source) => source.file.endsWith('-errors.ts'))) {
    const module = (await import(join(ROOT, 'src', file))) as Record<string, unknown>;
    for (const [table, value] of Object.entries(module)) {
      if (!table.endsWith('_ERRORS')) continue;
      for (const [code, text] of Object.entries(value as ErrorTable)) rows.push({ ...text, code, file, table });
    }
  }
});

test('the codes of all folders, sorted, are the committed list: a code is never renamed, reused or removed', async () => {
  expect(rows.length).toBeGreaterThan(0);
  const list = rows.map(({ code, fault }) => `${code} ${fault}`).sort();
  await expect(`${list.join('\n')}\n`).toMatchFileSnapshot('error-codes.txt');
});

test('each code stands in one table, which is named after its file', () => {
  const seen = new Map<string, string>();
  const faults: string[] = [];
  for (const { code, file, table } of rows) {
    if (seen.has(code)) faults.push(`${code}: in ${seen.get(code)} and in ${file}`);
    seen.set(code, file);
    // A folder may have several tables, so that a small entry does not carry all texts.
    const name = /([\w-]+)-errors\.ts$/.exec(file)![1]!;
    if (table !== `${name.toUpperCase().replaceAll('-', '_')}_ERRORS`) faults.push(`${file}: ${table}`);
    if (!/^ERR_[A-Z0-9]+(_[A-Z0-9]+)*$/.test(code)) faults.push(`${code}: spelling`);
  }
  expect(faults).toEqual([]);
});

test('both languages of a code are sentences that name the same parameters, and no personal data', () => {
  const faults: string[] = [];
  for (const { code, vi, en } of rows) {
    const params = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort();
    if (params(vi).join() !== params(en).join()) faults.push(`${code}: {${params(vi)}} against {${params(en)}}`);
    for (const name of params(en)) if (PERSONAL.test(name)) faults.push(`${code}: parameter {${name}}`);
    if (vi.trim() === '' || en.trim() === '' || vi === en) faults.push(`${code}: a language is missing`);
    if (/[{}]/.test(vi.replace(/\{\w+\}/g, '') + en.replace(/\{\w+\}/g, ''))) faults.push(`${code}: a stray brace`);
    if (vi !== vi.normalize('NFC')) faults.push(`${code}: not in normalisation form C`);
  }
  expect(faults).toEqual([]);
});

test('each code is thrown by its folder or a folder above, and no other code is', () => {
  const known = new Set(rows.map(({ code }) => code));
  const used = new Set<string>();
  const unknown: string[] = [];
  for (const { file, strings } of sources) {
    if (file.endsWith('-errors.ts')) continue;
    for (const [name] of strings.join('\n').matchAll(/\bERR_[A-Z0-9_]*[A-Z0-9]\b/g)) {
      used.add(name);
      // A beginning that several codes share may be asked for: ERR_XML for every ERR_XML_….
      const isBeginning = [...known].some((one) => one.startsWith(`${name}_`));
      if (!known.has(name) && !isBeginning) unknown.push(`${file}: ${name}`);
    }
  }
  expect(unknown).toEqual([]);
  // Declared for callers of later folders; each must be used once the folder is there.
  const reserved = new Set(['ERR_PEER_MISSING', 'ERR_ARGUMENT_INVALID']);
  expect([...known].filter((code) => !used.has(code) && !reserved.has(code))).toEqual([]);
});

test('errors are made from a table only: nobody throws a bare Error', () => {
  const bare = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/throw new (Error|TypeError|RangeError|SyntaxError)\b/g)].map((match) => `${file}: ${match[0]}`),
  );
  expect(bare).toEqual([]);
});
