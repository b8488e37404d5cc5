import { findLabel, foldLabel, MON_HOC_TIEU_HOC } from '../hoc-ba/index.js';
import { ELEMENT, textContent } from '../xml/index.js';
import { codecOf } from './codecs.js';
import type { KnownTags } from './known-tags.js';
import type { LayoutValue, WordTable } from './layout.js';
import { type Bag, valueAt } from './model-path.js';
import type { Shape } from './sample-shape.js';

/** A decision or a gap of a draft, for the person who finishes it. */
export interface InferNote {
  readonly code: 'tagUnknown' | 'attributeUnknown' | 'wordUnknown' | 'wordTwice' | 'unsigned';
  /** Element path below the record. */
  readonly where: string;
  readonly vi: string;
  readonly en: string;
}

/** Learns from samples how the values of tables are written there. */
export interface WordCollector {
  readonly learn: (shape: Shape, known: LayoutValue, path: readonly string[]) => void;
  /** The known tables, with the words the samples use. */
  readonly tables: () => Readonly<Record<string, WordTable>>;
}

export type AddNote = (code: InferNote['code'], where: string, vi: string, en: string) => void;

export function collectWords(known: KnownTags, note: AddNote): WordCollector {
  const base = known.layouts[0]!;
  const found = new Map<string, Map<string, string>>();

  const meaningOf = (value: LayoutValue, text: string): string | undefined => {
    const bag: Bag = {};
    const isRead = codecOf(base, value.codec).decode(text.normalize('NFC'), bag, value.field) !== 'unknown';
    return isRead ? String(valueAt(bag, value.field)) : undefined;
  };

  /** The subject a code stands for, by the name in the same row. */
  const subjectOf = (shape: Shape, index: number): string | undefined => {
    for (const child of shape.elements[index]?.parent?.children ?? []) {
      if (child.kind !== ELEMENT) continue;
      const isName = known.lists.some((list) => list.values.get(child.localName)?.field === 'tenMonHoc');
      if (!isName) continue;
      const name = textContent(child).trim();
      // A language may follow the label: "Ngoại ngữ 1 Tiếng Anh".
      const item = MON_HOC_TIEU_HOC.items.find(({ label }) => foldLabel(name).startsWith(`${foldLabel(label)} tiếng `));
      return item?.code ?? findLabel(MON_HOC_TIEU_HOC, name)?.code;
    }
    return undefined;
  };

  const keep = (table: string, value: string, text: string, where: string): void => {
    const words = found.get(table) ?? new Map<string, string>();
    found.set(table, words);
    const before = words.get(value);
    if (before === undefined) words.set(value, text);
    else if (before !== text) {
      note(
        'wordTwice',
        where,
        `Một giá trị của ${where} được viết hai cách`,
        `A value of ${where} is written in two ways`,
      );
    }
  };

  return {
    learn: (shape, value, path) => {
      const [codec, table] = value.codec.split(':');
      if (table === undefined || (codec !== 'words' && codec !== 'boolean' && codec !== 'codes')) return;
      const where = path.join('/');
      for (const [index, text] of shape.texts.entries()) {
        if (text === '') continue;
        const meaning = codec === 'codes' ? subjectOf(shape, index) : meaningOf(value, text);
        if (meaning !== undefined) keep(table, meaning, text, where);
        else {
          note(
            'wordUnknown',
            where,
            `Không rõ nghĩa một giá trị của ${where}`,
            `A value of ${where} has no known meaning`,
          );
        }
      }
    },
    tables: () =>
      Object.fromEntries(
        Object.entries(base.tables).map(([name, table]) => {
          const words = found.get(name);
          return [
            name,
            words === undefined ? table : { ...table, values: { ...table.values, ...Object.fromEntries(words) } },
          ];
        }),
      ),
  };
}
