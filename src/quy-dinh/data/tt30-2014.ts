import type { RowRule, RuleSet, TestRule } from '../rule-set.js';
import type { Evidence, Source } from '../source.js';
import { MUC_DAT_MON_HOC, MUC_DAT_NANG_LUC_PHAM_CHAT, TIEU_HOC_FIELDS } from './tieu-hoc.js';

/**
 * TT 30/2014/TT-BGDĐT as amended by TT 22/2016/TT-BGDĐT, for the years before a grade's roll-out of TT 27/2020: enough to read, show
 * and check history. The two years before the amendment are judged by it too: they knew fewer levels, and no other conditions.
 */
export const TT30_2014: RuleSet = /* @__PURE__ */ tt30();

function tt30(): RuleSet {
  const tt = (article: string, evidence: Evidence): Source => ({ document: '22/2016/TT-BGDĐT', article, evidence });
  const curriculum: Source = {
    document: '16/2006/QĐ-BGDĐT',
    article: 'Kế hoạch giáo dục cấp tiểu học',
    evidence: 'generalKnowledge',
  };
  const rollOut = (clause: number): Source => ({
    document: '27/2020/TT-BGDĐT',
    article: `Điều 2 khoản ${clause}, Điều 3`,
    evidence: 'seen',
  });
  const form = tt('Phụ lục (mẫu học bạ)', 'seen');
  const TESTS = tt('Điều 1 khoản 4 (sửa Điều 10)', 'generalKnowledge');
  const COMPLETION = tt('Điều 1 khoản 7 (sửa Điều 14) điểm a', 'secondHand');
  const ALL = [1, 2, 3, 4, 5];
  const tested = (khoiLop: readonly number[]): TestRule[] => [
    { at: 'cuoiHocKy1', khoiLop, source: TESTS },
    { at: 'cuoiNam', khoiLop, source: TESTS },
  ];
  const midTerm: TestRule[] = [
    { at: 'giuaHocKy1', khoiLop: [4, 5], source: TESTS },
    { at: 'giuaHocKy2', khoiLop: [4, 5], source: TESTS },
  ];
  const row = (
    key: string,
    vi: string,
    en: string,
    compulsory: readonly number[],
    more: Partial<RowRule> = {},
  ): RowRule => ({ key, label: { vi, en }, compulsory, source: curriculum, ...more });
  const judged = (key: string, vi: string, en: string): RowRule => row(key, vi, en, ALL, { source: form });

  return {
    format: 1,
    id: 'TT30-2014',
    label: {
      vi: 'Thông tư 30/2014/TT-BGDĐT, sửa đổi bởi Thông tư 22/2016/TT-BGDĐT',
      en: 'Circular 30/2014/TT-BGDĐT as amended by Circular 22/2016/TT-BGDĐT',
    },
    capHoc: 'tieuHoc',
    documents: ['30/2014/TT-BGDĐT', '22/2016/TT-BGDĐT'],
    validity: [
      { khoiLop: 1, fromNamHoc: '2014-2015', toNamHoc: '2019-2020', source: rollOut(1) },
      { khoiLop: 2, fromNamHoc: '2014-2015', toNamHoc: '2020-2021', source: rollOut(2) },
      { khoiLop: 3, fromNamHoc: '2014-2015', toNamHoc: '2021-2022', source: rollOut(3) },
      { khoiLop: 4, fromNamHoc: '2014-2015', toNamHoc: '2022-2023', source: rollOut(4) },
      { khoiLop: 5, fromNamHoc: '2014-2015', toNamHoc: '2023-2024', source: rollOut(5) },
    ],
    marker: { path: ['danhGia', 'theo'], value: 'TT22-2016' },
    fields: TIEU_HOC_FIELDS,
    tables: [
      {
        id: 'monHoc',
        label: { vi: 'Môn học và hoạt động giáo dục', en: 'Subjects and educational activities' },
        path: ['monHoc'],
        shape: 'list',
        keyField: 'maMonHoc',
        nameField: 'tenMonHoc',
        levelField: 'mucDat',
        levels: MUC_DAT_MON_HOC,
        measures: [
          {
            id: 'diemKiemTraDinhKy',
            label: { vi: 'Điểm kiểm tra định kỳ cuối năm', en: 'score of the year-end test' },
            field: 'diemKiemTraDinhKy',
            min: 0,
            max: 10,
            decimals: 0,
            // "không cho điểm 0 và điểm thập phân": the ban that TT 27/2020 does not repeat.
            forbidden: [0],
            testedAt: 'cuoiNam',
            occasions: {
              field: 'ketQuaTheoDot',
              atField: 'dot',
              valueField: 'diem',
              final: 'cuoiNam',
              again: 'kiemTraLai',
              source: TESTS,
            },
            source: TESTS,
          },
        ],
        rows: [
          row('tiengViet', 'Tiếng Việt', 'Vietnamese', ALL, { tests: [...tested(ALL), ...midTerm] }),
          row('toan', 'Toán', 'Mathematics', ALL, { tests: [...tested(ALL), ...midTerm] }),
          row('khoaHoc', 'Khoa học', 'Science', [4, 5], { tests: tested([4, 5]) }),
          row('lichSuVaDiaLi', 'Lịch sử và Địa lí', 'History and Geography', [4, 5], { tests: tested([4, 5]) }),
          row('ngoaiNgu', 'Ngoại ngữ', 'Foreign language', [], { optional: ALL, tests: tested([3, 4, 5]) }),
          row('tinHoc', 'Tin học', 'Informatics', [], { optional: ALL, tests: tested([3, 4, 5]) }),
          row('tiengDanToc', 'Tiếng dân tộc', 'Ethnic-minority language', [], { optional: ALL, tests: tested(ALL) }),
          row('daoDuc', 'Đạo đức', 'Ethics', ALL),
          row('tuNhienVaXaHoi', 'Tự nhiên và Xã hội', 'Nature and Society', [1, 2, 3]),
          row('amNhac', 'Âm nhạc', 'Music', ALL),
          row('miThuat', 'Mĩ thuật', 'Fine arts', ALL),
          row('thuCongKiThuat', 'Thủ công, Kĩ thuật', 'Handicraft, Technics', ALL),
          row('theDuc', 'Thể dục', 'Physical exercise', ALL),
        ],
        source: form,
      },
      {
        id: 'nangLuc',
        label: { vi: 'Năng lực', en: 'Competences' },
        path: ['danhGia', 'nangLuc'],
        shape: 'fields',
        notRows: ['nhanXet'],
        levels: MUC_DAT_NANG_LUC_PHAM_CHAT,
        rows: [
          judged('tuPhucVuTuQuan', 'Tự phục vụ, tự quản', 'Self-service and self-management'),
          judged('hopTac', 'Hợp tác', 'Cooperation'),
          judged('tuHocVaGiaiQuyetVanDe', 'Tự học và giải quyết vấn đề', 'Self-study and problem solving'),
        ],
        source: form,
      },
      {
        id: 'phamChat',
        label: { vi: 'Phẩm chất', en: 'Qualities' },
        path: ['danhGia', 'phamChat'],
        shape: 'fields',
        notRows: ['nhanXet'],
        levels: MUC_DAT_NANG_LUC_PHAM_CHAT,
        rows: [
          judged('chamHocChamLam', 'Chăm học, chăm làm', 'Diligence in study and work'),
          judged('tuTinTrachNhiem', 'Tự tin, trách nhiệm', 'Confidence and responsibility'),
          judged('trungThucKiLuat', 'Trung thực, kỉ luật', 'Honesty and discipline'),
          judged('doanKetYeuThuong', 'Đoàn kết, yêu thương', 'Solidarity and affection'),
        ],
        source: form,
      },
    ],
    result: {
      results: [
        {
          key: 'hoanThanh',
          label: { vi: 'Hoàn thành', en: 'completed' },
          conditions: [
            {
              id: 'monHoc',
              label: {
                vi: 'mức đạt được của các môn học, hoạt động giáo dục',
                en: 'levels of subjects and activities',
              },
              tables: ['monHoc'],
              oneOf: ['hoanThanhTot', 'hoanThanh'],
              source: COMPLETION,
            },
            {
              id: 'phamChatNangLuc',
              label: { vi: 'mức đạt được của các năng lực, phẩm chất', en: 'levels of competences and qualities' },
              tables: ['nangLuc', 'phamChat'],
              oneOf: ['tot', 'dat'],
              source: COMPLETION,
            },
            {
              id: 'kiemTraCuoiNam',
              label: { vi: 'điểm các bài kiểm tra định kỳ cuối năm học', en: 'scores of the year-end tests' },
              tables: ['monHoc'],
              measure: 'diemKiemTraDinhKy',
              atLeast: 5,
              source: COMPLETION,
            },
          ],
          source: COMPLETION,
        },
      ],
      otherwise: {
        key: 'chuaHoanThanh',
        label: { vi: 'Chưa hoàn thành', en: 'not completed' },
        source: COMPLETION,
      },
      countOptionalRows: true,
      countOptionalSource: { ...COMPLETION, evidence: 'inferred' },
      // The older form has no section "Đánh giá kết quả giáo dục": the result only decides whether the grade is completed.
      recorded: false,
      source: COMPLETION,
    },
    promotion: {
      completing: ['hoanThanh'],
      completingSource: COMPLETION,
      supplementarySource: tt('Điều 1 khoản 7 (sửa Điều 14) điểm b', 'secondHand'),
      decisionSource: tt('Điều 1 khoản 7 (sửa Điều 14) điểm c', 'secondHand'),
      supplementaryCompletes: 'hoanThanh',
      lastGrade: 5,
      lastGradeSource: tt('Điều 14 khoản 2', 'generalKnowledge'),
      words: {
        completed: 'Hoàn thành chương trình lớp {khoiLop}',
        notCompleted: 'Chưa hoàn thành chương trình lớp {khoiLop}',
        promoted: 'Được lên lớp {khoiTiepTheo}',
        notPromoted: 'Chưa được lên lớp',
        levelCompleted: 'Hoàn thành chương trình tiểu học',
        levelNotCompleted: 'Chưa hoàn thành chương trình tiểu học',
        source: tt('Phụ lục (hướng dẫn ghi học bạ)', 'generalKnowledge'),
      },
    },
    awards: [],
    otherAwards: ['thuKhen', 'capTrenKhen', 'khac'],
    awardsSource: tt('Điều 1 khoản 8 (sửa Điều 16)', 'generalKnowledge'),
    disability: {
      byAssessment: {
        nhuHocSinhKhac: 'full',
        yeuCauDieuChinh: 'adjusted',
        keHoachGiaoDucCaNhan: 'individual',
        khongDanhGia: 'notAssessed',
      },
      rowsByForm: { lopChoNguoiKhuyetTat: ['toan', 'tiengViet'] },
      source: tt('Điều 12', 'generalKnowledge'),
    },
  };
}
