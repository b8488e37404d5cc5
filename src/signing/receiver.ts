import { findDigestAlgorithm } from '../crypto/index.js';
import { createError } from '../errors/index.js';
import type { SignatureProfile } from '../xades/index.js';
import { SIGNING_ERRORS } from './signing-errors.js';

/**
 * What a receiver of records (gateway, province, archive) accepts: data, chosen before signing, since a signature cannot be changed
 * afterwards. Everything here is `assumed` unless the receiver publishes it.
 */
export interface Receiver {
  readonly id: string;
  /** Form of the signatures. */
  readonly profile: SignatureProfile;
  /** Canonical form of SignedInfo and references; the profile's own when left out. */
  readonly c14n?: 'inclusive' | 'exclusive';
  /** A later role also signs the SignatureValue of each earlier one: a stripped or swapped signature breaks the later ones. */
  readonly orderReferences: boolean;
  /** Whether the seal may carry a commitment to every field. */
  readonly commitment: boolean;
  /** Whether the inner element of the data block may carry a random Id (the salt of its digest). */
  readonly saltId: boolean;
  readonly signingTimeNamespace: 'none' | 'dsig';
  /** `random`: `data-…` for each record; `fixed`: `data`. */
  readonly idScheme: 'random' | 'fixed';
  /** References of one signature the receiver takes. */
  readonly maxReferences: number;
  /** Size of one whole request, bytes. */
  readonly transactionLimitBytes: number;
  /** URI of DigestMethod; default SHA-256. */
  readonly digestAlgorithm?: string;
}

/** Limit of one transaction, CV 2088 annex 1, II.2.8. */
const TEN_MB = 10_000_000;

/** Both rule books at once (design: the default of the command line). */
export const RECEIVER_DUAL: Receiver = {
  id: 'dual',
  profile: 'dual',
  orderReferences: true,
  commitment: true,
  saltId: true,
  signingTimeNamespace: 'none',
  idScheme: 'random',
  maxReferences: 16,
  transactionLimitBytes: TEN_MB,
};

/** The pilot specification of 2024 to the letter: plain XMLDSig with two references. */
export const RECEIVER_CV2088: Receiver = {
  id: 'cv2088',
  profile: 'cv2088',
  orderReferences: false,
  commitment: false,
  saltId: true,
  signingTimeNamespace: 'none',
  idScheme: 'random',
  maxReferences: 2,
  transactionLimitBytes: TEN_MB,
};

/** TT 15/2025/TT-BKHCN annex I: XAdES baseline B. */
export const RECEIVER_XADES: Receiver = { ...RECEIVER_DUAL, id: 'xadesB', profile: 'xadesB' };

export const RECEIVERS: Readonly<Record<string, Receiver>> = {
  cv2088: RECEIVER_CV2088,
  dual: RECEIVER_DUAL,
  xadesB: RECEIVER_XADES,
};

const PROFILES: ReadonlySet<unknown> = /* @__PURE__ */ new Set(['cv2088', 'xadesB', 'dual']);

/**
 * A receiver from JSON, checked field by field.
 *
 * @throws {@link HocBaSoError} `ERR_RECEIVER_INVALID` naming the field.
 */
export function parseReceiver(value: unknown): Receiver {
  const invalid = (field: string) => createError(SIGNING_ERRORS, 'ERR_RECEIVER_INVALID', { field });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('receiver');
  const given = value as Record<string, unknown>;
  const known = new Set([...Object.keys(RECEIVER_DUAL), 'c14n', 'digestAlgorithm']);
  for (const field of Object.keys(given)) if (!known.has(field)) throw invalid(field);
  const text = (field: string) => typeof given[field] === 'string' && given[field] !== '';
  const count = (field: string) => Number.isSafeInteger(given[field]) && (given[field] as number) > 0;
  if (!text('id')) throw invalid('id');
  if (!PROFILES.has(given['profile'])) throw invalid('profile');
  for (const field of ['orderReferences', 'commitment', 'saltId']) {
    if (typeof given[field] !== 'boolean') throw invalid(field);
  }
  if (given['signingTimeNamespace'] !== 'none' && given['signingTimeNamespace'] !== 'dsig')
    throw invalid('signingTimeNamespace');
  if (given['idScheme'] !== 'random' && given['idScheme'] !== 'fixed') throw invalid('idScheme');
  for (const field of ['maxReferences', 'transactionLimitBytes']) if (!count(field)) throw invalid(field);
  if ('c14n' in given && given['c14n'] !== 'inclusive' && given['c14n'] !== 'exclusive') throw invalid('c14n');
  if ('digestAlgorithm' in given) {
    const row = text('digestAlgorithm') ? findDigestAlgorithm(given['digestAlgorithm'] as string) : undefined;
    if (row?.status !== 'produced') throw invalid('digestAlgorithm');
  }
  return { ...given } as unknown as Receiver;
}
