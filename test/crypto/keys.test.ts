import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bigIntToBytes, bytesToBigInt } from '../../src/crypto/curves.js';
import { derTlv, encodeOid } from '../../src/crypto/der.js';
import {
  ecSpki,
  isSameKey,
  keyFits,
  keyIssues,
  listAlgorithms,
  mayProduce,
  parsePublicKey,
  rsaSpki,
} from '../../src/crypto/index.js';
import { all, ecPair, MORE, pssPair, rsaPair, signatureAlgorithm, verdicts } from './platforms.js';

const E65537 = Uint8Array.of(1, 0, 1);
/** An odd number of that many bits; nothing here needs its factors. */
const modulus = (bits: number) => bigIntToBytes((1n << BigInt(bits - 1)) + 12345n, Math.ceil(bits / 8));
const codes = (n: Uint8Array, e: Uint8Array) =>
  keyIssues(parsePublicKey(rsaSpki(n, e))).map(({ code, effect }) => `${code} ${effect}`);
const number = (value: bigint) => bigIntToBytes(value, Math.max(1, Math.ceil(value.toString(16).length / 2)));

describe('reading and building keys', () => {
  test('RSA: the numbers are those of OpenSSL, and the built key is the read one', () => {
    for (const bits of [1024, 2047, 2048, 2050, 4096]) {
      const { key, spki } = rsaPair(bits);
      if (key.kind !== 'rsa') throw new Error('not RSA');
      const jwk = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).export({ format: 'jwk' });
      expect(Buffer.from(key.modulus).toString('base64url')).toBe(jwk.n);
      expect(Buffer.from(key.exponent).toString('base64url')).toBe(jwk.e);
      expect(key.bits).toBe(bits);
      expect(rsaSpki(key.modulus, key.exponent)).toEqual(spki);
      expect(rsaSpki(Uint8Array.of(0, 0, ...key.modulus), key.exponent)).toEqual(spki);
    }
  });

  test.each([
    ['P-256', '1.2.840.10045.3.1.7', 256],
    ['P-384', '1.3.132.0.34', 384],
    ['P-521', '1.3.132.0.35', 521],
    ['brainpoolP256r1', '1.3.36.3.3.2.8.1.1.7', 256],
    ['brainpoolP384r1', '1.3.36.3.3.2.8.1.1.11', 384],
    ['brainpoolP512r1', '1.3.36.3.3.2.8.1.1.13', 512],
  ])('EC %s is read, on its curve, and built again from NamedCurve', (curve, oid, bits) => {
    const { key, spki } = ecPair(curve);
    if (key.kind !== 'ec') throw new Error('not EC');
    expect(key).toMatchObject({ curve, bits });
    expect(keyIssues(key)).toEqual([]);
    expect(ecSpki(`urn:oid:${oid}`, key.point)).toEqual(spki);
    expect(ecSpki(oid, key.point)).toEqual(spki);
  });

  test('other types and curves are named, not used', () => {
    const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).publicKey;
    const ed = generateKeyPairSync('ed25519').publicKey;
    const read = (key: typeof ed) => parsePublicKey(key.export({ type: 'spki', format: 'der' }));
    expect(read(dsa)).toMatchObject({ kind: 'unsupported', oid: '1.2.840.10040.4.1' });
    expect(read(ed)).toMatchObject({ kind: 'unsupported', oid: '1.3.101.112' });
    expect(ecPair('secp256k1').key).toMatchObject({ kind: 'unsupported', oid: '1.3.132.0.10' });
    const explicit = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }).publicKey;
    expect(read(explicit)).toMatchObject({ kind: 'unsupported', oid: '1.2.840.10045.2.1' });
    for (const key of [dsa, ed, explicit]) expect(keyIssues(read(key))[0]).toMatchObject({ code: 'keyUnsupported' });
  });

  test('a modulus written as a negative number, as some Estonian ID cards carry it, verifies', async () => {
    const { key, privateKey } = rsaPair(2048);
    if (key.kind !== 'rsa') throw new Error('not RSA');
    const careless = spkiOf(derTlv(0x30, derTlv(0x02, key.modulus), derTlv(0x02, key.exponent)));
    const read = parsePublicKey(careless);
    expect(read).toMatchObject({ kind: 'rsa', bits: 2048 });
    expect(isSameKey(read, key)).toBe(true);
    const data = new Uint8Array(3);
    const { sign } = await import('node:crypto');
    const signature = new Uint8Array(sign('sha256', data, privateKey));
    const algorithm = signatureAlgorithm(`${MORE}rsa-sha256`);
    expect(await verdicts({ algorithm, key: read, signature, data })).toEqual(all(true));
  });

  test('the same key in another dress is the same; another is not', () => {
    const plain = rsaPair(1024).key;
    if (plain.kind !== 'rsa') throw new Error('not RSA');
    const content = derTlv(0x30, derTlv(0x02, Uint8Array.of(0), plain.modulus), derTlv(0x02, plain.exponent));
    const pss = parsePublicKey(spkiOf(content, '1.2.840.113549.1.1.10', []));
    expect(pss).toMatchObject({ kind: 'rsa', scheme: 'pss' });
    expect(isSameKey(plain, pss)).toBe(true);
    expect(isSameKey(plain, rsaPair(1024).key)).toBe(false);
    const ec = ecPair('P-256').key;
    expect(isSameKey(ec, ecPair('P-256').key)).toBe(false);
    expect(isSameKey(ec, plain)).toBe(false);
    expect(isSameKey(ec, { ...ec })).toBe(true);
  });

  test.each([
    ['nothing', new Uint8Array(), 'ERR_DER_MALFORMED'],
    ['a set', Uint8Array.of(0x31, 0), 'ERR_DER_MALFORMED'],
    ['an empty sequence', Uint8Array.of(0x30, 0), 'ERR_KEY_MALFORMED'],
    ['octets after it', Uint8Array.of(...rsaSpki(modulus(1024), E65537), 0), 'ERR_DER_MALFORMED'],
    ['no exponent', spkiOf(derTlv(0x30, derTlv(0x02, modulus(1024)))), 'ERR_KEY_MALFORMED'],
    ['a third number', spkiOf(derTlv(0x30, ...Array(3).fill(derTlv(0x02, E65537)))), 'ERR_KEY_MALFORMED'],
    ['an empty number', spkiOf(derTlv(0x30, derTlv(0x02), derTlv(0x02, E65537))), 'ERR_KEY_MALFORMED'],
    [
      'unused bits',
      spkiOf(derTlv(0x30, derTlv(0x02, E65537), derTlv(0x02, E65537)), undefined, undefined, 1),
      'ERR_KEY_MALFORMED',
    ],
    [
      'parameters that are not NULL',
      spkiOf(derTlv(0x30, derTlv(0x02, E65537), derTlv(0x02, E65537)), undefined, [derTlv(0x30)]),
      'ERR_KEY_MALFORMED',
    ],
  ])('%s is malformed', (_, spki, code) => {
    expect(() => parsePublicKey(spki)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    '',
    '1',
    'urn:oid:',
    '3.1',
    '1.40',
    '1.2.x',
    '1.2.-3',
    '1..2',
    `1.2${'.1'.repeat(40)}`,
    '1.2.1e3',
    'P-256',
  ])('NamedCurve "%s" is malformed', (oid) => {
    expect(() => ecSpki(oid, Uint8Array.of(4))).toThrow(expect.objectContaining({ code: 'ERR_KEY_MALFORMED' }));
  });
});

