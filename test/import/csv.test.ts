import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CSV_LIMITS, type CsvDelimiter, parseCsv, writeCsv } from '../../src/import/index.js';
import { errorOf } from './shared.js';

const cells = (text: string, delimiter: CsvDelimiter = ',') => parseCsv(text, delimiter).map((row) => row.cells);

describe('RFC 4180 §2', () => {
  test.each<[string, string, string[][]]>([
    [
      '1: each record on a line of its own',
      'aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      '2: the last record may lack its line end',
      'aaa,bbb\r\nzzz,yyy',
      [
        ['aaa', 'bbb'],
        ['zzz', 'yyy'],
      ],
    ],
    ['4: blanks are part of a field', 'aaa, bbb ,ccc', [['aaa', ' bbb ', 'ccc']]],
    ['5: fields may be quoted', '"aaa","bbb","ccc"', [['aaa', 'bbb', 'ccc']]],
    [
      '6: line breaks, quotes and commas inside quotes',
      '"aaa","b\r\nb,b","ccc"\r\nz',
      [['aaa', 'b\r\nb,b', 'ccc'], ['z']],
    ],
    ['7: a quote inside is doubled', '"aaa","b""bb","ccc"', [['aaa', 'b"bb', 'ccc']]],
    ['empty fields at both ends', ',a,', [['', 'a', '']]],
    ['an empty quoted field is a record', '""\r\n', [['']]],
    ['LF alone ends a line too', 'a\nb\n', [['a'], ['b']]],
    ['lines with nothing on them are no records', '\r\na\r\n\r\n\nb\n\n', [['a'], ['b']]],
    ['nothing at all', '', []],
  ])('%s', (_, text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  test('semicolons and tabs separate as well, and then commas do not', () => {
    expect(cells('a;b,c', ';')).toEqual([['a', 'b,c']]);
    expect(cells('a\tb;c', '\t')).toEqual([['a', 'b;c']]);
  });

  test('rows say on which line they begin', () => {
    expect(parseCsv('a\r\n"b\n\nb"\r\n\r\nc', ',').map(({ line }) => line)).toEqual([1, 2, 6]);
  });
});

describe('what it does not allow is refused, with the line and the number of the field', () => {
  test.each([
    ['a,b\r\nc,d"e\r\n', 'ERR_CSV_QUOTE', 2, 2],
    ['a "b"', 'ERR_CSV_QUOTE', 1, 1],
    ['a,"b"c,d', 'ERR_CSV_AFTER_QUOTE', 1, 2],
    ['a\n"b\nb" ,c', 'ERR_CSV_AFTER_QUOTE', 3, 1],
    ['a,b\n1,"2\n3\n4', 'ERR_CSV_QUOTE_OPEN', 2, 2],
    ['"', 'ERR_CSV_QUOTE_OPEN', 1, 1],
    ['a,b\rc', 'ERR_CSV_LINE_END', 1, 2],
    ['a\n"b"\rc', 'ERR_CSV_LINE_END', 2, 1],
  ])('%j', (text, code, line, column) => {
    expect(errorOf(() => parseCsv(text, ','))).toEqual({ code, params: { line, column } });
  });

  test.each([
    ['maxRows', 'a\nb\nc\nd', 4],
    ['maxColumns', 'a\nb,c,d,e', 2],
    ['maxCellUnits', 'a\nb\nabcd', 3],
    ['maxCellUnits', 'a\n"ab""d"', 2],
  ] as const)('more than %s', (limit, text, line) => {
    const limits = { ...CSV_LIMITS, [limit]: 3 };
    expect(errorOf(() => parseCsv(text, ',', limits))).toEqual({
      code: 'ERR_CSV_LIMIT',
      params: { limit, max: 3, line },
    });
    expect(errorOf(() => parseCsv(text, ',', { ...CSV_LIMITS, [limit]: 4 }))).toBeUndefined();
  });
});

/** A reader written from the grammar of RFC 4180 by one regular expression; `undefined` where the grammar has no derivation. */
function naive(text: string, delimiter: string): string[][] | undefined {
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|([^"\\r\\n${delimiter}]*))(${delimiter}|\\r\\n|\\n|$)`, 'y');
  const rows: string[][] = [];
  let row: string[] = [];
  let quoted = false;
  let at = 0;
  for (;;) {
    if (at === text.length && row.length === 0) return rows;
    field.lastIndex = at;
    const found = field.exec(text);
    if (found === null) return undefined;
    quoted ||= found[1] !== undefined;
    row.push(found[1]?.replaceAll('""', '"') ?? found[2]!);
    at += found[0].length;
    if (found[3] === delimiter) continue;
    if (row.length > 1 || row[0] !== '' || quoted) rows.push(row);
    row = [];
    quoted = false;
    if (found[3] === '') return rows;
  }
}

const delimiters = fc.constantFrom<CsvDelimiter>(',', ';', '\t');

test('any text is read, or refused, as the grammar says', () => {
  const tricky = fc.array(fc.constantFrom('a', 'ễ', ' ', '"', '""', ',', ';', '\t', '\n', '\r\n', '\r'), {
    maxLength: 14,
  });
  let refused = 0;
  let read = 0;
  fc.assert(
    fc.property(tricky, delimiters, (parts, delimiter) => {
      const text = parts.join('');
      const expected = naive(text, delimiter);
      if (expected === undefined) {
        refused += 1;
        expect(errorOf(() => parseCsv(text, delimiter))?.code).toMatch(/^ERR_CSV_/);
      } else {
        read += 1;
        expect(cells(text, delimiter)).toEqual(expected);
      }
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(refused, read)).toBeGreaterThan(300);
});

test('what is written is read back, whatever the cells hold', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constantFrom('"', ',', '\r\n', '\n', '\r', ';', '\uFEFF', ''),
  );
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }));
  fc.assert(
    fc.property(table, delimiters, fc.boolean(), (rows, delimiter, bom) => {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(writeCsv(rows, { delimiter, bom }));
      expect(text.startsWith('\uFEFF')).toBe(bom);
      expect(cells(bom ? text.slice(1) : text, delimiter)).toEqual(rows);
    }),
  );
});
