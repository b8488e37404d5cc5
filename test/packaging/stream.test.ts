import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  buildTransaction,
  decodeContent,
  decodeContentStream,
  encodeContentStream,
  extractRecord,
  openTransaction,
  readTransactionStream,
  signTransaction,
  writeTransactionStream,
} from '../../src/packaging/index.js';
import type { HocBaFile } from '../../src/record-xml/index.js';
import { RECEIVER_DUAL } from '../../src/signing/index.js';
import { contentOf, good, REFUSED, XML } from './content-cases.js';
import { AT, signedClass, signerOf } from './signed-class.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
let records: readonly HocBaFile[];
beforeAll(async () => {
  records = await signedClass(3, RECEIVER_DUAL);
});

async function join(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}
async function list(chunks: AsyncIterable<HocBaFile>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const file of chunks) found.push(text(file.bytes));
  return found;
}
const codeOf = (run: () => Promise<unknown>) =>
  run().then(
    () => 'no error',
    (error: { code?: string; params?: { reason?: string } }) => `${error.code} ${error.params?.reason ?? ''}`.trim(),
  );
const pieces = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.slice(index * size, (index + 1) * size));
const cut = (value: string, size: number) => value.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];

describe('a transaction in pieces', () => {
  test('is written as it is built', async () => {
    expect(await join(writeTransactionStream(records))).toBe(text(buildTransaction(records).bytes));
    expect(await join(writeTransactionStream(records, { listId: 'x' }))).toBe(
      text(buildTransaction(records, { listId: 'x' }).bytes),
    );
    expect(await codeOf(() => join(writeTransactionStream([])))).toBe('ERR_TRANSACTION_EMPTY');
    expect(await codeOf(() => join(writeTransactionStream([records[0]!, records[0]!])))).toBe(
      'ERR_TRANSACTION_ID_COLLISION',
    );
  });

  test.each([7, 1000, 1_000_000])('is read as it is opened, whatever the pieces (%i bytes)', async (size) => {
    const bytes = await signTransaction(buildTransaction(records).bytes, {
      signer: await signerOf('phatHanh'),
      signingTime: AT,
    });
    const whole = openTransaction(bytes).records.map((file) => text(extractRecord(file).bytes));
    expect(whole).toHaveLength(3);
    expect(await list(readTransactionStream(pieces(bytes, size)))).toEqual(whole);
  });

  test('holds no more than one record', async () => {
    const child = '<HOC_BA><DU_LIEU_HOC_BA Id="a">x</DU_LIEU_HOC_BA></HOC_BA>';
    const many = async function* () {
      yield utf8('<DANH_SACH_HOC_BA>');
      for (let index = 0; index < 2000; index++) yield utf8(child);
      yield utf8('</DANH_SACH_HOC_BA>');
    };
    expect(await list(readTransactionStream(many(), { recordUnits: 200 }))).toHaveLength(2000);
    expect(await codeOf(() => list(readTransactionStream(many(), { recordUnits: 40 })))).toBe(
      'ERR_TRANSACTION_STREAM size',
    );
  });

  const record = (inner: string) => `<HOC_BA><DU_LIEU_HOC_BA Id="a">${inner}</DU_LIEU_HOC_BA></HOC_BA>`;
  test('cuts where the parser would: the same records, or a refusal of both, for any content', async () => {
    const odd = fc.constantFrom(
      'x',
      '<!-- </HOC_BA> -->',
      '<![CDATA[</HOC_BA><HOC_BA>]]>',
      '<?p </HOC_BA>?>',
      '<A b="</HOC_BA>"/>',
      "<A b='>'></A>",
      '<A b=">\'"/>',
      '&lt;',
      '\r\n',
      '<A><A/></A>',
      '&bad;',
      '<b:A/>',
      '<HOC_BA/>',
      ']]>',
      '<A',
      '</A>',
    );
    const between = fc.constantFrom(
      '',
      ' ',
      '\n',
      '<!-- <HOC_BA> -->',
      '<?x y?>',
      'text',
      '<Signature xmlns="urn:x"><A/></Signature>',
      '<X><HOC_BA/></X>',
      '&bad;',
      '<!DOCTYPE a>',
    );
    const prolog = fc.constantFrom(
      '',
      '<?xml version="1.0" encoding="UTF-8"?>\n',
      '\uFEFF',
      '<!-- <DANH_SACH_HOC_BA> -->',
      '<!DOCTYPE a>',
    );
    const root = fc.constantFrom('DANH_SACH_HOC_BA', 'DANH_SACH_HOC_BA xmlns:b="urn:b" id=">"', 'KHAC');
    const tail = fc.constantFrom('', '\n', '<!-- x -->', '<x/>', 'text');
    const document = fc.tuple(
      prolog,
      root,
      fc.array(fc.tuple(between, fc.array(odd, { maxLength: 2 })), { maxLength: 3 }),
      between,
      tail,
    );
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.integer({ min: 1, max: 40 }),
        async ([before, name, children, last, after], size) => {
          const body = children.map(([gap, inner]) => gap + record(inner.join(''))).join('');
          const source = utf8(`${before}<${name}>${body}${last}</${name.split(' ')[0]}>${after}`);
          let whole: readonly string[] | string;
          try {
            whole = openTransaction(source).records.map((file) => text(extractRecord(file).bytes));
          } catch {
            whole = 'refused';
          }
          if (typeof whole !== 'string') accepted++;
          const streamed = await list(readTransactionStream(pieces(source, size))).catch(() => 'refused');
          expect(streamed).toEqual(whole);
        },
      ),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(10);
  });

  test.each([
    ['<HOC_BA/>', 'ERR_TRANSACTION_STREAM root'],
    ['', 'ERR_TRANSACTION_STREAM root'],
    ['<DANH_SACH_HOC_BA>', 'ERR_TRANSACTION_STREAM end'],
    [`<DANH_SACH_HOC_BA>${record('x')}`, 'ERR_TRANSACTION_STREAM end'],
    ['<DANH_SACH_HOC_BA></DANH_SACH_HOC_BA>', 'ERR_RECORD_NONE'],
    ['<DANH_SACH_HOC_BA><X><HOC_BA/></X></DANH_SACH_HOC_BA>', 'ERR_RECORD_MISPLACED'],
    ['<!DOCTYPE a><DANH_SACH_HOC_BA></DANH_SACH_HOC_BA>', 'ERR_XML_DOCTYPE'],
  ])('%s is refused: %s', async (source, code) => {
    expect(await codeOf(() => list(readTransactionStream([utf8(source)])))).toBe(code);
    expect(await codeOf(() => list(readTransactionStream(pieces(utf8(source), 1))))).toBe(code);
  });

  test.each([
    ['one attribute', '<HOC_BA a="'],
    ['one comment', '<!--'],
    ['one text', '<HOC_BA>'],
    ['one section', '<HOC_BA><![CDATA['],
  ])('the smallest pieces cost no more than the largest: %s without end', async (_, start) => {
    const bytes = utf8(`<DANH_SACH_HOC_BA id="a">${start}${'x'.repeat(2_000_000)}`);
    const started = performance.now();
    expect(await codeOf(() => list(readTransactionStream(pieces(bytes, 64))))).toBe('ERR_TRANSACTION_STREAM end');
    // It took minutes: every piece had all of it read again.
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await codeOf(() => list(readTransactionStream(pieces(bytes, 64), { recordUnits: 1_000_000 })))).toBe(
      'ERR_TRANSACTION_STREAM size',
    );
  });

  test('a start tag that is read again with every child is short, and children that are no records are few', async () => {
    const of = (attribute: number, others: number) =>
      pieces(
        utf8(
          `<DANH_SACH_HOC_BA id="a" b="${'x'.repeat(attribute)}">${record('x')}${'<A/>'.repeat(others)}</DANH_SACH_HOC_BA>`,
        ),
        1000,
      );
    expect(await list(readTransactionStream(of(1000, 1000)))).toHaveLength(1);
    expect(await codeOf(() => list(readTransactionStream(of(5000, 1))))).toBe('ERR_TRANSACTION_STREAM size');
    expect(await codeOf(() => list(readTransactionStream(of(1000, 1001))))).toBe('ERR_TRANSACTION_STREAM size');
  });

  test('bytes that are no UTF-8 are refused', async () => {
    expect(await codeOf(() => list(readTransactionStream([Uint8Array.of(0x3c, 0xff)])))).toBe(
      'ERR_TRANSACTION_STREAM encoding',
    );
  });
});

