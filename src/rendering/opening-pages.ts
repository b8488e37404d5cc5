/** The pages before the years: cover, guidance, pupil, years so far. */
import { type FieldReader, label } from './field-reader.js';
import type { FormKind, FormPage, FormPart, FormSignature } from './form.js';
import { columnHeader, field, fields, heading, makeFootnotes } from './form-parts.js';

/** Rows of the table of years so far on paper, at least. */
const HISTORY_ROWS = 6;

export interface OpeningInput {
  readonly kind: FormKind;
  /** The readers of all records, oldest year first; cover and pupil come from the newest (CV 2088 annex 2). */
  readonly readers: readonly FieldReader[];
  /** The principal's block of the newest record, which only the paper form has. */
  readonly principal: () => Omit<FormSignature, 'title' | 'note'>;
}

export function openingPages(input: OpeningInput): readonly FormPage[] {
  if (input.kind === 'display') return [coverPage(input), pupilPage(input)];
  return [coverPage(input), guidancePage(input), pupilPage(input), historyPage(input)];
}

const newest = ({ readers }: OpeningInput): FieldReader => readers.at(-1)!;

function coverPage(input: OpeningInput): FormPage {
  const { kind, readers } = input;
  const { part } = newest(input);
  const isDisplay = kind === 'display';
  const name = field('Họ và tên học sinh', part('hocSinh.hoVaTen', { isBold: true }));
  const school = field('Trường', part('nhaTruong.tenTruong'));
  const places = [
    [field('Xã (Phường, Thị trấn)', part('nhaTruong.tenXaPhuong'))],
    [field('Huyện (Thành phố, Quận, Thị xã)', part('nhaTruong.tenQuanHuyen'))],
    [field('Tỉnh (Thành phố)', part('nhaTruong.tenTinhThanhPho'))],
  ];
  const rows = isDisplay
    ? [[name], [field('Lớp', part('lopHoc.tenLop'))], [school], [field('Năm học', part('namHoc'))], ...places]
    : [[name], [school], ...places];
  return {
    id: 'cover',
    kind: 'cover',
    title: 'Bìa',
    record: readers.length - 1,
    blocks: [
      {
        kind: 'heading',
        level: 2,
        align: 'center',
        style: 'authority',
        lines: ['BỘ GIÁO DỤC VÀ ĐÀO TẠO'],
      },
      { kind: 'space', share: 2 },
      { kind: 'heading', level: 1, align: 'center', style: 'cover', lines: ['HỌC BẠ', 'TIỂU HỌC'] },
      { kind: 'space', share: 2 },
      fields(rows, { style: 'cover', ...(isDisplay ? {} : { assumed: ['paperCover'] }) }),
      { kind: 'space', share: 3 },
    ],
  };
}

function guidancePage({ readers }: OpeningInput): FormPage {
  return {
    id: 'guidance',
    kind: 'guidance',
    title: 'Hướng dẫn ghi học bạ',
    record: readers.length - 1,
    blocks: [
      heading(1, 'HƯỚNG DẪN GHI HỌC BẠ TIỂU HỌC'),
      { kind: 'points', items: GUIDANCE, assumed: ['guidanceWording'] },
    ],
  };
}

/** Content of TT 27/2020 annex 1, in this project's words. */
const GUIDANCE = [
  {
    text: 'Trang 3: các mục về học sinh ghi đúng theo giấy khai sinh.',
    subItems: [],
  },
  {
    text: 'Mục 1. Các môn học và hoạt động giáo dục:',
    subItems: [
      'Cột Mức đạt được: T là Hoàn thành tốt, H là Hoàn thành, C là Chưa hoàn thành.',
      'Cột Điểm KTĐK: chỉ ghi ở môn có bài kiểm tra định kỳ, là điểm bài kiểm tra cuối năm học; học sinh được kiểm tra lại thì ghi điểm lần cuối.',
      'Cột Nhận xét: sự tiến bộ, năng khiếu, hứng thú của học sinh và điều còn cần khắc phục.',
    ],
  },
  {
    text: 'Mục 2 và mục 3. Những phẩm chất chủ yếu, những năng lực cốt lõi:',
    subItems: [
      'Cột Mức đạt được: T là Tốt, Đ là Đạt, C là Cần cố gắng.',
      'Cột Nhận xét: một nhận xét cho cả nhóm phẩm chất, năng lực chung hoặc năng lực đặc thù.',
    ],
  },
  {
    text: 'Mục 4. Đánh giá kết quả giáo dục: ghi một trong bốn mức Hoàn thành xuất sắc, Hoàn thành tốt, Hoàn thành, Chưa hoàn thành.',
    subItems: [],
  },
  {
    text: 'Mục 5. Khen thưởng: ghi những danh hiệu, giải thưởng học sinh đạt được trong năm học.',
    subItems: [],
  },
  {
    text: 'Mục 6. Hoàn thành chương trình lớp học hoặc chương trình tiểu học: ghi đã hay chưa hoàn thành, được lên lớp nào hay chưa được lên lớp; học sinh lớp 5 ghi hoàn thành chương trình tiểu học.',
    subItems: [],
  },
] as const;

/** Note under the look-up code, as printed in CV 2088 annex 2. */
const CODE_NOTE = '(Mã tra cứu học bạ UUID sử dụng để tra cứu học bạ số trên cổng tra cứu Học bạ số - Bộ GDĐT).';

