import {
  describeMismatch,
  type ExplainMismatchOptions,
  explainMismatch,
  type Mismatch,
  type MismatchReport,
} from '../../verification/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { detachedFolder } from '../detached.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { eachFile, readInput } from '../input.js';
import { optionText } from '../options.js';
import { RECORD_EXTENSIONS, unwrapXml } from '../record-input.js';
import { line, type TerminalText } from '../terminal.js';

const EXIT_OF: Readonly<Record<MismatchReport['core'], ExitCode>> = {
  valid: EXIT.ok,
  invalid: EXIT.invalid,
  unsupported: EXIT.indeterminate,
  // Nothing signed is nothing that matches.
  none: EXIT.invalid,
};

/** `hocba explain`. */
export const explain: CommandRun = async (context, args, options) => {
  const folder = optionText(options, 'detached');
  const path = optionText(options, 'original');
  const settings: ExplainMismatchOptions = {
    ...(folder === undefined ? {} : { detached: detachedFolder(folder) }),
    ...(path === undefined ? {} : { original: await inFile(path, () => unwrapXml(readInput(path))) }),
    clock: context.io.now,
  };
  return eachFile(context, args, { extensions: RECORD_EXTENSIONS }, async (bytes, file) => {
    const report = await explainMismatch(await unwrapXml(bytes), settings);
    return { exit: EXIT_OF[report.core], json: { ...report }, lines: await describe(context, file, report) };
  });
};

async function describe(context: CommandContext, file: string, report: MismatchReport): Promise<TerminalText[]> {
  const { t, paint } = context;
  const { core, signatures, mismatches, omitted } = report;
  const mark = { valid: paint.good('✓'), unsupported: paint.open('?'), invalid: paint.bad('✗'), none: paint.bad('✗') };
  const count = t({
    vi: `${signatures} chữ ký, ${mismatches.length + omitted} tham chiếu không khớp`,
    en: `${signatures} signatures, ${mismatches.length + omitted} references that do not match`,
  });
  const elsewhere = t({
    vi: 'giá trị băm đều khớp, phần khác của chữ ký không đúng: xem hocba verify',
    en: 'the digests match, something else of the signatures does not hold: see hocba verify',
  });
  const unsigned = t({
    vi: 'tệp không có chữ ký nào, nên không có giá trị băm nào để so',
    en: 'the file holds no signature, so there is no digest to compare',
  });
  const described = await Promise.all(mismatches.map((one) => describeOne(context, one)));
  const open = mismatches.length === 0 && core !== 'valid' ? `; ${signatures > 0 ? elsewhere : unsigned}` : '';
  return [
    line`${mark[core]} ${paint.strong(file)}: ${count}${open}`,
    ...described.flat(),
    ...fields(context, mismatches),
  ];
}

async function describeOne({ language, paint }: CommandContext, mismatch: Mismatch): Promise<TerminalText[]> {
  const { headline, lines } = await describeMismatch(mismatch, language);
  const mark = mismatch.outcome === 'explained' ? paint.open('!') : paint.bad('?');
  return [line`  ${mark} ${headline}`, ...lines.map((text) => line`      ${text}`)];
}

/** Once a file: every reference of a record has the same. */
function fields({ language, paint }: CommandContext, mismatches: readonly Mismatch[]): TerminalText[] {
  const found =
    mismatches.find(({ original }) => original !== null && original.fields.length > 0)?.original?.fields ?? [];
  return found.map((one) => line`  ${paint.open('≠')} ${one[language]}`);
}
