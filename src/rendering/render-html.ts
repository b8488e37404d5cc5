import { digestSync } from '../crypto/index.js';
import { encodeBase64, encodeUtf8 } from '../encoding/index.js';
import type { Form, FormMarks, FormPage, FormSigner } from './form.js';
import { blockHtml, growRules, percentsOf } from './html-blocks.js';
import { styleOf } from './html-style.js';
import { dataUrl, escapeHtml, partsHtml } from './html-text.js';
import { type QrMatrix, qrMatrix } from './qr.js';

/** A font to be carried in the page, so that it looks the same on every machine. */
export interface HtmlFont {
  readonly style: 'regular' | 'bold' | 'italic' | 'boldItalic';
  /** A whole TrueType or WOFF2 file. */
  readonly bytes: Uint8Array;
  readonly mediaType: 'font/ttf' | 'font/woff2';
}

export interface RenderHtmlOptions {
  /** Default none: the reader's own Times New Roman or another serif. */
  readonly fonts?: readonly HtmlFont[];
}

/**
 * A form as one HTML file: no script, nothing fetched, closed by its own content security policy. On paper each page starts a sheet of
 * A4; where one flows over, the table headers, the words across the sheet, the marks and the QR code are repeated.
 *
 * @returns The whole document; the same form and fonts give the same text. Every value stands in an element with `data-path` and
 * `data-record`, the field it shows.
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` without the package `qrcode`.
 * @example examples/render.ts
 */
export async function renderHtml(form: Form, options: RenderHtmlOptions = {}): Promise<string> {
  const codes = await Promise.all(
    form.records.map(async ({ marks }) => dataUrl('image/svg+xml', encodeUtf8(qrSvg(await qrMatrix(marks.qr.text))))),
  );
  const percents = new Set(
    form.pages.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? percentsOf(block) : []))),
  );
  const style = styleOf(percents, fontFaces(options.fonts ?? [])) + growRules(form.pages);
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${encodeBase64(digestSync('SHA-256', encodeUtf8(style)))}'`,
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    `<html lang="${escapeHtml(form.language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="robots" content="noindex, nofollow">',
    `<title>${escapeHtml(form.title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...form.pages.map((page) => pageHtml(page, form, codes[page.record]!)),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const FACES: Readonly<Record<HtmlFont['style'], string>> = {
  regular: 'font-weight:400;font-style:normal',
  bold: 'font-weight:700;font-style:normal',
  italic: 'font-weight:400;font-style:italic',
  boldItalic: 'font-weight:700;font-style:italic',
};

function fontFaces(fonts: readonly HtmlFont[]): string {
  return fonts
    .map(
      ({ style, bytes, mediaType }) =>
        `@font-face{font-family:"HBS Form";${FACES[style]};src:url("${dataUrl(mediaType, bytes)}")}`,
    )
    .join('');
}

function pageHtml(page: FormPage, form: Form, code: string): string {
  const { marks } = form.records[page.record]!;
  const hasTitle = page.blocks.some((block) => block.kind === 'heading' && block.level === 1);
  const id = escapeHtml(page.id);
  const group = (name: string, inner: string): string =>
    `<div class="${name}"><div class="line"><div class="cell">${inner}</div></div></div>`;
  return [
    `<section class="page ${escapeHtml(page.kind)}-page" id="${id}" aria-label="${escapeHtml(page.title)}">`,
    group(
      'body',
      bannerHtml(marks) +
        (hasTitle ? '' : `<h2 class="hidden" id="${id}-title">${escapeHtml(page.title)}</h2>`) +
        page.blocks.map((block) => blockHtml(block, page)).join('\n'),
    ),
    group('foot', waterHtml(marks) + stripHtml(marks, page.record, code)),
    '</section>',
  ].join('\n');
}

/** On the first sheet of a page; the others have the words across them, and the verdict below. */
function bannerHtml({ watermarks }: FormMarks): string {
  if (watermarks.length === 0) return '';
  return `<div class="banner">${watermarks.map(({ kind, text }) => `<p class="${escapeHtml(kind)}">${escapeHtml(text)}</p>`).join('')}</div>`;
}

/** The same words across the sheet; said once for a screen reader, in the banner. */
function waterHtml({ watermarks }: FormMarks): string {
  if (watermarks.length === 0) return '';
  const lines = watermarks.map(({ kind, text }) => `<div class="${escapeHtml(kind)}">${escapeHtml(text)}</div>`);
  return `<div class="water" aria-hidden="true"><div>${lines.join('')}</div></div>`;
}

function stripHtml({ verdict, signers, original, code, qr }: FormMarks, record: number, image: string): string {
  const checked = verdict.checkedAt === null ? '' : `Kiểm tra cho thời điểm ${escapeHtml(verdict.checkedAt)}.`;
  return [
    '<div class="strip">',
    // An image, since browsers draw a repeated <use> only once.
    `<img src="${image}" alt="${escapeHtml(qr.alternative)}">`,
    '<div class="says">',
    `<p class="verdict ${escapeHtml(verdict.tone)}">${escapeHtml(verdict.headline)}</p>`,
    ...(checked === '' ? [] : [`<p>${checked}</p>`]),
    // The headline of any other verdict names its first cause itself.
    ...(verdict.tone === 'passed' ? verdict.causes.map((text) => `<p>${escapeHtml(text)}.</p>`) : []),
    ...signerLines(signers).map((line) => `<p>${escapeHtml(line)}</p>`),
    `<p>${escapeHtml(code.label)}: ${partsHtml(code.parts, record)}</p>`,
    `<p>${escapeHtml(original)}</p>`,
    '</div>',
    '</div>',
  ].join('');
}

/** Browsers repeat a foot only while it is below a quarter of the sheet, so many subject teachers share a line; the appendix has each. */
const TEACHER_LINES = 2;

function signerLines(signers: readonly FormSigner[]): readonly string[] {
  const teachers = signers.filter(({ role }) => role === 'giaoVienBoMon');
  if (teachers.length <= TEACHER_LINES) return signers.map(({ line }) => line);
  const states = new Map<string, number>();
  for (const { state } of teachers) states.set(state, (states.get(state) ?? 0) + 1);
  const counts = [...states].map(([state, count]) => `${count} ${state}`);
  return [
    `Giáo viên bộ môn: ${teachers.length} chữ ký (${counts.join(', ')})`,
    ...signers.filter(({ role }) => role !== 'giaoVienBoMon').map(({ line }) => line),
  ];
}

/** Modules as horizontal runs, within the quiet zone of four modules that a scanner needs. */
function qrSvg({ size, modules }: QrMatrix): string {
  const side = size + 8;
  const runs: string[] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (modules[y * size + x] === 0) continue;
      let end = x;
      while (end < size && modules[y * size + end] === 1) end++;
      runs.push(`M${x + 4} ${y + 4}h${end - x}v1h-${end - x}z`);
      x = end;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path d="M0 0h${side}v${side}h-${side}z" fill="#fff"/><path d="${runs.join('')}"/></svg>`;
}
