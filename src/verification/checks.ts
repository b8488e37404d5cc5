interface CheckText {
  /** `record`: asked once a record; `role`: asked of each role that signed or must sign. */
  readonly scope: 'record' | 'role';
  readonly source: string;
  readonly vi: string;
  readonly en: string;
}

/** Every question a verification asks, in the order of the report. Frozen: a code is never renamed or reused. */
export const CHECKS = {
  structure: {
    scope: 'record',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II',
    vi: 'Tệp có đúng cấu trúc học bạ số không?',
    en: 'Has the file the structure of a school record?',
  },
  signaturesInSlots: {
    scope: 'record',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II.1.6',
    vi: 'Mọi chữ ký có nằm đúng ô ký, ngoài vùng dữ liệu không?',
    en: 'Does every signature stand in its slot, outside the data?',
  },
  rules: {
    scope: 'record',
    source: '27/2020/TT-BGDĐT',
    vi: 'Nội dung có theo quy định đánh giá của năm học không?',
    en: 'Does the content follow the rules of its school year?',
  },
  idsUnique: {
    scope: 'record',
    source: 'XMLDSig §4.4.3.2',
    vi: 'Các Id được ký có duy nhất trong tệp không?',
    en: 'Are the signed Ids unique in the file?',
  },
  order: {
    scope: 'record',
    source: '2088/BGDĐT-GDTH, phụ lục 1, III.2; 1789/QĐ-SGDĐT điều 20',
    vi: 'Các vai trò có ký đúng thứ tự không?',
    en: 'Did the roles sign in their order?',
  },
  signingTimesOrdered: {
    scope: 'record',
    source: '1789/QĐ-SGDĐT điều 20.5',
    vi: 'Thời điểm ký có tăng dần theo vai trò không?',
    en: 'Do the stated times follow the order of the roles?',
  },
  present: {
    scope: 'role',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II.2, III.2',
    vi: 'Vai trò này đã ký chưa?',
    en: 'Has this role signed?',
  },
  value: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.7; XMLDSig §3.2.2',
    vi: 'Giá trị chữ ký có đúng không?',
    en: 'Does the signature value hold?',
  },
  dataReference: {
    scope: 'role',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II.1.6',
    vi: 'Chữ ký có bao trùm đúng dữ liệu phải ký không?',
    en: 'Does the signature cover the data it must?',
  },
  digest: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.7; XMLDSig §3.2.1',
    vi: 'Dữ liệu có còn nguyên như lúc ký không?',
    en: 'Are the data as they were when signed?',
  },
  certificate: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.3, §5.2.8.4.2.1',
    vi: 'Chứng thư dùng để ký có kèm theo và đúng là chứng thư được nêu không?',
    en: 'Is the signing certificate there, and the one the signature names?',
  },
  role: {
    scope: 'role',
    source: 'EN 319 132-1 §5.2.6',
    vi: 'Vai trò được ký có đúng với ô ký không?',
    en: 'Is the signed role that of the slot?',
  },
  identity: {
    scope: 'role',
    source: '15/2025/TT-BKHCN điều 6',
    vi: 'Chứng thư có đúng là của người (đơn vị) ghi trong học bạ không?',
    en: 'Is the certificate of the person (or unit) the record names?',
  },
  slotFields: {
    scope: 'role',
    source: '2088/BGDĐT-GDTH, phụ lục 1, II.2',
    vi: 'Thông tin ghi ở ô ký có khớp với dữ liệu được ký không?',
    en: 'Do the fields of the slot agree with what is signed?',
  },
  path: {
    scope: 'role',
    source: 'RFC 5280 §6; EN 319 102-1 §5.2.6',
    vi: 'Chứng thư có dẫn đến điểm tin cậy không?',
    en: 'Does the certificate lead to a trust anchor?',
  },
  validAtSigning: {
    scope: 'role',
    source: '15/2025/TT-BKHCN điều 6',
    vi: 'Chứng thư có hiệu lực tại thời điểm ký nêu trong chữ ký không?',
    en: 'Was the certificate valid at the stated signing time?',
  },
  revocation: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.5; 15/2025/TT-BKHCN điều 6',
    vi: 'Chứng thư có bị thu hồi không?',
    en: 'Is the certificate free of revocation?',
  },
  timeStamp: {
    scope: 'role',
    source: 'EN 319 102-1 §5.5; 15/2025/TT-BKHCN điều 6',
    vi: 'Thời điểm ký có được dấu thời gian chứng minh không?',
    en: 'Is the signing time proved by a time stamp?',
  },
  algorithms: {
    scope: 'role',
    source: 'EN 319 102-1 §5.2.8.4.2; ETSI TS 119 312',
    vi: 'Thuật toán và khóa có còn đủ mạnh không?',
    en: 'Are algorithm and key still strong enough?',
  },
  annexI: {
    scope: 'role',
    source: '15/2025/TT-BKHCN, phụ lục I',
    vi: 'Thuật toán có thuộc phụ lục I không?',
    en: 'Is the algorithm one of annex I?',
  },
  profile: {
    scope: 'role',
    source: '15/2025/TT-BKHCN, phụ lục I; 2088/BGDĐT-GDTH, phụ lục 1, II.1.6',
    vi: 'Chữ ký theo khuôn dạng nào?',
    en: 'Which form has the signature?',
  },
  signerAuthority: {
    scope: 'role',
    source: '2088/BGDĐT-GDTH, phụ lục 1, III; 1789/QĐ-SGDĐT điều 8, 9',
    vi: 'Chứng thư này có được quyền ký cho trường ghi trong học bạ không?',
    en: 'May this certificate sign for the school the record names?',
  },
} as const satisfies Record<string, CheckText>;

export type CheckCode = keyof typeof CHECKS;
