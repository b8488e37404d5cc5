/* Other people's readers of PDF, each asked in its own process. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PeerName, peer } from '../peers.js';

/** What a program prints about a file; throws when it ends with another code than 0. */
export function ask(
  program: PeerName,
  pdf: Uint8Array,
  args: (path: string, folder: string) => readonly string[],
): string {
  const path = peer(program);
  const folder = mkdtempSync(join(tmpdir(), 'hocba-pdf-'));
  try {
    const file = join(folder, 'form.pdf');
    writeFileSync(file, pdf);
    return execFileSync(path, [...args(file, folder)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 << 20,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The embedded files by name, as `pdfdetach` saves them. */
export function detach(pdf: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const path = peer('pdfdetach');
  const folder = mkdtempSync(join(tmpdir(), 'hocba-pdf-'));
  try {
    const file = join(folder, 'form.pdf');
    writeFileSync(file, pdf);
    execFileSync(path, ['-saveall', '-o', folder, file], { stdio: 'ignore' });
    const names = readdirSync(folder).filter((name) => name !== 'form.pdf');
    return Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Words as a person who selects and copies them gets them, without the breaks of lines and sheets. */
export const wordsOf = (pdf: Uint8Array): string =>
  ask('pdftotext', pdf, (file) => ['-enc', 'UTF-8', file, '-']).replace(/[\s\f]+/g, '');

export interface StructureRow {
  readonly type: string;
  readonly depth: number;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Poppler takes seconds for it: it draws a sheet once for each element. */
const read = new WeakMap<Uint8Array, readonly StructureRow[]>();

/** The structure tree in reading order with the words of each element, read by poppler. */
export function structureOf(pdf: Uint8Array): readonly StructureRow[] {
  const known = read.get(pdf);
  if (known !== undefined) return known;
  const rows: { type: string; depth: number; text: string; attributes: Record<string, string> }[] = [];
  for (const line of ask('pdfinfo', pdf, (file) => ['-struct-text', file]).split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const text = /^"(.*)"$/s.exec(trimmed);
    const attribute = /^\/(\w+) \/?(.*)$/.exec(trimmed);
    if (text !== null) rows.at(-1)!.text += text[1]!;
    else if (attribute !== null) rows.at(-1)!.attributes[attribute[1]!] = attribute[2]!;
    else rows.push({ type: /^\w+/.exec(trimmed)![0], depth: line.search(/\S/), text: '', attributes: {} });
  }
  read.set(pdf, rows);
  return rows;
}

/** The cells of each table, row by row, as they are read out. */
export function tablesOf(pdf: Uint8Array): readonly (readonly (readonly string[])[])[] {
  const tables: string[][][] = [];
  for (const { type, text } of structureOf(pdf)) {
    if (type === 'Table') tables.push([]);
    if (type === 'TR') tables.at(-1)!.push([]);
    if (type === 'TH' || type === 'TD') tables.at(-1)!.at(-1)!.push(text.trim());
  }
  return tables;
}
