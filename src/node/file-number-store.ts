import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createError } from '../errors/index.js';
import type { NumberStore, SeenNumber } from '../trust/index.js';
import { NODE_ERRORS } from './node-errors.js';

/**
 * The highest numbers seen of signed lists, in a folder: a file for each list and number, made whole or not at all and never changed, so that
 * several programs can use the folder at once without a lock, and a crash leaves it as it was before or after.
 *
 * Whoever can write into the folder can make the numbers forgotten: it protects against old lists, not against the user.
 *
 * @param folder - Made with the first list, readable by its owner only.
 * @returns A store whose `raise` throws `ERR_NUMBER_STORE_DAMAGED` for a file that holds something else, `ERR_NUMBER_STORE_UNUSABLE` when the
 * folder cannot be read or written: what was seen is never taken for nothing.
 */
export function fileNumberStore(folder: string): NumberStore {
  return {
    async raise(list, seen) {
      const place = join(folder, `list-${encodeURIComponent(list)}`);
      try {
        await mkdir(place, { recursive: true, mode: 0o700 });
        const before = await highest(place, list);
        if (before !== null && before.number >= seen.number) return before;
        await writeOnce(place, list, seen);
        const stored = (await highest(place, list)) ?? seen;
        await dropLower(place, stored.number);
        return stored;
      } catch (cause) {
        const code = (cause as { code?: unknown }).code;
        if (typeof code === 'string' && code.startsWith('ERR_NUMBER_')) throw cause;
        const reason = typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : '?';
        throw createError(NODE_ERRORS, 'ERR_NUMBER_STORE_UNUSABLE', { reason }, { cause });
      }
    },
  };
}

const NAME = /^([1-9]\d{0,15})\.json$/;

async function numbersIn(place: string): Promise<readonly number[]> {
  const names = await readdir(place);
  return names.flatMap((name) => Number(NAME.exec(name)?.[1] ?? Number.NaN)).filter(Number.isSafeInteger);
}

async function highest(place: string, list: string): Promise<SeenNumber | null> {
  // Another program may take a lower number away between looking and reading: then there is a higher one.
  for (;;) {
    const numbers = await numbersIn(place);
    if (numbers.length === 0) return null;
    const number = Math.max(...numbers);
    try {
      return parseSeen(await readFile(join(place, `${number}.json`), 'utf8'), list, number);
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== 'ENOENT') throw cause;
    }
  }
}

function parseSeen(text: string, list: string, number: number): SeenNumber {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw createError(NODE_ERRORS, 'ERR_NUMBER_STORE_DAMAGED', { list, number }, { cause });
  }
  const { list: name, number: given, sha256 } = (found ?? {}) as Record<string, unknown>;
  if (name !== list || given !== number || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw createError(NODE_ERRORS, 'ERR_NUMBER_STORE_DAMAGED', { list, number });
  }
  return { number, sha256 };
}

/** Whoever comes first with a number stays: the second content under it is a fork, which the caller is shown. */
async function writeOnce(place: string, list: string, { number, sha256 }: SeenNumber): Promise<void> {
  const target = join(place, `${number}.json`);
  const partial = join(place, `${randomUUID()}.partial`);
  const file = await open(partial, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ list, number, sha256 })}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  try {
    await link(partial, target);
  } catch (cause) {
    const { code } = cause as { code?: unknown };
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') {
      // A file system without links.
      await copyFile(partial, target, constants.COPYFILE_EXCL).catch(unlessThere);
    } else unlessThere(cause);
  } finally {
    await unlink(partial);
  }
}

function unlessThere(cause: unknown): void {
  if ((cause as { code?: unknown }).code !== 'EEXIST') throw cause;
}

async function dropLower(place: string, number: number): Promise<void> {
  for (const lower of await numbersIn(place)) {
    if (lower >= number) continue;
    await unlink(join(place, `${lower}.json`)).catch((cause: unknown) => {
      if ((cause as { code?: unknown }).code !== 'ENOENT') throw cause;
    });
  }
}
