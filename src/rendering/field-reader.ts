import {
  describePath,
  type GiaTriVang,
  type HocBa,
  isGiaTriVang,
  NHAN_KET_QUA_GIAO_DUC,
  NHAN_MUC_DAT_MON_HOC,
  NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT,
  type NhanGiaTri,
} from '../hoc-ba/index.js';
import type { FormPart } from './form.js';
import { shownDay, shownText, shownYear } from './form-text.js';

/** A value of a record: a primitive, or the reason why there is none. */
export interface Leaf {
  /** `monHoc[3].mucDat`. */
  readonly path: string;
  readonly steps: readonly (string | number)[];
  readonly value: string | number | boolean | GiaTriVang;
}

/** Everything a record holds, in its own order. */
export function leavesOf(hocBa: HocBa): readonly Leaf[] {
  const found: Leaf[] = [];
  const visit = (value: unknown, steps: readonly (string | number)[]): void => {
    if (value === undefined) return;
    if (typeof value !== 'object' || value === null || isGiaTriVang(value)) {
      found.push({ path: pathText(steps), steps, value: value as Leaf['value'] });
    } else if (Array.isArray(value)) value.forEach((one, index) => void visit(one, [...steps, index]));
    else for (const [key, one] of Object.entries(value)) visit(one, [...steps, key]);
  };
  visit(hocBa, []);
  return found;
}

function pathText(steps: readonly (string | number)[]): string {
  return steps.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');
}

type Words = Readonly<Record<string, string>>;

/** Words of values that the model keeps as codes, by the last key of their path. Levels of qualities have many keys. */
const WORDS: Readonly<Record<string, Words>> = /* @__PURE__ */ (() => ({
  capHoc: { tieuHoc: 'Tiểu học' },
  gioiTinh: { nam: 'Nam', nu: 'Nữ' },
  nguonGoc: { banGocSo: 'Bản gốc số', banSoHoa: 'Bản sao số hoá từ học bạ giấy' },
  thoiDiemLap: { moHocBa: 'Mở học bạ', motPhanNamHoc: 'Một phần năm học', cuoiNamHoc: 'Cuối năm học' },
  theo: { 'TT27-2020': 'TT 27/2020/TT-BGDĐT', 'TT22-2016': 'TT 22/2016/TT-BGDĐT' },
  hinhThuc: {
    hoaNhap: 'Giáo dục hoà nhập',
    chuyenBiet: 'Giáo dục chuyên biệt',
    lopChoNguoiKhuyetTat: 'Lớp dành cho người khuyết tật',
  },
  cachDanhGia: {
    nhuHocSinhKhac: 'Như học sinh khác',
    yeuCauDieuChinh: 'Theo yêu cầu điều chỉnh',
    keHoachGiaoDucCaNhan: 'Theo kế hoạch giáo dục cá nhân',
    khongDanhGia: 'Không đánh giá',
  },
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
  ketQua: { hoanThanh: 'Hoàn thành', chuaHoanThanh: 'Chưa hoàn thành' },
  ketQuaGiaoDuc: wordsOf(NHAN_KET_QUA_GIAO_DUC),
  mucDat: wordsOf(NHAN_MUC_DAT_MON_HOC),
}))();

function wordsOf(labels: Readonly<Record<string, NhanGiaTri>>): Words {
  return Object.fromEntries(Object.entries(labels).map(([value, { vi }]) => [value, vi]));
}

const LEVEL_WORDS: Words = /* @__PURE__ */ wordsOf(NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT);
/** Groups whose values are levels, except their comment. */
const LEVEL_GROUPS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'nangLuc',
  'nangLucChung',
  'nangLucDacThu',
  'phamChat',
]);
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const REASONS: Readonly<Record<GiaTriVang['vang'], string>> = {
  khongRo: 'Không rõ',
  khongCungCap: 'Không cung cấp',
  khongApDung: 'Không áp dụng',
};

/** The sentence for a value that is absent for a stated reason. */
export function absenceText({ vang, lyDo }: GiaTriVang): string {
  return `${REASONS[vang]}: ${shownText(lyDo)}`;
}

/** A value in words: codes by their labels, days and decimals as they are written in Vietnamese. */
export function valueText({ steps, value }: Leaf): string {
  if (isGiaTriVang(value)) return absenceText(value);
  if (typeof value === 'boolean') return value ? 'Có' : 'Không';
  if (typeof value === 'number') return String(value).replace('.', ',');
  const key = String(steps.at(-1));
  const words = key !== 'nhanXet' && LEVEL_GROUPS.has(String(steps.at(-2))) ? LEVEL_WORDS : WORDS[key];
  if (words !== undefined && Object.hasOwn(words, value)) return words[value]!;
  if (key === 'namHoc') return shownYear(value);
  if (key.startsWith('ngay') || key === 'denNgay') return DAY.test(value) ? shownDay(value) : shownText(value);
  return shownText(value);
}

/** The letter of a level on paper: typed by the scale, since T and C mean different things (TT 27/2020 annex 1, guidance 2 and 3). */
function letterText({ steps, value }: Leaf): string | undefined {
  const labels: Readonly<Record<string, NhanGiaTri>> = LEVEL_GROUPS.has(String(steps.at(-2)))
    ? NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT
    : NHAN_MUC_DAT_MON_HOC;
  return typeof value === 'string' ? labels[value]?.letter : undefined;
}

/** Options of {@link FieldReader.part}. */
export interface PartOptions {
  readonly isInline?: boolean;
  readonly isBold?: boolean;
  /** `letter`: a level by its letter. */
  readonly as?: 'letter';
  /** Other words for the value, such as a day in full; what is absent keeps its reason. */
  readonly text?: string;
}

/** Reads the fields of one record and remembers which were shown. */
export interface FieldReader {
  readonly hocBa: HocBa;
  /** The value at a path, or nothing when the record has none. */
  part(path: string, options?: PartOptions): readonly FormPart[];
  has(path: string): boolean;
  leaf(path: string): Leaf | undefined;
  /** What no part has shown so far. */
  rest(): readonly Leaf[];
}

/** The fields of a record, none of them shown yet. */
export function readFields(hocBa: HocBa): FieldReader {
  const leaves = new Map(leavesOf(hocBa).map((leaf) => [leaf.path, leaf]));
  const shown = new Set<string>();
  return {
    hocBa,
    has: (path) => leaves.has(path),
    leaf: (path) => leaves.get(path),
    part: (path, { isInline, isBold, as, text } = {}) => {
      const leaf = leaves.get(path);
      if (leaf === undefined) return [];
      shown.add(path);
      const style = { ...(isInline === true ? { isInline } : {}), ...(isBold === true ? { isBold } : {}) } as const;
      if (isGiaTriVang(leaf.value)) return [{ kind: 'absent', text: valueText(leaf), path, ...style }];
      const words = text ?? (as === 'letter' ? letterText(leaf) : undefined) ?? valueText(leaf);
      return [{ kind: 'value', text: words, path, ...style }];
    },
    rest: () => [...leaves.values()].filter(({ path }) => !shown.has(path)),
  };
}

/** What a field is called: its term and, where it stands in a list or group, where. */
export function fieldLabel({ steps }: Leaf): string {
  return describePath(steps, 'vi');
}

/** A text of the form's own. */
export function label(text: string, options: Pick<PartOptions, 'isInline' | 'isBold'> = {}): FormPart {
  return {
    kind: 'label',
    text,
    ...(options.isInline === true ? { isInline: true } : {}),
    ...(options.isBold === true ? { isBold: true } : {}),
  };
}
