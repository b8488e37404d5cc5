import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DerValue, derChildren, derTlv, derValueAt, encodeOid, readDer, readOid } from '../../src/crypto/der.js';
import {
  certificateIssuerSerial,
  certificateSpki,
  ecdsaDerSignature,
  ecdsaRawSignature,
  keyIssues,
  parsePublicKey,
} from '../../src/crypto/index.js';
import { encodeHex } from '../../src/encoding/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { peer } from '../peers.js';

/** Certificates by OpenSSL: usual and unusual serial numbers, RSA and EC, with and without extensions (v1 has no [0] version). */
const TITLES = ['RSA', 'EC', 'serial with its first bit set', 'serial 0', 'negative serial', 'version 1'];
let made: { title: string; der: Uint8Array }[] | undefined;

/** Made by the first test that asks; each test asks, so that without OpenSSL each is skipped by its own name. */
function certificates(): { title: string; der: Uint8Array }[] {
  const openssl = peer('openssl');
  made ??= makeCertificates(openssl);
  return made;
}

/** Runs it; anything but success or a coded error of this folder fails the test. */
function survives(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (!isHocBaSoError(error) || !/^ERR_(DER|KEY)_MALFORMED$/.test(error.code)) throw error;
    return false;
  }
}

function readAll(bytes: Uint8Array): void {
  survives(() => keyIssues(parsePublicKey(bytes)));
  survives(() => keyIssues(parsePublicKey(certificateSpki(bytes))));
  survives(() => certificateIssuerSerial(bytes));
  survives(() => walk(bytes, readDer(bytes, bytes[0] ?? 0)));
  for (const curve of ['P-256', 'P-521'] as const) survives(() => ecdsaRawSignature(curve, bytes));
}

function walk(bytes: Uint8Array, value: DerValue): void {
  if (value.tag === 0x06) readOid(bytes, value);
  if (value.tag & 0x20) for (const child of derChildren(bytes, value)) walk(bytes, child);
}

describe('certificates', () => {
  test.each(TITLES)('%s: parts are those of OpenSSL', (title) => {
    const { der } = certificates().find((one) => one.title === title)!;
    const oracle = new X509Certificate(der);
    const spki = certificateSpki(der);
    expect(Buffer.from(spki).equals(oracle.publicKey.export({ type: 'spki', format: 'der' }))).toBe(true);
    const { serialHex, serialNumber, issuerDer } = certificateIssuerSerial(der);
    // OpenSSL prints the magnitude with a sign; the octets keep a leading zero where the first bit is set.
    expect(BigInt(serialNumber)).toBe(
      oracle.serialNumber.startsWith('-')
        ? -BigInt(`0x${oracle.serialNumber.slice(1)}`)
        : BigInt(`0x${oracle.serialNumber}`),
    );
    expect(serialHex).toMatch(/^([0-9a-f]{2})+$/);
    expect(issuerDer[0]).toBe(0x30);
    expect(Buffer.from(issuerDer).includes(Buffer.from('Trường Tiểu học'))).toBe(true);
    expect(keyIssues(parsePublicKey(spki))).toEqual([]);
  });

  test('any damage is either survived or a coded error', () => {
    for (const { der } of certificates()) {
      fc.assert(
        fc.property(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length - 1), (at, byte, cut) => {
          const changed = Uint8Array.from(der);
          changed[at] = byte;
          readAll(changed);
          readAll(der.subarray(0, cut));
          readAll(Uint8Array.of(...der.subarray(0, at), byte, ...der.subarray(at)));
          readAll(Uint8Array.of(...der.subarray(0, at), ...der.subarray(at + 1)));
        }),
        { numRuns: 300 },
      );
    }
  });

  test('every truncation is refused', () => {
    for (const { der } of certificates()) {
      for (let length = 0; length < der.length; length++) {
        expect(survives(() => certificateSpki(der.subarray(0, length)))).toBe(false);
      }
      expect(survives(() => certificateSpki(Uint8Array.of(...der, 0)))).toBe(false);
    }
  });
});

