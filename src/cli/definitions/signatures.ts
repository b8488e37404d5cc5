import type { CommandDefinition } from '../definition.js';
import { FORCE, ONE_RECORD, OUT_FILE, PROFILE, PSS, RECEIVER, RECORD_FILES, ROLE } from './shared.js';

const ALLOW_GAPS = {
  flags: '--allow-gaps',
  text: {
    vi: 'cho nhà trường ký dù hiệu trưởng chưa ký (chạy thử)',
    en: 'let the school seal although the principal has not signed (rehearsals)',
  },
} as const;

const TEACHER = {
  flags: '--teacher <CODE>',
  text: {
    vi: 'mã của giáo viên bộ môn, với --role GVBM',
    en: 'code of the subject teacher, with --role GVBM',
  },
} as const;

const CRL = {
  flags: '--crl <FILE>',
  repeatable: true,
  text: {
    vi: 'danh sách thu hồi (PEM, DER) của một tổ chức chứng thực; dùng được nhiều lần',
    en: 'revocation list (PEM, DER) of an authority; repeatable',
  },
} as const;

const OCSP = {
  flags: '--ocsp <FILE>',
  repeatable: true,
  text: { vi: 'trả lời OCSP (DER); dùng được nhiều lần', en: 'OCSP response (DER); repeatable' },
} as const;

