import type { XmlOut } from '../xml/index.js';
import { codecOf } from './codecs.js';
import type { Layout, LayoutAttribute, LayoutGroup, LayoutList, LayoutNode } from './layout.js';
import { type Bag, isBag, putAt, valueAt } from './model-path.js';

/** Makes the Ids a layout asks for; undefined where none is to be written. */
export type IdMaker = (kind: 'data' | 'inner' | 'salt' | 'row', row: number) => string | undefined;

/** A required tag without a value. */
export interface MissingTag {
  readonly element: string;
  /** Dotted path in the model, rows included. */
  readonly field: string;
}

/** The official part of a record as XML, and what a reader would get back from it alone. */
export interface EncodedRecord {
  readonly children: readonly XmlOut[];
  /** What a reader gets from the tags alone, without the layout's defaults. */
  readonly shadow: Bag;
  readonly missing: readonly MissingTag[];
}

interface Context {
  readonly layout: Layout;
  readonly ids: IdMaker;
  readonly record: Bag;
  readonly missing: MissingTag[];
}

/**
 * Writes the official tags of a layout for a record that may also be incomplete.
 *
 * @param extension - Children put at the end of the data block, when given.
 */
export function encodeRecord(layout: Layout, record: Bag, ids: IdMaker, extension?: XmlOut): EncodedRecord {
  const context: Context = { layout, ids, record, missing: [] };
  const shadow: Bag = {};
  const children = encodeNodes(layout.record.children, record, shadow, '', true, context, extension);
  return { children, shadow, missing: context.missing };
}

function encodeNodes(
  nodes: readonly LayoutNode[],
  base: Bag,
  shadow: Bag,
  prefix: string,
  binding: boolean,
  context: Context,
  extension?: XmlOut,
): XmlOut[] {
  const out: XmlOut[] = [];
  for (const node of nodes) {
    if (node.kind === 'value') {
      const text = encodeField(node.element, node, base, shadow, prefix, binding, context);
      if (text !== undefined) out.push({ name: node.element, children: [text] });
    } else if (node.kind === 'group') {
      const group = encodeGroup(node, base, shadow, prefix, binding, context, extension);
      if (group !== undefined) out.push(group);
    } else if (node.kind === 'list') {
      out.push(...encodeList(node, base, shadow, prefix, binding, context));
    } else {
      // Slots are for signing; nested containers appear with their first slot.
      out.push({ name: node.element, children: [] });
    }
  }
  return out;
}

function encodeGroup(
  node: LayoutGroup,
  base: Bag,
  shadow: Bag,
  prefix: string,
  binding: boolean,
  context: Context,
  extension: XmlOut | undefined,
): XmlOut | undefined {
  const applies = node.onlyIf === undefined || valueAt(context.record, node.onlyIf.field) === node.onlyIf.equals;
  const binds = binding && applies;
  const before = context.missing.length;
  const children = encodeNodes(node.children, base, shadow, prefix, binds, context, extension);
  const attributes = encodeAttributes(node.attributes ?? [], base, shadow, prefix, binds, context);
  const isEmpty = children.length === 0 && attributes.length === 0;
  if (isEmpty && node.required !== true) {
    // An optional group that stays empty asks for nothing, unless the record is of the kind it is for.
    if (node.onlyIf === undefined || !applies) context.missing.length = before;
    return undefined;
  }
  if (node.id !== undefined) {
    const id = context.ids(node.id, 0);
    if (id !== undefined) attributes.push(['Id', id]);
  }
  if (node.id === 'data' && extension !== undefined) children.push(extension);
  return { name: node.element, attributes, children };
}

function encodeList(
  node: LayoutList,
  base: Bag,
  shadow: Bag,
  prefix: string,
  binding: boolean,
  context: Context,
): readonly XmlOut[] {
  const source = valueAt(base, node.field);
  const rows = Array.isArray(source) ? source : [];
  const shadowRows: unknown[] = [];
  const items = rows.map((row: unknown, index): XmlOut => {
    const item = isBag(row) ? row : {};
    const shadowItem: Bag = {};
    shadowRows.push(shadowItem);
    const path = `${prefix}${node.field}.${index}.`;
    const children = encodeNodes(node.item.children, item, shadowItem, path, binding, context);
    const attributes = encodeAttributes(node.item.attributes ?? [], item, shadowItem, path, binding, context);
    const id = node.item.id === undefined ? undefined : context.ids('row', index);
    if (id !== undefined) attributes.push(['Id', id]);
    return { name: node.item.element, attributes, children };
  });
  if (items.length > 0) putAt(shadow, node.field, shadowRows);
  if (node.element === undefined) return items;
  return items.length > 0 || node.required === true ? [{ name: node.element, children: items }] : [];
}

function encodeAttributes(
  attributes: readonly LayoutAttribute[],
  base: Bag,
  shadow: Bag,
  prefix: string,
  binding: boolean,
  context: Context,
): [string, string][] {
  const out: [string, string][] = [];
  for (const attribute of attributes) {
    const text = encodeField(attribute.name, attribute, base, shadow, prefix, binding, context);
    if (text !== undefined) out.push([attribute.name, text]);
  }
  return out;
}

function encodeField(
  element: string,
  field: { readonly field: string; readonly codec: string; readonly required?: true },
  base: Bag,
  shadow: Bag,
  prefix: string,
  binding: boolean,
  { layout, missing }: Context,
): string | undefined {
  const codec = codecOf(layout, field.codec);
  const text = codec.encode(base, field.field);
  if (text === undefined || text === '') {
    if (field.required === true && binding) missing.push({ element, field: prefix + field.field });
    return undefined;
  }
  codec.decode(text, shadow, field.field);
  return text;
}
