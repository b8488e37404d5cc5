import { describe, expect, test } from 'vitest';
import {
  attributeValue,
  childElements,
  escapeAttribute,
  escapeText,
  findChild,
  findChildren,
  indexIds,
  isElement,
  isWithin,
  lookupNamespace,
  parseXml,
  positionOf,
  textContent,
  walkElements,
} from '../../src/xml/index.js';

const parse = (text: string) => parseXml(new TextEncoder().encode(text));

describe('finding', () => {
  const { root } = parse(
    '<a xmlns="urn:1" xmlns:p="urn:2">1<b/><p:b x="2" p:x="3">2<!--n--><c>3</c></p:b><?n n?><b>4</b></a>',
  );

  test('children', () => {
    expect(childElements(root).map((element) => element.name)).toEqual(['b', 'p:b', 'b']);
    expect(findChild(root, 'b')!.name).toBe('b');
    expect(findChild(root, 'b', 'urn:2')!.name).toBe('p:b');
    expect(findChild(root, 'b', '')).toBeUndefined();
    expect(findChild(root, 'c')).toBeUndefined();
    expect(findChildren(root, 'b')).toHaveLength(3);
    expect(findChildren(root, 'b', 'urn:1')).toHaveLength(2);
    expect(root.children.filter(isElement)).toEqual(childElements(root));
  });

  test('document order', () => {
    expect([...walkElements(root)].map((element) => element.name)).toEqual(['a', 'b', 'p:b', 'c', 'b']);
  });

  test('text without comments and instructions', () => {
    expect(textContent(root)).toBe('1234');
  });

  test('attributes without namespace only', () => {
    const element = findChild(root, 'b', 'urn:2')!;
    expect(attributeValue(element, 'x')).toBe('2');
    expect(attributeValue(element, 'p:x')).toBeUndefined();
    expect(attributeValue(element, 'y')).toBeUndefined();
  });

  test('namespaces in scope', () => {
    const inner = parse('<a xmlns="urn:1" xmlns:p="urn:2"><b xmlns=""><c xmlns:p="urn:3"/></b></a>').root;
    const [, b, c] = [...walkElements(inner)];
    expect(lookupNamespace(inner, '')).toBe('urn:1');
    expect(lookupNamespace(b!, '')).toBeUndefined();
    expect(lookupNamespace(b!, 'p')).toBe('urn:2');
    expect(lookupNamespace(c!, 'p')).toBe('urn:3');
    expect(lookupNamespace(c!, 'q')).toBeUndefined();
    expect(lookupNamespace(c!, 'xml')).toBe('http://www.w3.org/XML/1998/namespace');
  });

  test('inside', () => {
    const [first, second] = childElements(root);
    expect(isWithin(second!, root)).toBe(true);
    expect(isWithin(root, root)).toBe(true);
    expect(isWithin(root, second!)).toBe(false);
    expect(isWithin(first!, second!)).toBe(false);
  });

  test('escapes', () => {
    expect(escapeText('<a>&"\'\r\n\t')).toBe('&lt;a&gt;&amp;"\'&#xD;\n\t');
    expect(escapeAttribute('<a>&"\'\r\n\t')).toBe("&lt;a>&amp;&quot;'&#xD;&#xA;&#x9;");
  });
});

describe('Id scope', () => {
  const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';

  test('Id, ID and id count together', () => {
    const { root } = parse('<a Id="1"><b ID="2"/><c id="3"/><d iD="4" p:Id="5" xmlns:p="urn:p"/><e Id="2"/></a>');
    const index = indexIds(root);
    expect([...index].map(([id, elements]) => [id, elements.map((element) => element.name)])).toEqual([
      ['1', ['a']],
      ['2', ['b', 'e']],
      ['3', ['c']],
    ]);
  });

  test('the scope is the root given, itself included', () => {
    const { root } = parse('<l><r Id="x"><d Id="data"/></r><r Id="y"><d Id="data"/></r></l>');
    const [first] = childElements(root);
    expect(indexIds(root).get('data')).toHaveLength(2);
    expect(indexIds(first!).get('data')).toEqual([childElements(first!)[0]]);
    expect(indexIds(first!).get('x')).toEqual([first]);
    expect(indexIds(first!).has('y')).toBe(false);
  });

  test('one element with one value twice is one', () => {
    const { root } = parse('<a Id="1" ID="1" id="2"><b Id="1"/></a>');
    expect(
      indexIds(root)
        .get('1')!
        .map((element) => element.name),
    ).toEqual(['a', 'b']);
    expect(indexIds(root).get('2')).toHaveLength(1);
  });

  test('no value is a property of Object', () => {
    expect(indexIds(parse('<a/>').root).get('constructor')).toBeUndefined();
    expect(indexIds(parse('<a Id="__proto__"/>').root).get('__proto__')).toHaveLength(1);
  });

  test('wide: xml:id, wsu:Id and AssertionID too', () => {
    const { root } = parse(
      `<a xml:id="1" xmlns:w="${WSU}"><b w:Id="2"/><c AssertionID="3"/><d w:id="4" AssertionId="5"/></a>`,
    );
    expect([...indexIds(root, { attributes: 'wide' }).keys()]).toEqual(['1', '2', '3']);
    expect([...indexIds(root).keys()]).toEqual([]);
  });
});

test('positions: CR LF, LF and CR each end one line', () => {
  const document = parse('<a>\r\n\n\r😀x</a>');
  const at = document.source.indexOf('x');
  expect(positionOf(document, at)).toEqual({ line: 4, column: 3 });
  expect(positionOf(document, 0)).toEqual({ line: 1, column: 1 });
  expect(positionOf(document, 10_000)).toEqual({ line: 4, column: 8 });
});

test('positions of every offset, with and without byte order mark', () => {
  for (const text of ['<a>\n\r\n\r\r\n<b/>\n\n</a>\r\n', '\ufeff\n<a/>', '\ufeff<a/>', '<a/>']) {
    const document = parse(text);
    for (let offset = 0; offset <= text.length; offset++) {
      // Between CR and LF the line has not ended yet.
      const lines = text
        .slice(0, offset)
        .replace(/^\ufeff/, '')
        .split(/\r\n|\n|\r(?!$)/);
      const last = lines[lines.length - 1]!;
      const ended = last.endsWith('\r') && text[offset] !== '\n';
      expect(positionOf(document, offset), `${JSON.stringify(text)} at ${offset}`).toEqual({
        line: lines.length + (ended ? 1 : 0),
        column: ended ? 1 : last.length + 1,
      });
    }
  }
});

test('positions in a long document, asked for in any order', () => {
  const document = parse(`<a>${'<b/>\r\n'.repeat(5000)}</a>`);
  for (const index of [4999, 0, 2500, 1, 681, 682, 683, 4998]) {
    expect(positionOf(document, 3 + index * 6)).toEqual({ line: index + 1, column: index === 0 ? 4 : 1 });
  }
  expect(positionOf(document, document.source.length)).toEqual({ line: 5001, column: 5 });
});
