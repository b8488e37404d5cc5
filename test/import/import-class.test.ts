import { describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import {
  type ColumnMap,
  classColumnMap,
  columnLetters,
  IMPORT_FINDINGS,
  type ImportFinding,
  type ImportFindingCode,
  mapHocBa,
  type PartialHocBa,
  writeClassCsv,
} from '../../src/import/index.js';
import { sampleClass } from '../../src/testing/index.js';
import { errorOf, importText, MAP4 } from './shared.js';

const [FIRST, SECOND, THIRD] = sampleClass({ khoiLop: 4, pupils: 3, seed: 'i' });
const text = new TextDecoder().decode(writeClassCsv([FIRST!, SECOND!, THIRD!], { map: MAP4 }));
const [HEADER, ...LINES] = text.trim().split('\r\n');
const COLUMNS = HEADER!.split(';');

/** The class with some cells changed: header → text by row. */
function edited(changes: Readonly<Record<string, readonly string[]>>, extra: readonly string[] = []): string {
  const rows = LINES.map((line, row) =>
    line
      .split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((cell, at) => changes[COLUMNS[at]!]?.[row] ?? cell)
      .join(';'),
  );
  for (const name of Object.keys(changes)) if (!COLUMNS.includes(name)) throw new Error(`no column ${name}`);
  return [HEADER, ...rows, ...extra].join('\r\n');
}

const places = (findings: readonly ImportFinding[]) =>
  findings.map(({ code, row, line, column, field }) => ({ code, row, line, column: columnLetters(column), field }));
const letter = (header: string) => columnLetters(COLUMNS.indexOf(header) + 1);

test('the untouched class is imported without a remark', () => {
  const { records, findings } = importText(edited({}));
  expect(findings).toEqual([]);
  expect(records).toEqual([FIRST, SECOND, THIRD]);
});

/** Every finding of a cell: what is typed there, in which column. */
const CELLS: readonly (readonly [code: ImportFindingCode, header: string, cell: string])[] = [
  ['cellBlank', 'Họ và tên', ''],
  ['cellBlank', 'Toán: Mức đạt được', ''],
  ['cellBlank', 'Phẩm chất chủ yếu: Yêu nước', ''],
  ['wordUnknown', 'Toán: Mức đạt được', 'Đ'],
  ['wordUnknown', 'Toán: Mức đạt được', 'Tốt'],
  ['wordUnknown', 'Phẩm chất chủ yếu: Yêu nước', 'H'],
  ['wordUnknown', 'Phẩm chất chủ yếu: Yêu nước', 'Hoàn thành'],
  ['wordUnknown', 'Giới tính', '0'],
  ['wordUnknown', 'Dân tộc', '55'],
  ['wordUnknown', 'Được lên lớp', 'Lớp 5'],
  ['numberUnreadable', 'Toán: Điểm KTĐK', 'chín'],
  ['numberUnreadable', 'Toán: Điểm KTĐK', '9-May'],
  ['numberUnreadable', 'Cân nặng (kg)', '1.234,5'],
  ['valueInvalid', 'Toán: Điểm KTĐK', '8,5'],
  ['valueInvalid', 'Toán: Điểm KTĐK', '11'],
  ['valueInvalid', 'Cân nặng (kg)', '0,5'],
  ['numberMangled', 'Số định danh cá nhân', '4,83E+10'],
  ['numberMangled', 'Mã học sinh', '1.23457E+11'],
  ['zeroLost', 'Số định danh cá nhân', '48317002681'],
  ['valueInvalid', 'Số định danh cá nhân', '0483170026810'],
  ['dateUnreadable', 'Ngày sinh', '30/02/2014'],
  ['dateUnreadable', 'Ngày sinh', '15/3/14'],
  ['dateUnreadable', 'Ngày sinh', '2014-03-14T17:00:00Z'],
  ['dateSerial', 'Ngày sinh', '41713'],
  ['schoolYearUnreadable', 'Năm học', '2024-25'],
  ['valueInvalid', 'Năm học', '2024-2026'],
  ['absentWithoutReason', 'Họ và tên mẹ', '(không rõ)'],
  ['valueInvalid', 'Họ và tên', '(không rõ: hồ sơ mất)'],
  ['textLegacy', 'Họ và tên mẹ', 'NguyÔn ThÞ Lª'],
];

describe('a cell that is wrong', () => {
  test.each(CELLS)('%s: column "%s" with "%s"', (code, header, cell) => {
    const { records, rows, findings, count } = importText(
      edited({ [header]: ['', cell].map((one, row) => (row === 0 ? undefined : one)) as string[] }),
    );
    expect(places(findings)).toEqual([
      {
        code,
        row: 2,
        line: 3,
        column: letter(header),
        field: MAP4.columns.find((column) => column.header === header)!.field,
      },
    ]);
    expect(count).toEqual({ error: 1, warning: 0, info: 0 });
    // Nothing is lost: the row comes back as a draft, the others are records.
    expect(records).toEqual([FIRST, THIRD]);
    expect(rows.map(({ row, hocBa, draft }) => [row, hocBa === undefined, draft !== undefined])).toEqual([
      [1, false, true],
      [2, true, true],
      [3, false, true],
    ]);
  });

  test.each([
    ['textLegacyDoubt', 'TrÇn An'],
    ['textLookalike', 'Ðinh An'],
    ['textInvisible', 'Lê\u200b An'],
  ] as const)('%s is a warning, and the record stays', (code, cell) => {
    const { records, findings } = importText(edited({ 'Họ và tên mẹ': [cell] }));
    expect(findings.map((finding) => [finding.code, finding.severity])).toEqual([[code, 'warning']]);
    expect(records).toHaveLength(3);
    expect(records[0]!.hocSinh.hoVaTenMe).toBe(cell);
  });

  test('one cell that is month first makes every day of its column doubtful that could be either', () => {
    const { findings, records } = importText(edited({ 'Ngày sinh': ['03/04/2014', '3/15/2014', '2014-05-06'] }));
    expect(places(findings).map(({ code, row }) => [code, row])).toEqual([
      ['dateAmbiguous', 1],
      ['dateMonthFirst', 2],
    ]);
    expect(findings[0]!.params).toEqual({ other: 2 });
    expect(records.map(({ hocSinh }) => hocSinh.ngaySinh)).toEqual(['2014-05-06']);
  });
});

describe('what a cell may look like', () => {
  const read = (header: string, cell: string) => {
    const { records, findings } = importText(edited({ [header]: [cell] }));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    return records[0]!;
  };

  test.each([
    ['T', 'hoanThanhTot'],
    ['h', 'hoanThanh'],
    ['Hoàn thành tốt', 'hoanThanhTot'],
    [' HOÀN  THÀNH ', 'hoanThanh'],
    ['CHT', 'chuaHoanThanh'],
    ['C', 'chuaHoanThanh'],
  ])('level of a subject: %s', (cell, level) => {
    expect(read('Đạo đức: Mức đạt được', cell).monHoc.find(({ maMonHoc }) => maMonHoc === 'daoDuc')!.mucDat).toBe(
      level,
    );
  });

  test.each([
    ['T', 'tot'],
    ['Đ', 'dat'],
    ['Ð', 'dat'],
    ['D', 'dat'],
    ['C', 'canCoGang'],
    ['Cần cố gắng', 'canCoGang'],
  ])('level of a quality: %s', (cell, level) => {
    expect(read('Phẩm chất chủ yếu: Nhân ái', cell).danhGia).toMatchObject({ phamChat: { nhanAi: level } });
  });

  test.each([
    ['15/3/2014', '2014-03-15'],
    ['15-03-2014', '2014-03-15'],
    ['15.3.2014', '2014-03-15'],
    ['2014-03-15', '2014-03-15'],
    ['2014/3/15', '2014-03-15'],
    ['2014-03-15 00:00:00', '2014-03-15'],
    ['2014-03-15T00:00:00.000', '2014-03-15'],
    ['29/02/2016', '2016-02-29'],
  ])('day: %s', (cell, day) => {
    expect(read('Ngày sinh', cell).hocSinh.ngaySinh).toBe(day);
  });

  test('numbers with comma, dot and empty decimals', () => {
    expect(read('Cân nặng (kg)', '30,5').sucKhoe.canNangKg).toBe(30.5);
    expect(read('Cân nặng (kg)', '30.25').sucKhoe.canNangKg).toBe(30.25);
    expect(read('Toán: Điểm KTĐK', '9,0').monHoc[1]!.diemKiemTraDinhKy).toBe(9);
  });

  test('an absence with its reason', () => {
    expect(read('Họ và tên mẹ', '(Không rõ: hồ sơ gốc không ghi)').hocSinh.hoVaTenMe).toEqual({
      vang: 'khongRo',
      lyDo: 'hồ sơ gốc không ghi',
    });
    expect(read('Cân nặng (kg)', '(không áp dụng: không đo)').sucKhoe.canNangKg).toEqual({
      vang: 'khongApDung',
      lyDo: 'không đo',
    });
  });

  test('codes of sex and ethnic group', () => {
    expect(read('Giới tính', '2').hocSinh.gioiTinh).toBe('nu');
    expect(read('Dân tộc', '5').hocSinh.danToc).toBe('Khơ-me');
    expect(read('Dân tộc', 'Khmer').hocSinh.danToc).toBe('Khmer');
  });

  test('several awards in a cell, the titles by their words', () => {
    const awards = read('Khen thưởng', '"Học sinh Xuất sắc; Giải Nhì vẽ tranh"').tongKet.khenThuong;
    expect(awards).toEqual([
      { loai: 'hocSinhXuatSac', noiDung: 'Học sinh Xuất sắc' },
      { loai: 'khac', noiDung: 'Giải Nhì vẽ tranh' },
    ]);
  });

  test('decomposed text is composed, and said so', () => {
    const decomposed = 'Nguyễn Thị Hương'.normalize('NFD');
    const { records, findings } = importText(edited({ 'Họ và tên mẹ': [decomposed] }));
    expect(findings.map(({ code, params }) => [code, params])).toEqual([['textNormalized', { count: 1 }]]);
    expect(records[0]!.hocSinh.hoVaTenMe).toBe('Nguyễn Thị Hương');
  });

  test('a byte order mark, other delimiters, a note of the delimiter', () => {
    for (const [name, changed] of [
      ['bom', `\uFEFF${text.slice(text.startsWith('\uFEFF') ? 1 : 0)}`],
      ['note', `sep=;\r\n${edited({})}`],
      ['lf', edited({}).replaceAll('\r\n', '\n')],
    ] as const) {
      expect([name, importText(changed).records]).toEqual([name, [FIRST, SECOND, THIRD]]);
    }
    for (const delimiter of [',', '\t'] as const) {
      expect(importText(writeClassCsv([FIRST!], { map: MAP4, delimiter, bom: false })).records).toEqual([FIRST]);
    }
  });
});

describe('the sheet', () => {
  const small = 'Họ và tên;Ngày sinh\nAn;1/2/2014\n';

  test('what no column and no common value brings is said once, not once a pupil', () => {
    const { findings, rows, records } = importText(`${small}Bình;2/2/2014\n`);
    const missing = findings.filter(({ code }) => code === 'fieldMissing');
    expect(missing.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['nhaTruong', 'hocSinh.gioiTinh', 'monHoc', 'danhGia.phamChat', 'namHoc']),
    );
    expect(missing.every(({ row, column }) => row === 0 && column === 0)).toBe(true);
    expect(new Set(missing.map(({ field }) => field)).size).toBe(missing.length);
    expect(findings).toHaveLength(missing.length);
    expect(records).toEqual([]);
    expect(rows.map(({ draft }) => (draft as { hocSinh: object }).hocSinh)).toEqual([
      { hoVaTen: 'An', ngaySinh: '2014-02-01' },
      { hoVaTen: 'Bình', ngaySinh: '2014-02-02' },
    ]);
  });

  test('what all have in common is given once', () => {
    const common: PartialHocBa = { ...structuredClone(FIRST!), hocSinh: { ...FIRST!.hocSinh, gioiTinh: 'nam' } };
    const { hoVaTen: _, ...hocSinh } = common.hocSinh!;
    const { records } = importText('Họ và tên\nTrần Bình\n', { common: { ...common, hocSinh } });
    expect(records).toEqual([{ ...common, hocSinh: { ...hocSinh, hoVaTen: 'Trần Bình' } }]);
  });

  test('a cell against the common value may be the wrong file', () => {
    const { findings, records } = importText(edited({ Lớp: ['4A2'] }), { common: { lopHoc: { tenLop: '4A1' } } });
    expect(places(findings)).toEqual([
      { code: 'commonContradicts', row: 1, line: 2, column: letter('Lớp'), field: 'lopHoc.tenLop' },
    ]);
    expect(records).toEqual([SECOND, THIRD]);
  });

  test('the same pupil or code twice', () => {
    const twice = edited({ 'Mã học sinh': [undefined, 'X1', 'X1'] as string[] });
    expect(places(importText(twice).findings)).toEqual([
      { code: 'duplicateInClass', row: 3, line: 4, column: letter('Mã học sinh'), field: 'hocSinh.maHocSinh' },
    ]);
    const same = importText(edited({}, [LINES[0]!])).findings;
    expect(same.map(({ code, row, field, params }) => [code, row, field, params])).toEqual(
      ['maTraCuu', 'hocSinh.maHocSinh', 'hocSinh.soDinhDanhCaNhan'].map((field) => [
        'duplicateInClass',
        4,
        field,
        { other: 1 },
      ]),
    );
    // Two years of one pupil in one sheet are two records.
    const later = LINES[0]!
      .replaceAll('2024-2025', '2025-2026')
      .replace(FIRST!.maTraCuu, SECOND!.maTraCuu.replace(/^./, 'a'));
    expect(importText(edited({}, [later])).findings.filter(({ code }) => code === 'duplicateInClass')).toEqual([]);
  });

  test('look-up codes: given in a column, by a function, or random', () => {
    const without = edited({ 'Mã số tra cứu học bạ (UUID)': ['', '', ''] });
    const random = importText(without).records.map(({ maTraCuu }) => maTraCuu);
    expect(new Set(random).size).toBe(3);
    for (const one of random) expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    const code = (row: number) => `00000000-0000-4000-8000-00000000000${row}`;
    expect(importText(without, { maTraCuu: code }).records.map(({ maTraCuu }) => maTraCuu)).toEqual(
      [1, 2, 3].map(code),
    );
    expect(importText(edited({}), { maTraCuu: code }).records).toEqual([FIRST, SECOND, THIRD]);
  });

  test('columns that are not imported are named', () => {
    const withTwo = [`${HEADER};STT;Ghi chú;Trống`, ...LINES.map((line, at) => `${line};${at + 1};x;`)].join('\r\n');
    const { findings, records } = importText(withTwo, {}, {}, { accept: 'all', ignoreOthers: true });
    expect(findings.map(({ code, column }) => [code, column - COLUMNS.length])).toEqual([
      ['columnNotCarried', 1],
      ['columnIgnored', 2],
    ]);
    expect(records).toHaveLength(3);
  });

  test('rows of another width, no rows, an unclear delimiter: refused with the place', () => {
    expect(errorOf(() => importText('a;b\n1;2\n\n3\n4;5;6\n'))).toEqual({
      code: 'ERR_CSV_WIDTH',
      params: { count: 2, line: 4, found: 1, expected: 2 },
    });
    expect(errorOf(() => importText('a;b\n;;;\n'))?.code).toBe('ERR_CSV_EMPTY');
    expect(errorOf(() => importText('a;b\n'))?.code).toBe('ERR_CSV_EMPTY');
    expect(errorOf(() => importText('a;b,c\n1;2,3\n'))?.code).toBe('ERR_CSV_DELIMITER');
    expect(errorOf(() => importText('a\n1', {}, { limits: { maxBytes: 2 } }))).toMatchObject({
      code: 'ERR_CSV_LIMIT',
      params: { limit: 'maxBytes', max: 2 },
    });
  });

  test('a blank cell means what the map says it means', () => {
    const reason = { vang: 'khongCungCap', lyDo: 'Gia đình không cung cấp' } as const;
    const columns = MAP4.columns.map((column) =>
      column.field === 'hocSinh.hoVaTenMe' ? { ...column, whenBlank: reason } : column,
    );
    const map: ColumnMap = { ...MAP4, columns };
    const { records } = importText(edited({ 'Họ và tên mẹ': [''] }), {}, { map });
    expect(records[0]!.hocSinh.hoVaTenMe).toEqual(reason);
    expect(records[1]).toEqual(SECOND);
  });

  test('a map may bring words of its own', () => {
    const map: ColumnMap = {
      ...MAP4,
      tables: { mucDatMonHoc: { values: { hoanThanhTot: 'A', hoanThanh: 'B', chuaHoanThanh: 'D' } } },
    };
    const level = (cell: string) => importText(edited({ 'Toán: Mức đạt được': [cell] }), {}, { map });
    const draft = level('B').rows[0]!.draft as HocBa;
    expect(draft.monHoc[1]).toMatchObject({ maMonHoc: 'toan', mucDat: 'hoanThanh' });
    expect(draft.monHoc[0]!.mucDat).toBeUndefined();
    expect(level('T').findings.map(({ code, column }) => [code, columnLetters(column)])).toContainEqual([
      'wordUnknown',
      letter('Toán: Mức đạt được'),
    ]);
  });
});

