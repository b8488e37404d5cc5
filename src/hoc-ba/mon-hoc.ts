import * as z from 'zod';
import { hoacVang } from './gia-tri-vang.js';
import { mucDatMonHocSchema } from './thang-do.js';
import {
  diemSchema,
  doanVanBanSchema,
  dongVanBanSchema,
  MAU_VAN_BAN,
  ngaySchema,
  soDinhDanhCaNhanSchema,
} from './van-ban.js';

/**
 * Identity of a subject row, independent of any receiver's code: a name of the code list (`tiengViet`), or `khac:` and the foreign code
 * when the row is in no list. The Ministry's codes (MA_MON_HOC) are a map of the layout.
 */
export const maMonHocSchema = /* @__PURE__ */ (() =>
  z
    .string()
    .max(60)

    .regex(MAU_VAN_BAN.subjectCode))();

/** Occasions of a periodic test (TT 27/2020 điều 7.1); `kiemTraLai` is the other test after an abnormal one. */
export const dotKiemTraSchema = /* @__PURE__ */ (() =>
  z.enum(['giuaHocKy1', 'cuoiHocKy1', 'giuaHocKy2', 'cuoiNam', 'kiemTraLai']))();

/** One occasion's level and score; the record itself shows the year's, so these are for a partial year and for explaining it. */
export const ketQuaTheoDotSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    dot: dotKiemTraSchema,
    mucDat: mucDatMonHocSchema.optional(),
    diem: diemSchema.optional(),
    ngayKiemTra: ngaySchema.optional(),
  }))();

/** Subject teacher of a row. */
export const giaoVienBoMonSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    hoVaTen: dongVanBanSchema,
    /** The teacher's code in the sector or school. */
    maGiaoVien: dongVanBanSchema.optional(),
    soDinhDanhCaNhan: soDinhDanhCaNhanSchema.optional(),
  }))();

/** A row of section 1: a subject or educational activity that the pupil takes. Rows that do not apply are not listed. */
export const ketQuaMonHocSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    maMonHoc: maMonHocSchema,
    /** Label without the language: "Ngoại ngữ 1". Frozen into the record, whatever the code list says later. */
    tenMonHoc: dongVanBanSchema,
    /** Language of a foreign-language or ethnic-minority-language row: "Tiếng Anh", "Tiếng Khmer". */
    tenNgonNgu: dongVanBanSchema.optional(),
    mucDat: hoacVang(mucDatMonHocSchema),
    /** Score of the year-end test, after a re-test of the last one (guidance 2). */
    diemKiemTraDinhKy: diemSchema.optional(),
    nhanXet: doanVanBanSchema.optional(),
    ketQuaTheoDot: z.array(ketQuaTheoDotSchema).min(1).optional(),
    giaoVienBoMon: giaoVienBoMonSchema.optional(),
  }))();

export type DotKiemTra = z.infer<typeof dotKiemTraSchema>;
export type KetQuaTheoDot = z.infer<typeof ketQuaTheoDotSchema>;
export type GiaoVienBoMon = z.infer<typeof giaoVienBoMonSchema>;
export type KetQuaMonHoc = z.infer<typeof ketQuaMonHocSchema>;
