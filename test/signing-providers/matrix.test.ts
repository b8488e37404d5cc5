/* Provider × algorithm × profile, each verified here and by xmlsec1 (RSA-PSS, which it lacks, by OpenSSL). PKCS#11: test/node. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Crypto as PeculiarCrypto } from '@peculiar/webcrypto';
import { describe, expect, test } from 'vitest';
import {
  cryptoKeySigner,
  type LocalServiceConnector,
  localServiceSigner,
  pkcs12Signer,
  RECEIVERS,
  remoteSigner,
  type Signer,
  signHocBa,
  VGCA_CONNECTOR,
} from '../../src/signing/index.js';
import {
  type DevIdentity,
  type DevKeyType,
  fakeLocalService,
  fakeRemoteService,
  toPem,
} from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { peer } from '../peers.js';
import { AT, allPorts, codeOf, devCa, MORE, PSS_SHA256, RSA_SHA256, unsigned } from '../signing/kit.js';
import { holdsByOpenssl } from '../signing/openssl.js';
import { judgeByXmlsec1 } from '../signing/xmlsec1.js';

const role = 'canBoQuanLy';
const PASSWORD = 'mật khẩu thử';

interface Algorithm {
  readonly key: DevKeyType;
  readonly uri: string;
  readonly parameters: RsaHashedImportParams | EcKeyImportParams;
}
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  'RSA PKCS#1 v1.5': { key: 'RSA-2048', uri: RSA_SHA256, parameters: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } },
  'RSA-PSS': { key: 'RSA-2048', uri: PSS_SHA256, parameters: { name: 'RSA-PSS', hash: 'SHA-256' } },
  'ECDSA P-256': { key: 'P-256', uri: `${MORE}ecdsa-sha256`, parameters: { name: 'ECDSA', namedCurve: 'P-256' } },
  'ECDSA P-384': { key: 'P-384', uri: `${MORE}ecdsa-sha384`, parameters: { name: 'ECDSA', namedCurve: 'P-384' } },
  'ECDSA P-521': { key: 'P-521', uri: `${MORE}ecdsa-sha512`, parameters: { name: 'ECDSA', namedCurve: 'P-521' } },
};

async function byCrypto(own: DevIdentity, { uri, parameters }: Algorithm, given?: Crypto): Promise<Signer> {
  const { subtle } = given ?? crypto;
  const privateKey = await subtle.importKey('pkcs8', Uint8Array.from(own.pkcs8), parameters, false, ['sign']);
  const more = given === undefined ? {} : { crypto: given };
  return cryptoKeySigner({ certificate: own.certificate, chain: own.chain, privateKey, algorithm: uri, ...more });
}

const PROVIDERS: Readonly<Record<string, (own: DevIdentity, algorithm: Algorithm) => Promise<Signer>>> = {
  'PKCS#12': async (own, { uri }) =>
    pkcs12Signer(await own.p12(PASSWORD), PASSWORD, { scheme: uri === PSS_SHA256 ? 'pss' : 'pkcs1' }),
  WebCrypto: (own, algorithm) => byCrypto(own, algorithm),
  '@peculiar/webcrypto': (own, algorithm) => byCrypto(own, algorithm, new PeculiarCrypto() as unknown as Crypto),
};
/** Vendors' programs differ in what they can be asked for: here one that has a name for each form of an RSA value. */
const TWO_SCHEMES: LocalServiceConnector = {
  ...VGCA_CONNECTOR,
  id: 'two-schemes',
  schemeNames: { pkcs1: 'RSA', pss: 'RSAPSS' },
  signDigest: {
    path: '/sign',
    request: { HashAlg: '{digestName}', HashValue: '{digest}', Encode: '{scheme}' },
  },
};

const ON_BENCH: Readonly<Record<string, (own: DevIdentity, algorithm: Algorithm) => Promise<Signer>>> = {
  'local service': async (identity, { uri }) => {
    const pss = uri === PSS_SHA256;
    const connector = pss ? TWO_SCHEMES : VGCA_CONNECTOR;
    const { openSocket } = fakeLocalService({ identity, connector });
    return localServiceSigner(identity.certificate, { connector, openSocket, scheme: pss ? 'pss' : 'pkcs1' });
  },
  'remote service': (identity, { uri }) =>
    remoteSigner({
      baseUrl: 'https://ky.example',
      credentialId: 'x',
      accessToken: () => 'secret',
      fetch: fakeRemoteService({ identity, schemes: ['pkcs1', 'pss'] }).fetch,
      sleep: async () => undefined,
      scheme: uri === PSS_SHA256 ? 'pss' : 'pkcs1',
    }),
};

