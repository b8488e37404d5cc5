import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPdfFonts } from '../../src/node/index.js';
import { ROOT } from '../shared.js';
import { codeOf } from '../signing/kit.js';

const NOTO = join(ROOT, 'node_modules/@expo-google-fonts/noto-serif');
const folder = mkdtempSync(join(tmpdir(), 'hocba-fonts-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a known family is found below a folder', async () => {
  const fonts = await readPdfFonts({ folder: NOTO });
  expect(Object.keys(fonts)).toEqual(['regular', 'bold', 'italic']);
  for (const bytes of Object.values(fonts)) expect([...(bytes as Uint8Array).subarray(0, 4)]).toEqual([0, 1, 0, 0]);
  expect(fonts.regular).not.toEqual(fonts.bold);
});

test('an unknown family is found when it is the only whole one of the folder, else not', async () => {
  const own = join(folder, 'own');
  mkdirSync(own);
  const copy = (from: string, to: string) => copyFileSync(join(NOTO, from), join(own, to));
  copy('400Regular/NotoSerif_400Regular.ttf', 'School-Regular.ttf');
  copy('700Bold/NotoSerif_700Bold.ttf', 'School-Bold.ttf');
  expect(await codeOf(readPdfFonts({ folder: own }))).toBe('ERR_FONT_NOT_FOUND');
  copy('400Regular_Italic/NotoSerif_400Regular_Italic.ttf', 'School-Italic.ttf');
  expect((await readPdfFonts({ folder: own })).bold.length).toBeGreaterThan(100_000);
  for (const cut of ['Regular', 'Bold', 'Italic']) writeFileSync(join(own, `Other-${cut}.ttf`), 'x');
  expect(await codeOf(readPdfFonts({ folder: own }))).toBe('ERR_FONT_NOT_FOUND');
});

test('a folder without fonts, or none at all: one code', async () => {
  expect(await codeOf(readPdfFonts({ folder: join(folder, 'nothing') }))).toBe('ERR_FONT_NOT_FOUND');
});
