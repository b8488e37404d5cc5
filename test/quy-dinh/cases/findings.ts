import { draft, edit, oldDraft } from '../records.js';
import { type Case, found } from './case.js';

const TT = '27/2020/TT-BGDĐT';
const RESULT = `${TT} điều 9.2a: bốn mức Hoàn thành xuất sắc, Hoàn thành tốt, Hoàn thành, Chưa hoàn thành theo mức đạt và điểm`;
const SCALE = `${TT} điều 7.1d: cho điểm theo thang điểm 10, không cho điểm thập phân`;
const TESTS = `${TT} điều 7.1b: các môn học bắt buộc Tiếng Việt, Toán, Ngoại ngữ 1, Lịch sử và Địa lý, Khoa học, Tin học và Công nghệ có bài kiểm tra định kỳ`;
const FORM2 = `${TT} phụ lục 1, hướng dẫn ghi mục 2: T, H, C; Điểm KTĐK của bài kiểm tra cuối năm, kiểm tra lại thì ghi điểm lần cuối`;
const FORM3 = `${TT} phụ lục 1, hướng dẫn ghi mục 3: T, Đ, C cho từng phẩm chất, năng lực`;
const FORM4 = `${TT} phụ lục 1, hướng dẫn ghi mục 4: ghi một trong bốn mức`;
const FORM6 = `${TT} phụ lục 1, hướng dẫn ghi mục 6: "Hoàn thành chương trình lớp 2; Được lên lớp 3."; "Hoàn thành chương trình tiểu học."`;
const COMPLETED = `${TT} điều 11.1a: được xác nhận hoàn thành chương trình lớp học nếu kết quả ở một trong ba mức Hoàn thành xuất sắc, Hoàn thành tốt, Hoàn thành`;
const SUPPLEMENTARY = `${TT} điều 11.1b: chưa được xác nhận thì được hướng dẫn, giúp đỡ, đánh giá bổ sung để xét hoàn thành`;
const DECISION = `${TT} điều 11.1c: vẫn chưa đủ điều kiện thì hiệu trưởng xem xét, quyết định được lên lớp hoặc chưa được lên lớp`;
const LEVEL = `${TT} điều 11.2: học sinh hoàn thành chương trình lớp 5 được xác nhận và ghi vào học bạ: Hoàn thành chương trình tiểu học`;
const AWARD = `${TT} điều 13.1a: Học sinh Xuất sắc cho mức Hoàn thành xuất sắc; Học sinh Tiêu biểu cho mức Hoàn thành tốt, có thành tích hoặc tiến bộ, được tập thể lớp công nhận`;
const AD_HOC = `${TT} điều 13.1b: khen thưởng đột xuất cho thành tích đột xuất trong năm học`;
const DISABILITY = `${TT} điều 8: đánh giá có điều chỉnh yêu cầu hoặc theo kế hoạch giáo dục cá nhân`;
const COMMENTS = `${TT} hướng dẫn ghi mục 2, 3; 1789/QĐ-SGDĐT: nhận xét những điểm nổi bật, điều chưa đạt "nếu có"`;
const SPLIT = '2904/QĐ-BGDĐT phụ lục 1: dòng Tin học và Công nghệ tách thành hai dòng';
const CURRICULUM = '32/2018/TT-BGDĐT: các môn học của từng lớp';
const OLD = '22/2016/TT-BGDĐT điều 1 khoản 4, 7: không cho điểm 0 và điểm thập phân; hoàn thành chương trình lớp học';
const PILOT = '2088/BGDĐT-GDTH phụ lục 1, II.2';
const UUID = `${PILOT}: MA_TRA_CUU_UUID là UUID phiên bản 4; học bạ thay thế có mã mới, mã cũ không dùng lại`;
const PERSONAL_ID = 'Số định danh cá nhân: 3 số mã tỉnh, 1 số thế kỷ và giới tính, 2 số năm sinh, 6 số ngẫu nhiên';
const LIFELONG =
  '88/2026/NĐ-CP điều 8, 9: từ 01/01/2027 dữ liệu hình thành theo hồ sơ học tập suốt đời, mỗi người một mã';
const BORN = '213/KH-BGDĐT: thí điểm từ năm học 2023-2024 cho lớp 1 đến lớp 4';
const ORDER = `2088/BGDĐT-GDTH phụ lục 1, III.2: tạo lập, kiểm tra, ký, phát hành`;
const HISTORY = `${PILOT}: Quá trình học tập gồm các năm học đến nay`;
const OPENING = '1789/QĐ-SGDĐT điều 20.4: mở học bạ đầu cấp lớp 1, 6, 10, chưa có kết quả';
const PARTIAL = '1789/QĐ-SGDĐT điều 22.2: chuyển đi giữa năm học thì ký kết quả của phần đã học';
const LOCK = '1789/QĐ-SGDĐT điều 21: khoá trước ngày 30/6; trường hợp bổ sung trước ngày 15/8';
const SEASON = 'Lịch mùa 2025 của Thành phố Hồ Chí Minh: ký, phát hành chậm nhất 30/5; lớp 5, 9 chậm nhất 20/5';

const { mon, diem, moiDiem, moiMon, phamChat, them, bo, dat, ketQua, khuyetTat } = edit;
const old4 = oldDraft(4, '2022-2023');
const old5 = oldDraft(5, '2023-2024');
const g2 = draft(2, '2024-2025');
const WORDS = 'tongKet.noiDungHoanThanhChuongTrinh';
const KHONG_RO = { vang: 'khongRo', lyDo: 'Gia đình không cung cấp' };
const award = (loai: string, noiDung: string) => dat('tongKet.khenThuong', [{ loai, noiDung }]);
const released = (ngay: string) => dat('phatHanh.ngayPhatHanh', ngay);
const supplementary = (ketQuaBoSung: string, more: object = {}) =>
  dat('tongKet.danhGiaBoSung', { ketQua: ketQuaBoSung, ...more });
const HCMC = { province: '79' } as const;

