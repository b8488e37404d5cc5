import * as z from 'zod';

/**
 * Texts of a record are written as they will be signed: normalisation form C (TCVN 6909:2001, precomposed), no space at either end, no
 * control characters, nothing XML 1.0 cannot hold. Nothing is repaired silently; {@link normalizeHocBa} does it on request.
 */
const notNfc = { params: { code: 'textNotNfc' } } as const;
const isNfc = (text: string): boolean => text === text.normalize('NFC');

/** Patterns by the issue they raise; `parseHocBa` looks the code up by the pattern, so that every schema stays a plain zod schema. */
export const MAU_VAN_BAN = {
  textLine: /^[^\s\p{Cc}\p{Cs}\uFFFE\uFFFF](?:[^\p{Cc}\p{Cs}\uFFFE\uFFFF]*[^\s\p{Cc}\p{Cs}\uFFFE\uFFFF])?$/u,
  textBlock:
    /^[^\s\p{Cc}\p{Cs}\uFFFE\uFFFF](?:[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cs}\uFFFE\uFFFF]*[^\s\p{Cc}\p{Cs}\uFFFE\uFFFF])?$/u,
  schoolYear: /^(?:19|20)\d{2}-(?:19|20)\d{2}$/,
  personalId: /^(?:\d{9}|\d{12})$/,
  sha256: /^[0-9a-f]{64}$/,
  subjectCode: /^(?:[a-z][A-Za-z0-9]{1,39}|khac:[^\s\p{Cc}\p{Cs}\uFFFE\uFFFF]+)$/u,
  mediaType: /^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/,
} as const;

/** One line: names, places, titles. */
export const dongVanBanSchema = /* @__PURE__ */ (() =>
  z.string().max(500).regex(MAU_VAN_BAN.textLine).refine(isNfc, notNfc))();

/** Several lines, separated by LF: comments. */
export const doanVanBanSchema = /* @__PURE__ */ (() =>
  z.string().max(10_000).regex(MAU_VAN_BAN.textBlock).refine(isNfc, notNfc))();

/** Calendar day `YYYY-MM-DD`, no time, no zone. */
export const ngaySchema = /* @__PURE__ */ (() => z.iso.date())();

/** School year `2023-2024`: the second year follows the first. */
export const namHocSchema = /* @__PURE__ */ (() =>
  z
    .string()
    .regex(MAU_VAN_BAN.schoolYear)
    .refine((text) => Number(text.slice(5)) === Number(text.slice(0, 4)) + 1, { params: { code: 'schoolYear' } }))();

/** Look-up code: 32 hexadecimal digits and 4 hyphens (CV 2088 annex 1). Any UUID version, since the code may come from outside. */
export const maTraCuuSchema = /* @__PURE__ */ (() => z.guid())();

/** Personal id: 12 digits; the 9 digits of the older identity card are read too (see `checkMaDinhDanh`). */
export const soDinhDanhCaNhanSchema = /* @__PURE__ */ (() => z.string().regex(MAU_VAN_BAN.personalId))();

/** SHA-256 in lower-case hexadecimal. */
export const sha256HexSchema = /* @__PURE__ */ (() => z.string().regex(MAU_VAN_BAN.sha256))();

/** Score of a periodic test: integer 0 to 10 (TT 27/2020 điều 7: thang điểm 10, không cho điểm thập phân). */
export const diemSchema = /* @__PURE__ */ (() => z.int().min(0).max(10))();

export type Ngay = z.infer<typeof ngaySchema>;
export type NamHoc = z.infer<typeof namHocSchema>;
