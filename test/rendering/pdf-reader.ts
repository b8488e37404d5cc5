/*
 * A small reader of PDF objects, for assertions on what a file is made of. It knows what our files use: a classic cross-reference table
 * (ISO 32000-1 7.5.4) and streams that are plain or deflated. Everything is found through the table and the trailer, as a viewer finds it.
 */
import { inflateSync } from 'node:zlib';

/** An object that another names by number. */
export class PdfRef {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

/** A name, without its slash. */
export class PdfName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export type PdfValue = number | boolean | null | string | PdfName | PdfRef | PdfValue[] | PdfDict;
export interface PdfDict {
  [key: string]: PdfValue | undefined;
}

export interface PdfObject {
  readonly value: PdfValue;
  /** Decoded content of a stream. */
  readonly stream?: Uint8Array;
}

export interface PdfFileReader {
  readonly header: string;
  readonly trailer: PdfDict;
  readonly objects: ReadonlyMap<number, PdfObject>;
  /** What a value stands for, through references. */
  readonly get: (value: PdfValue | undefined) => PdfValue | undefined;
  readonly dict: (value: PdfValue | undefined) => PdfDict;
  readonly list: (value: PdfValue | undefined) => readonly PdfValue[];
  readonly stream: (value: PdfValue | undefined) => Uint8Array;
  readonly name: (value: PdfValue | undefined) => string | undefined;
}

const WHITE = /[\0\t\n\f\r ]/;
const DELIMITER = /[\0\t\n\f\r ()<>[\]{}/%]/;

class Cursor {
  at: number;
  readonly text: string;
  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  skip(): void {
    for (;;) {
      while (this.at < this.text.length && WHITE.test(this.text[this.at]!)) this.at += 1;
      if (this.text[this.at] !== '%') return;
      while (this.at < this.text.length && !/[\r\n]/.test(this.text[this.at]!)) this.at += 1;
    }
  }

  word(): string {
    const from = this.at;
    while (this.at < this.text.length && !DELIMITER.test(this.text[this.at]!)) this.at += 1;
    return this.text.slice(from, this.at);
  }

  value(): PdfValue {
    this.skip();
    const rest = this.text.slice(this.at, this.at + 40);
    if (rest.startsWith('<<')) return this.dictionary();
    if (rest.startsWith('<')) return this.hex();
    if (rest.startsWith('(')) return this.literal();
    if (rest.startsWith('[')) {
      this.at += 1;
      const items: PdfValue[] = [];
      for (this.skip(); this.text[this.at] !== ']'; this.skip()) items.push(this.value());
      this.at += 1;
      return items;
    }
    if (rest.startsWith('/')) {
      this.at += 1;
      return new PdfName(
        this.word().replace(/#([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      );
    }
    const reference = /^(\d+) 0 R(?![\w])/.exec(rest);
    if (reference !== null) {
      this.at += reference[0].length;
      return new PdfRef(Number(reference[1]));
    }
    const word = this.word();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) throw new Error(`not a PDF value at ${this.at}: ${rest}`);
    return Number(word);
  }

  private dictionary(): PdfDict {
    this.at += 2;
    const dict: PdfDict = {};
    for (this.skip(); !this.text.startsWith('>>', this.at); this.skip()) {
      const key = this.value();
      if (!(key instanceof PdfName)) throw new Error(`a key that is no name at ${this.at}`);
      if (key.name in dict) throw new Error(`key ${key.name} twice`);
      dict[key.name] = this.value();
    }
    this.at += 2;
    return dict;
  }

  private hex(): string {
    const end = this.text.indexOf('>', this.at);
    const digits = this.text.slice(this.at + 1, end).replace(/\s+/g, '');
    this.at = end + 1;
    return textOf((digits.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(''));
  }

  private literal(): string {
    let depth = 0;
    let out = '';
    for (; ; this.at++) {
      const character = this.text[this.at]!;
      if (character === '\\') {
        this.at += 1;
        const escaped = this.text[this.at]!;
        out += ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' } as Record<string, string>)[escaped] ?? escaped;
        continue;
      }
      if (character === '(') {
        depth += 1;
        if (depth === 1) continue;
      }
      if (character === ')') {
        depth -= 1;
        if (depth === 0) break;
      }
      out += character;
    }
    this.at += 1;
    return textOf(out);
  }
}

/** A text string: UTF-16 with a byte order mark, else one byte a character (ISO 32000-1 7.9.2.2). */
function textOf(octets: string): string {
  if (!octets.startsWith('\xfe\xff')) return octets;
  const bytes = Uint8Array.from(octets.slice(2), (character) => character.charCodeAt(0));
  return new TextDecoder('utf-16be').decode(bytes);
}

export function readPdf(bytes: Uint8Array): PdfFileReader {
  const text = Buffer.from(bytes).toString('latin1');
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]);
  if (!text.startsWith('xref', start)) throw new Error('startxref names no cross-reference table');
  const objects = new Map<number, PdfObject>();
  const [, first, count] = /^xref\s+(\d+) (\d+)\s+/.exec(text.slice(start, start + 60))!;
  const rows = start + /^xref\s+\d+ \d+\s+/.exec(text.slice(start, start + 60))![0].length;
  const trailer = new Cursor(text, text.indexOf('trailer', start) + 7).value() as PdfDict;
  const offsets = Array.from({ length: Number(count) }, (_, index) =>
    text.slice(rows + index * 20, rows + index * 20 + 20),
  );
  const get = (value: PdfValue | undefined): PdfValue | undefined =>
    value instanceof PdfRef ? get(objects.get(value.id)?.value) : value;
  const raw: { readonly id: number; readonly value: PdfValue; readonly at: number }[] = [];
  for (const [index, row] of offsets.entries()) {
    if (!/ n/.test(row)) continue;
    const id = Number(first) + index;
    const cursor = new Cursor(text, Number(row.slice(0, 10)));
    if (cursor.value() !== id || cursor.value() !== 0) throw new Error(`object ${id} is not where the table says`);
    cursor.skip();
    if (cursor.word() !== 'obj') throw new Error(`object ${id} is not where the table says`);
    const value = cursor.value();
    cursor.skip();
    raw.push({ id, value, at: cursor.at });
    objects.set(id, { value });
  }
  for (const { id, value, at } of raw) {
    const found = /^stream(\r\n|\n)/.exec(text.slice(at, at + 8));
    if (found === null) continue;
    const dict = value as PdfDict;
    const from = at + found[0].length;
    const length = get(dict['Length']) as number;
    const octets = bytes.subarray(from, from + length);
    if (!/^\s*endstream/.test(text.slice(from + length, from + length + 14)))
      throw new Error(`stream ${id} has another length`);
    const filter = get(dict['Filter']);
    const isImage = get(dict['Subtype']) instanceof PdfName && (get(dict['Subtype']) as PdfName).name === 'Image';
    objects.set(id, {
      value,
      stream:
        filter instanceof PdfName && filter.name === 'FlateDecode' && !(isImage && 'DecodeParms' in dict)
          ? inflateSync(octets)
          : octets,
    });
  }
  return {
    header: text.slice(0, 8),
    trailer,
    objects,
    get,
    dict: (value) => (get(value) ?? {}) as PdfDict,
    list: (value) => (get(value) ?? []) as readonly PdfValue[],
    stream: (value) => {
      const found = value instanceof PdfRef ? objects.get(value.id)?.stream : undefined;
      if (found === undefined) throw new Error('no stream');
      return found;
    },
    name: (value) => {
      const found = get(value);
      return found instanceof PdfName ? found.name : undefined;
    },
  };
}
