import type { LayoutExtension, LayoutNode, LayoutValue, WordTable } from './layout.js';

/** Shared pieces of the built-in layouts: the groups of CV 2088 annex 1, II.3, in printed order. */

const value = (element: string, field: string, codec = 'text'): LayoutValue => ({
  kind: 'value',
  element,
  field,
  codec,
});
const required = (element: string, field: string, codec = 'text'): LayoutValue => ({
  ...value(element, field, codec),
  required: true,
});

/** Required as printed; the model lets a record say why there is no value. */
const orReason = (element: string, field: string, codec = 'text'): LayoutValue => ({
  ...required(element, field, codec),
  orReason: true,
});

export const thongTinChung = (): readonly LayoutNode[] => [
  required('PHIEN_BAN', 'phienBan'),
  required('THONG_TU', 'thongTu'),
  required('MA_TRA_CUU_UUID', 'maTraCuu'),
  required('TEN_NAM_HOC', 'namHoc', 'schoolYear'),
  required('MA_SO_GIAO_DUC', 'nhaTruong.maSoGiaoDuc'),
  required('TEN_SO_GD', 'nhaTruong.tenSoGiaoDuc'),
  required('MA_TRUONG', 'nhaTruong.maTruong'),
  required('TEN_TRUONG', 'nhaTruong.tenTruong'),
  orReason('TEN_QUAN_HUYEN', 'nhaTruong.tenQuanHuyen'),
  required('TEN_XA_PHUONG', 'nhaTruong.tenXaPhuong'),
  required('TEN_TINH_THANH_PHO', 'nhaTruong.tenTinhThanhPho'),
  required('MA_CAP_HOC', 'capHoc', 'words:capHoc'),
  orReason('SO_SO_DANG_BO', 'hocSinh.soDangBo'),
  required('HO_VA_TEN', 'hocSinh.hoVaTen'),
  orReason('SO_CCCD', 'hocSinh.soDinhDanhCaNhan'),
  required('MA_HOC_SINH', 'hocSinh.maHocSinh'),
  orReason('GIOI_TINH', 'hocSinh.gioiTinh', 'words:gioiTinh'),
  required('NGAY_SINH', 'hocSinh.ngaySinh', 'date'),
  orReason('CAN_NANG', 'sucKhoe.canNangKg', 'decimal'),
  orReason('CHIEU_CAO', 'sucKhoe.chieuCaoCm', 'decimal'),
  orReason('TONG_SO_BUOI_NGHI_CO_PHEP', 'nghiHoc.soBuoiCoPhep', 'integer'),
  // Printed "THONG", so written like that; the other spelling is read.
  {
    ...orReason('THONG_SO_BUOI_NGHI_KHONG_PHEP', 'nghiHoc.soBuoiKhongPhep', 'integer'),
    aliases: ['TONG_SO_BUOI_NGHI_KHONG_PHEP'],
  },
  orReason('NOI_SINH', 'hocSinh.noiSinh'),
  orReason('QUE_QUAN', 'hocSinh.queQuan'),
  orReason('CHO_O_HIEN_NAY', 'hocSinh.noiOHienNay'),
  orReason('DAN_TOC', 'hocSinh.danToc'),
  orReason('QUOC_TICH', 'hocSinh.quocTich'),
  value('HO_VA_TEN_CHA', 'hocSinh.hoVaTenCha'),
  orReason('HO_VA_TEN_ME', 'hocSinh.hoVaTenMe'),
  value('HO_VA_TEN_NGUOI_GIAM_HO', 'hocSinh.hoVaTenNguoiGiamHo'),
  required('TEN_GIAM_HIEU_KY_HOC_BA', 'canBoQuanLy.hoVaTen'),
  orReason('SO_CCCD_GIAM_HIEU_KY_HOC_BA', 'canBoQuanLy.soDinhDanhCaNhan'),
  required('DIA_DANH_PHAT_HANH_HOC_BA', 'phatHanh.diaDanh'),
  required('NGAY_TAO_HOC_BA', 'phatHanh.ngayTao', 'date'),
  required('NGAY_KY_PHAT_HANH_HOC_BA', 'phatHanh.ngayPhatHanh', 'date'),
  orReason('CHUC_VU_GIAM_HIEU_KY_HOC_BA', 'canBoQuanLy.chucVu'),
  value('TEN_GIAO_VIEN_CHU_NHIEM', 'giaoVienChuNhiem.hoVaTen'),
  value('SO_CCCD_GIAO_VIEN_CHU_NHIEM', 'giaoVienChuNhiem.soDinhDanhCaNhan'),
  required('MA_KHOI', 'lopHoc.khoiLop', 'integer'),
  required('TEN_LOP', 'lopHoc.tenLop'),
];

export const quaTrinhHocTap = (): readonly LayoutNode[] => [
  required('NAM_HOC', 'namHoc', 'schoolYear'),
  required('TEN_LOP', 'tenLop'),
  required('TEN_TRUONG', 'tenTruong'),
  orReason('NGAY_TRANG_THAI_CHUYEN_DEN', 'ngayNhapHocChuyenDen', 'date'),
];

