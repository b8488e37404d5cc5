import { VAI_TRO_KY } from '../hoc-ba/index.js';
import { TYPE_COUNTERSIGNED } from '../xades/index.js';
import type { RecordEvidence, RoleEvidence } from './evidence.js';
import type { ReasonCode } from './reasons.js';

export interface OrderAnswer {
  readonly outcome: 'passed' | 'failed' | 'indeterminate' | 'notRun';
  readonly reason?: ReasonCode;
  readonly params?: Readonly<Record<string, string>>;
}

/**
 * The order of signing, proved only where a later signature covers the SignatureValue of the earlier one.
 *
 * attacker-controlled: the target must *be* the SignatureValue child of the signature in the earlier role's slot of this very record; an
 * element of the same Id elsewhere proves nothing.
 */
export function judgeOrder(evidence: RecordEvidence): OrderAnswer {
  const signed = evidence.roles.filter((one) => one.result !== null);
  if (signed.length < 2) return { outcome: 'notRun' };
  let proved = true;
  for (const later of signed) {
    const earlier = signed.filter((one) => VAI_TRO_KY.indexOf(one.role) < VAI_TRO_KY.indexOf(later.role));
    const known = new Set(earlier.map((one) => one.result!.signatureValue));
    for (const reference of later.result!.references) {
      if (reference.type !== TYPE_COUNTERSIGNED) continue;
      if (reference.target === null) return broken(later, 'notFound');
      if (!known.has(reference.target)) return broken(later, 'otherPlace');
      if (reference.digestMatches !== true) return broken(later, 'changed');
    }
    for (const one of earlier) {
      const value = one.result!.signatureValue;
      const covered =
        value !== null &&
        later.result!.references.some((reference) => reference.target === value && reference.digestMatches === true);
      if (!covered) proved = false;
    }
  }
  return proved ? { outcome: 'passed' } : { outcome: 'indeterminate', reason: 'ORDER_NOT_PROVABLE' };
}

function broken({ role }: RoleEvidence, reason: string): OrderAnswer {
  return { outcome: 'failed', reason: 'ORDER_BROKEN', params: { role, reason } };
}

/** Stated times must not decrease from role to role; a claim, but two claims that contradict each other are a fault. */
export function judgeTimes(evidence: RecordEvidence): OrderAnswer {
  const times = evidence.roles
    .filter((one) => one.signingTime?.instant != null)
    .map((one) => ({ rank: VAI_TRO_KY.indexOf(one.role), time: Date.parse(one.signingTime!.instant!) }));
  if (times.length < 2) return { outcome: 'notRun' };
  const decreasing = times.some((a) => times.some((b) => a.rank < b.rank && a.time > b.time));
  return decreasing ? { outcome: 'failed', reason: 'SIGNING_TIMES_DECREASE' } : { outcome: 'passed' };
}
