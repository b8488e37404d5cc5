import type { ColumnSpec } from './column-map.js';

/*
 * Columns that do not depend on grade and year. Headers are the terms of form and specification; aliases are what class lists use. An
 * alias of two columns is no guess: both are shown.
 */

const column = (field: string, header: string, codec: string, aliases: readonly string[] = []): ColumnSpec => ({
  field,
  header,
  codec,
  ...(aliases.length === 0 ? {} : { aliases }),
});

/** A column that class lists have and the record has no place for. */
export function unusedColumn(header: string, aliases: readonly string[], vi: string, en: string): ColumnSpec {
  return { field: null, header, aliases, note: { vi, en } };
}

/** The pupil, as the birth certificate says, with health and absence. */
export const PUPIL_COLUMNS: readonly ColumnSpec[] = /* @__PURE__ */ (() => [
  unusedColumn('STT', ['TT', 'Số thứ tự', 'Số TT'], 'Thứ tự trong danh sách', 'Position in the list'),
  column('hocSinh.maHocSinh', 'Mã học sinh', 'code', ['Mã HS', 'Mã định danh học sinh', 'Mã định danh']),
  column('hocSinh.hoVaTen', 'Họ và tên', 'text', [
    'Họ và tên học sinh',
    'Họ tên',
    'Họ tên học sinh',
    'Họ và tên HS',
    'Họ tên HS',
    'Tên học sinh',
  ]),
  column('hocSinh.ngaySinh', 'Ngày sinh', 'date', ['Ngày, tháng, năm sinh', 'Ngày tháng năm sinh']),
  column('hocSinh.gioiTinh', 'Giới tính', 'gioiTinh', ['Nam/Nữ', 'Giới']),
  column('hocSinh.soDinhDanhCaNhan', 'Số định danh cá nhân', 'personalId', [
    'Mã số định danh cá nhân',
    'Mã định danh cá nhân',
    'Số định danh',
    'Số CCCD',
    'CCCD',
    'Số căn cước công dân',
    'Mã định danh',
  ]),
  column('hocSinh.soDangBo', 'Số đăng bộ', 'code', ['Số sổ đăng bộ', 'Sổ đăng bộ']),
  column('hocSinh.danToc', 'Dân tộc', 'danToc'),
  column('hocSinh.quocTich', 'Quốc tịch', 'text'),
  column('hocSinh.noiSinh', 'Nơi sinh', 'text'),
  column('hocSinh.queQuan', 'Quê quán', 'text', ['Nguyên quán']),
  column('hocSinh.noiOHienNay', 'Nơi ở hiện nay', 'text', ['Chỗ ở hiện nay', 'Nơi ở', 'Địa chỉ', 'Địa chỉ hiện nay']),
  column('hocSinh.hoVaTenCha', 'Họ và tên cha', 'text', ['Họ tên cha', 'Tên cha', 'Họ tên bố', 'Cha']),
  column('hocSinh.hoVaTenMe', 'Họ và tên mẹ', 'text', ['Họ tên mẹ', 'Tên mẹ', 'Mẹ']),
  column('hocSinh.hoVaTenNguoiGiamHo', 'Họ và tên người giám hộ', 'text', [
    'Họ tên người giám hộ',
    'Người giám hộ',
    'Người giám hộ (nếu có)',
  ]),
  column('hocSinh.doiTuongChinhSach', 'Đối tượng chính sách', 'text', ['Diện chính sách']),
  column('nghiHoc.soBuoiCoPhep', 'Số buổi nghỉ có phép', 'number', ['Tổng số buổi nghỉ có phép', 'Nghỉ có phép']),
  column('nghiHoc.soBuoiKhongPhep', 'Số buổi nghỉ không phép', 'number', [
    'Tổng số buổi nghỉ không phép',
    'Nghỉ không phép',
  ]),
  column('nghiHoc.soNgayCoPhep', 'Số ngày nghỉ có phép', 'number', ['Nghỉ có phép']),
  column('nghiHoc.soNgayKhongPhep', 'Số ngày nghỉ không phép', 'number', ['Nghỉ không phép']),
  column('khuyetTat.hinhThuc', 'Khuyết tật: Hình thức giáo dục', 'hinhThucKhuyetTat'),
  column('khuyetTat.cachDanhGia', 'Khuyết tật: Cách đánh giá', 'cachDanhGia'),
  column('khuyetTat.yeuCauDieuChinh', 'Khuyết tật: Yêu cầu điều chỉnh', 'text'),
  column('khuyetTat.keHoachGiaoDucCaNhan', 'Khuyết tật: Kế hoạch giáo dục cá nhân', 'text'),
])();

