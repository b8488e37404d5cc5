import { decodeBase64, encodeBase64 } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import { type HocBaFile, openHocBa } from '../record-xml/index.js';
import { type BatchJournal, type ItemProgress, memoryJournal, progressOf } from './batch-journal.js';
import { isSignedBy } from './check-signer.js';
import { completeSignature, prepareSignature } from './prepare-signature.js';
import { PROVIDER_ERRORS } from './provider-errors.js';
import { parseReceiver, type Receiver } from './receiver.js';
import { sha256Of } from './record-reading.js';
import type { Signer, SigningRequest } from './signer.js';
import type { SigningState } from './signing-state.js';
import { assertSummary, type SigningSummary, summarizeForSigning } from './signing-summary.js';
import { uniqueRecords } from './unique-records.js';

/** A signer that takes many requests with one confirmation of its holder. */
export interface BatchSigner extends Signer {
  /** Requests it takes at once; default 1. */
  readonly batchSize?: number;
  /**
   * Signs several; the answer has one value or error a request, in their order.
   *
   * @param signal - Aborted when the batch is cancelled.
   */
  signMany?(requests: readonly SigningRequest[], signal: AbortSignal): Promise<readonly (Uint8Array | Error)[]>;
}

export interface BatchItem {
  /** Names the item in the journal and in results; unique, no personal data needed. */
  readonly id: string;
  readonly file: HocBaFile | Uint8Array;
}

export type BatchResult =
  | { readonly id: string; readonly status: 'signed'; readonly file: HocBaFile }
  | { readonly id: string; readonly status: 'failed'; readonly error: Error }
  /** Not reached before the batch was cancelled or the signer stopped answering. */
  | { readonly id: string; readonly status: 'pending' };

export interface SignBatchOptions {
  readonly role: VaiTroKy;
  /** Which of several slots of the role (a subject teacher's code). */
  readonly key?: string;
  readonly signer: BatchSigner;
  readonly receiver: Receiver;
  /** Default: in memory, lost with the program. */
  readonly journal?: BatchJournal;
  /** Shown once for the whole batch before a key is used; false cancels. Default: no question. */
  readonly confirm?: (
    summaries: readonly { readonly id: string; readonly summary: SigningSummary }[],
  ) => boolean | Promise<boolean>;
  /** Called after each item, in the order they end. */
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly total: number;
    readonly id: string;
    readonly status: BatchResult['status'];
  }) => void;
  /** Hands over each signed file as soon as it is there; the item counts as completed when it returns. */
  readonly save?: (id: string, file: HocBaFile) => void | Promise<void>;
  /** Aborted: no further item is begun; the one in the key's hand is finished. */
  readonly signal?: AbortSignal;
  /** Keys used at the same time, where the signer takes one request at a time; integer ≥ 1, default 1 (what a token bears). */
  readonly concurrency?: number;
  readonly signingTime?: Date;
  readonly allowGaps?: boolean;
  readonly crypto?: Crypto;
}

/**
 * Signs a class or a school in one role with one confirmation. An item that fails does not stop the others; after a crash the same call
 * with the same journal goes on: what was signed is completed without the key, what was completed is not touched again.
 *
 * @param items - Files to be signed; a file that the journal knows as completed is taken as the unsigned one and completed again from
 * its value, which gives the same bytes.
 * @returns One result an item, in the order of the items; `ERR_SIGNING_RECORD_TWICE` for every further record with a look-up code that an
 * item before it has.
 * @throws {@link HocBaSoError} `ERR_SIGNER_CANCELLED` when the confirmation is refused, before any key is used; `ERR_ARGUMENT_INVALID` when
 * two items have the same id; `ERR_RECEIVER_INVALID`; `ERR_JOURNAL_MALFORMED`; whatever the journal throws, since a key is not used when nobody can write it down.
 * @example examples/usb-token.ts
 */
export async function signBatch(items: readonly BatchItem[], given: SignBatchOptions): Promise<readonly BatchResult[]> {
  if (new Set(items.map(({ id }) => id)).size !== items.length)
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'items', reason: 'id twice' });
  const options = { ...given, receiver: parseReceiver(given.receiver) };
  const journal = options.journal ?? memoryJournal();
  const known = progressOf(await journal.read());
  const results = new Map<string, BatchResult>();
  let done = 0;
  const settle = async (result: BatchResult) => {
    results.set(result.id, result);
    done += 1;
    if (result.status === 'failed') await journal.append({ step: 'failed', id: result.id, code: codeOf(result.error) });
    options.onProgress?.({ done, total: items.length, id: result.id, status: result.status });
  };
  const run: Run = { journal, options, settle };
  const assertUnique = uniqueRecords();
  const prepare = (item: BatchItem) => prepareItem(item, known.get(item.id), options, assertUnique);
  if (options.signer.signMany === undefined && options.confirm === undefined) {
    await signSingly(items, prepare, run);
  } else {
    // Whoever confirms, and whoever signs many at once, must have all before a key is used.
    const all: (Prepared | BatchResult)[] = [];
    for (const item of items) all.push(await prepare(item));
    await confirmAll(
      all.flatMap((one) => ('status' in one ? [] : [one])),
      options,
    );
    if (options.signer.signMany === undefined) await signSingly(all, async (one) => one, run);
    else await signMany(all, run);
  }
  return items.map(({ id }) => results.get(id) ?? { id, status: 'pending' });
}

