import { isAbsolute, join } from 'node:path';
import { fileNumberStore } from '../node/index.js';
import type { NumberStore } from '../trust/index.js';
import type { CliIo } from './io.js';

/**
 * Where the numbers of signed lists that were seen are kept over runs: `HOCBA_STATE`, else the user's state folder by the XDG Base Directory
 * Specification (`%LOCALAPPDATA%` on Windows). `HOCBA_STATE=off`, or an environment that names no home, keeps nothing.
 */
export function stateNumbers({ env }: CliIo): NumberStore | undefined {
  const folder = stateFolder(env);
  return folder === undefined ? undefined : fileNumberStore(join(folder, 'list-numbers'));
}

function stateFolder(env: CliIo['env']): string | undefined {
  const own = env['HOCBA_STATE'];
  if (own !== undefined && own !== '') return own === 'off' ? undefined : own;
  // Relative paths in these are not valid and have to be ignored (XDG Base Directory Specification).
  const named = (key: string, ...below: readonly string[]) => {
    const path = env[key];
    return path === undefined || !isAbsolute(path) ? undefined : join(path, ...below, 'hocba');
  };
  return named('XDG_STATE_HOME') ?? named('LOCALAPPDATA') ?? named('HOME', '.local', 'state');
}