describe('the cell with other data', () => {
  const special = { ...FIRST!, monHoc: FIRST!.monHoc.map((row) => ({ ...row, giaoVienBoMon: { hoVaTen: 'Lê D' } })) };
  const csv = new TextDecoder().decode(writeClassCsv([special], { map: MAP4 }));
  const withRest = (entries: unknown) =>
    `${HEADER};Dữ liệu khác (JSON)\r\n${LINES[0]};"${(typeof entries === 'string' ? entries : JSON.stringify(entries)).replaceAll('"', '""')}"\r\n`;

  test('carries what no column does', () => {
    expect(csv).toContain('giaoVienBoMon');
    expect(importText(csv).records).toEqual([special]);
  });

  test('adds and never contradicts a column', () => {
    const added = importText(withRest([{ path: ['ngayHieuLuc'], value: '2025-06-01' }]));
    expect(added.records).toEqual([{ ...FIRST, ngayHieuLuc: '2025-06-01' }]);
    for (const path of [
      ['hocSinh', 'hoVaTen'],
      ['hocSinh'],
      ['monHoc'],
      ['monHoc', ['toan'], 'mucDat'],
      ['monHoc', ['toan']],
    ]) {
      const { findings, records } = importText(withRest([{ path, value: 'x' }]));
      expect(findings.map(({ code, column }) => [code, column])).toEqual([['restContradicts', COLUMNS.length + 1]]);
      expect(records).toEqual([]);
    }
    expect(importText(withRest([{ path: ['hocSinh', 'hoVaTen'], remove: true }])).findings[0]!.code).toBe(
      'restContradicts',
    );
  });

  test.each([
    'x',
    '{}',
    '[1]',
    '[{"path":[],"value":1}]',
    '[{"path":["a"]}]',
    '[{"path":["__proto__","a"],"value":1}]',
    '[{"path":["a",["b"],["c"]],"value":1}]',
    '[{"path":["a"],"value":{"__proto__":{"b":1}}}]',
    '[{"path":["a",1001],"value":1}]',
    '[{"path":["khong"],"remove":true}]',
    '[{"path":["quaTrinhHocTap"],"order":["a"]}]',
    `[{"path":["a"],"value":${'['.repeat(20)}${']'.repeat(20)}}]`,
  ])('is refused when it is no such data: %s', (cell) => {
    const { findings, records } = importText(withRest(cell));
    expect(findings[0]).toMatchObject({ code: 'restUnreadable', row: 1, column: COLUMNS.length + 1 });
    expect(records).toEqual([]);
    expect(({} as { b?: unknown }).b).toBeUndefined();
  });
});