async function judge(signer: Signer, uri: string, given?: Crypto): Promise<void> {
  expect(signer.algorithm).toBe(uri);
  for (const receiver of Object.values(RECEIVERS)) {
    const more = given === undefined ? {} : { crypto: given };
    const file = await signHocBa(unsigned({ receiver }), { role, signer, receiver, signingTime: AT, ...more });
    const report = await verifyHocBa(file, { ...(await allPorts()), ...more });
    const found = report.roles.find((one) => one.role === role)!;
    expect([receiver.id, found.core, found.conclusion]).toEqual([receiver.id, 'valid', 'totalPassed']);
    if (uri === PSS_SHA256) expect(holdsByOpenssl(file, role)).toBe(true);
    else expect(judgeByXmlsec1(file.bytes, 1)[0]).toMatch(/^ok /);
  }
}

describe.each(Object.entries(PROVIDERS))('%s', (name, provider) => {
  test.each(Object.entries(ALGORITHMS))('%s', async (_, algorithm) => {
    const own = await (await devCa()).identity(role, { key: algorithm.key });
    const given = name.startsWith('@') ? (new PeculiarCrypto() as unknown as Crypto) : undefined;
    await judge(await provider(own, algorithm), algorithm.uri, given);
  });
});

describe.each(Object.entries(ON_BENCH))('%s of the test bench', (_, provider) => {
  test.each(Object.entries(ALGORITHMS))('%s', async (__, algorithm) => {
    const own = await (await devCa()).identity(role, { key: algorithm.key });
    await judge(await provider(own, algorithm), algorithm.uri);
  });
});

test('a form of value that a service does not offer is refused before anything is sent', async () => {
  const identity = await (await devCa()).identity(role);
  const local = () => localServiceSigner(identity.certificate, { scheme: 'pss' });
  expect(await codeOf(local)).toBe('ERR_ARGUMENT_INVALID');
  const service = fakeRemoteService({ identity });
  const remote = remoteSigner({
    baseUrl: 'https://ky.example',
    credentialId: 'x',
    accessToken: () => 'secret',
    fetch: service.fetch,
    scheme: 'pss',
  });
  expect(await codeOf(remote)).toBe('ERR_SIGNER_SERVICE_ANSWER');
  expect(service.requests.map(({ path }) => path)).toEqual(['credentials/info']);
});

test('an old PKCS#12 file is refused with the command that converts it, and then signs', async () => {
  const openssl = peer('openssl');
  const own = await (await devCa()).identity(role);
  const folder = mkdtempSync(join(tmpdir(), 'hocba-p12-'));
  const run = (args: readonly string[]) =>
    execFileSync(openssl, args, {
      cwd: folder,
      env: { ...process.env, P12: PASSWORD },
    });
  try {
    writeFileSync(join(folder, 'key.pem'), toPem(own.pkcs8, 'PRIVATE KEY'));
    writeFileSync(join(folder, 'cert.pem'), toPem(own.certificate, 'CERTIFICATE'));
    const inputs = ['-inkey', 'key.pem', '-in', 'cert.pem'];
    run(['pkcs12', '-export', '-legacy', ...inputs, '-out', 'OLD.p12', '-passout', 'env:P12']);
    const error = await pkcs12Signer(readFileSync(join(folder, 'OLD.p12')), PASSWORD).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'ERR_P12_LEGACY' });
    const { command } = (error as { params: { command: string } }).params;
    const [read, write] = command.split(' && ').map((part) => part.split(' ').slice(1)) as [string[], string[]];
    run([...read, '-passin', 'env:P12', '-passout', 'env:P12']);
    run([...write, '-passin', 'env:P12', '-passout', 'env:P12']);
    const signer = await pkcs12Signer(readFileSync(join(folder, 'NEW.p12')), PASSWORD);
    expect(await codeOf(signHocBa(unsigned(), { role, signer, receiver: RECEIVERS['dual']!, signingTime: AT }))).toBe(
      'no error',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
