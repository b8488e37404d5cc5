import { describe, expect, test } from 'vitest';
import { ecdsaDerSignature, listAlgorithms } from '../../src/crypto/index.js';
import { findChild, parseXml } from '../../src/xml/index.js';
import {
  brief,
  change,
  DS,
  decodeBase64,
  EXCLUSIVE,
  encodeBase64,
  encodeUtf8,
  fill,
  judge,
  type KeyName,
  MORE,
  MORE07,
  recordWith,
  SHA256,
  signatureTemplate,
  testKey,
} from './toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;

async function signed(algorithm: string, key: KeyName, parameters = ''): Promise<string> {
  const spec = { references: [DATA], algorithm, key: testKey(key), parameters };
  return fill(recordWith(signatureTemplate(spec)), { key: testKey(key) });
}

describe('signature algorithms, verified on both back ends', () => {
  const both = async (text: string) => {
    const results = [await judge(text), await judge(text, { crypto: globalThis.crypto })];
    expect(results.map(brief)[0]).toBe(results.map(brief)[1]);
    expect(results[0]!.flags).toEqual(results[1]!.flags);
    return results[0]!;
  };

  const keysOf: Readonly<Record<string, readonly KeyName[]>> = {
    'rsa-pkcs1': ['rsa'],
    'rsa-pss': ['rsa'],
    ecdsa: ['p256', 'p384', 'p521'],
  };
  for (const row of listAlgorithms()) {
    if (row.kind === 'digest' || row.status === 'refused' || row.needsParameters) continue;
    for (const key of keysOf[row.kind]!) {
      test(`${row.name} with ${key} is ${row.status}`, async () => {
        const result = await both(await signed(row.uri, key));
        expect([brief(result), result.algorithmRow?.name]).toEqual(['valid', row.name]);
        expect(result.flags.includes('legacy')).toBe(row.status === 'legacy');
      });
    }
  }

  test('every digest of the table over the data', async () => {
    for (const row of listAlgorithms()) {
      if (row.kind !== 'digest') continue;
      const references = [{ ...DATA, digest: row.uri }];
      const result = await both(await fill(recordWith(signatureTemplate({ references }))));
      const expected = row.status === 'refused' ? 'unsupported algorithmRefused' : 'valid';
      expect([row.name, brief(result)]).toEqual([row.name, expected]);
    }
  });

  test('refused algorithms are named before any key is looked at', async () => {
    for (const row of listAlgorithms()) {
      if (row.kind === 'digest' || row.status !== 'refused') continue;
      const result = await judge(
        await fill(recordWith(signatureTemplate({ references: [DATA], algorithm: row.uri, keyInfo: '' }))),
      );
      expect([brief(result), result.detail]).toEqual(['unsupported algorithmRefused', row.uri]);
    }
  });

  test('RSA-1024 and a small exponent: valid and legacy', async () => {
    for (const key of ['rsa1024', 'rsa3'] as const) {
      const result = await both(await signed(`${MORE}rsa-sha256`, key));
      expect([key, brief(result), result.flags.includes('legacy'), result.keyIssues.length]).toEqual([
        key,
        'valid',
        true,
        1,
      ]);
    }
  });

  test('a key of another type than the algorithm', async () => {
    const text = await signed(`${MORE}rsa-sha256`, 'rsa');
    const other = change(text, testKey('rsa').certificateBase64, testKey('p256').certificateBase64);
    expect(brief(await both(other))).toBe('invalid signatureValue');
  });

  test('ECDSA values: r‖s or strict DER, nothing else', async () => {
    for (const [key, hash] of [
      ['p256', '256'],
      ['p384', '384'],
      ['p521', '512'],
    ] as const) {
      const text = await signed(`${MORE}ecdsa-sha${hash}`, key);
      const value = textOf(text, 'SignatureValue');
      const raw = decodeBase64(value);
      const der = ecdsaDerSignature(raw);
      expect(brief(await both(change(text, value, encodeBase64(der))))).toBe('valid');
      const wrong: readonly Uint8Array[] = [
        raw.slice(1),
        raw.slice(0, -1),
        Uint8Array.of(...raw, 0),
        Uint8Array.of(0, ...raw),
        Uint8Array.of(...der, 0),
        new Uint8Array(raw.length),
        Uint8Array.of(),
      ];
      for (const one of wrong) {
        expect(brief(await both(change(text, value, encodeBase64(one))))).toBe('invalid signatureValue');
      }
    }
  });
});

