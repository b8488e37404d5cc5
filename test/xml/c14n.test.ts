import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  C14N_ALGORITHMS,
  C14N_EXCLUSIVE,
  C14N_INCLUSIVE,
  type C14nAlgorithm,
  type C14nOptions,
  canonicalize,
  isC14nAlgorithm,
  type NodeSelection,
  parseXml,
  walkElements,
  type XmlElement,
} from '../../src/xml/index.js';

const INCLUSIVE_11 = 'http://www.w3.org/2006/12/xml-c14n11';
const WITH_COMMENTS = `${C14N_INCLUSIVE}#WithComments` as const;
const EXCLUSIVE_WITH_COMMENTS = `${C14N_EXCLUSIVE}WithComments` as const;
const ALGORITHMS = Object.keys(C14N_ALGORITHMS) as C14nAlgorithm[];

const parse = (text: string) => parseXml(new TextEncoder().encode(text));
const find = (root: XmlElement, name: string) => [...walkElements(root)].find((element) => element.name === name)!;
const document = (text: string, algorithm: C14nAlgorithm) => canonicalize(parse(text), { algorithm });
const subtree = (text: string, name: string, algorithm: C14nAlgorithm, more: Partial<C14nOptions> = {}) =>
  canonicalize(find(parse(text).root, name), { algorithm, ...more });

describe('what every form does (Canonical XML 1.0 §2.3)', () => {
  test.each<[string, string, string]>([
    ['an empty element gets an end tag', '<a/>', '<a></a>'],
    ['white space in tags goes, in content stays', '<a  b = "1"\n> <c /> </a >', '<a b="1"> <c></c> </a>'],
    ['the declaration and white space around the root go', '<?xml version="1.0"?>\n\n<a/>\n', '<a></a>'],
    ['a byte order mark goes', '\ufeff<a/>', '<a></a>'],
    ['CDATA is text', '<a><![CDATA[<b> & "c" ]]]]></a>', '<a>&lt;b&gt; &amp; "c" ]]</a>'],
    ['references are replaced', '<a>&#65;&#x1EBF;&quot;&apos;&gt;</a>', '<a>Aế"\'&gt;</a>'],
    ['a carriage return by reference stays one', '<a b="&#13;">&#13;\r\n</a>', '<a b="&#xD;">&#xD;\n</a>'],
    ['line ends become LF', '<a>\r\n\r\n\r</a>', '<a>\n\n\n</a>'],
    [
      'attributes: quotes, references, white space',
      "<a b='\"&lt;>&amp;\t\n&#9;&#10;'/>",
      '<a b="&quot;&lt;>&amp;  &#x9;&#xA;"></a>',
    ],
    ['tabs and line feeds in text stay', '<a>\t\n</a>', '<a>\t\n</a>'],
    ['instructions stay, their white space is one space', '<a><?p   b  c ?><?q?></a>', '<a><?p b  c ?><?q?></a>'],
    ['an instruction before and behind the root', '<?p?><a/><?q r?>', '<?p?>\n<a></a>\n<?q r?>'],
    [
      'order of declarations and attributes',
      '<a c="" b="" xmlns:q="urn:1" xmlns:p="urn:2" p:a="" q:z="" xmlns="urn:0"/>',
      '<a xmlns="urn:0" xmlns:p="urn:2" xmlns:q="urn:1" b="" c="" q:z="" p:a=""></a>',
    ],
    [
      'attributes of the xml namespace come by its URI',
      '<a xmlns:p="urn:p" p:b="" xml:lang="" xmlns:h="http://a" h:c="" z=""/>',
      '<a xmlns:h="http://a" xmlns:p="urn:p" z="" h:c="" xml:lang="" p:b=""></a>',
    ],
    ['order by code point, not by UTF-16 unit', '<a \ufdf0="1" \u{10000}="2"/>', '<a \ufdf0="1" \u{10000}="2"></a>'],
    ['order by code point among many', '<a \u{10000}="1" \uf900="2" b="3"/>', '<a b="3" \uf900="2" \u{10000}="1"></a>'],
    ['a shorter name before a longer one', '<a bb="" b="" B=""/>', '<a B="" b="" bb=""></a>'],
  ])('%s', (_, text, canonical) => {
    for (const algorithm of ALGORITHMS) expect(document(text, algorithm), algorithm).toBe(canonical);
  });

  test('comments only where the algorithm says so', () => {
    const text = '<!--1--><a>x<!--2\r\n-->y</a><!--3-->';
    for (const algorithm of ALGORITHMS) {
      const kept = algorithm.endsWith('WithComments');
      expect(document(text, algorithm)).toBe(kept ? '<!--1-->\n<a>x<!--2\n-->y</a>\n<!--3-->' : '<a>xy</a>');
      expect(canonicalize(parse(text), { algorithm, dropComments: true })).toBe('<a>xy</a>');
    }
  });
});

