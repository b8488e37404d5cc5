import { createPrivateKey, sign as signWith } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { toPem } from '../../src/certificate/index.js';
import { cv2088, writeHocBa } from '../../src/record-xml/index.js';
import { RECEIVER_DUAL } from '../../src/signing/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { devCa, errorCode, hocba, jsonLines, ROLES, spawnHocba, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
const PASSWORD = 'mật khẩu';
const env = { HOCBA_P12_PASSWORD: PASSWORD };
const NAMES: Readonly<Record<string, string>> = {
  giaoVienChuNhiem: 'GVCN',
  canBoQuanLy: 'CBQL',
  phatHanh: 'KY_PHAT_HANH',
};

beforeAll(async () => {
  const ca = await devCa();
  mkdirSync(at('trust'));
  await trustFolder(at('trust'));
  writeFileSync(at('record.xml'), writeHocBa(specimenHocBa(), { layout: cv2088 }).bytes);
  for (const role of ROLES) {
    const identity = await ca.identity(role);
    writeFileSync(at(`${role}.p12`), await identity.p12(PASSWORD));
    const other = await ca.identity(role, { key: 'P-384' });
    writeFileSync(at(`${role}.pem`), toPem(other.certificate, 'CERTIFICATE'));
    writeFileSync(at(`${role}.key`), toPem(other.pkcs8, 'PRIVATE KEY'));
  }
  for (const [role, to] of [
    ['giaoVienChuNhiem', 'teacher.xml'],
    ['canBoQuanLy', 'principal.xml'],
  ] as const) {
    expect((await hocba(signArgs('record.xml', role, to), { env })).code).toBe(0);
  }
  writeFileSync(at('forged.xml'), readFileSync(at('teacher.xml'), 'utf8').replace('>6</DIEM', '>7</DIEM'));
});

function signArgs(from: string, role: string, to: string, ...more: readonly string[]): string[] {
  return ['sign', at(from), '--role', NAMES[role]!, '--p12', at(`${role}.p12`), '--out', at(to), ...more];
}

/** Roles that have signed, as `plan` sees it. */
async function done(file: string): Promise<readonly string[]> {
  const { out, code } = await hocba(['plan', at(file), '--json']);
  expect(code).toBe(0);
  const [{ records }] = jsonLines(out) as unknown as [
    { records: { plan: { steps: { role: string; state: string }[] } }[] },
  ];
  return records[0]!.plan.steps.filter(({ state }) => state === 'done').map(({ role }) => role);
}

describe.each(['dual', 'cv2088', 'xadesB'])('three roles sign by PKCS#12, profile %s', (profile) => {
  test('each in its turn, and the core of all three holds', async () => {
    let from = 'record.xml';
    for (const [index, role] of ROLES.entries()) {
      const to = `${profile}-${index}.xml`;
      const day = `2026-11-1${index}T08:00:00+07:00`;
      const answer = await hocba(signArgs(from, role, to, '--profile', profile, '--json', '--at', day), { env });
      expect(answer).toMatchObject({ code: 0, err: '' });
      expect(jsonLines(answer.out)[0]).toMatchObject({ role, receiver: profile });
      from = to;
      expect(await done(from)).toEqual(ROLES.slice(0, index + 1));
    }
    const { code, out } = await hocba(['signature', at(from), '--trust', at('trust')]);
    expect(code).toBe(0);
    const [{ core, signatures }] = jsonLines(out) as unknown as [
      { core: string; signatures: { signingTime: string; subIndication: string }[] },
    ];
    expect(core).toBe('valid');
    expect(signatures.map((one) => one.signingTime.slice(0, 10))).toEqual(['2026-11-10', '2026-11-11', '2026-11-12']);
    expect(signatures.map((one) => one.subIndication)).toEqual(['TRY_LATER', 'TRY_LATER', 'TRY_LATER']);
  });
});

