import type { LegalReference } from '../legal-reference.js';

/*
 * Documents the rules, the record and its signatures rest on, with what we know of their dates.
 * A table longer than the usual file: one row a document. Evidence belongs to the row; where the text was seen but a date was
 * not, the date is left out rather than guessed.
 */

const SCHOOLS = {
  vi: 'Còn dùng cho khối chưa tới năm áp dụng văn bản thay thế',
  en: 'Still used by grades its successor has not reached',
};

/** Built-in table of legal references, by subject; replaceable in every call that reads it. */
export const LEGAL_REFERENCES: readonly LegalReference[] = [
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

  // School data, local government, archives
  {
    id: '42/2021/TT-BGDĐT',
    title: { vi: 'Quy định về cơ sở dữ liệu giáo dục và đào tạo', en: 'Sector database of education' },
    issued: '2021-12-30',
    evidence: 'seen',
  },
  {
    id: '4998/QĐ-BGDĐT',
    title: { vi: 'Quy định kỹ thuật về dữ liệu của cơ sở dữ liệu ngành', en: 'Data codes of the sector database' },
    issued: '2021-12-31',
    inForceFrom: '2021-12-31',
    evidence: 'seen',
  },
  {
    id: '121-TCTK/PPCĐ',
    title: { vi: 'Danh mục các dân tộc Việt Nam', en: 'List of the ethnic groups of Vietnam' },
    issued: '1979-03-02',
    inForceFrom: '1979-03-02',
    evidence: 'seen',
  },
  {
    id: '10/2025/TT-BGDĐT',
    title: { vi: 'Phân cấp, phân quyền về giáo dục', en: 'Division of powers in education' },
    issued: '2025-06-12',
    inForceFrom: '2025-07-01',
    evidence: 'secondHand',
  },
  {
    id: '142/2025/NĐ-CP',
    title: {
      vi: 'Phân định thẩm quyền của chính quyền địa phương hai cấp về giáo dục',
      en: 'Powers of the two-level local government in education',
    },
    issued: '2025',
    inForceFrom: '2025-07-01',
    evidence: 'secondHand',
  },
  {
    id: '143/2025/NĐ-CP',
    title: { vi: 'Phân quyền, phân cấp trong giáo dục và đào tạo', en: 'Delegation of powers in education' },
    issued: '2025',
    inForceFrom: '2025-07-01',
    evidence: 'secondHand',
  },
  {
    id: '15/2025/TT-BGDĐT',
    title: {
      vi: 'Chức năng, nhiệm vụ của Sở GDĐT và của Phòng Văn hoá – Xã hội cấp xã',
      en: 'Duties of the provincial department of education and of the communes',
    },
    issued: '2025-07-24',
    evidence: 'seen',
  },
  {
    id: '45/2026/TT-BGDĐT',
    title: { vi: 'Sửa đổi TT 15/2025/TT-BGDĐT', en: 'Amendment of TT 15/2025/TT-BGDĐT' },
    issued: '2026-06-10',
    amends: ['15/2025/TT-BGDĐT'],
    evidence: 'seen',
  },
  {
    id: '123/2025/QH15',
    title: { vi: 'Luật sửa đổi Luật Giáo dục', en: 'Law amending the Education Law' },
    issued: '2025',
    inForceFrom: '2026-01-01',
    evidence: 'secondHand',
  },
  {
    id: '27/2016/TT-BGDĐT',
    title: { vi: 'Thời hạn bảo quản hồ sơ, tài liệu ngành giáo dục', en: 'Retention periods in education' },
    issued: '2016-12-30',
    evidence: 'seen',
  },
  {
    id: '3666/QĐ-BGDĐT',
    title: { vi: 'Công tác văn thư, lưu trữ', en: 'Clerical and archive work' },
    issued: '2023-11-08',
    inForceFrom: '2023-11-08',
    evidence: 'seen',
  },
  {
    id: '47/2020/NĐ-CP',
    title: { vi: 'Quản lý, kết nối và chia sẻ dữ liệu số', en: 'Sharing of digital data' },
    issued: '2020-04-09',
    evidence: 'seen',
  },
  {
    id: '85/2016/NĐ-CP',
    title: { vi: 'Bảo đảm an toàn hệ thống thông tin theo cấp độ', en: 'Security levels of information systems' },
    issued: '2016-07-01',
    inForceFrom: '2016-07-01',
    evidence: 'seen',
  },
  {
    id: '12/2022/TT-BTTTT',
    title: { vi: 'Hướng dẫn NĐ 85/2016', en: 'Guidance on NĐ 85/2016' },
    issued: '2022-08-12',
    evidence: 'seen',
  },
  {
    id: '13/2023/NĐ-CP',
    title: { vi: 'Bảo vệ dữ liệu cá nhân', en: 'Personal data protection' },
    issued: '2023-04-17',
    inForceFrom: '2023-07-01',
    inForceUntil: '2026-01-01',
    replacedBy: ['91/2025/QH15', '356/2025/NĐ-CP'],
    evidence: 'generalKnowledge',
  },
  {
    id: '91/2025/QH15',
    title: { vi: 'Luật Bảo vệ dữ liệu cá nhân', en: 'Personal Data Protection Law' },
    issued: '2025',
    inForceFrom: '2026-01-01',
    evidence: 'secondHand',
  },
  {
    id: '356/2025/NĐ-CP',
    title: { vi: 'Chi tiết Luật Bảo vệ dữ liệu cá nhân', en: 'Details of the Personal Data Protection Law' },
    issued: '2025',
    inForceFrom: '2026-01-01',
    evidence: 'secondHand',
  },

  {
    id: '59/2021/TT-BCA',
    title: { vi: 'Chi tiết thi hành Luật Căn cước công dân', en: 'Details of the Law on citizen identification' },
    issued: '2021',
    inForceFrom: '2021-07-01',
    inForceUntil: '2024-07-01',
    evidence: 'generalKnowledge',
  },
  {
    id: '2171/QĐ-BGDĐT',
    title: { vi: 'Khung kế hoạch thời gian năm học 2023-2024', en: 'Calendar of school year 2023-2024' },
    issued: '2023',
    inForceFrom: '2023',
    evidence: 'generalKnowledge',
  },

  // Signatures
  {
    id: '51/2005/QH11',
    title: { vi: 'Luật Giao dịch điện tử 2005', en: 'E-transactions Law 2005' },
    issued: '2005-11-29',
    inForceFrom: '2006-03-01',
    inForceUntil: '2024-07-01',
    replacedBy: ['20/2023/QH15'],
    evidence: 'generalKnowledge',
  },
  {
    id: '20/2023/QH15',
    title: { vi: 'Luật Giao dịch điện tử 2023', en: 'E-transactions Law 2023' },
    issued: '2023',
    inForceFrom: '2024-07-01',
    evidence: 'seen',
  },
  {
    id: '130/2018/NĐ-CP',
    title: { vi: 'Chữ ký số và dịch vụ chứng thực chữ ký số', en: 'Digital signatures and their certification' },
    issued: '2018-09-27',
    inForceFrom: '2018-11-15',
    inForceUntil: '2025-04-10',
    replacedBy: ['23/2025/NĐ-CP'],
    evidence: 'generalKnowledge',
  },
  {
    id: '48/2024/NĐ-CP',
    title: { vi: 'Sửa đổi NĐ 130/2018', en: 'Amendment of NĐ 130/2018' },
    issued: '2024',
    inForceFrom: '2024',
    inForceUntil: '2025-04-10',
    replacedBy: ['23/2025/NĐ-CP'],
    amends: ['130/2018/NĐ-CP'],
    evidence: 'secondHand',
  },
  {
    id: '23/2025/NĐ-CP',
    title: { vi: 'Chữ ký điện tử và dịch vụ tin cậy', en: 'Electronic signatures and trust services' },
    issued: '2025-02-21',
    inForceFrom: '2025-04-10',
    evidence: 'seen',
  },
  {
    id: '68/2024/NĐ-CP',
    title: { vi: 'Chữ ký số chuyên dùng công vụ', en: 'Official-use digital signatures' },
    issued: '2024',
    inForceFrom: '2024',
    evidence: 'seen',
  },
  {
    id: '06/2015/TT-BTTTT',
    title: { vi: 'Tiêu chuẩn bắt buộc về chữ ký số', en: 'Mandatory standards for digital signatures' },
    issued: '2015',
    evidence: 'seen',
  },
  {
    id: '39/2017/TT-BTTTT',
    title: {
      vi: 'Danh mục tiêu chuẩn kỹ thuật về ứng dụng công nghệ thông tin',
      en: 'List of technical standards (XML Signature among them)',
    },
    issued: '2017-12-15',
    evidence: 'seen',
  },
  {
    id: '41/2017/TT-BTTTT',
    title: {
      vi: 'Chữ ký số cho văn bản điện tử trong cơ quan nhà nước',
      en: 'Digital signatures in documents of state bodies',
    },
    issued: '2017-12-19',
    evidence: 'seen',
  },
  {
    id: '22/2020/TT-BTTTT',
    title: {
      vi: 'Yêu cầu kỹ thuật với phần mềm ký số và kiểm tra chữ ký số',
      en: 'Requirements for signing and verifying software',
    },
    issued: '2020-09-07',
    inForceFrom: '2020-11-01',
    inForceUntil: '2025',
    replacedBy: ['15/2025/TT-BKHCN'],
    evidence: 'generalKnowledge',
  },
  {
    id: '15/2025/TT-BKHCN',
    title: {
      vi: 'Yêu cầu với phần mềm ký số, phần mềm kiểm tra chữ ký số và cổng kết nối',
      en: 'Requirements for signing and verifying software and the eSign gateway',
    },
    issued: '2025',
    inForceFrom: '2025',
    evidence: 'seen',
  },
  {
    id: '19/2025/TT-BKHCN',
    title: { vi: 'Kiểm toán kỹ thuật dịch vụ tin cậy', en: 'Technical audit of trust services' },
    issued: '2025',
    inForceFrom: '2026-01-01',
    evidence: 'secondHand',
  },
];
