import type { Layout, LayoutSlotField } from './layout.js';
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

const signerFields: readonly LayoutSlotField[] = [
  { element: 'NGAY_KY', content: 'ngayKy', required: true },
  { element: 'SO_CCCD', content: 'soDinhDanhCaNhan', required: true },
];

/**
 * The layout seen in two public code bases (not official, probably the state after the pilot): the homeroom teacher signs an inner block,
 * subject teachers sign the rows that carry their Id, leader and school sign the whole in a place of their own.
 */
export const phatHanh2025: Layout = /* @__PURE__ */ (() => ({
  id: 'phatHanh2025',
  version: '2025',
  title: { vi: 'Bố cục phát hành gặp trong thực tế', en: 'Layout with an issuing block, seen in the field' },
  source: 'Hai bộ mã nguồn công khai, không phải văn bản chính thức',
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
          {
            kind: 'group',
            element: 'THONG_TIN_HOC_BA',
            required: true,
            assumed: true,
            id: 'inner',
            children: [
              { kind: 'group', element: 'THONG_TIN_CHUNG', required: true, assumed: true, children: thongTinChung() },
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
                assumed: true,
                id: 'salt',
                children: [
                  ...ketQuaTongKet(),
                  {
                    kind: 'list',
                    element: 'BANG_DIEM',
                    field: 'monHoc',
                    required: true,
                    assumed: true,
                    item: {
                      element: 'DIEM_TONG_KET',
                      id: 'row',
                      children: [
                        {
                          kind: 'group',
                          element: 'GVBM',
                          attributes: [{ name: 'Id', field: 'giaoVienBoMon.maGiaoVien', codec: 'text' }],
                          children: [
                            {
                              kind: 'value',
                              element: 'HO_VA_TEN',
                              field: 'giaoVienBoMon.hoVaTen',
                              codec: 'text',
                              assumed: true,
                            },
                          ],
                        },
                        ...ketQuaMonHoc(),
                      ],
                    },
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
        ],
      },
      {
        kind: 'slots',
        element: 'DANH_SACH_THONG_TIN_KY',
        assumed: true,
        children: [
          {
            kind: 'slots',
            element: 'DANH_SACH_GVBM',
            children: [
              {
                kind: 'slot',
                element: 'GVBM',
                role: 'giaoVienBoMon',
                multiple: true,
                keyAttribute: 'Id',
                covers: 'row',
                otherPaths: ['DU_LIEU_HOC_BA/DANH_SACH_THONG_TIN_KY/DANH_SACH_GVBM/GVBM'],
                fields: signerFields,
              },
            ],
          },
          {
            kind: 'slot',
            element: 'GVCN',
            role: 'giaoVienChuNhiem',
            covers: 'inner',
            otherPaths: ['DU_LIEU_HOC_BA/DANH_SACH_THONG_TIN_KY/GVCN'],
            fields: signerFields,
          },
        ],
      },
      {
        kind: 'slots',
        element: 'PHAT_HANH_HOC_BA',
        children: [
          {
            kind: 'slot',
            element: 'CBQL',
            role: 'canBoQuanLy',
            required: true,
            covers: 'data',
            // Seen as PHAT_HANH_HOC_BA//CBQL: at any depth.
            otherPaths: ['PHAT_HANH_HOC_BA/**/CBQL'],
            fields: signerFields,
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
      vi: 'Toàn bộ bố cục là suy ra từ phần mềm trong thực tế: chỉ các đường dẫn chữ ký, Id data và thongtinhocba, phần tử DIEM_TONG_KET có GVBM được thấy; các thẻ dữ liệu lấy theo CV 2088.',
      en: 'The whole layout is inferred from software in the field: only the paths of the signatures, the Ids data and thongtinhocba, and the element DIEM_TONG_KET with GVBM were seen; the data tags are those of CV 2088.',
    },
    {
      vi: 'DANH_SACH_THONG_TIN_KY được ghi ngoài khối dữ liệu; chữ ký giáo viên nằm trong khối dữ liệu vẫn đọc được.',
      en: 'DANH_SACH_THONG_TIN_KY is written outside the data block; teachers’ signatures inside it are read too.',
    },
    ...commonAssumptions,
  ],
}))();
