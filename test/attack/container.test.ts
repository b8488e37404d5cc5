/* Hostile ASiC containers and transfer packages: what a package says must be what its signature covers, byte for byte. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { isSignatureName } from '../../src/packaging/asic-names.js';
import { prepareSeal } from '../../src/packaging/create-transfer.js';
import {
  detachedIn,
  openTransferPackage,
  readAsic,
  verifyAsic,
  verifyTransferPackage,
} from '../../src/packaging/index.js';
import { readArchive } from '../../src/packaging/read-archive.js';
import { type ArchiveFile, writeZip } from '../../src/packaging/zip-peer.js';
import { completeXmlSignature } from '../../src/xades/index.js';
import { history, packageOf, signerOf, signRecord, trust } from '../packaging/transfer-kit.js';
import { rawZip, utf8 } from '../packaging/zip-kit.js';

const TYPE = 'application/vnd.etsi.asic-e+zip';
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'read',
    (error: { code?: string }) => error.code ?? String(error),
  );

let good: Uint8Array;
let files: readonly ArchiveFile[];

beforeAll(async () => {
  good = await packageOf([await signRecord(history(1)[0]!)]);
  files = await readArchive(good);
});

/** The package with its files changed, packed by the same writer. */
const packed = (change: (all: ArchiveFile[]) => readonly ArchiveFile[]) => writeZip(change([...files]));
const withFile = (name: string, change: (text: string) => string) =>
  packed((all) => all.map((one) => (one.name === name ? { name, bytes: utf8(change(text(one.bytes))) } : one)));
const verdict = async (bytes: Uint8Array) => {
  const { conclusion, reason, code } = await verifyAsic(bytes, await trust());
  return [conclusion, code ?? reason];
};

