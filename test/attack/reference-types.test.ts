/* Type is only a word: it may narrow what a reference must be, and never widens what counts as signed. */
import { describe, expect, test } from 'vitest';
import {
  brief,
  DS,
  EXCLUSIVE,
  fill,
  judge,
  judgeAll,
  recordWith,
  SHA256,
  SIGNED_PROPERTIES_TYPE,
  signatureTemplate,
  XADES,
  xadesRecord,
} from '../xades/toolkit.js';

const COUNTERSIGNED = 'http://uri.etsi.org/01903#CountersignedSignature';
const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;
const PROPERTIES = { uri: '#xades', type: SIGNED_PROPERTIES_TYPE, transforms: [EXCLUSIVE] } as const;

describe('Type games', () => {
  test('baseline', async () => {
    expect(brief(await judge(await fill(xadesRecord({ references: [DATA, PROPERTIES] }))))).toBe('valid');
  });

  test('Type SignedProperties on anything else', async () => {
    const at = async (...references: readonly { readonly uri: string; readonly type?: string }[]) =>
      brief(await judge(await fill(xadesRecord({ references }))));
    expect(await at({ ...DATA, type: SIGNED_PROPERTIES_TYPE })).toBe('invalid signedPropertiesNotOwn');
    expect(await at({ ...DATA, type: SIGNED_PROPERTIES_TYPE }, PROPERTIES)).toBe('invalid signedPropertiesNotOwn');
    expect(await at({ uri: '', type: SIGNED_PROPERTIES_TYPE })).toMatch(/^invalid/);
    const plain = recordWith(signatureTemplate({ references: [{ ...DATA, type: SIGNED_PROPERTIES_TYPE }] }));
    expect(brief(await judge(await fill(plain)))).toBe('invalid signedPropertiesNotOwn');
    const text = '<SignedProperties Id="data" xmlns="urn:x"/>';
    const lookalike = `<R>${text}${signatureTemplate({ references: [{ ...DATA, type: SIGNED_PROPERTIES_TYPE }] })}</R>`;
    expect(brief(await judge(await fill(lookalike)))).toBe('invalid signedPropertiesNotOwn');
    const outside = `<R><x:SignedProperties xmlns:x="${XADES}" Id="data"/>${signatureTemplate({ references: [DATA] })}</R>`;
    expect(brief(await judge(await fill(outside)))).toBe('invalid signedPropertiesNotOwn');
    const detached = await fill(
      recordWith(signatureTemplate({ references: [{ uri: 'x.bin', type: SIGNED_PROPERTIES_TYPE }] })),
      {
        verify: { detached: () => new Uint8Array(2) },
      },
    );
    expect(brief(await judge(detached, { detached: () => new Uint8Array(2) }))).toBe('invalid signedPropertiesNotOwn');
  });

  test('Type Object on an element that is none says nothing', async () => {
    const text = await fill(recordWith(signatureTemplate({ references: [{ ...DATA, type: `${DS}Object` }] })));
    const result = await judge(text);
    expect([brief(result), result.references[0]!.view!.path()]).toEqual(['valid', '/HOC_BA/DU_LIEU_HOC_BA']);
  });

  test('Type Manifest: a manifest’s own references are no evidence', async () => {
    const manifest = `<Object><Manifest Id="m"><Reference URI="#data"><DigestMethod Algorithm="${SHA256}"/><DigestValue>AAAA</DigestValue></Reference></Manifest></Object>`;
    for (const type of [`${DS}Manifest`, undefined]) {
      const reference = { uri: '#m', transforms: [EXCLUSIVE], ...(type === undefined ? {} : { type }) };
      const text = await fill(recordWith(signatureTemplate({ references: [reference], objects: manifest })));
      const result = await judge(text);
      expect([brief(result), result.flags.includes('manifest'), result.references.length]).toEqual(['valid', true, 1]);
      const block = result.element.parent!.parent!.children[0]!;
      expect('localName' in block && block.localName).toBe('DU_LIEU_HOC_BA');
      expect('localName' in block && result.references[0]!.view!.covers(block)).toBe(false);
    }
  });

  test('Type CountersignedSignature must name a SignatureValue of a signature', async () => {
    const earlier = signatureTemplate({ id: 's1', references: [DATA] }).replace(
      '<SignatureValue>',
      '<SignatureValue Id="v1">',
    );
    const later = (uri: string) =>
      signatureTemplate({ id: 's2', references: [DATA, { uri, type: COUNTERSIGNED, transforms: [EXCLUSIVE] }] });
    const at = async (uri: string, more = '') => {
      const text = recordWith(`${earlier}${later(uri)}${more}`);
      return (await judgeAll(await fill(await fill(text), { index: 1 }))).map(brief)[1];
    };
    expect(await at('#v1')).toBe('valid');
    expect(await at('#s1')).toBe('invalid counterSignatureTarget');
    expect(await at('#data')).toBe('invalid counterSignatureTarget');
    expect(await at('#fake', '<SignatureValue Id="fake">AAAA</SignatureValue>')).toBe('invalid counterSignatureTarget');
    expect(await at('#fake', `<SignatureValue xmlns="${DS}" Id="fake">AAAA</SignatureValue>`)).toBe(
      'invalid counterSignatureTarget',
    );
  });

  test('an unknown Type changes nothing', async () => {
    const text = await fill(recordWith(signatureTemplate({ references: [{ ...DATA, type: 'urn:whatever' }] })));
    expect(brief(await judge(text))).toBe('valid');
  });
});
