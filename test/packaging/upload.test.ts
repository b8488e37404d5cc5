import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  buildTransaction,
  encodeContent,
  type OpenUploadOptions,
  openUpload,
  packTransaction,
  type UploadBody,
  type UploadItem,
} from '../../src/packaging/index.js';
import { type HocBaFile, isHocBaFile, recordElement } from '../../src/record-xml/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { history, packageOf, signRecord, trust } from './transfer-kit.js';
import { rawZip, utf8 } from './zip-kit.js';

/** What is used of pdfkit, whose types would bring those of Node with them. */
interface PdfWriter {
  on(event: 'data', listener: (part: Buffer) => void): void;
  on(event: 'end', listener: (nothing: unknown) => void): void;
  file(bytes: Buffer, options: { readonly name: string }): void;
  text(text: string): void;
  end(): void;
}
const { default: PdfDocument } = (await import('pdfkit' as string)) as {
  readonly default: new (options: object) => PdfWriter;
};

let files: readonly HocBaFile[];
beforeAll(async () => {
  files = await Promise.all(history(2).map((one) => signRecord(one)));
});

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
async function all(body: UploadBody, options?: OpenUploadOptions): Promise<readonly UploadItem[]> {
  const items: UploadItem[] = [];
  for await (const item of openUpload(body, options)) items.push(item);
  return items;
}
const codeOf = (body: UploadBody, options?: OpenUploadOptions) =>
  all(body, options).then(
    (items) => `${items.length} records`,
    (error: { code?: string }) => error.code ?? String(error),
  );

