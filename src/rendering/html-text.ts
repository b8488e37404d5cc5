import { encodeBase64 } from '../encoding/index.js';
import type { FormPart } from './form.js';
import { partLines, shownText } from './form-text.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for HTML, in content and in quoted attributes.
 * attacker-controlled: whatever a record or certificate holds ends here, also in a form that somebody made by hand.
 */
export function escapeHtml(text: string): string {
  return shownText(text).replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}

/** Parts as spans; those from the record say of which field, for readers of the page and for tests. */
export function partsHtml(parts: readonly FormPart[], record: number): string {
  return partLines(parts)
    .map((line) => line.map(({ glue, part }) => glue + partHtml(part, record)).join(''))
    .join('<br>');
}

function partHtml(part: FormPart, record: number): string {
  const text = escapeHtml(part.text);
  if (part.kind === 'label' && part.isBold !== true) return text;
  const names = [part.kind === 'absent' ? 'absent' : part.kind === 'value' ? 'v' : '', part.isBold === true ? 'b' : ''];
  const where =
    part.path === undefined
      ? ''
      : ` data-path="${escapeHtml(part.path)}" data-record="${Number(part.record ?? record)}"`;
  return `<span class="${names.filter((name) => name !== '').join(' ')}"${where}>${text}</span>`;
}

/** Bytes as a `data:` address. */
export function dataUrl(mediaType: string, bytes: Uint8Array): string {
  return `data:${mediaType};base64,${encodeBase64(bytes)}`;
}
