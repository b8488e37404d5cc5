import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  cv2088,
  dataElement,
  detectLayout,
  documentOf,
  openHocBa,
  openHocBaList,
  phatHanh2025,
  readHocBa,
  recordElement,
  writeHocBa,
} from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { altered, bytesOf, codesOf, textOf } from './shared.js';

const whole = (): string => textOf(writeHocBa(specimenHocBa(), { layout: cv2088, idScheme: 'fixed' }));
const body = (): string => whole().slice(whole().indexOf('<HOC_BA>'));
const codeOf = (run: () => unknown): string => {
  try {
    run();
    return '';
  } catch (error) {
    return isHocBaSoError(error) ? error.code : String(error);
  }
};

describe('what is tolerated is reported and changes nothing', () => {
  test.each([
    ['white space between tags', /></g, '>\n  <', []],
    ['CDATA', '<HO_VA_TEN>Nguyễn Văn A<', '<HO_VA_TEN><![CDATA[Nguyễn Văn A]]><', []],
    ['a comment between tags', '<HO_VA_TEN>', '<!-- họ tên --><HO_VA_TEN>', []],
    [
      'the correct spelling of a misprinted tag',
      /THONG_SO_BUOI_NGHI_KHONG_PHEP/g,
      'TONG_SO_BUOI_NGHI_KHONG_PHEP',
      ['tagRespelt DU_LIEU_HOC_BA/THONG_TIN_CHUNG/TONG_SO_BUOI_NGHI_KHONG_PHEP'],
    ],
    [
      'the correct spelling of the other misprinted tag',
      /NANG_LUC_GIAO_TIEP_HOC_TAC/g,
      'NANG_LUC_GIAO_TIEP_HOP_TAC',
      ['tagRespelt DU_LIEU_HOC_BA/TONG_KET/DANH_GIA_NANG_LUC_PHAM_CHAT/NANG_LUC_GIAO_TIEP_HOP_TAC'],
    ],
    [
      'another order',
      /(<PHIEN_BAN>.*?<\/PHIEN_BAN>)(<THONG_TU>.*?<\/THONG_TU>)/,
      '$2$1',
      ['elementOrder DU_LIEU_HOC_BA/THONG_TIN_CHUNG/PHIEN_BAN'],
    ],
    [
      'an unknown tag',
      '<MA_KHOI>',
      '<NHOM_MAU>O</NHOM_MAU><MA_KHOI>',
      ['elementUnknown DU_LIEU_HOC_BA/THONG_TIN_CHUNG/NHOM_MAU'],
    ],
    [
      'a known tag in a foreign namespace',
      '<MA_KHOI>',
      '<MA_TRUONG xmlns="urn:x">9</MA_TRUONG><MA_KHOI>',
      ['elementUnknown DU_LIEU_HOC_BA/THONG_TIN_CHUNG/MA_TRUONG'],
    ],
    [
      'an unknown attribute',
      '<MA_KHOI>',
      '<MA_KHOI nguon="x">',
      ['attributeUnknown DU_LIEU_HOC_BA/THONG_TIN_CHUNG/MA_KHOI'],
    ],
    ['a lower-case id on the record', '<HOC_BA>', '<HOC_BA id="123456789">', []],
    [
      'an empty optional tag',
      '<HO_VA_TEN_ME>',
      '<HO_VA_TEN_NGUOI_GIAM_HO/><HO_VA_TEN_ME>',
      [
        'valueEmpty DU_LIEU_HOC_BA/THONG_TIN_CHUNG/HO_VA_TEN_NGUOI_GIAM_HO',
        'elementOrder DU_LIEU_HOC_BA/THONG_TIN_CHUNG/HO_VA_TEN_ME',
      ],
    ],
    [
      'spaces around a value',
      '<TEN_LOP>4A1<',
      '<TEN_LOP> 4A1\n<',
      ['valueTrimmed DU_LIEU_HOC_BA/THONG_TIN_CHUNG/TEN_LOP'],
    ],
    [
      'decomposed Unicode',
      '<HO_VA_TEN>Nguyễn Văn A',
      `<HO_VA_TEN>${'Nguyễn Văn A'.normalize('NFD')}`,
      ['valueNotNfc DU_LIEU_HOC_BA/THONG_TIN_CHUNG/HO_VA_TEN'],
    ],
    ['day/month/year', '2014-03-15', '15/3/2014', ['valueRespelt DU_LIEU_HOC_BA/THONG_TIN_CHUNG/NGAY_SINH']],
    [
      'a date-time for a day',
      '2014-03-15',
      '2014-03-15T00:00:00+07:00',
      ['valueRespelt DU_LIEU_HOC_BA/THONG_TIN_CHUNG/NGAY_SINH'],
    ],
    ['a comma in a number', '30.5', '30,5', ['valueRespelt DU_LIEU_HOC_BA/THONG_TIN_CHUNG/CAN_NANG']],
    [
      'the printed form of a school year',
      '<TEN_NAM_HOC>2023-2024',
      '<TEN_NAM_HOC>2023 – 2024',
      ['valueRespelt DU_LIEU_HOC_BA/THONG_TIN_CHUNG/TEN_NAM_HOC'],
    ],
    [
      'the letter of a result',
      '<KET_QUA_XEP_LOAI>Hoàn thành<',
      '<KET_QUA_XEP_LOAI>HT<',
      ['valueRespelt DU_LIEU_HOC_BA/TONG_KET/KET_QUA_XEP_LOAI'],
    ],
    [
      'the letter of a level: T is "Tốt" for a quality',
      '<PHAM_CHAT_NHAN_AI>Tốt<',
      '<PHAM_CHAT_NHAN_AI>T<',
      ['valueRespelt DU_LIEU_HOC_BA/TONG_KET/DANH_GIA_NANG_LUC_PHAM_CHAT/PHAM_CHAT_NHAN_AI'],
    ],
    [
      'the letter of a level: T is "Hoàn thành tốt" for a subject',
      '<MUC_DAT_DUOC>Hoàn thành tốt<',
      '<MUC_DAT_DUOC>T<',
      ['valueRespelt DU_LIEU_HOC_BA/TONG_KET/BANG_DIEM/MON_HOC/MUC_DAT_DUOC'],
    ],
    [
      'a word for yes',
      '<DUOC_LEN_LOP>1<',
      '<DUOC_LEN_LOP>Được lên lớp<',
      ['valueRespelt DU_LIEU_HOC_BA/TONG_KET/DUOC_LEN_LOP'],
    ],
  ] as const)('%s', (_, from, to, expected) => {
    const file = altered(cv2088, from, to);
    expect(codesOf(file)).toEqual(expected);
    expect(readHocBa(file).hocBa).toEqual(specimenHocBa());
  });

  test('findings say where', () => {
    const file = openHocBa(bytesOf(whole().replace('<MA_KHOI>', '\n\n <LA>1</LA><MA_KHOI>')));
    expect(readHocBa(file).findings.find(({ code }) => code === 'elementUnknown')).toMatchObject({
      line: 4,
      column: 2,
    });
  });
});

