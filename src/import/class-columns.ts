import { type CodeList, findCode, MON_HOC_TIEU_HOC, MON_HOC_TIEU_HOC_TT22 } from '../hoc-ba/index.js';
import {
  type RowInGrade,
  RULE_SETS,
  type RuleSet,
  rowsOfGrade,
  ruleSetFor,
  type TableRule,
} from '../quy-dinh/index.js';
import { type ColumnMap, type ColumnSpec, REST } from './column-map.js';
import type { ListKeys } from './field-path.js';
import { CLASS_COLUMNS, HEALTH_COLUMNS, historyColumns, PUPIL_COLUMNS, RESULT_COLUMNS } from './record-columns.js';

/** Lists of the model whose items have a key. */
export const HOC_BA_KEYS: ListKeys = { monHoc: 'maMonHoc', ketQuaTheoDot: 'dot' };

/** Grade and year whose rows the columns are for. */
export interface ClassColumnOptions {
  readonly khoiLop: number;
  /** `2024-2025`: decides the circular, and with it subjects, qualities and competences. */
  readonly namHoc: string;
  /** Default: the built-in ones. */
  readonly ruleSets?: readonly RuleSet[];
  /** Lists with other names of the subjects; default those of both circulars. */
  readonly subjects?: readonly CodeList[];
}

/**
 * Columns of a class list with everything a record of the grade can have: pupil, health, absence, every subject with level, score where
 * it is tested and comment, qualities, competences, result, school, history; and one more for what no other carries.
 *
 * @throws {@link HocBaSoError} `ERR_SCHOOL_YEAR_INVALID`, `ERR_RULE_SET_NOT_FOUND`.
 */
export function classColumnMap(options: ClassColumnOptions): ColumnMap {
  const { khoiLop, namHoc } = options;
  const grade = gradeRows(options);
  return {
    id: `lopHoc/${grade.ruleSet.id}/${khoiLop}`,
    label: {
      vi: `Danh sách lớp, khối ${khoiLop}, năm học ${namHoc} (${grade.ruleSet.label.vi})`,
      en: `Class list, grade ${khoiLop}, school year ${namHoc} (${grade.ruleSet.label.en})`,
    },
    columns: [
      ...PUPIL_COLUMNS,
      ...HEALTH_COLUMNS,
      ...grade.lists.flatMap((row) => subjectColumns(row)),
      ...groupColumns(grade),
      ...RESULT_COLUMNS,
      ...CLASS_COLUMNS,
      ...historyColumns(khoiLop),
      REST_COLUMN,
    ],
    ...mapData(grade),
  };
}

export const REST_COLUMN: ColumnSpec = { field: REST, header: 'Dữ liệu khác (JSON)' };

/** A row of a list table, as columns need it. */
export interface SubjectRow {
  readonly table: TableRule;
  readonly path: string;
  readonly key: string;
  readonly names: readonly string[];
  readonly inGrade: RowInGrade;
}

export interface GradeRows {
  readonly ruleSet: RuleSet;
  readonly lists: readonly SubjectRow[];
  readonly groups: readonly { readonly table: TableRule; readonly rows: readonly RowInGrade[] }[];
}

/** Rows of the grade by the rules of its year. */
export function gradeRows({ khoiLop, namHoc, ruleSets = RULE_SETS, subjects }: ClassColumnOptions): GradeRows {
  const { ruleSet } = ruleSetFor({ khoiLop, namHoc }, ruleSets);
  const lists = subjects ?? [MON_HOC_TIEU_HOC, MON_HOC_TIEU_HOC_TT22];
  const rows = rowsOfGrade(ruleSet, khoiLop).filter(({ status }) => status !== 'absent');
  const of = (table: TableRule): readonly RowInGrade[] => rows.filter((row) => row.table === table.id);
  return {
    ruleSet,
    lists: ruleSet.tables
      .filter(({ shape }) => shape === 'list')
      .flatMap((table) =>
        of(table).map((inGrade): SubjectRow => {
          const { key, label } = inGrade.row;
          const others = lists.flatMap((list) => {
            const item = findCode(list, key);
            return item === undefined ? [] : [item.label, ...(item.aliases ?? [])];
          });
          const path = `${table.path.join('.')}[${key}]`;
          return { table, path, key, names: [...new Set([label.vi, ...others])], inGrade };
        }),
      ),
    groups: ruleSet.tables.filter(({ shape }) => shape === 'fields').map((table) => ({ table, rows: of(table) })),
  };
}

