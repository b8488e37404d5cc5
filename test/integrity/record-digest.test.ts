import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { recordDigest } from '../../src/integrity/index.js';
import { cv2088, dataElement, documentOf, openHocBa, phatHanh2025, writeHocBa } from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { parseXml } from '../../src/xml/index.js';
import { inBrowser } from '../browser.js';
import { peer } from '../peers.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'no error';
};

const BLOCK = '<DU_LIEU_HOC_BA Id="data"><A b="2" a="1">Mĩ thuật</A><E></E></DU_LIEU_HOC_BA>';
const RECORD = `<HOC_BA>${BLOCK}<DANH_SACH_THONG_TIN_KY></DANH_SACH_THONG_TIN_KY></HOC_BA>`;
/** The canonical form of the block, written out by hand: attributes sorted, empty elements as pairs. */
const CANONICAL = '<DU_LIEU_HOC_BA Id="data"><A a="1" b="2">Mĩ thuật</A><E></E></DU_LIEU_HOC_BA>';
const digest = (xml: string) => hex(recordDigest(utf8(xml)));

test('is SHA-256 over the hand-written exclusive canonical form of the data block', () => {
  expect(digest(RECORD)).toBe(sha256(CANONICAL));
});

test('is the same for a file, its bytes, and the data block as an element', () => {
  const file = writeHocBa(specimenHocBa(), { layout: cv2088 });
  const expected = hex(recordDigest(file));
  expect(recordDigest(file).length).toBe(32);
  expect(hex(recordDigest(file.bytes))).toBe(expected);
  expect(hex(recordDigest(openHocBa(file.bytes)))).toBe(expected);
  expect(hex(recordDigest(dataElement(file)))).toBe(expected);
});

describe.each([cv2088, phatHanh2025])('in layout $id', (layout) => {
  test('equals what xmllint and openssl compute from the block', () => {
    const xmllint = peer('xmllint');
    const openssl = peer('openssl');
    const folder = mkdtempSync(join(tmpdir(), 'hocba-digest-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = writeHocBa(specimenHocBa(), { layout });
    const block = dataElement(file);
    // The block declares no namespace, so cut out by itself it has the same exclusive form.
    const path = join(folder, 'block.xml');
    writeFileSync(path, documentOf(file).source.slice(block.start, block.end));
    const canonical = execFileSync(xmllint, ['--exc-c14n', path]);
    const [answer] = execFileSync(openssl, ['dgst', '-sha256', '-r'], { input: canonical, encoding: 'utf8' }).split(
      ' ',
    );
    expect(hex(recordDigest(file))).toBe(answer);
  });
});

describe('does not change', () => {
  test.each([
    [
      'when a signature is added outside the block',
      RECORD.replace('THONG_TIN_KY></', 'THONG_TIN_KY><CBQL><S/></CBQL></'),
    ],
    ['in a list with namespaces', `<DANH_SACH_HOC_BA xmlns:x="urn:x" xml:lang="vi">${RECORD}</DANH_SACH_HOC_BA>`],
    ['with another order of attributes and other quotes', RECORD.replace('b="2" a="1"', `a='1'   b='2'`)],
    ['with an empty element instead of a pair', RECORD.replace('<E></E>', '<E/>')],
    ['with comments', RECORD.replace('<E>', '<!-- x --><E>')],
    ['with CDATA and character references', RECORD.replace('Mĩ thuật', '<![CDATA[Mĩ]]>&#32;thuật')],
    ['with a byte order mark and a declaration', `\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n${RECORD}`],
    ['with namespaces declared and not used', RECORD.replace('<HOC_BA>', '<HOC_BA xmlns:y="urn:y">')],
  ])('%s', (_, xml) => {
    expect(xml).not.toBe(RECORD);
    expect(digest(xml)).toBe(sha256(CANONICAL));
  });
});

describe('changes', () => {
  test.each([
    ['with one letter', RECORD.replace('thuật', 'thuât')],
    ['with decomposed letters that look the same', RECORD.replace('Mĩ thuật', 'Mĩ thuật'.normalize('NFD'))],
    ['with white space between elements', RECORD.replace('</A><E>', '</A> <E>')],
    ['with another attribute value', RECORD.replace('a="1"', 'a="3"')],
    ['with another Id of the block', RECORD.replace('Id="data"', 'Id="data2"')],
    ['with an unknown element added', RECORD.replace('<E>', '<F></F><E>')],
    ['with two elements swapped', RECORD.replace(/(<A .*<\/A>)(<E><\/E>)/, '$2$1')],
  ])('%s', (_, xml) => {
    expect(xml).not.toBe(RECORD);
    expect(digest(RECORD)).toBe(sha256(CANONICAL));
    expect(digest(xml)).not.toBe(sha256(CANONICAL));
  });
});

test('is refused for what is not one record with one block', () => {
  expect(codeOf(() => digest(RECORD))).toBe('no error');
  expect(codeOf(() => digest('<HOC_BA/>'))).toBe('ERR_RECORD_DATA_BLOCK');
  expect(codeOf(() => digest(`<HOC_BA>${BLOCK}${BLOCK}</HOC_BA>`))).toBe('ERR_RECORD_DATA_BLOCK');
  expect(codeOf(() => digest(`<DANH_SACH_HOC_BA>${RECORD}${RECORD}</DANH_SACH_HOC_BA>`))).toBe('ERR_RECORD_SEVERAL');
  expect(codeOf(() => digest('<A/>'))).toBe('ERR_RECORD_ROOT');
  const relative = RECORD.replace('<A ', '<A xmlns:r="relative" ');
  expect(codeOf(() => digest(relative))).toBe('ERR_XML_NAMESPACE_RELATIVE');
  expect(codeOf(() => recordDigest(parseXml(utf8(relative)).root))).toBe('ERR_XML_NAMESPACE_RELATIVE');
});

test('is the same in a browser', async () => {
  const { bytes } = writeHocBa(specimenHocBa(), { layout: cv2088 });
  const answer = await inBrowser(`export { recordDigest } from './src/integrity/index.ts';`, (page) =>
    page.evaluate(
      (data) => [
        ...(globalThis as unknown as { sdk: { recordDigest(b: Uint8Array): Uint8Array } }).sdk.recordDigest(
          new Uint8Array(data),
        ),
      ],
      [...bytes],
    ),
  );
  expect(hex(Uint8Array.from(answer))).toBe(hex(recordDigest(bytes)));
});
