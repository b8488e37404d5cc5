import { type Bag, isBag, putAt, removeAt } from './model-path.js';

/** One step that turns what the official tags say into the whole record. */
export interface PatchEntry {
  /** Dotted path in the model. */
  readonly path: string;
  readonly type: PatchType;
  /** Text of the value; `''` where the type says all. */
  readonly text: string;
}

/** `chu` text, `so` number, `dungSai` boolean, `danhSach` and `doiTuong` an empty list and object, `khongCo` nothing stands there. */
export type PatchType = 'chu' | 'so' | 'dungSai' | 'danhSach' | 'doiTuong' | 'khongCo';

/** The steps that turn `from` into `to`; empty when they are equal. */
export function diffModel(from: unknown, to: unknown, path = ''): PatchEntry[] {
  if (Object.is(from, to)) return [];
  if (to === undefined) return [{ path, type: 'khongCo', text: '' }];
  if (Array.isArray(to) || isBag(to)) {
    const same = Array.isArray(to) ? Array.isArray(from) : isBag(from);
    const target = to as Bag;
    const source: Bag = same ? (from as Bag) : {};
    const keys = Object.keys(target);
    const out: PatchEntry[] = [];
    // What is to become an object where a text stood is emptied first.
    if (keys.length === 0 || (!same && from !== undefined)) {
      if (!same) out.push({ path, type: Array.isArray(to) ? 'danhSach' : 'doiTuong', text: '' });
    }
    for (const key of keys) out.push(...diffModel(source[key], target[key], join(path, key)));
    const gone = Object.keys(source).filter((key) => !Object.hasOwn(target, key));
    for (const key of gone.reverse()) out.push({ path: join(path, key), type: 'khongCo', text: '' });
    return out;
  }
  if (typeof to === 'number') return [{ path, type: 'so', text: String(to) }];
  if (typeof to === 'boolean') return [{ path, type: 'dungSai', text: String(to) }];
  return [{ path, type: 'chu', text: String(to) }];
}

const MAX_PATH = 200;

/** Applies one step; false when it does not fit. */
export function applyEntry(root: Bag, { path, type, text }: PatchEntry): boolean {
  // attacker-controlled: a path of thousands of steps would build a value too deep for any stack.
  if (path === '' || path.length > MAX_PATH) return false;
  switch (type) {
    case 'chu':
      return putAt(root, path, text);
    case 'so':
      return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(text) && putAt(root, path, Number(text));
    case 'dungSai':
      return (text === 'true' || text === 'false') && putAt(root, path, text === 'true');
    case 'danhSach':
      return text === '' && putAt(root, path, []);
    case 'doiTuong':
      return text === '' && putAt(root, path, {});
    case 'khongCo':
      return text === '' && removeAt(root, path);
  }
}

/** Whether a text names a type of entry. */
export function isPatchType(text: string): text is PatchType {
  return ['chu', 'so', 'dungSai', 'danhSach', 'doiTuong', 'khongCo'].includes(text);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
