import { type HocBa, parseHocBa } from '../../src/hoc-ba/index.js';

/*
 * Records of the test table. Built by hand, row by row as the form prints them, and not from the rule sets under test.
 */

/** Levels as the filling guidance abbreviates them, typed per scale. */
const MON_HOC = { T: 'hoanThanhTot', H: 'hoanThanh', C: 'chuaHoanThanh' } as const;
const PHAM_CHAT = { T: 'tot', D: 'dat', C: 'canCoGang' } as const;

const NAMES: Readonly<Record<string, string>> = {
  tiengViet: 'Tiếng Việt',
  toan: 'Toán',
  ngoaiNgu1: 'Ngoại ngữ 1',
  lichSuVaDiaLi: 'Lịch sử và Địa lí',
  khoaHoc: 'Khoa học',
  tinHoc: 'Tin học và Công nghệ (Tin học)',
  congNghe: 'Tin học và Công nghệ (Công nghệ)',
  daoDuc: 'Đạo đức',
  tuNhienVaXaHoi: 'Tự nhiên và Xã hội',
  giaoDucTheChat: 'Giáo dục thể chất',
  amNhac: 'Nghệ thuật (Âm nhạc)',
  miThuat: 'Nghệ thuật (Mĩ thuật)',
  hoatDongTraiNghiem: 'Hoạt động trải nghiệm',
  tiengDanToc: 'Tiếng dân tộc',
  ngoaiNgu: 'Ngoại ngữ',
  thuCongKiThuat: 'Thủ công, Kĩ thuật',
  theDuc: 'Thể dục',
};

/** The rows of each grade with their year-end score, `null` where there is no test. */
const ROWS_TT27: Readonly<Record<number, readonly (readonly [string, number | null])[]>> = {
  1: [
    ['tiengViet', 9],
    ['toan', 9],
    ['daoDuc', null],
    ['tuNhienVaXaHoi', null],
    ['giaoDucTheChat', null],
    ['amNhac', null],
    ['miThuat', null],
    ['hoatDongTraiNghiem', null],
  ],
  2: [
    ['tiengViet', 9],
    ['toan', 9],
    ['daoDuc', null],
    ['tuNhienVaXaHoi', null],
    ['giaoDucTheChat', null],
    ['amNhac', null],
    ['miThuat', null],
    ['hoatDongTraiNghiem', null],
  ],
  3: [
    ['tiengViet', 9],
    ['toan', 9],
    ['ngoaiNgu1', 9],
    ['tinHoc', 9],
    ['congNghe', 9],
    ['daoDuc', null],
    ['tuNhienVaXaHoi', null],
    ['giaoDucTheChat', null],
    ['amNhac', null],
    ['miThuat', null],
    ['hoatDongTraiNghiem', null],
  ],
  4: [
    ['tiengViet', 9],
    ['toan', 9],
    ['ngoaiNgu1', 9],
    ['lichSuVaDiaLi', 9],
    ['khoaHoc', 9],
    ['tinHoc', 9],
    ['congNghe', 9],
    ['daoDuc', null],
    ['giaoDucTheChat', null],
    ['amNhac', null],
    ['miThuat', null],
    ['hoatDongTraiNghiem', null],
  ],
  5: [
    ['tiengViet', 9],
    ['toan', 9],
    ['ngoaiNgu1', 9],
    ['lichSuVaDiaLi', 9],
    ['khoaHoc', 9],
    ['tinHoc', 9],
    ['congNghe', 9],
    ['daoDuc', null],
    ['giaoDucTheChat', null],
    ['amNhac', null],
    ['miThuat', null],
    ['hoatDongTraiNghiem', null],
  ],
};

