import type { ImportFindingCode } from './import-findings.js';
import { detectLegacyText, type LegacyEncoding } from './legacy-encoding.js';

export interface TextFinding {
  readonly code: ImportFindingCode;
  readonly params: Readonly<Record<string, string>>;
}

/** How an encoding is named in a sentence. */
const NAMES: Readonly<Record<LegacyEncoding, string>> = { TCVN3: 'TCVN3', VNI: 'VNI', utf8AsLatin: 'UTF-8 → Latin-1' };

/** Soft hyphen, zero-width and direction characters, byte order mark: a reader sees nothing, a signature covers them. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;

/** What speaks against the text of one cell. */
export function textFindings(text: string): readonly TextFinding[] {
  if (!/[^\u0000-\u007f]/.test(text)) return [];
  const out: TextFinding[] = [];
  const legacy = detectLegacyText([text]);
  if (legacy !== undefined) {
    const code = legacy.certain ? 'textLegacy' : 'textLegacyDoubt';
    out.push({ code, params: { encoding: NAMES[legacy.encoding] } });
  }
  if (text.includes('Ð') || text.includes('ð')) out.push({ code: 'textLookalike', params: {} });
  if (INVISIBLE.test(text)) out.push({ code: 'textInvisible', params: {} });
  return out;
}
