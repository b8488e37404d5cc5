import type { CommandDefinition, OptionDefinition } from '../definition.js';
import { PROFILE, RECEIVER } from './repeated-options.js';

const RECORDS = {
  name: 'FILE',
  variadic: true,
  text: { vi: 'tệp XML của từng học bạ đã ký, hoặc thư mục', en: 'XML files of signed records, one each, or folders' },
} as const;

const SECRETS = {
  vi: 'Mật khẩu tài khoản, mã phiên và mật khẩu tệp PKCS#12 lấy từ HOCBA_GATEWAY_PASSWORD, HOCBA_GATEWAY_TOKEN, HOCBA_P12_PASSWORD hoặc được hỏi trên màn hình.',
  en: 'The password of the account, the session token and the password of the PKCS#12 file come from HOCBA_GATEWAY_PASSWORD, HOCBA_GATEWAY_TOKEN, HOCBA_P12_PASSWORD or are asked for.',
};

const ACCOUNT: readonly OptionDefinition[] = [
  {
    flags: '--url <URL>',
    text: {
      vi: 'địa chỉ cổng tiếp nhận: https, hoặc http trên chính máy này',
      en: 'address of the gateway: https, or http on this very machine',
    },
  },
  { flags: '--unit <CODE>', required: true, text: { vi: 'mã đơn vị gửi', en: 'code of the unit that sends' } },
  {
    flags: '--user <NAME>',
    text: { vi: 'tài khoản của đơn vị; mặc định là mã đơn vị', en: 'account of the unit; default its code' },
  },
  {
    flags: '--year <YEAR>',
    text: {
      vi: 'năm đầu của năm học, ví dụ 2024; mặc định theo học bạ',
      en: 'first calendar year of the school year, such as 2024; default that of the records',
    },
  },
  {
    flags: '--p12 <FILE>',
    required: true,
    text: { vi: 'tệp PKCS#12 của đơn vị gửi', en: 'PKCS#12 file of the unit that sends' },
  },
  {
    flags: '--journal <FILE>',
    text: {
      vi: 'nhật ký: chạy lại với cùng tệp thì đi tiếp, không gửi gì hai lần; chứa dữ liệu học sinh',
      en: 'journal: run again with the same file it goes on and sends nothing twice; holds data of pupils',
    },
  },
  {
    flags: '--wait <SECONDS>',
    default: '60',
    text: {
      vi: 'chờ kết quả bao lâu; 0 là hỏi một lần',
      en: 'how long to wait for decisions; 0 asks once',
    },
  },
  {
    flags: '--services <FILE>',
    text: {
      vi: 'mô tả dịch vụ của cổng (JSON); mặc định theo CV 2088',
      en: 'description of the gateway’s services (JSON); default after letter 2088',
    },
  },
  PROFILE,
  RECEIVER,
];

