import { deflateRawSync } from 'node:zlib';
import * as zipJs from '@zip.js/zip.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ArchiveLimits, readArchive } from '../../src/packaging/index.js';
import { loadZipJs, writeZip } from '../../src/packaging/zip-peer.js';
import { fields, rawZip, utf8 } from './zip-kit.js';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const codeOf = (bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}) =>
  readArchive(bytes, { limits }).then(
    (entries) => `read ${entries.length}`,
    (error: { code?: string }) => error.code ?? String(error),
  );
/** What the library says alone, in its strict mode and with its CRC check. */
async function alone(bytes: Uint8Array): Promise<'reads' | 'refuses'> {
  const reader = new zipJs.ZipReader(new zipJs.Uint8ArrayReader(bytes), {
    strictness: 'strict',
    checkSignature: true,
    useWebWorkers: false,
  });
  try {
    for (const entry of await reader.getEntries()) {
      if (!entry.directory) await entry.getData(new zipJs.Uint8ArrayWriter(), { checkSignature: true });
    }
    return 'reads';
  } catch {
    // Which of its many sentences does not matter here.
    return 'refuses';
  } finally {
    await reader.close();
  }
}

const two = [
  { name: 'mimetype', data: 'application/vnd.etsi.asic-e+zip' },
  { name: 'hoc-ba/a.xml', data: '<HOC_BA/>', method: 8 },
] as const;
const big = new Uint8Array(200_000);

describe('what is sound is read', () => {
  test.each<readonly [string, Uint8Array, readonly (readonly [string, string])[]]>([
    [
      'stored and deflated entries',
      rawZip(two),
      [
        ['mimetype', 'application/vnd.etsi.asic-e+zip'],
        ['hoc-ba/a.xml', '<HOC_BA/>'],
      ],
    ],
    [
      'descriptors with and without signature',
      rawZip([
        { name: 'a', data: 'x', method: 8, descriptor: true },
        { name: 'b', data: 'y', descriptor: { signature: false } },
      ]),
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
    [
      'a comment',
      rawZip([{ name: 'a', data: 'x' }], { comment: utf8('mimetype=application/vnd.etsi.asic-e+zip') }),
      [['a', 'x']],
    ],
    [
      'a folder, an empty file, a Vietnamese name',
      rawZip([{ name: 'học bạ/' }, { name: 'học bạ/lớp 4.xml' }]),
      [['học bạ/lớp 4.xml', '']],
    ],
    [
      'other extra fields',
      rawZip([{ name: 'a', data: 'x', central: { extra: fields([2, 0x5455], [2, 1], [2, 0]).subarray(0, 5) } }]),
      [['a', 'x']],
    ],
    [
      'entries in another order than the directory',
      (() => {
        const bytes = rawZip([
          { name: 'a', data: 'x' },
          { name: 'b', data: 'yy' },
        ]);
        return bytes;
      })(),
      [
        ['a', 'x'],
        ['b', 'yy'],
      ],
    ],
  ])('%s', async (_, bytes, wanted) => {
    const entries = await readArchive(bytes);
    expect(entries.map(({ name, bytes: data }) => [name, text(data)])).toEqual(wanted);
    expect(await alone(bytes)).toBe('reads');
  });

  test('what we write, whatever the files: the same bytes twice, and every file comes back', async () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}(\/[a-z][a-z0-9]{0,6}\.(xml|pdf))?$/);
    const files = fc.uniqueArray(fc.record({ name, bytes: fc.uint8Array({ maxLength: 300 }) }), {
      selector: (one) => one.name.split('/')[0],
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const written = await writeZip(given);
        expect(written).toEqual(await writeZip(given));
        const read = await readArchive(written, { nested: 'keep' });
        expect(read.map(({ name: one, bytes }) => ({ name: one, bytes: new Uint8Array(bytes) }))).toEqual(given);
      }),
      { numRuns: 40 },
    );
  });
});

