import {
  type DanhGiaTT22,
  type DanhGiaTT27,
  type HocBa,
  type KetQuaGiaoDuc,
  type KetQuaMonHoc,
  type LoaiKhenThuong,
  type MucDatMonHoc,
  type MucDatNangLucPhamChat,
  newUuid,
  type QuaTrinhHocTap,
} from '../hoc-ba/index.js';
import { completionWords, proposeKetQua, type RowInGrade, type RuleSet, rowsOfGrade } from '../quy-dinh/index.js';
import type { SampleRandom } from './sample-random.js';
import { DAN_TOC_MAU, HO, NHAN_XET_MON_HOC, NHAN_XET_NHOM, TEN, TEN_DEM, TINH } from './sample-words.js';
import { SPECIMEN_TEST_VALUES } from './specimen.js';

/** First school year that began without districts (they ended on 01/07/2025). */
const NO_DISTRICTS_SINCE = 2025;
const DAT: Readonly<Record<MucDatMonHoc, MucDatNangLucPhamChat>> = {
  hoanThanhTot: 'tot',
  hoanThanh: 'dat',
  chuaHoanThanh: 'canCoGang',
};

/** What one record is made from. */
export interface SampleMaker {
  readonly khoiLop: number;
  readonly namHoc: string;
  readonly tenLop: string;
  readonly index: number;
  readonly ruleSet: RuleSet;
  readonly random: SampleRandom;
  readonly crypto: Crypto;
  /** True for a pupil who does not reach the goals of the year; default by chance. */
  readonly weak?: boolean;
}

/** One record; the same maker with a fresh random source gives the same one. */
export function makeRecord(maker: SampleMaker): HocBa {
  const { khoiLop, namHoc, tenLop, random, crypto } = maker;
  const firstYear = Number(namHoc.slice(0, 4));
  // One pupil in thirty does not reach the goals of the year.
  const byChance = random.chance(1 / 30);
  const weak = maker.weak ?? byChance;
  const skill = weak ? 0.25 : 0.78 + 0.3 * random.spread();
  const monHoc = makeSubjects(maker, skill, weak);
  const danhGia =
    maker.ruleSet.marker?.value === 'TT22-2016'
      ? makeOlderAssessment(maker, skill)
      : makeAssessment(maker, skill, monHoc);
  const record: HocBa = {
    capHoc: 'tieuHoc',
    nguonGoc: 'banGocSo',
    phienBan: '1.0',
    thongTu: maker.ruleSet.documents.findLast((one) => one.endsWith('TT-BGDĐT')) ?? maker.ruleSet.id,
    maTraCuu: newUuid(crypto),
    thoiDiemLap: 'cuoiNamHoc',
    namHoc,
    nhaTruong: {
      maSoGiaoDuc: '01',
      tenSoGiaoDuc: 'Sở Giáo dục và Đào tạo Hà Nội',
      maTruong: SPECIMEN_TEST_VALUES.maTruong,
      tenTruong: 'Tiểu học Quang Trung',
      tenXaPhuong: 'Phường Trần Hưng Đạo',
      tenQuanHuyen:
        firstYear < NO_DISTRICTS_SINCE
          ? 'Quận Hoàn Kiếm'
          : { vang: 'khongApDung', lyDo: 'Không tổ chức cấp huyện từ 01/07/2025' },
      tenTinhThanhPho: 'Thành phố Hà Nội',
    },
    lopHoc: { khoiLop, tenLop },
    ...makePupil(maker, firstYear),
    phatHanh: { diaDanh: 'Hà Nội', ngayTao: `${firstYear + 1}-05-24`, ngayPhatHanh: `${firstYear + 1}-05-30` },
    canBoQuanLy: { ...SPECIMEN_TEST_VALUES.hieuTruong },
    giaoVienChuNhiem: { ...SPECIMEN_TEST_VALUES.giaoVienChuNhiem },
    quaTrinhHocTap: makeHistory(maker, firstYear),
    monHoc,
    danhGia,
    tongKet: {
      ketQuaGiaoDuc: 'chuaHoanThanh',
      duocLenLop: false,
      hoanThanhChuongTrinhLopHoc: false,
      khenThuong: [],
      khenThuongDotXuat: [],
      nhanXetGiaoVienChuNhiem: '',
    },
  };
  return { ...record, tongKet: makeResult(maker, record) };
}

