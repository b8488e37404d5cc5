/*
 * Ruled tables with spans, whose rows go on on the next sheet. The table of the library is not used: it cuts no row, repeats no heading,
 * draws its rules as content and lets a heading cell name itself as its own heading.
 *
 * A table is drawn in strips, one a sheet. Heights are worked out anew for each strip, from what the cells still have to say.
 */
import type { FormCell, FormTable } from './form.js';
import { drawArtifact, drawLines, drawTagged, ensure, type Flow } from './pdf-flow.js';
import type { KitElement } from './pdf-kit.js';
import { joinParts } from './pdf-parts.js';
import { CELL, STYLES } from './pdf-style.js';
import { breakLines, heightOf, type TextLine } from './pdf-text.js';

const PADDING = { x: 4, y: 2.6 } as const;
const RULE = 0.6;

/** A cell with its place in the grid and what is left of its text. */
interface Box {
  readonly cell: FormCell;
  readonly isHeader: boolean;
  readonly row: number;
  /** First row below. */
  readonly end: number;
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'center';
  readonly element: KitElement;
  readonly lines: readonly TextLine[];
  /** Lines already drawn on the sheets before. */
  done: number;
}

/** Draws a table; `element` is where its `Table` goes. */
export function drawTable(flow: Flow, parent: KitElement, table: FormTable): void {
  const element = flow.kit.struct('Table', table.isCaptionShown ? {} : { title: table.caption });
  parent.add(element);
  const boxes = placeBoxes(flow, element, table);
  const header = boxes.filter(({ row }) => row < table.headerRows);
  const body = boxes.filter(({ row }) => row >= table.headerRows);
  const headerHeights = rowHeights(header, 0, table.headerRows);
  const headerHeight = sum(headerHeights);
  const heights = rowHeights(body, table.headerRows, table.rows.length);
  const isSmall = sum(heights) < (flow.bottom - flow.top) * TOGETHER;
  ensure(flow, headerHeight + (isSmall ? sum(heights) : Math.min(heights[0] ?? 0, MUCH)));
  if (table.headerRows > 0) drawStrip(flow, header, 0, headerHeights, 'content');
  let row = table.headerRows;
  let isFresh = false;
  while (row < table.rows.length) {
    const heights = rowHeights(body, row, table.rows.length);
    const count = rowsThatFit(heights, flow.bottom - flow.y);
    drawStrip(flow, body, row, heights.slice(0, count), 'content');
    row += count;
    if (row >= table.rows.length) break;
    // A tall row is cut between two of its lines, and the rest of it goes on on the next sheet; a low one moves there as a whole.
    const free = flow.bottom - flow.y;
    const isTall = rowHeights(body, row, table.rows.length)[0]! > (flow.bottom - flow.top) / 2 && free > 2 * MUCH;
    if (isTall || (isFresh && count === 0)) drawStrip(flow, body, row, [free], 'part');
    flow.turn();
    if (table.headerRows > 0) drawStrip(flow, header, 0, headerHeights, 'repeated');
    isFresh = true;
  }
  element.end();
}

/** Tables up to this share of a sheet are not torn apart. */
const TOGETHER = 0.4;

/** Room that a piece of a row is worth being drawn in: points. */
const MUCH = 60;

function rowsThatFit(heights: readonly number[], free: number): number {
  let height = 0;
  let count = 0;
  while (count < heights.length && height + heights[count]! <= free + 0.01) {
    height += heights[count]!;
    count += 1;
  }
  return count;
}

/** Heights of the rows from `from` on, for what their cells still have to say; a cell over several rows stretches them evenly. */
function rowHeights(boxes: readonly Box[], from: number, end: number): number[] {
  const least = STYLES.cell.size * 1.28 + 2 * PADDING.y;
  const heights = Array.from({ length: end - from }, () => 0);
  for (const box of boxes) {
    if (box.end <= from || box.end - Math.max(box.row, from) !== 1) continue;
    heights[box.end - 1 - from] = Math.max(heights[box.end - 1 - from]!, need(box), box.row >= from ? least : 0);
  }
  for (const box of boxes) {
    const start = Math.max(box.row, from);
    const rows = box.end - start;
    if (rows <= 1) continue;
    const lack = need(box) - sum(heights.slice(start - from, box.end - from));
    if (lack > 0) for (let row = start; row < box.end; row++) heights[row - from]! += lack / rows;
  }
  return heights.map((height) => Math.max(height, least));
}

function need(box: Box): number {
  return heightOf(box.lines.slice(box.done)) + 2 * PADDING.y;
}

