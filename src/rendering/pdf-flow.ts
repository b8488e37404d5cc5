/*
 * The sheet that is being filled: where the next line goes, what belongs to which element of the structure, and turning to a new sheet.
 * Everything drawn is either content of an element or an artifact (ISO 32000-1 14.8.2.2), never neither.
 */
import type { KitDocument, KitElement } from './pdf-kit.js';
import { breakLines, heightOf, type Measure, type TextLine, type TextRun } from './pdf-text.js';

export interface Flow {
  readonly kit: KitDocument;
  readonly measure: Measure;
  /** Left end of the text, and its width. */
  readonly left: number;
  readonly width: number;
  /** Points from the top of the sheet to the next free place. */
  y: number;
  readonly top: number;
  /** Points from the top of the sheet to where its foot begins. */
  readonly bottom: number;
  /** Begins a new sheet. */
  readonly turn: () => void;
}

export type Align = 'left' | 'center' | 'right';

/** Where the letters stand on: a share of the line's height, the same for every font. */
const BASELINE = 0.78;

/** Draws content of an element. */
export function drawTagged(kit: KitDocument, element: KitElement, draw: () => void): void {
  const type = String(element.dictionary.data['S']);
  const content = kit.markStructureContent(type);
  draw();
  kit.endMarkedContent();
  element.add(content);
}

/** Draws what is no content: rules, borders, watermarks, repeated headings, page numbers. */
export function drawArtifact(kit: KitDocument, type: 'Layout' | 'Pagination', draw: () => void): void {
  kit.markContent('Artifact', { type });
  draw();
  kit.endMarkedContent();
}

/** Draws lines one below the other, without looking at the end of the sheet. */
export function drawLines(
  kit: KitDocument,
  lines: readonly TextLine[],
  box: { readonly x: number; readonly y: number; readonly width: number; readonly align: Align },
): void {
  let { y } = box;
  for (const line of lines) {
    const free = box.width - line.width;
    const left = box.x + (box.align === 'center' ? free / 2 : box.align === 'right' ? free : 0);
    for (const { text, style, x } of line.pieces) {
      kit.font(style.font, style.size).fillColor(style.color ?? '#000000');
      kit.text(text, left + x, y + line.height * BASELINE, { lineBreak: false, baseline: 'alphabetic' });
    }
    y += line.height;
  }
}

/** A dotted line to write on. */
export function drawDots(kit: KitDocument, from: number, to: number, y: number): void {
  if (to - from < 4) return;
  drawArtifact(kit, 'Layout', () => {
    kit.save().lineWidth(0.8).lineCap('round').strokeColor('#000000').dash(0.01, { space: 2.6 });
    kit.moveTo(from, y).lineTo(to, y).stroke().undash().restore();
  });
}

/** Whether so much of the sheet is free; an empty sheet has all there is. */
export function fits(flow: Flow, height: number): boolean {
  return flow.y + height <= flow.bottom + 0.01 || flow.y <= flow.top;
}

/** Turns the sheet unless so much of it is free. */
export function ensure(flow: Flow, height: number): void {
  if (!fits(flow, height)) flow.turn();
}

export interface ParagraphOptions {
  readonly align?: Align;
  readonly x?: number;
  readonly width?: number;
  /** Points below. */
  readonly after?: number;
}

/** A paragraph that goes on on the next sheet when it has to; at least two lines stay together. */
export function drawParagraph(
  flow: Flow,
  element: KitElement,
  runs: readonly TextRun[],
  options: ParagraphOptions = {},
): void {
  const { x = flow.left, width = flow.width, align = 'left', after = 0 } = options;
  let rest = breakLines(runs, width, flow.measure);
  while (rest.length > 0) {
    ensure(flow, heightOf(rest.slice(0, 2)));
    let count = 0;
    let height = 0;
    while (count < rest.length && (count === 0 || flow.y + height + rest[count]!.height <= flow.bottom)) {
      height += rest[count]!.height;
      count += 1;
    }
    const now = rest.slice(0, count);
    if (now.some(({ pieces }) => pieces.length > 0))
      drawTagged(flow.kit, element, () => drawLines(flow.kit, now, { x, y: flow.y, width, align }));
    flow.y += height;
    rest = rest.slice(count);
  }
  flow.y += after;
}
