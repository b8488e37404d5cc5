/** JSON object seen as a bag of keys. */
export type Bag = Record<string, unknown>;

export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A property, a position in a list, or (as a list of one) the key of an item in a list whose items have one. */
export type FieldStep = string | number | readonly [string];

/** Property of a list's items that tells them apart, by the property that holds the list: `monHoc` → `maMonHoc`. */
export type ListKeys = Readonly<Record<string, string>>;

/** Keys that would reach beyond an object's own data. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const PROPERTY = /^[A-Za-z][A-Za-z0-9]*$/;
const MAX_STEPS = 12;
const MAX_ITEMS = 1000;

/**
 * Steps of a field written as text: `hocSinh.hoVaTen`, `monHoc[toan].mucDat`, `quaTrinhHocTap[0].tenLop`; in square brackets digits are
 * a position (from 0), anything else a key. `undefined` when the text is no field.
 */
export function fieldSteps(field: string): readonly FieldStep[] | undefined {
  let steps = known.get(field);
  if (steps === undefined) {
    steps = parseField(field);
    if (steps !== undefined && known.size < KNOWN_LIMIT) known.set(field, steps);
  }
  return steps;
}

/** Fields come from maps, few and asked for in every row. */
const known = /* @__PURE__ */ new Map<string, readonly FieldStep[]>();
const KNOWN_LIMIT = 5000;

function parseField(field: string): readonly FieldStep[] | undefined {
  const steps: FieldStep[] = [];
  for (const part of field.split('.')) {
    const [whole, name, inner] = /^([A-Za-z][A-Za-z0-9]*)(?:\[([^\][.]+)\])?$/.exec(part) ?? [];
    if (whole === undefined) return undefined;
    steps.push(name!);
    if (inner !== undefined) steps.push(/^\d{1,3}$/.test(inner) ? Number(inner) : [inner]);
  }
  return areSteps(steps) ? steps : undefined;
}

/** Whether a value from outside is a path. */
export function areSteps(value: unknown): value is readonly FieldStep[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MAX_STEPS &&
    value.every((step: unknown, index) => {
      if (typeof step === 'string') return PROPERTY.test(step) && !FORBIDDEN.has(step);
      if (index === 0 || typeof value[index - 1] !== 'string') return false;
      if (typeof step === 'number') return Number.isInteger(step) && step >= 0 && step < MAX_ITEMS;
      return Array.isArray(step) && step.length === 1 && typeof step[0] === 'string' && step[0] !== '';
    })
  );
}

/** The value at a path; `undefined` when something is missing on the way. */
export function fieldValue(root: unknown, steps: readonly FieldStep[], keys: ListKeys): unknown {
  let at = root;
  let list = '';
  for (const step of steps) {
    if (typeof step === 'string') {
      if (!isBag(at) || !Object.hasOwn(at, step)) return undefined;
      at = at[step];
      list = step;
    } else {
      if (!Array.isArray(at)) return undefined;
      at = typeof step === 'number' ? at[step] : itemOf(at, keys[list], step[0]);
    }
  }
  return at;
}

/**
 * Puts a value at a path and makes what is missing on the way: objects, lists, and items of keyed lists with their key and what
 * `newItem` gives. Answers false, and changes nothing of importance, when the path leads nowhere.
 */
export function putField(
  root: Bag,
  steps: readonly FieldStep[],
  value: unknown,
  keys: ListKeys,
  newItem: (list: string, key: string) => Bag = () => ({}),
): boolean {
  let at: unknown = root;
  let list = '';
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const made = typeof steps[index + 1] === 'string' ? {} : [];
    if (typeof step === 'string') {
      if (!isBag(at)) return false;
      if (isLast) at[step] = value;
      else if (!isContainer(Object.hasOwn(at, step) ? at[step] : undefined)) at[step] = made;
      at = at[step];
      list = step;
      continue;
    }
    if (!Array.isArray(at)) return false;
    const items: unknown[] = at;
    if (typeof step === 'number') {
      // Cells of an earlier line may be blank: the gap is filled by empty objects, for the model to complain of.
      while (items.length < step) items.push({});
      if (isLast) items[step] = value;
      else if (!isContainer(items[step])) items[step] = made;
      at = items[step];
      continue;
    }
    const keyName = keys[list];
    if (keyName === undefined) return false;
    let item = itemOf(items, keyName, step[0]);
    if (item === undefined) {
      item = { [keyName]: step[0], ...newItem(list, step[0]) };
      items.push(item);
    }
    if (isLast) items[items.indexOf(item)] = value;
    at = item;
  }
  return true;
}

/** Removes what stands at a path; false when nothing does. */
export function removeField(root: Bag, steps: readonly FieldStep[], keys: ListKeys): boolean {
  const parent = fieldValue(root, steps.slice(0, -1), keys);
  const last = steps.at(-1)!;
  if (typeof last === 'string') return isBag(parent) && Object.hasOwn(parent, last) && delete parent[last];
  if (!Array.isArray(parent)) return false;
  const list = steps.at(-2);
  const at = typeof last === 'number' ? last : parent.indexOf(itemOf(parent, keys[String(list)], last[0]));
  if (at < 0 || at >= parent.length) return false;
  parent.splice(at, 1);
  return true;
}

function itemOf(list: readonly unknown[], keyName: string | undefined, key: string): unknown {
  return keyName === undefined ? undefined : list.find((item) => isBag(item) && item[keyName] === key);
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A path with the positions of a record (`monHoc.3.mucDat`) as a path by keys (`monHoc[toan].mucDat`). */
export function byKeys(root: unknown, path: readonly (string | number)[], keys: ListKeys): readonly FieldStep[] {
  let at = root;
  return path.map((step, index): FieldStep => {
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Bag)[step] : undefined;
    const keyName = keys[String(path[index - 1])];
    const key = typeof step === 'number' && keyName !== undefined && isBag(at) ? at[keyName] : undefined;
    return typeof key === 'string' ? [key] : step;
  });
}

/** Whether `inner` is `outer` or lies below it. */
export function isWithin(inner: readonly FieldStep[], outer: readonly FieldStep[]): boolean {
  return outer.every((step, index) => {
    const other = inner[index];
    return Array.isArray(step) ? Array.isArray(other) && other[0] === step[0] : step === other;
  });
}