describe('namespaces', () => {
  const text =
    '<r xmlns="urn:d" xmlns:u="urn:u" xmlns:p="urn:p"><p:a xmlns:u="urn:u"><b xmlns="urn:d" q="1"/><c xmlns=""/></p:a></r>';

  test('inclusive: all in scope at the apex, then only what changes', () => {
    expect(subtree(text, 'p:a', C14N_INCLUSIVE)).toBe(
      '<p:a xmlns="urn:d" xmlns:p="urn:p" xmlns:u="urn:u"><b q="1"></b><c xmlns=""></c></p:a>',
    );
  });

  test('exclusive: only what is used, where it is used', () => {
    expect(subtree(text, 'p:a', C14N_EXCLUSIVE)).toBe('<p:a xmlns:p="urn:p"><b xmlns="urn:d" q="1"></b><c></c></p:a>');
  });

  test('exclusive with a PrefixList: the listed ones as in the inclusive form', () => {
    expect(subtree(text, 'p:a', C14N_EXCLUSIVE, { inclusivePrefixes: ['u', '', 'unbound'] })).toBe(
      '<p:a xmlns="urn:d" xmlns:p="urn:p" xmlns:u="urn:u"><b q="1"></b><c xmlns=""></c></p:a>',
    );
  });

  test('exclusive: siblings each render what they use', () => {
    expect(document('<a xmlns:p="urn:p"><p:b/><p:b/><c p:d=""/></a>', C14N_EXCLUSIVE)).toBe(
      '<a><p:b xmlns:p="urn:p"></p:b><p:b xmlns:p="urn:p"></p:b><c xmlns:p="urn:p" p:d=""></c></a>',
    );
  });

  test('exclusive: a prefix rebound between two uses', () => {
    const rebound = '<p:a xmlns:p="urn:1"><b xmlns:p="urn:2"><p:c/></b><p:d/></p:a>';
    expect(document(rebound, C14N_EXCLUSIVE)).toBe(
      '<p:a xmlns:p="urn:1"><b><p:c xmlns:p="urn:2"></p:c></b><p:d></p:d></p:a>',
    );
  });

  test('a superfluous xmlns="" is not rendered', () => {
    for (const algorithm of ALGORITHMS)
      expect(document('<a xmlns=""><b xmlns=""/></a>', algorithm)).toBe('<a><b></b></a>');
  });

  test('xmlns:xml is never rendered', () => {
    const declared = '<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="vi"/>';
    for (const algorithm of ALGORITHMS) {
      const options = { algorithm, inclusivePrefixes: ['xml'] };
      expect(canonicalize(parse(declared), options)).toBe('<a xml:lang="vi"></a>');
    }
  });

  test('namespace names are escaped as attribute values', () => {
    expect(document('<a xmlns="urn:&amp;&lt;&quot;&#10;"/>', C14N_EXCLUSIVE)).toBe(
      '<a xmlns="urn:&amp;&lt;&quot;&#xA;"></a>',
    );
  });

  test.each(['x', '../x', '#x', '?x', '//host/x', '/x', '1a:b', ' urn:x', 'ế:x'])(
    'relative namespace URI "%s"',
    (uri) => {
      for (const algorithm of ALGORITHMS) {
        for (const wrong of [`<a xmlns="${uri}"/>`, `<a><b xmlns:p="${uri}"/></a>`]) {
          try {
            document(wrong, algorithm);
            expect.unreachable();
          } catch (error) {
            expect(isHocBaSoError(error, 'ERR_XML_NAMESPACE_RELATIVE')).toBe(true);
          }
        }
      }
    },
  );

  test('a relative namespace URI that is inherited and rendered', () => {
    const wrong = '<a xmlns:p="x"><b/><p:c/></a>';
    const codeOf = (run: () => string) => {
      try {
        return run();
      } catch (error) {
        return isHocBaSoError(error) ? error.code : 'foreign';
      }
    };
    expect(codeOf(() => subtree(wrong, 'b', C14N_INCLUSIVE))).toBe('ERR_XML_NAMESPACE_RELATIVE');
    expect(codeOf(() => subtree(wrong, 'p:c', C14N_EXCLUSIVE))).toBe('ERR_XML_NAMESPACE_RELATIVE');
    expect(subtree(wrong, 'b', C14N_EXCLUSIVE)).toBe('<b></b>');
  });
});

