/*
 * What a form must show, read from the XML by libxml2 and XPath with tags typed by hand from the specification: no layout, no codec and no
 * label of the package is asked. A cell of a form and a line of this answer have only the name of the field in common.
 */
import { libxml2 } from '../xml/libxml2-loader.js';

export interface ExpectedValue {
  /** Text of the cell in the display form. */
  readonly words: string;
  /** Text of the cell in the paper form, where it differs. */
  readonly letter?: string;
  /** The value is absent, for the reason in `words`. */
  readonly isAbsent?: true;
}

type Kind = 'text' | 'day' | 'year' | 'decimal' | 'yesNo' | 'subjectLevel' | 'level' | 'code';

/** Tag of THONG_TIN_CHUNG and TONG_KET → field. */
const SINGLE: Readonly<Record<string, readonly [path: string, kind: Kind]>> = {
  PHIEN_BAN: ['phienBan', 'text'],
  THONG_TU: ['thongTu', 'text'],
  MA_TRA_CUU_UUID: ['maTraCuu', 'text'],
  TEN_NAM_HOC: ['namHoc', 'year'],
  MA_SO_GIAO_DUC: ['nhaTruong.maSoGiaoDuc', 'text'],
  TEN_SO_GD: ['nhaTruong.tenSoGiaoDuc', 'text'],
  MA_TRUONG: ['nhaTruong.maTruong', 'text'],
  TEN_TRUONG: ['nhaTruong.tenTruong', 'text'],
  TEN_QUAN_HUYEN: ['nhaTruong.tenQuanHuyen', 'text'],
  TEN_XA_PHUONG: ['nhaTruong.tenXaPhuong', 'text'],
  TEN_TINH_THANH_PHO: ['nhaTruong.tenTinhThanhPho', 'text'],
  MA_CAP_HOC: ['capHoc', 'code'],
  SO_SO_DANG_BO: ['hocSinh.soDangBo', 'text'],
  HO_VA_TEN: ['hocSinh.hoVaTen', 'text'],
  SO_CCCD: ['hocSinh.soDinhDanhCaNhan', 'text'],
  MA_HOC_SINH: ['hocSinh.maHocSinh', 'text'],
  GIOI_TINH: ['hocSinh.gioiTinh', 'text'],
  NGAY_SINH: ['hocSinh.ngaySinh', 'day'],
  CAN_NANG: ['sucKhoe.canNangKg', 'decimal'],
  CHIEU_CAO: ['sucKhoe.chieuCaoCm', 'decimal'],
  TONG_SO_BUOI_NGHI_CO_PHEP: ['nghiHoc.soBuoiCoPhep', 'text'],
  THONG_SO_BUOI_NGHI_KHONG_PHEP: ['nghiHoc.soBuoiKhongPhep', 'text'],
  NOI_SINH: ['hocSinh.noiSinh', 'text'],
  QUE_QUAN: ['hocSinh.queQuan', 'text'],
  CHO_O_HIEN_NAY: ['hocSinh.noiOHienNay', 'text'],
  DAN_TOC: ['hocSinh.danToc', 'text'],
  QUOC_TICH: ['hocSinh.quocTich', 'text'],
  HO_VA_TEN_CHA: ['hocSinh.hoVaTenCha', 'text'],
  HO_VA_TEN_ME: ['hocSinh.hoVaTenMe', 'text'],
  HO_VA_TEN_NGUOI_GIAM_HO: ['hocSinh.hoVaTenNguoiGiamHo', 'text'],
  TEN_GIAM_HIEU_KY_HOC_BA: ['canBoQuanLy.hoVaTen', 'text'],
  SO_CCCD_GIAM_HIEU_KY_HOC_BA: ['canBoQuanLy.soDinhDanhCaNhan', 'text'],
  DIA_DANH_PHAT_HANH_HOC_BA: ['phatHanh.diaDanh', 'text'],
  NGAY_TAO_HOC_BA: ['phatHanh.ngayTao', 'day'],
  NGAY_KY_PHAT_HANH_HOC_BA: ['phatHanh.ngayPhatHanh', 'day'],
  CHUC_VU_GIAM_HIEU_KY_HOC_BA: ['canBoQuanLy.chucVu', 'text'],
  TEN_GIAO_VIEN_CHU_NHIEM: ['giaoVienChuNhiem.hoVaTen', 'text'],
  SO_CCCD_GIAO_VIEN_CHU_NHIEM: ['giaoVienChuNhiem.soDinhDanhCaNhan', 'text'],
  MA_KHOI: ['lopHoc.khoiLop', 'text'],
  TEN_LOP: ['lopHoc.tenLop', 'text'],
  KET_QUA_XEP_LOAI: ['tongKet.ketQuaGiaoDuc', 'text'],
  DUOC_LEN_LOP: ['tongKet.duocLenLop', 'yesNo'],
  NOI_DUNG_HOAN_THANH_CHUONG_TRINH: ['tongKet.noiDungHoanThanhChuongTrinh', 'text'],
  DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC: ['tongKet.hoanThanhChuongTrinhLopHoc', 'yesNo'],
  DA_HOAN_THANH_CHUONG_TRINH_TIEU_HOC: ['tongKet.hoanThanhChuongTrinhTieuHoc', 'yesNo'],
  NHAN_XET_GVCN: ['tongKet.nhanXetGiaoVienChuNhiem', 'text'],
  NANG_LUC_TU_CHU_TU_HOC: ['danhGia.nangLucChung.tuChuVaTuHoc', 'level'],
  NANG_LUC_GIAO_TIEP_HOC_TAC: ['danhGia.nangLucChung.giaoTiepVaHopTac', 'level'],
  NANG_LUC_GIAI_QUYET_VAN_DE_SANG_TAO: ['danhGia.nangLucChung.giaiQuyetVanDeVaSangTao', 'level'],
  NANG_LUC_NGON_NGU: ['danhGia.nangLucDacThu.ngonNgu', 'level'],
  NANG_LUC_TINH_TOAN: ['danhGia.nangLucDacThu.tinhToan', 'level'],
  NANG_LUC_KHOA_HOC: ['danhGia.nangLucDacThu.khoaHoc', 'level'],
  NANG_LUC_CONG_NGHE: ['danhGia.nangLucDacThu.congNghe', 'level'],
  NANG_LUC_TIN_HOC: ['danhGia.nangLucDacThu.tinHoc', 'level'],
  NANG_LUC_THAM_MI: ['danhGia.nangLucDacThu.thamMi', 'level'],
  NANG_LUC_THE_CHAT: ['danhGia.nangLucDacThu.theChat', 'level'],
  PHAM_CHAT_YEU_NUOC: ['danhGia.phamChat.yeuNuoc', 'level'],
  PHAM_CHAT_NHAN_AI: ['danhGia.phamChat.nhanAi', 'level'],
  PHAM_CHAT_CHAM_CHI: ['danhGia.phamChat.chamChi', 'level'],
  PHAM_CHAT_TRUNG_THUC: ['danhGia.phamChat.trungThuc', 'level'],
  PHAM_CHAT_TRACH_NHIEM: ['danhGia.phamChat.trachNhiem', 'level'],
  NHAN_XET_PHAM_CHAT: ['danhGia.phamChat.nhanXet', 'text'],
  NHAN_XET_NANG_LUC_CHUNG: ['danhGia.nangLucChung.nhanXet', 'text'],
  NHAN_XET_NANG_LUC_DAC_THU: ['danhGia.nangLucDacThu.nhanXet', 'text'],
};

