import { expect, test } from 'vitest';
import {
  adoptSignature,
  localServiceSigner,
  RECEIVER_CV2088,
  RECEIVER_DUAL,
  signBatch,
  signHocBa,
  signXmlLocally,
  VGCA_CONNECTOR,
} from '../../src/signing/index.js';
import { type FakeLocalServiceOptions, fakeLocalService } from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, codeOf, signerOf } from '../signing/kit.js';
import { judgeByXmlsec1 } from '../signing/xmlsec1.js';
import { classOf, fileOf, identity } from './bench.js';

const role = 'canBoQuanLy';
const base = { role, receiver: RECEIVER_DUAL, signingTime: AT } as const;

async function bench(options: Partial<FakeLocalServiceOptions> = {}) {
  const own = await identity(role);
  const service = fakeLocalService({ identity: own, other: await identity('phatHanh'), ...options });
  const signer = localServiceSigner(own.certificate, {
    openSocket: service.openSocket,
    timeoutMs: 400,
    connectTimeoutMs: 100,
    ...(options.connector === undefined ? {} : { connector: options.connector }),
  });
  return { service, signer };
}

test('a digest is signed by the program of this machine, in the messages of its connector', async () => {
  const { service, signer } = await bench();
  const file = await signHocBa(fileOf(classOf(1)[0]), { ...base, signer });
  expect(service.opened).toEqual(['wss://127.0.0.1:8987/SignHash']);
  expect(service.received).toEqual([
    { HashAlg: 'SHA256', HashValue: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/), Encode: 'RSA' },
  ]);
  expect(judgeByXmlsec1(file.bytes, 1)).toEqual(['ok 3/3']);
  const report = await verifyHocBa(file, await allPorts());
  expect(report.roles.find((one) => one.role === role)?.conclusion).toBe('totalPassed');
});

test.each([
  ['answers', 'no error'],
  ['slow', 'no error'],
  ['cancels', 'ERR_SIGNER_CANCELLED'],
  ['silent', 'ERR_SIGNER_TIMEOUT'],
  ['absent', 'ERR_SIGNER_SERVICE_MISSING'],
  ['wrongCertificate', 'ERR_SIGNER_CERTIFICATE_OTHER'],
  ['wrongValue', 'ERR_SIGNER_VALUE_MISMATCH'],
  ['otherDigest', 'ERR_SIGNER_VALUE_MISMATCH'],
  ['malformed', 'ERR_SIGNER_SERVICE_ANSWER'],
] as const)('a program that %s: %s', async (mode, code) => {
  const { signer } = await bench({ mode });
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer }))).toBe(code);
});

test('another certificate that the program does not own up to is found by the value', async () => {
  const connector = { ...VGCA_CONNECTOR, certificateField: null };
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer: (await bench({ connector })).signer }))).toBe(
    'no error',
  );
  const { signer } = await bench({ mode: 'wrongCertificate', connector });
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer }))).toBe('ERR_SIGNER_VALUE_MISMATCH');
});

test('an answer after the time is up has nobody to listen to it', async () => {
  const { service, signer } = await bench({ mode: 'lateAnswer', delayMs: 600 });
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer }))).toBe('ERR_SIGNER_TIMEOUT');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(service.uses()).toBe(1);
});

test('a program that dies in the middle of a class: what is signed is signed, the rest waits', async () => {
  const { signer } = await bench({ diesAfter: 3 });
  const results = await signBatch(classOf(6), { ...base, signer });
  expect(results.map(({ status }) => status)).toEqual(['signed', 'signed', 'signed', 'failed', 'pending', 'pending']);
});

test('the user of the page cancels before and during the wait', async () => {
  const own = await identity(role);
  const service = fakeLocalService({ identity: own, mode: 'silent' });
  for (const delay of [0, 30]) {
    const abort = new AbortController();
    if (delay === 0) abort.abort();
    else setTimeout(() => abort.abort(), delay);
    const signer = localServiceSigner(own.certificate, { openSocket: service.openSocket, signal: abort.signal });
    expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer }))).toBe('ERR_SIGNER_CANCELLED');
  }
});

