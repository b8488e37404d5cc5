import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectLegacyText, readClassCsv } from '../../src/import/index.js';
import { isSyllable } from '../../src/import/syllable.js';
import { sampleClass, specimenHocBa } from '../../src/testing/index.js';
import { bytesOf, errorOf, MAP4 } from './shared.js';

/** Known sentences as fonts of the nineties stored them; the TCVN3 ones agree with iconv's TCVN5712-1. */
const MOTTO = {
  unicode: 'Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập Tự do Hạnh phúc',
  TCVN3: 'Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc',
  VNI: 'Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp Töï do Haïnh phuùc',
};

describe('text in an old encoding', () => {
  test.each(['TCVN3', 'VNI'] as const)('%s read as Latin-1', (encoding) => {
    expect(detectLegacyText([MOTTO[encoding]])).toEqual({ encoding, certain: true, index: 0 });
  });

  test.each([
    ['TCVN3', 'NguyÔn V¨n A'],
    ['TCVN3', 'Lª ThÞ H¶i'],
    ['VNI', 'Nguyeãn Vaên A'],
    ['VNI', 'TRAÀN THÒ ÑAØO'],
    ['utf8AsLatin', 'Nguyá»…n VÄƒn A'],
    ['utf8AsLatin', 'Ä‘áº¡t TrÆ°á»\u009dng'],
  ])('%s in one name: %s', (encoding, name) => {
    expect(detectLegacyText([name])).toMatchObject({ encoding, certain: true });
  });

  test('UTF-8 read in another code page, by the decoders of the platform', () => {
    for (const codePage of ['windows-1252', 'windows-1258', 'iso-8859-1']) {
      const wrong = new TextDecoder(codePage).decode(bytesOf(MOTTO.unicode));
      expect(detectLegacyText([wrong]), codePage).toMatchObject({ encoding: 'utf8AsLatin', certain: true });
    }
  });

  test('one word alone is a doubt, and says which text it was', () => {
    expect(detectLegacyText(['An', 'TrÇn An'])).toEqual({ encoding: 'TCVN3', certain: false, index: 1 });
  });

  test('a word in doubt among correct Vietnamese stays one', () => {
    expect(detectLegacyText([`${MOTTO.unicode} TrÇn H¶i`])).toMatchObject({ certain: false });
  });
});

/** Onsets, rimes and tones as the primers list them, independent of the detector's own pattern. */
const ONSETS = ['', ...'b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x'.split(' ')];
const RIMES =
  'a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oao oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu'.split(
    ' ',
  );
const TONES = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'];
const VOWEL = /[aăâeêioôơuưy]/gu;

/** A syllable with its tone on one of the vowels of its rime: old and new spelling alike. */
const syllable = fc
  .record({
    onset: fc.constantFrom(...ONSETS),
    rime: fc.constantFrom(...RIMES),
    tone: fc.constantFrom(...TONES),
    at: fc.nat(2),
  })
  .map(({ onset, rime, tone, at }) => {
    const vowels = [...rime.matchAll(VOWEL)];
    const { index } = vowels[Math.min(at, vowels.length - 1)]!;
    return `${onset}${rime.slice(0, index + 1)}${tone}${rime.slice(index + 1)}`.normalize('NFC');
  });
const cased = fc.tuple(syllable, fc.constantFrom('lower', 'Title', 'UPPER')).map(([word, how]) => {
  if (how === 'UPPER') return word.toUpperCase();
  return how === 'Title' ? word[0]!.toUpperCase() + word.slice(1) : word;
});
const punctuation = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  ', ',
  '; ',
  '. ',
  ' – ',
  '-',
  '/',
  ' (',
  ') ',
  ' “',
  '” ',
  '…',
  ': ',
  '\u00a0',
);

