/* What stands in canonical form already is copied from the source without a look at it: the same octets as with one. */
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { C14N_ALGORITHMS, type C14nAlgorithm, canonicalize, findChild, parseXml } from '../../src/xml/index.js';

const ALGORITHMS = Object.keys(C14N_ALGORITHMS) as C14nAlgorithm[];

/** Asking to see each element turns the short cut off. */
const LOOKING = { onElement: () => undefined };

const INNER: Readonly<Record<string, string>> = {
  plain: '<b Id="x" c="1">Trần Thị Bình</b>',
  nothing: '',
  'a comment': '<b>1<!-- x -->2</b>',
  'an instruction': '<b>1<?x y?>2</b>',
  'a CDATA section': '<b><![CDATA[1]]></b>',
  'an empty CDATA section': '<b>1<![CDATA[]]></b>',
  'a greater-than sign': '<b>1 > 2</b>',
  'a greater-than sign in an attribute': '<b c="1 > 2">3</b>',
  'a reference': '<b>&#49;</b>',
  'an entity': '<b>&gt;</b>',
  'a carriage return': '<b>1\r\n2</b>',
  'a carriage return by reference': '<b>1&#13;2</b>',
  'an empty tag': '<b/>',
  'a space in an end tag': '<b>1</b >',
  'a space in a start tag': '<b >1</b>',
  'single quotes': "<b c='1'>2</b>",
  'attributes in another order': '<b d="1" c="2">3</b>',
  'a tab in an attribute': '<b c="1\t2">3</b>',
  'a default namespace': '<b xmlns="urn:b">1</b>',
  'no namespace': '<b xmlns=""><c>1</c></b>',
  'a declaration that nobody uses': '<b xmlns:u="urn:u">1</b>',
  'a declaration of the same': '<b xmlns:p="urn:p">1</b>',
  'another prefix': '<b><p:c>1</p:c></b>',
  'a prefixed attribute': '<b p:c="1">2</b>',
  'xml:space': '<b xml:space="preserve"> </b>',
  'the prefix deeper down': '<p:b><p:c>1</p:c><d>2</d></p:b>',
};

for (const [name, inner] of Object.entries(INNER)) {
  test(name, () => {
    for (const open of ['<a>', '<a xmlns="urn:a">', '<p:a>', '<p:a xmlns:p="urn:other">', '<a xml:lang="vi">']) {
      const close = open.startsWith('<p') ? '</p:a>' : '</a>';
      const text = `<r xmlns:p="urn:p" xmlns:q="urn:q">0${open}1${inner}2${inner}${close}3</r>`;
      const document = parseXml(encodeUtf8(text));
      const a = findChild(document.root, 'a')!;
      for (const algorithm of ALGORITHMS) {
        for (const inclusivePrefixes of [[], ['p', 'q', '']]) {
          const options = { algorithm, inclusivePrefixes };
          for (const target of [document, document.root, a]) {
            expect(canonicalize(target, options)).toBe(canonicalize(target, { ...options, ...LOOKING }));
          }
        }
      }
    }
  });
}

test('an excluded element is left out of what is proven', () => {
  const document = parseXml(encodeUtf8('<r><a>1<b>2</b>3</a></r>'));
  const a = findChild(document.root, 'a')!;
  const options = { algorithm: ALGORITHMS[0]! };
  expect(canonicalize(a, options)).toBe('<a>1<b>2</b>3</a>');
  expect(canonicalize(a, { ...options, exclude: new Set([findChild(a, 'b')!]) })).toBe('<a>13</a>');
});

test('a copy of an element proves nothing: what it holds is rendered', () => {
  const document = parseXml(encodeUtf8('<r><a>1<b>2</b></a></r>'));
  const a = findChild(document.root, 'a')!;
  const changed = { ...a, children: [{ kind: 3, parent: a, value: '9' } as const] };
  expect(canonicalize(changed, { algorithm: ALGORITHMS[0]! })).toBe('<a>9</a>');
});
