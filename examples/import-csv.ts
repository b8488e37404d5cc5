/**
 * From what a school has to valid records: first the CSV file of a class, then rows of a database. The cookbook `docs/tu-he-thong-cu.md`
 * shows this program piece by piece.
 */
import { readFile } from 'node:fs/promises';
import { checkHocBa, cv2088, describeFinding, type HocBa, writeHocBa } from 'hoc-ba-so';
import {
  absent,
  classColumnMap,
  columnLetters,
  confirmColumns,
  type ImportFinding,
  importClass,
  mapHocBa,
  type PartialHocBa,
  readClassCsv,
  readValue,
  writeClassCsv,
} from 'hoc-ba-so/import';
import { specimenHocBa } from 'hoc-ba-so/testing';

const at = new Date('2025-06-05T00:00:00Z');
const bytes = new Uint8Array(await readFile(new URL('lop-4a1.csv', import.meta.url)));
const show = (text: string) => console.log(text);

// #region read
const map = classColumnMap({ khoiLop: 4, namHoc: '2024-2025' });
const { sheet, guess } = readClassCsv(bytes, { map });
for (const { column, header, guess: meaning, confidence, alternatives } of guess.columns) {
  if (confidence === 'header') continue; // the header is exactly the map's
  show(`${columnLetters(column)} "${header}" → ${meaning ?? `? ${alternatives.join(' / ')}`} (${confidence})`);
}
// #endregion

// #region confirm
const decisions = { accept: 'all', set: { 'Ghi chú': null } } as const; // what a person said to what was shown
const columns = confirmColumns(guess, decisions);
// #endregion

// #region common
const common: PartialHocBa = {
  namHoc: '2024-2025',
  phienBan: '1.0',
  thongTu: '27/2020/TT-BGDĐT',
  thoiDiemLap: 'cuoiNamHoc',
  nguonGoc: 'banGocSo',
  lopHoc: { khoiLop: 4, tenLop: '4A1' },
  nhaTruong: {
    maSoGiaoDuc: '01',
    tenSoGiaoDuc: 'Sở Giáo dục và Đào tạo Hà Nội',
    maTruong: '01001401',
    tenTruong: 'Tiểu học Quang Trung',
    tenXaPhuong: 'Phường Trần Hưng Đạo',
    tenQuanHuyen: 'Quận Hoàn Kiếm',
    tenTinhThanhPho: 'Thành phố Hà Nội',
  },
  phatHanh: { diaDanh: 'Hà Nội', ngayTao: '2025-05-26', ngayPhatHanh: '2025-05-30' },
  canBoQuanLy: { hoVaTen: 'Trần Văn E', soDinhDanhCaNhan: '001075000001', chucVu: 'Hiệu trưởng' },
  giaoVienChuNhiem: { hoVaTen: 'Lê Thị D', soDinhDanhCaNhan: '001185000002' },
  quaTrinhHocTap: [
    {
      namHoc: '2024-2025',
      tenLop: '4A1',
      tenTruong: 'Tiểu học Quang Trung',
      ngayNhapHocChuyenDen: '2024-09-05',
    },
  ],
};
// #endregion

// #region import
const where = ({ row, column }: ImportFinding) => `dòng ${row}, cột ${columnLetters(column)}`;
const first = importClass(sheet, columns, { common });
for (const finding of first.findings) show(`${finding.severity} ${where(finding)}: ${finding.vi}`);
show(`${first.records.length}/${first.rows.length} học bạ`); // the other rows are in first.rows, with what could be read of them
// #endregion

const corrected = new TextEncoder().encode(
  new TextDecoder().decode(bytes).replace('31/02/2015', '01/12/2015').replace(';9;Đ;H;', ';9;T;H;'),
);

// #region again
const noMother = absent('khongRo', 'Giấy khai sinh không ghi họ tên mẹ');
const withReason = {
  ...map,
  columns: map.columns.map((one) => (one.field === 'hocSinh.hoVaTenMe' ? { ...one, whenBlank: noMother } : one)),
};
const second = readClassCsv(corrected, { map: withReason });
const { records, count } = importClass(second.sheet, confirmColumns(second.guess, decisions), { common });
// #endregion

// #region write
for (const hocBa of records) {
  for (const finding of checkHocBa(hocBa, { at }).findings) show(describeFinding(finding, 'vi').message);
}
const files = records.map((hocBa) => writeHocBa(hocBa, { layout: cv2088 })); // ready to be signed
const backup = writeClassCsv(records, { map }); // the same records, without loss, for a spreadsheet
// #endregion

// #region map
interface OldRow {
  readonly ma: string;
  readonly ho_ten: string;
  readonly ngay_sinh: string; // 15/03/2014
  readonly gioi_tinh: 0 | 1 | 2;
  readonly ten_me: string | null;
  readonly muc_toan: string; // T, H, C
  readonly diem_toan: number;
  readonly uuid: string;
}

const toHocBa = mapHocBa<OldRow>({
  ...constants(), // everything the rows do not hold; a field that is missing here does not compile
  maTraCuu: (row) => row.uuid,
  hocSinh: {
    ...constants().hocSinh,
    maHocSinh: (row) => row.ma,
    hoVaTen: (row) => row.ho_ten,
    ngaySinh: (row) => readValue('date', row.ngay_sinh),
    gioiTinh: (row) => (row.gioi_tinh === 0 ? absent('khongRo', 'Không ghi') : readValue('gioiTinh', row.gioi_tinh)),
    soDinhDanhCaNhan: absent('khongCungCap', 'Hệ thống cũ không lưu'),
    hoVaTenMe: (row) => row.ten_me ?? absent('khongRo', 'Hồ sơ gốc không ghi'),
  },
  monHoc: (row) =>
    constants().monHoc.map((line) =>
      line.maMonHoc === 'toan'
        ? { ...line, mucDat: readValue('mucDatMonHoc', row.muc_toan), diemKiemTraDinhKy: row.diem_toan }
        : line,
    ),
});
const fromDatabase = toHocBa(oldRows()); // { records, rows, findings, count }, as above
// #endregion

function constants(): Extract<HocBa, { nguonGoc: 'banGocSo' }> {
  const { nguonGoc: _, ...record } = specimenHocBa();
  return { ...record, nguonGoc: 'banGocSo' };
}

function oldRows(): readonly OldRow[] {
  const row = { ho_ten: 'Nguyễn Văn An', ngay_sinh: '15/03/2014', gioi_tinh: 1, ten_me: null, diem_toan: 9 } as const;
  return [
    { ...row, ma: 'HS01', muc_toan: 'T', uuid: '123e4567-e89b-42d3-a456-556642440001' },
    { ...row, ma: 'HS02', muc_toan: 'Đ', uuid: '123e4567-e89b-42d3-a456-556642440002' },
  ];
}

console.log(
  JSON.stringify({
    firstTry: first.count,
    secondTry: count,
    files: files.length,
    backupBytes: backup.length,
    fromDatabase: fromDatabase.findings.map(({ code, row, field }) => ({ code, row, field })),
  }),
);
