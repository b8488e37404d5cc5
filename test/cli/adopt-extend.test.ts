/* hocba adopt and extend: what other software signed is taken over or refused; stamps and evidence come into a signed file. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Crl, parseCertificate } from '../../src/certificate/index.js';
import { RECEIVER_CV2088 } from '../../src/signing/index.js';
import { makeCrl, withServer } from '../certificate/authority.js';
import { type OpenSsl, withOpenSsl } from '../certificate/fixtures.js';
import { replyTs, writeTsa } from '../certificate/tsa.js';
import { devCa, errorCode, hocba, jsonLines, signedRecord, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  mkdirSync(at('trust'));
  await trustFolder(at('trust'));
  writeFileSync(at('before.xml'), await signedRecord({ roles: ['giaoVienChuNhiem'] }));
});

/** Code of the error, exit code and parameters. */
function refusal(answer: { readonly out: string; readonly code: number | null }): readonly unknown[] {
  const { error } = jsonLines(answer.out)[0] as { error: { code: string; params: unknown } };
  return [answer.code, error.code, error.params];
}

test('adopt: a file signed by other software is taken over byte by byte, a changed one refused with the element', async () => {
  const before = readFileSync(at('before.xml'), 'utf8');
  const signed = await signedRecord({ roles: ['giaoVienChuNhiem', 'canBoQuanLy'] });
  // Another program's file of the same record: the principal's slot put into the very file that was handed out.
  const slot = /<CBQL>.*<\/CBQL>/s.exec(signed);
  expect(slot).not.toBeNull();
  const run = (after: string, ...more: readonly string[]) => {
    writeFileSync(at('after.xml'), after);
    const args = ['adopt', at('before.xml'), at('after.xml'), '--role', 'CBQL', '--out', at('adopted.xml'), '--force'];
    return hocba([...args, '--json', ...more]);
  };
  expect(refusal(await run(before))).toMatchObject([65, 'ERR_ADOPT_SIGNATURE', { reason: 'missing' }]);
  const foreign = refusal(await run(signed));
  expect(foreign.slice(0, 2)).toEqual([65, 'ERR_ADOPT_CHANGED']);

  const { code } = await hocba(await signArgs('before.xml', 'own.xml'), { env: { HOCBA_P12_PASSWORD: 'x' } });
  expect(code).toBe(0);
  const own = readFileSync(at('own.xml'), 'utf8');
  const taken = await run(own);
  expect([taken.code, taken.err]).toEqual([0, '']);
  expect(readFileSync(at('adopted.xml'), 'utf8')).toBe(own);
  const changed = refusal(await run(own.replace(/<NHAN_XET_GVCN>/, '<NHAN_XET_GVCN>x')));
  expect(changed).toEqual([65, 'ERR_ADOPT_CHANGED', { element: 'NHAN_XET_GVCN' }]);
  expect(refusal(await run(own, '--role', 'GVCN')).slice(0, 2)).toEqual([65, 'ERR_ADOPT_SIGNATURE']);
});

async function signArgs(from: string, to: string): Promise<string[]> {
  writeFileSync(at('principal.p12'), await (await (await devCa()).identity('canBoQuanLy')).p12('x'));
  return ['sign', at(from), '--role', 'CBQL', '--p12', at('principal.p12'), '--out', at(to), '--force'];
}

async function listOf(openssl: OpenSsl, authority: 'officialUse' | 'officialUseRoot' | 'publicRoot'): Promise<Crl> {
  const { certificate, privateKey, pkcs8 } = (await devCa()).authorities[authority];
  const parsed = parseCertificate(certificate);
  const node = { certificate: parsed, key: { privateKey, pkcs8, spki: parsed.spki } };
  return makeCrl(openssl, node, [], {
    thisUpdate: new Date(Date.now() - 60_000),
    nextUpdate: new Date(Date.now() + 86_400_000),
  });
}

