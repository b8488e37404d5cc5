import { createError } from '../errors/index.js';
import { QUY_DINH_ERRORS } from './quy-dinh-errors.js';

/**
 * First calendar year of a school year: 2024 for `2024-2025`.
 *
 * @throws {@link HocBaSoError} `ERR_SCHOOL_YEAR_INVALID` unless it is two consecutive years of four digits joined by a hyphen.
 */
export function schoolYearStart(namHoc: string): number {
  const start = Number(/^(\d{4})-\d{4}$/.exec(namHoc)?.[1]);
  if (namHoc !== `${start}-${start + 1}`) throw createError(QUY_DINH_ERRORS, 'ERR_SCHOOL_YEAR_INVALID', { namHoc });
  return start;
}

/** Whether `namHoc` lies between two school years, both included; a missing bound is open. */
export function isSchoolYearWithin(namHoc: string, from: string | undefined, to: string | undefined): boolean {
  const start = schoolYearStart(namHoc);
  return (from === undefined || start >= schoolYearStart(from)) && (to === undefined || start <= schoolYearStart(to));
}

/** Calendar day `YYYY-MM-DD` of an instant in Vietnam (UTC+7, no summer time), where every date of a record is meant. */
export function vietnamDay(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}