/** Weight and height of the record. */
export const HEALTH_COLUMNS: readonly ColumnSpec[] = /* @__PURE__ */ (() => [
  column('sucKhoe.canNangKg', 'Cân nặng (kg)', 'number', ['Cân nặng']),
  column('sucKhoe.chieuCaoCm', 'Chiều cao (cm)', 'number', ['Chiều cao']),
  column('sucKhoe.tinhTrangSucKhoe', 'Sức khoẻ', 'text', ['Tình trạng sức khoẻ']),
])();

/** Result, promotion, awards. */
export const RESULT_COLUMNS: readonly ColumnSpec[] = /* @__PURE__ */ (() => [
  column('tongKet.ketQuaGiaoDuc', 'Đánh giá kết quả giáo dục', 'ketQuaGiaoDuc', [
    'Kết quả giáo dục',
    'Kết quả xếp loại',
    'Kết quả',
    'KQGD',
  ]),
  column('tongKet.duocLenLop', 'Được lên lớp', 'duocLenLop', ['Lên lớp']),
  column('tongKet.hoanThanhChuongTrinhLopHoc', 'Hoàn thành chương trình lớp học', 'daHoanThanh', [
    'Đã hoàn thành chương trình lớp học',
    'HTCTLH',
  ]),
  column('tongKet.hoanThanhChuongTrinhTieuHoc', 'Hoàn thành chương trình tiểu học', 'daHoanThanh', [
    'Đã hoàn thành chương trình tiểu học',
    'HTCTTH',
  ]),
  column('tongKet.noiDungHoanThanhChuongTrinh', 'Nội dung hoàn thành chương trình', 'text', [
    'Hoàn thành chương trình lớp học/chương trình tiểu học',
  ]),
  column('tongKet.khenThuong', 'Khen thưởng', 'awards', ['Nội dung khen thưởng']),
  column('tongKet.khenThuongDotXuat', 'Khen thưởng đột xuất', 'awards', ['Nội dung khen thưởng đột xuất']),
  column('tongKet.nhanXetGiaoVienChuNhiem', 'Nhận xét của giáo viên chủ nhiệm', 'text', [
    'Nhận xét GVCN',
    'Nhận xét của GVCN',
  ]),
  column('tongKet.danhGiaBoSung.ketQua', 'Đánh giá bổ sung: Kết quả', 'ketQuaBoSung'),
  column('tongKet.danhGiaBoSung.ngayDanhGia', 'Đánh giá bổ sung: Ngày đánh giá', 'date'),
  column(
    'tongKet.danhGiaBoSung.hieuTruongQuyetDinhLenLop',
    'Đánh giá bổ sung: Hiệu trưởng quyết định lên lớp',
    'dungSai',
  ),
  column('tongKet.danhGiaBoSung.nhanXet', 'Đánh giá bổ sung: Nhận xét', 'text'),
])();

