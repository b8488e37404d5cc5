import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { childNodes, elementBytes, readDer, readInside } from '../../src/certificate/der.js';
import { derElement, derExplicit, derNull, derOid, derSequence } from '../../src/certificate/der-write.js';
import {
  buildTimeStampRequest,
  type IssueCertificateInput,
  parseCertificate,
  parseTimeStampResponse,
  parseTimeStampToken,
  type TimeStampToken,
  timeStampAuthority,
  toPem,
  type VerifyTimeStampOptions,
  verifyPath,
  verifyTimeStamp,
} from '../../src/certificate/index.js';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { generateDevKey } from '../../src/testing/index.js';
import { makeCrl, withServer } from './authority.js';
import { ca, issue, type Node, withOpenSsl } from './fixtures.js';
import { makeToken, POLICY, replyTs, stampWithOpenSsl, TIME_STAMPING, writeTsa } from './tsa.js';

const DAY_MS = 86_400_000;
/** OpenSSL stamps by the machine's clock, so everything here is counted from now. */
const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
const day = (offset: number) => new Date(NOW.getTime() + offset * DAY_MS);
const PERIOD = { notBefore: day(-300), notAfter: day(300) };
const STAMPING: Partial<IssueCertificateInput> = {
  ...PERIOD,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: { oids: [TIME_STAMPING], critical: true },
};
const OCTETS = encodeUtf8('Chữ ký của hiệu trưởng');

let root: Node;
let tsa: Node;

beforeAll(async () => {
  root = await ca('CA dấu thời gian', null, PERIOD);
  tsa = await issue('TSA', root, STAMPING);
});

async function verdictOf(token: TimeStampToken, options: VerifyTimeStampOptions = {}, octets: Uint8Array = OCTETS) {
  const { status, reasons } = await verifyTimeStamp(token, octets, options);
  return status === 'passed' ? status : `${status}: ${reasons.join()}`;
}

test('a token by openssl ts stands, over these octets only, and OpenSSL agrees', () =>
  withOpenSsl(async (openssl) => {
    writeTsa(openssl, tsa, [root]);
    const token = stampWithOpenSsl(openssl, OCTETS);
    expect(token).toMatchObject({ policy: POLICY, imprintDigest: 'SHA-256', accuracyMs: 1500, ordering: true });
    expect(Math.abs(token.genTime.getTime() - Date.now())).toBeLessThan(60_000);
    expect(token.certificates.map(({ fingerprint }) => fingerprint).sort()).toEqual(
      [tsa, root].map(({ certificate }) => certificate.fingerprint).sort(),
    );
    expect(await verifyTimeStamp(token, OCTETS)).toMatchObject({ status: 'passed', reasons: [], legacy: false });
    expect((await verifyTimeStamp(token, OCTETS)).signer?.fingerprint).toBe(tsa.certificate.fingerprint);
    expect(await verdictOf(token, {}, encodeUtf8('Chữ ký khác'))).toBe('failed: imprint');
    expect(await verdictOf(token, { crypto: webcrypto as Crypto })).toBe('passed');
    openssl.write('data', OCTETS);
    openssl.write('root.pem', toPem(root.certificate.der, 'CERTIFICATE'));
    const check = ['ts', '-verify', '-token_in', '-in', 'ts.token', '-CAfile', 'root.pem', '-data', 'data'];
    expect(openssl.run(check)).toContain('OK');
    // Its authority is trusted by a path, at an instant.
    const path = { anchors: [root.certificate], usage: 'timeStamping' } as const;
    expect((await verifyPath(token.signer!, { ...path, at: token.genTime })).status).toBe('passed');
    expect(await verifyPath(token.signer!, { ...path, at: day(301) })).toMatchObject({
      status: 'indeterminate',
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    });
  }));

