import type { Certificate } from './certificate.js';
import {
  CLOCK_TOLERANCE_MS,
  type EvidenceRefusal,
  type EvidenceVerdict,
  type RevocationOptions,
} from './revocation-evidence.js';
import type { RevocationReason } from './revocation-reasons.js';

/** When evidence was made and until when it is meant to be used. */
export interface EvidencePeriod {
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
}

/** Evidence from the future says that a clock is wrong; nothing is built on it. */
export function isNotYetIssued(
  { thisUpdate }: Pick<EvidencePeriod, 'thisUpdate'>,
  { at, now = at, clockToleranceMs = CLOCK_TOLERANCE_MS }: RevocationOptions,
): boolean {
  return thisUpdate.getTime() > now.getTime() + clockToleranceMs;
}

/**
 * Why evidence is too old to call a certificate good at an instant, or `null`. What was issued at that instant or later knows about it
 * (ETSI EN 319 102-1 §5.2.5: issued after the time in question); what was issued before must still have been in force then.
 *
 * @param keepsSince - Certificates that expired before this are no longer reported on; `null`: none that has expired is.
 */
export function freshnessRefusal(
  { thisUpdate, nextUpdate }: EvidencePeriod,
  certificate: Certificate,
  keepsSince: Date | null,
  options: RevocationOptions,
): EvidenceRefusal | null {
  const { at, maxAgeMs, graceMs = 0, clockToleranceMs = CLOCK_TOLERANCE_MS } = options;
  // Authorities drop expired certificates from their lists: then not being listed means nothing.
  if (certificate.notAfter < thisUpdate && (keepsSince === null || keepsSince > certificate.notAfter))
    return 'expiredNotCovered';
  const age = at.getTime() - thisUpdate.getTime();
  if (age <= 0) return null;
  if (maxAgeMs !== undefined && age > maxAgeMs) return 'stale';
  if (nextUpdate === null) return age > (maxAgeMs ?? clockToleranceMs) ? 'noNextUpdate' : null;
  return at.getTime() > nextUpdate.getTime() + graceMs ? 'stale' : null;
}

/** What an entry means at an instant. The day the key is thought to have been lost counts when it is the earlier one. */
export function entryVerdict(
  entry: { readonly revokedAt: Date; readonly reason: RevocationReason | null; readonly invalidSince: Date | null },
  at: Date,
): EvidenceVerdict['verdict'] {
  if (entry.reason === 'removeFromCRL') return 'good';
  if (entry.revokedAt > at && (entry.invalidSince === null || entry.invalidSince > at)) return 'good';
  return entry.reason === 'certificateHold' ? 'onHold' : 'revoked';
}

/**
 * When the signer of evidence must have been in good standing: when it signed, and as long as what it signed is used. Evidence about the
 * past may be signed by a key that did not exist then.
 */
export function standingInstant(issuedAt: Date, at: Date): Date {
  return issuedAt > at ? issuedAt : at;
}
