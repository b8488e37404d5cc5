import * as z from 'zod';
import { hoacVang } from './gia-tri-vang.js';
import { dongVanBanSchema, ngaySchema, soDinhDanhCaNhanSchema } from './van-ban.js';

/** `nam` male, `nu` female. The sector database also has 0 = unknown: here an absent value with its reason. */
export const gioiTinhSchema = /* @__PURE__ */ (() => z.enum(['nam', 'nu']))();

/** The pupil, as the birth certificate says (TT 27/2020 annex 1, guidance 1). All of it is personal data. */
export const hocSinhSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    hoVaTen: dongVanBanSchema,
    ngaySinh: ngaySchema,
    gioiTinh: hoacVang(gioiTinhSchema),
    soDinhDanhCaNhan: hoacVang(soDinhDanhCaNhanSchema),
    /** The school's or sector's pupil code (MA_HOC_SINH). */
    maHocSinh: dongVanBanSchema,
    /** Number in the school's register (số đăng bộ). */
    soDangBo: hoacVang(dongVanBanSchema),
    /** Label of the ethnic group as it will be read in the record (code list: `DAN_TOC`). */
    danToc: hoacVang(dongVanBanSchema),
    quocTich: hoacVang(dongVanBanSchema),
    noiSinh: hoacVang(dongVanBanSchema),
    queQuan: hoacVang(dongVanBanSchema),
    noiOHienNay: hoacVang(dongVanBanSchema),
    hoVaTenMe: hoacVang(dongVanBanSchema),
    hoVaTenCha: hoacVang(dongVanBanSchema).optional(),
    hoVaTenNguoiGiamHo: hoacVang(dongVanBanSchema).optional(),
    /** Priority group (đối tượng chính sách), as the sector database names it. */
    doiTuongChinhSach: dongVanBanSchema.optional(),
  }))();

/** CV 2088 annex 1, II.1: numbers have at most four decimals. A refinement, since `multipleOf` misleads other validators by rounding. */
const soThapPhan = (min: number, max: number) =>
  z
    .number()
    .min(min)
    .max(max)
    .refine((value) => /^\d+(?:\.\d{1,4})?$/.test(String(value)), { params: { code: 'tooManyDecimals' } });

/** Health page of the paper form. Weight and height are those of the record; the class sheet has them for each term. */
export const sucKhoeSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    /** Kilograms, at most four decimals. */
    canNangKg: hoacVang(soThapPhan(1, 500)),
    /** Centimetres, at most four decimals. */
    chieuCaoCm: hoacVang(soThapPhan(10, 300)),
    /** General state of health (Sức khoẻ), in words; paper form only. */
    tinhTrangSucKhoe: dongVanBanSchema.optional(),
  }))();

const soBuoi = () => z.int().min(0).max(1000);
const soNgay = () => z.number().min(0).max(366).multipleOf(0.5);

/** Absence: the specification counts half-day sessions (buổi), the paper form days (ngày); the two are never converted. */
export const nghiHocSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    soBuoiCoPhep: hoacVang(soBuoi()),
    soBuoiKhongPhep: hoacVang(soBuoi()),
    /** Days with leave, halves allowed; paper form. */
    soNgayCoPhep: soNgay().optional(),
    soNgayKhongPhep: soNgay().optional(),
  }))();

/**
 * Inclusive or special education (TT 27/2020 điều 8): as others with adjusted requirements, or by the individual plan; or not assessed
 * at all (the sector database's flag `cokhuyettatkhongdanhgia`).
 */
export const khuyetTatSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    hinhThuc: z.enum(['hoaNhap', 'chuyenBiet', 'lopChoNguoiKhuyetTat']),
    cachDanhGia: z.enum(['nhuHocSinhKhac', 'yeuCauDieuChinh', 'keHoachGiaoDucCaNhan', 'khongDanhGia']),
    /** What is asked for instead, in words. */
    yeuCauDieuChinh: dongVanBanSchema.optional(),
    /** Number or name of the individual plan. */
    keHoachGiaoDucCaNhan: dongVanBanSchema.optional(),
    /** Identities of the subjects that are not assessed; the whole pupil when `cachDanhGia` is `khongDanhGia`. */
    monKhongDanhGia: z.array(dongVanBanSchema).min(1).optional(),
  }))();

export type GioiTinh = z.infer<typeof gioiTinhSchema>;
export type HocSinh = z.infer<typeof hocSinhSchema>;
export type SucKhoe = z.infer<typeof sucKhoeSchema>;
export type NghiHoc = z.infer<typeof nghiHocSchema>;
export type KhuyetTat = z.infer<typeof khuyetTatSchema>;
