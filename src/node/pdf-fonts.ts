import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createError } from '../errors/index.js';
import type { PdfFonts } from '../rendering/index.js';
import { NODE_ERRORS } from './node-errors.js';

export interface ReadPdfFontsOptions {
  /** Folder with the three files of one family; default: the usual places of this system. */
  readonly folder?: string;
}

/** How the files of a cut are called, in the families looked for: best first. All hold Vietnamese and may be embedded. */
const FAMILIES: readonly Readonly<Record<keyof PdfFonts, string>>[] = [
  family('LiberationSerif', '-'),
  family('Tinos', '-'),
  family('NotoSerif', '-'),
  { regular: 'NotoSerif_400Regular', bold: 'NotoSerif_700Bold', italic: 'NotoSerif_400Regular_Italic' },
  { regular: 'times', bold: 'timesbd', italic: 'timesi' },
  { regular: 'Times New Roman', bold: 'Times New Roman Bold', italic: 'Times New Roman Italic' },
  { regular: 'DejaVuSerif', bold: 'DejaVuSerif-Bold', italic: 'DejaVuSerif-Italic' },
];

function family(name: string, dash: string): Record<keyof PdfFonts, string> {
  return { regular: `${name}${dash}Regular`, bold: `${name}${dash}Bold`, italic: `${name}${dash}Italic` };
}

/** Where Debian, Fedora, macOS and Windows keep fonts; searched with their subfolders. */
const PLACES = (): readonly string[] => [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(homedir(), '.local/share/fonts'),
  '/System/Library/Fonts/Supplemental',
  '/Library/Fonts',
  'C:\\Windows\\Fonts',
];

/**
 * Reads the three cuts of a serif family that `renderPdf` needs: Liberation Serif, Tinos, Noto Serif, Times New Roman or DejaVu Serif,
 * whichever is there, in this order. Without a name that is known, a folder with exactly one family named `…Regular`, `…Bold`, `…Italic`
 * will do.
 *
 * @throws {@link HocBaSoError} `ERR_FONT_NOT_FOUND` when no family is complete.
 */
export async function readPdfFonts(options: ReadPdfFontsOptions = {}): Promise<PdfFonts> {
  const places = options.folder === undefined ? PLACES() : [options.folder];
  const files = new Map<string, string>();
  for (const place of places) {
    for (const path of await fontsBelow(place)) {
      const name = nameOf(path);
      if (!files.has(name)) files.set(name, path);
    }
  }
  const found = FAMILIES.find((cuts) => Object.values(cuts).every((name) => files.has(name.toLowerCase())));
  const cuts = found ?? (options.folder === undefined ? undefined : unknownFamily([...files.keys()]));
  if (cuts === undefined) throw createError(NODE_ERRORS, 'ERR_FONT_NOT_FOUND', { places: places.length });
  const read = async (cut: keyof PdfFonts) => new Uint8Array(await readFile(files.get(cuts[cut].toLowerCase())!));
  return { regular: await read('regular'), bold: await read('bold'), italic: await read('italic') };
}

/** The family of a folder that holds one whole family. */
function unknownFamily(names: readonly string[]): Record<keyof PdfFonts, string> | undefined {
  const families = names.filter((name) => name.endsWith('-regular')).map((name) => family(name.slice(0, -8), '-'));
  const whole = families.filter((cuts) => Object.values(cuts).every((name) => names.includes(name.toLowerCase())));
  return whole.length === 1 ? whole[0] : undefined;
}

const nameOf = (path: string): string =>
  path
    .replace(/^.*[\\/]/, '')
    .replace(/\.\w+$/, '')
    .toLowerCase();

async function fontsBelow(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names
      .filter((name) => /\.(ttf|otf)$/i.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    // A place that this system does not have, or that this user may not read, holds no font for him.
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes((error as { code?: string }).code ?? '')) return [];
    throw error;
  }
}
