import type { CommandDefinition } from '../definition.js';
import { CRL, OCSP, RECORD_FILES } from './repeated-options.js';

/** Commands that verify. */
export const SIGNATURE_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'verify',
    summary: { vi: 'xác minh học bạ và nói rõ vì sao', en: 'verify records, and say why' },
    description: [
      {
        vi: 'Dạng tệp được nhận ra theo nội dung: XML, giao dịch, trường content, gói ASiC-E, PDF kèm XML. Với gói chuyển trường: in danh mục kiểm tra trước khi nhập.',
        en: 'The form of a file is recognised by its content: XML, transaction, content field, ASiC-E container, PDF with XML. Of a transfer package the checklist before import is printed.',
      },
      {
        vi: 'Ba kết luận: HỢP LỆ (mã thoát 0), KHÔNG HỢP LỆ (1), CHƯA ĐỦ CĂN CỨ ĐỂ KẾT LUẬN (2). Điều chưa biết không bao giờ thành hợp lệ: chưa có sổ đăng ký người ký (--register) thì cao nhất là "chưa đủ căn cứ".',
        en: 'Three conclusions: VALID (exit code 0), NOT VALID (1), INDETERMINATE (2). What is not known never becomes valid: without a register of signers (--register) the best conclusion is "indeterminate".',
      },
      {
        vi: 'Không truy cập mạng. Điểm tin cậy chỉ lấy từ --trust, tình trạng thu hồi từ --crl, --ocsp và từ chính tệp; thiếu thì cao nhất là "chưa đủ căn cứ".',
        en: 'No network. Trust anchors come from --trust alone, revocation from --crl, --ocsp and the file itself; without it the best conclusion is "indeterminate".',
      },
    ],
    arguments: [RECORD_FILES],
    options: [
      CRL,
      OCSP,
      {
        flags: '--authority-copy <FILE>',
        repeatable: true,
        text: {
          vi: 'bản tải từ hệ thống của cơ quan quản lý để đối chiếu; khác nhau thì KHÔNG HỢP LỆ; dùng được nhiều lần',
          en: 'copy fetched from the authority’s server, to compare with; a difference is NOT VALID; repeatable',
        },
      },
      {
        flags: '--details',
        text: {
          vi: 'in từng câu hỏi đã kiểm tra; một tệp thì luôn in, nhiều tệp thì chỉ in kết luận',
          en: 'print every question asked; for one file always done, for many only the conclusion',
        },
      },
      {
        flags: '--sender <PIN>',
        repeatable: true,
        text: {
          vi: 'gói chuyển trường: người được ký cho trường gửi, nếu không có sổ đăng ký: SHA-256 của chứng thư, hoặc tệp chứng thư',
          en: 'transfer package: who may sign for the sending school, where there is no register: SHA-256 of the certificate, or its file',
        },
      },
      {
        flags: '--school <CODE>',
        text: {
          vi: 'gói chuyển trường: mã trường đang kiểm tra; gói gửi cho trường khác thì không hợp lệ',
          en: 'transfer package: code of this school; a package for another one is not valid',
        },
      },
      {
        flags: '--survey',
        text: {
          vi: 'chỉ đếm theo bố cục, dạng chữ ký và nguyên nhân, không nêu tên tệp',
          en: 'only count by layout, form of signature and cause, naming no file',
        },
      },
    ],
    examples: [
      {
        command: 'hocba verify hoc-ba.xml --trust chung-thu-goc',
        text: { vi: 'xác minh một học bạ', en: 'verify a record' },
      },
      {
        command: 'hocba verify lop-4a1 --trust chung-thu-goc --json',
        text: { vi: 'cả thư mục, mỗi tệp một dòng JSON', en: 'a folder, one line of JSON a file' },
      },
    ],
    load: async () => (await import('../commands/verify.js')).verify,
  },
  {
    name: 'signature',
    summary: {
      vi: 'kiểm phần lõi chữ ký của tệp XMLDSig, XAdES, ASiC-E bất kỳ',
      en: 'check the core of the signatures in any XMLDSig, XAdES or ASiC-E file',
    },
    description: [
      {
        vi: 'Luôn in mỗi tệp một dòng JSON. core: valid khi giá trị băm của mọi tham chiếu và giá trị chữ ký đều đúng; của cả tệp là valid chỉ khi có chữ ký và mọi chữ ký đều valid. Mã thoát theo core: 0 valid, 1 invalid, 2 unsupported.',
        en: 'Always prints one line of JSON a file. core: valid when every reference digest and the signature value hold; of the file only if there is a signature and every one is valid. The exit code follows core: 0 valid, 1 invalid, 2 unsupported.',
      },
      {
        vi: 'indication, subIndication: kết luận theo EN 319 102-1 với điểm tin cậy của --trust; thu hồi không được kiểm nên không bao giờ là totalPassed.',
        en: 'indication, subIndication: the conclusion by EN 319 102-1 with the anchors of --trust; revocation is not checked, so it is never totalPassed.',
      },
    ],
    arguments: [
      {
        name: 'FILE',
        variadic: true,
        text: { vi: 'tệp XML có chữ ký, hoặc gói ASiC-E', en: 'signed XML file, or ASiC-E container' },
      },
    ],
    options: [
      {
        flags: '--detached <DIR>',
        text: {
          vi: 'thư mục chứa các tệp mà chữ ký tham chiếu ra ngoài; chỉ đọc bên trong thư mục này',
          en: 'folder with the files that signatures refer to; nothing outside it is read',
        },
      },
      {
        flags: '--key <FILE>',
        text: {
          vi: 'chứng thư hoặc khóa công khai (PEM, DER) dùng thay cho khóa ghi trong chữ ký',
          en: 'certificate or public key (PEM, DER) used instead of the key in the signature',
        },
      },
    ],
    examples: [{ command: 'hocba signature hoa-don.xml', text: { vi: 'hóa đơn điện tử', en: 'an e-invoice' } }],
    load: async () => (await import('../commands/signature.js')).signature,
  },
  {
    name: 'explain',
    summary: {
      vi: 'vì sao giá trị băm không khớp, ai cần sửa gì',
      en: 'why a digest does not match, and who has to change what',
    },
    description: [
      {
        vi: 'Thử ngược từng cách làm hỏng đã biết, một hoặc hai cách cùng lúc; chỉ nêu nguyên nhân khi tính lại ra đúng giá trị băm đã ký, còn lại là "không rõ". Không sửa tệp, không đổi kết luận. Nhận mọi tệp XML có chữ ký.',
        en: 'Undoes every known way of damage, one or two at a time; a cause is named only when the digest then equals the signed one, else it is "unknown". Repairs nothing and changes no verdict. Takes any signed XML.',
      },
      {
        vi: 'Mã thoát như verify, chỉ xét phần lõi chữ ký: 0 mọi giá trị đều khớp, 1 có chỗ không đúng, 2 không kết luận được. Có --original thì in các trường khác nhau kèm giá trị: chỉ chạy ở nơi được phép xem.',
        en: 'Exit codes as verify, for the core of the signatures alone: 0 everything matches, 1 something does not hold, 2 it cannot be judged. With --original the fields that differ are printed with their values: run it only where they may be seen.',
      },
    ],
    arguments: [{ name: 'FILE', variadic: true, text: { vi: 'tệp XML có chữ ký', en: 'signed XML file' } }],
    options: [
      {
        flags: '--original <FILE>',
        text: { vi: 'tệp chưa bị sửa, để so từng trường', en: 'the unaltered file, to compare field by field' },
      },
      {
        flags: '--detached <DIR>',
        text: {
          vi: 'thư mục chứa các tệp mà chữ ký tham chiếu ra ngoài; chỉ đọc bên trong thư mục này',
          en: 'folder with the files that signatures refer to; nothing outside it is read',
        },
      },
    ],
    examples: [
      { command: 'hocba explain nhan-duoc.xml', text: { vi: 'tìm nguyên nhân', en: 'look for the cause' } },
      {
        command: 'hocba explain nhan-duoc.xml --original goc.xml',
        text: { vi: 'so với tệp gốc', en: 'compare with the original' },
      },
    ],
    load: async () => (await import('../commands/explain.js')).explain,
  },
];