describe('attributes xml:* of ancestors left out (Canonical XML 1.0 and 1.1 §2.4)', () => {
  const text =
    '<r xml:lang="vi" xml:id="i" xml:base="http://h/x/" xml:foo="f"><m xml:space="preserve" xml:base="y/"><a xml:lang="en" b=""><c/></a></m></r>';

  test('1.0 takes the nearest of every name', () => {
    expect(subtree(text, 'a', C14N_INCLUSIVE)).toBe(
      '<a b="" xml:base="y/" xml:foo="f" xml:id="i" xml:lang="en" xml:space="preserve"><c></c></a>',
    );
  });

  test('1.1 takes lang and space and joins base', () => {
    expect(subtree(text, 'a', INCLUSIVE_11)).toBe(
      '<a b="" xml:base="http://h/x/y/" xml:lang="en" xml:space="preserve"><c></c></a>',
    );
  });

  test('exclusive takes none', () => {
    expect(subtree(text, 'a', C14N_EXCLUSIVE)).toBe('<a b="" xml:lang="en"><c></c></a>');
  });

  test('an own xml:base is joined with those above', () => {
    const based = '<r xml:base="a/"><m xml:base="../"><b xml:base="c"/></m></r>';
    expect(subtree(based, 'b', INCLUSIVE_11)).toBe('<b xml:base="c"></b>');
    expect(subtree(based, 'b', C14N_INCLUSIVE)).toBe('<b xml:base="c"></b>');
  });

  test('a join that comes out empty is not rendered', () => {
    const based = '<r xml:base="a/"><m xml:base=".."><b/></m></r>';
    expect(subtree(based, 'b', INCLUSIVE_11)).toBe('<b></b>');
  });
});

