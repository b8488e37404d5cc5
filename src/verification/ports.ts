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
