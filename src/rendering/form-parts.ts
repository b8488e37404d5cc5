/** Small makers of blocks, shared by the pages. */

import { isGiaTriVang } from '../hoc-ba/index.js';
import type { FormAssumptionId } from './assumptions.js';
import { absenceText, type FieldReader, label } from './field-reader.js';
import type { FormBlock, FormCell, FormField, FormFields, FormHeading, FormParagraph, FormPart } from './form.js';

export function heading(level: 1 | 2 | 3, text: string, assumed?: readonly FormAssumptionId[]): FormHeading {
  const align = level === 1 ? 'center' : 'left';
  return { kind: 'heading', level, align, lines: [text], ...(assumed === undefined ? {} : { assumed }) };
}

export function field(text: string, parts: readonly FormPart[], more: Partial<FormField> = {}): FormField {
  return { label: text, parts, ...more };
}

export function fields(rows: readonly (readonly FormField[])[], more: Partial<FormFields> = {}): FormFields {
  return { kind: 'fields', rows, ...more };
}

export function paragraph(
  style: FormParagraph['style'],
  parts: readonly FormPart[],
  align: FormParagraph['align'] = 'left',
): FormParagraph {
  return { kind: 'paragraph', style, align, parts };
}

export function columnHeader(text: string): FormCell {
  return { parts: [label(text)], header: 'column', align: 'center' };
}

/** Numbers the reasons for which cells of one page hold no value; the same reason has one number. */
export interface Footnotes {
  /** The parts of a cell, where a reason is replaced by its number. */
  cell(parts: readonly FormPart[]): readonly FormPart[];
  /** The reasons by number, to stand below the table. */
  block(): readonly FormBlock[];
}

export function makeFootnotes(reader: FieldReader): Footnotes {
  const numbers = new Map<string, number>();
  return {
    cell: (parts) =>
      parts.map((part) => {
        const value = part.kind === 'absent' ? reader.leaf(part.path!)?.value : undefined;
        if (!isGiaTriVang(value)) return part;
        const text = absenceText(value);
        const number = numbers.get(text) ?? numbers.size + 1;
        numbers.set(text, number);
        return { ...part, text: `(${number})` };
      }),
    block: () =>
      [...numbers].map(([text, number]) => ({
        ...paragraph('note', [label(`(${number}) ${text}`)]),
        assumed: ['footnotes'] as const,
      })),
  };
}
