import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isHocBa } from '../../src/hoc-ba/index.js';
import { classColumnMap, writeClassCsv } from '../../src/import/index.js';
import { readHocBa } from '../../src/record-xml/index.js';
import { sampleClass } from '../../src/testing/index.js';
import { errorCode, hocba, jsonLines, temporaryFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
const records = sampleClass({ khoiLop: 4, pupils: 3, seed: 'nhap' });
const csv = new TextDecoder().decode(
  writeClassCsv(records, { map: classColumnMap({ khoiLop: 4, namHoc: '2024-2025' }) }),
);
const args = ['import', at('lop.csv'), '--grade', '4', '--year', '2024-2025'];

describe('import', () => {
  test('shows what the columns are taken for and imports nothing until that is confirmed', async () => {
    writeFileSync(at('lop.csv'), csv);
    const shown = await hocba([...args, '--out', at('none')]);
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('"Mã trường" → Mã trường (header)');
    expect(shown.out).toContain('--confirm');
    expect(() => readdirSync(at('none'))).toThrow();
    const nowhere = await hocba([...args, '--confirm', '--json']);
    expect([nowhere.code, errorCode(nowhere)]).toEqual([64, 'ERR_CLI_OPTION_REQUIRED']);
  });

  test('makes the very records that were written to the sheet', async () => {
    writeFileSync(at('lop.csv'), csv);
    const answer = await hocba([...args, '--confirm', '--out', at('xml'), '--json']);
    expect(answer.code).toBe(0);
    expect(jsonLines(answer.out)[0]).toMatchObject({ rows: 3, records: 3 });
    const read = readdirSync(at('xml')).map((name) => readHocBa(new Uint8Array(readFileSync(at('xml', name)))).hocBa);
    expect(read).toEqual(records);
    const json = await hocba([...args, '--confirm', '--out', at('json'), '--as', 'json']);
    expect(json.code).toBe(0);
    const models = readdirSync(at('json')).map((name): unknown => JSON.parse(readFileSync(at('json', name), 'utf8')));
    expect(models.every(isHocBa)).toBe(true);
  });

  test('a row with an error is named and not written; the others are', async () => {
    const birth = records[1]!.hocSinh.ngaySinh.split('-').reverse().join('/');
    const other = csv.includes(birth) ? birth : records[1]!.hocSinh.ngaySinh;
    expect(csv).toContain(other);
    writeFileSync(at('lop.csv'), csv.replace(other, '31/02/2015'));
    const answer = await hocba([...args, '--confirm', '--out', at('part'), '--json']);
    expect(answer.code).toBe(1);
    const [line] = jsonLines(answer.out) as [
      { records: number; findings: { row: number; severity: string; field: string }[] },
    ];
    expect(line.records).toBe(2);
    expect(line.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { row: 2, field: 'hocSinh.ngaySinh' },
    ]);
    expect(readdirSync(at('part'))).toEqual(['hoc-ba-001.xml', 'hoc-ba-003.xml']);
    // Neither the name nor the wrong value of the pupil is repeated.
    expect(answer.out).not.toContain(records[1]!.hocSinh.hoVaTen);
    expect(answer.out).not.toContain('31/02/2015');
  });

  test('a sheet in another encoding is refused with its code', async () => {
    writeFileSync(at('lop.csv'), Buffer.from(csv, 'utf16le'));
    const answer = await hocba([...args, '--confirm', '--out', at('utf16'), '--json']);
    expect(answer.code).toBe(65);
    expect(errorCode(answer)).toMatch(/^ERR_(IMPORT|UTF8)_/);
  });

  test('an empty sheet is no class', async () => {
    mkdirSync(at('e'), { recursive: true });
    writeFileSync(at('lop.csv'), `${csv.split('\n')[0]}\n`);
    const answer = await hocba([...args, '--confirm', '--out', at('e'), '--json']);
    expect(answer.code).not.toBe(0);
  });
});
