import { encodeUtf8 } from '../encoding/index.js';

/** Encodings that Vietnamese software has saved UTF-8 text as, or read it as. */
export const OLD_ENCODINGS = ['windows-1252', 'windows-1258', 'iso-8859-1'] as const;
export type OldEncoding = (typeof OLD_ENCODINGS)[number];

const tables = /* @__PURE__ */ new Map<OldEncoding, ReadonlyMap<string, number>>();

/** Bytes 80 to 9F of windows-1252; by hand, since not every platform's decoder knows them. */
const UPPER =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';
/** Where windows-1258 differs from windows-1252. */
const VIETNAMESE: readonly (readonly [byte: number, char: string])[] = [
  [0x8a, '\u008a'],
  [0x8e, '\u008e'],
  [0x9a, '\u009a'],
  [0x9e, '\u009e'],
  [0xc3, 'Ă'],
  [0xcc, '\u0300'],
  [0xd0, 'Đ'],
  [0xd2, '\u0309'],
  [0xd5, 'Ơ'],
  [0xdd, 'Ư'],
  [0xde, '\u0303'],
  [0xe3, 'ă'],
  [0xec, '\u0301'],
  [0xf0, 'đ'],
  [0xf2, '\u0323'],
  [0xf5, 'ơ'],
  [0xfd, 'ư'],
  [0xfe, '₫'],
];

/** Byte → character. */
function charsOf(encoding: OldEncoding): readonly string[] {
  const chars = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
  if (encoding === 'iso-8859-1') return chars;
  [...UPPER].forEach((char, index) => {
    chars[0x80 + index] = char;
  });
  if (encoding === 'windows-1258') for (const [byte, char] of VIETNAMESE) chars[byte] = char;
  return chars;
}

/** Character → byte. */
function tableOf(encoding: OldEncoding): ReadonlyMap<string, number> {
  let table = tables.get(encoding);
  if (table === undefined) {
    table = new Map(charsOf(encoding).map((char, byte) => [char, byte]));
    tables.set(encoding, table);
  }
  return table;
}

/** The bytes of a text in an old encoding, `undefined` where it has a character that the encoding has not. */
export function encodeOld(text: string, encoding: OldEncoding): Uint8Array | undefined {
  const table = tableOf(encoding);
  const out: number[] = [];
  for (const char of text) {
    const byte = table.get(char);
    if (byte === undefined) return undefined;
    out.push(byte);
  }
  return Uint8Array.from(out);
}

export function decodeOld(bytes: Uint8Array, encoding: OldEncoding): string {
  const chars = charsOf(encoding);
  return Array.from(bytes, (byte) => chars[byte]!).join('');
}

/** A text whose UTF-8 bytes somebody read in an old encoding, read rightly; the text itself where that is not what happened. */
export function rereadAsUtf8(text: string, encoding: OldEncoding): string {
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  const bytes = encodeOld(text, encoding);
  if (bytes === undefined) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Not UTF-8, so it was never misread: nothing to undo.
    return text;
  }
}

const TONES = /([\u0300\u0301\u0303\u0309\u0323])/;

/** Vowels whole, tone marks apart: the form of windows-1258, between NFC and NFD. */
export function separateTones(text: string): string {
  if (text !== text.normalize('NFC')) return text;
  return [...text.normalize('NFC')]
    .map((char) => {
      const [base = '', tone, rest = ''] = char.normalize('NFD').split(TONES);
      return tone === undefined ? char : `${(base + rest).normalize('NFC')}${tone}`;
    })
    .join('');
}

/** UTF-16 of a text, as programs that digest their strings directly do. */
export function encodeUtf16(text: string, bigEndian: boolean): Uint8Array {
  const out = new Uint8Array(text.length * 2);
  const view = new DataView(out.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), !bigEndian);
  return out;
}

/** ASCII with a question mark for everything else. */
export function encodeAscii(text: string): Uint8Array {
  return encodeUtf8(text.replace(/[^\u0000-\u007f]/g, '?'));
}

/** Syllables whose tone mark is placed by the old rule (`hòa`) or the new one (`hoà`). */
const PAIRS = [
  ['o', 'a'],
  ['o', 'e'],
  ['u', 'y'],
] as const;
const MARKS = '\u0300\u0301\u0303\u0309\u0323';

/** Moves the tone mark of open `oa`, `oe`, `uy` to the other vowel. */
export function moveTones(text: string, to: 'first' | 'second'): string {
  if (!/[\u00c0-\u1ef9]/.test(text)) return text;
  // What is not composed has another cause.
  if (text !== text.normalize('NFC')) return text;
  let out = text.normalize('NFD');
  for (const [first, second] of PAIRS) {
    const [pattern, order] =
      to === 'first'
        ? [`(${first})(${second})([${MARKS}])(?![\\p{L}\\p{M}])`, '$1$3$2']
        : [`(${first})([${MARKS}])(${second})(?![\\p{L}\\p{M}])`, '$1$3$2'];
    // In "quý" the u belongs to the consonant: the mark has only one place.
    out = out.replace(new RegExp(`(?<!q)${pattern}`, 'giu'), order);
  }
  return out.normalize('NFC');
}

/** `lí` and `lý`, `mĩ` and `mỹ`, `kĩ` and `kỹ`, …: the last vowel of an open syllable. */
export function swapIY(text: string, to: 'i' | 'y'): string {
  if (!/[hklmst][iyìíĩỉịỳýỹỷỵ]/i.test(text)) return text;
  if (text !== text.normalize('NFC')) return text;
  const from = to === 'i' ? 'y' : 'i';
  return text
    .normalize('NFD')
    .replace(new RegExp(`(?<![\\p{L}\\p{M}])([hklmst])${from}([${MARKS}]?)(?![\\p{L}\\p{M}])`, 'giu'), `$1${to}$2`)
    .normalize('NFC');
}
