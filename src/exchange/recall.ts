import { digestSync } from '../crypto/index.js';
import { encodeHex, encodeUtf8 } from '../encoding/index.js';
import { encodeContent } from '../packaging/index.js';
import type { ExchangeCalls } from './calls.js';
import { type Contradiction, type DriveOptions, drive } from './drive.js';
import { type RecallItem, readRecallList } from './recall-list.js';
import { followJournal, type PacketProgress, type SubmissionJournal } from './submission-journal.js';

/** `waiting`: an authority has still to answer · `rejected`: the gateway did not take the list. */
export type RecallState = 'waiting' | 'agreed' | 'refused' | 'rejected';

export interface RecallResult {
  readonly maTraCuu: string;
  readonly state: RecallState;
  readonly code: string | null;
  readonly field: string | null;
  readonly messageId: string;
}

export interface RecallsResult {
  readonly records: readonly RecallResult[];
  /** Every recall is agreed or refused, and nothing was taken back. */
  readonly isComplete: boolean;
  readonly contradictions: readonly Contradiction[];
}

export interface RecallOptions extends DriveOptions {
  /** That of the submissions: a code whose recall is agreed is then never sent again. */
  readonly journal: SubmissionJournal;
  /** Makes the signed list: `(items) => signRecallList(items, { signer, receiver })`. */
  readonly sign: (items: readonly RecallItem[]) => Promise<Uint8Array>;
  /** Codes after which a refused recall is asked for again, since its cause is removed. Default none. */
  readonly resend?: readonly string[];
}

/** Asks for the recall of records, going on where a run before was interrupted; see `ExchangeClient.recallRecords`. */
export async function recallRecords(
  calls: ExchangeCalls,
  items: readonly RecallItem[],
  options: RecallOptions,
): Promise<RecallsResult> {
  const journal = await followJournal(options.journal);
  const codeOf = ({ maTraCuu }: RecallItem) => maTraCuu.toLowerCase();
  const before = newest(journal.packets);
  const fresh = items.filter((item) => {
    const packet = before.get(codeOf(item));
    if (packet === undefined) return true;
    const { state, code } = resultOf(packet, codeOf(item));
    return state === 'rejected' || (state === 'refused' && (options.resend ?? []).includes(code ?? ''));
  });
  if (fresh.length > 0) {
    const list = await options.sign(fresh);
    const content = await encodeContent(list);
    const records = readRecallList(list).map((item) => ({
      maTraCuu: codeOf(item),
      fileSha256: encodeHex(digestSync('SHA-256', encodeUtf8(JSON.stringify(item)))),
    }));
    const messageId = calls.messageIdOf('recall', content);
    await journal.append({ step: 'packed', service: 'recall', messageId, content, records });
  }
  const packets = newest(journal.packets);
  const ids = new Set(items.map((item) => packets.get(codeOf(item))!.messageId));
  const said = await drive(calls, journal, [...ids], options);
  const records = items.map((item) => {
    const result = resultOf(packets.get(codeOf(item))!, codeOf(item));
    return result.state === 'waiting' ? { ...result, code: said.codeOf(result.messageId, result.maTraCuu) } : result;
  });
  const isDecided = records.length > 0 && records.every(({ state }) => state === 'agreed' || state === 'refused');
  const { contradictions } = said;
  return { records, isComplete: isDecided && contradictions.length === 0, contradictions };
}

function newest(packets: ReadonlyMap<string, PacketProgress>): ReadonlyMap<string, PacketProgress> {
  const found = new Map<string, PacketProgress>();
  for (const packet of packets.values())
    if (packet.service === 'recall') for (const { maTraCuu } of packet.records) found.set(maTraCuu, packet);
  return found;
}

function resultOf(packet: PacketProgress, maTraCuu: string): RecallResult {
  const base = { maTraCuu, messageId: packet.messageId };
  const row = packet.decided.get(maTraCuu);
  if (row !== undefined) {
    const state = row.state === 'agreed' ? 'agreed' : 'refused';
    return { ...base, state, code: row.code || null, field: row.field || null };
  }
  return { ...base, state: packet.state === 'rejected' ? 'rejected' : 'waiting', code: packet.code, field: null };
}
