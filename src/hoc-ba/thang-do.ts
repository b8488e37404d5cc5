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

/** A value's word in the record and its letter on paper; the letter is `''` where the form has none. */
export interface NhanGiaTri {
  readonly vi: string;
  readonly en: string;
  readonly letter: string;
}

const nhan = (vi: string, en: string, letter = ''): NhanGiaTri => ({ vi, en, letter });

/** Words and letters of section 1. */
export const NHAN_MUC_DAT_MON_HOC: Readonly<Record<MucDatMonHoc, NhanGiaTri>> = /* @__PURE__ */ (() => ({
  hoanThanhTot: nhan('Hoàn thành tốt', 'Completed well', 'T'),
  hoanThanh: nhan('Hoàn thành', 'Completed', 'H'),
  chuaHoanThanh: nhan('Chưa hoàn thành', 'Not completed', 'C'),
}))();

/** Words and letters of sections 2 and 3. */
export const NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT: Readonly<Record<MucDatNangLucPhamChat, NhanGiaTri>> =
  /* @__PURE__ */ (() => ({
    tot: nhan('Tốt', 'Good', 'T'),
    dat: nhan('Đạt', 'Achieved', 'Đ'),
    canCoGang: nhan('Cần cố gắng', 'Needs effort', 'C'),
  }))();

/** Words of section 4. */
export const NHAN_KET_QUA_GIAO_DUC: Readonly<Record<KetQuaGiaoDuc, NhanGiaTri>> = /* @__PURE__ */ (() => ({
  hoanThanhXuatSac: nhan('Hoàn thành xuất sắc', 'Completed with excellence'),
  hoanThanhTot: nhan('Hoàn thành tốt', 'Completed well'),
  hoanThanh: nhan('Hoàn thành', 'Completed'),
  chuaHoanThanh: nhan('Chưa hoàn thành', 'Not completed'),
}))();
