import { type Certificate, parseCertificate } from '../certificate/index.js';
import { digestSync, parsePublicKey, randomBytes } from '../crypto/index.js';
import { decodeBase64, encodeBase64, encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { giaTri, type HocBa, VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';
import { claimedRoleUri } from '../quy-dinh/index.js';
import {
  documentOf,
  findSlots,
  type HocBaFile,
  idOf,
  layoutOf,
  openHocBa,
  readHocBa,
  recordElement,
  reopenHocBa,
  signedElements,
  slotPlace,
  slotRoles,
} from '../record-xml/index.js';
import {
  completeXmlSignature,
  formatSigningTime,
  openSignedDocument,
  type PreparedSignature,
  prepareXmlSignature,
  type SignatureRequest,
  TYPE_COUNTERSIGNED,
  verifySignature,
} from '../xades/index.js';
import { attributeValue, type XmlElement } from '../xml/index.js';
import { parseReceiver, type Receiver } from './receiver.js';
import type { SigningRequest } from './signer.js';
import { SIGNING_ERRORS } from './signing-errors.js';

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
  /** Default false: `true` lets a role sign though an earlier mandatory one has not (partial years, rehearsals). */
  readonly allowGaps?: boolean;
  readonly crypto?: Crypto;
}

/** What a role must sign, and what completing needs. */
export interface PreparedHocBaSignature extends SigningRequest {
  /** JSON-able; bound to the file by its digest, and to the bytes to sign by theirs. */
  readonly state: SigningState;
}

/** State between prepare and complete: plain JSON, no secret. Completing rebuilds everything from it, so an edited state is refused. */
export interface SigningState {
  readonly version: 1;
  /** SHA-256 of the file, hex. */
  readonly fileSha256: string;
  /** SHA-256 of the bytes to sign, hex. */
  readonly toSignSha256: string;
  readonly role: VaiTroKy;
  readonly key: string;
  readonly receiver: Receiver;
  readonly algorithm: string;
  readonly certificateBase64: string;
  /** As written in the signature. */
  readonly signingTime: string;
  readonly signatureId: string;
  /** ISO instant. */
  readonly expiresAt: string;
  readonly allowGaps: boolean;
}

const DAY_MS = 24 * 3_600_000;
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
/** EN 319 132-1 §5.2.3: proof of approval for persons, proof of origin for the organisation that issues. */
const PROOF_OF_APPROVAL = 'http://uri.etsi.org/01903/v1.2.2#ProofOfApproval';
const PROOF_OF_ORIGIN = 'http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin';

/**
 * Returns the bytes a role must sign, without touching a key.
 *
 * Before anything is handed out: the slot is free, it is the role's turn, every earlier signature holds, the certificate is valid at the
 * signing time, is issued for signing, and is of the person whom the record names.
 *
 * @param input - The record's file; not modified.
 * @returns Bytes, digest, and a state for {@link completeSignature}.
 * @throws {@link HocBaSoError} `ERR_RECORD_SLOT_FILLED`, `ERR_RECORD_SLOT_UNKNOWN`, `ERR_SIGNING_ORDER`, `ERR_SIGNING_EARLIER_INVALID`,
 * `ERR_SIGNING_EARLIER_ID`, `ERR_SIGNER_IDENTITY`, `ERR_SIGNER_CERTIFICATE_TIME`, `ERR_SIGNER_KEY_USAGE`, `ERR_SIGNATURE_ALGORITHM`,
 * `ERR_SIGNATURE_REFERENCE`, `ERR_CERTIFICATE_MALFORMED`, and the codes of `openHocBa`.
 * @see 2088/BGDĐT-GDTH annex 1, II.1.6, III.2; EN 319 132-1 §6.3
 * @example examples/browser.ts
 */
export async function prepareSignature(
  input: HocBaFile | Uint8Array,
  options: PrepareSignatureOptions,
): Promise<PreparedHocBaSignature> {
  const file = openHocBa(input);
  const { role, receiver, crypto } = options;
  const signingTime = options.signingTime ?? new Date();
  const certificate = parseCertificate(options.certificate);
  const parameters: Omit<SigningState, 'toSignSha256'> = {
    version: 1,
    fileSha256: encodeHex(digestSync('SHA-256', file.bytes)),
    role,
    key: options.key ?? '',
    receiver,
    algorithm: options.algorithm ?? defaultAlgorithm(certificate),
    certificateBase64: encodeBase64(options.certificate),
    signingTime: formatSigningTime(signingTime),
    signatureId: `sig-${encodeHex(randomBytes(16, crypto))}`,
    expiresAt: (options.expiresAt ?? new Date(signingTime.getTime() + DAY_MS)).toISOString(),
    allowGaps: options.allowGaps ?? false,
  };
  const prepared = await rebuild(file, parameters, crypto);
  const { toSign, digest, digestName } = prepared;
  const state = { ...parameters, toSignSha256: encodeHex(digestSync('SHA-256', toSign)) };
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
  const known = parseSigningState(state);
  if ((options.at ?? new Date()) > new Date(known.expiresAt))
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_EXPIRED', {});
  if (encodeHex(digestSync('SHA-256', file.bytes)) !== known.fileSha256) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_FILE_CHANGED', {});
  }
  const prepared = await rebuild(file, known, options.crypto);
  if (encodeHex(digestSync('SHA-256', prepared.toSign)) !== known.toSignSha256) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_INVALID', { reason: 'toSign' });
  }
  const bytes = await completeXmlSignature(
    prepared,
    value,
    options.crypto === undefined ? {} : { crypto: options.crypto },
  );
  return reopenHocBa(file, bytes);
}

