import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  findSignatures,
  openSignedDocument,
  SIGNATURE_FLAGS,
  type SignatureFlag,
  type SignatureResult,
  verifySignature,
} from '../../src/xades/index.js';
import { findChild, findChildren, parseXml } from '../../src/xml/index.js';
import {
  brief,
  change,
  DS,
  ENVELOPED,
  EXCLUSIVE,
  encodeBase64,
  encodeUtf8,
  fill,
  judge,
  judgeAll,
  MORE,
  propertiesObject,
  recordWith,
  rsaKeyValue,
  SHA256,
  SIGNED_PROPERTIES_TYPE,
  type SignatureSpec,
  sha256,
  signatureTemplate,
  testKey,
  timeObject,
  xadesRecord,
} from './toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;
const TIME = '<SigningTime xmlns="">2026-05-29T08:00:00+07:00</SigningTime>';

async function signed(spec: Partial<SignatureSpec> = {}): Promise<string> {
  return fill(recordWith(signatureTemplate({ id: 'sig', references: [DATA], ...spec })));
}

/** One valid signature for each flag, except where a flag explains a refusal. */
const CASES: Readonly<Record<SignatureFlag, () => Promise<SignatureResult>>> = {
  legacy: async () => judge(await signed({ algorithm: `${DS}rsa-sha1` })),
  keyWithoutCertificate: async () => judge(await signed({ keyInfo: rsaKeyValue(testKey()) })),
  keyGiven: async () => judge(await signed({ keyInfo: '' }), { key: { publicKey: testKey().spki } }),
  certificateFromValues: async () => {
    const values = `<xades:CertificateValues><xades:EncapsulatedX509Certificate>${testKey().certificateBase64}</xades:EncapsulatedX509Certificate></xades:CertificateValues>`;
    return judge(await fill(xadesRecord({ keyInfo: '', properties: propertiesObject({ unsigned: values }) })));
  },
  certificateNotBound: async () => judge(await signed()),
  signingCertificateMismatch: async () =>
    judge(await fill(xadesRecord({ properties: propertiesObject({ certificate: testKey('other').certificate }) }))),
  signingCertificateMalformed: async () => {
    const text = xadesRecord();
    return judge(await fill(change(text, encodeBase64(sha256(testKey().certificate)), 'not base64')));
  },
  qualifyingPropertiesTarget: async () =>
    judge(await fill(xadesRecord({ properties: propertiesObject({ target: '#somebody' }) }))),
  signedPropertiesType: async () =>
    judge(await fill(xadesRecord({ references: [DATA, { uri: '#xades', transforms: [EXCLUSIVE] }] }))),
  ownObjectOfSeveral: async () => {
    const one = (id: string) =>
      signatureTemplate({ id, references: [DATA, { uri: '#Object' }], objects: timeObject('Object', TIME, `#${id}`) });
    const text = await fill(await fill(recordWith(one('s1') + one('s2'))), { index: 1 });
    const results = await judgeAll(text);
    expect(results.map(brief)).toEqual(['valid', 'valid']);
    expect(results.map((result) => result.references[1]!.target === findChild(result.element, 'Object'))).toEqual([
      true,
      true,
    ]);
    return results[1]!;
  },
  idNotUniqueInDocument: async () => {
    const record = (await signed()).replace(/^<\?xml.*\n/, '');
    const document = parseXml(encodeUtf8(`<DANH_SACH_HOC_BA>${record}${record}</DANH_SACH_HOC_BA>`));
    const scope = findChildren(document.root, 'HOC_BA')[1]!;
    return verifySignature(findSignatures(scope)[0]!, openSignedDocument(document, { scope }));
  },
  envelopedOnOwnObject: async () => {
    const text = await signed({
      references: [DATA, { uri: '#time', transforms: [ENVELOPED] }],
      objects: timeObject('time', TIME),
    });
    return judge(text);
  },
  manifest: async () =>
    judge(
      await signed({
        references: [DATA, { uri: '#m', type: `${DS}Manifest` }],
        objects: `<Object><Manifest Id="m"><Reference URI="x"><DigestMethod Algorithm="${SHA256}"/><DigestValue>AA==</DigestValue></Reference></Manifest></Object>`,
      }),
    ),
  rootNotCovered: async () => judge(await signed()),
  signingTimeUnsigned: async () => judge(await signed({ objects: timeObject('time', TIME) })),
  signingTimeWithoutZone: async () =>
    judge(
      await signed({
        references: [DATA, { uri: '#time' }],
        objects: timeObject('time', '<SigningTime>2026-05-29T08:00:00</SigningTime>'),
      }),
    ),
};

/** Flags whose case is not valid, with the answer they explain. */
const REFUSED: Partial<Record<SignatureFlag, string>> = { envelopedOnOwnObject: 'invalid nothingSigned' };

