import * as z from 'zod';
import { hoacVang } from './gia-tri-vang.js';
import { maMonHocSchema } from './mon-hoc.js';
import { ketQuaGiaoDucSchema, mucDatMonHocSchema } from './thang-do.js';
import { diemSchema, doanVanBanSchema, dongVanBanSchema, ngaySchema } from './van-ban.js';

/** Kinds of award: the two titles of TT 27/2020 điều 13, a letter of praise, an award of a higher level, anything else in words. */
export const loaiKhenThuongSchema = /* @__PURE__ */ (() =>
  z.enum(['hocSinhXuatSac', 'hocSinhTieuBieu', 'thuKhen', 'capTrenKhen', 'khac']))();

export const khenThuongSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    loai: loaiKhenThuongSchema,
    /** The words that stand in the record. */
    noiDung: dongVanBanSchema,
    soQuyetDinh: dongVanBanSchema.optional(),
    ngayQuyetDinh: ngaySchema.optional(),
  }))();

/** Supplementary assessment after support, usually in summer (TT 27/2020 điều 11). */
export const danhGiaBoSungSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    ngayDanhGia: ngaySchema.optional(),
    ketQua: z.enum(['hoanThanh', 'chuaHoanThanh']),
    monHoc: z
      .array(
        z.strictObject({
          maMonHoc: maMonHocSchema,
          mucDat: mucDatMonHocSchema.optional(),
          diemKiemTraDinhKy: diemSchema.optional(),
        }),
      )
      .min(1)
      .optional(),
    /** Set when the principal decided on promotion in spite of the result (điều 11, last case). */
    hieuTruongQuyetDinhLenLop: z.boolean().optional(),
    nhanXet: doanVanBanSchema.optional(),
  }))();

/** Sections 4 to 6 of the primary record, and the homeroom teacher's comment. */
export const tongKetSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    ketQuaGiaoDuc: hoacVang(ketQuaGiaoDucSchema),
    duocLenLop: hoacVang(z.boolean()),
    hoanThanhChuongTrinhLopHoc: hoacVang(z.boolean()),
    /** Only the last grade of the level says it. */
    hoanThanhChuongTrinhTieuHoc: z.boolean().optional(),
    /** Section 6 in words: "Hoàn thành chương trình lớp 4; Được lên lớp 5." */
    noiDungHoanThanhChuongTrinh: dongVanBanSchema.optional(),
    khenThuong: z.array(khenThuongSchema),
    khenThuongDotXuat: z.array(khenThuongSchema),
    nhanXetGiaoVienChuNhiem: hoacVang(doanVanBanSchema),
    danhGiaBoSung: danhGiaBoSungSchema.optional(),
  }))();

export type LoaiKhenThuong = z.infer<typeof loaiKhenThuongSchema>;
export type KhenThuong = z.infer<typeof khenThuongSchema>;
export type DanhGiaBoSung = z.infer<typeof danhGiaBoSungSchema>;
export type TongKet = z.infer<typeof tongKetSchema>;
