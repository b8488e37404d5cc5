import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import { type HocBa, VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';
import {
  type MissingSignature,
  type PreparatoryAct,
  type SigningOrder,
  type SigningStep,
  type StandIn,
  signingOrder,
  usualOccasion,
} from '../quy-dinh/index.js';
import {
  documentOf,
  type FoundSlot,
  findSlots,
  type HocBaFile,
  openHocBa,
  readHocBa,
  recordElement,
  slotRoles,
} from '../record-xml/index.js';
import { openSignedDocument, type SignatureResult, type SignedDocument, verifySignature } from '../xades/index.js';

/** Where a role stands in the plan. */
export type SigningStepState =
  /** Its signature is there and holds. */
  | 'done'
  /** It may sign now. */
  | 'next'
  /** An earlier role must sign first, or a fault must be mended; see `reason`. */
  | 'blocked'
  /** It need not sign: a later role has signed already, or another role stands in. */
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
  /** Who signs in place of a holder who left: `successor` in the same role, or the role whose signature stands for this one. */
  readonly standIn: StandIn['by'] | null;
  /** Where several persons sign in the role: each by the own code, in the order of the record. */
  readonly people: readonly { readonly key: string; readonly state: 'done' | 'open' | 'broken' }[];
}

/** What to do now, as frozen codes with the role they speak of. */
export interface NextAction {
  readonly code: 'sign' | 'recallAndReplace' | 'correctRecord' | 'submit';
  readonly role: VaiTroKy | null;
}

export interface SigningPlan {
  readonly occasion: string;
  /** Work that precedes the signatures and leaves none behind: said, not checked. */
  readonly preparation: readonly PreparatoryAct['act'][];
  readonly steps: readonly PlannedStep[];
  readonly nextActions: readonly NextAction[];
  /** Every signature that the occasion asks for is there and holds. */
  readonly complete: boolean;
}

export interface PlanSigningOptions {
  /** Key of the table of occasions; default the usual one of the record (`yearEnd` for a whole year). */
  readonly occasion?: string;
  /** Raises what a missing role means. */
  readonly policy?: Partial<Record<VaiTroKy, MissingSignature>>;
  /** Roles whose holder left: `replaced` when somebody is in post instead, `notReplaced` when nobody is. */
  readonly departed?: Partial<Record<VaiTroKy, 'replaced' | 'notReplaced'>>;
  readonly crypto?: Crypto;
}

/**
 * Who has signed a record, who is next, what blocks. A signature counts as done only when its core holds; trust is for `verification`.
 *
 * @throws {@link HocBaSoError} the codes of `openHocBa`; `ERR_OCCASION_UNKNOWN`; `ERR_ARGUMENT_INVALID` when nobody may stand in for a
 * departed holder.
 * @see 1789/QĐ-SGDĐT điều 14, 20 to 23, 39; 2088/BGDĐT-GDTH annex 1, III.2
 */
export async function planSigning(
  input: HocBaFile | Uint8Array,
  options: PlanSigningOptions = {},
): Promise<SigningPlan> {
  return (await planRecord(openHocBa(input), options)).plan;
}

/** The plan of one record of a file, sharing with others what was computed of it. */
export async function planRecord(
  file: HocBaFile,
  options: PlanSigningOptions,
  sharedWith?: SignedDocument,
): Promise<{ readonly plan: SigningPlan; readonly hocBa: HocBa | null; readonly opened: SignedDocument }> {
  const { hocBa } = readHocBa(file);
  const occasion = options.occasion ?? (hocBa === null ? undefined : usualOccasion(hocBa)) ?? 'yearEnd';
  const order: SigningOrder = signingOrder(
    occasion,
    hocBa?.capHoc ?? 'tieuHoc',
    options.policy === undefined ? {} : { policy: options.policy },
  );
  const opened = openSignedDocument(documentOf(file), {
    scope: recordElement(file),
    ...(sharedWith === undefined ? {} : { sharedWith }),
  });
  const slots = findSlots(file);
  const signed: SignedSlot[] = [];
  for (const slot of slots) {
    const results: SignatureResult[] = [];
    for (const element of slot.signatures) {
      results.push(
        await verifySignature(element, opened, options.crypto === undefined ? {} : { crypto: options.crypto }),
      );
    }
    signed.push({ slot, results });
  }
  const withSlot = slotRoles(file);
  const roles = order.steps.filter((step) => withSlot.includes(step.role) || step.missing === 'error');
  const steps = planSteps(roles, { signed, withSlot, hocBa, departed: options.departed ?? {} });
  const complete = isComplete(steps);
  return {
    plan: {
      occasion,
      preparation: order.preparation.map((one) => one.act),
      steps,
      nextActions: hocBa === null ? [{ code: 'correctRecord', role: null }] : actions(steps, complete),
      complete: complete && hocBa !== null,
    },
    hocBa,
    opened,
  };
}

interface SignedSlot {
  readonly slot: FoundSlot;
  readonly results: readonly SignatureResult[];
}

interface Situation {
  readonly signed: readonly SignedSlot[];
  readonly withSlot: readonly VaiTroKy[];
  readonly hocBa: HocBa | null;
  readonly departed: NonNullable<PlanSigningOptions['departed']>;
}

