export type Language = 'vi' | 'en';

/** A sentence in both languages. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}

/**
 * Language of the output before the arguments are parsed, so that a usage error already speaks it: `--lang` if it is valid, else
 * `LC_ALL`, else `LANG`, else Vietnamese.
 */
export function chooseLanguage(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const end = args.indexOf('--');
  const before = end < 0 ? args : args.slice(0, end);
  for (const [index, arg] of before.entries()) {
    const given = arg === '--lang' ? before[index + 1] : arg.startsWith('--lang=') ? arg.slice(7) : undefined;
    if (given === 'vi' || given === 'en') return given;
  }
  const locale = env['LC_ALL'] || env['LANG'] || '';
  return /^en(?:[_.@-]|$)/i.test(locale) ? 'en' : 'vi';
}