describe('flags', () => {
  test('every flag has a case here', () => {
    expect(Object.keys(CASES).sort()).toEqual([...SIGNATURE_FLAGS].sort());
  });

  for (const flag of SIGNATURE_FLAGS) {
    test(flag, async () => {
      const result = await CASES[flag]();
      expect(result.flags).toContain(flag);
      expect(brief(result)).toBe(REFUSED[flag] ?? 'valid');
    });
  }

  test('a plain good signature carries none but that the root is not covered', async () => {
    expect((await judge(await fill(xadesRecord()))).flags).toEqual(['rootNotCovered']);
    const whole = await signed({
      references: [{ uri: '', transforms: [ENVELOPED, EXCLUSIVE] }],
      algorithm: `${MORE}rsa-sha512`,
    });
    expect((await judge(whole)).flags).toEqual(['certificateNotBound']);
  });

  test('a manifest is seen by what it is, whatever Type says', async () => {
    const objects = `<Object><Manifest Id="m"><Reference URI="x"><DigestMethod Algorithm="${SHA256}"/><DigestValue>AA==</DigestValue></Reference></Manifest></Object>`;
    expect((await judge(await signed({ references: [DATA, { uri: '#m' }], objects }))).flags).toContain('manifest');
  });

  test('a certificate that KeyInfo only names is taken from the known ones', async () => {
    const digest = (uri: string, value: Uint8Array) =>
      `<X509Data><X509Digest xmlns="http://www.w3.org/2009/xmldsig11#" Algorithm="${uri}">${encodeBase64(value)}</X509Digest></X509Data>`;
    const { certificate } = testKey();
    const text = await signed({ keyInfo: digest(SHA256, sha256(certificate)) });
    expect(brief(await judge(text))).toBe('unsupported keyMissing');
    expect(brief(await judge(text, { knownCertificates: [testKey('other').certificate] }))).toBe(
      'unsupported keyMissing',
    );
    const found = await judge(text, { knownCertificates: [testKey('other').certificate, certificate] });
    expect([brief(found), found.keySource, found.flags]).toEqual([
      'valid',
      'given',
      ['keyGiven', 'certificateNotBound', 'rootNotCovered'],
    ]);
    // A certificate is named by its whole content and not by a short hash.
    const weak = await signed({ keyInfo: digest(`${DS}sha1`, createHash('sha1').update(certificate).digest()) });
    expect(brief(await judge(weak, { knownCertificates: [certificate] }))).toBe('unsupported keyMissing');
  });

  test('the certificates of a chain may stand in any order when the signature names its own', async () => {
    const one = (value: string) => `<X509Certificate>${value}</X509Certificate>`;
    const chain = [testKey('other').certificateBase64, testKey().certificateBase64];
    const cert = (value: Uint8Array) =>
      `<xades:Cert><xades:CertDigest><DigestMethod Algorithm="${SHA256}"/><DigestValue>${encodeBase64(sha256(value))}</DigestValue></xades:CertDigest></xades:Cert>`;
    const properties = change(
      propertiesObject({}),
      '</xades:Cert></xades:SigningCertificateV2>',
      `</xades:Cert>${cert(testKey('other').certificate)}</xades:SigningCertificateV2>`,
    );
    const text = await fill(xadesRecord({ keyInfo: `<X509Data>${chain.map(one).join('')}</X509Data>`, properties }));
    const result = await judge(text);
    expect([brief(result), result.certificateBinding]).toEqual(['valid', 'match']);
    expect(encodeBase64(result.certificate!)).toBe(testKey().certificateBase64);
    expect(result.certificates.length).toBe(2);
  });

  test('SigningCertificate of version 1 compares the serial number too', async () => {
    const v1 = (serial: string) =>
      `<xades:SigningCertificate><xades:Cert><xades:CertDigest><DigestMethod Algorithm="${SHA256}"/><DigestValue>${encodeBase64(sha256(testKey().certificate))}</DigestValue></xades:CertDigest><xades:IssuerSerial><X509IssuerName>CN=rsa</X509IssuerName><X509SerialNumber>${serial}</X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:SigningCertificate>`;
    const bindings: string[] = [];
    for (const serial of ['7', '8', 'seven']) {
      const properties = propertiesObject({ certificate: null, signed: v1(serial) });
      const result = await judge(await fill(xadesRecord({ properties })));
      expect(result.core).toBe('valid');
      bindings.push(result.certificateBinding);
    }
    expect(bindings).toEqual(['match', 'mismatch', 'malformed']);
  });

  test('Types of SignedProperties in other namespaces do not count as the Type', async () => {
    const type = SIGNED_PROPERTIES_TYPE.replace('01903#', '01903/v1.1.1#');
    const text = await fill(xadesRecord({ references: [DATA, { uri: '#xades', type, transforms: [EXCLUSIVE] }] }));
    expect((await judge(text)).flags).toContain('signedPropertiesType');
  });
});
