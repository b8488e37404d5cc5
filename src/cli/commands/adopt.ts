import { adoptSignature } from '../../signing/index.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput } from '../input.js';
import { optionFlag, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { unwrapXml } from '../record-input.js';
import { ROLE_WORDS, roleOf } from '../roles.js';
import { line } from '../terminal.js';

/** `hocba adopt`: takes over what another program has signed, if nothing but the slot has changed. */
export const adopt: CommandRun = async (context, [before, after], options) => {
  const role = roleOf(optionText(options, 'role'));
  const teacher = optionText(options, 'teacher');
  const out = optionText(options, 'out')!;
  const old = await inFile(before!, () => unwrapXml(readInput(before!)));
  const signed = await inFile(after!, async () =>
    adoptSignature(old, await unwrapXml(readInput(after!)), role, {
      allowGaps: optionFlag(options, 'allowGaps'),
      ...(teacher === undefined ? {} : { key: teacher }),
    }),
  );
  writeOutput(out, signed.bytes, optionFlag(options, 'force'));
  context.emit({ out, role });
  context.print(
    line`${context.paint.good('✓')} ${context.t(ROLE_WORDS[role])}: ${context.t({
      vi: 'nhận chữ ký của phần mềm khác',
      en: 'the signature of other software is adopted',
    })}: ${out}`,
  );
  return EXIT.ok;
};
