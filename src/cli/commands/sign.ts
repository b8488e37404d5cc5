import { parseCertificate } from '../../certificate/index.js';
import { signHocBa } from '../../signing/index.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput } from '../input.js';
import { optionFlag, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { receiverOf } from '../receiver-option.js';
import { unwrapXml } from '../record-input.js';
import { ROLE_WORDS, roleOf } from '../roles.js';
import { readSigner } from '../signer.js';
import { line } from '../terminal.js';

/** `hocba sign`. */
export const sign: CommandRun = async (context, [file], options) => {
  const role = roleOf(optionText(options, 'role'));
  const receiver = receiverOf(options);
  const out = optionText(options, 'out')!;
  const teacher = optionText(options, 'teacher');
  const record = await inFile(file!, () => unwrapXml(readInput(file!)));
  const signer = await readSigner(context, options);
  const signed = await inFile(file!, () =>
    signHocBa(record, {
      role,
      signer,
      receiver,
      signingTime: context.at,
      allowGaps: optionFlag(options, 'allowGaps'),
      ...(teacher === undefined ? {} : { key: teacher }),
    }),
  );
  writeOutput(out, signed.bytes, optionFlag(options, 'force'));
  const { fingerprint, commonName } = parseCertificate(signer.certificate);
  context.emit({ out, role, receiver: receiver.id, algorithm: signer.algorithm, certificate: fingerprint });
  context.print(
    line`${context.paint.good('✓')} ${context.t(ROLE_WORDS[role])} ${context.t({ vi: 'đã ký', en: 'has signed' })} (${
      commonName ?? fingerprint
    }): ${out}`,
  );
  return EXIT.ok;
};
