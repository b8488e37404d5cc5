import { digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { decodeContent, extractRecord, openTransaction, type TransactionPart } from '../packaging/index.js';
import { type HocBaFile, readHocBa } from '../record-xml/index.js';
import { type AcceptanceOptions, type AcceptanceReport, checkAcceptance } from './acceptance.js';
import { pause } from './back-off.js';
import type { ExchangeCalls } from './calls.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';
import { receiverIssues } from './receiver-issues.js';
import {
  type FollowedJournal,
  followJournal,
  type JournalRecord,
  memorySubmissionJournal,
  type PacketProgress,
  type SubmissionJournal,
} from './submission-journal.js';

/** How long a decision is waited for: approval is asynchronous, by people. */
export interface PollingOptions {
  /** Milliseconds before the second question; half to the whole of it is waited. Default 30,000. */
  readonly intervalMs: number;
  /** Each pause is longer by this factor; default 1.5. */
  readonly factor: number;
  /** Default 600,000. */
  readonly maxIntervalMs: number;
  /** Milliseconds after which what is not decided is left so, to be asked for later; 0 asks once. Default 3,600,000. */
  readonly maxMs: number;
}

export const POLLING: PollingOptions = { intervalMs: 30_000, factor: 1.5, maxIntervalMs: 600_000, maxMs: 3_600_000 };

/**
 * `acceptable`: passed a dry run · `approved`, `refused`: decided · `undecided`: received, ask later · `rejected`: the gateway did not take
 * the packet · `notSent`: stopped here, for `code`.
 */
export type RecordState = 'acceptable' | 'approved' | 'refused' | 'undecided' | 'rejected' | 'notSent';

/** What became of one record. Holds no name; the words of a code are made by `describeRefusal`. */
export interface RecordResult {
  /** Position among what was given: of the part and in the part, or of the record. */
  readonly part: number;
  readonly position: number;
  readonly maTraCuu: string | null;
  readonly state: RecordState;
  /** The gateway's code, or one of `REFUSALS`; `null` when there is nothing to say. */
  readonly code: string | null;
  readonly field: string | null;
  /** Packet the record is in. */
  readonly messageId: string | null;
}

export interface SubmitResult {
  readonly dryRun: boolean;
  readonly records: readonly RecordResult[];
  /** Every record is decided, or found acceptable in a dry run. */
  readonly isComplete: boolean;
  /** Of a dry run: what could not be checked here. */
  readonly notChecked: AcceptanceReport['notChecked'];
}

export interface SubmitOptions {
  /** Runs the gateway's acceptance checks here and sends nothing. */
  readonly dryRun?: boolean;
  /** For the dry run: trust, registered certificates and so on. The receiver is the client's. */
  readonly acceptance?: Omit<AcceptanceOptions, 'receiver'>;
  /** Default in memory, which survives no crash. */
  readonly journal?: SubmissionJournal;
  readonly polling?: Partial<PollingOptions>;
  readonly signal?: AbortSignal;
}

/** Sends transactions and waits for the decisions; see `ExchangeClient.submit`. */
export async function submitParts(
  calls: ExchangeCalls,
  parts: readonly TransactionPart[],
  options: SubmitOptions = {},
): Promise<SubmitResult> {
  if (options.dryRun === true) return rehearse(calls, parts, options);
  const journal = await followJournal(options.journal ?? memorySubmissionJournal());
  const packets = await Promise.all(parts.map((part, index) => packetOf(calls, part, index)));
  for (const packet of packets)
    if (!journal.packets.has(packet.messageId)) await journal.append({ step: 'packed', ...packet });
  const ids = packets.map(({ messageId }) => messageId);
  await drive(calls, journal, ids, options);
  const records = packets.flatMap(({ messageId, records: list }, part) =>
    list.map(({ maTraCuu }, position) => ({ part, position, ...resultOf(journal.packets.get(messageId)!, maTraCuu) })),
  );
  return finish(false, records, []);
}

export interface SubmitSchoolOptions extends Omit<SubmitOptions, 'dryRun' | 'acceptance'> {
  readonly journal: SubmissionJournal;
  /** Makes signed transactions of the records that have not been sent: `(files) => packTransaction(files, { signer, receiver })`. */
  readonly pack: (files: readonly HocBaFile[]) => Promise<readonly TransactionPart[]>;
  /**
   * Codes after which a refused record is sent again though its file is the same: the cause lay elsewhere and is removed, as with
   * `CERTIFICATE_NOT_REGISTERED`. Default none.
   */
  readonly resend?: readonly string[];
}

/** Sends all records of a school, going on where a run before was interrupted; see `ExchangeClient.submitSchool`. */
export async function submitRecords(
  calls: ExchangeCalls,
  files: readonly HocBaFile[],
  options: SubmitSchoolOptions,
): Promise<SubmitResult> {
  const { pack, resend } = options;
  const journal = await followJournal(options.journal);
  const results: (RecordResult | null)[] = files.map(() => null);
  const notSent = (position: number, maTraCuu: string | null, code: string, field: string | null): void => {
    results[position] = { part: 0, position, maTraCuu, state: 'notSent', code, field, messageId: null };
  };
  const given = files.map((file) => describeFile(file));
  const before = byRecord(journal.packets);
  const fresh: number[] = [];
  const mine = new Set<string>();
  for (const [position, record] of given.entries()) {
    if (record === null) {
      notSent(position, null, 'STRUCTURE', null);
      continue;
    }
    const { maTraCuu, fileSha256 } = record;
    if (mine.has(maTraCuu)) {
      notSent(position, maTraCuu, 'DUPLICATE', 'maTraCuu');
      continue;
    }
    mine.add(maTraCuu);
    const known = before.get(maTraCuu);
    const earlier = known === undefined ? null : resultOf(known.packet, maTraCuu);
    const state = earlier?.state ?? null;
    const hasChanged = known?.fileSha256 !== fileSha256;
    const mayGoAgain = hasChanged || (resend ?? []).includes(earlier?.code ?? '');
    if (state === null || state === 'rejected' || (state === 'refused' && mayGoAgain)) {
      const issue = calls.receiver === null ? undefined : receiverIssues(files[position]!, calls.receiver)[0];
      if (issue === undefined) fresh.push(position);
      else notSent(position, maTraCuu, 'RECEIVER_FORM', issue.field);
    } else if (hasChanged) notSent(position, maTraCuu, 'DUPLICATE', 'maTraCuu');
  }
  if (fresh.length > 0) {
    for (const part of await pack(fresh.map((position) => files[position]!))) {
      const records = part.positions.map((index) => given[fresh[index]!]!);
      const messageId = calls.messageIdOf('submit', part.content);
      await journal.append({ step: 'packed', messageId, content: part.content, records });
    }
  }
  const packets = byRecord(journal.packets);
  const ids = new Set<string>();
  for (const [position, record] of given.entries()) {
    if (results[position] === null) ids.add(packets.get(record!.maTraCuu)!.packet.messageId);
  }
  await drive(calls, journal, [...ids], options);
  const records = results.map((result, position) => {
    if (result !== null) return result;
    const { maTraCuu } = given[position]!;
    return { part: 0, position, ...resultOf(packets.get(maTraCuu)!.packet, maTraCuu) };
  });
  return finish(false, records, []);
}

/** The newest packet of each record. */
function byRecord(
  packets: ReadonlyMap<string, PacketProgress>,
): ReadonlyMap<string, { readonly packet: PacketProgress; readonly fileSha256: string }> {
  const found = new Map<string, { packet: PacketProgress; fileSha256: string }>();
  for (const packet of packets.values())
    for (const { maTraCuu, fileSha256 } of packet.records) found.set(maTraCuu, { packet, fileSha256 });
  return found;
}

/** Sends what is packed and not received, then asks until everything received is decided or the time is over. */
async function drive(
  calls: ExchangeCalls,
  journal: FollowedJournal,
  ids: readonly string[],
  options: SubmitOptions | SubmitSchoolOptions,
): Promise<void> {
  const signalled = options.signal === undefined ? {} : { signal: options.signal };
  for (const messageId of ids) {
    const packet = journal.packets.get(messageId)!;
    if (packet.state !== 'packed') continue;
    try {
      await calls.send('submit', packet.content, signalled);
    } catch (error) {
      if (!isHocBaSoError(error, 'ERR_EXCHANGE_REFUSED')) throw error;
      await journal.append({ step: 'rejected', messageId, code: String(error.params['code']) });
      continue;
    }
    await journal.append({ step: 'received', messageId });
  }
  const polling: PollingOptions = { ...POLLING, ...options.polling };
  const { timing } = calls;
  const end = timing.now().getTime() + polling.maxMs;
  for (let wait = polling.intervalMs; ; wait = Math.min(polling.maxIntervalMs, wait * polling.factor)) {
    const open = ids.map((id) => journal.packets.get(id)!).filter((one) => one.state === 'received' && !isDecided(one));
    for (const packet of open) await ask(calls, journal, packet, signalled);
    if (open.every(isDecided)) return;
    const delay = Math.floor(wait / 2 + (timing.random() * wait) / 2);
    if (timing.now().getTime() + delay > end) return;
    await pause(delay, timing, options.signal);
  }
}

async function ask(
  calls: ExchangeCalls,
  journal: FollowedJournal,
  { messageId, records, decided }: PacketProgress,
  signalled: { readonly signal?: AbortSignal },
): Promise<void> {
  const mine = new Set(records.map(({ maTraCuu }) => maTraCuu));
  for (const row of await calls.querySubmit(messageId, signalled)) {
    const { maTraCuu, status } = row;
    // Absent or undecided is not refused, and other records are not ours to write down.
    if (status === 'undecided' || !mine.has(maTraCuu) || decided.has(maTraCuu)) continue;
    await journal.append({
      step: 'decided',
      messageId,
      maTraCuu,
      state: status,
      code: row.error,
      field: row.errorField,
    });
  }
}

function isDecided({ records, decided }: PacketProgress): boolean {
  return records.every(({ maTraCuu }) => decided.has(maTraCuu));
}

function resultOf(packet: PacketProgress, maTraCuu: string): Omit<RecordResult, 'part' | 'position'> {
  const base = { maTraCuu, messageId: packet.messageId };
  const row = packet.decided.get(maTraCuu);
  if (row !== undefined) return { ...base, state: row.state, code: row.code || null, field: row.field || null };
  return { ...base, state: packet.state === 'rejected' ? 'rejected' : 'undecided', code: packet.code, field: null };
}

async function packetOf(calls: ExchangeCalls, part: TransactionPart, index: number) {
  const { xml } = await decodeContent(part.content);
  const records = openTransaction(xml).records.map((file, position): JournalRecord => {
    const { receiver } = calls;
    const issue = receiver === null ? undefined : receiverIssues(file, receiver)[0];
    const refused = (field: string) =>
      createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_RECEIVER', {
        id: receiver?.id ?? '',
        part: index + 1,
        position: position + 1,
        field,
      });
    if (issue !== undefined) throw refused(issue.field);
    const record = describeFile(extractRecord(file));
    if (record === null) throw refused('structure');
    return record;
  });
  return { messageId: calls.messageIdOf('submit', part.content), content: part.content, records };
}

