import { createError } from '../errors/index.js';
import { type HocBaFile, openHocBa } from '../record-xml/index.js';
import { RECEIVER_DUAL, type Receiver, type Signer } from '../signing/index.js';
import { buildTransaction, type TransactionOptions } from './build-transaction.js';
import { type EscapeQuote, encodeContent } from './content.js';
import { PACKAGING_ERRORS } from './packaging-errors.js';
import { signTransaction } from './sign-transaction.js';
import type { TransactionFinding } from './transaction-findings.js';

/** What the signature adds to `content` at most: a certificate, a value, and XAdES properties, compressed and in base64. */
const SIGNATURE_RESERVE = 16_384;
/** What the request holds beside `content`: the object `authenticationRequest`. */
const ENVELOPE_RESERVE = 4_096;

export interface PackOptions extends TransactionOptions {
  /** The organisation that submits; `null` leaves the files unsigned, which a gateway refuses. */
  readonly signer: Signer | null;
  /** Default `RECEIVER_DUAL`: form of the signature and limit of one request. */
  readonly receiver?: Receiver;
  /** Default now. */
  readonly signingTime?: Date;
  readonly escapeQuote?: EscapeQuote;
  readonly crypto?: Crypto;
}

/** One request's worth of records. */
export interface TransactionPart {
  /** The transaction file. */
  readonly xml: Uint8Array;
  /** The same as the `content` field of a request. */
  readonly content: string;
  /** Which of the given records it holds, counted from 0. */
  readonly positions: readonly number[];
  /** Positions in findings count the records of this part. */
  readonly findings: readonly TransactionFinding[];
}

/**
 * Records as signed transactions, each small enough for one request of the receiver; never split inside a record, in the given order.
 *
 * @param records - Signed records, one each.
 * @throws {@link HocBaSoError} `ERR_TRANSACTION_LIMIT` when a single record is too large for the receiver · the codes of
 * {@link buildTransaction} and {@link signTransaction}.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.2.8: 10 MB a transaction
 * @example examples/back-end.ts
 */
export async function packTransaction(
  records: readonly (HocBaFile | Uint8Array)[],
  options: PackOptions,
): Promise<readonly TransactionPart[]> {
  const { signer, receiver = RECEIVER_DUAL, signingTime, escapeQuote = 'none', crypto } = options;
  const files = records.map((record) => openHocBa(record));
  const limit = receiver.transactionLimitBytes;
  const room = limit - ENVELOPE_RESERVE - (signer === null ? 0 : SIGNATURE_RESERVE);
  const lengthOf = async (positions: readonly number[]): Promise<number> => {
    const { bytes } = buildTransaction(pick(files, positions), options);
    return (await encodeContent(bytes, { escapeQuote })).length;
  };
  const all = files.map((_, position) => position);
  const whole = await lengthOf(all);
  const groups = await splitToFit(
    evenParts(all, Math.max(1, Math.ceil(whole / Math.max(1, room)))),
    lengthOf,
    room,
    limit,
  );
  const parts: TransactionPart[] = [];
  for (const positions of groups) {
    const { bytes, findings } = buildTransaction(pick(files, positions), options);
    const xml =
      signer === null
        ? bytes
        : await signTransaction(bytes, {
            signer,
            receiver,
            ...(signingTime === undefined ? {} : { signingTime }),
            ...(crypto === undefined ? {} : { crypto }),
          });
    const content = await encodeContent(xml, { escapeQuote });
    if (content.length + ENVELOPE_RESERVE > limit) throw tooLarge(positions, content.length, limit);
    parts.push({ xml, content, positions, findings });
  }
  return parts;
}

/** Halves every group that is too large, until each fits or a single record does not. */
async function splitToFit(
  groups: readonly (readonly number[])[],
  lengthOf: (positions: readonly number[]) => Promise<number>,
  room: number,
  limit: number,
): Promise<readonly (readonly number[])[]> {
  const out: (readonly number[])[] = [];
  for (const group of groups) {
    const length = await lengthOf(group);
    if (length <= room) out.push(group);
    else if (group.length === 1) throw tooLarge(group, length, limit);
    else out.push(...(await splitToFit(evenParts(group, 2), lengthOf, room, limit)));
  }
  return out;
}

function evenParts(positions: readonly number[], count: number): readonly (readonly number[])[] {
  const size = Math.ceil(positions.length / count);
  const parts: (readonly number[])[] = [];
  for (let at = 0; at < positions.length; at += size) parts.push(positions.slice(at, at + size));
  return parts;
}

function pick(files: readonly HocBaFile[], positions: readonly number[]): readonly HocBaFile[] {
  return positions.map((position) => files[position]!);
}

function tooLarge(positions: readonly number[], bytes: number, limit: number) {
  return createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_LIMIT', { position: positions[0]! + 1, bytes, limit });
}
