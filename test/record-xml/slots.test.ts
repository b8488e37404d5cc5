import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import type { HocBa, VaiTroKy } from '../../src/hoc-ba/index.js';
import {
  cv2088,
  documentOf,
  findSlots,
  findStraySignatures,
  type HocBaFile,
  idOf,
  openHocBa,
  openHocBaList,
  phatHanh2025,
  readHocBa,
  reopenHocBa,
  signedElements,
  slotInsertion,
  slotPlace,
  slotRoles,
  writeHocBa,
} from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { spliceXml } from '../../src/xml/index.js';
import { bytesOf, textOf } from './shared.js';

const SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"></Signature>';
const FIELDS = { ngayKy: '2024-05-30T08:00:00+07:00', soDinhDanhCaNhan: '001075000001' };

/** Puts an empty signature into a role's slot, as signing does with a real one. */
function fill(file: HocBaFile, role: VaiTroKy, key?: string): HocBaFile {
  const place = slotPlace(file, role, key === undefined ? FIELDS : { ...FIELDS, key });
  const insert = place.before + SIGNATURE + place.after;
  return reopenHocBa(file, spliceXml(documentOf(file), [{ at: place.at, remove: place.remove ?? 0, insert }]));
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return '';
  } catch (error) {
    return isHocBaSoError(error) ? error.code : String(error);
  }
};

const unsigned = (): HocBaFile => writeHocBa(specimenHocBa(), { layout: cv2088, idScheme: 'fixed' });
const tail = (file: HocBaFile): string => textOf(file).slice(textOf(file).indexOf('</DU_LIEU_HOC_BA>') + 17);

const GVCN = `<GVCN><NGAY_KY>${FIELDS.ngayKy}</NGAY_KY><SO_CCCD>${FIELDS.soDinhDanhCaNhan}</SO_CCCD>${SIGNATURE}</GVCN>`;
const CBQL = GVCN.replaceAll('GVCN', 'CBQL');
// The seal's slot has no SO_CCCD.
const SEAL = `<KY_PHAT_HANH><NGAY_KY>${FIELDS.ngayKy}</NGAY_KY>${SIGNATURE}</KY_PHAT_HANH>`;
const ROLES = ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const;

