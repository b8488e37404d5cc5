/* Parts of the form as runs of text: what is a label, a value or a stated absence decides the cut. */
import type { FormPart } from './form.js';
import { partLines } from './form-text.js';
import type { StyleSet } from './pdf-style.js';
import type { TextRun } from './pdf-text.js';

/** The lines that parts stand on, with line feeds between them. */
export function joinParts(parts: readonly FormPart[], styles: StyleSet): readonly TextRun[] {
  return partLines(parts).flatMap((line, index) =>
    line.map(({ glue, part }, position) => {
      const style = part.kind === 'absent' ? styles.italic : part.isBold === true ? styles.bold : styles.plain;
      return { text: (index > 0 && position === 0 ? '\n' : glue) + part.text, style };
    }),
  );
}
