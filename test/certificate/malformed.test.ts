import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Certificate,
  openPkcs12,
  parseCertificate,
  readCertificates,
  readPrivateKey,
  verifyPath,
} from '../../src/certificate/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { generateDevKey } from '../../src/testing/index.js';
import { AT, ca, leaf, withOpenSsl } from './fixtures.js';

const MALFORMED = expect.objectContaining({ code: 'ERR_CERTIFICATE_MALFORMED' });

/** Replaces the octets of one element, wherever they stand. */
function replace(der: Uint8Array, from: readonly number[], to: readonly number[]): Uint8Array {
  const at = Buffer.from(der).indexOf(Buffer.from(from));
  expect(at).toBeGreaterThan(0);
  expect(from.length).toBe(to.length);
  const out = Uint8Array.from(der);
  out.set(to, at);
  return out;
}

test('BER that is not DER is refused: indefinite and padded lengths, bytes after the end', async () => {
  const { certificate } = await leaf('A', null);
  const { der } = certificate;
  expect(der[1]).toBe(0x82);
  const body = der.subarray(4);
  for (const bad of [
    Uint8Array.of(...der, 0),
    der.subarray(0, der.length - 1),
    Uint8Array.of(0x30, 0x80, ...body, 0, 0),
    Uint8Array.of(0x30, 0x83, 0, der[2]!, der[3]!, ...body),
    new Uint8Array(),
    Uint8Array.of(0x30),
  ]) {
    expect(() => parseCertificate(bad)).toThrow(MALFORMED);
  }
});

test('an algorithm that differs inside and outside the signed part is refused', async () => {
  const { certificate } = await leaf('A', null);
  const oid = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
  // The first occurrence is the signed one.
  expect(() => parseCertificate(replace(certificate.der, oid, [...oid.slice(0, 7), 3]))).toThrow(
    expect.objectContaining({
      code: 'ERR_CERTIFICATE_MALFORMED',
      params: expect.objectContaining({ reason: 'signatureAlgorithm' }),
    }),
  );
});

test('the same extension twice is refused', async () => {
  const one = { oid: '1.2.3.4', critical: false, value: Uint8Array.of(5, 0) };
  expect(
    (await leaf('A', null, { extensions: [one] })).certificate.extensions.filter(({ oid }) => oid === '1.2.3.4'),
  ).toHaveLength(1);
  await expect(leaf('A', null, { extensions: [one, one] })).rejects.toMatchObject({
    code: 'ERR_CERTIFICATE_MALFORMED',
  });
});

test('times that do not exist are refused', async () => {
  const { certificate } = await leaf('A', null);
  const time = (text: string) => [0x17, 13, ...new TextEncoder().encode(text)];
  expect(certificate.notBefore.toISOString()).toBe('2024-01-01T00:00:00.000Z');
  for (const bad of [
    '240230000000Z',
    '241301000000Z',
    '240101240000Z',
    '240101000060Z',
    '2401010000000',
    '24010100000aZ',
  ]) {
    expect(() => parseCertificate(replace(certificate.der, time('240101000000Z'), time(bad)))).toThrow(MALFORMED);
  }
  const other = parseCertificate(replace(certificate.der, time('240101000000Z'), time('500101000000Z')));
  expect(other.notBefore.toISOString()).toBe('1950-01-01T00:00:00.000Z');
});

test.each([
  ['2.5.29.19', [0x30, 3, 0x01, 1]],
  ['2.5.29.19', [0x30, 6, 0x01, 1, 0xff, 0x02, 1, 0xff]],
  ['2.5.29.15', [0x04, 1, 1]],
  ['2.5.29.31', [0x05, 0]],
  ['2.5.29.32', [0x30, 2, 0x30, 0]],
  ['2.5.29.30', [0x30, 2, 0xa2, 0]],
  ['2.5.29.30', [0x30, 8, 0xa0, 6, 0x30, 4, 0xa4, 2, 0x30, 1]],
  ['2.5.29.36', [0x30, 2, 0x82, 0]],
  ['2.5.29.17', [0x30, 2, 0x9f, 0]],
  ['2.5.29.54', [0x02, 0]],
])('a malformed extension %s %j makes the certificate malformed', async (oid, value) => {
  await expect(
    leaf('A', null, {
      keyUsage: undefined as never,
      extensions: [{ oid, critical: false, value: Uint8Array.from(value) }],
    }),
  ).rejects.toMatchObject({
    code: 'ERR_CERTIFICATE_MALFORMED',
  });
});

/** Anything may be refused, but only with a code. */
async function onlyCodes(use: () => unknown): Promise<void> {
  try {
    await use();
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    expect(error.code).toMatch(/^ERR_(CERTIFICATE|P12|PRIVATE_KEY)_/);
  }
}

test('random bytes never crash a reader', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (random, framed) => {
      const bytes = framed ? Uint8Array.of(0x30, 0x81, random.length, ...random) : random;
      await onlyCodes(() => parseCertificate(bytes));
      await onlyCodes(() => readCertificates(bytes));
      await onlyCodes(() => openPkcs12(bytes, 'x'));
      await onlyCodes(() => readPrivateKey(bytes, 'x'));
    }),
    { numRuns: 500 },
  );
});

