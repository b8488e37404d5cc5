import type { Form } from './form.js';
import type { PdfFonts } from './pdf-document.js';
import { checkSource, drawFile, type PdfFile, readMeans } from './pdf-writer.js';

export interface RenderPdfOptions {
  readonly fonts: PdfFonts;
  /**
   * The signed XML of each record of the form, in the order of `Form.records`; embedded byte for byte with relationship `Source`. Default:
   * nothing is embedded.
   */
  readonly files?: readonly PdfFile[];
  /** Instant written into the file as its date; default now. The same form, fonts, files and instant give the same bytes. */
  readonly at?: Date;
}

/**
 * Draws a form as PDF: A4, tagged, with the marks of the record on every sheet and the signed XML embedded.
 *
 * The file carries the metadata of PDF/A-3b; what has been checked of that, and with what, is in `docs/pdf.md`. Runs in Node and in a
 * page; the compressed bytes of the two differ.
 *
 * @returns The bytes of the file.
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` without `pdfkit` or `qrcode`; `ERR_FONT_MISSING`, `ERR_FONT_UNREADABLE`;
 * `ERR_FONT_CHARACTER` when a font lacks a character; `ERR_PDF_ATTACHMENT` when a file is not the one that the form was made from;
 * `ERR_PDF_IMAGE`. All before anything is drawn.
 * @see ISO 19005-3; ISO 32000-1 14.7, 14.8
 */
export async function renderPdf(form: Form, options: RenderPdfOptions): Promise<Uint8Array> {
  const means = await readMeans(options);
  const checked = await checkSource(form, options.files ?? [], means);
  return drawFile(means, checked);
}
