import {
  describePath,
  isGiaTriVang,
  NHAN_KET_QUA_GIAO_DUC,
  NHAN_MUC_DAT_MON_HOC,
  NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT,
  type VaiTroKy,
} from '../hoc-ba/index.js';
import type { Layout, LayoutNode } from './layout.js';
import { indexOf } from './layout-index.js';
import { type Bag, isBag } from './model-path.js';

/** One difference between two records. Holds values of both: it is for the people who may see the records, not for logs. */
export interface HocBaDifference {
  readonly change: 'added' | 'removed' | 'changed';
  /** Dotted path in the second record, or in the first for what is gone. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly vi: string;
  readonly en: string;
}

/** What names a row of a list, so that a row inserted in the middle does not make every later one look changed. */
const ROW_KEYS: readonly string[] = ['maMonHoc', 'namHoc', 'dot', 'sha256Hex'];

/**
 * The fields in which two records differ, in words. Rows are matched by subject, school year or occasion, not by position.
 *
 * @param before - A valid record; not modified.
 * @param after - Another of the same level.
 */
export function diffHocBa(before: object, after: object): readonly HocBaDifference[] {
  const out: HocBaDifference[] = [];
  compare(before, after, [], [], out);
  return out;
}

/**
 * The roles whose signature covers a field, so breaks when it changes.
 *
 * @param path - Dotted path in the model, as in {@link HocBaDifference}.
 */
export function rolesCovering(layout: Layout, path: string): readonly VaiTroKy[] {
  const { slots, data, inner } = indexOf(layout);
  const field = path.replace(/\.\d+(?=\.|$)/g, '[]');
  // What no tag holds stands in the extension, which is in the data block but in no inner part of it.
  const isInner = inner !== undefined && holds(inner.children, field, '', false);
  const isRow = data !== undefined && holds(data.children, field, '', true);
  return slots
    .filter(({ slot }) => slot.covers === 'data' || (slot.covers === 'inner' ? isInner : isRow))
    .map(({ slot }) => slot.role);
}

/** Whether a tag below holds the field; with `inRow` only tags of items that are signed alone count. */
function holds(nodes: readonly LayoutNode[], field: string, prefix: string, inRow: boolean): boolean {
  return nodes.some((node) => {
    if (node.kind === 'slots') return false;
    if (node.kind === 'group') {
      const own = (node.attributes ?? []).some((one) => prefix + one.field === field && !inRow);
      return own || holds(node.children, field, prefix, inRow);
    }
    if (node.kind === 'value') return !inRow && isBelow(field, prefix + node.field);
    const row = `${prefix}${node.field}[]`;
    // A row added or gone changes the list as a whole.
    if (field === row) return !inRow;
    return holds(node.item.children, field, `${row}.`, inRow && node.item.id !== 'row');
  });
}

function isBelow(field: string, owner: string): boolean {
  return field === owner || field.startsWith(`${owner}.`) || field.startsWith(`${owner}[]`);
}

type Step = string | number;

function compare(
  before: unknown,
  after: unknown,
  path: readonly Step[],
  context: readonly { readonly vi: string; readonly en: string }[],
  out: HocBaDifference[],
): void {
  if (Object.is(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    compareRows(before, after, path, context, out);
  } else if (isBag(before) && isBag(after) && isGiaTriVang(before) === isGiaTriVang(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[key], after[key], [...path, key], context, out);
    }
  } else {
    out.push(describe(before, after, path, context));
  }
}

function compareRows(
  before: readonly unknown[],
  after: readonly unknown[],
  path: readonly Step[],
  context: readonly { readonly vi: string; readonly en: string }[],
  out: HocBaDifference[],
): void {
  // Rows that share an identity cannot be told apart by it: then position decides.
  const key = ROW_KEYS.find((one) => isKey(before, one) && isKey(after, one));
  const nameOf = (row: unknown, index: number): string =>
    key === undefined ? String(index) : String((row as Bag)[key]);
  const old = new Map(before.map((row, index) => [nameOf(row, index), { row, index }]));
  const seen = new Set<string>();
  for (const [index, row] of after.entries()) {
    const name = nameOf(row, index);
    seen.add(name);
    const label = rowLabel(row, name);
    compare(old.get(name)?.row, row, [...path, index], key === undefined ? context : [...context, label], out);
  }
  for (const [name, { row, index }] of old) {
    if (seen.has(name)) continue;
    const within = key === undefined ? context : [...context, rowLabel(row, name)];
    out.push(describe(row, undefined, [...path, index], within));
  }
}

function isKey(rows: readonly unknown[], key: string): boolean {
  const names = rows.map((row) => (isBag(row) ? row[key] : undefined));
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
}

function rowLabel(row: unknown, name: string): { readonly vi: string; readonly en: string } {
  const label = isBag(row) && typeof row['tenMonHoc'] === 'string' ? row['tenMonHoc'] : name;
  return { vi: label, en: label };
}

function describe(
  before: unknown,
  after: unknown,
  path: readonly Step[],
  context: readonly { readonly vi: string; readonly en: string }[],
): HocBaDifference {
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const sentence = (lang: 'vi' | 'en'): string => {
    // A row has its own name; its position would only repeat it.
    const steps = context.length === 0 ? path : path.filter((step) => typeof step === 'string');
    const where = [...context.map((one) => one[lang]), describePath(steps, lang)].join(' – ');
    const [old, next] = [wordOf(before, path, lang), wordOf(after, path, lang)];
    if (change === 'added') return lang === 'vi' ? `${where}: thêm ${next}` : `${where}: added ${next}`;
    if (change === 'removed') return lang === 'vi' ? `${where}: bỏ ${old}` : `${where}: removed ${old}`;
    return lang === 'vi' ? `${where}: từ ${old} thành ${next}` : `${where}: from ${old} to ${next}`;
  };
  return {
    change,
    path: path.join('.'),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    vi: sentence('vi'),
    en: sentence('en'),
  };
}

const BOOLEANS: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  true: { vi: 'Có', en: 'Yes' },
  false: { vi: 'Không', en: 'No' },
};
const SEXES: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  nam: { vi: 'Nam', en: 'Male' },
  nu: { vi: 'Nữ', en: 'Female' },
};

/** The value as the form writes it; which scale a word belongs to is told by where it stands. */
function wordOf(value: unknown, path: readonly Step[], lang: 'vi' | 'en'): string {
  if (value === undefined) return '';
  if (isGiaTriVang(value)) return lang === 'vi' ? `không có (${value.lyDo})` : `none (${value.lyDo})`;
  if (typeof value === 'boolean') return BOOLEANS[String(value)]![lang];
  if (Array.isArray(value)) return lang === 'vi' ? `${value.length} mục` : `${value.length} items`;
  if (isBag(value)) {
    const name = value['tenMonHoc'] ?? value['noiDung'] ?? value['hoVaTen'] ?? value['namHoc'];
    return typeof name === 'string' ? `“${name}”` : lang === 'vi' ? 'nhóm dữ liệu' : 'a group of data';
  }
  const key = path.at(-1);
  const table =
    key === 'gioiTinh'
      ? SEXES
      : key === 'ketQuaGiaoDuc'
        ? NHAN_KET_QUA_GIAO_DUC
        : path[0] === 'danhGia'
          ? NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT
          : key === 'mucDat'
            ? NHAN_MUC_DAT_MON_HOC
            : undefined;
  const word =
    table !== undefined && Object.hasOwn(table, String(value)) ? (table as typeof SEXES)[String(value)] : undefined;
  return word?.[lang] ?? (typeof value === 'number' ? String(value) : `“${String(value)}”`);
}
