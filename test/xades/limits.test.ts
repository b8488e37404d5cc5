import { describe, expect, test } from 'vitest';
import {
  openSignedDocument,
  SIGNATURE_LIMITS,
  type SignatureLimits,
  type VerifySignatureOptions,
} from '../../src/xades/index.js';
import { C14N_EXCLUSIVE, parseXml, type XmlElement } from '../../src/xml/index.js';
import {
  BASE64,
  brief,
  EXCLUSIVE,
  encodeBase64,
  encodeUtf8,
  FILTER2,
  fill,
  INCLUSIVE,
  judge,
  judgeAll,
  recordWith,
  type SignatureSpec,
  signatureTemplate,
  testKey,
  XPATH,
} from './toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;

async function answer(
  spec: Partial<SignatureSpec>,
  options: VerifySignatureOptions = {},
  data?: string,
): Promise<readonly [string, string | null]> {
  const result = await judge(
    await fill(recordWith(signatureTemplate({ references: [DATA], ...spec }), data), { verify: options }),
    options,
  );
  return [brief(result), result.detail];
}

describe('limits of one signature: what is at the limit passes, what is beyond is refused', () => {
  test('the numbers are those of the design', () => {
    expect(SIGNATURE_LIMITS).toEqual({ references: 64, transforms: 5, certificates: 16, digestedMultiple: 16 });
  });

  test('64 references', async () => {
    const many = (count: number) => ({ references: Array.from({ length: count }, () => DATA) });
    expect(await answer(many(64))).toEqual(['valid', null]);
    expect(await answer(many(65))).toEqual(['unsupported limit', 'references']);
    expect(await answer(many(3), { limits: { references: 3 } })).toEqual(['valid', null]);
    expect(await answer(many(4), { limits: { references: 3 } })).toEqual(['unsupported limit', 'references']);
  });

  test('5 transforms a reference', async () => {
    const many = (count: number) => ({
      references: [{ uri: '#data', transforms: Array.from({ length: count }, () => EXCLUSIVE) }],
    });
    expect(await answer(many(5))).toEqual(['valid', null]);
    expect(await answer(many(6))).toEqual(['unsupported limit', 'transforms']);
  });

  test('16 certificates, and as many other keys', async () => {
    const many = (count: number) => ({
      keyInfo: `<X509Data>${`<X509Certificate>${testKey().certificateBase64}</X509Certificate>`.repeat(count)}</X509Data>`,
    });
    expect(await answer(many(16))).toEqual(['valid', null]);
    expect(await answer(many(17))).toEqual(['unsupported limit', 'certificates']);
    const keys = (count: number) => ({
      keyInfo:
        `<DEREncodedKeyValue xmlns="http://www.w3.org/2009/xmldsig11#">${encodeBase64(testKey().spki)}</DEREncodedKeyValue>`.repeat(
          count,
        ),
    });
    expect(await answer(keys(16))).toEqual(['valid', null]);
    expect(await answer(keys(17))).toEqual(['unsupported limit', 'certificates']);
  });

  test('digested units: a multiple of the file, counted once for the same canonical form', async () => {
    const big = `<X>${'a'.repeat(70_000)}</X>`;
    // 64 times the same block costs it once.
    const same = Array.from({ length: 64 }, () => DATA);
    expect(await answer({ references: same }, {}, big)).toEqual(['valid', null]);
    // Each PrefixList is another canonical form of the block: 17 of them are more than 16 files.
    const list = (index: number) =>
      `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="p${index}"/></Transform>`;
    const other = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ uri: '#data', transforms: [list(index)] }));
    expect(await answer({ references: other(16) }, {}, big)).toEqual(['valid', null]);
    expect(await answer({ references: other(24) }, {}, big)).toEqual(['unsupported limit', 'digested']);
    expect(await answer({ references: other(2) }, { limits: { digestedMultiple: 1 } }, big)).toEqual([
      'unsupported limit',
      'digested',
    ]);
  });

  test('what one signature had digested is free for the next', async () => {
    const big = `<X>${'a'.repeat(70_000)}</X>`;
    const list = (index: number) =>
      `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="p${index}"/></Transform>`;
    const signature = (from: number) =>
      signatureTemplate({
        references: Array.from({ length: 12 }, (_, index) => ({ uri: '#data', transforms: [list(from + index)] })),
      });
    const text = recordWith(signature(0) + signature(0) + signature(12), big);
    const filled = await fill(await fill(await fill(text), { index: 1 }), { index: 2 });
    expect((await judgeAll(filled)).map(brief)).toEqual(['valid', 'valid', 'valid']);
  });

  test('octets from elsewhere: 16 times each, whatever the size of the signature file', async () => {
    const octets = new Uint8Array(3_000_000);
    const detached = () => octets;
    const many = (count: number) => ({ references: Array.from({ length: count }, () => ({ uri: 'big.bin' })) });
    expect(await answer(many(16), { detached })).toEqual(['valid', null]);
    expect(await answer(many(20), { detached })).toEqual(['unsupported limit', 'digested']);
    // As many different ones are no attack.
    const files = Array.from({ length: 40 }, () => new Uint8Array(300_000));
    const each = (uri: string) => files[Number(uri)];
    const all = { references: files.map((_, index) => ({ uri: String(index) })) };
    expect(await answer(all, { detached: each })).toEqual(['valid', null]);
  });

  test('base64 counts what it decodes', async () => {
    const text = encodeBase64(encodeUtf8(`<a>${'x'.repeat(200_000)}</a>`));
    const references = (count: number) => ({
      references: Array.from({ length: count }, () => ({ uri: '#data', transforms: [BASE64, INCLUSIVE] })),
    });
    expect(await answer(references(8), {}, text)).toEqual(['valid', null]);
    expect(await answer(references(14), {}, text)).toEqual(['unsupported limit', 'digested']);
  });

  test('an undefined limit from JavaScript is the usual one', async () => {
    const limits = { references: undefined } as unknown as Partial<SignatureLimits>;
    expect(await answer({ references: Array.from({ length: 65 }, () => DATA) }, { limits })).toEqual([
      'unsupported limit',
      'references',
    ]);
  });

  test('expressions that look at every signature stay cheap: their answer and its key are shared', async () => {
    const steps: Record<string, string> = {
      [XPATH]: `<Transform Algorithm="${XPATH}"><XPath xmlns:d="http://www.w3.org/2000/09/xmldsig#">not(ancestor-or-self::d:Signature)</XPath></Transform>`,
      [FILTER2]: `<Transform Algorithm="${FILTER2}"><XPath xmlns="${FILTER2}" xmlns:d="http://www.w3.org/2000/09/xmldsig#" Filter="subtract">//d:Signature</XPath></Transform>`,
    };
    for (const step of Object.values(steps)) {
      const one = signatureTemplate({
        references: Array.from({ length: 64 }, () => ({ uri: '', transforms: [step] })),
      });
      const document = await fill(recordWith(one));
      const copies = document.replace(/<Signature.*<\/Signature>/s, (signature) => signature.repeat(150));
      const results = await judgeAll(copies);
      expect(new Set(results.map(brief))).toEqual(new Set(['valid']));
    }
  });
});

