import { NHAN_KET_QUA_GIAO_DUC, NHAN_MUC_DAT_MON_HOC, NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT } from '../hoc-ba/index.js';
import { TEXT, walkElements, type XmlElement } from '../xml/index.js';
import type { MismatchCause } from './explain-causes.js';

/** A change of one value in a canonical text. */
export interface ValueChange {
  readonly cause: MismatchCause;
  /** Which leaf, in document order. */
  readonly leaf: number;
  readonly text: string;
}

/** A leaf in canonical text: a start tag, text, the end tag. */
const LEAF = /<[^\s/>!?"]+(?:\s[^\s=]+="[^"]*")*>([^<]*)<\//g;
/** Leaves looked at; a record has some two hundred. */
const LEAVES = 600;

/** Every text in which one value is trimmed no more, or another of its closed list. */
export function* valueChanges(text: string): Generator<ValueChange, void, undefined> {
  const groups = closedLists();
  let leaf = 0;
  for (const match of text.matchAll(LEAF)) {
    if (leaf === LEAVES) return;
    const value = match[1]!;
    const start = match.index + match[0].length - 2 - value.length;
    const put = (cause: MismatchCause, next: string): ValueChange => ({
      cause,
      leaf,
      text: text.slice(0, start) + next + text.slice(start + value.length),
    });
    if (value !== '') {
      for (const [before, after] of [
        ['', ' '],
        [' ', ''],
        ['', '\n'],
        ['', '  '],
        [' ', ' '],
        ['', '\u00a0'],
      ] as const) {
        yield put('VALUE_TRIMMED', before + value + after);
      }
    }
    for (const group of groups) {
      if (!group.includes(value)) continue;
      for (const other of group) if (other !== value) yield put('CLOSED_VALUE_CHANGED', other);
    }
    leaf++;
  }
}

/** Leaves of an element in the same order. */
export function leavesOf(top: XmlElement): readonly XmlElement[] {
  const out: XmlElement[] = [];
  for (const element of walkElements(top)) {
    if (element.children.every(({ kind }) => kind === TEXT)) out.push(element);
  }
  return out;
}

let lists: readonly (readonly string[])[] | undefined;

/** Values of which there are few: marks, levels, results. */
function closedLists(): readonly (readonly string[])[] {
  lists ??= [
    ['', ...Array.from({ length: 11 }, (_, mark) => String(mark))],
    ['', 'T', 'H', 'C'],
    ['', 'T', 'Đ', 'C'],
    ['true', 'false'],
    ['Nam', 'Nữ'],
    ['0', '1'],
    ...[NHAN_MUC_DAT_MON_HOC, NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT, NHAN_KET_QUA_GIAO_DUC].map((table) =>
      Object.values(table).map((words) => words.vi),
    ),
  ];
  return lists;
}