/** What all items of a batch share. */
interface Run {
  readonly journal: BatchJournal;
  readonly options: SignBatchOptions;
  readonly settle: (result: BatchResult) => Promise<void>;
}

interface Prepared {
  readonly id: string;
  readonly file: HocBaFile;
  readonly state: SigningState;
  readonly request: SigningRequest | null;
  readonly value: Uint8Array | null;
  /** Not in the journal yet. */
  readonly fresh: boolean;
}

/** A new item is prepared; one whose value is known goes on from it, if the file is still the same. */
async function prepareItem(
  item: BatchItem,
  progress: ItemProgress | undefined,
  options: SignBatchOptions,
  assertUnique: (id: string, file: HocBaFile) => void,
): Promise<Prepared | BatchResult> {
  const { role, receiver, signer, signingTime, allowGaps, crypto } = options;
  try {
    const file = openHocBa(item.file);
    const { id } = item;
    const sha256 = sha256Of(file);
    assertUnique(id, file);
    // The journal may be another role's, or somebody's who likes unsigned records: the file itself must say that it is done.
    const slot = { role, key: options.key ?? '' };
    if (progress?.completedSha256 === sha256 && (await isSignedBy(file, slot, signer.certificate, crypto)))
      return { id, status: 'signed', file };
    const state = progress?.state ?? null;
    const value = progress?.valueBase64 ?? null;
    // A state of another role, receiver or certificate was for another purpose: its value is not taken for this one.
    const same =
      state !== null &&
      state.fileSha256 === sha256 &&
      state.role === role &&
      state.key === (options.key ?? '') &&
      state.certificateBase64 === encodeBase64(signer.certificate) &&
      sameReceiver(state.receiver, receiver);
    if (same && value !== null) return { id, file, state, request: null, value: decodeBase64(value), fresh: false };
    const { state: made, ...request } = await prepareSignature(file, {
      role,
      receiver,
      certificate: signer.certificate,
      algorithm: signer.algorithm,
      ...(options.key === undefined ? {} : { key: options.key }),
      ...(signingTime === undefined ? {} : { signingTime }),
      ...(allowGaps === undefined ? {} : { allowGaps }),
      ...(crypto === undefined ? {} : { crypto }),
    });
    return { id, file, state: made, request, value: null, fresh: true };
  } catch (error) {
    if (error instanceof Error) return { id: item.id, status: 'failed', error };
    throw error;
  }
}

function sameReceiver(a: Receiver, b: Receiver): boolean {
  const sorted = (receiver: Receiver) => JSON.stringify(Object.entries(receiver).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

async function confirmAll(waiting: readonly Prepared[], { confirm }: SignBatchOptions): Promise<void> {
  const unsigned = waiting.filter((one) => one.value === null);
  if (confirm === undefined || unsigned.length === 0) return;
  const shown = unsigned.map(({ id, file, state }) => ({ id, summary: summarizeForSigning(file, state) }));
  if (!(await confirm(shown))) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CANCELLED', {});
  // What was shown is compared with what will be signed: the list may have been changed in between.
  for (const [index, { file, state }] of unsigned.entries()) assertSummary(shown[index]!.summary, file, state);
}

/** After these the next request would fare no better: the rest stays pending, to go on later. Tokens have their codes in `node`. */
const STOPPING: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'ERR_SIGNER_CANCELLED',
  'ERR_SIGNER_TIMEOUT',
  'ERR_SIGNER_SERVICE_MISSING',
  'ERR_SIGNER_AUTHORISATION_EXPIRED',
  'ERR_SIGNER_CERTIFICATE_OTHER',
  'ERR_TOKEN_ABSENT',
  'ERR_TOKEN_PIN_LOCKED',
]);

/**
 * One request at a time, or as many as the device bears. While the key works, which may take long and is elsewhere, the item before is
 * completed and the next one prepared: one of each at most for every key in use. A key is used only when what it made before is written
 * down.
 */
