/*
 * Shape of a written Vietnamese syllable: onset, rime, at most one tone. Wide rather than exact (it accepts rimes nobody uses): it tells
 * text in a broken encoding from text, it does not check spelling.
 */

const SHAPE =
  /^(?:ngh?|nh|n|ph|p|th|tr|t|gh|gi|g|kh|k|ch|c|qu|b|d|đ|h|l|m|r|s|v|x)?(?:oa|oă|oe|oo|uâ|uê|uyê|uya|uy|uơ|iê|ia|yê|uô|ua|ươ|ưa|[aăâeêioôơuưy])(?:ng|nh|ch|[mnptciyouk])?$/u;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Whether a word, in any case and composition, has the shape of one Vietnamese syllable. */
export function isSyllable(word: string): boolean {
  // "Ð" (eth) is often typed for "Đ": a lookalike, not another encoding.
  const parts = word.toLowerCase().replaceAll('ð', 'đ').normalize('NFD');
  const tones = parts.match(TONES)?.length ?? 0;
  return tones <= 1 && SHAPE.test(parts.replace(TONES, '').normalize('NFC'));
}

/** Letters of Vietnamese beyond Latin-1: no old one-byte encoding shows them, whatever it is read as. */
export const BEYOND_LATIN1 = /[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]/u;
