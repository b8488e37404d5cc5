import { createError } from '../errors/index.js';
import type { ParseOptions } from '../hoc-ba/index.js';
import {
  attributeValue,
  childElements,
  documentBytes,
  findChild,
  findChildren,
  isElement,
  parseXml,
  positionOf,
  walkElements,
  type XmlDocument,
  type XmlElement,
  type XmlLimits,
} from '../xml/index.js';
import { cv2088 } from './cv2088.js';
import type { Layout, LayoutNode } from './layout.js';
import { indexOf } from './layout-index.js';
import { phatHanh2025 } from './phat-hanh-2025.js';
import { RECORD_XML_ERRORS } from './record-xml-errors.js';

/** The layouts a file is tried against when none is given. */
export const BUILT_IN_LAYOUTS: readonly Layout[] = [cv2088, phatHanh2025];

const BRAND = /* @__PURE__ */ Symbol.for('hoc-ba-so.file');

/**
 * One record in its exact bytes. Immutable: every function that changes something returns another file. The tree is parsed when first
 * needed and shared by everything that asks later.
 */
export interface HocBaFile {
  /** The whole file, which may be a list of records; not to be modified. */
  readonly bytes: Uint8Array;
  /** Position of the record in a list, from 0; 0 for a file of one record. */
  readonly index: number;
  /** Layouts the file is tried against. */
  readonly layouts: readonly Layout[];
}

/** Options of {@link openHocBa} and {@link openHocBaList}. */
export interface OpenHocBaOptions {
  /** Default: {@link BUILT_IN_LAYOUTS}. */
  readonly layouts?: readonly Layout[];
  /** Limits of the XML reader. */
  readonly limits?: Partial<XmlLimits>;
  /** Schema the record must satisfy whenever it is read; default: every built-in level. It stays with the file: how a caller adds a level. */
  readonly schema?: RecordSchema;
}

/** A schema of records, of one level or of all. */
export type RecordSchema = NonNullable<ParseOptions<unknown>['schema']>;

interface Opened {
  readonly document: XmlDocument;
  readonly records: readonly XmlElement[];
}

/** State of a file, kept outside so that a file shows as its bytes and nothing else. */
interface State {
  readonly limits: Partial<XmlLimits> | undefined;
  readonly schema?: RecordSchema | undefined;
  opened?: Opened;
  layout?: Layout | null;
}

const states = /* @__PURE__ */ new WeakMap<HocBaFile, State>();

/** Whether a value is a file of this package, also of another copy of it. */
export function isHocBaFile(value: unknown): value is HocBaFile {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
}

/**
 * Opens the bytes of one record: a `HOC_BA` root, or a list with exactly one.
 *
 * @param input - UTF-8 XML, copied; a file is returned as it is.
 * @throws {@link HocBaSoError} `ERR_XML_*` for what is no XML; `ERR_RECORD_ROOT` when it is no record; `ERR_RECORD_MISPLACED` when a record
 * element stands anywhere else than as root or directly in the list; `ERR_RECORD_NONE`, `ERR_RECORD_SEVERAL` by number;
 * `ERR_RECORD_DATA_BLOCK` when its data block is not exactly one.
 */
export function openHocBa(input: HocBaFile | Uint8Array, options: OpenHocBaOptions = {}): HocBaFile {
  if (isHocBaFile(input) && options.layouts === undefined) return adopt(input);
  const files = openHocBaList(isHocBaFile(input) ? input.bytes : input, options);
  if (isHocBaFile(input)) return files[input.index]!;
  if (files.length > 1) throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_SEVERAL', { count: files.length });
  return files[0]!;
}

/**
 * Opens every record of a transaction or class file, or the one record of its own file; they share one tree.
 *
 * @throws {@link HocBaSoError} as {@link openHocBa}, except for the number of records.
 */
export function openHocBaList(input: Uint8Array, options: OpenHocBaOptions = {}): readonly HocBaFile[] {
  const layouts = options.layouts ?? BUILT_IN_LAYOUTS;
  const bytes = input.slice();
  const opened = locate(parseXml(bytes, options.limits === undefined ? {} : { limits: options.limits }), layouts);
  return opened.records.map((_, index) =>
    makeFile(bytes, index, layouts, { limits: options.limits, schema: options.schema, opened }),
  );
}

