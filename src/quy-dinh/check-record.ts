import { checkMaDinhDanh, giaTri, isGiaTriVang, isUuidV4, type MaDinhDanhFinding } from '../hoc-ba/index.js';
import type { RecordContext } from './check-context.js';
import { deadlinesFor } from './deadline.js';
import type { FindingCode } from './finding-table.js';
import { pathText, type Step, textAt } from './record-view.js';
import { schoolYearStart } from './school-year.js';

/** Grade, class, age and the occasion the record was made on. */
export function checkGradeAndOccasion({ hocBa, rules, report }: RecordContext): void {
  const { khoiLop, tenLop } = hocBa.lopHoc;
  const named = gradeInClassName(tenLop);
  if (named !== undefined && named !== khoiLop) {
    report('RULE_CLASS_NAME_GRADE', ['lopHoc', 'tenLop'], rules.className.source, { khoiLop });
  }
  const usual = rules.age.find((entry) => entry.capHoc === hocBa.capHoc);
  const years = schoolYearStart(hocBa.namHoc) - Number(hocBa.hocSinh.ngaySinh.slice(0, 4));
  if (usual !== undefined && (years < usual.firstGradeAge + khoiLop - usual.firstGrade || years > usual.latestAge)) {
    report('RULE_AGE_UNUSUAL', ['hocSinh', 'ngaySinh'], usual.source, { khoiLop });
  }
  if (hocBa.thoiDiemLap === 'moHocBa' && !rules.opening.khoiLop.includes(khoiLop)) {
    report('RULE_OPENING_GRADE', ['thoiDiemLap'], rules.opening.source, { khoiLop });
  }
  if ((hocBa.thoiDiemLap === 'motPhanNamHoc') !== (hocBa.motPhanNamHoc !== undefined)) {
    report('RULE_PARTIAL_YEAR_DETAILS', ['motPhanNamHoc'], rules.partialYear.source, {});
  }
}

/** The grade a class is named after: 4 in "4A1", "Lớp 4A" and "4/2"; none in "A1". */
export function gradeInClassName(tenLop: string): number | undefined {
  const found = /^(?:lớp\s*)?(\d{1,2})(?!\d)/iu.exec(tenLop.normalize('NFC').trim());
  const grade = found === null ? Number.NaN : Number(found[1]);
  return grade >= 1 && grade <= 12 ? grade : undefined;
}

const PERSONAL_ID = {
  personalIdMalformed: 'RULE_PERSONAL_ID_MALFORMED',
  personalIdNineDigits: 'RULE_PERSONAL_ID_NINE_DIGITS',
  personalIdProvince: 'RULE_PERSONAL_ID_PROVINCE',
  personalIdSex: 'RULE_PERSONAL_ID_SEX',
  personalIdCentury: 'RULE_PERSONAL_ID_CENTURY',
  personalIdYear: 'RULE_PERSONAL_ID_YEAR',
} as const satisfies Readonly<Record<MaDinhDanhFinding['code'], FindingCode>>;