const ROWS_TT22: Readonly<Record<number, readonly (readonly [string, number | null])[]>> = {
  1: [
    ['tiengViet', 9],
    ['toan', 9],
    ['daoDuc', null],
    ['tuNhienVaXaHoi', null],
    ['amNhac', null],
    ['miThuat', null],
    ['thuCongKiThuat', null],
    ['theDuc', null],
  ],
  4: [
    ['tiengViet', 9],
    ['toan', 9],
    ['khoaHoc', 9],
    ['lichSuVaDiaLi', 9],
    ['ngoaiNgu', 9],
    ['tinHoc', 9],
    ['daoDuc', null],
    ['amNhac', null],
    ['miThuat', null],
    ['thuCongKiThuat', null],
    ['theDuc', null],
  ],
  5: [
    ['tiengViet', 9],
    ['toan', 9],
    ['khoaHoc', 9],
    ['lichSuVaDiaLi', 9],
    ['daoDuc', null],
    ['amNhac', null],
    ['miThuat', null],
    ['thuCongKiThuat', null],
    ['theDuc', null],
  ],
};

/** A record as JSON, before it is parsed: edits may make it one that the rules object to. */
// biome-ignore lint/suspicious/noExplicitAny: edits of a case reach anywhere into the record
export type Draft = any;

/** A full record in which nothing is amiss: all rows T or Tốt, all tests 9, result "Hoàn thành xuất sắc". Grade 4 is the default. */
export function draft(khoiLop = 4, namHoc = `${2019 + khoiLop}-${2020 + khoiLop}`): Draft {
  const end = Number(namHoc.slice(5));
  const birth = end - 6 - khoiLop;
  return {
    phienBan: '1.0',
    thongTu: '27/2020/TT-BGDĐT',
    maTraCuu: '123e4567-e89b-42d3-a456-556642440000',
    thoiDiemLap: 'cuoiNamHoc',
    capHoc: 'tieuHoc',
    nguonGoc: Number(namHoc.slice(0, 4)) < (khoiLop === 5 ? 2024 : 2023) ? 'banSoHoa' : 'banGocSo',
    ...(Number(namHoc.slice(0, 4)) < (khoiLop === 5 ? 2024 : 2023) ? { soHoa: soHoa(`${end}-05-26`) } : {}),
    namHoc,
    lopHoc: { khoiLop, tenLop: `${khoiLop}A1` },
    nhaTruong: {
      maSoGiaoDuc: '79',
      tenSoGiaoDuc: 'Sở GDĐT',
      maTruong: '79000001',
      tenTruong: 'Tiểu học Mẫu',
      tenXaPhuong: 'Phường Mẫu',
      tenQuanHuyen: 'Quận Mẫu',
      tenTinhThanhPho: 'Thành phố Mẫu',
    },
    hocSinh: {
      hoVaTen: 'Nguyễn Văn Mẫu',
      ngaySinh: `${birth - 1}-03-15`,
      gioiTinh: 'nam',
      soDinhDanhCaNhan: `0792${String(birth - 1).slice(2)}000123`,
      maHocSinh: '7900000123',
      soDangBo: '12',
      danToc: 'Kinh',
      quocTich: 'Việt Nam',
      noiSinh: 'Thành phố Mẫu',
      queQuan: 'Thành phố Mẫu',
      noiOHienNay: 'Thành phố Mẫu',
      hoVaTenMe: 'Trần Thị Mẫu',
      hoVaTenCha: 'Nguyễn Văn Cha',
    },
    sucKhoe: { canNangKg: 30, chieuCaoCm: 135 },
    nghiHoc: { soBuoiCoPhep: 2, soBuoiKhongPhep: 0 },
    phatHanh: { diaDanh: 'Thành phố Mẫu', ngayTao: `${end}-05-20`, ngayPhatHanh: `${end}-05-28` },
    canBoQuanLy: { hoVaTen: 'Lê Thị Trưởng', soDinhDanhCaNhan: '079180000456', chucVu: 'Hiệu trưởng' },
    giaoVienChuNhiem: { hoVaTen: 'Phạm Thị Chủ', soDinhDanhCaNhan: '079185000789' },
    quaTrinhHocTap: [
      { namHoc, tenLop: `${khoiLop}A1`, tenTruong: 'Tiểu học Mẫu', ngayNhapHocChuyenDen: `${end - 1}-09-05` },
    ],
    monHoc: rows(ROWS_TT27[khoiLop] ?? []),
    danhGia: {
      theo: 'TT27-2020',
      phamChat: {
        yeuNuoc: 'tot',
        nhanAi: 'tot',
        chamChi: 'tot',
        trungThuc: 'tot',
        trachNhiem: 'tot',
        nhanXet: 'Ngoan.',
      },
      nangLucChung: { tuChuVaTuHoc: 'tot', giaoTiepVaHopTac: 'tot', giaiQuyetVanDeVaSangTao: 'tot', nhanXet: 'Tốt.' },
      nangLucDacThu: {
        ngonNgu: 'tot',
        tinhToan: 'tot',
        khoaHoc: 'tot',
        ...(khoiLop >= 3 ? { congNghe: 'tot', tinHoc: 'tot' } : {}),
        thamMi: 'tot',
        theChat: 'tot',
        nhanXet: 'Tốt.',
      },
    },
    tongKet: {
      ketQuaGiaoDuc: 'hoanThanhXuatSac',
      duocLenLop: true,
      hoanThanhChuongTrinhLopHoc: true,
      ...(khoiLop === 5 ? { hoanThanhChuongTrinhTieuHoc: true } : {}),
      noiDungHoanThanhChuongTrinh:
        khoiLop === 5
          ? 'Hoàn thành chương trình tiểu học.'
          : `Hoàn thành chương trình lớp ${khoiLop}; Được lên lớp ${khoiLop + 1}.`,
      khenThuong: [{ loai: 'hocSinhXuatSac', noiDung: 'Học sinh Xuất sắc' }],
      khenThuongDotXuat: [],
      nhanXetGiaoVienChuNhiem: 'Chăm học.',
    },
  };
}