describe('DER', () => {
  test('random octets never cause anything but a coded error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readAll), { numRuns: 2000 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => readAll(derTlv(0x30, bytes))),
      { numRuns: 2000 },
    );
  });

  test('what is written is read back, of every length form', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65535, 65536]) {
      const content = new Uint8Array(length).fill(7);
      const bytes = derTlv(0x04, content);
      const value = readDer(bytes, 0x04);
      expect(value.end - value.start).toBe(length);
      expect(bytes.length - value.start).toBe(length);
    }
  });

  test.each([
    ['indefinite length', [0x30, 0x80, 0, 0]],
    ['long form of a short length', [0x04, 0x81, 1, 0]],
    ['leading zero in the length', [0x04, 0x82, 0, 0x80]],
    ['length beyond the end', [0x04, 2, 0]],
    ['length of five octets', [0x04, 0x85, 1, 0, 0, 0, 0]],
    ['length near 2³²', [0x04, 0x84, 0xff, 0xff, 0xff, 0xff, 0]],
    ['tag of several octets', [0x1f, 0x81, 0x01, 0]],
    ['only a tag', [0x30]],
  ])('%s is refused', (_, bytes) => {
    expect(() => derValueAt(Uint8Array.from(bytes), 0, bytes.length)).toThrow(
      expect.objectContaining({ code: 'ERR_DER_MALFORMED' }),
    );
  });

  test('a child may not reach out of its parent', () => {
    const bytes = Uint8Array.of(0x30, 2, 0x04, 4, 1, 1, 1, 1);
    expect(() => derChildren(bytes, derValueAt(bytes, 0, bytes.length))).toThrow(
      expect.objectContaining({ code: 'ERR_DER_MALFORMED' }),
    );
  });

  test('more children than any structure has are refused, not collected', () => {
    const bytes = derTlv(0x30, new Uint8Array(2 * 65));
    expect(() => derChildren(bytes, readDer(bytes, 0x30))).toThrow(
      expect.objectContaining({ code: 'ERR_DER_MALFORMED' }),
    );
  });

  test('object identifiers: written and read back', () => {
    const arc = fc.nat({ max: 2 ** 31 - 1 });
    const oid = fc.oneof(
      fc.tuple(fc.constantFrom(0, 1), fc.nat(39), fc.array(arc, { maxLength: 8 })),
      fc.tuple(fc.constant(2), arc, fc.array(arc, { maxLength: 8 })),
    );
    fc.assert(
      fc.property(oid, ([root, second, rest]) => {
        const text = [root, second, ...rest].join('.');
        const bytes = derTlv(0x06, encodeOid(text));
        expect(readOid(bytes, readDer(bytes, 0x06))).toBe(text);
      }),
    );
    expect(encodeHex(encodeOid('1.2.840.113549.1.1.11'))).toBe('2a864886f70d01010b');
  });

  test.each([
    ['empty', []],
    ['padded arc', [0x2a, 0x80, 1]],
    ['unfinished arc', [0x2a, 0x86]],
    ['arc beyond a number', [0x2a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
  ])('object identifier: %s is refused', (_, content) => {
    const bytes = derTlv(0x06, Uint8Array.from(content));
    expect(() => readOid(bytes, readDer(bytes, 0x06))).toThrow(expect.objectContaining({ code: 'ERR_DER_MALFORMED' }));
  });

  test('ECDSA values: raw to DER and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (raw) => {
        // Below the order, and not zero.
        raw[0]! &= 0x7f;
        raw[32]! &= 0x7f;
        raw[31]! |= 1;
        raw[63]! |= 1;
        const der = ecdsaDerSignature(raw);
        expect(ecdsaRawSignature('P-256', raw)).toEqual(raw);
        if (der.length !== 64) expect(ecdsaRawSignature('P-256', der)).toEqual(raw);
      }),
    );
  });
});

function makeCertificates(openssl: string): { title: string; der: Uint8Array }[] {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-der-'));
  const file = (name: string) => join(folder, name);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const make = (title: string, key: typeof rsa, serial: string, extra: readonly string[] = []) => {
    writeFileSync(file('key.pem'), key.export({ type: 'pkcs8', format: 'pem' }));
    execFileSync(openssl, [
      ...['req', '-x509', '-new', '-key', file('key.pem'), '-outform', 'DER', '-out', file('certificate.der')],
      ...[
        '-utf8',
        '-subj',
        '/C=VN/CN=Trường Tiểu học/UID=MST:0100000000',
        '-days',
        '30',
        '-set_serial',
        serial,
        ...extra,
      ],
    ]);
    return { title, der: new Uint8Array(readFileSync(file('certificate.der'))) };
  };
  /** Version 1 has neither [0] nor extensions: `openssl x509 -req` without an extension file makes one. */
  const makeV1 = () => {
    writeFileSync(file('key.pem'), rsa.export({ type: 'pkcs8', format: 'pem' }));
    execFileSync(openssl, [
      'req',
      '-new',
      '-key',
      file('key.pem'),
      '-utf8',
      '-subj',
      '/CN=Trường Tiểu học',
      '-out',
      file('csr.pem'),
    ]);
    execFileSync(
      openssl,
      [
        ...['x509', '-req', '-in', file('csr.pem'), '-key', file('key.pem'), '-set_serial', '5'],
        ...['-outform', 'DER', '-out', file('v1.der')],
      ],
      { stdio: 'ignore' },
    );
    return { title: 'version 1', der: new Uint8Array(readFileSync(file('v1.der'))) };
  };
  try {
    return [
      make('RSA', rsa, '1234567890123456789'),
      make('EC', ec, '0x540101017c0f1e2d3c4b5a69788796a5'),
      make('serial with its first bit set', rsa, '0xff00000000000001'),
      make('serial 0', ec, '0'),
      make('negative serial', rsa, '-77'),
      makeV1(),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
