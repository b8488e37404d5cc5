import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, equalBytes } from '../../src/encoding/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  insertAfter,
  insertBefore,
  insertInside,
  parseXml,
  spliceXml,
  walkElements,
  type XmlElement,
} from '../../src/xml/index.js';
import { random, randomDocument } from './random-documents.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => parseXml(utf8(text));
const find = (root: XmlElement, name: string) => [...walkElements(root)].find((element) => element.name === name)!;
const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    return error.code;
  }
  return 'done';
};

describe('splicing', () => {
  test('no edit gives the same bytes', () => {
    for (let index = 0; index < 200; index++) {
      const bytes = encodeUtf8(randomDocument(random(index)));
      expect(equalBytes(spliceXml(parseXml(bytes), []), bytes)).toBe(true);
    }
  });

  test('every byte outside the edits stays', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.nat(20), fc.string({ unit: 'grapheme' })), { maxLength: 4 }),
        (seed, wanted) => {
          const bytes = encodeUtf8(randomDocument(random(seed), { elements: 8 }));
          const document = parseXml(bytes);
          const { source } = document;
          const whole = (at: number) => (/[\udc00-\udfff]/.test(source[at] ?? '') ? at + 1 : at);
          let from = 0;
          const edits = wanted
            .map(([at, remove, insert]) => ({ at: at % (source.length + 1), remove, insert }))
            .sort((a, b) => a.at - b.at)
            .flatMap(({ at, remove, insert }) => {
              const start = whole(Math.max(at, from));
              const end = whole(Math.min(start + remove, source.length));
              if (start > source.length) return [];
              from = end;
              return [{ at: start, remove: end - start, insert: insert.replace(/\p{Surrogate}/gu, '') }];
            });
          const result = spliceXml(document, edits);
          // The expectation works on bytes: what is kept is cut from the input, never encoded again.
          const parts: Uint8Array[] = [];
          let last = 0;
          for (const { at, remove, insert } of edits) {
            parts.push(bytes.subarray(last, utf8(source.slice(0, at)).length), utf8(insert));
            last = utf8(source.slice(0, at + remove)).length;
          }
          parts.push(bytes.subarray(last));
          expect(Buffer.compare(Buffer.concat(parts), result)).toBe(0);
        },
      ),
      { seed: 9, numRuns: 500 },
    );
  });

  test('edits in any order; several at one place in the order given', () => {
    const document = parse('<a><b/></a>');
    const result = spliceXml(document, [
      { at: 11, insert: '<!--end-->' },
      { at: 3, insert: '1' },
      { at: 3, insert: '2' },
      { at: 3, remove: 4, insert: '<c/>' },
    ]);
    expect(text(result)).toBe('<a>12<c/></a><!--end-->');
  });

  test.each([
    ['before the document', [{ at: -1, insert: 'x' }]],
    ['behind the document', [{ at: 8, insert: 'x' }]],
    ['reaching behind the document', [{ at: 6, remove: 2, insert: '' }]],
    ['a negative stretch', [{ at: 3, remove: -1, insert: '' }]],
    ['no number', [{ at: Number.NaN, insert: 'x' }]],
    ['no whole number', [{ at: 1.5, insert: 'x' }]],
    [
      'overlapping',
      [
        { at: 0, remove: 4, insert: '' },
        { at: 3, insert: 'x' },
      ],
    ],
    ['half a surrogate pair inserted', [{ at: 3, insert: '\ud83d' }]],
  ])('refused: %s', (_, edits) => {
    const document = parse('<a></a>');
    expect(text(spliceXml(document, [{ at: 7, insert: 'x' }]))).toBe('<a></a>x');
    expect(code(() => spliceXml(document, edits))).toBe('ERR_XML_SPLICE');
  });

  test('a character is not cut in two', () => {
    const document = parse('<a>😀</a>');
    expect(text(spliceXml(document, [{ at: 3, remove: 2, insert: '😃' }]))).toBe('<a>😃</a>');
    expect(code(() => spliceXml(document, [{ at: 4, insert: 'x' }]))).toBe('ERR_XML_SPLICE');
    expect(code(() => spliceXml(document, [{ at: 3, remove: 1, insert: '\ud83c' }]))).toBe('ERR_XML_SPLICE');
  });
});

describe('inserting', () => {
  test.each([
    ['<a><b>x</b></a>', '<a><b>x<n/></b></a>'],
    ['<a><b></b ></a>', '<a><b><n/></b ></a>'],
    ['<a><b/></a>', '<a><b><n/></b></a>'],
    ['<a><b c="/" /></a>', '<a><b c="/" ><n/></b></a>'],
    ['<a><b/>/text</a>', '<a><b><n/></b>/text</a>'],
    ['<a><b\n\t/>/</a>', '<a><b\n\t><n/></b>/</a>'],
  ])('inside %s', (before, after) => {
    const document = parse(before);
    expect(text(spliceXml(document, [insertInside(document, find(document.root, 'b'), '<n/>')]))).toBe(after);
  });

  test('before and after', () => {
    const document = parse('<a> <b/>x</a>');
    const b = find(document.root, 'b');
    expect(text(spliceXml(document, [insertBefore(b, '1'), insertAfter(b, '2')]))).toBe('<a> 1<b/>2x</a>');
  });

  test('an element of another document is refused', () => {
    const document = parse('<a><b/></a>');
    expect(code(() => insertInside(document, parse('<a><b/></a>').root, 'x'))).toBe('ERR_XML_SPLICE');
  });
});
