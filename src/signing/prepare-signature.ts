import { type Certificate, parseCertificate } from '../certificate/index.js';
import { digestSync, parsePublicKey, randomBytes } from '../crypto/index.js';
import { decodeBase64, encodeBase64, encodeHex } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import type { HocBa, VaiTroKy } from '../hoc-ba/index.js';
import { claimedRoleUri } from '../quy-dinh/index.js';
import {
  documentOf,
  type HocBaFile,
  layoutOf,
  openHocBa,
  recordElement,
  reopenHocBa,
  slotPlace,
  slotRoles,
} from '../record-xml/index.js';
import {
  completeXmlDocument,
  formatSigningTime,
  type PreparedSignature,
  prepareXmlSignature,
  type SignatureRequest,
  TYPE_COUNTERSIGNED,
} from '../xades/index.js';
import { checkReceiver, targetsOf } from './check-receiver.js';
import { checkCertificate, checkIdentity, checkTurn } from './check-signer.js';
import { parseReceiver, type Receiver } from './receiver.js';
import { carryReading, readingOf, sha256Of } from './record-reading.js';
import type { SigningRequest } from './signer.js';
import { SIGNING_ERRORS } from './signing-errors.js';
import {
  madeState,
  parseSigningState,
  type SigningParameters,
  type SigningState,
  signatureIdOf,
} from './signing-state.js';

export interface PrepareSignatureOptions {
  readonly role: VaiTroKy;
  /** DER certificate of the signer. */
  readonly certificate: Uint8Array;
  readonly receiver: Receiver;
  /** URI of the signature algorithm; default by the certificate's key: RSA PKCS#1 v1.5 or ECDSA, with SHA-256 (P-384, P-521: their own). */
  readonly algorithm?: string;
  /** Which of several slots of the role (a subject teacher's code). */
  readonly key?: string;
  /** Default now; written to the second, in Vietnam time. */
  readonly signingTime?: Date;
  /** Instant after which the state is refused; default 24 hours after `signingTime`. */
  readonly expiresAt?: Date;
  /** Default false: `true` lets the seal sign though the principal has not (rehearsals). */
  readonly allowGaps?: boolean;
  readonly crypto?: Crypto;
}

/** What a role must sign, and what completing needs. */
export interface PreparedHocBaSignature extends SigningRequest {
  /** JSON-able; bound to the file by its digest, and to the bytes to sign by theirs. */
  readonly state: SigningState;
}

const DAY_MS = 24 * 3_600_000;
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
/** EN 319 132-1 §5.2.3: proof of approval for persons, proof of origin for the organisation that issues. */
const PROOF_OF_APPROVAL = 'http://uri.etsi.org/01903/v1.2.2#ProofOfApproval';
const PROOF_OF_ORIGIN = 'http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin';

/**
 * Returns the bytes a role must sign, without touching a key.
 *
 * Before anything is handed out: the record can be read, the slot is free, it is the role's turn, every earlier signature holds, the
 * receiver takes what will come out, and the certificate is valid at the signing time, is issued for signing, and is of the person whom
 * the record names.
 *
 * @param input - The record's file; not modified.
 * @returns Bytes, digest, and a state for {@link completeSignature}.
 * @throws {@link HocBaSoError} `ERR_RECORD_SLOT_FILLED`, `ERR_RECORD_SLOT_SEVERAL`, `ERR_RECORD_SLOT_FIELD`, `ERR_SIGNING_SLOT_UNKNOWN`,
 * `ERR_SIGNING_RECORD_INVALID`, `ERR_SIGNING_TARGET`, `ERR_SIGNING_ORDER`, `ERR_SIGNING_EARLIER_INVALID`, `ERR_SIGNING_EARLIER_ID`,
 * `ERR_SIGNING_RECEIVER`, `ERR_RECEIVER_INVALID`, `ERR_SIGNER_IDENTITY`, `ERR_SIGNER_CERTIFICATE_TIME`, `ERR_SIGNER_KEY_USAGE`,
 * `ERR_SIGNATURE_ALGORITHM`, `ERR_SIGNATURE_REFERENCE`, `ERR_SIGNATURE_ID`, `ERR_CERTIFICATE_MALFORMED`, `ERR_ARGUMENT_INVALID`, and the
 * codes of `openHocBa`.
 * @see 2088/BGDĐT-GDTH annex 1, II.1.6, III.2; EN 319 132-1 §6.3
 * @example examples/browser.ts
 */
