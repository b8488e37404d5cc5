import { findDigestAlgorithm } from '../crypto/index.js';
import { createError } from '../errors/index.js';
import { VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';
import type { SignatureProfile } from '../xades/index.js';
import { SIGNING_ERRORS } from './signing-errors.js';

/**
 * What a receiver of records (gateway, province, archive) accepts: data, chosen before signing, since a signature cannot be changed
 * afterwards. What the receiver has not published is named in `assumed`.
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
  /** Two-digit code of the province, whose calendar `deadlinesFor` knows. */
  readonly province?: string;
  /** The authorities that take records in turn; default the Sở, then the Ministry. */
  readonly destinations?: readonly ('so' | 'bo')[];
  /** Roles without whose signature nothing is taken; default those of the verification policy. */
  readonly requiredRoles?: readonly VaiTroKy[];
  /** Roles whose certificates must be registered with the receiver; default the seal. */
  readonly registeredRoles?: readonly VaiTroKy[];
  /** Who issues look-up codes: the school's software, or the authority, of whom one has to be asked for. Default `school`. */
  readonly uuidSource?: 'school' | 'authority';
  /** Fields (paths of the model) that the receiver's own list of data does not have. */
  readonly fieldsNotListed?: readonly string[];
  /** Names of the fields above that no text of the receiver prints. */
  readonly assumed?: readonly string[];
}

const PROFILES: ReadonlySet<unknown> = /* @__PURE__ */ new Set(['cv2088', 'xadesB', 'dual']);

const REQUIRED = [
  ...['id', 'profile', 'orderReferences', 'commitment', 'saltId', 'signingTimeNamespace', 'idScheme', 'maxReferences'],
  'transactionLimitBytes',
] as const;
const OPTIONAL = [
  ...['c14n', 'digestAlgorithm', 'province', 'destinations', 'requiredRoles', 'registeredRoles', 'uuidSource'],
  ...['fieldsNotListed', 'assumed'],
] as const;

/** What was checked and cannot have changed since. */
const parsed = /* @__PURE__ */ new WeakSet<object>();

/**
 * A receiver from JSON, checked field by field. The result is frozen.
 *
 * @throws {@link HocBaSoError} `ERR_RECEIVER_INVALID` naming the field.
 */
export function parseReceiver(value: unknown): Receiver {
  const invalid = (field: string) => createError(SIGNING_ERRORS, 'ERR_RECEIVER_INVALID', { field });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('receiver');
  if (parsed.has(value)) return value as Receiver;
  const given = value as Record<string, unknown>;
  const known: ReadonlySet<string> = new Set([...REQUIRED, ...OPTIONAL]);
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
  const list = (field: string, isMember: (one: unknown) => boolean) => {
    const value = given[field];
    if (!(field in given)) return;
    if (!Array.isArray(value) || !value.every(isMember) || new Set(value).size < value.length) throw invalid(field);
  };
  const isRole = (one: unknown) => VAI_TRO_KY.includes(one as VaiTroKy);
  const isText = (one: unknown) => typeof one === 'string' && one !== '';
  if ('province' in given && !(text('province') && /^\d{2}$/.test(given['province'] as string)))
    throw invalid('province');
  if ('uuidSource' in given && given['uuidSource'] !== 'school' && given['uuidSource'] !== 'authority')
    throw invalid('uuidSource');
  list('destinations', (one) => one === 'so' || one === 'bo');
  if ('destinations' in given && (given['destinations'] as readonly unknown[]).length === 0)
    throw invalid('destinations');
  for (const field of ['requiredRoles', 'registeredRoles']) list(field, isRole);
  list('fieldsNotListed', isText);
  list('assumed', (one) => one !== 'assumed' && known.has(one as string));
  const receiver = structuredClone(given);
  for (const part of [...Object.values(receiver), receiver]) Object.freeze(part);
  parsed.add(receiver);
  return receiver as unknown as Receiver;
}
