import { isHocBaSoError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import { type HocBaFile, openHocBa, openHocBaList } from '../record-xml/index.js';
import type { SignedDocument } from '../xades/index.js';
import {
  type NextAction,
  type PlannedStep,
  type PlanSigningOptions,
  planRecord,
  type SigningPlan,
  type SigningStepState,
} from './plan-signing.js';

/** One record in the plan of a class. */
export interface ListedPlan {
  /** Position in the list, from 0. */
  readonly index: number;
  /** Look-up code of the record, `null` when it cannot be read. */
  readonly maTraCuu: string | null;
  /** `null` when the record cannot even be planned; see `error`. */
  readonly plan: SigningPlan | null;
  /** Code of the error that kept this record out; the others are planned all the same. */
  readonly error: string | null;
}

/** The plan of a class or a school: every record's own, and what they have in common. */
export interface ListSigningPlan {
  readonly records: readonly ListedPlan[];
  /** How many records stand where, by role in the order of signing. */
  readonly roles: readonly { readonly role: VaiTroKy; readonly count: Readonly<Record<SigningStepState, number>> }[];
  /** What to do now, with the positions of the records it concerns. */
  readonly nextActions: readonly (NextAction & { readonly records: readonly number[] })[];
  readonly complete: boolean;
}

/**
 * The plan of every record of a class: bytes of a list or transaction file, or the records' own files.
 *
 * A record that cannot be planned is reported by itself: one bad file does not hold up a class.
 *
 * @throws {@link HocBaSoError} the codes of `openHocBaList` when the bytes are no list; `ERR_ARGUMENT_INVALID` when nobody may stand in
 * for a departed holder.
 */
export async function planSigningList(
  input: Uint8Array | readonly (HocBaFile | Uint8Array)[],
  options: PlanSigningOptions = {},
): Promise<ListSigningPlan> {
  const files = input instanceof Uint8Array ? openHocBaList(input) : input;
  const records: ListedPlan[] = [];
  let shared: SignedDocument | undefined;
  for (const [index, one] of files.entries()) {
    try {
      const { plan, hocBa, opened } = await planRecord(openHocBa(one), options, shared);
      shared ??= opened;
      records.push({ index, maTraCuu: hocBa?.maTraCuu ?? null, plan, error: null });
    } catch (cause) {
      if (!isHocBaSoError(cause) || cause.fault === 'caller' || cause.fault === 'environment') throw cause;
      records.push({ index, maTraCuu: null, plan: null, error: cause.code });
    }
  }
  const steps = records.flatMap(({ plan }) => plan?.steps ?? []);
  return {
    records,
    roles: countRoles(steps),
    nextActions: joinActions(records),
    // Empty is not true.
    complete: records.length > 0 && records.every(({ plan }) => plan?.complete === true),
  };
}

function countRoles(steps: readonly PlannedStep[]): ListSigningPlan['roles'] {
  const counts = new Map<VaiTroKy, Record<SigningStepState, number>>();
  for (const { role, state } of steps) {
    const count = counts.get(role) ?? { done: 0, next: 0, blocked: 0, skipped: 0 };
    count[state]++;
    counts.set(role, count);
  }
  return [...counts].map(([role, count]) => ({ role, count }));
}

function joinActions(records: readonly ListedPlan[]): ListSigningPlan['nextActions'] {
  const joined = new Map<string, NextAction & { readonly records: number[] }>();
  for (const { index, plan } of records) {
    for (const action of plan?.nextActions ?? [{ code: 'correctRecord', role: null } as const]) {
      const name = `${action.code} ${action.role ?? ''}`;
      const known = joined.get(name) ?? { ...action, records: [] };
      known.records.push(index);
      joined.set(name, known);
    }
  }
  return [...joined.values()];
}
