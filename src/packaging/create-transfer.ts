import { parseCertificate, type TimeStampAuthority } from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { concatBytes, decodeBase64, encodeBase64, encodeHex, encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import type { HocBaFile } from '../record-xml/index.js';
import { type Signer, type SigningRequest, stampXmlSignature } from '../signing/index.js';
import {
  completeXmlSignature,
  findSignatures,
  formatSigningTime,
  type PreparedSignature,
  prepareXmlSignature,
} from '../xades/index.js';
import { parseXml, writeXml } from '../xml/index.js';
import { ASIC_E, ASIC_NAMESPACE, MANIFEST, MIMETYPE, SIGNATURES } from './asic-names.js';
import {
  type DraftTransferOptions,
  draftTransfer,
  manifestOf,
  type TransferDraft,
  type TransferFile,
} from './transfer-draft.js';
import { TRANSFER_ERRORS } from './transfer-errors.js';
import { writeZip } from './zip-peer.js';

const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
/** EN 319 132-1 §5.2.3: the sending school vouches for having sent the files. */
const PROOF_OF_SENDER = 'http://uri.etsi.org/01903/v1.2.2#ProofOfSender';
const DAY_MS = 24 * 3_600_000;

export interface PrepareTransferOptions {
  /** DER certificate of the school. */
  readonly certificate: Uint8Array;
  /** URI of the signature algorithm. */
  readonly algorithm: string;
  /** Default now; written to the second, in Vietnam time. */
  readonly signingTime?: Date;
  /** Instant after which the state is refused; default 24 hours after `signingTime`. */
  readonly expiresAt?: Date;
  readonly crypto?: Crypto;
}

/** State between prepare and complete: plain JSON, no secret, bound to the files and to the bytes to sign by their digests. */
export interface TransferSigningState {
  readonly version: 1;
  readonly kind: 'transfer';
  readonly filesSha256: string;
  readonly toSignSha256: string;
  readonly algorithm: string;
  readonly certificateBase64: string;
  readonly signingTime: string;
  /** ISO instant. */
  readonly expiresAt: string;
}

export interface PreparedTransfer extends SigningRequest {
  readonly state: TransferSigningState;
}

/** What a signature over a package is made of; the same parts give the same bytes. */
export interface TransferSignatureParts {
  readonly algorithm: string;
  /** DER. */
  readonly certificate: Uint8Array;
  /** As written. */
  readonly signingTime: string;
}

/**
 * Returns the bytes the school must sign over a package, without touching a key: a XAdES baseline B signature with a reference to every
 * file.
 *
 * @param draft - Of {@link draftTransfer}; not modified.
 * @throws {@link HocBaSoError} `ERR_TRANSFER_CERTIFICATE_TIME` outside the certificate's period; the codes of `prepareXmlSignature`.
 * @see ETSI EN 319 162-1 §4.4.3.2; EN 319 132-1 §6.3
 */
export async function prepareTransferSignature(
  draft: TransferDraft,
  options: PrepareTransferOptions,
): Promise<PreparedTransfer> {
  const { certificate, algorithm, crypto } = options;
  const time = options.signingTime ?? new Date();
  const signingTime = formatSigningTime(time);
  const { notBefore, notAfter } = parseCertificate(certificate);
  if (Date.parse(signingTime) < notBefore.getTime() || Date.parse(signingTime) > notAfter.getTime()) {
    throw createError(TRANSFER_ERRORS, 'ERR_TRANSFER_CERTIFICATE_TIME', {});
  }
  const { toSign, digest, digestName } = await prepareSeal(
    draft.files,
    { algorithm, certificate, signingTime },
    crypto,
  );
  const state: TransferSigningState = {
    version: 1,
    kind: 'transfer',
    filesSha256: filesDigest(draft.files),
    toSignSha256: sha256Hex(toSign),
    algorithm,
    certificateBase64: encodeBase64(certificate),
    signingTime,
    expiresAt: (options.expiresAt ?? new Date(time.getTime() + DAY_MS)).toISOString(),
  };
  return { toSign, digest, digestName, algorithm, state };
}

/**
 * The signed package. The value is checked against the certificate before anything is written; the same value gives the same bytes.
 *
 * @param value - As SignatureValue carries it (ECDSA: r‖s).
 * @param options.timeStampAuthority - Brings the signature to level T.
 * @throws {@link HocBaSoError} `ERR_TRANSFER_STATE` for an edited, foreign or expired state; `ERR_SIGNER_VALUE_MISMATCH`; `ERR_TSA_*`.
 */
export async function completeTransferPackage(
  draft: TransferDraft,
  state: TransferSigningState,
  value: Uint8Array,
  options: {
    readonly at?: Date;
    readonly timeStampAuthority?: TimeStampAuthority;
    readonly crypto?: Crypto;
  } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { crypto, timeStampAuthority } = options;
  const known = parseState(state);
  if ((options.at ?? new Date()) > new Date(known.expiresAt)) throw stateError('expiresAt');
  if (filesDigest(draft.files) !== known.filesSha256) throw stateError('filesSha256');
  const { algorithm, signingTime } = known;
  const prepared = await prepareSeal(draft.files, { algorithm, certificate: known.certificate, signingTime }, crypto);
  if (sha256Hex(prepared.toSign) !== known.toSignSha256) throw stateError('toSignSha256');
  const cryptoOption = crypto === undefined ? {} : { crypto };
  let signatures = await completeXmlSignature(prepared, value, cryptoOption);
  if (timeStampAuthority !== undefined) {
    const document = parseXml(signatures);
    signatures = await stampXmlSignature(document, findSignatures(document.root)[0]!, {
      timeStampAuthority,
      detached: detachedOf(draft.files),
      ...cryptoOption,
    });
  }
  return assemble(draft.files, signatures);
}

export interface CreateTransferOptions extends DraftTransferOptions {
  /** The sending school's seal. */
  readonly signer: Signer;
  /** Default: `createdAt`. */
  readonly signingTime?: Date;
  readonly timeStampAuthority?: TimeStampAuthority;
  readonly crypto?: Crypto;
}

/**
 * A pupil's records of all years as one signed container (ASiC-E) that a receiving school can check by itself: the records byte for byte,
 * the facts about their chain, receipts and attachments, and one signature over every file.
 *
 * With a signer whose values are always the same (RSA PKCS#1 v1.5) the same input gives the same bytes.
 *
 * @param records - Signed records of one pupil, in any order.
 * @throws {@link HocBaSoError} the codes of {@link draftTransfer}, {@link prepareTransferSignature}, {@link completeTransferPackage}, and
 * whatever the signer throws.
 * @see ETSI EN 319 162-1; TT 15/2026/TT-BGDĐT
 * @example examples/transfer.ts
 */
export async function createTransferPackage(
  records: readonly (HocBaFile | Uint8Array)[],
  options: CreateTransferOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { signer, crypto, timeStampAuthority } = options;
  const createdAt = options.createdAt ?? options.signingTime ?? new Date();
  const signingTime = options.signingTime ?? createdAt;
  const cryptoOption = crypto === undefined ? {} : { crypto };
  const draft = draftTransfer(records, { ...options, createdAt });
  const { certificate, algorithm } = signer;
  const { state, ...request } = await prepareTransferSignature(draft, {
    certificate,
    algorithm,
    signingTime,
    ...cryptoOption,
  });
  const value = await signer.sign(request);
  return completeTransferPackage(draft, state, value, {
    // The state was made a moment ago: its expiry is measured on the same clock as its signing time.
    at: signingTime,
    ...(timeStampAuthority === undefined ? {} : { timeStampAuthority }),
    ...cryptoOption,
  });
}

/** The signature over the files, ready for a value; everything in it follows from its parts. */
export async function prepareSeal(
  files: readonly TransferFile[],
  { algorithm, certificate, signingTime }: TransferSignatureParts,
  crypto: Crypto | undefined,
): Promise<PreparedSignature> {
  const document = parseXml(
    writeXml({ name: 'asic:XAdESSignatures', namespaces: [['asic', ASIC_NAMESPACE]], children: [] }),
  );
  const id = sha256Hex(
    concatBytes([encodeUtf8(`${filesDigest(files)} ${algorithm} ${signingTime} `), certificate]),
  ).slice(0, 32);
  return prepareXmlSignature(
    document,
    {
      profile: 'xadesB',
      algorithm,
      digestAlgorithm: SHA256,
      certificate,
      signingTime,
      references: files.map(({ name, mediaType }) => ({ uri: encodeURI(name), mimeType: mediaType })),
      commitment: PROOF_OF_SENDER,
      signatureId: `sig-${id}`,
    },
    { at: document.root.closeStart, before: '', after: '' },
    { detached: detachedOf(files), ...(crypto === undefined ? {} : { crypto }) },
  );
}

/** The container: what is signed, the manifest, the signature. */
export function assemble(files: readonly TransferFile[], signatures: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return writeZip([
    { name: MIMETYPE, bytes: encodeUtf8(ASIC_E) },
    ...files,
    { name: MANIFEST, bytes: manifestOf(files) },
    { name: SIGNATURES, bytes: signatures },
  ]);
}

function detachedOf(files: readonly TransferFile[]): (uri: string) => Uint8Array | null {
  const byUri = new Map(files.map(({ name, bytes }) => [encodeURI(name), bytes]));
  return (uri) => byUri.get(uri) ?? null;
}

/** SHA-256 over names, types and digests of the files, in order. */
function filesDigest(files: readonly TransferFile[]): string {
  const rows = files.map(({ name, mediaType, bytes }) => [name, mediaType, sha256Hex(bytes)]);
  return sha256Hex(encodeUtf8(JSON.stringify(rows)));
}

function parseState(value: unknown): TransferSigningState & { readonly certificate: Uint8Array } {
  if (typeof value !== 'object' || value === null) throw stateError('state');
  const given = value as Record<string, unknown>;
  if (given['version'] !== 1) throw stateError('version');
  if (given['kind'] !== 'transfer') throw stateError('kind');
  const forms: Readonly<Record<string, RegExp>> = {
    filesSha256: /^[0-9a-f]{64}$/,
    toSignSha256: /^[0-9a-f]{64}$/,
    algorithm: /^http/,
    certificateBase64: /^[A-Za-z0-9+/]+=*$/,
    signingTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+07:00$/,
    expiresAt: /^\d{4}-\d{2}-\d{2}T[0-9:.]+Z$/,
  };
  for (const [field, form] of Object.entries(forms)) {
    const text = given[field];
    if (typeof text !== 'string' || !form.test(text)) throw stateError(field);
  }
  if (Number.isNaN(Date.parse(given['expiresAt'] as string))) throw stateError('expiresAt');
  const state = given as unknown as TransferSigningState;
  try {
    return { ...state, certificate: decodeBase64(state.certificateBase64) };
  } catch (cause) {
    throw stateError('certificateBase64', cause);
  }
}

function stateError(field: string, cause?: unknown) {
  return createError(TRANSFER_ERRORS, 'ERR_TRANSFER_STATE', { field }, cause === undefined ? {} : { cause });
}

function sha256Hex(bytes: Uint8Array): string {
  return encodeHex(digestSync('SHA-256', bytes));
}
