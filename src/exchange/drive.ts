import { createError, isHocBaSoError } from '../errors/index.js';
import { pause } from './back-off.js';
import type { ExchangeCalls } from './calls.js';
import { shownCode } from './client-messages.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';
import type { FollowedJournal, PacketProgress } from './submission-journal.js';

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

const POLLING: PollingOptions = { intervalMs: 30_000, factor: 1.5, maxIntervalMs: 600_000, maxMs: 3_600_000 };

export interface DriveOptions {
  readonly polling?: Partial<PollingOptions>;
  readonly signal?: AbortSignal;
}

/** A decision that a later answer of the gateway took back. The first one stands in the journal; which one counts only the gateway knows. */
export interface Contradiction {
  readonly messageId: string;
  readonly maTraCuu: string;
  readonly first: 'approved' | 'agreed' | 'refused';
  readonly later: 'approved' | 'agreed' | 'refused' | 'waiting';
}

/** What the gateway said beside its decisions. */
export interface Said {
  readonly contradictions: readonly Contradiction[];
  /** The error beside a record that is not decided. */
  readonly codeOf: (messageId: string, maTraCuu: string) => string | null;
}

/** Sends what is packed and not received, then asks until everything received is decided or the time is over. */
export async function drive(
  calls: ExchangeCalls,
  journal: FollowedJournal,
  ids: readonly string[],
  options: DriveOptions,
): Promise<Said> {
  const signalled = options.signal === undefined ? {} : { signal: options.signal };
  for (const messageId of ids) {
    const packet = journal.packets.get(messageId)!;
    // The id is made of unit, year and content: a packet of another account would be refused, or asked for in vain.
    if (calls.messageIdOf(packet.service, packet.content) !== messageId)
      throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_JOURNAL_OTHER', {});
    if (packet.state === 'packed') await send(calls, journal, packet, signalled);
  }
  const open = new Map<string, string>();
  const contradictions: Contradiction[] = [];
  const polling: PollingOptions = { ...POLLING, ...options.polling };
  const { timing } = calls;
  const end = timing.now().getTime() + polling.maxMs;
  for (let wait = polling.intervalMs; ; wait = Math.min(polling.maxIntervalMs, wait * polling.factor)) {
    const waiting = ids
      .map((id) => journal.packets.get(id)!)
      .filter((one) => one.state === 'received' && !isDecided(one));
    for (const packet of waiting) contradictions.push(...(await ask(calls, journal, packet, open, signalled)));
    const delay = Math.floor(wait / 2 + (timing.random() * wait) / 2);
    if (waiting.every(isDecided) || timing.now().getTime() + delay > end) break;
    await pause(delay, timing, options.signal);
  }
  return { contradictions, codeOf: (messageId, maTraCuu) => open.get(`${messageId} ${maTraCuu}`) ?? null };
}

async function send(
  calls: ExchangeCalls,
  journal: FollowedJournal,
  { service, messageId, content }: PacketProgress,
  signalled: { readonly signal?: AbortSignal },
): Promise<void> {
  try {
    await calls.send(service, content, signalled);
  } catch (error) {
    const code = rejectionOf(error);
    if (code === null) throw error;
    await journal.append({ step: 'rejected', messageId, code });
    return;
  }
  await journal.append({ step: 'received', messageId });
}

/** The code of an answer that will be the same at every try; `null` for everything else. */
function rejectionOf(error: unknown): string | null {
  if (isHocBaSoError(error, 'ERR_EXCHANGE_REFUSED')) return String(error.params['code']);
  if (isHocBaSoError(error, 'ERR_EXCHANGE_REQUEST_LIMIT')) return 'TOO_LARGE';
  return isHocBaSoError(error, 'ERR_EXCHANGE_STATUS') && error.params['status'] === 413 ? 'TOO_LARGE' : null;
}

async function ask(
  calls: ExchangeCalls,
  journal: FollowedJournal,
  { service, messageId, records, decided }: PacketProgress,
  open: Map<string, string>,
  signalled: { readonly signal?: AbortSignal },
): Promise<readonly Contradiction[]> {
  const mine = new Set(records.map(({ maTraCuu }) => maTraCuu));
  const rows = await (service === 'submit'
    ? calls.querySubmit(messageId, signalled)
    : calls.queryRecall(messageId, signalled));
  const contradictions: Contradiction[] = [];
  for (const { maTraCuu, status, error, errorField } of rows) {
    // Absent or undecided is not refused, and other records are not ours to write down.
    if (!mine.has(maTraCuu)) continue;
    const first = decided.get(maTraCuu)?.state;
    if (status === 'undecided') {
      if (first === undefined && error !== '') open.set(`${messageId} ${maTraCuu}`, shownCode(error));
    } else if (first !== undefined) {
      if (first !== status) contradictions.push({ messageId, maTraCuu, first, later: status });
    } else if (status !== 'waiting') {
      const code = error === '' ? '' : shownCode(error);
      await journal.append({ step: 'decided', messageId, maTraCuu, state: status, code, field: errorField });
    }
  }
  return contradictions;
}

export function isDecided({ records, decided }: PacketProgress): boolean {
  return records.every(({ maTraCuu }) => decided.has(maTraCuu));
}