function planSteps(roles: readonly SigningStep[], situation: Situation): readonly PlannedStep[] {
  const { signed, withSlot, hocBa, departed } = situation;
  const ranks = signed.filter(({ results }) => results.length > 0).map(({ slot }) => VAI_TRO_KY.indexOf(slot.role));
  const lastSigned = Math.max(-1, ...ranks);
  let blockedBy: PlannedStep['reason'] = hocBa === null ? 'recordUnreadable' : null;
  return roles.map((step): PlannedStep => {
    const { role, missing } = step;
    const mine = signed.filter(({ slot }) => slot.role === role);
    const results = mine.flatMap((one) => one.results);
    const people = step.many ? peopleOf(mine, hocBa) : [];
    const standIn = standInOf(step, departed[role]);
    const planned = (state: SigningStepState, reason: PlannedStep['reason'] = null): PlannedStep => ({
      role,
      state,
      reason,
      missing,
      signingTime: results.flatMap((one) => one.signingTimes.map((time) => time.instant))[0] ?? null,
      standIn,
      people,
    });
    const isDone = results.length > 0 && people.every((one) => one.state !== 'open');
    // Two slots for one person are as bad as two signatures in one.
    const isSeveral =
      mine.some((one) => one.results.length > 1) || new Set(mine.map(({ slot }) => slot.key)).size < mine.length;
    if (!withSlot.includes(role)) return planned('blocked', 'noSlot');
    if (isSeveral) {
      blockedBy ??= 'signatureBroken';
      return planned('blocked', 'severalSignatures');
    }
    if (results.some((one) => one.core !== 'valid')) {
      blockedBy ??= 'signatureBroken';
      return planned('blocked', 'signatureBroken');
    }
    if (isDone) return planned('done');
    // The stand-in's own signature covers the whole record; nothing is put into the slot of the one who left.
    if (standIn !== null && standIn !== 'successor') return planned('skipped');
    // Signing after a later role would break the order that the later one vouches for.
    if (VAI_TRO_KY.indexOf(role) < lastSigned) {
      return missing === 'error' ? planned('blocked', 'laterRoleSigned') : planned('skipped');
    }
    if (blockedBy !== null) return planned('blocked', blockedBy);
    if (missing === 'error') blockedBy = 'earlierRoleMissing';
    return planned('next');
  });
}

/** Everybody who signs in a role of many, by the codes that the rows of the record carry. */
function peopleOf(mine: readonly SignedSlot[], hocBa: HocBa | null): PlannedStep['people'] {
  const keys = new Set<string>();
  for (const row of hocBa?.monHoc ?? []) {
    const key = row.giaoVienBoMon?.maGiaoVien;
    if (key !== undefined) keys.add(key);
  }
  const signatures = new Map<string, SignatureResult[]>();
  for (const { slot, results } of mine) {
    keys.add(slot.key);
    const known = signatures.get(slot.key);
    if (known === undefined) signatures.set(slot.key, [...results]);
    else known.push(...results);
  }
  return [...keys].map((key) => {
    const results = signatures.get(key) ?? [];
    if (results.length === 0) return { key, state: 'open' };
    return { key, state: results.every((one) => one.core === 'valid') ? 'done' : 'broken' };
  });
}

/** Who stands in by the table of the occasion. @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` when the table knows nobody. */
function standInOf(
  { role, standIns }: SigningStep,
  situation: 'replaced' | 'notReplaced' | undefined,
): StandIn['by'] | null {
  if (situation === undefined) return null;
  const departed = standIns.find((one) => one.when === 'departed');
  const found =
    situation === 'replaced' ? departed : (standIns.find((one) => one.when === 'departedWithoutSuccessor') ?? departed);
  // Nobody is in post, so nobody succeeds.
  if (found === undefined || (situation === 'notReplaced' && found.by === 'successor')) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'departed', reason: role });
  }
  return found.by;
}

/** Nothing to sign is complete too; a role that need not sign and has not keeps nobody waiting. */
function isComplete(steps: readonly PlannedStep[]): boolean {
  if (steps.length === 0) return true;
  const isOver = ({ state, missing }: PlannedStep) =>
    state === 'done' || state === 'skipped' || (state === 'next' && missing === 'none');
  return steps.some((one) => one.state === 'done') && steps.every(isOver);
}

const FAULTS: ReadonlySet<PlannedStep['reason']> = /* @__PURE__ */ new Set<PlannedStep['reason']>([
  'signatureBroken',
  'severalSignatures',
  'laterRoleSigned',
]);

function actions(steps: readonly PlannedStep[], complete: boolean): readonly NextAction[] {
  // Of the faults the first with a cause of its own: a step that waits for another's fault is no place to mend it.
  const broken = steps.find((one) => FAULTS.has(one.reason));
  if (broken !== undefined) return [{ code: 'recallAndReplace', role: broken.role }];
  if (complete) return steps.length === 0 ? [] : [{ code: 'submit', role: null }];
  return steps.filter((one) => one.state === 'next').map((one): NextAction => ({ code: 'sign', role: one.role }));
}
