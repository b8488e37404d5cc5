/*
 * Small pictures of pages for comparing: the text that differs from run to run (serial numbers, digests, codes) is made the same, the font is
 * handed in, and the picture is so small that only the layout counts.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Form, renderHtml, renderPdf } from '../../src/rendering/index.js';
import { MADE, FONTS as PDF_FONTS } from './pdf-cases.js';
import { SCENES, testFonts } from './scenes.js';

/** Pixels on a side of the grid that pictures are compared on. */
export const GRID = { width: 60, height: 85 } as const;

/** Pages that are kept: scene → ids of pages. */
export const KEPT: Readonly<Record<string, readonly string[]>> = {
  'specimen-display': ['cover', 'pupil', 'year-2023-2024'],
  'specimen-paper': ['cover', 'history', 'pupil', 'year-2023-2024-left', 'year-2023-2024-right', 'appendix-2023-2024'],
  'older-years': ['year-2019-2020-left'],
  'not-assessed': ['year-2024-2025-right'],
  draft: ['year-2023-2024-left'],
  tampered: ['year-2023-2024-right'],
  indeterminate: ['pupil'],
};

/** Scenes whose first sheets are kept as PDF. */
export const KEPT_PDF: readonly string[] = ['specimen-display', 'specimen-paper', 'tampered'];

/** A form whose texts are the same in every run. */
export function steady(form: Form): Form {
  const change = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value
        .replace(/^HBS1:.*$/, 'HBS1:123E4567-E89B-42D3-A456-556642440000::')
        .replace(/\b[0-9a-f]{64}\b/g, 'a'.repeat(64))
        .replace(/\b\d{30,}\b/g, '1'.repeat(38));
    }
    if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(change);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
  };
  return change(form) as Form;
}

/** Grey values of a picture on the grid, row by row, 0 black to 255 white. */
export type Grid = readonly number[];

/** A picture as grey values on the grid; the browser makes it small. */
export function gridOf(page: Page, png: Uint8Array): Promise<Grid> {
  return page.evaluate(
    async ({ data, width, height }) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${data}`;
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext('2d')!;
      context.imageSmoothingQuality = 'high';
      context.fillStyle = '#fff';
      context.fillRect(0, 0, width, height);
      // The first sheet: a longer page is compared as far as its proportions go.
      const shown = Math.min(picture.height, (picture.width * height) / width);
      context.drawImage(picture, 0, 0, picture.width, shown, 0, 0, width, (shown / picture.width) * width);
      const { data: pixels } = context.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, at) =>
        Math.round((pixels[at * 4]! + pixels[at * 4 + 1]! + pixels[at * 4 + 2]!) / 3),
      );
    },
    { data: Buffer.from(png).toString('base64'), ...GRID },
  );
}

/** Pictures by name: of the pages of the scenes as HTML on a screen, and of the sheets of their PDF. */
export async function takePictures(page: Page, pdftoppm: string): Promise<ReadonlyMap<string, Grid>> {
  const found = new Map<string, Grid>();
  const blank = await page.context().newPage();
  for (const [name, ids] of Object.entries(KEPT)) {
    const form = steady(await SCENES[name]!());
    await page.setViewportSize({ width: 900, height: 1200 });
    await page.setContent(await renderHtml(form, { fonts: testFonts() }));
    await page.evaluate(() => document.fonts.ready);
    for (const id of ids) {
      found.set(`${name}-${id}`, await gridOf(blank, await page.locator(`[id="${id}"]`).screenshot()));
    }
    if (!KEPT_PDF.includes(name)) continue;
    for (const [index, png] of sheetsOf(
      await renderPdf(form, { fonts: PDF_FONTS, at: MADE }),
      pdftoppm,
      40,
    ).entries()) {
      if (index < 6) found.set(`${name}-pdf-${index + 1}`, await gridOf(blank, png));
    }
  }
  await blank.close();
  return found;
}

/** The sheets of a PDF as PNG. */
export function sheetsOf(pdf: Uint8Array, pdftoppm: string, dpi: number): readonly Uint8Array[] {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-sheets-'));
  try {
    writeFileSync(join(folder, 'form.pdf'), pdf);
    execFileSync(pdftoppm, ['-png', '-r', String(dpi), join(folder, 'form.pdf'), join(folder, 'sheet')]);
    return readdirSync(folder)
      .filter((name) => name.endsWith('.png'))
      .sort()
      .map((name) => readFileSync(join(folder, name)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How far two pictures differ: the mean over all cells, and the largest difference of a block of 5 × 5 cells; 0 to 255. */
export function differenceOf(one: Grid, other: Grid): { readonly mean: number; readonly block: number } {
  const { width, height } = GRID;
  let sum = 0;
  let block = 0;
  for (let at = 0; at < width * height; at++) sum += Math.abs(one[at]! - other[at]!);
  for (let top = 0; top + 5 <= height; top += 5) {
    for (let left = 0; left + 5 <= width; left += 5) {
      let difference = 0;
      for (let y = top; y < top + 5; y++) {
        for (let x = left; x < left + 5; x++) difference += one[y * width + x]! - other[y * width + x]!;
      }
      block = Math.max(block, Math.abs(difference) / 25);
    }
  }
  return { mean: sum / (width * height), block };
}

/** References are one text file: a line a picture, its grey values in 16 steps as hexadecimal digits. */
export function writeGrids(grids: ReadonlyMap<string, Grid>): string {
  return [...grids]
    .map(([name, grid]) => `${name} ${grid.map((value) => (value >> 4).toString(16)).join('')}\n`)
    .join('');
}

export function readGrids(text: string): ReadonlyMap<string, Grid> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [name, digits] = line.split(' ');
        return [name!, [...digits!].map((digit) => Number.parseInt(digit, 16) * 16 + 8)];
      }),
  );
}
