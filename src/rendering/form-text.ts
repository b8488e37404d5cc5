import { visible } from '../verification/index.js';
import type { FormPart } from './form.js';

/**
 * A text of a file as it may be shown: what reorders or hides what stands beside it is written out; line feeds stay.
 * attacker-controlled: names and comments come from the record.
 */
export function shownText(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** `2024-05-31` as `31/05/2024`. */
export function shownDay(day: string): string {
  return day.split('-').reverse().join('/');
}

/** `2023-2024` as the specimen prints it: `2023 – 2024`. */
export function shownYear(namHoc: string): string {
  return namHoc.replace('-', ' – ');
}

/** A part with what separates it from the part before it in its line. */
export interface PlacedPart {
  readonly glue: '' | ' ';
  readonly part: FormPart;
}

/** Parts by lines: a part starts a new one unless it goes on inline. Punctuation stands close to what it follows. */
export function partLines(parts: readonly FormPart[]): readonly (readonly PlacedPart[])[] {
  const lines: PlacedPart[][] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line === undefined || part.isInline !== true) lines.push([{ glue: '', part }]);
    else line.push({ glue: /^[,.;:)]/.test(part.text) || line.at(-1)!.part.text.endsWith('(') ? '' : ' ', part });
  }
  return lines;
}

/** The words of parts as they are read, lines separated by LF. */
export function partsText(parts: readonly FormPart[]): string {
  return partLines(parts)
    .map((line) => line.map(({ glue, part }) => glue + part.text).join(''))
    .join('\n');
}
