/** The pages of one school year: sections 1 to 6, as words (display) or letters on two pages (paper). */
import { isGiaTriVang, MON_HOC_TIEU_HOC, MON_HOC_TIEU_HOC_TT22, THUAT_NGU } from '../hoc-ba/index.js';
import type { FormAssumptionId } from './assumptions.js';
import { type FieldReader, label, type PartOptions } from './field-reader.js';
import type {
  FormBlock,
  FormCell,
  FormField,
  FormKind,
  FormPage,
  FormPart,
  FormRow,
  FormSignature,
  FormTable,
} from './form.js';
import { columnHeader, type Footnotes, field, fields, heading, makeFootnotes } from './form-parts.js';
import { shownYear } from './form-text.js';
import { placeAndDay } from './opening-pages.js';
import { remarks } from './remarks.js';

export interface YearInput {
  readonly kind: FormKind;
  readonly reader: FieldReader;
  /** Position of the record in the form. */
  readonly record: number;
  /** The two signature blocks, which only the paper form has. */
  readonly principal: () => Omit<FormSignature, 'title' | 'note'>;
  readonly teacher: () => Omit<FormSignature, 'title' | 'note'>;
}

export function yearPages(input: YearInput): readonly FormPage[] {
  const { kind, reader, record } = input;
  const { namHoc } = reader.hocBa;
  const { part } = reader;
  const year = shownYear(namHoc);
  const head = {
    name: field('Họ và tên học sinh', part('hocSinh.hoVaTen', { isBold: true }), { width: 3 }),
    lop: field('Lớp', part('lopHoc.tenLop')),
    school: field('Trường', part('nhaTruong.tenTruong'), { width: 2 }),
    year: field('Năm học', part('namHoc')),
  };
  const assumed: readonly FormAssumptionId[] = ['yearHeading'];
  const page = (id: string, title: string, blocks: readonly FormBlock[]): FormPage => ({
    id: `year-${namHoc}${id}`,
    kind: 'year',
    title: `Năm học ${year}${title}`,
    record,
    blocks,
  });
  if (kind === 'display') {
    const rows = [
      [head.name, head.lop],
      [head.school, head.year],
    ];
    return [page('', '', [fields(rows, { assumed }), ...subjects(input), ...assessment(input), ...closing(input)])];
  }
  return [
    page('-left', ', trang trái', [
      fields([[head.name, head.lop]], { assumed }),
      fields(healthRows(reader), { assumed: ['healthAndAbsence'] }),
      ...subjects(input),
    ]),
    page('-right', ', trang phải', [
      fields([[head.school, head.year]], { assumed }),
      ...assessment(input),
      ...closing(input),
      {
        kind: 'signatures',
        placeAndDay: placeAndDay(reader),
        blocks: [
          { ...input.principal(), title: 'Xác nhận của Hiệu trưởng', note: '(Ký, ghi rõ họ tên và đóng dấu)' },
          { ...input.teacher(), title: 'Giáo viên chủ nhiệm', note: '(Ký, ghi rõ họ tên)' },
        ],
        assumed: ['yearSignatures'],
      },
    ]),
  ];
}

function healthRows(reader: FieldReader): readonly (readonly FormField[])[] {
  const withUnit = (path: string, unit: string): readonly FormPart[] => {
    const parts = reader.part(path);
    return parts[0]?.kind === 'value' ? [...parts, label(unit, { isInline: true })] : parts;
  };
  // Days where the record has them; sessions are never converted.
  const absent = (days: string, sessions: string): readonly FormPart[] =>
    reader.has(`nghiHoc.${days}`) ? withUnit(`nghiHoc.${days}`, 'ngày') : withUnit(`nghiHoc.${sessions}`, 'buổi');
  return [
    [
      field('Chiều cao', withUnit('sucKhoe.chieuCaoCm', 'cm')),
      field('Cân nặng', withUnit('sucKhoe.canNangKg', 'kg')),
      field('Sức khoẻ', reader.part('sucKhoe.tinhTrangSucKhoe'), { width: 1.4 }),
    ],
    [
      field('Số ngày nghỉ', [], { isLabelOnly: true, width: 0.6 }),
      field('Có phép', absent('soNgayCoPhep', 'soBuoiCoPhep'), { assumed: ['absenceInSessions'] }),
      field('Không phép', absent('soNgayKhongPhep', 'soBuoiKhongPhep'), { assumed: ['absenceInSessions'] }),
    ],
  ];
}

const isOlder = ({ hocBa }: FieldReader): boolean => hocBa.danhGia.theo === 'TT22-2016';