/**
 * A state from JSON, checked field by field.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNING_STATE_INVALID` naming the field; `ERR_RECEIVER_INVALID`.
 */
export function parseSigningState(value: unknown): SigningState {
  const invalid = (reason: string) => createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_INVALID', { reason });
  if (typeof value !== 'object' || value === null) throw invalid('state');
  const given = value as Record<string, unknown>;
  if (given['version'] !== 1) throw invalid('version');
  const forms: Readonly<Record<string, RegExp>> = {
    fileSha256: /^[0-9a-f]{64}$/,
    toSignSha256: /^[0-9a-f]{64}$/,
    key: /^.{0,200}$/s,
    algorithm: /^http/,
    certificateBase64: /^[A-Za-z0-9+/]+=*$/,
    signingTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+07:00$/,
    signatureId: /^sig-[0-9a-f]{32}$/,
    expiresAt: /^\d{4}-\d{2}-\d{2}T[0-9:.]+Z$/,
  };
  for (const [field, form] of Object.entries(forms)) {
    const text = given[field];
    if (typeof text !== 'string' || !form.test(text)) throw invalid(field);
  }
  if (!VAI_TRO_KY.includes(given['role'] as VaiTroKy)) throw invalid('role');
  if (typeof given['allowGaps'] !== 'boolean') throw invalid('allowGaps');
  if (Number.isNaN(Date.parse(given['expiresAt'] as string))) throw invalid('expiresAt');
  parseReceiver(given['receiver']);
  return given as unknown as SigningState;
}

/** Everything from the parameters: the one path that prepare and complete both take. */
async function rebuild(
  file: HocBaFile,
  state: Omit<SigningState, 'toSignSha256'>,
  crypto: Crypto | undefined,
): Promise<PreparedSignature> {
  const { role, key, receiver } = state;
  let der: Uint8Array;
  try {
    der = decodeBase64(state.certificateBase64);
  } catch (cause) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_INVALID', { reason: 'certificateBase64' }, { cause });
  }
  const certificate = parseCertificate(der);
  if (!slotRoles(file).includes(role)) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_SLOT_UNKNOWN', { role, layout: layoutOf(file).id });
  }
  checkCertificate(certificate, role, state.signingTime);
  const { hocBa } = readHocBa(file);
  const identity = checkIdentity(certificate, role, hocBa);
  const earlier = await earlierSignatures(file, state, crypto);
  const place = slotPlace(file, role, {
    ngayKy: state.signingTime,
    ...(identity === undefined ? {} : { soDinhDanhCaNhan: identity }),
    ...(key === '' ? {} : { key }),
  });
  const targets = signedElements(file, role, key).map((element) => {
    const id = idOf(element);
    if (id === undefined) throw createError(SIGNING_ERRORS, 'ERR_SIGNING_ORDER', { role, reason: 'noId' });
    return { uri: `#${id}` };
  });
  const request: SignatureRequest = {
    profile: receiver.profile,
    ...(receiver.c14n === undefined ? {} : { c14n: receiver.c14n }),
    algorithm: state.algorithm,
    digestAlgorithm: receiver.digestAlgorithm ?? SHA256,
    certificate: der,
    subjectName: certificate.subjectName,
    signingTime: state.signingTime,
    signingTimeNamespace: receiver.signingTimeNamespace,
    references: [...targets, ...(receiver.orderReferences ? earlier : [])],
    claimedRole: claimedRoleUri(role),
    commitment: role === 'phatHanh' ? PROOF_OF_ORIGIN : PROOF_OF_APPROVAL,
    ...productionPlace(hocBa),
    signatureId: state.signatureId,
  };
  return prepareXmlSignature(documentOf(file), request, place, {
    scope: recordElement(file),
    ...(crypto === undefined ? {} : { crypto }),
  });
}

