import { createError } from '../errors/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import type { CommandContext } from './context.js';

const VARIABLE = 'HOCBA_P12_PASSWORD';

/**
 * Password of a PKCS#12 file: from the environment, else asked for on the terminal. Never an argument: those are seen by every user of the
 * machine and stay in the history of the shell.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_PASSWORD_MISSING` when there is no terminal to ask on.
 */
export async function readP12Password({ io, t }: CommandContext): Promise<string> {
  const given = io.env[VARIABLE];
  if (given !== undefined) return given;
  if (!io.inIsTerminal) throw createError(CLI_ERRORS, 'ERR_CLI_PASSWORD_MISSING', { variable: VARIABLE });
  return io.askSecret(t({ vi: 'Mật khẩu của tệp PKCS#12: ', en: 'Password of the PKCS#12 file: ' }));
}
