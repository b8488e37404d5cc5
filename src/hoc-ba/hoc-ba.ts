import * as z from 'zod';
import { danhGiaSchema } from './danh-gia.js';
import { hoacVang } from './gia-tri-vang.js';
import { hocSinhSchema, khuyetTatSchema, nghiHocSchema, sucKhoeSchema } from './hoc-sinh.js';
import { ketQuaMonHocSchema } from './mon-hoc.js';
import { motPhanNamHocSchema, soHoaSchema, thayTheSchema } from './nguon-goc.js';
import { nhaTruongSchema } from './nha-truong.js';
import { tongKetSchema } from './tong-ket.js';
import { dongVanBanSchema, maTraCuuSchema, namHocSchema, ngaySchema, soDinhDanhCaNhanSchema } from './van-ban.js';

/** A line of "Quá trình học tập": one per school year so far. */
export const quaTrinhHocTapSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    namHoc: namHocSchema,
    tenLop: dongVanBanSchema,
    tenTruong: dongVanBanSchema,
    /** Day of enrolment or transfer (Ngày nhập học/chuyển đến). */
    ngayNhapHocChuyenDen: hoacVang(ngaySchema),
    soDangBo: dongVanBanSchema.optional(),
    /** Look-up code of that year's own record, when it has one. */
    maTraCuu: maTraCuuSchema.optional(),
  }))();

/** Place and days of issuing. */
export const phatHanhSchema = /* @__PURE__ */ (() =>
  z.strictObject({ diaDanh: dongVanBanSchema, ngayTao: ngaySchema, ngayPhatHanh: ngaySchema }))();

/** The leader who signs, as the record names him or her. The certificate must agree, but that is for the verification to say. */
export const canBoQuanLySchema = /* @__PURE__ */ (() =>
  z.strictObject({
    hoVaTen: dongVanBanSchema,
    soDinhDanhCaNhan: hoacVang(soDinhDanhCaNhanSchema),
    chucVu: hoacVang(dongVanBanSchema),
  }))();

export const giaoVienChuNhiemSchema = /* @__PURE__ */ (() =>
  z.strictObject({ hoVaTen: dongVanBanSchema, soDinhDanhCaNhan: soDinhDanhCaNhanSchema.optional() }))();

/**
 * What a record of any level has. A level's branch spreads this, adds `capHoc`, its grades, subjects, assessment and result, and joins
 * the union below.
 */
export const hocBaChung = /* @__PURE__ */ (() => ({
  /** Version of the record format (PHIEN_BAN), such as `1.0`. */
  phienBan: dongVanBanSchema,
  /** Circular the record follows (THONG_TU), such as `27/2020/TT-BGDĐT`. */
  thongTu: dongVanBanSchema,
  maTraCuu: maTraCuuSchema,
  /** Code of the lifelong learning record (NĐ 88/2026 điều 9). */
  maHoSoHocTapSuotDoi: dongVanBanSchema.optional(),
  /** Day from which the record has effect (1789/QĐ-SGDĐT điều 18.1). */
  ngayHieuLuc: ngaySchema.optional(),
  thayThe: thayTheSchema.optional(),
  /** Occasion: opening of a record without results, part of a year, or the year's end. */
  thoiDiemLap: z.enum(['moHocBa', 'motPhanNamHoc', 'cuoiNamHoc']),
  /** Present when `thoiDiemLap` is `motPhanNamHoc`. */
  motPhanNamHoc: motPhanNamHocSchema.optional(),
  namHoc: namHocSchema,
  nhaTruong: nhaTruongSchema,
  hocSinh: hocSinhSchema,
  sucKhoe: sucKhoeSchema,
  nghiHoc: nghiHocSchema,
  khuyetTat: khuyetTatSchema.optional(),
  phatHanh: phatHanhSchema,
  canBoQuanLy: canBoQuanLySchema,
  giaoVienChuNhiem: giaoVienChuNhiemSchema.optional(),
  quaTrinhHocTap: z.array(quaTrinhHocTapSchema),
}))();

/** Fields that say whether a record was born digital or typed from paper. */
export const banGocSo = /* @__PURE__ */ (() => ({ nguonGoc: z.literal('banGocSo') }))();
export const banSoHoa = /* @__PURE__ */ (() => ({ nguonGoc: z.literal('banSoHoa'), soHoa: soHoaSchema }))();

const tieuHoc = /* @__PURE__ */ (() => ({
  capHoc: z.literal('tieuHoc'),
  ...hocBaChung,
  lopHoc: z.strictObject({ khoiLop: z.int().min(1).max(5), tenLop: dongVanBanSchema }),
  monHoc: z.array(ketQuaMonHocSchema),
  danhGia: danhGiaSchema,
  tongKet: tongKetSchema,
}))();

/** Primary level: one pupil, one school year. */
export const hocBaTieuHocSchema = /* @__PURE__ */ (() =>
  z.discriminatedUnion('nguonGoc', [
    z.strictObject({ ...tieuHoc, ...banGocSo }),
    z.strictObject({ ...tieuHoc, ...banSoHoa }),
  ]))();

/** A record of any level. */
export const hocBaSchema = /* @__PURE__ */ (() => z.discriminatedUnion('capHoc', [hocBaTieuHocSchema]))();

export type QuaTrinhHocTap = z.infer<typeof quaTrinhHocTapSchema>;
export type PhatHanh = z.infer<typeof phatHanhSchema>;
export type CanBoQuanLy = z.infer<typeof canBoQuanLySchema>;
export type GiaoVienChuNhiem = z.infer<typeof giaoVienChuNhiemSchema>;
export type HocBaTieuHoc = z.infer<typeof hocBaTieuHocSchema>;
export type HocBa = z.infer<typeof hocBaSchema>;
/** `banGocSo` born digital, `banSoHoa` typed from paper. */
export type NguonGoc = HocBa['nguonGoc'];
/** `moHocBa`, `motPhanNamHoc`, `cuoiNamHoc`. */
export type ThoiDiemLap = HocBa['thoiDiemLap'];
export type LopHoc = HocBa['lopHoc'];
