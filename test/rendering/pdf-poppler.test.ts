import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderPdf } from '../../src/rendering/index.js';
import { peer } from '../peers.js';
import { FONTS, historyCase, longestRecord, MADE, type PdfCase, sealedCase, tamperedCase } from './pdf-cases.js';
import { SEAL, SIGNATURE } from './pdf-images.js';
import { ask, detach, structureOf, tablesOf, wordsOf } from './pdf-tools.js';

const CASES: Readonly<Record<string, () => PdfCase | Promise<PdfCase>>> = {
  display: () => sealedCase(),
  paper: () => sealedCase({ kind: 'paper', images: { signature: SIGNATURE, seal: SEAL } }),
  tampered: () => tamperedCase('paper'),
  'five years': () => historyCase('paper'),
  'longest texts': () => sealedCase({ hocBa: longestRecord() }),
};
const made = new Map<string, PdfCase>();
const files = new Map<string, Uint8Array>();

beforeAll(async () => {
  for (const [name, make] of Object.entries(CASES)) {
    const one = await make();
    made.set(name, one);
    files.set(name, await renderPdf(one.form, { fonts: FONTS, files: one.files, at: MADE }));
  }
});

describe.each(Object.keys(CASES))('%s', (name) => {
  test('qpdf finds no fault', () => {
    expect(ask('qpdf', files.get(name)!, (file) => ['--check', file])).toMatch(
      /No syntax or stream encoding errors found/,
    );
  });

  test('pdffonts: every font is embedded, a subset, and knows its characters', () => {
    const rows = ask('pdffonts', files.get(name)!, (file) => [file])
      .trim()
      .split('\n')
      .slice(2);
    expect(rows.length).toBeGreaterThanOrEqual(2);
    for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+NotoSerif\S* +CID TrueType +Identity-H +yes yes yes/);
  });

  test('pdfdetach gives back the signed XML, byte for byte', () => {
    const { form, files: originals } = made.get(name)!;
    const found = detach(files.get(name)!);
    expect(Object.keys(found).sort()).toEqual(form.records.map(({ maTraCuu }) => `hoc-ba-${maTraCuu}.xml`).sort());
    for (const [index, { maTraCuu }] of form.records.entries()) {
      const original = originals[index]!;
      const bytes = original instanceof Uint8Array ? original : original.bytes;
      expect(Buffer.compare(found[`hoc-ba-${maTraCuu}.xml`]!, bytes)).toBe(0);
    }
  });

  test('pdfinfo: A4, tagged, without forms, scripts and encryption', () => {
    const about = ask('pdfinfo', files.get(name)!, (file) => [file]);
    const field = (label: string) => new RegExp(`^${label}: +(.*)$`, 'm').exec(about)?.[1];
    expect(field('Page size')).toMatch(/A4/);
    expect([field('Tagged'), field('Form'), field('JavaScript'), field('Encrypted')]).toEqual([
      'yes',
      'none',
      'no',
      'no',
    ]);
  });

  test('every word of the form can be selected: pdftotext finds each text of each block', () => {
    const words = wordsOf(files.get(name)!);
    const { form } = made.get(name)!;
    const missing: string[] = [];
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) for (const one of value) visit(one);
      else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
        const { kind, text } = value as { kind?: string; text?: string };
        if (text !== undefined && kind !== undefined) {
          for (const line of text.split('\n')) if (!isIn(words, line)) missing.push(line);
        }
        for (const one of Object.values(value)) visit(one);
      }
    };
    visit(form.pages);
    expect(missing).toEqual([]);
  });
});

/** A long cell is torn by the feet of sheets and by the cells beside it: there its words are looked for one by one, in order. */
function isIn(words: string, text: string): boolean {
  if (text.length < 300) return words.includes(text.replace(/\s+/g, ''));
  let at = 0;
  return text.split(/\s+/).every((word) => {
    const found = words.indexOf(word, at);
    at = found + word.length;
    return found >= 0;
  });
}