async function signSingly<T>(
  items: readonly T[],
  prepare: (item: T) => Promise<Prepared | BatchResult>,
  run: Run,
): Promise<void> {
  const { journal, options, settle } = run;
  const { signer, signal } = options;
  let next = 0;
  let stopped = false;
  const goesOn = () => !stopped && signal?.aborted !== true;
  /** The next item that needs the key, prepared and written down; those that do not are settled on the way. */
  const advance = async (): Promise<Prepared | undefined> => {
    while (next < items.length && goesOn()) {
      const one = await prepare(items[next++]!);
      if ('status' in one) await settle(one);
      else if (one.value !== null) await settle(await finish(one, one.value, run));
      else {
        if (one.fresh) await journal.append({ step: 'prepared', id: one.id, state: one.state });
        return one;
      }
    }
    return undefined;
  };
  const lane = async () => {
    let ahead: Promise<Prepared | undefined> = advance();
    let finishing: Promise<void> = Promise.resolve();
    let signed: (() => Promise<void>) | undefined;
    try {
      for (;;) {
        const one = await ahead;
        const signing = one === undefined || !goesOn() ? undefined : askKey(signer, one.request!);
        // Only now, while the key works: what it made before becomes a file, and the next item is prepared.
        if (signed !== undefined) finishing = signed();
        signed = undefined;
        if (one === undefined || signing === undefined) break;
        ahead = advance();
        // Both are looked at below; until then nothing must be called unhandled.
        for (const running of [finishing, ahead]) running.catch(() => undefined);
        const value = await signing;
        // Written down before anything else is done with it: a crash now costs no second confirmation.
        if (value instanceof Uint8Array)
          await journal.append({ step: 'signed', id: one.id, valueBase64: encodeBase64(value) });
        else if (isHocBaSoError(value) && STOPPING.has(value.code)) stopped = true;
        await finishing;
        signed = async () =>
          settle(
            value instanceof Uint8Array
              ? await finish(one, value, run, true)
              : { id: one.id, status: 'failed', error: value },
          );
      }
      await finishing;
    } catch (error) {
      stopped = true;
      throw error;
    } finally {
      // Nothing goes on behind the back of who waits for the batch.
      await Promise.allSettled([finishing, ahead]);
    }
  };
  const lanes = Math.max(1, options.concurrency ?? 1);
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

async function askKey(signer: BatchSigner, request: SigningRequest): Promise<Uint8Array | Error> {
  try {
    return await signer.sign(request);
  } catch (error) {
    return error instanceof Error ? error : new Error('signer', { cause: error });
  }
}

/** Chunks for a signer that takes many; stops when the signer says that nobody answers. */
async function signMany(all: readonly (Prepared | BatchResult)[], run: Run): Promise<void> {
  const { journal, options, settle } = run;
  const { signer, signal = new AbortController().signal } = options;
  for (const one of all) if ('status' in one) await settle(one);
  const prepared = all.flatMap((one) => ('status' in one ? [] : [one]));
  for (const one of prepared) if (one.value !== null) await settle(await finish(one, one.value, run));
  const unsigned = prepared.filter((one) => one.value === null);
  for (const one of unsigned) if (one.fresh) await journal.append({ step: 'prepared', id: one.id, state: one.state });
  const size = Math.max(1, signer.batchSize ?? unsigned.length);
  for (let at = 0, stopped = false; at < unsigned.length && !stopped && !signal.aborted; at += size) {
    const chunk = unsigned.slice(at, at + size);
    const values = await valuesOf(
      chunk.map((one) => one.request!),
      signer,
      signal,
    );
    const signed = chunk.flatMap((one, index) => {
      const value = values[index];
      return value instanceof Uint8Array ? [{ one, value }] : [];
    });
    // All that the key has made is written down before anything else is done: a crash now costs no second confirmation.
    for (const { one, value } of signed)
      await journal.append({ step: 'signed', id: one.id, valueBase64: encodeBase64(value) });
    for (const { one, value } of signed) await settle(await finish(one, value, run, true));
    for (const [index, one] of chunk.entries()) {
      const error = values[index] ?? createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_ANSWER', { reason: 'no value' });
      if (!(error instanceof Error)) continue;
      if (isHocBaSoError(error) && STOPPING.has(error.code)) stopped = true;
      await settle({ id: one.id, status: 'failed', error });
    }
  }
}

async function valuesOf(
  requests: readonly SigningRequest[],
  signer: BatchSigner,
  signal: AbortSignal,
): Promise<readonly (Uint8Array | Error)[]> {
  try {
    return await signer.signMany!(requests, signal);
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('signer', { cause: error });
    return requests.map(() => failure);
  }
}

async function finish(
  one: Prepared,
  value: Uint8Array,
  { journal, options }: Run,
  justSigned = false,
): Promise<BatchResult> {
  const { id, file, state } = one;
  try {
    const signed = await completeSignature(file, state, value, {
      // A value of the journal was made within the state's life; completing it may come later.
      at: justSigned ? (options.signingTime ?? new Date()) : new Date(state.signingTime),
      ...(options.crypto === undefined ? {} : { crypto: options.crypto }),
    });
    await options.save?.(id, signed);
    await journal.append({ step: 'completed', id, fileSha256: sha256Of(signed) });
    return { id, status: 'signed', file: signed };
  } catch (error) {
    if (error instanceof Error) return { id, status: 'failed', error };
    throw error;
  }
}

/** A code for the journal; of a foreign error only that it was one. */
function codeOf(error: Error): string {
  return isHocBaSoError(error) ? error.code : 'foreign';
}
