import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  C14N_EXCLUSIVE,
  C14N_INCLUSIVE,
  canonicalize,
  parseXml,
  TEXT,
  writeElement,
  writeXml,
  type XmlElement,
  type XmlOut,
} from '../../src/xml/index.js';

const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    return error.code;
  }
  return 'written';
};

const NAMES = ['HOC_BA', 'a', 'b', 'Điểm', 'x.y-z', '_1', '\u{10380}'];
const URIS: Readonly<Record<string, string>> = { p: 'urn:z', q: 'urn:a', r: 'http://h/?a&b' };

/** Any text XML can carry. */
const text = fc
  .string({
    unit: fc.oneof(fc.constantFrom(...'<>&"\'\r\n\t ]'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })),
  })
  .map((value) => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, ''));

const attributes = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom(
      ...NAMES,
      'xml:lang',
      ...['p', 'q', 'r'].flatMap((prefix) => NAMES.map((name) => `${prefix}:${name}`)),
    ),
    text,
  ),
  { selector: ([name]) => name, maxLength: 5 },
);

/** Elements that declare what they and their attributes use: then what is written is its own exclusive canonical form. */
const element: fc.Arbitrary<XmlOut> = fc.letrec<{ element: XmlOut }>((tie) => ({
  element: fc
    .record({
      name: fc.constantFrom(...NAMES, 'p:a', 'q:b'),
      attributes,
      children: fc.array(fc.oneof({ depthSize: 'small' }, text, tie('element')), { maxLength: 5 }),
    })
    .map(({ name, attributes, children }) => {
      const names = [name, ...attributes.map(([attribute]) => attribute)];
      const prefixes = Object.keys(URIS).filter((prefix) => names.some((one) => one.startsWith(`${prefix}:`)));
      const namespaces = prefixes.map((prefix) => [prefix, URIS[prefix]!] as const);
      return { name, attributes, namespaces, children };
    }),
})).element;

/** The tree without what differs by nature: offsets, parents, and texts in normalisation form C joined where they touch. */
function shape(node: XmlElement): unknown {
  return {
    name: node.name,
    attributes: Object.fromEntries(node.attributes.map(({ name, value }) => [name, value])),
    children: node.children.map((child) =>
      child.kind === TEXT ? child.value : child.kind === 1 ? shape(child) : child,
    ),
  };
}

function outShape(out: XmlOut): unknown {
  const children: unknown[] = [];
  for (const child of out.children ?? []) {
    const last = children[children.length - 1];
    if (typeof child !== 'string') children.push(outShape(child));
    else if (child !== '' && typeof last === 'string') children[children.length - 1] = last + child.normalize('NFC');
    else if (child !== '') children.push(child.normalize('NFC'));
  }
  return {
    name: out.name,
    attributes: Object.fromEntries((out.attributes ?? []).map(([name, value]) => [name, value.normalize('NFC')])),
    children,
  };
}

