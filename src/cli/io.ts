import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { createError } from '../errors/index.js';
import { CLI_ERRORS } from './cli-errors.js';

/** What a command needs of the world besides files; tests hand in their own. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly inIsTerminal: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly now: () => Date;
  /** The network; used only where a command is asked to. */
  readonly fetch: typeof fetch;
  /** Asks on the terminal without showing what is typed. */
  readonly askSecret: (question: string) => Promise<string>;
  /** Resolves when the user ends a program that runs until it is stopped. */
  readonly stopped: () => Promise<void>;
}

/** The process itself. */
export function processIo(): CliIo {
  // A reader that goes away early (`hocba … | head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  return {
    env: process.env,
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    inIsTerminal: process.stdin.isTTY === true,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    now: () => new Date(),
    fetch: (...request) => globalThis.fetch(...request),
    askSecret,
    stopped: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      }),
  };
}

function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  // readline echoes what is typed into its output: this one swallows it.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    let answered = false;
    reader.on('close', () => {
      process.stderr.write('\n');
      if (!answered) reject(createError(CLI_ERRORS, 'ERR_CLI_CANCELLED', {}));
    });
    reader.on('SIGINT', () => reader.close());
    reader.question('', (answer) => {
      answered = true;
      reader.close();
      resolve(answer);
    });
  });
}