describe('RSA-PSS with parameters', () => {
  const params = ({
    digest = SHA256,
    mgf = `${MORE07}MGF1`,
    mask = SHA256,
    salt = '<SaltLength>32</SaltLength>',
    trailer = '<TrailerField>1</TrailerField>',
    xmlns = MORE07,
  } = {}) =>
    `<RSAPSSParams xmlns="${xmlns}"><DigestMethod xmlns="${DS}" Algorithm="${digest}"/>` +
    `<MaskGenerationFunction Algorithm="${mgf}"><DigestMethod xmlns="${DS}" Algorithm="${mask}"/></MaskGenerationFunction>` +
    `${salt}${trailer}</RSAPSSParams>`;
  const at = async (parameters: string) => brief(await judge(await signed(`${MORE07}rsa-pss`, 'rsa', parameters)));

  test('complete and consistent ones are what the fixed identifiers say', async () => {
    expect(await at(params())).toBe('valid');
    expect(await at(params({ trailer: '' }))).toBe('valid');
    const sha512 = 'http://www.w3.org/2001/04/xmlenc#sha512';
    const wide = params({ digest: sha512, mask: sha512, salt: '<SaltLength>64</SaltLength>' });
    // The toolkit signs with SHA-256: only the value differs.
    expect(await at(wide)).toBe('invalid signatureValue');
  });

  test('everything else is refused', async () => {
    const wrong = [
      '',
      params({ digest: `${DS}sha1` }),
      params({ mask: `${DS}sha1` }),
      params({ mgf: 'urn:other' }),
      params({ salt: '' }),
      params({ salt: '<SaltLength>0</SaltLength>' }),
      params({ salt: '<SaltLength>20</SaltLength>' }),
      params({ salt: '<SaltLength>-32</SaltLength>' }),
      params({ salt: '<SaltLength>32.0</SaltLength>' }),
      params({ salt: '<SaltLength>32</SaltLength><SaltLength>20</SaltLength>' }),
      params({ salt: '<SaltLength xmlns="urn:x">32</SaltLength>' }),
      params({ trailer: '<TrailerField>2</TrailerField>' }),
      params({ trailer: '<TrailerField>1e0</TrailerField>' }),
      params({ trailer: '<TrailerField></TrailerField>' }),
      params({ trailer: '<Other>1</Other>' }),
      params({ xmlns: 'urn:other' }),
      params() + params(),
    ];
    for (const one of wrong) expect([one, await at(one)]).toEqual([one, 'unsupported algorithmParameters']);
  });

  test('a fixed identifier takes no parameters', async () => {
    expect(brief(await judge(await signed(`${MORE07}sha256-rsa-MGF1`, 'rsa', params())))).toBe(
      'unsupported algorithmParameters',
    );
  });
});

describe('keys without certificate', () => {
  test('ECKeyValue and DEREncodedKeyValue', async () => {
    const key = testKey('p256');
    const dsig11 = 'http://www.w3.org/2009/xmldsig11#';
    const point = encodeBase64(key.spki.slice(-65));
    const forms = [
      `<KeyValue><ECKeyValue xmlns="${dsig11}"><NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/><PublicKey>${point}</PublicKey></ECKeyValue></KeyValue>`,
      `<DEREncodedKeyValue xmlns="${dsig11}">${encodeBase64(key.spki)}</DEREncodedKeyValue>`,
    ];
    for (const keyInfo of forms) {
      const text = await fill(
        recordWith(signatureTemplate({ references: [DATA], algorithm: `${MORE}ecdsa-sha256`, keyInfo })),
        { key },
      );
      const result = await judge(text);
      expect([brief(result), result.keySource, result.certificate]).toEqual(['valid', 'keyValue', null]);
      expect(result.flags).toContain('keyWithoutCertificate');
    }
    const wrongCurve = forms[0]!.replace('1.2.840.10045.3.1.7', '1.2.3');
    const text = await fill(
      recordWith(signatureTemplate({ references: [DATA], algorithm: `${MORE}ecdsa-sha256`, keyInfo: wrongCurve })),
      { key },
    );
    expect(brief(await judge(text))).toBe('unsupported keyRefused');
  });

  test('several keys that are not one', async () => {
    const der = (name: KeyName) =>
      `<DEREncodedKeyValue xmlns="http://www.w3.org/2009/xmldsig11#">${encodeBase64(testKey(name).spki)}</DEREncodedKeyValue>`;
    const at = async (keyInfo: string) =>
      brief(await judge(await fill(recordWith(signatureTemplate({ references: [DATA], keyInfo })))));
    expect(await at(der('rsa') + der('rsa'))).toBe('valid');
    expect(await at(der('rsa') + der('other'))).toBe('invalid keyValueMismatch');
    expect(await at(der('other') + der('rsa'))).toBe('invalid keyValueMismatch');
  });

  test('a KeyValue that cannot be read cannot agree with the certificate', async () => {
    const keyInfo = `<KeyValue><DSAKeyValue/></KeyValue><X509Data><X509Certificate>${testKey().certificateBase64}</X509Certificate></X509Data>`;
    const text = await fill(recordWith(signatureTemplate({ references: [DATA], keyInfo })));
    expect(brief(await judge(text))).toBe('unsupported keyMalformed');
    const names = `<KeyName>x</KeyName><X509Data><X509Certificate>${testKey().certificateBase64}</X509Certificate></X509Data>`;
    expect(brief(await judge(await fill(recordWith(signatureTemplate({ references: [DATA], keyInfo: names })))))).toBe(
      'valid',
    );
  });

  test('a given key goes before KeyInfo', async () => {
    const text = await signed(`${MORE}rsa-sha256`, 'rsa');
    expect(brief(await judge(text, { key: { certificate: testKey().certificate } }))).toBe('valid');
    expect(brief(await judge(text, { key: { publicKey: testKey('other').spki } }))).toBe('invalid signatureValue');
    expect(brief(await judge(text, { key: { publicKey: new Uint8Array(3) } }))).toBe('unsupported keyMalformed');
  });
});

function textOf(text: string, name: string): string {
  const found = new RegExp(`<${name}>([^<]*)<`).exec(text);
  expect(findChild(parseXml(encodeUtf8(text)).root, 'KY')).toBeDefined();
  return found![1]!;
}