describe('what cannot be read for certain gives no record', () => {
  test.each([
    ['a comment inside a value', 'Hoàn thành</KET', 'Hoàn <!-- chưa -->thành</KET', 'commentInsideValue'],
    [
      'a comment that truncates a name',
      'Nguyễn Văn A</HO_VA_TEN>',
      'Nguyễn Văn A<!-- --> B</HO_VA_TEN>',
      'commentInsideValue',
    ],
    ['a processing instruction inside a value', 'Hoàn thành</KET', 'Hoàn <?x?>thành</KET', 'commentInsideValue'],
    ['an element inside a value', 'Nguyễn Văn A</HO_VA_TEN>', 'Nguyễn Văn <b>A</b></HO_VA_TEN>', 'elementInsideValue'],
    ['a value twice', '<TEN_LOP>', '<TEN_LOP>5A1</TEN_LOP><TEN_LOP>', 'elementRepeated'],
    [
      'a value twice, in both spellings',
      '<THONG_SO_BUOI_NGHI',
      '<TONG_SO_BUOI_NGHI_KHONG_PHEP>9</TONG_SO_BUOI_NGHI_KHONG_PHEP><THONG_SO_BUOI_NGHI',
      'elementRepeated',
    ],
    [
      'a group twice',
      '<TONG_KET',
      '<TONG_KET><KET_QUA_XEP_LOAI>Hoàn thành tốt</KET_QUA_XEP_LOAI></TONG_KET><TONG_KET',
      'elementRepeated',
    ],
    ['an unknown level', 'Hoàn thành</KET', 'Khá</KET', 'valueUnknown'],
    ['no number', '<MA_KHOI>4', '<MA_KHOI>bốn', 'valueUnknown'],
    ['an impossible day', '2014-03-15', '2014-02-30', 'valueInvalid'],
    ['a score of 11', '<DIEM_KIEM_TRA_DINH_KY>10<', '<DIEM_KIEM_TRA_DINH_KY>11<', 'valueInvalid'],
    ['a score with decimals', '<DIEM_KIEM_TRA_DINH_KY>10<', '<DIEM_KIEM_TRA_DINH_KY>9.5<', 'valueUnknown'],
    ['a required tag gone', /<HO_VA_TEN_ME>.*?<\/HO_VA_TEN_ME>/, '', 'requiredMissing'],
    ['a required tag empty', /<HO_VA_TEN_ME>.*?<\/HO_VA_TEN_ME>/, '<HO_VA_TEN_ME/>', 'requiredMissing'],
    ['a required list gone', /<BANG_DIEM>.*<\/BANG_DIEM>/, '', 'requiredMissing'],
    [
      'a signature hidden in the data block',
      '<MA_KHOI>',
      '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/><MA_KHOI>',
      'signatureInsideData',
    ],
  ] as const)('%s', (_, from, to, code) => {
    const { hocBa, findings } = readHocBa(altered(cv2088, from, to));
    expect(hocBa).toBeNull();
    expect(findings.filter(({ severity }) => severity === 'error').map((one) => one.code)).toContain(code);
  });

  test('what could be read is there to be shown', () => {
    const { hocBa, partial } = readHocBa(altered(cv2088, /<HO_VA_TEN_ME>.*?<\/HO_VA_TEN_ME>/, ''));
    expect(hocBa).toBeNull();
    expect(partial).toMatchObject({ hocSinh: { hoVaTen: 'Nguyễn Văn A' } });
  });

  test('findings repeat no value of the record', () => {
    const { findings } = readHocBa(altered(cv2088, 'Hoàn thành</KET', 'Bí Mật</KET'));
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(findings)).not.toContain('Bí Mật');
  });
});