test('no finding repeats anything of the sheet', () => {
  const secret = 'BÍMẬT';
  const cells = Object.fromEntries(
    COLUMNS.map((header) => [header, [secret, `${secret} NguyÔn V¨n`, `(không rõ)${secret}`]]),
  );
  const named = `${secret} A;${secret} B\n1;2\n`;
  const results = [
    importText(edited(cells), { common: { lopHoc: { tenLop: '4A1' } } }),
    importText(named, {}, {}, { ignoreOthers: true }),
    importText(`${HEADER};Dữ liệu khác (JSON)\n${LINES[0]};"[{""path"":[""monHoc"",[""${secret}""]],""value"":1}]"`),
  ];
  for (const { findings } of results) {
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(findings)).not.toContain(secret);
  }
});

test('every code has sentences in both languages and occurs in these tests', () => {
  const seen = new Set<string>(CELLS.map(([code]) => code));
  const elsewhere =
    'dateMonthFirst fieldMissing columnIgnored columnNotCarried textNormalized duplicateInClass dateAmbiguous commonContradicts textLegacyDoubt textLookalike textInvisible restUnreadable restContradicts mappingFailed';
  for (const code of elsewhere.split(' ')) seen.add(code);
  expect([...seen].sort()).toEqual(Object.keys(IMPORT_FINDINGS).sort());
  const { findings } = mapHocBa<unknown>(() => {
    throw new Error('x');
  })([1]);
  expect(findings.map(({ code }) => code)).toEqual(['fieldMissing', 'mappingFailed']);
  for (const { vi, en } of [...findings, ...importText(edited({ 'Toán: Mức đạt được': ['Đ'] })).findings]) {
    expect(vi).not.toMatch(/[{}]|undefined/);
    expect(en).not.toMatch(/[{}]|undefined/);
    expect(vi).not.toBe(en);
  }
});

