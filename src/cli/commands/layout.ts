import { createError } from '../../errors/index.js';
import { BUILT_IN_LAYOUTS, checkLayout, inferLayout, layoutXsd } from '../../record-xml/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandContext } from '../context.js';
import type { CommandRun, OptionValues } from '../definition.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { listFiles, readInput } from '../input.js';
import { layoutNamed } from '../layouts.js';
import { optionFlag, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { line } from '../terminal.js';

/** `hocba layout list|show|xsd|check|infer`. */
export const layout: CommandRun = (context, [action, ...names], options) => {
  switch (action) {
    case 'list':
      return list(context);
    case 'show':
      return deliver(context, options, `${JSON.stringify(layoutNamed(required(names)), null, 2)}\n`);
    case 'xsd':
      return deliver(context, options, layoutXsd(layoutNamed(required(names))));
    case 'check':
      return check(context, required(names), names.slice(1));
    case 'infer':
      required(names);
      return infer(context, names, options);
    default:
      throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', {
        option: 'ACTION',
        expected: 'list, show, xsd, check, infer',
      });
  }
};

function required([name]: readonly string[]): string {
  if (name === undefined) throw createError(CLI_ERRORS, 'ERR_CLI_ARGUMENT_MISSING', { argument: 'NAME' });
  return name;
}

function list({ emit, print, paint, language }: CommandContext): ExitCode {
  for (const { id, version, title, source, assumptions } of BUILT_IN_LAYOUTS) {
    emit({ id, version, title, source, assumptions });
    print(line`${paint.strong(id)}  ${title[language]} (${version}), ${source}`);
    for (const text of assumptions) print(line`  ${paint.open('?')} ${text[language]}`);
  }
  return EXIT.ok;
}

function check(
  { emit, print, paint, language, t }: CommandContext,
  name: string,
  samples: readonly string[],
): ExitCode {
  const findings = checkLayout(layoutNamed(name), { samples: readSamples(samples) });
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  emit({ layout: name, samples: samples.length, valid: errors === 0, findings });
  for (const { severity, where, [language]: text } of findings) {
    const mark = { error: paint.bad('✗'), warning: paint.open('!'), info: paint.faint('i') }[severity];
    print(line`${mark} ${where}: ${text}`);
  }
  print(
    errors > 0
      ? line`${paint.bad(t({ vi: `${errors} lỗi`, en: `${errors} errors` }))}`
      : line`${paint.good(t({ vi: 'không có lỗi', en: 'no errors' }))}`,
  );
  return errors > 0 ? EXIT.invalid : EXIT.ok;
}

function infer(context: CommandContext, samples: readonly string[], options: OptionValues): ExitCode {
  const { layout: draft, notes } = inferLayout(readSamples(samples));
  for (const { where, [context.language]: text } of notes)
    context.note(line`${context.paint.open('!')} ${where}: ${text}`);
  return deliver(context, options, `${JSON.stringify(draft, null, 2)}\n`);
}

function readSamples(paths: readonly string[]): readonly Uint8Array[] {
  return paths.flatMap((path) => listFiles(path, ['.xml'])).map(readInput);
}

function deliver(context: CommandContext, options: OptionValues, text: string): ExitCode {
  const out = optionText(options, 'out');
  if (out === undefined) {
    if (!context.json) context.write(text);
    else context.emit(text.startsWith('{') ? JSON.parse(text) : { xsd: text });
    return EXIT.ok;
  }
  writeOutput(out, text, optionFlag(options, 'force'));
  context.emit({ out });
  context.print(line`${context.t({ vi: 'Đã ghi:', en: 'Wrote:' })} ${out}`);
  return EXIT.ok;
}
