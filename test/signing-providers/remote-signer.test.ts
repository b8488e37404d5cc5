import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import {
  clientCredentialsToken,
  RECEIVER_DUAL,
  type RemoteSignerOptions,
  remoteSigner,
  signBatch,
  signHocBa,
} from '../../src/signing/index.js';
import { type FakeRemoteServiceOptions, type FakeServiceMode, fakeRemoteService } from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, codeOf } from '../signing/kit.js';
import { judgeByXmlsec1 } from '../signing/xmlsec1.js';
import { classOf, fileOf, identity, movedClock } from './bench.js';

const role = 'giaoVienChuNhiem';
const base = { role, receiver: RECEIVER_DUAL, signingTime: AT } as const;

async function bench(options: Partial<FakeRemoteServiceOptions> = {}, client: Partial<RemoteSignerOptions> = {}) {
  const time = movedClock();
  const service = fakeRemoteService({
    identity: await identity(role),
    other: await identity('ordinaryPerson'),
    clock: time.clock,
    ...options,
  });
  const open = () =>
    remoteSigner({
      baseUrl: 'https://ky.example/csc/v2/',
      credentialId: 'khoa-1',
      accessToken: () => 'secret',
      fetch: service.fetch,
      clock: time.clock,
      sleep: time.sleep,
      ...client,
    });
  return { service, open, time };
}

test('one confirmation signs a class, and each value is where it belongs', async () => {
  const { service, open } = await bench();
  const items = classOf(12);
  const results = await signBatch(items, { ...base, signer: await open() });
  expect(results.map(({ status }) => status)).toEqual(items.map(() => 'signed'));
  expect([service.confirmations(), service.uses()]).toEqual([1, 12]);
  expect(service.requests.map(({ path }) => path)).toEqual([
    'credentials/info',
    'credentials/authorize',
    'signatures/signHash',
    'signatures/signPolling',
  ]);
  const first = results[0]!;
  if (first.status !== 'signed') throw new Error('not signed');
  expect(judgeByXmlsec1(first.file.bytes, 1)).toEqual(['ok 3/3']);
  const report = await verifyHocBa(first.file, await allPorts());
  expect(report.roles.find((one) => one.role === role)?.conclusion).toBe('totalPassed');
});

test('no more hashes with one confirmation than the service takes', async () => {
  const { service, open } = await bench({ multisign: 5 });
  await signBatch(classOf(12), { ...base, signer: await open() });
  expect(service.confirmations()).toBe(3);
  const small = await bench({ multisign: 5 }, { batchSize: 2 });
  expect((await small.open()).batchSize).toBe(2);
});

test('what is sent: the credential, the hashes bound to the authorisation, their algorithm, and no record', async () => {
  const { service, open } = await bench({}, { description: 'Ký 1 học bạ' });
  await signBatch(classOf(1), { ...base, signer: await open() });
  const [, authorize, sign] = service.requests;
  expect(authorize!.body).toEqual({
    credentialID: 'khoa-1',
    numSignatures: 1,
    hashes: [expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/)],
    hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
    description: 'Ký 1 học bạ',
  });
  expect(sign!.body).toEqual({
    credentialID: 'khoa-1',
    SAD: 'sad-1',
    hashes: authorize!.body['hashes'],
    hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
    signAlgo: '1.2.840.113549.1.1.11',
    operationMode: 'A',
  });
});

test.each(['signPolling', 'authorizeCheck'] as const)('the holder is asked by %s and takes her time', async (asks) => {
  const { service, open, time } = await bench({ asks, confirmsAfterPolls: 5 });
  await signHocBa(fileOf(classOf(1)[0]), { ...base, signer: await open() });
  expect(service.requests.filter(({ path }) => path.endsWith(asks))).toHaveLength(5);
  expect(time.clock().getTime() - AT.getTime()).toBe(10_000);
});