describe('the extension adds, it never contradicts', () => {
  const item = (text: string): string => `<MO_RONG PHIEN_BAN="1">${text}`;
  test.each([
    ['renames the pupil', '<GIA_TRI TEN="hocSinh.hoVaTen">Trần Văn B</GIA_TRI>', 'extensionContradicts'],
    ['changes a score', '<GIA_TRI TEN="monHoc.0.diemKiemTraDinhKy" KIEU="so">10</GIA_TRI>', 'extensionContradicts'],
    ['adds a subject', '<GIA_TRI TEN="monHoc.12.maMonHoc">tiengDanToc</GIA_TRI>', 'extensionContradicts'],
    [
      'explains away what a tag says',
      '<GIA_TRI TEN="hocSinh.hoVaTenMe.vang">khongRo</GIA_TRI><GIA_TRI TEN="hocSinh.hoVaTenMe.lyDo">x</GIA_TRI>',
      'extensionContradicts',
    ],
    ['changes the level', '<GIA_TRI TEN="capHoc">trungHocCoSo</GIA_TRI>', 'extensionContradicts'],
    ['removes a row', '<GIA_TRI TEN="monHoc.11" KIEU="khongCo"/>', 'extensionContradicts'],
    ['reaches for the prototype', '<GIA_TRI TEN="__proto__.x">1</GIA_TRI>', 'extensionInvalid'],
    ['reaches for the prototype further down', '<GIA_TRI TEN="hocSinh.constructor.x">1</GIA_TRI>', 'extensionInvalid'],
    ['goes too deep', `<GIA_TRI TEN="a${'.a'.repeat(20_000)}">x</GIA_TRI>`, 'extensionInvalid'],
    ['leaves a gap in a list', '<GIA_TRI TEN="monHoc.99.nhanXet">x</GIA_TRI>', 'extensionInvalid'],
    ['has no name', '<GIA_TRI>x</GIA_TRI>', 'extensionInvalid'],
    ['has an unknown type', '<GIA_TRI TEN="ngayHieuLuc" KIEU="ngay">2024-01-01</GIA_TRI>', 'extensionInvalid'],
    ['has a number that is none', '<GIA_TRI TEN="nghiHoc.soNgayCoPhep" KIEU="so">0x1</GIA_TRI>', 'extensionInvalid'],
    ['has an element inside', '<GIA_TRI TEN="ngayHieuLuc"><a/></GIA_TRI>', 'extensionInvalid'],
    ['has a comment inside', '<GIA_TRI TEN="ngayHieuLuc">2024<!-- -->-01-01</GIA_TRI>', 'commentInsideValue'],
    ['has a value the model refuses', '<GIA_TRI TEN="ngayHieuLuc">mai</GIA_TRI>', 'valueInvalid'],
    ['has a field the model does not know', '<GIA_TRI TEN="hocSinh.biDanh">An</GIA_TRI>', 'valueInvalid'],
  ])('%s', (_, text, code) => {
    const { hocBa, findings } = readHocBa(altered(cv2088, '<MO_RONG PHIEN_BAN="1">', item(text)));
    expect(hocBa).toBeNull();
    expect(findings.map((one) => one.code)).toContain(code);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('what it may say is read', () => {
    const text = item('<GIA_TRI TEN="ngayHieuLuc">2024-06-01</GIA_TRI>');
    expect(readHocBa(altered(cv2088, '<MO_RONG PHIEN_BAN="1">', text)).hocBa).toEqual({
      ...specimenHocBa(),
      ngayHieuLuc: '2024-06-01',
    });
  });

  test('a contradicting block is not used at all', () => {
    const text = item('<GIA_TRI TEN="hocSinh.hoVaTen">Trần Văn B</GIA_TRI>');
    const { partial } = readHocBa(altered(cv2088, '<MO_RONG PHIEN_BAN="1">', text));
    expect(partial).toMatchObject({ hocSinh: { hoVaTen: 'Nguyễn Văn A' } });
  });

  test.each([
    ['another version', 'PHIEN_BAN="1">', 'PHIEN_BAN="2">', 'extensionInvalid'],
    ['two blocks', '<MO_RONG ', '<MO_RONG PHIEN_BAN="1"/><MO_RONG ', 'elementRepeated'],
    ['outside the data block', /(<MO_RONG.*<\/MO_RONG>)<\/DU_LIEU_HOC_BA>/, '</DU_LIEU_HOC_BA>$1', 'elementUnknown'],
  ])('%s', (_, from, to, code) => {
    const { findings } = readHocBa(altered(cv2088, from, to));
    expect(findings.map((one) => one.code)).toContain(code);
  });
});

describe('opening', () => {
  test('a record, and one record in a list', () => {
    expect(recordElement(openHocBa(bytesOf(whole()))).localName).toBe('HOC_BA');
    const file = openHocBa(bytesOf(`<DANH_SACH_HOC_BA>${body()}</DANH_SACH_HOC_BA>`));
    expect(readHocBa(file).hocBa).toEqual(specimenHocBa());
  });

  test('a list, also inside a wrapper beside its signature', () => {
    const list = `<DANH_SACH_HOC_BA id="dataDanhSach">${body()}${body().replace('4A1</TEN_LOP><', '4A2</TEN_LOP><')}</DANH_SACH_HOC_BA>`;
    for (const text of [list, `<GOI>${list}<Signature/></GOI>`]) {
      const files = openHocBaList(bytesOf(text));
      expect(files.map(({ index }) => index)).toEqual([0, 1]);
      expect(documentOf(files[0]!)).toBe(documentOf(files[1]!));
      expect(dataElement(files[1]!)).not.toBe(dataElement(files[0]!));
    }
    expect(codeOf(() => openHocBa(bytesOf(list)))).toBe('ERR_RECORD_SEVERAL');
  });

  test.each([
    ['another root', '<HOC_BA_KHAC/>', 'ERR_RECORD_ROOT'],
    ['an empty list', '<DANH_SACH_HOC_BA/>', 'ERR_RECORD_NONE'],
    [
      'a recall list',
      '<DANH_SACH_HOC_BA><HOC_BA><MA_TRA_CUU_UUID>x</MA_TRA_CUU_UUID></HOC_BA></DANH_SACH_HOC_BA>',
      'ERR_RECORD_DATA_BLOCK',
    ],
    ['a record in a wrapper', () => `<GOI>${body()}</GOI>`, 'ERR_RECORD_ROOT'],
    ['a record hidden in a record', () => body().replace('<MA_KHOI>', `${body()}<MA_KHOI>`), 'ERR_RECORD_MISPLACED'],
    [
      'a record hidden beside its slots',
      () => body().replace('<DANH_SACH_THONG_TIN_KY>', `<DANH_SACH_THONG_TIN_KY><X>${body()}</X>`),
      'ERR_RECORD_MISPLACED',
    ],
    [
      'a record hidden under a namespace',
      () => body().replace('<MA_KHOI>', '<HOC_BA xmlns="urn:x"/><MA_KHOI>'),
      'ERR_RECORD_MISPLACED',
    ],
    [
      'a record beside the list',
      () => `<GOI>${body()}<DANH_SACH_HOC_BA>${body()}</DANH_SACH_HOC_BA></GOI>`,
      'ERR_RECORD_MISPLACED',
    ],
    ['a record in a namespace', () => body().replace('<HOC_BA>', '<HOC_BA xmlns="urn:x">'), 'ERR_RECORD_ROOT'],
    [
      'two data blocks',
      () => body().replace('<DANH_SACH_THONG_TIN_KY>', '<DU_LIEU_HOC_BA/><DANH_SACH_THONG_TIN_KY>'),
      'ERR_RECORD_DATA_BLOCK',
    ],
    [
      'a data block in the data block',
      () => body().replace('<MA_KHOI>', '<DU_LIEU_HOC_BA/><MA_KHOI>'),
      'ERR_RECORD_DATA_BLOCK',
    ],
    [
      'a data block hidden in a slot',
      () => body().replace('<DANH_SACH_THONG_TIN_KY>', '<DANH_SACH_THONG_TIN_KY><DU_LIEU_HOC_BA/>'),
      'ERR_RECORD_DATA_BLOCK',
    ],
    ['truncated XML', () => body().slice(0, 500), 'ERR_XML_MALFORMED'],
    ['a DOCTYPE', () => `<!DOCTYPE HOC_BA>${body()}`, 'ERR_XML_DOCTYPE'],
  ] as const)('%s is refused', (_, text, code) => {
    const bytes = bytesOf(typeof text === 'string' ? text : text());
    expect(codeOf(() => openHocBa(bytes))).toBe(code);
  });

  test('an unknown layout is said to be one', () => {
    const file = openHocBa(bytesOf('<HOC_BA><A/><DU_LIEU_HOC_BA><B/><C/></DU_LIEU_HOC_BA></HOC_BA>'));
    expect(detectLayout(file)).toBeNull();
    expect(codeOf(() => readHocBa(file))).toBe('ERR_RECORD_LAYOUT_UNKNOWN');
  });

  test('each layout is told from the other', () => {
    for (const layout of [cv2088, phatHanh2025]) {
      const bytes = writeHocBa(specimenHocBa(), { layout }).bytes;
      expect(detectLayout(openHocBa(bytes))?.id).toBe(layout.id);
    }
  });

  test('a file keeps its bytes whatever happens to the input', () => {
    const input = bytesOf(whole());
    const file = openHocBa(input);
    input.fill(0);
    expect(textOf(file)).toBe(whole().replace(/tk-[0-9a-f]{32}/, /tk-[0-9a-f]{32}/.exec(textOf(file))![0]));
    expect(openHocBa(file)).toBe(file);
    expect(Object.isFrozen(file)).toBe(true);
  });

  test('a byte order mark and CRLF do not matter', () => {
    const text = `\uFEFF${whole().replace(/></g, '>\r\n<')}`;
    expect(readHocBa(openHocBa(bytesOf(text))).hocBa).toEqual(specimenHocBa());
  });
});
