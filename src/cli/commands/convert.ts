import { type ConversionLoss, convertHocBa, findSlots, writeHocBa } from '../../record-xml/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput } from '../input.js';
import { layoutNamed } from '../layouts.js';
import { optionFlag, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { readSound, type SoundRecord } from '../record-input.js';
import { line } from '../terminal.js';

/** `hocba convert`. */
export const convert: CommandRun = async (context, [path], options) => {
  const record = await inFile(path!, () => readSound(readInput(path!)));
  const { content, losses } =
    optionText(options, 'to') === 'json' ? toJson(record) : toXml(record, optionText(options, 'layout'));
  for (const loss of losses) context.note(line`${context.paint.open('!')} ${loss[context.language]}`);
  const out = optionText(options, 'out');
  if (out !== undefined) {
    writeOutput(out, content, optionFlag(options, 'force'));
    context.emit({ out, losses });
    context.print(line`${context.t({ vi: 'Đã ghi:', en: 'Wrote:' })} ${out}`);
    return EXIT.ok;
  }
  show(context, content);
  return EXIT.ok;
};

interface Converted {
  readonly content: Uint8Array | string;
  readonly losses: readonly Pick<ConversionLoss, 'vi' | 'en'>[];
}

function toXml({ hocBa, file }: SoundRecord, name: string | undefined): Converted {
  const layout = layoutNamed(name);
  if (file === null) return { content: writeHocBa(hocBa, { layout }).bytes, losses: [] };
  const { file: converted, losses } = convertHocBa(file, { layout });
  return { content: converted.bytes, losses };
}

/** The model holds every field; what it has no place for is named. */
function toJson({ hocBa, file, findings }: SoundRecord): Converted {
  const lost = findings.filter(({ code }) => code === 'elementUnknown' || code === 'attributeUnknown');
  const isSigned = file !== null && findSlots(file).some((slot) => slot.signatures.length > 0);
  const signatures = {
    vi: 'Chữ ký không đi theo JSON; hãy giữ tệp XML gốc',
    en: 'The signatures do not go along into JSON; keep the XML file',
  };
  return { content: `${JSON.stringify(hocBa, null, 2)}\n`, losses: [...(isSigned ? [signatures] : []), ...lost] };
}

/** On stdout: the file itself, or with `--json` one line of JSON. */
function show(context: CommandContext, content: Uint8Array | string): void {
  if (typeof content === 'string') {
    if (context.json) context.emit(JSON.parse(content));
    else context.write(content);
    return;
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  if (context.json) context.emit({ xml: text });
  else context.write(text);
}
