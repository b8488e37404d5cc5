import { createError } from '../errors/index.js';
import type { HocBa, VaiTroKy } from '../hoc-ba/index.js';
import { OCCASIONS } from './data/dip-ky.js';
import { QUY_DINH_ERRORS } from './quy-dinh-errors.js';
import type { Label, Source } from './source.js';

/** What a missing signature means by itself; a policy may raise it. */
export type MissingSignature = 'error' | 'warning' | 'none';

/** Who may sign in the place of the holder of a step, and when. */
export interface StandIn {
  /** `successor`: another person in the same role; otherwise the role that signs instead. */
  readonly by: 'successor' | VaiTroKy;
  readonly when: 'departed' | 'departedWithoutSuccessor';
  readonly source: Source;
}

/** One signature of an occasion. */
export interface SigningStep {
  readonly role: VaiTroKy;
  readonly missing: MissingSignature;
  /** True when several persons sign in this role, each over the own part (subject teachers). */
  readonly many: boolean;
  readonly standIns: readonly StandIn[];
  readonly source: Source;
}

/** Work that precedes the signatures and leaves none behind. */
export interface PreparatoryAct {
  readonly act: 'createRecord' | 'checkScans' | 'attachDecision' | 'attachHandOver';
  readonly label: Label;
}

/** The order of one occasion for some levels. */
export interface OccasionOrder {
  /** Levels it holds for; absent = every level without an order of its own. */
  readonly capHoc?: readonly string[];
  readonly preparation: readonly PreparatoryAct[];
  /** In signing order. Empty: nothing is signed on this occasion. */
  readonly steps: readonly SigningStep[];
}

/** One occasion on which a record is signed; each is a plan of its own. */
export interface Occasion {
  readonly id: string;
  readonly label: Label;
  /** Grades it is limited to; absent = all. */
  readonly khoiLop?: readonly number[];
  /** Records it is the usual occasion of; absent = only on request. */
  readonly usualFor?: { readonly thoiDiemLap: HocBa['thoiDiemLap']; readonly nguonGoc: HocBa['nguonGoc'] };
  /** True when the signatures may lie years after the school year, so that their time is no objection. */
  readonly maySignLater: boolean;
  readonly source: Source;
  readonly orders: readonly OccasionOrder[];
}

/** The signing order of an occasion at a level. */
export interface SigningOrder {
  readonly occasion: string;
  readonly capHoc: string;
  readonly preparation: readonly PreparatoryAct[];
  readonly steps: readonly SigningStep[];
  readonly source: Source;
}

/**
 * Returns who signs, in which order, on an occasion.
 *
 * @param occasion - Key of the table, for example `yearEnd`.
 * @param capHoc - Level of the record; a level without an order of its own takes the common one.
 * @param options.policy - Raises what a missing role means; a demand of the rules is never lowered.
 * @param options.occasions - The table; default the built-in one.
 * @throws {@link HocBaSoError} `ERR_OCCASION_UNKNOWN` when the table has no such occasion for the level.
 * @see 1789/QĐ-SGDĐT điều 14, 20 to 23, 32, 39; 2088/BGDĐT-GDTH annex 1 III.2
 */
export function signingOrder(
  occasion: string,
  capHoc: string,
  options: {
    readonly policy?: Partial<Record<VaiTroKy, MissingSignature>>;
    readonly occasions?: readonly Occasion[];
  } = {},
): SigningOrder {
  const found = (options.occasions ?? OCCASIONS).find((entry) => entry.id === occasion);
  const order =
    found?.orders.find((entry) => entry.capHoc?.includes(capHoc)) ??
    found?.orders.find((entry) => entry.capHoc === undefined);
  if (found === undefined || order === undefined) {
    throw createError(QUY_DINH_ERRORS, 'ERR_OCCASION_UNKNOWN', { occasion, capHoc });
  }
  return {
    occasion: found.id,
    capHoc,
    preparation: order.preparation,
    steps: order.steps.map((step) => ({ ...step, missing: stricter(step.missing, options.policy?.[step.role]) })),
    source: found.source,
  };
}

/**
 * The usual occasion of a record, by when it was made and where it comes from. Others (a departed teacher, a civil-status change,
 * digitising the school's own older years) are not seen in the record and have to be asked for by name.
 *
 * @returns Key of the table, `undefined` when no occasion is usual for it.
 */
export function usualOccasion(
  record: Pick<HocBa, 'thoiDiemLap' | 'nguonGoc'>,
  occasions: readonly Occasion[] = OCCASIONS,
): string | undefined {
  return occasions.find(
    ({ usualFor }) => usualFor?.thoiDiemLap === record.thoiDiemLap && usualFor.nguonGoc === record.nguonGoc,
  )?.id;
}

const STRICTNESS: Readonly<Record<MissingSignature, number>> = { none: 0, warning: 1, error: 2 };

function stricter(own: MissingSignature, asked: MissingSignature = 'none'): MissingSignature {
  return STRICTNESS[asked] > STRICTNESS[own] ? asked : own;
}
