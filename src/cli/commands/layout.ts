import { createError } from '../../errors/index.js';
import { BUILT_IN_LAYOUTS } from '../../record-xml/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { layoutNamed } from '../layouts.js';
import { line } from '../terminal.js';

/** `hocba layout list|show`. */
export const layout: CommandRun = (context, [action, id]) => {
  const { language, paint } = context;
  if (action === 'show') {
    if (id === undefined) throw createError(CLI_ERRORS, 'ERR_CLI_ARGUMENT_MISSING', { argument: 'ID' });
    const found = layoutNamed(id, 'ID');
    if (context.json) context.emit(found);
    else context.write(`${JSON.stringify(found, null, 2)}\n`);
    return EXIT.ok;
  }
  if (action !== 'list') {
    throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', { option: 'ACTION', expected: 'list, show' });
  }
  for (const { id: name, version, title, source, assumptions } of BUILT_IN_LAYOUTS) {
    context.emit({ id: name, version, title, source, assumptions });
    context.print(line`${paint.strong(name)}  ${title[language]} (${version}), ${source}`);
    for (const text of assumptions) context.print(line`  ${paint.open('?')} ${text[language]}`);
  }
  return EXIT.ok;
};
