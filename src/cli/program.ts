import { Command, CommanderError, Option } from 'commander';
import { createError, type HocBaSoError } from '../errors/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import {
  type CommandDefinition,
  GLOBAL_OPTIONS,
  type OptionDefinition,
  type OptionValues,
  optionKey,
  optionName,
} from './definition.js';
import { commandHelp, programHelp } from './help.js';
import type { Language } from './language.js';

/** What the arguments ask for. */
export type Parsed =
  | {
      readonly kind: 'run';
      readonly command: CommandDefinition;
      readonly args: readonly string[];
      readonly options: OptionValues;
    }
  | { readonly kind: 'print'; readonly text: string };

/**
 * Parses the arguments; nothing runs yet.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_*`, fault `caller`, for everything that is not a command of the list.
 */
export function parseArguments(
  args: readonly string[],
  commands: readonly CommandDefinition[],
  language: Language,
  version: string,
): Parsed {
  let parsed: Parsed | undefined;
  let printed = '';
  const program = new Command('hocba')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => (printed += text),
      writeErr: (text) => (printed += text),
      outputError: () => {},
    })
    .helpOption('-h, --help')
    .version(version, '-V, --version')
    .configureHelp({
      formatHelp: (shown) => {
        const definition = commands.find(({ name }) => name === shown.name());
        return definition === undefined ? programHelp(commands, language) : commandHelp(definition, language);
      },
    });
  for (const option of GLOBAL_OPTIONS) program.addOption(makeOption(option));
  for (const definition of commands) {
    const command = program.command(definition.name).helpOption('-h, --help');
    for (const { name, variadic, optional } of definition.arguments) {
      const inner = `${name}${variadic ? '...' : ''}`;
      command.argument(optional ? `[${inner}]` : `<${inner}>`);
    }
    for (const option of definition.options) command.addOption(makeOption(option));
    command.action(() => {
      const options = command.optsWithGlobals() as OptionValues;
      checkChoices([...definition.options, ...GLOBAL_OPTIONS], options);
      parsed = { kind: 'run', command: definition, args: command.args, options };
    });
  }
  try {
    program.parse(args, { from: 'user' });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    // The help that nobody asked for: no command was given.
    if (cause.code === 'commander.help' && cause.exitCode !== 0) {
      throw createError(CLI_ERRORS, 'ERR_CLI_COMMAND_MISSING', {});
    }
    if (['commander.helpDisplayed', 'commander.version', 'commander.help'].includes(cause.code)) {
      return { kind: 'print', text: printed };
    }
    throw usageError(cause);
  }
  if (parsed === undefined) throw createError(CLI_ERRORS, 'ERR_CLI_COMMAND_MISSING', {});
  return parsed;
}

function makeOption(definition: OptionDefinition): Option {
  const option = new Option(definition.flags);
  if (definition.required) option.makeOptionMandatory();
  if (definition.repeatable) {
    option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
  }
  return option;
}

function checkChoices(definitions: readonly OptionDefinition[], options: OptionValues): void {
  for (const { flags, choices } of definitions) {
    const value = options[optionKey(flags)];
    if (choices === undefined || value === undefined || choices.includes(String(value))) continue;
    throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', {
      option: optionName(flags),
      expected: choices.join(', '),
    });
  }
}

/** The parser's own error in our words. Its message names the option or argument in quotes, and repeats nothing else of ours. */
function usageError(cause: CommanderError): HocBaSoError {
  const [, quoted = ''] = /'([^']*)'/.exec(cause.message) ?? [];
  // What follows "=" may be a secret: it is never repeated.
  const name = quoted.split(/[ =]/)[0]!;
  const options = { cause };
  switch (cause.code) {
    case 'commander.unknownOption':
      if (/token/i.test(name)) {
        return createError(CLI_ERRORS, 'ERR_CLI_OPTION_SECRET', { variable: 'HOCBA_GATEWAY_TOKEN' }, options);
      }
      if (/pass|secret|pin/i.test(name)) {
        return createError(CLI_ERRORS, 'ERR_CLI_OPTION_SECRET', { variable: 'HOCBA_P12_PASSWORD' }, options);
      }
      return createError(CLI_ERRORS, 'ERR_CLI_OPTION_UNKNOWN', { option: name }, options);
    case 'commander.unknownCommand':
      return createError(CLI_ERRORS, 'ERR_CLI_COMMAND_UNKNOWN', { command: name }, options);
    case 'commander.missingArgument':
      return createError(CLI_ERRORS, 'ERR_CLI_ARGUMENT_MISSING', { argument: name }, options);
    case 'commander.optionMissingArgument':
      return createError(CLI_ERRORS, 'ERR_CLI_OPTION_INCOMPLETE', { option: name }, options);
    case 'commander.missingMandatoryOptionValue':
      return createError(CLI_ERRORS, 'ERR_CLI_OPTION_REQUIRED', { option: name }, options);
    case 'commander.excessArguments':
      return createError(CLI_ERRORS, 'ERR_CLI_ARGUMENT_EXCESS', {}, options);
    default:
      return createError(CLI_ERRORS, 'ERR_CLI_COMMAND_MISSING', {}, options);
  }
}