function pupilPage(input: OpeningInput): FormPage {
  const { kind, readers, principal } = input;
  const reader = newest(input);
  const { part } = reader;
  const isDisplay = kind === 'display';
  const one = (text: string, path: string) => [field(text, part(path))];
  return {
    id: 'pupil',
    kind: 'pupil',
    title: 'Thông tin học sinh',
    record: readers.length - 1,
    blocks: [
      heading(1, 'HỌC BẠ'),
      fields([
        [
          field('Họ và tên học sinh', part('hocSinh.hoVaTen', { isBold: true }), { width: 3 }),
          field('Giới tính', part('hocSinh.gioiTinh')),
        ],
        [
          field('Ngày, tháng, năm sinh', part('hocSinh.ngaySinh'), { width: 2 }),
          field('Dân tộc', part('hocSinh.danToc')),
          field('Quốc tịch', part('hocSinh.quocTich')),
        ],
        ...(isDisplay ? [one('Mã số định danh cá nhân', 'hocSinh.soDinhDanhCaNhan')] : []),
        one('Nơi sinh', 'hocSinh.noiSinh'),
        one('Quê quán', 'hocSinh.queQuan'),
        one('Nơi ở hiện nay', 'hocSinh.noiOHienNay'),
        one('Họ và tên cha', 'hocSinh.hoVaTenCha'),
        one('Họ và tên mẹ', 'hocSinh.hoVaTenMe'),
        one('Người giám hộ (nếu có)', 'hocSinh.hoVaTenNguoiGiamHo'),
        ...(isDisplay
          ? [
              [field('Mã số tra cứu học bạ (UUID)', part('maTraCuu'), { note: CODE_NOTE })],
              one('Người ký học bạ', 'canBoQuanLy.hoVaTen'),
              one('Chức vụ của người ký học bạ', 'canBoQuanLy.chucVu'),
              one('Ngày ký học bạ', 'phatHanh.ngayPhatHanh'),
            ]
          : []),
      ]),
      ...(isDisplay
        ? []
        : [
            { kind: 'space', share: 1 } as const,
            {
              kind: 'signatures',
              placeAndDay: placeAndDay(reader),
              blocks: [{ ...principal(), title: 'HIỆU TRƯỞNG', note: '(Ký, ghi rõ họ tên và đóng dấu)' }],
              assumed: ['pupilSignature'],
            } as const,
          ]),
    ],
  };
}

/** "Hà Nội, ngày 31 tháng 05 năm 2024": place and day of issue. */
export function placeAndDay({ hocBa, part }: FieldReader): readonly FormPart[] {
  const [year, month, day] = hocBa.phatHanh.ngayPhatHanh.split('-');
  return [
    ...part('phatHanh.diaDanh'),
    label(',', { isInline: true }),
    ...part('phatHanh.ngayPhatHanh', { isInline: true, text: `ngày ${day} tháng ${month} năm ${year}` }),
  ];
}

function historyPage(input: OpeningInput): FormPage {
  const { readers } = input;
  const reader = newest(input);
  const notes = makeFootnotes(reader);
  const lines = reader.hocBa.quaTrinhHocTap;
  const empty = Array.from({ length: Math.max(0, HISTORY_ROWS - lines.length) }, () => ({
    cells: Array.from({ length: 5 }, () => ({ parts: [] })),
  }));
  return {
    id: 'history',
    kind: 'history',
    title: 'Quá trình học tập',
    record: readers.length - 1,
    blocks: [
      heading(1, 'QUÁ TRÌNH HỌC TẬP', ['historyTable']),
      {
        kind: 'table',
        caption: 'Quá trình học tập',
        isCaptionShown: false,
        assumed: ['historyTable', 'columnWidths'],
        columns: [
          { width: 17, align: 'center' },
          { width: 12, align: 'center' },
          { width: 38, align: 'left' },
          { width: 15, align: 'center' },
          { width: 18, align: 'center' },
        ],
        headerRows: 1,
        rows: [
          {
            cells: ['Năm học', 'Lớp', 'Tên trường', 'Số đăng bộ', 'Ngày nhập học/\nchuyển đến'].map(columnHeader),
          },
          ...lines.map((_, at) => {
            const path = (key: string) => `quaTrinhHocTap[${at}].${key}`;
            return {
              cells: [
                { parts: reader.part(path('namHoc')), header: 'row' as const },
                { parts: reader.part(path('tenLop')) },
                { parts: reader.part(path('tenTruong')) },
                { parts: notes.cell(registerNumber(input, at)) },
                { parts: notes.cell(reader.part(path('ngayNhapHocChuyenDen'))) },
              ],
            };
          }),
          ...empty,
        ],
      },
      ...notes.block(),
    ],
  };
}

/** The number of the line itself, else of the record of that year when it is in the form. */
function registerNumber(input: OpeningInput, at: number): readonly FormPart[] {
  const reader = newest(input);
  const own = reader.part(`quaTrinhHocTap[${at}].soDangBo`);
  if (own.length > 0) return own;
  const line = reader.hocBa.quaTrinhHocTap[at]!;
  const record = input.readers.findIndex(
    ({ hocBa }) => hocBa.namHoc === line.namHoc && hocBa.nhaTruong.tenTruong === line.tenTruong,
  );
  // Of two lines of one year only the last is the record's.
  const isLast = !reader.hocBa.quaTrinhHocTap
    .slice(at + 1)
    .some(({ namHoc, tenTruong }) => namHoc === line.namHoc && tenTruong === line.tenTruong);
  if (record < 0 || !isLast) return [];
  return input.readers[record]!.part('hocSinh.soDangBo').map((part) => ({ ...part, record }));
}