describe('cv2088', () => {
  test('slots stand in the order of the layout, whatever the order of signing', () => {
    const expected = `<DANH_SACH_THONG_TIN_KY>${GVCN}${CBQL}${SEAL}</DANH_SACH_THONG_TIN_KY></HOC_BA>`;
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [1, 2, 0],
    ]) {
      let file = unsigned();
      for (const index of order) file = fill(file, ROLES[index]!);
      expect(tail(file)).toBe(expected);
    }
  });

  test('the signature stands outside the data block, whose bytes do not change', () => {
    const before = textOf(unsigned()).replace(/tk-\w+/, '');
    const after = textOf(fill(unsigned(), 'canBoQuanLy')).replace(/tk-\w+/, '');
    expect(after.slice(0, after.indexOf('<DANH_SACH'))).toBe(before.slice(0, before.indexOf('<DANH_SACH')));
  });

  test('a container that is missing comes with the first slot', () => {
    const bare = openHocBa(bytesOf(textOf(unsigned()).replace(/<DANH_SACH_THONG_TIN_KY>.*<\/HOC_BA>/, '</HOC_BA>')));
    expect(tail(fill(bare, 'canBoQuanLy'))).toBe(`<DANH_SACH_THONG_TIN_KY>${CBQL}</DANH_SACH_THONG_TIN_KY></HOC_BA>`);
    const short = openHocBa(
      bytesOf(
        textOf(unsigned()).replace('<DANH_SACH_THONG_TIN_KY></DANH_SACH_THONG_TIN_KY>', '<DANH_SACH_THONG_TIN_KY/>'),
      ),
    );
    expect(tail(fill(short, 'canBoQuanLy'))).toBe(tail(fill(bare, 'canBoQuanLy')));
  });

  test('an empty slot gives way, a filled one never', () => {
    const empty = openHocBa(
      bytesOf(
        textOf(unsigned()).replace('<DANH_SACH_THONG_TIN_KY>', '<DANH_SACH_THONG_TIN_KY><CBQL><NGAY_KY/></CBQL>'),
      ),
    );
    const filled = fill(empty, 'canBoQuanLy');
    expect(tail(filled)).toBe(`<DANH_SACH_THONG_TIN_KY>${CBQL}</DANH_SACH_THONG_TIN_KY></HOC_BA>`);
    expect(codeOf(() => fill(filled, 'canBoQuanLy'))).toBe('ERR_RECORD_SLOT_FILLED');
    expect(codeOf(() => slotInsertion(filled, 'canBoQuanLy', '<CBQL/>'))).toBe('ERR_RECORD_SLOT_FILLED');
  });

  test('two slots of a role are refused, and found as two', () => {
    const two = openHocBa(
      bytesOf(textOf(unsigned()).replace('<DANH_SACH_THONG_TIN_KY>', '<DANH_SACH_THONG_TIN_KY><CBQL/><CBQL/>')),
    );
    expect(findSlots(two).map(({ role }) => role)).toEqual(['canBoQuanLy', 'canBoQuanLy']);
    expect(codeOf(() => fill(two, 'canBoQuanLy'))).toBe('ERR_RECORD_SLOT_SEVERAL');
  });

  test('required fields are asked for', () => {
    expect(codeOf(() => slotPlace(unsigned(), 'canBoQuanLy', { ngayKy: FIELDS.ngayKy }))).toBe('ERR_RECORD_SLOT_FIELD');
    expect(codeOf(() => slotPlace(unsigned(), 'giaoVienChuNhiem', {}))).toBe('');
  });

  test('a role without a slot is named', () => {
    expect(slotRoles(unsigned())).toEqual(ROLES);
    expect(codeOf(() => slotPlace(unsigned(), 'giaoVienBoMon', FIELDS))).toBe('ERR_RECORD_SLOT_UNKNOWN');
  });

  test('slots are found with their signatures and unsigned fields', () => {
    const file = ROLES.reduce((one, role) => fill(one, role), unsigned());
    expect(
      findSlots(file).map(({ role, key, signatures, fields, isElsewhere }) => ({
        role,
        key,
        signatures: signatures.length,
        fields,
        isElsewhere,
      })),
    ).toEqual([
      { role: 'giaoVienChuNhiem', key: '', signatures: 1, fields: FIELDS, isElsewhere: false },
      { role: 'canBoQuanLy', key: '', signatures: 1, fields: FIELDS, isElsewhere: false },
      { role: 'phatHanh', key: '', signatures: 1, fields: { ngayKy: FIELDS.ngayKy }, isElsewhere: false },
    ]);
    expect(findStraySignatures(file)).toEqual([]);
    expect(readHocBa(file)).toMatchObject({ hocBa: specimenHocBa(), findings: [] });
  });

  test.each([
    ['beside the slots', '<DANH_SACH_THONG_TIN_KY>', `<DANH_SACH_THONG_TIN_KY>${SIGNATURE}`],
    ['in an unknown slot', '<DANH_SACH_THONG_TIN_KY>', `<DANH_SACH_THONG_TIN_KY><HIEU_PHO>${SIGNATURE}</HIEU_PHO>`],
    ['in the record', '</HOC_BA>', `${SIGNATURE}</HOC_BA>`],
    ['in the data block', '<MA_KHOI>', `${SIGNATURE}<MA_KHOI>`],
    [
      'one level too deep in a slot',
      '<DANH_SACH_THONG_TIN_KY>',
      `<DANH_SACH_THONG_TIN_KY><CBQL><X>${SIGNATURE}</X></CBQL>`,
    ],
  ])('a signature %s is a stray', (_, from, to) => {
    const file = openHocBa(bytesOf(textOf(unsigned()).replace(from, to)));
    expect(findStraySignatures(file)).toHaveLength(1);
  });

  test('a signature inside another one’s Object is that one’s business', () => {
    const nested = SIGNATURE.replace('></', `><Object>${SIGNATURE}</Object></`);
    const file = openHocBa(
      bytesOf(textOf(unsigned()).replace('<DANH_SACH_THONG_TIN_KY>', `<DANH_SACH_THONG_TIN_KY><CBQL>${nested}</CBQL>`)),
    );
    expect(findStraySignatures(file)).toEqual([]);
  });

  test('every role signs the data block', () => {
    for (const role of ROLES) expect(signedElements(unsigned(), role).map(idOf)).toEqual(['data']);
  });

  test('a record in a list is filled in its place', () => {
    const body = textOf(unsigned()).slice(textOf(unsigned()).indexOf('<HOC_BA>'));
    const [, second] = openHocBaList(bytesOf(`<DANH_SACH_HOC_BA>${body}${body}</DANH_SACH_HOC_BA>`));
    const filled = fill(second!, 'canBoQuanLy');
    expect(filled.index).toBe(1);
    expect(findSlots(filled)).toHaveLength(1);
    expect(findSlots(openHocBaList(filled.bytes)[0]!)).toEqual([]);
  });
});

