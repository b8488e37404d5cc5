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
/** What the rules import, and they themselves. */
const FOLDERS = ['errors', 'encoding', 'hoc-ba', 'quy-dinh'];

/** Compiled copies of the rules, each with one fault. */
export class FaultyCopies {
  readonly root: string;
  readonly #files: ReadonlyMap<string, string>;
  readonly #compiled = new Map<string, string>();
  #count = 0;

  constructor() {
    mkdirSync(CACHE, { recursive: true });
    this.root = mkdtempSync(join(CACHE, 'quy-dinh-'));
    writeFileSync(join(this.root, 'package.json'), '{"type":"module"}');
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(folder, name)),
    );
    this.#files = new Map(files.map((name) => [name, readFileSync(join(SRC, name), 'utf8')]));
  }

  /** The rules with a fault, or without one. */
  async load(fault?: Fault): Promise<Rules> {
    this.#count += 1;
    const folder = join(this.root, String(this.#count));
    for (const [name, text] of this.#files) {
      const isFaulty = fault !== undefined && name === join('quy-dinh', fault.file);
      const outputText = isFaulty ? compile(seed(text, fault)) : (this.#compiled.get(name) ?? compile(text));
      if (!isFaulty) this.#compiled.set(name, outputText);
      const target = join(folder, name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, outputText);
    }
    return (await import(pathToFileURL(join(folder, 'quy-dinh', 'index.js')).href)) as Rules;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
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
