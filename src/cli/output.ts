import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createError } from '../errors/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import { aboutFile } from './file-of-error.js';
import { systemCode } from './input.js';

/**
 * Writes a file as a whole or not at all, with its folders. The same bytes again are no change; other bytes need `force`, so that no record
 * is lost by a slip.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_OUT_EXISTS`, `ERR_CLI_OUT_UNWRITABLE`.
 */
export function writeOutput(path: string, content: Uint8Array | string, force = false): void {
  const bytes = Buffer.from(content);
  const partial = `${path}.${process.pid}.partial`;
  try {
    if (!force && existsSync(path)) {
      if (readFileSync(path).equals(bytes)) return;
      throw createError(CLI_ERRORS, 'ERR_CLI_OUT_EXISTS', {});
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(partial, bytes);
    renameSync(partial, path);
  } catch (cause) {
    rmSync(partial, { force: true });
    const code = systemCode(cause);
    if (code.startsWith('ERR_CLI_')) throw aboutFile(cause, path);
    throw aboutFile(createError(CLI_ERRORS, 'ERR_CLI_OUT_UNWRITABLE', { reason: code }, { cause }), path);
  }
}