export async function prepareSignature(
  input: HocBaFile | Uint8Array,
  options: PrepareSignatureOptions,
): Promise<PreparedHocBaSignature> {
  const file = openHocBa(input);
  const { role, crypto } = options;
  const signingTime = instant('signingTime', options.signingTime ?? new Date());
  const certificate = parseCertificate(options.certificate);
  const unbound: Omit<SigningParameters, 'signatureId'> = {
    version: 1,
    nonce: encodeHex(randomBytes(16, crypto)),
    fileSha256: sha256Of(file),
    role,
    key: options.key ?? '',
    receiver: parseReceiver(options.receiver),
    algorithm: options.algorithm ?? defaultAlgorithm(certificate),
    certificateBase64: encodeBase64(options.certificate),
    signingTime: formatSigningTime(signingTime),
    expiresAt: instant('expiresAt', options.expiresAt ?? new Date(signingTime.getTime() + DAY_MS)).toISOString(),
    allowGaps: options.allowGaps ?? false,
  };
  const parameters: SigningParameters = { ...unbound, signatureId: signatureIdOf(unbound) };
  const prepared = await rebuild(file, parameters, certificate, crypto);
  const { toSign, digest, digestName } = prepared;
  const state = madeState({ ...parameters, toSignSha256: encodeHex(digestSync('SHA-256', toSign)) });
  remember(file, state, prepared);
  return { toSign, digest, digestName, algorithm: parameters.algorithm, state };
}

export interface CompleteSignatureOptions {
  /** Default now; compared with the state's expiry. */
  readonly at?: Date;
  readonly crypto?: Crypto;
}

/**
 * The signed file. A pure function of file, state and value: everything is built again from the state, so the same value gives the same
 * bytes and an edited state gives an error; the value is checked against the certificate before anything is written.
 *
 * @param value - As SignatureValue carries it (ECDSA: r‖s).
 * @throws {@link HocBaSoError} `ERR_SIGNING_STATE_INVALID`, `ERR_SIGNING_STATE_EXPIRED`, `ERR_SIGNING_FILE_CHANGED`,
 * `ERR_SIGNER_VALUE_MISMATCH`, and the codes of {@link prepareSignature}.
 */
export async function completeSignature(
  input: HocBaFile | Uint8Array,
  state: SigningState,
  value: Uint8Array,
  options: CompleteSignatureOptions = {},
): Promise<HocBaFile> {
  const file = openHocBa(input);
  const given = parseSigningState(state);
  const { crypto } = options;
  if (instant('at', options.at ?? new Date()) > new Date(given.expiresAt)) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_EXPIRED', {});
  }
  const prepared = await preparedAgain(file, given, crypto);
  const signed = reopenHocBa(file, await completeXmlDocument(prepared, value, crypto === undefined ? {} : { crypto }));
  carryReading(file, signed);
  return signed;
}

/**
 * What a state asks a key to sign over this file, built again from both.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNING_FILE_CHANGED`, `ERR_SIGNING_STATE_INVALID`, and the codes of {@link prepareSignature}.
 */
export async function preparedAgain(
  file: HocBaFile,
  state: SigningState,
  crypto: Crypto | undefined,
): Promise<PreparedSignature> {
  const { toSignSha256, ...parameters } = state;
  if (sha256Of(file) !== parameters.fileSha256) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_FILE_CHANGED', {});
  }
  const prepared = recall(file, state) ?? (await rebuild(file, parameters, certificateOf(parameters), crypto));
  if (encodeHex(digestSync('SHA-256', prepared.toSign)) !== toSignSha256) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_INVALID', { reason: 'toSignSha256' });
  }
  return prepared;
}