/** A full record of the older circular: completed, no section for the result. */
export function oldDraft(khoiLop: 1 | 4 | 5, namHoc: string): Draft {
  const record = draft(khoiLop, namHoc);
  record.thongTu = '22/2016/TT-BGDĐT';
  record.nguonGoc = 'banSoHoa';
  record.soHoa = soHoa(record.phatHanh.ngayTao);
  record.monHoc = rows(ROWS_TT22[khoiLop] ?? []);
  record.danhGia = {
    theo: 'TT22-2016',
    nangLuc: { tuPhucVuTuQuan: 'tot', hopTac: 'tot', tuHocVaGiaiQuyetVanDe: 'tot', nhanXet: 'Tốt.' },
    phamChat: {
      chamHocChamLam: 'tot',
      tuTinTrachNhiem: 'tot',
      trungThucKiLuat: 'tot',
      doanKetYeuThuong: 'tot',
      nhanXet: 'Tốt.',
    },
  };
  record.tongKet.ketQuaGiaoDuc = { vang: 'khongApDung', lyDo: 'Mẫu học bạ TT 22/2016 không có mục này' };
  record.tongKet.khenThuong = [];
  return record;
}

/** Edits of a draft, in the words of the table. */
export const edit = {
  /** Level of a subject by its letter. */
  mon: (key: string, letter: keyof typeof MON_HOC) => (record: Draft) => {
    row(record, key).mucDat = MON_HOC[letter];
  },
  /** Year-end score of a subject; `undefined` takes it away. */
  diem: (key: string, score: number | undefined) => (record: Draft) => {
    if (score === undefined) delete row(record, key).diemKiemTraDinhKy;
    else row(record, key).diemKiemTraDinhKy = score;
  },
  /** The same year-end score for every tested subject. */
  moiDiem: (score: number) => (record: Draft) => {
    for (const entry of record.monHoc) if (entry.diemKiemTraDinhKy !== undefined) entry.diemKiemTraDinhKy = score;
  },
  /** The same level for every subject. */
  moiMon: (letter: keyof typeof MON_HOC) => (record: Draft) => {
    for (const entry of record.monHoc) entry.mucDat = MON_HOC[letter];
  },
  /** Level of a quality or competence by its letter: `phamChat.yeuNuoc`. */
  phamChat: (place: string, letter: keyof typeof PHAM_CHAT) => (record: Draft) => {
    set(record.danhGia, place, PHAM_CHAT[letter]);
  },
  /** Adds a subject row. */
  them: (key: string, letter: keyof typeof MON_HOC, score?: number) => (record: Draft) => {
    record.monHoc.push(...rows([[key, score ?? null]]).map((entry) => ({ ...entry, mucDat: MON_HOC[letter] })));
  },
  /** Takes a subject row away. */
  bo: (key: string) => (record: Draft) => {
    record.monHoc = record.monHoc.filter((entry: Draft) => entry.maMonHoc !== key);
  },
  /** Sets any place: `tongKet.duocLenLop`. */
  dat: (place: string, value: unknown) => (record: Draft) => {
    set(record, place, value);
  },
  /** Year result, and the flags and words that follow from it. */
  ketQua: (result: 'hoanThanhXuatSac' | 'hoanThanhTot' | 'hoanThanh' | 'chuaHoanThanh') => (record: Draft) => {
    record.tongKet.ketQuaGiaoDuc = result;
    record.tongKet.khenThuong = [];
    if (result !== 'chuaHoanThanh') return;
    const { khoiLop } = record.lopHoc;
    record.tongKet.duocLenLop = false;
    record.tongKet.hoanThanhChuongTrinhLopHoc = false;
    if (khoiLop === 5) record.tongKet.hoanThanhChuongTrinhTieuHoc = false;
    record.tongKet.noiDungHoanThanhChuongTrinh =
      khoiLop === 5
        ? 'Chưa hoàn thành chương trình tiểu học; Chưa được lên lớp.'
        : `Chưa hoàn thành chương trình lớp ${khoiLop}; Chưa được lên lớp.`;
  },
  khuyetTat:
    (hinhThuc: string, cachDanhGia: string, more: object = {}) =>
    (record: Draft) => {
      record.khuyetTat = { hinhThuc, cachDanhGia, ...more };
    },
};

