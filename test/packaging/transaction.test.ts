import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildTransaction,
  extractRecord,
  openTransaction,
  type TransactionFinding,
} from '../../src/packaging/index.js';
import { openHocBa, recordElement } from '../../src/record-xml/index.js';
import { canonicalize, findChild, parseXml, walkElements, type XmlElement } from '../../src/xml/index.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const DS = 'http://www.w3.org/2000/09/xmldsig#';

function record(id: string, inner = 'Mĩ thuật'): string {
  return `<HOC_BA><DU_LIEU_HOC_BA Id="${id}"><TEN>${inner}</TEN></DU_LIEU_HOC_BA></HOC_BA>`;
}

const file = (id: string, inner?: string) => utf8(`<?xml version="1.0" encoding="UTF-8"?>\n${record(id, inner)}`);
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'no error';
};

/** Both canonical forms of every element: what any signature over any part of the record may have digested. */
function forms(root: XmlElement): string[] {
  return [...walkElements(root)].flatMap((element) =>
    (['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'http://www.w3.org/2001/10/xml-exc-c14n#'] as const).map(
      (algorithm) => canonicalize(element, { algorithm }),
    ),
  );
}

describe('building', () => {
  test('puts the records into the list, text for text', () => {
    const { bytes, recordCount, findings } = buildTransaction([file('a'), file('b', 'Toán')]);
    expect(text(bytes)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<DANH_SACH_HOC_BA id="dataDanhSach">${record('a')}${record('b', 'Toán')}</DANH_SACH_HOC_BA>`,
    );
    expect(recordCount).toBe(2);
    expect(findings).toEqual([]);
  });

  test.each([
    ['a byte order mark and no declaration', `\uFEFF${record('a')}`],
    [
      'CR LF, indentation and a single-quoted declaration',
      `<?xml version='1.0'?>\r\n${record('a', '\r\n  x &#13; y\t')}\r\n`,
    ],
    ['empty elements, comments, CDATA and entities', record('a', '<E/><F />&lt;&#233;<!-- c --><![CDATA[<]]>')],
    [
      'namespaces and xml:lang of its own',
      record('a', '<s:Signature xmlns:s="urn:s" xml:lang="vi"><s:A/></s:Signature>'),
    ],
  ])('keeps every canonical form of a record with %s', (_, source) => {
    const { bytes } = buildTransaction([utf8(source), file('b')]);
    const [first] = openTransaction(bytes).records;
    const before = parseXml(utf8(source)).root;
    expect(forms(recordElement(first!))).toEqual(forms(before));
    expect(forms(recordElement(extractRecord(first!)))).toEqual(forms(before));
  });

  test('of nothing, of a list, of another document or of broken XML is refused', () => {
    expect(codeOf(() => buildTransaction([file('a')]))).toBe('no error');
    expect(codeOf(() => buildTransaction([]))).toBe('ERR_TRANSACTION_EMPTY');
    expect(codeOf(() => buildTransaction([file('a'), utf8('<LY_LICH/>')]))).toBe('ERR_RECORD_ROOT');
    expect(codeOf(() => buildTransaction([utf8('<HOC_BA xmlns="urn:x"/>')]))).toBe('ERR_RECORD_ROOT');
    expect(codeOf(() => buildTransaction([utf8('<HOC_BA>')]))).toBe('ERR_XML_MALFORMED');
  });

  test('says that comments outside a record are dropped', () => {
    const { bytes, findings } = buildTransaction([file('a'), utf8(`<!-- a person's name -->${record('b')}`)]);
    expect(findings).toEqual<TransactionFinding[]>([{ code: 'outsideRootDropped', records: [1] }]);
    expect(text(bytes)).not.toContain('person');
  });
});

describe('an Id that would no longer be unique', () => {
  test('is refused between two records and with the list, in any spelling; the error names places and not the Id', () => {
    const other = (attribute: string) => utf8(`<HOC_BA><DU_LIEU_HOC_BA ${attribute}="a"/></HOC_BA>`);
    for (const attribute of ['Id', 'ID', 'id']) {
      expect(
        codeOf(() => buildTransaction([file('a'), file('c'), other(attribute)])),
        attribute,
      ).toBe('ERR_TRANSACTION_ID_COLLISION');
    }
    expect(codeOf(() => buildTransaction([file('dataDanhSach')]))).toBe('ERR_TRANSACTION_ID_COLLISION');
    expect(codeOf(() => buildTransaction([file('dataDanhSach')], { listId: 'other' }))).toBe('no error');
    try {
      buildTransaction([file('secret'), file('c'), file('secret')]);
    } catch (error) {
      expect(error).toMatchObject({ params: { count: 1, first: 1, second: 3 } });
      expect(JSON.stringify(error)).not.toContain('secret');
    }
  });

  test('is reported instead when asked for, and found again when the file is opened', () => {
    const { bytes, findings } = buildTransaction([file('a'), file('b'), file('a')], { idCollisions: 'report' });
    const expected: TransactionFinding[] = [{ code: 'idNotUniqueInDocument', id: 'a', records: [0, 2] }];
    expect(findings).toEqual(expected);
    expect(openTransaction(bytes).findings).toEqual(expected);
  });

  test('twice within one record is that record’s own affair: built, and reported on opening', () => {
    const { bytes, findings } = buildTransaction([file('a', '<O Id="o"/><O Id="o"/>')]);
    expect(findings).toEqual([]);
    expect(openTransaction(bytes).findings).toEqual([{ code: 'idNotUniqueInDocument', id: 'o', records: [0] }]);
  });
});

describe('opening', () => {
  test('gives the records back, byte for byte as files of their own', () => {
    const files = [file('a'), file('b', 'x\ny'), file('c', '🎓')];
    const { records, signatures } = openTransaction(buildTransaction(files).bytes);
    expect(records.map((one) => text(extractRecord(one).bytes))).toEqual(files.map(text));
    expect(records.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(signatures).toEqual([]);
  });

  test('keeps every digest of a record under a foreign list with namespaces and xml: attributes', () => {
    const source = `<w:G xmlns:w="urn:w" xml:base="http://a/" xmlns="urn:default"><DANH_SACH_HOC_BA xmlns="" xmlns:p="urn:p" xml:lang="vi" id="l">${record('a', '<p:B/>')}<HOC_BA xml:lang="en" xmlns:p="urn:q"><DU_LIEU_HOC_BA><p:A/></DU_LIEU_HOC_BA></HOC_BA></DANH_SACH_HOC_BA></w:G>`;
    const { records } = openTransaction(utf8(source));
    expect(records.length).toBe(2);
    for (const file of records) {
      const [inclusive, exclusive, ...inside] = forms(recordElement(extractRecord(file)));
      const [inclusiveBefore, exclusiveBefore, ...insideBefore] = forms(recordElement(file));
      expect([inclusive, ...inside]).toEqual([inclusiveBefore, ...insideBefore]);
      // The one digest that cannot stay: xml: attributes are written into the record's own start tag.
      expect(exclusive).not.toBe(exclusiveBefore);
    }
    const plain = openTransaction(utf8(source.replace(/ xml:(base|lang)="[^"]*"/g, '')));
    for (const file of plain.records)
      expect(forms(recordElement(extractRecord(file)))).toEqual(forms(recordElement(file)));
    expect(text(extractRecord(records[0]!).bytes)).toContain(
      '<HOC_BA xmlns:p="urn:p" xml:lang="vi" xmlns:w="urn:w" xml:base="http://a/">',
    );
  });

  test('finds the organisation’s signature as the last child of the list and beside it in a wrapper, and no other', () => {
    const signature = (id: string) => `<Signature xmlns="${DS}" Id="${id}"/>`;
    const list = `<DANH_SACH_HOC_BA id="dataDanhSach">${record('a', signature('inside'))}${signature('child')}</DANH_SACH_HOC_BA>`;
    const ids = (source: string) => openTransaction(utf8(source)).signatures.map((one) => one.attributes[0]!.value);
    expect(ids(list)).toEqual(['child']);
    expect(ids(`<GOI>${list}${signature('beside')}</GOI>`)).toEqual(['child', 'beside']);
  });

  test('reports what is neither record nor signature', () => {
    const list = `<DANH_SACH_HOC_BA>\n<X/>${record('a')}<hoc_ba/><Signature/></DANH_SACH_HOC_BA>`;
    const { findings, signatures } = openTransaction(utf8(`<GOI>\n<Y/>${list}</GOI>`));
    expect(findings).toEqual([
      { code: 'unknownElement', name: 'Y', line: 2 },
      { code: 'unknownElement', name: 'X', line: 3 },
      { code: 'unknownElement', name: 'hoc_ba', line: 3 },
      { code: 'unknownElement', name: 'Signature', line: 3 },
    ]);
    expect(signatures).toEqual([]);
  });

  test('of a single record, an empty list, two lists, or records anywhere else is refused', () => {
    const list = `<DANH_SACH_HOC_BA>${record('a')}</DANH_SACH_HOC_BA>`;
    const code = (source: string) => codeOf(() => openTransaction(utf8(source)));
    expect(code(list)).toBe('no error');
    expect(code(record('a'))).toBe('ERR_TRANSACTION_MALFORMED');
    expect(code('<DANH_SACH_HOC_BA/>')).toBe('ERR_RECORD_NONE');
    expect(code(`<G>${list}${list}</G>`)).toBe('ERR_RECORD_MISPLACED');
    expect(code(`<G><H>${list}</H></G>`)).toBe('ERR_RECORD_ROOT');
    expect(code(`<DANH_SACH_HOC_BA><NHOM>${record('a')}</NHOM>${record('b')}</DANH_SACH_HOC_BA>`)).toBe(
      'ERR_RECORD_MISPLACED',
    );
    expect(code(`<DANH_SACH_HOC_BA xmlns="urn:x">${record('a')}</DANH_SACH_HOC_BA>`)).toBe('ERR_RECORD_ROOT');
    expect(code(`<!DOCTYPE a>${list}`)).toBe('ERR_XML_DOCTYPE');
  });

  test('a record that is its own file stays what it is', () => {
    const own = openHocBa(file('a'));
    expect(extractRecord(own)).toBe(own);
  });
});

test('building and opening are inverse for any records', () => {
  const inner = fc.string({
    unit: fc.constantFrom('a', 'ễ', '\n', ' ', '<B/>', '<C x="1"></C>', '&amp;', '<!--c-->', '🎓'),
  });
  fc.assert(
    fc.property(fc.array(inner, { minLength: 1, maxLength: 5 }), (inners) => {
      const files = inners.map((one, index) => file(`id${index}`, one));
      const { records, list } = openTransaction(buildTransaction(files).bytes);
      expect(records.map((one) => text(extractRecord(one).bytes))).toEqual(files.map(text));
      expect(findChild(list, 'HOC_BA')).toBe(recordElement(records[0]!));
    }),
    { numRuns: 100 },
  );
});
