import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  attributeValue,
  COMMENT,
  ELEMENT,
  PROCESSING_INSTRUCTION,
  parseXml,
  positionOf,
  TEXT,
  textContent,
  walkElements,
  XML_LIMITS,
  type XmlLimits,
} from '../../src/xml/index.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => parseXml(utf8(text));
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    return error.code;
  }
  return 'accepted';
};

describe('what is read', () => {
  test('text: references, CDATA and line ends are one text (XML 1.0 §2.11, §4.6)', () => {
    const { root } = parse('<a>x\r\ny\rz&#13;&lt;<![CDATA[<&amp;\r\n]]>&#x1F600;&#0000065;</a>');
    expect(root.children).toEqual([{ kind: TEXT, parent: root, value: 'x\ny\nz\r<<&amp;\n😀A' }]);
  });

  test('an empty CDATA section is no node', () => {
    expect(parse('<a><![CDATA[]]></a>').root.children).toEqual([]);
  });

  test('comments and instructions part the text and are kept', () => {
    const { root } = parse('<a>x<!-- \r\n-->y<?p   q \r\n?>z<?r?></a>');
    expect(root.children.map((node) => ({ ...node, parent: null }))).toEqual([
      { kind: TEXT, parent: null, value: 'x' },
      { kind: COMMENT, parent: null, value: ' \n' },
      { kind: TEXT, parent: null, value: 'y' },
      { kind: PROCESSING_INSTRUCTION, parent: null, target: 'p', data: 'q \n' },
      { kind: TEXT, parent: null, value: 'z' },
      { kind: PROCESSING_INSTRUCTION, parent: null, target: 'r', data: '' },
    ]);
  });

  test('attributes are normalised as CDATA (XML 1.0 §3.3.3)', () => {
    const { root } = parse('<a b=" x\ty\nz\r\nw\rv &#9;&#10;&#13;&#32;&quot;\' "/>');
    expect(attributeValue(root, 'b')).toBe(' x y z w v \t\n\r "\' ');
  });

  test('namespaces: default, prefix, redeclared, taken back', () => {
    const { root } = parse(
      '<a xmlns="urn:1" xmlns:p="urn:2" b="" p:b=""><p:a xmlns:p="urn:3" p:b=""><a xmlns=""/></p:a><a p:b=""/></a>',
    );
    const found = [...walkElements(root)].map(({ name, namespaceUri, attributes }) => [
      name,
      namespaceUri,
      attributes.map((attribute) => attribute.namespaceUri),
    ]);
    expect(found).toEqual([
      ['a', 'urn:1', ['', 'urn:2']],
      ['p:a', 'urn:3', ['urn:3']],
      ['a', '', []],
      ['a', 'urn:1', ['urn:2']],
    ]);
  });

  test('a prefix may be declared behind its use and by a reference', () => {
    const { root } = parse('<p:a p:b="" xmlns:p="urn:&#x61;&amp;\n"/>');
    expect(root.namespaceUri).toBe('urn:a& ');
    expect(root.attributes[0]!.namespaceUri).toBe('urn:a& ');
  });

  test('the prefix xml needs no declaration and may have one', () => {
    const { root } = parse('<a xml:lang="vi"><b xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:id="c"/></a>');
    for (const element of walkElements(root)) {
      expect(element.attributes[0]!.namespaceUri).toBe('http://www.w3.org/XML/1998/namespace');
    }
  });

  test('equal local names in different namespaces are different attributes', () => {
    const { root } = parse('<a xmlns="urn:1" xmlns:p="urn:1" xmlns:q="urn:2" b="1" p:b="2" q:b="3"/>');
    expect(root.attributes.map((one) => `${one.namespaceUri}|${one.value}`)).toEqual(['|1', 'urn:1|2', 'urn:2|3']);
  });

  test('offsets cut the document exactly', () => {
    const text = '\ufeff<?xml version="1.0"?>\n<a x="1" >ế<b  />😀<c>d</c ></a >';
    const document = parse(text);
    const cut = [...walkElements(document.root)].map(({ start, openEnd, closeStart, end }) => [
      document.source.slice(start, openEnd),
      document.source.slice(openEnd, closeStart),
      document.source.slice(closeStart, end),
    ]);
    expect(cut).toEqual([
      ['<a x="1" >', 'ế<b  />😀<c>d</c >', '</a >'],
      ['<b  />', '', ''],
      ['<c>', 'd', '</c >'],
    ]);
    expect(document.source).toBe(text);
    expect(positionOf(document, document.root.start)).toEqual({ line: 2, column: 1 });
  });

  test('parents are elements of the tree', () => {
    const { root } = parse('<a><b><c/>d</b><!-- --></a>');
    for (const element of walkElements(root)) {
      for (const child of element.children) expect(child.parent).toBe(element);
    }
    expect(root.parent).toBeNull();
  });

  test('what stands around the root is kept in order', () => {
    const { children, root } = parse('<!--1--><?p 2?>\n<a/><!--3-->\n');
    expect(children.map((node) => node.kind)).toEqual([COMMENT, PROCESSING_INSTRUCTION, ELEMENT, COMMENT]);
    expect(children[2]).toBe(root);
  });

  test.each([
    ['the smallest document', '<a/>'],
    ['a document that starts with white space', '\r\n\t <a/>'],
    ['a declaration in single quotes', "<?xml version='1.0' encoding='utf-8' standalone='no' ?><a/>"],
    ['encoding names in any letters', '<?xml version="1.0" encoding="Utf-8"?><a/>'],
    ['the encoding name that Python writes', "<?xml version='1.0' encoding='utf8'?><a>ế</a>"],
    ['US-ASCII that is US-ASCII', '<?xml version="1.0" encoding="US-ASCII"?><a>x</a>'],
    ['white space around every equals sign', '<?xml\tversion\r\n=\n"1.0"   encoding =\t"UTF-8"\n?><a b\n=\r\n"c"/>'],
    ['a long declaration', `<?xml version="1.0"${' '.repeat(5000)}?><a/>`],
    ['an instruction whose name begins with xml', '<?xml-stylesheet href="a"?><a/>'],
    ['brackets that do not close a section', '<a>]] ]> ]]&gt; ]]<![CDATA[>]]></a>'],
    ['brackets inside a section', '<a><![CDATA[]] ]]]]></a>'],
    ['a comment with one hyphen at a time', '<a><!-- - - -x- --></a>'],
    ['question marks in an instruction', '<a><?p ? ??></a>'],
    ['letters that may stand in names', '<_é·\u0301\u203f\u{10000}><Điểm.số-1/></_é·\u0301\u203f\u{10000}>'],
    ['control characters that XML allows', '<a>\u007f\u0085\u009f\u2028</a>'],
    ['noncharacters beyond the first plane', '<a>\u{1fffe}\u{10ffff}</a>'],
    ['a byte order mark inside', '<a>\ufeff</a>'],
    ['a greater-than sign in text and attributes', '<a b=">">></a>'],
    ['both kinds of quotes in attributes', `<a b='"' c="'"/>`],
  ])('%s', (_, text) => {
    expect(code(() => parse(text))).toBe('accepted');
  });

  test('a view into a larger buffer is read from its own bytes', () => {
    const buffer = utf8('xx<a>y</a>zz');
    expect(textContent(parseXml(buffer.subarray(2, 10)).root)).toBe('y');
  });
});

