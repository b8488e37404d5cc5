import { describe, expect, test } from 'vitest';
import {
  checkMaDinhDanh,
  DAN_TOC,
  findCode,
  findLabel,
  foldLabel,
  foldSpelling,
  GIOI_TINH,
  isUuidV4,
  isValidOn,
  MA_TINH_DINH_DANH,
  MON_HOC_TIEU_HOC,
  MON_HOC_TIEU_HOC_TT22,
  newUuid,
} from '../../src/hoc-ba/index.js';

describe('code lists', () => {
  test('the primary level has fourteen rows in the order of the form', () => {
    expect(MON_HOC_TIEU_HOC.items.map((item) => item.label)).toEqual([
      'Tiếng Việt',
      'Toán',
      'Ngoại ngữ 1',
      'Lịch sử và Địa lí',
      'Khoa học',
      'Tin học và Công nghệ (Tin học)',
      'Tin học và Công nghệ (Công nghệ)',
      'Đạo đức',
      'Tự nhiên và Xã hội',
      'Giáo dục thể chất',
      'Nghệ thuật (Âm nhạc)',
      'Nghệ thuật (Mĩ thuật)',
      'Hoạt động trải nghiệm',
      'Tiếng dân tộc',
    ]);
  });

  test('there are 54 ethnic groups, numbered 01 to 54, and what was not seen is marked', () => {
    expect(DAN_TOC.items.map((item) => item.code)).toEqual(
      Array.from({ length: 54 }, (_, index) => String(index + 1).padStart(2, '0')),
    );
    expect(DAN_TOC.items.filter((item) => item.assumed).map((item) => item.code)).toHaveLength(43);
    expect(findCode(DAN_TOC, '10')?.label).toBe('Gia-rai');
    expect(findLabel(DAN_TOC, 'kinh')?.code).toBe('01');
  });

  test('there are 63 province codes', () => {
    expect(new Set(MA_TINH_DINH_DANH.items.map((item) => item.code)).size).toBe(63);
  });

  test.each([MON_HOC_TIEU_HOC, MON_HOC_TIEU_HOC_TT22, GIOI_TINH, DAN_TOC, MA_TINH_DINH_DANH])(
    '$id has no code and no label twice',
    (list) => {
      expect(new Set(list.items.map((item) => item.code)).size).toBe(list.items.length);
      const labels = list.items.flatMap((item) => [item.label, ...(item.aliases ?? [])].map(foldLabel));
      expect(new Set(labels).size).toBe(labels.length);
    },
  );

  test('a list may be replaced by the caller and has a validity', () => {
    const list = { ...GIOI_TINH, validFrom: '2020-01-01', validTo: '2020-12-31', items: [{ code: 'x', label: 'X' }] };
    expect(findLabel(list, 'x')?.code).toBe('x');
    expect([isValidOn(list, '2019-12-31'), isValidOn(list, '2020-12-31'), isValidOn(list, '2021-01-01')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('spelling of labels', () => {
  test.each([
    ['Lịch sử và Địa lý', 'Lịch sử và Địa lí'],
    ['MỸ THUẬT', 'MĨ THUẬT'],
    ['Nghệ thuật (Mỹ thuật)', 'Nghệ thuật (Mĩ thuật)'],
    ['Kỹ thuật', 'Kĩ thuật'],
    ['  Sức   khỏe ', 'Sức khoẻ'],
    ['Hòa', 'Hoà'],
    ['Thủy', 'Thuỷ'],
    ['mùa của quý', 'mùa của quý'],
    ['Địa lí'.normalize('NFD'), 'Địa lí'],
  ])('%s → %s', (from, to) => expect(foldSpelling(from)).toBe(to));

  test('a subject is found in any of its spellings', () => {
    expect(findLabel(MON_HOC_TIEU_HOC, 'LỊCH SỬ VÀ ĐỊA LÝ')?.code).toBe('lichSuVaDiaLi');
    expect(findLabel(MON_HOC_TIEU_HOC, 'Mỹ thuật'.normalize('NFD'))?.code).toBe('miThuat');
    expect(findLabel(MON_HOC_TIEU_HOC, 'Triết học')).toBeUndefined();
  });
});

describe('personal id', () => {
  const codes = (id: string, options = {}): readonly string[] => checkMaDinhDanh(id, options).map(({ code }) => code);

  // The sample of CV 2088: a girl born on 17/05/2017.
  const girl = { gioiTinh: 'nu', ngaySinh: '2017-05-17' } as const;
  test('the printed sample agrees', () => expect(codes('048317002681', girl)).toEqual([]));
  test.each([
    ['123456789', ['personalIdNineDigits']],
    ['12345678901', ['personalIdMalformed']],
    ['0483170026810', ['personalIdMalformed']],
    ['048217002681', ['personalIdSex']],
    ['048117002681', ['personalIdCentury']],
    ['048017002681', ['personalIdSex', 'personalIdCentury']],
    ['048316002681', ['personalIdYear']],
    ['003317002681', ['personalIdProvince']],
  ])('%s: %j', (id, expected) => expect(codes(id, girl)).toEqual(expected));
  test('nothing to compare with, nothing to warn about', () => expect(codes('048217002681')).toEqual([]));
  test('the province list is replaceable', () => {
    expect(codes('048317002681', { maTinh: { ...MA_TINH_DINH_DANH, items: [] } })).toEqual(['personalIdProvince']);
  });
});

describe('look-up codes', () => {
  test('newUuid fills version and variant into the given randomness', () => {
    const ones = { getRandomValues: <T>(array: T): T => (array as unknown as Uint8Array).fill(255) as T };
    expect(newUuid(ones as unknown as Crypto)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
    expect(isUuidV4(newUuid())).toBe(true);
    expect(newUuid()).not.toBe(newUuid());
  });
  test('a foreign UUID may be another version', () => {
    expect(isUuidV4('123e4567-e89b-42d3-a456-556642440000')).toBe(true);
    expect(isUuidV4('123e4567-e89b-12d3-a456-556642440000')).toBe(false);
  });
});
