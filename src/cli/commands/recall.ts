import { describeRefusal, type RecallState, recallItem, signRecallList } from '../../exchange/index.js';
import type { CommandRun } from '../definition.js';
import { journalOf, modelOf, pollingOf, readRecords, senderOf } from '../exchange-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Text } from '../language.js';
import { optionTexts } from '../options.js';
import { line } from '../terminal.js';

/** `hocba recall`. */
export const recall: CommandRun = async (context, args, options) => {
  const records = readRecords(context, args);
  if (typeof records === 'number') return records;
  const journal = journalOf(options);
  const { client, signer, receiver } = await senderOf(context, options, records);
  const items = records.flatMap(({ file }) => {
    const hocBa = modelOf(file);
    return hocBa === null ? [] : [recallItem(hocBa)];
  });
  // A record that cannot be read has no item: half of what was asked for is not sent.
  if (items.length < records.length) {
    const at = records.findIndex(({ file }) => modelOf(file) === null);
    context.emit({ file: records[at]!.path, state: 'notSent', code: 'STRUCTURE', field: null });
    context.note(line`${records[at]!.path}: ${describeRefusal('STRUCTURE', context.language)!} (STRUCTURE)`);
    return EXIT.input;
  }
  const result = await client.recallRecords(items, {
    journal,
    sign: (list) => signRecallList(list, { signer, receiver, signingTime: context.at }),
    polling: pollingOf(options),
    resend: optionTexts(options, 'resend'),
  });
  for (const [at, { maTraCuu, state, code, field, messageId }] of result.records.entries()) {
    const file = records[at]!.path;
    const vi = code === null ? null : describeRefusal(code, 'vi');
    const en = code === null ? null : describeRefusal(code, 'en');
    context.emit({ file, maTraCuu, state, code, field, messageId, vi, en });
    const { exit } = STATES[state];
    const { paint, t } = context;
    const mark = exit === EXIT.ok ? paint.good('✓') : exit === EXIT.invalid ? paint.bad('✗') : paint.open('?');
    const why = code === null ? '' : ` ${(context.language === 'vi' ? vi : en) ?? ''} (${code})`;
    context.print(line`${mark} ${file}: ${t(STATES[state])}.${why}`);
  }
  context.emit({ isComplete: result.isComplete, contradictions: result.contradictions });
  const exits = new Set(result.records.map(({ state }) => STATES[state].exit));
  if (exits.has(EXIT.invalid) || result.contradictions.length > 0) return EXIT.invalid;
  return exits.has(EXIT.indeterminate) ? EXIT.indeterminate : EXIT.ok;
};

const STATES: Readonly<Record<RecallState, Text & { readonly exit: ExitCode }>> = {
  agreed: { vi: 'được đồng ý thu hồi', en: 'recall agreed', exit: EXIT.ok },
  refused: { vi: 'bị từ chối thu hồi', en: 'recall refused', exit: EXIT.invalid },
  rejected: { vi: 'cổng không nhận danh sách', en: 'list not taken', exit: EXIT.invalid },
  waiting: { vi: 'đang chờ xử lý', en: 'waiting', exit: EXIT.indeterminate },
};