const preparations = /* @__PURE__ */ new WeakMap<HocBaFile, Map<string, PreparedSignature>>();

/** What was prepared on this very file object is at hand when it is completed in the same process; the Id stands for all parameters. */
function remember(file: HocBaFile, { signatureId }: SigningState, prepared: PreparedSignature): void {
  const ofFile = preparations.get(file) ?? new Map<string, PreparedSignature>();
  ofFile.set(signatureId, prepared);
  preparations.set(file, ofFile);
}

function recall(file: HocBaFile, { signatureId }: SigningState): PreparedSignature | undefined {
  return preparations.get(file)?.get(signatureId);
}

/** Everything from the parameters: the one path that prepare and complete both take. */
async function rebuild(
  file: HocBaFile,
  parameters: SigningParameters,
  certificate: Certificate,
  crypto: Crypto | undefined,
): Promise<PreparedSignature> {
  const { role, key, receiver, signingTime } = parameters;
  if (!slotRoles(file).includes(role)) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_SLOT_UNKNOWN', { role, layout: layoutOf(file).id });
  }
  checkCertificate(certificate, role, signingTime);
  const { hocBa, errors } = readingOf(file);
  if (hocBa === null) throw createError(SIGNING_ERRORS, 'ERR_SIGNING_RECORD_INVALID', { count: errors });
  const earlier = await checkTurn(file, parameters, crypto);
  const identity = checkIdentity(certificate, hocBa, parameters, earlier);
  const place = slotPlace(file, role, {
    ngayKy: signingTime,
    ...(identity === undefined ? {} : { soDinhDanhCaNhan: identity }),
    ...(key === '' ? {} : { key }),
  });
  const references = [
    ...targetsOf(file, role, key),
    ...(receiver.orderReferences ? earlier : []).map(({ role: signed, valueId }) => {
      if (valueId === undefined) throw createError(SIGNING_ERRORS, 'ERR_SIGNING_EARLIER_ID', { role: signed });
      return { uri: `#${valueId}`, type: TYPE_COUNTERSIGNED };
    }),
  ];
  checkReceiver(file, receiver, references.length);
  const request: SignatureRequest = {
    profile: receiver.profile,
    ...(receiver.c14n === undefined ? {} : { c14n: receiver.c14n }),
    algorithm: parameters.algorithm,
    digestAlgorithm: receiver.digestAlgorithm ?? SHA256,
    certificate: certificate.der,
    subjectName: certificate.subjectName,
    signingTime,
    signingTimeNamespace: receiver.signingTimeNamespace,
    references,
    claimedRole: claimedRoleUri(role),
    commitment: role === 'phatHanh' ? PROOF_OF_ORIGIN : PROOF_OF_APPROVAL,
    productionPlace: productionPlace(hocBa),
    signatureId: parameters.signatureId,
  };
  return prepareXmlSignature(documentOf(file), request, place, {
    scope: recordElement(file),
    ...(crypto === undefined ? {} : { crypto }),
  });
}

function certificateOf({ certificateBase64 }: SigningParameters): Certificate {
  try {
    return parseCertificate(decodeBase64(certificateBase64));
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_INVALID', { reason: 'certificateBase64' }, { cause });
  }
}

function productionPlace({ phatHanh, nhaTruong }: HocBa): NonNullable<SignatureRequest['productionPlace']> {
  return { city: phatHanh.diaDanh, stateOrProvince: nhaTruong.tenTinhThanhPho, countryName: 'VN' };
}

function instant(argument: string, value: Date): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument, reason: 'not an instant' });
}

/** What the key can do: tokens make PKCS#1 v1.5; curves have their own hash. */
function defaultAlgorithm(certificate: Certificate): string {
  const more = 'http://www.w3.org/2001/04/xmldsig-more#';
  const key = parsePublicKey(certificate.spki);
  if (key.kind !== 'ec') return `${more}rsa-sha256`;
  return `${more}ecdsa-sha${key.curve === 'P-521' ? 512 : key.curve === 'P-384' ? 384 : 256}`;
}
