import { createError } from '../../errors/index.js';
import { type HocBa, parseHocBa } from '../../hoc-ba/index.js';
import { findSlots, openHocBa, readHocBa, writeHocBa } from '../../record-xml/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandContext } from '../context.js';
import type { CommandRun, OptionValues } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { formOf } from '../file-form.js';
import { parseJson, readInput } from '../input.js';
import { layoutNamed } from '../layouts.js';
import { optionFlag, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { unwrapXml } from '../record-input.js';
import { line } from '../terminal.js';

/** `hocba convert`. */
export const convert: CommandRun = async (context, [file], options) => {
  const bytes = readInput(file!);
  const isJson = formOf(bytes) === 'json';
  const to = optionText(options, 'to');
  const hocBa = isJson ? parseHocBa(parseJson(bytes)) : await readXml(context, bytes, to === 'json');
  if (to === 'json') return deliver(context, options, `${JSON.stringify(hocBa, null, 2)}\n`);
  const layout = layoutNamed(optionText(options, 'layout'));
  return deliver(context, options, writeHocBa(hocBa, { layout }).bytes);
};

async function readXml(context: CommandContext, bytes: Uint8Array, leavesSignatures: boolean): Promise<HocBa> {
  const file = openHocBa(await unwrapXml(bytes));
  const { hocBa, findings } = readHocBa(file);
  if (hocBa === null) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    throw createError(
      CLI_ERRORS,
      'ERR_CLI_RECORD_INCOMPLETE',
      { count: errors.length, element: errors[0]?.element || errors[0]?.field || '/' },
      { issues: errors },
    );
  }
  if (leavesSignatures && findSlots(file).some((slot) => slot.signatures.length > 0)) {
    context.note(
      line`${context.t({
        vi: 'JSON không mang theo chữ ký; hãy giữ tệp XML gốc',
        en: 'JSON does not carry the signatures; keep the XML file',
      })}`,
    );
  }
  return hocBa;
}

function deliver(context: CommandContext, options: OptionValues, content: Uint8Array | string): 0 {
  const out = optionText(options, 'out');
  if (out !== undefined) {
    writeOutput(out, content, optionFlag(options, 'force'));
    context.emit({ out });
    context.print(line`${context.t({ vi: 'Đã ghi:', en: 'Wrote:' })} ${out}`);
    return EXIT.ok;
  }
  const text = typeof content === 'string' ? content : new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  if (!context.json) context.write(text);
  else if (typeof content === 'string') context.emit(JSON.parse(content));
  else context.emit({ xml: text });
  return EXIT.ok;
}
