/* Text in lines: measured with the font it is drawn with, broken at spaces, and inside a word only where the word is wider than the line. */
import type { PdfFontStyle } from './pdf-font-file.js';

export interface TextStyle {
  readonly font: PdfFontStyle;
  /** Points. */
  readonly size: number;
  /** `#rrggbb`; default black. */
  readonly color?: string;
}

/** Text in one style. Line feeds break the line. */
export interface TextRun {
  readonly text: string;
  readonly style: TextStyle;
}

/** A run's share of a line. */
export interface LinePiece {
  readonly text: string;
  readonly style: TextStyle;
  /** Points from the line's left end. */
  readonly x: number;
}

export interface TextLine {
  readonly pieces: readonly LinePiece[];
  /** Points, without the spaces at the end. */
  readonly width: number;
  /** Points from this line's top to the next line's top. */
  readonly height: number;
}

export type Measure = (text: string, style: TextStyle) => number;

/** Height of a line in sizes of its largest letter: Vietnamese capitals carry two marks above, so less would let lines touch. */
const LEADING = 1.28;

/** Words with the spaces after them, and line feeds. */
const TOKENS = /\n|[^ \n]+ *| +/g;

/**
 * Breaks runs into lines.
 *
 * @param width - Points; a single character that is wider stands alone on its line.
 * @returns At least one line, which may hold nothing.
 */
export function breakLines(runs: readonly TextRun[], width: number, measure: Measure): readonly TextLine[] {
  const lines: TextLine[] = [];
  let pieces: { text: string; style: TextStyle; x: number }[] = [];
  let x = 0;
  let tall = 0;
  const fallback = runs[0]?.style.size ?? 0;
  const close = (): void => {
    const last = pieces.at(-1);
    const trailing = last === undefined ? 0 : measure(last.text, last.style) - measure(last.text.trimEnd(), last.style);
    lines.push({ pieces, width: x - trailing, height: (tall || fallback) * LEADING });
    pieces = [];
    x = 0;
    tall = 0;
  };
  const place = (text: string, style: TextStyle): void => {
    const last = pieces.at(-1);
    if (last?.style === style) last.text += text;
    else pieces.push({ text, style, x });
    x += measure(text, style);
    tall = Math.max(tall, style.size);
  };
  for (const { text, style } of runs) {
    for (const [token] of drawable(text).matchAll(TOKENS)) {
      if (token === '\n') {
        tall = Math.max(tall, style.size);
        // Lines are drawn apart: to whoever reads the words one after the other, the space is what parts them.
        if (pieces.length > 0 && !pieces.at(-1)!.text.endsWith(' ')) pieces.at(-1)!.text += ' ';
        close();
        continue;
      }
      const word = token.trimEnd();
      if (pieces.length > 0 && x + measure(word, style) > width) close();
      if (measure(word, style) <= width) {
        place(token, style);
        continue;
      }
      for (const character of splitWord(token)) {
        if (pieces.length > 0 && x + measure(character.trimEnd(), style) > width) close();
        place(character, style);
      }
    }
  }
  if (pieces.length > 0 || lines.length === 0) close();
  return lines;
}

/** Text as it is drawn: in normalisation form C (precomposed letters are what fonts hold), tabs and line ends as plain ones. */
export function drawable(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/\t/g, ' ');
}

/** Characters with the marks that belong to them, so that a letter is never parted from its tone. */
function splitWord(word: string): readonly string[] {
  return word.match(/\P{M}\p{M}*|\p{M}+/gsu) ?? [];
}

/** Points from the top of the first line to the bottom of the last. */
export function heightOf(lines: readonly TextLine[]): number {
  return lines.reduce((sum, line) => sum + line.height, 0);
}
