import {
  NHAN_KET_QUA_GIAO_DUC,
  NHAN_MUC_DAT_MON_HOC,
  NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT,
  type NhanGiaTri,
} from '../hoc-ba/index.js';

/** Words of a value list. A scale is a table of its own, since the same letter means different things in different sections. */
export interface WordTable {
  /** Value of the model (`true` and `false` for a yes or no) → the word that is written. */
  readonly values: Readonly<Record<string, string>>;
  /** Other words → value of the model; read, never written. Compared without case, accents placed as in the forms. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The values are `true` and `false`. */
  readonly boolean?: true;
}

/** Word and letter of each step, the letter and the abbreviations as aliases. */
function scale(labels: Readonly<Record<string, NhanGiaTri>>, more: Readonly<Record<string, string>>): WordTable {
  const entries = Object.entries(labels);
  return {
    values: Object.fromEntries(entries.map(([key, { vi }]) => [key, vi])),
    aliases: {
      ...Object.fromEntries(
        entries.filter(([, { letter }]) => letter !== '').map(([key, { letter }]) => [letter, key]),
      ),
      ...more,
    },
  };
}

/** The built-in tables; a map replaces one by naming its own the same. */
export const WORD_TABLES = /* @__PURE__ */ (() =>
  ({
    /** T, H, C of section 1. */
    mucDatMonHoc: scale(NHAN_MUC_DAT_MON_HOC, { HTT: 'hoanThanhTot', HT: 'hoanThanh', CHT: 'chuaHoanThanh' }),
    /** T, Đ, C of sections 2 and 3; "D" typed without its stroke, and the lookalike Ð (eth), can only be Đ here. */
    mucDatNangLucPhamChat: scale(NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT, { D: 'dat', Ð: 'dat', CCG: 'canCoGang' }),
    ketQuaGiaoDuc: scale(NHAN_KET_QUA_GIAO_DUC, {
      HTXS: 'hoanThanhXuatSac',
      HTT: 'hoanThanhTot',
      HT: 'hoanThanh',
      CHT: 'chuaHoanThanh',
    }),
    gioiTinh: { values: { nam: 'Nam', nu: 'Nữ' }, aliases: { '1': 'nam', '2': 'nu' } },
    dungSai: {
      boolean: true,
      values: { true: 'Có', false: 'Không' },
      aliases: { '1': 'true', x: 'true', true: 'true', đúng: 'true', '0': 'false', false: 'false', sai: 'false' },
    },
    duocLenLop: {
      boolean: true,
      values: { true: 'Được lên lớp', false: 'Chưa được lên lớp' },
      aliases: { '1': 'true', x: 'true', có: 'true', true: 'true', '0': 'false', không: 'false', false: 'false' },
    },
    daHoanThanh: {
      boolean: true,
      values: { true: 'Hoàn thành', false: 'Chưa hoàn thành' },
      aliases: { '1': 'true', x: 'true', có: 'true', true: 'true', '0': 'false', không: 'false', false: 'false' },
    },
    thoiDiemLap: {
      values: { moHocBa: 'Mở học bạ', motPhanNamHoc: 'Một phần năm học', cuoiNamHoc: 'Cuối năm học' },
    },
    nguonGoc: { values: { banGocSo: 'Bản gốc số', banSoHoa: 'Bản số hoá' } },
    hinhThucKhuyetTat: {
      values: { hoaNhap: 'Hoà nhập', chuyenBiet: 'Chuyên biệt', lopChoNguoiKhuyetTat: 'Lớp cho người khuyết tật' },
    },
    cachDanhGia: {
      values: {
        nhuHocSinhKhac: 'Như học sinh khác',
        yeuCauDieuChinh: 'Yêu cầu điều chỉnh',
        keHoachGiaoDucCaNhan: 'Kế hoạch giáo dục cá nhân',
        khongDanhGia: 'Không đánh giá',
      },
    },
    /** Kinds of award by their titles; an award with other words is `khac`. */
    khenThuong: {
      values: {
        hocSinhXuatSac: 'Học sinh Xuất sắc',
        hocSinhTieuBieu: 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện',
      },
      aliases: { 'Học sinh tiêu biểu': 'hocSinhTieuBieu' },
    },
    ketQuaBoSung: { values: { hoanThanh: 'Hoàn thành', chuaHoanThanh: 'Chưa hoàn thành' } },
  }) as const satisfies Readonly<Record<string, WordTable>>)();

/** Names of the built-in tables. */
export type WordTableName = keyof typeof WORD_TABLES;
