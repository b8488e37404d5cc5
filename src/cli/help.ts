import { type CommandDefinition, GLOBAL_OPTIONS, type OptionDefinition } from './definition.js';
import type { Language, Text } from './language.js';

const WIDTH = 96;

/** What stands around the commands, shared by `--help` and `docs/cli.md`. */
export const HELP = {
  title: {
    vi: 'hocba: học bạ số trên dòng lệnh — tạo, ký, đóng gói, xác minh',
    en: 'hocba: the digital school record on the command line — write, sign, pack, verify',
  },
  usage: { vi: 'Cách dùng', en: 'Usage' },
  commands: { vi: 'Lệnh', en: 'Commands' },
  arguments: { vi: 'Đối số', en: 'Arguments' },
  options: { vi: 'Tùy chọn', en: 'Options' },
  globalOptions: { vi: 'Tùy chọn chung', en: 'Options of every command' },
  examples: { vi: 'Ví dụ', en: 'Examples' },
  exitCodes: { vi: 'Mã thoát', en: 'Exit codes' },
  exitOrder: {
    vi: 'Nhiều tệp: lấy mã xấu nhất, theo thứ tự 70, 69, 64, 65, 1, 2, 0. Không có gì để kiểm tra thì không bao giờ là 0.',
    en: 'Many files: the worst counts, in the order 70, 69, 64, 65, 1, 2, 0. Nothing to judge is never 0.',
  },
  environment: { vi: 'Biến môi trường', en: 'Environment' },
  required: { vi: 'bắt buộc', en: 'required' },
  repeatable: { vi: 'dùng được nhiều lần', en: 'repeatable' },
  choices: { vi: 'giá trị', en: 'one of' },
  default: { vi: 'mặc định', en: 'default' },
  help: { vi: 'xem trợ giúp', en: 'show help' },
  version: { vi: 'xem phiên bản', en: 'show the version' },
  more: {
    vi: 'Trợ giúp của một lệnh: hocba <lệnh> --help',
    en: 'Help of one command: hocba <command> --help',
  },
} as const satisfies Record<string, Text>;

export const EXIT_CODES: readonly (readonly [code: number, text: Text])[] = [
  [0, { vi: 'hợp lệ, hoặc đã làm xong', en: 'valid, or done' }],
  [1, { vi: 'không hợp lệ', en: 'invalid' }],
  [2, { vi: 'chưa đủ căn cứ để kết luận', en: 'indeterminate' }],
  [64, { vi: 'dùng lệnh sai', en: 'wrong usage' }],
  [65, { vi: 'tệp không đọc được hoặc bị từ chối', en: 'unreadable or refused input' }],
  [69, { vi: 'dịch vụ hoặc gói cần dùng không có', en: 'a service or package that is needed is not there' }],
  [70, { vi: 'lỗi nội bộ', en: 'internal error' }],
];

export const ENVIRONMENT: readonly (readonly [name: string, text: Text])[] = [
  ['HOCBA_P12_PASSWORD', { vi: 'mật khẩu của tệp PKCS#12', en: 'password of the PKCS#12 file' }],
  [
    'HOCBA_GATEWAY_PASSWORD, HOCBA_GATEWAY_TOKEN',
    {
      vi: 'mật khẩu tài khoản và mã phiên của cổng tiếp nhận (submit, recall); với gateway: chỉ nhận đúng giá trị này',
      en: 'password of the account and session token of the gateway (submit, recall); for gateway: the only values taken',
    },
  ],
  [
    'HOCBA_STATE',
    {
      vi: 'thư mục ghi nhớ số của danh sách có ký đã thấy, để danh sách cũ không thay được danh sách mới; off: không ghi nhớ; mặc định $XDG_STATE_HOME/hocba, ~/.local/state/hocba',
      en: 'folder that keeps the numbers of signed lists seen, so that an older one cannot stand in for a newer one; off: keep nothing; default $XDG_STATE_HOME/hocba, ~/.local/state/hocba',
    },
  ],
  ['HOCBA_DEBUG', { vi: 'in chi tiết khi có lỗi nội bộ', en: 'print details of an internal error' }],
  ['LC_ALL, LANG', { vi: 'ngôn ngữ khi không có --lang', en: 'language when --lang is not given' }],
  ['NO_COLOR', { vi: 'không dùng màu', en: 'no colours' }],
];

