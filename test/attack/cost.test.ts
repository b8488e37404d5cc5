/* Files made to cost much more than they weigh. What is asserted is the answer and what was counted, never a time. */
import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import { findSignatures, openSignedDocument, verifySignature } from '../../src/xades/index.js';
import { parseXml } from '../../src/xml/index.js';
import {
  BASE64,
  brief,
  EXCLUSIVE,
  encodeBase64,
  encodeUtf8,
  fill,
  INCLUSIVE,
  judge,
  type ReferenceSpec,
  recordWith,
  signatureTemplate,
  XPATH,
} from '../xades/toolkit.js';

const DATA: ReferenceSpec = { uri: '#data', transforms: [EXCLUSIVE] };
const bulk = `<X>${'abcdefghij'.repeat(20_000)}</X>`;

async function answer(references: readonly ReferenceSpec[], data?: string) {
  const result = await judge(await fill(recordWith(signatureTemplate({ references }), data)));
  return { answer: brief(result), detail: result.detail, judged: result.references.length };
}

describe('cost', () => {
  test('baseline', async () => {
    expect((await answer([DATA, DATA], bulk)).answer).toBe('valid');
  });

  test('65 references, 6 transforms', async () => {
    expect(await answer(Array.from({ length: 65 }, () => DATA))).toEqual({
      answer: 'unsupported limit',
      detail: 'references',
      judged: 0,
    });
    expect(await answer([{ uri: '#data', transforms: Array.from({ length: 6 }, () => INCLUSIVE) }])).toMatchObject({
      answer: 'unsupported limit',
      detail: 'transforms',
    });
  });

  test('many canonical forms of one big block use up the budget', async () => {
    const forms = Array.from({ length: 64 }, (_, index) => ({
      uri: '#data',
      transforms: [
        `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="p${index}"/></Transform>`,
      ],
    }));
    expect(await answer(forms, bulk)).toMatchObject({ answer: 'unsupported limit', detail: 'digested' });
  });

  test('the same through nested elements: each level another form, together quadratic', async () => {
    const levels = 60;
    let nested = bulk;
    for (let level = 0; level < levels; level++) nested = `<L Id="l${level}">${nested}</L>`;
    const references = Array.from({ length: levels }, (_, level) => ({ uri: `#l${level}`, transforms: [EXCLUSIVE] }));
    expect(await answer(references, nested)).toMatchObject({ answer: 'unsupported limit', detail: 'digested' });
  });

  test('base64 that decodes to XML that is canonicalized, again and again', async () => {
    const text = encodeBase64(encodeUtf8(`<a>${'x'.repeat(400_000)}</a>`));
    const references = Array.from({ length: 64 }, () => ({ uri: '#data', transforms: [BASE64, INCLUSIVE, EXCLUSIVE] }));
    expect(await answer(references, text)).toMatchObject({ answer: 'unsupported limit', detail: 'digested' });
  });

  test('base64 of base64 of a bomb stays what it is', async () => {
    let text = '<a>1</a>';
    for (let level = 0; level < 6; level++) text = encodeBase64(encodeUtf8(text));
    const transforms = [BASE64, BASE64, BASE64, BASE64, BASE64];
    expect((await answer([{ uri: '#data', transforms }], text)).answer).toBe('valid');
    expect((await answer([{ uri: '#data', transforms: [...transforms, INCLUSIVE] }], text)).detail).toBe('transforms');
  });

  test('a transform chain that parses deep or wide octets keeps the limits of the parser', async () => {
    const deep = encodeBase64(encodeUtf8(`${'<a>'.repeat(300)}${'</a>'.repeat(300)}`));
    expect(await answer([{ uri: '#data', transforms: [BASE64, INCLUSIVE] }], deep)).toMatchObject({
      answer: 'unsupported transformInput',
      detail: 'ERR_XML_DEPTH',
    });
  });

  test('a huge PrefixList, a long expression, a long URI', async () => {
    const list = Array.from({ length: 20_000 }, (_, index) => `p${index}`).join(' ');
    const prefixes = `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="${list}"/></Transform>`;
    expect((await answer([{ uri: '#data', transforms: [prefixes] }])).answer).toBe('valid');
    const expression = `<Transform Algorithm="${XPATH}"><XPath>${' '.repeat(100_000)}not(ancestor-or-self::${'d'.repeat(100_000)}:Signature</XPath></Transform>`;
    expect((await answer([{ uri: '#data', transforms: [expression] }])).answer).toBe('unsupported transformRefused');
    const spaces = `<Transform Algorithm="${XPATH}"><XPath>count( ancestor-or-self::${'a '.repeat(50_000)}</XPath></Transform>`;
    expect((await answer([{ uri: '#data', transforms: [spaces] }])).answer).toBe('unsupported transformRefused');
    expect((await answer([{ uri: `#xpointer(id('${'('.repeat(200_000)}'))` }])).answer).toBe(
      'invalid referenceNotFound',
    );
    expect((await answer([{ uri: `#${'%'.repeat(200_000)}` }])).answer).toBe('invalid referenceNotFound');
  });

  test('thousands of signatures share what they digest', async () => {
    const text = await fill(recordWith(signatureTemplate({ references: Array.from({ length: 8 }, () => DATA) }), bulk));
    const many = text.replace(/<Signature.*<\/Signature>/s, (signature) => signature.repeat(1_000));
    const document = parseXml(encodeUtf8(many));
    const opened = openSignedDocument(document);
    const answers = new Set<string>();
    for (const element of findSignatures(document.root)) answers.add(brief(await verifySignature(element, opened)));
    expect([...answers]).toEqual(['valid']);
    // One canonical form of the block and one digest of it, for 8,000 references.
    expect(opened.digests.size).toBe(1);
  });

  test('deep nesting is refused before anything is judged', () => {
    const deep = `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`;
    try {
      parseXml(encodeUtf8(deep));
      expect.unreachable();
    } catch (error) {
      expect(isHocBaSoError(error) && error.code).toBe('ERR_XML_DEPTH');
    }
  });
});