function subjects({ kind, reader }: YearInput): readonly FormBlock[] {
  const isDisplay = kind === 'display';
  const notes = makeFootnotes(reader);
  const title = isDisplay ? '1. Kết quả các môn học và hoạt động giáo dục' : '1. Các môn học và hoạt động giáo dục';
  const as: PartOptions = isDisplay ? {} : { as: 'letter' };
  const { monHoc } = reader.hocBa;
  const list = isOlder(reader) ? MON_HOC_TIEU_HOC_TT22 : MON_HOC_TIEU_HOC;
  const row = (at: number, assumed: readonly FormAssumptionId[] = []): FormRow => {
    const path = (key: string) => `monHoc[${at}].${key}`;
    // The row of the form says which subject of the list it is.
    if (assumed.length === 0) reader.part(path('maMonHoc'));
    return {
      cells: [
        {
          parts: [...reader.part(path('tenMonHoc')), ...reader.part(path('tenNgonNgu'), { isInline: true })],
          header: 'row',
          ...(assumed.length === 0 ? {} : { assumed }),
        },
        { parts: notes.cell(reader.part(path('mucDat'), as)) },
        { parts: reader.part(path('diemKiemTraDinhKy')) },
        { parts: reader.part(path('nhanXet')), assumed: ['commentPerSubject'] },
      ],
    };
  };
  const emptyRow = (text: string): FormRow => ({
    cells: [{ parts: [label(text)], header: 'row' }, { parts: [] }, { parts: [] }, { parts: [] }],
  });
  const known = new Set(list.items.map(({ code }) => code));
  const listed = list.items.flatMap(({ code, label: text }) => {
    const found = monHoc.flatMap((one, at) => (one.maMonHoc === code ? [row(at)] : []));
    return found.length === 0 ? [emptyRow(text)] : found;
  });
  const others = monHoc.flatMap((one, at) => (known.has(one.maMonHoc) ? [] : [row(at, ['otherSubjects'])]));
  const table: FormTable = {
    kind: 'table',
    caption: title,
    isCaptionShown: false,
    assumed: [...(isOlder(reader) ? (['olderAssessment'] as const) : []), 'columnWidths'],
    columns: isDisplay
      ? [
          { width: 31, align: 'left' },
          { width: 19, align: 'center' },
          { width: 10, align: 'center' },
          { width: 40, align: 'left' },
        ]
      : [
          { width: 34, align: 'left' },
          { width: 10, align: 'center' },
          { width: 10, align: 'center' },
          { width: 46, align: 'left' },
        ],
    headerRows: 1,
    rows: [
      {
        cells: [
          'Môn học và hoạt động giáo dục',
          'Mức đạt được',
          isDisplay ? 'Điểm kiểm tra' : 'Điểm KTĐK',
          'Nhận xét',
        ].map(columnHeader),
      },
      ...listed,
      ...others,
    ],
  };
  return [heading(2, title), table, ...notes.block()];
}

interface Group {
  readonly path: string;
  readonly keys: readonly string[];
  /** Header of the first column. */
  readonly head: string;
}

const GENERAL: Group = {
  path: 'danhGia.nangLucChung',
  keys: ['tuChuVaTuHoc', 'giaoTiepVaHopTac', 'giaiQuyetVanDeVaSangTao'],
  head: 'Năng lực',
};
const SPECIFIC: Group = {
  path: 'danhGia.nangLucDacThu',
  keys: ['ngonNgu', 'tinhToan', 'khoaHoc', 'congNghe', 'tinHoc', 'thamMi', 'theChat'],
  head: 'Năng lực',
};
const QUALITIES: Group = {
  path: 'danhGia.phamChat',
  keys: ['yeuNuoc', 'nhanAi', 'chamChi', 'trungThuc', 'trachNhiem'],
  head: 'Phẩm chất',
};
const OLDER_COMPETENCES: Group = {
  path: 'danhGia.nangLuc',
  keys: ['tuPhucVuTuQuan', 'hopTac', 'tuHocVaGiaiQuyetVanDe'],
  head: 'Năng lực',
};
const OLDER_QUALITIES: Group = {
  path: 'danhGia.phamChat',
  keys: ['chamHocChamLam', 'tuTinTrachNhiem', 'trungThucKiLuat', 'doanKetYeuThuong'],
  head: 'Phẩm chất',
};

function assessment({ kind, reader }: YearInput): readonly FormBlock[] {
  const notes = makeFootnotes(reader);
  const as: PartOptions = kind === 'display' ? {} : { as: 'letter' };
  const group = (one: Group, title: string): FormTable => groupTable(one, title, { reader, notes, as });
  if (isOlder(reader)) {
    const assumed: readonly FormAssumptionId[] = ['olderAssessment'];
    return [
      heading(2, '2. Phẩm chất', assumed),
      group(OLDER_QUALITIES, '2. Phẩm chất'),
      heading(2, '3. Năng lực', assumed),
      group(OLDER_COMPETENCES, '3. Năng lực'),
      ...notes.block(),
    ];
  }
  const qualities = kind === 'display' ? '2. Nhận xét những phẩm chất chủ yếu' : '2. Những phẩm chất chủ yếu';
  return [
    heading(2, qualities),
    group(QUALITIES, qualities),
    heading(2, '3. Những năng lực cốt lõi'),
    heading(3, '3.1. Những năng lực chung'),
    group(GENERAL, '3.1. Những năng lực chung'),
    heading(3, '3.2. Những năng lực đặc thù'),
    group(SPECIFIC, '3.2. Những năng lực đặc thù'),
    ...notes.block(),
  ];
}

