import { draft, edit, oldDraft } from '../records.js';
import { type Case, result } from './case.js';

const XUAT_SAC =
  '27/2020/TT-BGDĐT điều 9.2a: Hoàn thành xuất sắc – các môn học, hoạt động giáo dục đạt mức Hoàn thành tốt; các phẩm chất, năng lực đạt mức Tốt; bài kiểm tra định kỳ cuối năm học của các môn học đạt 9 điểm trở lên';
const TOT =
  '27/2020/TT-BGDĐT điều 9.2a: Hoàn thành tốt – chưa đạt mức Hoàn thành xuất sắc, các môn học đạt mức Hoàn thành tốt; các phẩm chất, năng lực đạt mức Tốt; bài kiểm tra định kỳ cuối năm học đạt 7 điểm trở lên';
const HOAN_THANH =
  '27/2020/TT-BGDĐT điều 9.2a: Hoàn thành – chưa đạt hai mức trên, các môn học đạt mức Hoàn thành tốt hoặc Hoàn thành; các phẩm chất, năng lực đạt mức Tốt hoặc Đạt; bài kiểm tra định kỳ cuối năm học đạt 5 điểm trở lên';
const CHUA = '27/2020/TT-BGDĐT điều 9.2a: Chưa hoàn thành – những học sinh không thuộc các đối tượng trên';
const DISABILITY =
  '27/2020/TT-BGDĐT điều 8: học sinh khuyết tật được đánh giá như học sinh khác có điều chỉnh yêu cầu hoặc theo kế hoạch giáo dục cá nhân';
const FLEXIBLE =
  '27/2020/TT-BGDĐT điều 8: lớp dành cho người khuyết tật – đánh giá thường xuyên và kết quả đánh giá định kỳ môn Toán, môn Tiếng Việt';
const OLD =
  '22/2016/TT-BGDĐT điều 1 khoản 7: từng môn học Hoàn thành tốt hoặc Hoàn thành; từng năng lực, phẩm chất Tốt hoặc Đạt; bài kiểm tra định kỳ cuối năm học đạt điểm 5 trở lên';
const YEAR_END = '27/2020/TT-BGDĐT điều 9.2: cuối năm học';

const { mon, diem, moiDiem, moiMon, phamChat, them, bo, dat, khuyetTat } = edit;
const XS = 'hoanThanhXuatSac';
const HT = 'hoanThanhTot';
const H = 'hoanThanh';
const C = 'chuaHoanThanh';
const old4 = oldDraft(4, '2022-2023');
const old1 = oldDraft(1, '2019-2020');