/** The certificate's own period and use: what the law wants checked before signing (TT 15/2025/TT-BKHCN điều 6). */
function checkCertificate(certificate: Certificate, role: VaiTroKy, signingTime: string): void {
  const time = Date.parse(signingTime);
  const reason =
    time < certificate.notBefore.getTime() ? 'notYetValid' : time > certificate.notAfter.getTime() ? 'expired' : null;
  if (reason !== null) throw createError(SIGNING_ERRORS, 'ERR_SIGNER_CERTIFICATE_TIME', { role, reason });
  const usage = certificate.keyUsage;
  if (usage !== null && !usage.includes('digitalSignature') && !usage.includes('nonRepudiation')) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNER_KEY_USAGE', { role });
  }
}

/**
 * The identifier to write into the slot: the certificate's, which must be the one that the record names, if it names one.
 *
 * @returns undefined where neither says one; a slot that needs it then refuses.
 */
function checkIdentity(certificate: Certificate, role: VaiTroKy, hocBa: HocBa | null): string | undefined {
  const held = certificate.subjectIds.filter((one) => one.kind === 'CCCD').map((one) => one.value);
  if (role === 'phatHanh') {
    const persons = [giaTri(hocBa?.canBoQuanLy.soDinhDanhCaNhan), hocBa?.giaoVienChuNhiem?.soDinhDanhCaNhan];
    if (held.some((one) => persons.includes(one)))
      throw createError(SIGNING_ERRORS, 'ERR_SIGNER_IDENTITY', { role, reason: 'person' });
    return undefined;
  }
  const named =
    role === 'canBoQuanLy' ? giaTri(hocBa?.canBoQuanLy.soDinhDanhCaNhan) : hocBa?.giaoVienChuNhiem?.soDinhDanhCaNhan;
  if (role !== 'giaoVienBoMon' && named !== undefined && held.length > 0 && !held.includes(named)) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNER_IDENTITY', { role, reason: 'otherPerson' });
  }
  return role === 'giaoVienBoMon' ? held[0] : (named ?? held[0]);
}

/** References to the SignatureValue of every earlier role, each of which must hold; and the role's turn. */
async function earlierSignatures(
  file: HocBaFile,
  { role, receiver, allowGaps }: Omit<SigningState, 'toSignSha256'>,
  crypto: Crypto | undefined,
): Promise<readonly { uri: string; type: string }[]> {
  const rank = VAI_TRO_KY.indexOf(role);
  const slots = findSlots(file).filter((slot) => slot.signatures.length > 0);
  const later = slots.find((slot) => VAI_TRO_KY.indexOf(slot.role) > rank);
  if (later !== undefined)
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_ORDER', { role, reason: `after ${later.role}` });
  if (role === 'phatHanh' && !allowGaps && !slots.some((slot) => slot.role === 'canBoQuanLy')) {
    throw createError(SIGNING_ERRORS, 'ERR_SIGNING_ORDER', { role, reason: 'before canBoQuanLy' });
  }
  const opened = openSignedDocument(documentOf(file), { scope: recordElement(file) });
  const references: { uri: string; type: string }[] = [];
  for (const slot of slots) {
    if (VAI_TRO_KY.indexOf(slot.role) >= rank) continue;
    if (slot.signatures.length > 1) {
      throw createError(SIGNING_ERRORS, 'ERR_SIGNING_EARLIER_INVALID', {
        role: slot.role,
        reason: 'severalSignatures',
      });
    }
    const result = await verifySignature(slot.signatures[0]!, opened, crypto === undefined ? {} : { crypto });
    if (result.core !== 'valid') {
      throw createError(SIGNING_ERRORS, 'ERR_SIGNING_EARLIER_INVALID', {
        role: slot.role,
        reason: result.reason ?? 'unknown',
      });
    }
    const id = valueId(result.signatureValue);
    if (id !== undefined) references.push({ uri: `#${id}`, type: TYPE_COUNTERSIGNED });
    else if (receiver.orderReferences) throw createError(SIGNING_ERRORS, 'ERR_SIGNING_EARLIER_ID', { role: slot.role });
  }
  return references;
}

function valueId(value: XmlElement | null): string | undefined {
  return value === null ? undefined : attributeValue(value, 'Id');
}

function productionPlace(hocBa: HocBa | null): Pick<SignatureRequest, 'productionPlace'> {
  if (hocBa === null) return {};
  return {
    productionPlace: {
      city: hocBa.phatHanh.diaDanh,
      stateOrProvince: hocBa.nhaTruong.tenTinhThanhPho,
      countryName: 'VN',
    },
  };
}

/** What the key can do: tokens make PKCS#1 v1.5; curves have their own hash. */
function defaultAlgorithm(certificate: Certificate): string {
  const more = 'http://www.w3.org/2001/04/xmldsig-more#';
  const key = parsePublicKey(certificate.spki);
  if (key.kind !== 'ec') return `${more}rsa-sha256`;
  return `${more}ecdsa-sha${key.curve === 'P-521' ? 512 : key.curve === 'P-384' ? 384 : 256}`;
}
