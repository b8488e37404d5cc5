import { readPdfFonts } from '../node/index.js';
import type { PdfFonts } from '../rendering/index.js';
import type { OptionValues } from './definition.js';
import { readInput } from './input.js';
import { optionText } from './options.js';

/** Options that name a font file, by the cut. */
const OPTIONS = { regular: 'font', bold: 'fontBold', italic: 'fontItalic' } as const;

/**
 * Fonts named by `--font`, `--font-bold`, `--font-italic`; a cut that is not named is taken from the first family of this machine.
 *
 * @throws {@link HocBaSoError} `ERR_FONT_NOT_FOUND` when a cut is needed and this machine has no family.
 */
export async function readFonts(options: OptionValues): Promise<PdfFonts> {
  const named = namedFonts(options);
  const { regular, bold, italic } = named;
  if (regular !== undefined && bold !== undefined && italic !== undefined) return { regular, bold, italic };
  return { ...(await readPdfFonts()), ...named };
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