export const FINDING_CASES: readonly Case[] = [
  // A clean record of every grade
  ...[1, 2, 3, 4, 5].map((khoiLop) => found(`grade ${khoiLop}: nothing to say`, RESULT, khoiLop, [], [])),
  found('older form, grade 4: nothing to say', OLD, old4, [], []),
  found('older form, grade 5: nothing to say', OLD, old5, [], []),

  // Recorded result against the computed one: both sides of every threshold
  found(
    'result: 9 recorded as Hoàn thành tốt',
    RESULT,
    4,
    [ketQua('hoanThanhTot')],
    ['error RULE_RESULT_TOO_LOW tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'result: 8 recorded as Hoàn thành xuất sắc',
    RESULT,
    4,
    [diem('toan', 8)],
    ['error RULE_RESULT_TOO_HIGH tongKet.ketQuaGiaoDuc'],
  ),
  found('result: 8 recorded as Hoàn thành tốt', RESULT, 4, [diem('toan', 8), ketQua('hoanThanhTot')], []),
  found('result: 7 recorded as Hoàn thành tốt', RESULT, 4, [moiDiem(7), ketQua('hoanThanhTot')], []),
  found(
    'result: 6 recorded as Hoàn thành tốt',
    RESULT,
    4,
    [moiDiem(6), mon('toan', 'H'), moiMon('H'), ketQua('hoanThanhTot')],
    ['error RULE_RESULT_TOO_HIGH tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'result: 7 recorded as Hoàn thành',
    RESULT,
    4,
    [moiDiem(7), ketQua('hoanThanh')],
    ['error RULE_RESULT_TOO_LOW tongKet.ketQuaGiaoDuc'],
  ),
  found('result: 5 recorded as Hoàn thành', RESULT, 4, [moiDiem(5), moiMon('H'), ketQua('hoanThanh')], []),
  found(
    'result: 4 recorded as Hoàn thành',
    RESULT,
    4,
    [moiMon('H'), diem('toan', 4), ketQua('hoanThanh')],
    ['error RULE_RESULT_TOO_HIGH tongKet.ketQuaGiaoDuc', 'warning RULE_SCORE_AGAINST_LEVEL monHoc.1.diemKiemTraDinhKy'],
  ),
  found(
    'result: 5 recorded as Chưa hoàn thành',
    RESULT,
    4,
    [moiDiem(5), moiMon('H'), ketQua('chuaHoanThanh')],
    ['error RULE_RESULT_TOO_LOW tongKet.ketQuaGiaoDuc'],
  ),
  found('result: a C recorded as Chưa hoàn thành', RESULT, 4, [mon('amNhac', 'C'), ketQua('chuaHoanThanh')], []),
  found(
    'result: a Cần cố gắng recorded as Hoàn thành',
    RESULT,
    4,
    [phamChat('phamChat.nhanAi', 'C'), ketQua('hoanThanh')],
    ['error RULE_RESULT_TOO_HIGH tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'result: one H recorded as Hoàn thành tốt',
    RESULT,
    4,
    [mon('amNhac', 'H'), ketQua('hoanThanhTot')],
    ['error RULE_RESULT_TOO_HIGH tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'result: absent with a reason',
    FORM4,
    4,
    [dat('tongKet.ketQuaGiaoDuc', KHONG_RO), dat('tongKet.khenThuong', [])],
    ['warning RULE_RESULT_ABSENT tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'result: missing',
    FORM4,
    4,
    [dat('tongKet.ketQuaGiaoDuc', undefined)],
    ['error RULE_RESULT_MISSING tongKet.ketQuaGiaoDuc'],
    { invalid: true },
  ),
  found(
    'result: a word of another scale',
    FORM4,
    4,
    [
      dat('tongKet.ketQuaGiaoDuc', 'tot'),
      dat('tongKet.khenThuong', []),
      dat('tongKet.hoanThanhChuongTrinhLopHoc', false),
      dat('tongKet.duocLenLop', false),
      dat(WORDS, undefined),
    ],
    ['error RULE_RESULT_UNKNOWN tongKet.ketQuaGiaoDuc'],
    { invalid: true },
  ),
  found(
    'result: optional subject at H, recorded as if not counted',
    RESULT,
    g2,
    [them('ngoaiNgu1', 'H')],
    ['warning RULE_RESULT_OPTIONAL_ROWS tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'result: optional subject at H, recorded as if counted',
    RESULT,
    g2,
    [them('ngoaiNgu1', 'H'), ketQua('hoanThanh')],
    [],
  ),
  found(
    'result: undecided for want of a score',
    RESULT,
    4,
    [diem('toan', undefined)],
    ['error RULE_SCORE_MISSING monHoc.1.diemKiemTraDinhKy', 'warning RULE_RESULT_UNDECIDED tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'result: not possible whatever the missing score',
    RESULT,
    4,
    [diem('toan', undefined), mon('amNhac', 'H')],
    ['error RULE_RESULT_TOO_HIGH tongKet.ketQuaGiaoDuc', 'error RULE_SCORE_MISSING monHoc.1.diemKiemTraDinhKy'],
  ),

  // Scores
  found('score: 10 is inside', SCALE, 4, [diem('toan', 10)], []),
  found('score: 11 is outside', SCALE, 4, [diem('toan', 11)], ['error RULE_SCORE_RANGE monHoc.1.diemKiemTraDinhKy'], {
    invalid: true,
  }),
  found('score: 0 is allowed by TT 27', SCALE, 4, [diem('toan', 0), mon('toan', 'C'), ketQua('chuaHoanThanh')], []),
  found(
    'score: -1 is outside',
    SCALE,
    4,
    [diem('toan', -1), mon('toan', 'C'), ketQua('chuaHoanThanh')],
    ['error RULE_SCORE_RANGE monHoc.1.diemKiemTraDinhKy'],
    { invalid: true },
  ),
  found(
    'score: 9.5 is a decimal',
    SCALE,
    4,
    [diem('toan', 9.5)],
    ['error RULE_SCORE_DECIMALS monHoc.1.diemKiemTraDinhKy'],
    { invalid: true },
  ),
  found(
    'score: 0 is forbidden by TT 30',
    OLD,
    old4,
    [
      diem('toan', 0),
      mon('toan', 'C'),
      dat('tongKet.duocLenLop', false),
      dat('tongKet.hoanThanhChuongTrinhLopHoc', false),
      dat(WORDS, 'Chưa hoàn thành chương trình lớp 4; Chưa được lên lớp.'),
    ],
    ['error RULE_SCORE_FORBIDDEN monHoc.1.diemKiemTraDinhKy'],
  ),
  found(
    'score: 1 is allowed by TT 30',
    OLD,
    old4,
    [
      diem('toan', 1),
      mon('toan', 'C'),
      dat('tongKet.duocLenLop', false),
      dat('tongKet.hoanThanhChuongTrinhLopHoc', false),
      dat(WORDS, 'Chưa hoàn thành chương trình lớp 4; Chưa được lên lớp.'),
    ],
    [],
  ),
  found(
    'score: none in a tested subject',
    TESTS,
    3,
    [diem('ngoaiNgu1', undefined)],
    ['error RULE_SCORE_MISSING monHoc.2.diemKiemTraDinhKy', 'warning RULE_RESULT_UNDECIDED tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'score: in a subject without a test',
    TESTS,
    4,
    [diem('daoDuc', 9)],
    ['error RULE_SCORE_NOT_TESTED monHoc.7.diemKiemTraDinhKy'],
  ),
  found(
    'score: optional Ngoại ngữ 1 in grade 2',
    TESTS,
    g2,
    [them('ngoaiNgu1', 'T', 9)],
    ['warning RULE_SCORE_OPTIONAL_ROW monHoc.8.diemKiemTraDinhKy'],
  ),
  found('score: optional Ngoại ngữ 1 in grade 2 without one', TESTS, g2, [them('ngoaiNgu1', 'T')], []),
  found(
    'score: Tiếng dân tộc with one',
    TESTS,
    4,
    [them('tiengDanToc', 'T', 9)],
    ['warning RULE_SCORE_OPTIONAL_ROW monHoc.12.diemKiemTraDinhKy'],
  ),
  found('score: Tiếng dân tộc without one', TESTS, 4, [them('tiengDanToc', 'T')], []),
  found('score: T with 7', `${TT} điều 9.2a: Hoàn thành tốt từ 7 điểm`, 4, [moiDiem(7), ketQua('hoanThanhTot')], []),
  found(
    'score: T with 6',
    `${TT} không gắn điểm với mức: chỉ cảnh báo`,
    4,
    [diem('toan', 6), ketQua('hoanThanh')],
    ['warning RULE_SCORE_AGAINST_LEVEL monHoc.1.diemKiemTraDinhKy'],
  ),
  found(
    'score: H with 5',
    `${TT} điều 9.2a: Hoàn thành từ 5 điểm`,
    4,
    [mon('toan', 'H'), diem('toan', 5), ketQua('hoanThanh')],
    [],
  ),
  found(
    'score: H with 10',
    `${TT} không gắn điểm với mức`,
    4,
    [mon('toan', 'H'), diem('toan', 10), ketQua('hoanThanh')],
    [],
  ),
  found('score: C with 4', `${TT} điều 9.2a`, 4, [mon('toan', 'C'), diem('toan', 4), ketQua('chuaHoanThanh')], []),
  found(
    'score: C with 5',
    `${TT} không gắn điểm với mức: chỉ cảnh báo`,
    4,
    [mon('toan', 'C'), diem('toan', 5), ketQua('chuaHoanThanh')],
    ['warning RULE_SCORE_AGAINST_LEVEL monHoc.1.diemKiemTraDinhKy'],
  ),
  found(
    'score: a re-test, its score recorded',
    FORM2,
    4,
    [
      dat('monHoc.1.ketQuaTheoDot', [
        { dot: 'cuoiNam', diem: 6 },
        { dot: 'kiemTraLai', diem: 9 },
      ]),
    ],
    [],
  ),
  found(
    'score: a re-test, the first score recorded',
    FORM2,
    4,
    [
      dat('monHoc.1.ketQuaTheoDot', [
        { dot: 'cuoiNam', diem: 9 },
        { dot: 'kiemTraLai', diem: 10 },
      ]),
    ],
    ['error RULE_SCORE_NOT_LAST_TEST monHoc.1.diemKiemTraDinhKy'],
  ),
  found(
    'score: mid-term Toán in grade 4',
    TESTS,
    4,
    [dat('monHoc.1.ketQuaTheoDot', [{ dot: 'giuaHocKy1', diem: 8 }])],
    [],
  ),
  found(
    'score: mid-term Toán in grade 3',
    TESTS,
    3,
    [dat('monHoc.1.ketQuaTheoDot', [{ dot: 'giuaHocKy1', diem: 8 }])],
    ['error RULE_SCORE_NOT_TESTED monHoc.1.ketQuaTheoDot.0.diem'],
  ),

  // Rows and levels
  found(
    'row: a compulsory subject is missing',
    CURRICULUM,
    4,
    [bo('khoaHoc')],
    ['error RULE_ROW_MISSING monHoc', 'warning RULE_RESULT_UNDECIDED tongKet.ketQuaGiaoDuc'],
  ),
  found('row: Khoa học in grade 3', CURRICULUM, 3, [them('khoaHoc', 'T')], ['warning RULE_ROW_NOT_IN_GRADE monHoc.11']),
  found(
    'row: Tự nhiên và Xã hội in grade 4',
    CURRICULUM,
    4,
    [them('tuNhienVaXaHoi', 'T')],
    ['warning RULE_ROW_NOT_IN_GRADE monHoc.12'],
  ),
  found('row: twice', FORM2, 4, [them('toan', 'T', 9)], ['error RULE_ROW_DUPLICATE monHoc.12']),
  found('row: in no list', FORM2, 4, [them('khac:KNS', 'T')], ['warning RULE_ROW_UNKNOWN monHoc.12']),
  found(
    'row: the common row of before QĐ 2904',
    SPLIT,
    4,
    [bo('tinHoc'), bo('congNghe'), them('khac:THCN', 'T', 9), dat('monHoc.10.tenMonHoc', 'Tin học và Công nghệ')],
    ['error RULE_ROW_SPLIT monHoc.10', 'warning RULE_RESULT_UNDECIDED tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'row: only one of the two split rows',
    SPLIT,
    4,
    [bo('congNghe')],
    ['error RULE_ROW_MISSING monHoc', 'warning RULE_RESULT_UNDECIDED tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'row: a row of the older form under TT 27',
    CURRICULUM,
    4,
    [them('theDuc', 'T')],
    ['warning RULE_ROW_UNKNOWN monHoc.12'],
  ),
  found(
    'level: absent for a reason',
    FORM2,
    4,
    [dat('monHoc.0.mucDat', KHONG_RO)],
    ['warning RULE_LEVEL_ABSENT monHoc.0.mucDat', 'warning RULE_RESULT_UNDECIDED tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'level: missing',
    FORM2,
    4,
    [dat('monHoc.0.mucDat', undefined)],
    ['error RULE_LEVEL_MISSING monHoc.0.mucDat', 'warning RULE_RESULT_UNDECIDED tongKet.ketQuaGiaoDuc'],
    { invalid: true },
  ),
  found(
    'level: a letter of the other scale',
    FORM3,
    4,
    [dat('monHoc.0.mucDat', 'dat'), ketQua('chuaHoanThanh')],
    ['error RULE_LEVEL_UNKNOWN monHoc.0.mucDat'],
    { invalid: true },
  ),
  found(
    'competence: Công nghệ missing in grade 3',
    `${PILOT}: NANG_LUC_CONG_NGHE không bắt buộc`,
    3,
    [dat('danhGia.nangLucDacThu.congNghe', undefined)],
    ['warning RULE_ROW_MISSING danhGia.nangLucDacThu.congNghe', 'warning RULE_RESULT_UNDECIDED tongKet.ketQuaGiaoDuc'],
  ),
  found('competence: Công nghệ missing in grade 2', `${PILOT}: NANG_LUC_CONG_NGHE không bắt buộc`, 2, [], []),
  found(
    'competence: Công nghệ present in grade 2',
    `${PILOT}: NANG_LUC_CONG_NGHE không bắt buộc`,
    2,
    [dat('danhGia.nangLucDacThu.congNghe', 'tot')],
    [],
  ),
  found(
    'quality: absent for a reason',
    FORM3,
    4,
    [dat('danhGia.phamChat.nhanAi', KHONG_RO)],
    ['warning RULE_LEVEL_ABSENT danhGia.phamChat.nhanAi', 'warning RULE_RESULT_UNDECIDED tongKet.ketQuaGiaoDuc'],
  ),

  // Comments are the teacher's
  found(
    'comments: all absent',
    COMMENTS,
    4,
    [
      dat('danhGia.phamChat.nhanXet', KHONG_RO),
      dat('danhGia.nangLucChung.nhanXet', KHONG_RO),
      dat('danhGia.nangLucDacThu.nhanXet', KHONG_RO),
      dat('tongKet.nhanXetGiaoVienChuNhiem', KHONG_RO),
    ],
    [],
  ),
  found(
    'comments: one word beside a C',
    COMMENTS,
    4,
    [mon('toan', 'C'), diem('toan', 4), dat('monHoc.1.nhanXet', 'Yếu'), ketQua('chuaHoanThanh')],
    [],
  ),

  // Completion and promotion
  found(
    'promotion: completed, flag says no',
    COMPLETED,
    4,
    [dat('tongKet.hoanThanhChuongTrinhLopHoc', false), dat(WORDS, undefined)],
    [
      'error RULE_COMPLETION_FLAG tongKet.hoanThanhChuongTrinhLopHoc',
      'warning RULE_PROMOTED_BY_DECISION tongKet.duocLenLop',
    ],
  ),
  found(
    'promotion: completed, not promoted',
    COMPLETED,
    4,
    [dat('tongKet.duocLenLop', false), dat(WORDS, undefined)],
    ['error RULE_NOT_PROMOTED tongKet.duocLenLop'],
  ),
  found('promotion: Hoàn thành is enough', COMPLETED, 4, [moiDiem(5), moiMon('H'), ketQua('hoanThanh')], []),
  found(
    'promotion: Chưa hoàn thành, completed all the same',
    COMPLETED,
    4,
    [
      mon('toan', 'C'),
      diem('toan', 4),
      ketQua('chuaHoanThanh'),
      dat('tongKet.hoanThanhChuongTrinhLopHoc', true),
      dat('tongKet.duocLenLop', true),
      dat(WORDS, undefined),
    ],
    ['error RULE_COMPLETION_FLAG tongKet.hoanThanhChuongTrinhLopHoc'],
  ),
  found(
    'promotion: Chưa hoàn thành, promoted by decision',
    DECISION,
    4,
    [
      mon('toan', 'C'),
      diem('toan', 4),
      ketQua('chuaHoanThanh'),
      dat('tongKet.duocLenLop', true),
      dat(WORDS, 'Chưa hoàn thành chương trình lớp 4; Được lên lớp 5.'),
    ],
    ['warning RULE_PROMOTED_BY_DECISION tongKet.duocLenLop'],
  ),
  found(
    'promotion: Chưa hoàn thành, not promoted',
    DECISION,
    4,
    [mon('toan', 'C'), diem('toan', 4), ketQua('chuaHoanThanh')],
    [],
  ),
  found(
    'promotion: completed by the supplementary assessment',
    SUPPLEMENTARY,
    4,
    [
      mon('toan', 'C'),
      diem('toan', 4),
      ketQua('chuaHoanThanh'),
      supplementary('hoanThanh'),
      dat('tongKet.hoanThanhChuongTrinhLopHoc', true),
      dat('tongKet.duocLenLop', true),
      dat(WORDS, 'Hoàn thành chương trình lớp 4; Được lên lớp 5.'),
    ],
    [],
  ),
  found(
    'promotion: supplementary assessment passed, flag says no',
    SUPPLEMENTARY,
    4,
    [mon('toan', 'C'), diem('toan', 4), ketQua('chuaHoanThanh'), supplementary('hoanThanh')],
    ['error RULE_COMPLETION_FLAG tongKet.hoanThanhChuongTrinhLopHoc'],
  ),
  found(
    'promotion: supplementary assessment failed, promoted',
    DECISION,
    4,
    [
      mon('toan', 'C'),
      diem('toan', 4),
      ketQua('chuaHoanThanh'),
      supplementary('chuaHoanThanh', { hieuTruongQuyetDinhLenLop: true }),
      dat('tongKet.duocLenLop', true),
      dat(WORDS, undefined),
    ],
    ['warning RULE_PROMOTED_BY_DECISION tongKet.duocLenLop'],
  ),
  found(
    'promotion: not recorded',
    COMPLETED,
    4,
    [dat('tongKet.duocLenLop', KHONG_RO), dat(WORDS, undefined)],
    ['warning RULE_COMPLETION_MISSING tongKet.duocLenLop'],
  ),
  found(
    'completion: not recorded',
    COMPLETED,
    4,
    [dat('tongKet.hoanThanhChuongTrinhLopHoc', KHONG_RO)],
    ['warning RULE_COMPLETION_MISSING tongKet.hoanThanhChuongTrinhLopHoc'],
  ),
  found(
    'level: completed in grade 4',
    LEVEL,
    4,
    [dat('tongKet.hoanThanhChuongTrinhTieuHoc', true)],
    ['error RULE_LEVEL_COMPLETION_FLAG tongKet.hoanThanhChuongTrinhTieuHoc'],
  ),
  found('level: not completed in grade 4', LEVEL, 4, [dat('tongKet.hoanThanhChuongTrinhTieuHoc', false)], []),
  found(
    'level: grade 5 completed, level not',
    LEVEL,
    5,
    [dat('tongKet.hoanThanhChuongTrinhTieuHoc', false), dat(WORDS, undefined)],
    [
      'error RULE_LEVEL_COMPLETION_FLAG tongKet.hoanThanhChuongTrinhTieuHoc',
      `warning RULE_LEVEL_COMPLETION_WORDS ${WORDS}`,
    ],
  ),
  found(
    'level: grade 5 not completed, level not',
    LEVEL,
    5,
    [mon('toan', 'C'), diem('toan', 4), ketQua('chuaHoanThanh')],
    [],
  ),
  found(
    'level: grade 5 not completed, level completed',
    LEVEL,
    5,
    [
      mon('toan', 'C'),
      diem('toan', 4),
      ketQua('chuaHoanThanh'),
      dat('tongKet.hoanThanhChuongTrinhTieuHoc', true),
      dat(WORDS, undefined),
    ],
    ['error RULE_LEVEL_COMPLETION_FLAG tongKet.hoanThanhChuongTrinhTieuHoc'],
  ),
  found(
    'level: grade 5 without a promotion',
    LEVEL,
    5,
    [dat('tongKet.duocLenLop', { vang: 'khongApDung', lyDo: 'Lớp cuối cấp' })],
    [],
  ),

  // Words of section 6
  found(
    'words: another spelling of lớp and case',
    FORM6,
    4,
    [dat(WORDS, 'hoàn thành chương trình lớp 4, được lên lớp 5')],
    [],
  ),
  found(
    'words: another grade completed',
    FORM6,
    4,
    [dat(WORDS, 'Hoàn thành chương trình lớp 3; Được lên lớp 5.')],
    [`error RULE_COMPLETION_WORDS ${WORDS}`],
  ),
  found(
    'words: another grade to go to',
    FORM6,
    4,
    [dat(WORDS, 'Hoàn thành chương trình lớp 4; Được lên lớp 6.')],
    [`error RULE_COMPLETION_WORDS ${WORDS}`],
  ),
  found(
    'words: say not completed',
    FORM6,
    4,
    [dat(WORDS, 'Chưa hoàn thành chương trình lớp 4; Được lên lớp 5.')],
    [`error RULE_COMPLETION_WORDS ${WORDS}`],
  ),
  found(
    'words: say not promoted',
    FORM6,
    4,
    [dat(WORDS, 'Hoàn thành chương trình lớp 4; Chưa được lên lớp.')],
    [`error RULE_COMPLETION_WORDS ${WORDS}`],
  ),
  found(
    'words: the level in grade 4',
    FORM6,
    4,
    [dat(WORDS, 'Hoàn thành chương trình tiểu học.')],
    [`error RULE_COMPLETION_WORDS ${WORDS}`],
  ),
  found('words: of nobody', FORM6, 4, [dat(WORDS, 'Lên lớp thẳng')], [`warning RULE_COMPLETION_WORDS_FORM ${WORDS}`]),
  found('words: left out', FORM6, 4, [dat(WORDS, undefined)], []),
  found(
    'words: grade 5 says the grade only',
    LEVEL,
    5,
    [dat(WORDS, 'Hoàn thành chương trình lớp 5.')],
    [`warning RULE_LEVEL_COMPLETION_WORDS ${WORDS}`],
  ),
  found(
    'words: grade 5 says grade and level',
    LEVEL,
    5,
    [dat(WORDS, 'Hoàn thành chương trình lớp 5; Hoàn thành chương trình tiểu học.')],
    [],
  ),
  found(
    'words: grade 5 promoted to grade 6',
    LEVEL,
    5,
    [dat(WORDS, 'Hoàn thành chương trình tiểu học; Được lên lớp 6.')],
    [`error RULE_COMPLETION_WORDS ${WORDS}`],
  ),
  found('words: grade 5, left out, flag set', LEVEL, 5, [dat(WORDS, undefined)], []),

  // Awards: a title implies a result, never the reverse
  found('award: Xuất sắc with Hoàn thành xuất sắc', AWARD, 4, [award('hocSinhXuatSac', 'Học sinh Xuất sắc')], []),
  found('award: none with Hoàn thành xuất sắc', AWARD, 4, [dat('tongKet.khenThuong', [])], []),
  found(
    'award: Xuất sắc with Hoàn thành tốt',
    AWARD,
    4,
    [moiDiem(8), ketQua('hoanThanhTot'), award('hocSinhXuatSac', 'Học sinh Xuất sắc')],
    ['error RULE_AWARD_RESULT tongKet.khenThuong.0.loai'],
  ),
  found(
    'award: Tiêu biểu with Hoàn thành tốt',
    AWARD,
    4,
    [moiDiem(8), ketQua('hoanThanhTot'), award('hocSinhTieuBieu', 'Học sinh Tiêu biểu')],
    [],
  ),
  found('award: none with Hoàn thành tốt', AWARD, 4, [moiDiem(8), ketQua('hoanThanhTot')], []),
  found(
    'award: Tiêu biểu with Hoàn thành xuất sắc',
    AWARD,
    4,
    [award('hocSinhTieuBieu', 'Học sinh Tiêu biểu')],
    ['error RULE_AWARD_RESULT tongKet.khenThuong.0.loai'],
  ),
  found(
    'award: Tiêu biểu with Hoàn thành',
    AWARD,
    4,
    [moiDiem(5), moiMon('H'), ketQua('hoanThanh'), award('hocSinhTieuBieu', 'Học sinh Tiêu biểu')],
    ['error RULE_AWARD_RESULT tongKet.khenThuong.0.loai'],
  ),
  found(
    'award: a title known by its words only',
    AWARD,
    4,
    [moiDiem(8), ketQua('hoanThanhTot'), award('khac', 'Học sinh xuất sắc')],
    ['error RULE_AWARD_RESULT tongKet.khenThuong.0.loai'],
  ),
  found(
    'award: a prize with Hoàn thành',
    AWARD,
    4,
    [moiDiem(5), moiMon('H'), ketQua('hoanThanh'), award('khac', 'Giải Nhì hội giao lưu An toàn giao thông cấp huyện')],
    [],
  ),
  found(
    'award: a letter of praise with Chưa hoàn thành',
    `${TT} điều 13.3: thư khen`,
    4,
    [mon('toan', 'C'), diem('toan', 4), ketQua('chuaHoanThanh'), award('thuKhen', 'Thư khen')],
    [],
  ),
  found(
    'award: a title as an ad-hoc award',
    AD_HOC,
    4,
    [
      dat('tongKet.khenThuong', []),
      dat('tongKet.khenThuongDotXuat', [{ loai: 'hocSinhXuatSac', noiDung: 'Học sinh Xuất sắc' }]),
    ],
    ['warning RULE_AWARD_PLACE tongKet.khenThuongDotXuat.0.loai'],
  ),
  found(
    'award: a feat as an ad-hoc award',
    AD_HOC,
    4,
    [dat('tongKet.khenThuongDotXuat', [{ loai: 'khac', noiDung: 'Cứu bạn' }])],
    [],
  ),
  found(
    'award: a title of TT 27 in an older year',
    '22/2016/TT-BGDĐT điều 1 khoản 8',
    old4,
    [award('hocSinhXuatSac', 'Học sinh Xuất sắc')],
    ['warning RULE_AWARD_NOT_IN_RULES tongKet.khenThuong.0.loai'],
  ),

  // Điều 8
  found(
    'disability: adjusted, another result',
    DISABILITY,
    4,
    [khuyetTat('hoaNhap', 'yeuCauDieuChinh'), diem('toan', 8)],
    ['info RULE_RESULT_ADJUSTED tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'disability: as others, another result',
    DISABILITY,
    4,
    [khuyetTat('hoaNhap', 'nhuHocSinhKhac'), diem('toan', 8)],
    ['error RULE_RESULT_TOO_HIGH tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'disability: individual plan, any result',
    DISABILITY,
    4,
    [khuyetTat('hoaNhap', 'keHoachGiaoDucCaNhan'), moiDiem(7)],
    [],
  ),
  found(
    'disability: individual plan, rows left out',
    DISABILITY,
    4,
    [khuyetTat('hoaNhap', 'keHoachGiaoDucCaNhan'), bo('khoaHoc'), bo('tinHoc')],
    [],
  ),
  found(
    'disability: not assessed, yet a result',
    DISABILITY,
    4,
    [khuyetTat('hoaNhap', 'khongDanhGia')],
    ['warning RULE_RESULT_NOT_ASSESSED tongKet.ketQuaGiaoDuc'],
  ),
  found(
    'disability: not assessed, no result',
    DISABILITY,
    4,
    [
      khuyetTat('hoaNhap', 'khongDanhGia'),
      dat('tongKet.ketQuaGiaoDuc', { vang: 'khongApDung', lyDo: 'Không đánh giá' }),
      dat('tongKet.khenThuong', []),
    ],
    [],
  ),
  found(
    'disability: one subject not assessed',
    DISABILITY,
    4,
    [khuyetTat('hoaNhap', 'yeuCauDieuChinh', { monKhongDanhGia: ['giaoDucTheChat'] }), bo('giaoDucTheChat')],
    [],
  ),

  // Which rules
  found(
    'rules: none for the year',
    '30/2014/TT-BGDĐT: từ 28/08/2014',
    draft(4, '2012-2013'),
    [],
    ['error RULE_SET_NOT_FOUND lopHoc.khoiLop'],
  ),
  found(
    'rules: the circular of another year',
    `${PILOT}: THONG_TU`,
    4,
    [dat('thongTu', '22/2016/TT-BGDĐT')],
    ['warning RULE_CIRCULAR_MISMATCH thongTu'],
  ),
  found(
    'rules: TT 22/2021 is not TT 22/2016',
    `${PILOT}: THONG_TU`,
    old4,
    [dat('thongTu', '22/2021/TT-BGDĐT')],
    ['warning RULE_CIRCULAR_MISMATCH thongTu'],
  ),
  found('rules: a short name of the circular', `${PILOT}: THONG_TU`, 4, [dat('thongTu', 'Thông tư 27')], []),
  found(
    'rules: rows of the older circular',
    `${TT} điều 2`,
    draft(4),
    [dat('danhGia', old4.danhGia)],
    ['error RULE_ROWS_OF_OTHER_CIRCULAR danhGia.theo'],
  ),
  found(
    'rules: rows of the newer circular',
    `${TT} điều 2`,
    old4,
    [dat('danhGia', draft(4).danhGia)],
    ['error RULE_ROWS_OF_OTHER_CIRCULAR danhGia.theo'],
  ),

  found(
    'rules: those of another year, on request',
    `${TT} điều 2`,
    old4,
    [],
    [
      'error RULE_ROWS_OF_OTHER_CIRCULAR danhGia.theo',
      'info RULE_SET_OVERRIDDEN ',
      'warning RULE_CIRCULAR_MISMATCH thongTu',
    ],
    { ruleSet: 'TT27-2020' },
  ),

  // Older circular
  found(
    'older form: a result that needs TT 27',
    OLD,
    old4,
    [dat('tongKet.ketQuaGiaoDuc', 'hoanThanhTot')],
    [
      'error RULE_COMPLETION_FLAG tongKet.hoanThanhChuongTrinhLopHoc',
      'error RULE_RESULT_UNKNOWN tongKet.ketQuaGiaoDuc',
    ],
  ),
  found(
    'older form: completed in spite of a C',
    OLD,
    old4,
    [mon('theDuc', 'C')],
    ['error RULE_COMPLETION_FLAG tongKet.hoanThanhChuongTrinhLopHoc'],
  ),
  found(
    'older form: completed with a 4',
    OLD,
    old4,
    [diem('toan', 4)],
    ['error RULE_COMPLETION_FLAG tongKet.hoanThanhChuongTrinhLopHoc'],
  ),
  found('older form: completed with a 5', OLD, old4, [diem('toan', 5)], []),
  found('older form: Thể dục missing', OLD, old4, [bo('theDuc')], ['error RULE_ROW_MISSING monHoc']),
  found('older form: optional Tin học left out', OLD, old4, [bo('tinHoc')], []),

  // Grade and occasion
  found('class: 4A1 in grade 4', `${PILOT}: MA_KHOI, TEN_LOP`, 4, [], []),
  found(
    'class: 5A1 in grade 4',
    `${PILOT}: MA_KHOI, TEN_LOP`,
    4,
    [dat('lopHoc.tenLop', '5A1')],
    ['warning RULE_CLASS_NAME_GRADE lopHoc.tenLop'],
  ),
  found(
    'class: Lớp 3/2 in grade 4',
    `${PILOT}: MA_KHOI, TEN_LOP`,
    4,
    [dat('lopHoc.tenLop', 'Lớp 3/2')],
    ['warning RULE_CLASS_NAME_GRADE lopHoc.tenLop'],
  ),
  found('class: a name without a grade', `${PILOT}: MA_KHOI, TEN_LOP`, 4, [dat('lopHoc.tenLop', 'A1')], []),
  found(
    'age: 9 in grade 4',
    '28/2020/TT-BGDĐT điều 33: vào lớp 1 là 6 tuổi, tính theo năm',
    draft(4, '2023-2024'),
    [dat('hocSinh.ngaySinh', '2014-12-31'), dat('hocSinh.soDinhDanhCaNhan', '079214000123')],
    [],
  ),
  found(
    'age: 8 in grade 4',
    '28/2020/TT-BGDĐT điều 33: vào lớp 1 là 6 tuổi, tính theo năm',
    draft(4, '2023-2024'),
    [dat('hocSinh.ngaySinh', '2015-01-01'), dat('hocSinh.soDinhDanhCaNhan', '079215000123')],
    ['warning RULE_AGE_UNUSUAL hocSinh.ngaySinh'],
  ),
  found(
    'age: 14 in grade 4',
    '28/2020/TT-BGDĐT điều 33: từ 6 tuổi đến 14 tuổi',
    draft(4, '2023-2024'),
    [dat('hocSinh.ngaySinh', '2009-01-01'), dat('hocSinh.soDinhDanhCaNhan', '079209000123')],
    [],
  ),
  found(
    'age: 15 in grade 4',
    '28/2020/TT-BGDĐT điều 33: từ 6 tuổi đến 14 tuổi',
    draft(4, '2023-2024'),
    [dat('hocSinh.ngaySinh', '2008-12-31'), dat('hocSinh.soDinhDanhCaNhan', '079208000123')],
    ['warning RULE_AGE_UNUSUAL hocSinh.ngaySinh'],
  ),
  found(
    'opening: grade 4',
    OPENING,
    4,
    [
      dat('thoiDiemLap', 'moHocBa'),
      dat('monHoc', []),
      dat('tongKet.ketQuaGiaoDuc', { vang: 'khongApDung', lyDo: 'Mới mở' }),
      dat('tongKet.khenThuong', []),
    ],
    [
      'warning RULE_OPENING_GRADE thoiDiemLap',
      'warning RULE_OPENING_RESULTS danhGia.nangLucChung',
      'warning RULE_OPENING_RESULTS danhGia.nangLucDacThu',
      'warning RULE_OPENING_RESULTS danhGia.phamChat',
    ],
  ),
  found(
    'opening: grade 1 with marks',
    OPENING,
    draft(1, '2024-2025'),
    [dat('thoiDiemLap', 'moHocBa')],
    [
      'warning RULE_OPENING_RESULTS danhGia.nangLucChung',
      'warning RULE_OPENING_RESULTS danhGia.nangLucDacThu',
      'warning RULE_OPENING_RESULTS danhGia.phamChat',
      'warning RULE_OPENING_RESULTS monHoc',
      'warning RULE_RESULT_EARLY tongKet.ketQuaGiaoDuc',
    ],
  ),
  found(
    'partial year: its details are missing',
    PARTIAL,
    4,
    [
      dat('thoiDiemLap', 'motPhanNamHoc'),
      dat('tongKet.ketQuaGiaoDuc', { vang: 'khongApDung', lyDo: 'Chuyển trường' }),
      dat('tongKet.khenThuong', []),
    ],
    ['error RULE_PARTIAL_YEAR_DETAILS motPhanNamHoc'],
    { invalid: true },
  ),
  found(
    'partial year: half of the rows and no result',
    PARTIAL,
    4,
    [
      dat('thoiDiemLap', 'motPhanNamHoc'),
      dat('motPhanNamHoc', { denNgay: '2024-01-15', daHoanThanhHocKy1: true, lyDo: 'Chuyển trường' }),
      dat('phatHanh.ngayTao', '2024-01-16'),
      released('2024-01-17'),
      bo('toan'),
      bo('khoaHoc'),
      dat('tongKet.ketQuaGiaoDuc', { vang: 'khongApDung', lyDo: 'Chuyển trường' }),
      dat('tongKet.khenThuong', []),
    ],
    [],
  ),
  found(
    'partial year: a result of the year',
    PARTIAL,
    4,
    [
      dat('thoiDiemLap', 'motPhanNamHoc'),
      dat('motPhanNamHoc', { denNgay: '2024-01-15', daHoanThanhHocKy1: true, lyDo: 'Chuyển trường' }),
    ],
    ['warning RULE_RESULT_EARLY tongKet.ketQuaGiaoDuc'],
  ),

  // Identity
  found(
    'personal id: of a girl for a boy',
    PERSONAL_ID,
    4,
    [dat('hocSinh.soDinhDanhCaNhan', '079313000123')],
    ['warning RULE_PERSONAL_ID_SEX hocSinh.soDinhDanhCaNhan'],
  ),
  found(
    'personal id: of a boy for a girl',
    PERSONAL_ID,
    4,
    [dat('hocSinh.gioiTinh', 'nu')],
    ['warning RULE_PERSONAL_ID_SEX hocSinh.soDinhDanhCaNhan'],
  ),
  found(
    'personal id: of another year',
    PERSONAL_ID,
    4,
    [dat('hocSinh.soDinhDanhCaNhan', '079212000123')],
    ['warning RULE_PERSONAL_ID_YEAR hocSinh.soDinhDanhCaNhan'],
  ),
  found(
    'personal id: of the last century',
    PERSONAL_ID,
    4,
    [dat('hocSinh.soDinhDanhCaNhan', '079013000123')],
    ['warning RULE_PERSONAL_ID_CENTURY hocSinh.soDinhDanhCaNhan'],
  ),
  found(
    'personal id: of no province',
    PERSONAL_ID,
    4,
    [dat('hocSinh.soDinhDanhCaNhan', '999213000123')],
    ['warning RULE_PERSONAL_ID_PROVINCE hocSinh.soDinhDanhCaNhan'],
  ),
  found(
    'personal id: the 9 digits of the specimen',
    '2088/BGDĐT-GDTH phụ lục 2: mẫu hiển thị ghi 9 chữ số',
    4,
    [dat('hocSinh.soDinhDanhCaNhan', '123456789')],
    ['warning RULE_PERSONAL_ID_NINE_DIGITS hocSinh.soDinhDanhCaNhan'],
  ),
  found(
    'personal id: 10 digits',
    `${PILOT}: mã số định danh cá nhân 12 chữ số`,
    4,
    [dat('hocSinh.soDinhDanhCaNhan', '1234567890')],
    ['warning RULE_PERSONAL_ID_MALFORMED hocSinh.soDinhDanhCaNhan'],
    { invalid: true },
  ),
  found(
    'personal id: of the leader',
    PERSONAL_ID,
    4,
    [dat('canBoQuanLy.soDinhDanhCaNhan', '999180000456')],
    ['warning RULE_PERSONAL_ID_PROVINCE canBoQuanLy.soDinhDanhCaNhan'],
  ),
  found(
    'personal id: the sample of the specification fits',
    '2088/BGDĐT-GDTH phụ lục 1, 2.6: Nữ, 17/05/2017, 048317002681',
    draft(1, '2023-2024'),
    [
      dat('hocSinh.gioiTinh', 'nu'),
      dat('hocSinh.ngaySinh', '2017-05-17'),
      dat('hocSinh.soDinhDanhCaNhan', '048317002681'),
    ],
    [],
  ),
  found(
    'look-up code: not version 4',
    UUID,
    4,
    [dat('maTraCuu', '123e4567-e89b-12d3-a456-556642440000')],
    ['warning RULE_LOOKUP_CODE_VERSION maTraCuu'],
  ),
  found(
    'look-up code: the replaced one',
    UUID,
    4,
    [dat('thayThe', { maTraCuuBiThayThe: '123E4567-E89B-42D3-A456-556642440000', lyDo: 'Sửa họ tên' })],
    ['error RULE_LOOKUP_CODE_REUSED thayThe.maTraCuuBiThayThe'],
  ),
  found(
    'look-up code: another one than the replaced',
    UUID,
    4,
    [dat('thayThe', { maTraCuuBiThayThe: '4ef748d9-2146-4a82-95a5-8534051475f0', lyDo: 'Sửa họ tên' })],
    [],
  ),
  found(
    'mother absent for a reason, father named',
    `${PILOT}: HO_VA_TEN_ME bắt buộc`,
    4,
    [dat('hocSinh.hoVaTenMe', KHONG_RO)],
    ['info RULE_MOTHER_ABSENT hocSinh.hoVaTenMe'],
  ),
  found(
    'mother and father absent, guardian named',
    `${PILOT}: HO_VA_TEN_ME bắt buộc`,
    4,
    [
      dat('hocSinh.hoVaTenMe', KHONG_RO),
      dat('hocSinh.hoVaTenCha', undefined),
      dat('hocSinh.hoVaTenNguoiGiamHo', 'Lê Thị Bà'),
    ],
    ['info RULE_MOTHER_ABSENT hocSinh.hoVaTenMe'],
  ),
  found(
    'nobody named',
    `${PILOT}: HO_VA_TEN_ME bắt buộc`,
    4,
    [dat('hocSinh.hoVaTenMe', KHONG_RO), dat('hocSinh.hoVaTenCha', KHONG_RO)],
    ['info RULE_MOTHER_ABSENT hocSinh.hoVaTenMe', 'warning RULE_NO_PARENT_NAMED hocSinh'],
  ),
  found('father absent alone', `${PILOT}: HO_VA_TEN_CHA không bắt buộc`, 4, [dat('hocSinh.hoVaTenCha', undefined)], []),
  found(
    'lifelong code: none on the last day before',
    LIFELONG,
    draft(4, '2025-2026'),
    [dat('phatHanh.ngayTao', '2026-12-30'), released('2026-12-31')],
    [],
    { at: new Date('2026-12-31T05:00:00Z') },
  ),
  found(
    'lifelong code: none on the first day',
    LIFELONG,
    draft(4, '2025-2026'),
    [dat('phatHanh.ngayTao', '2026-12-30'), released('2027-01-01')],
    ['warning RULE_LIFELONG_CODE_MISSING maHoSoHocTapSuotDoi'],
    { at: new Date('2026-12-31T17:00:00Z') },
  ),
  found(
    'lifelong code: present',
    LIFELONG,
    draft(4, '2025-2026'),
    [dat('phatHanh.ngayTao', '2026-12-30'), released('2027-01-01'), dat('maHoSoHocTapSuotDoi', '079213000123')],
    [],
    { at: new Date('2027-06-01T00:00:00Z') },
  ),
  found('lifelong code: not asked of older records', LIFELONG, 4, [], [], { at: new Date('2027-06-01T00:00:00Z') }),
  found('origin: born digital in the pilot year', BORN, draft(4, '2023-2024'), [], []),
  found(
    'origin: born digital before the pilot',
    BORN,
    draft(3, '2022-2023'),
    [dat('nguonGoc', 'banGocSo'), dat('soHoa', undefined)],
    ['warning RULE_BORN_DIGITAL_EARLY nguonGoc'],
  ),
  found('origin: digitised before the pilot', BORN, draft(3, '2022-2023'), [], []),

  // Dates
  found('date: released on the day of the check', ORDER, draft(4, '2025-2026'), [released('2026-06-01')], []),
  found(
    'date: released on the day after',
    ORDER,
    draft(4, '2025-2026'),
    [released('2026-06-02')],
    ['error RULE_DATE_FUTURE phatHanh.ngayPhatHanh'],
  ),
  found('date: a midnight in Vietnam is the new day', ORDER, draft(4, '2025-2026'), [released('2026-06-02')], [], {
    at: new Date('2026-06-01T17:00:00Z'),
  }),
  found('date: released on the day it was made', ORDER, 4, [released('2024-05-20')], []),
  found(
    'date: released before it was made',
    ORDER,
    4,
    [released('2024-05-19')],
    ['error RULE_DATE_ORDER phatHanh.ngayPhatHanh'],
  ),
  found(
    'date: effective before it was released',
    '1789/QĐ-SGDĐT điều 18.1: ngày hiệu lực',
    4,
    [dat('ngayHieuLuc', '2024-05-27')],
    ['error RULE_DATE_ORDER ngayHieuLuc'],
  ),
  found(
    'date: effective on the day',
    '1789/QĐ-SGDĐT điều 18.1: ngày hiệu lực',
    4,
    [dat('ngayHieuLuc', '2024-05-28')],
    [],
  ),
  found(
    'date: made before the school year',
    'Khung kế hoạch thời gian năm học',
    4,
    [dat('phatHanh.ngayTao', '2023-07-31')],
    ['warning RULE_DATE_BEFORE_SCHOOL_YEAR phatHanh.ngayTao'],
  ),
  found(
    'date: made as the school year begins',
    'Khung kế hoạch thời gian năm học',
    4,
    [dat('phatHanh.ngayTao', '2023-08-01')],
    [],
  ),
  found(
    'date: released before the year ends',
    'Khung kế hoạch thời gian năm học',
    4,
    [dat('phatHanh.ngayTao', '2024-04-29'), released('2024-04-30')],
    ['warning RULE_DATE_BEFORE_YEAR_END phatHanh.ngayPhatHanh'],
  ),
  found(
    'date: released as the year ends',
    'Khung kế hoạch thời gian năm học',
    4,
    [dat('phatHanh.ngayTao', '2024-04-29'), released('2024-05-01')],
    [],
  ),
  found(
    'date: digitised after it was released',
    '1789/QĐ-SGDĐT điều 39: học vụ kiểm tra, hiệu trưởng ký, phát hành',
    old4,
    [dat('soHoa.ngaySoHoa', '2024-01-01')],
    ['error RULE_DATE_ORDER phatHanh.ngayPhatHanh'],
  ),
  found(
    'date: the decision came after the release',
    '1789/QĐ-SGDĐT điều 21.7: kèm quyết định',
    4,
    [
      dat('thayThe', {
        maTraCuuBiThayThe: '4ef748d9-2146-4a82-95a5-8534051475f0',
        lyDo: 'Hộ tịch',
        ngayQuyetDinh: '2024-05-29',
      }),
    ],
    ['error RULE_DATE_ORDER phatHanh.ngayPhatHanh'],
  ),

  // Deadlines of Ho Chi Minh City
  found('deadline: the last day before 30 June', LOCK, draft(4, '2023-2024'), [released('2024-06-29')], [], HCMC),
  found(
    'deadline: 30 June itself',
    LOCK,
    draft(4, '2023-2024'),
    [released('2024-06-30')],
    ['warning RULE_DEADLINE_PASSED phatHanh.ngayPhatHanh'],
    HCMC,
  ),
  found('deadline: 30 June elsewhere', LOCK, draft(4, '2023-2024'), [released('2024-06-30')], [], { province: '01' }),
  found('deadline: no province, no deadline', LOCK, draft(4, '2023-2024'), [released('2024-12-30')], []),
  found(
    'deadline: supplementary, 14 August',
    LOCK,
    draft(4, '2023-2024'),
    [
      mon('toan', 'C'),
      diem('toan', 4),
      ketQua('chuaHoanThanh'),
      supplementary('chuaHoanThanh'),
      released('2024-08-14'),
    ],
    [],
    HCMC,
  ),
  found(
    'deadline: supplementary, 15 August',
    LOCK,
    draft(4, '2023-2024'),
    [
      mon('toan', 'C'),
      diem('toan', 4),
      ketQua('chuaHoanThanh'),
      supplementary('chuaHoanThanh'),
      released('2024-08-15'),
    ],
    ['warning RULE_DEADLINE_PASSED phatHanh.ngayPhatHanh'],
    HCMC,
  ),
  found('deadline: season 2025, grade 4, 30 May', SEASON, draft(4, '2024-2025'), [released('2025-05-30')], [], HCMC),
  found(
    'deadline: season 2025, grade 4, 31 May',
    SEASON,
    draft(4, '2024-2025'),
    [released('2025-05-31')],
    ['warning RULE_DEADLINE_PASSED phatHanh.ngayPhatHanh'],
    HCMC,
  ),
  found('deadline: season 2025, grade 5, 20 May', SEASON, 5, [released('2025-05-20')], [], HCMC),
  found(
    'deadline: season 2025, grade 5, 21 May',
    SEASON,
    5,
    [released('2025-05-21')],
    ['warning RULE_DEADLINE_PASSED phatHanh.ngayPhatHanh'],
    HCMC,
  ),

  // History
  found(
    'history: two years in order',
    HISTORY,
    4,
    [dat('quaTrinhHocTap', [line('2022-2023', '3A1'), line('2023-2024', '4A1')])],
    [],
  ),
  found(
    'history: out of order',
    HISTORY,
    4,
    [dat('quaTrinhHocTap', [line('2023-2024', '4A1'), line('2022-2023', '3A1')])],
    ['warning RULE_HISTORY_ORDER quaTrinhHocTap.1.namHoc'],
  ),
  found(
    'history: a later year',
    HISTORY,
    4,
    [dat('quaTrinhHocTap', [line('2023-2024', '4A1'), line('2024-2025', '5A1')])],
    ['error RULE_HISTORY_LATER quaTrinhHocTap.1.namHoc'],
  ),
  found(
    'history: without the year of the record',
    HISTORY,
    4,
    [dat('quaTrinhHocTap', [line('2022-2023', '3A1')])],
    ['warning RULE_HISTORY_CURRENT quaTrinhHocTap'],
  ),
  found(
    'history: a line twice',
    HISTORY,
    4,
    [dat('quaTrinhHocTap', [line('2023-2024', '4A1'), line('2023-2024', '4A1')])],
    ['warning RULE_HISTORY_DUPLICATE quaTrinhHocTap.1'],
  ),
  found(
    'history: two schools in one year',
    HISTORY,
    4,
    [dat('quaTrinhHocTap', [line('2023-2024', '4B', 'Tiểu học Khác'), line('2023-2024', '4A1')])],
    [],
  ),
  found(
    'history: a repeated grade',
    HISTORY,
    4,
    [dat('quaTrinhHocTap', [line('2022-2023', '4A1'), line('2023-2024', '4A1')])],
    [],
  ),
  found(
    'history: a higher grade before',
    HISTORY,
    4,
    [dat('quaTrinhHocTap', [line('2022-2023', '5A1'), line('2023-2024', '4A1')])],
    ['warning RULE_HISTORY_GRADE quaTrinhHocTap.0.tenLop'],
  ),
  found(
    'history: a grade skipped',
    HISTORY,
    4,
    [dat('quaTrinhHocTap', [line('2022-2023', '2A1'), line('2023-2024', '4A1')])],
    ['warning RULE_HISTORY_GRADE quaTrinhHocTap.0.tenLop'],
  ),
];

function line(namHoc: string, tenLop: string, tenTruong = 'Tiểu học Mẫu'): object {
  return { namHoc, tenLop, tenTruong, ngayNhapHocChuyenDen: `${namHoc.slice(0, 4)}-09-05` };
}
