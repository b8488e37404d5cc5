import { join, parse } from 'node:path';
import { packTransaction, type TransactionFinding } from '../../packaging/index.js';
import { openHocBa } from '../../record-xml/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT, type ExitCode, exitOf, worstExit } from '../exit-codes.js';
import { listFiles, readInput } from '../input.js';
import { optionFlag, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { receiverOf } from '../receiver-option.js';
import { readSigner } from '../signer.js';
import { line, type TerminalText } from '../terminal.js';
import { transfer } from './transfer.js';

/** `hocba pack`: one transaction, or as many as the receiver's limit asks for. */
export const pack: CommandRun = async (context, args, options) => {
  if (optionText(options, 'as') === 'asice') return transfer(context, args, options);
  const receiver = receiverOf(options);
  const out = optionText(options, 'out')!;
  const asContent = optionText(options, 'as') === 'content';
  const files: string[] = [];
  for (const path of args) files.push(...listFiles(path, ['.xml']));
  const exits: ExitCode[] = [];
  const records = files.flatMap((file) => {
    try {
      return [openHocBa(readInput(file))];
    } catch (error) {
      exits.push(exitOf(error));
      context.fail(error, file);
      context.debug(error);
      return [];
    }
  });
  // A transaction without a record that was asked for would be a silent loss.
  if (exits.length > 0) return worstExit(exits);

  const p12 = optionText(options, 'p12');
  const signer = p12 === undefined ? null : await readSigner(context, options);
  const parts = await packTransaction(records, { signer, receiver, signingTime: context.at });
  const force = optionFlag(options, 'force');
  const written = parts.map(({ xml, content, positions, findings }, index) => {
    const path = parts.length === 1 ? out : numbered(out, index + 1);
    writeOutput(path, asContent ? content : xml, force);
    return { out: path, records: positions.map((position) => files[position]!), findings };
  });
  for (const { out: path, records: held, findings } of written) {
    context.emit({ out: path, signed: signer !== null, records: held, findings });
    context.print(
      line`${context.paint.good('✓')} ${path}: ${context.t({ vi: `${held.length} học bạ`, en: `${held.length} records` })}`,
    );
    for (const finding of findings) context.print(describe(context, finding));
  }
  if (signer === null) {
    context.note(
      line`${context.t({
        vi: 'giao dịch chưa có chữ ký của tổ chức gửi (--p12); cổng tiếp nhận sẽ từ chối',
        en: 'the transaction carries no signature of the sender (--p12); a gateway will refuse it',
      })}`,
    );
  }
  return EXIT.ok;
};

/** `giao-dich.txt` → `giao-dich-2.txt`. */
function numbered(path: string, number: number): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-${number}${ext}`);
}

function describe({ t, paint }: CommandContext, finding: TransactionFinding): TerminalText {
  const mark = paint.open('!');
  switch (finding.code) {
    case 'idNotUniqueInDocument':
      return line`  ${mark} ${t({ vi: 'Id bị trùng', en: 'Id occurs twice' })}: ${finding.id}`;
    case 'outsideRootDropped':
      return line`  ${mark} ${t({
        vi: 'chú thích nằm ngoài phần tử gốc không vào được danh sách',
        en: 'comments outside the root element have no place in the list',
      })}`;
    default:
      return line`  ${mark} ${finding.name} (${finding.line})`;
  }
}