describe('correct Vietnamese', () => {
  test('has only words of its shape', () => {
    fc.assert(
      fc.property(cased, (word) => isSyllable(word)),
      { numRuns: 5000 },
    );
  });

  test('is never taken for another encoding, not even doubted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cased, punctuation), { minLength: 1, maxLength: 20 }), (words) => {
        expect(detectLegacyText([words.flat().join('')])).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  test('of the specimen and of whole classes passes, word by word', () => {
    const texts: string[] = [];
    const collect = (value: unknown): void => {
      if (typeof value === 'string') texts.push(value);
      else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collect(inner);
    };
    collect(specimenHocBa());
    for (const khoiLop of [1, 2, 3, 4, 5]) collect(sampleClass({ khoiLop, pupils: 100, seed: 'text' }));
    expect(texts.length).toBeGreaterThan(20_000);
    for (const text of new Set(texts)) expect([text, detectLegacyText([text])]).toEqual([text, undefined]);
    expect(detectLegacyText(texts)).toBeUndefined();
  });

  test('keeps its names of other peoples, its symbols and its lookalikes', () => {
    const texts = [
      "K'Brêu",
      'Ê-đê',
      'Đắk Lắk',
      'Gia-rai',
      'HMông',
      'Ðỗ Ðạt',
      '25 °C',
      '§ 5',
      '100 m²',
      '«Tốt»',
      'XÃ\u00a0AN PHÚ',
    ];
    for (const text of texts) expect([text, detectLegacyText([text])]).toEqual([text, undefined]);
    // Foreign words can look like anything; one is at most a doubt.
    for (const text of ['Seán', 'm×n', 'François', 'Müller', 'Noël', 'São Paulo']) {
      expect(detectLegacyText([text])?.certain ?? false).toBe(false);
    }
  });
});

describe('a file in another encoding is refused, and says which', () => {
  const file = (text: string) => `Họ và tên;Quê quán\n${text};x\n`;

  test('the same file in Unicode is read', () => {
    expect(readClassCsv(bytesOf(file(MOTTO.unicode)), { map: MAP4 }).sheet.rows).toHaveLength(1);
  });

  test.each(['TCVN3', 'VNI'] as const)('%s turned into UTF-8 letter by letter', (encoding) => {
    expect(errorOf(() => readClassCsv(bytesOf(file(MOTTO[encoding])), { map: MAP4 }))).toEqual({
      code: 'ERR_IMPORT_ENCODING',
      params: { encoding, line: 2, column: 1 },
    });
  });

  test.each(['TCVN3', 'VNI'] as const)('%s as bytes', (encoding) => {
    const bytes = Uint8Array.from(`Ma;Ten\n1;${MOTTO[encoding]}\n`, (unit) => unit.charCodeAt(0));
    expect(errorOf(() => readClassCsv(bytes, { map: MAP4 }))).toMatchObject({
      code: 'ERR_IMPORT_ENCODING',
      params: { encoding, line: 2, column: 2 },
    });
  });

  test('UTF-8 that was read in a wrong code page', () => {
    const wrong = new TextDecoder('windows-1258').decode(bytesOf(MOTTO.unicode));
    expect(errorOf(() => readClassCsv(bytesOf(file(wrong)), { map: MAP4 }))).toEqual({
      code: 'ERR_IMPORT_MISREAD',
      params: { line: 2, column: 1 },
    });
  });

  test('UTF-16, other bytes, workbooks, nothing', () => {
    const of = (...bytes: number[]) => errorOf(() => readClassCsv(Uint8Array.from(bytes), { map: MAP4 }));
    expect(of(0xff, 0xfe, 0x41, 0x00)).toMatchObject({ code: 'ERR_IMPORT_ENCODING', params: { encoding: 'UTF-16' } });
    expect(of(0x41, 0x00, 0x42, 0x00)).toMatchObject({ code: 'ERR_IMPORT_ENCODING', params: { encoding: 'UTF-16' } });
    expect(of(0x41, 0x0a, 0x42, 0xe9)).toEqual({
      code: 'ERR_IMPORT_ENCODING',
      params: { encoding: '?', line: 2, column: 1 },
    });
    expect(of(0x50, 0x4b, 0x03, 0x04, 0x14)).toMatchObject({ code: 'ERR_IMPORT_NOT_CSV' });
    expect(of(0xd0, 0xcf, 0x11, 0xe0)).toMatchObject({ code: 'ERR_IMPORT_NOT_CSV' });
    expect(of()).toMatchObject({ code: 'ERR_CSV_EMPTY' });
  });
});
