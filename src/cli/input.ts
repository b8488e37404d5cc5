import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createError } from '../errors/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import { type CommandContext, errorData } from './context.js';
import { type ExitCode, exitOf, worstExit } from './exit-codes.js';
import { aboutFile } from './file-of-error.js';
import type { TerminalText } from './terminal.js';

/** Larger files are refused before they are read. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** What came of one file. */
export interface FileOutcome {
  readonly exit: ExitCode;
  /** Goes into the line of JSON, after `file`. */
  readonly json: Readonly<Record<string, unknown>>;
  /** For people. */
  readonly lines: readonly TerminalText[];
}

export interface EachFileOptions {
  /** Endings of the files taken from a folder, with the dot. A file named itself is always taken. */
  readonly extensions: readonly string[];
  /** The line of JSON for a file that cannot be read; default `{ error }`. */
  readonly onError?: (error: unknown) => { readonly exit?: ExitCode; readonly json: Readonly<Record<string, unknown>> };
}

/**
 * Runs a judgement over files and folders, one after the other: one answer a file, the worst exit code of all. An error of one file is that
 * file's answer and stops nothing.
 */
export async function eachFile(
  context: CommandContext,
  paths: readonly string[],
  options: EachFileOptions,
  judge: (bytes: Uint8Array, file: string) => FileOutcome | Promise<FileOutcome>,
): Promise<ExitCode> {
  const files: { readonly file: string; readonly error?: unknown }[] = [];
  for (const path of paths) {
    try {
      files.push(...listFiles(path, options.extensions).map((file) => ({ file })));
    } catch (error) {
      files.push({ file: path, error });
    }
  }
  const exits: ExitCode[] = [];
  for (const [index, { file, error }] of files.entries()) {
    try {
      if (error !== undefined) throw error;
      const { exit, json, lines } = await judge(readInput(file), file);
      exits.push(exit);
      context.emit({ file, ...json });
      for (const text of lines) context.print(text);
    } catch (cause) {
      const given = options.onError?.(cause);
      exits.push(given?.exit ?? exitOf(cause));
      if (context.json && given !== undefined) context.emit({ file, ...given.json, error: errorData(cause) });
      else context.fail(cause, file);
      context.debug(cause);
    }
    context.progress(index + 1, files.length);
  }
  return worstExit(exits);
}

/**
 * The files a path stands for: itself, or everything below a folder with one of the endings, in a fixed order. Links inside a folder are
 * not followed.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_FILE_MISSING`, `ERR_CLI_FOLDER_EMPTY`: a folder without a file is no success.
 */
export function listFiles(path: string, extensions: readonly string[]): readonly string[] {
  if (!stat(path).isDirectory()) return [path];
  const found: string[] = [];
  const walk = (folder: string) => {
    const entries = readFolder(folder).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const inner = join(folder, entry.name);
      if (entry.isDirectory()) walk(inner);
      else if (entry.isFile() && extensions.some((ending) => entry.name.toLowerCase().endsWith(ending)))
        found.push(inner);
    }
  };
  walk(path);
  if (found.length === 0) {
    throw createError(CLI_ERRORS, 'ERR_CLI_FOLDER_EMPTY', { extensions: extensions.map((one) => `*${one}`).join(' ') });
  }
  return found;
}

function readFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw aboutFile(
      createError(CLI_ERRORS, 'ERR_CLI_FILE_UNREADABLE', { reason: systemCode(cause) }, { cause }),
      folder,
    );
  }
}

/**
 * Bytes of a file that somebody hands in.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_FILE_MISSING`, `ERR_CLI_FILE_UNREADABLE`, `ERR_CLI_FILE_EMPTY`, `ERR_CLI_FILE_SIZE`.
 */
export function readInput(path: string): Uint8Array<ArrayBuffer> {
  try {
    return read(path);
  } catch (error) {
    throw aboutFile(error, path);
  }
}

function read(path: string): Uint8Array<ArrayBuffer> {
  const { size } = stat(path);
  if (size > MAX_FILE_BYTES) throw createError(CLI_ERRORS, 'ERR_CLI_FILE_SIZE', { bytes: size, limit: MAX_FILE_BYTES });
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw createError(CLI_ERRORS, 'ERR_CLI_FILE_UNREADABLE', { reason: systemCode(cause) }, { cause });
  }
  if (bytes.length === 0) throw createError(CLI_ERRORS, 'ERR_CLI_FILE_EMPTY', {});
  return new Uint8Array(bytes);
}

/** A file as JSON. */
export function readJson(path: string): unknown {
  const bytes = readInput(path);
  try {
    return parseJson(bytes);
  } catch (error) {
    throw aboutFile(error, path);
  }
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    // The platform's message repeats a piece of the file.
    throw createError(CLI_ERRORS, 'ERR_CLI_JSON_MALFORMED', {}, { cause });
  }
}

/** Whether the path is a folder; false also when there is nothing. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function stat(path: string) {
  try {
    return statSync(path);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') {
      throw createError(CLI_ERRORS, 'ERR_CLI_FILE_MISSING', {}, { cause });
    }
    throw createError(CLI_ERRORS, 'ERR_CLI_FILE_UNREADABLE', { reason: systemCode(cause) }, { cause });
  }
}

/** Code of an error of the operating system: `EACCES`. */
export function systemCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : '?';
}
