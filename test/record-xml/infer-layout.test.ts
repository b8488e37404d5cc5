import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import type { HocBa, VaiTroKy } from '../../src/hoc-ba/index.js';
import {
  checkLayout,
  cv2088,
  documentOf,
  type HocBaFile,
  idOf,
  inferLayout,
  type Layout,
  layoutIssues,
  openHocBa,
  phatHanh2025,
  readHocBa,
  reopenHocBa,
  signedElements,
  slotPlace,
  slotRoles,
  writeHocBa,
} from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { spliceXml } from '../../src/xml/index.js';
import { bytesOf, textOf } from './shared.js';
import { thirdLayout } from './third-layout.js';

/** A record in which every field a tag can hold has a value, so that one file shows the whole layout. */
function fullHocBa(): HocBa {
  const record = specimenHocBa();
  return {
    ...record,
    hocSinh: { ...record.hocSinh, hoVaTenNguoiGiamHo: 'Nguyễn Thị F' },
    monHoc: record.monHoc.map(({ nhanXet: _, ...row }) => ({
      ...row,
      giaoVienBoMon: { hoVaTen: 'Lê Thị D', maGiaoVien: 'gv-1' },
    })),
    tongKet: {
      ...record.tongKet,
      hoanThanhChuongTrinhTieuHoc: false,
      khenThuongDotXuat: [{ loai: 'khac', noiDung: 'Dũng cảm cứu bạn' }],
    },
  };
}

/** Signs as far as a layout can be told from it: the references, not the cryptography. */
function sign(file: HocBaFile, role: VaiTroKy): HocBaFile {
  const key = role === 'giaoVienBoMon' ? 'gv-1' : '';
  const references = signedElements(file, role, key).map((element) => `<Reference URI="#${idOf(element)}"/>`);
  const signature = `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>${references.join('')}</SignedInfo></Signature>`;
  const place = slotPlace(file, role, { ngayKy: '2024-05-30T08:00:00+07:00', soDinhDanhCaNhan: '001075000001', key });
  const insert = place.before + signature + place.after;
  return reopenHocBa(file, spliceXml(documentOf(file), [{ at: place.at, remove: place.remove ?? 0, insert }]));
}

const signedFile = (layout: Layout, record: HocBa = fullHocBa()): HocBaFile => {
  const file = writeHocBa(record, { layout, allowLoss: true });
  return slotRoles(file).reduce(sign, file);
};

/** What a sample cannot show: provenance, and the other places where a slot is read. */
function shown(layout: Layout): unknown {
  const { record, list, defaults, tables, capHoc } = layout;
  const text = JSON.stringify({ record, list, defaults, tables, capHoc }, (key, value: unknown) =>
    key === 'assumed' || key === 'otherPaths' ? undefined : value,
  );
  return JSON.parse(text);
}

describe('inferLayout', () => {
  test('phatHanh2025 is derived again from a file, with cv2088 as the only known tags besides', () => {
    const { layout, notes } = inferLayout([signedFile(phatHanh2025)]);
    expect(notes).toEqual([]);
    expect(shown(layout)).toEqual(shown(phatHanh2025));
    expect(layoutIssues(layout)).toEqual([]);
  });

  test('cv2088 is derived from a list of records', () => {
    const body = (record: HocBa): string => {
      const text = textOf(signedFile(cv2088, record));
      return text.slice(text.indexOf('<HOC_BA>'));
    };
    const records = [specimenHocBa(), fullHocBa(), { ...fullHocBa(), monHoc: fullHocBa().monHoc.slice(3) }];
    const { layout } = inferLayout([bytesOf(`<LOP>${records.map(body).join('')}</LOP>`)]);
    // Teachers have no tag of their own here: they are in the extension.
    expect(shown(layout)).toEqual({
      ...(shown(cv2088) as object),
      list: { element: 'LOP' },
      record: shownRecordWithSlotFields(cv2088),
    });
    expect(layout.extension).toEqual(cv2088.extension);
  });

  test('a foreign layout: words, codes, days and containers follow the samples', () => {
    const tables = {
      monHoc: { tiengViet: '01', toan: '02', ngoaiNgu1: '03' },
      coKhong: { true: 'Có', false: 'Không' },
    };
    const file = writeHocBa(fullHocBa(), { layout: thirdLayout(), tables, allowLoss: true });
    const { layout } = inferLayout([file], { id: 'tinhX' });
    expect(layout.tables['monHoc']?.values).toMatchObject({
      tiengViet: '01',
      toan: '02',
      ngoaiNgu1: '03',
      khoaHoc: 'KH',
    });
    expect(layout.tables['coKhong']?.values).toEqual({ true: 'Có', false: 'Không' });
    expect(layout.tables['mucDatMonHoc']?.values).toMatchObject({ hoanThanhTot: 'T', hoanThanh: 'H' });
    const again = readHocBa(openHocBa(file.bytes, { layouts: [layout] }));
    expect(again.findings).toEqual([]);
    const { giaoVienBoMon: _, ...row } = fullHocBa().monHoc[0]!;
    expect(again.hocBa?.monHoc[0]).toEqual(row);
    expect(checkLayout(layout, { samples: [file] }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('tags without a known meaning are listed, not guessed', () => {
    const text = textOf(signedFile(cv2088)).replaceAll('<MA_KHOI>', '<NHOM_MAU he="ABO">O</NHOM_MAU><MA_KHOI>');
    const { layout, notes } = inferLayout([bytesOf(text)]);
    expect(notes.map(({ code, where }) => `${code} ${where}`)).toEqual([
      'tagUnknown DU_LIEU_HOC_BA/THONG_TIN_CHUNG/NHOM_MAU',
    ]);
    expect(JSON.stringify(layout)).not.toContain('NHOM_MAU');
  });

  test('a word that is not understood and one that is written in two ways are notes', () => {
    const text = textOf(signedFile(cv2088))
      .replace('Hoàn thành</KET', 'Khá</KET')
      .replace('<PHAM_CHAT_NHAN_AI>Tốt', '<PHAM_CHAT_NHAN_AI>T');
    expect(
      inferLayout([bytesOf(text)])
        .notes.map(({ code }) => code)
        .sort(),
    ).toEqual(['wordTwice', 'wordUnknown']);
  });

  test('an unsigned slot is a note', () => {
    const text = textOf(writeHocBa(fullHocBa(), { layout: cv2088 })).replace(
      '<DANH_SACH_THONG_TIN_KY>',
      '<DANH_SACH_THONG_TIN_KY><CBQL/>',
    );
    expect(inferLayout([bytesOf(text)]).notes.map(({ code, where }) => `${code} ${where}`)).toEqual(['unsigned CBQL']);
  });

  test.each([
    ['no sample', []],
    ['no record', [bytesOf('<A><B>1</B></A>')]],
  ])('%s is refused', (_, samples) => {
    let code = '';
    try {
      inferLayout(samples);
    } catch (error) {
      if (isHocBaSoError(error)) code = error.code;
    }
    expect(code).toBe('ERR_LAYOUT_SAMPLES');
  });
});

/** In every sample each slot has its fields, so a draft finds them required. */
function shownRecordWithSlotFields(layout: Layout): unknown {
  const { record } = shown(layout) as { record: unknown };
  return JSON.parse(
    JSON.stringify(record)
      .replace('{"element":"NGAY_KY","content":"ngayKy"}', '{"element":"NGAY_KY","content":"ngayKy","required":true}')
      .replace(
        '{"element":"SO_CCCD","content":"soDinhDanhCaNhan"}',
        '{"element":"SO_CCCD","content":"soDinhDanhCaNhan","required":true}',
      ),
  );
}