/**
 * Draws some rows below each other at the place of the flow.
 *
 * @param mode - `content` whole rows; `part` the one row as far as it goes; `repeated` the heading rows once more, as an artifact.
 */
function drawStrip(
  flow: Flow,
  boxes: readonly Box[],
  first: number,
  heights: readonly number[],
  mode: 'content' | 'part' | 'repeated',
): void {
  const { kit } = flow;
  const last = first + heights.length;
  const edges = [flow.y];
  for (const height of heights) edges.push(edges.at(-1)! + height);
  const shown = boxes.filter(({ row, end }) => row < last && end > first);
  const frames: { x: number; y: number; width: number; height: number }[] = [];
  for (const box of shown) {
    const y = edges[Math.max(box.row, first) - first]!;
    const height = edges[Math.min(box.end, last) - first]! - y;
    frames.push({ x: box.x, y, width: box.width, height });
    const isLastStrip = mode !== 'part' && box.end <= last;
    const from = mode === 'repeated' ? 0 : box.done;
    const now = isLastStrip ? box.lines.slice(from) : linesWithin(box.lines.slice(from), height - 2 * PADDING.y);
    if (mode !== 'repeated') box.done += now.length;
    if (!now.some(({ pieces }) => pieces.length > 0)) continue;
    const isWhole = from === 0 && now.length === box.lines.length;
    const isCentred = isWhole && (box.isHeader || box.align === 'center' || box.end - box.row === 1);
    const text = {
      x: box.x + PADDING.x,
      y: y + (isCentred ? (height - heightOf(now)) / 2 : PADDING.y),
      width: box.width - 2 * PADDING.x,
      align: box.align,
    };
    if (mode === 'repeated') drawArtifact(kit, 'Pagination', () => drawLines(kit, now, text));
    else drawTagged(kit, box.element, () => drawLines(kit, now, text));
  }
  drawArtifact(kit, 'Layout', () => {
    kit.lineWidth(RULE).strokeColor('#000000');
    for (const { x, y, width, height } of frames) kit.rect(x, y, width, height);
    kit.stroke();
  });
  flow.y = edges.at(-1)!;
}

function linesWithin(lines: readonly TextLine[], height: number): readonly TextLine[] {
  let count = 0;
  let used = 0;
  while (count < lines.length && used + lines[count]!.height <= height + 0.01) {
    used += lines[count]!.height;
    count += 1;
  }
  return lines.slice(0, count);
}

/** Gives every cell its columns and rows, as HTML does, and an element of the structure. */
function placeBoxes(flow: Flow, element: KitElement, table: FormTable): readonly Box[] {
  const { kit } = flow;
  const total = sum(table.columns.map(({ width }) => width));
  const lefts = [flow.left];
  for (const { width } of table.columns) lefts.push(lefts.at(-1)! + (width / total) * flow.width);
  /** For each column the first row that is free below the cells before. */
  const free = table.columns.map(() => 0);
  const boxes: Box[] = [];
  for (const [row, { cells }] of table.rows.entries()) {
    const rowElement = kit.struct('TR');
    element.add(rowElement);
    let column = 0;
    for (const cell of cells) {
      while (column < free.length && free[column]! > row) column += 1;
      const { colSpan = 1, rowSpan = 1 } = cell;
      const end = Math.min(row + rowSpan, row < table.headerRows ? table.headerRows : table.rows.length);
      const isHeader = cell.header !== undefined;
      const cellElement = kit.struct(isHeader ? 'TH' : 'TD');
      // Scope says which cells a heading is for; naming the headings of each cell one by one (/Headers) is then not needed.
      cellElement.dictionary.data['A'] = {
        O: 'Table',
        ...(isHeader ? { Scope: cell.header === 'row' ? 'Row' : 'Column' } : {}),
        ...(colSpan > 1 ? { ColSpan: colSpan } : {}),
        ...(end - row > 1 ? { RowSpan: end - row } : {}),
      };
      rowElement.add(cellElement);
      const x = lefts[column]!;
      const width = lefts[Math.min(column + colSpan, lefts.length - 1)]! - x;
      const align = cell.align ?? (row < table.headerRows ? 'center' : table.columns[column]!.align);
      const styles = cell.header === 'column' ? { ...CELL, plain: CELL.bold } : CELL;
      const lines = breakLines(joinParts(cell.parts, styles), width - 2 * PADDING.x, flow.measure);
      boxes.push({ cell, isHeader, row, end, x, width, align, element: cellElement, lines, done: 0 });
      for (let next = column; next < column + colSpan; next++) free[next] = end;
      column += colSpan;
    }
  }
  return boxes;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