describe('the frame of a container', () => {
  test('baseline: the untouched package is valid, and packing its files again gives its bytes', async () => {
    expect(await packed((all) => all)).toEqual(good);
    expect(await verdict(good)).toEqual(['totalPassed', null]);
  });

  test.each<readonly [string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['no mimetype', () => packed((all) => all.slice(1)), 'ERR_ASIC_MIMETYPE_MISSING'],
    ['mimetype in the second place', () => packed(([a, b, ...rest]) => [b!, a!, ...rest]), 'ERR_ASIC_MIMETYPE_PLACE'],
    [
      'mimetype with an extra field',
      () => rawZip([{ name: 'mimetype', data: TYPE, local: { extra: Uint8Array.of(0x55, 0x54, 0, 0) } }]),
      'ERR_ASIC_MIMETYPE_PLACE',
    ],
    [
      'mimetype compressed',
      () => rawZip([{ name: 'mimetype', data: TYPE, method: 8 }]),
      'ERR_ASIC_MIMETYPE_COMPRESSED',
    ],
    [
      'mimetype of something else',
      () => rawZip([{ name: 'mimetype', data: 'application/epub+zip' }]),
      'ERR_ASIC_MIMETYPE_WRONG',
    ],
    ['mimetype with a line feed', () => rawZip([{ name: 'mimetype', data: `${TYPE}\n` }]), 'ERR_ASIC_MIMETYPE_WRONG'],
    [
      'a bomb inside an archive inside',
      () => {
        const inner = rawZip([{ name: 'a', data: new Uint8Array(1 << 20), method: 8 }]);
        return packed((all) => [...all, { name: 'dinh-kem/a.pdf', bytes: inner }]);
      },
      'ERR_ARCHIVE_NESTED',
    ],
    [
      'a gzip bomb inside',
      () =>
        packed((all) => [
          ...all,
          { name: 'dinh-kem/a.pdf', bytes: Uint8Array.of(0x1f, 0x8b, 8, ...deflateRawSync(new Uint8Array(9))) },
        ]),
      'ERR_ARCHIVE_NESTED',
    ],
  ])('%s', async (_, make, code) => {
    expect(await codeOf(openTransferPackage(await make()))).toBe(code);
    const report = await verifyTransferPackage(await make(), await trust());
    expect([report.conclusion, report.container.code ?? report.checklist[0]!.detail]).toEqual(['totalFailed', code]);
  });

  test('what counts as a signature file, and what a URI names', async () => {
    expect(
      ['META-INF/signatures.xml', 'META-INF/signatures001.xml', 'META-INF/my-signatures-2.XML'].map(isSignatureName),
    ).toEqual([true, true, true]);
    const no = [
      'signatures.xml',
      'META-INF/x/signatures.xml',
      'META-INF/manifest.xml',
      'META-INF/signatures.xml.txt',
      'X/META-INF/signatures.xml',
    ];
    expect(no.map(isSignatureName)).toEqual(no.map(() => false));
    const zip = rawZip([
      { name: 'mimetype', data: TYPE },
      { name: 'a b.txt', data: 'x' },
      { name: 'c%20d', data: '1' },
      { name: 'c d', data: '2' },
    ]);
    const octets = detachedIn(await readAsic(zip));
    expect(['a b.txt', 'a%20b.txt', '%zz', 'a+b.txt', '../a b.txt', 'c%20d'].map(octets)).toEqual([
      utf8('x'),
      utf8('x'),
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('what the signature covers', () => {
  test.each<readonly [string, () => Promise<Uint8Array>, readonly [string, string]]>([
    [
      'a file that is not signed',
      () => packed((all) => [...all, { name: 'hoc-ba/b.xml', bytes: utf8('<HOC_BA/>') }]),
      ['totalFailed', 'fileNotSigned'],
    ],
    [
      'a signed file that is gone',
      () => packed((all) => all.filter(({ name }) => !name.startsWith('hoc-ba/'))),
      ['totalFailed', 'signedFileMissing'],
    ],
    [
      'a signed file under another name',
      () =>
        packed((all) => all.map((one) => (one.name.startsWith('hoc-ba/') ? { ...one, name: 'hoc-ba/x.xml' } : one))),
      ['totalFailed', 'signedFileMissing'],
    ],
    [
      'a changed file',
      () => withFile('chuyen-truong.json', (json) => json.replace('Nơi Đi', 'Nơi Kia')),
      ['totalFailed', 'signatureInvalid'],
    ],
    [
      'no signature',
      () => packed((all) => all.filter(({ name }) => !isSignatureName(name))),
      ['totalFailed', 'unsigned'],
    ],
    [
      'a signature file without a signature',
      () => withFile('META-INF/signatures.xml', (xml) => xml.replace(/<Signature [\s\S]*<\/Signature>/, '')),
      ['totalFailed', 'unsigned'],
    ],
    [
      'a signature file with a DOCTYPE',
      () => withFile('META-INF/signatures.xml', (xml) => xml.replace('<asic:', '<!DOCTYPE x><asic:')),
      ['totalFailed', 'ERR_XML_DOCTYPE'],
    ],
    [
      'a broken second signature',
      () =>
        packed((all) => [
          ...all,
          {
            name: 'META-INF/signatures2.xml',
            bytes: utf8(text(all.at(-1)!.bytes).replace(/<DigestValue>./, '<DigestValue>0')),
          },
        ]),
      ['totalFailed', 'signatureInvalid'],
    ],
  ])('%s', async (_, make, wanted) => {
    const bytes = await make();
    expect(await verdict(bytes)).toEqual(wanted);
    expect((await verifyTransferPackage(bytes, await trust())).conclusion).toBe('totalFailed');
  });

  test('of two signatures that hold, one covers less', async () => {
    const { certificate, algorithm, sign } = await signerOf('phatHanh');
    const { files: all } = await openTransferPackage(good);
    const sealOver = async (some: typeof all) => {
      const prepared = await prepareSeal(
        some,
        { certificate, algorithm, signingTime: '2026-05-30T10:00:00+07:00' },
        undefined,
      );
      const { toSign, digest, digestName } = prepared;
      return completeXmlSignature(prepared, await sign({ toSign, digest, digestName, algorithm }));
    };
    const withSecond = (bytes: Uint8Array) => packed((one) => [...one, { name: 'META-INF/signatures2.xml', bytes }]);
    expect(await verdict(await withSecond(await sealOver(all)))).toEqual(['totalPassed', null]);
    const less = await verifyAsic(await withSecond(await sealOver(all.slice(0, 1))), await trust());
    expect([less.conclusion, less.reason]).toEqual(['totalFailed', 'signatureCoversLess']);
    expect(less.signatures.map(({ core, covers }) => [core, covers.length])).toEqual([
      ['valid', 2],
      ['valid', 1],
    ]);
  });

  test('more signatures than anybody needs are not judged', async () => {
    const copies = Array.from({ length: 32 }, (_, index) => ({ name: `META-INF/signatures${index}.xml` }));
    const many = (count: number) =>
      packed((all) => [...all, ...copies.slice(0, count).map(({ name }) => ({ name, bytes: all.at(-1)!.bytes }))]);
    expect(await verdict(await many(31))).toEqual(['totalPassed', null]);
    expect(await verdict(await many(32))).toEqual(['totalFailed', 'ERR_ARCHIVE_COUNT']);
  });

  test('a package with a file more, or a manifest that says something else, is none', async () => {
    const part = async (bytes: Uint8Array) =>
      openTransferPackage(bytes).then(
        () => 'opened',
        (error: { params?: { part?: string } }) => error.params?.part,
      );
    expect(await part(good)).toBe('opened');
    expect(await part(await withFile('META-INF/manifest.xml', (xml) => xml.replace('text/xml', 'text/html')))).toBe(
      'META-INF/manifest.xml',
    );
    expect(await part(await packed((all) => [...all, { name: 'META-INF/x.txt', bytes: utf8('x') }]))).toBe('META-INF');
    expect(
      await part(await packed((all) => [...all, { name: 'META-INF/signatures2.xml', bytes: all.at(-1)!.bytes }])),
    ).toBe('META-INF');
    expect(await part(await packed((all) => [...all, { name: 'x.xml', bytes: utf8('<x/>') }]))).toBe('files');
    expect(await part(await packed((all) => all.filter(({ name }) => name !== 'chuyen-truong.json')))).toBe(
      'chuyen-truong.json',
    );
    for (const [wrong, place] of [
      [(json: string) => json.replace('"version": 1', '"version": 2'), 'version'],
      [(json: string) => json.replace('"version": 1', '"version": 1, "x": 1'), 'chuyen-truong.json'],
      [(json: string) => json.replace('"receiver": null', '"receiver": 1'), 'receiver'],
      [(json: string) => `${json} `, 'chuyen-truong.json'],
      [(json: string) => json.replace('"khoiLop": 1', '"khoiLop": "1"'), 'years'],
    ] as const) {
      expect(await part(await withFile('chuyen-truong.json', wrong))).toBe(place);
    }
  });
});

describe('one byte changed anywhere', () => {
  const changed = (at: number, bit: number) => {
    const bytes = good.slice();
    bytes[at]! ^= 1 << bit;
    return bytes;
  };
  const check = async (at: number, bit: number) => {
    const { conclusion, unchanged, sha256 } = await verifyTransferPackage(changed(at, bit), await trust());
    expect([at, bit, conclusion === 'totalPassed' && unchanged]).toEqual([at, bit, false]);
    expect(sha256).not.toBe((await openTransferPackage(good)).sha256);
  };

  test('baseline: the untouched package is valid and unchanged', async () => {
    expect(await verifyTransferPackage(good, await trust())).toMatchObject({
      conclusion: 'totalPassed',
      unchanged: true,
    });
  });

  test('is never valid and unchanged', async () => {
    const place = fc.integer({ min: 0, max: good.length - 1 });
    await fc.assert(fc.asyncProperty(place, fc.integer({ min: 0, max: 7 }), check), { numRuns: 150 });
  });

  test('nor in the headers of the archive, nor in the parts of the signature that nothing signs', async () => {
    const source = Buffer.from(good).toString('latin1');
    const directory = source.lastIndexOf('PK\u0001\u0002');
    const first = source.indexOf('PK\u0001\u0002');
    expect(directory).toBeGreaterThan(first);
    const places: number[] = [];
    for (let at = 0; at < 38; at++) places.push(at);
    for (let at = first; at < first + 54; at++) places.push(at);
    for (let at = good.length - 22; at < good.length; at++) places.push(at);
    for (const name of [
      'asic:XAdESSignatures',
      '02918',
      '<Signature ',
      'SignatureValue Id',
      'X509Certificate',
      '/asic:',
    ]) {
      const at = source.lastIndexOf(name);
      expect(at).toBeGreaterThan(0);
      for (let offset = 0; offset < name.length; offset++) places.push(at + offset);
    }
    for (const at of places) await check(at, at % 8);
  });
});
