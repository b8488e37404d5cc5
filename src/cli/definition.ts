import type { CommandContext } from './context.js';
import type { ExitCode } from './exit-codes.js';
import type { Text } from './language.js';

/** A command as data: the parser, the help in both languages and `docs/cli.md` are made from it. */
export interface CommandDefinition {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: Text;
  /** What it does and what its answer means, one paragraph an entry. */
  readonly description: readonly Text[];
  readonly arguments: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  readonly examples: readonly { readonly command: string; readonly text: Text }[];
  /** Loaded when the command runs, so that `--help` reads nothing of the library. */
  readonly load: () => Promise<CommandRun>;
}

export interface ArgumentDefinition {
  /** As shown: `FILE`. */
  readonly name: string;
  readonly variadic?: true;
  readonly optional?: true;
  readonly text: Text;
}

export interface OptionDefinition {
  /** As the parser reads it: `--out <F>`, `--force`. */
  readonly flags: string;
  readonly text: Text;
  readonly required?: true;
  /** May be given several times; its value is a list. */
  readonly repeatable?: true;
  readonly choices?: readonly string[];
  /** Shown only: the command itself knows its default. */
  readonly default?: string;
}

/** Values of the options by camel-case name. */
export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export type CommandRun = (
  context: CommandContext,
  args: readonly string[],
  options: OptionValues,
) => ExitCode | Promise<ExitCode>;

/** Options that every command takes, before or after its name. */
export const GLOBAL_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: '--json',
    text: {
      vi: 'chỉ in JSON ra stdout, mỗi tệp một dòng',
      en: 'print JSON on stdout and nothing else, one line a file',
    },
  },
  {
    flags: '--lang <LANG>',
    choices: ['vi', 'en'],
    text: {
      vi: 'ngôn ngữ; mặc định theo LC_ALL, LANG, nếu không thì là vi',
      en: 'language; default by LC_ALL, LANG, else vi',
    },
  },
  {
    flags: '--at <INSTANT>',
    text: {
      vi: 'thời điểm kiểm tra hoặc ký, ví dụ 2026-06-01T08:00:00+07:00; mặc định là bây giờ; không ghi múi giờ thì là giờ Việt Nam',
      en: 'the time to judge or sign at, such as 2026-06-01T08:00:00+07:00; default now; without zone: Vietnam time',
    },
  },
  {
    flags: '--trust <PATH>',
    repeatable: true,
    text: {
      vi: 'chứng thư gốc được tin cậy và chứng thư trung gian: tệp hoặc thư mục (PEM, DER), hoặc danh sách tin cậy có ký; dùng được nhiều lần',
      en: 'trusted root certificates and intermediate ones: a file or folder (PEM, DER), or a signed trust list; repeatable',
    },
  },
  {
    flags: '--trust-signer <PIN>',
    repeatable: true,
    text: {
      vi: 'người ký được tin của danh sách tin cậy và sổ đăng ký: SHA-256 của chứng thư, hoặc tệp chứng thư; dùng được nhiều lần',
      en: 'signer believed for trust lists and registers: SHA-256 of the certificate, or its file; repeatable',
    },
  },
  {
    flags: '--register <PATH>',
    repeatable: true,
    text: {
      vi: 'sổ đăng ký có ký: ai được ký cho trường nào; cần --trust-signer; dùng được nhiều lần',
      en: 'signed register of who may sign for which school; needs --trust-signer; repeatable',
    },
  },
  {
    flags: '--policy <NAME>',
    default: 'neac',
    text: {
      vi: 'chính sách xác minh: neac, cv2088, archive',
      en: 'verification policy: neac, cv2088, archive',
    },
  },
  {
    flags: '--stateless',
    text: {
      vi: 'không dùng và không ghi nhớ số của danh sách đã thấy (như HOCBA_STATE=off), ví dụ khi kiểm tra lại theo danh sách của một thời điểm đã qua',
      en: 'neither use nor keep the numbers of lists seen (as HOCBA_STATE=off), for example to judge again by the lists of a past day',
    },
  },
  {
    flags: '--quiet',
    text: {
      vi: 'không in kết quả cho người đọc và tiến trình; lỗi vẫn được in',
      en: 'no human-readable results and no progress; errors are still printed',
    },
  },
];

/** `--as <FORM>` → `as`; `--signing-time <T>` → `signingTime`. */
export function optionKey(flags: string): string {
  return optionName(flags)
    .slice(2)
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `--as <FORM>` → `--as`. */
export function optionName(flags: string): string {
  return flags.split(' ')[0]!;
}
