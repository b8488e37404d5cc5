import { parseCertificate } from '../certificate/index.js';
import { digestSync, randomBytes } from '../crypto/index.js';
import { decodeBase64, encodeBase64, encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { idOf } from '../record-xml/index.js';
import { parseReceiver, RECEIVER_DUAL, type Receiver, type Signer, type SigningRequest } from '../signing/index.js';
import {
  completeXmlSignature,
  formatSigningTime,
  type PreparedSignature,
  prepareXmlSignature,
} from '../xades/index.js';
import { openTransaction } from './open-transaction.js';
import { PACKAGING_ERRORS } from './packaging-errors.js';

const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
/** EN 319 132-1 §5.2.3: the signer has sent the data, and need not have made them. */
const PROOF_OF_SENDER = 'http://uri.etsi.org/01903/v1.2.2#ProofOfSender';
const DAY_MS = 24 * 3_600_000;

export interface PrepareTransactionOptions {
  /** DER certificate of the organisation. */
  readonly certificate: Uint8Array;
  /** URI of the signature algorithm. */
  readonly algorithm: string;
  /** Form of the signature; default `RECEIVER_DUAL`. */
  readonly receiver?: Receiver;
  /** Default now; written to the second, in Vietnam time. */
  readonly signingTime?: Date;
  /** Instant after which the state is refused; default 24 hours after `signingTime`. */
  readonly expiresAt?: Date;
  readonly crypto?: Crypto;
}

/** State between prepare and complete: plain JSON, no secret, bound to the file and to the bytes to sign by their digests. */
export interface TransactionSigningState {
  readonly version: 1;
  readonly kind: 'transaction';
  readonly fileSha256: string;
  readonly toSignSha256: string;
  readonly receiver: Receiver;
  readonly algorithm: string;
  readonly certificateBase64: string;
  readonly signingTime: string;
  readonly signatureId: string;
  /** ISO instant. */
  readonly expiresAt: string;
}

export interface PreparedTransactionSignature extends SigningRequest {
  readonly state: TransactionSigningState;
}

/**
 * Returns the bytes the organisation must sign over a transaction file, without touching a key.
 *
 * The signature will be the last child of the list and cover the whole list but itself; that place is assumed, since the specification
 * shows it only in a picture. The records' own signatures are covered by it, so nothing may be added to them afterwards.
 *
 * @param bytes - A transaction file without a signature of the organisation; not modified.
 * @throws {@link HocBaSoError} `ERR_TRANSACTION_SIGNED` when there is one already · `ERR_TRANSACTION_LIST_ID` when the list has no Id to be
 * named by · `ERR_TRANSACTION_CERTIFICATE_TIME` outside the certificate's period · the codes of `openTransaction` and of
 * `prepareXmlSignature`.
 */
export async function prepareTransactionSignature(
  bytes: Uint8Array,
  options: PrepareTransactionOptions,
): Promise<PreparedTransactionSignature> {
  const signingTime = options.signingTime ?? new Date();
  const parameters: Omit<TransactionSigningState, 'toSignSha256'> = {
    version: 1,
    kind: 'transaction',
    fileSha256: sha256Hex(bytes),
    receiver: options.receiver ?? RECEIVER_DUAL,
    algorithm: options.algorithm,
    certificateBase64: encodeBase64(options.certificate),
    signingTime: formatSigningTime(signingTime),
    signatureId: `sig-${encodeHex(randomBytes(16, options.crypto))}`,
    expiresAt: (options.expiresAt ?? new Date(signingTime.getTime() + DAY_MS)).toISOString(),
  };
  const { toSign, digest, digestName } = await rebuild(bytes, parameters, options.crypto);
  const state = { ...parameters, toSignSha256: sha256Hex(toSign) };
  return { toSign, digest, digestName, algorithm: options.algorithm, state };
}

/**
 * The signed transaction file: everything is built again from the state, and the value is checked against the certificate before anything
 * is written. The same value gives the same bytes.
 *
 * @param value - As SignatureValue carries it (ECDSA: r‖s).
 * @throws {@link HocBaSoError} `ERR_TRANSACTION_STATE` for an edited, foreign or expired state, or another file · `ERR_SIGNER_VALUE_MISMATCH`
 * · the codes of {@link prepareTransactionSignature}.
 */
export async function completeTransactionSignature(
  bytes: Uint8Array,
  state: TransactionSigningState,
  value: Uint8Array,
  options: { readonly at?: Date; readonly crypto?: Crypto } = {},
): Promise<Uint8Array> {
  const known = parseState(state);
  if ((options.at ?? new Date()) > new Date(known.expiresAt)) throw stateError('expiresAt');
  if (sha256Hex(bytes) !== known.fileSha256) throw stateError('fileSha256');
  const prepared = await rebuild(bytes, known, options.crypto);
  if (sha256Hex(prepared.toSign) !== known.toSignSha256) throw stateError('toSignSha256');
  return completeXmlSignature(prepared, value, options.crypto === undefined ? {} : { crypto: options.crypto });
}

/**
 * Signs a transaction file with the organisation's key at hand: prepare, sign, complete.
 *
 * @throws {@link HocBaSoError} the codes of both steps, and whatever the signer throws.
 */
export async function signTransaction(
  bytes: Uint8Array,
  options: Omit<PrepareTransactionOptions, 'certificate' | 'algorithm' | 'expiresAt'> & { readonly signer: Signer },
): Promise<Uint8Array> {
  const { signer, ...rest } = options;
  const { certificate, algorithm } = signer;
  const { state, ...request } = await prepareTransactionSignature(bytes, { ...rest, certificate, algorithm });
  const value = await signer.sign(request);
  return completeTransactionSignature(bytes, state, value, {
    // The state was made a moment ago: its expiry is measured on the same clock as its signing time.
    at: options.signingTime ?? new Date(),
    ...(options.crypto === undefined ? {} : { crypto: options.crypto }),
  });
}

/** The one path that prepare and complete both take. */
async function rebuild(
  bytes: Uint8Array,
  state: Omit<TransactionSigningState, 'toSignSha256'>,
  crypto: Crypto | undefined,
): Promise<PreparedSignature> {
  const { receiver, signingTime } = state;
  const { document, list, signatures } = openTransaction(bytes);
  if (signatures.length > 0) throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_SIGNED', {});
  const id = idOf(list);
  if (id === undefined) throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_LIST_ID', {});
  const der = certificateOf(state);
  const certificate = parseCertificate(der);
  const time = Date.parse(signingTime);
  if (time < certificate.notBefore.getTime() || time > certificate.notAfter.getTime()) {
    throw createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_CERTIFICATE_TIME', {});
  }
  return prepareXmlSignature(
    document,
    {
      profile: receiver.profile,
      ...(receiver.c14n === undefined ? {} : { c14n: receiver.c14n }),
      algorithm: state.algorithm,
      digestAlgorithm: receiver.digestAlgorithm ?? SHA256,
      certificate: der,
      subjectName: certificate.subjectName,
      signingTime,
      signingTimeNamespace: receiver.signingTimeNamespace,
      references: [{ uri: `#${id}`, enveloped: true }],
      commitment: PROOF_OF_SENDER,
      signatureId: state.signatureId,
    },
    { at: list.closeStart, before: '', after: '' },
    crypto === undefined ? {} : { crypto },
  );
}

function certificateOf(state: Omit<TransactionSigningState, 'toSignSha256'>): Uint8Array {
  try {
    return decodeBase64(state.certificateBase64);
  } catch (cause) {
    throw stateError('certificateBase64', cause);
  }
}

function parseState(value: unknown): TransactionSigningState {
  if (typeof value !== 'object' || value === null) throw stateError('state');
  const given = value as Record<string, unknown>;
  if (given['version'] !== 1) throw stateError('version');
  if (given['kind'] !== 'transaction') throw stateError('kind');
  const forms: Readonly<Record<string, RegExp>> = {
    fileSha256: /^[0-9a-f]{64}$/,
    toSignSha256: /^[0-9a-f]{64}$/,
    algorithm: /^http/,
    certificateBase64: /^[A-Za-z0-9+/]+=*$/,
    signingTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+07:00$/,
    signatureId: /^sig-[0-9a-f]{32}$/,
    expiresAt: /^\d{4}-\d{2}-\d{2}T[0-9:.]+Z$/,
  };
  for (const [field, form] of Object.entries(forms)) {
    const text = given[field];
    if (typeof text !== 'string' || !form.test(text)) throw stateError(field);
  }
  if (Number.isNaN(Date.parse(given['expiresAt'] as string))) throw stateError('expiresAt');
  parseReceiver(given['receiver']);
  return given as unknown as TransactionSigningState;
}

function stateError(field: string, cause?: unknown) {
  return createError(PACKAGING_ERRORS, 'ERR_TRANSACTION_STATE', { field }, cause === undefined ? {} : { cause });
}

function sha256Hex(bytes: Uint8Array): string {
  return encodeHex(digestSync('SHA-256', bytes));
}
