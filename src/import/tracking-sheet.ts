import {
  type ClassColumnOptions,
  gradeRows,
  groupColumns,
  mapData,
  REST_COLUMN,
  rowColumn,
  type SubjectRow,
  scaleOf,
} from './class-columns.js';
import type { ColumnMap, ColumnSpec } from './column-map.js';
import { CLASS_COLUMNS, historyColumns, PUPIL_COLUMNS, RESULT_COLUMNS, unusedColumn } from './record-columns.js';

/**
 * Columns of a class tracking sheet (1789/QĐ-SGDĐT annex I, primary): for each subject the levels of mid and end of both terms and of the
 * year, the scores of both terms and of the year, weight and height of both terms, and who signs.
 *
 * The regulation lists what the sheet holds and prints no headers: those are ours, and each guess is for a person to confirm. The record
 * itself has the year's level and score; those of the terms stand in `ketQuaTheoDot`.
 *
 * @throws {@link HocBaSoError} `ERR_SCHOOL_YEAR_INVALID`, `ERR_RULE_SET_NOT_FOUND`.
 */
export function trackingSheetMap(options: ClassColumnOptions): ColumnMap {
  const { khoiLop, namHoc } = options;
  const grade = gradeRows(options);
  return {
    id: `soTheoDoi/${grade.ruleSet.id}/${khoiLop}`,
    label: {
      vi: `Sổ theo dõi của lớp (1789/QĐ-SGDĐT, phụ lục I), khối ${khoiLop}, năm học ${namHoc}`,
      en: `Class tracking sheet (1789/QĐ-SGDĐT, annex I), grade ${khoiLop}, school year ${namHoc}`,
    },
    columns: [
      ...PUPIL_COLUMNS,
      ...HEALTH,
      ...grade.lists.flatMap(trackedColumns),
      ...groupColumns(grade),
      ...RESULT_COLUMNS,
      ...CLASS_COLUMNS,
      ...SIGNED,
      ...historyColumns(khoiLop),
      REST_COLUMN,
    ],
    ...mapData(grade),
    assumptions: [
      {
        vi: 'Tiêu đề cột do phần mềm đặt: phụ lục I chỉ nêu nội dung',
        en: 'The headers are ours: annex I lists contents only',
      },
      {
        vi: 'Học bạ lấy cân nặng, chiều cao của học kì II vì mẫu học bạ chỉ có một lần đo',
        en: 'Weight and height of the second term go into the record, which has place for one measurement',
      },
      {
        vi: 'Mức và điểm cuối học kì II là của đợt kiểm tra cuối năm',
        en: 'Level and score at the end of term II are those of the year-end occasion',
      },
    ],
  };
}

const OCCASIONS = [
  ['giuaHocKy1', 'giữa học kì I', ['GKI', 'GK1', 'GHKI', 'giữa HKI', 'giữa kì I']],
  ['cuoiHocKy1', 'cuối học kì I', ['CKI', 'CK1', 'CHKI', 'cuối HKI', 'cuối kì I']],
  ['giuaHocKy2', 'giữa học kì II', ['GKII', 'GK2', 'GHKII', 'giữa HKII', 'giữa kì II']],
  ['cuoiNam', 'cuối học kì II', ['CKII', 'CK2', 'CHKII', 'cuối HKII', 'cuối kì II']],
] as const;
const YEAR = ['cả năm', 'cuối năm', 'CN'] as const;