test('requests: OpenSSL reads ours, every hash function, a policy', () =>
  withOpenSsl((openssl) => {
    for (const digest of ['SHA-256', 'SHA-384', 'SHA-512'] as const) {
      openssl.write('q.tsq', buildTimeStampRequest(OCTETS, { digest, policy: POLICY }).der);
      const text = openssl.run(['ts', '-query', '-in', 'q.tsq', '-text']);
      expect(text).toContain(`Hash Algorithm: ${digest.toLowerCase().replace('-', '')}`);
      expect(text).toContain(`Policy OID: ${POLICY}`);
      expect(text).toContain('Certificate required: yes');
      expect(text).toMatch(/Nonce: 0x[4-7]/);
    }
    const nonces = [1, 2, 3].map(() => buildTimeStampRequest(OCTETS).nonceHex);
    expect(new Set(nonces).size).toBe(3);
  }));

test('responses: granted, rejected with its reason, not a response', () =>
  withOpenSsl((openssl) => {
    writeTsa(openssl, tsa);
    const granted = parseTimeStampResponse(replyTs(openssl, buildTimeStampRequest(OCTETS).der));
    expect(granted).toMatchObject({ status: 0, failures: [] });
    expect(granted.token).not.toBeNull();
    const rejected = parseTimeStampResponse(
      replyTs(openssl, buildTimeStampRequest(OCTETS, { policy: '1.3.6.1.4.1.99999.2' }).der),
    );
    expect(rejected).toEqual({ status: 2, failures: ['unacceptedPolicy'], token: null });
    expect(() => parseTimeStampResponse(encodeUtf8('<html>'))).toThrow(
      expect.objectContaining({ code: 'ERR_CERTIFICATE_MALFORMED' }),
    );
  }));

test('nonce and policy: ours, missing, another', () =>
  withOpenSsl(async (openssl) => {
    writeTsa(openssl, tsa);
    const request = buildTimeStampRequest(OCTETS);
    const { token } = parseTimeStampResponse(replyTs(openssl, request.der));
    expect(await verdictOf(token!, { nonceHex: request.nonceHex, policies: [POLICY] })).toBe('passed');
    expect(await verdictOf(token!, { nonceHex: buildTimeStampRequest(OCTETS).nonceHex })).toBe('failed: nonce');
    expect(await verdictOf(token!, { policies: [`${POLICY}.1`] })).toBe('failed: policy');
    openssl.write('data', OCTETS);
    openssl.run(['ts', '-query', '-data', 'data', '-sha256', '-cert', '-no_nonce', '-out', 'plain.tsq']);
    const plain = parseTimeStampResponse(replyTs(openssl, readFileSync(join(openssl.folder, 'plain.tsq')))).token!;
    expect(plain.nonceHex).toBeNull();
    expect(await verdictOf(plain, { nonceHex: request.nonceHex })).toBe('failed: nonce');
    expect(await verdictOf(plain)).toBe('passed');
  }));

test('who may stamp: only a certificate whose critical and sole purpose that is', () =>
  withOpenSsl(async (openssl) => {
    const made = (signer: Node) => makeToken(openssl, { octets: OCTETS, genTime: NOW, signer });
    expect(await verdictOf(made(tsa))).toBe('passed');
    const eku = (oids: readonly string[], critical: boolean) =>
      issue('TSA', root, { ...STAMPING, extendedKeyUsage: { oids, critical } });
    const { extendedKeyUsage: _, ...without } = STAMPING;
    for (const signer of [
      await issue('TSA', root, without),
      await eku([TIME_STAMPING], false),
      await eku([TIME_STAMPING, '1.3.6.1.5.5.7.3.4'], true),
      await eku(['1.3.6.1.5.5.7.3.4'], true),
      await eku(['2.5.29.37.0'], true),
    ]) {
      expect(await verdictOf(made(signer))).toBe('failed: extendedKeyUsage');
      const path = { anchors: [root.certificate], usage: 'timeStamping', at: NOW } as const;
      expect((await verifyPath(signer.certificate, path)).status).toBe('failed');
    }
  }));

