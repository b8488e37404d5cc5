import { describe, expect, test } from 'vitest';
import { CORE_REASONS, type CoreReason, type SignatureResult, UNSUPPORTED_REASONS } from '../../src/xades/index.js';
import {
  brief,
  certificateFor,
  change,
  decodeBase64,
  ENVELOPED,
  EXCLUSIVE,
  encodeBase64,
  fill,
  judge,
  judgeAll,
  MORE,
  propertiesObject,
  recordWith,
  rsaKeyValue,
  SIGNED_PROPERTIES_TYPE,
  type SignatureSpec,
  signatureTemplate,
  testKey,
  XPATH,
  xadesRecord,
} from './toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;

async function signed(spec: Partial<SignatureSpec> = {}): Promise<string> {
  return fill(recordWith(signatureTemplate({ id: 'sig', references: [DATA], ...spec })));
}

async function withReference(reference: SignatureSpec['references'][number]): Promise<SignatureResult> {
  return judge(await signed({ references: [DATA, reference] }));
}

const counterSignature = (uri: string) =>
  `<xades:CounterSignature>${signatureTemplate({ id: 'counter', references: [{ uri, transforms: [EXCLUSIVE] }] })}</xades:CounterSignature>`;

/** One signature for each reason; what stands before it is right. */
const CASES: Readonly<Record<CoreReason, () => Promise<SignatureResult>>> = {
  structure: async () => judge(change(await signed(), '<KeyInfo>', '<Other/><KeyInfo>')),
  base64: async () => judge(change(await signed(), '<SignatureValue>', '<SignatureValue>*')),
  limit: async () => judge(await signed({ references: Array.from({ length: 65 }, () => DATA) })),
  deadline: async () => judge(await signed(), { deadline: new Date(1_000), clock: () => new Date(1_001) }),
  algorithmUnknown: async () => judge(await signed({ algorithm: 'urn:nobody-knows' })),
  algorithmRefused: async () => judge(await signed({ algorithm: `${MORE}hmac-sha256` })),
  algorithmParameters: async () => judge(await signed({ parameters: '<HMACOutputLength>8</HMACOutputLength>' })),
  keyMissing: async () => judge(await signed({ keyInfo: '' })),
  keyAmbiguous: async () => {
    const { spki, privateKey, certificateBase64 } = testKey();
    const second = encodeBase64(certificateFor(spki, privateKey, { commonName: 'somebody else', serial: 9 }));
    const one = (value: string) => `<X509Certificate>${value}</X509Certificate>`;
    return judge(await signed({ keyInfo: `<X509Data>${one(certificateBase64)}${one(second)}</X509Data>` }));
  },
  keyRefused: async () => {
    const key = testKey('rsa512');
    return judge(await fill(recordWith(signatureTemplate({ references: [DATA], key })), { key }));
  },
  keyMalformed: async () =>
    judge(await signed({ keyInfo: '<X509Data><X509Certificate>MAMCAQA=</X509Certificate></X509Data>' })),
  keyValueMismatch: async () =>
    judge(
      await signed({
        keyInfo: `${rsaKeyValue(testKey('other'))}<X509Data><X509Certificate>${testKey().certificateBase64}</X509Certificate></X509Data>`,
      }),
    ),
  signatureValue: async () => judge(change(await signed(), `URI="#data"`, `Id="r1" URI="#data"`)),
  referenceUri: () => withReference({ uri: '#xpointer(/HOC_BA/*)' }),
  referenceExternal: () => withReference({ uri: 'other.xml' }),
  referenceNotFound: () => withReference({ uri: '#nobody' }),
  idDuplicate: async () => judge(change(await signed(), '<DIEM>', '<DIEM id="data">')),
  objectNotOwn: async () =>
    judge(
      await fill(
        recordWith(
          `${signatureTemplate({ id: 'sig', references: [{ uri: '#elsewhere' }] })}<Object xmlns="http://www.w3.org/2000/09/xmldsig#" Id="elsewhere">x</Object>`,
        ),
      ),
    ),
  transformUnknown: () => withReference({ uri: '#data', transforms: ['urn:nobody-knows'] }),
  transformRefused: () => withReference({ uri: '#data', transforms: ['http://www.w3.org/TR/1999/REC-xslt-19991116'] }),
  transformInput: () => withReference({ uri: '#data', transforms: [EXCLUSIVE, ENVELOPED] }),
  canonicalForm: async () =>
    judge(await fill(recordWith(signatureTemplate({ references: [DATA] }), '<X xmlns="relative/uri">1</X>'))),
  digest: async () => judge(change(await signed(), '<DIEM>9<', '<DIEM>10<')),
  nothingSigned: async () => {
    const document = signatureTemplate({
      references: [
        {
          uri: '',
          transforms: [
            `<Transform Algorithm="${XPATH}"><XPath xmlns:d="http://www.w3.org/2000/09/xmldsig#">not(ancestor-or-self::d:Signature)</XPath></Transform>`,
          ],
        },
      ],
      objects: '<Object><DIEM>10</DIEM></Object>',
    });
    return judge(await fill(document));
  },
  signedPropertiesNotSigned: async () => judge(await fill(xadesRecord({ references: [DATA] }))),
  signedPropertiesNotOwn: async () =>
    judge(
      await fill(
        xadesRecord({
          references: [
            DATA,
            { uri: '#xades', type: SIGNED_PROPERTIES_TYPE },
            { uri: '#data', type: SIGNED_PROPERTIES_TYPE, transforms: [EXCLUSIVE] },
          ],
        }),
      ),
    ),
  signedPropertiesAmbiguous: async () => {
    const text = await fill(xadesRecord());
    return judge(change(text, '</Object></Signature>', `</Object>${propertiesObject({ id: 'more' })}</Signature>`));
  },
  counterSignatureTarget: async () => {
    const text = xadesRecord({ properties: propertiesObject({ unsigned: counterSignature('#data') }) });
    const results = await judgeAll(await fill(await fill(text), { index: 1 }));
    expect(brief(results[0]!)).toBe('valid');
    return results[1]!;
  },
  platform: async () => {
    const failing = {
      subtle: {
        ...subtleOf(globalThis.crypto),
        digest: () => Promise.reject(new Error('the hardware is gone')),
      },
    } as unknown as Crypto;
    return judge(await signed(), { crypto: failing });
  },
};

