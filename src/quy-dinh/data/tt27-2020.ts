import type { RowRule, RuleSet, TestRule } from '../rule-set.js';
import type { Evidence, Source } from '../source.js';
import { MUC_DAT_MON_HOC, MUC_DAT_NANG_LUC_PHAM_CHAT, TIEU_HOC_FIELDS } from './tieu-hoc.js';

/** TT 27/2020/TT-BGDĐT with the correction of QĐ 2904. */
export const TT27_2020: RuleSet = /* @__PURE__ */ tt27();

function tt27(): RuleSet {
  const tt = (article: string, evidence: Evidence = 'seen'): Source => ({
    document: '27/2020/TT-BGDĐT',
    article,
    evidence,
  });
  const curriculum = (evidence: Evidence = 'generalKnowledge'): Source => ({
    document: '32/2018/TT-BGDĐT',
    article: 'Kế hoạch giáo dục cấp tiểu học',
    evidence,
  });
  const split: Source = { document: '2904/QĐ-BGDĐT', article: 'Phụ lục 1', evidence: 'seen' };
  const form: Source = tt('Phụ lục 1, hướng dẫn ghi mục 2');
  const ALL = [1, 2, 3, 4, 5];

  /** "Vào cuối học kỳ I và cuối năm học, đối với các môn học bắt buộc: … có bài kiểm tra định kỳ". */
  const tested = (khoiLop: readonly number[], evidence: Evidence = 'seen'): TestRule[] => [
    { at: 'cuoiHocKy1', khoiLop, source: tt('Điều 7.1b', evidence) },
    { at: 'cuoiNam', khoiLop, source: tt('Điều 7.1b', evidence) },
  ];
  /** "Đối với lớp 4, lớp 5, có thêm bài kiểm tra định kỳ môn Tiếng Việt, môn Toán vào giữa học kỳ I và giữa học kỳ II". */
  const midTerm: TestRule[] = [
    { at: 'giuaHocKy1', khoiLop: [4, 5], source: tt('Điều 7.1b') },
    { at: 'giuaHocKy2', khoiLop: [4, 5], source: tt('Điều 7.1b') },
  ];
  const row = (
    key: string,
    vi: string,
    en: string,
    compulsory: readonly number[],
    more: Partial<RowRule> = {},
  ): RowRule => ({ key, label: { vi, en }, compulsory, source: curriculum(), ...more });

  const assessment: Source = {
    document: '2088/BGDĐT-GDTH',
    article: 'Phụ lục 1, II.2 Đánh giá năng lực phẩm chất; Phụ lục 2',
    evidence: 'seen',
  };
  const judged = (key: string, vi: string, en: string): RowRule => row(key, vi, en, ALL, { source: assessment });
  /** Every grade is judged by the circular; that grades 1 and 2 may leave it out is our reading of "optional" in the specification. */
  const judgedFromGrade3 = (key: string, vi: string, en: string): RowRule =>
    row(key, vi, en, [3, 4, 5], {
      optional: [1, 2],
      missing: 'warning',
      source: { ...assessment, evidence: 'inferred' },
    });

  return {
    format: 1,
    id: 'TT27-2020',
    label: { vi: 'Thông tư 27/2020/TT-BGDĐT', en: 'Circular 27/2020/TT-BGDĐT' },
    capHoc: 'tieuHoc',
    documents: ['27/2020/TT-BGDĐT', '2904/QĐ-BGDĐT'],
    validity: [
      { khoiLop: 1, fromNamHoc: '2020-2021', source: tt('Điều 2 khoản 1 (lộ trình)') },
      { khoiLop: 2, fromNamHoc: '2021-2022', source: tt('Điều 2 khoản 2 (lộ trình)') },
      { khoiLop: 3, fromNamHoc: '2022-2023', source: tt('Điều 2 khoản 3 (lộ trình)') },
      { khoiLop: 4, fromNamHoc: '2023-2024', source: tt('Điều 2 khoản 4 (lộ trình)') },
      { khoiLop: 5, fromNamHoc: '2024-2025', source: tt('Điều 2 khoản 5 (lộ trình)') },
    ],
    marker: { path: ['danhGia', 'theo'], value: 'TT27-2020' },
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
            testedAt: 'cuoiNam',
            occasions: {
              field: 'ketQuaTheoDot',
              atField: 'dot',
              valueField: 'diem',
              final: 'cuoiNam',
              again: 'kiemTraLai',
              source: form,
            },
            // No rule ties the score to the level; these are what users of schools expect to be warned of.
            expectedByLevel: [
              { level: 'hoanThanhTot', min: 7, source: tt('Điều 7.1a, 9.2a', 'inferred') },
              { level: 'hoanThanh', min: 5, source: tt('Điều 7.1a, 9.2a', 'inferred') },
              { level: 'chuaHoanThanh', max: 4, source: tt('Điều 7.1a, 9.2a', 'inferred') },
            ],
            source: tt('Điều 7.1d'),
          },
        ],
        rows: [
          row('tiengViet', 'Tiếng Việt', 'Vietnamese', ALL, { tests: [...tested(ALL), ...midTerm] }),
          row('toan', 'Toán', 'Mathematics', ALL, { tests: [...tested(ALL), ...midTerm] }),
          row('ngoaiNgu1', 'Ngoại ngữ 1', 'Foreign language 1', [3, 4, 5], {
            optional: [1, 2],
            tests: tested([3, 4, 5]),
          }),
          row('lichSuVaDiaLi', 'Lịch sử và Địa lí', 'History and Geography', [4, 5], { tests: tested([4, 5]) }),
          row('khoaHoc', 'Khoa học', 'Science', [4, 5], { tests: tested([4, 5]) }),
          row('tinHoc', 'Tin học và Công nghệ (Tin học)', 'Informatics and Technology (Informatics)', [3, 4, 5], {
            tests: tested([3, 4, 5]),
          }),
          row('congNghe', 'Tin học và Công nghệ (Công nghệ)', 'Informatics and Technology (Technology)', [3, 4, 5], {
            tests: tested([3, 4, 5]),
          }),
          row('daoDuc', 'Đạo đức', 'Ethics', ALL),
          row('tuNhienVaXaHoi', 'Tự nhiên và Xã hội', 'Nature and Society', [1, 2, 3]),
          row('giaoDucTheChat', 'Giáo dục thể chất', 'Physical education', ALL),
          row('amNhac', 'Nghệ thuật (Âm nhạc)', 'Art (Music)', ALL),
          row('miThuat', 'Nghệ thuật (Mĩ thuật)', 'Art (Fine arts)', ALL),
          row('hoatDongTraiNghiem', 'Hoạt động trải nghiệm', 'Experiential activities', ALL),
          row('tiengDanToc', 'Tiếng dân tộc', 'Ethnic-minority language', [], { optional: ALL }),
        ],
        splitRows: [
          {
            key: 'tinHocVaCongNghe',
            label: { vi: 'Tin học và Công nghệ', en: 'Informatics and Technology' },
            into: ['tinHoc', 'congNghe'],
            source: split,
          },
        ],
        source: form,
      },
      {
        id: 'phamChat',
        label: { vi: 'Phẩm chất chủ yếu', en: 'Main qualities' },
        path: ['danhGia', 'phamChat'],
        shape: 'fields',
        notRows: ['nhanXet'],
        levels: MUC_DAT_NANG_LUC_PHAM_CHAT,
        rows: [
          judged('yeuNuoc', 'Yêu nước', 'Patriotism'),
          judged('nhanAi', 'Nhân ái', 'Kindness'),
          judged('chamChi', 'Chăm chỉ', 'Diligence'),
          judged('trungThuc', 'Trung thực', 'Honesty'),
          judged('trachNhiem', 'Trách nhiệm', 'Responsibility'),
        ],
        source: tt('Phụ lục 1, hướng dẫn ghi mục 3'),
      },
      {
        id: 'nangLucChung',
        label: { vi: 'Năng lực chung', en: 'General competences' },
        path: ['danhGia', 'nangLucChung'],
        shape: 'fields',
        notRows: ['nhanXet'],
        levels: MUC_DAT_NANG_LUC_PHAM_CHAT,
        rows: [
          judged('tuChuVaTuHoc', 'Tự chủ và tự học', 'Autonomy and self-study'),
          judged('giaoTiepVaHopTac', 'Giao tiếp và hợp tác', 'Communication and cooperation'),
          judged('giaiQuyetVanDeVaSangTao', 'Giải quyết vấn đề và sáng tạo', 'Problem solving and creativity'),
        ],
        source: tt('Phụ lục 1, hướng dẫn ghi mục 3'),
      },
      {
        id: 'nangLucDacThu',
        label: { vi: 'Năng lực đặc thù', en: 'Specific competences' },
        path: ['danhGia', 'nangLucDacThu'],
        shape: 'fields',
        notRows: ['nhanXet'],
        levels: MUC_DAT_NANG_LUC_PHAM_CHAT,
        rows: [
          judged('ngonNgu', 'Ngôn ngữ', 'Language'),
          judged('tinhToan', 'Tính toán', 'Calculation'),
          judged('khoaHoc', 'Khoa học', 'Science'),
          judgedFromGrade3('congNghe', 'Công nghệ', 'Technology'),
          judgedFromGrade3('tinHoc', 'Tin học', 'Informatics'),
          judged('thamMi', 'Thẩm mĩ', 'Aesthetics'),
          judged('theChat', 'Thể chất', 'Physical'),
        ],
        source: tt('Phụ lục 1, hướng dẫn ghi mục 3'),
      },
    ],
    result: {
      results: [
        {
          key: 'hoanThanhXuatSac',
          label: { vi: 'Hoàn thành xuất sắc', en: 'completed excellently' },
          conditions: conditions(['hoanThanhTot'], ['tot'], 9),
          source: tt('Điều 9.2a'),
        },
        {
          key: 'hoanThanhTot',
          label: { vi: 'Hoàn thành tốt', en: 'completed well' },
          conditions: conditions(['hoanThanhTot'], ['tot'], 7),
          source: tt('Điều 9.2a'),
        },
        {
          key: 'hoanThanh',
          label: { vi: 'Hoàn thành', en: 'completed' },
          conditions: conditions(['hoanThanhTot', 'hoanThanh'], ['tot', 'dat'], 5),
          source: tt('Điều 9.2a'),
        },
      ],
      otherwise: {
        key: 'chuaHoanThanh',
        label: { vi: 'Chưa hoàn thành', en: 'not completed' },
        source: tt('Điều 9.2a'),
      },
      // The article says "các môn học, hoạt động giáo dục" without "bắt buộc".
      countOptionalRows: true,
      countOptionalSource: tt('Điều 9.2a', 'inferred'),
      recorded: true,
      source: tt('Điều 9.2'),
    },
    promotion: {
      completing: ['hoanThanhXuatSac', 'hoanThanhTot', 'hoanThanh'],
      completingSource: tt('Điều 11.1a', 'secondHand'),
      supplementarySource: tt('Điều 11.1b', 'secondHand'),
      decisionSource: tt('Điều 11.1c', 'secondHand'),
      supplementaryCompletes: 'hoanThanh',
      lastGrade: 5,
      lastGradeSource: tt('Điều 11.2', 'secondHand'),
      words: {
        completed: 'Hoàn thành chương trình lớp {khoiLop}',
        notCompleted: 'Chưa hoàn thành chương trình lớp {khoiLop}',
        promoted: 'Được lên lớp {khoiTiepTheo}',
        notPromoted: 'Chưa được lên lớp',
        levelCompleted: 'Hoàn thành chương trình tiểu học',
        levelNotCompleted: 'Chưa hoàn thành chương trình tiểu học',
        source: tt('Phụ lục 1, hướng dẫn ghi mục 6'),
      },
    },
    awards: [
      {
        loai: 'hocSinhXuatSac',
        title: { vi: 'Học sinh Xuất sắc', en: 'Excellent Pupil' },
        requires: ['hoanThanhXuatSac'],
        source: tt('Điều 13.1a'),
      },
      {
        loai: 'hocSinhTieuBieu',
        title: {
          vi: 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện',
          en: 'Exemplary Pupil in study and training',
        },
        requires: ['hoanThanhTot'],
        source: tt('Điều 13.1a'),
      },
    ],
    otherAwards: ['thuKhen', 'capTrenKhen', 'khac'],
    awardsSource: tt('Điều 13'),
    disability: {
      byAssessment: {
        nhuHocSinhKhac: 'full',
        yeuCauDieuChinh: 'adjusted',
        keHoachGiaoDucCaNhan: 'individual',
        khongDanhGia: 'notAssessed',
      },
      rowsByForm: { lopChoNguoiKhuyetTat: ['toan', 'tiengViet'] },
      source: tt('Điều 8'),
    },
  };

  /** One row of điều 9.2: subjects, qualities and competences, year-end tests. */
  function conditions(
    subjects: readonly string[],
    qualities: readonly string[],
    score: number,
  ): RuleSet['result']['results'][number]['conditions'] {
    return [
      {
        id: 'monHoc',
        label: { vi: 'mức đạt được của các môn học, hoạt động giáo dục', en: 'levels of subjects and activities' },
        tables: ['monHoc'],
        oneOf: subjects,
        source: tt('Điều 9.2a'),
      },
      {
        id: 'phamChatNangLuc',
        label: { vi: 'mức đạt được của các phẩm chất, năng lực', en: 'levels of qualities and competences' },
        tables: ['phamChat', 'nangLucChung', 'nangLucDacThu'],
        oneOf: qualities,
        source: tt('Điều 9.2a'),
      },
      {
        id: 'kiemTraCuoiNam',
        label: { vi: 'điểm các bài kiểm tra định kỳ cuối năm học', en: 'scores of the year-end tests' },
        tables: ['monHoc'],
        measure: 'diemKiemTraDinhKy',
        atLeast: score,
        source: tt('Điều 9.2a'),
      },
    ];
  }
}