describe('exclusion, selection and the view', () => {
  const text = '<r xmlns:p="urn:p"><a><b>1</b><p:b>2</p:b>3<!--4--><c d="5"/></a></r>';

  test('excluded subtrees leave no trace, wherever they are', () => {
    const { root } = parse(text);
    const exclude = new Set([find(root, 'b'), find(root, 'c')]);
    expect(canonicalize(root, { algorithm: EXCLUSIVE_WITH_COMMENTS, exclude })).toBe(
      '<r><a><p:b xmlns:p="urn:p">2</p:b>3<!--4--></a></r>',
    );
    expect(canonicalize(root, { algorithm: C14N_EXCLUSIVE, exclude: new Set([root]) })).toBe('');
    expect(canonicalize(root, { algorithm: C14N_EXCLUSIVE, exclude: new Set() })).toBe(document(text, C14N_EXCLUSIVE));
  });

  test('the view lists exactly the elements rendered, in order', () => {
    const { root } = parse(text);
    const seen: string[] = [];
    const onElement = (element: XmlElement) => seen.push(element.name);
    canonicalize(find(root, 'a'), { algorithm: C14N_EXCLUSIVE, exclude: new Set([find(root, 'b')]), onElement });
    expect(seen).toEqual(['a', 'p:b', 'c']);
  });

  test('the view of a whole document, though all of it could be copied at once', () => {
    const seen: string[] = [];
    const options: C14nOptions = { algorithm: C14N_EXCLUSIVE, onElement: (element) => seen.push(element.name) };
    expect(canonicalize(parse('<a><b><c>x</c></b><d></d></a>'), options)).toBe('<a><b><c>x</c></b><d></d></a>');
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a copy of an element is rendered as it is and not as its original stood in the source', () => {
    const original = find(parse('<r><a b="1"><c>x</c></a></r>').root, 'a');
    const text = { kind: 3 as const, parent: original, value: 'y' };
    for (const algorithm of ALGORITHMS) {
      const render = (change: Partial<XmlElement>) => canonicalize({ ...original, ...change }, { algorithm });
      expect(render({})).toBe('<a b="1"><c>x</c></a>');
      expect(render({ name: 'z', localName: 'z' })).toBe('<z b="1"><c>x</c></z>');
      expect(render({ attributes: [] })).toBe('<a><c>x</c></a>');
      expect(render({ children: [text] })).toBe('<a b="1">y</a>');
      expect(render({ children: [{ ...(original.children[0] as XmlElement), name: 'q', localName: 'q' }] })).toBe(
        '<a b="1"><q>x</q></a>',
      );
      expect(render({ children: [{ ...(original.children[0] as XmlElement), children: [text] }] })).toBe(
        '<a b="1"><c>y</c></a>',
      );
    }
  });

  test('the view of a selection too', () => {
    const { root } = parse(text);
    const seen: string[] = [];
    const selection: NodeSelection = {
      hasNode: (node) => node.kind !== 1 || node.name !== 'a',
      hasAttribute: () => true,
      hasNamespace: () => true,
    };
    const options = {
      algorithm: WITH_COMMENTS,
      selection,
      onElement: (element: XmlElement) => seen.push(element.name),
    };
    // The namespace nodes of an element that is left out are rendered all the same, unless the ancestor shows them.
    expect(canonicalize(root, options)).toBe('<r xmlns:p="urn:p"><b>1</b><p:b>2</p:b>3<!--4--><c d="5"></c></r>');
    expect(seen).toEqual(['r', 'b', 'p:b', 'c']);
  });

  test('namespace and attribute nodes of an element left out (Canonical XML 1.0 §2.3)', () => {
    const selection: NodeSelection = {
      hasNode: (node) => node.kind !== 1,
      hasAttribute: () => true,
      hasNamespace: () => true,
    };
    const orphaned = '<a xmlns="urn:d" xmlns:p="urn:p" b="1">x</a>';
    expect(canonicalize(parse(orphaned), { algorithm: C14N_INCLUSIVE, selection })).toBe(
      ' xmlns="urn:d" xmlns:p="urn:p" b="1"x',
    );
    expect(canonicalize(parse(orphaned), { algorithm: C14N_EXCLUSIVE, selection })).toBe(' b="1"x');
  });
});

test('algorithm URIs', () => {
  expect(ALGORITHMS).toHaveLength(6);
  for (const uri of ALGORITHMS) expect(isC14nAlgorithm(uri)).toBe(true);
  for (const uri of ['', 'toString', `${C14N_EXCLUSIVE}#`, 'http://www.w3.org/TR/1999/REC-xslt-19991116']) {
    expect(isC14nAlgorithm(uri)).toBe(false);
  }
});

describe('length of the result', () => {
  /** 200 kB that an exclusive form makes 10 GB of. */
  const text = `<a xmlns:p="urn:${'x'.repeat(100_000)}">${'<p:b/>'.repeat(100_000)}</a>`;
  const codeOf = (run: () => string) => {
    try {
      return run().length;
    } catch (error) {
      return isHocBaSoError(error) ? error.code : 'foreign';
    }
  };

  test('a namespace name that every element repeats', () => {
    const { root } = parse(text);
    expect(codeOf(() => canonicalize(root, { algorithm: C14N_INCLUSIVE }))).toBeGreaterThan(text.length);
    expect(codeOf(() => canonicalize(root, { algorithm: C14N_EXCLUSIVE }))).toBe('ERR_XML_CANONICAL_SIZE');
  });

  test('reached is made, passed is refused, copied or not', () => {
    for (const [source, length] of [
      ['<a><b>x</b></a>', 15],
      ['<a ><b>x</b ></a>', 15],
      ['<a/>', 7],
    ] as const) {
      const { root } = parse(source);
      for (const algorithm of ALGORITHMS) {
        expect(codeOf(() => canonicalize(root, { algorithm, maxUnits: length }))).toBe(length);
        expect(codeOf(() => canonicalize(root, { algorithm, maxUnits: length - 1 }))).toBe('ERR_XML_CANONICAL_SIZE');
      }
    }
  });
});

test('nesting as deep as the caller allows', () => {
  const depth = 100_000;
  const deep = parseXml(new TextEncoder().encode('<a>'.repeat(depth) + '</a>'.repeat(depth)), { limits: { depth } });
  for (const algorithm of ALGORITHMS) expect(canonicalize(deep, { algorithm }).length).toBe(7 * depth);
});
