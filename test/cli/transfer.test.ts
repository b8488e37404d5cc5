import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { corpusFolder } from '../../scripts/corpus/manifest.js';
import { parseCertificate, toPem } from '../../src/certificate/index.js';
import { readArchive } from '../../src/packaging/index.js';
import { writeZip } from '../../src/packaging/zip-peer.js';
import { sampleHistories } from '../../src/testing/index.js';
import { shared } from '../shared.js';
import { devCa, errorCode, hocba, jsonLines, signedRecord, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
const env = { HOCBA_P12_PASSWORD: 'seal' };
const utf8 = (text: string) => new TextEncoder().encode(text);
const TO = '79000002=Trường Tiểu học Nơi Đến';
let records: readonly string[];

beforeAll(async () => {
  for (const name of ['pupil', 'trust']) mkdirSync(at(name));
  const [years] = sampleHistories({ pupils: 1, seed: 'cli', khoiLop: 3 });
  records = await Promise.all(years!.map((hocBa) => signedRecord({ hocBa })));
  for (const [index, text] of records.entries()) writeFileSync(at('pupil', `${index}.xml`), text);
  const seal = await (await devCa()).identity('phatHanh');
  writeFileSync(at('seal.p12'), await seal.p12('seal'));
  writeFileSync(at('seal.pem'), toPem(seal.certificate, 'CERTIFICATE'));
  writeFileSync(at('plan.pdf'), '%PDF-1.7\n');
  await trustFolder(at('trust'));
  const made = await hocba(
    [
      'transfer',
      at('pupil'),
      '--p12',
      at('seal.p12'),
      '--to',
      TO,
      '--attach',
      `keHoachGiaoDucCaNhan=${at('plan.pdf')}`,
      '--out',
      at('a.asice'),
      '--json',
    ],
    { env },
  );
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(jsonLines(made.out)).toMatchObject([{ receiver: { maTruong: '79000002' }, gaps: [], years: [{}, {}, {}] }]);
});

const verify = (file: string, ...more: readonly string[]) =>
  hocba(['verify', at(file), '--trust', at('trust'), ...more]);

describe('a package', () => {
  test('is the same file again, also by pack --as asice', async () => {
    const options = ['--p12', at('seal.p12'), '--to', TO, '--attach', `keHoachGiaoDucCaNhan=${at('plan.pdf')}`];
    expect((await hocba(['transfer', at('pupil'), ...options, '--out', at('b.asice')], { env })).code).toBe(0);
    expect(readFileSync(at('b.asice')).equals(readFileSync(at('a.asice')))).toBe(true);
    const packed = await hocba(
      ['pack', at('pupil'), '--as', 'asice', '--p12', at('seal.p12'), '--out', at('c.asice')],
      { env },
    );
    expect(packed.code).toBe(0);
    expect((await verify('c.asice', '--json')).code).toBe(2);
  });

  test('is verified by its checklist: open without a register, and one line of JSON', async () => {
    const { code, out } = await verify('a.asice', '--school', '79000002', '--json');
    expect(code).toBe(2);
    const [line] = jsonLines(out) as unknown as readonly {
      conclusion: string;
      reports: unknown[];
      transfer: { unchanged: boolean; checklist: { code: string; outcome: string }[] };
    }[];
    expect(line).toMatchObject({ conclusion: 'indeterminate', transfer: { unchanged: true } });
    expect(line!.reports).toHaveLength(3);
    expect(line!.transfer.checklist.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const people = await verify('a.asice', '--lang', 'en');
    expect(people.out).toContain('transfer package, 3 records');
    expect(people.out).toContain('Are all years of one pupil?');
    const vi = await verify('a.asice', '--lang', 'vi');
    expect(vi.out).toContain('gói chuyển trường, 3 học bạ');
  });

  test('for another school, by another sender, with a changed file: 1', async () => {
    expect((await verify('a.asice', '--school', '1')).code).toBe(1);
    const pin = parseCertificate((await (await devCa()).identity('otherOrganization')).certificate).fingerprint;
    expect((await verify('a.asice', '--sender', pin)).code).toBe(1);
    const files = await readArchive(readFileSync(at('a.asice')));
    writeFileSync(
      at('forged.asice'),
      await writeZip(
        files.map((one) =>
          one.name.startsWith('hoc-ba/')
            ? { ...one, bytes: utf8(new TextDecoder().decode(one.bytes).replace('</HOC_BA>', ' </HOC_BA>')) }
            : one,
        ),
      ),
    );
    expect((await verify('forged.asice')).code).toBe(1);
    writeFileSync(at('more.asice'), await writeZip([...files, { name: 'x.xml', bytes: utf8('<x/>') }]));
    expect((await verify('more.asice')).code).toBe(1);
    const hostile = await verify('pupil/../a.asice');
    expect(hostile.code).toBe(2);
    writeFileSync(at('junk.asice'), Buffer.concat([readFileSync(at('a.asice')), Buffer.from('x')]));
    const junk = await verify('junk.asice', '--json');
    expect([junk.code, errorCode(junk)]).toEqual([65, 'ERR_ARCHIVE_JUNK_AFTER']);
  });

  test('comes apart into its files; a forged one writes nothing', async () => {
    const { code } = await hocba(['unpack', at('a.asice'), '--out', at('apart')]);
    expect(code).toBe(0);
    const names = readdirSync(at('apart', 'hoc-ba')).sort();
    expect(names.map((name) => readFileSync(at('apart', 'hoc-ba', name), 'utf8'))).toEqual(records);
    expect(existsSync(at('apart', 'META-INF', 'signatures.xml'))).toBe(true);
    expect((await hocba(['unpack', at('forged.asice'), '--out', at('nothing')])).code).toBe(1);
    expect((await hocba(['unpack', at('junk.asice'), '--out', at('nothing')])).code).toBe(65);
    expect(existsSync(at('nothing'))).toBe(false);
  });

  test('its signature is judged like any other', async () => {
    const { code, out } = await hocba(['signature', at('a.asice'), at('forged.asice')]);
    expect([code, jsonLines(out).map(({ core }) => core)]).toEqual([1, ['valid', 'invalid']]);
  });

  test('is not made without a key, of two pupils, of a file that is no record, or with a gap that is no pair', async () => {
    const make = async (...more: readonly string[]) => {
      const answer = await hocba(['transfer', ...more, '--out', at('x.asice'), '--json'], { env });
      return [answer.code, errorCode(answer)];
    };
    expect(await make(at('pupil'))).toEqual([64, 'ERR_CLI_OPTION_REQUIRED']);
    expect(await make(at('pupil'), '--p12', at('seal.p12'), '--gap', '2021')).toEqual([64, 'ERR_CLI_OPTION_INVALID']);
    expect(await make(at('pupil'), '--p12', at('seal.p12'), '--attach', `photo=${at('plan.pdf')}`)).toEqual([
      64,
      'ERR_CLI_OPTION_INVALID',
    ]);
    writeFileSync(at('other.xml'), await signedRecord());
    expect(await make(at('pupil'), at('other.xml'), '--p12', at('seal.p12'))).toEqual([65, 'ERR_TRANSFER_PUPIL']);
    writeFileSync(at('none.xml'), '<a/>');
    expect(await make(at('pupil'), at('none.xml'), '--p12', at('seal.p12'))).toEqual([65, 'ERR_RECORD_ROOT']);
    expect(existsSync(at('x.asice'))).toBe(false);
  });
});

describe('a receipt', () => {
  test('of the receiving school is made for the package and checked by the sender', async () => {
    const made = await hocba(
      [
        'receipt',
        'create',
        at('a.asice'),
        '--p12',
        at('seal.p12'),
        '--school',
        TO,
        '--decision',
        'accepted',
        '--out',
        at('r.xml'),
        '--json',
      ],
      { env },
    );
    expect(made).toMatchObject({ code: 0, err: '' });
    const check = (file: string, ...more: readonly string[]) =>
      hocba(['receipt', 'verify', at('r.xml'), '--package', at(file), '--trust', at('trust'), ...more, '--json']);
    const pinned = await check('a.asice', '--signer', at('seal.pem'), '--school', '79000002');
    // Nobody has told whether the certificate was revoked.
    expect([pinned.code, jsonLines(pinned.out)[0]]).toMatchObject([
      2,
      { reason: 'certificate', receipt: { decision: 'accepted' } },
    ]);
    const other = await check('c.asice', '--signer', at('seal.pem'));
    expect([other.code, jsonLines(other.out)[0]]).toMatchObject([1, { reason: 'otherPackage' }]);
    const unknown = await check('a.asice');
    expect([unknown.code, jsonLines(unknown.out)[0]]).toMatchObject([2, { reason: 'signerUnknown' }]);
    const words = await hocba(['receipt', 'verify', at('r.xml'), '--package', at('c.asice'), '--lang', 'en']);
    expect(words.out).toContain('it is for another package');
    writeFileSync(at('r2.xml'), readFileSync(at('r.xml'), 'utf8').replace('accepted', 'refused'));
    expect((await hocba(['receipt', 'verify', at('r2.xml'), '--package', at('a.asice')])).code).toBe(1);
    expect((await hocba(['receipt', 'verify', at('a.asice'), '--package', at('a.asice')])).code).toBe(65);
  });

  test('is not made for what is no package, nor without what it needs', async () => {
    const code = async (...args: readonly string[]) => {
      const answer = await hocba(['receipt', ...args, '--json'], { env });
      return [answer.code, errorCode(answer)];
    };
    const rest = ['--p12', at('seal.p12'), '--school', TO, '--out', at('y.xml')];
    expect(await code('create', at('seal.pem'), ...rest)).toEqual([65, 'ERR_ARCHIVE_NOT_ZIP']);
    expect(await code('create', at('a.asice'), '--school', TO)).toEqual([64, 'ERR_CLI_OPTION_REQUIRED']);
    expect(await code('verify', at('a.asice'))).toEqual([64, 'ERR_CLI_OPTION_REQUIRED']);
    expect(await code('look', at('a.asice'))).toEqual([64, 'ERR_CLI_OPTION_INVALID']);
  });
});

test('a PDF with the XML of a record is verified by its XML', async () => {
  const xml = Buffer.from(records[0]!);
  writeFileSync(
    at('shown.pdf'),
    Buffer.concat([
      Buffer.from(`%PDF-1.7\n2 0 obj << /Type /EmbeddedFile /Length ${xml.length} >>\nstream\n`),
      xml,
      Buffer.from('\nendstream endobj\n'),
    ]),
  );
  const { code, out } = await verify('shown.pdf', '--json');
  expect([code, jsonLines(out)[0]]).toMatchObject([2, { conclusion: 'indeterminate' }]);
});

test('containers of the corpus: the core of each is what the manifest says', async () => {
  const manifest = JSON.parse(readFileSync(shared('corpus', 'manifest.json'), 'utf8')) as readonly {
    file: string;
    kind: string;
    expect: { core: string };
  }[];
  const containers = manifest.filter(({ kind }) => kind === 'asic');
  expect(containers.length).toBe(21);
  for (const { file, expect: wanted } of containers) {
    const { out } = await hocba(['signature', join(corpusFolder()!, file)]);
    expect([file, jsonLines(out)[0]!['core']]).toEqual([file, wanted.core]);
  }
});
