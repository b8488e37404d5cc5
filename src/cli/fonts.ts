import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PdfFonts } from '../rendering/index.js';
import type { OptionValues } from './definition.js';
import { readInput } from './input.js';
import { optionText } from './options.js';

/** Options that name a font file, by the cut. */
const OPTIONS = { regular: 'font', bold: 'fontBold', italic: 'fontItalic' } as const;

/** Serif families with Vietnamese where systems keep them: folder, then the three cuts. */
const KNOWN: readonly (readonly [folder: string, regular: string, bold: string, italic: string])[] = [
  [
    '/usr/share/fonts/truetype/liberation',
    'LiberationSerif-Regular.ttf',
    'LiberationSerif-Bold.ttf',
    'LiberationSerif-Italic.ttf',
  ],
  ['/usr/share/fonts/truetype/noto', 'NotoSerif-Regular.ttf', 'NotoSerif-Bold.ttf', 'NotoSerif-Italic.ttf'],
  ['/usr/share/fonts/truetype/dejavu', 'DejaVuSerif.ttf', 'DejaVuSerif-Bold.ttf', 'DejaVuSerif-Italic.ttf'],
  ['C:\\Windows\\Fonts', 'times.ttf', 'timesbd.ttf', 'timesi.ttf'],
  [
    '/System/Library/Fonts/Supplemental',
    'Times New Roman.ttf',
    'Times New Roman Bold.ttf',
    'Times New Roman Italic.ttf',
  ],
];

/** Fonts named by `--font`, `--font-bold`, `--font-italic`; a cut that is not named is taken from the first family of this machine. */
export function readFonts(options: OptionValues): Partial<PdfFonts> {
  const found = KNOWN.find(([folder, ...names]) => names.every((name) => existsSync(join(folder, name))));
  const names = found === undefined ? undefined : { regular: found[1], bold: found[2], italic: found[3] };
  const fonts: { -readonly [K in keyof PdfFonts]?: PdfFonts[K] } = {};
  for (const cut of ['regular', 'bold', 'italic'] as const) {
    const named = optionText(options, OPTIONS[cut]);
    const path = named ?? (found === undefined || names === undefined ? undefined : join(found[0], names[cut]));
    if (path !== undefined) fonts[cut] = readInput(path);
  }
  return fonts;
}

/** Only the fonts that the user named: a page takes the reader's own otherwise. */
export function namedFonts(options: OptionValues): Partial<PdfFonts> {
  const fonts: { -readonly [K in keyof PdfFonts]?: PdfFonts[K] } = {};
  for (const cut of ['regular', 'bold', 'italic'] as const) {
    const named = optionText(options, OPTIONS[cut]);
    if (named !== undefined) fonts[cut] = readInput(named);
  }
  return fonts;
}
