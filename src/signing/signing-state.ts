import { digestSync } from '../crypto/index.js';
import { encodeHex, encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';
import { parseReceiver, type Receiver } from './receiver.js';
import { SIGNING_ERRORS } from './signing-errors.js';

/**
 * State between prepare and complete: plain JSON, no secret. The Id of the signature is made of all other fields and stands among the
 * bytes that the key signs, so whoever edits a field would need another value from the key.
 */
export interface SigningState {
  readonly version: 1;
  /** 16 random bytes, hex: makes the Id unique. */
  readonly nonce: string;
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

/** Everything that is settled before the bytes to sign are known. */
export type SigningParameters = Omit<SigningState, 'toSignSha256'>;

const FORMS: Readonly<Record<string, RegExp>> = {
  nonce: /^[0-9a-f]{32}$/,
  fileSha256: /^[0-9a-f]{64}$/,
  toSignSha256: /^[0-9a-f]{64}$/,
  key: /^.{0,200}$/s,
  algorithm: /^http/,
  certificateBase64: /^[A-Za-z0-9+/]+=*$/,
  signingTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+07:00$/,
  signatureId: /^sig-[0-9a-f]{32}$/,
  expiresAt: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
};
const FIELDS: ReadonlySet<string> = /* @__PURE__ */ (() =>
  new Set([...Object.keys(FORMS), 'version', 'role', 'receiver', 'allowGaps']))();

const made = /* @__PURE__ */ new WeakSet<object>();

/** A state of our own making, frozen: nobody can edit it, so nothing in it needs to be checked again. */
export function madeState(state: SigningState): SigningState {
  made.add(Object.freeze(state));
  return state;
}

/**
 * A state from JSON, checked field by field and against the Id that binds its fields together.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNING_STATE_INVALID` naming the field, or `edited` when the fields do not belong together;
 * `ERR_RECEIVER_INVALID`.
 */
export function parseSigningState(value: unknown): SigningState {
  const invalid = (reason: string) => createError(SIGNING_ERRORS, 'ERR_SIGNING_STATE_INVALID', { reason });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('state');
  if (made.has(value)) return value as SigningState;
  const given = value as Record<string, unknown>;
  if (given['version'] !== 1) throw invalid('version');
  for (const field of Object.keys(given)) if (!FIELDS.has(field)) throw invalid(field);
  for (const [field, form] of Object.entries(FORMS)) {
    const text = given[field];
    if (typeof text !== 'string' || !form.test(text)) throw invalid(field);
  }
  if (!VAI_TRO_KY.includes(given['role'] as VaiTroKy)) throw invalid('role');
  if (typeof given['allowGaps'] !== 'boolean') throw invalid('allowGaps');
  for (const field of ['expiresAt', 'signingTime']) {
    if (Number.isNaN(Date.parse(given[field] as string))) throw invalid(field);
  }
  const state = { ...given, receiver: parseReceiver(given['receiver']) } as unknown as SigningState;
  if (state.signatureId !== signatureIdOf(state)) throw invalid('edited');
  return state;
}

/** The Id that binds every other field, at 128 bits of SHA-256 over their JSON. */
export function signatureIdOf(parameters: Omit<SigningParameters, 'signatureId'>): string {
  const { version, nonce, fileSha256, role, key, receiver, algorithm, certificateBase64, signingTime, expiresAt } =
    parameters;
  const sorted = Object.entries(receiver).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([
    version,
    nonce,
    fileSha256,
    role,
    key,
    sorted,
    algorithm,
    certificateBase64,
    signingTime,
    expiresAt,
    parameters.allowGaps,
  ]);
  return `sig-${encodeHex(digestSync('SHA-256', encodeUtf8(text)).subarray(0, 16))}`;
}
