/* Every kind of block of the form except tables: what it looks like and which elements of the structure it is. */
import type {
  FormBlock,
  FormFields,
  FormHeading,
  FormImage,
  FormParagraph,
  FormPoints,
  FormSignature,
  FormSignatures,
} from './form.js';
import {
  type Align,
  drawArtifact,
  drawDots,
  drawLines,
  drawParagraph,
  drawTagged,
  ensure,
  type Flow,
} from './pdf-flow.js';
import type { KitElement, KitImage } from './pdf-kit.js';
import { joinParts } from './pdf-parts.js';
import { BODY, COVER, STYLES } from './pdf-style.js';
import { drawTable } from './pdf-table.js';
import { breakLines, heightOf, type TextRun } from './pdf-text.js';

/** An image of the form as it stands in the file. */
export type OpenImage = (image: FormImage) => KitImage;

/** Draws the blocks of a page below each other; spaces share what the others leave free of the sheet. */
export function drawBlocks(flow: Flow, parent: KitElement, blocks: readonly FormBlock[], openImage: OpenImage): void {
  const shares = blocks.reduce((sum, block) => sum + (block.kind === 'space' ? block.share : 0), 0);
  const free = shares > 0 ? flow.bottom - flow.y - blocks.reduce((sum, block) => sum + blockHeight(flow, block), 0) : 0;
  for (const block of blocks) {
    if (block.kind === 'space') flow.y += Math.max(0, free) * (block.share / shares);
    else if (block.kind === 'heading') drawHeading(flow, parent, block);
    else if (block.kind === 'paragraph') drawText(flow, parent, block);
    else if (block.kind === 'points') drawPoints(flow, parent, block);
    else if (block.kind === 'fields') drawFields(flow, parent, block);
    else if (block.kind === 'signatures') drawSignatures(flow, parent, block, openImage);
    else {
      if (block.isCaptionShown) drawCaption(flow, parent, block.caption);
      drawTable(flow, parent, block);
      flow.y += AFTER.table;
    }
  }
}

const BEFORE_HEADING = 4;

/** Points below each kind of block. */
const AFTER = { heading: 5, text: 4, points: 3, fields: 3, table: 8, signatures: 6 } as const;

/** Height of a block on an endless sheet; only pages with spaces ask for it, and those hold no tables. */
function blockHeight(flow: Flow, block: FormBlock): number {
  const lines = (runs: readonly TextRun[], width: number = flow.width) =>
    heightOf(breakLines(runs, width, flow.measure));
  if (block.kind === 'heading')
    return block.lines.reduce((sum, text) => sum + lines([{ text, style: headingStyle(block) }]), 0) + AFTER.heading;
  if (block.kind === 'paragraph') return lines(textRuns(block)) + AFTER.text;
  if (block.kind === 'fields') return block.rows.reduce((sum, row) => sum + layOutRow(flow, block, row).height, 0);
  if (block.kind === 'signatures') return signaturesHeight(flow, block);
  return 0;
}

function headingStyle({ level, style }: FormHeading) {
  if (style === 'cover') return STYLES.coverTitle;
  if (style === 'authority') return STYLES.authority;
  return level === 1 ? STYLES.heading1 : level === 2 ? STYLES.heading2 : STYLES.heading3;
}

function drawHeading(flow: Flow, parent: KitElement, block: FormHeading): void {
  // The ministry's name stands above the title, which is the first heading (ISO 14289-1 7.4.2).
  const element = flow.kit.struct(block.style === 'authority' ? 'P' : `H${block.level}`);
  parent.add(element);
  // A heading alone at the end of a sheet heads nothing.
  ensure(flow, 70);
  if (flow.y > flow.top && block.level > 1) flow.y += BEFORE_HEADING;
  for (const text of block.lines)
    drawParagraph(flow, element, [{ text, style: headingStyle(block) }], { align: block.align });
  element.end();
  flow.y += AFTER.heading;
}

function textRuns({ style, parts }: FormParagraph): readonly TextRun[] {
  if (style === 'note') return joinParts(parts, { plain: STYLES.note, bold: STYLES.note, italic: STYLES.note });
  if (style === 'warning')
    return joinParts(parts, { plain: STYLES.warning, bold: STYLES.warning, italic: STYLES.warning });
  return joinParts(parts, BODY);
}

function drawText(flow: Flow, parent: KitElement, block: FormParagraph): void {
  addParagraph(flow, parent, textRuns(block), block.align);
  flow.y += AFTER.text;
}

function addParagraph(flow: Flow, parent: KitElement, runs: readonly TextRun[], align: Align = 'left'): void {
  const element = flow.kit.struct('P');
  parent.add(element);
  drawParagraph(flow, element, runs, { align });
  element.end();
}

