/** A question of the checklist before import. Frozen codes; the texts are a view. */
export interface TransferCheck {
  readonly vi: string;
  readonly en: string;
  readonly source: string;
}

/** The checklist, in its order. */
export const TRANSFER_CHECKS = {
  container: {
    vi: 'Gói có đúng khuôn dạng, mọi tệp đều được nêu tên?',
    en: 'Is the package well formed, with every file named?',
    source: 'ETSI EN 319 162-1 §4.4',
  },
  seal: {
    vi: 'Chữ ký của trường gửi có đúng và bao trùm mọi tệp?',
    en: 'Does the signature of the sending school hold, and cover every file?',
    source: 'ETSI EN 319 162-1 §4.4.3.2; EN 319 102-1',
  },
  sender: {
    vi: 'Người ký gói có quyền ký cho trường gửi?',
    en: 'May the signer of the package sign for the sending school?',
    source: 'CV 2088/BGDĐT-GDTH, phụ lục 1, II.2',
  },
  receiver: {
    vi: 'Gói có gửi đến đúng trường này?',
    en: 'Is the package meant for this school?',
    source: 'TT 15/2026/TT-BGDĐT',
  },
  records: {
    vi: 'Học bạ của năm này có hợp lệ?',
    en: 'Is the record of this year valid?',
    source: '15/2025/TT-BKHCN điều 6; CV 2088/BGDĐT-GDTH',
  },
  chainFacts: {
    vi: 'Thông tin về chuỗi học bạ có khớp với học bạ?',
    en: 'Do the facts about the chain agree with the records?',
    source: 'CV 2088/BGDĐT-GDTH, phụ lục 1, II.1',
  },
  identity: {
    vi: 'Các năm có phải của cùng một học sinh?',
    en: 'Are all years of one pupil?',
    source: '1789/QĐ-SGDĐT điều 22',
  },
  years: {
    vi: 'Có đủ học bạ của mọi năm học?',
    en: 'Is there a record of every school year?',
    source: 'CV 2088/BGDĐT-GDTH, phụ lục 1, II.1 (QUA_TRINH_HOC_TAP)',
  },
  newest: {
    vi: 'Mỗi năm học có bản mới nhất, duy nhất?',
    en: 'Has each school year one newest version?',
    source: 'CV 2088/BGDĐT-GDTH, phụ lục 1 (thu hồi, thay thế)',
  },
  history: {
    vi: 'Quá trình học tập trong học bạ có khớp với các học bạ kèm theo?',
    en: 'Does the history in the newest record agree with the records beside it?',
    source: 'CV 2088/BGDĐT-GDTH, phụ lục 1, II.1 (QUA_TRINH_HOC_TAP)',
  },
  status: {
    vi: 'Học bạ có còn trong lưu hành?',
    en: 'Is the record still in circulation?',
    source: '1789/QĐ-SGDĐT điều 2.13',
  },
} as const satisfies Readonly<Record<string, TransferCheck>>;

export type TransferCheckCode = keyof typeof TRANSFER_CHECKS;

/** Why a row did not pass, or what is to be known although it did. Frozen codes. */
export const TRANSFER_REASONS = {
  unreadable: { vi: 'không đọc được', en: 'it cannot be read' },
  repacked: {
    vi: 'gói đã được đóng lại: nội dung có ký vẫn nguyên, nhưng không phải từng byte như lúc gửi',
    en: 'it was packed anew: what is signed is whole, but not byte for byte what was sent',
  },
  unsigned: { vi: 'không có chữ ký', en: 'there is no signature' },
  signatureInvalid: { vi: 'chữ ký không đúng', en: 'the signature does not hold' },
  signatureUnsupported: { vi: 'không kết luận được về chữ ký', en: 'the signature cannot be judged' },
  fileNotSigned: { vi: 'có tệp không được ký', en: 'a file is not signed' },
  signatureCoversLess: {
    vi: 'có chữ ký không bao trùm mọi tệp',
    en: 'a signature does not cover every file',
  },
  signedFileMissing: { vi: 'tệp được ký không có trong gói', en: 'a signed file is not in the package' },
  certificate: {
    vi: 'chữ ký đúng, nhưng chưa đủ căn cứ về chứng thư',
    en: 'the signature holds, but too little is known of its certificate',
  },
  authorityUnknown: {
    vi: 'chưa có sổ đăng ký nào nói ai được ký cho trường này',
    en: 'no register says who may sign for this school',
  },
  notAuthorised: { vi: 'người ký không được ký cho trường này', en: 'the signer may not sign for this school' },
  receiverUnknown: {
    vi: 'trường nhận chưa được xác định khi gửi: hợp lệ',
    en: 'the receiver was not known when it was sent: a valid case',
  },
  receiverNotAsked: { vi: 'chưa nêu mã trường đang kiểm tra', en: 'the code of this school was not given' },
  otherReceiver: { vi: 'gói gửi cho trường khác', en: 'it is meant for another school' },
  factDiffers: { vi: 'thông tin ghi khác với học bạ', en: 'a fact differs from the record' },
  senderHasNoRecord: {
    vi: 'không có học bạ nào do trường gửi lập',
    en: 'none of the records is of the sending school',
  },
  otherPupil: { vi: 'là của học sinh khác', en: 'it belongs to another pupil' },
  identityChanged: {
    vi: 'thông tin nhân thân có thay đổi, cần quyết định kèm theo',
    en: 'what says who the pupil is has changed; a decision should say why',
  },
  yearMissing: { vi: 'thiếu học bạ, trường gửi không nêu lý do', en: 'the record is missing without a reason' },
  yearMissingExplained: {
    vi: 'thiếu học bạ, trường gửi có nêu lý do',
    en: 'the record is missing for a reason that the sending school gives',
  },
  gapDiffers: { vi: 'danh sách năm thiếu không khớp', en: 'the list of missing years is not right' },
  replaced: {
    vi: 'đã bị một học bạ khác trong gói thay thế',
    en: 'another record of the package replaces it',
  },
  severalVersions: {
    vi: 'có nhiều bản mà không bản nào thay thế bản khác',
    en: 'there are several versions, and none replaces another',
  },
  historyDiffers: {
    vi: 'quá trình học tập nêu mã tra cứu khác',
    en: 'the history names another look-up code',
  },
  notAsked: { vi: 'chưa hỏi cơ quan quản lý', en: 'the authority was not asked' },
  statusUnknown: { vi: 'cơ quan quản lý không trả lời', en: 'the authority does not know' },
  notInCirculation: { vi: 'đã bị thu hồi hoặc thay thế', en: 'it was recalled or replaced' },
  recordFailed: { vi: 'học bạ không hợp lệ', en: 'the record is not valid' },
  recordOpen: { vi: 'chưa đủ căn cứ để kết luận về học bạ', en: 'too little is known to conclude on the record' },
} as const satisfies Readonly<Record<string, { readonly vi: string; readonly en: string }>>;

export type TransferReason = keyof typeof TRANSFER_REASONS;
