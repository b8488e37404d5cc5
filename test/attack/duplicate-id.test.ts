/* Two elements with one Id: verifiers and readers choose differently, so none is chosen. */
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { findSignatures, openSignedDocument, verifySignature } from '../../src/xades/index.js';
import { findChildren, parseXml } from '../../src/xml/index.js';
import {
  brief,
  change,
  DS,
  EXCLUSIVE,
  fill,
  judge,
  recordWith,
  signatureTemplate,
  timeObject,
} from '../xades/toolkit.js';

const DATA = { uri: '#data', transforms: [EXCLUSIVE] } as const;
const signed = () => fill(recordWith(signatureTemplate({ id: 'sig', references: [DATA] })));

describe('duplicate Id', () => {
  test('baseline', async () => {
    expect(brief(await judge(await signed()))).toBe('valid');
  });

  test('by any spelling of the attribute, anywhere in the scope', async () => {
    const text = await signed();
    for (const name of ['Id', 'ID', 'id']) {
      for (const place of ['<KY>', '<DIEM>', '<HOC_BA>', '<SignedInfo>', '<KeyInfo>']) {
        const attack = change(text, place, `${place.slice(0, -1)} ${name}="data">`);
        const answer = brief(await judge(attack));
        expect([name, place, answer]).toEqual([
          name,
          place,
          place === '<SignedInfo>' ? 'invalid signatureValue' : 'invalid idDuplicate',
        ]);
      }
    }
  });

  test('the Id of another spelling on one element does not hide a second element', async () => {
    const text = await signed();
    const attack = change(text, '<KY>', '<KY Id="other" ID="data">');
    expect(brief(await judge(attack))).toBe('invalid idDuplicate');
    expect(brief(await judge(change(text, '<KY>', '<KY Id="other" ID="third">')))).toBe('valid');
    // One element that says it twice is one element.
    expect(
      brief(
        await judge(
          await fill(
            change(recordWith(signatureTemplate({ references: [DATA] })), ' Id="data"', ' Id="data" ID="data"'),
          ),
        ),
      ),
    ).toBe('valid');
  });

  test('an own Object is chosen only among Objects of other signatures', async () => {
    const time = '<SigningTime xmlns="">2026-05-29T08:00:00</SigningTime>';
    const text = await fill(
      recordWith(
        signatureTemplate({ id: 'sig', references: [DATA, { uri: '#Object' }], objects: timeObject('Object', time) }),
      ),
    );
    expect(brief(await judge(text))).toBe('valid');
    const second = `<Signature xmlns="${DS}"><Object Id="Object">x</Object></Signature>`;
    const attacks: Readonly<Record<string, string>> = {
      [change(text, '</KY>', `</KY><KY2>${second}</KY2>`)]: 'valid',
      [change(text, '</KY>', '</KY><KY2 Id="Object"/>')]: 'invalid idDuplicate',
      [change(text, '</KY>', `</KY><Object xmlns="${DS}" Id="Object"/>`)]: 'invalid idDuplicate',
      [change(text, '</KY>', `</KY><Signature><Object Id="Object"/></Signature>`)]: 'invalid idDuplicate',
      [change(text, '</Signature>', `<Object Id="Object">y</Object></Signature>`)]: 'invalid idDuplicate',
      [change(text, '<KeyInfo>', '<KeyInfo Id="Object">')]: 'invalid idDuplicate',
    };
    for (const [attack, answer] of Object.entries(attacks)) {
      const document = parseXml(encodeUtf8(attack));
      const result = await verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document));
      expect(brief(result)).toBe(answer);
    }
  });

  test('within a list each record is its own scope; twice within one record is refused', async () => {
    const record = (await signed()).replace(/^<\?xml.*\n/, '');
    const list = (second: string) => parseXml(encodeUtf8(`<DANH_SACH_HOC_BA>${record}${second}</DANH_SACH_HOC_BA>`));
    const at = async (document: ReturnType<typeof list>, index: number) => {
      const scope = findChildren(document.root, 'HOC_BA')[index]!;
      const result = await verifySignature(findSignatures(scope)[0]!, openSignedDocument(document, { scope }));
      return [brief(result), result.flags.includes('idNotUniqueInDocument')];
    };
    expect(await at(list(record), 1)).toEqual(['valid', true]);
    const doubled = list(change(record, '</KY>', '</KY><X id="data"/>'));
    expect(await at(doubled, 0)).toEqual(['valid', true]);
    expect(await at(doubled, 1)).toEqual(['invalid idDuplicate', false]);
  });
});