/** Persons and codes. Personal ids are cross-checked as warnings: their structure is general knowledge, and odd ones exist. */
export function checkIdentity(context: RecordContext): void {
  const { hocBa, day, rules, report } = context;
  const { hocSinh } = hocBa;
  const gioiTinh = giaTri(hocSinh.gioiTinh);
  const ids: readonly (readonly [readonly Step[], string | undefined, Parameters<typeof checkMaDinhDanh>[1]])[] = [
    [
      ['hocSinh', 'soDinhDanhCaNhan'],
      giaTri(hocSinh.soDinhDanhCaNhan),
      { ngaySinh: hocSinh.ngaySinh, ...(gioiTinh === undefined ? {} : { gioiTinh }) },
    ],
    [['canBoQuanLy', 'soDinhDanhCaNhan'], giaTri(hocBa.canBoQuanLy.soDinhDanhCaNhan), {}],
    [['giaoVienChuNhiem', 'soDinhDanhCaNhan'], hocBa.giaoVienChuNhiem?.soDinhDanhCaNhan, {}],
  ];
  const maTinh = context.provinceCodes === undefined ? {} : { maTinh: context.provinceCodes };
  for (const [path, id, known] of ids) {
    if (id === undefined) continue;
    for (const { code } of checkMaDinhDanh(id, { ...known, ...maTinh })) {
      const { source, nineDigitsSource } = rules.personalId;
      report(PERSONAL_ID[code], path, code === 'personalIdNineDigits' ? nineDigitsSource : source, {});
    }
  }
  if (!isUuidV4(hocBa.maTraCuu)) {
    report('RULE_LOOKUP_CODE_VERSION', ['maTraCuu'], rules.lookUpCode.source, {});
  }
  const own = hocBa.maTraCuu.toLowerCase();
  if (hocBa.thayThe?.maTraCuuBiThayThe.toLowerCase() === own) {
    report('RULE_LOOKUP_CODE_REUSED', ['thayThe', 'maTraCuuBiThayThe'], rules.lookUpCode.reuseSource, {});
  }
  hocBa.quaTrinhHocTap.forEach((line, index) => {
    if (line.namHoc !== hocBa.namHoc && line.maTraCuu?.toLowerCase() === own) {
      report('RULE_LOOKUP_CODE_REUSED', ['quaTrinhHocTap', index, 'maTraCuu'], rules.lookUpCode.reuseSource, {});
    }
  });
  if (isGiaTriVang(hocSinh.hoVaTenMe)) {
    report('RULE_MOTHER_ABSENT', ['hocSinh', 'hoVaTenMe'], rules.parents.source, {});
    if (giaTri(hocSinh.hoVaTenCha) === undefined && giaTri(hocSinh.hoVaTenNguoiGiamHo) === undefined) {
      report('RULE_NO_PARENT_NAMED', ['hocSinh'], rules.parents.source, {});
    }
  }
  const { since, source } = rules.lifelongCode;
  if (day >= since && hocBa.phatHanh.ngayPhatHanh >= since && hocBa.maHoSoHocTapSuotDoi === undefined) {
    report('RULE_LIFELONG_CODE_MISSING', ['maHoSoHocTapSuotDoi'], source, { since });
  }
  const { khoiLop } = hocBa.lopHoc;
  const pilot = rules.bornDigital.find((entry) => entry.khoiLop.includes(khoiLop));
  if (
    pilot !== undefined &&
    hocBa.nguonGoc === 'banGocSo' &&
    schoolYearStart(hocBa.namHoc) < schoolYearStart(pilot.since)
  ) {
    report('RULE_BORN_DIGITAL_EARLY', ['nguonGoc'], pilot.source, { khoiLop, since: pilot.since });
  }
}

/** Days: none in the future, each after what must precede it, and the province's deadlines. */
export function checkDates(context: RecordContext): void {
  const { hocBa, day, rules, report } = context;
  const { phatHanh, namHoc } = hocBa;
  const { order, birth, calendar, schoolYearBegins, yearEndNotBefore } = rules.dates;
  const start = schoolYearStart(namHoc);
  const digitised = hocBa.nguonGoc === 'banSoHoa' ? hocBa.soHoa.ngaySoHoa : undefined;
  const dated: readonly (readonly [readonly Step[], string | undefined])[] = [
    [['hocSinh', 'ngaySinh'], hocBa.hocSinh.ngaySinh],
    [['phatHanh', 'ngayTao'], phatHanh.ngayTao],
    [['phatHanh', 'ngayPhatHanh'], phatHanh.ngayPhatHanh],
    [['soHoa', 'ngaySoHoa'], digitised],
    [['thayThe', 'ngayQuyetDinh'], hocBa.thayThe?.ngayQuyetDinh],
    [['motPhanNamHoc', 'denNgay'], hocBa.motPhanNamHoc?.denNgay],
  ];
  for (const [path, date] of dated) {
    if (date !== undefined && date > day) {
      report('RULE_DATE_FUTURE', path, path[1] === 'ngaySinh' ? birth : order, {});
    }
  }
  const after = (
    path: readonly Step[],
    later: string | undefined,
    earlierPath: readonly Step[],
    earlier: string,
  ): void => {
    if (later !== undefined && later < earlier) {
      report('RULE_DATE_ORDER', path, order, {}, { related: [pathText(earlierPath)] });
    }
  };
  after(['phatHanh', 'ngayTao'], phatHanh.ngayTao, ['hocSinh', 'ngaySinh'], hocBa.hocSinh.ngaySinh);
  after(['phatHanh', 'ngayPhatHanh'], phatHanh.ngayPhatHanh, ['phatHanh', 'ngayTao'], phatHanh.ngayTao);
  after(['ngayHieuLuc'], hocBa.ngayHieuLuc, ['phatHanh', 'ngayPhatHanh'], phatHanh.ngayPhatHanh);
  if (digitised !== undefined) {
    after(['phatHanh', 'ngayPhatHanh'], phatHanh.ngayPhatHanh, ['soHoa', 'ngaySoHoa'], digitised);
  }
  if (hocBa.thayThe?.ngayQuyetDinh !== undefined) {
    const decided = hocBa.thayThe.ngayQuyetDinh;
    after(['phatHanh', 'ngayPhatHanh'], phatHanh.ngayPhatHanh, ['thayThe', 'ngayQuyetDinh'], decided);
  }
  if (phatHanh.ngayTao < `${start}-${schoolYearBegins}`) {
    report('RULE_DATE_BEFORE_SCHOOL_YEAR', ['phatHanh', 'ngayTao'], calendar, { namHoc });
  }
  if (hocBa.thoiDiemLap === 'cuoiNamHoc' && phatHanh.ngayPhatHanh < `${start + 1}-${yearEndNotBefore}`) {
    report('RULE_DATE_BEFORE_YEAR_END', ['phatHanh', 'ngayPhatHanh'], calendar, { namHoc });
  }
  checkDeadlines(context);
}

