import { expect, test } from 'vitest';
import {
  canonicalize,
  childElements,
  documentBytes,
  editXml,
  overwriteTexts,
  parseXml,
  spliceXml,
  type XmlElement,
} from '../../src/xml/index.js';
import { codeOf } from '../signing/kit.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const TEXT =
  '\uFEFF<?xml version="1.0"?>\n<!-- a --><r xmlns="u:r"><v Id="1">AAAA</v><x a="&lt;">é &amp; <v>AA==</v></x><w>BBBB</w></r><?p q?>';
const leaf = (root: XmlElement, ...path: readonly number[]) =>
  path.reduce((element, at) => childElements(element)[at]!, root);

test('a tree with other texts is the tree of the other text, to the last offset', () => {
  const document = parseXml(bytes(TEXT));
  const { root } = document;
  const written = overwriteTexts(
    document,
    new Map([
      [leaf(root, 1, 0), 'zz=='],
      [leaf(root, 0), 'x+/9'],
    ]),
  );
  const expected = parseXml(bytes(TEXT.replace('AAAA', 'x+/9').replace('AA==', 'zz==')));
  expect(written).toEqual(expected);
  expect(documentBytes(written)).toEqual(documentBytes(expected));
  expect(canonicalize(written.root, { algorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#' })).toBe(
    canonicalize(expected.root, { algorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#' }),
  );
});

test('anything but base64 of the same length over base64 is refused, and nothing is changed', async () => {
  const attempt = async (text: string, change: string, ...path: readonly number[]) => {
    const document = parseXml(bytes(text));
    const before = structuredClone(document);
    const code = codeOf(() => overwriteTexts(document, new Map([[leaf(document.root, ...path), change]])));
    if ((await code) !== 'no error') expect(document).toEqual(before);
    return code;
  };
  expect(await attempt(TEXT, 'AAAB', 0)).toBe('no error');
  for (const change of ['AAA', 'AAAAA', 'A<AA', 'A&AA', 'AéAA', 'A A ']) {
    expect([change, await attempt(TEXT, change, 0)]).toEqual([change, 'ERR_XML_SPLICE']);
  }
  for (const text of [
    '<r><v>A&#65;</v></r>',
    '<r><v><![CDATA[AAAA]]></v></r>',
    '<r><v>A<b/></v></r>',
    '<r><v></v></r>',
    '<r><v/></r>',
  ]) {
    const length = /<v>(.*)<\/v>/.exec(text)?.[1]?.length ?? 0;
    expect([text, await attempt(text, 'A'.repeat(length), 0)]).toEqual([text, 'ERR_XML_SPLICE']);
  }
});

test('an edited document is what its bytes give', () => {
  const document = parseXml(bytes(TEXT));
  const edits = [{ at: leaf(document.root, 2).start, insert: '<n xmlns="">1</n>' }];
  expect(editXml(document, edits)).toEqual(parseXml(spliceXml(document, edits)));
});

test('an edited document is read within the limits', async () => {
  const document = parseXml(bytes('<r></r>'));
  const insert = (text: string, limits = {}) => codeOf(() => editXml(document, [{ at: 3, insert: text }], { limits }));
  expect(await insert('<a></a>')).toBe('no error');
  expect(await insert('<a></a>', { sizeBytes: 10 })).toBe('ERR_XML_SIZE');
  expect(await insert('<a></a>', { depth: 1 })).toBe('ERR_XML_DEPTH');
  expect(await insert('<a>')).toBe('ERR_XML_TAG_MISMATCH');
});
