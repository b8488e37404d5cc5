import { createError } from '../errors/index.js';
import { LEGAL_REFERENCES } from './data/van-ban.js';
import { QUY_DINH_ERRORS } from './quy-dinh-errors.js';
import type { Evidence, Label } from './source.js';

/** One document and its dates. A date is `YYYY-MM-DD`, or only `YYYY` where no more is known. */
export interface LegalReference {
  /** Official number; unique, unlike its first part (15/2025/TT-BGDĐT is not 15/2025/TT-BKHCN). */
  readonly id: string;
  readonly title: Label;
  /** Day of signature. */
  readonly issued: string;
  /** First day in force; absent when not known. */
  readonly inForceFrom?: string;
  /** First day **no longer** in force; absent while in force or when not known. */
  readonly inForceUntil?: string;
  readonly replacedBy?: readonly string[];
  readonly amends?: readonly string[];
  /** Still decides for the grades that its successor has not reached yet (roll-out); see `ruleSetFor`. */
  readonly transitional?: { readonly until: string; readonly reason: Label };
  /** Known only as a draft: it binds nobody. */
  readonly draft?: boolean;
  /** Two-digit province code when it binds one province only. */
  readonly province?: string;
  /** How well the entry as a whole (number, dates, place in the chain) is attested. */
  readonly evidence: Evidence;
}

/**
 * State of a document on a day. `transitional`: replaced, but still decides for some grades.
 * `unknown`: the dates we hold do not decide it.
 */
export type LegalStatus = 'notIssued' | 'notInForce' | 'inForce' | 'transitional' | 'ended' | 'draft' | 'unknown';

/** A document as it stood on a day. */
export interface LegalReferenceAsOf extends LegalReference {
  readonly asOf: string;
  readonly status: LegalStatus;
  /** Documents that amended or corrected it and were issued by that day. */
  readonly amendedBy: readonly string[];
  /** True unless the entry was seen in a copy of an official text. */
  readonly assumed: boolean;
}

/**
 * Answers how a document stood on a day.
 *
 * @param id - Official number; letter case and Đ/D do not matter (`27/2020/TT-BGDDT` is found).
 * @param asOf - Calendar day `YYYY-MM-DD`.
 * @param references - The table to look in; default the built-in one.
 * @throws {@link HocBaSoError} `ERR_LEGAL_REFERENCE_UNKNOWN` when the table does not hold it.
 */
export function legalReference(
  id: string,
  asOf: string,
  references: readonly LegalReference[] = LEGAL_REFERENCES,
): LegalReferenceAsOf {
  const wanted = fold(id);
  const found = references.find((reference) => fold(reference.id) === wanted);
  if (found === undefined) throw createError(QUY_DINH_ERRORS, 'ERR_LEGAL_REFERENCE_UNKNOWN', { id });
  return describeAsOf(found, asOf, references);
}

/** The whole table as it stood on a day, in the order of issue. */
export function legalReferencesAsOf(
  asOf: string,
  references: readonly LegalReference[] = LEGAL_REFERENCES,
): readonly LegalReferenceAsOf[] {
  return [...references]
    .sort((a, b) => (a.issued < b.issued ? -1 : a.issued > b.issued ? 1 : 0))
    .map((reference) => describeAsOf(reference, asOf, references));
}

function describeAsOf(
  reference: LegalReference,
  asOf: string,
  references: readonly LegalReference[],
): LegalReferenceAsOf {
  const amendedBy = references
    .filter((other) => other.draft !== true && other.amends?.includes(reference.id) === true)
    .filter((other) => compare(other.issued, asOf) === 'reached')
    .map((other) => other.id);
  return {
    ...reference,
    asOf,
    status: statusOn(reference, asOf),
    amendedBy,
    assumed: reference.evidence !== 'seen',
  };
}

function statusOn(reference: LegalReference, asOf: string): LegalStatus {
  const issued = compare(reference.issued, asOf);
  if (issued !== 'reached') return issued === 'ahead' ? 'notIssued' : 'unknown';
  if (reference.draft === true) return 'draft';
  const ended = reference.inForceUntil === undefined ? 'ahead' : compare(reference.inForceUntil, asOf);
  if (ended === 'reached') {
    const { transitional } = reference;
    return transitional !== undefined && compare(transitional.until, asOf) !== 'reached' ? 'transitional' : 'ended';
  }
  if (reference.inForceFrom === undefined) return 'unknown';
  const begun = compare(reference.inForceFrom, asOf);
  if (begun === 'ahead') return 'notInForce';
  return begun === 'reached' && ended === 'ahead' ? 'inForce' : 'unknown';
}

/** Whether a date, perhaps only a year, is reached on a day; inside its own year a bare year decides nothing. */
function compare(date: string, asOf: string): 'reached' | 'ahead' | 'undecided' {
  const day = asOf.slice(0, date.length);
  if (date.length === 4 && day === date) return 'undecided';
  return date <= day ? 'reached' : 'ahead';
}

function fold(id: string): string {
  return id.normalize('NFC').replace(/đ/gi, 'd').replace(/\s+/g, '').toUpperCase();
}
