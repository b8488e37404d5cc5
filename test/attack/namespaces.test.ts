/* Namespace tricks: moving a signed block below other declarations, or giving names another meaning. */
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { findSignatures, openSignedDocument, verifySignature } from '../../src/xades/index.js';
import { parseXml } from '../../src/xml/index.js';
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
} from '../xades/toolkit.js';

const DATA = '<b:DIEM xmlns:b="urn:b" b:loai="cuoi">9</b:DIEM><TEN>Bình</TEN>';
const signed = (c14n: string, data = DATA) =>
  fill(recordWith(signatureTemplate({ id: 'sig', c14n, references: [{ uri: '#data', transforms: [c14n] }] }), data));

async function first(text: string): Promise<string> {
  const document = parseXml(encodeUtf8(text));
  return brief(await verifySignature(findSignatures(document.root)[0]!, openSignedDocument(document)));
}

describe('namespaces', () => {
  test('baseline', async () => {
    for (const c14n of [INCLUSIVE, EXCLUSIVE]) expect(brief(await judge(await signed(c14n)))).toBe('valid');
  });

  test('a declaration above the block breaks the inclusive form, and not the exclusive one', async () => {
    const declared = (text: string) => change(text, '<HOC_BA>', '<HOC_BA xmlns:q="urn:q">');
    expect(await first(declared(await signed(INCLUSIVE)))).toMatch(/^invalid/);
    expect(await first(declared(await signed(EXCLUSIVE)))).toBe('valid');
  });

  test('a default namespace above the block renames every element: both forms fail', async () => {
    for (const c14n of [INCLUSIVE, EXCLUSIVE]) {
      expect(await first(change(await signed(c14n), '<HOC_BA>', '<HOC_BA xmlns="urn:other">'))).toMatch(/^invalid/);
    }
  });

  test('xml:lang, xml:space and xml:base from above are part of the inclusive form only', async () => {
    for (const attribute of ['xml:lang="vi"', 'xml:space="preserve"', 'xml:base="http://a/"']) {
      const attack = (text: string) => change(text, '<HOC_BA>', `<HOC_BA ${attribute}>`);
      expect(await first(attack(await signed(INCLUSIVE)))).toMatch(/^invalid/);
      expect(await first(attack(await signed(EXCLUSIVE)))).toBe('valid');
    }
  });

  test('another prefix, another URI, a prefix bound again on the way', async () => {
    for (const c14n of [INCLUSIVE, EXCLUSIVE]) {
      const text = await signed(c14n);
      const attacks = [
        change(text, 'xmlns:b="urn:b"', 'xmlns:b="urn:c"'),
        text.replaceAll('b:DIEM', 'c:DIEM').replace('xmlns:b', 'xmlns:c').replace('b:loai', 'c:loai'),
        change(text, '<TEN>', '<TEN xmlns="urn:b">'),
        change(text, 'b:loai', 'loai'),
      ];
      for (const attack of attacks) expect(await first(attack)).toBe('invalid digest');
      // A second prefix for the same URI on the attribute: another text, so another signature.
      expect(await first(change(text, 'b:loai="cuoi"', 'xmlns:c="urn:b" c:loai="cuoi"'))).toBe('invalid digest');
    }
  });

  test('a declaration moved up is the same exclusive form, and the names keep their meaning', async () => {
    const text = await signed(EXCLUSIVE);
    const moved = change(change(text, ' xmlns:b="urn:b"', ''), '<HOC_BA>', '<HOC_BA xmlns:b="urn:b">');
    expect(await first(moved)).toBe('valid');
    const other = change(change(text, ' xmlns:b="urn:b"', ''), '<HOC_BA>', '<HOC_BA xmlns:b="urn:x">');
    expect(await first(other)).toBe('invalid digest');
  });

  test('the prefix of XMLDSig bound to something else is no signature; a strange prefix is one', async () => {
    const template = recordWith(
      signatureTemplate({ prefix: 'x', references: [{ uri: '#data', transforms: [] }] }),
      DATA,
    );
    expect(brief(await judge(await fill(template)))).toBe('valid');
    const document = parseXml(encodeUtf8(change(template, `xmlns:x="${DS}"`, 'xmlns:x="urn:x"')));
    expect(findSignatures(document.root)).toEqual([]);
  });

  test('PrefixList: a listed prefix is signed with its meaning, also where no name uses it', async () => {
    const list = `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="q"/></Transform>`;
    const template = change(
      recordWith(signatureTemplate({ references: [{ uri: '#data', transforms: [list] }] }), '<LOAI>q:gioi</LOAI>'),
      '<HOC_BA>',
      '<HOC_BA xmlns:q="urn:q">',
    );
    const text = await fill(template);
    expect(await first(text)).toBe('valid');
    expect(await first(change(text, 'xmlns:q="urn:q"', 'xmlns:q="urn:kem"'))).toBe('invalid digest');
    expect(await first(change(text, ' xmlns:q="urn:q"', ''))).toBe('invalid digest');
  });

  test('xmlns="" games: taking an element out of its namespace', async () => {
    const text = await signed(EXCLUSIVE, '<A xmlns="urn:a"><B>1</B></A>');
    expect(await first(text)).toBe('valid');
    expect(await first(change(text, '<B>', '<B xmlns="">'))).toBe('invalid digest');
    expect(await first(change(text, '<B>', '<B xmlns="urn:a">'))).toBe('valid');
  });
});
