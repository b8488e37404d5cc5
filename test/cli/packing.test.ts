import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeContent } from '../../src/packaging/index.js';
import { RECEIVER_DUAL } from '../../src/signing/index.js';
import { sampleClass } from '../../src/testing/index.js';
import { devCa, errorCode, hocba, jsonLines, ROLES, signedRecord, temporaryFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
const env = { HOCBA_P12_PASSWORD: 'seal' };
let records: readonly string[];

beforeAll(async () => {
  mkdirSync(at('class'));
  const pupils = sampleClass({ khoiLop: 4, pupils: 3, seed: 'p' });
  records = await Promise.all(pupils.map((hocBa) => signedRecord({ hocBa })));
  for (const [index, text] of records.entries()) writeFileSync(at('class', `${index}.xml`), text);
  writeFileSync(at('seal.p12'), await (await (await devCa()).identity('phatHanh')).p12('seal'));
});

const recordsIn = (out: string) =>
  readdirSync(at(out))
    .filter((name) => name.startsWith('hoc-ba-'))
    .sort()
    .map((name) => readFileSync(at(out, name), 'utf8'));

describe.each(['xml', 'content'])('a class packed as %s', (form) => {
  test('comes out byte for byte as it went in, named by place and look-up code', async () => {
    const packed = await hocba(
      ['pack', at('class'), '--out', at(`list.${form}`), '--as', form, '--p12', at('seal.p12'), '--json'],
      { env },
    );
    expect(packed).toMatchObject({ code: 0, err: '' });
    expect(jsonLines(packed.out)).toMatchObject([
      { signed: true, records: [0, 1, 2].map((index) => at('class', `${index}.xml`)) },
    ]);
    const opened = await hocba(['unpack', at(`list.${form}`), '--out', at(`from-${form}`), '--json']);
    expect(opened).toMatchObject({ code: 0, err: '' });
    expect(jsonLines(opened.out)).toMatchObject([{ signatures: 1 }]);
    expect(recordsIn(`from-${form}`)).toEqual(records);
    expect(readdirSync(at(`from-${form}`)).join(' ')).toMatch(/hoc-ba-0001-[0-9a-f-]{36}\.xml/);
  });
});

test('the XML of the transaction is kept, with the signature of the sender', async () => {
  await hocba(['pack', at('class'), '--out', at('kept.txt'), '--as', 'content', '--p12', at('seal.p12')], { env });
  await hocba(['unpack', at('kept.txt'), '--out', at('kept')]);
  const { xml } = await decodeContent(readFileSync(at('kept.txt'), 'latin1'));
  expect(readFileSync(at('kept', 'giao-dich.xml')).equals(xml)).toBe(true);
  expect((await hocba(['signature', at('kept', 'giao-dich.xml')])).code).toBe(0);
});

test('an unsigned transaction is said to be one', async () => {
  const { code, err } = await hocba(['pack', at('class'), '--out', at('unsigned.xml'), '--lang', 'en']);
  expect(code).toBe(0);
  expect(err).toContain('no signature of the sender');
});

test('beyond the limit of the receiver there are several files, and no record is lost', async () => {
  const limit = 24_000;
  writeFileSync(at('small.json'), JSON.stringify({ ...RECEIVER_DUAL, id: 'small', transactionLimitBytes: limit }));
  mkdirSync(at('many'));
  for (let copy = 0; copy < 4; copy++) {
    for (const [index, text] of records.entries()) {
      // Ids must differ from record to record.
      writeFileSync(at('many', `${copy}-${index}.xml`), text.replace(/(data|tk|sig)-([0-9a-f]{4})/g, `$1-${copy}$2`));
    }
  }
  const args = [
    'pack',
    at('many'),
    '--out',
    at('parts', 'gd.txt'),
    '--as',
    'content',
    '--receiver',
    at('small.json'),
    '--json',
  ];
  const { code, out } = await hocba(args);
  expect(code).toBe(0);
  const parts = jsonLines(out) as unknown as { out: string; records: string[] }[];
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.map((part) => part.out)).toEqual(parts.map((_, index) => at('parts', `gd-${index + 1}.txt`)));
  expect(parts.flatMap((part) => part.records)).toHaveLength(12);
  for (const part of parts) expect(readFileSync(part.out).length).toBeLessThan(limit);
});

describe('packing is refused', () => {
  test('when one file is no record: nothing is written, and the file is named', async () => {
    writeFileSync(at('bad.xml'), '<HOC_BA>');
    const { code, out } = await hocba([
      'pack',
      at('class', '0.xml'),
      at('bad.xml'),
      '--out',
      at('never.xml'),
      '--json',
    ]);
    expect(code).toBe(65);
    expect(jsonLines(out)).toMatchObject([{ file: at('bad.xml'), error: { code: 'ERR_XML_MALFORMED' } }]);
    expect(existsSync(at('never.xml'))).toBe(false);
  });

  test('when the same record comes twice', async () => {
    const answer = await hocba([
      'pack',
      at('class', '0.xml'),
      at('class', '0.xml'),
      '--out',
      at('never.xml'),
      '--json',
    ]);
    expect([answer.code, errorCode(answer)]).toEqual([65, 'ERR_TRANSACTION_ID_COLLISION']);
  });
});

describe('unpacking', () => {
  test('writes nothing when something is wrong', async () => {
    for (const [content, code] of [
      [records[0]!, 'ERR_TRANSACTION_MALFORMED'],
      ['<DANH_SACH_HOC_BA id="x"></DANH_SACH_HOC_BA>', 'ERR_RECORD_NONE'],
      ['AAAA', 'ERR_CONTENT_NOT_GZIP'],
      ['%PDF-1.4', 'ERR_CLI_FORMAT_UNSUPPORTED'],
    ] as const) {
      writeFileSync(at('wrong'), content);
      const answer = await hocba(['unpack', at('wrong'), '--out', at('nothing'), '--json']);
      expect([answer.code, errorCode(answer)]).toEqual([65, code]);
      expect(existsSync(at('nothing'))).toBe(false);
    }
  });

  test('a look-up code that is none does not become part of a file name', async () => {
    const record = records[0]!
      .replace(/<MA_TRA_CUU_UUID>[^<]*</, '<MA_TRA_CUU_UUID>../../evil<')
      .slice(records[0]!.indexOf('<HOC_BA'));
    writeFileSync(at('evil.xml'), `<DANH_SACH_HOC_BA id="x">${record}</DANH_SACH_HOC_BA>`);
    expect((await hocba(['unpack', at('evil.xml'), '--out', at('evil', 'in')])).code).toBe(0);
    expect(readdirSync(at('evil'))).toEqual(['in']);
    expect(readdirSync(at('evil', 'in'))).toEqual(['giao-dich.xml', 'hoc-ba-0001.xml']);
  });

  test('does not overwrite what differs', async () => {
    mkdirSync(at('full'));
    writeFileSync(at('full', 'giao-dich.xml'), 'mine');
    await hocba(['pack', at('class'), '--out', at('again.xml')]);
    const answer = await hocba(['unpack', at('again.xml'), '--out', at('full'), '--json']);
    expect([answer.code, errorCode(answer)]).toEqual([65, 'ERR_CLI_OUT_EXISTS']);
    expect(readdirSync(at('full'))).toEqual(['giao-dich.xml']);
  });
});

test('every record of the class has three signatures', () => {
  for (const text of records) expect(text.match(/<Signature /g)).toHaveLength(ROLES.length);
});
