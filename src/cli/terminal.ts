import pc from 'picocolors';

/**
 * Characters that move the cursor, colour, hide or reorder text on a terminal: controls (C0, C1, DEL), format characters (bidirectional
 * marks, embeddings, overrides, isolates, zero width, tags), separators of lines and paragraphs, what is shown as nothing, lone surrogates.
 */
const DANGEROUS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A text from a file or from the user, safe to print: what could drive the terminal or deceive its reader is shown by number, `<U+202E>`.
 *
 * @param text - attacker-controlled.
 */
export function escapeForTerminal(text: string): string {
  return text.replace(DANGEROUS, (char) => `<U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
}

/** JSON text with the same characters as `\uXXXX` escapes: still the same JSON value, and harmless where it is printed. */
export function escapeJson(json: string): string {
  return json.replace(DANGEROUS, (char) =>
    [...Array(char.length).keys()].map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** Text that may go to a terminal as it is: made by {@link line} or {@link Paint} only, so that nothing unescaped gets there. */
export interface TerminalText {
  readonly safe: string;
}

type Part = string | number | TerminalText;

/** Template tag: its literal parts are ours, everything put in is escaped unless it already is a {@link TerminalText}. */
export function line(literals: TemplateStringsArray, ...parts: readonly Part[]): TerminalText {
  return { safe: literals.reduce((text, literal, index) => text + safePart(parts[index - 1]!) + literal) };
}

function safePart(part: Part): string {
  return typeof part === 'object' ? part.safe : escapeForTerminal(String(part));
}

export interface Paint {
  readonly good: (part: Part) => TerminalText;
  readonly bad: (part: Part) => TerminalText;
  readonly open: (part: Part) => TerminalText;
  readonly strong: (part: Part) => TerminalText;
  readonly faint: (part: Part) => TerminalText;
}

/** Colours, or none where the output is no terminal. */
export function makePaint(enabled: boolean): Paint {
  const colors = pc.createColors(enabled);
  const with_ = (style: (text: string) => string) => (part: Part) => ({ safe: style(safePart(part)) });
  return {
    good: with_(colors.green),
    bad: with_(colors.red),
    open: with_(colors.yellow),
    strong: with_(colors.bold),
    faint: with_(colors.dim),
  };
}
