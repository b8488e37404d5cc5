import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import {
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
import {
  completionWords,
  proposeKetQua,
  type RowInGrade,
  type RuleSet,
  rowsOfGrade,
  ruleSetFor,
} from '../quy-dinh/index.js';
import { type SampleRandom, sampleCrypto, sampleRandom } from './sample-random.js';
import { DAN_TOC_MAU, HO, NHAN_XET_MON_HOC, NHAN_XET_NHOM, TEN, TEN_DEM, TINH } from './sample-words.js';
import { SPECIMEN_TEST_VALUES } from './specimen.js';

export interface SampleClassOptions {
  /** Grade, 1 to 5. */
  readonly khoiLop: number;
  /** Number of pupils, 1 to 1,000. */
  readonly pupils: number;
  /** The same seed gives the same records, and a larger class the same first pupils. */
  readonly seed: string;
  /** School year in which TT 27/2020 holds for the grade; default `2024-2025`. */
  readonly namHoc?: string;
  /** Default: the grade and `A1`. */
  readonly tenLop?: string;
}

/** First school year that began without districts (they ended on 01/07/2025). */
const NO_DISTRICTS_SINCE = 2025;
const DAT: Readonly<Record<MucDatMonHoc, MucDatNangLucPhamChat>> = {
  hoanThanhTot: 'tot',
  hoanThanh: 'dat',
  chuaHoanThanh: 'canCoGang',
};

/**
 * A class of unsigned records that look like a real one and are none: subjects, tests, comments, results and awards of the grade by the
 * rules of its year, at the specimen's school and signed for by its principal and teacher, so that the dev CA can sign them.
 *
 * Names are put together from the commonest ones. Personal ids are of a province `000`, which does not exist and is reported as a warning:
 * no sample can hit a living person.
 *
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a number out of range, or a grade and year that TT 27/2020 does not cover;
 * `ERR_SCHOOL_YEAR_INVALID`, `ERR_RULE_SET_NOT_FOUND`.
 */
export function sampleClass(options: SampleClassOptions): readonly HocBa[] {
  const { khoiLop, pupils, seed, namHoc = '2024-2025', tenLop = `${khoiLop}A1` } = options;
  const whole = (argument: string, given: number, max: number) => {
    if (Number.isInteger(given) && given >= 1 && given <= max) return;
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument, reason: `1…${max}` });
  };
  whole('khoiLop', khoiLop, 5);
  whole('pupils', pupils, 1000);
  const { ruleSet } = ruleSetFor({ khoiLop, namHoc });
  if (ruleSet.id !== 'TT27-2020') {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'namHoc', reason: ruleSet.id });
  }
  return Array.from({ length: pupils }, (_, index) => {
    const own = [seed, khoiLop, namHoc, tenLop, index].join('/');
    return makeRecord({
      khoiLop,
      namHoc,
      tenLop,
      index,
      ruleSet,
      random: sampleRandom(own),
      crypto: sampleCrypto(own),
    });
  });
}

interface Maker {
  readonly khoiLop: number;
  readonly namHoc: string;
  readonly tenLop: string;
  readonly index: number;
  readonly ruleSet: RuleSet;
  readonly random: SampleRandom;
  readonly crypto: Crypto;
}

function makeRecord(maker: Maker): HocBa {
  const { khoiLop, namHoc, tenLop, random, crypto } = maker;
  const firstYear = Number(namHoc.slice(0, 4));
  // One pupil in thirty does not reach the goals of the year.
  const weak = random.chance(1 / 30);
  const skill = weak ? 0.25 : 0.78 + 0.3 * random.spread();
  const monHoc = makeSubjects(maker, skill, weak);
  const danhGia = makeAssessment(maker, skill, monHoc);
  const record: HocBa = {
    capHoc: 'tieuHoc',
    nguonGoc: 'banGocSo',
    phienBan: '1.0',
    thongTu: '27/2020/TT-BGDĐT',
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
  { khoiLop, index, random }: Maker,
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

function makeHistory({ khoiLop, tenLop }: Maker, firstYear: number): QuaTrinhHocTap[] {
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

function makeSubjects({ khoiLop, ruleSet, random }: Maker, skill: number, weak: boolean): KetQuaMonHoc[] {
  const rows = rowsOfGrade(ruleSet, khoiLop).filter(
    ({ table, status }) => table === 'monHoc' && status === 'compulsory',
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
      ...(row.key === 'ngoaiNgu1' ? { tenNgonNgu: 'Tiếng Anh' } : {}),
      mucDat,
      ...(isTested ? { diemKiemTraDinhKy: diem } : {}),
      nhanXet: random.pick(words[mucDat]),
    };
  });
}

function makeAssessment({ khoiLop, random }: Maker, skill: number, monHoc: readonly KetQuaMonHoc[]): DanhGiaTT27 {
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

/** Result, promotion, words and awards as the rules give them. */
function makeResult({ khoiLop, ruleSet, random }: Maker, record: HocBa): HocBa['tongKet'] {
  const result = (proposeKetQua(record).result ?? 'chuaHoanThanh') as KetQuaGiaoDuc;
  const completed = ruleSet.promotion.completing.includes(result);
  const isLast = khoiLop === ruleSet.promotion.lastGrade;
  const award = ruleSet.awards.find(({ requires }) => requires.includes(result));
  const awarded = award !== undefined && (award.loai === 'hocSinhXuatSac' || random.chance(0.6));
  const words = NHAN_XET_NHOM.giaoVienChuNhiem[result === 'hoanThanh' ? 'dat' : completed ? 'tot' : 'canCoGang'];
  return {
    ketQuaGiaoDuc: result,
    duocLenLop: completed,
    hoanThanhChuongTrinhLopHoc: completed,
    ...(isLast ? { hoanThanhChuongTrinhTieuHoc: completed } : {}),
    noiDungHoanThanhChuongTrinh: completionWords({ khoiLop, completed, promoted: completed }, ruleSet),
    khenThuong: awarded ? [{ loai: award.loai as LoaiKhenThuong, noiDung: award.title.vi }] : [],
    khenThuongDotXuat: [],
    nhanXetGiaoVienChuNhiem: random.pick(words),
  };
}
