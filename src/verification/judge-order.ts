import { VAI_TRO_KY } from '../hoc-ba/index.js';
import { TYPE_COUNTERSIGNED } from '../xades/index.js';
import { type Answer, failed, NOT_RUN, open, PASSED } from './answer.js';
import type { RoleEvidence } from './evidence.js';

const rank = ({ role }: RoleEvidence): number => VAI_TRO_KY.indexOf(role);

/**
 * The order of signing, proved only where a later signature covers the SignatureValue of the earlier one.
 *
 * attacker-controlled: the target must *be* the SignatureValue child of the signature in the earlier role's slot of this very record; an
 * element of the same Id elsewhere proves nothing. A reference to an earlier signature that is not there any more is a fault.
 */
export function judgeOrder(roles: readonly RoleEvidence[]): Answer {
  const signed = roles.filter((one) => one.result !== null);
  let isProved = true;
  for (const later of signed) {
    const { references } = later.result!;
    const earlier = signed.filter((one) => rank(one) < rank(later)).map((one) => one.result!.signatureValue);
    const broken = (reason: string) => failed('ORDER_BROKEN', { role: later.role, reason });
    for (const { type, target, digestMatches } of references) {
      if (type !== TYPE_COUNTERSIGNED) continue;
      if (target === null) return broken('notFound');
      if (!earlier.includes(target)) return broken('otherPlace');
      if (digestMatches !== true) return broken('changed');
    }
    isProved &&= earlier.every(
      (value) => value !== null && references.some((one) => one.target === value && one.view?.covers(value) === true),
    );
  }
  if (signed.length < 2) return NOT_RUN;
  return isProved ? PASSED : open('ORDER_NOT_PROVABLE');
}

/** Stated times must not decrease from role to role; a claim, but two claims that contradict each other are a fault. */
export function judgeTimes(roles: readonly RoleEvidence[]): Answer {
  const timed = roles.filter((one) => one.signingTime?.instant != null);
  if (timed.length < 2) return NOT_RUN;
  const time = (one: RoleEvidence) => Date.parse(one.signingTime!.instant!);
  for (const earlier of timed) {
    const later = timed.find((one) => rank(earlier) < rank(one) && time(earlier) > time(one));
    if (later !== undefined) {
      return failed('SIGNING_TIMES_DECREASE', { earlier: earlier.role, later: later.role });
    }
  }
  return PASSED;
}
