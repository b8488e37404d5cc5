import * as z from 'zod';
import {
  dongVanBanSchema,
  MAU_VAN_BAN,
  maTraCuuSchema,
  ngaySchema,
  sha256HexSchema,
  soDinhDanhCaNhanSchema,
} from './van-ban.js';

const nguoi = () =>
  z.strictObject({
    hoVaTen: dongVanBanSchema,
    chucVu: dongVanBanSchema.optional(),
    soDinhDanhCaNhan: soDinhDanhCaNhanSchema.optional(),
  });

/**
 * Where a digitised record comes from (NĐ 88/2026 điều 8: "electronic copy"; 1789/QĐ-SGDĐT điều 22.3, 39): the scans, who typed them, who
 * attested that they agree.
 */
export const soHoaSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    banQuet: z
      .array(
        z.strictObject({
          /** Media type of the scan, such as `image/jpeg`. */
          kieuNoiDung: z.string().max(100).regex(MAU_VAN_BAN.mediaType),
          sha256Hex: sha256HexSchema,
          soTrang: z.int().min(1).max(1000).optional(),
          moTa: dongVanBanSchema.optional(),
        }),
      )
      .min(1),
    ngaySoHoa: ngaySchema,
    nguoiSoHoa: nguoi(),
    nguoiXacNhan: nguoi(),
  }))();

/** What a record replaces: a recalled code is never used again (CV 2088 annex 1), the new record names it. */
export const thayTheSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    maTraCuuBiThayThe: maTraCuuSchema,
    lyDo: dongVanBanSchema,
    /** Decision the change rests on, such as one on civil status. */
    soQuyetDinh: dongVanBanSchema.optional(),
    ngayQuyetDinh: ngaySchema.optional(),
  }))();

/** The part of a year that a record covers when a pupil leaves before its end. */
export const motPhanNamHocSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    denNgay: ngaySchema,
    daHoanThanhHocKy1: z.boolean(),
    lyDo: dongVanBanSchema,
  }))();

export type SoHoa = z.infer<typeof soHoaSchema>;
export type ThayThe = z.infer<typeof thayTheSchema>;
export type MotPhanNamHoc = z.infer<typeof motPhanNamHocSchema>;