describe('phatHanh2025', () => {
  const record = specimenHocBa();
  const taught: HocBa = {
    ...record,
    monHoc: record.monHoc.map((row, index) => ({
      ...row,
      giaoVienBoMon: { hoVaTen: 'Lê Thị D', maGiaoVien: index < 2 ? 'gv-1' : 'gv-2' },
    })),
  };
  const file = (): HocBaFile => writeHocBa(taught, { layout: phatHanh2025, idScheme: 'fixed' });

  test('teachers sign their rows, the homeroom teacher the inner block, leader and school the whole', () => {
    expect(signedElements(file(), 'giaoVienBoMon', 'gv-1').map(idOf)).toEqual(['diem-1', 'diem-2']);
    expect(signedElements(file(), 'giaoVienBoMon', 'gv-3')).toEqual([]);
    expect(signedElements(file(), 'giaoVienChuNhiem').map(idOf)).toEqual(['thongtinhocba']);
    expect(signedElements(file(), 'canBoQuanLy').map(idOf)).toEqual(['data']);
    expect(signedElements(file(), 'phatHanh').map(idOf)).toEqual(['data']);
  });

  test('many subject teachers, each once', () => {
    let signed = file();
    for (const key of ['gv-2', 'gv-1']) signed = fill(signed, 'giaoVienBoMon', key);
    for (const role of ROLES) signed = fill(signed, role);
    expect(codeOf(() => fill(signed, 'giaoVienBoMon', 'gv-1'))).toBe('ERR_RECORD_SLOT_FILLED');
    expect(codeOf(() => fill(file(), 'giaoVienBoMon'))).toBe('ERR_RECORD_SLOT_FIELD');
    expect(findSlots(signed).map(({ role, key }) => `${role} ${key}`)).toEqual([
      'giaoVienBoMon gv-2',
      'giaoVienBoMon gv-1',
      'giaoVienChuNhiem ',
      'canBoQuanLy ',
      'phatHanh ',
    ]);
    expect(tail(signed)).toMatch(
      /^<DANH_SACH_THONG_TIN_KY><DANH_SACH_GVBM><GVBM Id="gv-2">.*<GVBM Id="gv-1">.*<\/DANH_SACH_GVBM><GVCN>.*<\/GVCN><\/DANH_SACH_THONG_TIN_KY><PHAT_HANH_HOC_BA><CBQL>.*<\/CBQL><KY_PHAT_HANH>.*<\/KY_PHAT_HANH><\/PHAT_HANH_HOC_BA><\/HOC_BA>$/,
    );
    expect(readHocBa(signed)).toMatchObject({ hocBa: taught, findings: [] });
  });

  test('slots elsewhere are found, said to be elsewhere, and never filled twice', () => {
    const inside = openHocBa(
      bytesOf(
        textOf(file()).replace(
          '</DU_LIEU_HOC_BA>',
          `<DANH_SACH_THONG_TIN_KY>${GVCN}</DANH_SACH_THONG_TIN_KY></DU_LIEU_HOC_BA>`,
        ),
      ),
    );
    expect(findSlots(inside).map(({ role, isElsewhere }) => [role, isElsewhere])).toEqual([['giaoVienChuNhiem', true]]);
    expect(readHocBa(inside).findings.map(({ code }) => code)).toEqual(['slotElsewhere']);
    expect(codeOf(() => fill(inside, 'giaoVienChuNhiem'))).toBe('ERR_RECORD_SLOT_FILLED');
    const deeper = openHocBa(bytesOf(textOf(file()).replace('<PHAT_HANH_HOC_BA>', `<PHAT_HANH_HOC_BA><X>${CBQL}</X>`)));
    expect(findSlots(deeper).map(({ role, isElsewhere }) => [role, isElsewhere])).toEqual([['canBoQuanLy', true]]);
  });
});