test('genTime within the life of the certificate, to the second', () =>
  withOpenSsl(async (openssl) => {
    const made = (genTime: Date) => verdictOf(makeToken(openssl, { octets: OCTETS, genTime, signer: tsa }));
    const second = (date: Date, offset: number) => new Date(date.getTime() + offset * 1000);
    const { notBefore, notAfter } = tsa.certificate;
    expect(await made(notBefore)).toBe('passed');
    expect(await made(notAfter)).toBe('passed');
    expect(await made(second(notBefore, -1))).toBe('failed: genTimeOutsideCertificate');
    expect(await made(second(notAfter, 1))).toBe('failed: genTimeOutsideCertificate');
  }));

test('the signature names its certificate: without ESSCertID, or with another certificate for the same key, it does not stand', () =>
  withOpenSsl(async (openssl) => {
    const making = { octets: OCTETS, genTime: NOW, signer: tsa };
    expect(await verdictOf(makeToken(openssl, { ...making, ess: false }))).toBe('failed: signingCertificate');
    const token = makeToken(openssl, making);
    expect(await verdictOf(token)).toBe('passed');
    // Same issuer, number, name and key, a longer life: only the hash in the signed attributes tells the two apart.
    let twin: Node;
    do {
      twin = await issue(
        'TSA',
        root,
        { ...STAMPING, notAfter: day(3000), serialNumber: tsa.certificate.serialNumberHex },
        tsa.key,
      );
    } while (twin.certificate.der.length !== tsa.certificate.der.length);
    const swapped = Buffer.from(token.der);
    const at = swapped.indexOf(tsa.certificate.der);
    expect(at).toBeGreaterThan(0);
    swapped.set(twin.certificate.der, at);
    const forged = parseTimeStampToken(swapped);
    expect(forged.signer?.fingerprint).toBe(twin.certificate.fingerprint);
    expect(await verdictOf(forged)).toBe('failed: signingCertificate');
    // With both in the bag the one that was meant is found.
    openssl.write('twin.pem', toPem(twin.certificate.der, 'CERTIFICATE'));
    const both = makeToken(openssl, { ...making, args: ['-certfile', 'twin.pem'] });
    expect(both.certificates).toHaveLength(2);
    expect(both.signer?.fingerprint).toBe(tsa.certificate.fingerprint);
    expect(await verdictOf(both)).toBe('passed');
  }));

test('a token without its certificate is open, and stands when the certificate is at hand', () =>
  withOpenSsl(async (openssl) => {
    const token = makeToken(openssl, { octets: OCTETS, genTime: NOW, signer: tsa, args: ['-nocerts'] });
    expect(token.signer).toBeNull();
    expect(await verdictOf(token)).toBe('indeterminate: signerMissing');
    expect(await verdictOf(token, { certificates: [root.certificate] })).toBe('indeterminate: signerMissing');
    expect(await verdictOf(token, { certificates: [root.certificate, tsa.certificate] })).toBe('passed');
    // What is wrong anyway is not open.
    expect(await verdictOf(token, {}, new Uint8Array())).toBe('failed: imprint,signerMissing');
    const byKey = makeToken(openssl, { octets: OCTETS, genTime: NOW, signer: tsa, args: ['-keyid'] });
    expect(byKey.signature.signerId).toHaveProperty('keyId');
    expect(await verdictOf(byKey)).toBe('passed');
  }));

