import { cv2088, type Layout, loadLayout } from '../../src/record-xml/index.js';

/**
 * A third layout, as a receiver might hand it over: a JSON file. Other containers, letters instead of words, days as on paper, rows directly
 * in their group, no extension.
 */
export function thirdLayout(): Layout {
  const json = JSON.parse(JSON.stringify(cv2088)) as Record<string, unknown>;
  const text = JSON.stringify({
    ...json,
    id: 'tinhX',
    version: '3',
    title: { vi: 'Bố cục của tỉnh X', en: 'Layout of province X' },
    source: 'test',
    extension: undefined,
    tables: {
      ...cv2088.tables,
      mucDatMonHoc: { values: { hoanThanhTot: 'T', hoanThanh: 'H', chuaHoanThanh: 'C' } },
      mucDatNangLucPhamChat: { values: { tot: 'T', dat: 'Đ', canCoGang: 'C' } },
    },
  })
    .replaceAll('"codec":"date"', '"codec":"dateSlash"')
    .replaceAll('"TONG_KET"', '"KET_QUA_NAM_HOC"')
    .replace('"element":"BANG_DIEM",', '')
    .replaceAll('"MON_HOC"', '"KET_QUA_MON"');
  return loadLayout(JSON.parse(text));
}
