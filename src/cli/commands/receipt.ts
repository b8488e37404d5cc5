import { createError } from '../../errors/index.js';
import {
  createTransferReceipt,
  openTransferPackage,
  type ReceiptDecision,
  type ReceiptReport,
  verifyTransferReceipt,
} from '../../packaging/index.js';
import { resolvePolicy } from '../../verification/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandContext } from '../context.js';
import type { CommandRun, OptionValues } from '../definition.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput } from '../input.js';
import { optionFlag, optionText, optionTexts } from '../options.js';
import { writeOutput } from '../output.js';
import { readSigner } from '../signer.js';
import { line } from '../terminal.js';
import { readBasis, readPins } from '../trust.js';
import { readNamed, schoolOf } from './transfer.js';
import { conclusionMark, EXIT_OF_CONCLUSION } from './verify.js';

/** `hocba receipt create|verify`. */
export const receipt: CommandRun = (context, [action, file], options) => {
  if (action === 'create') return create(context, file!, options);
  if (action === 'verify') return verify(context, file!, options);
  throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', { option: 'ACTION', expected: 'create, verify' });
};

async function create(context: CommandContext, file: string, options: OptionValues): Promise<ExitCode> {
  for (const key of ['p12', 'out', 'school']) required(options, key);
  const out = optionText(options, 'out')!;
  const decision = (optionText(options, 'decision') ?? 'received') as ReceiptDecision;
  const bytes = readInput(file);
  // A receipt for what is no package would confirm nothing.
  const { sha256 } = await inFile(file, () => openTransferPackage(bytes));
  const signer = await readSigner(context, options);
  const made = await createTransferReceipt({
    package: bytes,
    receiver: schoolOf(options, 'school')!,
    decision,
    reasons: optionTexts(options, 'reason'),
    signer,
    receivedAt: context.at,
  });
  writeOutput(out, made, optionFlag(options, 'force'));
  context.emit({ out, packageSha256: sha256, decision });
  context.print(line`${context.paint.good('✓')} ${out}: ${context.t(DECISION_WORDS[decision])}`);
  return EXIT.ok;
}

async function verify(context: CommandContext, file: string, options: OptionValues): Promise<ExitCode> {
  required(options, 'package');
  const sent = readInput(optionText(options, 'package')!);
  const pins = optionTexts(options, 'signer').flatMap(readPins);
  const school = optionText(options, 'school');
  const evidence = { crls: optionTexts(options, 'crl'), ocsp: optionTexts(options, 'ocsp') };
  const basis = await readBasis(context, evidence);
  const report = await readNamed(file, (bytes) =>
    verifyTransferReceipt(bytes, {
      ...basis,
      at: context.at,
      policy: resolvePolicy(context.policy),
      package: sent,
      ...(school === undefined ? {} : { receiver: school.split('=')[0]! }),
      ...(pins.length === 0 ? {} : { signers: pins }),
    }),
  );
  context.emit({ file, ...report });
  describe(context, file, report);
  return report.reason === 'unreadable' ? EXIT.input : EXIT_OF_CONCLUSION[report.conclusion];
}

function describe({ print, paint, t }: CommandContext, file: string, report: ReceiptReport): void {
  const { conclusion, reason, subIndication, receipt: said } = report;
  const sub = subIndication === null ? '' : ` [${subIndication}]`;
  print(line`${conclusionMark(paint, conclusion)} ${paint.strong(file)}: ${t(REASON_WORDS[reason ?? 'passed'])}${sub}`);
  if (said === null) return;
  const { receiver, decision, receivedAt, reasons } = said;
  print(line`  ${receiver.maTruong} ${receiver.tenTruong}: ${t(DECISION_WORDS[decision])}, ${receivedAt}`);
  for (const one of reasons) print(line`  · ${one}`);
}

function required(options: OptionValues, key: string): void {
  if (optionText(options, key) === undefined) {
    throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_REQUIRED', { option: `--${key}` });
  }
}

const DECISION_WORDS = {
  received: { vi: 'đã nhận gói', en: 'the package was received' },
  accepted: { vi: 'đã tiếp nhận học bạ', en: 'the records were taken over' },
  refused: { vi: 'từ chối', en: 'refused' },
} as const;

const REASON_WORDS: Readonly<
  Record<NonNullable<ReceiptReport['reason']> | 'passed', { readonly vi: string; readonly en: string }>
> = {
  passed: { vi: 'biên nhận đúng, của gói này', en: 'the receipt holds, for this package' },
  unreadable: { vi: 'không phải biên nhận', en: 'it is no receipt' },
  signatureInvalid: { vi: 'chữ ký không đúng', en: 'its signature does not hold' },
  signatureUnsupported: { vi: 'không kết luận được về chữ ký', en: 'its signature cannot be judged' },
  payloadNotSigned: { vi: 'nội dung không được ký', en: 'what it says is not signed' },
  otherPackage: { vi: 'là biên nhận của gói khác', en: 'it is for another package' },
  otherSigner: { vi: 'người ký không được ký cho trường nhận', en: 'its signer may not sign for the receiving school' },
  otherReceiver: { vi: 'là của trường khác', en: 'it is of another school' },
  signerUnknown: {
    vi: 'đúng, nhưng chưa biết ai được ký cho trường nhận (--signer, --register)',
    en: 'it holds; who may sign for the receiving school is not known (--signer, --register)',
  },
  certificate: {
    vi: 'chữ ký đúng, nhưng chưa đủ căn cứ về chứng thư',
    en: 'its signature holds; too little is known of the certificate, or it is refused',
  },
};