test('an authorisation by one-time password, and one that came with the token', async () => {
  const explicit = await bench(
    { authMode: 'explicit', otp: '123456' },
    { authData: () => [{ id: 'OTP', value: '123456' }] },
  );
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer: await explicit.open() }))).toBe('no error');
  const wrong = await bench({ authMode: 'explicit', otp: '123456' }, { authData: () => [{ id: 'OTP', value: '1' }] });
  const error = await signHocBa(fileOf(classOf(1)[0]), { ...base, signer: await wrong.open() }).catch((one) => one);
  expect(error).toMatchObject({ code: 'ERR_SIGNER_SERVICE_REFUSED', params: { reason: 'invalid_otp' } });
  // The service's own words may name the holder.
  expect(`${error.message} ${error.messageVi} ${JSON.stringify(error)}`).not.toContain('Lê Thị D');
  const scoped = await bench({ authMode: 'oauth2code' });
  await signHocBa(fileOf(classOf(1)[0]), { ...base, signer: await scoped.open() });
  expect(scoped.service.requests.map(({ path }) => path)).not.toContain('credentials/authorize');
});

const FAULTS: Readonly<Partial<Record<FakeServiceMode, string>>> = {
  answers: 'no error',
  slow: 'no error',
  cancels: 'ERR_SIGNER_CANCELLED',
  silent: 'ERR_SIGNER_TIMEOUT',
  wrongCertificate: 'ERR_SIGNER_VALUE_MISMATCH',
  wrongValue: 'ERR_SIGNER_VALUE_MISMATCH',
  otherDigest: 'ERR_SIGNER_VALUE_MISMATCH',
  malformed: 'ERR_SIGNER_SERVICE_ANSWER',
};
test.each(Object.entries(FAULTS))('a service that %s: %s', async (mode, code) => {
  const { open } = await bench({ mode: mode as FakeServiceMode });
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer: await open() }))).toBe(code);
});

test('an answer after the confirmation has run out is refused, also when the value would hold', async () => {
  const early = await bench({ mode: 'lateAnswer', expiresInSeconds: 20 }, { timeoutMs: 600_000 });
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer: await early.open() }))).toBe(
    'ERR_SIGNER_AUTHORISATION_EXPIRED',
  );
  const late = await bench({ mode: 'lateAnswer', expiresInSeconds: 20 }, { timeoutMs: 10_000 });
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer: await late.open() }))).toBe(
    'ERR_SIGNER_TIMEOUT',
  );
});

test('values in each other’s place sign nothing', async () => {
  const { open } = await bench({ mode: 'swapped' });
  const results = await signBatch(classOf(4), { ...base, signer: await open() });
  expect(results.map((one) => (one.status === 'failed' ? (one.error as { code?: string }).code : one.status))).toEqual(
    Array(4).fill('ERR_SIGNER_VALUE_MISMATCH'),
  );
});

test('the line breaks: an unreachable service is not a cancelled one', async () => {
  const { open } = await bench({ diesAfter: 0 });
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer: await open() }))).toBe(
    'ERR_SIGNER_SERVICE_MISSING',
  );
  const stopped = await bench({ mode: 'silent' });
  const signer = await stopped.open();
  const abort = new AbortController();
  abort.abort();
  expect(await codeOf(signer.signMany!([], abort.signal))).toBe('ERR_SIGNER_CANCELLED');
});

test('cancelling while the holder is asked ends the wait', async () => {
  const abort = new AbortController();
  const time = movedClock();
  const { open } = await bench(
    { mode: 'silent' },
    {
      clock: time.clock,
      sleep: async () => abort.abort(),
    },
  );
  const results = await signBatch(classOf(2), { ...base, signer: await open(), signal: abort.signal });
  expect(results.map((one) => (one.status === 'failed' ? (one.error as { code?: string }).code : one.status))).toEqual(
    Array(2).fill('ERR_SIGNER_CANCELLED'),
  );
});

