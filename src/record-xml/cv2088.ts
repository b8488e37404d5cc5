import type { Layout } from './layout.js';
import {
  commonAssumptions,
  defaults,
  extension,
  ketQuaMonHoc,
  ketQuaTongKet,
  nangLucPhamChat,
  quaTrinhHocTap,
  tables,
  thongTinChung,
} from './layout-parts.js';

/**
 * The pilot specification v1.0 (CV 2088/BGDĐT-GDTH, 08/05/2024, annex 1): data block with three parts, signatures outside it.
 *
 * Its two misspelt tags are written as printed and read in both spellings.
 */
export const cv2088: Layout = /* @__PURE__ */ (() => ({
  id: 'cv2088',
  version: '1.0',
  title: { vi: 'Đặc tả thí điểm v1.0', en: 'Pilot specification v1.0' },
  source: 'CV 2088/BGDĐT-GDTH, 08/05/2024, phụ lục 1',
  capHoc: 'tieuHoc',
  list: { element: 'DANH_SACH_HOC_BA' },
  record: {
    element: 'HOC_BA',
    children: [
      {
        kind: 'group',
        element: 'DU_LIEU_HOC_BA',
        required: true,
        id: 'data',
        children: [
          { kind: 'group', element: 'THONG_TIN_CHUNG', required: true, children: thongTinChung() },
          {
            kind: 'list',
            element: 'QUA_TRINH_HOC_TAP',
            field: 'quaTrinhHocTap',
            required: true,
            item: { element: 'NAM_HOC_DA_HOC', children: quaTrinhHocTap() },
            assumed: true,
          },
          {
            kind: 'group',
            element: 'TONG_KET',
            required: true,
            id: 'salt',
            children: [
              ...ketQuaTongKet(),
              {
                kind: 'list',
                element: 'BANG_DIEM',
                field: 'monHoc',
                required: true,
                item: { element: 'MON_HOC', children: ketQuaMonHoc() },
                assumed: true,
              },
              {
                kind: 'group',
                element: 'DANH_GIA_NANG_LUC_PHAM_CHAT',
                assumed: true,
                onlyIf: { field: 'danhGia.theo', equals: 'TT27-2020' },
                children: nangLucPhamChat(),
              },
            ],
          },
        ],
      },
      {
        kind: 'slots',
        element: 'DANH_SACH_THONG_TIN_KY',
        children: [
          {
            kind: 'slot',
            element: 'GVCN',
            role: 'giaoVienChuNhiem',
            covers: 'data',
            fields: [
              { element: 'NGAY_KY', content: 'ngayKy' },
              { element: 'SO_CCCD', content: 'soDinhDanhCaNhan' },
            ],
          },
          {
            kind: 'slot',
            element: 'CBQL',
            role: 'canBoQuanLy',
            required: true,
            covers: 'data',
            fields: [
              { element: 'NGAY_KY', content: 'ngayKy', required: true },
              { element: 'SO_CCCD', content: 'soDinhDanhCaNhan', required: true },
            ],
          },
          {
            kind: 'slot',
            element: 'KY_PHAT_HANH',
            role: 'phatHanh',
            required: true,
            covers: 'data',
            fields: [{ element: 'NGAY_KY', content: 'ngayKy', required: true }],
          },
        ],
      },
    ],
  },
  defaults: defaults(),
  tables: tables(),
  extension: extension(),
  assumptions: [
    {
      vi: 'Tên các phần tử bao: dòng của QUA_TRINH_HOC_TAP (NAM_HOC_DA_HOC), BANG_DIEM và dòng MON_HOC, DANH_GIA_NANG_LUC_PHAM_CHAT chỉ có trong hình của đặc tả.',
      en: 'Names of containers: the rows of QUA_TRINH_HOC_TAP (NAM_HOC_DA_HOC), BANG_DIEM with its rows MON_HOC, DANH_GIA_NANG_LUC_PHAM_CHAT stand only in a picture of the specification.',
    },
    {
      vi: 'DU_LIEU_HOC_BA có thuộc tính Id (data-… hoặc data); TONG_KET mang một Id ngẫu nhiên 128 bit không ai tham chiếu (muối cho mã băm), tắt được bằng saltId: false.',
      en: 'DU_LIEU_HOC_BA carries an Id (data-… or data); TONG_KET carries a random 128-bit Id nobody references (salt of the digest), switched off with saltId: false.',
    },
    ...commonAssumptions,
  ],
}))();
