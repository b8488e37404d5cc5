import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { beforeAll, expect, test } from 'vitest';
import { boundedCache } from '../../src/certificate/bounded-cache.js';
import {
  type Certificate,
  crlFetcher,
  ocspFetcher,
  type RevocationSource,
  toPem,
  verifyPathWithRevocation,
} from '../../src/certificate/index.js';
import { peer } from '../peers.js';
import { makeCrl, serveOcsp, withServer, writeAuthority } from './authority.js';
import { ca, issue, leaf, type Node, withOpenSsl } from './fixtures.js';

const DAY_MS = 86_400_000;
const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
const day = (offset: number) => new Date(NOW.getTime() + offset * DAY_MS);
const PERIOD = { notBefore: day(-300), notAfter: day(300) };
const WEEK = { thisUpdate: day(-1), nextUpdate: day(6) };

let root: Node;
let delegate: Node;

beforeAll(async () => {
  root = await ca('Gốc', null, PERIOD);
  delegate = await issue('OCSP', root, {
    ...PERIOD,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.9'] },
    extensions: [{ oid: '1.3.6.1.5.5.7.48.1.5', critical: false, value: Uint8Array.of(5, 0) }],
  });
});

const crlAnswer = (response: ServerResponse, der: Uint8Array, type = 'application/pkix-crl') =>
  response.writeHead(200, { 'content-type': type }).end(der);

const judge = (certificate: Certificate, sources: readonly RevocationSource[], at = new Date()) =>
  verifyPathWithRevocation(certificate, { anchors: [root.certificate], at, sources });

test('lists over HTTP on loopback: fetched at the address in the certificate, once, and only when asked to', () =>
  withOpenSsl((openssl) => {
    let der: Uint8Array = new Uint8Array();
    return withServer(
      (_request, _body, response) => {
        crlAnswer(response, der);
      },
      async ({ url, requests }) => {
        const mine = await leaf('A', root, { ...PERIOD, crlUrls: [`${url}/a.crl`] });
        der = makeCrl(openssl, root, [], WEEK).der;
        // Offline is the default.
        expect((await judge(mine.certificate, [])).status).toBe('indeterminate');
        expect(requests).toEqual([]);
        const source = crlFetcher(globalThis.fetch);
        expect((await judge(mine.certificate, [source])).status).toBe('passed');
        expect((await judge(mine.certificate, [source])).status).toBe('passed');
        expect(requests).toEqual(['GET /a.crl']);
        // A new list is seen when the remembered one is too old, here after ten minutes and a second.
        der = makeCrl(openssl, root, [{ certificate: mine.certificate, revokedAt: day(-2) }], WEEK).der;
        const later = new Date(Date.now() + 601_000);
        expect((await judge(mine.certificate, [source], later)).status).toBe('failed');
        expect(requests).toHaveLength(2);
        // Many at once ask once.
        const fresh = crlFetcher(globalThis.fetch);
        await Promise.all(Array.from({ length: 20 }, () => judge(mine.certificate, [fresh])));
        expect(requests).toHaveLength(3);
      },
    );
  }));

test('an address that is no more can be mapped to the one that is; a mapped-away one is not asked', () =>
  withOpenSsl((openssl) => {
    let der: Uint8Array = new Uint8Array();
    return withServer(
      (_request, _body, response) => {
        crlAnswer(response, Buffer.from(toPem(der, 'X509 CRL')), 'application/octet-stream');
      },
      async ({ url, requests }) => {
        der = makeCrl(openssl, root, [], WEEK).der;
        const mine = await leaf('A', root, { ...PERIOD, crlUrls: ['http://crl.closed.test/a.crl'] });
        const mapAddress = (named: string) => named.replace('http://crl.closed.test', url);
        expect((await judge(mine.certificate, [crlFetcher(globalThis.fetch, { mapAddress })])).status).toBe('passed');
        expect(requests).toEqual(['GET /a.crl']);
        const none = await judge(mine.certificate, [crlFetcher(globalThis.fetch, { mapAddress: () => null })]);
        expect(none.revocation[0]).toMatchObject({ status: 'unknown', failures: [] });
        expect(requests).toHaveLength(1);
      },
    );
  }));

test('OCSP over HTTP on loopback by OpenSSL: a nonce each time, good and revoked', () =>
  withOpenSsl((openssl) => {
    const args = { signer: delegate, args: ['-nmin', '60'] };
    return withServer(
      (_request, body, response) => serveOcsp(openssl, body, response, args),
      async ({ url, requests }) => {
        const mine = await leaf('A', root, { ...PERIOD, ocspUrls: [`${url}/ocsp`] });
        writeAuthority(openssl, root, [{ certificate: mine.certificate }]);
        const source = ocspFetcher(globalThis.fetch);
        const result = await judge(mine.certificate, [source]);
        expect(result.status).toBe('passed');
        expect(result.revocation[0]).toMatchObject({ source: 'ocsp', failures: [] });
        expect(result.material.ocspAnswers).toHaveLength(1);
        expect((await judge(mine.certificate, [source])).status).toBe('passed');
        expect(requests).toEqual(['POST /ocsp']);
        writeAuthority(openssl, root, [{ certificate: mine.certificate, revokedAt: day(-2), reason: 'superseded' }]);
        expect((await judge(mine.certificate, [ocspFetcher(globalThis.fetch)])).status).toBe('failed');
      },
    );
  }));

