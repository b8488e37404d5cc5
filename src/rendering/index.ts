/** In: records (học bạ) with the reports on them. Out: the form they are shown in, as data and as HTML, and the text of its QR code. */
export type { FormAssumption, FormAssumptionId } from './assumptions.js';
export { FORM_ASSUMPTIONS } from './assumptions.js';
export type { CreateFormOptions } from './create-form.js';
export { createForm } from './create-form.js';
export type {
  Form,
  FormBlock,
  FormCell,
  FormCertificate,
  FormColumn,
  FormField,
  FormFields,
  FormHeading,
  FormImage,
  FormKind,
  FormMarks,
  FormPage,
  FormParagraph,
  FormPart,
  FormPoints,
  FormQr,
  FormRecord,
  FormRow,
  FormSignature,
  FormSignatures,
  FormSigner,
  FormSpace,
  FormTable,
  FormTone,
  FormVerdict,
  FormWatermark,
} from './form.js';
export type { PlacedPart } from './form-text.js';
export { partLines, partsText } from './form-text.js';
export type { PdfFonts } from './pdf-document.js';
export { PDF_ERRORS } from './pdf-errors.js';
export type { PdfFile } from './pdf-writer.js';
export type { QrContent, QrMatrix } from './qr.js';
export { qrMatrix, readQrText, writeQrText } from './qr.js';
export type { RecordReport } from './record-report.js';
export type { HtmlFont, RenderHtmlOptions } from './render-html.js';
export { renderHtml } from './render-html.js';
export type { RenderPdfOptions } from './render-pdf.js';
export { renderPdf } from './render-pdf.js';
export type {
  PdfBatchItem,
  PdfBatchItemResult,
  PdfBatchResult,
  PdfSource,
  RenderPdfBatchOptions,
} from './render-pdf-batch.js';
export { renderPdfBatch } from './render-pdf-batch.js';
export { RENDERING_ERRORS } from './rendering-errors.js';
export { isSamePupil } from './same-pupil.js';