const HISTORY: Readonly<Record<string, readonly [string, Kind]>> = {
  NAM_HOC: ['namHoc', 'year'],
  TEN_LOP: ['tenLop', 'text'],
  TEN_TRUONG: ['tenTruong', 'text'],
  NGAY_TRANG_THAI_CHUYEN_DEN: ['ngayNhapHocChuyenDen', 'day'],
};

const SUBJECT: Readonly<Record<string, readonly [string, Kind]>> = {
  MA_MON_HOC: ['maMonHoc', 'code'],
  TEN_MON_HOC: ['tenMonHoc', 'text'],
  MUC_DAT_DUOC: ['mucDat', 'subjectLevel'],
  DIEM_KIEM_TRA_DINH_KY: ['diemKiemTraDinhKy', 'text'],
};

const AWARDS: Readonly<Record<string, string>> = {
  NOI_DUNG_KHEN_THUONG: 'tongKet.khenThuong',
  NOI_DUNG_KHEN_THUONG_DOT_XUAT: 'tongKet.khenThuongDotXuat',
};

const SUBJECT_LETTERS: Readonly<Record<string, string>> = {
  'Hoàn thành tốt': 'T',
  'Hoàn thành': 'H',
  'Chưa hoàn thành': 'C',
};
const LEVEL_LETTERS: Readonly<Record<string, string>> = { Tốt: 'T', Đạt: 'Đ', 'Cần cố gắng': 'C' };
const LEVEL_CODES: Readonly<Record<string, string>> = { tot: 'Tốt', dat: 'Đạt', canCoGang: 'Cần cố gắng' };
const SUBJECT_CODES: Readonly<Record<string, string>> = {
  hoanThanhTot: 'Hoàn thành tốt',
  hoanThanh: 'Hoàn thành',
  chuaHoanThanh: 'Chưa hoàn thành',
};
const ABSENCE: Readonly<Record<string, string>> = {
  khongRo: 'Không rõ',
  khongCungCap: 'Không cung cấp',
  khongApDung: 'Không áp dụng',
};
const PAIRS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  thoiDiemLap: { moHocBa: 'Mở học bạ', motPhanNamHoc: 'Một phần năm học', cuoiNamHoc: 'Cuối năm học' },
  nguonGoc: { banSoHoa: 'Bản sao số hoá từ học bạ giấy' },
  'danhGia.theo': { 'TT22-2016': 'TT 22/2016/TT-BGDĐT', 'TT27-2020': 'TT 27/2020/TT-BGDĐT' },
  'khuyetTat.hinhThuc': { hoaNhap: 'Giáo dục hoà nhập' },
  'khuyetTat.cachDanhGia': {
    nhuHocSinhKhac: 'Như học sinh khác',
    yeuCauDieuChinh: 'Theo yêu cầu điều chỉnh',
    keHoachGiaoDucCaNhan: 'Theo kế hoạch giáo dục cá nhân',
    khongDanhGia: 'Không đánh giá',
  },
  'tongKet.danhGiaBoSung.ketQua': { hoanThanh: 'Hoàn thành', chuaHoanThanh: 'Chưa hoàn thành' },
  loai: {
    hocSinhXuatSac: 'Học sinh Xuất sắc',
    hocSinhTieuBieu: 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện',
    thuKhen: 'Thư khen',
    capTrenKhen: 'Cấp trên khen',
    khac: 'Khác',
  },
  dot: {
    giuaHocKy1: 'Giữa học kỳ I',
    cuoiHocKy1: 'Cuối học kỳ I',
    giuaHocKy2: 'Giữa học kỳ II',
    cuoiNam: 'Cuối năm',
    kiemTraLai: 'Kiểm tra lại',
  },
};

