import { digestSync, findSignatureAlgorithm } from '../crypto/index.js';
import { decodeBase64, encodeBase64, encodeHex } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import { openHocBa } from '../record-xml/index.js';
import { type BatchJournal, progressOf } from './batch-journal.js';
import {
  completeSignature,
  type PrepareSignatureOptions,
  preparedAgain,
  prepareSignature,
} from './prepare-signature.js';
import { PROVIDER_ERRORS } from './provider-errors.js';
import type { BatchItem, BatchResult } from './sign-batch.js';
import type { Signer } from './signer.js';
import { SIGNING_ERRORS } from './signing-errors.js';
import { parseSigningState, type SigningState } from './signing-state.js';
import { type SigningSummary, summarizeForSigning } from './signing-summary.js';
import { uniqueRecords } from './unique-records.js';

/**
 * One signature that waits for a key: JSON, to be carried to the machine with the token and back. It holds what the signer reads, and with
 * it personal data.
 */
export interface QueuedSignature {
  readonly id: string;
  readonly state: SigningState;
  /** Canonical SignedInfo, base64. */
  readonly toSignBase64: string;
  readonly summary: SigningSummary;
}

export interface PrepareQueueOptions extends PrepareSignatureOptions {
  /** Where the states are kept until the values are back. */
  readonly journal: BatchJournal;
}

/**
 * Prepares signatures that will be made later, where there may be no line: today the queue, in the evening the token, tomorrow
 * {@link completeQueue}. The values may be completed until `expiresAt`, by default 24 hours after the signing time.
 *
 * @throws {@link HocBaSoError} the codes of `prepareSignature`, for the first item that cannot be prepared; `ERR_SIGNING_RECORD_TWICE` when
 * two items have the same look-up code.
 */
export async function prepareQueue(
  items: readonly BatchItem[],
  { journal, ...options }: PrepareQueueOptions,
): Promise<readonly QueuedSignature[]> {
  const queue: QueuedSignature[] = [];
  const assertUnique = uniqueRecords();
  for (const { id, file: given } of items) {
    const file = openHocBa(given);
    assertUnique(id, file);
    const { toSign, state } = await prepareSignature(file, options);
    queue.push({
      id,
      state,
      toSignBase64: encodeBase64(toSign),
      summary: summarizeForSigning(file, state),
    });
  }
  for (const { id, state } of queue) await journal.append({ step: 'prepared', id, state });
  return queue;
}

/**
 * Signs a queue with a key at hand. What the journal knows as signed is passed over.
 *
 * The records themselves are not needed, but without them the words of a summary are only as good as the way the queue came: whoever can
 * write the file can write them. With `records` every entry is built again from its record, words and bytes.
 *
 * @param options.confirm - Shown once for the whole queue; false cancels.
 * @throws {@link HocBaSoError} `ERR_SIGNER_CANCELLED`; `ERR_SIGNING_STATE_INVALID` for an edited state, or one that is not the journal's; `ERR_SIGNING_SUMMARY_MISMATCH` when an
 * entry's bytes or summary belong to another state, or are not of the record; `ERR_SIGNING_FILE_CHANGED` when the record is another one;
 * `ERR_ARGUMENT_INVALID` for an id that stands twice in the queue or not among the records; `ERR_SIGNER_CERTIFICATE_OTHER` when the queue was prepared for another certificate; and
 * what the signer throws: what was signed before is in the journal.
 */
