/* A counter-signature speaks for the signature it stands in only if it signs that one's value. */
import { describe, expect, test } from 'vitest';
import {
  BASE64,
  brief,
  change,
  ENVELOPED,
  EXCLUSIVE,
  fill,
  judgeAll,
  propertiesObject,
  type ReferenceSpec,
  recordWith,
  SIGNED_PROPERTIES_TYPE,
  signatureTemplate,
} from '../xades/toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;

function countersigned(counter: ReferenceSpec, wrap: (signature: string) => string = wrapped): string {
  const inner = signatureTemplate({ id: 'counter', references: [counter] }).replace(
    '<SignatureValue>',
    '<SignatureValue Id="cv">',
  );
  const outer = signatureTemplate({
    id: 'sig',
    references: [DATA, { uri: '#xades', type: SIGNED_PROPERTIES_TYPE, transforms: [EXCLUSIVE] }],
    objects: propertiesObject({ unsigned: wrap(inner) }),
  }).replace('<SignatureValue>', '<SignatureValue Id="v">');
  return recordWith(outer);
}

function wrapped(signature: string): string {
  return `<xades:CounterSignature>${signature}</xades:CounterSignature>`;
}

async function answers(text: string): Promise<readonly string[]> {
  return (await judgeAll(await fill(await fill(text), { index: 1 }))).map(brief);
}

describe('counter-signatures', () => {
  test('baseline: it signs the value of its parent', async () => {
    expect(await answers(countersigned({ uri: '#v', transforms: [EXCLUSIVE] }))).toEqual(['valid', 'valid']);
    const text = await fill(await fill(countersigned({ uri: '#v', transforms: [EXCLUSIVE] })), { index: 1 });
    // A new value of the parent, by the same key over the same SignedInfo, must be signed again.
    const again = change(text, '<SignatureValue Id="v">', '<SignatureValue Id="v"> ');
    expect((await judgeAll(again)).map(brief)).toEqual(['valid', 'invalid digest']);
  });

  test('data, itself, or the whole parent instead', async () => {
    for (const uri of ['#data', '#cv', '#xades']) {
      const [, counter] = await answers(countersigned({ uri, transforms: [EXCLUSIVE] }));
      expect([uri, counter]).toEqual([uri, expect.stringMatching(/^invalid/)]);
    }
  });

  test('a value that is named and not digested', async () => {
    const text = countersigned({ uri: '#v', transforms: [ENVELOPED] });
    expect(await answers(text)).toEqual(['valid', 'valid']);
    // enveloped-signature of the counter-signature takes nothing away from the parent's value; base64 leaves only its octets.
    expect(await answers(countersigned({ uri: '#v', transforms: [BASE64] }))).toEqual([
      'valid',
      'invalid counterSignatureTarget',
    ]);
  });

  test('injected from another file', async () => {
    const foreign = await fill(await fill(countersigned({ uri: '#v', transforms: [EXCLUSIVE] })), { index: 1 });
    const counter = /<xades:CounterSignature>.*<\/xades:CounterSignature>/s.exec(foreign)![0];
    const own = await fill(
      change(
        countersigned({ uri: '#v', transforms: [EXCLUSIVE] }),
        /<xades:CounterSignature>.*<\/xades:CounterSignature>/s,
        counter,
      ).replace('>9<', '>8<'),
    );
    expect((await judgeAll(own)).map(brief)).toEqual(['valid', 'invalid digest']);
  });

  test('the value of another signature in the same file', async () => {
    const other = signatureTemplate({ id: 'other', references: [DATA] }).replace(
      '<SignatureValue>',
      '<SignatureValue Id="ov">',
    );
    const text = change(countersigned({ uri: '#ov', transforms: [EXCLUSIVE] }), '</KY>', `</KY><KY2>${other}</KY2>`);
    const filled = await fill(await fill(await fill(text, { index: 2 })), { index: 1 });
    expect((await judgeAll(filled)).map(brief)).toEqual(['valid', 'invalid counterSignatureTarget', 'valid']);
  });

  test('nested containers ask for the nearest signature above', async () => {
    const wrap = (signature: string) => `<xades:CounterSignature><W xmlns="">${signature}</W></xades:CounterSignature>`;
    // Not directly in CounterSignature: then it is a signature like any other, and holds for what it covers.
    expect(await answers(countersigned({ uri: '#data', transforms: [EXCLUSIVE] }, wrap))).toEqual(['valid', 'valid']);
  });

  test('CounterSignature with nothing above it', async () => {
    const alone = `<xades:CounterSignature xmlns:xades="http://uri.etsi.org/01903/v1.3.2#">${signatureTemplate({ references: [DATA] })}</xades:CounterSignature>`;
    const [result] = await judgeAll(await fill(recordWith(alone)));
    expect(brief(result!)).toBe('invalid counterSignatureTarget');
  });

  test('a reference that cannot be judged leaves it open', async () => {
    const [, counter] = await answers(countersigned({ uri: '#v', transforms: ['urn:unknown'] }));
    expect(counter).toBe('unsupported transformUnknown');
  });
});