describe('the password', () => {
  test('comes from the environment in a real process', async () => {
    const answer = await spawnHocba(signArgs('record.xml', 'giaoVienChuNhiem', 'process.xml', '--at', '2026-11-10'), {
      env: { HOCBA_P12_PASSWORD: PASSWORD },
    });
    expect(answer).toMatchObject({ code: 0, err: '' });
    expect(answer.out).toContain('✓');
  });

  test('is asked for on a terminal, and nowhere printed', async () => {
    const asked = await hocba(signArgs('record.xml', 'giaoVienChuNhiem', 'asked.xml'), {
      inIsTerminal: true,
      secret: PASSWORD,
    });
    expect(asked).toMatchObject({ code: 0 });
    expect(asked.err).toMatch(/^Mật khẩu của tệp PKCS#12: /);
    expect(asked.out + asked.err).not.toContain(PASSWORD);
  });

  test('missing without a terminal is 64, a wrong one 65', async () => {
    const missing = await hocba(signArgs('record.xml', 'giaoVienChuNhiem', 'none.xml', '--json'));
    expect([missing.code, errorCode(missing)]).toEqual([64, 'ERR_CLI_PASSWORD_MISSING']);
    const wrong = await hocba(signArgs('record.xml', 'giaoVienChuNhiem', 'none.xml', '--json'), {
      env: { HOCBA_P12_PASSWORD: 'falsch' },
    });
    expect([wrong.code, errorCode(wrong)]).toEqual([65, 'ERR_P12_PASSWORD']);
    expect(jsonLines(wrong.out)[0]!['file']).toBe(at('giaoVienChuNhiem.p12'));
    expect(wrong.out).not.toContain('falsch');
  });
});

describe('signing is refused', () => {
  test.each([
    ['a filled slot', ['teacher.xml', 'giaoVienChuNhiem'], [], 'ERR_RECORD_SLOT_FILLED'],
    ['the seal before the principal', ['teacher.xml', 'phatHanh'], [], 'ERR_SIGNING_ORDER'],
    ['a teacher after the principal', ['principal.xml', 'giaoVienChuNhiem'], [], 'ERR_SIGNING_ORDER'],
    ['a broken earlier signature', ['forged.xml', 'canBoQuanLy'], [], 'ERR_SIGNING_EARLIER_INVALID'],
    [
      'a time before the certificate',
      ['record.xml', 'giaoVienChuNhiem'],
      ['--at', '2025-12-31'],
      'ERR_SIGNER_CERTIFICATE_TIME',
    ],
    [
      'a time after the certificate',
      ['record.xml', 'giaoVienChuNhiem'],
      ['--at', '2036-01-02'],
      'ERR_SIGNER_CERTIFICATE_TIME',
    ],
  ] as const)('%s', async (_name, [file, role], more, code) => {
    const answer = await hocba(signArgs(file, role, 'refused.xml', '--json', ...more), { env });
    expect([answer.code, errorCode(answer)]).toEqual([65, code]);
    expect(jsonLines(answer.out)[0]!['file']).toBe(at(file));
  });

  test('a certificate of somebody else', async () => {
    const args = [
      'sign',
      at('record.xml'),
      '--role',
      'CBQL',
      '--p12',
      at('giaoVienChuNhiem.p12'),
      '--out',
      at('x.xml'),
      '--json',
    ];
    const answer = await hocba(args, { env });
    expect([answer.code, errorCode(answer)]).toEqual([65, 'ERR_SIGNER_IDENTITY']);
  });

  test('a receiver that is none', async () => {
    writeFileSync(at('receiver.json'), JSON.stringify({ ...RECEIVER_DUAL, profile: 'none' }));
    const answer = await hocba(
      signArgs('record.xml', 'giaoVienChuNhiem', 'x.xml', '--receiver', at('receiver.json'), '--json'),
      { env },
    );
    expect([answer.code, errorCode(answer)]).toEqual([64, 'ERR_RECEIVER_INVALID']);
  });
});

test('a receiver from a file decides the form', async () => {
  writeFileSync(
    at('province.json'),
    JSON.stringify({ ...RECEIVER_DUAL, id: 'province', profile: 'cv2088', orderReferences: false }),
  );
  const answer = await hocba(
    signArgs('record.xml', 'giaoVienChuNhiem', 'province.xml', '--receiver', at('province.json'), '--json'),
    { env },
  );
  expect(jsonLines(answer.out)[0]).toMatchObject({ receiver: 'province' });
  expect(readFileSync(at('province.xml'), 'utf8')).not.toContain('QualifyingProperties');
});

test('RSASSA-PSS on request', async () => {
  await hocba(signArgs('record.xml', 'giaoVienChuNhiem', 'pss.xml', '--pss'), { env });
  expect(readFileSync(at('pss.xml'), 'utf8')).toContain('sha256-rsa-MGF1');
  expect((await hocba(['signature', at('pss.xml')])).code).toBe(0);
});

describe('prepare and complete, with the key elsewhere', () => {
  const prepareArgs = (...more: readonly string[]) => [
    'prepare',
    at('record.xml'),
    '--role',
    'GVCN',
    '--certificate',
    at('giaoVienChuNhiem.pem'),
    '--out',
    at('state.json'),
    '--bytes',
    at('bytes.bin'),
    '--force',
    ...more,
  ];
  const completeArgs = (...more: readonly string[]) => [
    'complete',
    at('record.xml'),
    '--state',
    at('state.json'),
    '--value',
    at('value.bin'),
    '--out',
    at('completed.xml'),
    '--force',
    '--json',
    ...more,
  ];
  const signBytes = (dsaEncoding: 'der' | 'ieee-p1363') =>
    signWith('sha384', readFileSync(at('bytes.bin')), {
      key: createPrivateKey(readFileSync(at('giaoVienChuNhiem.key'))),
      dsaEncoding,
    });

  test.each([
    ['DER, as openssl gives it', () => signBytes('der')],
    ['r‖s', () => signBytes('ieee-p1363')],
    ['base64 in lines', () => Buffer.from(signBytes('der').toString('base64').replace(/.{40}/g, '$&\n'))],
  ])('take a value in %s', async (_name, value) => {
    const prepared = await hocba(prepareArgs('--json'));
    expect(prepared).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(at('bytes.bin')).toString('base64')).toBe(jsonLines(prepared.out)[0]!['toSignBase64']);
    writeFileSync(at('value.bin'), value());
    expect(await hocba(completeArgs())).toMatchObject({ code: 0, err: '' });
    expect(await done('completed.xml')).toEqual(['giaoVienChuNhiem']);
  });

  test('refuse a wrong value, another file, an old state, an edited state', async () => {
    await hocba(prepareArgs());
    writeFileSync(at('value.bin'), signBytes('der'));
    expect((await hocba(completeArgs())).code).toBe(0);

    const old = await hocba(completeArgs('--at', '2026-11-22'));
    expect([old.code, errorCode(old)]).toEqual([65, 'ERR_SIGNING_STATE_EXPIRED']);

    const other = await hocba(completeArgs().map((arg) => (arg === at('record.xml') ? at('teacher.xml') : arg)));
    expect([other.code, errorCode(other)]).toEqual([65, 'ERR_SIGNING_FILE_CHANGED']);

    writeFileSync(at('value.bin'), 'not a value');
    const wrong = await hocba(completeArgs());
    expect([wrong.code, errorCode(wrong)]).toEqual([65, 'ERR_CLI_SIGNATURE_VALUE']);

    await hocba(prepareArgs('--at', '2026-11-19'));
    const state = JSON.parse(readFileSync(at('state.json'), 'utf8'));
    writeFileSync(at('value.bin'), signBytes('der'));
    writeFileSync(
      at('state.json'),
      JSON.stringify({ ...state, state: { ...state.state, signingTime: '2026-11-18T00:00:00+07:00' } }),
    );
    const edited = await hocba(completeArgs('--at', '2026-11-19'));
    expect([edited.code, errorCode(edited)]).toEqual([65, 'ERR_SIGNING_STATE_INVALID']);
  });
});