export const ketQuaTongKet = (): readonly LayoutNode[] => [
  orReason('KET_QUA_XEP_LOAI', 'tongKet.ketQuaGiaoDuc', 'words:ketQuaGiaoDuc'),
  orReason('DUOC_LEN_LOP', 'tongKet.duocLenLop', 'boolean:coKhong'),
  value('NOI_DUNG_HOAN_THANH_CHUONG_TRINH', 'tongKet.noiDungHoanThanhChuongTrinh'),
  orReason('DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC', 'tongKet.hoanThanhChuongTrinhLopHoc', 'boolean:coKhong'),
  value('DA_HOAN_THANH_CHUONG_TRINH_TIEU_HOC', 'tongKet.hoanThanhChuongTrinhTieuHoc', 'boolean:coKhong'),
  value('NOI_DUNG_KHEN_THUONG', 'tongKet.khenThuong', 'awards:khenThuong'),
  value('NOI_DUNG_KHEN_THUONG_DOT_XUAT', 'tongKet.khenThuongDotXuat', 'awards:khenThuong'),
  orReason('NHAN_XET_GVCN', 'tongKet.nhanXetGiaoVienChuNhiem'),
];

export const ketQuaMonHoc = (): readonly LayoutNode[] => [
  required('MA_MON_HOC', 'maMonHoc', 'codes:monHoc'),
  required('TEN_MON_HOC', 'tenMonHoc', 'subjectName:monCoNgonNgu'),
  orReason('MUC_DAT_DUOC', 'mucDat', 'words:mucDatMonHoc'),
  value('DIEM_KIEM_TRA_DINH_KY', 'diemKiemTraDinhKy', 'integer'),
];

const muc = (element: string, field: string): LayoutValue =>
  orReason(element, `danhGia.${field}`, 'words:mucDatNangLucPhamChat');
const nhanXet = (element: string, field: string): LayoutValue => orReason(element, `danhGia.${field}.nhanXet`);

export const nangLucPhamChat = (): readonly LayoutNode[] => [
  muc('NANG_LUC_TU_CHU_TU_HOC', 'nangLucChung.tuChuVaTuHoc'),
  // Printed "HOC_TAC", so written like that; the other spelling is read.
  {
    ...muc('NANG_LUC_GIAO_TIEP_HOC_TAC', 'nangLucChung.giaoTiepVaHopTac'),
    aliases: ['NANG_LUC_GIAO_TIEP_HOP_TAC'],
  },
  muc('NANG_LUC_GIAI_QUYET_VAN_DE_SANG_TAO', 'nangLucChung.giaiQuyetVanDeVaSangTao'),
  muc('NANG_LUC_NGON_NGU', 'nangLucDacThu.ngonNgu'),
  muc('NANG_LUC_TINH_TOAN', 'nangLucDacThu.tinhToan'),
  muc('NANG_LUC_KHOA_HOC', 'nangLucDacThu.khoaHoc'),
  value('NANG_LUC_CONG_NGHE', 'danhGia.nangLucDacThu.congNghe', 'words:mucDatNangLucPhamChat'),
  value('NANG_LUC_TIN_HOC', 'danhGia.nangLucDacThu.tinHoc', 'words:mucDatNangLucPhamChat'),
  muc('NANG_LUC_THAM_MI', 'nangLucDacThu.thamMi'),
  muc('NANG_LUC_THE_CHAT', 'nangLucDacThu.theChat'),
  muc('PHAM_CHAT_YEU_NUOC', 'phamChat.yeuNuoc'),
  muc('PHAM_CHAT_NHAN_AI', 'phamChat.nhanAi'),
  muc('PHAM_CHAT_CHAM_CHI', 'phamChat.chamChi'),
  muc('PHAM_CHAT_TRUNG_THUC', 'phamChat.trungThuc'),
  muc('PHAM_CHAT_TRACH_NHIEM', 'phamChat.trachNhiem'),
  nhanXet('NHAN_XET_PHAM_CHAT', 'phamChat'),
  nhanXet('NHAN_XET_NANG_LUC_CHUNG', 'nangLucChung'),
  nhanXet('NHAN_XET_NANG_LUC_DAC_THU', 'nangLucDacThu'),
];

