import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import { parseXml, XML_ERRORS } from '../../src/xml/index.js';

/** Where the error must point: the mark is taken out of the text before it is read. */
const MARK = '¦';

interface Refusal {
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

function refusal(bytes: Uint8Array): Refusal | string {
  try {
    parseXml(bytes);
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    const { line, column } = error.params;
    return { code: error.code, line: Number(line), column: Number(column) };
  }
  return 'accepted';
}

/** Line and column of the mark, counted in the simplest way: the byte order mark is no column. */
function expectation(code: string, marked: string): Refusal {
  const before = marked
    .slice(0, marked.indexOf(MARK))
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/);
  return { code, line: before.length, column: before[before.length - 1]!.length + 1 };
}

const utf8 = (text: string) => new TextEncoder().encode(text);

const CASES: readonly (readonly [code: keyof typeof XML_ERRORS, what: string, marked: string])[] = [
  ['ERR_XML_DOCTYPE', 'a DOCTYPE before the root', '<?xml version="1.0"?>\n¦<!DOCTYPE a [<!ENTITY b "c">]>\n<a/>'],
  ['ERR_XML_DOCTYPE', 'an empty DOCTYPE', '¦<!DOCTYPE a><a/>'],
  ['ERR_XML_DOCTYPE', 'a DOCTYPE inside an element', '<a>\r\n  ¦<!DOCTYPE a></a>'],
  ['ERR_XML_DOCTYPE', 'a DOCTYPE after the root', '<a/>¦<!DOCTYPE a>'],
  ['ERR_XML_MALFORMED', 'a doctype in small letters', '¦<!doctype a><a/>'],

  ['ERR_XML_ENTITY', 'an undefined entity', '<a>\n  x ¦&nbsp;</a>'],
  ['ERR_XML_ENTITY', 'an undefined entity after CR LF', '<a>\r\n\r\n x ¦&nbsp;</a>'],
  ['ERR_XML_ENTITY', 'an undefined entity after CR', '<a>\r\r x ¦&nbsp;</a>'],
  ['ERR_XML_ENTITY', 'an undefined entity in an attribute', '<a b="1&amp;\r\n\r\n¦&e;"/>'],
  ['ERR_XML_ENTITY', 'an entity in other letters', '<a>¦&AMP;</a>'],
  ['ERR_XML_MALFORMED', 'an ampersand alone', '<a>R¦&D</a>'],
  ['ERR_XML_MALFORMED', 'an ampersand and a space', '<a>R ¦& D; E</a>'],
  ['ERR_XML_MALFORMED', 'an empty reference', '<a>¦&;</a>'],
  ['ERR_XML_MALFORMED', 'a reference closed after the element', '<a>¦&amp</a>;'],
  ['ERR_XML_MALFORMED', 'an empty character reference', '<a>¦&#;</a>'],
  ['ERR_XML_MALFORMED', 'an empty hexadecimal reference', '<a>¦&#x;</a>'],
  ['ERR_XML_MALFORMED', 'a hexadecimal digit in a decimal reference', '<a>¦&#1f;</a>'],
  ['ERR_XML_MALFORMED', 'a capital X in a reference', '<a>¦&#X41;</a>'],
  ['ERR_XML_MALFORMED', 'a sign in a reference', '<a>¦&#-1;</a>'],
  ['ERR_XML_MALFORMED', 'an entity with a colon', '<a>¦&a:b;</a>'],

  ['ERR_XML_CHARACTER', 'a zero', '<a>x¦\0</a>'],
  ['ERR_XML_CHARACTER', 'a control character in text', '<a>\n¦\u0001</a>'],
  ['ERR_XML_CHARACTER', 'a form feed as white space', '<a¦\f/>'],
  ['ERR_XML_CHARACTER', 'an escape in a comment', '<a><!--¦\u001b--></a>'],
  ['ERR_XML_CHARACTER', 'U+FFFE', '<a>¦\ufffe</a>'],
  ['ERR_XML_CHARACTER', 'U+FFFF in an attribute', '<a b="¦\uffff"/>'],
  ['ERR_XML_CHARACTER', 'a control character in CDATA', '<a><![CDATA[¦\u0008]]></a>'],
  ['ERR_XML_CHARACTER', 'a reference to zero', '<a>¦&#0;</a>'],
  ['ERR_XML_CHARACTER', 'a reference to a control character', '<a>¦&#x1;</a>'],
  ['ERR_XML_CHARACTER', 'a reference to a surrogate', '<a>¦&#xD800;</a>'],
  ['ERR_XML_CHARACTER', 'a pair of references to surrogates', '<a>¦&#xD83D;&#xDE00;</a>'],
  ['ERR_XML_CHARACTER', 'a reference to U+FFFE', '<a>¦&#xFFFE;</a>'],
  ['ERR_XML_CHARACTER', 'a reference beyond Unicode', '<a>¦&#x110000;</a>'],
  ['ERR_XML_CHARACTER', 'a reference too long for a number', `<a>¦&#${'9'.repeat(400)};</a>`],

  ['ERR_XML_ENCODING', 'another declared encoding', '¦<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
  ['ERR_XML_ENCODING', 'declared UTF-16', '¦<?xml version="1.0" encoding="UTF-16"?><a/>'],
  ['ERR_XML_ENCODING', 'declared windows-1258', "¦<?xml version='1.0' encoding='windows-1258' standalone='no'?><a/>"],
  ['ERR_XML_ENCODING', 'letters beyond the declared US-ASCII', '¦<?xml version="1.0" encoding="US-ASCII"?><a>ế</a>'],
  [
    'ERR_XML_ENCODING',
    'a wrong declaration after a byte order mark',
    '\ufeff¦<?xml version="1.0" encoding="utf-7"?><a/>',
  ],
  ['ERR_XML_VERSION', 'XML 1.1', '¦<?xml version="1.1"?><a/>'],
  ['ERR_XML_VERSION', 'XML 2.0', "¦<?xml version='2.0' encoding='UTF-8'?><a/>"],
  ['ERR_XML_VERSION', 'an empty version', '¦<?xml version=""?><a/>'],

  ['ERR_XML_MALFORMED', 'a declaration without version', '¦<?xml encoding="UTF-8"?><a/>'],
  ['ERR_XML_MALFORMED', 'an empty declaration', '¦<?xml ?><a/>'],
  ['ERR_XML_MALFORMED', 'a declaration without white space', '¦<?xml version="1.0"encoding="UTF-8"?><a/>'],
  [
    'ERR_XML_MALFORMED',
    'a declaration in the wrong order',
    '¦<?xml version="1.0" standalone="yes" encoding="UTF-8"?><a/>',
  ],
  ['ERR_XML_MALFORMED', 'standalone with another value', '¦<?xml version="1.0" standalone="true"?><a/>'],
  ['ERR_XML_MALFORMED', 'an unknown pseudo-attribute', '¦<?xml version="1.0" x="y"?><a/>'],
  ['ERR_XML_MALFORMED', 'mixed quotes in the declaration', '¦<?xml version="1.0\'?><a/>'],
  ['ERR_XML_MALFORMED', 'a declaration not closed', '¦<?xml version="1.0"><a/>'],
  ['ERR_XML_MALFORMED', 'a declaration after white space', ' ¦<?xml version="1.0"?><a/>'],
  ['ERR_XML_MALFORMED', 'a declaration inside an element', '<a>¦<?xml version="1.0"?></a>'],
  ['ERR_XML_MALFORMED', 'a declaration after a comment', '<!-- -->¦<?xml version="1.0"?><a/>'],
  ['ERR_XML_MALFORMED', 'an instruction called XML', '¦<?XML x?><a/>'],
  ['ERR_XML_MALFORMED', 'an instruction called xMl', '<a>\n¦<?xMl?></a>'],

  ['ERR_XML_PREFIX_UNDECLARED', 'the prefix of an element', '<a>\n  ¦<p:b/></a>'],
  ['ERR_XML_PREFIX_UNDECLARED', 'the prefix of an attribute', '<a b="1"\n  ¦p:b="2"/>'],
  ['ERR_XML_PREFIX_UNDECLARED', 'a prefix declared on a sibling', '<a><b xmlns:p="urn:p"/>¦<p:c/></a>'],
  ['ERR_XML_PREFIX_UNDECLARED', 'a prefix declared on a child', '¦<p:a><b xmlns:p="urn:p"/></p:a>'],
  ['ERR_XML_PREFIX_UNDECLARED', 'a prefix declared on an empty sibling', '<a><p:b xmlns:p="urn:p"></p:b>¦<p:b/></a>'],
  ['ERR_XML_PREFIX_UNDECLARED', 'an element in the prefix xmlns', '¦<xmlns:a/>'],
  ['ERR_XML_PREFIX_UNDECLARED', 'a prefix in other letters', '<a xmlns:p="urn:p">¦<P:b/></a>'],

  ['ERR_XML_ATTRIBUTE_DUPLICATE', 'two attributes of one name', '<a b="1" c="2"\n ¦b="3"/>'],
  ['ERR_XML_ATTRIBUTE_DUPLICATE', 'two of one name among many', '<a b="1" c="" d="" e="" f="" g="" ¦b="1"/>'],
  ['ERR_XML_ATTRIBUTE_DUPLICATE', 'two of one prefixed name', '<a xmlns:p="urn:p" p:b="1" ¦p:b="1"/>'],
  [
    'ERR_XML_ATTRIBUTE_DUPLICATE',
    'one name in one namespace by two prefixes',
    '<a xmlns:p="urn:p" xmlns:q="urn:p" p:b="1" ¦q:b="1"/>',
  ],
  ['ERR_XML_ATTRIBUTE_DUPLICATE', 'the same, declared behind', '<a p:b="1" ¦q:b="1" xmlns:p="urn:p" xmlns:q="urn:p"/>'],
  [
    'ERR_XML_ATTRIBUTE_DUPLICATE',
    'the same, namespaces equal after normalisation',
    '<a p:b="1" ¦q:b="1" xmlns:p="urn:&#x70;" xmlns:q="urn:p"/>',
  ],
  ['ERR_XML_ATTRIBUTE_DUPLICATE', 'two declarations of one prefix', '<a xmlns:p="urn:p" b="1" ¦xmlns:p="urn:p"/>'],
  ['ERR_XML_ATTRIBUTE_DUPLICATE', 'two default namespaces', '<a b="1" xmlns="urn:p"\r\n¦xmlns=""/>'],
  ['ERR_XML_ATTRIBUTE_DUPLICATE', 'two xml:lang', '<a xml:lang="vi" ¦xml:lang="vi"/>'],
  ['ERR_XML_ATTRIBUTE_DUPLICATE', 'two Ids', '<a Id="x" ¦Id="y"/>'],

  ['ERR_XML_TAG_MISMATCH', 'another name', '<a><b>\n¦</a></b>'],
  ['ERR_XML_TAG_MISMATCH', 'a longer name', '<a>¦</ab>'],
  ['ERR_XML_TAG_MISMATCH', 'a shorter name', '<ab>¦</a>'],
  ['ERR_XML_TAG_MISMATCH', 'other letters', '<a>¦</A>'],
  ['ERR_XML_TAG_MISMATCH', 'another prefix of the same namespace', '<p:a xmlns:p="urn:p" xmlns:q="urn:p">¦</q:a>'],
  ['ERR_XML_TAG_MISMATCH', 'a name in another Unicode form', '<\u1ebf>¦</e\u0302\u0301>'],
  ['ERR_XML_TAG_MISMATCH', 'an attribute in the end tag', '<a>¦</a b="1">'],
  ['ERR_XML_TAG_MISMATCH', 'white space before the name', '<a>¦</ a>'],

  ['ERR_XML_MALFORMED', 'xmlns bound', '<a ¦xmlns:xmlns="urn:a"/>'],
  ['ERR_XML_MALFORMED', 'xmlns bound to its own name', '<a ¦xmlns:xmlns="http://www.w3.org/2000/xmlns/"/>'],
  ['ERR_XML_MALFORMED', 'another prefix bound to the name of xmlns', '<a ¦xmlns:p="http://www.w3.org/2000/xmlns/"/>'],
  ['ERR_XML_MALFORMED', 'the default bound to the name of xmlns', '<a ¦xmlns="http://www.w3.org/2000/xmlns/"/>'],
  ['ERR_XML_MALFORMED', 'xml bound elsewhere', '<a ¦xmlns:xml="urn:a"/>'],
  [
    'ERR_XML_MALFORMED',
    'another prefix bound to the name of xml',
    '<a ¦xmlns:p="http://www.w3.org/XML/1998/namespace"/>',
  ],
  ['ERR_XML_MALFORMED', 'the default bound to the name of xml', '<a ¦xmlns="http://www.w3.org/XML/1998/namespace"/>'],
  ['ERR_XML_MALFORMED', 'a prefix taken back', '<a xmlns:p="urn:p"><b ¦xmlns:p=""/></a>'],
  ['ERR_XML_MALFORMED', 'a declaration of an empty prefix', '<a xmlns:¦="urn:p"/>'],
  ['ERR_XML_MALFORMED', 'a declaration with two colons', '<a xmlns:p¦:q="urn:p"/>'],

  ['ERR_XML_MALFORMED', 'two hyphens in a comment', '<a><!-- x ¦-- y --></a>'],
  ['ERR_XML_MALFORMED', 'three hyphens at the end of a comment', '<a><!-- x ¦---></a>'],
  ['ERR_XML_MALFORMED', 'a comment not closed', '<a>¦<!-- x </a>'],
  ['ERR_XML_MALFORMED', 'a comment too short', '<a>¦<!---></a>'],
  ['ERR_XML_MALFORMED', 'half a comment', '<a>¦<!- x --></a>'],
  ['ERR_XML_MALFORMED', 'an instruction without name', '<a>¦<? x?></a>'.replace('¦<?', '<?¦')],
  ['ERR_XML_MALFORMED', 'an instruction with a colon', '<a>¦<?p:q x?></a>'],
  ['ERR_XML_MALFORMED', 'an instruction not closed', '<a>¦<?p x></a>'],
  ['ERR_XML_MALFORMED', 'an instruction without white space', '<a>¦<?p"x"?></a>'],
  ['ERR_XML_MALFORMED', 'a CDATA section not closed', '<a>¦<![CDATA[ ]] ></a>'],
  ['ERR_XML_MALFORMED', 'a CDATA section outside the root', '¦<![CDATA[x]]><a/>'],
  ['ERR_XML_MALFORMED', 'a CDATA section after the root', '<a/>¦<![CDATA[x]]>'],
  ['ERR_XML_MALFORMED', 'a CDATA section in small letters', '<a>¦<![cdata[x]]></a>'],
  ['ERR_XML_MALFORMED', 'an end of section in text', '<a>x ¦]]> y</a>'],
  ['ERR_XML_MALFORMED', 'an end of section after a section', '<a><![CDATA[x]]>y¦]]></a>'],
  ['ERR_XML_MALFORMED', 'an element declaration', '<a>¦<!ELEMENT a ANY></a>'],

  ['ERR_XML_MALFORMED', 'nothing', '¦'],
  ['ERR_XML_MALFORMED', 'only white space', ' \n¦'],
  ['ERR_XML_MALFORMED', 'only a byte order mark', '\ufeff¦'],
  ['ERR_XML_MALFORMED', 'only a declaration', '<?xml version="1.0"?>\n¦'],
  ['ERR_XML_MALFORMED', 'only a comment', '<!-- -->¦'],
  ['ERR_XML_MALFORMED', 'text before the root', '¦x<a/>'],
  ['ERR_XML_MALFORMED', 'text after the root', '<a/>\n ¦x'],
  ['ERR_XML_MALFORMED', 'a reference after the root', '<a/>¦&#32;'],
  ['ERR_XML_MALFORMED', 'a second byte order mark', '\ufeff¦\ufeff<a/>'],
  ['ERR_XML_MALFORMED', 'a no-break space before the root', '¦\u00a0<a/>'],
  ['ERR_XML_MALFORMED', 'two roots', '<a/>\n¦<b/>'],
  ['ERR_XML_MALFORMED', 'an end tag after the root', '<a/>¦</a>'],
  ['ERR_XML_MALFORMED', 'an end tag alone', '<¦/a>'],
  ['ERR_XML_MALFORMED', 'a root not closed', '<a><b></b>¦'],
  ['ERR_XML_MALFORMED', 'a start tag not closed', '<a b="1"¦'],
  ['ERR_XML_MALFORMED', 'an attribute without value', '<a b¦/>'],
  ['ERR_XML_MALFORMED', 'an attribute without quotes', '<a b=¦1/>'],
  ['ERR_XML_MALFORMED', 'an attribute not closed', '<a b=¦"1/>'],
  ['ERR_XML_MALFORMED', 'attributes without white space', '<a b="1"¦c="2"/>'],
  ['ERR_XML_MALFORMED', 'a less-than sign in an attribute', '<a b="1 ¦< 2"/>'],
  ['ERR_XML_MALFORMED', 'a space before the name', '<¦ a/>'],
  ['ERR_XML_MALFORMED', 'a name that starts with a digit', '<¦1a/>'],
  ['ERR_XML_MALFORMED', 'a name that starts with a hyphen', '<¦-a/>'],
  ['ERR_XML_MALFORMED', 'a name that starts with a colon', '<¦:a/>'],
  ['ERR_XML_MALFORMED', 'a name that ends with a colon', '<a:¦/>'],
  ['ERR_XML_MALFORMED', 'a name with two colons', '<a xmlns:b="urn:b"><b:c¦:d/></a>'],
  ['ERR_XML_MALFORMED', 'a local name that starts with a digit', '<a:¦1/>'],
  ['ERR_XML_MALFORMED', 'a name with a combining letter first', '<¦\u0301a/>'],
  ['ERR_XML_MALFORMED', 'a name with a multiplication sign', '<a¦\u00d7/>'],
  ['ERR_XML_MALFORMED', 'a slash before the end', '<a ¦/ >'],
];

describe('what is refused, with code, line and column', () => {
  test.each(CASES)('%s: %s', (code, _, marked) => {
    expect(marked.split(MARK)).toHaveLength(2);
    expect(refusal(utf8(marked.replace(MARK, '')))).toEqual(expectation(code, marked));
  });

  test('columns count UTF-16 units and a byte order mark none', () => {
    expect(refusal(utf8('\ufeff<a>😀ế&x;</a>'))).toEqual({ code: 'ERR_XML_ENTITY', line: 1, column: 7 });
  });

  test('the message holds no content of the document', () => {
    try {
      parseXml(utf8('<a>Nguyễn Thị Bích Ngọc &x;</a>'));
      expect.unreachable();
    } catch (error) {
      if (!isHocBaSoError(error)) throw error;
      expect(JSON.stringify(error)).not.toMatch(/Ngọc/);
    }
  });
});

describe('bytes that are not UTF-8', () => {
  const BYTES: readonly (readonly [
    what: string,
    before: string,
    bytes: readonly number[],
    after: string,
    line: number,
    column: number,
  ])[] = [
    ['a lone continuation byte', '<a>\nế', [0x80], '</a>', 2, 2],
    ['a lead byte alone', '<a>', [0xe1, 0xba], '</a>', 1, 4],
    ['an overlong slash', '<a>', [0xc0, 0xaf], '</a>', 1, 4],
    ['an overlong three-byte form', '<a>', [0xe0, 0x80, 0xbc], '</a>', 1, 4],
    ['an encoded surrogate', '<a>', [0xed, 0xa0, 0x80], '</a>', 1, 4],
    ['a code point beyond Unicode', '<a>', [0xf4, 0x90, 0x80, 0x80], '</a>', 1, 4],
    ['a five-byte form', '<a>', [0xf8, 0x88, 0x80, 0x80, 0x80], '</a>', 1, 4],
    ['0xFF', '<a>', [0xff], '</a>', 1, 4],
    ['a letter of windows-1252', '<a>T', [0xea], 'n</a>', 1, 5],
    ['a sequence cut by the end', '<a/>\n', [0xf0, 0x9f, 0x98], '', 2, 1],
  ];
  test.each(BYTES)('%s', (_, before, bytes, after, line, column) => {
    const input = new Uint8Array([...utf8(before), ...bytes, ...utf8(after)]);
    expect(refusal(input)).toEqual({ code: 'ERR_XML_ENCODING', line, column });
  });

  const text = '<?xml version="1.0" encoding="UTF-16"?><a>Điểm</a>';
  const units = (little: boolean) =>
    Uint8Array.from(
      [...text].flatMap((letter) => {
        const unit = letter.charCodeAt(0);
        return little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255];
      }),
    );
  test.each([
    ['UTF-16 little endian', [], units(true)],
    ['UTF-16 big endian', [], units(false)],
    ['UTF-16 little endian with byte order mark', [0xff, 0xfe], units(true)],
    ['UTF-16 big endian with byte order mark', [0xfe, 0xff], units(false)],
    ['UTF-32 big endian', [0, 0, 0], utf8('<')],
    ['EBCDIC', [0x4c, 0x6f, 0xa7, 0x94], utf8('')],
  ])('%s', (name, mark, body) => {
    const column = name === 'EBCDIC' ? 3 : 1;
    expect(refusal(new Uint8Array([...mark, ...body]))).toEqual({ code: 'ERR_XML_ENCODING', line: 1, column });
  });
});

