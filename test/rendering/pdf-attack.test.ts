import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import { type Form, renderPdf } from '../../src/rendering/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { alter, codeOf, signed } from '../signing/kit.js';
import { draftCase, FONTS, MADE, sealedCase } from './pdf-cases.js';
import { png, SEAL, SIGNATURE } from './pdf-images.js';
import { PdfRef, readPdf } from './pdf-reader.js';
import { ask, wordsOf } from './pdf-tools.js';

const draw = (form: Form, files: readonly Uint8Array[] = []) => renderPdf(form, { fonts: FONTS, files, at: MADE });

test('a record that hides or turns round letters shows the characters by name', async () => {
  const hocBa = specimenHocBa();
  const hidden = 'Nguyễn \u202eA năV\u202c B\u200bC\u00adD\u2066E\u2069';
  const { form } = draftCase({ ...hocBa, hocSinh: { ...hocBa.hocSinh, hoVaTen: hidden } });
  const words = wordsOf(await draw(form));
  for (const name of ['202E', '202C', '200B', '2066', '2069']) expect(words).toContain(`U+${name}`);
  expect(words).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069]/);
});

test('operators and markup of PDF and XML in a text are letters', async () => {
  const hocBa = specimenHocBa();
  const evil = ') Tj ET Q /JS (app.alert) endstream endobj <</S /JavaScript>> & <rdf:li> ]]> \\';
  const { form } = draftCase({ ...hocBa, hocSinh: { ...hocBa.hocSinh, hoVaTen: evil } });
  const pdf = await draw(form);
  expect(ask('qpdf', pdf, (file) => ['--check', file])).toMatch(/No syntax or stream encoding errors/);
  expect(wordsOf(pdf)).toContain(evil.replace(/\s+/g, ''));
  const { trailer, dict, stream, get } = readPdf(pdf);
  const root = dict(trailer['Root']);
  expect(root['OpenAction']).toBeUndefined();
  // The title stands in XML without being escaped by the library: nothing that means something there is left.
  const xmp = new TextDecoder().decode(stream(root['Metadata']));
  const title = /<rdf:li xml:lang="x-default">(.*?)<\/rdf:li>/s.exec(xmp)![1]!;
  expect(title).toBe(get(dict(trailer['Info'])['Title']));
  expect(title).toContain(') Tj ET Q /JS (app.alert)');
  expect(title).not.toMatch(/[<>&]/);
});

test('a file that the form was not made from is not embedded', async () => {
  const file = await signed();
  const { form, files } = await sealedCase();
  expect((await draw(form, [(files[0] as { bytes: Uint8Array }).bytes])).length).toBeGreaterThan(10_000);
  const other = alter(file, 'Nguyễn Văn A', 'Nguyễn Văn B');
  const found = await draw(form, [other]).catch((error: unknown) => error);
  expect(isHocBaSoError(found, 'ERR_PDF_ATTACHMENT') && found.params['index']).toBe(1);
  expect(String(found)).not.toContain('Nguyễn');
  const original = (files[0] as { bytes: Uint8Array }).bytes;
  const flipped = original.slice();
  flipped[flipped.length - 20]! ^= 1;
  expect(await codeOf(draw(form, [flipped]))).toBe('ERR_PDF_ATTACHMENT');
  expect(await codeOf(draw(form, [original, original]))).toBe('ERR_PDF_ATTACHMENT');
});

test('two records with one look-up code are two attachments', async () => {
  const { form, files } = await sealedCase();
  const bytes = (files[0] as { bytes: Uint8Array }).bytes;
  const twice: Form = { ...form, records: [form.records[0]!, form.records[0]!] };
  const { trailer, dict, list, get } = readPdf(await draw(twice, [bytes, bytes]));
  const names = list(dict(dict(dict(trailer['Root'])['Names'])['EmbeddedFiles'])['Names']);
  expect(names.filter((one) => !(one instanceof PdfRef)).map(get)).toEqual([
    `hoc-ba-${form.records[0]!.maTraCuu}-2.xml`,
    `hoc-ba-${form.records[0]!.maTraCuu}.xml`,
  ]);
});

