import { join } from 'node:path';
import { extractRecord, formOf, openTransaction, readAsic, verifyAsic } from '../../packaging/index.js';
import { readHocBa } from '../../record-xml/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput } from '../input.js';
import { optionFlag, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { unwrapXml } from '../record-input.js';
import { line } from '../terminal.js';
import { conclusionMark } from './verify.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `hocba unpack`: each record as a file of its own, and the transaction as it came, whose signature belongs to the whole. */
export const unpack: CommandRun = async (context, [file], options) => {
  const out = optionText(options, 'out')!;
  const given = readInput(file!);
  if (formOf(given) === 'zip') return unpackContainer(context, file!, given, out, optionFlag(options, 'force'));
  const { xml, records, signatures, findings } = await inFile(file!, async () => {
    const inner = await unwrapXml(given);
    return { xml: inner, ...openTransaction(inner) };
  });
  // Everything is taken apart before anything is written.
  const files = records.map((record, index) => {
    const code = readHocBa(record).hocBa?.maTraCuu ?? '';
    // attacker-controlled: the code becomes part of a file name only in its one form.
    const name = `hoc-ba-${String(index + 1).padStart(4, '0')}${UUID.test(code) ? `-${code.toLowerCase()}` : ''}.xml`;
    return { path: join(out, name), bytes: extractRecord(record).bytes };
  });
  const force = optionFlag(options, 'force');
  const list = join(out, 'giao-dich.xml');
  writeOutput(list, xml, force);
  for (const [index, { path, bytes }] of files.entries()) {
    writeOutput(path, bytes, force);
    context.progress(index + 1, files.length);
  }
  context.emit({ transaction: list, signatures: signatures.length, files: files.map(({ path }) => path), findings });
  const sender =
    signatures.length === 0
      ? context.t({ vi: 'không có chữ ký của tổ chức gửi', en: 'no signature of the sender' })
      : context.t({ vi: 'có chữ ký của tổ chức gửi', en: 'with a signature of the sender' });
  context.print(
    line`${context.paint.good('✓')} ${context.t({ vi: `${files.length} học bạ`, en: `${files.length} records` })} (${sender}): ${out}`,
  );
  return EXIT.ok;
};

/** The files of a container under their names, which the reader has found harmless; none while a signature or a file of it is at fault. */
async function unpackContainer(
  context: CommandContext,
  file: string,
  bytes: Uint8Array,
  out: string,
  force: boolean,
): Promise<ExitCode> {
  const { container, report } = await inFile(file, async () => ({
    container: await readAsic(bytes),
    report: await verifyAsic(bytes, { at: context.at }),
  }));
  const { conclusion, reason } = report;
  if (conclusion === 'totalFailed') {
    context.emit({ file, conclusion, reason });
    context.print(line`${conclusionMark(context.paint, conclusion)} ${context.paint.strong(file)}: ${reason ?? ''}`);
    return EXIT.invalid;
  }
  const files = [...container.dataFiles, ...container.signatureFiles].map(({ name, bytes: content }) => ({
    path: join(out, ...name.split('/')),
    content,
  }));
  for (const { path, content } of files) writeOutput(path, content, force);
  context.emit({ signatures: report.signatures.length, files: files.map(({ path }) => path) });
  const count = context.t({ vi: `${files.length} tệp`, en: `${files.length} files` });
  context.print(line`${context.paint.good('✓')} ${count}: ${out}`);
  return EXIT.ok;
}
