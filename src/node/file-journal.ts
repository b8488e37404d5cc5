import { open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createError } from '../errors/index.js';
import { parseSubmissionEntry, type SubmissionJournal } from '../exchange/index.js';
import { type BatchJournal, parseJournalEntry } from '../signing/index.js';
import { NODE_ERRORS } from './node-errors.js';

/**
 * A journal in a file: one JSON line an entry, written through to the disk before `append` returns, so that what a key has signed survives
 * a crash of the program or the machine.
 *
 * A last line without its end was cut off by a crash and is dropped; any other line that cannot be read is an error.
 *
 * @param path - Made with the first entry, readable by its owner only.
 */
export function fileJournal(path: string): BatchJournal {
  return lines(path, parseJournalEntry);
}

/**
 * The journal of a submission in a file, as {@link fileJournal}: killed at any moment, the next run with the same file goes on, and nothing
 * is lost or sent twice. It holds packets, hence personal data.
 *
 * Two programs must not use one file at a time: the one that finds entries it has not written stops before it sends anything.
 *
 * @param path - Made with the first entry, readable by its owner only.
 * @throws {@link HocBaSoError} when appending: `ERR_JOURNAL_SHARED`; when reading: `ERR_EXCHANGE_JOURNAL`.
 */
export function fileSubmissionJournal(path: string): SubmissionJournal {
  return lines(path, parseSubmissionEntry, true);
}

/** Lines of a file, one JSON value each. `isMine`: nobody else may write while we do. */
export function lines<T>(path: string, parse: (text: string, line: number) => T, isMine = false) {
  let tail: Promise<void> = Promise.resolve();
  let known: number | null = null;
  let group: { text: string; written: Promise<void> } | undefined;
  return {
    read: async (): Promise<readonly T[]> => {
      const bytes = await readBytes(path);
      const end = bytes.lastIndexOf(0x0a) + 1;
      if (isMine) known = bytes.length;
      const texts = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, end)).split('\n');
      texts.pop();
      return texts.map((text, index) => parse(text, index + 1));
    },
    append: (entry: T): Promise<void> => {
      const line = `${JSON.stringify(entry)}\n`;
      if (group !== undefined) {
        group.text += line;
        return group.written;
      }
      // One after the other: two entries must never mix within a line. What comes while the disk is busy goes down together.
      const own = { text: line, written: tail };
      own.written = tail.then(async () => {
        group = undefined;
        if (known !== null && (await sizeOf(path)) !== known) throw createError(NODE_ERRORS, 'ERR_JOURNAL_SHARED', {});
        const size = await appendText(path, own.text);
        if (isMine) known = size;
      });
      group = own;
      tail = own.written.catch(() => undefined);
      return own.written;
    },
  };
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array();
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** Whole lines, each with its end. @returns the size of the file afterwards. */
async function appendText(path: string, text: string): Promise<number> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = size === 0 ? '\n' : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString('latin1');
    if (last !== '\n') await dropCutLine(path);
    await file.appendFile(text);
    await file.datasync();
    if (size === 0) await syncFolder(dirname(path));
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** A new file is there after a power cut only when its folder was written too. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Shortens the file to its last complete line. */
async function dropCutLine(path: string): Promise<void> {
  const bytes = await readFile(path);
  const file = await open(path, 'r+');
  try {
    await file.truncate(bytes.lastIndexOf(0x0a) + 1);
  } finally {
    await file.close();
  }
}
