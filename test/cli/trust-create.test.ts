/* Lists made on the command line: what they say is what `verify` goes by; changed, signed by others or older ones are refused. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCertificate, toPem } from '../../src/certificate/index.js';
import type { DevAuthorityName } from '../../src/testing/index.js';
import { openRegister, openTrustList } from '../../src/trust/index.js';
import { makeCrl } from '../certificate/authority.js';
import { type Node, withOpenSsl } from '../certificate/fixtures.js';
import { AT, devCa, errorCode, hocba, jsonLines, signedRecord, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
const DAY = 86_400_000;
const PASSWORD = 'mật khẩu';
const MA_TRUONG = '01001401';
const iso = (days: number) => new Date(AT.getTime() + days * DAY).toISOString();
let pin: string;
const fingerprints: Record<string, string> = {};

const HEADER = { number: 3, issuedAt: iso(-1), nextUpdate: iso(1), publisher: 'Sở (thử nghiệm)' };
const ANCHORS = [
  {
    certificate: 'roots/officialUseRoot.pem',
    family: 'vgca',
    scopes: ['person', 'schoolSeal'],
    source: 'đã đối chiếu',
  },
  { certificate: 'roots/publicRoot.pem', family: 'neac', scopes: ['person', 'timeStamping'], from: '2020-01-01' },
];
const INTERMEDIATES = ['roots/officialUse.pem', 'roots/publicCa.pem'];
const TRUST = { id: 'tin-cay', ...HEADER, anchors: ANCHORS, intermediates: INTERMEDIATES };
const SCHOOL = {
  maTruong: MA_TRUONG,
  seals: [{ certificate: 'phatHanh.pem', from: '2024-08-01' }],
  canBoQuanLy: [{ certificate: 'canBoQuanLy.pem', chucVu: 'Hiệu trưởng', from: '2024-09-05', until: '2029-09-04' }],
};
const REGISTER = { id: 'so-gddt', ...HEADER, completeFrom: '2024-09-05', nhaTruong: [SCHOOL] };

const env = (state = 'off', password = PASSWORD) => ({ env: { HOCBA_P12_PASSWORD: password, HOCBA_STATE: state } });

async function create(input: unknown, out: string, options: { readonly p12?: string; readonly state?: string } = {}) {
  writeFileSync(at('input.json'), JSON.stringify(input));
  const args = ['--p12', at(options.p12 ?? 'publisher.p12'), '--out', at(out), '--force', '--json'];
  return hocba(['trust', 'create', at('input.json'), ...args], env(options.state));
}

let crls: readonly string[];
async function verify(list: string, register: string, more: readonly string[] = [], state = 'off') {
  const files = ['--trust', at(list), '--register', at(register), '--trust-signer', pin];
  const answer = await hocba(['verify', at('record.xml'), '--json', ...files, ...crls, ...more], env(state));
  const [line] = jsonLines(answer.out) as { conclusion?: string; subIndication?: string | null }[];
  return [answer.code, errorCode(answer) ?? line?.conclusion, ...(line?.subIndication ? [line.subIndication] : [])];
}

beforeAll(async () => {
  const ca = await devCa();
  mkdirSync(at('roots'));
  await trustFolder(at('roots'));
  for (const [name, identity] of [
    ['publisher', 'otherOrganization'],
    ['stranger', 'ordinaryPerson'],
  ] as const) {
    const one = await ca.identity(identity, { key: 'P-256' });
    writeFileSync(at(`${name}.p12`), await one.p12(PASSWORD));
    fingerprints[name] = parseCertificate(one.certificate).fingerprint;
  }
  pin = fingerprints['publisher']!;
  for (const role of ['phatHanh', 'canBoQuanLy'] as const) {
    const { certificate } = await ca.identity(role, { key: 'P-256' });
    writeFileSync(at(`${role}.pem`), toPem(certificate, 'CERTIFICATE'));
    fingerprints[role] = parseCertificate(certificate).fingerprint;
  }
  writeFileSync(at('record.xml'), await signedRecord());
  crls = await withOpenSsl((openssl) =>
    (Object.keys(ca.authorities) as DevAuthorityName[]).flatMap((name) => {
      const { certificate, pkcs8 } = ca.authorities[name];
      const node = { certificate: parseCertificate(certificate), key: { pkcs8 } } as unknown as Node;
      const period = { thisUpdate: new Date(AT.getTime() - 3_600_000), nextUpdate: new Date(AT.getTime() + DAY) };
      writeFileSync(at(`${name}.crl`), makeCrl(openssl, node, [], period).der);
      return ['--crl', at(`${name}.crl`)];
    }),
  );
  expect(await create(TRUST, 'list.xml')).toMatchObject({ code: 0, err: '' });
  expect(await create(REGISTER, 'register.xml')).toMatchObject({ code: 0, err: '' });
});

describe('what is made', () => {
  test('is what verify accepts, and says what the input says', async () => {
    expect(await verify('list.xml', 'register.xml')).toEqual([0, 'totalPassed']);
    const list = await openTrustList(readFileSync(at('list.xml')), { pinned: [pin], at: AT });
    expect(list).toMatchObject({ id: 'tin-cay', number: 3, publisher: 'Sở (thử nghiệm)', kind: 'trustList' });
    expect(
      list.anchors.map(({ family, scopes, from, source }) => [family, scopes, from?.toISOString(), source]),
    ).toEqual([
      ['vgca', ['person', 'schoolSeal'], undefined, 'đã đối chiếu'],
      ['neac', ['person', 'timeStamping'], '2019-12-31T17:00:00.000Z', null],
    ]);
    expect(list.intermediates).toHaveLength(2);
    const register = await openRegister(readFileSync(at('register.xml')), { pinned: [pin], at: AT });
    expect(register.nhaTruong).toEqual([
      {
        maTruong: MA_TRUONG,
        seals: [{ holder: { fingerprint: fingerprints['phatHanh'] }, from: '2024-08-01', until: null }],
        canBoQuanLy: [
          {
            holder: { fingerprint: fingerprints['canBoQuanLy'] },
            chucVu: 'Hiệu trưởng',
            from: '2024-09-05',
            until: '2029-09-04',
          },
        ],
        approvals: null,
      },
    ]);
  });

  test('says so, with the pins of the signer in both languages', async () => {
    const { out, code } = await create(TRUST, 'again.xml');
    const signer = (await openTrustList(readFileSync(at('again.xml')), { pinned: [pin], at: AT })).signer;
    const key = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(signer.spki))).toString('hex');
    expect([code, jsonLines(out)]).toMatchObject([0, [{ id: 'tin-cay', number: 3, signer: pin, signerKey: key }]]);
    expect(await openTrustList(readFileSync(at('again.xml')), { pinned: [key], at: AT })).toMatchObject({ number: 3 });
    for (const lang of ['vi', 'en']) {
      const args = ['--p12', at('publisher.p12'), '--out', at('again.xml'), '--force', '--lang', lang];
      const said = await hocba(['trust', 'create', at('input.json'), ...args], env());
      expect(said.out).toContain(pin);
    }
  });

  test('comes from CSV files just as well', async () => {
    writeFileSync(
      at('anchors.csv'),
      '\ufeffcertificate;family;scopes;source\r\nroots/officialUseRoot.pem;vgca;person schoolSeal;"đã; đối chiếu"\r\nroots/publicRoot.pem;neac;person timeStamping;\r\n'.slice(
        1,
      ),
    );
    expect(await create({ ...TRUST, anchors: 'anchors.csv' }, 'csv-list.xml')).toMatchObject({ code: 0, err: '' });
    const list = await openTrustList(readFileSync(at('csv-list.xml')), { pinned: [pin], at: AT });
    expect(list.anchors.map(({ scopes, source }) => [scopes, source])).toEqual([
      [['person', 'schoolSeal'], 'đã; đối chiếu'],
      [['person', 'timeStamping'], null],
    ]);
    const rows = [
      'maTruong,loai,certificate,fingerprint,maSoThue,chiNhanh,soDinhDanhCaNhan,chucVu,from,until',
      `${MA_TRUONG},conDau,,,0100000001,029,,,2024-08-01,`,
      `${MA_TRUONG},conDau,phatHanh.pem,,,,,,2024-08-01,`,
      `${MA_TRUONG},canBoQuanLy,,,,,001080000001,Hiệu trưởng,2020-09-05,2024-09-04`,
      `${MA_TRUONG},canBoQuanLy,canBoQuanLy.pem,,,,,Hiệu trưởng,2024-09-05,`,
      `${MA_TRUONG},pheDuyet,,${fingerprints['phatHanh']!.toUpperCase()},,,,,,`,
      '01001402,canBoQuanLy,,,,,001080000002,Phó Hiệu trưởng,,',
    ];
    writeFileSync(at('schools.csv'), `${rows.join('\n')}\n`);
    expect(await create({ ...REGISTER, nhaTruong: 'schools.csv' }, 'csv-register.xml')).toMatchObject({ code: 0 });
    const { nhaTruong } = await openRegister(readFileSync(at('csv-register.xml')), { pinned: [pin], at: AT });
    expect(
      nhaTruong.map(({ seals, canBoQuanLy, approvals }) => [seals.length, canBoQuanLy.length, approvals?.length]),
    ).toEqual([
      [2, 2, 1],
      [0, 1, 0],
    ]);
    expect(nhaTruong[0]!.seals[0]!.holder).toEqual({ maSoThue: '0100000001', chiNhanh: '029' });
    expect(await verify('csv-list.xml', 'csv-register.xml')).toEqual([0, 'totalPassed']);
  });
});

describe('verify refuses', () => {
  const change = (from: string, to: string, name: string, by: string | RegExp, text: string) => {
    const before = readFileSync(at(from), 'utf8');
    const after = before.replace(by, text);
    expect([name, after === before]).toEqual([name, false]);
    writeFileSync(at(to), after);
  };

  test.each([
    ['list.xml', 'a scope', 'schoolSeal', 'schoolSeal '],
    ['list.xml', 'a number', '"number":3', '"number":4'],
    ['register.xml', 'a term', '2029-09-04', '2039-09-04'],
    ['register.xml', 'a certificate', /"fingerprint":"./, '"fingerprint":"f'],
  ])('%s with %s changed: one byte and no more is needed', async (file, name, by, text) => {
    change(file, 'changed.xml', name, by, text);
    const answer =
      file === 'list.xml' ? await verify('changed.xml', 'register.xml') : await verify('list.xml', 'changed.xml');
    expect(answer).toEqual([65, 'ERR_TRUST_SIGNATURE']);
  });

  test('every changed byte of the payload', async () => {
    const bytes = readFileSync(at('register.xml'));
    const [from, to] = [bytes.indexOf('<Payload'), bytes.indexOf('</Payload>')];
    for (let offset = from + 1; offset < to; offset += 37) {
      const changed = Buffer.from(bytes);
      changed[offset] = changed[offset]! ^ 0x01;
      writeFileSync(at('changed.xml'), changed);
      const [code, error] = await verify('list.xml', 'changed.xml');
      expect([offset, code, /^ERR_TRUST_(SIGNATURE|MALFORMED)$/.test(String(error))]).toEqual([offset, 65, true]);
    }
  });

  test('lists of another signer, of one kind for the other, and by nobody pinned', async () => {
    expect(await create(REGISTER, 'stranger.xml', { p12: 'stranger.p12' })).toMatchObject({ code: 0 });
    expect(await verify('list.xml', 'stranger.xml')).toEqual([65, 'ERR_TRUST_SIGNER']);
    expect(await verify('stranger.xml', 'register.xml')).toEqual([65, 'ERR_TRUST_SIGNER']);
    expect(await verify('register.xml', 'list.xml')).toEqual([64, 'ERR_TRUST_KIND']);
    // The content of one list under the signature of another.
    const payload = /<Payload.*<\/Payload>/s;
    change('list.xml', 'mixed.xml', 'payload', payload, payload.exec(readFileSync(at('register.xml'), 'utf8'))![0]);
    expect(await verify('list.xml', 'mixed.xml')).toEqual([65, 'ERR_TRUST_SIGNATURE']);
  });

  test('an ended list answers nothing, and one from the future is none', async () => {
    const later = ['--at', iso(2)];
    expect(await verify('list.xml', 'register.xml', later)).toEqual([2, 'indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND']);
    expect(await verify('list.xml', 'register.xml', ['--at', iso(-3)])).toEqual([65, 'ERR_TRUST_DATES']);
  });
});

describe('the copy on the authority’s server', () => {
  const copyReason = async (...copies: readonly string[]) => {
    const files = ['--trust', at('list.xml'), '--register', at('register.xml'), '--trust-signer', pin, ...crls];
    const named = copies.flatMap((path) => ['--authority-copy', at(path)]);
    const answer = await hocba(['verify', at('record.xml'), '--json', ...files, ...named], env());
    const [line] = jsonLines(answer.out) as {
      reports: { checks: { code: string; outcome: string; reason: string }[] }[];
    }[];
    const check = line!.reports[0]!.checks.find(({ code }) => code === 'authorityCopy');
    return [answer.code, check?.outcome, check?.reason];
  };

  test('decides when it differs, and is shown when it was not asked', async () => {
    const text = readFileSync(at('record.xml'), 'utf8');
    writeFileSync(at('copy.xml'), text);
    writeFileSync(at('changed-copy.xml'), text.replace('>6</DIEM', '>9</DIEM'));
    writeFileSync(
      at('other-copy.xml'),
      text.replaceAll('123e4567-e89b-42d3-a456-556642440000', '123e4567-e89b-42d3-a456-556642440001'),
    );
    expect(await copyReason()).toEqual([0, 'indeterminate', 'COPY_NOT_ASKED']);
    expect(await copyReason('copy.xml')).toEqual([0, 'passed', null]);
    expect(await copyReason('other-copy.xml', 'copy.xml')).toEqual([0, 'passed', null]);
    expect(await copyReason('changed-copy.xml')).toEqual([1, 'failed', 'COPY_DIFFERENT']);
    expect(await copyReason('other-copy.xml')).toEqual([0, 'indeterminate', 'COPY_ABSENT']);
    // Two copies of one record: nobody said which is in force.
    expect(await copyReason('copy.xml', 'changed-copy.xml')).toEqual([0, 'indeterminate', 'COPY_NOT_ASKED']);
  });
});

describe('numbers seen', () => {
  test('a lower number, and another content under the same one, are refused in the next run', async () => {
    const state = at('state');
    await create({ ...REGISTER, number: 2 }, 'older.xml');
    await create({ ...REGISTER, publisher: 'Sở khác (thử nghiệm)' }, 'fork.xml');
    await create({ ...TRUST, number: 2 }, 'older-list.xml');
    // Without memory everything passes.
    expect(await verify('list.xml', 'older.xml')).toEqual([0, 'totalPassed']);
    expect(await verify('list.xml', 'older.xml', [], state)).toEqual([0, 'totalPassed']);
    expect(await verify('list.xml', 'register.xml', [], state)).toEqual([0, 'totalPassed']);
    expect(await verify('list.xml', 'register.xml', [], state)).toEqual([0, 'totalPassed']);
    expect(await verify('list.xml', 'older.xml', [], state)).toEqual([65, 'ERR_TRUST_ROLLBACK']);
    expect(await verify('list.xml', 'fork.xml', [], state)).toEqual([65, 'ERR_TRUST_FORK']);
    expect(await verify('older-list.xml', 'register.xml', [], state)).toEqual([65, 'ERR_TRUST_ROLLBACK']);
    // Said to do without, and in another user's memory.
    expect(await verify('list.xml', 'older.xml', ['--stateless'], state)).toEqual([0, 'totalPassed']);
    expect(await verify('list.xml', 'older.xml', [], at('other-state'))).toEqual([0, 'totalPassed']);
  });

  test('check compares, show only looks; both say which', async () => {
    const state = at('check-state');
    await create({ ...REGISTER, number: 2 }, 'older.xml');
    const run = async (action: string, file: string, chosen = state) => {
      const args = ['trust', action, at(file), '--trust-signer', pin, '--json'];
      const answer = await hocba(args, env(chosen));
      return [answer.code, errorCode(answer) ?? jsonLines(answer.out)[0]!['rollback']];
    };
    expect(await run('check', 'register.xml')).toEqual([0, 'checked']);
    expect(await run('check', 'older.xml')).toEqual([65, 'ERR_TRUST_ROLLBACK']);
    expect(await run('show', 'older.xml')).toEqual([0, 'notCheckable']);
    expect(await run('check', 'older.xml', 'off')).toEqual([0, 'notCheckable']);
  });

  test('the report says whether it was checked', async () => {
    const files = ['--trust', at('list.xml'), '--register', at('register.xml'), '--trust-signer', pin];
    const basis = async (state: string) => {
      const { out } = await hocba(['verify', at('record.xml'), '--json', ...files, ...crls], env(state));
      const [line] = jsonLines(out) as { reports: { basis: Record<string, { rollback: string }[]> }[] }[];
      return Object.values(line!.reports[0]!.basis).flatMap((lists) => lists.map(({ rollback }) => rollback));
    };
    expect(await basis('off')).toEqual(['notCheckable', 'notCheckable']);
    expect(await basis(at('report-state'))).toEqual(['checked', 'checked']);
  });

  test('the user’s folder is found by the environment; nothing is kept where there is none', async () => {
    const args = ['trust', 'check', at('register.xml'), '--trust-signer', pin, '--json'];
    const rollback = async (given: Readonly<Record<string, string>>) =>
      jsonLines((await hocba(args, { env: given })).out)[0]!['rollback'];
    expect(await rollback({})).toBe('notCheckable');
    expect(await rollback({ HOME: 'relative' })).toBe('notCheckable');
    expect(await rollback({ HOME: at('home') })).toBe('checked');
    expect(await rollback({ HOME: at('home'), HOCBA_STATE: 'off' })).toBe('notCheckable');
    expect(await rollback({ XDG_STATE_HOME: at('xdg'), HOME: at('nobody') })).toBe('checked');
    expect(readFileSync(at('home/.local/state/hocba/list-numbers/list-register%3Aso-gddt/3.json'), 'utf8')).toContain(
      '"number":3',
    );
    expect(readFileSync(at('xdg/hocba/list-numbers/list-register%3Aso-gddt/3.json'), 'utf8')).toContain('"number":3');
    // A folder that cannot be used is no empty one.
    const answer = await hocba(args, { env: { HOCBA_STATE: at('register.xml') } });
    expect([answer.code, errorCode(answer)]).toEqual([69, 'ERR_NUMBER_STORE_UNUSABLE']);
  });

  test('the publisher too is told of a number given out before', async () => {
    const state = at('publisher-state');
    expect((await create(REGISTER, 'first.xml', { state })).code).toBe(0);
    expect((await create(REGISTER, 'first.xml', { state })).code).toBe(0);
    const other = { ...REGISTER, publisher: 'Sở khác (thử nghiệm)' };
    expect(errorCode(await create(other, 'second.xml', { state }))).toBe('ERR_TRUST_FORK');
    expect(errorCode(await create({ ...other, number: 1 }, 'second.xml', { state }))).toBe('ERR_TRUST_ROLLBACK');
    expect((await create({ ...other, number: 4 }, 'second.xml', { state })).code).toBe(0);
  });
});

describe('create refuses', () => {
  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['neither kind', { id: 'x', ...HEADER }, 'ERR_CLI_LIST_INPUT'],
    ['both kinds', { ...TRUST, ...REGISTER }, 'ERR_CLI_LIST_INPUT'],
    ['no object', [], 'ERR_CLI_LIST_INPUT'],
    ['a word spelled wrong', { ...TRUST, nextupdate: iso(1) }, 'ERR_CLI_LIST_INPUT'],
    ['no number', { ...TRUST, number: undefined }, 'ERR_CLI_LIST_INPUT'],
    ['a number that is none', { ...TRUST, number: 0 }, 'ERR_TRUST_MALFORMED'],
    ['a name that is none', { ...TRUST, id: 'Tin cậy' }, 'ERR_TRUST_MALFORMED'],
    ['an end before the beginning', { ...TRUST, nextUpdate: iso(-2) }, 'ERR_TRUST_DATES'],
    ['issued before its signer’s certificate', { ...TRUST, issuedAt: '2025-01-01' }, 'ERR_TRUST_DATES'],
    ['a day that does not exist', { ...TRUST, nextUpdate: '2027-02-30' }, 'ERR_CLI_LIST_INPUT'],
    ['nobody trusted', { ...TRUST, anchors: [] }, 'ERR_TRUST_MALFORMED'],
    ['a scope that is none', { ...TRUST, anchors: [{ ...ANCHORS[0], scopes: ['all'] }] }, 'ERR_CLI_LIST_INPUT'],
    ['an anchor twice', { ...TRUST, anchors: [ANCHORS[0], ANCHORS[0]] }, 'ERR_TRUST_MALFORMED'],
    ['no such certificate', { ...TRUST, anchors: [{ ...ANCHORS[0], certificate: 'x.pem' }] }, 'ERR_CLI_FILE_MISSING'],
    [
      'a file that is no certificate',
      { ...TRUST, anchors: [{ ...ANCHORS[0], certificate: 'record.xml' }] },
      'ERR_CERTIFICATE_NOT_FOUND',
    ],
    ['a school twice', { ...REGISTER, nhaTruong: [SCHOOL, SCHOOL] }, 'ERR_TRUST_MALFORMED'],
    [
      'a term word spelled wrong',
      { ...REGISTER, nhaTruong: [{ ...SCHOOL, seals: [{ certificate: 'phatHanh.pem', form: '2024-01-01' }] }] },
      'ERR_CLI_LIST_INPUT',
    ],
    [
      'two holders',
      { ...REGISTER, nhaTruong: [{ ...SCHOOL, seals: [{ certificate: 'phatHanh.pem', maSoThue: '0100000001' }] }] },
      'ERR_CLI_LIST_INPUT',
    ],
    [
      'an office without name',
      { ...REGISTER, nhaTruong: [{ ...SCHOOL, canBoQuanLy: [{ certificate: 'canBoQuanLy.pem' }] }] },
      'ERR_CLI_LIST_INPUT',
    ],
    [
      'a term that ends before it begins',
      {
        ...REGISTER,
        nhaTruong: [{ ...SCHOOL, seals: [{ certificate: 'phatHanh.pem', from: '2025-01-01', until: '2024-01-01' }] }],
      },
      'ERR_TRUST_MALFORMED',
    ],
    ['CSV that is not there', { ...REGISTER, nhaTruong: 'x.csv' }, 'ERR_CLI_FILE_MISSING'],
  ];
  test.each(wrong)('%s', async (_, input, code) => {
    const answer = await create(input, 'never.xml');
    expect([errorCode(answer), answer.code === 0]).toEqual([code, false]);
    // Errors name places, and no value.
    expect(answer.out).not.toContain('Tin cậy');
    expect(() => readFileSync(at('never.xml'))).toThrow();
  });

  test.each([
    ['an unknown column', 'maTruong,loai,fingerprnt\n1,conDau,x\n', 'ERR_CLI_LIST_INPUT'],
    ['a column twice', 'maTruong,loai,loai\n1,conDau,x\n', 'ERR_CLI_LIST_INPUT'],
    ['an unknown kind', 'maTruong,loai,fingerprint\n1,dau,x\n', 'ERR_CLI_LIST_INPUT'],
    ['a row too short', 'maTruong,loai,fingerprint\n1,conDau\n', 'ERR_CLI_LIST_INPUT'],
    ['no rows', 'maTruong,loai,fingerprint\n', 'ERR_CLI_LIST_INPUT'],
    ['no school', 'maTruong,loai,fingerprint\n,conDau,x\n', 'ERR_CLI_LIST_INPUT'],
    ['an open quote', 'maTruong,loai,fingerprint\n1,"conDau,x\n', 'ERR_CSV_QUOTE_OPEN'],
  ])('CSV with %s', async (_, text, code) => {
    writeFileSync(at('wrong.csv'), text);
    const answer = await create({ ...REGISTER, nhaTruong: 'wrong.csv' }, 'never.xml');
    expect([errorCode(answer), jsonLines(answer.out)[0]!['file']]).toEqual([code, at('wrong.csv')]);
  });

  test('a call without signer, target or password', async () => {
    writeFileSync(at('input.json'), JSON.stringify(TRUST));
    const refused = async (...args: readonly string[]) => {
      const answer = await hocba(['trust', 'create', at('input.json'), ...args, '--json'], env());
      return [answer.code, errorCode(answer)];
    };
    expect(await refused('--out', at('never.xml'))).toEqual([64, 'ERR_CLI_OPTION_REQUIRED']);
    expect(await refused('--p12', at('publisher.p12'))).toEqual([64, 'ERR_CLI_OPTION_REQUIRED']);
    const args = [
      'trust',
      'create',
      at('input.json'),
      '--p12',
      at('publisher.p12'),
      '--out',
      at('never.xml'),
      '--json',
    ];
    expect(errorCode(await hocba(args, env('off', 'sai')))).toBe('ERR_P12_PASSWORD');
    expect(errorCode(await hocba([...args, at('input.json')], env()))).toBe('ERR_CLI_ARGUMENT_EXCESS');
    // What is there is not overwritten by a slip.
    expect(errorCode(await hocba([...args.slice(0, 6), at('register.xml'), '--json'], env()))).toBe(
      'ERR_CLI_OUT_EXISTS',
    );
  });
});
