/** In: rows of a school's database. Out: typed, checked records (học bạ), or one error with every issue; code lists and identity checks. */
export type { CodeItem, CodeList } from './code-list.js';
export { findCode, findLabel, isValidOn } from './code-list.js';
export { DAN_TOC, GIOI_TINH, MA_TINH_DINH_DANH, MON_HOC_TIEU_HOC, MON_HOC_TIEU_HOC_TT22 } from './code-lists.js';
export type {
  DanhGia,
  DanhGiaTT22,
  DanhGiaTT27,
  NangLucChung,
  NangLucDacThu,
  PhamChat,
} from './danh-gia.js';
export {
  danhGiaSchema,
  danhGiaTT22Schema,
  danhGiaTT27Schema,
  nangLucChungSchema,
  nangLucDacThuSchema,
  phamChatSchema,
} from './danh-gia.js';
export { foldLabel, foldSpelling, normalizeHocBa } from './fold-label.js';
export type { GiaTriVang } from './gia-tri-vang.js';
export { giaTri, giaTriVangSchema, hoacVang, isGiaTriVang } from './gia-tri-vang.js';
export type {
  CanBoQuanLy,
  GiaoVienChuNhiem,
  HocBa,
  HocBaTieuHoc,
  LopHoc,
  NguonGoc,
  PhatHanh,
  QuaTrinhHocTap,
  ThoiDiemLap,
} from './hoc-ba.js';
export {
  banGocSo,
  banSoHoa,
  canBoQuanLySchema,
  giaoVienChuNhiemSchema,
  hocBaChung,
  hocBaSchema,
  hocBaTieuHocSchema,
  phatHanhSchema,
  quaTrinhHocTapSchema,
} from './hoc-ba.js';
export type { IssueCode } from './hoc-ba-errors.js';
export { HOC_BA_ERRORS, ISSUE_TEXTS } from './hoc-ba-errors.js';
export type { GioiTinh, HocSinh, KhuyetTat, NghiHoc, SucKhoe } from './hoc-sinh.js';
export { gioiTinhSchema, hocSinhSchema, khuyetTatSchema, nghiHocSchema, sucKhoeSchema } from './hoc-sinh.js';
export type { MaDinhDanhFinding } from './ma-dinh-danh.js';
export { checkMaDinhDanh } from './ma-dinh-danh.js';
export type { DotKiemTra, GiaoVienBoMon, KetQuaMonHoc, KetQuaTheoDot } from './mon-hoc.js';
export {
  dotKiemTraSchema,
  giaoVienBoMonSchema,
  ketQuaMonHocSchema,
  ketQuaTheoDotSchema,
  maMonHocSchema,
} from './mon-hoc.js';
export type { RandomSource, UuidSource } from './new-uuid.js';
export { isUuidV4, newUuid } from './new-uuid.js';
export type { MotPhanNamHoc, SoHoa, ThayThe } from './nguon-goc.js';
export { motPhanNamHocSchema, soHoaSchema, thayTheSchema } from './nguon-goc.js';
export type { NhaTruong } from './nha-truong.js';
export { nhaTruongSchema } from './nha-truong.js';
export type { HocBaIssue, ParseOptions } from './parse-hoc-ba.js';
export { isHocBa, issuesOf, parseHocBa } from './parse-hoc-ba.js';
export type { KetQuaGiaoDuc, MucDatMonHoc, MucDatNangLucPhamChat, NhanGiaTri } from './thang-do.js';
export {
  ketQuaGiaoDucSchema,
  mucDatMonHocSchema,
  mucDatNangLucPhamChatSchema,
  NHAN_KET_QUA_GIAO_DUC,
  NHAN_MUC_DAT_MON_HOC,
  NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT,
} from './thang-do.js';
export type { ThuatNgu } from './thuat-ngu.js';
export { describePath, THUAT_NGU } from './thuat-ngu.js';
export type { DanhGiaBoSung, KhenThuong, LoaiKhenThuong, TongKet } from './tong-ket.js';
export { danhGiaBoSungSchema, khenThuongSchema, loaiKhenThuongSchema, tongKetSchema } from './tong-ket.js';
export type { VaiTroKy } from './vai-tro-ky.js';
export { VAI_TRO_KY, vaiTroKySchema } from './vai-tro-ky.js';
export type { NamHoc, Ngay } from './van-ban.js';
export {
  diemSchema,
  doanVanBanSchema,
  dongVanBanSchema,
  maTraCuuSchema,
  namHocSchema,
  ngaySchema,
  sha256HexSchema,
  soDinhDanhCaNhanSchema,
} from './van-ban.js';
