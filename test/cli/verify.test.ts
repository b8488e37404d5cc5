import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeContent } from '../../src/packaging/index.js';
import { sampleClass } from '../../src/testing/index.js';
import { describeReport, type VerificationReport } from '../../src/verification/index.js';
import { AT, errorCode, hocba, jsonLines, ROLES, signedRecord, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
let signed: string;
let trust: string;

interface Line {
  readonly file: string;
  readonly conclusion: string;
  readonly subIndication: string | null;
  readonly transaction?: { readonly conclusion: string; readonly reason: string };
  readonly reports: readonly VerificationReport[];
}

const lines = (out: string) => jsonLines(out) as unknown as readonly Line[];

beforeAll(async () => {
  mkdirSync(at('trust'));
  trust = await trustFolder(at('trust'));
  signed = await signedRecord();
  writeFileSync(at('signed.xml'), signed);
  writeFileSync(at('forged.xml'), signed.replace('>6</DIEM', '>9</DIEM'));
  const pupils = sampleClass({ khoiLop: 4, pupils: 2, seed: 'v' });
  for (const [index, hocBa] of pupils.entries()) writeFileSync(at(`pupil-${index}.xml`), await signedRecord({ hocBa }));
});

describe('one record', () => {
  test('whose signatures hold is indeterminate without a register: 2, never 0', async () => {
    const answer = await hocba(['verify', at('signed.xml'), '--trust', trust, '--json']);
    expect(answer).toMatchObject({ code: 2, err: '' });
    const [line] = lines(answer.out);
    expect(line).toMatchObject({ file: at('signed.xml'), conclusion: 'indeterminate' });
    expect(line!.reports).toMatchObject([{ at: AT.toISOString(), policy: 'neac' }]);
  });

  test('is told to people question by question, in both languages, with what annex II wants shown', async () => {
    const { out: json } = await hocba(['verify', at('signed.xml'), '--trust', trust, '--json']);
    const [report] = lines(json)[0]!.reports;
    for (const lang of ['vi', 'en'] as const) {
      const { out, code } = await hocba(['verify', at('signed.xml'), '--trust', trust, '--lang', lang]);
      expect(code).toBe(2);
      const { headline, sections } = describeReport(report!, lang);
      for (const text of [
        headline,
        ...sections.flatMap((section) => [section.title, ...section.lines.map((one) => one.text)]),
      ]) {
        expect(out).toContain(text);
      }
    }
  });

  test('with one mark changed is 1, and every role is named', async () => {
    const { code, out } = await hocba(['verify', at('forged.xml'), '--trust', trust, '--json']);
    expect(code).toBe(1);
    const [{ conclusion, subIndication, roles }] = lines(out)[0]!.reports as [VerificationReport];
    expect({ conclusion, subIndication }).toEqual({ conclusion: 'totalFailed', subIndication: 'HASH_FAILURE' });
    expect(roles.filter((one) => one.conclusion === 'totalFailed').map((one) => one.role)).toEqual(ROLES);
    const { out: text } = await hocba(['verify', at('forged.xml'), '--trust', trust, '--lang', 'en']);
    for (const name of ['Homeroom teacher', 'Principal', 'School']) expect(text).toContain(name);
  });

  test('is judged at the time asked for', async () => {
    const { out } = await hocba(['verify', at('signed.xml'), '--trust', trust, '--at', '2036-06-01', '--json']);
    expect(lines(out)[0]!.reports[0]!.at).toBe('2036-05-31T17:00:00.000Z');
    const before = await hocba(['verify', at('signed.xml'), '--trust', trust, '--at', '2026-11-01', '--json']);
    expect(before.code).toBe(1);
  });

  test('without --trust nothing is trusted', async () => {
    const { out, code } = await hocba(['verify', at('signed.xml'), '--json']);
    expect(code).toBe(2);
    expect(lines(out)[0]!.reports[0]!.checks.filter(({ reason }) => reason === 'NO_TRUST')).toHaveLength(3);
  });

  test('--quiet prints nothing, and the exit code still speaks', async () => {
    expect(await hocba(['verify', at('forged.xml'), '--quiet'])).toEqual({ code: 1, out: '', err: '' });
  });
});

describe('many files', () => {
  test('one line of JSON each, in a fixed order; the worst counts', async () => {
    mkdirSync(at('many', 'deep'), { recursive: true });
    writeFileSync(at('many', 'b.xml'), signed);
    writeFileSync(at('many', 'a.xml'), signed);
    writeFileSync(at('many', 'deep', 'c.xml'), signed.replace('>6</DIEM', '>9</DIEM'));
    writeFileSync(at('many', 'note.txt'), 'not taken from a folder');
    const { code, out } = await hocba(['verify', at('many'), '--trust', trust, '--json']);
    expect(code).toBe(1);
    expect(lines(out).map(({ file, conclusion }) => [file, conclusion])).toEqual([
      [at('many', 'a.xml'), 'indeterminate'],
      [at('many', 'b.xml'), 'indeterminate'],
      [at('many', 'deep', 'c.xml'), 'totalFailed'],
    ]);
  });

  test('an unreadable one does not stop the others, and ranks before an invalid one', async () => {
    writeFileSync(at('cut.xml'), signed.slice(0, 2000));
    const { code, out } = await hocba(['verify', at('cut.xml'), at('forged.xml'), at('gone.xml'), '--json']);
    expect(code).toBe(65);
    expect(lines(out).map(({ conclusion }) => conclusion)).toEqual(['totalFailed', 'totalFailed', 'totalFailed']);
    expect(lines(out)[1]!.reports).toHaveLength(1);
  });

  test('prints one line a record for people, all of it with --details; counts on a terminal only', async () => {
    const files = [at('signed.xml'), at('forged.xml')];
    const short = await hocba(['verify', ...files, '--trust', trust]);
    expect(short.out.trim().split('\n')).toHaveLength(2);
    expect(short.err).toBe('');
    const long = await hocba(['verify', ...files, '--trust', trust, '--details']);
    expect(long.out.split('\n').length).toBeGreaterThan(80);
    const terminal = await hocba(['verify', ...files, '--trust', trust], { errIsTerminal: true });
    expect(terminal.err).toContain('2/2');
    expect((await hocba(['verify', ...files, '--quiet'], { errIsTerminal: true })).err).toBe('');
  });

  test('a survey counts them by layout, form and cause, and names nobody', async () => {
    const args = ['verify', at('many'), at('cut.xml'), '--trust', trust, '--survey'];
    const { code, out, err } = await hocba([...args, '--json']);
    expect({ code, err }).toEqual({ code: 65, err: '' });
    expect(jsonLines(out)).toHaveLength(1);
    expect(jsonLines(out)[0]).toMatchObject({
      total: 4,
      groups: [
        { count: 2, conclusion: 'indeterminate', layout: 'cv2088', levels: ['XAdES-B'] },
        { count: 1, causes: ['DIGEST_MISMATCH'] },
        { count: 1, causes: ['ERR_XML_MALFORMED'] },
      ],
    });
    const human = await hocba(args);
    expect(human.out + human.err).not.toMatch(/\.xml|Nguyễn|Lê Thị/);
  });
});

describe('a transaction', () => {
  const pack = (...more: readonly string[]) =>
    hocba(['pack', at('signed.xml'), at('pupil-0.xml'), at('pupil-1.xml'), '--force', ...more]);

  test('gives one line with a report for every record', async () => {
    await pack('--out', at('list.xml'));
    const { out, code } = await hocba(['verify', at('list.xml'), '--trust', trust, '--json']);
    expect(code).toBe(2);
    const [line, ...others] = lines(out);
    expect(others).toEqual([]);
    expect(line!.reports.map(({ conclusion }) => conclusion)).toEqual(Array(3).fill('indeterminate'));
    expect(line!.transaction).toMatchObject({ conclusion: 'indeterminate', reason: 'unsigned' });
  });

  test('is read as XML, as a content field, and as a JSON request', async () => {
    await pack('--out', at('list.txt'), '--as', 'content');
    const { xml } = { xml: new Uint8Array(Buffer.from(signed)) };
    writeFileSync(at('request.json'), JSON.stringify({ authenticationRequest: {}, content: await encodeContent(xml) }));
    for (const file of ['list.txt', 'request.json']) {
      const { out, code } = await hocba(['verify', at(file), '--trust', trust, '--json']);
      expect({ file, code, conclusion: lines(out)[0]!.conclusion }).toEqual({
        file,
        code: 2,
        conclusion: 'indeterminate',
      });
    }
  });

  test('with one forged record is 1', async () => {
    await hocba(['pack', at('forged.xml'), at('pupil-0.xml'), '--out', at('forged-list.xml')]);
    const { out, code } = await hocba(['verify', at('forged-list.xml'), '--trust', trust, '--json']);
    expect(code).toBe(1);
    expect(lines(out)[0]!.reports.map(({ conclusion }) => conclusion)).toEqual(['totalFailed', 'indeterminate']);
  });

  test('without a record is 65', async () => {
    writeFileSync(at('no-record.xml'), '<DANH_SACH_HOC_BA id="dataDanhSach"></DANH_SACH_HOC_BA>');
    const answer = await hocba(['verify', at('no-record.xml'), '--json']);
    expect([answer.code, errorCode(answer)]).toEqual([65, 'ERR_RECORD_NONE']);
  });
});

describe('what is no record', () => {
  test.each([
    ['an empty file', '', 'ERR_CLI_FILE_EMPTY'],
    ['another XML', '<invoice/>', 'ERR_RECORD_ROOT'],
    ['JSON without content', '{"a":1}', 'ERR_CLI_FORMAT_UNKNOWN'],
    ['a content field that is empty', '{"content":""}', 'ERR_CONTENT_EMPTY'],
    ['base64 that is no content', Buffer.from('\u0005\0\0\0hello').toString('base64'), 'ERR_CONTENT_NOT_GZIP'],
    ['words', 'Kính gửi: Sở GDĐT', 'ERR_CLI_FORMAT_UNKNOWN'],
    ['a ZIP that is cut off', 'PK\u0003\u0004', 'ERR_ARCHIVE_DAMAGED'],
    ['a PDF without XML', '%PDF-1.7', 'ERR_PDF_NO_XML'],
  ])('%s is 65, %s', async (_name, content, code) => {
    writeFileSync(at('other'), content);
    const answer = await hocba(['verify', at('other'), '--json']);
    expect([answer.code, errorCode(answer)]).toEqual([65, code]);
  });
});

test('names of files and holders from hostile input are shown escaped', async () => {
  const name = at('a\u202e\u001b[2Jb.xml');
  writeFileSync(name, signed);
  const { out } = await hocba(['verify', name, at('signed.xml')]);
  expect(out).toContain('a<U+202E><U+001B>[2Jb.xml');
  const json = await hocba(['verify', name, '--json']);
  expect(json.out).not.toMatch(/[\u202e\u001b]/);
  expect(lines(json.out)[0]!.file).toBe(name);
});

test('a role that has not signed is named, and a record without any signature is 1', async () => {
  writeFileSync(at('two.xml'), await signedRecord({ roles: ROLES.slice(0, 2) }));
  const two = await hocba(['verify', at('two.xml'), '--trust', trust, '--json']);
  expect(two.code).toBe(1);
  const missing = lines(two.out)[0]!.reports[0]!.checks.filter(({ reason }) => reason === 'ROLE_MISSING');
  expect(missing).toMatchObject([{ role: 'phatHanh', outcome: 'failed' }]);
  writeFileSync(at('none.xml'), await signedRecord({ roles: [] }));
  expect((await hocba(['verify', at('none.xml'), '--trust', trust])).code).toBe(1);
});
