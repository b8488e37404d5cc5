import type { Certificate } from '../certificate/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';

/** Asks a register who may sign for a school: school ⇄ seal, principal ⇄ school, office, period. Never answers by guessing. */
export type AuthorityPort = (question: {
  readonly role: VaiTroKy;
  /** School code of the record, as signed. */
  readonly maTruong: string;
  readonly certificate: Certificate;
  /** Stated signing time. */
  readonly at: Date;
}) => AuthorityAnswer | Promise<AuthorityAnswer>;

export type AuthorityAnswer = 'authorised' | 'notAuthorised' | 'unknown';

/** Asks for the status of a certificate at an instant; nothing is fetched unless the caller's port does it. */
export type RevocationPort = (question: {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly at: Date;
}) => RevocationAnswer | Promise<RevocationAnswer>;

export interface RevocationAnswer {
  readonly status: 'good' | 'revoked' | 'onHold' | 'unknown';
  /** When it was revoked, if known: after the stated signing time the answer stays open instead of failed (EN 319 102-1 §5.2.6.2). */
  readonly revokedAt?: Date;
}

/**
 * Asks the authority's server for its copy of a record (1789/QĐ-SGDĐT điều 24, 26). What the server says is believed as far as the caller's
 * connection to it can be: the answer is not signed.
 */
export type AuthorityCopyPort = (question: {
  /** Look-up code of the record. */
  readonly maTraCuu: string;
  /** School code of the record, as signed. */
  readonly maTruong: string | null;
  /** SHA-256 of the record's data block (`recordDigest` of `hoc-ba-so/integrity`), hex. */
  readonly recordDigest: string;
  /** SHA-256 of the whole file, hex; a copy that has got further time stamps differs from it. */
  readonly fileSha256: string;
  /** The instant the judgement is for. */
  readonly at: Date;
}) => AuthorityCopyAnswer | Promise<AuthorityCopyAnswer>;

export type AuthorityCopyAnswer =
  /** The server holds the record and it is in force: its bytes, or the digest of its data. */
  | { readonly status: 'present'; readonly copy: Uint8Array }
  | { readonly status: 'present'; readonly recordDigest: string }
  /** The server does not know the record. */
  | { readonly status: 'absent' }
  /** A newer version is in its place. */
  | { readonly status: 'replaced' }
  | { readonly status: 'recalled' }
  | { readonly status: 'unknown' };
