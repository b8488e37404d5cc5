import { parseCertificate, readCertificates } from '../../certificate/index.js';
import {
  certificateContent,
  describeRefusal,
  type RecordResult,
  type RecordState,
  type SubmitResult,
} from '../../exchange/index.js';
import { packTransaction } from '../../packaging/index.js';
import type { HocBaFile } from '../../record-xml/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun, OptionValues } from '../definition.js';
import { journalOf, type NamedRecord, pollingOf, readRecords, type Sender, senderOf } from '../exchange-options.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput } from '../input.js';
import type { Text } from '../language.js';
import { optionFlag, optionText, optionTexts } from '../options.js';
import { line } from '../terminal.js';
import { readBasis } from '../trust.js';

/** `hocba submit`. */
export const submit: CommandRun = async (context, args, options) => {
  const records = readRecords(context, args);
  if (typeof records === 'number') return records;
  const isRehearsal = optionFlag(options, 'dryRun');
  const journal = isRehearsal ? null : journalOf(options);
  const sender = await senderOf(context, options, records, isRehearsal);
  const { client, signer, receiver } = sender;
  const pack = (files: readonly HocBaFile[]) => packTransaction(files, { signer, receiver, signingTime: context.at });
  if (journal === null) return show(context, await rehearse(context, options, records, sender, pack), records);
  const kind = optionText(options, 'registerSeal');
  if (kind !== undefined) {
    const exit = await registerSeal(context, options, sender, kind);
    if (exit !== EXIT.ok) return exit;
  }
  const result = await client.submitSchool(
    records.map(({ file }) => file),
    { journal, pack, polling: pollingOf(options), resend: optionTexts(options, 'resend') },
  );
  return show(context, result, records);
};

async function rehearse(
  context: CommandContext,
  options: OptionValues,
  records: readonly NamedRecord[],
  { client }: Sender,
  pack: (files: readonly HocBaFile[]) => ReturnType<typeof packTransaction>,
): Promise<SubmitResult> {
  const registered: string[] = [];
  for (const path of optionTexts(options, 'registered')) {
    const found = await inFile(path, () => readCertificates(readInput(path)));
    registered.push(...found.map(({ fingerprint }) => fingerprint));
  }
  const basis = await readBasis(context);
  const { trust, ...more } = basis;
  const acceptance = {
    ...more,
    ...(context.trust.length === 0 || trust === undefined ? {} : { trust }),
    ...(registered.length === 0 ? {} : { registered }),
    at: context.at,
  };
  const parts = await pack(records.map(({ file }) => file));
  const result = await client.submit(parts, { dryRun: true, acceptance });
  // Results are told by part; here by the order of the files.
  return {
    ...result,
    records: result.records.flatMap((one) => {
      const { positions } = parts[one.part]!;
      if (one.maTraCuu !== null || positions.length === 1) return [{ ...one, position: positions[one.position]! }];
      // The packet as a whole is refused: so is each record in it.
      return one.position === 0 && result.records.filter(({ part }) => part === one.part).length === 1
        ? positions.map((position) => ({ ...one, position }))
        : [{ ...one, position: positions[one.position]! }];
    }),
  };
}

async function registerSeal(
  context: CommandContext,
  options: OptionValues,
  { client, signer, maDonVi }: Sender,
  maKieuChuKy: string,
): Promise<ExitCode> {
  const { serialNumberHex: serialNumber, notBefore, fingerprint } = parseCertificate(signer.certificate);
  const { messageId } = await client.registerCertificate({
    serialNumber,
    ngayHieuLuc: notBefore.toISOString().slice(0, 10),
    maKieuChuKy,
    nhaPhatHanh: optionText(options, 'provider') ?? 'BAN_CO_YEU',
    content: await certificateContent(signer, { maDonVi, serialNumber }),
  });
  const { maxMs } = pollingOf(options);
  const end = Date.now() + maxMs;
  let answer = await client.queryCertificate(messageId);
  while (answer.status === 'undecided' && Date.now() + 1_000 <= end) {
    await client.timing.sleep(1_000);
    answer = await client.queryCertificate(messageId);
  }
  const { status, error } = answer;
  context.emit({ registration: { messageId, certificate: fingerprint, status, error } });
  const words = context.t(REGISTRATION[status]);
  context.print(line`${status === 'approved' ? context.paint.good('✓') : context.paint.open('!')} ${words}`);
  return { approved: EXIT.ok, refused: EXIT.invalid, undecided: EXIT.indeterminate }[status];
}