function trackedColumns(row: SubjectRow): readonly ColumnSpec[] {
  const { table, path, inGrade, key } = row;
  const { levelField, measures = [] } = table;
  const measure = measures.find(({ testedAt }) => testedAt === undefined || inGrade.tests.includes(testedAt));
  const occasions = measures.find((one) => one.occasions !== undefined)?.occasions;
  const names = (start: readonly string[], when: readonly string[]): readonly string[] =>
    start.flatMap((name) => when.map((at) => `${name} ${at}`));
  const levels = ['Mức', 'Mức đạt được', 'Mức đạt'];
  const scores = ['Điểm', 'Điểm KTĐK', 'Điểm KT'];
  const at = (occasion: string): string => `${path}.${occasions?.field ?? ''}[${occasion}]`;
  const out: ColumnSpec[] = [];
  if (key === 'ngoaiNgu1' || key === 'ngoaiNgu' || key === 'tiengDanToc') {
    out.push(rowColumn(row, `${path}.tenNgonNgu`, 'text', ['Ngôn ngữ', 'Tên ngôn ngữ'], false));
  }
  if (levelField !== undefined) {
    for (const [occasion, when, others] of occasions === undefined ? [] : OCCASIONS) {
      out.push(rowColumn(row, `${at(occasion)}.mucDat`, scaleOf(table), names(levels, [when, ...others]), false));
    }
    out.push(rowColumn(row, `${path}.${levelField}`, scaleOf(table), names(levels, YEAR), false));
  }
  if (measure !== undefined && occasions !== undefined) {
    for (const [occasion, when, others] of OCCASIONS.filter(([one]) => inGrade.tests.includes(one))) {
      // The sheet names the score of a term after the term alone.
      const term = occasion === 'cuoiHocKy1' ? ['học kì I'] : occasion === 'cuoiNam' ? ['học kì II'] : [];
      out.push(
        rowColumn(
          row,
          `${at(occasion)}.${occasions.valueField}`,
          'number',
          names(scores, [when, ...term, ...others]),
          false,
        ),
      );
    }
    out.push(rowColumn(row, `${path}.${measure.field}`, 'number', names(scores, YEAR), false));
  }
  out.push(
    rowColumn(row, `${path}.nhanXet`, 'text', ['Nhận xét', 'NX'], false),
    rowColumn(row, `${path}.giaoVienBoMon.hoVaTen`, 'text', ['Giáo viên bộ môn', 'GVBM'], false),
    rowColumn(
      row,
      `${path}.giaoVienBoMon.soDinhDanhCaNhan`,
      'personalId',
      ['Số CCCD giáo viên bộ môn', 'Số CCCD GVBM'],
      false,
    ),
    ofSignature(row.names.flatMap((name) => [`${name}: Ngày ký của giáo viên bộ môn`, `${name}: Ngày ký GVBM`])),
  );
  return out;
}

/** A day of signing is part of a signature, not of the record that is signed. */
function ofSignature([header, ...aliases]: readonly string[]): ColumnSpec {
  return unusedColumn(header!, aliases, 'Ngày ký thuộc về chữ ký số', 'The day of signing belongs to the signature');
}

const FIRST_TERM = {
  vi: 'Học bạ chỉ ghi một lần đo; lần đo của học kì I ở lại sổ theo dõi',
  en: 'The record has one measurement; that of term I stays in the sheet',
};

const HEALTH: readonly ColumnSpec[] = /* @__PURE__ */ (() => [
  unusedColumn('Cân nặng học kì I (kg)', ['Cân nặng học kì I', 'Cân nặng'], FIRST_TERM.vi, FIRST_TERM.en),
  unusedColumn('Chiều cao học kì I (cm)', ['Chiều cao học kì I', 'Chiều cao'], FIRST_TERM.vi, FIRST_TERM.en),
  {
    field: 'sucKhoe.canNangKg',
    header: 'Cân nặng học kì II (kg)',
    aliases: ['Cân nặng học kì II', 'Cân nặng', 'Cân nặng (kg)'],
    codec: 'number',
  },
  {
    field: 'sucKhoe.chieuCaoCm',
    header: 'Chiều cao học kì II (cm)',
    aliases: ['Chiều cao học kì II', 'Chiều cao', 'Chiều cao (cm)'],
    codec: 'number',
  },
  { field: 'sucKhoe.tinhTrangSucKhoe', header: 'Sức khoẻ', aliases: ['Tình trạng sức khoẻ'], codec: 'text' },
])();

const SIGNED: readonly ColumnSpec[] = /* @__PURE__ */ (() =>
  [
    ['Ngày ký của giáo viên chủ nhiệm', 'Ngày ký GVCN'],
    ['Ngày ký của cán bộ quản lý', 'Ngày ký CBQL'],
    ['Ngày ký của nhà trường', 'Ngày ký phát hành'],
  ].map(ofSignature))();
