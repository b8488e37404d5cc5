import { expect, test } from 'vitest';
import { type ColumnMap, confirmColumns, importClass, readClassCsv, writeClassCsv } from '../../src/import/index.js';
import { type HocBaTrungHocCoSo, hocBaTrungHocCoSoSchema, thcsHocBa } from '../record-xml/thcs.js';
import { bytesOf } from './shared.js';

/** Columns of a level that nothing in `src` knows: data, with a scale of its own. */
const MAP: ColumnMap = {
  id: 'thcs',
  label: { vi: 'Lớp 6', en: 'Grade 6' },
  keys: { monHoc: 'maMonHoc' },
  items: { monHoc: { nguVan: { tenMonHoc: 'Ngữ văn' }, toan: { tenMonHoc: 'Toán' } } },
  defaults: { capHoc: 'trungHocCoSo', nguonGoc: 'banGocSo' },
  tables: { mucDanhGia: { values: { tot: 'Tốt', kha: 'Khá', dat: 'Đạt', chuaDat: 'Chưa đạt' } } },
  columns: [
    { field: 'hocSinh.hoVaTen', header: 'Họ và tên', codec: 'text' },
    { field: 'monHoc[nguVan].caNam.diemTrungBinh', header: 'Ngữ văn: Trung bình cả năm', codec: 'number' },
    { field: 'monHoc[toan].caNam.diemTrungBinh', header: 'Toán: Trung bình cả năm', codec: 'number' },
    { field: 'tongKet.hocTap', header: 'Kết quả học tập', codec: 'mucDanhGia' },
    { field: 'tongKet.renLuyen', header: 'Kết quả rèn luyện', codec: 'mucDanhGia' },
    { field: '*', header: 'Dữ liệu khác' },
  ],
};

test('another level comes and goes by its own columns and schema', () => {
  const record = thcsHocBa();
  const bytes = writeClassCsv([record], { map: MAP });
  const text = new TextDecoder().decode(bytes);
  expect(text).toContain(';7,9;8,6;Khá;Tốt;');
  const imported = (csv: string) => {
    const { sheet, guess } = readClassCsv(bytesOf(csv), { map: MAP });
    const columns = confirmColumns(guess, { accept: 'exact' });
    return importClass<HocBaTrungHocCoSo>(sheet, columns, { schema: hocBaTrungHocCoSoSchema });
  };
  expect(imported(text).records).toEqual([record]);
  expect(imported(text.replace(';Khá;', ';Giỏi;')).findings.map(({ code, field }) => [code, field])).toEqual([
    ['wordUnknown', 'tongKet.hocTap'],
  ]);
  expect(
    imported(text.replace(';8,6;', ';18,6;')).findings.map(({ code, field, params }) => [code, field, params['issue']]),
  ).toEqual([['valueInvalid', 'monHoc[toan].caNam.diemTrungBinh', 'numberRange']]);
});
