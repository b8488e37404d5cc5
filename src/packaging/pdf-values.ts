/** A value of a PDF file (ISO 32000-1 §7.3), as far as attached files need it. */
export type PdfValue =
  | null
  | boolean
  | number
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'reference'; readonly object: number }
  | readonly PdfValue[]
  | ReadonlyMap<string, PdfValue>;

/** Nesting of arrays and dictionaries. */
const DEPTH = 32;
/** Characters of one object without its stream: a file specification is some hundred. */
const LENGTH = 65_536;

const WHITE = /[\0\t\n\f\r ]/;
const DELIMITER = /[()<>[\]{}/%\0\t\n\f\r ]/;

/** Why an object was not read: it is none of those that are looked for. */
export class PdfSyntax extends Error {
  /** Characters that were looked at in vain. */
  readonly cost: number;

  constructor(cost: number) {
    super();
    this.cost = cost;
  }
}

/**
 * Reads one value.
 *
 * @param source - The file, one character a byte; attacker-controlled.
 * @returns The value and the offset behind it.
 * @throws `PdfSyntax` for what is no value.
 */
export function readPdfValue(source: string, start: number): { readonly value: PdfValue; readonly end: number } {
  const limit = Math.min(source.length, start + LENGTH);
  let at = start;

  const skip = (): void => {
    for (; at < limit; at++) {
      if (source[at] === '%') while (at < limit && source[at] !== '\n' && source[at] !== '\r') at++;
      else if (!WHITE.test(source[at]!)) return;
    }
  };
  const token = (): string => {
    const from = at;
    while (at < limit && !DELIMITER.test(source[at]!)) at++;
    return source.slice(from, at);
  };
  const fail = (): never => {
    // A class of its own without a sentence: it never leaves this folder.
    throw new PdfSyntax(at - start);
  };

  const value = (depth: number): PdfValue => {
    skip();
    if (depth > DEPTH || at >= limit) return fail();
    const char = source[at]!;
    if (char === '/') return name();
    if (char === '(') return literal();
    if (char === '[') return list(depth);
    if (char === '<') return source[at + 1] === '<' ? dictionary(depth) : hexadecimal();
    const word = token();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    if (!/^[+-]?\d{1,15}(?:\.\d{0,15})?$/.test(word)) return fail();
    const reference = /^\d{1,10}$/.test(word)
      ? /^[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![^()<>[\]{}/%\0\t\n\f\r ])/.exec(source.slice(at, at + 32))
      : null;
    if (reference === null) return Number(word);
    at += reference[0].length;
    return { kind: 'reference', object: Number(word) };
  };
  const name = (): PdfValue => {
    at++;
    const written = token();
    return {
      kind: 'name',
      name: written.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    };
  };
  const list = (depth: number): PdfValue => {
    const items: PdfValue[] = [];
    for (at++; ; ) {
      skip();
      if (at >= limit) return fail();
      if (source[at] === ']') break;
      items.push(value(depth + 1));
    }
    at++;
    return items;
  };
  const dictionary = (depth: number): PdfValue => {
    const entries = new Map<string, PdfValue>();
    for (at += 2; ; ) {
      skip();
      if (source.startsWith('>>', at)) break;
      if (at >= limit || source[at] !== '/') return fail();
      const key = (name() as { readonly name: string }).name;
      // Which of two a reader takes differs from reader to reader.
      if (entries.has(key)) return fail();
      entries.set(key, value(depth + 1));
    }
    at += 2;
    return entries;
  };
  const hexadecimal = (): PdfValue => {
    const end = source.indexOf('>', at);
    if (end < 0 || end >= limit) return fail();
    const digits = source.slice(at + 1, end).replace(/[\0\t\n\f\r ]/g, '');
    if (!/^[0-9A-Fa-f]*$/.test(digits)) return fail();
    at = end + 1;
    const bytes = (digits.length % 2 === 0 ? digits : `${digits}0`).match(/../g) ?? [];
    return { kind: 'text', bytes: Uint8Array.from(bytes, (pair) => Number.parseInt(pair, 16)) };
  };
  const literal = (): PdfValue => {
    const bytes: number[] = [];
    let open = 1;
    for (at++; ; at++) {
      if (at >= limit) return fail();
      const char = source[at]!;
      if (char === '\\') {
        const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1, at + 4))?.[0];
        const escaped = source[at + 1] ?? '';
        if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 255);
        else if (escaped !== '\n' && escaped !== '\r') bytes.push((ESCAPES[escaped] ?? escaped).charCodeAt(0));
        at += octal?.length ?? 1;
        continue;
      }
      if (char === '(') open++;
      else if (char === ')' && --open === 0) break;
      bytes.push(char.charCodeAt(0) & 255);
    }
    at++;
    return { kind: 'text', bytes: Uint8Array.from(bytes) };
  };
  return { value: value(0), end: at };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Text of a PDF string: UTF-16 or UTF-8 with its mark, else Latin letters (ISO 32000-1 §7.9.2). */
export function pdfText(bytes: Uint8Array): string {
  const [a, b, c] = bytes;
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder().decode(bytes.subarray(3));
  return new TextDecoder('latin1').decode(bytes);
}
