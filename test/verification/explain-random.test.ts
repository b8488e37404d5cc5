/* Whatever is done to the data: an answer is either unknown, or a cause that the tests undo themselves and find the signed digest again. */
import { describe, expect, test } from 'vitest';
import { RECEIVER_CV2088 } from '../../src/signing/index.js';
import type { Mismatch, MismatchReport } from '../../src/verification/index.js';
import { C14N_INCLUSIVE } from '../../src/xml/index.js';
import { bytesOf, signed, textOf } from '../signing/kit.js';
import { c14n, explain, sha, signedWrongly } from './explain-kit.js';

/** mulberry32: the same edits on every run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const LETTERS = [...'aăâbcdđeêghiklmnoôơpqrstuưvxyAĐKHTế ỹ019.,-/'];

/** One edit of the text of a data block; `undefined` where the place does not allow it. */
type RandomEdit = (data: string, random: (below: number) => number) => string | undefined;

/** Places of text between tags. */
function valueAt(data: string, random: (below: number) => number): { from: number; to: number } {
  const values = [...data.matchAll(/>([^<>]+)</g)];
  const one = values[random(values.length)]!;
  return { from: one.index + 1, to: one.index + 1 + one[1]!.length };
}

const splice = (data: string, from: number, to: number, text: string) => data.slice(0, from) + text + data.slice(to);

const EDITS: Readonly<Record<string, RandomEdit>> = {
  letterChanged: (data, random) => {
    const { from, to } = valueAt(data, random);
    const at = from + random(to - from);
    return splice(data, at, at + 1, LETTERS[random(LETTERS.length)]!);
  },
  letterAdded: (data, random) => {
    const { from, to } = valueAt(data, random);
    const at = from + random(to - from + 1);
    return splice(data, at, at, LETTERS[random(LETTERS.length)]!);
  },
  letterLost: (data, random) => {
    const { from, to } = valueAt(data, random);
    const at = from + random(to - from);
    return splice(data, at, at + 1, '');
  },
  valueEmptied: (data, random) => {
    const { from, to } = valueAt(data, random);
    return splice(data, from, to, '');
  },
  valuesExchanged: (data, random) => {
    const [a, b] = [valueAt(data, random), valueAt(data, random)].sort((x, y) => x.from - y.from) as [
      { from: number; to: number },
      { from: number; to: number },
    ];
    if (a.from === b.from) return undefined;
    const later = splice(data, b.from, b.to, data.slice(a.from, a.to));
    return splice(later, a.from, a.to, data.slice(b.from, b.to));
  },
  digitChanged: (data, random) => {
    const digits = [...data.matchAll(/(?<=>[^<]*)\d(?=[^<>]*<)/g)];
    if (digits.length === 0) return undefined;
    const one = digits[random(digits.length)]!;
    return splice(data, one.index, one.index + 1, String(random(10)));
  },
  elementLost: (data, random) => {
    const all = [...data.matchAll(/<(\w+)>[^<]*<\/\1>/g)];
    const one = all[random(all.length)]!;
    return splice(data, one.index, one.index + one[0].length, '');
  },
  elementTwice: (data, random) => {
    const all = [...data.matchAll(/<(\w+)>[^<]*<\/\1>/g)];
    const one = all[random(all.length)]!;
    return splice(data, one.index, one.index, one[0]);
  },
  elementRenamed: (data, random) => {
    const all = [...data.matchAll(/<(\w+)>([^<]*)<\/\1>/g)];
    const one = all[random(all.length)]!;
    return splice(data, one.index, one.index + one[0].length, `<${one[1]}_>${one[2]}</${one[1]}_>`);
  },
  spaceAdded: (data, random) => {
    const tags = [...data.matchAll(/></g)];
    const at = tags[random(tags.length)]!.index + 1;
    return splice(data, at, at, [' ', '\n', '\t', '\n  '][random(4)]!);
  },
  decomposed: (data, random) => {
    const { from, to } = valueAt(data, random);
    return splice(data, from, to, data.slice(from, to).normalize('NFD'));
  },
};

const causesOf = (mismatch: Mismatch) => [mismatch.causes, ...mismatch.alternatives];

/**
 * What a cause claims, checked with the tests' own means: the signed text is known here, so the claim is held against what was really done.
 */
function plausible(name: string, mismatch: Mismatch): boolean {
  const codes = mismatch.causes.map(({ cause }) => cause);
  const allowed: Readonly<Record<string, readonly string[]>> = {
    letterChanged: ['CLOSED_VALUE_CHANGED', 'VALUES_PADDED', 'I_Y_SPELLING_CHANGED', 'VALUE_TRIMMED'],
    letterAdded: ['CLOSED_VALUE_CHANGED', 'VALUES_PADDED'],
    letterLost: ['CLOSED_VALUE_CHANGED', 'VALUE_TRIMMED'],
    valueEmptied: ['CLOSED_VALUE_CHANGED'],
    valuesExchanged: ['ORDER_CHANGED', 'CLOSED_VALUE_CHANGED'],
    digitChanged: ['CLOSED_VALUE_CHANGED'],
    elementLost: [],
    elementTwice: ['CONTENT_ADDED', 'EMPTY_ELEMENTS_ADDED'],
    elementRenamed: [],
    spaceAdded: ['INDENTATION_ADDED', 'VALUES_PADDED'],
    decomposed: ['UNICODE_DECOMPOSED'],
  };
  return codes.every((code) => allowed[name]!.includes(code));
}

