import { createError } from '../errors/index.js';
import {
  findCode,
  findLabel,
  type HocBa,
  type KetQuaMonHoc,
  MON_HOC_TIEU_HOC,
  type QuaTrinhHocTap,
} from '../hoc-ba/index.js';
import { IMPORT_ERRORS } from './import-errors.js';
import type { HocBaMapping } from './map-hoc-ba.js';
import { absent, readValue } from './value-codecs.js';

/** 0 or 1, as number or text. */
type Flag = 0 | 1 | '0' | '1';

/**
 * A row of the sector database's table `thongtinsohocbasotieuhoc`, as far as its columns were seen (second-hand; no official list was).
 * A column of another name is mapped by the caller.
 */
export interface SectorRow {
  /** Identity of the record; taken for the look-up code, which is assumed. */
  readonly madinhdanhhocba: string;
  readonly masogd: string;
  readonly matruong: string;
  readonly mahocsinh: string;
  /** Grade: `4`, `04`, `Khối 4`. */
  readonly makhoi: string | number;
  readonly hovaten: string;
  /** QCVN 109:2017/BTTTT: 0 unknown, 1 male, 2 female. */
  readonly gioitinh: 0 | 1 | 2 | '0' | '1' | '2';
  readonly sodinhdanh?: string | null;
  readonly dantoc?: string | null;
  readonly quoctich?: string | null;
  readonly hotencha?: string | null;
  readonly hotenme?: string | null;
  readonly hotennguoigiamho?: string | null;
  readonly doituongchinhsach?: string | null;
  readonly chucvugiamhieu?: string | null;
  readonly diadanhphathanh: string;
  /** Disabled and not assessed. */
  readonly cokhuyettatkhongdanhgia: Flag;
  readonly dahthanhctrinhlophoc: Flag;
  readonly dahthanhctrinhtieuhoc?: Flag | null;
  readonly duoclenlop: Flag;
}

/** A row of `thongtinsohocbasotieuhoc_dsbangdiem`. */
export interface SectorSubjectRow {
  /** Ministry's or vendor's code: the code list is not published. */
  readonly mamonhoc: string;
  /** Result of the year: T, H, C or words. */
  readonly canam?: string | null;
  readonly hocky1?: string | null;
  readonly hocky2?: string | null;
  /** Score of the year-end test; its column was not seen. */
  readonly diemkiemtra?: string | number | null;
}

/** A row of `thongtinsohocbasotieuhoc_quatrinhhoctap`; its columns were not seen, these names are assumed. */
export interface SectorHistoryRow {
  readonly namhoc: string;
  readonly tenlop: string;
  readonly tentruong: string;
  readonly ngaychuyenden?: string | null;
}

/** What the seen columns do not hold, and a program must bring from elsewhere. */
export type SectorSupplement<Row> = Pick<
  HocBaMapping<Row, Extract<HocBa, { nguonGoc: 'banGocSo' }>>,
  'phienBan' | 'thongTu' | 'namHoc' | 'sucKhoe' | 'nghiHoc' | 'danhGia' | 'thoiDiemLap'
> & {
  readonly ngaySinh: (row: Row) => string;
  readonly tenLop: (row: Row) => string;
  readonly soDangBo: (row: Row) => HocBa['hocSinh']['soDangBo'];
  readonly noiSinh: (row: Row) => HocBa['hocSinh']['noiSinh'];
  readonly queQuan: (row: Row) => HocBa['hocSinh']['queQuan'];
  readonly noiOHienNay: (row: Row) => HocBa['hocSinh']['noiOHienNay'];
  /** Names of the school and its places; codes come from the row. */
  readonly nhaTruong: Omit<HocBa['nhaTruong'], 'maSoGiaoDuc' | 'maTruong'>;
  readonly ngayTao: string;
  readonly ngayPhatHanh: string;
  readonly canBoQuanLy: Omit<HocBa['canBoQuanLy'], 'chucVu'>;
  readonly giaoVienChuNhiem?: NonNullable<HocBa['giaoVienChuNhiem']>;
  readonly monHoc: (row: Row) => readonly SectorSubjectRow[];
  readonly quaTrinhHocTap: (row: Row) => readonly SectorHistoryRow[];
  /** Identity of a subject by the database's code: `{ TV: 'tiengViet' }`. A code that is not there is a finding. */
  readonly subjectCodes: Readonly<Record<string, string>>;
  readonly tongKet: Pick<
    MappedTongKet<Row>,
    'ketQuaGiaoDuc' | 'khenThuong' | 'khenThuongDotXuat' | 'nhanXetGiaoVienChuNhiem'
  >;
};

type MappedTongKet<Row> = { readonly [K in keyof HocBa['tongKet']]: (row: Row) => HocBa['tongKet'][K] };

/**
 * Mapping of the sector database's record table to records, ready for {@link mapHocBa}: a working example to copy or to spread over.
 *
 * What the database leaves blank becomes an absence with its reason. Codes for sex and flags are read as printed; levels by letter or
 * word; `makhoi` by its digits.
 *
 * @param rest - What the seen columns do not hold.
 * @see QĐ 4998/QĐ-BGDĐT (names of tables and columns are second-hand)
 */