function describeFile(file: HocBaFile): JournalRecord | null {
  try {
    const maTraCuu = readHocBa(file).hocBa?.maTraCuu.toLowerCase();
    if (maTraCuu === undefined) return null;
    return { maTraCuu, fileSha256: encodeHex(digestSync('SHA-256', file.bytes)) };
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

async function rehearse(
  calls: ExchangeCalls,
  parts: readonly TransactionPart[],
  { acceptance = {} }: SubmitOptions,
): Promise<SubmitResult> {
  const records: RecordResult[] = [];
  const notChecked = new Set<AcceptanceReport['notChecked'][number]>();
  const seen = new Set<string>();
  for (const [part, { content }] of parts.entries()) {
    const { xml } = await decodeContent(content);
    const report = await checkAcceptance(xml, {
      ...acceptance,
      ...(calls.receiver === null ? {} : { receiver: calls.receiver }),
      // The parts before this one will have been sent when it arrives.
      known: async (maTraCuu) => (seen.has(maTraCuu) ? 'undecided' : ((await acceptance.known?.(maTraCuu)) ?? null)),
    });
    if (acceptance.known === undefined) notChecked.add('known');
    for (const one of report.notChecked) notChecked.add(one);
    const messageId = calls.messageIdOf('submit', content);
    if (report.records.length === 0) {
      const { code, field } = report;
      records.push({ part, position: 0, maTraCuu: null, state: 'refused', code, field, messageId });
    }
    for (const { position, maTraCuu, code, field } of report.records) {
      const why = report.code === null ? { code, field } : { code: report.code, field: report.field };
      records.push({
        part,
        position,
        maTraCuu,
        state: why.code === null ? 'acceptable' : 'refused',
        ...why,
        messageId,
      });
      if (maTraCuu !== null) seen.add(maTraCuu);
    }
  }
  return finish(true, records, [...notChecked]);
}

const FINAL: ReadonlySet<RecordState> = /* @__PURE__ */ new Set(['acceptable', 'approved', 'refused']);

function finish(
  dryRun: boolean,
  records: readonly RecordResult[],
  notChecked: SubmitResult['notChecked'],
): SubmitResult {
  // Empty is not true: nothing submitted is nothing decided.
  const isComplete = records.length > 0 && records.every(({ state }) => FINAL.has(state));
  return { dryRun, records, isComplete, notChecked };
}