test('unknown critical extensions of the token, unsigned content, other content, two signers', () =>
  withOpenSsl(async (openssl) => {
    const making = { octets: OCTETS, genTime: NOW, signer: tsa };
    const malformed = expect.objectContaining({ code: 'ERR_CERTIFICATE_MALFORMED' });
    expect(await verdictOf(makeToken(openssl, { ...making, criticalExtension: true }))).toBe(
      'failed: criticalExtension',
    );
    expect(await verdictOf(makeToken(openssl, { ...making, ess: false, args: ['-noattr'] }))).toBe(
      'failed: attributesMissing,contentType,messageDigest,signingCertificate',
    );
    expect(() => makeToken(openssl, { ...making, eContentType: '1.2.840.113549.1.7.1' })).toThrow(malformed);
    openssl.write('second.pem', toPem(root.certificate.der, 'CERTIFICATE') + toPem(root.key.pkcs8, 'PRIVATE KEY'));
    const args = ['-signer', 'second.pem', '-inkey', 'second.pem'];
    expect(() => makeToken(openssl, { ...making, args })).toThrow(malformed);
  }));

test('RSA, PSS, SHA-1 and old hashes: read, and marked where they are old', () =>
  withOpenSsl(async (openssl) => {
    const rsa = await issue('TSA', root, STAMPING, await generateDevKey('RSA-2048'));
    const made = (args: readonly string[]) =>
      verifyTimeStamp(makeToken(openssl, { octets: OCTETS, genTime: NOW, signer: rsa, args }), OCTETS);
    expect(await made([])).toMatchObject({ status: 'passed', legacy: false });
    const pss = ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:digest'];
    expect(await made(pss)).toMatchObject({ status: 'passed', legacy: false });
    expect(await made(['-md', 'sha1'])).toMatchObject({ status: 'passed', legacy: true });
    expect(await made(['-md', 'sha512'])).toMatchObject({ status: 'passed', legacy: false });
    const short = await issue('TSA', root, STAMPING, await generateDevKey('RSA-1024'));
    const weak = makeToken(openssl, { octets: OCTETS, genTime: NOW, signer: short });
    expect(await verifyTimeStamp(weak, OCTETS)).toMatchObject({ status: 'passed', legacy: true });
  }));

test('lists and answers beside the certificates are handed on, unreadable ones left out', () =>
  withOpenSsl(async (openssl) => {
    const token = makeToken(openssl, { octets: OCTETS, genTime: NOW, signer: tsa });
    const crl = makeCrl(openssl, root, [], { thisUpdate: day(-1), nextUpdate: day(1) });
    const tryLater = Uint8Array.of(0x30, 3, 0x0a, 1, 3);
    const [type, wrapped] = childNodes(readDer(token.der));
    const parts = childNodes(readInside(wrapped!)).map(elementBytes);
    const values = derElement(
      0xa1,
      crl.der,
      derElement(0xa1, derOid('1.3.6.1.5.5.7.16.2'), tryLater),
      derElement(0xa1, derOid('1.2.3.4'), tryLater),
      derSequence(derNull()),
    );
    const signedData = derSequence(...parts.slice(0, -1), values, parts.at(-1)!);
    const fuller = parseTimeStampToken(derSequence(elementBytes(type!), derExplicit(0, signedData)));
    expect(fuller.crls.map(({ fingerprint }) => fingerprint)).toEqual([crl.fingerprint]);
    expect(fuller.ocspAnswers.map(({ responseStatus }) => responseStatus)).toEqual(['tryLater']);
    expect(await verdictOf(fuller)).toBe('passed');
  }));

