/* Signature values made to pass where they must not; each test first shows that the honest value passes. */
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, type KeyObject, privateEncrypt, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bigIntToBytes, bytesToBigInt, type CurveName, curveByName } from '../../src/crypto/curves.js';
import { derChildren, readDer } from '../../src/crypto/der.js';
import { ecdsaDerSignature, ecSpki, type PublicKey, parsePublicKey, rsaSpki } from '../../src/crypto/index.js';
import { peer } from '../peers.js';
import {
  all,
  ecPair,
  MORE,
  MORE07,
  type Pair,
  pssPair,
  rsaPair,
  secretOf,
  signatureAlgorithm,
  verdicts,
} from './platforms.js';

const DATA = new Uint8Array(Buffer.from('signed info'));
const HASH = createHash('sha256').update(DATA).digest();
const RSA_SHA256 = signatureAlgorithm(`${MORE}rsa-sha256`);
const PSS_SHA256 = signatureAlgorithm(`${MORE07}sha256-rsa-MGF1`);
const ECDSA_SHA256 = signatureAlgorithm(`${MORE}ecdsa-sha256`);

const DIGEST_INFO = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), HASH]);
/** Without the NULL of the algorithm's parameters. */
const DIGEST_INFO_NO_NULL = Buffer.concat([
  Buffer.from('302f300b0609608648016503040201', 'hex'),
  Buffer.from([4, 32]),
  HASH,
]);

describe('RSASSA-PKCS1-v1_5', () => {
  /** A value whose public operation gives exactly this encoded message. */
  const raw = (pair: Pair, encoded: Uint8Array) =>
    new Uint8Array(privateEncrypt({ key: pair.privateKey, padding: 3 }, encoded));
  const encode = (info: Uint8Array, { type = 1, fill = 0xff, padding = 253 - info.length, tail = 0 } = {}) =>
    Buffer.concat([Buffer.of(0, type), Buffer.alloc(padding, fill), Buffer.of(0), info, Buffer.alloc(tail, 0xaa)]);
  const pair = rsaPair(2048);
  const ask = (signature: Uint8Array, key: PublicKey = pair.key) =>
    verdicts({ algorithm: RSA_SHA256, key, signature, data: DATA });

  test('the correct encoding passes', async () => {
    expect(await ask(raw(pair, encode(DIGEST_INFO)))).toEqual(all(true));
  });

  const overlong = Buffer.concat([Buffer.from('3081', 'hex'), DIGEST_INFO.subarray(1)]);
  test.each<[string, Uint8Array]>([
    ['garbage after the hash', encode(DIGEST_INFO, { padding: 8, tail: 256 - 11 - DIGEST_INFO.length })],
    ['one octet of garbage', encode(DIGEST_INFO, { padding: 256 - 4 - DIGEST_INFO.length, tail: 1 })],
    ['block type 2', encode(DIGEST_INFO, { type: 2 })],
    ['block type 0', encode(DIGEST_INFO, { type: 0, fill: 0 })],
    ['padding of other octets', encode(DIGEST_INFO, { fill: 0xfe })],
    ['no NULL parameters', encode(DIGEST_INFO_NO_NULL)],
    ['a length that is not the shortest', encode(overlong)],
    ['the bare hash', encode(HASH)],
    [
      'the hash of another algorithm',
      encode(Buffer.concat([Buffer.from('3021300906052b0e03021a05000414', 'hex'), HASH.subarray(0, 20)])),
    ],
  ])('%s is refused', async (_, encoded) => {
    expect(encoded.length).toBe(256);
    expect(await ask(raw(pair, encoded))).toEqual(all(false));
  });

  test('a cube root with garbage at the end is no signature (e = 3, Bleichenbacher 2006)', async () => {
    const cubic = rsaPair(3072, 3);
    const honest = new Uint8Array(sign('sha256', DATA, cubic.privateKey));
    expect(await ask(honest, cubic.key)).toEqual(all(true));
    const prefix = Buffer.concat([Buffer.of(0, 1), Buffer.alloc(8, 0xff), Buffer.of(0), DIGEST_INFO]);
    const target = bytesToBigInt(prefix) << BigInt(8 * (384 - prefix.length));
    const root = cubeRoot(target) + 1n;
    // The forgery does what it should: its cube starts with the honest encoding.
    expect(
      Buffer.from(bigIntToBytes(root ** 3n, 384))
        .subarray(0, prefix.length)
        .equals(prefix),
    ).toBe(true);
    expect(await ask(bigIntToBytes(root, 384), cubic.key)).toEqual(all(false));
  });

  test('the value plus the modulus is refused although it is congruent', async () => {
    if (pair.key.kind !== 'rsa') throw new Error('not RSA');
    const n = bytesToBigInt(pair.key.modulus);
    // Different data until the sum still fits into the length of the modulus.
    for (let i = 0; i < 200; i++) {
      const data = Buffer.from(`signed info ${i}`);
      const signature = new Uint8Array(sign('sha256', data, pair.privateKey));
      const sum = bytesToBigInt(signature) + n;
      if (sum >> 2048n) continue;
      const input = { algorithm: RSA_SHA256, key: pair.key, data };
      expect(await verdicts({ ...input, signature })).toEqual(all(true));
      expect(await verdicts({ ...input, signature: bigIntToBytes(sum, 256) })).toEqual(all(false));
      return;
    }
    throw new Error('no value small enough was met');
  });
});

