interface CheckWords {
  readonly question: string;
  /** The answer when the check passed, as a sentence of its own. */
  readonly passed: string;
}

interface CheckText {
  /** `record`: asked once a record; `role`: asked of each role that signed or must sign. */
  readonly scope: 'record' | 'role';
  readonly source: string;
  readonly vi: CheckWords;
  readonly en: CheckWords;
}

/** Every question a verification asks, in the order of the report. Frozen: a code is never renamed or reused. */
export const CHECKS = {
  structure: {
    scope: 'record',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II',
    vi: { question: 'Tệp có đúng cấu trúc học bạ số không?', passed: 'Tệp đúng cấu trúc học bạ số' },
    en: {
      question: 'Has the file the structure of a school record?',
      passed: 'The file has the structure of a school record',
    },
  },
  signaturesInSlots: {
    scope: 'record',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II.1.6',
    vi: {
      question: 'Mọi chữ ký có nằm đúng ô ký, ngoài phần dữ liệu không?',
      passed: 'Mọi chữ ký nằm đúng ô ký, ngoài phần dữ liệu',
    },
    en: {
      question: 'Does every signature stand in its slot, outside the data?',
      passed: 'Every signature stands in its slot, outside the data',
    },
  },
  unsignedContent: {
    scope: 'record',
    source: '15/2025/TT-BKHCN điều 6; 1789/QĐ-SGDĐT điều 8',
    vi: {
      question: 'Trong học bạ có nội dung nào nằm ngoài phần được ký không?',
      passed: 'Không có nội dung nào nằm ngoài phần được ký',
    },
    en: {
      question: 'Does the record show content that was not signed?',
      passed: 'The record shows no content that was not signed',
    },
  },
  rules: {
    scope: 'record',
    source: '27/2020/TT-BGDĐT',
    vi: {
      question: 'Nội dung có theo quy định đánh giá của năm học không?',
      passed: 'Nội dung theo đúng quy định đánh giá của năm học',
    },
    en: {
      question: 'Does the content follow the rules of its school year?',
      passed: 'The content follows the rules of its school year',
    },
  },
  idsUnique: {
    scope: 'record',
    source: 'XMLDSig §4.4.3.2',
    vi: {
      question: 'Mã đánh dấu (Id) của các phần được ký có duy nhất trong tệp không?',
      passed: 'Mã đánh dấu (Id) của các phần được ký là duy nhất trong tệp',
    },
    en: { question: 'Are the signed Ids unique in the file?', passed: 'The signed Ids are unique in the file' },
  },
  order: {
    scope: 'record',
    source: '2088/BGDĐT-GDTH, phụ lục 1, III.2; 1789/QĐ-SGDĐT điều 20',
    vi: {
      question: 'Các vai trò có ký đúng thứ tự không?',
      passed: 'Các vai trò ký đúng thứ tự: chữ ký sau bao trùm chữ ký trước',
    },
    en: {
      question: 'Did the roles sign in their order?',
      passed: 'The roles signed in their order: each later signature covers the earlier ones',
    },
  },
  signingTimesOrdered: {
    scope: 'record',
    source: '1789/QĐ-SGDĐT điều 20.5',
    vi: {
      question: 'Thời điểm ký có theo đúng thứ tự vai trò không?',
      passed: 'Thời điểm ký theo đúng thứ tự vai trò',
    },
    en: {
      question: 'Do the stated times follow the order of the roles?',
      passed: 'The stated times follow the order of the roles',
    },
  },
  authorityCopy: {
    scope: 'record',
    source: '1789/QĐ-SGDĐT điều 24, 26',
    vi: {
      question: 'Học bạ có giống bản đang có hiệu lực trên hệ thống của cơ quan quản lý không?',
      passed: 'Học bạ giống bản đang có hiệu lực trên hệ thống của cơ quan quản lý',
    },
    en: {
      question: 'Are the data those of the copy in force on the authority’s server?',
      passed: 'The data are those of the copy in force on the authority’s server',
    },
  },
  present: {
    scope: 'role',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II.2, III.2',
    vi: { question: 'Vai trò này đã ký chưa?', passed: 'Vai trò này đã ký' },
    en: { question: 'Has this role signed?', passed: 'This role has signed' },
  },
  value: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.7; XMLDSig §3.2.2',
    vi: { question: 'Chữ ký có đúng với chứng thư kèm theo không?', passed: 'Chữ ký đúng với chứng thư kèm theo' },
    en: {
      question: 'Does the signature value hold with its certificate?',
      passed: 'The signature value holds with its certificate',
    },
  },
  dataReference: {
    scope: 'role',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II.1.6',
    vi: {
      question: 'Chữ ký có bao trùm toàn bộ phần dữ liệu mà vai trò này phải ký không?',
      passed: 'Chữ ký bao trùm toàn bộ phần dữ liệu mà vai trò này phải ký',
    },
    en: {
      question: 'Does the signature cover the data it must?',
      passed: 'The signature covers the data it must',
    },
  },
  digest: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.7; XMLDSig §3.2.1',
    vi: {
      question: 'Dữ liệu có còn nguyên vẹn như lúc ký không?',
      passed: 'Dữ liệu còn nguyên vẹn như lúc ký',
    },
    en: { question: 'Are the data as they were when signed?', passed: 'The data are as they were when signed' },
  },
  certificate: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.3, §5.2.8.4.2.1',
    vi: {
      question: 'Chứng thư dùng để ký có kèm theo và đúng là chứng thư được nêu không?',
      passed: 'Có kèm theo chứng thư đã dùng để ký',
    },
    en: {
      question: 'Is the signing certificate there, and the one the signature names?',
      passed: 'The certificate used to sign is there',
    },
  },
  role: {
    scope: 'role',
    source: 'EN 319 132-1 §5.2.6',
    vi: { question: 'Chữ ký có đúng vai trò của ô ký không?', passed: 'Chữ ký đúng vai trò của ô ký' },
    en: { question: 'Is the signed role that of the slot?', passed: 'The signed role is that of the slot' },
  },
  identity: {
    scope: 'role',
    source: '15/2025/TT-BKHCN điều 6',
    vi: {
      question: 'Chứng thư có đúng là của người (đơn vị) ghi trong học bạ không?',
      passed: 'Chứng thư đúng là của người (đơn vị) phải ký ở vai trò này',
    },
    en: {
      question: 'Is the certificate of the person (or unit) the record names?',
      passed: 'The certificate is of the person (or unit) that must sign in this role',
    },
  },
  slotFields: {
    scope: 'role',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II.2',
    vi: {
      question: 'Ngày ký và số định danh ghi ở ô ký có khớp với phần được ký không?',
      passed: 'Thông tin ghi ở ô ký khớp với phần được ký',
    },
    en: {
      question: 'Do the fields of the slot agree with what is signed?',
      passed: 'The fields of the slot agree with what is signed',
    },
  },
  path: {
    scope: 'role',
    source: 'RFC 5280 §6; EN 319 102-1 §5.2.6',
    vi: {
      question: 'Chứng thư có do tổ chức được tin cậy cấp không?',
      passed: 'Chứng thư do tổ chức được tin cậy cấp',
    },
    en: {
      question: 'Does the certificate lead to a trust anchor?',
      passed: 'The certificate leads to a trust anchor',
    },
  },
  validAtSigning: {
    scope: 'role',
    source: '15/2025/TT-BKHCN điều 6',
    vi: {
      question: 'Chứng thư có hiệu lực tại thời điểm ký nêu trong chữ ký không?',
      passed: 'Chứng thư có hiệu lực tại thời điểm ký nêu trong chữ ký',
    },
    en: {
      question: 'Was the certificate valid at the stated signing time?',
      passed: 'The certificate was valid at the stated signing time',
    },
  },
  revocation: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.5; 15/2025/TT-BKHCN điều 6',
    vi: { question: 'Chứng thư có bị thu hồi không?', passed: 'Chứng thư không bị thu hồi' },
    en: { question: 'Is the certificate free of revocation?', passed: 'The certificate is not revoked' },
  },
  timeStamp: {
    scope: 'role',
    source: 'EN 319 102-1 §5.5; 15/2025/TT-BKHCN điều 6',
    vi: {
      question: 'Thời điểm ký có được dấu thời gian chứng minh không?',
      passed: 'Thời điểm ký được dấu thời gian chứng minh',
    },
    en: {
      question: 'Is the signing time proved by a time stamp?',
      passed: 'A time stamp proves the signing time',
    },
  },
  algorithms: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.8.4.2; ETSI TS 119 312',
    vi: { question: 'Thuật toán và khóa có còn đủ mạnh không?', passed: 'Thuật toán và khóa đủ mạnh' },
    en: {
      question: 'Are algorithm and key still strong enough?',
      passed: 'Algorithm and key are strong enough',
    },
  },
  annexI: {
    scope: 'role',
    source: '15/2025/TT-BKHCN, phụ lục I',
    vi: {
      question: 'Thuật toán có thuộc phụ lục I Thông tư 15/2025/TT-BKHCN không?',
      passed: 'Thuật toán thuộc phụ lục I Thông tư 15/2025/TT-BKHCN',
    },
    en: {
      question: 'Is the algorithm one of annex I of TT 15/2025/TT-BKHCN?',
      passed: 'The algorithm is one of annex I of TT 15/2025/TT-BKHCN',
    },
  },
  profile: {
    scope: 'role',
    source: '15/2025/TT-BKHCN, phụ lục I; 2088/BGDĐT-GDTH, phụ lục 1, II.1.6',
    vi: {
      question: 'Chữ ký có theo khuôn dạng XAdES và khuôn dạng của đặc tả học bạ số không?',
      passed: 'Chữ ký theo khuôn dạng XAdES',
    },
    en: {
      question: 'Has the signature the form of XAdES and that of the specification of records?',
      passed: 'The signature has the form of XAdES',
    },
  },
  signerAuthority: {
    scope: 'role',
    source: '2088/BGDĐT-GDTH, phụ lục 1, III; 1789/QĐ-SGDĐT điều 8, 9',
    vi: {
      question: 'Chứng thư này có được quyền ký cho trường ghi trong học bạ không?',
      passed: 'Chứng thư này được quyền ký cho trường ghi trong học bạ',
    },
    en: {
      question: 'May this certificate sign for the school the record names?',
      passed: 'This certificate may sign for the school the record names',
    },
  },
} as const satisfies Record<string, CheckText>;

export type CheckCode = keyof typeof CHECKS;