/** School, class, year, issuing, who signs: usually the same for a whole class, and then given once by the caller. */
export const CLASS_COLUMNS: readonly ColumnSpec[] = /* @__PURE__ */ (() => [
  column('namHoc', 'Năm học', 'schoolYear'),
  column('lopHoc.khoiLop', 'Khối', 'khoiLop', ['Khối lớp']),
  column('lopHoc.tenLop', 'Lớp', 'text', ['Tên lớp']),
  column('nhaTruong.tenTruong', 'Trường', 'text', ['Tên trường']),
  column('nhaTruong.maTruong', 'Mã trường', 'code'),
  column('nhaTruong.tenXaPhuong', 'Xã (Phường, Thị trấn)', 'text', ['Xã, phường', 'Tên xã phường']),
  column('nhaTruong.tenQuanHuyen', 'Huyện (Thành phố, Quận, Thị xã)', 'text', ['Quận, huyện', 'Tên quận huyện']),
  column('nhaTruong.tenTinhThanhPho', 'Tỉnh (Thành phố)', 'text', ['Tỉnh, thành phố', 'Tên tỉnh thành phố']),
  column('nhaTruong.maSoGiaoDuc', 'Mã Sở giáo dục', 'code', ['Mã Sở GDĐT']),
  column('nhaTruong.tenSoGiaoDuc', 'Tên Sở giáo dục', 'text', ['Tên Sở GDĐT']),
  column('giaoVienChuNhiem.hoVaTen', 'Giáo viên chủ nhiệm', 'text', ['GVCN', 'Tên giáo viên chủ nhiệm']),
  column('giaoVienChuNhiem.soDinhDanhCaNhan', 'Số CCCD giáo viên chủ nhiệm', 'personalId', ['Số CCCD GVCN']),
  column('canBoQuanLy.hoVaTen', 'Cán bộ quản lý ký học bạ', 'text', ['Hiệu trưởng', 'Người ký học bạ', 'CBQL']),
  column('canBoQuanLy.soDinhDanhCaNhan', 'Số CCCD cán bộ quản lý', 'personalId', [
    'Số CCCD hiệu trưởng',
    'Số CCCD CBQL',
  ]),
  column('canBoQuanLy.chucVu', 'Chức vụ của người ký học bạ', 'text', ['Chức vụ người ký học bạ']),
  column('phatHanh.diaDanh', 'Địa danh phát hành học bạ', 'text'),
  column('phatHanh.ngayTao', 'Ngày tạo học bạ', 'date'),
  column('phatHanh.ngayPhatHanh', 'Ngày ký phát hành học bạ', 'date'),
  column('ngayHieuLuc', 'Ngày hiệu lực', 'date'),
  column('maTraCuu', 'Mã số tra cứu học bạ (UUID)', 'code', ['Mã tra cứu', 'UUID', 'Mã tra cứu UUID']),
  column('maHoSoHocTapSuotDoi', 'Mã số hồ sơ học tập suốt đời', 'code'),
  column('thoiDiemLap', 'Thời điểm lập', 'thoiDiemLap'),
  column('motPhanNamHoc.denNgay', 'Một phần năm học: Đến ngày', 'date'),
  column('motPhanNamHoc.daHoanThanhHocKy1', 'Một phần năm học: Đã hoàn thành học kì I', 'dungSai'),
  column('motPhanNamHoc.lyDo', 'Một phần năm học: Lý do', 'text'),
  column('nguonGoc', 'Nguồn gốc học bạ', 'nguonGoc'),
  column('phienBan', 'Phiên bản', 'text'),
  column('thongTu', 'Thông tư', 'text'),
])();

/** The years so far, a group of columns each, the first year first. */
export function historyColumns(years: number): readonly ColumnSpec[] {
  return Array.from({ length: years }, (_, at) => {
    const path = `quaTrinhHocTap[${at}]`;
    const header = `Quá trình học tập ${at + 1}`;
    return [
      column(`${path}.namHoc`, `${header}: Năm học`, 'schoolYear'),
      column(`${path}.tenLop`, `${header}: Lớp`, 'text'),
      column(`${path}.tenTruong`, `${header}: Trường`, 'text'),
      column(`${path}.ngayNhapHocChuyenDen`, `${header}: Ngày nhập học/chuyển đến`, 'date'),
      column(`${path}.soDangBo`, `${header}: Số đăng bộ`, 'code'),
      column(`${path}.maTraCuu`, `${header}: Mã tra cứu`, 'code'),
    ];
  }).flat();
}
