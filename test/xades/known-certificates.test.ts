/* Certificates are remembered by their text: what is remembered is never mixed up, and never keeps a file in memory. */
import { expect, test } from 'vitest';
import { cryptoBackend, isSameKey, parsePublicKey } from '../../src/crypto/index.js';
import { encodeBase64 } from '../../src/encoding/index.js';
import { certificateDigest, certificateKey, decodeCertificate } from '../../src/xades/known-certificates.js';
import { certificateFor, sha256, testKey } from './toolkit.js';

const text = testKey('rsa').certificateBase64;

test('the same text is the same array with the same key, another spelling of it is another array with an equal key', () => {
  const der = decodeCertificate(`${text}`);
  expect(decodeCertificate(`${text.slice(0, 9)}${text.slice(9)}`)).toBe(der);
  expect(certificateKey(der)).toBe(certificateKey(der));
  const broken = decodeCertificate(`${text.slice(0, 64)}\n${text.slice(64)}`);
  expect(broken).not.toBe(der);
  expect(broken).toEqual(der);
  expect(certificateKey(broken)).toEqual(certificateKey(der));
});

test('two certificates with one ending are told apart', () => {
  const der = decodeCertificate(text);
  const other = `${encodeBase64(Uint8Array.of(0x31)).slice(0, 2)}${text.slice(2)}`;
  expect(other.slice(-64)).toBe(text.slice(-64));
  const changed = decodeCertificate(other);
  expect(changed).not.toEqual(der);
  expect(decodeCertificate(text)).toEqual(der);
  expect(decodeCertificate(other)).toEqual(changed);
});

test('of an array that is the caller’s nothing is remembered', async () => {
  const own = testKey('rsa').certificate.slice();
  const { spki, privateKey } = testKey('other');
  const other = certificateFor(spki, privateKey, { commonName: 'rsa', serial: 7 });
  expect(other).toHaveLength(own.length);
  const crypto = cryptoBackend();
  const before = certificateKey(own);
  const expected = parsePublicKey(spki);
  expect(await certificateDigest(own, 'SHA-256', crypto)).toEqual(sha256(own));
  own.set(other);
  expect(certificateKey(own)).not.toBe(before);
  expect(isSameKey(certificateKey(own), expected)).toBe(true);
  expect(await certificateDigest(own, 'SHA-256', crypto)).toEqual(sha256(own));
});

test('a digest that is remembered is that of the certificate, for each hash function', async () => {
  const der = decodeCertificate(text);
  const crypto = cryptoBackend();
  for (let turn = 0; turn < 2; turn++) {
    expect(await certificateDigest(der, 'SHA-256', crypto)).toEqual(sha256(der));
    expect(await certificateDigest(der, 'SHA-512', crypto)).toHaveLength(64);
    expect(await certificateDigest(der, 'SHA-256', cryptoBackend(globalThis.crypto))).toEqual(sha256(der));
  }
});
