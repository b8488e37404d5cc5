import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCertificate, toPem } from '../../src/certificate/index.js';
import { ecdsaRawSignature } from '../../src/crypto/index.js';
import { C14N_EXCLUSIVE, canonicalize, parseXml } from '../../src/xml/index.js';
import { devCa, errorCode, hocba, jsonLines, ROLES, signedRecord, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
let signed: string;

beforeAll(async () => {
  signed = await signedRecord();
  writeFileSync(at('signed.xml'), signed);
});

const KEYS = [
  'core',
  'reason',
  'flags',
  'indication',
  'subIndication',
  'level',
  'signingTime',
  'signingTimeSigned',
  'references',
];

test('prints one line of JSON a file, with or without --json, in exactly the documented form', async () => {
  const plain = await hocba(['signature', at('signed.xml')]);
  expect(await hocba(['signature', at('signed.xml'), '--json'])).toEqual(plain);
  expect(await hocba(['signature', at('signed.xml'), '--quiet', '--lang', 'en'])).toEqual(plain);
  expect(plain).toMatchObject({ code: 0, err: '' });
  const [line, ...others] = jsonLines(plain.out) as unknown as [{ signatures: Record<string, unknown>[] }];
  expect(others).toEqual([]);
  expect(Object.keys(line)).toEqual(['file', 'core', 'signatures']);
  expect(line).toMatchObject({ file: at('signed.xml'), core: 'valid' });
  expect(line.signatures).toHaveLength(3);
  for (const signature of line.signatures) {
    expect(Object.keys(signature)).toEqual(KEYS);
    expect(signature).toMatchObject({ core: 'valid', reason: null, level: 'XAdES-B', signingTimeSigned: true });
    for (const reference of signature['references'] as object[]) {
      expect(Object.keys(reference)).toEqual(['uri', 'digestMatches', 'signedPath']);
    }
  }
  expect(line.signatures[0]!['references']).toMatchObject([
    { digestMatches: true, signedPath: '/HOC_BA/DU_LIEU_HOC_BA' },
    {},
    {},
  ]);
});

test('is 1 for an invalid one, and hands out no path for it', async () => {
  writeFileSync(at('forged.xml'), signed.replace('>6</DIEM', '>9</DIEM'));
  const { code, out } = await hocba(['signature', at('forged.xml')]);
  expect(code).toBe(1);
  expect(jsonLines(out)[0]).toMatchObject({
    core: 'invalid',
    signatures: ROLES.map(() => ({
      core: 'invalid',
      reason: 'digest',
      indication: 'totalFailed',
      subIndication: 'HASH_FAILURE',
    })),
  });
  const [{ signatures }] = jsonLines(out) as unknown as [
    { signatures: { references: { digestMatches: boolean; signedPath: unknown }[] }[] },
  ];
  expect(signatures[0]!.references[0]).toMatchObject({ digestMatches: false, signedPath: null });
});

test('no signature is no valid file', async () => {
  writeFileSync(at('none.xml'), '<a/>');
  const { code, out } = await hocba(['signature', at('none.xml')]);
  expect(code).toBe(1);
  expect(jsonLines(out)).toEqual([{ file: at('none.xml'), core: 'invalid', signatures: [] }]);
});

test.each([
  ['cut off', () => signed.slice(0, 3000), 'invalid', 'ERR_XML_MALFORMED'],
  ['with a DOCTYPE', () => signed.replace('<HOC_BA', '<!DOCTYPE HOC_BA><HOC_BA'), 'unsupported', 'ERR_XML_DOCTYPE'],
  ['a ZIP that is cut off', () => 'PK\u0003\u0004', 'invalid', 'ERR_ARCHIVE_DAMAGED'],
  ['nothing', () => '', 'invalid', 'ERR_CLI_FILE_EMPTY'],
])('a file %s is 65, core %s', async (_name, content, core, code) => {
  writeFileSync(at('x.xml'), content());
  const answer = await hocba(['signature', at('x.xml')]);
  expect([answer.code, errorCode(answer), answer.err]).toEqual([65, code, '']);
  expect(jsonLines(answer.out)[0]).toMatchObject({ file: at('x.xml'), core, signatures: [] });
});

test('of many files one line each and the worst exit code', async () => {
  const { code, out } = await hocba(['signature', at('signed.xml'), at('gone.xml'), at('signed.xml')]);
  expect(code).toBe(65);
  expect(jsonLines(out).map((one) => one['core'])).toEqual(['valid', 'invalid', 'valid']);
});

test('--trust leads to a path; the exit code speaks of the core all the same', async () => {
  mkdirSync(at('trust'));
  const sub = async (...more: readonly string[]) => {
    const { code, out } = await hocba(['signature', at('signed.xml'), ...more]);
    expect(code).toBe(0);
    const [{ signatures }] = jsonLines(out) as unknown as [
      { signatures: { indication: string; subIndication: string }[] },
    ];
    expect(signatures.every(({ indication }) => indication === 'indeterminate')).toBe(true);
    return signatures.map(({ subIndication }) => subIndication);
  };
  expect(new Set(await sub())).toEqual(new Set(['NO_CERTIFICATE_CHAIN_FOUND']));
  const trust = await trustFolder(at('trust'));
  expect(new Set(await sub('--trust', trust))).toEqual(new Set(['TRY_LATER']));
  expect(new Set(await sub('--trust', trust, '--at', '2037-01-01'))).toEqual(new Set(['OUT_OF_BOUNDS_NO_POE']));
  const issuing = ['officialUse', 'publicCa'].flatMap((name) => ['--trust', join(trust, `${name}.pem`)]);
  expect(new Set(await sub(...issuing))).toEqual(new Set(['TRY_LATER']));
});

describe('--detached', () => {
  const data = 'Bảng điểm lớp 4A1\n';
  let outside: string;

  /** A plain XMLDSig over one file outside the XML, made here with the platform's own key. */
  async function detachedSignature(uri: string): Promise<string> {
    const identity = await (await devCa()).identity('ordinaryPerson', { key: 'P-256' });
    const digest = createHash('sha256').update(data).digest('base64');
    const info = `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="${C14N_EXCLUSIVE}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></ds:SignatureMethod><ds:Reference URI="${uri}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
    const octets = Buffer.from(
      canonicalize(parseXml(new Uint8Array(Buffer.from(info))), { algorithm: C14N_EXCLUSIVE }),
    );
    const value = new Uint8Array(
      await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, identity.privateKey, octets),
    );
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    return `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${info}<ds:SignatureValue>${base64(ecdsaRawSignature('P-256', value)!)}</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64(identity.certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
  }

  async function judge(uri: string): Promise<{ code: number | null; core: unknown; reason: unknown }> {
    writeFileSync(at('detached.xml'), await detachedSignature(uri));
    const { code, out } = await hocba(['signature', at('detached.xml'), '--detached', at('files')]);
    const [{ core, signatures }] = jsonLines(out) as unknown as [
      { core: string; signatures: { reason: string | null }[] },
    ];
    return { code, core, reason: signatures[0]!.reason };
  }

  beforeAll(() => {
    mkdirSync(at('files', 'deep'), { recursive: true });
    outside = at('outside.txt');
    writeFileSync(outside, data);
    for (const name of ['data.txt', 'bảng điểm.txt', '100%.txt', join('deep', 'data.txt')])
      writeFileSync(at('files', name), data);
    symlinkSync(outside, at('files', 'link.txt'));
    symlinkSync(at('files', 'data.txt'), at('files', 'inner-link.txt'));
  });

  test.each([
    'data.txt',
    './data.txt',
    'deep/data.txt',
    'b%E1%BA%A3ng%20%C4%91i%E1%BB%83m.txt',
    'bảng điểm.txt',
    '100%.txt',
    'inner-link.txt',
  ])('finds %s inside the folder', async (uri) => {
    expect(await judge(uri)).toEqual({ code: 0, core: 'valid', reason: null });
  });

  test.each([
    '../outside.txt',
    'deep/../../outside.txt',
    '%2e%2e/outside.txt',
    '..%2Foutside.txt',
    'link.txt',
    '..\\outside.txt',
    'deep',
    'none.txt',
    'data.txt%00',
    'https://example.com/data.txt',
  ])('does not leave it for %s', async (uri) => {
    expect(await judge(uri)).toEqual({ code: 2, core: 'unsupported', reason: 'referenceExternal' });
  });

  test('not for an absolute path or a file URI', async () => {
    expect(await judge(outside)).toMatchObject({ core: 'unsupported' });
    expect(await judge(`file://${outside}`)).toMatchObject({ core: 'unsupported' });
  });

  test('a changed file is caught, and nothing is read without the option', async () => {
    writeFileSync(at('detached.xml'), await detachedSignature('data.txt'));
    expect((await hocba(['signature', at('detached.xml')])).code).toBe(2);
    writeFileSync(at('files', 'data.txt'), `${data}10 điểm\n`);
    expect(await judge('data.txt')).toEqual({ code: 1, core: 'invalid', reason: 'digest' });
    writeFileSync(at('files', 'data.txt'), data);
  });

  test('--key stands in for a key the file does not carry, and only the right one verifies', async () => {
    const bare = (await detachedSignature('data.txt')).replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, '');
    writeFileSync(at('bare.xml'), bare);
    const ca = await devCa();
    const [own, other] = [
      await ca.identity('ordinaryPerson', { key: 'P-256' }),
      await ca.identity('otherOrganization', { key: 'P-256' }),
    ];
    const spki = new Uint8Array(parseCertificate(own.certificate).spki);
    writeFileSync(at('own.pem'), toPem(own.certificate, 'CERTIFICATE'));
    writeFileSync(at('own-key.pem'), toPem(spki, 'PUBLIC KEY'));
    writeFileSync(at('own-key.der'), spki);
    writeFileSync(at('other.der'), other.certificate);
    writeFileSync(at('no-key.txt'), 'none');
    const args = ['signature', at('bare.xml'), '--detached', at('files')];
    expect((await hocba(args)).code).toBe(2);
    for (const [name, code] of [
      ['own.pem', 0],
      ['own-key.pem', 0],
      ['own-key.der', 0],
      ['other.der', 1],
    ] as const) {
      expect({ name, code: (await hocba([...args, '--key', at(name)])).code }).toEqual({ name, code });
    }
    expect(await hocba([...args, '--key', at('no-key.txt')])).toMatchObject({ code: 65 });
  });

  test('a folder that is not there is 65', async () => {
    const answer = await hocba(['signature', at('signed.xml'), '--detached', at('nowhere')]);
    expect(answer).toMatchObject({ code: 65 });
  });
});
