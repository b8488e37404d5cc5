import { inspect } from 'node:util';
import { createError, type HocBaSoError, isHocBaSoError } from '../errors/index.js';
import type { NumberStore } from '../trust/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import type { ExitCode } from './exit-codes.js';
import { fileOfError } from './file-of-error.js';
import type { CliIo } from './io.js';
import type { Language, Text } from './language.js';
import { escapeJson, line, makePaint, type Paint, type TerminalText } from './terminal.js';

/** Everything a command gets besides its own arguments. */
export interface CommandContext {
  readonly io: CliIo;
  readonly language: Language;
  readonly json: boolean;
  readonly quiet: boolean;
  /** The time to judge or sign at. */
  readonly at: Date;
  /** Paths of `--trust`. */
  readonly trust: readonly string[];
  /** Values of `--trust-signer`: fingerprints or paths. */
  readonly trustSigners: readonly string[];
  /** Paths of `--register`. */
  readonly registers: readonly string[];
  readonly policy: string | undefined;
  /** Numbers of signed lists seen in earlier runs; `undefined`: nothing is kept. */
  readonly numbers: NumberStore | undefined;
  readonly paint: Paint;
  /** A sentence in the chosen language. */
  readonly t: (text: Text) => string;
  /** A line for people on stdout; nothing with `--json` or `--quiet`. */
  readonly print: (text: TerminalText) => void;
  /** A line of JSON on stdout; nothing without `--json`. */
  readonly emit: (value: unknown) => void;
  /** What the command was asked to write to stdout (a file without `--out`); also with `--json` and `--quiet`. */
  readonly write: (text: string) => void;
  /** A line on stderr that is not an error; nothing with `--quiet`. */
  readonly note: (text: TerminalText) => void;
  /** An error: a line on stderr, or with `--json` a line of JSON on stdout. */
  readonly fail: (error: unknown, file?: string, exit?: ExitCode) => void;
  /** Details of an error that is not ours, only with `HOCBA_DEBUG`. */
  readonly debug: (error: unknown) => void;
  /** Counts on stderr while it is a terminal. */
  readonly progress: (done: number, total: number) => void;
}

export interface ContextOptions {
  readonly io: CliIo;
  readonly language: Language;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly at: Date;
  readonly trust?: readonly string[];
  readonly trustSigners?: readonly string[];
  readonly registers?: readonly string[];
  readonly policy?: string | undefined;
  readonly numbers?: NumberStore | undefined;
}

export function makeContext(options: ContextOptions): CommandContext {
  const { io, language, json, quiet } = options;
  const plain = io.env['NO_COLOR'] !== undefined && io.env['NO_COLOR'] !== '';
  const paint = makePaint(io.outIsTerminal && !plain);
  const errorPaint = makePaint(io.errIsTerminal && !plain);
  const clear = io.errIsTerminal && !quiet ? '\r\u001b[K' : '';
  let counting = false;
  const say = (text: TerminalText) => {
    io.err(`${counting ? clear : ''}${text.safe}\n`);
    counting = false;
  };
  return {
    io,
    language,
    json,
    quiet,
    at: options.at,
    trust: options.trust ?? [],
    trustSigners: options.trustSigners ?? [],
    registers: options.registers ?? [],
    policy: options.policy,
    numbers: options.numbers,
    paint,
    t: (text) => text[language],
    print: (text) => {
      if (json || quiet) return;
      if (counting) io.err(clear);
      counting = false;
      io.out(`${text.safe}\n`);
    },
    emit: (value) => {
      if (json) io.out(`${escapeJson(JSON.stringify(value))}\n`);
    },
    write: (text) => io.out(text),
    note: (text) => {
      if (!quiet) say(line`${errorPaint.faint('hocba:')} ${text}`);
    },
    fail: (error, given, exit) => {
      const file = given ?? fileOfError(error);
      const { code } = errorData(error);
      if (json) {
        const head = file === undefined ? {} : { file };
        const tail = exit === undefined ? {} : { exit };
        io.out(`${escapeJson(JSON.stringify({ ...head, error: errorData(error), ...tail }))}\n`);
        return;
      }
      const place = file === undefined ? line`` : line`${file}: `;
      say(line`${errorPaint.bad('hocba:')} ${place}${sentenceOf(error, language)} (${code})`);
    },
    debug: (error) => {
      if (io.env['HOCBA_DEBUG'] && !isHocBaSoError(error)) io.err(`${inspect(error)}\n`);
    },
    progress: (done, total) => {
      if (quiet || json || !io.errIsTerminal || total < 2) return;
      io.err(`${clear}${done}/${total}`);
      counting = true;
    },
  };
}

/** An error as data. Whatever is not ours says nothing of itself: its text may hold anything. */
export function errorData(error: unknown): ReturnType<HocBaSoError['toJSON']> & { issues?: readonly unknown[] } {
  const known = asKnown(error);
  const { code, fault, params, message, messageVi, issues } = known;
  return { code, fault, params, vi: messageVi, en: message, ...(issues.length > 0 ? { issues } : {}) };
}

function sentenceOf(error: unknown, language: Language): string {
  const known = asKnown(error);
  return language === 'vi' ? known.messageVi : known.message;
}

function asKnown(error: unknown): HocBaSoError {
  return isHocBaSoError(error) ? error : internalError(error);
}

function internalError(cause: unknown): HocBaSoError {
  return createError(CLI_ERRORS, 'ERR_CLI_INTERNAL', {}, { cause });
}