test('extend: T, LT and LTA over a stamping authority on this machine, and what is refused', async () => {
  const ca = await devCa();
  const { certificate, privateKey, pkcs8 } = await ca.identity('timeStamping');
  const parsed = parseCertificate(certificate);
  const file = await signedRecord();
  writeFileSync(at('sealed.xml'), file);
  await withOpenSsl(async (openssl) => {
    writeTsa(openssl, { certificate: parsed, key: { privateKey, pkcs8, spki: parsed.spki } });
    const crls: string[] = [];
    for (const authority of ['officialUse', 'officialUseRoot', 'publicRoot'] as const) {
      writeFileSync(at(`${authority}.crl`), (await listOf(openssl, authority)).der);
      crls.push('--crl', at(`${authority}.crl`));
    }
    await withServer(
      (_, body, response) => {
        response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(replyTs(openssl, body));
      },
      async ({ url }) => {
        const run = (from: string, level: string, to: string, ...more: readonly string[]) =>
          hocba(
            [
              'extend',
              at(from),
              '--role',
              'KY_PHAT_HANH',
              '--level',
              level,
              '--tsa',
              url,
              '--out',
              at(to),
              '--json',
            ].concat(more),
            { fetch: globalThis.fetch, now: () => new Date() },
          );
        const trust = ['--trust', at('trust')];
        const t = await run('sealed.xml', 'T', 't.xml');
        expect(jsonLines(t.out)).toEqual([{ out: at('t.xml'), role: 'phatHanh', level: 'XAdES-T' }]);
        expect(refusal(await run('t.xml', 'T', 'x.xml'))).toMatchObject([
          65,
          'ERR_SIGNATURE_EXTENSION',
          { reason: 'alreadyStamped' },
        ]);
        expect(refusal(await run('t.xml', 'LT', 'x.xml', ...trust))).toMatchObject([
          65,
          'ERR_CLI_EVIDENCE',
          { whose: 'signer' },
        ]);
        // The signer's lists alone leave the stamp without any.
        expect(refusal(await run('t.xml', 'LT', 'x.xml', ...trust, ...crls.slice(0, 4)))).toMatchObject([
          65,
          'ERR_CLI_EVIDENCE',
          { whose: 'tsa' },
        ]);
        const lt = await run('sealed.xml', 'LT', 'lt.xml', ...trust, ...crls);
        expect(jsonLines(lt.out)).toEqual([{ out: at('lt.xml'), role: 'phatHanh', level: 'XAdES-LT' }]);
        const lta = await run('t.xml', 'LTA', 'lta.xml', ...trust, ...crls);
        expect(jsonLines(lta.out)).toEqual([{ out: at('lta.xml'), role: 'phatHanh', level: 'XAdES-LTA' }]);
        // What was signed has not moved, and holds.
        const judged = await hocba(['signature', at('lta.xml'), '--json', '--trust', at('trust')]);
        const [{ core, signatures }] = jsonLines(judged.out) as unknown as [
          { core: string; signatures: { level: string }[] },
        ];
        expect([core, signatures.map(({ level }) => level)]).toEqual(['valid', ['XAdES-B', 'XAdES-B', 'XAdES-LTA']]);
        writeFileSync(at('plain.xml'), await signedRecord({ receiver: RECEIVER_CV2088 }));
        expect(refusal(await run('plain.xml', 'T', 'x.xml'))).toMatchObject([
          65,
          'ERR_SIGNATURE_EXTENSION',
          { reason: 'notXades' },
        ]);
        writeFileSync(at('unsigned.xml'), await signedRecord({ roles: [] }));
        expect(errorCode(await run('unsigned.xml', 'LT', 'x.xml', ...trust))).toBe('ERR_CLI_SIGNATURE_NONE');
        expect(errorCode(await run('unsigned.xml', 'T', 'x.xml'))).toBe('ERR_SIGNING_EXTENSION');
      },
    );
  });
  const unreachable = await hocba(
    [
      'extend',
      at('sealed.xml'),
      '--role',
      'CBQL',
      '--level',
      'T',
      '--tsa',
      'http://127.0.0.1:9/',
      '--out',
      at('y.xml'),
    ].concat('--json'),
  );
  expect([unreachable.code, errorCode(unreachable)]).toEqual([69, 'ERR_TSA_UNAVAILABLE']);
  const noUrl = [
    'extend',
    at('sealed.xml'),
    '--role',
    'CBQL',
    '--level',
    'T',
    '--tsa',
    'ftp://x',
    '--out',
    at('y.xml'),
  ];
  expect((await hocba(noUrl)).code).toBe(64);
});