function drawCaption(flow: Flow, parent: KitElement, caption: string): void {
  ensure(flow, 70);
  addParagraph(flow, parent, [{ text: caption, style: STYLES.bold }]);
  flow.y += 2;
}

const INDENT = 18;

function drawPoints(flow: Flow, parent: KitElement, block: FormPoints): void {
  const listOf = (to: KitElement, numbering: 'Decimal' | 'Disc'): KitElement => {
    const made = flow.kit.struct('L');
    made.dictionary.data['A'] = { O: 'List', ListNumbering: numbering };
    to.add(made);
    return made;
  };
  const list = listOf(parent, 'Decimal');
  const addItem = (to: KitElement, mark: string, text: string, depth: number): KitElement => {
    const item = flow.kit.struct('LI');
    to.add(item);
    // Two lines together, so that a number does not stay alone at the foot of a sheet.
    ensure(flow, 2 * STYLES.text.size * 1.5);
    const x = flow.left + depth * INDENT;
    const label = flow.kit.struct('Lbl');
    item.add(label);
    const { y } = flow;
    drawParagraph(flow, label, [{ text: mark, style: STYLES.text }], { x, width: INDENT });
    label.end();
    flow.y = y;
    const body = flow.kit.struct('LBody');
    item.add(body);
    const room = { x: x + INDENT, width: flow.width - (depth + 1) * INDENT };
    drawParagraph(flow, body, [{ text, style: STYLES.text }], room);
    flow.y += AFTER.points;
    return body;
  };
  block.items.forEach(({ text, subItems }, index) => {
    const body = addItem(list, `${index + 1}.`, text, 0);
    if (subItems.length > 0) {
      const inner = listOf(body, 'Disc');
      for (const subItem of subItems) addItem(inner, '•', subItem, 1);
    }
  });
  list.end();
  flow.y += AFTER.text;
}

const GAP = 10;
const COVER_INSET = 34;

interface FieldRow {
  readonly height: number;
  readonly fields: readonly {
    readonly x: number;
    readonly width: number;
    readonly isEmpty: boolean;
    readonly lines: ReturnType<typeof breakLines>;
    readonly note: ReturnType<typeof breakLines>;
  }[];
}

function layOutRow(flow: Flow, block: FormFields, row: FormFields['rows'][number]): FieldRow {
  const styles = block.style === 'cover' ? COVER : BODY;
  const total = row.reduce((sum, { width = 1 }) => sum + width, 0);
  const inset = block.style === 'cover' ? COVER_INSET : 0;
  const room = flow.width - 2 * inset - GAP * (row.length - 1);
  let x = flow.left + inset;
  const fields = row.map(({ label, parts, width: share = 1, note, isLabelOnly }) => {
    const width = (share / total) * room;
    const runs = [{ text: `${label}: `, style: styles.plain }, ...joinParts(parts, styles)];
    const field = {
      x,
      width,
      isEmpty: parts.length === 0 && isLabelOnly !== true,
      lines: breakLines(runs, width, flow.measure),
      note: note === undefined ? [] : breakLines([{ text: note, style: STYLES.note }], width, flow.measure),
    };
    x += width + GAP;
    return field;
  });
  const height = Math.max(0, ...fields.map(({ lines, note }) => heightOf(lines) + heightOf(note)));
  return { fields, height: height + (block.style === 'cover' ? 9 : AFTER.fields) };
}

function drawFields(flow: Flow, parent: KitElement, block: FormFields): void {
  const { kit } = flow;
  for (const row of block.rows) {
    const { fields, height } = layOutRow(flow, block, row);
    ensure(flow, height);
    for (const { x, width, isEmpty, lines, note } of fields) {
      const element = kit.struct('P');
      parent.add(element);
      drawTagged(kit, element, () => drawLines(kit, lines, { x, y: flow.y, width, align: 'left' }));
      element.end();
      const last = lines.at(-1)!;
      const below = flow.y + heightOf(lines);
      if (isEmpty) drawDots(kit, x + last.width + 4, x + width, below - last.height * 0.22);
      if (note.length === 0) continue;
      const small = kit.struct('P');
      parent.add(small);
      drawTagged(kit, small, () => drawLines(kit, note, { x, y: below, width, align: 'left' }));
      small.end();
    }
    flow.y += height;
  }
}

/** Points: the place for a signature, by hand or as an image; a school's round seal is 36 mm wide. */
const SIGN = { gap: 40, imageWidth: 110, imageHeight: 62, seal: 102 } as const;

function signatureRuns(block: FormSignature): { readonly head: readonly TextRun[]; readonly foot: readonly TextRun[] } {
  return {
    head: [
      { text: block.title, style: STYLES.bold },
      { text: `\n${block.note}`, style: STYLES.italic },
    ],
    foot: [
      ...block.state.map((text) => ({ text: `${text}\n`, style: STYLES.note })),
      ...joinParts(block.name, { ...BODY, plain: BODY.bold }),
    ],
  };
}