describe('limits: reached is read, passed is refused', () => {
  const nested = (depth: number) => `${'<a>'.repeat(depth - 1)}<b/>${'</a>'.repeat(depth - 1)}`;
  const attributes = (count: number) =>
    `<a ${Array.from({ length: count }, (_, i) => (i % 2 === 0 ? `xmlns:p${i}="urn:p"` : `b${i}=""`)).join(' ')}/>`;

  test('depth', () => {
    expect(XML_LIMITS.depth).toBe(256);
    expect(code(() => parse(nested(256)))).toBe('accepted');
    expect(code(() => parse(nested(257)))).toBe('ERR_XML_DEPTH');
    try {
      parse(nested(257));
    } catch (error) {
      expect(error).toMatchObject({ params: { limit: 256, line: 1, column: 256 * 3 + 1 } });
    }
  });

  test('attributes and namespace declarations together', () => {
    expect(XML_LIMITS.attributes).toBe(1000);
    expect(code(() => parse(attributes(1000)))).toBe('accepted');
    expect(code(() => parse(attributes(1001)))).toBe('ERR_XML_ATTRIBUTE_COUNT');
    const last = attributes(1001).lastIndexOf('xmlns:p1000') + 1;
    try {
      parse(attributes(1001));
    } catch (error) {
      expect(error).toMatchObject({ params: { limit: 1000, line: 1, column: last } });
    }
  });

  test('size in bytes', () => {
    expect(XML_LIMITS.sizeBytes).toBe(64 * 1024 * 1024);
    const bytes = utf8('<a>ế</a>');
    expect(code(() => parseXml(bytes, { limits: { sizeBytes: bytes.length } }))).toBe('accepted');
    expect(code(() => parseXml(bytes, { limits: { sizeBytes: bytes.length - 1 } }))).toBe('ERR_XML_SIZE');
  });

  test('the default size limit', () => {
    const bytes = new Uint8Array(XML_LIMITS.sizeBytes + 1).fill(0x20);
    bytes.set(utf8('<a/>'));
    expect(code(() => parseXml(bytes))).toBe('ERR_XML_SIZE');
    expect(code(() => parseXml(bytes.subarray(1)))).toBe('ERR_XML_MALFORMED');
    expect(code(() => parseXml(bytes.subarray(0, XML_LIMITS.sizeBytes)))).toBe('accepted');
  });

  test('limits of the caller, each alone', () => {
    const limited = (limits: Partial<XmlLimits>, text: string) => code(() => parseXml(utf8(text), { limits }));
    expect(limited({ depth: 1 }, '<a/>')).toBe('accepted');
    expect(limited({ depth: 1 }, '<a><b/></a>')).toBe('ERR_XML_DEPTH');
    expect(limited({ attributes: 1 }, '<a b=""/>')).toBe('accepted');
    expect(limited({ attributes: 1 }, '<a b="" xmlns=""/>')).toBe('ERR_XML_ATTRIBUTE_COUNT');
    expect(limited({ attributes: 0 }, '<a b=""/>')).toBe('ERR_XML_ATTRIBUTE_COUNT');
    expect(limited({ depth: 100_000 }, nested(50_000))).toBe('accepted');
  });

  test('undefined is no limit of its own', () => {
    const limits = { depth: undefined, attributes: undefined, sizeBytes: undefined } as unknown as Partial<XmlLimits>;
    expect(code(() => parseXml(utf8(nested(257)), { limits }))).toBe('ERR_XML_DEPTH');
    expect(code(() => parseXml(utf8(attributes(1001)), { limits }))).toBe('ERR_XML_ATTRIBUTE_COUNT');
  });
});
