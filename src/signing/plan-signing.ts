import { VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';
import { type MissingSignature, type SigningOrder, signingOrder, usualOccasion } from '../quy-dinh/index.js';
import {
  documentOf,
  findSlots,
  type HocBaFile,
  openHocBa,
  readHocBa,
  recordElement,
  slotRoles,
} from '../record-xml/index.js';
import { openSignedDocument, type SignatureResult, verifySignature } from '../xades/index.js';

/** Where a role stands in the plan. */
export type SigningStepState =
  /** Its signature is there and holds. */
  | 'done'
  /** It may sign now. */
  | 'next'
  /** An earlier role must sign first, or a fault must be mended; see `reason`. */
  | 'blocked'
  /** It need not sign and a later role has signed already. */
  | 'skipped';

export interface PlannedStep {
  readonly role: VaiTroKy;
  readonly state: SigningStepState;
  /** Why `blocked`: codes. */
  readonly reason:
    | null
    | 'earlierRoleMissing'
    | 'signatureBroken'
    | 'severalSignatures'
    | 'laterRoleSigned'
    | 'noSlot'
    | 'recordUnreadable';
  /** What a missing signature of this role means. */
  readonly missing: MissingSignature;
  /** Claimed signing time of a signature that is there, ISO. */
  readonly signingTime: string | null;
}

/** What to do now, as frozen codes with the role they speak of. */
export interface NextAction {
  readonly code: 'sign' | 'recallAndReplace' | 'correctRecord' | 'submit';
  readonly role: VaiTroKy | null;
}

export interface SigningPlan {
  readonly occasion: string;
  readonly steps: readonly PlannedStep[];
  readonly nextActions: readonly NextAction[];
  readonly complete: boolean;
}

export interface PlanSigningOptions {
  /** Key of the table of occasions; default the usual one of the record (`yearEnd` for a whole year). */
  readonly occasion?: string;
  /** Raises what a missing role means. */
  readonly policy?: Partial<Record<VaiTroKy, MissingSignature>>;
  readonly crypto?: Crypto;
}

/**
 * Who has signed a record, who is next, what blocks. A signature counts as done only when its core holds; trust is for `verification`.
 *
 * @throws {@link HocBaSoError} the codes of `openHocBa`; `ERR_OCCASION_UNKNOWN`.
 * @see 1789/QĐ-SGDĐT điều 20; 2088/BGDĐT-GDTH annex 1, III.2
 */
export async function planSigning(
  input: HocBaFile | Uint8Array,
  options: PlanSigningOptions = {},
): Promise<SigningPlan> {
  const file = openHocBa(input);
  const { hocBa } = readHocBa(file);
  const occasion = options.occasion ?? (hocBa === null ? undefined : usualOccasion(hocBa)) ?? 'yearEnd';
  const order: SigningOrder = signingOrder(
    occasion,
    hocBa?.capHoc ?? 'tieuHoc',
    options.policy === undefined ? {} : { policy: options.policy },
  );
  const opened = openSignedDocument(documentOf(file), { scope: recordElement(file) });
  const slots = findSlots(file).filter((slot) => slot.signatures.length > 0);
  const withSlot = slotRoles(file);
  const roles = order.steps.filter((step) => withSlot.includes(step.role) || step.missing === 'error');
  const lastSigned = Math.max(-1, ...slots.map((slot) => VAI_TRO_KY.indexOf(slot.role)));

  const steps: PlannedStep[] = [];
  let blockedBy: PlannedStep['reason'] = hocBa === null ? 'recordUnreadable' : null;
  let nextGiven = false;
  for (const { role, missing } of roles) {
    const mine = slots.filter((slot) => slot.role === role);
    const results: SignatureResult[] = [];
    for (const element of mine.flatMap((slot) => slot.signatures)) {
      results.push(
        await verifySignature(element, opened, options.crypto === undefined ? {} : { crypto: options.crypto }),
      );
    }
    const signingTime = results.flatMap((one) => one.signingTimes.map((time) => time.instant))[0] ?? null;
    const step = (state: SigningStepState, reason: PlannedStep['reason'] = null) =>
      steps.push({ role, state, reason, missing, signingTime });
    if (!withSlot.includes(role)) step('blocked', 'noSlot');
    else if (mine.some((slot) => slot.signatures.length > 1)) {
      step('blocked', 'severalSignatures');
      blockedBy ??= 'signatureBroken';
    } else if (results.some((one) => one.core !== 'valid')) {
      step('blocked', 'signatureBroken');
      blockedBy ??= 'signatureBroken';
    } else if (results.length > 0) step('done');
    else if (VAI_TRO_KY.indexOf(role) < lastSigned) {
      // Signing after a later role would break the order that the later one vouches for.
      if (missing === 'error') step('blocked', 'laterRoleSigned');
      else step('skipped');
    } else if (blockedBy !== null) step('blocked', blockedBy);
    else {
      step('next');
      nextGiven = true;
      if (missing === 'error') blockedBy = 'earlierRoleMissing';
    }
  }
  const complete =
    steps.some((one) => one.state === 'done') &&
    steps.every(
      (one) => one.state === 'done' || one.state === 'skipped' || (one.state === 'next' && one.missing === 'none'),
    );
  return { occasion, steps, nextActions: actions(steps, hocBa === null, nextGiven, complete), complete };
}

function actions(
  steps: readonly PlannedStep[],
  unreadable: boolean,
  nextGiven: boolean,
  complete: boolean,
): readonly NextAction[] {
  if (unreadable) return [{ code: 'correctRecord', role: null }];
  const broken = steps.find(
    (one) => one.reason === 'signatureBroken' || one.reason === 'severalSignatures' || one.reason === 'laterRoleSigned',
  );
  if (broken !== undefined) return [{ code: 'recallAndReplace', role: broken.role }];
  if (complete) return [{ code: 'submit', role: null }];
  return nextGiven
    ? steps.filter((one) => one.state === 'next').map((one): NextAction => ({ code: 'sign', role: one.role }))
    : [];
}
