/* Comment injection (CVE-2018-0489 and its kin): what a reader takes for the text must be what was digested. */
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { findChild, parseXml, textContent } from '../../src/xml/index.js';
import { brief, EXCLUSIVE, fill, judge, recordWith, signatureTemplate } from '../xades/toolkit.js';

const signed = (data: string, uri = '#data', transforms = [EXCLUSIVE]) =>
  fill(recordWith(signatureTemplate({ references: [{ uri, transforms }] }), data));

describe('markup inside a value', () => {
  test('baseline', async () => {
    expect(brief(await judge(await signed('<SO_CCCD>001309000123</SO_CCCD>')))).toBe('valid');
  });

  test('a comment splits the text for others and not here: the whole text is read and was digested', async () => {
    const text = await signed('<SO_CCCD>001309000123</SO_CCCD>');
    for (const split of [
      '001309<!-- -->000123',
      '<!-- -->001309000123',
      '001309000123<!--000-->',
      '001309<![CDATA[000]]>123',
    ]) {
      const attack = text.replace('001309000123', split);
      const result = await judge(attack);
      expect([split, brief(result)]).toEqual([split, 'valid']);
      const block = result.references[0]!.view!.element!;
      expect(textContent(findChild(block, 'SO_CCCD')!)).toBe('001309000123');
    }
    // What a naive reader would see of the first text node is never signed by itself.
    expect(brief(await judge(text.replace('001309000123', '001309')))).toBe('invalid digest');
  });

  test('processing instructions and elements are part of what is digested', async () => {
    const text = await signed('<SO_CCCD>001309000123</SO_CCCD>');
    for (const split of ['001309<?x?>000123', '001309<x/>000123', '001309 000123', '001309&#x20;000123']) {
      expect(brief(await judge(text.replace('001309000123', split)))).toBe('invalid digest');
    }
    for (const same of ['&#48;01309000123', '<![CDATA[001309000123]]>', '0013&#x30;9000123']) {
      expect(brief(await judge(text.replace('001309000123', same)))).toBe('valid');
    }
  });

  test('where comments are signed, a comment more or less is seen', async () => {
    const text = await signed('<A>1<!-- 2 --></A>', "#xpointer(id('data'))", [`${EXCLUSIVE}WithComments`]);
    expect(brief(await judge(text))).toBe('valid');
    expect(brief(await judge(text.replace('<!-- 2 -->', '')))).toBe('invalid digest');
    expect(brief(await judge(text.replace('<!-- 2 -->', '<!-- 3 -->')))).toBe('invalid digest');
  });

  test('comments cannot bring elements to life or hide them', async () => {
    const text = await signed('<A>1</A><!--<DIEM>10</DIEM>-->');
    const document = parseXml(encodeUtf8(text));
    const block = findChild(document.root, 'DU_LIEU_HOC_BA')!;
    expect(findChild(block, 'DIEM')).toBeUndefined();
    expect(brief(await judge(text.replace('<!--<DIEM>10</DIEM>-->', '<DIEM>10</DIEM>')))).toBe('invalid digest');
  });
});