export type Edit = (record: Draft) => void;

/** The edited draft as a record. */
export function record(base: Draft, edits: readonly Edit[]): HocBa {
  const copy: Draft = structuredClone(base);
  for (const change of edits) change(copy);
  return copy as HocBa;
}

/** The edited draft, which must be one that the models accept. */
export function validRecord(base: Draft, edits: readonly Edit[]): HocBa {
  return parseHocBa(record(base, edits));
}

function rows(list: readonly (readonly [string, number | null])[]): Draft[] {
  return list.map(([maMonHoc, score]) => ({
    maMonHoc,
    tenMonHoc: NAMES[maMonHoc] ?? maMonHoc,
    ...(maMonHoc === 'ngoaiNgu1' ? { tenNgonNgu: 'Tiếng Anh' } : {}),
    mucDat: 'hoanThanhTot',
    ...(score === null ? {} : { diemKiemTraDinhKy: score }),
  }));
}

function row(record: Draft, key: string): Draft {
  const found = record.monHoc.find((entry: Draft) => entry.maMonHoc === key);
  if (found === undefined) throw new Error(`the draft has no row ${key}`);
  return found;
}

function set(target: Draft, place: string, value: unknown): void {
  const steps = place.split('.');
  const last = steps.pop()!;
  const holder = steps.reduce((at, step) => at[step], target);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}

function soHoa(day: string): Draft {
  return {
    banQuet: [{ kieuNoiDung: 'image/jpeg', sha256Hex: 'a'.repeat(64) }],
    ngaySoHoa: day,
    nguoiSoHoa: { hoVaTen: 'Võ Thị Vụ' },
    nguoiXacNhan: { hoVaTen: 'Lê Thị Trưởng' },
  };
}
