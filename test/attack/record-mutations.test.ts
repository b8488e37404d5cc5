/*
 * Seeded random damage: whatever is done to a signed record, the verification does not throw, and when it still passes, what it hands out
 * is the record that was signed.
 */
import { describe, expect, test } from 'vitest';
import { RECEIVERS } from '../../src/signing/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { sampleRandom } from '../../src/testing/sample-random.js';
import { describeReport, verifyHocBa, verifyHocBaList } from '../../src/verification/index.js';
import { allPorts, bytesOf, listOf, signed, textOf } from '../signing/kit.js';
import { expectPassed } from './record-kit.js';

type Damage = (text: string, random: ReturnType<typeof sampleRandom>) => string;

const cut = (text: string, random: ReturnType<typeof sampleRandom>, most: number) => {
  const from = random.integer(0, text.length - 1);
  return [from, Math.min(text.length, from + random.integer(1, most))] as const;
};
const elements = (text: string) => [...text.matchAll(/<([A-Za-z_:]+)[^<>]*>[^<]*<\/\1>/g)];

/** Ways to damage a text, from blunt ones to those that keep it well-formed. */
const DAMAGES: Readonly<Record<string, Damage>> = {
  'one character changed': (text, random) => {
    const at = random.integer(0, text.length - 1);
    return (
      text.slice(0, at) + random.pick(['0', '9', 'A', 'Đ', ' ', '<', '&', '"', '\u0301', '\u202e']) + text.slice(at + 1)
    );
  },
  'a piece removed': (text, random) => {
    const [from, to] = cut(text, random, 60);
    return text.slice(0, from) + text.slice(to);
  },
  'a piece doubled': (text, random) => {
    const [from, to] = cut(text, random, 200);
    return text.slice(0, to) + text.slice(from, to) + text.slice(to);
  },
  'two pieces exchanged': (text, random) => {
    const [a, b] = [random.pick(elements(text)), random.pick(elements(text))].sort((x, y) => x.index - y.index);
    if (a!.index === b!.index) return text;
    const [endA, endB] = [a!.index + a![0].length, b!.index + b![0].length];
    if (endA > b!.index) return text;
    return text.slice(0, a!.index) + b![0] + text.slice(endA, b!.index) + a![0] + text.slice(endB);
  },
  'an element removed': (text, random) => {
    const one = random.pick(elements(text));
    return text.slice(0, one.index) + text.slice(one.index + one[0].length);
  },
  'an element doubled': (text, random) => {
    const one = random.pick(elements(text));
    const end = one.index + one[0].length;
    return text.slice(0, end) + one[0] + text.slice(end);
  },
  'an element put elsewhere': (text, random) => {
    const [one, place] = [random.pick(elements(text)), random.pick(elements(text))];
    return text.slice(0, place.index) + one[0] + text.slice(place.index);
  },
  'a text replaced by another of the file': (text, random) => {
    const [one, other] = [random.pick(elements(text)), random.pick(elements(text))];
    const inner = (match: RegExpMatchArray) => match[0].slice(match[0].indexOf('>') + 1, match[0].lastIndexOf('</'));
    return (
      text.slice(0, one.index) +
      one[0].replace(`>${inner(one)}<`, () => `>${inner(other)}<`) +
      text.slice(one.index + one[0].length)
    );
  },
  'a name changed': (text, random) => {
    const one = random.pick(elements(text));
    const other = random.pick(elements(text))[1]!;
    return text.slice(0, one.index) + one[0].replaceAll(one[1]!, other) + text.slice(one.index + one[0].length);
  },
  'a comment, an instruction or a section put in': (text, random) => {
    const at = random.integer(0, text.length - 1);
    return (
      text.slice(0, at) + random.pick(['<!-- -->', '<?x?>', '<![CDATA[]]>', '<x/>', '\n', '&#x20;']) + text.slice(at)
    );
  },
};

const ROUNDS = 30;

describe.each(Object.entries(RECEIVERS))('%s', (_, receiver) => {
  test.each(Object.entries(DAMAGES))('%s', async (name, damage) => {
    const file = await signed({ receiver });
    await expectPassed(file);
    const text = textOf(file);
    const ports = await allPorts();
    const random = sampleRandom(`${receiver.id} ${name}`);
    let isChanged = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const damaged = damage(text, random);
      if (damaged === text) continue;
      isChanged++;
      const report = await verifyHocBa(bytesOf(damaged), ports);
      const [listed] = await verifyHocBaList(listOf(damaged.replace(/^<\?xml.*\?>\n/, '')), ports);
      for (const one of [report, listed!]) {
        if (one.conclusion !== 'totalPassed') continue;
        expect(one.signedBy('canBoQuanLy')?.hocBa).toEqual(specimenHocBa());
        expect(one.signedBy('phatHanh')?.hocBa).toEqual(specimenHocBa());
        expect(one.unsignedPaths).toEqual([]);
      }
      expect(describeReport(report, 'vi').sections.length).toBeGreaterThan(1);
      expect(JSON.parse(JSON.stringify(report))).toEqual({ ...report });
    }
    expect(isChanged).toBeGreaterThan(ROUNDS / 3);
  });
});
