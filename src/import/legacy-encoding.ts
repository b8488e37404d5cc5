import { singleByteOf, TCVN3, VNI_LETTERS, VNI_MARKS } from './legacy-tables.js';
import { BEYOND_LATIN1, isSyllable } from './syllable.js';

/** Encodings that text can be in without being Unicode Vietnamese. `utf8AsLatin`: UTF-8 that somebody read as Windows-1252 or -1258. */
export type LegacyEncoding = 'TCVN3' | 'VNI' | 'utf8AsLatin';

/** What {@link detectLegacyText} found. */
export interface LegacyText {
  readonly encoding: LegacyEncoding;
  /** At least two different words prove it, and more words than there are of correct Vietnamese. */
  readonly certain: boolean;
  /** Position of the first text that holds a proof. */
  readonly index: number;
}

const ENCODINGS: readonly LegacyEncoding[] = ['utf8AsLatin', 'TCVN3', 'VNI'];
const REPAIR: Readonly<Record<LegacyEncoding, (word: string) => string>> = {
  TCVN3: (word) => Array.from(word, (unit) => TCVN3.get(unit) ?? unit).join(''),
  VNI: fromVni,
  utf8AsLatin: fromLatin,
};

/**
 * Says when texts are in an old font encoding (TCVN3, VNI) or are UTF-8 that was read in a wrong code page.
 *
 * A word proves an encoding when it cannot be a Vietnamese syllable as it stands and is one once converted. Correct Vietnamese has no
 * such word; a foreign name may be one, so a single word is only a doubt (`certain: false`), and correct words count against it. Nothing
 * is converted: what the text was meant to say is for a person to confirm.
 *
 * @param texts - Texts of one origin: a cell, a row, a whole file.
 * @returns `undefined` when nothing speaks against Unicode.
 */
export function detectLegacyText(texts: readonly string[]): LegacyText | undefined {
  const proofs = new Map<LegacyEncoding, { readonly words: Set<string>; count: number; readonly index: number }>();
  let proper = 0;
  for (const [index, text] of texts.entries()) {
    if (!/[^\u0000-\u007f]/.test(text)) continue;
    for (const word of text.normalize('NFC').split(/[\u0000-\u0020]+/)) {
      // No word is so long; a text without spaces may be, and would cost its square.
      if (word.length > MAX_WORD || !/[^\u0000-\u007f]/.test(word)) continue;
      if (BEYOND_LATIN1.test(word) && isFine(word)) {
        proper += 1;
        continue;
      }
      for (const encoding of ENCODINGS) {
        if (!proves(word, encoding)) continue;
        const found = proofs.get(encoding) ?? { words: new Set(), count: 0, index };
        found.words.add(word);
        found.count += 1;
        proofs.set(encoding, found);
      }
    }
  }
  const [best] = [...proofs].sort((a, b) => b[1].count - a[1].count);
  if (best === undefined) return undefined;
  const [encoding, { words, count, index }] = best;
  return { encoding, certain: words.size >= 2 && count > proper, index };
}

const MAX_WORD = 80;

function proves(word: string, encoding: LegacyEncoding): boolean {
  const repaired = REPAIR[encoding](word);
  return repaired !== word && /[^\u0000-\u007f]/.test(repaired) && areSyllables(repaired) && !isFine(word);
}

/** Marks and digits around a word, which say nothing about its encoding. */
const EDGES = /^[\p{P}\p{S}\p{N}\s]+|[\p{P}\p{S}\p{N}\s]+$/gu;
/** What joins words: "Ê-đê", "K'Brêu", "Toán/Tiếng Việt". */
const JOINTS = /[-–—/'’.,;:()"“”]+/u;

/** Plain ASCII or Vietnamese as it stands. */
function isFine(word: string): boolean {
  return word
    .replace(EDGES, '')
    .split(JOINTS)
    .map((part) => part.replace(EDGES, ''))
    .every((part) => !/[^\u0000-\u007f]/.test(part) || isSyllable(part));
}

function areSyllables(word: string): boolean {
  const parts = word
    .replace(EDGES, '')
    .split(JOINTS)
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every(isSyllable);
}

function fromVni(word: string): string {
  let out = '';
  for (const unit of word) {
    const small = unit.toLowerCase();
    const mark = VNI_MARKS.get(small);
    const composed = mark === undefined ? '' : (out.slice(-1) + mark).normalize('NFC');
    // Only combinations that are one letter: "eâ" is ê, "nâ" is nothing.
    if (/[aeouyơư]/iu.test(out.slice(-1)) && composed.length === 1) out = out.slice(0, -1) + composed;
    else out += VNI_LETTERS.get(unit) ?? unit;
  }
  return out;
}

/** Two and three characters that are the bytes of one character beyond ASCII. */
const SEQUENCE = /[ÃÄÅÆĂ][^\u0000-\u007f]|á[º»][^\u0000-\u007f]/gu;

function fromLatin(word: string): string {
  return word.replace(SEQUENCE, (units) => {
    const bytes = Array.from(units, singleByteOf);
    if (bytes.some((byte, index) => byte === undefined || (index > 0 && (byte < 0x80 || byte > 0xbf)))) return units;
    const code = (bytes as number[]).reduce((sum, byte, index) => {
      if (index > 0) return (sum << 6) | (byte & 0x3f);
      return byte & (bytes.length === 2 ? 0x1f : 0x0f);
    }, 0);
    return String.fromCharCode(code);
  });
}
