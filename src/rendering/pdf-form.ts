/* A form, drawn into an open file: its pages on as many sheets as they need, each sheet with the marks of its record. */
import { digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import type { Form, FormBlock, FormImage, FormPage } from './form.js';
import { drawBlocks, drawCoverFrame, type OpenImage } from './pdf-blocks.js';
import { checkCharacters, type FontSet, type PdfDocument } from './pdf-document.js';
import { PDF_ERRORS } from './pdf-errors.js';
import type { Flow } from './pdf-flow.js';
import { type DecodedImage, decodeImage } from './pdf-image.js';
import type { KitDocument, KitElement } from './pdf-kit.js';
import { drawFoot, drawWatermarks, footRuns, layOutFoot } from './pdf-marks.js';
import { CONTENT_WIDTH, MARGIN, SHEET } from './pdf-style.js';
import type { Measure } from './pdf-text.js';
import type { QrMatrix } from './qr.js';

/** A form with everything that is drawn or embedded, checked: nothing can go wrong with it halfway through a file. */
export interface CheckedForm {
  readonly form: Form;
  /** For each record of the form. */
  readonly qr: readonly QrMatrix[];
  /** For each record of the form its signed XML, or nothing. */
  readonly files: readonly Uint8Array[];
  readonly images: ReadonlyMap<FormImage, DecodedImage>;
}

/** Images by the SHA-256 of their bytes: a class has one seal. */
export type ImageCache = Map<string, DecodedImage>;

/** Room between the text and the foot of a sheet. */
const ABOVE_FOOT = 8;

/**
 * Checks a form before anything of it is drawn.
 *
 * @param files - For each record of the form its XML file; empty to embed nothing.
 * @returns The images of its pages, decoded.
 * @throws {@link HocBaSoError} `ERR_FONT_CHARACTER`; `ERR_PDF_ATTACHMENT` when a file is not the one that the form was made from;
 * `ERR_PDF_IMAGE`.
 */
export async function checkForm(
  form: Form,
  files: readonly Uint8Array[],
  means: { readonly fonts: FontSet; readonly images: ImageCache },
): Promise<ReadonlyMap<FormImage, DecodedImage>> {
  if (files.length > 0) {
    for (const [index, { fileSha256 }] of form.records.entries()) {
      const bytes = files[index];
      const number = index + 1;
      if (bytes === undefined) throw attachmentError(number, 'it is not among the files');
      // Another record's file under this picture would be read as its original.
      if (encodeHex(digestSync('SHA-256', bytes)) !== fileSha256.toLowerCase())
        throw attachmentError(number, 'it is not the file that the form was made from');
    }
    if (files.length > form.records.length)
      throw attachmentError(form.records.length + 1, 'the form has no such record');
  }
  checkCharacters(textsOf(form), means.fonts);
  const images = new Map<FormImage, DecodedImage>();
  for (const image of imagesOf(form.pages)) {
    const digest = encodeHex(digestSync('SHA-256', image.bytes));
    const decoded = means.images.get(digest) ?? (await decodeImage(image.bytes));
    means.images.set(digest, decoded);
    images.set(image, decoded);
  }
  return images;
}

/** Draws a checked form at the end of the file. */
export function drawForm(
  pdf: PdfDocument,
  { form, qr, files, images }: CheckedForm,
  options: { readonly bookmarks: 'pages' | 'forms'; readonly attachmentName: (code: string) => string },
): void {
  const { kit, measure } = pdf;
  const part = kit.struct('Part', { title: form.title });
  pdf.root.add(part);
  const feet = form.records.map(({ marks }, index) => layOutFoot(marks, qr[index]!, measure));
  const marks: (KitElement | undefined)[] = form.records.map(() => undefined);
  const sheets: { readonly record: number; readonly isFirst: boolean }[] = [];
  const { start, count } = kit.bufferedPageRange();
  const openImage: OpenImage = (image) => pdf.image(images.get(image)!);
  for (const page of form.pages) {
    const { record } = page;
    const bottom = SHEET.height - MARGIN.bottom - feet[record]!.height - ABOVE_FOOT;
    const scale = bestScale(page, bottom, measure, () => ({ width: 1, height: 1 }));
    const section = kit.struct('Sect', { title: page.title });
    part.add(section);
    const flow = openFlow(kit, measure, bottom, scale, () => {
      kit.addPage({ size: [SHEET.width, SHEET.height], margin: 0 });
      const isFirst = marks[record] === undefined;
      if (isFirst) marks[record] = kit.struct('Sect', { title: form.records[record]!.maTraCuu });
      sheets.push({ record, isFirst });
      drawWatermarks(kit, form.records[record]!.marks, measure, isFirst ? marks[record] : undefined);
    });
    flow.turn();
    if (options.bookmarks === 'pages') kit.outline.addItem(page.title);
    else if (page === form.pages[0]) kit.outline.addItem(form.title);
    if (page.kind === 'cover') drawCoverFrame(flow);
    drawBlocks(flow, section, page.blocks, openImage);
    flow.close();
    section.end();
  }
  for (const [index, { record, isFirst }] of sheets.entries()) {
    kit.switchToPage(start + count + index);
    drawFoot(kit, feet[record]!, { number: index + 1, of: sheets.length }, isFirst ? marks[record] : undefined);
  }
  for (const element of marks) if (element !== undefined) part.add(element);
  part.end();
  kit.flushPages();
  for (const [index, bytes] of files.entries()) {
    const name = options.attachmentName(form.records[index]!.maTraCuu);
    pdf.attach({ name, bytes, description: 'Tệp XML đã ký: bản gốc của học bạ số' });
  }
}

/** A flow whose text is drawn smaller: its measures are those of the larger sheet that it thinks it has. */
function openFlow(
  kit: KitDocument,
  measure: Measure,
  bottom: number,
  scale: number,
  addSheet: () => void,
): Flow & { readonly close: () => void } {
  let isOpen = false;
  const close = (): void => {
    if (isOpen && scale !== 1) kit.restore();
    isOpen = false;
  };
  const flow = {
    kit,
    measure,
    left: MARGIN.left / scale,
    width: CONTENT_WIDTH / scale,
    y: MARGIN.top / scale,
    top: MARGIN.top / scale,
    bottom: bottom / scale,
    turn: () => {
      close();
      addSheet();
      if (scale !== 1) kit.save().scale(scale);
      isOpen = true;
      flow.y = flow.top;
    },
    close,
  };
  return flow;
}

/** Sizes a page may be drawn in; below, the text of tables would be smaller than 8.5 points. */
const SCALES = [0.95, 0.9, 0.86, 0.82] as const;
/** Pages of more sheets are long because of their text: there smaller letters save little. */
const MOST_SHEETS = 3;

/** The largest size that saves a sheet, so that a year stays on its two pages; full size when none does. */
function bestScale(page: FormPage, bottom: number, measure: Measure, openImage: OpenImage): number {
  const sheetsAt = (scale: number): number => {
    let sheets = 0;
    const kit = measuringKit();
    const flow = openFlow(kit, measure, bottom, scale, () => {
      sheets += 1;
    });
    flow.turn();
    drawBlocks(flow, kit.struct('Sect'), page.blocks, openImage);
    return sheets;
  };
  const full = sheetsAt(1);
  if (full === 1 || full > MOST_SHEETS) return 1;
  return SCALES.find((scale) => sheetsAt(scale) < full) ?? 1;
}

/** A file that nothing is drawn into: what is left is where things would go. */
function measuringKit(): KitDocument {
  const element = { dictionary: { data: { S: 'Sect' } }, add: () => element, end: () => undefined };
  const kit: KitDocument = new Proxy({} as KitDocument, {
    get: (_target, name) => (name === 'struct' ? () => element : () => kit),
  });
  return kit;
}

/** All texts that end up on a sheet; identifiers and paths among them are plain letters and do no harm. */
function* textsOf({ pages, records }: Form): Iterable<string> {
  for (const { marks } of records) {
    for (const runs of footRuns(marks)) for (const { text } of runs) yield text;
    for (const { text } of marks.watermarks) yield text;
    yield 'Trang 0123456789/';
  }
  for (const { blocks } of pages) yield* stringsOf(blocks);
}

function* stringsOf(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return;
  else for (const inner of Object.values(value)) yield* stringsOf(inner);
}

function* imagesOf(pages: readonly FormPage[]): Iterable<FormImage> {
  const blocks: readonly FormBlock[] = pages.flatMap((page) => page.blocks);
  for (const block of blocks) {
    if (block.kind !== 'signatures') continue;
    for (const { signatureImage, sealImage } of block.blocks) {
      if (signatureImage !== undefined) yield signatureImage;
      if (sealImage !== undefined) yield sealImage;
    }
  }
}

function attachmentError(index: number, reason: string) {
  return createError(PDF_ERRORS, 'ERR_PDF_ATTACHMENT', { index, reason });
}
