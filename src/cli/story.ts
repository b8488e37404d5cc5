import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createError } from '../errors/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import type { CommandContext } from './context.js';
import type { Text } from './language.js';
import { writeOutput } from './output.js';
import { line } from './terminal.js';

/** File that marks a folder as one this program may empty. */
const MARKER = 'hocba-demo.json';

/** A story told step by step, each of which must come out as told. */
export interface Story {
  readonly out: string;
  readonly chapter: (title: Text) => void;
  readonly tell: (text: Text) => void;
  /** A step and whether it came out as told; `facts` goes into the JSON line. */
  readonly step: (name: string, ok: boolean, text: Text, facts?: Readonly<Record<string, unknown>>) => void;
  /** Writes a file below the folder and returns its path. */
  readonly write: (name: string, content: Uint8Array | string) => string;
  readonly allOk: () => boolean;
}

/**
 * Opens the folder of a story: a new or empty one, or one an earlier run has left, which is emptied.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_OUT_FOREIGN` when it holds anything else.
 */
export function openStory(context: CommandContext, out: string, folders: readonly string[]): Story {
  const names = existsSync(out) ? readdirSync(out) : [];
  if (names.length > 0) {
    const known = new Set([MARKER, ...folders]);
    if (!names.includes(MARKER) || names.some((name) => !known.has(name))) {
      throw createError(CLI_ERRORS, 'ERR_CLI_OUT_FOREIGN', {});
    }
    for (const folder of folders) rmSync(join(out, folder), { recursive: true, force: true });
  }
  writeOutput(join(out, MARKER), `${JSON.stringify({ madeBy: 'hocba demo' })}\n`, true);
  const { paint, t } = context;
  const results: boolean[] = [];
  let chapter = 0;
  return {
    out,
    chapter: (title) => {
      chapter++;
      context.print(line``);
      context.print(line`${paint.strong(`${chapter}. ${t(title)}`)}`);
    },
    tell: (text) => context.print(line`   ${t(text)}`),
    step: (name, ok, text, facts = {}) => {
      results.push(ok);
      context.emit({ step: name, ok, ...facts });
      context.print(line`   ${ok ? paint.good('✓') : paint.bad('✗')} ${t(text)}`);
    },
    write: (name, content) => {
      const path = join(out, name);
      writeOutput(path, content, true);
      return path;
    },
    allOk: () => results.length > 0 && results.every((ok) => ok),
  };
}
