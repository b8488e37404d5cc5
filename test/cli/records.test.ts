import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseHocBa } from '../../src/hoc-ba/index.js';
import { recordDigest } from '../../src/integrity/index.js';
import { BUILT_IN_LAYOUTS, readHocBa } from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { errorCode, hocba, jsonLines, signedRecord, spawnHocba, temporaryFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
let signed: string;

beforeAll(async () => {
  signed = await signedRecord();
  writeFileSync(at('signed.xml'), signed);
  writeFileSync(at('forged.xml'), signed.replace('<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<'));
  writeFileSync(at('specimen.json'), JSON.stringify(specimenHocBa()));
});

describe('sample', () => {
  test('the same options give the same bytes, in another process and another folder', async () => {
    const args = (out: string) => ['sample', '--grade', '3', '--pupils', '4', '--seed', 'x', '--out', at(out)];
    const [answer] = [await hocba(args('s1')), await spawnHocba(args('s2'))];
    expect(answer.code).toBe(0);
    const hashes = (out: string) =>
      readdirSync(at(out)).map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(at(out, name)))
          .digest('hex'),
      ]);
    expect(hashes('s1').map(([name]) => name)).toEqual([1, 2, 3, 4].map((number) => `hoc-ba-00${number}.xml`));
    expect(hashes('s2')).toEqual(hashes('s1'));
  });

  test('writes the model as JSON, and the same pupils as the XML', async () => {
    await hocba(['sample', '--grade', '5', '--pupils', '2', '--out', at('j'), '--as', 'json']);
    await hocba(['sample', '--grade', '5', '--pupils', '2', '--out', at('x'), '--layout', 'phatHanh2025']);
    for (const number of ['001', '002']) {
      const model = parseHocBa(JSON.parse(readFileSync(at('j', `hoc-ba-${number}.json`), 'utf8')));
      expect(readHocBa(new Uint8Array(readFileSync(at('x', `hoc-ba-${number}.xml`)))).hocBa).toEqual(model);
    }
  });

  test('never overwrites what differs, unless forced; the same again is no change', async () => {
    const args = (seed: string) => [
      'sample',
      '--grade',
      '1',
      '--pupils',
      '1',
      '--seed',
      seed,
      '--out',
      at('o'),
      '--json',
    ];
    expect((await hocba(args('a'))).code).toBe(0);
    expect((await hocba(args('a'))).code).toBe(0);
    const refused = await hocba(args('b'));
    expect([refused.code, errorCode(refused)]).toEqual([65, 'ERR_CLI_OUT_EXISTS']);
    expect(jsonLines(refused.out)[0]!['file']).toBe(at('o', 'hoc-ba-001.xml'));
    expect((await hocba([...args('b'), '--force'])).code).toBe(0);
    expect(readdirSync(at('o'))).toEqual(['hoc-ba-001.xml']);
  });
});

describe('validate', () => {
  test('a class of samples has no errors; one line a file', async () => {
    await hocba(['sample', '--grade', '4', '--pupils', '3', '--out', at('v')]);
    const { code, out } = await hocba(['validate', at('v'), '--json']);
    expect(code).toBe(0);
    expect(jsonLines(out).map((one) => [one['file'], one['valid']])).toEqual(
      ['1', '2', '3'].map((number) => [at('v', `hoc-ba-00${number}.xml`), true]),
    );
    expect((await hocba(['validate', at('v'), '--lang', 'en'])).out).toContain('no errors');
  });

  test('a broken rule and a broken model are 1, each finding with its code and place and no value of the record', async () => {
    const model = specimenHocBa();
    const tooHigh = { ...model, tongKet: { ...model.tongKet, ketQuaGiaoDuc: 'hoanThanhXuatSac' } };
    const noName = { ...model, hocSinh: { ...model.hocSinh, hoVaTen: ' Nguyễn' } };
    writeFileSync(at('too-high.json'), JSON.stringify(tooHigh));
    writeFileSync(at('no-name.json'), JSON.stringify(noName));
    const { code, out } = await hocba(['validate', at('too-high.json'), at('no-name.json'), '--json']);
    expect(code).toBe(1);
    const [first, second] = jsonLines(out) as unknown as { records: { remarks: { code: string; path: string }[] }[] }[];
    expect(first!.records[0]!.remarks.map((one) => one.code)).toContain('RULE_RESULT_TOO_HIGH');
    expect(second!.records[0]!.remarks).toMatchObject([
      { code: 'textSpace', path: 'hocSinh.hoVaTen', severity: 'error' },
    ]);
    expect(out).not.toContain('Nguyễn');
    const human = await hocba(['validate', at('too-high.json'), '--lang', 'en']);
    expect(human.out).toMatch(/✗ .* → /);
  });

  test('says where in the XML', async () => {
    writeFileSync(at('word.xml'), signed.replace('<MUC_DAT_DUOC>Hoàn thành tốt<', '<MUC_DAT_DUOC>Giỏi<'));
    const { code, out } = await hocba(['validate', at('word.xml'), '--json']);
    expect(code).toBe(1);
    const [{ records }] = jsonLines(out) as unknown as [{ records: { remarks: { code: string; line: number }[] }[] }];
    expect(records[0]!.remarks.find((one) => one.code === 'valueUnknown')!.line).toBeGreaterThan(0);
  });
});

