/** JSON object seen as a bag of keys; what readers build and writers take apart. */
export type Bag = Record<string, unknown>;

export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Paths come from layouts, few and always the same; from files only a bounded number is kept. */
const known = /* @__PURE__ */ new Map<string, readonly string[]>();
const KNOWN_LIMIT = 1000;

function stepsOf(path: string): readonly string[] {
  let steps = known.get(path);
  if (steps === undefined) {
    steps = path.split('.');
    if (known.size < KNOWN_LIMIT) known.set(path, steps);
  }
  return steps;
}

/** Keys that would reach beyond the object's own data. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** The value at a dotted path (`a.b.0.c`), own properties only; undefined when there is none. */
export function valueAt(root: unknown, path: string): unknown {
  let at = root;
  if (path === '') return at;
  for (const step of stepsOf(path)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Bag)[step];
  }
  return at;
}

/**
 * Puts a value at a dotted path, making objects on the way; a step of digits under an array is a position, which may only follow the
 * last one. Answers false, and changes nothing of importance, when the path leads nowhere.
 */
export function putAt(root: Bag, path: string, value: unknown): boolean {
  const steps = stepsOf(path);
  const last = steps.at(-1)!;
  if (steps.some((step) => FORBIDDEN.has(step))) return false;
  let at: Bag | unknown[] = root;
  for (let index = 0; index < steps.length - 1; index++) {
    const step = steps[index]!;
    if (Array.isArray(at) && !isPosition(step, at.length)) return false;
    const inner: unknown = Object.hasOwn(at, step) ? (at as Bag)[step] : undefined;
    if (typeof inner === 'object' && inner !== null) {
      at = inner as Bag;
      continue;
    }
    // Whether the missing piece is a list shows in the next step.
    const next: Bag | unknown[] = /^\d+$/.test(steps[index + 1]!) ? [] : {};
    (at as Bag)[step] = next;
    at = next;
  }
  if (Array.isArray(at) && !isPosition(last, at.length)) return false;
  (at as Bag)[last] = value;
  return true;
}

/** Removes what stands at a dotted path; in an array only the last element can go. */
export function removeAt(root: Bag, path: string): boolean {
  const dot = path.lastIndexOf('.');
  const parent = valueAt(root, dot < 0 ? '' : path.slice(0, dot));
  const last = path.slice(dot + 1);
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, last)) return false;
  if (Array.isArray(parent)) {
    if (Number(last) !== parent.length - 1) return false;
    parent.pop();
  } else {
    delete (parent as Bag)[last];
  }
  return true;
}

function isPosition(step: string, length: number): boolean {
  return /^(?:0|[1-9]\d{0,5})$/.test(step) && Number(step) <= length;
}