/** Rows whose name is completed by a language. */
const WITH_LANGUAGE = new Set(['ngoaiNgu1', 'ngoaiNgu', 'tiengDanToc']);

const LEVEL_NAMES = ['Mức đạt được', 'Mức đạt', 'Mức'];
const SCORE_NAMES = ['Điểm KTĐK', 'Điểm kiểm tra định kỳ', 'Điểm kiểm tra', 'Điểm KT', 'Điểm'];
const COMMENT_NAMES = ['Nhận xét', 'NX'];

function subjectColumns(row: SubjectRow): readonly ColumnSpec[] {
  const { table, path, key, inGrade } = row;
  const measure = table.measures?.find(({ testedAt }) => testedAt === undefined || inGrade.tests.includes(testedAt));
  return [
    ...(WITH_LANGUAGE.has(key)
      ? [rowColumn(row, `${path}.tenNgonNgu`, 'text', ['Ngôn ngữ', 'Tên ngôn ngữ'], false)]
      : []),
    ...(table.levelField === undefined
      ? []
      : [rowColumn(row, `${path}.${table.levelField}`, scaleOf(table), LEVEL_NAMES, true)]),
    ...(measure === undefined ? [] : [rowColumn(row, `${path}.${measure.field}`, 'number', SCORE_NAMES, true)]),
    rowColumn(row, `${path}.nhanXet`, 'text', COMMENT_NAMES, true),
  ];
}

/**
 * A column of a subject: "Toán: Mức đạt được", known under every name of the subject and of the value.
 *
 * @param bare - Whether the subject's name alone may mean it. It then means several columns, and the person who confirms is asked.
 */
export function rowColumn(
  row: SubjectRow,
  field: string,
  codec: string,
  names: readonly string[],
  bare: boolean,
): ColumnSpec {
  const [header, ...aliases] = row.names.flatMap((subject) => names.map((name) => `${subject}: ${name}`));
  return { field, header: header!, codec, aliases: [...aliases, ...(bare ? row.names : [])] };
}

/** Qualities and competences with one comment a group. */
export function groupColumns({ groups }: GradeRows): readonly ColumnSpec[] {
  return groups.flatMap(({ table, rows }) => {
    const path = table.path.join('.');
    const group = table.label.vi;
    return [
      ...rows.map(
        ({ row }): ColumnSpec => ({
          field: `${path}.${row.key}`,
          header: `${group}: ${row.label.vi}`,
          codec: scaleOf(table),
          aliases: [row.label.vi, `NL ${row.label.vi}`, `PC ${row.label.vi}`, `${shortGroup(group)}: ${row.label.vi}`],
        }),
      ),
      ...(table.notRows ?? []).map(
        (field): ColumnSpec => ({
          field: `${path}.${field}`,
          header: `${group}: Nhận xét`,
          codec: 'text',
          aliases: [`Nhận xét ${group}`, `${shortGroup(group)}: Nhận xét`, `Nhận xét ${shortGroup(group)}`],
        }),
      ),
    ];
  });
}

function shortGroup(label: string): string {
  return label.replace(/ (?:chủ yếu|cốt lõi)$/u, '');
}

/** The scale of a table: subjects have T, H, C, qualities and competences T, Đ, C. */
export function scaleOf(table: TableRule): string {
  return table.levels.some(({ key }) => key === 'hoanThanh') ? 'mucDatMonHoc' : 'mucDatNangLucPhamChat';
}

/** Keys, items and defaults of a grade's map. */
export function mapData({ ruleSet, lists }: GradeRows): Pick<ColumnMap, 'keys' | 'items' | 'defaults'> {
  const items: Record<string, Record<string, Readonly<Record<string, unknown>>>> = {};
  for (const { table, key, inGrade } of lists) {
    const list = table.path.at(-1)!;
    items[list] = {
      ...items[list],
      [key]: table.nameField === undefined ? {} : { [table.nameField]: inGrade.row.label.vi },
    };
  }
  return {
    keys: HOC_BA_KEYS,
    items,
    defaults: {
      capHoc: ruleSet.capHoc,
      ...(ruleSet.marker === undefined ? {} : { [ruleSet.marker.path.join('.')]: ruleSet.marker.value }),
      'tongKet.khenThuong': [],
      'tongKet.khenThuongDotXuat': [],
      quaTrinhHocTap: [],
    },
  };
}