export async function signQueue(
  queue: readonly QueuedSignature[],
  signer: Signer,
  options: {
    readonly journal: BatchJournal;
    /** The files that were prepared: what is shown and signed is then checked against them. */
    readonly records?: readonly BatchItem[];
    readonly confirm?: (queue: readonly QueuedSignature[]) => boolean | Promise<boolean>;
    readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly id: string }) => void;
    readonly crypto?: Crypto;
  },
): Promise<void> {
  const { journal, confirm, onProgress, records } = options;
  if (new Set(queue.map(({ id }) => id)).size !== queue.length)
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'queue', reason: 'id twice' });
  const requests = queue.map((entry) => ({ id: entry.id, request: requestOf(entry, signer) }));
  if (records !== undefined) for (const entry of queue) await checkEntry(entry, records, options.crypto);
  if (confirm !== undefined && !(await confirm(queue))) throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CANCELLED', {});
  const known = progressOf(await journal.read());
  for (const { id, state } of queue) {
    // What was asked for when the queue was made, where the journal of that day is at hand.
    const asked = known.get(id)?.state ?? null;
    if (asked !== null && (asked.signatureId !== state.signatureId || asked.toSignSha256 !== state.toSignSha256))
      throw createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_INVALID', { reason: 'journal' });
  }
  let done = 0;
  for (const { id, request } of requests) {
    if ((known.get(id)?.valueBase64 ?? null) === null) {
      const value = await signer.sign(request);
      await journal.append({ step: 'signed', id, valueBase64: encodeBase64(value) });
    }
    done += 1;
    onProgress?.({ done, total: queue.length, id });
  }
}

/**
 * Puts the values of the journal into the files, which must be the ones that were prepared.
 *
 * @param options.at - Default now; a state that has expired by then is refused.
 * @returns One result an item; `pending` where no value is there yet.
 */
export async function completeQueue(
  items: readonly BatchItem[],
  options: { readonly journal: BatchJournal; readonly at?: Date; readonly crypto?: Crypto },
): Promise<readonly BatchResult[]> {
  const { journal, ...rest } = options;
  const known = progressOf(await journal.read());
  const results: BatchResult[] = [];
  for (const { id, file } of items) {
    const { state = null, valueBase64 = null } = known.get(id) ?? {};
    if (state === null || valueBase64 === null) {
      results.push({ id, status: 'pending' });
      continue;
    }
    try {
      const signed = await completeSignature(file, state, decodeBase64(valueBase64), rest);
      await journal.append({ step: 'completed', id, fileSha256: encodeHex(digestSync('SHA-256', signed.bytes)) });
      results.push({ id, status: 'signed', file: signed });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // A value that does not hold is worthless: the next time the key is asked again.
      await journal.append({ step: 'failed', id, code: isHocBaSoError(error) ? error.code : 'foreign' });
      results.push({ id, status: 'failed', error });
    }
  }
  return results;
}

/** @throws {@link HocBaSoError} when the entry is not what its record gives. */
async function checkEntry(
  { id, state, summary }: QueuedSignature,
  records: readonly BatchItem[],
  crypto: Crypto | undefined,
): Promise<void> {
  const record = records.find((one) => one.id === id);
  if (record === undefined)
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'records', reason: 'id missing' });
  const file = openHocBa(record.file);
  await preparedAgain(file, parseSigningState(state), crypto);
  if (JSON.stringify(summarizeForSigning(file, state)) !== JSON.stringify(summaryOf(summary)))
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNING_SUMMARY_MISMATCH', {});
}

/** In the order of its type: JSON may have been written anew on the way. */
function summaryOf({ toSignSha256, recordDigest, lines }: SigningSummary): SigningSummary {
  return { toSignSha256, recordDigest, lines };
}

/** The bytes of an entry, if they are the ones that its state and its summary speak of. */
function requestOf({ state: given, toSignBase64, summary }: QueuedSignature, signer: Signer) {
  const state = parseSigningState(given);
  const toSign = decodeBase64(toSignBase64);
  const sha256 = encodeHex(digestSync('SHA-256', toSign));
  if (sha256 !== state.toSignSha256 || summary.toSignSha256 !== sha256)
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNING_SUMMARY_MISMATCH', {});
  if (state.certificateBase64 !== encodeBase64(signer.certificate))
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_CERTIFICATE_OTHER', {});
  const { algorithm } = state;
  const digestName = findSignatureAlgorithm(algorithm)?.digest ?? null;
  if (digestName === null) throw createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_INVALID', { reason: 'algorithm' });
  return { toSign, digest: digestSync(digestName, toSign), digestName, algorithm };
}