/** A file over bytes this folder made itself; parsed when first asked. */
export function fileOf(
  bytes: Uint8Array,
  layouts: readonly Layout[],
  layout?: Layout,
  schema?: RecordSchema,
): HocBaFile {
  return makeFile(bytes, 0, layouts, { limits: undefined, schema, ...(layout === undefined ? {} : { layout }) });
}

/**
 * The same place of a changed file: what splicing returns becomes a file again.
 *
 * @param changed - The whole new file: its bytes, which are copied, or its document, which is the new file's tree from then on.
 */
export function reopenHocBa(file: HocBaFile, changed: Uint8Array | XmlDocument): HocBaFile {
  const { layouts, index } = file;
  const { limits, schema } = stateOf(file);
  const isBytes = changed instanceof Uint8Array;
  const bytes = isBytes ? changed.slice() : documentBytes(changed);
  const opened = locate(isBytes ? parseXml(changed, limits === undefined ? {} : { limits }) : changed, layouts);
  if (opened.records[index] === undefined) throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_NONE', {});
  return makeFile(bytes, index, layouts, { limits, schema, opened });
}

/**
 * The same record with more said about it, such as where it came from; it shares bytes, tree and layout, so nothing is parsed again.
 *
 * @param note - Members beside those of a file; not `bytes`, `index`, `layouts`.
 */
export function annotateHocBa<T extends object>(file: HocBaFile, note: T): HocBaFile & Readonly<T> {
  const { bytes, index, layouts } = file;
  const annotated = { ...note, bytes, index, layouts };
  Object.defineProperty(annotated, BRAND, { value: true });
  states.set(Object.freeze(annotated), stateOf(file));
  return annotated;
}

/** The schema a file was opened or written with; undefined = every built-in level. */
export function schemaOf(file: HocBaFile): RecordSchema | undefined {
  return stateOf(file).schema;
}

/** The parsed document of a file: the tree everything else works on. */
export function documentOf(file: HocBaFile): XmlDocument {
  return openedOf(file).document;
}

/** The record's own element, the scope of its signatures. */
export function recordElement(file: HocBaFile): XmlElement {
  return openedOf(file).records[file.index]!;
}

/** The block that is signed. */
export function dataElement(file: HocBaFile): XmlElement {
  const name = dataName(file.layouts, recordElement(file));
  return findChildren(recordElement(file), name, '')[0]!;
}

/** The list element around the record, if it stands in one. */
export function listElement(file: HocBaFile): XmlElement | null {
  return recordElement(file).parent;
}

/**
 * The layout that fits the file best: most known elements, then fewest unknown ones; the earlier one when they fit alike.
 *
 * @returns null when none knows any element below the data block.
 */
export function detectLayout(file: HocBaFile): Layout | null {
  const state = stateOf(file);
  if (state.layout === undefined) {
    const record = recordElement(file);
    let best: Layout | null = null;
    let bestFit: Fit = { known: 0, unknown: 0 };
    for (const layout of file.layouts) {
      if (layout.record.element !== record.localName) continue;
      const data = indexOf(layout).data?.element;
      const block = data === undefined ? undefined : findChild(record, data, '');
      // The containers alone are no sign: every layout has them.
      if (block === undefined || fitNodes(layout, indexOf(layout).data?.children ?? [], block).known === 0) continue;
      const fit = fitNodes(layout, layout.record.children, record);
      if (fit.known > bestFit.known || (fit.known === bestFit.known && fit.unknown < bestFit.unknown)) {
        best = layout;
        bestFit = fit;
      }
    }
    state.layout = best;
  }
  return state.layout;
}

/** The layout of a file, detected. @throws {@link HocBaSoError} `ERR_RECORD_LAYOUT_UNKNOWN`. */
export function layoutOf(file: HocBaFile): Layout {
  const layout = detectLayout(file);
  if (layout === null) throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_LAYOUT_UNKNOWN', {});
  return layout;
}

/** The Id of an element, in any of the spellings `Id`, `ID`, `id`. */
export function idOf(element: XmlElement): string | undefined {
  return attributeValue(element, 'Id') ?? attributeValue(element, 'ID') ?? attributeValue(element, 'id');
}

