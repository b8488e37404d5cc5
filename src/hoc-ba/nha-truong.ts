import * as z from 'zod';
import { hoacVang } from './gia-tri-vang.js';
import { dongVanBanSchema } from './van-ban.js';

/** The school that keeps the record, with its authority and place (CV 2088 annex 1, Thông tin chung). */
export const nhaTruongSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    maSoGiaoDuc: dongVanBanSchema,
    tenSoGiaoDuc: dongVanBanSchema,
    maTruong: dongVanBanSchema,
    tenTruong: dongVanBanSchema,
    tenXaPhuong: dongVanBanSchema,
    /** Required by the 2024 specification, though districts ended on 01/07/2025: then absent as `khongApDung`. */
    tenQuanHuyen: hoacVang(dongVanBanSchema),
    tenTinhThanhPho: dongVanBanSchema,
  }))();

export type NhaTruong = z.infer<typeof nhaTruongSchema>;