describe('plan', () => {
  test('says who is next and what blocks, in words', async () => {
    const { out, code } = await hocba(['plan', at('teacher.xml'), '--lang', 'en']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /✓ homeroom teacher: has signed .*\n.*→ principal: may sign now\n.*✗ school \(seal\): cannot sign \(an earlier role/,
    );
  });

  test('of many records how many stand where', async () => {
    const both = [readFileSync(at('teacher.xml'), 'utf8'), readFileSync(at('record.xml'), 'utf8')];
    const inner = both.map((text, index) => text.slice(text.indexOf('<HOC_BA>')).replace(/data-/g, `data-${index}`));
    writeFileSync(at('list.xml'), `<DANH_SACH_HOC_BA>${inner.join('')}</DANH_SACH_HOC_BA>`);
    const { out } = await hocba(['plan', at('list.xml'), '--json']);
    expect(jsonLines(out)[0]).toMatchObject({ records: [{ index: 0 }, { index: 1 }], complete: false });
    expect((await hocba(['plan', at('list.xml'), '--lang', 'en'])).out).toContain('2 records');
  });

  test('an occasion that is none is 64', async () => {
    const answer = await hocba(['plan', at('record.xml'), '--occasion', 'party', '--json']);
    expect([answer.code, errorCode(answer)]).toEqual([64, 'ERR_OCCASION_UNKNOWN']);
  });

  test('a broken signature is 1', async () => {
    const { out, code } = await hocba(['plan', at('forged.xml'), '--json']);
    expect(code).toBe(1);
    expect(jsonLines(out)[0]).toMatchObject({
      complete: false,
      nextActions: [{ code: 'recallAndReplace', records: [0] }],
    });
  });
});