function makeFile(bytes: Uint8Array, index: number, layouts: readonly Layout[], state: State): HocBaFile {
  const file: HocBaFile = { bytes, index, layouts };
  Object.defineProperty(file, BRAND, { value: true });
  states.set(Object.freeze(file), state);
  return file;
}

/** A file of another copy of the package has no state here yet. */
function adopt(file: HocBaFile): HocBaFile {
  if (!states.has(file)) states.set(file, { limits: undefined });
  return file;
}

function stateOf(file: HocBaFile): State {
  return states.get(adopt(file))!;
}

function openedOf(file: HocBaFile): Opened {
  const state = stateOf(file);
  state.opened ??= locate(
    parseXml(file.bytes, state.limits === undefined ? {} : { limits: state.limits }),
    file.layouts,
  );
  return state.opened;
}

/**
 * The records of a document. A record element anywhere else, in whatever namespace, is how wrapping attacks hide a second record, so the
 * whole file is refused.
 */
function locate(document: XmlDocument, layouts: readonly Layout[]): Opened {
  const names = new Set(layouts.map((layout) => layout.record.element));
  const lists = new Set(layouts.map((layout) => layout.list.element));
  const { root } = document;
  const isPlain = (element: XmlElement, among: ReadonlySet<string>): boolean =>
    element.namespaceUri === '' && among.has(element.localName);
  const list = isPlain(root, lists) ? root : childElements(root).find((child) => isPlain(child, lists));
  const records = isPlain(root, names)
    ? [root]
    : list === undefined
      ? undefined
      : childElements(list).filter((child) => isPlain(child, names));
  if (records === undefined) throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_ROOT', {});
  const allowed = new Set(records);
  for (const element of walkElements(root)) {
    if (names.has(element.localName) && !allowed.has(element)) {
      throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_MISPLACED', { ...positionOf(document, element.start) });
    }
  }
  if (records.length === 0) throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_NONE', {});
  for (const record of records) checkDataBlock(record, layouts);
  return { document, records };
}

function checkDataBlock(record: XmlElement, layouts: readonly Layout[]): void {
  const name = dataName(layouts, record);
  let count = 0;
  let direct = 0;
  for (const element of walkElements(record)) {
    if (element.localName !== name) continue;
    count++;
    if (element.parent === record && element.namespaceUri === '') direct++;
  }
  if (count !== 1 || direct !== 1) throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_DATA_BLOCK', { count });
}

/** Name of the data block: of the first layout for this record element; built-in ones agree. */
function dataName(layouts: readonly Layout[], record: XmlElement): string {
  const own = layouts.filter((layout) => layout.record.element === record.localName);
  const names = own.map((layout) => indexOf(layout).data?.element ?? 'DU_LIEU_HOC_BA');
  const present = names.find((name) => record.children.some((child) => isElement(child) && child.localName === name));
  return present ?? names[0] ?? 'DU_LIEU_HOC_BA';
}

/** How many elements a layout knows and does not, going down only where it knows the way. */
interface Fit {
  readonly known: number;
  readonly unknown: number;
}

function fitNodes(layout: Layout, nodes: readonly LayoutNode[], element: XmlElement): Fit {
  const names = indexOf(layout).children(nodes);
  let known = 0;
  let unknown = 0;
  for (const child of element.children) {
    if (!isElement(child) || child.namespaceUri !== '') continue;
    const node = names.get(child.localName)?.node;
    if (node === undefined) {
      unknown++;
      continue;
    }
    known++;
    if (node.kind !== 'group' && node.kind !== 'list') continue;
    const inner = node.kind === 'group' ? fitNodes(layout, node.children, child) : fitList(layout, node, child);
    known += inner.known;
    unknown += inner.unknown;
  }
  return { known, unknown };
}

function fitList(layout: Layout, node: LayoutNode & { readonly kind: 'list' }, element: XmlElement): Fit {
  if (node.element === undefined) return fitNodes(layout, node.item.children, element);
  const names = [node.item.element, ...(node.item.aliases ?? [])];
  let known = 0;
  let unknown = 0;
  for (const item of childElements(element)) {
    if (!names.includes(item.localName)) {
      unknown++;
      continue;
    }
    const inner = fitNodes(layout, node.item.children, item);
    known += 1 + inner.known;
    unknown += inner.unknown;
  }
  return { known, unknown };
}
