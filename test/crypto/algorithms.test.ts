import { describe, expect, test } from 'vitest';
import {
  digestLength,
  digestUri,
  findDigestAlgorithm,
  findSignatureAlgorithm,
  listAlgorithms,
  MGF1_URI,
  RSA_PSS_URI,
  rsaPssAlgorithm,
} from '../../src/crypto/index.js';
import { MORE, MORE07 } from './platforms.js';

const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

describe('algorithm table', () => {
  test('every identifier leads back to its own row and stands once', () => {
    const rows = listAlgorithms();
    expect(new Set(rows.map((row) => row.uri)).size).toBe(rows.length);
    for (const row of rows) {
      expect(row.kind === 'digest' ? findDigestAlgorithm(row.uri) : findSignatureAlgorithm(row.uri)).toEqual(row);
    }
  });

  test('what is produced is exactly SHA-2 from 256 bits with RSA, RSA-PSS and ECDSA (design: produced)', () => {
    expect(listAlgorithms().flatMap((row) => (row.status === 'produced' ? [row.name] : []))).toEqual([
      'SHA-256',
      'SHA-384',
      'SHA-512',
      'RSA SHA-256',
      'RSA SHA-384',
      'RSA SHA-512',
      'RSA-PSS SHA-256',
      'RSA-PSS SHA-384',
      'RSA-PSS SHA-512',
      'ECDSA SHA-256',
      'ECDSA SHA-384',
      'ECDSA SHA-512',
    ]);
  });

  test('SHA-1 is legacy everywhere and its trust has ended', () => {
    const rows = listAlgorithms().filter((row) => row.digest === 'SHA-1');
    expect(rows.map((row) => row.name)).toEqual(['SHA-1', 'RSA SHA-1', 'RSA-PSS SHA-1', 'ECDSA SHA-1']);
    for (const row of rows) {
      expect(row.status).toBe('legacy');
      expect(row.trustedUntil! < '2014-01-01').toBe(true);
      expect(row.annexI).toBe(false);
    }
  });

  test('refused rows are named, and none of them can be computed', () => {
    const refused = listAlgorithms().filter((row) => row.status === 'refused');
    expect(refused.every((row) => row.digest === null && row.name !== '')).toBe(true);
    for (const uri of [
      `${MORE}rsa-md5`,
      `${MORE}hmac-sha256`,
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
      'http://www.w3.org/2000/09/xmldsig#dsa-sha1',
      'http://www.w3.org/2009/xmldsig11#dsa-sha256',
      `${MORE07}ecdsa-ripemd160`,
    ]) {
      expect(findSignatureAlgorithm(uri)?.status, uri).toBe('refused');
    }
    for (const uri of [`${MORE}md5`, 'http://www.w3.org/2001/04/xmlenc#ripemd160']) {
      expect(findDigestAlgorithm(uri)?.status, uri).toBe('refused');
    }
  });

  test('annex I of TT 15/2025/TT-BKHCN: PSS and ECDSA on its hashes, not PKCS#1 v1.5, not SHA-224', () => {
    const names = listAlgorithms().flatMap((row) => (row.annexI ? [row.name] : []));
    expect(names).toContain('RSA-PSS SHA-256');
    expect(names).toContain('ECDSA SHA3-256');
    expect(names.filter((name) => /^RSA SHA|SHA-1$|SHA-224$/.test(name))).toEqual([]);
  });

  test('an unknown identifier has no row, also one that an object would inherit', () => {
    for (const uri of ['', 'constructor', '__proto__', 'http://www.apache.org/bad-sig-algo', `${MORE}RSA-SHA256`]) {
      expect(findSignatureAlgorithm(uri)).toBeUndefined();
      expect(findDigestAlgorithm(uri)).toBeUndefined();
    }
  });

  test('digest lengths and identifiers', () => {
    expect(digestLength('SHA-1')).toBe(20);
    expect(digestLength('SHA-224')).toBe(28);
    expect(digestLength('SHA3-512')).toBe(64);
    expect(digestUri('SHA-256')).toBe(SHA256);
  });
});

describe('…#rsa-pss with parameters', () => {
  const good = {
    digestUri: SHA256,
    maskGenerationUri: MGF1_URI,
    maskDigestUri: SHA256,
    saltLength: 32,
    trailerField: 1,
  };

  test('means the fixed-parameter algorithm when it says the same', () => {
    expect(rsaPssAlgorithm(good)).toMatchObject({
      kind: 'rsa-pss',
      digest: 'SHA-256',
      status: 'accepted',
      uri: RSA_PSS_URI,
    });
    expect(rsaPssAlgorithm({ ...good, trailerField: undefined })?.digest).toBe('SHA-256');
    expect(findSignatureAlgorithm(RSA_PSS_URI)).toMatchObject({ digest: null, needsParameters: true });
  });

  test.each([
    ['no digest', { digestUri: undefined }],
    ['no mask', { maskGenerationUri: undefined }],
    ['no mask digest', { maskDigestUri: undefined }],
    ['no salt length', { saltLength: undefined }],
    ['salt of another length', { saltLength: 20 }],
    ['salt length that is no number', { saltLength: Number.NaN }],
    ['mask over another hash', { maskDigestUri: 'http://www.w3.org/2000/09/xmldsig#sha1' }],
    ['another mask function', { maskGenerationUri: 'urn:shake' }],
    ['another trailer', { trailerField: 2 }],
    ['refused hash', { digestUri: `${MORE}md5`, maskDigestUri: `${MORE}md5`, saltLength: 16 }],
  ])('is not supported with %s', (_, change) => {
    expect(rsaPssAlgorithm({ ...good, ...change })).toBeUndefined();
  });
});
