import { createError } from '../errors/index.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';

/** A record of a packet: its look-up code, and the digest of its file, so that a corrected record is told from the refused one. */
export interface JournalRecord {
  readonly maTraCuu: string;
  readonly fileSha256: string;
}

/** One step of one packet, in the order it happened. The content is written down before it is sent: a packet signed anew would be another. */
export type SubmissionEntry =
  | {
      readonly step: 'packed';
      /** Absent: records are submitted. */
      readonly service?: 'recall';
      readonly messageId: string;
      readonly content: string;
      readonly records: readonly JournalRecord[];
    }
  | { readonly step: 'received'; readonly messageId: string }
  | { readonly step: 'rejected'; readonly messageId: string; readonly code: string }
  | {
      readonly step: 'decided';
      readonly messageId: string;
      readonly maTraCuu: string;
      /** `agreed`: to a recall. */
      readonly state: 'approved' | 'agreed' | 'refused';
      readonly code: string;
      readonly field: string;
    };

/** Where a submission writes down how far it is; `append` returns when the entry would survive a crash. */
export interface SubmissionJournal {
  read(): Promise<readonly SubmissionEntry[]>;
  append(entry: SubmissionEntry): Promise<void>;
}

/** A journal in memory: for rehearsals. */
export function memorySubmissionJournal(
  entries: readonly SubmissionEntry[] = [],
): SubmissionJournal & { readonly entries: readonly SubmissionEntry[] } {
  const kept = [...entries];
  return {
    entries: kept,
    read: async () => [...kept],
    append: async (entry) => {
      kept.push(entry);
    },
  };
}

export interface PacketProgress {
  readonly service: 'submit' | 'recall';
  readonly messageId: string;
  readonly content: string;
  readonly records: readonly JournalRecord[];
  readonly state: 'packed' | 'received' | 'rejected';
  /** The gateway's code when it did not take the packet. */
  readonly code: string | null;
  readonly decided: ReadonlyMap<string, Extract<SubmissionEntry, { step: 'decided' }>>;
}

/** Reads a journal's entries by packet: the last word counts. */
export function submissionProgress(entries: readonly SubmissionEntry[]): ReadonlyMap<string, PacketProgress> {
  const packets = new Map<string, Packet>();
  for (const entry of entries) apply(packets, entry);
  return packets;
}

/** A journal that is read once and followed from there. */
export interface FollowedJournal {
  readonly packets: ReadonlyMap<string, PacketProgress>;
  append(entry: SubmissionEntry): Promise<void>;
}

export async function followJournal(journal: SubmissionJournal): Promise<FollowedJournal> {
  const packets = new Map<string, Packet>();
  for (const entry of await journal.read()) apply(packets, entry);
  return {
    packets,
    append: async (entry) => {
      await journal.append(entry);
      apply(packets, entry);
    },
  };
}

interface Packet extends PacketProgress {
  state: PacketProgress['state'];
  code: string | null;
  readonly decided: Map<string, Extract<SubmissionEntry, { step: 'decided' }>>;
}

function apply(packets: Map<string, Packet>, entry: SubmissionEntry): void {
  const { messageId } = entry;
  const packet = packets.get(messageId);
  if (entry.step === 'packed') {
    const { service = 'submit', content, records } = entry;
    if (packet === undefined)
      packets.set(messageId, { service, messageId, content, records, state: 'packed', code: null, decided: new Map() });
  } else if (packet === undefined) return;
  else if (entry.step === 'decided') packet.decided.set(entry.maTraCuu, entry);
  else {
    packet.state = entry.step;
    packet.code = entry.step === 'rejected' ? entry.code : null;
  }
}

/**
 * An entry of one line of text (JSON), checked.
 *
 * @param line - Number of the line, from 1, for the error.
 * @throws {@link HocBaSoError} `ERR_EXCHANGE_JOURNAL`.
 */
export function parseSubmissionEntry(text: string, line: number): SubmissionEntry {
  // The platform's message would quote the line: it is not kept.
  const malformed = () => createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_JOURNAL', { line });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // As above: the line may hold a packet.
    throw malformed();
  }
  if (typeof value !== 'object' || value === null) throw malformed();
  const entry = value as Record<string, unknown>;
  const has = (...fields: readonly string[]) => fields.every((field) => typeof entry[field] === 'string');
  const { records, service } = entry;
  const isService = service === undefined || service === 'recall';
  const isList = Array.isArray(records) && records.every(isRecord);
  const known =
    (entry['step'] === 'packed' && has('messageId', 'content') && isService && isList) ||
    (entry['step'] === 'received' && has('messageId')) ||
    (entry['step'] === 'rejected' && has('messageId', 'code')) ||
    (entry['step'] === 'decided' &&
      has('messageId', 'maTraCuu', 'code', 'field') &&
      ['approved', 'agreed', 'refused'].includes(entry['state'] as string));
  if (!known) throw malformed();
  return value as SubmissionEntry;
}

function isRecord(value: unknown): value is JournalRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { maTraCuu, fileSha256 } = value as Record<string, unknown>;
  return typeof maTraCuu === 'string' && typeof fileSha256 === 'string';
}
