import { expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import { type PdfFonts, renderPdf } from '../../src/rendering/index.js';
import { loadKit } from '../../src/rendering/pdf-kit.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { codeOf } from '../signing/kit.js';
import { draftCase, FONTS, MADE } from './pdf-cases.js';
import { wordsOf } from './pdf-tools.js';

const { form } = draftCase();
const draw = (fonts: Partial<PdfFonts> | undefined) => renderPdf(form, { fonts: fonts as PdfFonts, at: MADE });

async function paramsOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return isHocBaSoError(error) ? { code: error.code, ...error.params } : error;
  }
}

/** A copy of the regular font with something changed in it. */
function altered(change: (view: DataView, tables: ReadonlyMap<string, number>) => void): Uint8Array {
  const bytes = FONTS.regular.slice();
  const view = new DataView(bytes.buffer);
  const tables = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16;
    tables.set(Buffer.from(bytes.subarray(at, at + 4)).toString('latin1'), view.getUint32(at + 8));
  }
  change(view, tables);
  return bytes;
}

/** Renames a table, so that the font lacks it. */
const without = (tag: string) =>
  altered((view) => {
    for (let index = 0; index < view.getUint16(4); index++) {
      const at = 12 + index * 16;
      const name = [0, 1, 2, 3].map((offset) => String.fromCharCode(view.getUint8(at + offset))).join('');
      if (name === tag) view.setUint8(at, 0x5a);
    }
  });

test('the untouched fonts draw', async () => {
  expect((await draw(FONTS)).length).toBeGreaterThan(10_000);
});

test.each(['regular', 'bold', 'italic'] as const)('a missing or empty %s font is named', async (style) => {
  const { [style]: _left, ...rest } = FONTS;
  expect(await paramsOf(draw(rest))).toEqual({ code: 'ERR_FONT_MISSING', style });
  expect(await paramsOf(draw({ ...FONTS, [style]: new Uint8Array() }))).toEqual({ code: 'ERR_FONT_MISSING', style });
});

test('no fonts at all', async () => {
  expect(await codeOf(draw(undefined))).toBe('ERR_FONT_MISSING');
});

const BROKEN: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
  'no font': [new TextEncoder().encode('not a font at all, but long enough to be looked into'), /not a TrueType/],
  'three bytes': [new Uint8Array([0, 1, 0]), /cut off/],
  'half of one': [FONTS.regular.subarray(0, FONTS.regular.length >> 1), /cut off/],
  WOFF2: [Uint8Array.from([0x77, 0x4f, 0x46, 0x32, ...new Uint8Array(60)]), /WOFF/],
  'a collection': [Uint8Array.from([0x74, 0x74, 0x63, 0x66, ...new Uint8Array(60)]), /TTC/],
  'one without outlines': [without('glyf'), /outlines/],
  'one without characters': [without('cmap'), /cmap/],
  'one that may not be embedded': [
    altered((view, tables) => view.setUint16(tables.get('OS/2')! + 8, 0x0002)),
    /fsType/,
  ],
  'one for bitmaps only': [altered((view, tables) => view.setUint16(tables.get('OS/2')! + 8, 0x0200)), /fsType/],
};

test.each(Object.keys(BROKEN))('%s is refused before anything is drawn', async (name) => {
  const [bytes, reason] = BROKEN[name]!;
  const found = (await paramsOf(draw({ ...FONTS, regular: bytes }))) as { code: string; style: string; reason: string };
  expect([found.code, found.style]).toEqual(['ERR_FONT_UNREADABLE', 'regular']);
  expect(found.reason).toMatch(reason);
});

test('a character that the font lacks is named by its code point, never by the text around it', async () => {
  const hocBa = specimenHocBa();
  const made = draftCase({ ...hocBa, hocSinh: { ...hocBa.hocSinh, hoVaTen: 'Nguyễn Văn 漢字' } });
  const found = await paramsOf(renderPdf(made.form, { fonts: FONTS, at: MADE }));
  expect(found).toEqual({ code: 'ERR_FONT_CHARACTER', style: 'regular', codePoint: 'U+5B57', count: 2 });
  expect(JSON.stringify(found)).not.toMatch(/漢|Nguyễn/);
});

test('a character beyond the basic plane is named too', async () => {
  const hocBa = specimenHocBa();
  const made = draftCase({ ...hocBa, tongKet: { ...hocBa.tongKet, nhanXetGiaoVienChuNhiem: 'Giỏi 😀' } });
  expect(await paramsOf(renderPdf(made.form, { fonts: FONTS, at: MADE }))).toMatchObject({
    codePoint: 'U+1F600',
    count: 1,
  });
});

test('every Vietnamese letter, in both normalisation forms, comes out as it is searched for: in form C', async () => {
  const vowels = 'aăâeêioôơuưy';
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
  const letters = [...vowels].flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize('NFC'))).join('');
  const all = `${letters}đ ${letters.toUpperCase()}Đ`;
  for (const written of [all, all.normalize('NFD')]) {
    const { form: made } = draftCase();
    const page = made.pages.find(({ kind }) => kind === 'pupil')!;
    const block = {
      kind: 'paragraph',
      style: 'text',
      align: 'left',
      parts: [{ kind: 'label', text: written }],
    } as const;
    const pdf = await renderPdf({ ...made, pages: [{ ...page, blocks: [block] }] }, { fonts: FONTS, at: MADE });
    expect(wordsOf(pdf)).toContain(all.replace(' ', ''));
  }
});

test('without the package there is one error, which says how to install it', async () => {
  const found = await loadKit(() => Promise.reject(new Error('not there'))).catch((error: unknown) => error);
  expect(isHocBaSoError(found, 'ERR_PEER_MISSING')).toBe(true);
  expect((found as Error).message).toContain('npm install pdfkit');
});