/** A PDF of nothing but an attached file; every part may be another one. */
function pdf(
  given: {
    readonly xml?: Uint8Array;
    readonly dictionary?: string;
    readonly data?: Uint8Array;
    readonly length?: string;
    readonly before?: string;
    readonly after?: string;
  } = {},
): Uint8Array {
  const data = given.data ?? given.xml ?? files[0]!.bytes;
  const dictionary = given.dictionary ?? '/Type /EmbeddedFile /Subtype /text#2Fxml';
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.7\n${given.before ?? ''}1 0 obj\n<< /Type /Catalog >>\nendobj\n2 0 obj\n<< ${dictionary} /Length ${given.length ?? data.length} >>\nstream\n`,
      'latin1',
    ),
    data,
    Buffer.from(
      `\nendstream\nendobj\n3 0 obj\n<< /Type /Filespec /F (hoc-ba.xml) /UF <FEFF0068006F0063> /EF << /F 2 0 R >> >>\nendobj\n${given.after ?? ''}trailer\n<< /Root 1 0 R >>\n%%EOF\n`,
      'latin1',
    ),
  ]);
}

async function pdfkit(
  attached: readonly (readonly [name: string, bytes: Uint8Array])[],
  options = {},
): Promise<Uint8Array> {
  const document = new PdfDocument({ ...options });
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const done = new Promise((resolve) => document.on('end', resolve));
  for (const [name, bytes] of attached) document.file(Buffer.from(bytes), { name });
  document.text('x');
  document.end();
  await done;
  return Buffer.concat(parts);
}

describe('every form is recognised by its content, and each record says where it came from', () => {
  test.each<readonly [string, () => UploadBody | Promise<UploadBody>, readonly (readonly unknown[])[]]>([
    ['XML of one record', () => files[0]!.bytes, [[{ form: 'record' }]]],
    [
      'a transaction',
      () => buildTransaction(files).bytes,
      [[{ form: 'transaction', position: 0 }], [{ form: 'transaction', position: 1 }]],
    ],
    [
      'a content field',
      async () => utf8(await encodeContent(files[0]!.bytes)),
      [[{ form: 'content' }, { form: 'record' }]],
    ],
    [
      'a content field with escaped quotes',
      async () => utf8(await encodeContent(files[0]!.bytes, { escapeQuote: 'backslash' })),
      [[{ form: 'content' }, { form: 'record' }]],
    ],
    [
      'a request',
      async () => utf8(JSON.stringify({ content: (await packTransaction(files, { signer: null }))[0]!.content })),
      [0, 1].map((position) => [{ form: 'request' }, { form: 'transaction', position }]),
    ],
    [
      'a transfer package',
      () => packageOf(files, { receipts: [utf8('<BIEN_NHAN/>')] }),
      history(2).map(({ namHoc, maTraCuu }) => [
        { form: 'asice', name: `hoc-ba/${namHoc}-${maTraCuu}.xml` },
        { form: 'record' },
      ]),
    ],
    ['a PDF by hand, stored', () => pdf(), [[{ form: 'pdf', object: 2, name: 'hoc' }, { form: 'record' }]]],
    [
      'a PDF by hand, deflated, its length in another object',
      () =>
        pdf({
          dictionary: '/Type/EmbeddedFile/Filter[/FlateDecode]',
          data: deflateSync(files[0]!.bytes),
          length: '9 0 R',
          after: `9 0 obj ${deflateSync(files[0]!.bytes).length} endobj\n`,
        }),
      [[{ form: 'pdf', object: 2, name: 'hoc' }, { form: 'record' }]],
    ],
    [
      'a PDF with a wrong length',
      () => pdf({ length: '7' }),
      [[{ form: 'pdf', object: 2, name: 'hoc' }, { form: 'record' }]],
    ],
  ])('%s', async (_, make, sources) => {
    const items = await all(await make());
    expect(items.map(({ source }) => source)).toEqual(sources);
    for (const item of items) expect(isHocBaFile(item)).toBe(true);
    expect((await verifyHocBa(items[0]!, await trust())).conclusion).toBe('totalPassed');
  });

  test('a PDF of a PDF writer, with a picture of text beside the XML', async () => {
    const made = await pdfkit([
      ['anh.txt', utf8('no XML')],
      ['hoc-ba.xml', files[0]!.bytes],
    ]);
    const [item, ...others] = await all(made);
    expect(others).toEqual([]);
    expect(item!.source).toMatchObject([{ form: 'pdf', name: 'hoc-ba.xml' }, { form: 'record' }]);
    expect(text(item!.bytes)).toBe(text(files[0]!.bytes));
  });

  test('records of a list share one tree, and each is its own', async () => {
    const items = await all(buildTransaction(files).bytes);
    expect(recordElement(items[0]!)).not.toBe(recordElement(items[1]!));
    expect(recordElement(items[0]!).parent).toBe(recordElement(items[1]!).parent);
  });
});

describe('bodies', () => {
  const chunks = (size: number, bytes = files[0]!.bytes) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
  async function* drip(size: number) {
    for (const chunk of chunks(size)) yield chunk;
  }
  test.each<readonly [string, () => UploadBody]>([
    ['bytes', () => files[0]!.bytes],
    ['a stream', () => new Response(new Uint8Array(files[0]!.bytes)).body!],
    ['a blob', () => new Blob([new Uint8Array(files[0]!.bytes)])],
    ['an async iterable, byte by byte', () => drip(1)],
    [
      'one that uses its buffer again',
      () =>
        (async function* () {
          const buffer = new Uint8Array(100);
          for (const chunk of chunks(100)) {
            buffer.set(chunk);
            yield buffer.subarray(0, chunk.length);
          }
        })(),
    ],
  ])('%s', async (_, make) => {
    const [item] = await all(make());
    expect(text(item!.bytes)).toBe(text(files[0]!.bytes));
  });

  test('that are too long are let go of at once, whatever they hold', async () => {
    let sent = 0;
    let closed = false;
    const endless = (async function* () {
      try {
        for (;;) {
          sent += 1000;
          yield new Uint8Array(1000);
        }
      } finally {
        closed = true;
      }
    })();
    expect(await codeOf(endless, { limits: { bytes: 10_000 } })).toBe('ERR_UPLOAD_SIZE');
    expect([sent, closed]).toEqual([11_000, true]);
    expect(await codeOf(files[0]!.bytes, { limits: { bytes: 100 } })).toBe('ERR_UPLOAD_SIZE');
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (on) => on.enqueue(new Uint8Array(1000)),
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await codeOf(stream, { limits: { bytes: 10_000 } })).toBe('ERR_UPLOAD_SIZE');
    expect(cancelled).toBe(true);
  });

  test('that do not arrive in time are given up, also when nothing arrives at all', async () => {
    const never = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
    expect(await codeOf(never, { deadline: new Date(Date.now() + 20) })).toBe('ERR_UPLOAD_DEADLINE');
    const late = new Date('2026-01-01T00:00:00Z');
    expect(await codeOf(drip(100), { deadline: late, clock: () => new Date('2026-01-01T00:00:01Z') })).toBe(
      'ERR_UPLOAD_DEADLINE',
    );
    expect(await codeOf(drip(100), { deadline: new Date('2999-01-01') })).toBe('1 records');
    let asked = 0;
    const clock = () => new Date(late.getTime() - 1000 + 1000 * asked++);
    expect(await codeOf(buildTransaction(files).bytes, { deadline: late, clock })).toBe('ERR_UPLOAD_DEADLINE');
  });

  test('that break off, are empty or are nothing known', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: () => Promise.reject(new Error('reset')) });
    expect(await codeOf(broken)).toBe('ERR_UPLOAD_BROKEN');
    expect(await codeOf(new Uint8Array())).toBe('ERR_UPLOAD_EMPTY');
    expect(await codeOf(new Blob([]))).toBe('ERR_UPLOAD_EMPTY');
    expect(await codeOf(Uint8Array.of(0, 1, 2, 3, 4, 5))).toBe('ERR_UPLOAD_FORM');
    expect(await codeOf(utf8('{"a":1}'))).toBe('ERR_UPLOAD_FORM');
    expect(await codeOf(utf8('{"content":'))).toBe('ERR_UPLOAD_FORM');
    expect(await codeOf(utf8('{"content":""}'))).toBe('ERR_CONTENT_EMPTY');
    expect(await codeOf(utf8('<html/>'))).toBe('ERR_RECORD_ROOT');
  });

  test('with too many records, or with more than allowed when unpacked', async () => {
    const list = buildTransaction(files).bytes;
    expect(await codeOf(list, { limits: { records: 2 } })).toBe('2 records');
    expect(await codeOf(list, { limits: { records: 1 } })).toBe('ERR_UPLOAD_RECORDS');
    const content = utf8(await encodeContent(list));
    expect(await codeOf(content, { limits: { inflatedBytes: 1000 } })).toBe('ERR_CONTENT_LIMIT');
    expect(await codeOf(await packageOf(files), { limits: { inflatedBytes: 1000 } })).toBe('ERR_ARCHIVE_SIZE');
    expect(await codeOf(await packageOf(files), { limits: { archive: { entries: 3 } } })).toBe('ERR_ARCHIVE_COUNT');
  });

  test('of a container or a PDF without a record', async () => {
    const empty = rawZip([
      { name: 'mimetype', data: 'application/vnd.etsi.asic-e+zip' },
      { name: 'a.xml', data: '<a/>' },
    ]);
    expect(await codeOf(empty)).toBe('ERR_UPLOAD_NO_RECORD');
    expect(await codeOf(rawZip([{ name: 'a.xml', data: files[0]!.bytes }]))).toBe('ERR_ASIC_MIMETYPE_MISSING');
    expect(await codeOf(pdf({ xml: utf8('<a/>') }))).toBe('ERR_UPLOAD_NO_RECORD');
  });
});

describe('PDF files', () => {
  test('without XML are refused as what they are: a picture of the record', async () => {
    expect(await codeOf(await pdfkit([]))).toBe('ERR_PDF_NO_XML');
    expect(await codeOf(await pdfkit([['a.txt', utf8('x')]]))).toBe('ERR_PDF_NO_XML');
    expect(await codeOf(utf8('%PDF-1.7\n'))).toBe('ERR_PDF_NO_XML');
  });

  test.each<readonly [string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['encrypted', () => pdfkit([['a.xml', files[0]!.bytes]], { userPassword: 'x' }), 'ERR_PDF_ENCRYPTED'],
    ['encrypted, said in a trailer', () => pdf({ after: 'trailer << /Encrypt 8 0 R >>\n' }), 'ERR_PDF_ENCRYPTED'],
    [
      'one file defined twice',
      () => pdf({ after: '2 0 obj << /Type /EmbeddedFile /Length 3 >>\nstream\nabc\nendstream endobj\n' }),
      'ERR_PDF_AMBIGUOUS',
    ],
    ['another filter', () => pdf({ dictionary: '/Type /EmbeddedFile /Filter /LZWDecode' }), 'ERR_PDF_FILTER'],
    [
      'two filters',
      () => pdf({ dictionary: '/Type /EmbeddedFile /Filter [/ASCIIHexDecode /FlateDecode]' }),
      'ERR_PDF_FILTER',
    ],
    [
      'a predictor',
      () =>
        pdf({
          dictionary: '/Type /EmbeddedFile /Filter /FlateDecode /DecodeParms << /Predictor 12 >>',
          data: deflateSync(files[0]!.bytes),
        }),
      'ERR_PDF_FILTER',
    ],
    [
      'deflated data that are none',
      () => pdf({ dictionary: '/Type /EmbeddedFile /Filter /FlateDecode' }),
      'ERR_PDF_DAMAGED',
    ],
    [
      'deflated data with a wrong sum',
      () =>
        pdf({
          dictionary: '/Type /EmbeddedFile /Filter /FlateDecode',
          data: Buffer.concat([deflateSync(files[0]!.bytes).subarray(0, -1), Buffer.of(0)]),
        }),
      'ERR_PDF_DAMAGED',
    ],
    ['no end', () => pdf().subarray(0, 400), 'ERR_PDF_DAMAGED'],
    [
      'a bomb',
      () =>
        pdf({ dictionary: '/Type /EmbeddedFile /Filter /FlateDecode', data: deflateSync(new Uint8Array(20_000_000)) }),
      'ERR_PDF_LIMIT',
    ],
    [
      'too many files',
      () =>
        pdf({
          after: Array.from(
            { length: 40 },
            (_, index) => `${index + 10} 0 obj << /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream endobj\n`,
          ).join(''),
        }),
      'ERR_PDF_LIMIT',
    ],
    ['too many objects', () => pdf({ after: '9 0 obj 1 endobj\n'.repeat(200_001) }), 'ERR_PDF_LIMIT'],
  ])('%s', async (_, make, code) => {
    expect(await codeOf(await make(), { limits: { inflatedBytes: 1_000_000 } })).toBe(code);
  });

  test('an object inside the stream of another is none', async () => {
    const hidden = `7 0 obj << /Length 300 >>\nstream\n${'8 0 obj << /Type /EmbeddedFile /Length 4 >>\nstream\n<a/>\n'.padEnd(300)}\nendstream endobj\n`;
    expect((await all(pdf({ before: hidden }))).map(({ source }) => source[0])).toMatchObject([{ object: 2 }]);
  });

  test('objects that are no dictionaries, and deep ones, are passed over', async () => {
    const odd = `4 0 obj [1 2 (a\\)b (c)) <41> /N#41 true null -1.5 3 0 R] endobj 5 0 obj ${'['.repeat(5000)} endobj 6 0 obj << /A 1 /A 2 >> endobj % 2 0 obj\n`;
    expect(await codeOf(pdf({ before: odd }))).toBe('1 records');
  });

  describe('beside a typed attachment, another that only a file specification embeds, is read as well', () => {
    const second = () => `20 0 obj << /Length ${files[1]!.bytes.length} >>\nstream\n`;
    const hidden = (how: string, dictionary = second()) =>
      pdf({
        after: `${dictionary}${Buffer.from(files[1]!.bytes).toString('latin1')}\nendstream endobj\n${how}`,
      });
    const packed = (specification: string) => {
      const data = deflateSync(Buffer.from(`21 0 22 2 1 ${specification}`, 'latin1')).toString('latin1');
      return `30 0 obj << /Type /ObjStm /N 2 /First 10 /Filter /FlateDecode /Length ${data.length} >>\nstream\n${data}\nendstream endobj\n`;
    };
    const specification = '<< /Type /Filespec /F (b.xml) /EF << /UF 20 0 R >> >>';

    test.each<readonly [string, string]>([
      ['without a type', `21 0 obj ${specification} endobj\n`],
      ['in an update behind the end of the file', `trailer << >>\n%%EOF\n21 0 obj ${specification} endobj\n`],
      ['its specification in an object stream', packed(specification)],
      [
        'what is embedded said in an object of its own',
        '21 0 obj << /Type /Filespec /F (b.xml) /EF 22 0 R >> endobj 22 0 obj << /F 20 0 R >> endobj\n',
      ],
      ['the same in an object stream', `${packed('<< /F 20 0 R >>')}21 0 obj << /EF 22 0 R >> endobj\n`],
    ])('%s', async (_, how) => {
      const items = await all(hidden(how));
      expect(items.map(({ source }) => source[0])).toMatchObject([{ object: 2 }, { object: 20 }]);
      expect(items.map(({ bytes }) => text(bytes))).toEqual(files.map(({ bytes }) => text(bytes)));
    });

    test.each<readonly [string, () => Uint8Array, string]>([
      [
        'whose dictionary has a key twice',
        () => hidden(packed(specification), '20 0 obj << /A 1 /A 2 >>\nstream\n'),
        'ERR_PDF_DAMAGED',
      ],
      ['that is not there', () => pdf({ after: `21 0 obj ${specification} endobj\n` }), 'ERR_PDF_DAMAGED'],
      ['whose table is not there', () => pdf({ after: '21 0 obj << /EF 22 0 R >> endobj\n' }), 'ERR_PDF_DAMAGED'],
      [
        'that is there twice',
        () => hidden(`${second()}\nendstream endobj 21 0 obj ${specification} endobj\n`),
        'ERR_PDF_AMBIGUOUS',
      ],
      [
        'in an object stream that is not read',
        () =>
          pdf({
            after:
              '30 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /LZWDecode /Length 1 >>\nstream\nx\nendstream endobj\n',
          }),
        'ERR_PDF_FILTER',
      ],
    ])('or the file is refused: %s', async (_, make, code) => {
      expect(await codeOf(make())).toBe(code);
    });
  });

  test.each<readonly [string, string]>([
    ['objects in texts that never end', '1 0 obj('],
    ['objects in comments', '1 0 obj%'],
    ['objects in arrays', '1 0 obj<</A['],
    ['streams that never end', '1 0 obj<</A 1>>stream\n'],
    ['lengths in objects that are not there', '1 0 obj<</Length 9 0 R>>stream\nendstream '],
    ['lengths in objects that are almost there', '1 0 obj<</Length 1 0 R>>stream\nendstream 1 0 '],
    ['numbers', '7 0 obj 1 '],
  ])('cost no more than their length: %s', async (_, piece) => {
    // A file of ten times as much took a hundred times as long: minutes here.
    const started = performance.now();
    expect(await codeOf(utf8(`%PDF-1.7\n${piece.repeat(150_000)}`))).toMatch(/^ERR_PDF_(?:LIMIT|NO_XML)$/);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