test('what is no credential is refused before anything is signed', async () => {
  const { service } = await bench();
  const open = (change: (body: Record<string, unknown>) => unknown) =>
    codeOf(
      remoteSigner({
        baseUrl: 'https://ky.example',
        credentialId: 'x',
        accessToken: () => 'secret',
        fetch: async (input, init) => {
          const body = (await (await service.fetch(input, init)).json()) as Record<string, unknown>;
          return new Response(JSON.stringify(change(body)));
        },
      }),
    );
  expect(await open((body) => body)).toBe('no error');
  expect(await open((body) => ({ ...body, cert: { certificates: [] } }))).toBe('ERR_SIGNER_SERVICE_ANSWER');
  expect(await open((body) => ({ ...body, cert: { certificates: ['!'] } }))).toBe('ERR_SIGNER_SERVICE_ANSWER');
  expect(await open((body) => ({ ...body, cert: { certificates: ['AAAA'] } }))).toBe('ERR_CERTIFICATE_MALFORMED');
  expect(await open((body) => ({ ...body, key: { status: 'disabled', algo: [] } }))).toBe('ERR_SIGNER_SERVICE_REFUSED');
  expect(await open((body) => ({ ...body, key: { algo: ['1.2.840.10045.4.3.2'] } }))).toBe('ERR_SIGNER_SERVICE_ANSWER');
  expect(await open(() => [])).toBe('ERR_SIGNER_SERVICE_ANSWER');
  expect(await open((body) => ({ ...body, filler: 'x'.repeat(5_000_000) }))).toBe('ERR_SIGNER_SERVICE_ANSWER');
});

test('only https, or this very machine', async () => {
  const { open } = await bench({}, { baseUrl: 'http://ky.example' });
  expect(await codeOf(open)).toBe('ERR_SIGNER_INSECURE');
  expect(await codeOf((await bench({}, { baseUrl: 'http://127.0.0.1:1/csc' })).open)).toBe('no error');
  expect(await codeOf((await bench({}, { baseUrl: 'ky.example' })).open)).toBe('ERR_ARGUMENT_INVALID');
});

test('over a real line on this machine, with a token by client credentials', async () => {
  const { service } = await bench({ clock: () => new Date() });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const send = (status: number, body: unknown) => {
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.url === '/oauth2/token') {
        const form = new URLSearchParams(text);
        const known = form.get('client_secret') === 'bí mật' && form.get('grant_type') === 'client_credentials';
        send(known ? 200 : 401, known ? { access_token: 'secret', expires_in: 60 } : { error: 'invalid_client' });
        return;
      }
      void service
        .handle(request.url!.slice('/csc/v2/'.length), request.headers.authorization ?? null, JSON.parse(text))
        .then(({ status, body }) => send(status, body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { tokenUrl: `${origin}/oauth2/token`, clientId: 'truong' };
    const token = await clientCredentialsToken({ ...credentials, clientSecret: 'bí mật' });
    expect(token).toEqual({ accessToken: 'secret', expiresInSeconds: 60 });
    expect(await codeOf(clientCredentialsToken({ ...credentials, clientSecret: 'sai' }))).toBe(
      'ERR_SIGNER_SERVICE_REFUSED',
    );
    const options = { baseUrl: `${origin}/csc/v2`, credentialId: 'khoa-1', pollIntervalMs: 1 };
    const signer = await remoteSigner({ ...options, accessToken: () => token.accessToken });
    const results = await signBatch(classOf(3), { ...base, signer });
    expect(results.map(({ status }) => status)).toEqual(['signed', 'signed', 'signed']);
    expect(await codeOf(remoteSigner({ ...options, accessToken: () => 'cũ' }))).toBe('ERR_SIGNER_SERVICE_MISSING');
    expect(await codeOf(remoteSigner({ ...options, accessToken: () => 'old' }))).toBe('ERR_SIGNER_SERVICE_REFUSED');
  } finally {
    server.close();
  }
  expect(await codeOf(remoteSigner({ baseUrl: 'http://127.0.0.1:9', credentialId: 'x', accessToken: () => 'x' }))).toBe(
    'ERR_SIGNER_SERVICE_MISSING',
  );
});

test('a client secret is refused in a page and in a worker of a browser', async () => {
  const input = {
    tokenUrl: 'https://ky.example/token',
    clientId: 'a',
    clientSecret: 'b',
    fetch: async () => Response.json({ access_token: 'x' }),
  };
  expect(await codeOf(clientCredentialsToken(input))).toBe('no error');
  for (const name of ['document', 'WorkerGlobalScope']) {
    Object.defineProperty(globalThis, name, { value: {}, configurable: true });
    try {
      expect(await codeOf(clientCredentialsToken(input))).toBe('ERR_SIGNER_SECRET_IN_BROWSER');
    } finally {
      Reflect.deleteProperty(globalThis, name);
    }
  }
  expect(await codeOf(clientCredentialsToken({ ...input, tokenUrl: 'http://ky.example/token' }))).toBe(
    'ERR_SIGNER_INSECURE',
  );
});