test('the responder that OpenSSL runs as a server answers too', () =>
  withOpenSsl(async (openssl) => {
    writeAuthority(openssl, root, []);
    openssl.write('responder.pem', toPem(delegate.certificate.der, 'CERTIFICATE'));
    openssl.write('responder.key', toPem(delegate.key.pkcs8, 'PRIVATE KEY'));
    const server = spawn(
      peer('openssl'),
      [
        'ocsp',
        '-index',
        'index.txt',
        '-CA',
        'ca.pem',
        '-rsigner',
        'responder.pem',
        '-rkey',
        'responder.key',
        '-port',
        '0',
      ],
      { cwd: openssl.folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    try {
      let said = '';
      while (!/ACCEPT .*:(\d+)/.test(said)) {
        const [chunk] = (await Promise.race([once(server.stdout, 'data'), once(server, 'exit')])) as [Buffer | number];
        if (typeof chunk === 'number') throw new Error(`openssl ocsp ended with ${chunk}`);
        said += chunk.toString();
      }
      const port = /ACCEPT .*:(\d+)/.exec(said)![1];
      const mine = await leaf('A', root, { ...PERIOD, ocspUrls: [`http://127.0.0.1:${port}/`] });
      const { status, revocation } = await judge(mine.certificate, [ocspFetcher(globalThis.fetch)]);
      // It knows of no certificate.
      expect(status).toBe('indeterminate');
      expect(revocation[0]!.refused.map(({ code }) => code)).toEqual(['statusUnknown']);
    } finally {
      server.kill();
    }
  }));

test('lists and OCSP together: the second source is asked when the first brings nothing', () =>
  withOpenSsl((openssl) => {
    let der: Uint8Array = new Uint8Array();
    return withServer(
      (request, _body, response) => {
        if (request.method === 'POST') {
          response
            .writeHead(200, { 'content-type': 'application/ocsp-response' })
            .end(Uint8Array.of(0x30, 3, 0x0a, 1, 3));
        } else crlAnswer(response, der);
      },
      async ({ url, requests }) => {
        const mine = await leaf('A', root, {
          ...PERIOD,
          ocspUrls: [`${url}/1`, `${url}/2`],
          crlUrls: [`${url}/a.crl`],
        });
        der = makeCrl(openssl, root, [], WEEK).der;
        const result = await judge(mine.certificate, [ocspFetcher(globalThis.fetch), crlFetcher(globalThis.fetch)]);
        expect(result.status).toBe('passed');
        expect(result.revocation[0]).toMatchObject({ source: 'crl' });
        expect(result.revocation[0]!.refused.map(({ code }) => code)).toEqual(['tryLater']);
        expect(requests).toEqual(['POST /1', 'POST /2', 'GET /a.crl']);
      },
    );
  }));

test('what an address may not do: other schemes, wrong types, too much, too slow, around in circles, inwards', () =>
  withOpenSsl((openssl) => {
    let der: Uint8Array = new Uint8Array();
    return withServer(
      async (request, _body, response) => {
        const path = request.url!;
        if (path === '/html') crlAnswer(response, der, 'text/html; charset=utf-8');
        else if (path === '/pem') crlAnswer(response, Buffer.from(toPem(der, 'X509 CRL')), 'text/plain');
        else if (path === '/bare') response.end(der);
        else if (path === '/junk') crlAnswer(response, Uint8Array.of(0x30, 1));
        else if (path === '/empty') crlAnswer(response, new Uint8Array());
        else if (path === '/missing') response.writeHead(404).end();
        else if (path === '/circle') response.writeHead(302, { location: '/circle' }).end();
        else if (path === '/once') response.writeHead(301, { location: '/good' }).end();
        else if (path === '/file') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
        else if (path === '/nowhere') response.writeHead(302).end();
        else if (path === '/declared')
          response.writeHead(200, { 'content-type': 'application/pkix-crl', 'content-length': '99999999' }).end();
        else if (path === '/endless') {
          response.writeHead(200, { 'content-type': 'application/pkix-crl' });
          while (!response.destroyed) {
            response.write(Buffer.alloc(65536));
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
        } else if (path === '/drip') {
          response.writeHead(200, { 'content-type': 'application/pkix-crl' });
          while (!response.destroyed) {
            response.write('0');
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        } else crlAnswer(response, der);
      },
      async ({ url, requests }) => {
        der = makeCrl(openssl, root, [], WEEK).der;
        const fetched = async (address: string, fetch = globalThis.fetch, timeoutMs = 20_000) => {
          const { certificate } = await leaf('A', root, { ...PERIOD, crlUrls: [address] });
          const source = crlFetcher(fetch, { timeoutMs, maxBytes: 1_000_000 });
          const { crls = [], failures = [] } = await source({ certificate, issuer: root.certificate, now: new Date() });
          return failures[0]?.code ?? crls.length;
        };
        expect(await fetched(`${url}/good`)).toBe(1);
        expect(await fetched(`${url}/pem`)).toBe(1);
        expect(await fetched(`${url}/bare`)).toBe(1);
        expect(await fetched(`${url}/once`)).toBe(1);
        expect(await fetched(`${url}/html`)).toBe('contentType');
        expect(await fetched(`${url}/junk`)).toBe('malformed');
        expect(await fetched(`${url}/empty`)).toBe('malformed');
        expect(await fetched(`${url}/missing`)).toBe('httpStatus');
        expect(await fetched(`${url}/circle`)).toBe('redirect');
        expect(requests.filter((each) => each === 'GET /circle')).toHaveLength(4);
        expect(await fetched(`${url}/file`)).toBe('redirect');
        expect(await fetched(`${url}/nowhere`)).toBe('redirect');
        expect(await fetched(`${url}/declared`)).toBe('tooLarge');
        expect(await fetched(`${url}/endless`)).toBe('tooLarge');
        expect(await fetched(`${url}/drip`, globalThis.fetch, 300)).toBe('timeout');
        expect(await fetched('http://127.0.0.1:1/a.crl')).toBe('network');
        const before = requests.length;
        expect(await fetched('ldap://127.0.0.1/cn=a')).toBe('address');
        expect(await fetched('file:///etc/hosts')).toBe('address');
        expect(await fetched(url.replace('//', '//user:secret@'))).toBe('address');
        expect(await fetched('not an address')).toBe('address');
        expect(requests).toHaveLength(before);
        // A public address may not lead inwards, nor from HTTPS to HTTP.
        const leadsTo = (to: string) => async () =>
          ({ status: 302, type: 'basic', headers: new Headers({ location: to }), body: null }) as unknown as Response;
        for (const to of [url, 'http://10.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/x', 'http://localhost/'])
          expect(await fetched('http://crl.example.test/', leadsTo(to))).toBe('redirect');
        expect(await fetched('https://crl.example.test/', leadsTo('http://crl.example.test/'))).toBe('redirect');
        // A port that pays no heed to its signal holds nobody up.
        expect(await fetched('http://crl.example.test/', () => new Promise(() => undefined), 300)).toBe('timeout');
        expect(() => crlFetcher(globalThis.fetch, { maxBytes: 0 })).toThrow(
          expect.objectContaining({ code: 'ERR_ARGUMENT_INVALID' }),
        );
        expect(() => ocspFetcher(globalThis.fetch, { timeoutMs: Number.NaN })).toThrow(
          expect.objectContaining({ code: 'ERR_ARGUMENT_INVALID' }),
        );
      },
    );
  }));

test('an address that failed is left alone for a while', () =>
  withServer(
    (_request, _body, response) => {
      response.writeHead(500).end();
    },
    async ({ url, requests }) => {
      const { certificate } = await leaf('A', root, { ...PERIOD, crlUrls: [`${url}/a`], ocspUrls: [`${url}/b`] });
      const ask = async (source: RevocationSource, now: Date) =>
        (await source({ certificate, issuer: root.certificate, now })).failures;
      for (const source of [crlFetcher(globalThis.fetch), ocspFetcher(globalThis.fetch)]) {
        const start = requests.length;
        expect(await ask(source, NOW)).toMatchObject([{ code: 'httpStatus' }]);
        expect(await ask(source, new Date(NOW.getTime() + 60_000))).toMatchObject([{ code: 'httpStatus' }]);
        expect(requests).toHaveLength(start + 1);
        await ask(source, new Date(NOW.getTime() + 60_001));
        expect(requests).toHaveLength(start + 2);
      }
    },
  ));

test('caches are bounded by number and size; what was asked for last stays', () => {
  const cache = boundedCache<string>(3, 10);
  const until = day(1);
  for (const key of ['a', 'b', 'c']) cache.set(key, key, 3, until);
  expect(cache.get('a', NOW)).toBe('a');
  cache.set('d', 'd', 1, until);
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key, NOW))).toEqual(['a', undefined, 'c', 'd']);
  cache.set('e', 'e', 8, until);
  expect(['a', 'c', 'd', 'e'].map((key) => cache.get(key, NOW))).toEqual([undefined, undefined, 'd', 'e']);
  cache.set('f', 'f', 11, until);
  expect(cache.get('f', NOW)).toBeUndefined();
  expect(cache.get('e', day(2))).toBeUndefined();
  expect(cache.get('e', NOW)).toBeUndefined();
});
