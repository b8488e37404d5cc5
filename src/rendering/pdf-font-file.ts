/*
 * What must be known of a font file before a page is drawn with it. The library that draws opens fonts lazily and puts an empty box
 * where a character is missing: a name on a school record must not lose a letter that way.
 */
import { createError } from '../errors/index.js';
import { PDF_ERRORS } from './pdf-errors.js';

/** The cuts of a type family that a form is set in. */
export type PdfFontStyle = 'regular' | 'bold' | 'italic';

/** What a font file says of itself. */
export interface FontFile {
  readonly style: PdfFontStyle;
  readonly bytes: Uint8Array;
  /** Whether the font has a glyph of its own for a code point. */
  has(codePoint: number): boolean;
}

/** OpenType 1.9, OS/2 `fsType`: bit 1 alone is "restricted licence", bit 9 is "bitmap embedding only". */
const RESTRICTED = 0x0002;
const BITMAP_ONLY = 0x0200;
const USAGE_BITS = 0x000e;

/**
 * Reads the tables of a font that decide whether it can be used.
 *
 * @throws {@link HocBaSoError} `ERR_FONT_UNREADABLE` when the bytes are no single TrueType or OpenType font, are cut off, hold no outlines,
 * no Unicode characters, or forbid embedding.
 */
export function readFontFile(bytes: Uint8Array, style: PdfFontStyle): FontFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return { style, bytes, has: readTables(view, style) };
  } catch (error) {
    // A DataView refuses to read beyond the end: the file promises more than it holds.
    if (error instanceof RangeError) throw unreadable(style, 'the file is cut off', error);
    throw error;
  }
}

function readTables(view: DataView, style: PdfFontStyle): (codePoint: number) => boolean {
  const signature = view.getUint32(0);
  if (signature === 0x774f4646 || signature === 0x774f4632)
    throw unreadable(style, 'WOFF is for web pages; a TTF is needed');
  if (signature === 0x74746366) throw unreadable(style, 'a collection of fonts (TTC); a single font is needed');
  if (signature !== 0x00010000 && signature !== 0x4f54544f && signature !== 0x74727565)
    throw unreadable(style, 'not a TrueType or OpenType font');
  const tables = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16;
    const tag = String.fromCharCode(
      view.getUint8(at),
      view.getUint8(at + 1),
      view.getUint8(at + 2),
      view.getUint8(at + 3),
    );
    const offset = view.getUint32(at + 8);
    if (offset + view.getUint32(at + 12) > view.byteLength) throw unreadable(style, 'the file is cut off');
    tables.set(tag, offset);
  }
  for (const tag of ['head', 'hhea', 'hmtx', 'maxp', 'cmap', 'name', 'post'])
    if (!tables.has(tag)) throw unreadable(style, `table ${tag} is missing`);
  if (!tables.has('glyf') && !tables.has('CFF ')) throw unreadable(style, 'no outlines of glyphs');
  const os2 = tables.get('OS/2');
  if (os2 !== undefined) {
    const fsType = view.getUint16(os2 + 8);
    if ((fsType & USAGE_BITS) === RESTRICTED || (fsType & BITMAP_ONLY) !== 0)
      throw unreadable(style, 'its licence bits (OS/2 fsType) forbid embedding');
  }
  return readCharacters(view, tables.get('cmap')!, style);
}

/** The Unicode part of table `cmap`: format 12 where there is one, else format 4. */
function readCharacters(view: DataView, cmap: number, style: PdfFontStyle): (codePoint: number) => boolean {
  let four: number | undefined;
  let twelve: number | undefined;
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const at = cmap + 4 + index * 8;
    const platform = view.getUint16(at);
    const encoding = view.getUint16(at + 2);
    const table = cmap + view.getUint32(at + 4);
    if (platform !== 0 && !(platform === 3 && (encoding === 1 || encoding === 10))) continue;
    const format = view.getUint16(table);
    if (format === 4) four ??= table;
    if (format === 12) twelve ??= table;
  }
  if (twelve !== undefined) return segments12(view, twelve);
  if (four !== undefined) return segments4(view, four);
  throw unreadable(style, 'no table of Unicode characters');
}

function segments12(view: DataView, table: number): (codePoint: number) => boolean {
  const ranges: (readonly [number, number])[] = [];
  for (let index = 0; index < view.getUint32(table + 12); index++) {
    const at = table + 16 + index * 12;
    // A range that begins with glyph 0 begins with the box for missing characters.
    const skip = view.getUint32(at + 8) === 0 ? 1 : 0;
    ranges.push([view.getUint32(at) + skip, view.getUint32(at + 4)]);
  }
  return (codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to);
}

function segments4(view: DataView, table: number): (codePoint: number) => boolean {
  const known = new Set<number>();
  const count = view.getUint16(table + 6) / 2;
  const ends = table + 14;
  const starts = ends + count * 2 + 2;
  const deltas = starts + count * 2;
  const offsets = deltas + count * 2;
  for (let index = 0; index < count; index++) {
    const from = view.getUint16(starts + index * 2);
    const to = view.getUint16(ends + index * 2);
    const delta = view.getUint16(deltas + index * 2);
    const offset = view.getUint16(offsets + index * 2);
    for (let codePoint = from; codePoint <= to && codePoint !== 0xffff; codePoint++) {
      const glyph = offset === 0 ? codePoint : view.getUint16(offsets + index * 2 + offset + (codePoint - from) * 2);
      if (glyph !== 0 && ((glyph + delta) & 0xffff) !== 0) known.add(codePoint);
    }
  }
  return (codePoint) => known.has(codePoint);
}

function unreadable(style: PdfFontStyle, reason: string, cause?: unknown) {
  return createError(PDF_ERRORS, 'ERR_FONT_UNREADABLE', { style, reason }, cause === undefined ? {} : { cause });
}