/** One comment a group, beside all its rows (guidance 3). */
function groupTable(
  { path, keys, head }: Group,
  caption: string,
  { reader, notes, as }: { readonly reader: FieldReader; readonly notes: Footnotes; readonly as: PartOptions },
): FormTable {
  const comment: FormCell = { parts: notes.cell(reader.part(`${path}.nhanXet`)), rowSpan: keys.length };
  return {
    kind: 'table',
    caption,
    isCaptionShown: false,
    assumed: [...(isOlder(reader) ? (['olderAssessment'] as const) : []), 'columnWidths'],
    columns: [
      { width: 32, align: 'left' },
      { width: as.as === 'letter' ? 17 : 19, align: 'center' },
      { width: as.as === 'letter' ? 51 : 49, align: 'left' },
    ],
    headerRows: 1,
    rows: [
      { cells: [head, 'Mức đạt được', 'Nhận xét'].map(columnHeader) },
      ...keys.map((key, at): FormRow => {
        const level: FormCell = { parts: notes.cell(reader.part(`${path}.${key}`, as)) };
        const name: FormCell = { parts: [label(THUAT_NGU[key]!.vi)], header: 'row' };
        return { cells: at === 0 ? [name, level, comment] : [name, level] };
      }),
    ],
  };
}

/** Sections 4 to 6 and what the form has no cell for. */
function closing({ reader }: YearInput): readonly FormBlock[] {
  return [
    fields([
      [field('4. Đánh giá kết quả giáo dục', reader.part('tongKet.ketQuaGiaoDuc'), { isTitle: true })],
      [field('5. Khen thưởng', awards(reader), { isTitle: true })],
      [field('6. Hoàn thành chương trình lớp học/chương trình tiểu học', completion(reader), { isTitle: true })],
    ]),
    ...remarks(reader),
  ];
}

function awards(reader: FieldReader): readonly FormPart[] {
  const { khenThuong, khenThuongDotXuat } = reader.hocBa.tongKet;
  const one = (path: string): readonly FormPart[] => [...reader.part(`${path}.noiDung`), ...decision(reader, path)];
  return [
    ...khenThuong.flatMap((_, at) => one(`tongKet.khenThuong[${at}]`)),
    ...khenThuongDotXuat.flatMap((_, at) => {
      const [first, ...others] = one(`tongKet.khenThuongDotXuat[${at}]`);
      return [label('Khen thưởng đột xuất:'), { ...first!, isInline: true as const }, ...others];
    }),
  ];
}

/** "(số 45/QĐ-THQT, ngày 02/03/2024)" after an award or a change. */
export function decision(reader: FieldReader, path: string): readonly FormPart[] {
  const number = reader.part(`${path}.soQuyetDinh`, { isInline: true });
  const day = reader.part(`${path}.ngayQuyetDinh`, { isInline: true });
  if (number.length + day.length === 0) return [];
  return [
    label(number.length > 0 ? '(Quyết định số' : '(ngày', { isInline: true }),
    ...number,
    ...(number.length > 0 && day.length > 0 ? [label(', ngày', { isInline: true })] : []),
    ...day,
    label(')', { isInline: true }),
  ];
}

/** The record's own words for section 6, else its two answers in the words of the form. */
function completion(reader: FieldReader): readonly FormPart[] {
  const { tongKet, lopHoc } = reader.hocBa;
  const own = reader.part('tongKet.noiDungHoanThanhChuongTrinh');
  if (own.length > 0) return own;
  const { khoiLop } = lopHoc;
  const answer = (path: string, value: unknown, yes: string, no: string): readonly FormPart[] =>
    reader.part(path, isGiaTriVang(value) ? {} : { text: value === true ? yes : no });
  return [
    ...answer(
      'tongKet.hoanThanhChuongTrinhLopHoc',
      tongKet.hoanThanhChuongTrinhLopHoc,
      `Hoàn thành chương trình lớp ${khoiLop}.`,
      `Chưa hoàn thành chương trình lớp ${khoiLop}.`,
    ),
    ...answer(
      'tongKet.hoanThanhChuongTrinhTieuHoc',
      tongKet.hoanThanhChuongTrinhTieuHoc,
      'Hoàn thành chương trình tiểu học.',
      'Chưa hoàn thành chương trình tiểu học.',
    ),
    // Nobody is promoted within the level after its last grade.
    ...(khoiLop === 5 && tongKet.duocLenLop !== true
      ? reader.part('tongKet.duocLenLop', isGiaTriVang(tongKet.duocLenLop) ? {} : { text: 'Chưa được lên lớp.' })
      : answer(
          'tongKet.duocLenLop',
          tongKet.duocLenLop,
          khoiLop === 5 ? 'Được lên lớp.' : `Được lên lớp ${khoiLop + 1}.`,
          'Chưa được lên lớp.',
        )),
  ];
}