describe('memory', () => {
  test('canonical forms are kept only up to a multiple of the file', () => {
    const document = parseXml(encodeUtf8(recordWith('', `<X>${'a'.repeat(100_000)}</X>`)));
    const opened = openSignedDocument(document);
    const set = { apex: document.root, excluded: new Set<XmlElement>(), comments: false };
    const ask = (index: number) => opened.canonical(set, C14N_EXCLUSIVE, [`p${index}`]).computed;
    for (let index = 0; index < 40; index++) expect(ask(index)).toBeGreaterThan(100_000);
    const kept = Array.from({ length: 40 }, (_, index) => index).filter((index) => ask(index) === 0);
    expect(kept).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('deadline', () => {
  const at = (times: readonly number[]) => {
    let calls = 0;
    return () => new Date(times[Math.min(calls++, times.length - 1)]!);
  };
  const three = { references: [DATA, DATA, DATA] };

  test('the instant itself still counts', async () => {
    expect(await answer(three, { deadline: new Date(10), clock: () => new Date(10) })).toEqual(['valid', null]);
  });

  test('past it nothing more is digested, and what was not reached decides nothing', async () => {
    const text = await fill(recordWith(signatureTemplate(three)));
    const late = await judge(text, { deadline: new Date(10), clock: at([1, 2, 11]) });
    expect([brief(late), late.valueHolds, late.references.map((one) => one.reason)]).toEqual([
      'unsupported deadline',
      true,
      [null, 'deadline', 'deadline'],
    ]);
    const never = await judge(text, { deadline: new Date(10), clock: at([11]) });
    expect([brief(never), never.references.length, never.valueHolds]).toEqual(['unsupported deadline', 0, null]);
  });

  test('an unreached reference to SignedProperties is not a missing one', async () => {
    const { xadesRecord } = await import('./toolkit.js');
    const text = await fill(xadesRecord());
    const late = await judge(text, { deadline: new Date(10), clock: at([1, 2, 11]) });
    expect([brief(late), late.claims]).toEqual(['unsupported deadline', null]);
  });
});
