/*
 * Signature wrapping (McIntosh, Austel 2005; Somorovsky et al. 2012): the signed block is kept somewhere, another one stands where the
 * reader looks. A digest alone cannot notice; the view of what was digested must.
 */
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { findSignatures, openSignedDocument, verifySignature } from '../../src/xades/index.js';
import { findChild, parseXml, textContent, walkElements, type XmlElement } from '../../src/xml/index.js';
import {
  brief,
  change,
  DS,
  EXCLUSIVE,
  fill,
  INCLUSIVE,
  judge,
  recordWith,
  signatureTemplate,
  xadesRecord,
} from '../xades/toolkit.js';

const SIGNED = /<DU_LIEU_HOC_BA Id="data">.*<\/DU_LIEU_HOC_BA>/s;

async function signedRecord(c14n = EXCLUSIVE): Promise<string> {
  return fill(
    recordWith(
      signatureTemplate({
        id: 'sig',
        c14n,
        references: [{ uri: '#data', transforms: c14n === EXCLUSIVE ? [EXCLUSIVE] : [] }],
      }),
    ),
  );
}

/** The block where a reader of the record looks for it. */
async function read(text: string) {
  const document = parseXml(encodeUtf8(text));
  const block = findChild(document.root, 'DU_LIEU_HOC_BA')!;
  const result = await verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document));
  const covered = (element: XmlElement) => result.references.some((one) => one.view?.covers(element) === true);
  return {
    answer: brief(result),
    covered: covered(block),
    paths: result.references.map((one) => one.view?.path() ?? null),
  };
}