const day = (text: string): string => text.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1');

function shownAs(text: string, kind: Kind): ExpectedValue {
  switch (kind) {
    case 'day':
      return { words: day(text) };
    case 'year':
      return { words: text.replace('-', ' – ') };
    case 'decimal':
      return { words: text.replace('.', ',') };
    case 'yesNo':
      return { words: text === '1' ? 'Có' : 'Không' };
    case 'subjectLevel':
      return { words: text, letter: SUBJECT_LETTERS[text]! };
    case 'level':
      return { words: text, letter: LEVEL_LETTERS[text]! };
    default:
      return { words: text };
  }
}

/** A value of the extension block, whose name is the field's. */
function extensionValue(name: string, text: string): ExpectedValue {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const words = PAIRS[name] ?? PAIRS[last];
  if (words !== undefined) return { words: words[text] ?? text };
  if (text in LEVEL_CODES && name.startsWith('danhGia.')) {
    return { words: LEVEL_CODES[text]!, letter: LEVEL_LETTERS[LEVEL_CODES[text]!]! };
  }
  if (text in SUBJECT_CODES) return { words: SUBJECT_CODES[text]! };
  if (text === 'true' || text === 'false') return { words: text === 'true' ? 'Có' : 'Không' };
  return { words: /^\d+\.\d+$/.test(text) && /^nghiHoc\.soNgay/.test(name) ? text.replace('.', ',') : day(text) };
}

