/** Tone mark on the first vowel of oa, oe, uy → on the second, the spelling of the forms (khỏe → khoẻ). */
const TONE_FIRST = 'òóỏõọùúủũụ';
const SECOND: Readonly<Record<string, string>> = {
  a: 'àáảãạ',
  e: 'èéẻẽẹ',
  y: 'ỳýỷỹỵ',
};

/** Syllables that circular and forms spell with i or y: the forms' spelling wins (domain: "Lịch sử và Địa lí", "Mĩ thuật"). */
const I_FOR_Y: Readonly<Record<string, string>> = { lý: 'lí', mỹ: 'mĩ', kỹ: 'kĩ' };

/**
 * A label in the spelling of the forms: normalisation form C, single spaces, "lí", "mĩ", "kĩ", tone marks on the second vowel.
 *
 * For labels of subjects, competences and columns only. Never for names: "Lý" is also a family name.
 */
export function foldSpelling(label: string): string {
  return label
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\p{L}+/gu, (word) => withCaseOf(word, foldSyllable(word.toLowerCase())));
}

/** A key for comparing labels: {@link foldSpelling} without case. */
export function foldLabel(label: string): string {
  return foldSpelling(label).toLowerCase();
}

function foldSyllable(word: string): string {
  const direct = I_FOR_Y[word];
  if (direct !== undefined) return direct;
  const tone = TONE_FIRST.indexOf(word.at(-2) ?? '?');
  const vowels = SECOND[word.at(-1) ?? ''];
  // "quý" keeps its u, which belongs to the consonant.
  if (tone < 0 || vowels === undefined || word.at(-3) === 'q') return word;
  const first = tone < 5 ? 'o' : 'u';
  if ((first === 'o') === (word.at(-1) === 'y')) return word;
  return `${word.slice(0, -2)}${first}${vowels[tone % 5]!}`;
}

function withCaseOf(model: string, word: string): string {
  if (model.length > 1 && model === model.toUpperCase()) return word.toUpperCase();
  return model[0] === model[0]?.toUpperCase() ? word[0]!.toUpperCase() + word.slice(1) : word;
}

/**
 * A copy of any JSON-like value with its texts ready to be signed: normalisation form C, LF line ends, no white space at either end.
 * What a database hands out goes through this before `parseHocBa`, which itself repairs nothing.
 */
export function normalizeHocBa(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\r\n?/g, '\n').normalize('NFC').trim();
  if (Array.isArray(value)) return value.map(normalizeHocBa);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normalizeHocBa(inner)]));
}