test('a finding names its field as the form does', () => {
  const { findings } = importText(edited({ 'Toán: Mức đạt được': ['Đ'] }));
  expect(findings[0]!.vi).toMatch(/^Toán: Mức đạt được: /);
  expect(findings[0]!.en).toMatch(/^Level \(.*\) \[toan\]: /);
});

// A pattern that goes back over what it has read would not be done within the time a test has.
test('long cells of one sign are read', () => {
  const long = 20_000;
  for (const part of ['“', ' ', 'Ô¨', '(không rõ: ', ';', '1', '\u0301', "'="]) {
    const cell = part.repeat(long / part.length).replaceAll(';', ' ;');
    const { rows } = importText(edited({ 'Khen thưởng': [`"x${cell}x"`], 'Họ và tên mẹ': [`"(không rõ: ${cell}x"`] }));
    expect(rows).toHaveLength(3);
  }
});

test('columns have the letters of a spreadsheet', () => {
  expect([1, 26, 27, 52, 53, 702, 703].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});

test('a map of another circular gives the rows of that circular', () => {
  const map = classColumnMap({ khoiLop: 5, namHoc: '2020-2021' });
  const { rows } = importText('Thể dục: Mức;Hợp tác\nH;Đ\n', {}, { map });
  expect(rows[0]!.draft).toMatchObject({
    danhGia: { theo: 'TT22-2016', nangLuc: { hopTac: 'dat' } },
    monHoc: [{ maMonHoc: 'theDuc', tenMonHoc: 'Thể dục', mucDat: 'hoanThanh' }],
  });
});