export const RESULT_CASES: readonly Case[] = [
  // Nine and up
  result('all 9', XUAT_SAC, 4, [], XS),
  result('all 10', XUAT_SAC, 4, [moiDiem(10)], XS),
  result('one 8 among nines', TOT, 4, [diem('toan', 8)], HT),
  result('one 8 in Khoa học', TOT, 4, [diem('khoaHoc', 8)], HT),
  result('one 8 in Lịch sử và Địa lí', TOT, 5, [diem('lichSuVaDiaLi', 8)], HT),
  result('one 8 in Ngoại ngữ 1', TOT, 3, [diem('ngoaiNgu1', 8)], HT),
  result('one 8 in Tin học alone', TOT, 3, [diem('tinHoc', 8)], HT),
  result('one 8 in Công nghệ alone', TOT, 3, [diem('congNghe', 8)], HT),
  result('all 8', TOT, 4, [moiDiem(8)], HT),
  result('grade 1, all 9', XUAT_SAC, 1, [], XS),
  result('grade 1, Tiếng Việt 8', TOT, 1, [diem('tiengViet', 8)], HT),
  result('grade 2, all 9', XUAT_SAC, 2, [], XS),
  result('grade 3, all 9', XUAT_SAC, 3, [], XS),
  result('grade 5, all 9', XUAT_SAC, 5, [], XS),

  // Seven and up
  result('all 7', TOT, 4, [moiDiem(7)], HT),
  result('one 7 among nines', TOT, 4, [diem('tiengViet', 7)], HT),
  result('one 6 among nines', HOAN_THANH, 4, [diem('tiengViet', 6)], H),
  result('all 6', HOAN_THANH, 4, [moiDiem(6)], H),
  result('grade 1, Toán 7', TOT, 1, [diem('toan', 7)], HT),
  result('grade 1, Toán 6', HOAN_THANH, 1, [diem('toan', 6)], H),
  result('grade 2, Tiếng Việt 6', HOAN_THANH, 2, [diem('tiengViet', 6)], H),

  // Five and up
  result('all 5', HOAN_THANH, 4, [moiDiem(5)], H),
  result('one 5 among nines', HOAN_THANH, 4, [diem('khoaHoc', 5)], H),
  result('one 4 among nines', CHUA, 4, [diem('khoaHoc', 4)], C),
  result('one 4 among tens', CHUA, 4, [moiDiem(10), diem('congNghe', 4)], C),
  result('grade 1, Toán 5', HOAN_THANH, 1, [diem('toan', 5)], H),
  result('grade 1, Toán 4', CHUA, 1, [diem('toan', 4)], C),
  result('a score of 0', CHUA, 4, [diem('toan', 0)], C),

  // Levels of subjects and activities
  result('all 10, one subject H', HOAN_THANH, 4, [moiDiem(10), mon('amNhac', 'H')], H),
  result('all 9, Hoạt động trải nghiệm H', HOAN_THANH, 4, [mon('hoatDongTraiNghiem', 'H')], H),
  result('all 9, Đạo đức H', HOAN_THANH, 1, [mon('daoDuc', 'H')], H),
  result('all 9, Toán H', HOAN_THANH, 4, [mon('toan', 'H')], H),
  result('every subject H', HOAN_THANH, 4, [moiMon('H')], H),
  result('all 10, one subject C', CHUA, 4, [moiDiem(10), mon('amNhac', 'C')], C),
  result('all 9, Giáo dục thể chất C', CHUA, 5, [mon('giaoDucTheChat', 'C')], C),
  result('grade 1, Tự nhiên và Xã hội C', CHUA, 1, [mon('tuNhienVaXaHoi', 'C')], C),

  // Levels of qualities and competences
  result('all 9, one quality Đạt', HOAN_THANH, 4, [phamChat('phamChat.chamChi', 'D')], H),
  result('all 7, one quality Đạt', HOAN_THANH, 4, [moiDiem(7), phamChat('phamChat.trungThuc', 'D')], H),
  result('all 9, one general competence Đạt', HOAN_THANH, 4, [phamChat('nangLucChung.giaoTiepVaHopTac', 'D')], H),
  result('all 9, one specific competence Đạt', HOAN_THANH, 4, [phamChat('nangLucDacThu.tinHoc', 'D')], H),
  result('all 9, Thẩm mĩ Đạt in grade 1', HOAN_THANH, 1, [phamChat('nangLucDacThu.thamMi', 'D')], H),
  result('all 9, one quality Cần cố gắng', CHUA, 4, [phamChat('phamChat.yeuNuoc', 'C')], C),
  result('all 9, one general competence Cần cố gắng', CHUA, 4, [phamChat('nangLucChung.tuChuVaTuHoc', 'C')], C),
  result('all 9, one specific competence Cần cố gắng', CHUA, 4, [phamChat('nangLucDacThu.theChat', 'C')], C),

  // The Ministry's own sample of a grade-4 pupil
  result(
    'the specimen',
    HOAN_THANH,
    4,
    [
      diem('toan', 10),
      diem('lichSuVaDiaLi', 8),
      diem('khoaHoc', 8),
      diem('tinHoc', 6),
      mon('tinHoc', 'H'),
      mon('amNhac', 'H'),
      phamChat('nangLucDacThu.tinHoc', 'D'),
    ],
    H,
  ),

  // What is no test does not count, what is missing decides nothing
  result('a score without a test is not counted', XUAT_SAC, 4, [diem('daoDuc', 3)], XS),
  result('a score of optional Ngoại ngữ 1 is not counted', XUAT_SAC, 1, [them('ngoaiNgu1', 'T', 6)], XS),
  result('optional Ngoại ngữ 1 at H', HOAN_THANH, 2, [them('ngoaiNgu1', 'H')], H),
  result('Tiếng dân tộc at T', XUAT_SAC, 4, [them('tiengDanToc', 'T')], XS),
  result('a missing test could still decide', XUAT_SAC, 4, [diem('toan', undefined)], 'none'),
  result('a missing test cannot decide below a 4', CHUA, 4, [diem('toan', undefined), diem('khoaHoc', 4)], C),
  result('a missing subject could still decide', XUAT_SAC, 4, [bo('daoDuc')], 'none'),
  result('a missing subject cannot decide beside a C', CHUA, 4, [bo('daoDuc'), mon('toan', 'C')], C),
  result(
    'a withheld level could still decide',
    XUAT_SAC,
    4,
    [dat('danhGia.phamChat.nhanAi', { vang: 'khongRo', lyDo: 'Chưa có' })],
    'none',
  ),
  result(
    'a competence that does not apply in grade 2',
    XUAT_SAC,
    2,
    [dat('danhGia.nangLucDacThu.congNghe', { vang: 'khongApDung', lyDo: 'Lớp 2 không có' })],
    XS,
  ),
  result('no row at all is no result', XUAT_SAC, 4, [dat('monHoc', [])], 'none'),

  // Not a year's end
  result('an opening has no result', YEAR_END, 1, [dat('thoiDiemLap', 'moHocBa')], 'none'),
  result(
    'part of a year has no result',
    YEAR_END,
    4,
    [
      dat('thoiDiemLap', 'motPhanNamHoc'),
      dat('motPhanNamHoc', { denNgay: '2024-01-15', daHoanThanhHocKy1: true, lyDo: 'Chuyển trường' }),
    ],
    'none',
  ),

  // Điều 8
  result('disability, assessed as others', DISABILITY, 4, [khuyetTat('hoaNhap', 'nhuHocSinhKhac')], XS),
  result('disability, adjusted requirements', DISABILITY, 4, [khuyetTat('hoaNhap', 'yeuCauDieuChinh')], XS),
  result('disability, individual plan', DISABILITY, 4, [khuyetTat('hoaNhap', 'keHoachGiaoDucCaNhan')], 'none'),
  result('disability, not assessed', DISABILITY, 4, [khuyetTat('hoaNhap', 'khongDanhGia')], 'none'),
  result(
    'a subject that is not assessed does not count',
    DISABILITY,
    4,
    [khuyetTat('hoaNhap', 'yeuCauDieuChinh', { monKhongDanhGia: ['giaoDucTheChat'] }), mon('giaoDucTheChat', 'C')],
    XS,
  ),
  result(
    'a class for disabled people is judged by Toán and Tiếng Việt',
    FLEXIBLE,
    4,
    [khuyetTat('lopChoNguoiKhuyetTat', 'nhuHocSinhKhac'), diem('khoaHoc', 4), diem('toan', 7)],
    HT,
  ),

  result(
    'nothing that is assessed is no result',
    FLEXIBLE,
    4,
    [khuyetTat('lopChoNguoiKhuyetTat', 'nhuHocSinhKhac', { monKhongDanhGia: ['toan', 'tiengViet'] })],
    'none',
  ),

  // The older circular
  result('older form, all 5', OLD, old4, [moiDiem(5)], H),
  result('older form, one 4', OLD, old4, [diem('toan', 4)], C),
  result('older form, all 10 is still Hoàn thành', OLD, old4, [moiDiem(10)], H),
  result('older form, one H', OLD, old4, [mon('theDuc', 'H')], H),
  result('older form, one C', OLD, old4, [mon('theDuc', 'C')], C),
  result('older form, a competence Đạt', OLD, old4, [phamChat('nangLuc.hopTac', 'D')], H),
  result('older form, a competence Cần cố gắng', OLD, old4, [phamChat('nangLuc.hopTac', 'C')], C),
  result('older form, a quality Cần cố gắng', OLD, old4, [phamChat('phamChat.doanKetYeuThuong', 'C')], C),
  result('older form, optional Ngoại ngữ 4', OLD, old4, [diem('ngoaiNgu', 4)], C),
  result('older form, grade 1', OLD, old1, [], H),

  // Level by level the same record under both circulars
  result('the same 8 under TT 27', TOT, draft(4, '2023-2024'), [diem('toan', 8)], HT),
];
