import type { TransactionPart } from '../packaging/index.js';
import type { HocBaFile } from '../record-xml/index.js';
import { createCalls, type ExchangeCalls, type ExchangeOptions } from './calls.js';
import { type RecallOptions, type RecallsResult, recallRecords } from './recall.js';
import type { RecallItem } from './recall-list.js';
import { rehearseParts } from './rehearse.js';
import {
  type SubmitOptions,
  type SubmitResult,
  type SubmitSchoolOptions,
  submitParts,
  submitRecords,
} from './submit.js';

/** A gateway as its sender sees it: whole submissions, and the single calls. */
export interface ExchangeClient extends ExchangeCalls {
  /**
   * Sends transactions and waits until every record is decided or the time for it is over.
   *
   * A record that the client's receiver does not allow (profile of the signatures, Ids) stops all of it before anything is sent.
   *
   * @throws {@link HocBaSoError} `ERR_EXCHANGE_RECEIVER`; the `ERR_EXCHANGE_*` codes of the network, after which a run with the same
   * journal goes on; the codes of `decodeContent` and `openTransaction`.
   */
  submit(parts: readonly TransactionPart[], options?: SubmitOptions): Promise<SubmitResult>;
  /**
   * Sends all records of a school. Run again with the same journal it goes on where it was interrupted: what was packed is sent as it was,
   * what was received is not sent again, and what was refused is sent again only when its file has changed.
   *
   * One record that cannot be sent does not hold up the others: its result is `notSent`, with the reason.
   *
   * @throws {@link HocBaSoError} as {@link ExchangeClient.submit}, without `ERR_EXCHANGE_RECEIVER`; whatever `pack` throws.
   */
  submitSchool(files: readonly HocBaFile[], options: SubmitSchoolOptions): Promise<SubmitResult>;
  /**
   * Asks for the recall of records and waits for the answers of the authorities. Run again with the same journal it goes on where it was
   * interrupted; a recall that waits or is agreed is not asked for twice.
   *
   * @throws {@link HocBaSoError} the `ERR_EXCHANGE_*` codes of the network; `ERR_EXCHANGE_RECALL_LIST`; whatever `sign` throws.
   */
  recallRecords(items: readonly RecallItem[], options: RecallOptions): Promise<RecallsResult>;
}

/**
 * A client of a gateway.
 *
 * Nothing of the account stands in the object, in an error or in a result: the password is hashed and kept out of reach.
 *
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID`, `ERR_EXCHANGE_INSECURE`. The calls throw `ERR_EXCHANGE_*`: faults of the network
 * after the last try, answers that are none, refusals by code.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.2
 * @example examples/submit.ts
 */
export function createExchangeClient(options: ExchangeOptions): ExchangeClient {
  const calls = createCalls(options);
  return {
    ...calls,
    submit: (parts, submitOptions = {}) =>
      submitOptions.dryRun === true
        ? rehearseParts(calls, parts, submitOptions)
        : submitParts(calls, parts, submitOptions),
    submitSchool: (files, schoolOptions) => submitRecords(calls, files, schoolOptions),
    recallRecords: (items, recallOptions) => recallRecords(calls, items, recallOptions),
  };
}
