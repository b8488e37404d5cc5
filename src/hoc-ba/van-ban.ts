import * as z from 'zod';

/**
 * Texts of a record are written as they will be signed: normalisation form C (TCVN 6909:2001, precomposed), no space at either end, no
 * control characters, nothing XML 1.0 cannot hold. Nothing is repaired silently; {@link normalizeHocBa} does it on request.
 */
const notNfc = { error: 'not in normalisation form C', params: { code: 'textNotNfc' } } as const;
const isNfc = (text: string): boolean => text === text.normalize('NFC');

/** One line: names, places, titles. */
export const dongVanBanSchema = /* @__PURE__ */ (() =>
  z
    .string()
    .max(500)
    .regex(/^[^\s\p{Cc}\p{Cs}\uFFFE\uFFFF](?:[^\p{Cc}\p{Cs}\uFFFE\uFFFF]*[^\s\p{Cc}\p{Cs}\uFFFE\uFFFF])?$/u)
    .refine(isNfc, notNfc))();

/** Several lines, separated by LF: comments. */
export const doanVanBanSchema = /* @__PURE__ */ (() =>
  z
    .string()
    .max(10_000)
    .regex(/^[^\s\p{Cc}\p{Cs}\uFFFE\uFFFF](?:(?:[^\p{Cc}\p{Cs}\uFFFE\uFFFF]|[\t\n])*[^\s\p{Cc}\p{Cs}\uFFFE\uFFFF])?$/u)
    .refine(isNfc, notNfc))();

/** Calendar day `YYYY-MM-DD`, no time, no zone. */
export const ngaySchema = /* @__PURE__ */ (() => z.iso.date())();

/** School year `2023-2024`: the second year follows the first. */
export const namHocSchema = /* @__PURE__ */ (() =>
  z
    .string()
    .regex(/^(?:19|20)\d{2}-(?:19|20)\d{2}$/)
    .refine((text) => Number(text.slice(5)) === Number(text.slice(0, 4)) + 1, {
      error: 'years do not follow each other',
      params: { code: 'schoolYear' },
    }))();

/** Look-up code: 32 hexadecimal digits and 4 hyphens (CV 2088 annex 1). Any UUID version, since the code may come from outside. */
export const maTraCuuSchema = /* @__PURE__ */ (() => z.guid())();

/** Personal id: 12 digits; the 9 digits of the older identity card are read too (see `checkMaDinhDanh`). */
export const soDinhDanhCaNhanSchema = /* @__PURE__ */ (() => z.string().regex(/^(?:\d{9}|\d{12})$/))();

/** SHA-256 in lower-case hexadecimal. */
export const sha256HexSchema = /* @__PURE__ */ (() => z.string().regex(/^[0-9a-f]{64}$/))();

/** Score of a periodic test: integer 0 to 10 (TT 27/2020 điều 7: thang điểm 10, không cho điểm thập phân). */
export const diemSchema = /* @__PURE__ */ (() => z.int().min(0).max(10))();

export type Ngay = z.infer<typeof ngaySchema>;
export type NamHoc = z.infer<typeof namHocSchema>;
