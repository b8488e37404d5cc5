import { createError } from '../errors/index.js';
import { parseReceiver, RECEIVER_DUAL, RECEIVERS, type Receiver } from '../signing/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import type { OptionValues } from './definition.js';
import { readJson } from './input.js';
import { optionText } from './options.js';

/**
 * The receiver of `--receiver` (a built-in one by its name, or a file), or the built-in one of `--profile`; default `dual`, which follows both rule books.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_OPTION_CONFLICT`, `ERR_RECEIVER_INVALID`, `ERR_CLI_JSON_MALFORMED`.
 */
export function receiverOf(options: OptionValues): Receiver {
  const profile = optionText(options, 'profile');
  const file = optionText(options, 'receiver');
  if (file !== undefined) {
    if (profile !== undefined) {
      throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_CONFLICT', { option: '--profile', other: '--receiver' });
    }
    return Object.hasOwn(RECEIVERS, file) ? RECEIVERS[file]! : parseReceiver(readJson(file));
  }
  return profile === undefined ? RECEIVER_DUAL : (RECEIVERS[profile] ?? RECEIVER_DUAL);
}