function subtleOf({ subtle }: Crypto): Pick<SubtleCrypto, 'importKey' | 'verify'> {
  return { importKey: subtle.importKey.bind(subtle), verify: subtle.verify.bind(subtle) };
}

describe('reasons', () => {
  test('the baseline is valid', async () => {
    expect(brief(await judge(await signed()))).toBe('valid');
    expect(brief(await judge(await fill(xadesRecord())))).toBe('valid');
    const text = await signed({
      keyInfo: `${rsaKeyValue(testKey())}<X509Data><X509Certificate>${testKey().certificateBase64}</X509Certificate></X509Data>`,
    });
    expect(brief(await judge(text))).toBe('valid');
  });

  test('every code has a case here', () => {
    expect(Object.keys(CASES).sort()).toEqual([...CORE_REASONS].sort());
  });

  for (const reason of CORE_REASONS) {
    test(`${reason} is ${UNSUPPORTED_REASONS.has(reason) ? 'unsupported' : 'invalid'}`, async () => {
      const result = await CASES[reason]();
      expect([result.core, result.reason]).toEqual([
        UNSUPPORTED_REASONS.has(reason) ? 'unsupported' : 'invalid',
        reason,
      ]);
      expect(result.reasons).toContain(reason);
    });
  }

  test('what decides goes before what leaves the question open', async () => {
    const text = await signed({ references: [{ uri: 'other.xml' }, DATA] });
    const result = await judge(change(text, '<DIEM>9<', '<DIEM>10<'));
    expect([brief(result), result.reasons]).toEqual(['invalid digest', ['referenceExternal', 'digest']]);
  });

  test('no view and no claim comes out of a signature whose value does not hold', async () => {
    const text = await fill(xadesRecord());
    const good = await judge(text);
    expect(good.references.map((one) => one.view?.path())).toEqual([
      '/HOC_BA/DU_LIEU_HOC_BA',
      '/HOC_BA/KY/Signature/Object/xades:QualifyingProperties/xades:SignedProperties',
    ]);
    expect(good.claims?.signingTime).toBe('2026-05-29T08:00:00+07:00');
    const value = /<SignatureValue>([^<]+)</.exec(text)![1]!;
    const wrong = decodeBase64(value);
    wrong[9]! ^= 1;
    const bad = await judge(change(text, value, encodeBase64(wrong)));
    expect([brief(bad), bad.claims, bad.certificate]).toEqual(['invalid signatureValue', null, null]);
    expect(bad.references.map((one) => [one.digestMatches, one.view])).toEqual([
      [true, null],
      [true, null],
    ]);
    expect(bad.signingTimes.map((time) => time.signed)).toEqual([false]);
  });

  test('a resource that is known not to exist is another answer than one that is not at hand', async () => {
    const text = await signed({ references: [DATA, { uri: 'other.bin' }] });
    expect(brief(await judge(text, { detached: () => undefined }))).toBe('unsupported referenceExternal');
    expect(brief(await judge(text, { detached: () => null }))).toBe('invalid referenceNotFound');
    const octets = new Uint8Array([1, 2, 3]);
    const holds = await fill(recordWith(signatureTemplate({ references: [{ uri: 'other.bin' }] })), {
      verify: { detached: () => octets },
    });
    expect(brief(await judge(holds, { detached: (uri) => (uri === 'other.bin' ? octets : null) }))).toBe('valid');
    expect(brief(await judge(holds, { detached: () => new Uint8Array([1, 2]) }))).toBe('invalid digest');
  });

  test('a platform that fails while it verifies says nothing about the signature, and never throws', async () => {
    const text = await signed();
    for (const part of ['verify', 'importKey'] as const) {
      const crypto = {
        subtle: {
          ...subtleOf(globalThis.crypto),
          digest: globalThis.crypto.subtle.digest.bind(globalThis.crypto.subtle),
          [part]: () => Promise.reject(new Error('no')),
        },
      } as unknown as Crypto;
      const result = await judge(text, { crypto });
      expect([part, brief(result), result.valueHolds]).toEqual([part, 'unsupported platform', null]);
    }
  });

  test('base64 in a digest and in a key is judged like the value', async () => {
    const text = await signed();
    const digest = /<DigestValue>([^<]+)</.exec(text)![1]!;
    expect((await judge(change(text, digest, `${digest.slice(0, -1)}!`))).reasons).toContain('base64');
    expect((await judge(change(text, '<X509Certificate>', '<X509Certificate>!'))).reason).toBe('base64');
  });
});
