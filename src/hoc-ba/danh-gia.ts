import * as z from 'zod';
import { hoacVang } from './gia-tri-vang.js';
import { mucDatNangLucPhamChatSchema } from './thang-do.js';
import { doanVanBanSchema } from './van-ban.js';

const muc = () => hoacVang(mucDatNangLucPhamChatSchema);
/** One comment per group, not per row (guidance 3). */
const nhanXet = () => hoacVang(doanVanBanSchema);

/** Section 3.1. */
export const nangLucChungSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    tuChuVaTuHoc: muc(),
    giaoTiepVaHopTac: muc(),
    giaiQuyetVanDeVaSangTao: muc(),
    nhanXet: nhanXet(),
  }))();

/** Section 3.2. Technology and informatics are optional: grades 1 and 2 have neither subject. */
export const nangLucDacThuSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    ngonNgu: muc(),
    tinhToan: muc(),
    khoaHoc: muc(),
    congNghe: muc().optional(),
    tinHoc: muc().optional(),
    thamMi: muc(),
    theChat: muc(),
    nhanXet: nhanXet(),
  }))();

/** Section 2. */
export const phamChatSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    yeuNuoc: muc(),
    nhanAi: muc(),
    chamChi: muc(),
    trungThuc: muc(),
    trachNhiem: muc(),
    nhanXet: nhanXet(),
  }))();

/** Qualities and competences of TT 27/2020. */
export const danhGiaTT27Schema = /* @__PURE__ */ (() =>
  z.strictObject({
    theo: z.literal('TT27-2020'),
    phamChat: phamChatSchema,
    nangLucChung: nangLucChungSchema,
    nangLucDacThu: nangLucDacThuSchema,
  }))();

/** Qualities and competences of TT 30/2014 as amended by TT 22/2016, for the years before a grade's roll-out of TT 27/2020. */
export const danhGiaTT22Schema = /* @__PURE__ */ (() =>
  z.strictObject({
    theo: z.literal('TT22-2016'),
    nangLuc: z.strictObject({
      tuPhucVuTuQuan: muc(),
      hopTac: muc(),
      tuHocVaGiaiQuyetVanDe: muc(),
      nhanXet: nhanXet(),
    }),
    phamChat: z.strictObject({
      chamHocChamLam: muc(),
      tuTinTrachNhiem: muc(),
      trungThucKiLuat: muc(),
      doanKetYeuThuong: muc(),
      nhanXet: nhanXet(),
    }),
  }))();

/** Which circular's rows a record has is said in it, never guessed from its year. */
export const danhGiaSchema = /* @__PURE__ */ (() =>
  z.discriminatedUnion('theo', [danhGiaTT27Schema, danhGiaTT22Schema]))();

export type NangLucChung = z.infer<typeof nangLucChungSchema>;
export type NangLucDacThu = z.infer<typeof nangLucDacThuSchema>;
export type PhamChat = z.infer<typeof phamChatSchema>;
export type DanhGiaTT27 = z.infer<typeof danhGiaTT27Schema>;
export type DanhGiaTT22 = z.infer<typeof danhGiaTT22Schema>;
export type DanhGia = z.infer<typeof danhGiaSchema>;
