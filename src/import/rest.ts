import {
  areSteps,
  type Bag,
  type FieldStep,
  fieldValue,
  isBag,
  isWithin,
  type ListKeys,
  putField,
  removeField,
} from './field-path.js';

/**
 * What the columns of a sheet do not carry, as JSON in one cell, so that a sheet can hold any record without loss: steps that turn the
 * record read from the columns into the whole one. A step adds, or changes what a default gave; what a column says it never changes.
 */
export type RestEntry =
  | { readonly path: readonly FieldStep[]; readonly value: unknown }
  | { readonly path: readonly FieldStep[]; readonly remove: true }
  /** Keys of a list in the order of the record. */
  | { readonly path: readonly FieldStep[]; readonly order: readonly string[] };

/** The steps from one record to another; empty when they are equal. */
export function diffRest(
  from: unknown,
  to: unknown,
  keys: ListKeys,
  path: readonly FieldStep[] = [],
): readonly RestEntry[] {
  if (Object.is(from, to)) return [];
  if (isBag(from) && isBag(to)) {
    const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
    return [
      ...gone.map((key): RestEntry => ({ path: [...path, key], remove: true })),
      ...Object.keys(to).flatMap((key) => diffRest(from[key], to[key], keys, [...path, key])),
    ];
  }
  if (Array.isArray(from) && Array.isArray(to)) return diffList(from, to, keys, path);
  return [{ path, value: to }];
}

function diffList(
  from: readonly unknown[],
  to: readonly unknown[],
  keys: ListKeys,
  path: readonly FieldStep[],
): readonly RestEntry[] {
  const keyName = keys[String(path.at(-1))];
  const [old, now] = keyName === undefined ? [undefined, undefined] : [keysOf(from, keyName), keysOf(to, keyName)];
  if (old !== undefined && now !== undefined) {
    const gone = old.filter((key) => !now.includes(key));
    const steps = [
      ...gone.map((key): RestEntry => ({ path: [...path, [key]], remove: true })),
      ...now.flatMap((key, at) => diffRest(from[old.indexOf(key)], to[at], keys, [...path, [key]])),
    ];
    // Items that are not there yet come last when they are made.
    const order = [...old.filter((key) => now.includes(key)), ...now.filter((key) => !old.includes(key))];
    return order.join('\n') === now.join('\n') ? steps : [...steps, { path, order: now }];
  }
  if (from.length > to.length) return [{ path, value: to }];
  return to.flatMap((item, at) => diffRest(from[at], item, keys, [...path, at]));
}

/** Keys of a list's items; undefined when they do not tell them apart. */
function keysOf(list: readonly unknown[], keyName: string): readonly string[] | undefined {
  const found = list.map((item) => (isBag(item) ? item[keyName] : undefined));
  const texts = found.filter((key): key is string => typeof key === 'string');
  return texts.length === list.length && new Set(texts).size === list.length ? texts : undefined;
}

/** Whether a step touches what stands in a column, instead of adding to it. */
export function contradicts(
  entry: RestEntry,
  record: unknown,
  filled: readonly (readonly FieldStep[])[],
  keys: ListKeys,
): boolean {
  if ('order' in entry) return false;
  const { path } = entry;
  const touches = filled.some((steps) => isWithin(path, steps) || isWithin(steps, path));
  return touches && fieldValue(record, path, keys) !== undefined;
}

export interface RestContext {
  readonly keys: ListKeys;
  /** Fields that columns have filled. */
  readonly filled: readonly (readonly FieldStep[])[];
  readonly newItem: (list: string, key: string) => Bag;
}

/** Applies the steps of a cell; those that contradict a column, or cannot be read, are left out and named. */
export function applyRest(
  record: Bag,
  cell: string,
  { keys, filled, newItem }: RestContext,
): { readonly readable: boolean; readonly contradictions: readonly (readonly FieldStep[])[] } {
  const entries = parseRest(cell);
  if (entries === undefined) return { readable: false, contradictions: [] };
  const contradictions: (readonly FieldStep[])[] = [];
  let readable = true;
  for (const entry of entries) {
    const { path } = entry;
    if (contradicts(entry, record, filled, keys)) {
      contradictions.push(path);
    } else if ('order' in entry) {
      readable = sort(fieldValue(record, path, keys), entry.order, keys[String(path.at(-1))]) && readable;
    } else if ('remove' in entry) {
      readable = removeField(record, path, keys) && readable;
    } else {
      readable = putField(record, path, entry.value, keys, newItem) && readable;
    }
  }
  return { readable, contradictions };
}

function sort(list: unknown, order: readonly string[], keyName: string | undefined): boolean {
  if (!Array.isArray(list) || keyName === undefined) return false;
  const place = (item: unknown): number => {
    const at = isBag(item) ? order.indexOf(String(item[keyName])) : -1;
    return at < 0 ? order.length : at;
  };
  list.sort((a, b) => place(a) - place(b));
  return true;
}

const MAX_ENTRIES = 5000;
const MAX_DEPTH = 12;

// attacker-controlled: the cell may hold any text.
function parseRest(cell: string): readonly RestEntry[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(cell);
  } catch {
    // The platform's message repeats a piece of the cell; that it is no JSON is all there is to say.
    return undefined;
  }
  if (!Array.isArray(value) || value.length > MAX_ENTRIES || depth(value) > MAX_DEPTH) return undefined;
  return value.every(isEntry) ? value : undefined;
}

function isEntry(entry: unknown): entry is RestEntry {
  if (!isBag(entry) || !areSteps(entry['path']) || Object.keys(entry).length !== 2) return false;
  const order = entry['order'];
  if (order !== undefined) return Array.isArray(order) && order.every((key) => typeof key === 'string');
  return entry['remove'] === true || ('value' in entry && isPlain(entry['value']));
}

/** Free of keys that reach beyond an object's own data. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (!isBag(value)) return true;
  return Object.entries(value).every(([key, inner]) => key !== '__proto__' && isPlain(inner));
}

function depth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depth));
}
