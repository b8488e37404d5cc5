/* What is drawn on paper against what the XML holds: one reader of PDF (poppler), one of XML (libxml2), neither of them ours. */
import { describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { cv2088, writeHocBa } from '../../src/record-xml/index.js';
import {
  createForm,
  type Form,
  type FormBlock,
  type FormKind,
  partsText,
  renderPdf,
} from '../../src/rendering/index.js';
import { SAMPLE_CASES, sampleClass, sampleHistories, specimenHocBa } from '../../src/testing/index.js';
import { FONTS, MADE } from './pdf-cases.js';
import { structureOf, wordsOf } from './pdf-tools.js';
import { longestHocBa } from './scenes.js';
import { type ExpectedValue, expectedValues } from './second-reader.js';

const plain = (name: string, hocBa: HocBa) => ({ name, hocBa });
const SAMPLES = [
  plain('specimen', specimenHocBa()),
  plain('longest texts', longestHocBa()),
  ...[1, 2, 3, 4, 5].map((khoiLop) => plain(`grade ${khoiLop}`, sampleClass({ khoiLop, pupils: 1, seed: 'p' })[0]!)),
  ...SAMPLE_CASES.map((name) =>
    plain(name, sampleClass({ khoiLop: name === 'opening' ? 1 : 4, pupils: 1, seed: 'p', cases: [name] })[0]!),
  ),
  ...sampleHistories({ pupils: 1, seed: 'p', namHoc: '2021-2022', khoiLop: 3 })[0]!.map((one) =>
    plain(`older ${one.namHoc}`, one),
  ),
];

const strip = (text: string): string => text.normalize('NFC').replace(/\s+/g, '');

/** The values of the XML that cannot be read from the sheets. */
function missing(words: string, expected: ReadonlyMap<string, ExpectedValue>): readonly string[] {
  return (
    [...expected]
      .filter(([path]) => !/maMonHoc$|monKhongDanhGia\[\d+\]$|^capHoc$/.test(path))
      .filter(
        ([, { words: text, letter }]) => !isThere(words, text) && !(letter !== undefined && isThere(words, letter)),
      )
      // Yes and no are said in a sentence of the form.
      .filter(([, { words: text }]) => !['Có', 'Không'].includes(text))
      .map(([path]) => path)
  );
}

/** Long texts are torn by sheets and neighbouring cells: there word by word. The day of issue is a sentence on paper. */
function isThere(words: string, text: string): boolean {
  if (words.includes(strip(text))) return true;
  const day = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  if (day !== null) return words.includes(`ngày${day[1]}tháng${day[2]}năm${day[3]}`);
  const pieces = text.split(/\s+/);
  let at = 0;
  return (
    pieces.length > 40 &&
    pieces.every((piece) => {
      const found = words.indexOf(strip(piece), at);
      at = found + strip(piece).length;
      return found >= 0;
    })
  );
}

describe.each(['display', 'paper'] as const)('the %s form', (kind: FormKind) => {
  test.each(SAMPLES)('$name: every value of the XML is read from the sheets', async ({ hocBa }) => {
    const file = writeHocBa(hocBa, { layout: cv2088 });
    const words = wordsOf(await renderPdf(createForm(file, { kind }), { fonts: FONTS, at: MADE }));
    const expected = await expectedValues(file.bytes);
    expect(expected.size).toBeGreaterThan(30);
    expect(missing(words, expected)).toEqual([]);
    // A value that is not there is missed, so the comparison looks.
    expect(missing(words, new Map([['x', { words: 'Không có trong học bạ này 12345' }]]))).toEqual(['x']);
  });

  test('what is read aloud is the form and nothing else, word for word and in its order', async () => {
    for (const hocBa of [specimenHocBa(), sampleClass({ khoiLop: 1, pupils: 1, seed: 'p' })[0]!]) {
      const form = createForm(writeHocBa(hocBa, { layout: cv2088 }), { kind });
      const rows = structureOf(await renderPdf(form, { fonts: FONTS, at: MADE }));
      const sections: string[] = [];
      for (const { type, text } of rows) {
        if (type === 'Sect') sections.push('');
        else if (sections.length > 0) sections[sections.length - 1] += text;
      }
      expect(sections.slice(0, form.pages.length).map(strip)).toEqual(readAloud(form).map(strip));
    }
  });
});

/** The words of each page in the order of its blocks. */
function readAloud({ pages }: Form): readonly string[] {
  const ofBlock = (block: FormBlock): string => {
    if (block.kind === 'heading') return block.lines.join('');
    if (block.kind === 'paragraph') return partsText(block.parts);
    if (block.kind === 'points')
      return block.items
        .map(({ text, subItems }, at) => [`${at + 1}.${text}`, ...subItems.map((item) => `•${item}`)].join(''))
        .join('');
    if (block.kind === 'fields')
      return block.rows
        .flat()
        .map(({ label, parts, note = '' }) => `${label}: ${partsText(parts)}${note}`)
        .join('');
    if (block.kind === 'table')
      return (
        (block.isCaptionShown ? block.caption : '') +
        block.rows.flatMap(({ cells }) => cells.map(({ parts }) => partsText(parts))).join('')
      );
    if (block.kind === 'signatures')
      return (
        partsText(block.placeAndDay) +
        block.blocks.map(({ title, note, state, name }) => title + note + state.join('') + partsText(name)).join('')
      );
    return '';
  };
  return pages.map(({ blocks }) => blocks.map(ofBlock).join(''));
}
