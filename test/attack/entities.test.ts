/* Entities, encodings and versions: two readers of one file must not see two documents. */
import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import { parseXml } from '../../src/xml/index.js';
import { brief, change, EXCLUSIVE, encodeUtf8, fill, judge, recordWith, signatureTemplate } from '../xades/toolkit.js';

const signed = () => fill(recordWith(signatureTemplate({ references: [{ uri: '#data', transforms: [EXCLUSIVE] }] })));

function codeOf(bytes: Uint8Array): string {
  try {
    parseXml(bytes);
    return 'read';
  } catch (error) {
    if (isHocBaSoError(error)) return error.code;
    throw error;
  }
}

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string, little: boolean) =>
  Uint8Array.from(
    [...`\ufeff${text}`].flatMap((letter) => {
      const unit = letter.charCodeAt(0);
      return little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255];
    }),
  );

describe('entities and encodings', () => {
  test('baseline', async () => {
    const text = await signed();
    expect([codeOf(encodeUtf8(text)), brief(await judge(text))]).toEqual(['read', 'valid']);
  });

  test('a DOCTYPE of any kind, in a signed file too', async () => {
    const text = (await signed()).replace(/^<\?xml[^>]*>\n/, '');
    for (const doctype of [
      '<!DOCTYPE HOC_BA>',
      '<!DOCTYPE HOC_BA SYSTEM "http://example.org/x.dtd">',
      '<!DOCTYPE HOC_BA [<!ENTITY diem "10">]>',
      '<!DOCTYPE HOC_BA [<!ATTLIST DIEM Id ID #IMPLIED>]>',
      '<!DOCTYPE HOC_BA [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    ]) {
      expect(codeOf(encodeUtf8(doctype + text))).toBe('ERR_XML_DOCTYPE');
    }
  });

  test('an entity that is not one of the five', async () => {
    const text = await signed();
    for (const entity of ['&diem;', '&nbsp;', '&agrave;']) {
      expect(codeOf(encodeUtf8(change(text, '>9<', `>${entity}<`)))).toBe('ERR_XML_ENTITY');
    }
    expect(codeOf(encodeUtf8(change(text, '>9<', '>&#0;<')))).toBe('ERR_XML_CHARACTER');
    expect(codeOf(encodeUtf8(change(text, '>9<', '>&#xFFFE;<')))).toBe('ERR_XML_CHARACTER');
    expect(codeOf(encodeUtf8(change(text, '>9<', '>&#xD800;<')))).toBe('ERR_XML_CHARACTER');
    // A character reference is the character: same text, same digest.
    expect(brief(await judge(change(text, '>9<', '>&#57;<')))).toBe('valid');
  });

  test('the five predefined entities cannot make markup', async () => {
    const text = await fill(
      recordWith(
        signatureTemplate({ references: [{ uri: '#data', transforms: [EXCLUSIVE] }] }),
        '<A>&lt;DIEM&gt;10&lt;/DIEM&gt;</A>',
      ),
    );
    expect(brief(await judge(text))).toBe('valid');
    expect(brief(await judge(change(text, '&lt;DIEM&gt;10&lt;/DIEM&gt;', '<DIEM>10</DIEM>')))).toBe('invalid digest');
    expect(brief(await judge(change(text, '&lt;DIEM&gt;10&lt;/DIEM&gt;', '<![CDATA[<DIEM>10</DIEM>]]>')))).toBe(
      'valid',
    );
  });

  test('encodings other than UTF-8, declared or not', async () => {
    const text = await signed();
    const declared = (name: string) => text.replace('encoding="UTF-8"', `encoding="${name}"`);
    for (const name of ['ISO-8859-1', 'windows-1258', 'UTF-16', 'UTF-7', 'TCVN-6909']) {
      expect([name, codeOf(encodeUtf8(declared(name)))]).toEqual([name, 'ERR_XML_ENCODING']);
    }
    expect(codeOf(encodeUtf8(declared('utf-8')))).toBe('read');
    expect(
      codeOf(
        latin1(
          text
            .normalize('NFD')
            .replace(/[\u0300-\u036f]/g, '')
            .replace('Bình', 'B\u00ecnh')
            .replace('Binh', 'B\u00ecnh'),
        ),
      ),
    ).toBe('ERR_XML_ENCODING');
    const ascii = '<a>1</a>';
    for (const little of [true, false]) expect(codeOf(utf16(ascii, little))).toBe('ERR_XML_ENCODING');
    expect(codeOf(utf16(ascii, true).slice(2))).toBe('ERR_XML_ENCODING');
  });

  test('over-long, broken and surrogate UTF-8', () => {
    const around = (...bytes: number[]) => Uint8Array.of(...encodeUtf8('<a>'), ...bytes, ...encodeUtf8('</a>'));
    expect(codeOf(around(0x39))).toBe('read');
    for (const bytes of [
      [0xc0, 0xbc],
      [0xe0, 0x80, 0xbc],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xff],
      [0xc3],
    ]) {
      expect(codeOf(around(...bytes))).toBe('ERR_XML_ENCODING');
    }
  });

  test('XML 1.1 and control characters', async () => {
    const text = await signed();
    expect(codeOf(encodeUtf8(change(text, 'version="1.0"', 'version="1.1"')))).toBe('ERR_XML_VERSION');
    for (const letter of ['\u0000', '\u0001', '\u0008', '\u000b', '\u001f', '\uffff']) {
      expect(codeOf(encodeUtf8(change(text, '>9<', `>9${letter}<`)))).toBe('ERR_XML_CHARACTER');
    }
  });

  test('invisible letters change the digest', async () => {
    const text = await signed();
    for (const letter of ['\u200b', '\u00ad', '\u202e', '\ufeff', '\u0301']) {
      expect(brief(await judge(change(text, '>9<', `>9${letter}<`)))).toBe('invalid digest');
    }
  });
});