const pathOf = (name: string): string => name.replace(/\.(\d+)(?=\.|$)/g, '[$1]');

/** Field → what a form must show for it. Codes whose words the XML does not hold are left out; see `CODED`. */
export async function expectedValues(xml: Uint8Array): Promise<ReadonlyMap<string, ExpectedValue>> {
  const { XmlDocument } = await libxml2();
  const document = XmlDocument.fromBuffer(xml);
  try {
    const found = new Map<string, ExpectedValue>();
    const leaves = document.root.find('descendant-or-self::HOC_BA/DU_LIEU_HOC_BA//*[not(*)]');
    for (const leaf of leaves) {
      const tag = String(leaf.eval('name()'));
      const text = String(leaf.eval('string()'));
      if (tag === 'GIA_TRI') {
        found.set(pathOf(String(leaf.eval('string(@TEN)'))), extensionValue(String(leaf.eval('string(@TEN)')), text));
        continue;
      }
      const parent = String(leaf.eval('name(..)'));
      if (parent === 'GVBM' && tag === 'HO_VA_TEN') {
        const at = Number(leaf.eval('count(../../preceding-sibling::*)'));
        found.set(`monHoc[${at}].giaoVienBoMon.hoVaTen`, { words: text });
        continue;
      }
      const at = Number(leaf.eval('count(../preceding-sibling::*)'));
      const isSubject = parent === 'MON_HOC' || parent === 'DIEM_TONG_KET';
      const isHistory = String(leaf.eval('name(../..)')) === 'QUA_TRINH_HOC_TAP';
      const row = isSubject ? SUBJECT[tag] : isHistory ? HISTORY[tag] : undefined;
      const list = isSubject ? 'monHoc' : 'quaTrinhHocTap';
      if (row !== undefined) found.set(`${list}[${at}].${row[0]}`, shownAs(text, row[1]));
      else if (tag in AWARDS) {
        for (const [index, one] of text.split('; ').entries())
          found.set(`${AWARDS[tag]}[${index}].noiDung`, { words: one });
      } else if (tag in SINGLE && text !== '') found.set(SINGLE[tag]![0], shownAs(text, SINGLE[tag]![1]));
      else if (text !== '') throw new Error(`the second reader does not know ${parent}/${tag}`);
    }
    return joinReasons(found);
  } finally {
    document.dispose();
  }
}

/** `x.vang` and `x.lyDo` are one answer: why there is no value. */
function joinReasons(found: Map<string, ExpectedValue>): ReadonlyMap<string, ExpectedValue> {
  for (const [path, { words }] of [...found]) {
    if (!path.endsWith('.vang')) continue;
    const field = path.slice(0, -'.vang'.length);
    const reason = found.get(`${field}.lyDo`)!;
    found.delete(path);
    found.delete(`${field}.lyDo`);
    found.set(field, { words: `${ABSENCE[words]}: ${reason.words}`, isAbsent: true });
  }
  return found;
}
