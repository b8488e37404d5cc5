import * as z from 'zod';

/**
 * The scales are types of their own because their letters are not: T is "Hoàn thành tốt" for a subject and "Tốt" for a quality, C is
 * "Chưa hoàn thành" there and "Cần cố gắng" here (TT 27/2020 annex 1, guidance 2 and 3).
 */

/** Level of a subject or educational activity: T, H, C of section 1. */
export const mucDatMonHocSchema = /* @__PURE__ */ (() => z.enum(['hoanThanhTot', 'hoanThanh', 'chuaHoanThanh']))();

/** Level of a quality or competence: T, Đ, C of sections 2 and 3. */
export const mucDatNangLucPhamChatSchema = /* @__PURE__ */ (() => z.enum(['tot', 'dat', 'canCoGang']))();

/** Result of the year, section 4 (TT 27/2020 điều 9.2). */
export const ketQuaGiaoDucSchema = /* @__PURE__ */ (() =>
  z.enum(['hoanThanhXuatSac', 'hoanThanhTot', 'hoanThanh', 'chuaHoanThanh']))();

export type MucDatMonHoc = z.infer<typeof mucDatMonHocSchema>;
export type MucDatNangLucPhamChat = z.infer<typeof mucDatNangLucPhamChatSchema>;
export type KetQuaGiaoDuc = z.infer<typeof ketQuaGiaoDucSchema>;
