import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { Rules } from './cases/case.js';

/** A fault seeded into the source of the rules. */
export interface Fault {
  readonly id: string;
  /** File below `src/quy-dinh`. */
  readonly file: string;
  /** Text that stands there exactly once, and what replaces it. */
  readonly from: string;
  readonly to: string;
}

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
/** Inside `node_modules`, so that the copy finds the packages and nobody mistakes it for source. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
/** What the rules import: compiled once, beside the copies of the rules. */
const BELOW = ['errors', 'encoding', 'hoc-ba'];

/** Compiled copies of the rules, each with one fault. */
export class FaultyCopies {
  readonly root: string;
  readonly #rules: ReadonlyMap<string, string>;
  readonly #compiled: ReadonlyMap<string, string>;
  #count = 0;

  constructor() {
    mkdirSync(CACHE, { recursive: true });
    this.root = mkdtempSync(join(CACHE, 'quy-dinh-'));
    writeFileSync(join(this.root, 'package.json'), '{"type":"module"}');
    for (const folder of BELOW) {
      for (const [name, text] of sources(folder)) write(join(this.root, folder, name), compile(text));
    }
    this.#rules = sources('quy-dinh');
    this.#compiled = new Map([...this.#rules].map(([name, text]) => [name, compile(text)]));
  }

  /** The rules with a fault, or without one. */
  async load(fault?: Fault): Promise<Rules> {
    this.#count += 1;
    const folder = join(this.root, `quy-dinh-${this.#count}`);
    for (const [name, text] of this.#compiled) write(join(folder, name), text);
    if (fault !== undefined) {
      const name = join(fault.file);
      write(join(folder, name), compile(seed(this.#rules.get(name) ?? '', fault)));
    }
    return (await import(pathToFileURL(join(folder, 'index.js')).href)) as Rules;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Path below the folder → source text. */
function sources(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' });
  return new Map(
    names.filter((name) => name.endsWith('.ts')).map((name) => [name, readFileSync(join(SRC, folder, name), 'utf8')]),
  );
}

function write(source: string, text: string): void {
  const target = source.replace(/\.ts$/, '.js');
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function compile(source: string): string {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

function seed(text: string, { id, from, to }: Fault): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${id}: the text to replace stands ${parts.length - 1} times`);
  return parts.join(to);
}
