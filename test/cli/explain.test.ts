import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { MismatchReport } from '../../src/verification/index.js';
import { xmllint } from '../verification/explain-kit.js';
import { errorCode, hocba, jsonLines, signedRecord, temporaryFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
let signed: string;

beforeAll(async () => {
  signed = await signedRecord();
  writeFileSync(at('signed.xml'), signed);
  writeFileSync(at('edited.xml'), signed.replace('>10<', '>9<'));
});

const report = (out: string) => jsonLines(out)[0] as unknown as MismatchReport & { file: string };

test('is 0 for a file whose digests match, 1 for one where they do not', async () => {
  expect(await hocba(['explain', at('signed.xml'), '--lang', 'en'])).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('3 signatures, 0 references'),
  });
  expect(await hocba(['explain', at('edited.xml')])).toMatchObject({ code: 1 });
});

test('names what xmllint --format did, as text in both languages and as JSON', async () => {
  writeFileSync(at('indented.xml'), xmllint(['--format'], Buffer.from(signed)));
  for (const lang of ['vi', 'en']) {
    const { code, out } = await hocba(['explain', at('indented.xml'), '--lang', lang]);
    expect(code).toBe(1);
    expect(out).toContain('[INDENTATION_ADDED]');
    expect(out).toContain(lang === 'vi' ? 'Nói với nhà cung cấp' : 'Tell the vendor');
  }
  const { code, out } = await hocba(['explain', at('indented.xml'), '--json']);
  expect(code).toBe(1);
  const { file, version, core, signatures, mismatches, omitted } = report(out);
  expect({ file, version, core, signatures, omitted }).toEqual({
    file: at('indented.xml'),
    version: 1,
    core: 'invalid',
    signatures: 3,
    omitted: 0,
  });
  expect(mismatches.map(({ outcome }) => outcome)).toEqual(mismatches.map(() => 'explained'));
});

test('with the original the fields that differ are named; without it no value is printed', async () => {
  const with_ = await hocba(['explain', at('edited.xml'), '--original', at('signed.xml'), '--lang', 'en']);
  expect(with_.code).toBe(1);
  expect(with_.out).toContain('[CLOSED_VALUE_CHANGED]');
  expect(with_.out).toMatch(/≠ .*from 10 to 9/);
  const without = await hocba(['explain', at('edited.xml'), '--lang', 'en']);
  expect(without.out).not.toMatch(/from 10 to 9/);
});

test('an edit that is no known cause is unknown', async () => {
  writeFileSync(at('forged.xml'), signed.replace('Nguyễn Văn A', 'Lê Thị Hồng Gấm'));
  const { code, out } = await hocba(['explain', at('forged.xml'), '--json']);
  expect(code).toBe(1);
  const { mismatches } = report(out);
  expect(mismatches.map(({ outcome, causes }) => [outcome, causes])).toEqual(mismatches.map(() => ['unknown', []]));
  expect(mismatches.length).toBeGreaterThan(0);
});

test('a file without signature is 1, what cannot be read 65, a missing original 65', async () => {
  writeFileSync(at('bare.xml'), '<HOC_BA/>');
  const bare = await hocba(['explain', at('bare.xml'), '--lang', 'en']);
  expect(bare.code).toBe(1);
  expect(bare.out).toContain('the file holds no signature');
  writeFileSync(at('broken.xml'), '<HOC_BA>');
  const broken = await hocba(['explain', at('broken.xml'), '--json']);
  expect([broken.code, errorCode(broken)]).toEqual([65, 'ERR_XML_MALFORMED']);
  const missing = await hocba(['explain', at('signed.xml'), '--original', at('nothing.xml'), '--json']);
  expect([missing.code, errorCode(missing)]).toEqual([65, 'ERR_CLI_FILE_MISSING']);
});

test('a folder gives one line a file and the worst code', async () => {
  mkdirSync(at('many'));
  writeFileSync(at('many', 'a.xml'), signed);
  writeFileSync(at('many', 'b.xml'), signed.replace('>10<', '>9<'));
  const { code, out } = await hocba(['explain', at('many'), '--json']);
  expect(code).toBe(1);
  expect(jsonLines(out)).toHaveLength(2);
});