test.each(['paper', 'tampered'])(
  'pdfinfo -struct, %s: what is read aloud is the form, block by block, then the marks of each record',
  (name) => {
    const rows = structureOf(files.get(name)!);
    const { form } = made.get(name)!;
    const sections = rows.filter(({ type }) => type === 'Sect');
    expect(rows[0]).toMatchObject({ type: 'Document', depth: 0 });
    expect(sections).toHaveLength(form.pages.length + form.records.length);
    expect(rows.filter(({ type }) => type === 'Table')).toHaveLength(
      form.pages.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'table').length,
    );
    const read = rows.map(({ text }) => text).join('\n');
    for (const { marks } of form.records) {
      expect(read).toContain(marks.verdict.headline);
      expect(read).toContain(marks.original);
      for (const { line } of marks.signers) expect(read).toContain(line);
      for (const { text } of marks.watermarks) expect(read).toContain(text);
    }
    // Once only: on the other sheets they are furniture.
    expect(read.split(form.records[0]!.marks.original)).toHaveLength(form.records.length + 1);
  },
);

test('the cells of the specimen are read in the rows of the form, empty ones too', () => {
  const [, subjects] = [0, tablesOf(files.get('display')!)[0]!];
  expect(subjects).toHaveLength(15);
  expect(subjects[1]!.slice(0, 3)).toEqual(['Tiếng Việt', 'Hoàn thành tốt', '9']);
  expect(subjects[9]).toEqual(['Tự nhiên và Xã hội', '', '', '']);
  const paper = tablesOf(files.get('paper')!)[1]!;
  expect(paper[6]!.slice(0, 3)).toEqual(['Tin học và Công nghệ (Tin học)', 'H', '6']);
});

test('a comment of 2,000 characters is neither cut nor repeated, and its heading stands on every sheet that it reaches', () => {
  const pdf = files.get('longest texts')!;
  const comment = longestRecord().monHoc[0]!.nhanXet as string;
  expect(comment.length).toBeGreaterThan(1990);
  const rows = tablesOf(pdf)[0]!;
  expect(rows).toHaveLength(15);
  for (const row of rows.slice(1)) if (row[1] !== '') expect(row[3]).toBe(comment);
  const sheets = ask('pdftotext', pdf, (file) => ['-enc', 'UTF-8', file, '-']).split('\f');
  const reached = sheets.filter(
    (sheet) =>
      /Biết lắng nghe/.test(sheet) && /Trang \d+\/\d+/.test(sheet) && /KTĐK|kiểm tra|Phẩm chất|Năng lực/.test(sheet),
  );
  expect(reached.length).toBeGreaterThan(8);
  // Drawn again at the top of a sheet, the heading is no content: it is read once.
  expect(structureOf(pdf).filter(({ text }) => text === 'Môn học và hoạt động giáo dục')).toHaveLength(1);
});

test('every sheet carries the marks: verdict, signers, look-up code, the line that the XML is the original, its number', () => {
  for (const name of ['display', 'tampered'] as const) {
    const { form } = made.get(name)!;
    const { marks, maTraCuu } = form.records[0]!;
    const sheets = ask('pdftotext', files.get(name)!, (file) => ['-enc', 'UTF-8', file, '-'])
      .split('\f')
      .slice(0, -1)
      .map((sheet) => sheet.replace(/\s+/g, ''));
    expect(sheets.length).toBeGreaterThan(5);
    for (const [index, sheet] of sheets.entries()) {
      const wanted = [
        marks.verdict.headline,
        marks.original,
        maTraCuu,
        ...marks.signers.map(({ line }) => line),
        ...marks.watermarks.map(({ text }) => text),
        `Trang ${index + 1}/${sheets.length}`,
      ];
      for (const one of wanted) expect(sheet).toContain(one.replace(/\s+/g, ''));
    }
  }
});

