import type {
  FormBlock,
  FormCell,
  FormField,
  FormFields,
  FormHeading,
  FormPage,
  FormPart,
  FormRow,
  FormSignature,
  FormSignatures,
  FormTable,
} from './form.js';
import { partsText } from './form-text.js';
import { widthClass } from './html-style.js';
import { dataUrl, escapeHtml, partsHtml } from './html-text.js';

/** Rows that may be broken over two sheets: their text can be longer than a sheet. */
const TALL_CHARACTERS = 900;
/** Tables that are kept on one sheet: those that surely fit on half of one. */
const KEPT = { rows: 10, characters: 1200 };

export function blockHtml(block: FormBlock, page: FormPage): string {
  switch (block.kind) {
    case 'heading':
      return headingHtml(block, page);
    case 'paragraph': {
      const names = [escapeHtml(block.style), ...(block.align === 'center' ? ['center'] : [])];
      return `<p class="${names.join(' ')}">${partsHtml(block.parts, page.record)}</p>`;
    }
    case 'points':
      return `<ol>${block.items.map(pointHtml).join('')}</ol>`;
    case 'fields':
      return fieldsHtml(block, page.record);
    case 'table':
      return tableHtml(block, page.record);
    case 'signatures':
      return signaturesHtml(block, page.record);
    case 'space':
      return `<div class="s${Math.min(3, Math.max(1, Math.round(block.share)))}"></div>`;
  }
}

/** The cover's title is the document's heading; titles of pages come below it. */
function headingHtml({ level, style, lines, align }: FormHeading, page: FormPage): string {
  const [first, ...others] = lines.map(escapeHtml);
  if (style === 'authority') return `<p class="authority">${[first, ...others].join('<br>')}</p>`;
  if (style === 'cover') return `<h1>${first}${others.map((line) => ` <small>${line}</small>`).join('')}</h1>`;
  const name = `h${Number(level) + 1}`;
  const id = level === 1 ? ` id="${escapeHtml(page.id)}-title"` : '';
  const center = align === 'center' && level > 1 ? ' class="center"' : '';
  return `<${name}${id}${center}>${[first, ...others].join('<br>')}</${name}>`;
}

function pointHtml({ text, subItems }: { readonly text: string; readonly subItems: readonly string[] }): string {
  const inner = subItems.map((item) => `<li>${escapeHtml(item)}</li>`).join('');
  return `<li>${escapeHtml(text)}${inner === '' ? '' : `<ul>${inner}</ul>`}</li>`;
}

function fieldsHtml({ rows, style }: FormFields, record: number): string {
  const lines = rows.map((row) => `<div class="row">${row.map((one) => fieldHtml(one, record)).join('')}</div>`);
  return `<div class="fields${style === 'cover' ? ' cover' : ''}">${lines.join('')}</div>`;
}

/** A value after a longer label goes on in the label's lines: beside it there is no room. */
const LONG_LABEL = 28;

function fieldHtml(field: FormField, record: number): string {
  const { label, parts, note, isLabelOnly, width, isTitle } = field;
  const name = `<span class="name">${escapeHtml(label)}:</span>`;
  if (isLabelOnly === true) return `<div class="field bare">${name}</div>`;
  const grow = width === undefined ? '' : ` g${Math.round(width * 10)}`;
  const small = note === undefined ? '' : `<span class="small">${escapeHtml(note)}</span>`;
  const isFlowing = (isTitle === true || label.length > LONG_LABEL) && parts.length > 0;
  const names = `field${grow}${isTitle === true ? ' title' : ''}${isFlowing ? ' flowing' : ''}`;
  return `<div class="${names}">${name} <span class="value">${partsHtml(parts, record)}</span>${small}</div>`;
}

/** Widths of fields used in a form, as rules: `style` attributes are closed by the page's own policy. */
export function growRules(pages: readonly FormPage[]): string {
  const widths = new Set<number>();
  for (const { blocks } of pages) {
    for (const block of blocks) {
      if (block.kind !== 'fields') continue;
      for (const row of block.rows) for (const { width } of row) if (width !== undefined) widths.add(Number(width));
    }
  }
  return [...widths]
    .sort((a, b) => a - b)
    .map((width) => `.g${Math.round(width * 10)}{flex-grow:${width}}`)
    .join('');
}