describe('writing', () => {
  test('what is written is read back the same', () => {
    fc.assert(
      fc.property(element, (out) => {
        expect(shape(parseXml(writeXml(out)).root)).toEqual(outShape(out));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  test('what is written is its own exclusive canonical form, and canonical forms are their own', () => {
    fc.assert(
      fc.property(element, (out) => {
        // A prefix already declared farther out is not declared again by the canonical form.
        const flat = stripRedeclared(out, new Set());
        const bytes = writeXml(flat);
        const written = writeElement(flat);
        expect(new TextDecoder().decode(bytes)).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${written}`);
        expect(canonicalize(parseXml(bytes), { algorithm: C14N_EXCLUSIVE })).toBe(written);
        const inclusive = canonicalize(parseXml(bytes), { algorithm: C14N_INCLUSIVE });
        expect(inclusive).toBe(written);
        expect(canonicalize(parseXml(new TextEncoder().encode(inclusive)), { algorithm: C14N_INCLUSIVE })).toBe(
          inclusive,
        );
      }),
      { seed: 8, numRuns: 2000 },
    );
  });

  test('declaration, line feed, no line break at the end', () => {
    const bytes = writeXml({ name: 'a', attributes: [['b', '1']], children: ['ế', { name: 'c' }] });
    expect(new TextDecoder().decode(bytes)).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a b="1">ế<c></c></a>');
  });

  test('text is put into normalisation form C', () => {
    expect(writeElement({ name: 'a', attributes: [['b', 'e\u0302\u0301']], children: ['e\u0302\u0301'] })).toBe(
      '<a b="ế">ế</a>',
    );
  });

  test('every character behind a letter comes out in normalisation form C, or is refused', () => {
    for (let unit = 0; unit <= 0xffff; unit++) {
      const text = `e${String.fromCharCode(unit)}`;
      const allowed =
        unit === 9 || unit === 10 || unit === 13 || (unit >= 0x20 && unit < 0xd800) || (unit > 0xdfff && unit < 0xfffe);
      let written: string | undefined;
      try {
        written = writeElement({ name: 'a', children: [text] });
      } catch (error) {
        if (!isHocBaSoError(error, 'ERR_XML_CHARACTER')) throw error;
      }
      const escaped = text
        .normalize('NFC')
        .replace(/[&<>\r]/g, (c) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '\r': '#xD' }[c]};`);
      if (written !== (allowed ? `<a>${escaped}</a>` : undefined)) throw new Error(`U+${unit.toString(16)}`);
    }
  });

  test('declarations and attributes come in canonical order', () => {
    const out: XmlOut = {
      name: 'q:a',
      namespaces: [
        ['q', 'urn:1'],
        ['', 'urn:0'],
        ['p', 'urn:2'],
      ],
      attributes: [
        ['p:a', ''],
        ['q:z', ''],
        ['xml:lang', 'vi'],
        ['\u{10000}', ''],
        ['\uf900', ''],
        ['b', ''],
      ],
    };
    const written = writeElement(out);
    expect(written).toBe(
      '<q:a xmlns="urn:0" xmlns:p="urn:2" xmlns:q="urn:1" b="" \uf900="" \u{10000}="" xml:lang="vi" q:z="" p:a=""></q:a>',
    );
    expect(canonicalize(parseXml(writeXml(out)), { algorithm: C14N_INCLUSIVE })).toBe(written);
  });

  test.each<[string, XmlOut]>([
    ['an empty name', { name: '' }],
    ['a name with a space', { name: 'a b' }],
    ['a name that breaks out', { name: 'a><b' }],
    ['a name that starts with a digit', { name: '1a' }],
    ['two colons', { name: 'a:b:c', namespaces: [['a', 'urn:a']] }],
    ['an empty prefix', { name: ':a' }],
    ['an undeclared prefix', { name: 'p:a' }],
    ['an undeclared prefix of an attribute', { name: 'a', attributes: [['p:b', '']] }],
    ['an attribute name that breaks out', { name: 'a', attributes: [['b="" c', '']] }],
    [
      'two attributes of one name',
      {
        name: 'a',
        attributes: [
          ['b', '1'],
          ['c', ''],
          ['b', '2'],
        ],
      },
    ],
    [
      'two attributes of one expanded name',
      {
        name: 'a',
        namespaces: [
          ['p', 'urn:x'],
          ['q', 'urn:x'],
        ],
        attributes: [
          ['p:b', '1'],
          ['q:b', '2'],
        ],
      },
    ],
    ['a declaration as attribute', { name: 'a', attributes: [['xmlns', 'urn:a']] }],
    ['a prefix declaration as attribute', { name: 'a', attributes: [['xmlns:p', 'urn:a']] }],
    [
      'two declarations of one prefix',
      {
        name: 'a',
        namespaces: [
          ['p', 'urn:a'],
          ['p', 'urn:b'],
        ],
      },
    ],
    ['a prefix taken back', { name: 'a', namespaces: [['p', '']] }],
    ['xml declared', { name: 'a', namespaces: [['xml', 'urn:a']] }],
    ['xmlns declared', { name: 'a', namespaces: [['xmlns', 'urn:a']] }],
    ['the name of xml for another prefix', { name: 'a', namespaces: [['p', 'http://www.w3.org/XML/1998/namespace']] }],
    ['the name of xmlns as default', { name: 'a', namespaces: [['', 'http://www.w3.org/2000/xmlns/']] }],
    ['a wrong name far inside', { name: 'a', children: [{ name: 'b', children: [{ name: '-' }] }] }],
  ])('refused: %s', (_, out) => {
    expect(code(() => writeXml(out))).toBe('ERR_XML_NAME');
  });

  test('a piece may use prefixes declared where it will stand, a document may not', () => {
    const piece: XmlOut = { name: 'ds:Object', attributes: [['ds:x', '']] };
    expect(writeElement(piece)).toBe('<ds:Object ds:x=""></ds:Object>');
    expect(code(() => writeXml(piece))).toBe('ERR_XML_NAME');
    expect(code(() => writeElement({ name: 'xmlns:a' }))).toBe('ERR_XML_NAME');
    expect(code(() => writeElement({ name: 'a', attributes: [['xmlns:a', '']] }))).toBe('ERR_XML_NAME');
  });

  test.each(['\0', '\u0001', '\u001f', '\ufffe', '\uffff', '\ud800', '\udc00', 'x\udc00\ud800'])(
    'refused characters: %j',
    (value) => {
      expect(code(() => writeXml({ name: 'a', children: [value] }))).toBe('ERR_XML_CHARACTER');
      expect(code(() => writeXml({ name: 'a', attributes: [['b', value]] }))).toBe('ERR_XML_CHARACTER');
      expect(code(() => writeXml({ name: 'a', namespaces: [['b', `urn:${value}`]] }))).toBe('ERR_XML_CHARACTER');
    },
  );
});

function stripRedeclared(out: XmlOut, declared: ReadonlySet<string>): XmlOut {
  const namespaces = (out.namespaces ?? []).filter(([prefix]) => !declared.has(prefix));
  const inner = new Set([...declared, ...namespaces.map(([prefix]) => prefix)]);
  const children = (out.children ?? []).map((child) =>
    typeof child === 'string' ? child : stripRedeclared(child, inner),
  );
  return { ...out, namespaces, children };
}
