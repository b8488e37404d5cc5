import type { CommandDefinition } from '../definition.js';
import { FORCE, PSS } from './repeated-options.js';

/** Commands about whom to trust. */
export const TRUST_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'trust',
    summary: {
      vi: 'danh sách tin cậy và sổ đăng ký có ký: xem, kiểm tra, lập',
      en: 'signed trust lists and registers: look at, check, make',
    },
    description: [
      {
        vi: 'show: nội dung của danh sách tin cậy hoặc sổ đăng ký, sau khi chữ ký và người ký (--trust-signer) đã được kiểm. check: như show, nhưng mã thoát 2 khi danh sách không có hiệu lực tại thời điểm --at.',
        en: 'show: what a trust list or register says, after its signature and its signer (--trust-signer) were checked. check: the same, with exit code 2 when it is not in force at --at.',
      },
      {
        vi: 'Số của danh sách đã thấy được ghi nhớ (HOCBA_STATE): check và verify từ chối danh sách cũ hơn; show chỉ xem, không so.',
        en: 'Numbers of lists seen are kept (HOCBA_STATE): check and verify refuse an older list; show only looks and does not compare.',
      },
      {
        vi: 'create: lập và ký từ một tệp JSON: anchors là danh sách tin cậy, nhaTruong là sổ đăng ký; mỗi mục có thể là đường dẫn một tệp CSV. Mẫu và các cột: docs/trust.md, mục 5a. Thời điểm phát hành là --at nếu tệp không nêu.',
        en: 'create: makes and signs from a JSON file: anchors for a trust list, nhaTruong for a register; either may be the path of a CSV file. Form and columns: docs/trust.md, 5a. Issued at --at unless the file says when.',
      },
      {
        vi: 'Cách lấy và đối chiếu chứng thư gốc: docs/trust.md. Không có chứng thư gốc nào được cài sẵn.',
        en: 'How to get and compare root certificates: docs/trust.md. None is built in.',
      },
    ],
    arguments: [
      { name: 'ACTION', text: { vi: 'show, check hoặc create', en: 'show, check or create' } },
      {
        name: 'FILE',
        variadic: true,
        text: {
          vi: 'danh sách tin cậy hoặc sổ đăng ký; với create: một tệp JSON',
          en: 'trust list or register; with create: one JSON file',
        },
      },
    ],
    options: [
      {
        flags: '--p12 <FILE>',
        text: { vi: 'create: tệp PKCS#12 của người phát hành', en: 'create: PKCS#12 file of the publisher' },
      },
      { flags: '--out <FILE>', text: { vi: 'create: tệp kết quả', en: 'create: file to write' } },
      PSS,
      FORCE,
    ],
    examples: [
      {
        command: 'hocba trust check tin-cay.xml --trust-signer nguoi-ky.pem',
        text: { vi: 'danh sách còn hiệu lực không', en: 'whether a list is in force' },
      },
      {
        command: 'hocba trust create tin-cay.json --p12 so-gddt.p12 --out tin-cay.xml',
        text: { vi: 'lập và ký danh sách tin cậy', en: 'make and sign a trust list' },
      },
    ],
    load: async () => (await import('../commands/trust.js')).trust,
  },
];
