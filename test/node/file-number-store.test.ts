import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileNumberStore } from '../../src/node/index.js';
import { ROOT } from '../shared.js';
import { codeOf } from '../signing/kit.js';

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-numbers-'));
  try {
    return await use(join(folder, 'state'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const A = 'aa'.repeat(32);
const B = 'bb'.repeat(32);

test('keeps the higher number and the first content, for every store on the folder', () =>
  inFolder(async (folder) => {
    const raise = (list: string, number: number, sha256: string) =>
      fileNumberStore(folder).raise(list, { number, sha256 });
    expect(await raise('register:so', 3, A)).toEqual({ number: 3, sha256: A });
    expect(await raise('register:so', 3, B)).toEqual({ number: 3, sha256: A });
    expect(await raise('register:so', 2, B)).toEqual({ number: 3, sha256: A });
    expect(await raise('register:so', 10, B)).toEqual({ number: 10, sha256: B });
    expect(await raise('register:so', 9, A)).toEqual({ number: 10, sha256: B });
    // Another series, and one that is no name of a file.
    expect(await raise('trustList:so', 1, A)).toEqual({ number: 1, sha256: A });
    expect(await raise('../../x', 1, A)).toEqual({ number: 1, sha256: A });
    expect(readdirSync(folder).sort()).toEqual(['list-..%2F..%2Fx', 'list-register%3Aso', 'list-trustList%3Aso']);
    // Lower numbers are not kept, nor half-written files.
    expect(readdirSync(join(folder, 'list-register%3Aso'))).toEqual(['10.json']);
    if (process.platform !== 'win32') {
      expect(statSync(join(folder, 'list-register%3Aso', '10.json')).mode & 0o777).toBe(0o600);
      expect(statSync(join(folder, 'list-register%3Aso')).mode & 0o777).toBe(0o700);
    }
  }));

test('what was seen is never taken for nothing: damaged files and an unusable folder are errors', () =>
  inFolder(async (folder) => {
    const store = fileNumberStore(folder);
    await store.raise('register:so', { number: 3, sha256: A });
    const file = join(folder, 'list-register%3Aso', '3.json');
    const raise = () => codeOf(Promise.resolve(store.raise('register:so', { number: 4, sha256: A })));
    const good = { list: 'register:so', number: 3, sha256: A };
    for (const text of [
      '',
      'x',
      'null',
      '{}',
      JSON.stringify({ ...good, number: 2 }),
      JSON.stringify({ ...good, list: 'register:other' }),
      JSON.stringify({ ...good, sha256: 'x' }),
    ]) {
      writeFileSync(file, text);
      expect([text, await raise()]).toEqual([text, 'ERR_NUMBER_STORE_DAMAGED']);
    }
    writeFileSync(file, JSON.stringify(good));
    expect(await raise()).toBe('no error');
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other', 'file'), 'x');
    const under = fileNumberStore(join(folder, 'other', 'file'));
    expect(await codeOf(Promise.resolve(under.raise('x', { number: 1, sha256: A })))).toBe('ERR_NUMBER_STORE_UNUSABLE');
  }));

test(
  'raises at the same time, within one program and by several: the highest stays, and one content a number',
  () =>
    inFolder(async (folder) => {
      const store = fileNumberStore(folder);
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, at) =>
          store.raise('register:so', { number: 1 + (at % 6), sha256: at % 2 === 0 ? A : B }),
        ),
      );
      for (const [at, { number }] of answers.entries()) expect(number).toBeGreaterThanOrEqual(1 + (at % 6));
      expect((await store.raise('register:so', { number: 1, sha256: A })).number).toBe(6);
      // A fork: of two contents under one number everybody is shown the same.
      expect(new Set(answers.filter(({ number }) => number === 6).map(({ sha256 }) => sha256)).size).toBe(1);
      const program = `
      import { fileNumberStore } from ${JSON.stringify(join(ROOT, 'src/node/file-number-store.ts'))};
      const store = fileNumberStore(process.argv[1]);
      const seen = { sha256: process.argv[2].repeat(64) };
      for (let number = 1; number <= 30; number++) await store.raise('trustList:so', { ...seen, number });
      console.log(JSON.stringify(await store.raise('trustList:so', { ...seen, number: 30 })));
    `;
      const run = (digit: string) =>
        new Promise<string>((resolve) => {
          let out = '';
          const loader = join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
          const args = ['--import', loader, '--input-type=module', '-e', program, folder, digit];
          const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
          child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
          child.on('close', () => resolve(out));
        });
      const said = await Promise.all(['a', 'b', 'c'].map(run));
      expect(new Set(said).size).toBe(1);
      expect(JSON.parse(said[0]!)).toMatchObject({ number: 30 });
      expect(readdirSync(join(folder, 'list-trustList%3Aso'))).toEqual(['30.json']);
      expect(existsSync(join(folder, 'list-register%3Aso', '6.json'))).toBe(true);
    }),
  60_000,
);