describe('images', () => {
  const withSeal = async (seal: Uint8Array) => (await sealedCase({ kind: 'paper', images: { seal } })).form;
  const grey = (rows: readonly (readonly number[])[], more = {}) =>
    png({ width: 2, height: 2, colorType: 0, ...more }, rows);
  const GOOD: Readonly<Record<string, Uint8Array>> = {
    'red, green, blue, alpha': SEAL,
    'grey, filtered': grey([
      [1, 10, 20],
      [2, 30, 40],
    ]),
    'grey of one bit': png({ width: 9, height: 1, colorType: 0, depth: 1 }, [[0, 0b10101010, 0x80]]),
    'sixteen bits': png({ width: 1, height: 1, colorType: 2, depth: 16 }, [[0, 255, 1, 128, 2, 0, 3]]),
    'a palette, one colour clear': png({ width: 2, height: 1, colorType: 3 }, [[0, 0, 1]], {
      PLTE: new Uint8Array([255, 0, 0, 0, 0, 255]),
      tRNS: new Uint8Array([0]),
    }),
  };

  test.each(Object.keys(GOOD))('%s', async (name) => {
    const pdf = await draw(await withSeal(GOOD[name]!));
    expect(ask('qpdf', pdf, (file) => ['--check', file])).toMatch(/No syntax or stream encoding errors/);
    const { objects } = readPdf(pdf);
    const images = [...objects.values()].filter(({ value }) =>
      /Image/.test(JSON.stringify((value as { Subtype?: unknown })?.Subtype ?? '')),
    );
    expect(images.length).toBeGreaterThanOrEqual(1);
  });

  test('one image in the file, however often it is shown', async () => {
    const { form } = await sealedCase({ kind: 'paper', images: { seal: SEAL, signature: SIGNATURE } });
    const { objects } = readPdf(await draw(form));
    // Seal and signature, each with its mask.
    const images = [...objects.values()].filter(({ value }) =>
      /Image/.test(JSON.stringify((value as { Subtype?: unknown })?.Subtype ?? '')),
    );
    expect(images).toHaveLength(4);
  });

  test('the colours of the pixels are those of the image', async () => {
    const pdf = readPdf(await draw(await withSeal(GOOD['a palette, one colour clear']!)));
    const image = [...pdf.objects.values()].find(({ value }) => (value as { SMask?: unknown })?.SMask !== undefined)!;
    expect([...image.stream!]).toEqual([255, 0, 0, 0, 0, 255]);
    expect([...pdf.stream((image.value as { SMask: PdfRef }).SMask)]).toEqual([0, 255]);
    const filtered = readPdf(await draw(await withSeal(GOOD['grey, filtered']!)));
    const samples = [...filtered.objects.values()].find(
      ({ value }) => (value as { ColorSpace?: { name?: string } })?.ColorSpace?.name === 'DeviceRGB',
    )!;
    expect([...samples.stream!]).toEqual([10, 10, 10, 30, 30, 30, 40, 40, 40, 70, 70, 70]);
  });

  const jpeg = (components: number, more: readonly number[] = []) =>
    Uint8Array.from([
      0xff,
      0xd8,
      0xff,
      0xc0,
      0,
      8 + 3 * components,
      8,
      0,
      4,
      0,
      4,
      components,
      ...new Uint8Array(3 * components),
      ...more,
      0xff,
      0xd9,
    ]);
  const bomb = (() => {
    const file = Buffer.from(
      grey([
        [0, 1, 2],
        [0, 3, 4],
      ]),
    );
    const at = file.indexOf('IDAT');
    const body = deflateSync(Buffer.alloc(50_000_000));
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length);
    return new Uint8Array(
      Buffer.concat([
        file.subarray(0, at - 4),
        size,
        file.subarray(at, at + 4),
        body,
        Buffer.alloc(4),
        file.subarray(-12),
      ]),
    );
  })();
  const BAD: Readonly<Record<string, Uint8Array>> = {
    'cut off': SEAL.subarray(0, SEAL.length - 40),
    'pixels that are no deflated data': Uint8Array.from(SEAL, (byte, at) => (at > 45 && at < 60 ? 0xff : byte)),
    'fewer pixels than promised': png({ width: 9, height: 9, colorType: 0 }, [[0, 1, 2]]),
    'more pixels than promised': bomb,
    interlaced: grey(
      [
        [0, 1, 2],
        [0, 3, 4],
      ],
      { interlace: 1 },
    ),
    'an unknown filter': grey([
      [7, 1, 2],
      [0, 3, 4],
    ]),
    'a colour beyond the palette': png({ width: 1, height: 1, colorType: 3 }, [[0, 9]], { PLTE: new Uint8Array(3) }),
    'a hundred thousand pixels wide and high': png({ width: 100_000, height: 100_000, colorType: 0 }, [[0]]),
    'a JPEG in CMYK': jpeg(4),
    'a JPEG without an end': jpeg(3).subarray(0, 20),
  };

  test.each(Object.keys(BAD))('%s: refused before anything is drawn', async (name) => {
    const before = process.listenerCount('uncaughtException');
    expect(await codeOf(draw(await withSeal(BAD[name]!)))).toBe('ERR_PDF_IMAGE');
    expect(process.listenerCount('uncaughtException')).toBe(before);
  });
});