describe('rules for keys', () => {
  test('RSA by length', () => {
    expect(codes(modulus(2048), E65537)).toEqual([]);
    expect(codes(modulus(8192), E65537)).toEqual([]);
    expect(codes(modulus(2047), E65537)).toEqual(['rsaModulusShort legacy']);
    expect(codes(modulus(1024), E65537)).toEqual(['rsaModulusShort legacy']);
    expect(codes(modulus(1023), E65537)).toEqual(['rsaModulusTooShort refused']);
    expect(codes(modulus(512), E65537)).toEqual(['rsaModulusTooShort refused']);
    expect(codes(modulus(8193), E65537)).toEqual(['rsaModulusTooLong refused']);
    expect(codes(Uint8Array.of(0), E65537)).toContain('rsaModulusTooShort refused');
  });

  test.each([
    [0n, ['rsaExponentInvalid refused']],
    [1n, ['rsaExponentInvalid refused']],
    [2n, ['rsaExponentInvalid refused']],
    [3n, ['rsaExponentSmall legacy']],
    [17n, ['rsaExponentSmall legacy']],
    [257n, ['rsaExponentSmall legacy']],
    [256n, ['rsaExponentInvalid refused']],
    [65535n, ['rsaExponentSmall legacy']],
    [65536n, ['rsaExponentInvalid refused']],
    [65537n, []],
    [65539n, []],
    [2n ** 64n - 1n, []],
    [2n ** 64n + 1n, ['rsaExponentInvalid refused']],
  ])('RSA exponent %s', (exponent, expected) => {
    expect(codes(modulus(2048), number(exponent))).toEqual(expected);
  });

  test('an even modulus is refused', () => {
    const even = modulus(2048);
    even[255]! &= 0xfe;
    expect(codes(even, E65537)).toEqual(['rsaModulusEven refused']);
  });

  test('a refused key gives an error on every platform, never a verdict', async () => {
    const algorithm = signatureAlgorithm(`${MORE}rsa-sha256`);
    const bad = [
      [modulus(1023), E65537],
      [modulus(8193), E65537],
      [modulus(2048), Uint8Array.of(1)],
      [modulus(2048), Uint8Array.of(4)],
    ] as const;
    for (const [n, e] of bad) {
      const key = parsePublicKey(rsaSpki(n, e));
      // e = 1 makes the value its own encoding: anybody could sign.
      const input = { algorithm, key, signature: new Uint8Array(n.length), data: 'x' };
      expect(await verdicts(input)).toEqual(all('ERR_KEY_NOT_ALLOWED'));
    }
  });

  test('a refused algorithm gives an error on every platform, also one that waits for its parameters', async () => {
    const { key } = rsaPair(1024);
    const rows = listAlgorithms().flatMap((row) => (row.kind !== 'digest' && row.digest === null ? [row] : []));
    expect(rows.length).toBeGreaterThan(15);
    for (const algorithm of rows) {
      const input = { algorithm, key, signature: new Uint8Array(128), data: 'x' };
      expect(await verdicts(input), algorithm.name).toEqual(all('ERR_ALGORITHM_NOT_ALLOWED'));
    }
  });

  test('the longest allowed exponent verifies alike', async () => {
    // e·d ≡ 1 needs a private key made for this e: take the primes of another one.
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = privateKey.export({ format: 'jwk' });
    const [p, q] = [jwk.p!, jwk.q!].map((part) => bytesToBigInt(Buffer.from(part, 'base64url'))) as [bigint, bigint];
    const e = 2n ** 64n - 59n;
    const d = inverse(e, (p - 1n) * (q - 1n));
    const n = p * q;
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update('x').digest('hex');
    const info = `3031300d060960864801650304020105000420${hash}`;
    const encoded = BigInt(`0x0001${'ff'.repeat(256 - 3 - info.length / 2)}00${info}`);
    const signature = bigIntToBytes(power(encoded, d, n), 256);
    const key = parsePublicKey(rsaSpki(number(n), number(e)));
    expect(keyIssues(key)).toEqual([]);
    const algorithm = signatureAlgorithm(`${MORE}rsa-sha256`);
    expect(await verdicts({ algorithm, key, signature, data: 'x' })).toEqual(all(true));
    signature[200]! ^= 1;
    expect(await verdicts({ algorithm, key, signature, data: 'x' })).toEqual(all(false));
  });

  test('what may be produced: good keys of the usual kinds with produced algorithms', () => {
    const rsaSha256 = signatureAlgorithm(`${MORE}rsa-sha256`);
    const ecSha256 = signatureAlgorithm(`${MORE}ecdsa-sha256`);
    const rsa = rsaPair(2048).key;
    expect(mayProduce(rsaSha256, rsa)).toBe(true);
    expect(mayProduce(ecSha256, ecPair('P-384').key)).toBe(true);
    expect(mayProduce(ecSha256, rsa)).toBe(false);
    expect(mayProduce(rsaSha256, rsaPair(1024).key)).toBe(false);
    expect(mayProduce(rsaSha256, rsaPair(2048, 3).key)).toBe(false);
    expect(mayProduce(rsaSha256, pssPair(2048).key)).toBe(false);
    expect(mayProduce(ecSha256, ecPair('brainpoolP256r1').key)).toBe(false);
    expect(mayProduce(signatureAlgorithm('http://www.w3.org/2000/09/xmldsig#rsa-sha1'), rsa)).toBe(false);
    expect(keyFits(rsaSha256, rsa)).toBe(true);
    expect(keyFits(rsaSha256, ecPair('P-256').key)).toBe(false);
  });
});

function spkiOf(key: Uint8Array, oid = '1.2.840.113549.1.1.1', parameters = [derTlv(0x05)], unused = 0): Uint8Array {
  const algorithm = derTlv(0x30, derTlv(0x06, encodeOid(oid)), ...parameters);
  return derTlv(0x30, algorithm, derTlv(0x03, Uint8Array.of(unused), key));
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  if (a !== 1n) throw new Error('not invertible');
  return ((x % modulus) + modulus) % modulus;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}