function makePupil(
  { khoiLop, index, random }: SampleMaker,
  firstYear: number,
): Pick<HocBa, 'hocSinh' | 'sucKhoe' | 'nghiHoc'> {
  const gioiTinh = random.chance(0.5) ? 'nam' : 'nu';
  const ho = random.pick(HO);
  const birthYear = firstYear - 5 - khoiLop;
  const pad = (number: number, width: number) => String(number).padStart(width, '0');
  const id = () => `000${gioiTinh === 'nam' ? 2 : 3}${pad(birthYear % 100, 2)}${pad(random.integer(1, 999_999), 6)}`;
  const queQuan = random.pick(TINH);
  const home = `Số ${random.integer(1, 199)}, ngõ ${random.integer(2, 98)}, phường Trần Hưng Đạo`;
  const district = firstYear < NO_DISTRICTS_SINCE ? ', quận Hoàn Kiếm' : '';
  return {
    hocSinh: {
      hoVaTen: `${ho} ${random.pick(TEN_DEM[gioiTinh])} ${random.pick(TEN[gioiTinh])}`,
      ngaySinh: `${birthYear}-${pad(random.integer(1, 12), 2)}-${pad(random.integer(1, 28), 2)}`,
      gioiTinh,
      soDinhDanhCaNhan: id(),
      maHocSinh: `00${pad(random.integer(1, 99_999_999), 8)}`,
      soDangBo: `${pad(index + 1, 3)}/${firstYear - khoiLop + 1}`,
      danToc: random.chance(0.88) ? 'Kinh' : random.pick(DAN_TOC_MAU),
      quocTich: 'Việt Nam',
      noiSinh: random.chance(0.7) ? 'Thành phố Hà Nội' : queQuan,
      queQuan,
      noiOHienNay: `${home}${district}, thành phố Hà Nội`,
      hoVaTenMe: `${random.pick(HO)} Thị ${random.pick(TEN.nu)}`,
      ...(random.chance(0.95) ? { hoVaTenCha: `${ho} Văn ${random.pick(TEN.nam)}` } : {}),
    },
    sucKhoe: {
      canNangKg: Math.round(2 * (17 + 3.2 * khoiLop + 4 * random.spread())) / 2,
      chieuCaoCm: Math.round(112 + 5.5 * khoiLop + 8 * random.spread()),
    },
    nghiHoc: { soBuoiCoPhep: Math.max(0, random.integer(-2, 5)), soBuoiKhongPhep: random.chance(0.1) ? 1 : 0 },
  };
}

function makeHistory({ khoiLop, tenLop }: SampleMaker, firstYear: number): QuaTrinhHocTap[] {
  return Array.from({ length: khoiLop }, (_, at) => {
    const year = firstYear - khoiLop + 1 + at;
    return {
      namHoc: `${year}-${year + 1}`,
      tenLop: at + 1 === khoiLop ? tenLop : `${at + 1}A1`,
      tenTruong: 'Tiểu học Quang Trung',
      ngayNhapHocChuyenDen: `${year}-09-05`,
    };
  });
}

function makeSubjects({ khoiLop, ruleSet, random }: SampleMaker, skill: number, weak: boolean): KetQuaMonHoc[] {
  const rows = rowsOfGrade(ruleSet, khoiLop).filter(
    ({ table, status, row, tests }) =>
      table === 'monHoc' && (status === 'compulsory' || (row.key === 'ngoaiNgu' && tests.includes('cuoiNam'))),
  );
  return rows.map(({ row, tests }: RowInGrade): KetQuaMonHoc => {
    const own = skill + 0.26 * random.spread();
    const failed = weak && row.key === 'toan';
    const diem = failed ? random.integer(3, 4) : Math.min(10, Math.max(5, Math.round(4 + 6 * own)));
    const isTested = tests.includes('cuoiNam');
    const good = isTested ? diem >= 8 || (diem === 7 && random.chance(0.4)) : own > 0.62;
    const mucDat = failed ? 'chuaHoanThanh' : good ? 'hoanThanhTot' : 'hoanThanh';
    const words = NHAN_XET_MON_HOC[row.key] ?? NHAN_XET_MON_HOC['']!;
    return {
      maMonHoc: row.key,
      tenMonHoc: row.label.vi,
      ...(row.key.startsWith('ngoaiNgu') ? { tenNgonNgu: 'Tiếng Anh' } : {}),
      mucDat,
      ...(isTested ? { diemKiemTraDinhKy: diem } : {}),
      nhanXet: random.pick(words[mucDat]),
    };
  });
}