describe('RSASSA-PSS', () => {
  /** EMSA-PSS (RFC 8017 §9.1.1) with something wrong, as the public operation will give it; undefined where it is not below the modulus. */
  const encodePss = (
    n: bigint,
    wrong: { trailer?: number; padding?: number; separator?: number; top?: boolean } = {},
  ) => {
    const salt = randomBytes(32);
    const h = createHash('sha256')
      .update(Buffer.concat([Buffer.alloc(8), HASH, salt]))
      .digest();
    const zeros = Buffer.alloc(256 - 32 - 32 - 2);
    zeros[100] = wrong.padding ?? 0;
    const db = Buffer.concat([zeros, Buffer.of(wrong.separator ?? 1), salt]);
    for (let block = 0; block * 32 < db.length; block++) {
      const mask = createHash('sha256')
        .update(Buffer.concat([h, Buffer.of(0, 0, 0, block)]))
        .digest();
      for (let i = 0; i < 32 && block * 32 + i < db.length; i++) db[block * 32 + i]! ^= mask[i]!;
    }
    db[0]! &= 0x7f;
    if (wrong.top) db[0]! |= 0x80;
    const encoded = Buffer.concat([db, h, Buffer.of(wrong.trailer ?? 0xbc)]);
    return bytesToBigInt(encoded) < n ? encoded : undefined;
  };

  test.each([
    ['the honest encoding', {}, true],
    ['another trailer', { trailer: 0xcc }, false],
    ['padding that is not zero', { padding: 1 }, false],
    ['no separator', { separator: 0 }, false],
    ['another separator', { separator: 2 }, false],
    ['the bit above the encoding set', { top: true }, false],
  ])('%s', async (_, wrong, verdict) => {
    const pair = rsaPair(2048);
    if (pair.key.kind !== 'rsa') throw new Error('not RSA');
    const n = bytesToBigInt(pair.key.modulus);
    let encoded: Buffer | undefined;
    for (let i = 0; i < 1000 && !encoded; i++) encoded = encodePss(n, wrong);
    const signature = new Uint8Array(privateEncrypt({ key: pair.privateKey, padding: 3 }, encoded!));
    expect(await verdicts({ algorithm: PSS_SHA256, key: pair.key, signature, data: DATA })).toEqual(all(verdict));
  });

  test('a key restricted to PSS with SHA-256 verifies no valid value of another scheme or hash', async () => {
    const { key, privateKey, spki } = pssPair(2048, 'sha256');
    if (key.kind !== 'rsa') throw new Error('not RSA');
    // The same numbers without the restriction, so that OpenSSL makes such values.
    const plain = { ...privateKeyNumbers(privateKey), kty: 'RSA' };
    const free = createPrivateKey({ key: plain, format: 'jwk' });
    const open = parsePublicKey(rsaSpki(key.modulus, key.exponent));
    const values = [
      { algorithm: RSA_SHA256, signature: sign('sha256', DATA, free) },
      {
        algorithm: signatureAlgorithm(`${MORE07}sha512-rsa-MGF1`),
        signature: sign('sha512', DATA, { key: free, padding: 6, saltLength: 64 }),
      },
    ];
    for (const value of values) {
      expect(await verdicts({ ...value, key: open, data: DATA })).toEqual(all(true));
      expect(await verdicts({ ...value, key: parsePublicKey(spki), data: DATA })).toEqual(all(false));
    }
    const allowed = sign('sha256', DATA, { key: free, padding: 6, saltLength: 32 });
    expect(await verdicts({ algorithm: PSS_SHA256, key, signature: allowed, data: DATA })).toEqual(all(true));
  });

  test('MGF1 over another hash than the message is refused', async () => {
    const openssl = peer('openssl');
    const pair = rsaPair(2048);
    const folder = mkdtempSync(join(tmpdir(), 'hocba-pss-'));
    try {
      const file = (name: string) => join(folder, name);
      writeFileSync(file('key.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
      writeFileSync(file('hash'), HASH);
      const make = (mask: string) => {
        const options = ['digest:sha256', 'rsa_padding_mode:pss', 'rsa_pss_saltlen:32', `rsa_mgf1_md:${mask}`];
        execFileSync(openssl, [
          ...['pkeyutl', '-sign', '-inkey', file('key.pem'), '-in', file('hash'), '-out', file('value')],
          ...options.flatMap((option) => ['-pkeyopt', option]),
        ]);
        return new Uint8Array(readFileSync(file('value')));
      };
      const input = { algorithm: PSS_SHA256, key: pair.key, data: DATA };
      expect(await verdicts({ ...input, signature: make('sha256') })).toEqual(all(true));
      expect(await verdicts({ ...input, signature: make('sha1') })).toEqual(all(false));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe.each<[CurveName]>([['P-256'], ['P-521'], ['brainpoolP384r1']])('ECDSA on %s', (name) => {
  const pair = ecPair(name);
  const { n, bytes, p } = curveByName(name);
  const value = (r: bigint, s: bigint) => Buffer.concat([bigIntToBytes(r, bytes), bigIntToBytes(s, bytes)]);
  const ask = (signature: Uint8Array, key = pair.key) =>
    verdicts({ algorithm: ECDSA_SHA256, key, signature, data: DATA });
  const honest = new Uint8Array(sign('sha256', DATA, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }));
  const r = bytesToBigInt(honest.subarray(0, bytes));
  const s = bytesToBigInt(honest.subarray(bytes));

  test('the honest value passes raw and as DER', async () => {
    expect(await ask(honest)).toEqual(all(true));
    expect(await ask(ecdsaDerSignature(honest))).toEqual(all(true));
  });

  test('r and s outside 1 … n−1 are refused, raw and as DER', async () => {
    const limit = 1n << BigInt(8 * bytes);
    const pairs = [
      ...[0n, n, n + 1n, limit - 1n].flatMap((bad) => [
        [bad, s],
        [r, bad],
        [bad, bad],
      ]),
      ...(r + n < limit ? [[r + n, s]] : []),
      ...(s + n < limit ? [[r, s + n]] : []),
      [1n, 1n],
      [n - 1n, n - 1n],
      [1n, 0n],
      [p % limit, s],
    ] as [bigint, bigint][];
    for (const [a, b] of pairs) {
      expect(await ask(value(a, b)), `${a} ${b}`).toEqual(all(false));
      expect(await ask(ecdsaDerSignature(value(a, b))), `DER ${a} ${b}`).toEqual(all(false));
    }
  });

  test('a value that makes the sum the point at infinity is refused', async () => {
    // u1·G + u2·Q = (e + r·d)·w·G: zero for r = −e/d.
    const d = secretOf(pair.privateKey);
    const e = bytesToBigInt(HASH) >> BigInt(Math.max(0, 256 - n.toString(2).length));
    const bad = (((-e * power(d, n - 2n, n)) % n) + n) % n;
    expect((e + bad * d) % n).toBe(0n);
    expect(await ask(value(bad, 12345n))).toEqual(all(false));
  });

  const int = (content: Uint8Array) => Buffer.concat([Buffer.of(2, content.length), content]);
  const seq = (content: Uint8Array, long = false) =>
    content.length < 128 && !long
      ? Buffer.concat([Buffer.of(0x30, content.length), content])
      : Buffer.concat([Buffer.of(0x30, 0x81, content.length), content]);
  const minimal = (number: bigint) => {
    const raw = bigIntToBytes(number, bytes + 1);
    return Buffer.from(raw.subarray(raw.findIndex((octet, i) => octet !== 0 || (raw[i + 1] ?? 0) >= 128)));
  };

  test('DER is strict', async () => {
    const R = minimal(r);
    const S = minimal(s);
    const body = Buffer.concat([int(R), int(S)]);
    expect(Buffer.from(ecdsaDerSignature(honest)).equals(seq(body))).toBe(true);
    const variants: Record<string, Uint8Array> = {
      'octet after the sequence': Buffer.concat([seq(body), Buffer.of(0)]),
      'octet inside the sequence': seq(Buffer.concat([body, Buffer.of(0)])),
      'third number': seq(Buffer.concat([body, int(Buffer.of(1))])),
      'one number': seq(int(R)),
      'leading zero in r': seq(Buffer.concat([int(Buffer.concat([Buffer.of(0), R])), int(S)])),
      'leading zero in s': seq(Buffer.concat([int(R), int(Buffer.concat([Buffer.of(0), S]))])),
      'negative r': seq(Buffer.concat([int(Buffer.concat([Buffer.of(0xff), R])), int(S)])),
      'empty r': seq(Buffer.concat([int(Buffer.alloc(0)), int(S)])),
      'set instead of sequence': Buffer.concat([Buffer.of(0x31), seq(body).subarray(1)]),
      'bit string instead of number': seq(Buffer.concat([Buffer.of(3, R.length), R, int(S)])),
      'indefinite length': Buffer.concat([Buffer.of(0x30, 0x80), body, Buffer.of(0, 0)]),
      'cut off': seq(body).subarray(0, -1),
      'length in two octets where one is enough': Buffer.concat([Buffer.of(0x30, 0x82, 0, body.length), body]),
    };
    if (body.length < 128) variants['long form of a short length'] = seq(body, true);
    for (const [title, variant] of Object.entries(variants)) expect(await ask(variant), title).toEqual(all(false));
  });

  test('a number with its first bit set needs its zero octet', async () => {
    // The order of P-521 has 521 bits: no number of 66 octets has its first bit set.
    if (n.toString(2).length % 8 !== 0) {
      expect(bigIntToBytes(n, bytes)[0]! < 0x80).toBe(true);
      return;
    }
    for (let i = 0; i < 1000; i++) {
      const raw = new Uint8Array(sign('sha256', DATA, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }));
      if (raw[0]! < 0x80) continue;
      const S = minimal(bytesToBigInt(raw.subarray(bytes)));
      const R = raw.subarray(0, bytes);
      expect(await ask(seq(Buffer.concat([int(Buffer.concat([Buffer.of(0), R])), int(S)])))).toEqual(all(true));
      expect(await ask(seq(Buffer.concat([int(R), int(S)])))).toEqual(all(false));
      return;
    }
    throw new Error('no such number was met');
  });

  test('a key whose point is not on the curve is refused before any platform sees it', async () => {
    if (pair.key.kind !== 'ec') throw new Error('not EC');
    const oid = curveByName(name).oid;
    const moved = Uint8Array.from(pair.key.point);
    moved[moved.length - 1]! ^= 1;
    const x = bytesToBigInt(pair.key.point.subarray(1, 1 + bytes));
    const points: Record<string, Uint8Array> = {
      'another y': moved,
      origin: Buffer.concat([Buffer.of(4), Buffer.alloc(2 * bytes)]),
      'too short': pair.key.point.subarray(0, -1),
      'too long': Buffer.concat([pair.key.point, Buffer.of(0)]),
      ...(x + p < 1n << BigInt(8 * bytes)
        ? { 'x plus p': Buffer.concat([Buffer.of(4), bigIntToBytes(x + p, bytes), pair.key.point.subarray(1 + bytes)]) }
        : {}),
    };
    for (const [title, point] of Object.entries(points)) {
      const key = parsePublicKey(ecSpki(oid, point));
      expect(await ask(honest, key), title).toEqual(all('ERR_KEY_NOT_ALLOWED'));
    }
    for (const prefix of [2, 3]) {
      const compressed = Uint8Array.of(prefix, ...pair.key.point.subarray(1, 1 + bytes));
      const key = parsePublicKey(ecSpki(oid, compressed));
      expect(key.kind).toBe('unsupported');
      expect(await ask(honest, key)).toEqual(all('ERR_KEY_NOT_ALLOWED'));
    }
  });
});

function cubeRoot(value: bigint): bigint {
  let low = 0n;
  let high = 1n << BigInt(Math.ceil(value.toString(2).length / 3) + 1);
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** 3n <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** The numbers of an RSA private key of any OID as a JWK: its PKCS#8 holds an RSAPrivateKey (RFC 8017 A.1.2). */
function privateKeyNumbers(key: KeyObject): Record<string, string> {
  const pkcs8 = new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }));
  const inner = derChildren(pkcs8, readDer(pkcs8, 0x30))[2]!;
  const der = pkcs8.subarray(inner.start, inner.end);
  const numbers = derChildren(der, readDer(der, 0x30)).slice(1);
  const names = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'];
  return Object.fromEntries(
    numbers.map(({ start, end }, i) => {
      const digits = der.subarray(der[start] === 0 ? start + 1 : start, end);
      return [names[i]!, Buffer.from(digits).toString('base64url')];
    }),
  );
}