describe('the content field in pieces', () => {
  const encode = async (of: () => Iterable<Uint8Array>, escapeQuote?: 'backslash') => {
    let out = '';
    for await (const piece of encodeContentStream(of, escapeQuote === undefined ? {} : { escapeQuote })) out += piece;
    return out;
  };

  test('is read as a whole, and what is made as a whole is read in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(undefined, 'backslash' as const),
        async (inner, size, escapeQuote) => {
          const xml = `<?xml version="1.0"?><a b="${inner.replace(/[<&"]/g, '')}">\\</a>`;
          const content = await encode(() => pieces(utf8(xml), size), escapeQuote);
          const { xml: back, escapeQuote: found } = await decodeContent(content);
          expect([text(back), found]).toEqual([xml, escapeQuote ?? 'none']);
          expect(await join(decodeContentStream(cut(content, size)))).toBe(xml);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a whole list goes through both ways without being held', async () => {
    const parts: Uint8Array[] = [];
    for await (const chunk of writeTransactionStream(records)) parts.push(chunk);
    const content = await encode(() => parts);
    expect(await list(readTransactionStream(decodeContentStream(content)))).toEqual(
      records.map(({ bytes }) => text(bytes)),
    );
  });

  test.each(REFUSED)('%s is refused as by the whole', async (_, make, code) => {
    expect(await codeOf(() => join(decodeContentStream(make())))).toBe(code);
    expect(await codeOf(() => join(decodeContentStream(cut(make().slice(0, 5000), 3))))).toBe(code);
  });

  test('mixed escapes, which only the whole could settle, are refused', async () => {
    expect(await join(decodeContentStream(good()))).toBe(XML);
    const mixed = '<a b=\\"1" c="2"/>';
    const content = contentOf(utf8(mixed).length, gzipSync(mixed));
    expect(text((await decodeContent(content)).xml)).toBe(mixed);
    expect(await codeOf(() => join(decodeContentStream(content)))).toBe('ERR_CONTENT_ESCAPE');
    expect(await join(decodeContentStream(content, { escapeQuote: 'none' }))).toBe(mixed);
  });

  test('a source that is not the same twice, is empty or breaks off', async () => {
    let turn = 0;
    expect(await codeOf(() => encode(() => [utf8('x'.repeat(++turn))]))).toBe('ERR_CONTENT_PREFIX');
    expect(await codeOf(() => encode(() => [utf8('x'.repeat(5 - ++turn))]))).toBe('ERR_CONTENT_PREFIX');
    expect(await codeOf(() => encode(() => []))).toBe('ERR_CONTENT_EMPTY');
    const broken = async function* () {
      yield utf8('x');
      if (turn++ > 4) throw Object.assign(new Error('reset'), { code: 'RESET' });
    };
    const all = async () => {
      for await (const _ of encodeContentStream(broken)) turn += 10;
    };
    expect(await codeOf(all)).toBe('RESET');
  });

  test('padding in the middle hides nothing', async () => {
    const padded = `${Buffer.from('x').toString('base64')}${'A'.repeat(100_000)}`;
    expect(await codeOf(() => join(decodeContentStream(cut(padded, 50_000))))).toBe('ERR_CONTENT_BASE64');
  });
});
