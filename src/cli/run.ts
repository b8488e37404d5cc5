import { COMMANDS } from './commands.js';
import { makeContext } from './context.js';
import { EXIT, type ExitCode, exitOf } from './exit-codes.js';
import type { CliIo } from './io.js';
import { chooseLanguage } from './language.js';
import { optionFlag, optionText, optionTexts, parseInstant } from './options.js';
import { parseArguments } from './program.js';
import { stateNumbers } from './state.js';
import { VERSION } from './version.js';

/**
 * Runs one command line.
 *
 * @param args - Arguments without program and script.
 * @returns The exit code; every error has been printed.
 */
export async function run(args: readonly string[], io: CliIo): Promise<ExitCode> {
  const language = chooseLanguage(args, io.env);
  // Until the arguments are understood, errors are printed in the form they ask for.
  let context = makeContext({ io, language, json: args.includes('--json'), quiet: false, at: io.now() });
  try {
    const parsed = parseArguments(args, COMMANDS, language, VERSION);
    if (parsed.kind === 'print') {
      io.out(parsed.text);
      return EXIT.ok;
    }
    const { options } = parsed;
    const at = optionText(options, 'at');
    context = makeContext({
      io,
      language,
      json: optionFlag(options, 'json'),
      quiet: optionFlag(options, 'quiet'),
      at: at === undefined ? io.now() : parseInstant(at, '--at'),
      trust: optionTexts(options, 'trust'),
      trustSigners: optionTexts(options, 'trustSigner'),
      registers: optionTexts(options, 'register'),
      policy: optionText(options, 'policy'),
      numbers: optionFlag(options, 'stateless') ? undefined : stateNumbers(io),
    });
    const command = await parsed.command.load();
    return await command(context, parsed.args, options);
  } catch (error) {
    context.fail(error);
    context.debug(error);
    return exitOf(error);
  }
}