function checkDeadlines({ hocBa, province, deadlines, ruleSet, report }: RecordContext): void {
  // Digitised years and partial years are released when they are: the calendar of a season is for records of its year's end.
  if (province === undefined || hocBa.thoiDiemLap !== 'cuoiNamHoc' || hocBa.nguonGoc !== 'banGocSo') return;
  // A replacement is released after its decision, not by the calendar.
  if (hocBa.thayThe !== undefined) return;
  const supplementary = textAt(hocBa, ruleSet?.fields.supplementary) !== undefined;
  const tasks: readonly string[] = supplementary ? ['lockSupplementary'] : ['signAndRelease', 'lock'];
  const { namHoc, phatHanh, lopHoc } = hocBa;
  const passed = deadlinesFor({ province, namHoc, khoiLop: lopHoc.khoiLop }, deadlines).filter(
    (deadline) => tasks.includes(deadline.task) && phatHanh.ngayPhatHanh > deadline.lastDay,
  );
  for (const { task, lastDay, source } of passed) {
    report('RULE_DEADLINE_PASSED', ['phatHanh', 'ngayPhatHanh'], source, { task, lastDay });
  }
}

/** The lines of "Quá trình học tập". */
export function checkHistory({ hocBa, rules, report }: RecordContext): void {
  const { source, gradeSource } = rules.history;
  const lines = hocBa.quaTrinhHocTap;
  const { namHoc, lopHoc } = hocBa;
  const seen = new Set<string>();
  lines.forEach((line, index) => {
    const path = ['quaTrinhHocTap', index];
    const year = schoolYearStart(line.namHoc);
    const previous = lines[index - 1];
    if (previous !== undefined && year < schoolYearStart(previous.namHoc)) {
      report('RULE_HISTORY_ORDER', [...path, 'namHoc'], source, {});
    }
    if (year > schoolYearStart(namHoc)) report('RULE_HISTORY_LATER', [...path, 'namHoc'], source, { namHoc });
    // A pupil who changed schools has two lines for one year.
    const key = JSON.stringify([line.namHoc, line.tenLop, line.tenTruong]);
    if (seen.has(key)) report('RULE_HISTORY_DUPLICATE', path, source, {});
    seen.add(key);
    const grade = gradeInClassName(line.tenLop);
    const back = schoolYearStart(namHoc) - year;
    // A pupil may repeat a grade, but neither skip back nor stand above where the years allow.
    if (
      grade !== undefined &&
      back >= 0 &&
      (grade > lopHoc.khoiLop || (back === 0 && grade !== lopHoc.khoiLop) || grade < lopHoc.khoiLop - back)
    ) {
      report('RULE_HISTORY_GRADE', [...path, 'tenLop'], gradeSource, {});
    }
  });
  if (!lines.some((line) => line.namHoc === namHoc)) {
    report('RULE_HISTORY_CURRENT', ['quaTrinhHocTap'], source, { namHoc });
  }
}
