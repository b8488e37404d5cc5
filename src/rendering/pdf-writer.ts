/* One file in the making: forms are checked and drawn one after the other, and its bytes leave in pieces as they are made. */
import { concatBytes } from '../encoding/index.js';
import { type HocBaFile, isHocBaFile } from '../record-xml/index.js';
import type { Form } from './form.js';
import { type FontSet, openPdf, type PdfFonts, readFonts } from './pdf-document.js';
import { type CheckedForm, checkForm, drawForm, type ImageCache } from './pdf-form.js';
import { type Kit, loadKit } from './pdf-kit.js';
import { qrMatrix } from './qr.js';

export type PdfFile = HocBaFile | Uint8Array;

/** What the files of one call share: loaded and checked once. */
export interface PdfMeans {
  readonly kit: Kit;
  readonly fonts: FontSet;
  readonly images: ImageCache;
  readonly at: Date;
}

export interface PdfWriter {
  /** Draws a checked form. */
  readonly add: (checked: CheckedForm) => void;
  readonly finish: () => Promise<void>;
}

/** @throws {@link HocBaSoError} `ERR_PEER_MISSING`, `ERR_FONT_MISSING`, `ERR_FONT_UNREADABLE`. */
export async function readMeans(options: { readonly fonts: PdfFonts; readonly at?: Date }): Promise<PdfMeans> {
  const fonts = readFonts(options.fonts);
  return { kit: await loadKit(), fonts, images: new Map(), at: options.at ?? new Date() };
}

/** Everything that can be wrong with a form, before any of it is drawn. */
export async function checkSource(form: Form, files: readonly PdfFile[], means: PdfMeans): Promise<CheckedForm> {
  const bytes = files.map((file) => (isHocBaFile(file) ? file.bytes : file));
  const images = await checkForm(form, bytes, means);
  const qr = await Promise.all(form.records.map(({ marks }) => qrMatrix(marks.qr.text)));
  return { form, qr, files: bytes, images };
}

/** Opens a file. */
export function openWriter(
  means: PdfMeans,
  file: {
    readonly title: string;
    readonly keywords: string;
    /** Bookmarks: the pages of the one form, or the forms of many. */
    readonly bookmarks: 'pages' | 'forms';
    readonly write: (chunk: Uint8Array) => void;
  },
): PdfWriter {
  const pdf = openPdf(means.kit, { ...file, fonts: means.fonts, at: means.at });
  const names = new Set<string>();
  return {
    add: (checked) =>
      drawForm(pdf, checked, { bookmarks: file.bookmarks, attachmentName: (code) => freshName(names, code) }),
    finish: pdf.finish,
  };
}

/** A file with one form. */
export async function drawFile(means: PdfMeans, checked: CheckedForm): Promise<Uint8Array> {
  const { form } = checked;
  const chunks: Uint8Array[] = [];
  const writer = openWriter(means, {
    title: form.title,
    keywords: form.records.map(({ maTraCuu }) => maTraCuu).join(' '),
    bookmarks: 'pages',
    write: (chunk) => chunks.push(chunk),
  });
  writer.add(checked);
  await writer.finish();
  return concatBytes(chunks);
}

/** Two attachments of one name would be one: a reader shows the last. */
function freshName(names: Set<string>, code: string): string {
  let name = `hoc-ba-${code}.xml`;
  for (let number = 2; names.has(name); number++) name = `hoc-ba-${code}-${number}.xml`;
  names.add(name);
  return name;
}