/** Value words: none of them is printed for XML, so all are assumed; words of the display form, letters of the paper form are read. */
export const tables = (): Readonly<Record<string, WordTable>> => ({
  capHoc: {
    values: { tieuHoc: '02' },
    aliases: { '1': 'tieuHoc', TH: 'tieuHoc', 'Tiểu học': 'tieuHoc', TIEU_HOC: 'tieuHoc' },
    assumed: true,
  },
  gioiTinh: { values: { nam: 'Nam', nu: 'Nữ' }, aliases: { '1': 'nam', '2': 'nu', Nu: 'nu' }, assumed: true },
  coKhong: {
    values: { true: '1', false: '0' },
    aliases: {
      true: 'true',
      false: 'false',
      Có: 'true',
      Không: 'false',
      'Được lên lớp': 'true',
      'Chưa được lên lớp': 'false',
      'Hoàn thành': 'true',
      'Chưa hoàn thành': 'false',
    },
    assumed: true,
  },
  ketQuaGiaoDuc: {
    values: {
      hoanThanhXuatSac: 'Hoàn thành xuất sắc',
      hoanThanhTot: 'Hoàn thành tốt',
      hoanThanh: 'Hoàn thành',
      chuaHoanThanh: 'Chưa hoàn thành',
    },
    aliases: { HTXS: 'hoanThanhXuatSac', HTT: 'hoanThanhTot', HT: 'hoanThanh', CHT: 'chuaHoanThanh' },
    assumed: true,
  },
  mucDatMonHoc: {
    values: { hoanThanhTot: 'Hoàn thành tốt', hoanThanh: 'Hoàn thành', chuaHoanThanh: 'Chưa hoàn thành' },
    aliases: { T: 'hoanThanhTot', H: 'hoanThanh', C: 'chuaHoanThanh' },
    assumed: true,
  },
  mucDatNangLucPhamChat: {
    values: { tot: 'Tốt', dat: 'Đạt', canCoGang: 'Cần cố gắng' },
    aliases: { T: 'tot', Đ: 'dat', C: 'canCoGang' },
    assumed: true,
  },
  khenThuong: {
    values: {
      hocSinhXuatSac: 'Học sinh Xuất sắc',
      hocSinhTieuBieu: 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện',
      thuKhen: 'Thư khen',
    },
  },
  // Codes of vendors; the Ministry's list was not found. Callers pass their own.
  monHoc: {
    values: {
      tiengViet: 'TV',
      toan: 'TOAN',
      ngoaiNgu1: 'NN1',
      lichSuVaDiaLi: 'LSDL',
      khoaHoc: 'KH',
      tinHoc: 'TH',
      congNghe: 'CN',
      daoDuc: 'DD',
      tuNhienVaXaHoi: 'TNXH',
      giaoDucTheChat: 'GDTC',
      amNhac: 'AN',
      miThuat: 'MT',
      hoatDongTraiNghiem: 'HDTN',
      tiengDanToc: 'TDT',
    },
    assumed: true,
  },
  monCoNgonNgu: { values: { ngoaiNgu1: 'Ngoại ngữ 1', tiengDanToc: 'Tiếng dân tộc' } },
});

export const defaults = (): Readonly<Record<string, unknown>> => ({
  nguonGoc: 'banGocSo',
  thoiDiemLap: 'cuoiNamHoc',
  quaTrinhHocTap: [],
  monHoc: [],
  'danhGia.theo': 'TT27-2020',
  'tongKet.khenThuong': [],
  'tongKet.khenThuongDotXuat': [],
});

export const extension = (): LayoutExtension => ({
  element: 'MO_RONG',
  versionAttribute: 'PHIEN_BAN',
  version: '1',
  item: 'GIA_TRI',
  nameAttribute: 'TEN',
  typeAttribute: 'KIEU',
  assumed: true,
});

export const commonAssumptions = [
  {
    vi: 'Chữ của các mức đánh giá, có/không, giới tính, mã cấp học, mã môn học: đặc tả không in giá trị nào; chữ theo mẫu hiển thị (phụ lục 2), đọc được cả chữ viết tắt của mẫu giấy.',
    en: 'Words of levels, booleans, sex, school level and subject codes: the specification prints none; the words are those of the display form (annex 2), the letters of the paper form are read too.',
  },
  {
    vi: 'Trường bắt buộc mà không có giá trị, có lý do: bỏ thẻ (II.1: không có giá trị thì bỏ thẻ), lý do nằm trong khối mở rộng. Nơi nhận nào không chấp nhận thì ghi với requireAll.',
    en: 'A required field without a value, for a stated reason: the tag is left out (II.1: no value, no tag), the reason stands in the extension block. For a receiver that refuses this, write with requireAll.',
  },
  {
    vi: 'Khối MO_RONG chứa những gì đặc tả không có thẻ (nhận xét từng môn, khuyết tật, số hoá, lý do thiếu). Tắt được bằng extension: false; khi đó việc ghi bị từ chối nếu mất dữ liệu.',
    en: 'The block MO_RONG holds what the specification has no tag for (comments by subject, disability, digitisation, reasons). It can be switched off with extension: false; writing is then refused if data would be lost.',
  },
  {
    vi: 'Môn không học thì không có dòng trong bảng điểm (MUC_DAT_DUOC là bắt buộc), dù mẫu giấy in dòng trống.',
    en: 'A subject that is not taken has no row (MUC_DAT_DUOC is required), though the paper form prints an empty one.',
  },
] as const;
