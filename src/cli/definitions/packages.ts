import type { CommandDefinition } from '../definition.js';
import { FORCE, OUT_FILE, OUT_FOLDER, PROFILE, PSS, RECEIVER } from './repeated-options.js';

/** Commands that pack records for a gateway, and for another school. */
export const PACKAGE_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'pack',
    summary: { vi: 'gộp học bạ thành một giao dịch', en: 'join records into one transaction' },
    description: [
      {
        vi: 'Không viết lại học bạ nào: mọi chữ ký giữ nguyên. Id trùng giữa các học bạ thì từ chối. Quá giới hạn của bên nhận thì tách thành nhiều tệp, đánh số -1, -2, …',
        en: 'No record is written anew: every signature stays as it is. Ids that would occur twice are refused. Beyond the limit of the receiver there are several files, numbered -1, -2, …',
      },
    ],
    arguments: [
      {
        name: 'FILE',
        variadic: true,
        text: { vi: 'tệp XML của từng học bạ, hoặc thư mục', en: 'XML files of single records, or folders' },
      },
    ],
    options: [
      OUT_FILE,
      {
        flags: '--as <FORM>',
        choices: ['xml', 'content', 'asice'],
        default: 'xml',
        text: {
          vi: 'danh sách XML, hay trường content (nén, base64) để gửi cổng tiếp nhận; asice: gói chuyển trường của một học sinh, xem transfer',
          en: 'the XML list, or the content field (compressed, base64) for the gateway; asice: the transfer package of one pupil, see transfer',
        },
      },
      {
        flags: '--p12 <FILE>',
        text: {
          vi: 'tệp PKCS#12 của tổ chức gửi, để ký giao dịch',
          en: 'PKCS#12 file of the organisation that submits, to sign the transaction',
        },
      },
      PROFILE,
      RECEIVER,
      FORCE,
    ],
    examples: [
      {
        command: 'hocba pack da-ky --out giao-dich.txt --as content',
        text: { vi: 'đóng gói cả thư mục', en: 'pack a folder' },
      },
    ],
    load: async () => (await import('../commands/pack.js')).pack,
  },
  {
    name: 'unpack',
    summary: { vi: 'tách giao dịch thành từng học bạ', en: 'take a transaction apart into its records' },
    description: [
      {
        vi: 'Mọi kiểm tra xong mới ghi tệp. Chữ ký trong từng học bạ giữ nguyên; bản giao dịch XML cũng được giữ lại. Gói ASiC-E có chữ ký hỏng hoặc có tệp không được ký thì không ghi gì (mã thoát 1).',
        en: 'Nothing is written before all checks pass. The signatures in each record stay as they are; the XML of the transaction is kept too. Of an ASiC-E container with a broken signature or a file that is not signed nothing is written (exit code 1).',
      },
    ],
    arguments: [
      {
        name: 'FILE',
        text: {
          vi: 'danh sách XML, trường content, JSON có trường content, hoặc gói ASiC-E',
          en: 'XML list, content field, JSON with a content field, or ASiC-E container',
        },
      },
    ],
    options: [OUT_FOLDER, FORCE],
    examples: [
      { command: 'hocba unpack giao-dich.txt --out nhan-duoc', text: { vi: 'mở giao dịch', en: 'open a transaction' } },
    ],
    load: async () => (await import('../commands/unpack.js')).unpack,
  },
  {
    name: 'transfer',
    summary: {
      vi: 'lập gói chuyển trường (ASiC-E): học bạ mọi năm của một học sinh',
      en: 'make a transfer package (ASiC-E): one pupil’s records of all years',
    },
    description: [
      {
        vi: 'Học bạ được giữ nguyên từng byte; gói có thông tin về chuỗi học bạ, biên nhận của cổng tiếp nhận, tệp kèm, và một chữ ký của trường gửi trên mọi tệp. Cùng dữ liệu, cùng khóa RSA, cùng --at thì cùng một tệp. Chưa biết trường nhận thì bỏ --to.',
        en: 'The records stay byte for byte; the package holds the facts about their chain, receipts of gateways, attachments, and one signature of the sending school over every file. The same data, RSA key and --at give the same file. Leave --to out when the receiver is not known yet.',
      },
      {
        vi: 'Năm thiếu học bạ được ghi vào gói; nêu lý do bằng --gap. Từng bước: docs/chuyen-truong.md.',
        en: 'Years without a record are written down; give the reason with --gap. Step by step: docs/chuyen-truong.md.',
      },
    ],
    arguments: [
      {
        name: 'FILE',
        variadic: true,
        text: {
          vi: 'tệp XML của từng năm, hoặc thư mục; của một học sinh',
          en: 'XML files of single years, or folders; of one pupil',
        },
      },
    ],
    options: [
      {
        flags: '--p12 <FILE>',
        required: true,
        text: { vi: 'tệp PKCS#12 của trường gửi', en: 'PKCS#12 file of the sending school' },
      },
      OUT_FILE,
      {
        flags: '--from <SCHOOL>',
        text: {
          vi: 'trường gửi, dạng MÃ=TÊN; mặc định là trường của học bạ mới nhất',
          en: 'sending school as CODE=NAME; default the school of the newest record',
        },
      },
      {
        flags: '--to <SCHOOL>',
        text: { vi: 'trường nhận, dạng MÃ=TÊN', en: 'receiving school as CODE=NAME' },
      },
      {
        flags: '--gap <YEAR=REASON>',
        repeatable: true,
        text: { vi: 'lý do một năm học không có học bạ', en: 'why a school year has no record' },
      },
      {
        flags: '--attach <KIND=FILE>',
        repeatable: true,
        text: {
          vi: 'tệp kèm (PDF, JPEG, PNG, XML): banTheHien, keHoachGiaoDucCaNhan, quyetDinh, khac',
          en: 'attachment (PDF, JPEG, PNG, XML): banTheHien, keHoachGiaoDucCaNhan, quyetDinh, khac',
        },
      },
      {
        flags: '--receipt <FILE>',
        repeatable: true,
        text: { vi: 'biên nhận của cổng tiếp nhận (JSON, XML)', en: 'receipt of a gateway (JSON, XML)' },
      },
      {
        flags: '--tsa <URL>',
        text: {
          vi: 'dịch vụ cấp dấu thời gian (RFC 3161); có truy cập mạng',
          en: 'time-stamping authority (RFC 3161); uses the network',
        },
      },
      PSS,
      FORCE,
    ],
    examples: [
      {
        command: 'hocba transfer hoc-sinh --p12 truong.p12 --to "79000002=Trường Tiểu học B" --out chuyen.asice',
        text: { vi: 'lập gói cho trường nhận', en: 'make a package for the receiving school' },
      },
      {
        command: 'hocba verify chuyen.asice --trust chung-thu-goc --school 79000002',
        text: { vi: 'danh mục kiểm tra trước khi nhập', en: 'the checklist before import' },
      },
    ],
    load: async () => (await import('../commands/transfer.js')).transfer,
  },
  {
    name: 'receipt',
    summary: {
      vi: 'biên nhận có ký của gói chuyển trường: lập, kiểm tra',
      en: 'signed receipt of a transfer package: make, check',
    },
    description: [
      {
        vi: 'create FILE: FILE là gói đã nhận; biên nhận gắn với SHA-256 của đúng gói đó. verify FILE: FILE là biên nhận, --package là gói đã gửi. Mã thoát của verify như lệnh verify.',
        en: 'create FILE: FILE is the package that arrived; the receipt is bound to the SHA-256 of that very package. verify FILE: FILE is the receipt, --package the package that was sent. The exit codes of verify are those of the command verify.',
      },
    ],
    arguments: [
      { name: 'ACTION', text: { vi: 'create hoặc verify', en: 'create or verify' } },
      { name: 'FILE', text: { vi: 'gói đã nhận, hoặc biên nhận', en: 'the package, or the receipt' } },
    ],
    options: [
      {
        flags: '--package <FILE>',
        text: { vi: 'verify: gói đã gửi', en: 'verify: the package that was sent' },
      },
      {
        flags: '--school <SCHOOL>',
        text: {
          vi: 'create: trường nhận, dạng MÃ=TÊN; verify: mã trường phải có',
          en: 'create: receiving school as CODE=NAME; verify: the code it must have',
        },
      },
      {
        flags: '--decision <WORD>',
        choices: ['received', 'accepted', 'refused'],
        default: 'received',
        text: { vi: 'create: đã nhận, đã tiếp nhận, từ chối', en: 'create: received, accepted, refused' },
      },
      {
        flags: '--reason <CODE>',
        repeatable: true,
        text: {
          vi: 'create: mã lý do, ví dụ years:yearMissing; không ghi tên học sinh',
          en: 'create: code of a reason, such as years:yearMissing; never a pupil’s name',
        },
      },
      {
        flags: '--signer <PIN>',
        repeatable: true,
        text: {
          vi: 'verify: người được ký cho trường nhận: SHA-256 của chứng thư, hoặc tệp chứng thư',
          en: 'verify: who may sign for the receiving school: SHA-256 of the certificate, or its file',
        },
      },
      {
        flags: '--crl <FILE>',
        repeatable: true,
        text: { vi: 'verify: danh sách thu hồi', en: 'verify: revocation list' },
      },
      {
        flags: '--ocsp <FILE>',
        repeatable: true,
        text: { vi: 'verify: trả lời OCSP', en: 'verify: OCSP response' },
      },
      {
        flags: '--p12 <FILE>',
        text: { vi: 'create: tệp PKCS#12 của trường nhận', en: 'create: PKCS#12 file of the receiving school' },
      },
      { flags: '--out <FILE>', text: { vi: 'create: tệp kết quả', en: 'create: file to write' } },
      PSS,
      FORCE,
    ],
    examples: [
      {
        command:
          'hocba receipt create chuyen.asice --p12 truong.p12 --school "79000002=Trường Tiểu học B" --decision accepted --out bien-nhan.xml',
        text: { vi: 'trường nhận xác nhận', en: 'the receiving school confirms' },
      },
      {
        command: 'hocba receipt verify bien-nhan.xml --package chuyen.asice --trust chung-thu-goc',
        text: { vi: 'trường gửi kiểm tra', en: 'the sending school checks' },
      },
    ],
    load: async () => (await import('../commands/receipt.js')).receipt,
  },
];