/** Help of the whole program. */
export function programHelp(commands: readonly CommandDefinition[], language: Language): string {
  const t = (text: Text) => text[language];
  return sections([
    [t(HELP.title)],
    [`${t(HELP.usage)}: hocba <${language === 'vi' ? 'lệnh' : 'command'}> [${t(HELP.options).toLowerCase()}]`],
    titled(t(HELP.commands), columns(commands.map(({ name, summary }) => [name, t(summary)]))),
    titled(t(HELP.globalOptions), columns(optionRows(GLOBAL_OPTIONS, language, true))),
    titled(t(HELP.exitCodes), [
      ...columns(EXIT_CODES.map(([code, text]) => [String(code), t(text)])),
      ...wrap(t(HELP.exitOrder), 2),
    ]),
    titled(t(HELP.environment), columns(ENVIRONMENT.map(([name, text]) => [name, t(text)]))),
    [t(HELP.more)],
  ]);
}

/** Help of one command. */
export function commandHelp(command: CommandDefinition, language: Language): string {
  const t = (text: Text) => text[language];
  return sections([
    [`${t(HELP.usage)}: ${usageOf(command, t(HELP.options).toLowerCase())}`],
    ...command.description.map((text) => wrap(t(text), 0)),
    titled(t(HELP.arguments), columns(command.arguments.map(({ name, text }) => [name, t(text)]))),
    titled(t(HELP.options), columns(optionRows(command.options, language, false))),
    titled(t(HELP.globalOptions), columns(optionRows(GLOBAL_OPTIONS, language, true))),
    titled(
      t(HELP.examples),
      command.examples.flatMap(({ command: example, text }) => [`  # ${t(text)}`, `  ${example}`]),
    ),
  ]);
}

/** `hocba verify FILE… [options]`. */
export function usageOf(command: CommandDefinition, optionsWord: string): string {
  const args = command.arguments
    .map(({ name, variadic, optional }) =>
      `${name}${variadic ? '…' : ''}`.replace(/.*/s, (one) => (optional ? ` [${one}]` : ` ${one}`)),
    )
    .join('');
  const required = command.options
    .filter((option) => option.required)
    .map(({ flags }) => ` ${flags}`)
    .join('');
  return `hocba ${command.name}${args}${required} [${optionsWord}]`;
}

/** What is said of an option besides its text: required, repeatable, choices, default. */
export function optionNotes(option: OptionDefinition, language: Language): string {
  const notes = [
    ...(option.required ? [HELP.required[language]] : []),
    ...(option.choices ? [`${HELP.choices[language]}: ${option.choices.join(', ')}`] : []),
    ...(option.default === undefined ? [] : [`${HELP.default[language]}: ${option.default}`]),
  ];
  return notes.length === 0 ? '' : ` (${notes.join('; ')})`;
}

function optionRows(options: readonly OptionDefinition[], language: Language, general: boolean): [string, string][] {
  const rows = options.map((option): [string, string] => [
    option.flags,
    `${option.text[language]}${optionNotes(option, language)}`,
  ]);
  return general ? [...rows, ['-h, --help', HELP.help[language]]] : rows;
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}

function sections(parts: readonly (readonly string[])[]): string {
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const left = Math.max(0, ...rows.map(([name]) => name.length)) + 4;
  return rows.flatMap(([name, text]) => {
    const [first = '', ...rest] = wrap(text, left);
    return [`  ${name}`.padEnd(left) + first.slice(left), ...rest];
  });
}

function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let at = ' '.repeat(indent);
  for (const word of text.split(' ')) {
    if (at.length + word.length + 1 > WIDTH && at.trim() !== '') {
      lines.push(at);
      at = ' '.repeat(indent);
    }
    at += at.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, at];
}