export function sectorDatabaseMapping<Row extends SectorRow>(
  rest: SectorSupplement<Row>,
): HocBaMapping<Row, Extract<HocBa, { nguonGoc: 'banGocSo' }>> {
  const { phienBan, thongTu, namHoc, thoiDiemLap, sucKhoe, nghiHoc, danhGia } = rest;
  return {
    capHoc: 'tieuHoc',
    nguonGoc: 'banGocSo',
    phienBan,
    thongTu,
    namHoc,
    thoiDiemLap,
    sucKhoe,
    nghiHoc,
    danhGia,
    maTraCuu: (row) => row.madinhdanhhocba,
    nhaTruong: { ...rest.nhaTruong, maSoGiaoDuc: (row) => row.masogd, maTruong: (row) => row.matruong },
    lopHoc: { khoiLop: (row) => readValue('khoiLop', row.makhoi), tenLop: rest.tenLop },
    hocSinh: {
      hoVaTen: (row) => row.hovaten,
      ngaySinh: (row) => readValue('date', rest.ngaySinh(row)),
      gioiTinh: (row) =>
        Number(row.gioitinh) === 0
          ? absent('khongRo', 'Cơ sở dữ liệu ghi giới tính là 0 (không rõ)')
          : readValue('gioiTinh', row.gioitinh),
      soDinhDanhCaNhan: (row) => orAbsent(row.sodinhdanh, 'personalId'),
      maHocSinh: (row) => row.mahocsinh,
      soDangBo: rest.soDangBo,
      danToc: (row) => orAbsent(row.dantoc, 'danToc'),
      quocTich: (row) => orAbsent(row.quoctich, 'text'),
      noiSinh: rest.noiSinh,
      queQuan: rest.queQuan,
      noiOHienNay: rest.noiOHienNay,
      hoVaTenMe: (row) => orAbsent(row.hotenme, 'text'),
      hoVaTenCha: (row) => optional(row.hotencha),
      hoVaTenNguoiGiamHo: (row) => optional(row.hotennguoigiamho),
      doiTuongChinhSach: (row) => optional(row.doituongchinhsach),
    },
    khuyetTat: (row) =>
      isSet(row.cokhuyettatkhongdanhgia) ? { hinhThuc: 'hoaNhap', cachDanhGia: 'khongDanhGia' } : undefined,
    phatHanh: {
      diaDanh: (row) => row.diadanhphathanh,
      ngayTao: rest.ngayTao,
      ngayPhatHanh: rest.ngayPhatHanh,
    },
    canBoQuanLy: { ...rest.canBoQuanLy, chucVu: (row) => orAbsent(row.chucvugiamhieu, 'text') },
    giaoVienChuNhiem: () => rest.giaoVienChuNhiem,
    quaTrinhHocTap: (row) => rest.quaTrinhHocTap(row).map(toHistory),
    monHoc: (row) => rest.monHoc(row).map((line) => toSubject(row, line, rest.subjectCodes)),
    tongKet: {
      ...rest.tongKet,
      duocLenLop: (row) => isSet(row.duoclenlop),
      hoanThanhChuongTrinhLopHoc: (row) => isSet(row.dahthanhctrinhlophoc),
      hoanThanhChuongTrinhTieuHoc: (row) =>
        row.dahthanhctrinhtieuhoc == null || readValue('khoiLop', row.makhoi) !== 5
          ? undefined
          : isSet(row.dahthanhctrinhtieuhoc),
    },
  };
}

const NOT_RECORDED = 'Cơ sở dữ liệu không ghi';

function orAbsent(value: string | null | undefined, codec: 'text' | 'personalId' | 'danToc') {
  return isBlank(value) ? absent('khongRo', NOT_RECORDED) : readValue(codec, value);
}

function optional(value: string | null | undefined): string | undefined {
  return isBlank(value) ? undefined : readValue('text', value);
}

function isBlank(value: string | null | undefined): value is '' | null | undefined {
  return value == null || value.trim() === '';
}

function isSet(flag: Flag): boolean {
  return readValue('dungSai', flag);
}

function toHistory(line: SectorHistoryRow): QuaTrinhHocTap {
  return {
    namHoc: readValue('schoolYear', line.namhoc),
    tenLop: readValue('text', line.tenlop),
    tenTruong: readValue('text', line.tentruong),
    ngayNhapHocChuyenDen: isBlank(line.ngaychuyenden)
      ? absent('khongRo', NOT_RECORDED)
      : readValue('date', line.ngaychuyenden),
  };
}

function toSubject(row: SectorRow, line: SectorSubjectRow, codes: Readonly<Record<string, string>>): KetQuaMonHoc {
  const code = Object.hasOwn(codes, line.mamonhoc) ? codes[line.mamonhoc]! : line.mamonhoc;
  const item = findCode(MON_HOC_TIEU_HOC, code) ?? findLabel(MON_HOC_TIEU_HOC, code);
  if (item === undefined) {
    throw createError(IMPORT_ERRORS, 'ERR_IMPORT_VALUE', { codec: 'maMonHoc', reason: 'wordUnknown' });
  }
  // Columns hocky1 and hocky2 are not required of a pupil who is not assessed, and neither is the year's.
  const notAssessed = isSet(row.cokhuyettatkhongdanhgia) && isBlank(line.canam);
  const term = (dot: 'cuoiHocKy1' | 'cuoiNam', level: string | null | undefined) =>
    isBlank(level) ? [] : [{ dot, mucDat: readValue('mucDatMonHoc', level) }];
  const terms = [...term('cuoiHocKy1', line.hocky1), ...term('cuoiNam', line.hocky2)];
  return {
    maMonHoc: item.code,
    tenMonHoc: item.label,
    mucDat: notAssessed
      ? absent('khongApDung', 'Học sinh khuyết tật không đánh giá')
      : readValue('mucDatMonHoc', line.canam),
    ...(line.diemkiemtra == null || line.diemkiemtra === ''
      ? {}
      : { diemKiemTraDinhKy: readValue('number', line.diemkiemtra) }),
    ...(terms.length === 0 ? {} : { ketQuaTheoDot: terms }),
  };
}
