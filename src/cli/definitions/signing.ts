import type { CommandDefinition } from '../definition.js';
import {
  CRL,
  FORCE,
  OCSP,
  ONE_RECORD,
  OUT_FILE,
  PROFILE,
  PSS,
  RECEIVER,
  RECORD_FILES,
  ROLE,
} from './repeated-options.js';

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

/** Commands that sign and say who signs next. */
export const SIGNING_COMMANDS: readonly CommandDefinition[] = [
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
];