test('a socket that cannot be made or written to is a missing service', async () => {
  const { certificate } = await identity(role);
  const request = { toSign: new Uint8Array(1), digest: new Uint8Array(32), digestName: 'SHA-256', algorithm: '' };
  const none = localServiceSigner(certificate, {
    openSocket: () => {
      throw new Error('no WebSocket here');
    },
  });
  expect(await codeOf(none.sign(request))).toBe('ERR_SIGNER_SERVICE_MISSING');
  const mute = localServiceSigner(certificate, {
    openSocket: () => {
      const socket = {
        onopen: null as ((event: never) => void) | null,
        onmessage: null,
        onerror: null,
        onclose: null,
        send: () => {
          throw new Error('closed');
        },
        close: () => undefined,
      };
      queueMicrotask(() => socket.onopen?.({} as never));
      return socket;
    },
  });
  expect(await codeOf(mute.sign(request))).toBe('ERR_SIGNER_SERVICE_MISSING');
  expect(await codeOf(mute.sign({ ...request, digestName: 'SHA3-256' }))).toBe('ERR_SIGNER_SERVICE_REFUSED');
});

test('only this very machine is spoken to', async () => {
  const { certificate } = await identity(role);
  for (const url of ['wss://ky.example:8987', 'https://127.0.0.1', 'ws://127.0.0.1.ky.example'])
    expect(await codeOf(() => localServiceSigner(certificate, { url }))).toBe('ERR_SIGNER_INSECURE');
  expect(await codeOf(() => localServiceSigner(certificate, { url: '127.0.0.1' }))).toBe('ERR_ARGUMENT_INVALID');
  for (const url of ['ws://127.0.0.1:9', 'wss://localhost:8987', 'wss://[::1]:1'])
    expect(await codeOf(() => localServiceSigner(certificate, { url }))).toBe('no error');
});

test('a vendor’s plugin is data: other names, other paths, other words for done', async () => {
  const connector = {
    ...VGCA_CONNECTOR,
    id: 'khac',
    digestNames: { 'SHA-256': 'sha-2' },
    signDigest: { path: '/api/ky', request: { thuatToan: '{digestName}', giaTri: '{digest}', moTa: 'học bạ {x}' } },
    statusField: 'trangThai',
    done: 'xong',
    cancelled: ['huy'],
    signatureField: 'chuKy',
    certificateField: 'chungThu',
  };
  const { service, signer } = await bench({ connector });
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer }))).toBe('no error');
  expect(service.received[0]).toMatchObject({ thuatToan: 'sha-2', moTa: 'học bạ {x}' });
  const refusing = await bench({ connector, mode: 'cancels' });
  expect(await codeOf(signHocBa(fileOf(classOf(1)[0]), { ...base, signer: refusing.signer }))).toBe(
    'ERR_SIGNER_CANCELLED',
  );
});

test('a whole XML is signed there and adopted here; the certificate is learned from it and no constant is signed', async () => {
  const item = fileOf(classOf(1, RECEIVER_CV2088)[0]);
  const signer = await signerOf(role);
  const own = await identity(role);
  const service = fakeLocalService({
    identity: own,
    signXml: async (bytes) => (await signHocBa(bytes, { ...base, receiver: RECEIVER_CV2088, signer })).bytes,
  });
  const { signed, certificate } = await signXmlLocally(item.bytes, { openSocket: service.openSocket });
  expect(service.received).toHaveLength(1);
  expect(certificate).toEqual(own.certificate);
  const adopted = await adoptSignature(item, signed, role);
  const report = await verifyHocBa(adopted, await allPorts());
  expect(report.roles.find((one) => one.role === role)?.core).toBe('valid');
  const refusing = fakeLocalService({ identity: own });
  expect(await codeOf(signXmlLocally(item.bytes, { openSocket: refusing.openSocket }))).toBe(
    'ERR_SIGNER_SERVICE_REFUSED',
  );
});

test('what is assumed about the program is said, one by one', () => {
  expect(VGCA_CONNECTOR.assumed).toBe(true);
  expect(VGCA_CONNECTOR.guesses!.length).toBeGreaterThan(3);
});