test('an authority over HTTP on loopback: the token that comes out is verified', () =>
  withOpenSsl((openssl) =>
    withServer(
      (request, body, response) => {
        if (request.url === '/other') body = Buffer.from(buildTimeStampRequest(encodeUtf8('khác')).der);
        expect(request.headers['content-type']).toBe('application/timestamp-query');
        if (request.url === '/html') response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
        else if (request.url === '/down') response.writeHead(503).end();
        else if (request.url === '/junk')
          response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end('junk');
        else if (request.url === '/large')
          response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(Buffer.alloc(300 * 1024));
        else if (request.url === '/slow') return;
        else if (request.url === '/moved') response.writeHead(302, { location: '/' }).end();
        else if (request.url === '/moved-well') response.writeHead(307, { location: '/' }).end();
        else {
          expect(request.headers['authorization']).toBe(request.url === '/asked' ? 'Basic eDp5' : undefined);
          response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(replyTs(openssl, body));
        }
      },
      async ({ url }) => {
        writeTsa(openssl, tsa, [root]);
        const at = (path: string, options = {}) =>
          timeStampAuthority({ url: url + path, fetch: globalThis.fetch, ...options }).stamp(OCTETS);
        const token = await at('/');
        expect(await verdictOf(token)).toBe('passed');
        expect((await at('/moved-well')).policy).toBe(POLICY);
        expect((await at('/asked', { headers: { authorization: 'Basic eDp5' } })).policy).toBe(POLICY);
        expect((await at('/', { policy: POLICY, digest: 'SHA-512' })).imprintDigest).toBe('SHA-512');
        await expect(at('/', { policy: '1.3.6.1.4.1.99999.2' })).rejects.toMatchObject({
          code: 'ERR_TSA_REJECTED',
          params: { status: 2, failures: 'unacceptedPolicy' },
        });
        const fails = (path: string, reason: string, options = {}) =>
          expect(at(path, options)).rejects.toMatchObject({ code: 'ERR_TSA_UNAVAILABLE', params: { reason } });
        await fails('/html', 'contentType');
        await fails('/down', 'httpStatus');
        await fails('/junk', 'malformed');
        await fails('/large', 'tooLarge');
        await fails('/moved', 'redirect');
        await fails('/slow', 'timeout', { timeoutMs: 200 });
        // An answer to somebody else's request.
        await expect(at('/other')).rejects.toMatchObject({
          code: 'ERR_TSA_TOKEN_INVALID',
          params: { reason: 'imprint' },
        });
        // Clocks: the authority's is the better one, unless the caller wants them compared.
        const clock = () => new Date(Date.now() + 3_600_000);
        expect((await at('/', { clock })).policy).toBe(POLICY);
        await expect(at('/', { clock, clockToleranceMs: 60_000 })).rejects.toMatchObject({
          code: 'ERR_TSA_TOKEN_INVALID',
          params: { reason: 'clock' },
        });
        expect((await at('/', { clockToleranceMs: 60_000 })).policy).toBe(POLICY);
        await expect(
          timeStampAuthority({ url: 'http://127.0.0.1:1/', fetch: globalThis.fetch }).stamp(OCTETS),
        ).rejects.toMatchObject({ code: 'ERR_TSA_UNAVAILABLE', params: { reason: 'network' } });
      },
    ),
  ));

test('random changes never crash without a code, and what still stands says the same', () =>
  withOpenSsl(async (openssl) => {
    writeTsa(openssl, tsa);
    const token = stampWithOpenSsl(openssl, OCTETS);
    expect(await verdictOf(token)).toBe('passed');
    const facts = ({ genTime, policy, serialNumberHex, nonceHex, imprint, signer }: TimeStampToken) =>
      [genTime.toISOString(), policy, serialNumberHex, nonceHex, imprint.join(), signer?.fingerprint].join(' ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
        async (changes) => {
          const bytes = Uint8Array.from(token.der);
          for (const [at, by] of changes) bytes[at % bytes.length]! ^= by;
          try {
            const changed = parseTimeStampToken(bytes);
            // Versions and the list of hash functions at the front are not signed and say nothing.
            if ((await verifyTimeStamp(changed, OCTETS)).status === 'passed') expect(facts(changed)).toBe(facts(token));
          } catch (error) {
            if (!isHocBaSoError(error, 'ERR_CERTIFICATE_MALFORMED')) throw error;
          }
        },
      ),
      { numRuns: 3000 },
    );
    await fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (random) => {
        for (const read of [parseTimeStampToken, parseTimeStampResponse, parseCertificate]) {
          try {
            read(random);
          } catch (error) {
            if (!isHocBaSoError(error, 'ERR_CERTIFICATE_MALFORMED')) throw error;
          }
        }
      }),
    );
  }));
