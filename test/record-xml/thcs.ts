import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import {
  banGocSo,
  banSoHoa,
  doanVanBanSchema,
  dongVanBanSchema,
  giaoVienBoMonSchema,
  hoacVang,
  hocBaChung,
  hocBaTieuHocSchema,
  maMonHocSchema,
} from '../../src/hoc-ba/index.js';
import { type Layout, loadLayout } from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { ROOT } from '../shared.js';

/**
 * A fictitious lower-secondary level: what a vendor would add to `hoc-ba` (one branch of the union) and one layout as a data file.
 * Nothing in `src` knows it.
 */
const diemTrungBinh = z.number().min(0).max(10);
const mucDanhGia = z.enum(['tot', 'kha', 'dat', 'chuaDat']);
const ketQuaHocKy = z.strictObject({
  diemTrungBinh: diemTrungBinh.optional(),
  mucDat: z.enum(['dat', 'chuaDat']).optional(),
});

const trungHocCoSo = {
  capHoc: z.literal('trungHocCoSo'),
  ...hocBaChung,
  lopHoc: z.strictObject({ khoiLop: z.int().min(6).max(9), tenLop: dongVanBanSchema }),
  monHoc: z.array(
    z.strictObject({
      maMonHoc: maMonHocSchema,
      tenMonHoc: dongVanBanSchema,
      hocKy1: ketQuaHocKy,
      hocKy2: ketQuaHocKy,
      caNam: ketQuaHocKy,
      giaoVienBoMon: giaoVienBoMonSchema,
    }),
  ),
  tongKet: z.strictObject({
    hocTap: hoacVang(mucDanhGia),
    renLuyen: hoacVang(mucDanhGia),
    duocLenLop: hoacVang(z.boolean()),
    nhanXetGiaoVienChuNhiem: hoacVang(doanVanBanSchema),
  }),
};

export const hocBaTrungHocCoSoSchema = z.discriminatedUnion('nguonGoc', [
  z.strictObject({ ...trungHocCoSo, ...banGocSo }),
  z.strictObject({ ...trungHocCoSo, ...banSoHoa }),
]);

/** The union with the added branch. */
export const moiCapHocSchema = z.discriminatedUnion('capHoc', [hocBaTieuHocSchema, hocBaTrungHocCoSoSchema]);
export type HocBaTrungHocCoSo = z.infer<typeof hocBaTrungHocCoSoSchema>;

export function thcsLayout(): Layout {
  return loadLayout(JSON.parse(readFileSync(join(ROOT, 'test/record-xml/vectors/thcs-layout.json'), 'utf8')));
}

export function thcsHocBa(): HocBaTrungHocCoSo {
  const { monHoc: _, danhGia: __, tongKet: ___, capHoc: ____, nguonGoc: _____, ...common } = specimenHocBa();
  const mon = (
    maMonHoc: string,
    tenMonHoc: string,
    maGiaoVien: string,
    [a, b, c]: readonly [number, number, number],
  ) => ({
    maMonHoc,
    tenMonHoc,
    hocKy1: { diemTrungBinh: a },
    hocKy2: { diemTrungBinh: b },
    caNam: { diemTrungBinh: c },
    giaoVienBoMon: { hoVaTen: `Giáo viên ${maGiaoVien}`, maGiaoVien },
  });
  return {
    ...common,
    capHoc: 'trungHocCoSo',
    nguonGoc: 'banGocSo',
    thongTu: '22/2021/TT-BGDĐT',
    lopHoc: { khoiLop: 6, tenLop: '6A1' },
    monHoc: [
      mon('nguVan', 'Ngữ văn', 'gv-1', [7.5, 8.1, 7.9]),
      mon('toan', 'Toán', 'gv-2', [9, 8.4, 8.6]),
      {
        maMonHoc: 'giaoDucTheChat',
        tenMonHoc: 'Giáo dục thể chất',
        hocKy1: { mucDat: 'dat' },
        hocKy2: { mucDat: 'dat' },
        caNam: { mucDat: 'dat' },
        giaoVienBoMon: { hoVaTen: 'Giáo viên gv-3', maGiaoVien: 'gv-3' },
      },
    ],
    tongKet: {
      hocTap: 'kha',
      renLuyen: 'tot',
      duocLenLop: true,
      nhanXetGiaoVienChuNhiem: 'Chăm chỉ, có tiến bộ.',
    },
  };
}
