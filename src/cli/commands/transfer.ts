import { timeStampAuthority } from '../../certificate/index.js';
import { createError } from '../../errors/index.js';
import {
  type AttachmentKind,
  createTransferPackage,
  draftTransfer,
  type TransferAttachment,
  type TransferSchool,
} from '../../packaging/index.js';
import { type HocBaFile, openHocBa, readHocBa } from '../../record-xml/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandContext } from '../context.js';
import type { CommandRun, OptionValues } from '../definition.js';
import { EXIT, type ExitCode, exitOf, worstExit } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { listFiles, readInput } from '../input.js';
import { optionFlag, optionText, optionTexts } from '../options.js';
import { writeOutput } from '../output.js';
import { readSigner } from '../signer.js';
import { line } from '../terminal.js';

/** `hocba transfer`: one pupil's records of all years as one signed container. */
export const transfer: CommandRun = async (context, args, options) => {
  if (optionText(options, 'p12') === undefined) {
    throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_REQUIRED', { option: '--p12' });
  }
  const out = optionText(options, 'out')!;
  const exits: ExitCode[] = [];
  const records: HocBaFile[] = [];
  for (const file of args.flatMap((path) => listFiles(path, ['.xml']))) {
    try {
      records.push(openHocBa(readInput(file)));
    } catch (error) {
      exits.push(exitOf(error));
      context.fail(error, file);
      context.debug(error);
    }
  }
  // A year that was asked for and left out would be a silent loss.
  if (exits.length > 0) return worstExit(exits);
  const facts = {
    sender: senderOf(options, records),
    receiver: schoolOf(options, 'to'),
    gaps: Object.fromEntries(optionTexts(options, 'gap').map((text) => pairOf(text, '--gap', 'YYYY-YYYY=…'))),
    attachments: optionTexts(options, 'attach').map(attachmentOf),
    receipts: optionTexts(options, 'receipt').map((path) => readInput(path)),
    createdAt: context.at,
  };
  // Whatever is wrong with the files is said before a password is asked for.
  draftTransfer(records, facts);
  const signer = await readSigner(context, options);
  const url = optionText(options, 'tsa');
  const tsa = url === undefined ? {} : { timeStampAuthority: timeStampAuthority({ url, fetch: globalThis.fetch }) };
  const bytes = await createTransferPackage(records, { ...facts, signer, ...tsa });
  writeOutput(out, bytes, optionFlag(options, 'force'));
  report(context, out, draftTransfer(records, facts).facts);
  return EXIT.ok;
};

function report(
  { emit, print, paint, t }: CommandContext,
  out: string,
  { years, gaps, receiver, sender }: ReturnType<typeof draftTransfer>['facts'],
): void {
  emit({ out, sender, receiver, years: years.map(({ namHoc, maTraCuu }) => ({ namHoc, maTraCuu })), gaps });
  print(line`${paint.good('✓')} ${out}: ${t({ vi: `${years.length} học bạ`, en: `${years.length} records` })}`);
  for (const { namHoc, reason } of gaps) {
    const words = reason ?? t({ vi: 'không nêu lý do (--gap)', en: 'no reason given (--gap)' });
    print(line`  ${paint.open('!')} ${namHoc}: ${t({ vi: 'không có học bạ', en: 'no record' })}, ${words}`);
  }
}

/** The school of the newest record, unless said otherwise. */
function senderOf(options: OptionValues, records: readonly HocBaFile[]): TransferSchool {
  const given = schoolOf(options, 'from');
  if (given !== null) return given;
  const read = records.flatMap((file) => readHocBa(file).hocBa ?? []);
  const newest = read.sort((one, other) => (one.namHoc < other.namHoc ? 1 : -1))[0];
  if (newest === undefined) throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_REQUIRED', { option: '--from' });
  const { maTruong, tenTruong } = newest.nhaTruong;
  return { maTruong, tenTruong };
}

/** `79000002=Trường Tiểu học …`. */
export function schoolOf(options: OptionValues, key: string): TransferSchool | null {
  const text = optionText(options, key);
  if (text === undefined) return null;
  const [maTruong, tenTruong] = pairOf(text, `--${key}`, 'MA_TRUONG=TEN_TRUONG');
  return { maTruong, tenTruong };
}

const ENDING = /\.([A-Za-z]+)$/;
const KINDS: readonly AttachmentKind[] = ['banTheHien', 'keHoachGiaoDucCaNhan', 'quyetDinh', 'khac'];

/** `keHoachGiaoDucCaNhan=ke-hoach.pdf`. The name in the package is made of kind and place: a file's own name may name the pupil. */
function attachmentOf(text: string, index: number): TransferAttachment {
  const [kind, path] = pairOf(text, '--attach', `${KINDS.join('|')}=FILE`);
  const known = KINDS.find((one) => one === kind);
  if (known === undefined) {
    throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', {
      option: '--attach',
      expected: `${KINDS.join('|')}=FILE`,
    });
  }
  const ending = (ENDING.exec(path)?.[1] ?? '').toLowerCase().replace('jpeg', 'jpg');
  const words = known.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return { name: `${words}-${index + 1}.${ending}`, kind: known, bytes: readInput(path) };
}

function pairOf(text: string, option: string, expected: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at <= 0 || at === text.length - 1) throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', { option, expected });
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Names a file in errors of reading it. */
export function readNamed<T>(path: string, read: (bytes: Uint8Array) => T | Promise<T>): Promise<T> {
  return inFile(path, () => read(readInput(path)));
}