test('a certificate with bytes changed, cut or inserted is refused by code or judged without throwing, and never passes', async () => {
  const root = await ca('Root', null);
  const { certificate } = await leaf('A', root, {
    crlUrls: ['http://127.0.0.1/a.crl'],
    ocspUrls: ['http://127.0.0.1/'],
    extensions: [
      { oid: '2.5.29.32', critical: false, value: Uint8Array.of(0x30, 6, 0x30, 4, 6, 2, 0x2a, 3) },
      { oid: '2.5.29.17', critical: false, value: Uint8Array.of(0x30, 3, 0x82, 1, 0x61) },
    ],
  });
  const judge = (each: Certificate) => verifyPath(each, { anchors: [root.certificate], intermediates: [each], at: AT });
  expect((await judge(certificate)).status).toBe('passed');
  const { der } = certificate;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: der.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom('change', 'cut', 'insert'),
      async (at, value, kind) => {
        const bytes =
          kind === 'cut'
            ? Buffer.concat([der.subarray(0, at), der.subarray(at + 1)])
            : kind === 'insert'
              ? Buffer.concat([der.subarray(0, at), Buffer.from([value]), der.subarray(at)])
              : Buffer.from(der);
        if (kind === 'change') bytes[at]! ^= value;
        await onlyCodes(async () => {
          const result = await judge(parseCertificate(bytes));
          expect(result.status).not.toBe('passed');
        });
      },
    ),
    { numRuns: 1500 },
  );
});

test('a CA certificate with changed bytes neither crashes nor vouches', async () => {
  const root = await ca('Root', null);
  const middle = await ca('Middle', root, {
    extensions: [
      { oid: '2.5.29.30', critical: true, value: Uint8Array.of(0x30, 7, 0xa1, 5, 0x30, 3, 0x82, 1, 0x78) },
      { oid: '2.5.29.36', critical: true, value: Uint8Array.of(0x30, 3, 0x81, 1, 0) },
    ],
  });
  const end = await leaf('End', middle);
  const judge = (each: Certificate) =>
    verifyPath(end.certificate, { anchors: [root.certificate], intermediates: [each], at: AT });
  expect((await judge(middle.certificate)).status).toBe('passed');
  const { der } = middle.certificate;
  for (let at = 0; at < der.length; at++) {
    const bytes = Uint8Array.from(der);
    bytes[at]! ^= 0x21;
    await onlyCodes(async () => expect((await judge(parseCertificate(bytes))).status).not.toBe('passed'));
  }
});

test('a chain signed with RSASSA-PSS passes; with any byte changed it neither crashes nor passes', async () => {
  await withOpenSsl(async (openssl) => {
    const pss = '-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sha256'.split(' ');
    openssl.write(
      'v3.cnf',
      '[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\nnameConstraints=critical,permitted;dirName:dn\n[dn]\nC=VN\n',
    );
    openssl.run([
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.csr',
      '-subj',
      '/C=VN/CN=Root',
    ]);
    openssl.run([
      'x509',
      '-req',
      '-in',
      'ca.csr',
      '-signkey',
      'ca.key',
      ...pss,
      '-extfile',
      'v3.cnf',
      '-extensions',
      'ca',
      '-out',
      'ca.pem',
      '-days',
      '3650',
    ]);
    openssl.run(
      'req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout e.key -out e.csr -subj /C=VN/CN=End'.split(' '),
    );
    openssl.run([
      'x509',
      '-req',
      '-in',
      'e.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      ...pss,
      '-out',
      'e.pem',
      '-days',
      '3650',
    ]);
    const [root, end] = ['ca.pem', 'e.pem'].map(
      (file) => readCertificates(new TextEncoder().encode(openssl.run(['x509', '-in', file])))[0]!,
    );
    const at = new Date(end!.notBefore.getTime() + 1000);
    const judge = (anchor: Certificate, each: Certificate) => verifyPath(each, { anchors: [anchor], at });
    expect(await judge(root!, end!)).toMatchObject({ status: 'passed', findings: [] });
    for (const [which, { der }] of [root!, end!].entries()) {
      for (let i = 0; i < der.length; i++) {
        const bytes = Uint8Array.from(der);
        bytes[i]! ^= 0x21;
        await onlyCodes(async () => {
          const changed = parseCertificate(bytes);
          const result = which === 0 ? await judge(changed, end!) : await judge(root!, changed);
          // Of an anchor only name, key and constraints count.
          if (which === 1) expect(result.status).not.toBe('passed');
        });
      }
    }
  });
});

test('private keys are never in an error', async () => {
  const { pkcs8 } = await generateDevKey('P-256');
  const secret = Buffer.from(pkcs8.subarray(36, 68)).toString('hex');
  expect(secret).toHaveLength(64);
  for (let at = 0; at < pkcs8.length; at += 3) {
    const bytes = Uint8Array.from(pkcs8);
    bytes[at]! ^= 0xff;
    const error: unknown = await readPrivateKey(bytes).catch((reason: unknown) => reason);
    if (error instanceof Error) expect(JSON.stringify(error) + error.message).not.toContain(secret.slice(0, 16));
  }
});
