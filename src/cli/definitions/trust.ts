import type { CommandDefinition } from '../definition.js';

/** Commands about whom to trust. */
export const TRUST_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'trust',
    summary: {
      vi: 'danh sách tin cậy và sổ đăng ký có ký: xem, kiểm tra',
      en: 'signed trust lists and registers: look at, check',
    },
    description: [
      {
        vi: 'show: nội dung của danh sách tin cậy hoặc sổ đăng ký, sau khi chữ ký và người ký (--trust-signer) đã được kiểm. check: như show, nhưng mã thoát 2 khi danh sách không có hiệu lực tại thời điểm --at.',
        en: 'show: what a trust list or register says, after its signature and its signer (--trust-signer) were checked. check: the same, with exit code 2 when it is not in force at --at.',
      },
      {
        vi: 'Cách lấy và đối chiếu chứng thư gốc: docs/trust.md. Không có chứng thư gốc nào được cài sẵn.',
        en: 'How to get and compare root certificates: docs/trust.md. None is built in.',
      },
    ],
    arguments: [
      { name: 'ACTION', text: { vi: 'show hoặc check', en: 'show or check' } },
      {
        name: 'FILE',
        variadic: true,
        text: { vi: 'danh sách tin cậy hoặc sổ đăng ký', en: 'trust list or register' },
      },
    ],
    options: [],
    examples: [
      {
        command: 'hocba trust check tin-cay.xml --trust-signer nguoi-ky.pem',
        text: { vi: 'danh sách còn hiệu lực không', en: 'whether a list is in force' },
      },
    ],
    load: async () => (await import('../commands/trust.js')).trust,
  },
];
