/* A ds:Signature hidden in the data: expressions that leave signatures out would leave out what stands in it. */
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { findSignatures, openSignedDocument, verifySignature } from '../../src/xades/index.js';
import { findChild, parseXml, walkElements } from '../../src/xml/index.js';
import {
  brief,
  DS,
  ENVELOPED,
  EXCLUSIVE,
  FILTER2,
  fill,
  judgeAll,
  signatureTemplate,
  XPATH,
} from '../xades/toolkit.js';

const D = 'xmlns:d="http://www.w3.org/2000/09/xmldsig#"';
const NOT_SIGNATURES = `<Transform Algorithm="${XPATH}"><XPath ${D}>not(ancestor-or-self::d:Signature)</XPath></Transform>`;
const SUBTRACT = `<Transform Algorithm="${FILTER2}"><XPath xmlns="${FILTER2}" ${D} Filter="subtract">//d:Signature</XPath></Transform>`;
const hidden = (grade: number) => `<Signature xmlns="${DS}"><DIEM xmlns="">${grade}</DIEM></Signature>`;

function record(transform: string, uri: string, inside: string): string {
  const signature = signatureTemplate({ id: 'sig', references: [{ uri, transforms: [transform, EXCLUSIVE] }] });
  return `<HOC_BA><KY>${signature}</KY><DU_LIEU_HOC_BA Id="data"><TEN>Bình</TEN>${inside}</DU_LIEU_HOC_BA></HOC_BA>`;
}

async function look(text: string) {
  const document = parseXml(encodeUtf8(text));
  const result = await verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document));
  const view = result.references[0]!.view!;
  const block = findChild(document.root, 'DU_LIEU_HOC_BA')!;
  const grade = [...walkElements(block)].find((one) => one.localName === 'DIEM')!;
  return {
    answer: brief(result),
    block: view.covers(block),
    blockItself: view.includes(block),
    name: view.covers(findChild(block, 'TEN')!),
    grade: view.covers(grade),
    excluded: view.excluded.length,
  };
}

describe('data hidden in a ds:Signature', () => {
  test('baseline: without it the whole block is covered', async () => {
    for (const transform of [NOT_SIGNATURES, SUBTRACT]) {
      const text = await fill(record(transform, '#data', '<DIEM>9</DIEM>'));
      expect(await look(text)).toEqual({
        answer: 'valid',
        block: true,
        blockItself: true,
        name: true,
        grade: true,
        excluded: 0,
      });
      expect((await judgeAll(text.replace('>9<', '>10<'))).map(brief)).toEqual(['invalid digest']);
    }
  });

  for (const [name, transform] of Object.entries({ xpath: NOT_SIGNATURES, filter2: SUBTRACT })) {
    for (const uri of ['#data', '']) {
      test(`${name} over "${uri}": the grade is free to change, and the view says it is not covered`, async () => {
        const text = await fill(record(transform, uri, hidden(9)));
        for (const one of [text, text.replace('<DIEM xmlns="">9<', '<DIEM xmlns="">10<')]) {
          expect(await look(one)).toMatchObject({
            answer: 'valid',
            block: false,
            blockItself: true,
            name: true,
            grade: false,
          });
        }
      });
    }
  }

  test('enveloped-signature takes away only the signature itself: the hidden one stays digested', async () => {
    const text = await fill(record(ENVELOPED, '', hidden(9)));
    expect(await look(text)).toMatchObject({ answer: 'valid', block: true, grade: true });
    expect(await judgeAll(text.replace('<DIEM xmlns="">9<', '<DIEM xmlns="">10<')).then((all) => brief(all[0]!))).toBe(
      'invalid digest',
    );
  });

  test('the signature itself hides data in an Object: nobody covers that', async () => {
    const signature = signatureTemplate({
      id: 'sig',
      references: [{ uri: '', transforms: [ENVELOPED, EXCLUSIVE] }],
      objects: '<Object><DU_LIEU_HOC_BA xmlns=""><DIEM>9</DIEM></DU_LIEU_HOC_BA></Object>',
    });
    const text = await fill(`<HOC_BA><KY>${signature}</KY></HOC_BA>`);
    const document = parseXml(encodeUtf8(text.replace('>9<', '>10<')));
    const result = await verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document));
    const inside = [...walkElements(document.root)].filter((one) => one.localName === 'DIEM');
    expect([brief(result), inside.map((one) => result.references[0]!.view!.covers(one))]).toEqual(['valid', [false]]);
  });

  test('the hidden signature is found and judged: a file with it is never wholly valid', async () => {
    const text = await fill(record(NOT_SIGNATURES, '#data', hidden(9)));
    expect((await judgeAll(text)).map(brief)).toEqual(['valid', 'invalid structure']);
  });
});
