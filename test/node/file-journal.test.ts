import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileJournal } from '../../src/node/index.js';
import { type JournalEntry, RECEIVER_DUAL, signBatch } from '../../src/signing/index.js';
import { ROOT } from '../shared.js';
import { AT, codeOf, signerOf } from '../signing/kit.js';
import { classOf } from '../signing-providers/bench.js';

async function inFolder<T>(use: (path: string, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-journal-'));
  try {
    return await use(join(folder, 'batch.jsonl'), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const signed = (id: string): JournalEntry => ({ step: 'signed', id, valueBase64: 'AA==' });

test('what is appended is read back, by another program too; the file is its owner’s', () =>
  inFolder(async (path) => {
    expect(await fileJournal(path).read()).toEqual([]);
    const entries: JournalEntry[] = [signed('a'), { step: 'failed', id: 'học sinh 2', code: 'X' }, signed('a')];
    for (const entry of entries) await fileJournal(path).append(entry);
    expect(await fileJournal(path).read()).toEqual(entries);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  }));

test('appends at the same time never mix within a line', () =>
  inFolder(async (path) => {
    const journal = fileJournal(path);
    const long = 'A'.repeat(100_000);
    await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        journal.append({ step: 'signed', id: `hs${at}`, valueBase64: at % 2 ? long : 'AA==' }),
      ),
    );
    expect((await journal.read()).map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, at) => `hs${at}`));
  }));

test('a last line that a crash cut off is dropped, and the next entry begins on a line of its own', () =>
  inFolder(async (path) => {
    const whole = `${JSON.stringify(signed('a'))}\n`;
    const next = JSON.stringify(signed('b'));
    for (let cut = 0; cut <= next.length; cut += 7) {
      writeFileSync(path, whole + next.slice(0, cut));
      expect(await fileJournal(path).read()).toEqual([signed('a')]);
      await fileJournal(path).append(signed('c'));
      expect(readFileSync(path, 'utf8')).toBe(`${whole}${JSON.stringify(signed('c'))}\n`);
    }
    writeFileSync(path, next.slice(0, 10));
    await fileJournal(path).append(signed('c'));
    expect(await fileJournal(path).read()).toEqual([signed('c')]);
  }));

test('a complete line that cannot be read is an error with its number, not a loss', () =>
  inFolder(async (path) => {
    const journal = fileJournal(path);
    await journal.append(signed('a'));
    appendFileSync(path, '{"step":"signed"}\n');
    await journal.append(signed('b'));
    const error = await journal.read().catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'ERR_JOURNAL_MALFORMED', params: { line: 2 } });
    writeFileSync(path, '\n');
    expect(await codeOf(journal.read())).toBe('ERR_JOURNAL_MALFORMED');
  }));

test('a journal that cannot be written says so, and the one after it still can', () =>
  inFolder(async (_, folder) => {
    await expect(fileJournal(folder).append(signed('a'))).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(fileJournal(join(folder, 'none', 'x')).append(signed('a'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(fileJournal(folder).read()).rejects.toMatchObject({ code: 'EISDIR' });
  }));

/** The child signs a class slowly; each use of its key is a line in `uses`, written before the value is returned. */
const child = (path: string, uses: string) => `
  import { appendFileSync } from 'node:fs';
  import { fileJournal } from './src/node/index.js';
  import { RECEIVER_DUAL, signBatch, pkcs12Signer } from './src/signing/index.js';
  import { readFileSync } from 'node:fs';
  const items = JSON.parse(readFileSync(${JSON.stringify(join(uses, '..', 'items.json'))}, 'utf8'));
  const signer = await pkcs12Signer(readFileSync(${JSON.stringify(join(uses, '..', 'key.p12'))}), 'mật khẩu');
  await signBatch(items.map(({ id, text }) => ({ id, file: new TextEncoder().encode(text) })), {
    role: 'giaoVienChuNhiem', receiver: RECEIVER_DUAL, signingTime: new Date(${AT.getTime()}),
    journal: fileJournal(${JSON.stringify(path)}),
    signer: { ...signer, sign: async (request) => {
      const value = await signer.sign(request);
      appendFileSync(${JSON.stringify(uses)}, Buffer.from(request.digest).toString('hex') + '\\n');
      await new Promise((resolve) => setTimeout(resolve, 20));
      return value;
    } },
  });
`;

test(
  'killed with -9 and started again: each item is signed once, but for the one in the key’s hand',
  () =>
    inFolder(async (path, folder) => {
      const { devCa } = await import('../signing/kit.js');
      const holder = await (await devCa()).identity('giaoVienChuNhiem');
      const items = classOf(20);
      const uses = join(folder, 'uses');
      const text = (file: unknown) => new TextDecoder().decode((file as { bytes: Uint8Array }).bytes);
      writeFileSync(
        join(folder, 'items.json'),
        JSON.stringify(items.map(({ id, file }) => ({ id, text: text(file) }))),
      );
      writeFileSync(join(folder, 'key.p12'), await holder.p12('mật khẩu'));
      const count = (file: string, what = '') =>
        existsSync(file)
          ? readFileSync(file, 'utf8')
              .split('\n')
              .filter((line) => line !== '' && line.includes(what)).length
          : 0;

      for (const goal of [4, 11]) {
        const run = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', child(path, uses)], {
          cwd: ROOT,
          stdio: ['ignore', 'inherit', 'inherit'],
        });
        const ended = new Promise((resolve) => run.once('exit', (_, signal) => resolve(signal)));
        while (count(uses) < goal && run.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
        run.kill('SIGKILL');
        expect(await ended).toBe('SIGKILL');
      }
      const before = count(path, '"step":"signed"');
      const spent = count(uses);
      expect(before).toBeGreaterThanOrEqual(9);
      // Between the key and the journal one value can be lost each time, never more.
      expect(spent - before).toBeLessThanOrEqual(2);

      const own = await signerOf('giaoVienChuNhiem');
      let more = 0;
      const results = await signBatch(items, {
        role: 'giaoVienChuNhiem',
        receiver: RECEIVER_DUAL,
        signingTime: AT,
        journal: fileJournal(path),
        signer: {
          ...own,
          sign: (request) => {
            more += 1;
            return own.sign(request);
          },
        },
      });
      expect(results.map(({ status }) => status)).toEqual(items.map(() => 'signed'));
      expect(more).toBe(20 - before);
    }),
  60_000,
);