/** Commands that sign and verify. */
export const SIGNATURE_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'sign',
    summary: { vi: 'ký một vai trò bằng tệp PKCS#12', en: 'sign in one role with a PKCS#12 file' },
    description: [
      {
        vi: 'Trước khi ký: ô ký còn trống, đã đến lượt, các chữ ký trước còn đúng, chứng thư còn hạn và là của người ghi trong học bạ. Mật khẩu lấy từ HOCBA_P12_PASSWORD hoặc hỏi trên màn hình.',
        en: 'Before signing: the slot is free, it is the role’s turn, earlier signatures hold, the certificate is valid and is of the person the record names. The password comes from HOCBA_P12_PASSWORD or is asked for.',
      },
      {
        vi: 'Thời điểm ký là --at, mặc định là bây giờ.',
        en: 'The signing time is --at, by default now.',
      },
    ],
    arguments: [ONE_RECORD],
    options: [
      ROLE,
      {
        flags: '--p12 <FILE>',
        required: true,
        text: { vi: 'tệp PKCS#12 của người ký', en: 'PKCS#12 file of the signer' },
      },
      OUT_FILE,
      PROFILE,
      RECEIVER,
      PSS,
      TEACHER,
      ALLOW_GAPS,
      FORCE,
    ],
    examples: [
      {
        command: 'hocba sign hoc-ba.xml --role GVCN --p12 giao-vien.p12 --out da-ky.xml',
        text: { vi: 'giáo viên chủ nhiệm ký', en: 'the homeroom teacher signs' },
      },
    ],
    load: async () => (await import('../commands/sign.js')).sign,
  },
  {
    name: 'prepare',
    summary: {
      vi: 'bước 1 khi khóa ở nơi khác: xuất các byte cần ký',
      en: 'step 1 when the key is elsewhere: the bytes to sign',
    },
    description: [
      {
        vi: 'Ghi một tệp trạng thái (JSON, không chứa bí mật) để dùng với complete. Tệp trạng thái có hạn 24 giờ và gắn với đúng tệp học bạ này.',
        en: 'Writes a state file (JSON, no secret in it) for complete. It is good for 24 hours and bound to this very file.',
      },
    ],
    arguments: [ONE_RECORD],
    options: [
      ROLE,
      {
        flags: '--certificate <FILE>',
        required: true,
        text: { vi: 'chứng thư của người ký (PEM, DER)', en: 'certificate of the signer (PEM, DER)' },
      },
      { flags: '--out <FILE>', required: true, text: { vi: 'tệp trạng thái', en: 'state file to write' } },
      {
        flags: '--bytes <FILE>',
        text: { vi: 'ghi thêm các byte cần ký ra tệp này', en: 'also write the bytes to sign into this file' },
      },
      PROFILE,
      RECEIVER,
      TEACHER,
      ALLOW_GAPS,
      FORCE,
    ],
    examples: [
      {
        command: 'hocba prepare hoc-ba.xml --role CBQL --certificate ht.pem --out ky.json --bytes can-ky.bin',
        text: { vi: 'chuẩn bị cho hiệu trưởng', en: 'prepare for the principal' },
      },
      {
        command: 'openssl dgst -sha256 -sign ht.key -out gia-tri.bin can-ky.bin',
        text: { vi: 'ký ở nơi giữ khóa', en: 'sign where the key is' },
      },
    ],
    load: async () => (await import('../commands/prepare.js')).prepare,
  },
  {
    name: 'complete',
    summary: { vi: 'bước 2: đưa giá trị chữ ký vào học bạ', en: 'step 2: put the signature value into the record' },
    description: [
      {
        vi: 'Giá trị được kiểm với chứng thư trước khi ghi; cùng một giá trị luôn cho cùng một tệp.',
        en: 'The value is checked against the certificate before anything is written; the same value always gives the same file.',
      },
    ],
    arguments: [ONE_RECORD],
    options: [
      {
        flags: '--state <FILE>',
        required: true,
        text: { vi: 'tệp trạng thái của prepare', en: 'state file of prepare' },
      },
      {
        flags: '--value <FILE>',
        required: true,
        text: { vi: 'giá trị chữ ký, dạng nhị phân hoặc base64', en: 'the signature value, binary or base64' },
      },
      OUT_FILE,
      FORCE,
    ],
    examples: [
      {
        command: 'hocba complete hoc-ba.xml --state ky.json --value gia-tri.bin --out da-ky.xml',
        text: { vi: 'hoàn tất', en: 'finish' },
      },
    ],
    load: async () => (await import('../commands/prepare.js')).complete,
  },
  {
    name: 'adopt',
    summary: {
      vi: 'nhận tệp đã ký bằng phần mềm khác',
      en: 'take over a file that other software has signed',
    },
    description: [
      {
        vi: 'Chỉ nhận khi ngoài ô ký của vai trò không có gì thay đổi, và chữ ký mới đúng, phủ dữ liệu của vai trò, là của người ghi trong học bạ. Nếu không, nêu phần tử khác đầu tiên (mã thoát 65).',
        en: 'Taken over only when nothing but the role’s slot has changed, and the new signature holds, covers the role’s data and is of the person the record names. Else the first element that differs is named (exit code 65).',
      },
    ],
    arguments: [
      {
        name: 'BEFORE',
        text: { vi: 'tệp đã đưa cho phần mềm kia', en: 'the file that was handed to the other software' },
      },
      { name: 'AFTER', text: { vi: 'tệp nhận lại', en: 'what came back' } },
    ],
    options: [ROLE, OUT_FILE, TEACHER, ALLOW_GAPS, FORCE],
    examples: [
      {
        command: 'hocba adopt hoc-ba.xml tu-plugin.xml --role CBQL --out da-ky.xml',
        text: { vi: 'hiệu trưởng đã ký bằng plugin', en: 'the principal has signed with a plugin' },
      },
    ],
    load: async () => (await import('../commands/adopt.js')).adopt,
  },
  {
    name: 'extend',
    summary: {
      vi: 'thêm dấu thời gian và bằng chứng vào một chữ ký',
      en: 'add time stamp and evidence to a signature',
    },
    description: [
      {
        vi: 'T: dấu thời gian. LT: thêm chứng thư và tình trạng thu hồi của người ký và của nơi đóng dấu thời gian. LTA: thêm dấu lưu trữ; làm lại thì gia hạn. Làm được sau khi mọi vai trò đã ký, nhưng phải trước khi đóng gói: chữ ký giao dịch phủ lên học bạ.',
        en: 'T: a time stamp. LT: also certificates and revocation state of the signer and of the time-stamping authority. LTA: also an archive stamp; once more renews it. It can be done after all roles have signed, but before packing: the signature of a transaction covers the records.',
      },
      {
        vi: 'Chỉ gọi mạng tới --tsa; với --online còn hỏi các địa chỉ CRL, OCSP ghi trong chứng thư. Chữ ký dạng cv2088 không phải XAdES nên không nâng được.',
        en: 'Of the network only --tsa is asked; with --online also the CRL and OCSP addresses in the certificates. Signatures of profile cv2088 are no XAdES and cannot be extended.',
      },
    ],
    arguments: [ONE_RECORD],
    options: [
      ROLE,
      {
        flags: '--level <LEVEL>',
        required: true,
        choices: ['T', 'LT', 'LTA'],
        text: { vi: 'mức cần đạt', en: 'level to reach' },
      },
      {
        flags: '--tsa <URL>',
        required: true,
        text: {
          vi: 'địa chỉ dịch vụ dấu thời gian (RFC 3161)',
          en: 'address of the time-stamping authority (RFC 3161)',
        },
      },
      OUT_FILE,
      TEACHER,
      CRL,
      OCSP,
      {
        flags: '--online',
        text: {
          vi: 'hỏi CRL, OCSP theo địa chỉ trong chứng thư',
          en: 'ask for CRLs and OCSP at the addresses in the certificates',
        },
      },
      FORCE,
    ],
    examples: [
      {
        command: 'hocba extend da-ky.xml --role KY_PHAT_HANH --level T --tsa http://tsa.example --out da-ky-t.xml',
        text: { vi: 'đóng dấu thời gian cho chữ ký phát hành', en: 'stamp the seal' },
      },
    ],
    load: async () => (await import('../commands/extend.js')).extend,
  },
  {
    name: 'plan',
    summary: { vi: 'ai đã ký, đến lượt ai, vướng ở đâu', en: 'who has signed, who is next, what blocks' },
    description: [
      {
        vi: 'Chữ ký được coi là đã có khi phần lõi còn đúng; độ tin cậy của chứng thư thì xem bằng verify. Mã thoát 1 khi có chữ ký hỏng.',
        en: 'A signature counts when its core holds; whether its certificate can be trusted is for verify. Exit code 1 when a signature is broken.',
      },
    ],
    arguments: [RECORD_FILES],
    options: [
      {
        flags: '--occasion <ID>',
        text: {
          vi: 'dịp ký, ví dụ yearEnd, partialYear; mặc định là dịp thường của học bạ',
          en: 'occasion of signing, such as yearEnd, partialYear; default the usual one of the record',
        },
      },
    ],
    examples: [{ command: 'hocba plan hoc-ba.xml', text: { vi: 'xem kế hoạch ký', en: 'see the plan' } }],
    load: async () => (await import('../commands/plan.js')).plan,
  },
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