/** Widths of a table's columns in percent, in tenths. */
export function percentsOf({ columns }: FormTable): readonly number[] {
  const sum = columns.reduce((total, { width }) => total + width, 0);
  return columns.map(({ width }) => Math.round((1000 * width) / sum) / 10);
}

function tableHtml(table: FormTable, record: number): string {
  const { caption, isCaptionShown, columns, headerRows, rows } = table;
  const cols = percentsOf(table)
    .map((percent) => `<col class="${widthClass(percent)}">`)
    .join('');
  const rowHtml = (row: FormRow): string => {
    let at = 0;
    const cells = row.cells.map((cell) => {
      // A row below a spanning cell has fewer cells; spans of this form stand in the last columns.
      const align = cell.align ?? columns[at]?.align ?? 'left';
      at += cell.colSpan ?? 1;
      return cellHtml(cell, align, record);
    });
    const isTall = row.cells.some(({ parts }) => textLength(parts) > TALL_CHARACTERS);
    return `<tr${isTall ? ' class="tall"' : ''}>${cells.join('')}</tr>`;
  };
  const head = rows.slice(0, headerRows).map(rowHtml).join('');
  const body = rows.slice(headerRows).map(rowHtml).join('');
  const named = `<caption${isCaptionShown ? '' : ' class="hidden"'}>${escapeHtml(caption)}</caption>`;
  const length = rows.reduce((sum, { cells }) => sum + cells.reduce((all, { parts }) => all + textLength(parts), 0), 0);
  const isKept = rows.length <= KEPT.rows && length <= KEPT.characters;
  return `<table${isKept ? ' class="keep"' : ''}>${named}<colgroup>${cols}</colgroup><thead>${head}</thead><tbody>${body}</tbody></table>`;
}

function cellHtml(cell: FormCell, align: 'left' | 'center', record: number): string {
  const { parts, header, colSpan = 1, rowSpan = 1 } = cell;
  const name = header === undefined ? 'td' : 'th';
  const attributes = [
    header === 'column' ? (colSpan > 1 ? ' scope="colgroup"' : ' scope="col"') : '',
    header === 'row' ? ' scope="row"' : '',
    colSpan > 1 ? ` colspan="${colSpan}"` : '',
    rowSpan > 1 ? ` rowspan="${rowSpan}"` : '',
    align === 'center' ? ' class="mid"' : '',
  ];
  return `<${name}${attributes.join('')}>${partsHtml(parts, record)}</${name}>`;
}

const textLength = (parts: readonly FormPart[]): number => partsText(parts).length;

function signaturesHtml({ placeAndDay, blocks }: FormSignatures, record: number): string {
  const day = `<p class="day"><span class="where">${partsHtml(placeAndDay, record)}</span></p>`;
  const alone = blocks.length === 1;
  return `${day}<div class="signs">${blocks.map((one) => signatureHtml(one, record, alone)).join('')}</div>`;
}

function signatureHtml(block: FormSignature, record: number, alone: boolean): string {
  const { title, note, tone, state, name, signatureImage, sealImage } = block;
  const pictures = [
    ...(signatureImage === undefined ? [] : [{ name: 'signature', image: signatureImage }]),
    ...(sealImage === undefined ? [] : [{ name: 'seal', image: sealImage }]),
  ].map(
    (one) =>
      `<img class="${one.name}" src="${escapeHtml(dataUrl(one.image.mediaType, one.image.bytes))}" alt="${escapeHtml(one.image.alternative)}">`,
  );
  const room = pictures.length > 0 ? `<div class="pictures">${pictures.join('')}</div>` : '<div class="room"></div>';
  return [
    `<div class="sign${alone ? ' alone' : ''}">`,
    `<p class="title">${escapeHtml(title)}</p>`,
    `<p class="how">${escapeHtml(note)}</p>`,
    room,
    `<p class="state ${escapeHtml(tone)}">${state.map(escapeHtml).join('<br>')}</p>`,
    `<p class="who">${partsHtml(name, record)}</p>`,
    '</div>',
  ].join('');
}
