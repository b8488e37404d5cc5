import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BatchJournal, type JournalEntry, parseJournalEntry } from '../signing/index.js';

/**
 * A journal in a file: one JSON line an entry, written through to the disk before `append` returns, so that what a key has signed survives
 * a crash of the program or the machine.
 *
 * A last line without its end was cut off by a crash and is dropped; any other line that cannot be read is an error.
 *
 * @param path - Made with the first entry, readable by its owner only.
 */
export function fileJournal(path: string): BatchJournal {
  let tail: Promise<void> = Promise.resolve();
  return {
    read: async () => {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
      const lines = text.split('\n');
      lines.pop();
      return lines.map((line, index) => parseJournalEntry(line, index + 1));
    },
    append: (entry: JournalEntry) => {
      // One after the other: two entries must never mix within a line.
      const next = tail.then(() => appendLine(path, JSON.stringify(entry)));
      tail = next.catch(() => undefined);
      return next;
    },
  };
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = size === 0 ? '\n' : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString('latin1');
    if (last !== '\n') await dropCutLine(path);
    await file.appendFile(`${line}\n`);
    await file.datasync();
    if (size === 0) await syncFolder(dirname(path));
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
