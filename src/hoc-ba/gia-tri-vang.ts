import * as z from 'zod';
import { dongVanBanSchema } from './van-ban.js';

/**
 * A value that is not there, with the reason: `khongRo` nobody knows it, `khongCungCap` the family or the law withholds it, `khongApDung`
 * it has no meaning here (a district after 01/07/2025, a competence of a pupil who is not assessed). Never an empty string.
 */
export const giaTriVangSchema = /* @__PURE__ */ (() =>
  z.strictObject({ vang: z.enum(['khongRo', 'khongCungCap', 'khongApDung']), lyDo: dongVanBanSchema }))();

export type GiaTriVang = z.infer<typeof giaTriVangSchema>;

/** Schema of "the value, or why there is none". */
export function hoacVang<T extends z.ZodType>(schema: T): z.ZodUnion<[T, typeof giaTriVangSchema]> {
  return z.union([schema, giaTriVangSchema]);
}

/** Whether a value is a {@link GiaTriVang}: absent for a stated reason. */
export function isGiaTriVang(value: unknown): value is GiaTriVang {
  return typeof value === 'object' && value !== null && 'vang' in value && 'lyDo' in value;
}

/** The value itself, or `undefined` when it is absent (with or without a reason). */
export function giaTri<T>(value: T | GiaTriVang | undefined): T | undefined {
  return value === undefined || isGiaTriVang(value) ? undefined : value;
}
