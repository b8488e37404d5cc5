import type { PathResult } from '../certificate/index.js';
import { type Answer, failed, open, PASSED, passedWith } from './answer.js';
import type { Standing, Standings } from './trust-context.js';

/**
 * What the statuses along a path say of a signature (EN 319 102-1 §5.2.6, §5.5).
 *
 * A certificate revoked later than a proved time does not harm what existed then. Revoked later than the stated time only, the answer
 * stays open: the thief of a key states whatever time he likes.
 *
 * @param times.proved - The time before which the signature existed, by a stamp.
 * @param times.stated - The signer's claim.
 */
export function revocationVerdict(
  path: PathResult | null,
  { standings, path: asked }: Standings,
  times: { readonly proved: Date | null; readonly stated: Date | null },
): Answer {
  // A certificate that is itself an anchor has nobody to ask about it: nothing asked is nothing known.
  if (path === null || path.status !== 'passed' || asked.path.length < 2) return open('REVOCATION_UNKNOWN');
  let later: Answer | null = null;
  let afterProof: Answer | null = null;
  for (const [index, standing] of standings.entries()) {
    const { certificate, status, revokedAt } = standing;
    const isAfter = (time: Date | null) => revokedAt !== null && time !== null && revokedAt > time;
    const since = revokedAt === null ? {} : { revokedAt: revokedAt.toISOString() };
    if (status === 'good' && revokedAt === null) continue;
    if ((status === 'revoked' || status === 'good') && isAfter(times.proved)) {
      afterProof ??= passedWith('REVOKED_AFTER_PROOF', { certificate, ...since });
    } else if (status === 'revoked') {
      if (!isAfter(times.stated)) return failed('REVOKED', { certificate });
      const answer = open('REVOKED_AFTER_SIGNING', { certificate, ...since });
      later ??= index === 0 ? answer : { ...answer, subIndication: 'REVOKED_CA_NO_POE' };
    } else if (status !== 'good') later ??= openAnswer(standing);
  }
  if (later === null && standings.length + 1 < asked.path.length) return open('REVOCATION_UNKNOWN');
  return later ?? afterProof ?? PASSED;
}

function openAnswer({ certificate, status, isStale, code }: Standing): Answer {
  if (status === 'failed') return open('PLATFORM_ERROR', { code: code ?? 'revocation' });
  if (status === 'onHold') return open('CERTIFICATE_ON_HOLD', { certificate });
  return isStale ? open('REVOCATION_STALE', { certificate }) : open('REVOCATION_UNKNOWN');
}
