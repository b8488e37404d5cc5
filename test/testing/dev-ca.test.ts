import { expect, test } from 'vitest';
import {
  type Certificate,
  openPkcs12,
  type PathResult,
  parseCertificate,
  verifyPath,
} from '../../src/certificate/index.js';
import { createDevCa, DEV_SUBJECT_IDS, type DevIdentityName, specimenHocBa, toPem } from '../../src/testing/index.js';
import { inBrowser } from '../browser.js';
import { opensslVerifies, withOpenSsl } from '../certificate/fixtures.js';

const PERIOD = { notBefore: new Date('2024-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };
const AT = new Date('2025-06-01T00:00:00Z');
const ca = createDevCa(PERIOD);

interface Judged {
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly result: PathResult;
}

async function judge(name: DevIdentityName, usage: 'signature' | 'timeStamping' = 'signature'): Promise<Judged> {
  const identity = await (await ca).identity(name);
  const certificate = parseCertificate(identity.certificate);
  const chain = identity.chain.map(parseCertificate);
  const anchors = (await ca).anchors.map(parseCertificate);
  return {
    certificate,
    chain,
    result: await verifyPath(certificate, { anchors, intermediates: chain, at: AT, usage }),
  };
}

test.each([
  ['giaoVienChuNhiem', 'CA quốc gia gốc (thử nghiệm)', [`CCCD:${DEV_SUBJECT_IDS.giaoVienChuNhiem}`]],
  ['giaoVienBoMon', 'CA quốc gia gốc (thử nghiệm)', [`CCCD:${DEV_SUBJECT_IDS.giaoVienBoMon}`]],
  [
    'canBoQuanLy',
    'CA công vụ gốc (thử nghiệm)',
    [`MST:${DEV_SUBJECT_IDS.nhaTruong}`, `CCCD:${DEV_SUBJECT_IDS.canBoQuanLy}`],
  ],
  ['phatHanh', 'CA công vụ gốc (thử nghiệm)', [`MST:${DEV_SUBJECT_IDS.nhaTruong}`]],
  ['otherOrganization', 'CA quốc gia gốc (thử nghiệm)', [`MST:${DEV_SUBJECT_IDS.otherOrganization}`]],
  ['ordinaryPerson', 'CA quốc gia gốc (thử nghiệm)', [`CCCD:${DEV_SUBJECT_IDS.ordinaryPerson}`]],
] as const)('%s: a sound certificate of its family, with its identifiers', async (name, root, ids) => {
  const { certificate, chain, result } = await judge(name);
  expect(result).toMatchObject({ status: 'passed', findings: [] });
  expect(result.anchor?.commonName).toBe(root);
  expect(result.path).toEqual([certificate, ...chain]);
  expect(certificate.subjectIds.map(({ kind, value }) => `${kind}:${value}`)).toEqual(ids);
  await withOpenSsl((openssl) => {
    expect(opensslVerifies(openssl, certificate, [chain.at(-1)!], chain.slice(0, -1), AT, ['-x509_strict'])).toBe(true);
  });
});

test('the identifiers of teacher and principal are those the specimen record names', async () => {
  const record = specimenHocBa();
  expect(DEV_SUBJECT_IDS.canBoQuanLy).toBe(record.canBoQuanLy.soDinhDanhCaNhan);
  expect(DEV_SUBJECT_IDS.giaoVienChuNhiem).toBe(record.giaoVienChuNhiem?.soDinhDanhCaNhan);
  expect((await judge('canBoQuanLy')).certificate.commonName).toBe(record.canBoQuanLy.hoVaTen);
});

test('the certificates made to be refused or flagged are', async () => {
  const expired = await judge('expired');
  expect(expired.result).toMatchObject({ status: 'indeterminate', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
  for (const [name, algorithm] of [
    ['legacyRsa1024', 'rsaModulusShort'],
    ['legacySha1', 'ECDSA SHA-1'],
  ] as const) {
    const { result } = await judge(name);
    expect(result.status).toBe('passed');
    expect(result.findings).toMatchObject([{ code: 'PATH_ALGORITHM_LEGACY', params: { algorithm } }]);
  }
  expect((await judge('timeStamping')).result.status).toBe('failed');
  expect((await judge('timeStamping', 'timeStamping')).result).toMatchObject({ status: 'passed', findings: [] });
});

test('every certificate says that it is a test', async () => {
  for (const name of [
    'giaoVienChuNhiem',
    'canBoQuanLy',
    'phatHanh',
    'otherOrganization',
    'ordinaryPerson',
    'timeStamping',
  ] as const) {
    const { result } = await judge(name, name === 'timeStamping' ? 'timeStamping' : 'signature');
    for (const { subject } of result.path) expect(subject).toContain('OU=Thử nghiệm - không có giá trị pháp lý');
  }
});

test('two dev CAs do not vouch for each other', async () => {
  const other = await createDevCa(PERIOD);
  const identity = await (await ca).identity('phatHanh');
  const path = (anchors: readonly Uint8Array[]) =>
    verifyPath(parseCertificate(identity.certificate), {
      anchors: anchors.map(parseCertificate),
      intermediates: identity.chain.map(parseCertificate),
      at: AT,
    });
  expect((await path((await ca).anchors)).status).toBe('passed');
  expect(await path(other.anchors)).toMatchObject({
    status: 'indeterminate',
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
  });
});

test('the key belongs to the certificate, as CryptoKey, PKCS#8 and PKCS#12', async () => {
  const identity = await (await ca).identity('giaoVienChuNhiem');
  const { subtle } = globalThis.crypto;
  const data = new TextEncoder().encode('học bạ');
  const signature = await subtle.sign('RSASSA-PKCS1-v1_5', identity.privateKey, data);
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const spki = Uint8Array.from(parseCertificate(identity.certificate).spki);
  const publicKey = await subtle.importKey('spki', spki, algorithm, false, ['verify']);
  expect(await subtle.verify('RSASSA-PKCS1-v1_5', publicKey, signature, data)).toBe(true);
  const { entries } = await openPkcs12(await identity.p12('mật khẩu'), 'mật khẩu');
  expect(entries).toMatchObject([
    {
      certificate: identity.certificate,
      chain: identity.chain,
      privateKeyPkcs8: identity.pkcs8,
      friendlyName: 'giaoVienChuNhiem',
    },
  ]);
});

test.each(['P-256', 'P-384', 'P-521', 'RSA-3072'] as const)('a holder with a %s key', async (key) => {
  const identity = await (await ca).identity('phatHanh', { key });
  const { result } = {
    result: await verifyPath(parseCertificate(identity.certificate), {
      anchors: (await ca).anchors.map(parseCertificate),
      intermediates: identity.chain.map(parseCertificate),
      at: AT,
    }),
  };
  expect(result).toMatchObject({ status: 'passed', findings: [] });
  expect(await (await ca).identity('phatHanh', { key })).toBe(identity);
});

test('authorities with RSA keys, addresses of revocation, and any other certificate', async () => {
  const made = await createDevCa({
    ...PERIOD,
    authorityKey: 'RSA-2048',
    crlUrl: (authority) => `http://127.0.0.1/${authority}.crl`,
    ocspUrl: 'http://127.0.0.1/ocsp',
  });
  const identity = await made.identity('ordinaryPerson', { key: 'P-256' });
  const certificate = parseCertificate(identity.certificate);
  expect(certificate.crlUrls).toEqual(['http://127.0.0.1/publicCa.crl']);
  expect(certificate.ocspUrls).toEqual(['http://127.0.0.1/ocsp']);
  expect(parseCertificate(made.authorities.publicCa.certificate).crlUrls).toEqual(['http://127.0.0.1/publicRoot.crl']);
  const teacherAsCa = await made.issue('publicCa', {
    subject: [{ type: 'CN', value: 'x' }],
    publicKey: certificate.spki,
    ...PERIOD,
    ca: {},
  });
  expect(parseCertificate(teacherAsCa).isCa).toBe(true);
});

test('an empty period is refused', async () => {
  await expect(createDevCa({ notBefore: PERIOD.notAfter, notAfter: PERIOD.notBefore })).rejects.toMatchObject({
    code: 'ERR_ARGUMENT_INVALID',
  });
});

test('toPem writes what openssl reads', async () => {
  const { certificate } = await (await ca).identity('canBoQuanLy');
  await withOpenSsl((openssl) => {
    openssl.write('c.pem', toPem(certificate, 'CERTIFICATE'));
    expect(openssl.run('x509 -in c.pem'.split(' '))).toBe(toPem(certificate, 'CERTIFICATE'));
  });
});

test('a browser makes the same people, opens their PKCS#12 files and judges their paths', async () => {
  const source = `
    import { createDevCa } from './src/testing/dev-ca.ts';
    import { openPkcs12, parseCertificate, verifyPath } from './src/certificate/index.ts';
    export async function live(key) {
      const ca = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2027-01-01') });
      const identity = await ca.identity('canBoQuanLy', { key });
      const { entries } = await openPkcs12(await identity.p12('mật khẩu'), 'mật khẩu');
      const wrong = await openPkcs12(await identity.p12('mật khẩu'), 'khác').catch((error) => error.code);
      const certificate = parseCertificate(entries[0].certificate);
      const result = await verifyPath(certificate, {
        anchors: ca.anchors.map(parseCertificate),
        intermediates: entries[0].chain.map(parseCertificate),
        at: new Date('2025-06-01'),
        usage: 'signature',
      });
      return { wrong, status: result.status, length: result.path.length, ids: certificate.subjectIds.map(({ kind }) => kind) };
    }`;
  await inBrowser(source, async (page) => {
    for (const key of ['RSA-2048', 'P-384']) {
      const answer = await page.evaluate(
        (type) => (globalThis as unknown as { sdk: { live(key: string): Promise<unknown> } }).sdk.live(type),
        key,
      );
      expect(answer).toEqual({ wrong: 'ERR_P12_PASSWORD', status: 'passed', length: 3, ids: ['MST', 'CCCD'] });
    }
  });
});