function makeAssessment({ khoiLop, random }: SampleMaker, skill: number, monHoc: readonly KetQuaMonHoc[]): DanhGiaTT27 {
  const level = (base: number): MucDatNangLucPhamChat => (base + 0.2 * random.spread() > 0.55 ? 'tot' : 'dat');
  // A competence is not judged better than the subject it is seen in.
  const ofSubject = (maMonHoc: string): MucDatNangLucPhamChat => {
    const muc = monHoc.find((row) => row.maMonHoc === maMonHoc)?.mucDat;
    return typeof muc === 'string' ? DAT[muc] : level(skill);
  };
  const lowest = (levels: readonly string[]) =>
    (['canCoGang', 'dat', 'tot'] as const).find((one) => levels.includes(one)) ?? 'tot';
  const group = <T extends Record<string, MucDatNangLucPhamChat>>(
    name: 'phamChat' | 'nangLucChung' | 'nangLucDacThu',
    levels: T,
  ) => ({ ...levels, nhanXet: random.pick(NHAN_XET_NHOM[name][lowest(Object.values(levels))]) });
  return {
    theo: 'TT27-2020',
    phamChat: group('phamChat', {
      yeuNuoc: 'tot',
      nhanAi: level(skill + 0.25),
      chamChi: level(skill + 0.05),
      trungThuc: level(skill + 0.25),
      trachNhiem: level(skill + 0.1),
    }),
    nangLucChung: group('nangLucChung', {
      tuChuVaTuHoc: level(skill + 0.05),
      giaoTiepVaHopTac: level(skill + 0.1),
      giaiQuyetVanDeVaSangTao: level(skill),
    }),
    nangLucDacThu: group('nangLucDacThu', {
      ngonNgu: ofSubject('tiengViet'),
      tinhToan: ofSubject('toan'),
      khoaHoc: ofSubject(khoiLop < 4 ? 'tuNhienVaXaHoi' : 'khoaHoc'),
      ...(khoiLop < 3 ? {} : { congNghe: ofSubject('congNghe'), tinHoc: ofSubject('tinHoc') }),
      thamMi: ofSubject('miThuat'),
      theChat: ofSubject('giaoDucTheChat'),
    }),
  };
}

/** Rows of the older form. */
function makeOlderAssessment({ random }: SampleMaker, skill: number): DanhGiaTT22 {
  const level = (base: number): MucDatNangLucPhamChat => (base + 0.2 * random.spread() > 0.55 ? 'tot' : 'dat');
  const comment = (name: 'phamChat' | 'nangLucChung', levels: readonly string[]): string =>
    random.pick(NHAN_XET_NHOM[name][levels.includes('dat') ? 'dat' : 'tot']);
  const nangLuc = {
    tuPhucVuTuQuan: level(skill + 0.1),
    hopTac: level(skill + 0.1),
    tuHocVaGiaiQuyetVanDe: level(skill),
  };
  const phamChat = {
    chamHocChamLam: level(skill),
    tuTinTrachNhiem: level(skill + 0.1),
    trungThucKiLuat: level(skill + 0.2),
    doanKetYeuThuong: level(skill + 0.3),
  };
  return {
    theo: 'TT22-2016',
    nangLuc: { ...nangLuc, nhanXet: comment('nangLucChung', Object.values(nangLuc)) },
    phamChat: { ...phamChat, nhanXet: comment('phamChat', Object.values(phamChat)) },
  };
}

/** Result, promotion, words and awards as the rules give them. */
export function makeResult({ khoiLop, ruleSet, random }: SampleMaker, record: HocBa): HocBa['tongKet'] {
  const result = (proposeKetQua(record).result ?? 'chuaHoanThanh') as KetQuaGiaoDuc;
  const completed = ruleSet.promotion.completing.includes(result);
  const isLast = khoiLop === ruleSet.promotion.lastGrade;
  const award = ruleSet.awards.find(({ requires }) => requires.includes(result));
  const awarded = award !== undefined && (award.loai === 'hocSinhXuatSac' || random.chance(0.6));
  const words = NHAN_XET_NHOM.giaoVienChuNhiem[result === 'hoanThanh' ? 'dat' : completed ? 'tot' : 'canCoGang'];
  return {
    ketQuaGiaoDuc: ruleSet.result.recorded
      ? result
      : { vang: 'khongApDung', lyDo: 'Mẫu học bạ của năm học này không có mục đánh giá kết quả giáo dục' },
    duocLenLop: completed,
    hoanThanhChuongTrinhLopHoc: completed,
    ...(isLast ? { hoanThanhChuongTrinhTieuHoc: completed } : {}),
    noiDungHoanThanhChuongTrinh: completionWords({ khoiLop, completed, promoted: completed }, ruleSet),
    khenThuong: awarded ? [{ loai: award.loai as LoaiKhenThuong, noiDung: award.title.vi }] : [],
    khenThuongDotXuat: [],
    nhanXetGiaoVienChuNhiem: random.pick(words),
  };
}
