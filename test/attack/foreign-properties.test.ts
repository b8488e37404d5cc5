/* SignedProperties say who signed, when and in what role: those of another signature, or unsigned ones, must never speak. */
import { describe, expect, test } from 'vitest';
import {
  BASE64,
  brief,
  change,
  ENVELOPED,
  EXCLUSIVE,
  fill,
  judge,
  judgeAll,
  propertiesObject,
  recordWith,
  SIGNED_PROPERTIES_TYPE,
  signatureTemplate,
  XADES,
  XPATH,
  xadesRecord,
} from '../xades/toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;
const role = (name: string) =>
  `<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>${name}</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>`;

describe('SignedProperties of another signature', () => {
  const two = (secondReference: string) =>
    recordWith(
      signatureTemplate({
        id: 's1',
        references: [DATA, { uri: '#p1', type: SIGNED_PROPERTIES_TYPE, transforms: [EXCLUSIVE] }],
        objects: propertiesObject({ id: 'p1', target: '#s1', signed: role('canBoQuanLy') }),
      }) +
        signatureTemplate({
          id: 's2',
          references: [DATA, { uri: secondReference, type: SIGNED_PROPERTIES_TYPE, transforms: [EXCLUSIVE] }],
          objects: propertiesObject({ id: 'p2', target: '#s2', signed: role('giaoVienChuNhiem') }),
        }),
    );

  test('baseline: each signature has its own', async () => {
    const results = await judgeAll(await fill(await fill(two('#p2')), { index: 1 }));
    expect(results.map(brief)).toEqual(['valid', 'valid']);
    expect(results.map((one) => one.claims?.claimedRoles)).toEqual([['canBoQuanLy'], ['giaoVienChuNhiem']]);
  });

  test('a reference to the other’s', async () => {
    const results = await judgeAll(await fill(await fill(two('#p1')), { index: 1 }));
    expect(results.map(brief)).toEqual(['valid', 'invalid signedPropertiesNotOwn']);
    expect(results[1]!.claims).toBeNull();
  });

  test('a signature without properties that refers to another’s', async () => {
    const text = await fill(await fill(two('#p1')), { index: 1 });
    const second = /<Object><xades:Q[^>]*Target="#s2">.*?<\/Object>/s.exec(text)![0];
    const results = await judgeAll(change(text, second, ''));
    expect(results.map(brief)).toEqual(['valid', 'invalid signedPropertiesNotOwn']);
    expect(results[1]!.claims).toBeNull();
  });

  test('the Objects of two signatures exchanged', async () => {
    const text = await fill(await fill(two('#p2')), { index: 1 });
    const object = (id: string) => new RegExp(`<Object><xades:Q[^>]*Target="#${id}">.*?</Object>`, 's').exec(text)![0];
    const [one, other] = [object('s1'), object('s2')];
    const swapped = text.replace(one, 'ONE').replace(other, one).replace('ONE', other);
    for (const result of await judgeAll(swapped)) {
      expect([brief(result), result.claims]).toEqual(['invalid signedPropertiesNotOwn', null]);
    }
  });
});

describe('properties that nobody signed', () => {
  test('baseline', async () => {
    const result = await judge(await fill(xadesRecord({ properties: propertiesObject({ signed: role('phatHanh') }) })));
    expect([brief(result), result.claims?.claimedRoles, result.certificateBinding]).toEqual([
      'valid',
      ['phatHanh'],
      'match',
    ]);
  });

  test('a changed role or time fails the digest and says nothing', async () => {
    const text = await fill(xadesRecord({ properties: propertiesObject({ signed: role('phatHanh') }) }));
    for (const [from, to] of [
      ['phatHanh<', 'canBoQuanLy<'],
      ['2026-05-29T08', '2026-05-30T08'],
    ] as const) {
      const result = await judge(change(text, from, to));
      expect([brief(result), result.claims]).toEqual(['invalid digest', null]);
      expect(result.signingTimes.map((time) => time.signed)).toEqual([false]);
    }
  });

  test('a second QualifyingProperties, before or after, in any version of the namespace', async () => {
    const text = await fill(xadesRecord());
    for (const version of ['1.1.1', '1.2.2', '1.3.2']) {
      const ns = XADES.replace('1.3.2', version);
      for (const content of ['', `<q:SignedProperties><q:SignedSignatureProperties/></q:SignedProperties>`]) {
        const more = `<Object><q:QualifyingProperties xmlns:q="${ns}" Target="#sig">${content}</q:QualifyingProperties></Object>`;
        for (const place of ['<Object><xades:Q', '</Signature>']) {
          const result = await judge(change(text, place, more + place));
          expect([version, brief(result)]).toEqual([version, 'invalid signedPropertiesAmbiguous']);
        }
      }
    }
  });

  test('a second SignedProperties beside the signed one', async () => {
    const text = await fill(xadesRecord());
    const more = '<xades:SignedProperties Id="p2"><xades:SignedSignatureProperties/></xades:SignedProperties>';
    for (const place of ['<xades:SignedProperties Id="xades">', '</xades:QualifyingProperties>']) {
      const result = await judge(change(text, place, more + place));
      expect(brief(result)).toBe('invalid signedPropertiesAmbiguous');
    }
  });

  test('a reference that names them and digests nothing of them', async () => {
    const nothing = [
      ENVELOPED,
      `<Transform Algorithm="${XPATH}"><XPath xmlns:d="http://www.w3.org/2000/09/xmldsig#">not(ancestor-or-self::d:Signature)</XPath></Transform>`,
    ];
    for (const transform of nothing) {
      const references = [DATA, { uri: '#xades', type: SIGNED_PROPERTIES_TYPE, transforms: [transform, EXCLUSIVE] }];
      const result = await judge(await fill(xadesRecord({ references })));
      expect([brief(result), result.claims]).toEqual(['invalid nothingSigned', null]);
      expect(result.reasons).toContain('signedPropertiesNotSigned');
      expect(result.signingTimes.map((time) => time.signed)).toEqual([false]);
    }
  });

  test('a reference that digests only their text', async () => {
    // All text of the element is base64: the markup around it is free to change.
    const properties = `<Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#sig"><xades:SignedProperties Id="xades"><xades:SignedSignatureProperties><xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>cGhhdEhhbmgh</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2></xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></Object>`;
    const references = [DATA, { uri: '#xades', type: SIGNED_PROPERTIES_TYPE, transforms: [BASE64] }];
    const result = await judge(await fill(xadesRecord({ references, properties })));
    expect([result.references[1]!.digestMatches, brief(result), result.claims]).toEqual([
      true,
      'invalid signedPropertiesNotSigned',
      null,
    ]);
  });

  test('properties deeper in an Object, or in no XAdES namespace, are no properties', async () => {
    const text = await fill(recordWith(signatureTemplate({ id: 'sig', references: [DATA] })));
    const deep = propertiesObject({ signed: role('phatHanh') })
      .replace('<Object>', '<Object><W xmlns="">')
      .replace('</Object>', '</W></Object>');
    const other = propertiesObject({}).replaceAll(XADES, 'http://uri.etsi.org/01903/v9.9.9#');
    for (const object of [deep, other]) {
      const result = await judge(change(text, '</Signature>', `${object}</Signature>`));
      expect([brief(result), result.claims, result.level, result.certificateBinding]).toEqual([
        'valid',
        null,
        'XMLDSig',
        'absent',
      ]);
    }
  });
});
