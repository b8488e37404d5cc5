import { createError } from '../errors/index.js';
import { VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';
import {
  attributeValue,
  childElements,
  findChild,
  findChildren,
  insertAfter,
  insertInside,
  isElement,
  textContent,
  walkElements,
  writeElement,
  type XmlEdit,
  type XmlElement,
} from '../xml/index.js';
import { dataElement, documentOf, type HocBaFile, layoutOf, openHocBa, recordElement } from './hoc-ba-file.js';
import type { LayoutSlot, LayoutSlotField } from './layout.js';
import { indexOf, type SlotPlaceInLayout } from './layout-index.js';
import { RECORD_XML_ERRORS } from './record-xml-errors.js';

const DS = 'http://www.w3.org/2000/09/xmldsig#';

/** A signature slot found in a record. */
export interface FoundSlot {
  readonly role: VaiTroKy;
  /** What tells several slots of a role apart (a subject teacher's code); `''` where there is one. */
  readonly key: string;
  readonly element: XmlElement;
  /** `ds:Signature` children of the slot, in order; a sound slot has one. */
  readonly signatures: readonly XmlElement[];
  /** Fields of the slot, which no signature covers: to be shown as such and compared with signed ones. */
  readonly fields: { readonly ngayKy?: string; readonly soDinhDanhCaNhan?: string };
  /** It stands where the layout only reads slots, not where it writes them. */
  readonly isElsewhere: boolean;
  readonly slot: LayoutSlot;
}

/** Every slot of a record in the order of signing (subject teachers first), empty ones too. */
export function findSlots(input: HocBaFile | Uint8Array): readonly FoundSlot[] {
  const file = openHocBa(input);
  const record = recordElement(file);
  const found: FoundSlot[] = [];
  for (const place of indexOf(layoutOf(file)).slots) {
    const main = descend([record], [...place.containers.map((one) => one.element), place.slot.element]);
    const others = (place.slot.otherPaths ?? []).flatMap((path) => descend([record], path.split('/')));
    const known = new Set(main);
    for (const element of known) found.push(describeSlot(place.slot, element, false));
    for (const element of new Set(others)) if (!known.has(element)) found.push(describeSlot(place.slot, element, true));
  }
  return found.sort((a, b) => VAI_TRO_KY.indexOf(a.role) - VAI_TRO_KY.indexOf(b.role));
}

/** `ds:Signature` elements of a record that stand in no slot of its layout: evidence of nothing, and always worth a word. */
export function findStraySignatures(input: HocBaFile | Uint8Array): readonly XmlElement[] {
  const file = openHocBa(input);
  const inSlots = new Set(findSlots(file).flatMap((slot) => slot.signatures));
  return [...walkElements(recordElement(file))].filter(
    (element) =>
      element.localName === 'Signature' &&
      element.namespaceUri === DS &&
      !inSlots.has(element) &&
      !isInside(element, inSlots),
  );
}

/** The roles a layout has slots for, in the order of signing. */
export function slotRoles(input: HocBaFile | Uint8Array): readonly VaiTroKy[] {
  const roles = new Set(indexOf(layoutOf(openHocBa(input))).slots.map(({ slot }) => slot.role));
  return VAI_TRO_KY.filter((role) => roles.has(role));
}

/**
 * The elements a role's signature references: the data block, the inner block, or the rows that carry the key.
 *
 * @param key - For a role with several slots: which one.
 * @throws {@link HocBaSoError} `ERR_RECORD_SLOT_UNKNOWN` when the layout has no slot for the role.
 */
export function signedElements(input: HocBaFile | Uint8Array, role: VaiTroKy, key = ''): readonly XmlElement[] {
  const file = openHocBa(input);
  const { slot } = placeOf(file, role);
  const data = dataElement(file);
  if (slot.covers === 'data') return [data];
  if (slot.covers === 'inner') {
    const name = indexOf(layoutOf(file)).inner?.element;
    const inner = name === undefined ? undefined : findChild(data, name, '');
    return inner === undefined ? [] : [inner];
  }
  return [...walkElements(data)]
    .filter((element) => childElements(element).some((child) => isKeyed(child, slot, key)))
    .filter((element) => element !== data);
}

/** Where a signature goes and what stands around it there. */
export interface SlotPlace {
  readonly at: number;
  readonly remove?: number;
  readonly before: string;
  readonly after: string;
}

/**
 * The place of a role's new signature: an edit of the document whose insertion is `before`, the signature, `after`. The slot is put in
 * the layout's order, with its unsigned fields; containers that are missing come with it; an empty slot gives way.
 *
 * @param fields.ngayKy - Date-time with zone, `YYYY-MM-DDThh:mm:ss+07:00`, as in the signature.
 * @param fields.soDinhDanhCaNhan - The signer's personal id; ignored where the slot has no such field.
 * @throws {@link HocBaSoError} `ERR_RECORD_SLOT_UNKNOWN`, `ERR_RECORD_SLOT_FILLED`, `ERR_RECORD_SLOT_SEVERAL`; `ERR_RECORD_SLOT_FIELD` when
 * a required field is not given.
 */
export function slotPlace(
  input: HocBaFile | Uint8Array,
  role: VaiTroKy,
  fields: { readonly ngayKy?: string; readonly soDinhDanhCaNhan?: string; readonly key?: string },
): SlotPlace {
  const file = openHocBa(input);
  const { slot } = placeOf(file, role);
  const text = writeSlot(slot, fields);
  const end = text.length - `</${slot.element}>`.length;
  const edit = slotInsertion(file, role, text, fields.key);
  const start = edit.insert.indexOf(text);
  return {
    at: edit.at,
    ...(edit.remove === undefined ? {} : { remove: edit.remove }),
    before: edit.insert.slice(0, start + end),
    after: edit.insert.slice(start + end),
  };
}

/**
 * The edit that puts a finished slot element at its place; see {@link slotPlace}.
 *
 * @param slotXml - The whole slot element as text.
 */
export function slotInsertion(input: HocBaFile | Uint8Array, role: VaiTroKy, slotXml: string, key = ''): XmlEdit {
  const file = openHocBa(input);
  const place = placeOf(file, role);
  const mine = findSlots(file).filter((one) => one.role === role && one.key === key);
  const filled = mine.some((one) => one.signatures.length > 0);
  if (filled) throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_SLOT_FILLED', { role });
  if (mine.length > 1) {
    throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_SLOT_SEVERAL', { role, count: mine.length });
  }
  const [existing] = mine;
  if (existing !== undefined && !existing.isElsewhere) {
    return { at: existing.element.start, remove: existing.element.end - existing.element.start, insert: slotXml };
  }
  return insertAt(file, place, slotXml);
}

/** Puts the slot into the deepest container that exists, wrapped in those that do not. */
function insertAt(file: HocBaFile, { slot, containers }: SlotPlaceInLayout, slotXml: string): XmlEdit {
  const layout = layoutOf(file);
  let parent = recordElement(file);
  let siblings: readonly { readonly element?: string }[] = layout.record.children;
  for (const [depth, container] of containers.entries()) {
    const next = findChild(parent, container.element, '');
    if (next === undefined) {
      const missing = containers.slice(depth).map((one) => one.element);
      const open = missing.map((name) => `<${name}>`).join('');
      const close = missing
        .reverse()
        .map((name) => `</${name}>`)
        .join('');
      return insertOrdered(file, parent, siblings, container.element, open + slotXml + close);
    }
    parent = next;
    siblings = container.children;
  }
  return insertOrdered(file, parent, siblings, slot.element, slotXml);
}

/** Inserts after the last child that the layout puts before or beside `name`; at the start when there is none. */
function insertOrdered(
  file: HocBaFile,
  parent: XmlElement,
  order: readonly { readonly element?: string }[],
  name: string,
  insert: string,
): XmlEdit {
  const position = order.findIndex((node) => node.element === name);
  const before = new Set(order.slice(0, position + 1).map((node) => node.element));
  const previous = childElements(parent)
    .filter((child) => child.namespaceUri === '' && before.has(child.localName))
    .at(-1);
  if (previous !== undefined) return insertAfter(previous, insert);
  const first = parent.children.find(isElement);
  return first === undefined ? insertInside(documentOf(file), parent, insert) : { at: first.start, insert };
}

function placeOf(file: HocBaFile, role: VaiTroKy): SlotPlaceInLayout {
  const layout = layoutOf(file);
  const place = indexOf(layout).slots.find(({ slot }) => slot.role === role);
  if (place === undefined) {
    throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_SLOT_UNKNOWN', { layout: layout.id, role });
  }
  return place;
}

function writeSlot(
  slot: LayoutSlot,
  given: { readonly ngayKy?: string; readonly soDinhDanhCaNhan?: string; readonly key?: string },
): string {
  const children = slot.fields.flatMap(({ element, content, required }) => {
    const text = given[content];
    if (text === undefined && required === true) {
      throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_SLOT_FIELD', { role: slot.role, field: element });
    }
    return text === undefined ? [] : [{ name: element, children: [text] }];
  });
  if (slot.keyAttribute !== undefined && given.key === undefined) {
    throw createError(RECORD_XML_ERRORS, 'ERR_RECORD_SLOT_FIELD', { role: slot.role, field: slot.keyAttribute });
  }
  return writeElement({
    name: slot.element,
    ...(slot.keyAttribute === undefined ? {} : { attributes: [[slot.keyAttribute, given.key!]] }),
    children,
  });
}

function describeSlot(slot: LayoutSlot, element: XmlElement, isElsewhere: boolean): FoundSlot {
  const field = (content: LayoutSlotField['content']): string | undefined => {
    const name = slot.fields.find((one) => one.content === content)?.element;
    const child = name === undefined ? undefined : findChild(element, name, '');
    return child === undefined ? undefined : textContent(child).trim() || undefined;
  };
  const ngayKy = field('ngayKy');
  const soDinhDanhCaNhan = field('soDinhDanhCaNhan');
  return {
    role: slot.role,
    key: slot.keyAttribute === undefined ? '' : (attributeValue(element, slot.keyAttribute) ?? ''),
    element,
    signatures: findChildren(element, 'Signature', DS),
    fields: {
      ...(ngayKy === undefined ? {} : { ngayKy }),
      ...(soDinhDanhCaNhan === undefined ? {} : { soDinhDanhCaNhan }),
    },
    isElsewhere,
    slot,
  };
}

function descend(from: readonly XmlElement[], path: readonly string[]): readonly XmlElement[] {
  return path.reduce(
    (elements, name) =>
      elements.flatMap((element) => (name === '**' ? plainDescendants(element) : findChildren(element, name, ''))),
    from,
  );
}

/** The element and everything below it that is no signature nor part of one. */
function plainDescendants(element: XmlElement): readonly XmlElement[] {
  if (element.namespaceUri === DS) return [];
  return [element, ...childElements(element).flatMap(plainDescendants)];
}

function isKeyed(element: XmlElement, slot: LayoutSlot, key: string): boolean {
  return (
    element.localName === slot.element &&
    element.namespaceUri === '' &&
    slot.keyAttribute !== undefined &&
    attributeValue(element, slot.keyAttribute) === key
  );
}

/** A signature nested in another one's Object is that signature's business, not a stray of the record. */
function isInside(element: XmlElement, signatures: ReadonlySet<XmlElement>): boolean {
  for (let at = element.parent; at !== null; at = at.parent) if (signatures.has(at)) return true;
  return false;
}
