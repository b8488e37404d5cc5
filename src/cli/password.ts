import { createError } from '../errors/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import type { CommandContext } from './context.js';
import type { Text } from './language.js';

/**
 * Password of a PKCS#12 file.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_PASSWORD_MISSING`.
 */
export function readP12Password(context: CommandContext): Promise<string> {
  return readSecret(context, 'HOCBA_P12_PASSWORD', {
    vi: 'Mật khẩu của tệp PKCS#12: ',
    en: 'Password of the PKCS#12 file: ',
  });
}

/**
 * A secret: from the environment, else asked for on the terminal. Never an argument: those are seen by every user of the machine and stay in
 * the history of the shell.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_PASSWORD_MISSING` when there is no terminal to ask on.
 */
export async function readSecret({ io, t }: CommandContext, variable: string, question: Text): Promise<string> {
  const given = io.env[variable];
  if (given !== undefined) return given;
  if (!io.inIsTerminal) throw createError(CLI_ERRORS, 'ERR_CLI_PASSWORD_MISSING', { variable });
  return io.askSecret(t(question));
}