/** Each hostile form: how it is made, our code, and whether the library alone would have refused it. */
const HOSTILE: readonly (readonly [
  name: string,
  bytes: Uint8Array,
  code: string,
  alone: 'reads' | 'refuses',
  limits?: Partial<ArchiveLimits>,
])[] = [
  ['more entries than allowed', rawZip(two), 'ERR_ARCHIVE_COUNT', 'reads', { entries: 1 }],
  ['an archive larger than allowed', rawZip(two), 'ERR_ARCHIVE_SIZE', 'reads', { archiveBytes: 100 }],
  ['an entry larger than allowed', rawZip(two), 'ERR_ARCHIVE_SIZE', 'reads', { entryBytes: 30 }],
  ['entries larger than allowed together', rawZip(two), 'ERR_ARCHIVE_SIZE', 'reads', { totalBytes: 35 }],
  ['an entry that grows a thousand times', rawZip([{ name: 'a', data: big, method: 8 }]), 'ERR_ARCHIVE_RATIO', 'reads'],
  [
    'a bomb behind a small declared size',
    rawZip([{ name: 'a', data: 'x', method: 8, compressed: new Uint8Array(deflateRawSync(big)) }]),
    'ERR_ARCHIVE_LENGTH',
    'refuses',
  ],
  ['a step up', rawZip([{ name: '../a', data: 'x' }]), 'ERR_ARCHIVE_NAME_PARENT', 'refuses'],
  ['a step up in the middle', rawZip([{ name: 'a/../../b', data: 'x' }]), 'ERR_ARCHIVE_NAME_PARENT', 'refuses'],
  ['a step to itself', rawZip([{ name: './a', data: 'x' }]), 'ERR_ARCHIVE_NAME_PARENT', 'refuses'],
  ['an empty step', rawZip([{ name: 'a//b', data: 'x' }]), 'ERR_ARCHIVE_NAME_PARENT', 'refuses'],
  ['no name', rawZip([{ name: '', data: 'x' }]), 'ERR_ARCHIVE_NAME_PARENT', 'refuses'],
  ['an absolute path', rawZip([{ name: '/etc/a', data: 'x' }]), 'ERR_ARCHIVE_NAME_ABSOLUTE', 'refuses'],
  ['a drive', rawZip([{ name: 'C:a', data: 'x' }]), 'ERR_ARCHIVE_NAME_ABSOLUTE', 'refuses'],
  ['a backslash', rawZip([{ name: 'a\\b', data: 'x' }]), 'ERR_ARCHIVE_NAME_BACKSLASH', 'reads'],
  ['a NUL', rawZip([{ name: 'a.xml\0.pdf', data: 'x' }]), 'ERR_ARCHIVE_NAME_CONTROL', 'refuses'],
  ['a line feed', rawZip([{ name: 'a\nb', data: 'x' }]), 'ERR_ARCHIVE_NAME_CONTROL', 'reads'],
  ['a turned direction', rawZip([{ name: 'a\u202Elmx.exe', data: 'x' }]), 'ERR_ARCHIVE_NAME_CONTROL', 'reads'],
  ['a device of Windows', rawZip([{ name: 'a/NUL.xml', data: 'x' }]), 'ERR_ARCHIVE_NAME_PLATFORM', 'reads'],
  ['a dot at the end', rawZip([{ name: 'a.', data: 'x' }]), 'ERR_ARCHIVE_NAME_PLATFORM', 'reads'],
  [
    'a name that is not UTF-8',
    rawZip([{ name: Uint8Array.of(0xc3, 0x28), data: 'x' }]),
    'ERR_ARCHIVE_NAME_ENCODING',
    'reads',
  ],
  ['a name of unknown encoding', rawZip([{ name: 'học', data: 'x', flags: 0 }]), 'ERR_ARCHIVE_NAME_ENCODING', 'reads'],
  [
    'one name twice',
    rawZip([
      { name: 'a', data: 'x' },
      { name: 'a', data: 'y' },
    ]),
    'ERR_ARCHIVE_DUPLICATE',
    'refuses',
  ],
  [
    'a file where a folder is needed',
    rawZip([
      { name: 'a', data: 'x' },
      { name: 'a/b', data: 'y' },
    ]),
    'ERR_ARCHIVE_DUPLICATE',
    'reads',
  ],
  [
    'a file and a folder of one name',
    rawZip([{ name: 'a', data: 'x' }, { name: 'a/' }]),
    'ERR_ARCHIVE_DUPLICATE',
    'reads',
  ],
  [
    'one name in two letter cases',
    rawZip([
      { name: 'a.xml', data: 'x' },
      { name: 'A.XML', data: 'y' },
    ]),
    'ERR_ARCHIVE_DUPLICATE_CASE',
    'reads',
  ],
  [
    'one name in two Unicode forms',
    rawZip([
      { name: 'học', data: 'x' },
      { name: 'học'.normalize('NFD'), data: 'y' },
    ]),
    'ERR_ARCHIVE_DUPLICATE_FORM',
    'reads',
  ],
  [
    'two entries over one place',
    rawZip([
      { name: 'a', data: 'x' },
      { name: 'b', data: 'x', sameAs: 0 },
    ]),
    'ERR_ARCHIVE_OVERLAP',
    'refuses',
  ],
  [
    'an entry inside another',
    rawZip([
      { name: 'a', data: rawZip([{ name: 'b', data: 'x' }]).subarray(0, 32) },
      { name: 'b', data: 'x', sameAs: 0, central: { offset: 31 } },
    ]),
    'ERR_ARCHIVE_OVERLAP',
    'reads',
  ],
  ['an encrypted entry', rawZip([{ name: 'a', data: 'x', flags: 1 }]), 'ERR_ARCHIVE_ENCRYPTED', 'refuses'],
  ['an AES entry', rawZip([{ name: 'a', data: 'x', flags: 0, method: 99 }]), 'ERR_ARCHIVE_ENCRYPTED', 'refuses'],
  ['an encrypted directory', rawZip([{ name: 'a', data: 'x', flags: 0x2000 }]), 'ERR_ARCHIVE_ENCRYPTED', 'reads'],
  ['another compression method', rawZip([{ name: 'a', data: 'x', method: 14 }]), 'ERR_ARCHIVE_METHOD', 'refuses'],
  ['patched data', rawZip([{ name: 'a', data: 'x', flags: 0x20 }]), 'ERR_ARCHIVE_METHOD', 'reads'],
  [
    'another name in the local header',
    rawZip([{ name: 'a.xml', data: 'x', local: { name: utf8('b.xml') } }]),
    'ERR_ARCHIVE_NAME_MISMATCH',
    'refuses',
  ],
  [
    'another name in an extra field',
    rawZip([
      {
        name: 'a.xml',
        data: 'x',
        central: { extra: Buffer.concat([fields([2, 0x7075], [2, 10]), Uint8Array.of(1, 0, 0, 0, 0), utf8('b.xml')]) },
      },
    ]),
    'ERR_ARCHIVE_NAME_MISMATCH',
    'reads',
  ],
  [
    'another method in the local header',
    rawZip([{ name: 'a', data: 'x', local: { method: 8 } }]),
    'ERR_ARCHIVE_HEADER_MISMATCH',
    'refuses',
  ],
  [
    'another length in the local header',
    rawZip([{ name: 'a', data: 'x', local: { size: 2 } }]),
    'ERR_ARCHIVE_HEADER_MISMATCH',
    'refuses',
  ],
  [
    'another CRC in the local header',
    rawZip([{ name: 'a', data: 'x', local: { crc: 1 } }]),
    'ERR_ARCHIVE_HEADER_MISMATCH',
    'refuses',
  ],
  [
    'other flags in the local header',
    rawZip([{ name: 'a', data: 'x', local: { flags: 8 } }]),
    'ERR_ARCHIVE_HEADER_MISMATCH',
    'refuses',
  ],
  [
    'another time in the local header',
    rawZip([{ name: 'a', data: 'x', local: { time: 1 } }]),
    'ERR_ARCHIVE_HEADER_MISMATCH',
    'reads',
  ],
  ['a folder with content', rawZip([{ name: 'a/', data: 'x' }]), 'ERR_ARCHIVE_HEADER_MISMATCH', 'reads'],
  [
    'a stored entry of two lengths',
    rawZip([{ name: 'a', data: 'xy', central: { size: 1 } }]),
    'ERR_ARCHIVE_HEADER_MISMATCH',
    'refuses',
  ],
  [
    'a wrong CRC',
    rawZip([{ name: 'a', data: 'x', central: { crc: 1 }, local: { crc: 1 } }]),
    'ERR_ARCHIVE_CRC',
    'refuses',
  ],
  [
    'a wrong CRC of deflated data',
    rawZip([{ name: 'a', data: 'x', method: 8, central: { crc: 1 }, local: { crc: 1 } }]),
    'ERR_ARCHIVE_CRC',
    'refuses',
  ],
  [
    'a length too great',
    rawZip([{ name: 'a', data: 'x', method: 8, central: { size: 2 }, local: { size: 2 } }]),
    'ERR_ARCHIVE_LENGTH',
    'refuses',
  ],
  [
    'a descriptor with another CRC',
    rawZip([{ name: 'a', data: 'x', descriptor: { crc: 1 } }]),
    'ERR_ARCHIVE_DESCRIPTOR',
    'reads',
  ],
  [
    'a descriptor with another length',
    rawZip([{ name: 'a', data: 'x', descriptor: { size: 2 } }]),
    'ERR_ARCHIVE_DESCRIPTOR',
    'reads',
  ],
  [
    'a descriptor that is missing',
    rawZip([{ name: 'a', data: 'x', descriptor: new Uint8Array() }]),
    'ERR_ARCHIVE_DESCRIPTOR',
    'reads',
  ],
  [
    'a local header that promises a descriptor and says another length',
    rawZip([{ name: 'a', data: 'x', descriptor: true, local: { size: 2 } }]),
    'ERR_ARCHIVE_HEADER_MISMATCH',
    'reads',
  ],
  [
    'a link',
    rawZip([{ name: 'a', data: '/etc/passwd', central: { externalAttributes: 0xa1ff0000 } }]),
    'ERR_ARCHIVE_SPECIAL_FILE',
    'reads',
  ],
  [
    'a folder by its mode and a file by its name',
    rawZip([{ name: 'a', data: 'x', central: { externalAttributes: 0x41ed0000 } }]),
    'ERR_ARCHIVE_SPECIAL_FILE',
    'reads',
  ],
  ['something before', rawZip(two, { before: utf8('junk') }), 'ERR_ARCHIVE_JUNK_BEFORE', 'refuses'],
  [
    'an archive before',
    Buffer.concat([rawZip([{ name: 'b', data: 'y' }]), rawZip(two)]),
    'ERR_ARCHIVE_JUNK_BEFORE',
    'refuses',
  ],
  [
    'something before, with offsets that know of it',
    rawZip([{ name: 'a', data: 'x', central: { offset: 4 } }], { before: utf8('junk'), start: 36 }),
    'ERR_ARCHIVE_JUNK_BEFORE',
    'refuses',
  ],
  ['something after', rawZip(two, { after: utf8('junk') }), 'ERR_ARCHIVE_JUNK_AFTER', 'refuses'],
  [
    'a comment that is longer than said',
    rawZip(two, { comment: utf8('x'), after: utf8('y') }),
    'ERR_ARCHIVE_JUNK_AFTER',
    'refuses',
  ],
  ['an end record in the comment', rawZip(two, { comment: rawZip([]) }), 'ERR_ARCHIVE_JUNK_BEFORE', 'reads'],
  [
    'something between two entries',
    rawZip([
      { name: 'a', data: 'x', after: utf8('junk') },
      { name: 'b', data: 'y' },
    ]),
    'ERR_ARCHIVE_JUNK_BETWEEN',
    'reads',
  ],
  [
    'an entry that the directory does not name',
    rawZip([{ name: 'a', data: 'x', after: rawZip([{ name: 'b', data: 'y' }]).subarray(0, 32) }]),
    'ERR_ARCHIVE_JUNK_BETWEEN',
    'reads',
  ],
  [
    'something behind a descriptor',
    rawZip([{ name: 'a', data: 'x', descriptor: true, after: utf8('junk') }]),
    'ERR_ARCHIVE_JUNK_BETWEEN',
    'reads',
  ],
  ['something before the directory', rawZip(two, { gap: utf8('junk') }), 'ERR_ARCHIVE_JUNK_BETWEEN', 'reads'],
  ['something behind the directory', rawZip(two, { beforeEnd: utf8('junk') }), 'ERR_ARCHIVE_JUNK_BEFORE', 'refuses'],
  [
    'something behind deflated data',
    rawZip([{ name: 'a', data: 'x', method: 8, compressed: Buffer.concat([deflateRawSync(utf8('x')), utf8('junk')]) }]),
    'ERR_ARCHIVE_DAMAGED',
    'refuses',
  ],
  [
    'a Zip64 extra field that says another length',
    rawZip([{ name: 'a', data: 'x', central: { extra: fields([2, 1], [2, 8], [8, 5]) } }]),
    'ERR_ARCHIVE_ZIP64',
    'reads',
  ],
  [
    'a Zip64 length',
    rawZip([{ name: 'a', data: 'x', central: { size: 0xffffffff, extra: fields([2, 1], [2, 8], [8, 1]) } }]),
    'ERR_ARCHIVE_ZIP64',
    'reads',
  ],
  [
    'a Zip64 extra field in the local header',
    rawZip([{ name: 'a', data: 'x', local: { extra: fields([2, 1], [2, 16], [8, 9], [8, 9]) } }]),
    'ERR_ARCHIVE_ZIP64',
    'reads',
  ],
  [
    'a Zip64 locator',
    rawZip([{ name: 'a', data: 'x' }], { beforeEnd: fields([4, 0x07064b50], [4, 0], [8, 0], [4, 1]) }),
    'ERR_ARCHIVE_ZIP64',
    'refuses',
  ],
  ['a Zip64 count', rawZip([{ name: 'a', data: 'x' }], { count: 0xffff }), 'ERR_ARCHIVE_ZIP64', 'refuses'],
  ['several parts', rawZip(two, { disk: 1 }), 'ERR_ARCHIVE_MULTIDISK', 'refuses'],
  ['a count of another part', rawZip(two, { total: 3 }), 'ERR_ARCHIVE_MULTIDISK', 'refuses'],
  ['a count too small', rawZip(two, { count: 1 }), 'ERR_ARCHIVE_DAMAGED', 'refuses'],
  ['a count too great', rawZip(two, { count: 3 }), 'ERR_ARCHIVE_DAMAGED', 'refuses'],
  ['a directory that begins elsewhere', rawZip(two, { start: 1000 }), 'ERR_ARCHIVE_DAMAGED', 'refuses'],
  ['an end that is cut off', rawZip(two, { comment: utf8('xyz') }).subarray(0, -1), 'ERR_ARCHIVE_DAMAGED', 'reads'],
  ['an archive cut in the middle', rawZip(two).subarray(0, 60), 'ERR_ARCHIVE_DAMAGED', 'refuses'],
  [
    'deflated data that are none',
    rawZip([{ name: 'a', data: 'x', method: 8, compressed: Uint8Array.of(7, 7, 7) }]),
    'ERR_ARCHIVE_DAMAGED',
    'refuses',
  ],
  ['an archive in the archive', rawZip([{ name: 'a.pdf', data: rawZip(two) }]), 'ERR_ARCHIVE_NESTED', 'reads'],
  ['nothing', new Uint8Array(), 'ERR_ARCHIVE_NOT_ZIP', 'refuses'],
  ['XML', utf8('<HOC_BA/>'), 'ERR_ARCHIVE_NOT_ZIP', 'refuses'],
];

describe('hostile archives', () => {
  const cases = HOSTILE.map(([name, bytes, code, library, limits]) => ({ name, bytes, code, library, limits }));
  test.each(cases)('$name', async ({ bytes, code, library, limits }) => {
    expect([await codeOf(bytes, limits), await alone(bytes)]).toEqual([code, library]);
  });
});

test('a reader that is not installed is named, with the command that installs it', async () => {
  const missing = loadZipJs(() => Promise.reject(new Error('Cannot find package')));
  await expect(missing).rejects.toMatchObject({
    code: 'ERR_PEER_MISSING',
    message: expect.stringContaining('npm install @zip.js/zip.js'),
  });
});
