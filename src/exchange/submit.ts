import { digestSync } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { decodeContent, extractRecord, openTransaction, type TransactionPart } from '../packaging/index.js';
import { type HocBaFile, readHocBa } from '../record-xml/index.js';
import type { AcceptanceOptions, AcceptanceReport } from './acceptance.js';
import type { ExchangeCalls } from './calls.js';
import { type Contradiction, type DriveOptions, drive, type Said } from './drive.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';
import { receiverIssues, refusalOf } from './receiver-issues.js';
import {
  followJournal,
  type JournalRecord,
  memorySubmissionJournal,
  type PacketProgress,
  type SubmissionJournal,
} from './submission-journal.js';

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
  /** The gateway's code, or one of `REFUSALS`; `?` for one that looks like none; `null` when there is nothing to say. */
  readonly code: string | null;
  /** Role, rule or field at fault; of another gateway, its own words. */
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
  /** Decisions that the gateway took back in a later answer: to be asked about; the result shows the first. */
  readonly contradictions: readonly Contradiction[];
}

export interface SubmitOptions extends DriveOptions {
  /** Runs the gateway's acceptance checks here and sends nothing. */
  readonly dryRun?: boolean;
  /** For the dry run: trust, registered certificates and so on. The receiver is the client's. */
  readonly acceptance?: Omit<AcceptanceOptions, 'receiver'>;
  /** Default in memory, which survives no crash. */
  readonly journal?: SubmissionJournal;
}

/** Sends transactions and waits for the decisions; see `ExchangeClient.submit`. */
export async function submitParts(
  calls: ExchangeCalls,
  parts: readonly TransactionPart[],
  options: SubmitOptions = {},
): Promise<SubmitResult> {
  const journal = await followJournal(options.journal ?? memorySubmissionJournal());
  const packets = await Promise.all(parts.map((part, index) => packetOf(calls, part, index)));
  for (const packet of packets)
    if (!journal.packets.has(packet.messageId)) await journal.append({ step: 'packed', ...packet });
  const ids = packets.map(({ messageId }) => messageId);
  const said = await drive(calls, journal, ids, options);
  const records = packets.flatMap(({ messageId, records: list }, part) =>
    list.map(({ maTraCuu }, position) => {
      const result = resultOf(journal.packets.get(messageId)!, maTraCuu, said);
      return { part, position, ...result };
    }),
  );
  return finish(false, records, said);
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
  const recalled = recalledCodes(journal.packets);
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
    if (recalled.has(maTraCuu)) {
      notSent(position, maTraCuu, 'CODE_RECALLED', 'maTraCuu');
      continue;
    }
    const known = before.get(maTraCuu);
    const earlier = known === undefined ? null : resultOf(known.packet, maTraCuu);
    const state = earlier?.state ?? null;
    const hasChanged = known?.fileSha256 !== fileSha256;
    const mayGoAgain = hasChanged || (resend ?? []).includes(earlier?.code ?? '');
    if (state === null || state === 'rejected' || (state === 'refused' && mayGoAgain)) {
      const issue = calls.receiver === null ? undefined : receiverIssues(files[position]!, calls.receiver)[0];
      if (issue === undefined) fresh.push(position);
      else {
        const { code, field } = refusalOf(issue);
        notSent(position, maTraCuu, code, field);
      }
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
  const said = await drive(calls, journal, [...ids], options);
  const records = results.map((result, position) => {
    if (result !== null) return result;
    const { maTraCuu } = given[position]!;
    return { part: 0, position, ...resultOf(packets.get(maTraCuu)!.packet, maTraCuu, said) };
  });
  return finish(false, records, said);
}

/** Where a look-up code stands by the journal. */
interface Standing {
  /** The packet that counts: the one in which it was approved, else the newest. */
  readonly packet: PacketProgress;
  readonly fileSha256: string;
}

/** An approval is not undone by a refusal of the same code in a later packet. */
function byRecord(packets: ReadonlyMap<string, PacketProgress>): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing>();
  for (const packet of packets.values()) {
    if (packet.service !== 'submit') continue;
    for (const { maTraCuu, fileSha256 } of packet.records) {
      const isApproved = found.get(maTraCuu)?.packet.decided.get(maTraCuu)?.state === 'approved';
      if (!isApproved) found.set(maTraCuu, { packet, fileSha256 });
    }
  }
  return found;
}

/** Look-up codes whose recall is agreed: they are never sent again. */
function recalledCodes(packets: ReadonlyMap<string, PacketProgress>): ReadonlySet<string> {
  const agreed = [...packets.values()].flatMap(({ decided }) =>
    [...decided.values()].filter(({ state }) => state === 'agreed'),
  );
  return new Set(agreed.map(({ maTraCuu }) => maTraCuu));
}

function resultOf(packet: PacketProgress, maTraCuu: string, said?: Said): Omit<RecordResult, 'part' | 'position'> {
  const base = { maTraCuu, messageId: packet.messageId };
  const row = packet.decided.get(maTraCuu);
  if (row !== undefined) {
    const state = row.state === 'approved' ? 'approved' : 'refused';
    return { ...base, state, code: row.code || null, field: row.field || null };
  }
  if (packet.state === 'rejected') return { ...base, state: 'rejected', code: packet.code, field: null };
  return { ...base, state: 'undecided', code: said?.codeOf(packet.messageId, maTraCuu) ?? null, field: null };
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

const FINAL: ReadonlySet<RecordState> = /* @__PURE__ */ new Set(['acceptable', 'approved', 'refused']);

export function finish(
  dryRun: boolean,
  records: readonly RecordResult[],
  { notChecked = [], contradictions = [] }: Partial<Pick<SubmitResult, 'notChecked' | 'contradictions'>>,
): SubmitResult {
  // Empty is not true: nothing submitted is nothing decided; and what was taken back is not decided either.
  const isDecided = records.length > 0 && records.every(({ state }) => FINAL.has(state));
  return { dryRun, records, isComplete: isDecided && contradictions.length === 0, notChecked, contradictions };
}