async function damaged(
  file: string,
  data: string,
  count: number,
  seed: number,
): Promise<{ readonly name: string; readonly report: MismatchReport }[]> {
  const random = randomOf(seed);
  const names = Object.keys(EDITS);
  const out: { name: string; report: MismatchReport }[] = [];
  while (out.length < count) {
    const name = names[random(names.length)]!;
    const edited = EDITS[name]!(data, random);
    if (edited === undefined || edited === data) continue;
    const report = await explain(bytesOf(file.replace(data, () => edited)), { candidates: 3000 });
    out.push({ name, report });
  }
  return out;
}

describe('random edits of the data', () => {
  test('500 of a small record: unknown, or what was really done', { timeout: 300_000 }, async () => {
    const inner =
      '<HO_TEN>Trần Thị Bình</HO_TEN><NGAY>2014-03-15</NGAY><TRUONG>Tiểu học Quang Trung</TRUONG><MON><TEN>Toán</TEN>' +
      '<MUC>T</MUC><DIEM>10</DIEM></MON><MON><TEN>Địa lí</TEN><MUC>H</MUC><DIEM>7</DIEM></MON><LEN_LOP>true</LEN_LOP>';
    const data = `<DU_LIEU Id="data">${inner}</DU_LIEU>`;
    const xml = `<HOC_BA>${data}<KY>SIGNATURE</KY></HOC_BA>`;
    const file = textOf(signedWrongly({ xml, digestValue: (text) => sha(c14n(text, 'data', C14N_INCLUSIVE)) }));
    expect(await explain(bytesOf(file))).toMatchObject({ core: 'valid', mismatches: [] });
    const results = await damaged(file, data, 500, 20_240_531);
    const wrong: string[] = [];
    let explained = 0;
    for (const { name, report } of results) {
      expect(report.core).toBe('invalid');
      for (const mismatch of report.mismatches) {
        if (mismatch.outcome === 'explained') explained++;
        if (!plausible(name, mismatch)) wrong.push(`${name}: ${JSON.stringify(causesOf(mismatch))}`);
      }
    }
    expect(wrong).toEqual([]);
    // Both answers occur, else the test would say nothing.
    expect(explained).toBeGreaterThan(50);
    expect(explained).toBeLessThan(450);
  });

  test('100 of a whole record', { timeout: 300_000 }, async () => {
    const file = textOf((await signed({ receiver: RECEIVER_CV2088 })).bytes);
    const data = /<DU_LIEU_HOC_BA.*<\/DU_LIEU_HOC_BA>/s.exec(file)![0];
    for (const { name, report } of await damaged(file, data, 100, 7)) {
      expect(report.mismatches.length).toBeGreaterThan(0);
      for (const mismatch of report.mismatches)
        expect([name, mismatch.causes, plausible(name, mismatch)]).toContain(true);
    }
  });

  test('a DigestValue that was changed is unknown, and that the value does not hold is said', async () => {
    const file = textOf((await signed()).bytes);
    const forged = file.replace(/<DigestValue>[^<]*/, `<DigestValue>${sha('x')}`);
    const { mismatches } = await explain(bytesOf(forged), { candidates: 2000 });
    expect(mismatches[0]).toMatchObject({ outcome: 'unknown', valueHolds: false });
  });
});

describe('the cost is bounded', () => {
  test('candidates and deadline end the search, which says so', async () => {
    const file = textOf((await signed()).bytes).replace('Nguyễn Văn A', 'Lê Thị Hồng Gấm');
    const few = await explain(bytesOf(file), { candidates: 10 });
    for (const one of few.mismatches) {
      expect(one).toMatchObject({ outcome: 'unknown', searched: 'partly' });
      expect(one.candidates).toBeLessThanOrEqual(10);
    }
    const late = await explain(bytesOf(file), { deadline: new Date(0) });
    expect(late.mismatches.map(({ candidates }) => candidates)).toEqual(late.mismatches.map(() => 0));
    expect(late.mismatches.every(({ searched }) => searched === 'partly')).toBe(true);
  });

  test('two hundred signatures with one broken digest each: 64 are explained, the others counted', async () => {
    const one = textOf(
      signedWrongly({ xml: '<R><D Id="data">9</D>SIGNATURE</R>', digestValue: (xml) => sha(c14n(xml, 'data')) }),
    );
    const signature = /<Signature.*<\/Signature>/s.exec(one)![0];
    const many = one.replace('>9<', '>8,5<').replace('</R>', () => `${signature.repeat(199)}</R>`);
    const start = Date.now();
    const { mismatches, omitted, signatures } = await explain(bytesOf(many));
    expect([signatures, mismatches.length, omitted]).toEqual([200, 64, 136]);
    expect(Date.now() - start).toBeLessThan(30_000);
  });
});