function gapOf(block: FormSignature): number {
  if (block.sealImage !== undefined) return SIGN.seal;
  return block.signatureImage === undefined ? SIGN.gap : SIGN.imageHeight;
}

function signaturesHeight(flow: Flow, block: FormSignatures): number {
  const width = flow.width / Math.max(2, block.blocks.length) - GAP;
  const heights = block.blocks.map((one) => {
    const { head, foot } = signatureRuns(one);
    const lines = (runs: readonly TextRun[]) => heightOf(breakLines(runs, width, flow.measure));
    return lines(head) + gapOf(one) + lines(foot);
  });
  const day =
    block.placeAndDay.length === 0 ? 0 : heightOf(breakLines(joinParts(block.placeAndDay, BODY), width, flow.measure));
  return day + Math.max(0, ...heights) + AFTER.signatures;
}

function drawSignatures(flow: Flow, parent: KitElement, block: FormSignatures, openImage: OpenImage): void {
  const { kit } = flow;
  ensure(flow, signaturesHeight(flow, block));
  // One block alone stands where the right one of two would.
  const columns = Math.max(2, block.blocks.length);
  const column = flow.width / columns;
  const width = column - GAP;
  const add = (runs: readonly TextRun[], x: number, y: number): number => {
    const lines = breakLines(runs, width, flow.measure);
    if (!lines.some(({ pieces }) => pieces.length > 0)) return y;
    const element = kit.struct('P');
    parent.add(element);
    drawTagged(kit, element, () => drawLines(kit, lines, { x, y, width, align: 'center' }));
    element.end();
    return y + heightOf(lines);
  };
  const right = flow.left + column * (columns - 1) + GAP / 2;
  if (block.placeAndDay.length > 0)
    flow.y = add(joinParts(block.placeAndDay, { ...BODY, plain: BODY.italic }), right, flow.y);
  const gap = Math.max(0, ...block.blocks.map(gapOf));
  let bottom = flow.y;
  for (const [index, one] of block.blocks.entries()) {
    const x = flow.left + column * (columns - block.blocks.length + index) + GAP / 2;
    const { head, foot } = signatureRuns(one);
    const below = add(head, x, flow.y);
    drawSignatureImages(flow, parent, one, { x, y: below, width, height: gap }, openImage);
    bottom = Math.max(bottom, add(foot, x, below + gap));
  }
  flow.y = bottom + AFTER.signatures;
}

/** The seal covers a third of the signature's image, on its left (1789/QĐ-SGDĐT điều 11.1; NĐ 30/2020 điều 33). */
function drawSignatureImages(
  flow: Flow,
  parent: KitElement,
  block: FormSignature,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  openImage: OpenImage,
): void {
  const { kit } = flow;
  const y = box.y + box.height / 2;
  const measured = (image: FormImage | undefined, most: readonly [number, number]) => {
    if (image === undefined) return undefined;
    const file = openImage(image);
    const scale = Math.min(most[0] / file.width, most[1] / file.height);
    return { image, file, width: file.width * scale, height: file.height * scale };
  };
  const place = (one: NonNullable<ReturnType<typeof measured>>, left: number) => {
    const top = y - one.height / 2;
    const bbox = [left, top, left + one.width, top + one.height];
    const figure = kit.struct('Figure', { alt: one.image.alternative, bbox });
    parent.add(figure);
    drawTagged(kit, figure, () => kit.image(one.file, left, top, { width: one.width, height: one.height }));
    figure.end();
  };
  const signature = measured(block.signatureImage, [SIGN.imageWidth, SIGN.imageHeight]);
  const seal = measured(block.sealImage, [SIGN.seal, SIGN.seal]);
  const covered = signature !== undefined && seal !== undefined ? signature.width / 3 : 0;
  const together = (signature?.width ?? 0) + (seal?.width ?? 0) - covered;
  const left = box.x + (box.width - together) / 2;
  // The signature first, so that the seal lies over it.
  if (signature !== undefined) place(signature, left + (seal?.width ?? 0) - covered);
  if (seal !== undefined) place(seal, left);
}

/** The double frame of a cover. */
export function drawCoverFrame(flow: Flow): void {
  const { kit } = flow;
  drawArtifact(kit, 'Layout', () => {
    for (const [inset, width] of [
      [0, 2],
      [4, 0.7],
    ] as const) {
      const y = flow.top - 12 + inset;
      kit.lineWidth(width).strokeColor('#000000');
      kit.rect(flow.left + inset, y, flow.width - 2 * inset, flow.bottom - y - inset).stroke();
    }
  });
}