test('nothing is drawn over the edge of a sheet, and no line of text runs into another', () => {
  // Not those with a watermark, which lies across everything on purpose.
  for (const name of ['display', 'paper', 'longest texts']) {
    const boxes = ask('pdftotext', files.get(name)!, (file) => ['-bbox-layout', '-enc', 'UTF-8', file, '-']);
    for (const [sheet, page] of boxes.split('<page ').slice(1).entries()) {
      const lines = [
        ...page.matchAll(/<line xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/line>/gs),
      ].map(([, x1, y1, x2, y2, words]) => ({
        x1: Number(x1),
        y1: Number(y1),
        x2: Number(x2),
        y2: Number(y2),
        words: words!.replace(/<[^>]*>|\s+/g, ''),
      }));
      for (const one of lines) {
        expect(one.x1, `${name}, sheet ${sheet + 1}: ${one.words}`).toBeGreaterThan(40);
        expect(one.x2, `${name}, sheet ${sheet + 1}: ${one.words}`).toBeLessThan(560);
        expect(one.y2).toBeLessThan(842);
      }
      for (const [at, one] of lines.entries()) {
        for (const other of lines.slice(at + 1)) {
          const across = Math.min(one.x2, other.x2) - Math.max(one.x1, other.x1);
          // Boxes of letters with marks above and below touch by a part of their height; more is an overlap.
          const down = Math.min(one.y2, other.y2) - Math.max(one.y1, other.y1);
          const part = down / Math.min(one.y2 - one.y1, other.y2 - other.y1);
          if (across > 1 && part > 0.45)
            throw new Error(`${name}, sheet ${sheet + 1}: ${one.words} over ${other.words}`);
        }
      }
    }
  }
});

test('the QR code on the sheet is read by another decoder, and holds no name and no mark', async () => {
  const { default: decodeQr } = await import('qr/decode.js');
  const pdftoppm = peer('pdftoppm');
  const folder = mkdtempSync(join(tmpdir(), 'hocba-qr-'));
  try {
    writeFileSync(join(folder, 'form.pdf'), files.get('display')!);
    execFileSync(pdftoppm, [
      '-r',
      '200',
      '-f',
      '2',
      '-l',
      '2',
      '-x',
      '140',
      '-W',
      '240',
      '-y',
      '1950',
      '-H',
      '380',
      join(folder, 'form.pdf'),
      join(folder, 'qr'),
    ]);
    const [name] = readdirSync(folder).filter((one) => one.endsWith('.ppm'));
    const ppm = readFileSync(join(folder, name!));
    const head = /^P6\n(\d+) (\d+)\n255\n/.exec(ppm.subarray(0, 30).toString('latin1'))!;
    const [width, height] = [Number(head[1]), Number(head[2])];
    const rgb = ppm.subarray(head[0].length);
    const data = new Uint8Array(width * height * 4).fill(255);
    for (let pixel = 0; pixel < width * height; pixel++) data.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    expect(decodeQr({ width, height, data })).toBe(made.get('display')!.form.records[0]!.marks.qr.text);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('seal and signature: beside each other on the head’s block, the seal over the left third of the signature', () => {
  const text = Buffer.from(files.get('paper')!).toString('latin1');
  const boxes = [...text.matchAll(/\/S \/Figure\n\/Alt \(([\s\S]*?)\)\n\/A <<[^>]*?\/BBox \[([\d. ]+)\]/g)]
    .map(([, , box]) => box!.split(' ').map(Number))
    .filter(([left, , right]) => right! - left! > 61);
  // The head signs the pupil page and the page of the year.
  expect(boxes).toHaveLength(4);
  for (let at = 0; at < boxes.length; at += 2) {
    const [signature, seal] = [boxes[at]!, boxes[at + 1]!];
    const covered = (seal[2]! - signature[0]!) / (signature[2]! - signature[0]!);
    expect(covered).toBeCloseTo(1 / 3, 2);
    expect(seal[0]!).toBeLessThan(signature[0]!);
  }
});

test('without a valid signature there is no image of it', async () => {
  const { form } = await sealedCase({
    kind: 'paper',
    roles: ['giaoVienChuNhiem'],
    images: { signature: SIGNATURE, seal: SEAL },
  });
  const pdf = Buffer.from(await renderPdf(form, { fonts: FONTS, at: MADE })).toString('latin1');
  expect(pdf).not.toContain('/Subtype /Image');
  expect(Buffer.from(files.get('paper')!).toString('latin1')).toContain('/Subtype /Image');
});
