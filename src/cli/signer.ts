import { pkcs12Signer, type Signer } from '../signing/index.js';
import type { CommandContext } from './context.js';
import type { OptionValues } from './definition.js';
import { inFile } from './file-of-error.js';
import { readInput } from './input.js';
import { optionFlag, optionText } from './options.js';
import { readP12Password } from './password.js';

/**
 * The signer of `--p12`, with `--pss`.
 *
 * @throws {@link HocBaSoError} of reading the file and of `pkcs12Signer`; `ERR_CLI_PASSWORD_MISSING`.
 */
export async function readSigner(context: CommandContext, options: OptionValues): Promise<Signer> {
  const path = optionText(options, 'p12')!;
  const p12 = readInput(path);
  const password = await readP12Password(context);
  const scheme = optionFlag(options, 'pss') ? ({ scheme: 'pss' } as const) : {};
  return inFile(path, () => pkcs12Signer(p12, password, scheme));
}
