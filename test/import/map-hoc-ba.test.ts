import { describe, expect, expectTypeOf, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import {
  absent,
  type HocBaMapping,
  mapHocBa,
  readValue,
  type SectorRow,
  type SectorSubjectRow,
  sectorDatabaseMapping,
} from '../../src/import/index.js';
import { checkHocBa } from '../../src/quy-dinh/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { errorOf } from './shared.js';

/** A row of some vendor's database. */
interface Row {
  readonly ten: string;
  readonly sinh: string;
  readonly gt: number;
  readonly me: string | null;
  readonly toan: string;
  readonly diemToan: string;
  readonly uuid: string;
}

const record = specimenHocBa();
const { monHoc, hocSinh } = record;

const mapping = {
  ...record,
  maTraCuu: (row) => row.uuid,
  hocSinh: {
    ...hocSinh,
    hoVaTen: (row) => row.ten,
    ngaySinh: (row) => readValue('date', row.sinh),
    gioiTinh: (row) => (row.gt === 0 ? absent('khongRo', 'Không ghi') : readValue('gioiTinh', row.gt)),
    hoVaTenMe: (row) => row.me ?? absent('khongRo', 'Hồ sơ gốc không ghi'),
    maHocSinh: (_, index) => `HS${index + 1}`,
    soDinhDanhCaNhan: absent('khongCungCap', 'Không lưu'),
    hoVaTenCha: () => undefined,
  },
  monHoc: (row) => [
    monHoc[0]!,
    {
      ...monHoc[1]!,
      mucDat: readValue('mucDatMonHoc', row.toan),
      diemKiemTraDinhKy: readValue('number', row.diemToan),
    },
  ],
} satisfies HocBaMapping<Row>;

const row = (more: Partial<Row> = {}): Row => ({
  ten: 'Trần An',
  sinh: '15/03/2014',
  gt: 1,
  me: 'Lê Thị B',
  toan: 'T',
  diemToan: '9',
  uuid: '00000000-0000-4000-8000-000000000001',
  ...more,
});
const second = { uuid: '00000000-0000-4000-8000-000000000002' };

describe('mapHocBa', () => {
  const toHocBa = mapHocBa<Row>(mapping);

  test('makes records of rows', () => {
    const { records, findings, count } = toHocBa([row(), row({ ...second, gt: 0, me: null })]);
    expect(findings).toEqual([]);
    expect(count).toEqual({ error: 0, warning: 0, info: 0 });
    expect(
      records.map(({ hocSinh: pupil }) => [pupil.hoVaTen, pupil.ngaySinh, pupil.gioiTinh, pupil.maHocSinh]),
    ).toEqual([
      ['Trần An', '2014-03-15', 'nam', 'HS1'],
      ['Trần An', '2014-03-15', absent('khongRo', 'Không ghi'), 'HS2'],
    ]);
    expect(records[1]!.hocSinh.hoVaTenMe).toEqual({ vang: 'khongRo', lyDo: 'Hồ sơ gốc không ghi' });
    expect('hoVaTenCha' in records[0]!.hocSinh).toBe(false);
    expect(records[0]!.danhGia).toEqual(record.danhGia);
  });

  test('collects the issues of all rows at their fields, and drops none', () => {
    const { records, rows, findings } = toHocBa([
      row({ ten: ' ', sinh: '31/02/2014' }),
      row(second),
      row({ uuid: 'x', toan: 'Đ', diemToan: '8,5' }),
    ]);
    expect(findings.map(({ code, row: at, field, params }) => [code, at, field, params['issue']])).toEqual([
      ['dateUnreadable', 1, 'hocSinh.ngaySinh', undefined],
      ['valueInvalid', 1, 'hocSinh.hoVaTen', 'textEmpty'],
      ['wordUnknown', 3, 'monHoc', undefined],
      ['valueInvalid', 3, 'maTraCuu', 'lookupCode'],
    ]);
    expect(records.map(({ maTraCuu }) => maTraCuu)).toEqual([second.uuid]);
    expect(rows.map(({ row: at, hocBa }) => [at, hocBa !== undefined])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
  });

  test('points into the row of a subject by its key', () => {
    const { findings } = toHocBa([row({ diemToan: '8,5' })]);
    expect(findings.map(({ code, field, params }) => [code, field, params['issue']])).toEqual([
      ['valueInvalid', 'monHoc[toan].diemKiemTraDinhKy', 'notInteger'],
    ]);
  });

  test('composes and trims texts, and finds those in an old encoding', () => {
    const { records, findings } = toHocBa([
      row({ ten: ` ${'Nguyễn Thị Hương'.normalize('NFD')}\r\n` }),
      row({ ...second, me: 'NguyÔn ThÞ Lª' }),
    ]);
    expect(records.map(({ hocSinh: pupil }) => pupil.hoVaTen)).toEqual(['Nguyễn Thị Hương']);
    expect(findings.map(({ code, row: at, field, params }) => [code, at, field, params])).toEqual([
      ['textLegacy', 2, 'hocSinh.hoVaTenMe', { encoding: 'TCVN3' }],
    ]);
  });

  test('turns an error of a mapping function into a finding without its text, and tells the program', () => {
    const seen: unknown[] = [];
    const broken = mapHocBa<Row>({
      ...mapping,
      lopHoc: () => {
        throw new TypeError('BÍ MẬT');
      },
    });
    const result = broken([row()], { onError: (error, at) => seen.push([String(error), at]) });
    expect(result.findings.map(({ code, field }) => [code, field])).toEqual([['mappingFailed', 'lopHoc']]);
    expect(JSON.stringify(result.findings)).not.toContain('MẬT');
    expect(seen).toEqual([['TypeError: BÍ MẬT', 1]]);
  });

  test('may choose the mapping by row', () => {
    const nguoi = { hoVaTen: 'Lê Văn C' };
    const soHoa = {
      banQuet: [{ kieuNoiDung: 'image/jpeg', sha256Hex: 'a'.repeat(64) }],
      ngaySoHoa: '2024-05-01',
      nguoiSoHoa: nguoi,
      nguoiXacNhan: nguoi,
    };
    const either = mapHocBa<Row>((one) => (one.gt === 2 ? { ...mapping, nguonGoc: 'banSoHoa', soHoa } : mapping));
    expect(either([row(), row({ ...second, gt: 2 })]).records.map(({ nguonGoc }) => nguonGoc)).toEqual([
      'banGocSo',
      'banSoHoa',
    ]);
  });
});

describe('types', () => {
  test('a mapping that lacks a field, or has one too many, does not compile', () => {
    const { tongKet: _1, ...lacking } = mapping;
    // @ts-expect-error the record needs tongKet
    expectTypeOf(mapHocBa<Row>(lacking)).toBeFunction();
    const { hoVaTenMe: _2, ...motherless } = mapping.hocSinh;
    // @ts-expect-error the pupil needs hoVaTenMe, present or absent with a reason
    expectTypeOf(mapHocBa<Row>({ ...mapping, hocSinh: motherless })).toBeFunction();
    // @ts-expect-error no such field
    expectTypeOf(mapHocBa<Row>({ ...mapping, hocSinh: { ...mapping.hocSinh, tenGoi: 'An' } })).toBeFunction();
    // @ts-expect-error a digitised record needs soHoa
    expectTypeOf(mapHocBa<Row>({ ...mapping, nguonGoc: 'banSoHoa' })).toBeFunction();
  });

  test('a value of another scale, a wrong column or a wrong type does not compile', () => {
    const { danhGia } = record;
    if (danhGia.theo !== 'TT27-2020') throw new Error('the specimen follows TT 27/2020');
    const quality = (yeuNuoc: () => 'tot') => ({ ...danhGia, phamChat: { ...danhGia.phamChat, yeuNuoc } });
    expectTypeOf(mapHocBa<Row>({ ...mapping, danhGia: quality(() => 'tot') })).toBeFunction();
    // @ts-expect-error levels of subjects are no levels of qualities
    const phamChat: HocBaMapping<Row>['danhGia'] = {
      ...danhGia,
      phamChat: { ...danhGia.phamChat, yeuNuoc: () => 'hoanThanh' },
    };
    expect(phamChat).toBeDefined();
    // @ts-expect-error the row has no such column
    expectTypeOf(mapHocBa<Row>({ ...mapping, namHoc: (one) => one.nam })).toBeFunction();
    // @ts-expect-error a number is no school year
    expectTypeOf(mapHocBa<Row>({ ...mapping, namHoc: 2024 })).toBeFunction();
    const unexplained = { ...mapping.hocSinh, queQuan: () => undefined };
    // @ts-expect-error undefined is no reason
    expectTypeOf(mapHocBa<Row>({ ...mapping, hocSinh: unexplained })).toBeFunction();
    expectTypeOf(
      mapHocBa<Row>({ ...mapping, khuyetTat: () => undefined, giaoVienChuNhiem: { hoVaTen: 'D' } }),
    ).toBeFunction();
  });

  test('values that are read have the types of the record', () => {
    expectTypeOf(readValue('number', '1')).toEqualTypeOf<number>();
    expectTypeOf(readValue('gioiTinh', 1)).toEqualTypeOf<'nam' | 'nu'>();
    expectTypeOf(mapHocBa<Row>(mapping)([]).records).toEqualTypeOf<readonly HocBa[]>();
  });
});

test.each([
  ['date', '31/05/2024', '2024-05-31'],
  ['schoolYear', '2024 – 2025', '2024-2025'],
  ['khoiLop', 'Lớp 4', 4],
  ['dungSai', 0, false],
  ['dungSai', 'Có', true],
  ['danToc', '01', 'Kinh'],
  ['mucDatNangLucPhamChat', 'Đ', 'dat'],
  ['text', " '=x ", '=x'],
] as const)('readValue reads %s from %j', (codec, value, expected) => {
  expect(readValue(codec, value)).toBe(expected);
});

test.each([
  ['date', null, 'cellBlank'],
  ['date', '', 'cellBlank'],
  ['number', {}, 'cellBlank'],
  ['number', 'x', 'numberUnreadable'],
  ['mucDatMonHoc', 'K', 'wordUnknown'],
  ['mucDatMonHoc', '(không rõ: x)', 'wordUnknown'],
] as const)('readValue refuses %s from %j', (codec, value, reason) => {
  expect(errorOf(() => readValue(codec, value))).toEqual({ code: 'ERR_IMPORT_VALUE', params: { codec, reason } });
});

describe('the sector database', () => {
  interface OwnRow extends SectorRow {
    readonly ngaysinh: string;
    readonly lop: string;
    readonly bangdiem: readonly SectorSubjectRow[];
  }
  const CODES = Object.fromEntries(monHoc.map(({ maMonHoc }, at) => [`M${at}`, maMonHoc]));
  const { chucVu: _, ...canBoQuanLy } = record.canBoQuanLy;
  const toHocBa = mapHocBa<OwnRow>(
    sectorDatabaseMapping<OwnRow>({
      phienBan: '1.0',
      thongTu: '27/2020/TT-BGDĐT',
      namHoc: '2023-2024',
      thoiDiemLap: 'cuoiNamHoc',
      ngaySinh: (one) => one.ngaysinh,
      tenLop: (one) => one.lop,
      soDangBo: () => hocSinh.soDangBo,
      noiSinh: () => hocSinh.noiSinh,
      queQuan: () => hocSinh.queQuan,
      noiOHienNay: () => hocSinh.noiOHienNay,
      nhaTruong: record.nhaTruong,
      ngayTao: '2024-05-24',
      ngayPhatHanh: '2024-05-31',
      canBoQuanLy,
      monHoc: (one) => one.bangdiem,
      quaTrinhHocTap: () => [{ namhoc: '2023-2024', tenlop: '4A1', tentruong: 'Tiểu học Quang Trung' }],
      subjectCodes: CODES,
      sucKhoe: record.sucKhoe,
      nghiHoc: record.nghiHoc,
      danhGia: record.danhGia,
      tongKet: {
        ketQuaGiaoDuc: () => record.tongKet.ketQuaGiaoDuc,
        khenThuong: () => [],
        khenThuongDotXuat: () => [],
        nhanXetGiaoVienChuNhiem: () => record.tongKet.nhanXetGiaoVienChuNhiem,
      },
    }),
  );
  const LETTER: Readonly<Record<string, string>> = { hoanThanhTot: 'T', hoanThanh: 'H', chuaHoanThanh: 'C' };
  const base: OwnRow = {
    madinhdanhhocba: record.maTraCuu,
    masogd: '01',
    matruong: '01001401',
    mahocsinh: '0100000001',
    makhoi: '04',
    hovaten: 'Nguyễn Văn A',
    gioitinh: 1,
    sodinhdanh: '001214000001',
    dantoc: '01',
    quoctich: 'Việt Nam',
    hotenme: 'Hoàng Thị C',
    chucvugiamhieu: 'Hiệu trưởng',
    diadanhphathanh: 'Hà Nội',
    cokhuyettatkhongdanhgia: 0,
    dahthanhctrinhlophoc: 1,
    duoclenlop: '1',
    ngaysinh: '2014-03-15',
    lop: '4A1',
    bangdiem: monHoc.map(({ mucDat, diemKiemTraDinhKy }, at) => ({
      mamonhoc: `M${at}`,
      canam: LETTER[String(mucDat)]!,
      hocky1: 'H',
      ...(diemKiemTraDinhKy === undefined ? {} : { diemkiemtra: diemKiemTraDinhKy }),
    })),
  };

  test('gives a record that the rules accept', () => {
    const { records, findings } = toHocBa([base]);
    expect(findings).toEqual([]);
    expect(records[0]).toMatchObject({
      lopHoc: { khoiLop: 4 },
      hocSinh: { gioiTinh: 'nam', danToc: 'Kinh', hoVaTenMe: 'Hoàng Thị C' },
      tongKet: { duocLenLop: true, hoanThanhChuongTrinhLopHoc: true },
    });
    expect(records[0]!.monHoc.map(({ maMonHoc, mucDat }) => [maMonHoc, mucDat])).toEqual(
      monHoc.map(({ maMonHoc, mucDat }) => [maMonHoc, mucDat]),
    );
    const { count } = checkHocBa(records[0]!, { at: new Date('2024-06-15') });
    expect(count.error).toBe(0);
  });

  test('says why a blank is absent, and reads sex 0 and the flag of a pupil who is not assessed', () => {
    const { records, findings } = toHocBa([
      {
        ...base,
        gioitinh: 0,
        hotenme: '',
        sodinhdanh: null,
        cokhuyettatkhongdanhgia: 1,
        bangdiem: base.bangdiem.map(({ mamonhoc }) => ({ mamonhoc })),
      },
    ]);
    expect(findings).toEqual([]);
    expect(records[0]!.hocSinh).toMatchObject({
      gioiTinh: { vang: 'khongRo' },
      hoVaTenMe: { vang: 'khongRo' },
      soDinhDanhCaNhan: { vang: 'khongRo' },
    });
    expect(records[0]!.khuyetTat).toEqual({ hinhThuc: 'hoaNhap', cachDanhGia: 'khongDanhGia' });
    expect(records[0]!.monHoc[0]!.mucDat).toMatchObject({ vang: 'khongApDung' });
  });

  test('refuses letters of the secondary scale and codes it does not know', () => {
    const one = (line: SectorSubjectRow) =>
      toHocBa([{ ...base, bangdiem: [line] }]).findings.map(({ code, field }) => [code, field]);
    expect(one({ mamonhoc: 'M0', canam: 'H' })).toEqual([]);
    for (const canam of ['K', 'Đ', 'CĐ', '']) expect(one({ mamonhoc: 'M0', canam })[0]![1]).toBe('monHoc');
    expect(one({ mamonhoc: 'XX', canam: 'H' })).toEqual([['wordUnknown', 'monHoc']]);
    expect(one({ mamonhoc: 'Mĩ thuật', canam: 'H' })).toEqual([]);
  });
});