/** Commands that speak with a gateway. */
export const EXCHANGE_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'submit',
    summary: {
      vi: 'gửi học bạ đã ký lên cổng tiếp nhận, hoặc thử trước (--dry-run)',
      en: 'send signed records to a gateway, or rehearse it (--dry-run)',
    },
    description: [
      {
        vi: '--dry-run không gửi gì: chạy tại chỗ các kiểm tra của cổng và nói điều chưa kiểm được (--trust, --registered cho biết thêm). Gửi thật thì cần --url và --journal.',
        en: '--dry-run sends nothing: it makes the gateway’s checks here and says what could not be checked (--trust, --registered tell it more). To send, --url and --journal are needed.',
      },
      {
        vi: 'Mã thoát: 0 mọi học bạ được phê duyệt (hoặc sẽ được nhận), 1 có học bạ bị từ chối hay không gửi được, 2 chưa có kết quả: chạy lại sau với cùng nhật ký, 69 cổng không trả lời.',
        en: 'Exit code: 0 every record is approved (or would be taken), 1 some are refused or cannot be sent, 2 not decided yet: run again later with the same journal, 69 the gateway does not answer.',
      },
      SECRETS,
    ],
    arguments: [RECORDS],
    options: [
      ...ACCOUNT,
      { flags: '--dry-run', text: { vi: 'chỉ thử, không gửi', en: 'rehearse, send nothing' } },
      {
        flags: '--registered <FILE>',
        repeatable: true,
        text: {
          vi: 'chứng thư cổng đã phê duyệt, cho --dry-run; dùng được nhiều lần',
          en: 'certificate that the gateway has approved, for --dry-run; repeatable',
        },
      },
      {
        flags: '--resend <CODE>',
        repeatable: true,
        text: {
          vi: 'gửi lại học bạ bị từ chối với mã này dù tệp không đổi; dùng được nhiều lần',
          en: 'send again what was refused with this code though the file is the same; repeatable',
        },
      },
      {
        flags: '--register-seal <KIND>',
        choices: ['USB_TOKEN', 'REMOTE_SIGNING'],
        text: {
          vi: 'trước khi gửi, đăng ký chứng thư của --p12 và chờ phê duyệt',
          en: 'before sending, register the certificate of --p12 and wait for its approval',
        },
      },
      {
        flags: '--provider <NAME>',
        default: 'BAN_CO_YEU',
        text: {
          vi: 'nhà phát hành chứng thư, với --register-seal: VNPT, BKAV, VIETTEL, BAN_CO_YEU',
          en: 'issuer of the certificate, with --register-seal: VNPT, BKAV, VIETTEL, BAN_CO_YEU',
        },
      },
    ],
    examples: [
      {
        command: 'hocba submit da-ky --dry-run --unit 48491401 --p12 nha-truong.p12 --trust chung-thu-goc',
        text: { vi: 'biết trước điều gì sẽ bị từ chối', en: 'know beforehand what will be refused' },
      },
      {
        command:
          'hocba submit da-ky --url https://cong.example/ --unit 48491401 --p12 nha-truong.p12 --journal gui-2025.jsonl',
        text: { vi: 'gửi cả thư mục', en: 'send a folder' },
      },
    ],
    load: async () => (await import('../commands/submit.js')).submit,
  },
  {
    name: 'recall',
    summary: {
      vi: 'yêu cầu thu hồi học bạ đã phê duyệt',
      en: 'ask for the recall of approved records',
    },
    description: [
      {
        vi: 'Danh sách thu hồi được lập từ chính các tệp học bạ, đơn vị ký rồi gửi. Chỉ sau khi được đồng ý mới gửi bản thay thế, với mã tra cứu mới; dùng cùng nhật ký với submit thì mã cũ không gửi lại được.',
        en: 'The list is made of the records’ own files, signed by the unit and sent. Only after the agreement a replacement may be sent, with a new look-up code; with the journal of submit the old code cannot be sent again.',
      },
      {
        vi: 'Mã thoát: 0 mọi yêu cầu được đồng ý, 1 có yêu cầu bị từ chối, 2 đang chờ: chạy lại sau với cùng nhật ký, 69 cổng không trả lời.',
        en: 'Exit code: 0 every recall is agreed, 1 some are refused, 2 waiting: run again later with the same journal, 69 the gateway does not answer.',
      },
      SECRETS,
    ],
    arguments: [RECORDS],
    options: [
      ...ACCOUNT,
      {
        flags: '--resend <CODE>',
        repeatable: true,
        text: {
          vi: 'yêu cầu lại điều bị từ chối với mã này; dùng được nhiều lần',
          en: 'ask again for what was refused with this code; repeatable',
        },
      },
    ],
    examples: [
      {
        command:
          'hocba recall sai.xml --url https://cong.example/ --unit 48491401 --p12 nha-truong.p12 --journal gui-2025.jsonl',
        text: { vi: 'thu hồi một học bạ', en: 'recall a record' },
      },
    ],
    load: async () => (await import('../commands/recall.js')).recall,
  },
  {
    name: 'gateway',
    summary: {
      vi: 'mở một cổng tiếp nhận thử trên máy này',
      en: 'open a gateway on this machine to rehearse with',
    },
    description: [
      {
        vi: 'Chỉ để thử: nghe trên 127.0.0.1, không TLS. Cổng chạy mọi kiểm tra khi tiếp nhận rồi tự phê duyệt chứng thư, học bạ và yêu cầu thu hồi sau --delay giây. In địa chỉ rồi chạy đến khi bị dừng (Ctrl+C). Mô tả dịch vụ: docs/openapi.json.',
        en: 'For rehearsals only: it listens on 127.0.0.1, without TLS. It makes all checks of reception, and approves certificates, records and recalls by itself after --delay seconds. Prints its address and runs until it is stopped (Ctrl+C). The services: docs/openapi.json.',
      },
      {
        vi: 'Mọi tài khoản đều được nhận, trừ khi HOCBA_GATEWAY_TOKEN hay HOCBA_GATEWAY_PASSWORD được đặt. Sổ nằm trong bộ nhớ; với --data thì nằm trong thư mục đó, còn nguyên sau khi chạy lại, và chứa dữ liệu học sinh.',
        en: 'Any account is taken, unless HOCBA_GATEWAY_TOKEN or HOCBA_GATEWAY_PASSWORD is set. The books are in memory; with --data they are in that folder, survive a restart, and hold data of pupils.',
      },
    ],
    arguments: [],
    options: [
      {
        flags: '--port <N>',
        default: '8088',
        text: { vi: 'cổng mạng; 0 là chọn bất kỳ', en: 'port; 0 takes any free one' },
      },
      { flags: '--data <DIR>', text: { vi: 'thư mục giữ sổ của cổng', en: 'folder that keeps the books' } },
      {
        flags: '--delay <SECONDS>',
        default: '0',
        text: { vi: 'bao lâu sau thì cơ quan quản lý quyết định', en: 'after how long the authority decides' },
      },
      PROFILE,
      RECEIVER,
    ],
    examples: [
      {
        command: 'hocba gateway --trust chung-thu-goc',
        text: { vi: 'cổng thử nhận các chứng thư này', en: 'a gateway that trusts these certificates' },
      },
    ],
    load: async () => (await import('../commands/gateway.js')).gateway,
  },
];