describe('convert', () => {
  test('JSON to XML and back loses nothing, by files and by stdout', async () => {
    expect(await hocba(['convert', at('specimen.json'), '--to', 'xml', '--out', at('c.xml')])).toMatchObject({
      code: 0,
      err: '',
    });
    const { out, code, err } = await hocba(['convert', at('c.xml'), '--to', 'json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual(specimenHocBa());
    expect(jsonLines((await hocba(['convert', at('c.xml'), '--to', 'json', '--json'])).out)).toEqual([specimenHocBa()]);
  });

  test.each(BUILT_IN_LAYOUTS.map(({ id }) => id))('into layout %s and back', async (id) => {
    const { out } = await hocba(['convert', at('specimen.json'), '--to', 'xml', '--layout', id]);
    expect(readHocBa(new Uint8Array(Buffer.from(out))).hocBa).toEqual(specimenHocBa());
  });

  test('names the signatures that do not go along', async () => {
    const { err } = await hocba(['convert', at('signed.xml'), '--to', 'json', '--out', at('s.json'), '--lang', 'en']);
    expect(err).toContain('signatures do not go along');
    const other = await hocba([
      'convert',
      at('signed.xml'),
      '--to',
      'xml',
      '--layout',
      'phatHanh2025',
      '--out',
      at('p.xml'),
      '--json',
    ]);
    const [{ losses }] = jsonLines(other.out) as unknown as [{ losses: { kind: string }[] }];
    expect(losses.filter(({ kind }) => kind === 'signature')).toHaveLength(3);
  });

  test('refuses a record with errors and names no value of it', async () => {
    writeFileSync(at('bad.xml'), signed.replace('<NGAY_SINH>2014-03-15<', '<NGAY_SINH>hôm qua<'));
    const answer = await hocba(['convert', at('bad.xml'), '--to', 'json', '--json']);
    expect([answer.code, errorCode(answer)]).toEqual([65, 'ERR_RECORD_UNREADABLE']);
    expect(answer.out).not.toMatch(/hôm qua|Nguyễn/);
  });
});

describe('hash', () => {
  test('is the digest of the record, whatever was signed', async () => {
    const { out, code } = await hocba(['hash', at('signed.xml'), at('signed.xml'), '--json']);
    expect(code).toBe(0);
    const expected = Buffer.from(recordDigest(new Uint8Array(Buffer.from(signed)))).toString('hex');
    expect(jsonLines(out)).toEqual(
      [1, 2].map(() => ({ file: at('signed.xml'), records: [{ index: 0, recordDigest: expected }] })),
    );
    expect((await hocba(['hash', at('signed.xml')])).out).toBe(`${expected}  ${at('signed.xml')}\n`);
  });
});

describe('diff', () => {
  test('names the field and whose signature its change breaks', async () => {
    const { code, out } = await hocba(['diff', at('signed.xml'), at('forged.xml'), '--json']);
    expect(code).toBe(1);
    const [{ equal, differences }] = jsonLines(out) as unknown as [{ equal: boolean; differences: object[] }];
    expect(equal).toBe(false);
    expect(differences).toMatchObject([
      {
        path: 'monHoc.5.diemKiemTraDinhKy',
        before: 6,
        after: 9,
        breaks: ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'],
      },
    ]);
    const human = await hocba(['diff', at('signed.xml'), at('forged.xml'), '--lang', 'en']);
    expect(human.out).toContain('homeroom teacher, principal, school (seal)');
  });

  test('is 0 for the same content, be it signed, XML or JSON', async () => {
    expect((await hocba(['diff', at('signed.xml'), at('specimen.json')])).code).toBe(0);
    expect((await hocba(['diff', at('specimen.json'), at('specimen.json')])).code).toBe(0);
  });
});

describe('layout', () => {
  test('lists what is built in, with what is assumed', async () => {
    const lines = jsonLines((await hocba(['layout', 'list', '--json'])).out) as unknown as {
      id: string;
      assumptions: unknown[];
    }[];
    expect(lines.map(({ id }) => id)).toEqual(BUILT_IN_LAYOUTS.map(({ id }) => id));
    for (const { assumptions } of lines) expect(assumptions.length).toBeGreaterThan(0);
  });

  test('one that is shown can be used as a file, checked on samples, and its schema written', async () => {
    await hocba(['layout', 'show', 'cv2088', '--out', at('cv.json')]);
    expect((await hocba(['layout', 'check', at('cv.json'), at('signed.xml')])).code).toBe(0);
    const { out } = await hocba(['convert', at('specimen.json'), '--to', 'xml', '--layout', at('cv.json')]);
    expect(readHocBa(new Uint8Array(Buffer.from(out))).hocBa).toEqual(specimenHocBa());
    expect((await hocba(['layout', 'xsd', at('cv.json')])).out).toContain('<xs:schema');
  });

  test('one that is broken is refused', async () => {
    writeFileSync(at('broken.json'), JSON.stringify({ id: 'x' }));
    const answer = await hocba(['layout', 'check', at('broken.json'), '--json']);
    expect([answer.code, errorCode(answer)]).toEqual([65, 'ERR_LAYOUT_INVALID']);
  });

  test('is drafted from samples', async () => {
    mkdirSync(at('few'), { recursive: true });
    writeFileSync(at('few', 'a.xml'), signed);
    expect((await hocba(['layout', 'infer', at('few'), '--out', at('draft.json')])).code).toBe(0);
    expect((await hocba(['layout', 'check', at('draft.json'), at('few', 'a.xml'), '--json'])).code).toBe(0);
  });
});
