import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestRunner } from 'vitest';

/** Folder of the project. */
export const ROOT: string = fileURLToPath(new URL('..', import.meta.url));

/**
 * Folder with the material that is not part of the repository (`corpus/`, `pkits/`): `HOCBA_SHARED`, else `../shared` beside the
 * project. `undefined` when neither is there.
 */
export function sharedFolder(): string | undefined {
  const named = process.env['HOCBA_SHARED'];
  const folder = named === undefined || named === '' ? join(ROOT, '..', 'shared') : resolve(named);
  return existsSync(folder) ? folder : undefined;
}

/**
 * Absolute path of a file or folder of the shared material, e.g. `shared('corpus', 'manifest.json')`. Called inside a test:
 * when it is absent the test is skipped by name with the reason printed. The material is third-party data under its own
 * licences and no part of a clone, so its absence is never a failure.
 */
export function shared(...parts: readonly string[]): string {
  const folder = sharedFolder();
  const path = folder === undefined ? undefined : join(folder, ...parts);
  if (path !== undefined && existsSync(path)) return path;
  const reason = `${parts.join('/')} is not in ../shared (or HOCBA_SHARED), which a clone does not contain`;
  const test = TestRunner.getCurrentTest();
  if (test === undefined) throw new Error(`${reason}; outside a test ask sharedFolder() first`);
  return test.context.skip(reason);
}
