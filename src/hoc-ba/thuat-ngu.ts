/** A key of the model: its Vietnamese term as law and form write it, an English gloss, and the source that names it. */
export interface ThuatNgu {
  readonly vi: string;
  readonly en: string;
  readonly source: string;
}

const SPEC = 'CV 2088/BGDĐT-GDTH, phụ lục 1';
const FORM = 'TT 27/2020/TT-BGDĐT, phụ lục 1';
const TT22 = 'TT 22/2016/TT-BGDĐT';
const HCMC = '1789/QĐ-SGDĐT';
const OWN = 'hoc-ba-so';

const term = (vi: string, en: string, source: string): ThuatNgu => ({ vi, en, source });

/**
 * The glossary: every key of every schema. A key means the same wherever it stands; what it belongs to is said by its path.
 * The sentences of `parseHocBa`, the titles of the JSON schemas and the glossary page are made from it.
 */
export const THUAT_NGU: Readonly<Record<string, ThuatNgu>> = /* @__PURE__ */ (() => ({
  banQuet: term('Bản quét', 'Scans', OWN),
  cachDanhGia: term('Cách đánh giá', 'How the pupil is assessed', 'TT 27/2020/TT-BGDĐT, điều 8'),
  canBoQuanLy: term('Cán bộ quản lý ký học bạ', 'Leader who signs', SPEC),
  canNangKg: term('Cân nặng (kg)', 'Weight (kg)', SPEC),
  capHoc: term('Cấp học', 'School level', SPEC),
  chamChi: term('Chăm chỉ', 'Diligence', FORM),
  chamHocChamLam: term('Chăm học, chăm làm', 'Diligence in study and work', TT22),
  chieuCaoCm: term('Chiều cao (cm)', 'Height (cm)', SPEC),
  chucVu: term('Chức vụ', 'Position', SPEC),
  congNghe: term('Công nghệ', 'Technology', FORM),
  daHoanThanhHocKy1: term('Đã hoàn thành học kỳ I', 'First semester completed', `${HCMC}, điều 22.2`),
  danToc: term('Dân tộc', 'Ethnic group', SPEC),
  danhGia: term('Đánh giá năng lực, phẩm chất', 'Qualities and competences', SPEC),
  danhGiaBoSung: term('Đánh giá bổ sung', 'Supplementary assessment', 'TT 27/2020/TT-BGDĐT, điều 11'),
  denNgay: term('Đến ngày', 'Until', `${HCMC}, điều 22.2`),
  diaDanh: term('Địa danh phát hành học bạ', 'Place of issue', SPEC),
  diem: term('Điểm', 'Score', 'TT 27/2020/TT-BGDĐT, điều 7'),
  diemKiemTraDinhKy: term('Điểm kiểm tra định kỳ', 'Score of the periodic test', SPEC),
  doanKetYeuThuong: term('Đoàn kết, yêu thương', 'Solidarity and affection', TT22),
  doiTuongChinhSach: term('Đối tượng chính sách', 'Priority group', 'QĐ 4998/QĐ-BGDĐT'),
  dot: term('Đợt kiểm tra', 'Test occasion', 'TT 27/2020/TT-BGDĐT, điều 7'),
  duocLenLop: term('Được lên lớp', 'Promoted', SPEC),
  giaiQuyetVanDeVaSangTao: term('Giải quyết vấn đề và sáng tạo', 'Problem solving and creativity', FORM),
  giaoTiepVaHopTac: term('Giao tiếp và hợp tác', 'Communication and cooperation', FORM),
  giaoVienBoMon: term('Giáo viên bộ môn', 'Subject teacher', `${HCMC}, điều 32`),
  giaoVienChuNhiem: term('Giáo viên chủ nhiệm', 'Homeroom teacher', SPEC),
  gioiTinh: term('Giới tính', 'Sex', SPEC),
  hieuTruongQuyetDinhLenLop: term(
    'Hiệu trưởng quyết định lên lớp',
    'Promoted by the principal',
    'TT 27/2020/TT-BGDĐT, điều 11',
  ),
  hinhThuc: term('Hình thức giáo dục', 'Form of education', 'TT 27/2020/TT-BGDĐT, điều 8'),
  hoVaTen: term('Họ và tên', 'Full name', SPEC),
  hoVaTenCha: term('Họ và tên cha', 'Name of the father', SPEC),
  hoVaTenMe: term('Họ và tên mẹ', 'Name of the mother', SPEC),
  hoVaTenNguoiGiamHo: term('Họ và tên người giám hộ', 'Name of the guardian', SPEC),
  hoanThanhChuongTrinhLopHoc: term('Đã hoàn thành chương trình lớp học', 'Grade completed', SPEC),
  hoanThanhChuongTrinhTieuHoc: term('Đã hoàn thành chương trình tiểu học', 'Primary education completed', SPEC),
  hocSinh: term('Học sinh', 'Pupil', SPEC),
  hopTac: term('Hợp tác', 'Cooperation', TT22),
  keHoachGiaoDucCaNhan: term('Kế hoạch giáo dục cá nhân', 'Individual plan', 'TT 27/2020/TT-BGDĐT, điều 8'),
  ketQua: term('Kết quả', 'Result', FORM),
  ketQuaGiaoDuc: term('Đánh giá kết quả giáo dục', 'Result of the year', FORM),
  ketQuaTheoDot: term('Kết quả theo đợt kiểm tra', 'Results by test occasion', `${HCMC}, phụ lục I`),
  khenThuong: term('Khen thưởng', 'Awards', FORM),
  khenThuongDotXuat: term('Khen thưởng đột xuất', 'Ad-hoc awards', SPEC),
  khoaHoc: term('Khoa học', 'Science', FORM),
  khoiLop: term('Khối lớp', 'Grade', SPEC),
  khuyetTat: term('Học sinh khuyết tật', 'Disability', 'TT 27/2020/TT-BGDĐT, điều 8'),
  kieuNoiDung: term('Kiểu nội dung', 'Media type', OWN),
  loai: term('Loại', 'Kind', FORM),
  lopHoc: term('Lớp học', 'Class', SPEC),
  lyDo: term('Lý do', 'Reason', OWN),
  maGiaoVien: term('Mã giáo viên', 'Teacher code', 'QĐ 4998/QĐ-BGDĐT'),
  maHoSoHocTapSuotDoi: term(
    'Mã số hồ sơ học tập suốt đời',
    'Code of the lifelong learning record',
    'NĐ 88/2026/NĐ-CP, điều 9',
  ),
  maHocSinh: term('Mã học sinh', 'Pupil code', SPEC),
  maMonHoc: term('Mã môn học', 'Subject', SPEC),
  maSoGiaoDuc: term('Mã Sở giáo dục', 'Code of the education authority', SPEC),
  maTraCuu: term('Mã số tra cứu học bạ (UUID)', 'Look-up code (UUID)', SPEC),
  maTraCuuBiThayThe: term('Mã tra cứu của học bạ bị thay thế', 'Look-up code of the replaced record', SPEC),
  maTruong: term('Mã trường', 'School code', SPEC),
  moTa: term('Mô tả', 'Description', OWN),
  monHoc: term('Các môn học và hoạt động giáo dục', 'Subjects and educational activities', FORM),
  monKhongDanhGia: term('Môn không đánh giá', 'Subjects not assessed', 'TT 27/2020/TT-BGDĐT, điều 8'),
  motPhanNamHoc: term('Kết quả một phần năm học', 'Result of a part of the year', `${HCMC}, điều 22.2`),
  mucDat: term('Mức đạt được', 'Level', FORM),
  namHoc: term('Năm học', 'School year', SPEC),
  nangLuc: term('Năng lực', 'Competences', TT22),
  nangLucChung: term('Những năng lực chung', 'General competences', FORM),
  nangLucDacThu: term('Những năng lực đặc thù', 'Specific competences', FORM),
  ngayDanhGia: term('Ngày đánh giá', 'Day of assessment', OWN),
  ngayHieuLuc: term('Ngày hiệu lực', 'Effective date', `${HCMC}, điều 18.1`),
  ngayKiemTra: term('Ngày kiểm tra', 'Day of the test', OWN),
  ngayNhapHocChuyenDen: term('Ngày nhập học/chuyển đến', 'Day of enrolment or transfer', SPEC),
  ngayPhatHanh: term('Ngày ký phát hành học bạ', 'Day of issue', SPEC),
  ngayQuyetDinh: term('Ngày quyết định', 'Day of the decision', OWN),
  ngaySinh: term('Ngày, tháng, năm sinh', 'Date of birth', SPEC),
  ngaySoHoa: term('Ngày số hoá', 'Day of digitisation', `${HCMC}, điều 39`),
  ngayTao: term('Ngày tạo học bạ', 'Day of creation', SPEC),
  nghiHoc: term('Nghỉ học', 'Absence', SPEC),
  ngonNgu: term('Ngôn ngữ', 'Language', FORM),
  nguoiSoHoa: term('Người số hoá', 'Who digitised', `${HCMC}, điều 39`),
  nguoiXacNhan: term('Người xác nhận', 'Who attested', `${HCMC}, điều 39`),
  nguonGoc: term('Nguồn gốc học bạ', 'Origin', 'NĐ 88/2026/NĐ-CP, điều 8'),
  nhaTruong: term('Nhà trường', 'School', SPEC),
  nhanAi: term('Nhân ái', 'Compassion', FORM),
  nhanXet: term('Nhận xét', 'Comment', FORM),
  nhanXetGiaoVienChuNhiem: term('Nhận xét của giáo viên chủ nhiệm', 'Comment of the homeroom teacher', SPEC),
  noiDung: term('Nội dung', 'Content', SPEC),
  noiDungHoanThanhChuongTrinh: term('Nội dung hoàn thành chương trình', 'Completion in words', SPEC),
  noiOHienNay: term('Nơi ở hiện nay', 'Present residence', SPEC),
  noiSinh: term('Nơi sinh', 'Place of birth', SPEC),
  phamChat: term('Những phẩm chất chủ yếu', 'Qualities', FORM),
  phatHanh: term('Phát hành', 'Issuing', SPEC),
  phienBan: term('Phiên bản', 'Format version', SPEC),
  quaTrinhHocTap: term('Quá trình học tập', 'School history', SPEC),
  queQuan: term('Quê quán', 'Native place', SPEC),
  quocTich: term('Quốc tịch', 'Nationality', SPEC),
  sha256Hex: term('Mã băm SHA-256', 'SHA-256 digest', OWN),
  soBuoiCoPhep: term('Tổng số buổi nghỉ có phép', 'Sessions absent with leave', SPEC),
  soBuoiKhongPhep: term('Tổng số buổi nghỉ không phép', 'Sessions absent without leave', SPEC),
  soDangBo: term('Số đăng bộ', 'Register number', SPEC),
  soDinhDanhCaNhan: term('Mã số định danh cá nhân', 'Personal id', SPEC),
  soHoa: term('Số hoá', 'Digitisation', 'NĐ 88/2026/NĐ-CP, điều 8'),
  soNgayCoPhep: term('Số ngày nghỉ có phép', 'Days absent with leave', FORM),
  soNgayKhongPhep: term('Số ngày nghỉ không phép', 'Days absent without leave', FORM),
  soQuyetDinh: term('Số quyết định', 'Number of the decision', OWN),
  soTrang: term('Số trang', 'Pages', OWN),
  sucKhoe: term('Sức khoẻ', 'Health', FORM),
  tenLop: term('Tên lớp', 'Class name', SPEC),
  tenMonHoc: term('Tên môn học', 'Subject name', SPEC),
  tenNgonNgu: term('Tên ngôn ngữ', 'Language taught', FORM),
  tenQuanHuyen: term('Quận, huyện', 'District', SPEC),
  tenSoGiaoDuc: term('Tên Sở giáo dục', 'Name of the education authority', SPEC),
  tenTinhThanhPho: term('Tỉnh, thành phố', 'Province', SPEC),
  tenTruong: term('Tên trường', 'School name', SPEC),
  tenXaPhuong: term('Xã, phường', 'Commune', SPEC),
  thamMi: term('Thẩm mĩ', 'Aesthetics', FORM),
  thayThe: term('Thay thế', 'Replacement', SPEC),
  theChat: term('Thể chất', 'Physical fitness', FORM),
  theo: term('Theo thông tư', 'Circular followed', OWN),
  thoiDiemLap: term('Thời điểm lập', 'Occasion', HCMC),
  thongTu: term('Thông tư', 'Circular', SPEC),
  tinHoc: term('Tin học', 'Informatics', FORM),
  tinhToan: term('Tính toán', 'Calculation', FORM),
  tinhTrangSucKhoe: term('Tình trạng sức khoẻ', 'State of health', FORM),
  tongKet: term('Tổng kết', 'Year summary', SPEC),
  trachNhiem: term('Trách nhiệm', 'Responsibility', FORM),
  trungThuc: term('Trung thực', 'Honesty', FORM),
  trungThucKiLuat: term('Trung thực, kỉ luật', 'Honesty and discipline', TT22),
  tuChuVaTuHoc: term('Tự chủ và tự học', 'Autonomy and self-study', FORM),
  tuHocVaGiaiQuyetVanDe: term('Tự học và giải quyết vấn đề', 'Self-study and problem solving', TT22),
  tuPhucVuTuQuan: term('Tự phục vụ, tự quản', 'Self-service and self-management', TT22),
  tuTinTrachNhiem: term('Tự tin, trách nhiệm', 'Confidence and responsibility', TT22),
  vang: term('Không có giá trị vì', 'Why there is no value', OWN),
  yeuCauDieuChinh: term('Yêu cầu điều chỉnh', 'Adjusted requirements', 'TT 27/2020/TT-BGDĐT, điều 8'),
  yeuNuoc: term('Yêu nước', 'Patriotism', FORM),
}))();

/**
 * Where a path points, in words for a person: "Nhận xét (Các môn học và hoạt động giáo dục, dòng 3)".
 *
 * @param path - Keys and list positions (from 0), as in an issue of `parseHocBa`.
 */
export function describePath(path: readonly (string | number)[], lang: 'vi' | 'en'): string {
  const named = path.filter((step): step is string => typeof step === 'string' && step in THUAT_NGU);
  const last = named.at(-1);
  if (last === undefined) return lang === 'vi' ? 'Học bạ' : 'Record';
  const context: string[] = [];
  path.forEach((step, index) => {
    if (typeof step === 'number') context.push(`${lang === 'vi' ? 'dòng' : 'row'} ${step + 1}`);
    else if (step in THUAT_NGU && path.indexOf(last, index + 1) > index) context.push(THUAT_NGU[step]![lang]);
  });
  return context.length === 0 ? THUAT_NGU[last]![lang] : `${THUAT_NGU[last]![lang]} (${context.join(', ')})`;
}