const REGISTRATION: Readonly<Record<'approved' | 'refused' | 'undecided', Text>> = {
  approved: { vi: 'Chứng thư của đơn vị đã được phê duyệt.', en: 'The certificate of the unit is approved.' },
  refused: { vi: 'Chứng thư của đơn vị bị từ chối; chưa gửi gì.', en: 'The certificate is refused; nothing was sent.' },
  undecided: {
    vi: 'Chứng thư của đơn vị chưa được phê duyệt; chưa gửi gì, hãy chạy lại sau.',
    en: 'The certificate is not approved yet; nothing was sent, run again later.',
  },
};

const STATES: Readonly<Record<RecordState, Text & { readonly exit: ExitCode }>> = {
  acceptable: { vi: 'sẽ được nhận', en: 'would be taken', exit: EXIT.ok },
  approved: { vi: 'đã phê duyệt', en: 'approved', exit: EXIT.ok },
  refused: { vi: 'bị từ chối', en: 'refused', exit: EXIT.invalid },
  rejected: { vi: 'cổng không nhận gói', en: 'packet not taken', exit: EXIT.invalid },
  notSent: { vi: 'chưa gửi', en: 'not sent', exit: EXIT.invalid },
  undecided: { vi: 'chưa có kết quả', en: 'not decided yet', exit: EXIT.indeterminate },
};

/** One line a record, then the counts; the exit code is that of the worst. */
function show(context: CommandContext, result: SubmitResult, records: readonly NamedRecord[]): ExitCode {
  const counts: Partial<Record<RecordState, number>> = {};
  const inOrder = [...result.records].sort((a, b) => a.position - b.position);
  for (const one of inOrder) {
    counts[one.state] = (counts[one.state] ?? 0) + 1;
    showRecord(context, one, records[one.position]!.path);
  }
  const { dryRun, notChecked, contradictions } = result;
  context.emit({ summary: counts, dryRun, notChecked, contradictions });
  const { t } = context;
  for (const { maTraCuu, first, later } of contradictions)
    context.print(line`${context.paint.bad('!')} ${maTraCuu}: ${t(CONTRADICTION)} (${first} → ${later})`);
  const list = Object.entries(counts).map(([state, count]) => `${t(STATES[state as RecordState])} ${count}`);
  context.print(line`${list.join(' · ')}`);
  // In JSON the summary says it.
  for (const check of context.json ? [] : notChecked) context.note(line`${t(NOT_CHECKED[check])}`);
  const exits = new Set(inOrder.map(({ state }) => STATES[state].exit));
  if (exits.has(EXIT.invalid) || contradictions.length > 0) return EXIT.invalid;
  return exits.has(EXIT.indeterminate) || inOrder.length === 0 ? EXIT.indeterminate : EXIT.ok;
}

function showRecord(context: CommandContext, { maTraCuu, state, code, field, messageId }: RecordResult, file: string) {
  const { t, paint, language } = context;
  const vi = code === null ? null : describeRefusal(code, 'vi');
  const en = code === null ? null : describeRefusal(code, 'en');
  context.emit({ file, maTraCuu, state, code, field, messageId, vi, en });
  const { exit } = STATES[state];
  const mark = exit === EXIT.ok ? paint.good('✓') : exit === EXIT.invalid ? paint.bad('✗') : paint.open('?');
  const why = (language === 'vi' ? vi : en) ?? '';
  const place = field === null ? '' : `, ${field}`;
  context.print(
    code === null
      ? line`${mark} ${file}: ${t(STATES[state])}`
      : line`${mark} ${file}: ${t(STATES[state])}. ${why} (${code}${place})`,
  );
}

const CONTRADICTION: Text = {
  vi: 'cổng trả lời trái với quyết định trước; hãy hỏi lại cơ quan quản lý',
  en: 'the gateway contradicts its earlier decision; ask the authority',
};

const NOT_CHECKED: Readonly<Record<SubmitResult['notChecked'][number], Text>> = {
  registered: {
    vi: 'chưa kiểm: chứng thư đã được phê duyệt hay chưa (--registered)',
    en: 'not checked: whether the certificate is approved (--registered)',
  },
  trust: { vi: 'chưa kiểm: đường dẫn tin cậy (--trust)', en: 'not checked: the path to a trusted authority (--trust)' },
  known: {
    vi: 'chưa kiểm: cổng đã có học bạ hay mã tra cứu này chưa',
    en: 'not checked: whether the gateway has the record or its look-up code already',
  },
  receiver: { vi: 'chưa kiểm: dạng chữ ký nơi nhận quy định', en: 'not checked: the form the receiver takes' },
};
