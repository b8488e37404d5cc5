import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SubmissionEntry } from '../../src/exchange/index.js';
import { fileSubmissionJournal } from '../../src/node/index.js';

async function inFolder<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-submission-'));
  try {
    return await use(join(folder, 'gui.jsonl'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CODE = '123e4567-e89b-42d3-a456-556642440000';
const decision = { messageId: 'goi-1', maTraCuu: CODE, code: '', field: '' } as const;
const ENTRIES: readonly SubmissionEntry[] = [
  { step: 'packed', messageId: 'goi-1', content: 'QUJD', records: [{ maTraCuu: CODE, fileSha256: 'ab' }] },
  { step: 'received', messageId: 'goi-1' },
  { step: 'decided', ...decision, state: 'approved' },
  { step: 'packed', service: 'recall', messageId: 'goi-2', content: 'RA==', records: [] },
  { step: 'rejected', messageId: 'goi-2', code: 'TRANSACTION_UNREADABLE' },
  { step: 'decided', ...decision, messageId: 'goi-3', state: 'agreed' },
];

test('what is appended is read back by another program; the file is its owner’s', () =>
  inFolder(async (path) => {
    expect(await fileSubmissionJournal(path).read()).toEqual([]);
    for (const entry of ENTRIES) await fileSubmissionJournal(path).append(entry);
    expect(await fileSubmissionJournal(path).read()).toEqual(ENTRIES);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  }));

test('a last line that a crash cut off is dropped, and the run goes on after it', () =>
  inFolder(async (path) => {
    const whole = `${JSON.stringify(ENTRIES[0])}\n`;
    const next = JSON.stringify(ENTRIES[1]);
    for (const cut of [0, 1, 20, next.length]) {
      writeFileSync(path, whole + next.slice(0, cut));
      const journal = fileSubmissionJournal(path);
      expect(await journal.read()).toEqual([ENTRIES[0]]);
      await journal.append(ENTRIES[2]!);
      await journal.append(ENTRIES[4]!);
      expect(await journal.read()).toEqual([ENTRIES[0], ENTRIES[2], ENTRIES[4]]);
    }
  }));

test('a complete line that cannot be read is an error with its number and nothing of its text', () =>
  inFolder(async (path) => {
    const journal = fileSubmissionJournal(path);
    await journal.append(ENTRIES[0]!);
    appendFileSync(path, '{"step":"packed","service":"submit","messageId":"x","content":"Nguyễn","records":[]}\n');
    const error = (await journal.read().catch((one: unknown) => one)) as Error;
    expect(error).toMatchObject({ code: 'ERR_EXCHANGE_JOURNAL', params: { line: 2 } });
    expect(String(error.stack) + JSON.stringify(error)).not.toContain('Nguyễn');
  }));

test('two programs on one file: the one that comes second stops before it sends anything', () =>
  inFolder(async (path) => {
    const [first, second] = [fileSubmissionJournal(path), fileSubmissionJournal(path)];
    expect([await first.read(), await second.read()]).toEqual([[], []]);
    await first.append(ENTRIES[0]!);
    await expect(second.append(ENTRIES[1]!)).rejects.toMatchObject({ code: 'ERR_JOURNAL_SHARED' });
    await first.append(ENTRIES[1]!);
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(2);
    // Read again it knows what the other one has written, and may go on.
    expect(await second.read()).toHaveLength(2);
    await second.append(ENTRIES[2]!);
    await expect(first.append(ENTRIES[3]!)).rejects.toMatchObject({ code: 'ERR_JOURNAL_SHARED' });
  }));