describe('wrapping', () => {
  test('baseline: the block that is read is the block that is signed', async () => {
    expect(await read(await signedRecord())).toEqual({
      answer: 'valid',
      covered: true,
      paths: ['/HOC_BA/DU_LIEU_HOC_BA'],
    });
  });

  const fakes: Readonly<Record<string, (text: string, block: string, fake: string) => string>> = {
    'the signed block in a wrapper at the end': (text, block, fake) =>
      text.replace(block, () => fake).replace('</HOC_BA>', () => `<W>${block}</W></HOC_BA>`),
    'the signed block in a wrapper before the fake': (text, block, fake) =>
      text.replace(block, () => `<W>${block}</W>${fake}`),
    'the signed block inside the fake': (text, block, fake) =>
      text.replace(block, () => fake.replace('</DU_LIEU_HOC_BA>', () => `<W>${block}</W></DU_LIEU_HOC_BA>`)),
    'the signed block inside the Signature, in an Object': (text, block, fake) =>
      text.replace(block, () => fake).replace('</Signature>', () => `<Object>${block}</Object></Signature>`),
    'the signed block inside KeyInfo': (text, block, fake) =>
      text.replace(block, () => fake).replace('</KeyInfo>', () => `${block}</KeyInfo>`),
    'the signed block inside the slot': (text, block, fake) =>
      text.replace(block, () => fake).replace('</KY>', () => `${block}</KY>`),
  };
  for (const [name, attack] of Object.entries(fakes)) {
    for (const c14n of [EXCLUSIVE, INCLUSIVE]) {
      test(`${name} (${c14n === EXCLUSIVE ? 'exclusive' : 'inclusive'})`, async () => {
        const text = await signedRecord(c14n);
        const block = SIGNED.exec(text)![0];
        for (const id of ['', ' Id="fake"', ' Id="data"', ' id="data"']) {
          const fake = `<DU_LIEU_HOC_BA${id}><HO_VA_TEN>Trần Thị Bình</HO_VA_TEN><DIEM>10</DIEM></DU_LIEU_HOC_BA>`;
          const { answer, covered, paths } = await read(attack(text, block, fake));
          // The fake is never covered; with the Id twice the signature is refused, else the view names the wrapper.
          expect([id, covered]).toEqual([id, false]);
          if (id.includes('data')) expect(answer).toBe('invalid idDuplicate');
          else if (answer === 'valid') expect(paths[0]).not.toBe('/HOC_BA/DU_LIEU_HOC_BA');
        }
      });
    }
  }

  test('the fake as root around the whole signed record', async () => {
    const text = (await signedRecord()).replace(/^<\?xml.*\n/, '');
    const outer = `<HOC_BA><DU_LIEU_HOC_BA><DIEM>10</DIEM></DU_LIEU_HOC_BA>${text}</HOC_BA>`;
    expect(await read(outer)).toMatchObject({
      answer: 'valid',
      covered: false,
      paths: ['/HOC_BA/HOC_BA/DU_LIEU_HOC_BA'],
    });
  });

  test('an enveloping signature whose Object is exchanged for a fake one', async () => {
    const spec = {
      id: 'sig',
      references: [{ uri: '#o', type: `${DS}Object`, transforms: [EXCLUSIVE] }],
      objects: '<Object Id="o"><DIEM>9</DIEM></Object>',
    };
    const text = await fill(signatureTemplate(spec));
    expect(brief(await judge(text))).toBe('valid');
    const object = /<Object Id="o">.*<\/Object>/.exec(text)![0];
    const moved = object.replace('<Object', `<Object xmlns="${DS}"`);
    const fakes = [
      change(text, object, '<Object><DIEM>10</DIEM></Object>').replace(
        '</KeyInfo>',
        `<W xmlns="">${moved}</W></KeyInfo>`,
      ),
      change(text, object, `<Object><DIEM>10</DIEM>${object}</Object>`),
      `<R>${change(text, object, '<Object><DIEM>10</DIEM></Object>')}${moved}</R>`,
      `<R>${change(text, object, '<Object><DIEM>10</DIEM></Object>')}<Signature xmlns="${DS}">${object}</Signature></R>`,
    ];
    for (const fake of fakes) {
      const document = parseXml(encodeUtf8(fake));
      const result = await verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document));
      expect(brief(result)).toBe('invalid objectNotOwn');
    }
  });

  test('the properties of a XAdES signature moved out of it: it does not become a plain signature', async () => {
    const text = await fill(xadesRecord());
    expect(brief(await judge(text))).toBe('valid');
    const object = /<Object><xades:Q.*<\/Object>/s.exec(text)![0];
    const outside = object.replace('<Object>', `<Object xmlns="${DS}">`);
    expect(brief(await judge(change(text.replace(object, ''), '</KY>', `${outside}</KY>`)))).toBe(
      'invalid signedPropertiesNotOwn',
    );
    // The same where the reference carries no Type.
    const untyped = await fill(
      xadesRecord({
        references: [
          { uri: '#data', transforms: [EXCLUSIVE] },
          { uri: '#xades', transforms: [EXCLUSIVE] },
        ],
      }),
    );
    expect(brief(await judge(untyped))).toBe('valid');
    const object2 = /<Object><xades:Q.*<\/Object>/s.exec(untyped)![0];
    const moved = change(
      untyped.replace(object2, ''),
      '</KY>',
      `${object2.replace('<Object>', `<Object xmlns="${DS}">`)}</KY>`,
    );
    expect(brief(await judge(moved))).toBe('invalid signedPropertiesNotOwn');
  });

  test('what a view hands out is the digested block and not a second look-up', async () => {
    const text = await signedRecord();
    const block = SIGNED.exec(text)![0];
    const fake = change(text, block, block.replace(' Id="data"', '').replace('>9<', '>10<')).replace(
      '</HOC_BA>',
      `<W>${block}</W></HOC_BA>`,
    );
    const document = parseXml(encodeUtf8(fake));
    const result = await verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document));
    const { element } = result.references[0]!.view!;
    expect(textContent(findChild(element!, 'DIEM')!)).toBe('9');
    const covered = [...walkElements(document.root)].filter((one) => result.references[0]!.view!.covers(one));
    expect(covered.map((one) => one.localName)).toEqual(['DU_LIEU_HOC_BA', 'HO_VA_TEN', 'DIEM']);
  });
});
