import type { HocBa } from '../hoc-ba/index.js';

/** Values that the Ministry's specimen leaves blank, declared once so that certificates and registers of tests can agree with them. */
export const SPECIMEN_TEST_VALUES = {
  /** The sample UUID printed in CV 2088 annex 1. */
  maTraCuu: '123e4567-e89b-42d3-a456-556642440000',
  maTruong: '01001401',
  hieuTruong: { hoVaTen: 'Trần Văn E', soDinhDanhCaNhan: '001075000001', chucVu: 'Hiệu trưởng' },
  giaoVienChuNhiem: { hoVaTen: 'Lê Thị D', soDinhDanhCaNhan: '001185000002' },
} as const;

/**
 * The specimen record printed in CV 2088/BGDĐT-GDTH, annex 2, completed by declared test values: the golden example of the project.
 *
 * @returns A fresh object every time; its pupil is the specimen's, a fictitious one.
 */
export function specimenHocBa(): HocBa {
  return {
    capHoc: 'tieuHoc',
    nguonGoc: 'banGocSo',
    phienBan: '1.0', // test value: version of the specification
    thongTu: '27/2020/TT-BGDĐT', // test value: the circular the form belongs to
    maTraCuu: SPECIMEN_TEST_VALUES.maTraCuu, // test value
    thoiDiemLap: 'cuoiNamHoc',
    namHoc: '2023-2024', // printed "2023 – 2024"
    nhaTruong: {
      maSoGiaoDuc: '01', // test value
      tenSoGiaoDuc: 'Sở Giáo dục và Đào tạo Hà Nội', // test value
      maTruong: SPECIMEN_TEST_VALUES.maTruong, // test value
      tenTruong: 'Tiểu học Quang Trung',
      tenXaPhuong: 'Phường Trần Hưng Đạo',
      tenQuanHuyen: 'Quận Hoàn Kiếm',
      tenTinhThanhPho: 'Thành phố Hà Nội',
    },
    lopHoc: { khoiLop: 4, tenLop: '4A1' },
    hocSinh: {
      hoVaTen: 'Nguyễn Văn A',
      ngaySinh: '2014-03-15', // printed "15/3/2014"
      gioiTinh: 'nam',
      soDinhDanhCaNhan: '123456789', // nine digits, as printed
      maHocSinh: '0100000001', // test value
      soDangBo: '045/2020', // test value
      danToc: 'Kinh',
      quocTich: 'Việt Nam',
      noiSinh: 'Bệnh viện Bạch Mai',
      queQuan: 'Phường Trần Hưng Đạo, quận Hoàn Kiếm, thành phố Hà Nội',
      noiOHienNay: 'SN 23, ngách 7/78, phường Trần Hưng Đạo, quận Hoàn Kiếm, thành phố Hà Nội',
      hoVaTenMe: 'Hoàng Thị C',
      hoVaTenCha: 'Nguyễn Văn B',
    },
    sucKhoe: { canNangKg: 30.5, chieuCaoCm: 135 }, // test values
    nghiHoc: { soBuoiCoPhep: 2, soBuoiKhongPhep: 0 }, // test values
    phatHanh: { diaDanh: 'Hà Nội', ngayTao: '2024-05-24', ngayPhatHanh: '2024-05-31' }, // test values
    canBoQuanLy: { ...SPECIMEN_TEST_VALUES.hieuTruong }, // test value
    giaoVienChuNhiem: { ...SPECIMEN_TEST_VALUES.giaoVienChuNhiem }, // test value
    // test values: the specimen has no page for the years so far
    quaTrinhHocTap: [
      { namHoc: '2020-2021', tenLop: '1A1', tenTruong: 'Tiểu học Quang Trung', ngayNhapHocChuyenDen: '2020-09-05' },
      { namHoc: '2021-2022', tenLop: '2A1', tenTruong: 'Tiểu học Quang Trung', ngayNhapHocChuyenDen: '2021-09-05' },
      { namHoc: '2022-2023', tenLop: '3A1', tenTruong: 'Tiểu học Quang Trung', ngayNhapHocChuyenDen: '2022-09-05' },
      { namHoc: '2023-2024', tenLop: '4A1', tenTruong: 'Tiểu học Quang Trung', ngayNhapHocChuyenDen: '2023-09-05' },
    ],
    monHoc: [
      {
        maMonHoc: 'tiengViet',
        tenMonHoc: 'Tiếng Việt',
        mucDat: 'hoanThanhTot',
        diemKiemTraDinhKy: 9,
        nhanXet:
          'Đọc lưu loát, rõ ràng, viết chữ đẹp; tính toán nhanh và biết vận dụng thực hành tính toán vào một số vấn đề trong cuộc sống;',
      },
      { maMonHoc: 'toan', tenMonHoc: 'Toán', mucDat: 'hoanThanhTot', diemKiemTraDinhKy: 10 },
      {
        maMonHoc: 'ngoaiNgu1',
        tenMonHoc: 'Ngoại ngữ 1',
        tenNgonNgu: 'Tiếng Anh',
        mucDat: 'hoanThanhTot',
        diemKiemTraDinhKy: 9,
        nhanXet:
          'Thực hiện chưa thành thạo việc kích hoạt và ra khỏi phần mềm trình chiếu; vẫn cần sự giúp đỡ khi thiết lập và tạo chương trình đơn giản;',
      },
      { maMonHoc: 'lichSuVaDiaLi', tenMonHoc: 'Lịch sử và Địa lí', mucDat: 'hoanThanhTot', diemKiemTraDinhKy: 8 },
      {
        maMonHoc: 'khoaHoc',
        tenMonHoc: 'Khoa học',
        mucDat: 'hoanThanhTot',
        diemKiemTraDinhKy: 8,
        nhanXet: 'Khi sử dụng nhạc cụ, đôi lúc chưa thể hiện đúng cao độ, trường độ các bài tập tiết tấu và giai điệu.',
      },
      { maMonHoc: 'tinHoc', tenMonHoc: 'Tin học và Công nghệ (Tin học)', mucDat: 'hoanThanh', diemKiemTraDinhKy: 6 },
      {
        maMonHoc: 'congNghe',
        tenMonHoc: 'Tin học và Công nghệ (Công nghệ)',
        mucDat: 'hoanThanhTot',
        diemKiemTraDinhKy: 9,
      },
      { maMonHoc: 'daoDuc', tenMonHoc: 'Đạo đức', mucDat: 'hoanThanhTot' },
      { maMonHoc: 'giaoDucTheChat', tenMonHoc: 'Giáo dục thể chất', mucDat: 'hoanThanhTot' },
      { maMonHoc: 'amNhac', tenMonHoc: 'Nghệ thuật (Âm nhạc)', mucDat: 'hoanThanh' },
      { maMonHoc: 'miThuat', tenMonHoc: 'Nghệ thuật (Mĩ thuật)', mucDat: 'hoanThanhTot' },
      { maMonHoc: 'hoatDongTraiNghiem', tenMonHoc: 'Hoạt động trải nghiệm', mucDat: 'hoanThanhTot' },
    ],
    danhGia: {
      theo: 'TT27-2020',
      phamChat: {
        yeuNuoc: 'tot',
        nhanAi: 'tot',
        chamChi: 'tot',
        trungThuc: 'tot',
        trachNhiem: 'tot',
        nhanXet:
          'Đi học đầy đủ, đúng giờ; mạnh dạn trình bày ý kiến cá nhân; biết giữ lời hứa; tôn trọng và biết giúp đỡ mọi người.',
      },
      nangLucChung: {
        tuChuVaTuHoc: 'tot',
        giaoTiepVaHopTac: 'tot',
        giaiQuyetVanDeVaSangTao: 'tot',
        nhanXet: 'Thường xuyên ăn mặc gọn gàng; chủ động, phối hợp trong học tập; có khả năng tự học.',
      },
      nangLucDacThu: {
        ngonNgu: 'tot',
        tinhToan: 'tot',
        khoaHoc: 'tot',
        congNghe: 'tot',
        tinHoc: 'dat',
        thamMi: 'tot',
        theChat: 'tot',
        nhanXet:
          'Sử dụng ngôn ngữ lưu loát trong cuộc sống và học tập; biết tư duy, lập luận và giải quyết được một số vấn đề toán học quen thuộc. Cần tiếp tục rèn luyện một số kỹ năng về tin học và âm nhạc để thành thạo hơn nữa.',
      },
    },
    tongKet: {
      ketQuaGiaoDuc: 'hoanThanh',
      duocLenLop: true, // printed in section 6: "Được lên lớp 5"
      hoanThanhChuongTrinhLopHoc: true, // printed in section 6
      noiDungHoanThanhChuongTrinh: 'Hoàn thành chương trình lớp 4; Được lên lớp 5.',
      khenThuong: [{ loai: 'khac', noiDung: 'Đạt giải Nhì hội giao lưu An toàn giao thông cấp huyện' }],
      khenThuongDotXuat: [],
      // test value: the form has no line of its own for it
      nhanXetGiaoVienChuNhiem: 'Hoàn thành các nội dung học tập của năm học; cần rèn luyện thêm về Tin học và Âm nhạc.',
    },
  };
}
