/* Sizes of the printed form, in points (1/72 inch): A4, the margins and the serif sizes that Vietnamese administrative papers use. */
import type { TextStyle } from './pdf-text.js';

/** A4, ISO 216. */
export const SHEET = { width: 595.28, height: 841.89 } as const;

/** 20 mm at the side that is bound, 15 mm elsewhere; the foot is measured for each record. */
export const MARGIN = { left: 56.7, right: 42.5, top: 42.5, bottom: 22 } as const;

export const CONTENT_WIDTH = SHEET.width - MARGIN.left - MARGIN.right;

const BLACK = '#000000';

export const STYLES = {
  text: { font: 'regular', size: 12, color: BLACK },
  bold: { font: 'bold', size: 12, color: BLACK },
  italic: { font: 'italic', size: 12, color: BLACK },
  cell: { font: 'regular', size: 10.5, color: BLACK },
  cellBold: { font: 'bold', size: 10.5, color: BLACK },
  cellItalic: { font: 'italic', size: 10.5, color: BLACK },
  note: { font: 'italic', size: 9.5, color: BLACK },
  warning: { font: 'bold', size: 11, color: '#8b0000' },
  heading1: { font: 'bold', size: 16, color: BLACK },
  heading2: { font: 'bold', size: 12.5, color: BLACK },
  heading3: { font: 'bold', size: 12, color: BLACK },
  authority: { font: 'bold', size: 14, color: BLACK },
  coverTitle: { font: 'bold', size: 34, color: BLACK },
  cover: { font: 'regular', size: 14, color: BLACK },
  coverBold: { font: 'bold', size: 14, color: BLACK },
  coverItalic: { font: 'italic', size: 14, color: BLACK },
  foot: { font: 'regular', size: 6.2, color: BLACK },
  footBold: { font: 'bold', size: 6.2, color: BLACK },
  footItalic: { font: 'italic', size: 6.2, color: BLACK },
} as const satisfies Record<string, TextStyle>;

/** The cut and sizes of a kind of text: as it is, for labels that stand out, and for a stated absence. */
export interface StyleSet {
  readonly plain: TextStyle;
  readonly bold: TextStyle;
  readonly italic: TextStyle;
}

export const BODY: StyleSet = { plain: STYLES.text, bold: STYLES.bold, italic: STYLES.italic };
export const CELL: StyleSet = { plain: STYLES.cell, bold: STYLES.cellBold, italic: STYLES.cellItalic };
export const COVER: StyleSet = { plain: STYLES.cover, bold: STYLES.coverBold, italic: STYLES.coverItalic };
