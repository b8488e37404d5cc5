import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { createError } from '../errors/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import { MAX_FILE_BYTES, systemCode } from './input.js';

/**
 * Files that signatures refer to, from one folder and from nowhere else: the name as written, then percent-decoded; relative, without `..`,
 * scheme, query or fragment, and not through a link that leads out.
 *
 * @returns For a URI the octets, or `undefined` when the folder has no such file. Nothing is ever fetched.
 * @throws {@link HocBaSoError} `ERR_CLI_FILE_MISSING` when the folder is not there.
 */
export function detachedFolder(folder: string): (uri: string) => Uint8Array | undefined {
  let root: string;
  try {
    root = realpathSync(folder);
    if (!statSync(root).isDirectory()) throw createError(CLI_ERRORS, 'ERR_CLI_FILE_UNREADABLE', { reason: 'ENOTDIR' });
  } catch (cause) {
    if (systemCode(cause).startsWith('ERR_CLI_')) throw cause;
    throw createError(CLI_ERRORS, 'ERR_CLI_FILE_MISSING', {}, { cause });
  }
  return (uri) => {
    for (const name of [uri, decoded(uri)]) {
      const bytes = name === undefined ? undefined : readInside(root, name);
      if (bytes !== undefined) return bytes;
    }
    return undefined;
  };
}

/** attacker-controlled: the name comes from a signature. */
function readInside(root: string, name: string): Uint8Array | undefined {
  const steps = name.split('/');
  const isName = (step: string) => step !== '' && step !== '..' && !/[\\:\u0000-\u001f\u007f]/.test(step);
  if (!steps.every(isName) || steps.every((step) => step === '.')) return undefined;
  try {
    const path = realpathSync(resolve(root, ...steps));
    const inside = relative(root, path);
    if (inside === '' || isAbsolute(inside) || inside.split(sep)[0] === '..') return undefined;
    const found = statSync(path);
    if (!found.isFile() || found.size > MAX_FILE_BYTES) return undefined;
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    // Not there, or not to be read: for the signature that is the same as not handed in.
    if (systemCode(cause) !== '?') return undefined;
    throw cause;
  }
}

function decoded(uri: string): string | undefined {
  if (!uri.includes('%')) return undefined;
  try {
    return decodeURIComponent(uri);
  } catch (cause) {
    if (cause instanceof URIError) return undefined;
    throw cause;
  }
}
