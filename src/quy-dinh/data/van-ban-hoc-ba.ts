import type { LegalReference } from '../legal-reference.js';

const SCHOOLS = {
  vi: 'Còn dùng cho khối chưa tới năm áp dụng văn bản thay thế',
  en: 'Still used by grades its successor has not reached',
};

/** Documents on assessment, the form and the digital record. */
export const VAN_BAN_HOC_BA: readonly LegalReference[] = [
  // Assessment and the paper form
  {
    id: '30/2014/TT-BGDĐT',
    title: { vi: 'Quy định đánh giá học sinh tiểu học', en: 'Assessment of primary pupils' },
    issued: '2014-08-28',
    inForceFrom: '2014-10-15',
    inForceUntil: '2020-10-20',
    replacedBy: ['27/2020/TT-BGDĐT'],
    transitional: { until: '2024-09-01', reason: SCHOOLS },
    evidence: 'generalKnowledge',
  },
  {
    id: '22/2016/TT-BGDĐT',
    title: {
      vi: 'Sửa đổi, bổ sung quy định đánh giá học sinh tiểu học của TT 30/2014',
      en: 'Amendment of the assessment of primary pupils of TT 30/2014',
    },
    issued: '2016-09-22',
    inForceFrom: '2016-11-06',
    inForceUntil: '2020-10-20',
    replacedBy: ['27/2020/TT-BGDĐT'],
    amends: ['30/2014/TT-BGDĐT'],
    transitional: { until: '2024-09-01', reason: SCHOOLS },
    evidence: 'generalKnowledge',
  },
  {
    id: '27/2020/TT-BGDĐT',
    title: { vi: 'Quy định đánh giá học sinh tiểu học', en: 'Assessment of primary pupils' },
    issued: '2020-09-04',
    inForceFrom: '2020-10-20',
    evidence: 'seen',
  },
  {
    id: '2904/QĐ-BGDĐT',
    title: {
      vi: 'Đính chính TT 27/2020: tách dòng Tin học và Công nghệ',
      en: 'Correction of TT 27/2020: the row Informatics and Technology is split',
    },
    issued: '2022',
    inForceFrom: '2022',
    amends: ['27/2020/TT-BGDĐT'],
    evidence: 'generalKnowledge',
  },
  {
    id: '4582/BGDĐT-GDPT',
    title: {
      vi: 'Dự thảo thông tư sửa đổi TT 27/2020 và TT 22/2021',
      en: 'Draft circular amending TT 27/2020 and TT 22/2021',
    },
    issued: '2026-07-20',
    amends: ['27/2020/TT-BGDĐT', '22/2021/TT-BGDĐT'],
    draft: true,
    evidence: 'secondHand',
  },
  {
    id: '22/2021/TT-BGDĐT',
    title: {
      vi: 'Quy định đánh giá học sinh trung học cơ sở và trung học phổ thông',
      en: 'Assessment of lower and upper secondary pupils',
    },
    issued: '2021-07-20',
    inForceFrom: '2021-09-05',
    evidence: 'secondHand',
  },
  {
    id: '32/2018/TT-BGDĐT',
    title: { vi: 'Chương trình giáo dục phổ thông (2018)', en: 'General education curriculum (2018)' },
    issued: '2018',
    inForceFrom: '2019',
    evidence: 'generalKnowledge',
  },
  {
    id: '16/2006/QĐ-BGDĐT',
    title: { vi: 'Chương trình giáo dục phổ thông (2006)', en: 'General education curriculum (2006)' },
    issued: '2006',
    inForceFrom: '2006',
    evidence: 'generalKnowledge',
  },
  {
    id: '28/2020/TT-BGDĐT',
    title: { vi: 'Điều lệ trường tiểu học', en: 'Charter of primary schools' },
    issued: '2020-09-04',
    inForceFrom: '2020-10-20',
    inForceUntil: '2026-05-10',
    replacedBy: ['15/2026/TT-BGDĐT'],
    evidence: 'generalKnowledge',
  },
  {
    id: '32/2020/TT-BGDĐT',
    title: { vi: 'Điều lệ trường trung học', en: 'Charter of secondary schools' },
    issued: '2020-09-15',
    inForceFrom: '2020-11-01',
    inForceUntil: '2026-05-10',
    replacedBy: ['15/2026/TT-BGDĐT'],
    evidence: 'generalKnowledge',
  },
  {
    id: '15/2026/TT-BGDĐT',
    title: {
      vi: 'Điều lệ chung của trường tiểu học và trung học',
      en: 'Common charter of primary and secondary schools',
    },
    issued: '2026-03-24',
    inForceFrom: '2026-05-10',
    evidence: 'secondHand',
  },

  // The digital record
  {
    id: '06/QĐ-TTg',
    title: {
      vi: 'Đề án phát triển ứng dụng dữ liệu dân cư, định danh và xác thực điện tử',
      en: 'Programme on population data, identification and electronic authentication',
    },
    issued: '2022-01-06',
    inForceFrom: '2022-01-06',
    evidence: 'seen',
  },
  {
    id: '131/QĐ-TTg',
    title: {
      vi: 'Đề án chuyển đổi số trong giáo dục và đào tạo',
      en: 'Programme of digital transformation in education',
    },
    issued: '2022-01-25',
    inForceFrom: '2022-01-25',
    evidence: 'seen',
  },
  {
    id: '04/CT-TTg',
    title: { vi: 'Chỉ thị tiếp tục đẩy mạnh Đề án 06', en: 'Directive on pursuing Programme 06' },
    issued: '2024-02-11',
    inForceFrom: '2024-02-11',
    evidence: 'seen',
  },
  {
    id: '213/KH-BGDĐT',
    title: {
      vi: 'Kế hoạch thí điểm học bạ số cấp tiểu học',
      en: 'Pilot plan of the digital record in primary schools',
    },
    issued: '2024-03-01',
    inForceFrom: '2024-03-01',
    evidence: 'seen',
  },
  {
    id: '2088/BGDĐT-GDTH',
    title: {
      vi: 'Hướng dẫn thí điểm và đặc tả kỹ thuật học bạ số v1.0',
      en: 'Pilot guidance and technical specification v1.0 of the digital record',
    },
    issued: '2024-05-08',
    inForceFrom: '2024-05-08',
    evidence: 'seen',
  },
  {
    id: '1789/QĐ-SGDĐT',
    title: {
      vi: 'Quy chế quản lý, sử dụng học bạ số của Thành phố Hồ Chí Minh',
      en: 'Regulation of Ho Chi Minh City on the digital record',
    },
    issued: '2024-06-14',
    inForceFrom: '2024-06-14',
    province: '79',
    evidence: 'seen',
  },
  {
    id: '904/KH-BGDĐT',
    title: {
      vi: 'Kế hoạch thí điểm học bạ số cấp trung học và giáo dục thường xuyên',
      en: 'Pilot plan of the digital record in secondary and continuing education',
    },
    issued: '2024-07-30',
    inForceFrom: '2024-07-30',
    evidence: 'seen',
  },
  {
    id: '119/BGDĐT-GDTH',
    title: { vi: 'Triển khai học bạ số cấp tiểu học', en: 'Wide use of the digital record in primary schools' },
    issued: '2025-01-10',
    inForceFrom: '2025-01-10',
    evidence: 'seen',
  },
  {
    id: '613/SGDĐT-GDTH',
    title: {
      vi: 'Triển khai học bạ số tại Thành phố Hồ Chí Minh',
      en: 'Wide use of the digital record in Ho Chi Minh City',
    },
    issued: '2025-02-13',
    inForceFrom: '2025-02-13',
    province: '79',
    evidence: 'seen',
  },
  {
    id: '2106/KH-SGDĐT',
    title: { vi: 'Kế hoạch học bạ số của Thành phố Hồ Chí Minh', en: 'Plan of Ho Chi Minh City on the digital record' },
    issued: '2025',
    province: '79',
    evidence: 'secondHand',
  },
  {
    id: '88/2026/NĐ-CP',
    title: { vi: 'Hồ sơ học tập suốt đời', en: 'Lifelong learning record' },
    issued: '2026-03-28',
    inForceFrom: '2026-05-15',
    evidence: 'seen',
  },
];
