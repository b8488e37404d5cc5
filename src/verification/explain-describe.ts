import { MISMATCH_CAUSES } from './explain-causes.js';
import type { Mismatch, MismatchStep } from './explain-mismatch.js';
import { type ReportLanguage, visible } from './report-words.js';

/** A mismatch in words. */
export interface MismatchView {
  /** Which reference, and the answer in a few words. */
  readonly headline: string;
  /** What happened, where, and what to tell whom. */
  readonly lines: readonly string[];
}

const WORDS = {
  unknown: { vi: 'không rõ nguyên nhân', en: 'cause unknown' },
  unknownLine: {
    vi: 'Không phép biến đổi ngược nào trong danh sách cho lại đúng giá trị băm đã ký: nội dung có thể đã bị sửa. So với tệp gốc (--original) để biết trường nào khác.',
    en: 'No known inverse gives the signed digest again: the content may have been edited. Compare with the original (--original) to see which fields differ.',
  },
  partly: { vi: 'Chưa thử hết: đã tới giới hạn.', en: 'Not everything was tried: a limit was reached.' },
  notModelled: {
    vi: 'Tham chiếu có phép biến đổi hoặc đích mà việc tìm nguyên nhân không xét.',
    en: 'The reference has transforms or a target that the search does not undo.',
  },
  valueBroken: {
    vi: 'Giá trị chữ ký cũng không đúng: DigestValue có thể đã bị sửa.',
    en: 'The signature value does not hold either: DigestValue itself may have been changed.',
  },
  at: { vi: 'Tại', en: 'At' },
  more: { vi: 'và {count} chỗ khác', en: 'and {count} more' },
  advice: { vi: 'Nói với nhà cung cấp', en: 'Tell the vendor' },
  or: { vi: 'Cũng có thể', en: 'Equally possible' },
  verdict: {
    vi: 'Giải thích này không làm chữ ký thành đúng.',
    en: 'This explanation does not make the signature hold.',
  },
  otherSigning: {
    vi: 'Tệp gốc đưa vào không phải của lần ký này.',
    en: 'The original given is not of this signing.',
  },
  differs: { vi: 'Khác tệp gốc', en: 'Differs from the original' },
} as const;

/** A mismatch as sentences, without any value of the record; characters that hide or reorder text are shown by number. */
export function describeMismatch(mismatch: Mismatch, language: ReportLanguage): MismatchView {
  const { causes, alternatives, uri, signaturePath, valueHolds, searched, original } = mismatch;
  const word = (key: keyof typeof WORDS) => WORDS[key][language];
  const answer = causes.length === 0 ? word('unknown') : causes.map((one) => said(one, language)).join(' + ');
  const lines: string[] = [];
  if (causes.length === 0) lines.push(searched === 'notModelled' ? word('notModelled') : word('unknownLine'));
  if (searched === 'partly') lines.push(word('partly'));
  for (const step of causes) {
    if (step.paths.length > 0) lines.push(`${word('at')}: ${placesOf(step, word('more'))}`);
  }
  const advice = new Set(causes.map(({ cause }) => MISMATCH_CAUSES[cause][language].advice));
  for (const one of advice) lines.push(`${word('advice')}: ${one}`);
  for (const one of alternatives) {
    lines.push(`${word('or')}: ${one.map((step) => said(step, language)).join(' + ')}`);
  }
  if (valueHolds === false) lines.push(word('valueBroken'));
  if (original !== null) {
    if (!original.sameSigning) lines.push(word('otherSigning'));
    if (original.paths.length > 0) {
      lines.push(`${word('differs')}: ${placesOf(original, word('more'))}`);
    }
  }
  if (causes.length > 0) lines.push(word('verdict'));
  return {
    headline: visible(`${signaturePath} → ${uri ?? ''}: ${answer}`),
    lines: lines.map(visible),
  };
}

function said({ cause, what }: MismatchStep, language: ReportLanguage): string {
  return `${MISMATCH_CAUSES[cause][language].what.replace('{what}', () => what ?? '')} [${cause}]`;
}

function placesOf(
  { paths, pathCount }: { readonly paths: readonly string[]; readonly pathCount: number },
  more: string,
): string {
  const shown = paths.slice(0, 5).join(', ');
  const rest = pathCount - Math.min(paths.length, 5);
  return rest > 0 ? `${shown} ${more.replace('{count}', String(rest))}` : shown;
}
