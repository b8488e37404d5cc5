/* KeyInfo is not signed: whoever changes it must not change who is believed to have signed. */
import { describe, expect, test } from 'vitest';
import {
  brief,
  certificateFor,
  change,
  EXCLUSIVE,
  encodeBase64,
  fill,
  judge,
  MORE,
  recordWith,
  rsaKeyValue,
  signatureTemplate,
  testKey,
  xadesRecord,
} from '../xades/toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;
const plain = () => fill(recordWith(signatureTemplate({ id: 'sig', references: [DATA] })));
const element = (der: Uint8Array) => `<X509Certificate>${encodeBase64(der)}</X509Certificate>`;
const twin = () => {
  const { spki, privateKey } = testKey();
  return certificateFor(spki, privateKey, { commonName: 'somebody else', serial: 9 });
};

describe('a swapped certificate', () => {
  test('baseline', async () => {
    expect(brief(await judge(await plain()))).toBe('valid');
    expect(brief(await judge(await fill(xadesRecord())))).toBe('valid');
  });

  test('of another key does not verify the value', async () => {
    for (const text of [await plain(), await fill(xadesRecord())]) {
      const result = await judge(change(text, testKey().certificateBase64, testKey('other').certificateBase64));
      expect([brief(result), result.certificate]).toEqual(['invalid signatureValue', null]);
    }
  });

  test('of the same key: plain XMLDSig cannot know and says so, XAdES notices', async () => {
    const swapped = change(await plain(), testKey().certificateBase64, encodeBase64(twin()));
    const result = await judge(swapped);
    expect([brief(result), result.flags.includes('certificateNotBound')]).toEqual(['valid', true]);
    const xades = await judge(change(await fill(xadesRecord()), testKey().certificateBase64, encodeBase64(twin())));
    expect([xades.certificateBinding, xades.flags.includes('signingCertificateMismatch')]).toEqual(['mismatch', true]);
  });

  test('of the same key beside the right one: ambiguous for plain XMLDSig, decided by XAdES', async () => {
    for (const [first, second] of [
      [twin(), testKey().certificate],
      [testKey().certificate, twin()],
    ] as const) {
      const list = element(first) + element(second);
      const text = change(await plain(), element(testKey().certificate), list);
      expect(brief(await judge(text))).toBe('unsupported keyAmbiguous');
      const xades = await judge(change(await fill(xadesRecord()), element(testKey().certificate), list));
      expect([brief(xades), xades.certificateBinding]).toEqual(['valid', 'match']);
      expect(xades.certificate).toEqual(testKey().certificate);
    }
  });

  test('a named certificate that does not verify is not replaced by one that would', async () => {
    // SignedProperties name the certificate of another key; the signer’s own stands beside it.
    const list = element(testKey('other').certificate) + element(testKey().certificate);
    const { propertiesObject } = await import('../xades/toolkit.js');
    const properties = propertiesObject({ certificate: testKey('other').certificate });
    const text = await fill(xadesRecord({ properties, keyInfo: `<X509Data>${list}</X509Data>` }));
    expect(brief(await judge(text))).toBe('invalid signatureValue');
  });
});

describe('other keys in KeyInfo', () => {
  test('a KeyValue of the attacker beside the certificate', async () => {
    const text = change(await plain(), '<KeyInfo>', `<KeyInfo>${rsaKeyValue(testKey('other'))}`);
    const result = await judge(text);
    expect([brief(result), result.keySource]).toEqual(['invalid keyValueMismatch', 'keyInfo']);
  });

  test('the attacker’s own key without certificate names nobody', async () => {
    const forged = await fill(
      recordWith(signatureTemplate({ references: [DATA], keyInfo: rsaKeyValue(testKey('other')) })),
      { key: testKey('other') },
    );
    const result = await judge(forged);
    expect([brief(result), result.certificate, result.flags.includes('keyWithoutCertificate')]).toEqual([
      'valid',
      null,
      true,
    ]);
  });

  test('KeyName, RetrievalMethod and KeyInfoReference are never followed', async () => {
    let asked = 0;
    const detached = () => {
      asked += 1;
      return testKey().certificate;
    };
    for (const keyInfo of [
      '<KeyName>rsa</KeyName>',
      '<RetrievalMethod URI="http://example.org/cert.der" Type="http://www.w3.org/2000/09/xmldsig#rawX509Certificate"/>',
      '<RetrievalMethod URI="#data"/>',
      '<KeyInfoReference xmlns="http://www.w3.org/2009/xmldsig11#" URI="#data"/>',
      '<X509Data><X509SubjectName>CN=rsa</X509SubjectName></X509Data>',
    ]) {
      const text = await fill(recordWith(signatureTemplate({ references: [DATA], keyInfo })));
      expect(brief(await judge(text, { detached }))).toBe('unsupported keyMissing');
    }
    expect(asked).toBe(0);
  });

  test('X509Certificate outside X509Data or in another namespace is none', async () => {
    const { certificateBase64 } = testKey();
    for (const keyInfo of [
      `<X509Certificate>${certificateBase64}</X509Certificate>`,
      `<X509Data xmlns="urn:x"><X509Certificate>${certificateBase64}</X509Certificate></X509Data>`,
      `<X509Data><X509Certificate xmlns="urn:x">${certificateBase64}</X509Certificate></X509Data>`,
    ]) {
      expect(brief(await judge(await fill(recordWith(signatureTemplate({ references: [DATA], keyInfo })))))).toBe(
        'unsupported keyMissing',
      );
    }
  });

  test('HMAC with the public key as its secret', async () => {
    const { createHmac } = await import('node:crypto');
    const { canonicalize, findChild, parseXml } = await import('../../src/xml/index.js');
    const { findSignatures } = await import('../../src/xades/index.js');
    const { encodeUtf8 } = await import('../../src/encoding/index.js');
    for (const hash of ['sha1', 'sha256', 'sha512']) {
      const uri = hash === 'sha1' ? 'http://www.w3.org/2000/09/xmldsig#hmac-sha1' : `${MORE}hmac-${hash}`;
      const text = await fill(recordWith(signatureTemplate({ references: [DATA], algorithm: uri })));
      const signedInfo = findChild(findSignatures(parseXml(encodeUtf8(text)).root)[0]!, 'SignedInfo')!;
      for (const secret of [testKey().spki, testKey().certificate, encodeUtf8(testKey().certificateBase64)]) {
        const mac = createHmac(hash, secret)
          .update(canonicalize(signedInfo, { algorithm: EXCLUSIVE as never }))
          .digest('base64');
        const forged = change(text, /<SignatureValue>[^<]*</, `<SignatureValue>${mac}<`);
        expect(brief(await judge(forged))).toBe('unsupported algorithmRefused');
        expect(brief(await judge(forged, { key: { publicKey: testKey().spki } }))).toBe('unsupported algorithmRefused');
      }
    }
  });

  test('17 certificates to be tried are refused before any is', async () => {
    const text = change(await plain(), element(testKey().certificate), element(testKey().certificate).repeat(17));
    const result = await judge(text);
    expect([brief(result), result.valueHolds]).toEqual(['unsupported limit', null]);
  });
});