describe('a file cut off', () => {
  const whole =
    '\ufeff<?xml version="1.0" encoding="UTF-8" standalone=\'yes\'?>\r\n<!-- Học bạ -->\n<?p x?>\n' +
    '<HOC_BA xmlns:a="urn:a" xml:lang="vi">\r\n  <HO_TEN Id=\'x\'>Nguyễn Thị &amp; &#x1EBF; 😀 &lt;</HO_TEN>' +
    '<a:b a:c="1&#10;2"/><![CDATA[<x>]] ]]>\n<?q y?><!-- - --><MON></MON ></HOC_BA>';
  const bytes = utf8(whole);

  test('the whole file is read', () => {
    expect(parseXml(bytes).root.name).toBe('HOC_BA');
  });

  test('every beginning of it is refused with a code', () => {
    const codes = new Set<string>();
    for (let length = 0; length < bytes.length; length++) {
      const found = refusal(bytes.subarray(0, length));
      if (typeof found === 'string') throw new Error(`${length} bytes are accepted`);
      expect(Object.keys(XML_ERRORS)).toContain(found.code);
      codes.add(found.code);
    }
    expect([...codes].sort()).toEqual(['ERR_XML_ENCODING', 'ERR_XML_MALFORMED', 'ERR_XML_TAG_MISMATCH']);
  });

  test('every end of it without its beginning is refused with a code', () => {
    for (let start = 1; start < bytes.length; start++) {
      const found = refusal(bytes.subarray(start));
      // Losing only the byte order mark, the declaration or what follows it up to the root leaves a document.
      const rest = new TextDecoder().decode(bytes.subarray(start));
      if (typeof found === 'string') expect(rest).toMatch(/^\s*(<\?xml|<!--|<\?p|<HOC_BA)/);
      else expect(Object.keys(XML_ERRORS)).toContain(found.code);
    }
  });
});
