import { type CodeList, findLabel } from '../hoc-ba/index.js';
import { ELEMENT, TEXT, textContent, type XmlElement } from '../xml/index.js';
import { codecOf } from './codecs.js';
import type { FindingCollector, RecordFindingCode } from './findings.js';
import type { Layout, LayoutAttribute, LayoutList, LayoutNode, LayoutValue } from './layout.js';
import { indexOf } from './layout-index.js';
import { type Bag, putAt, valueAt } from './model-path.js';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const ID_NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set(['Id', 'ID', 'id']);

/** What the official tags of a record say, and the extension block if there is one. */
export interface DecodedRecord {
  readonly partial: Bag;
  readonly extension: XmlElement | undefined;
}

interface Context {
  readonly layout: Layout;
  readonly findings: FindingCollector;
  readonly subjects: CodeList;
  readonly extension: { element?: XmlElement };
}

/** Reads the official tags: tolerant of order and of unknown elements, never silent about them. */
export function decodeRecord(
  layout: Layout,
  record: XmlElement,
  findings: FindingCollector,
  subjects: CodeList,
): DecodedRecord {
  const context: Context = { layout, findings, subjects, extension: {} };
  const partial: Bag = {};
  decodeNodes(layout.record.children, record, partial, '', [], false, context);
  for (const [path, value] of Object.entries(layout.defaults)) {
    if (valueAt(partial, path) === undefined) putAt(partial, path, structuredClone(value));
  }
  return { partial, extension: context.extension.element };
}

function decodeNodes(
  nodes: readonly LayoutNode[],
  element: XmlElement,
  base: Bag,
  prefix: string,
  path: readonly string[],
  isData: boolean,
  context: Context,
): void {
  const { findings, layout } = context;
  const names = indexOf(layout).children(nodes);
  const seen = new Set<LayoutNode>();
  let furthest = -1;
  let hasText = false;
  for (const child of element.children) {
    if (child.kind === TEXT && !hasText && /[^\s]/.test(child.value)) {
      findings.add('textInsideGroup', { offset: element.start, path });
      hasText = true;
    }
    if (child.kind !== ELEMENT) continue;
    const at = [...path, child.localName];
    const where = { offset: child.start, path: at };
    if (isData && isExtension(child, layout)) {
      if (context.extension.element !== undefined) findings.add('elementRepeated', where);
      else context.extension.element = child;
      continue;
    }
    const hit = child.namespaceUri === '' ? names.get(child.localName) : undefined;
    if (hit === undefined) {
      findings.add(strangerCode(child, path, layout), where);
      continue;
    }
    const { node } = hit;
    if (hit.isAlias) findings.add('tagRespelt', where, { expected: primaryName(node) });
    if (hit.position < furthest) findings.add('elementOrder', where);
    else furthest = hit.position;
    const mayRepeat = node.kind === 'list' && node.element === undefined;
    if (seen.has(node) && !mayRepeat) {
      findings.add('elementRepeated', {
        ...where,
        ...(node.kind === 'value' ? { field: prefix + node.field } : {}),
      });
      continue;
    }
    seen.add(node);
    if (node.kind === 'value') {
      decodeValue(node, child, base, prefix, at, context);
    } else if (node.kind === 'group') {
      decodeAttributes(node.attributes ?? [], child, base, prefix, at, context);
      decodeNodes(node.children, child, base, prefix, at, node.id === 'data', context);
    } else if (node.kind === 'list') {
      decodeList(node, child, base, prefix, at, context);
    }
  }
  for (const node of nodes) {
    if (node.kind === 'list' && node.required === true && node.element !== undefined && !seen.has(node)) {
      findings.add('requiredMissing', { path: [...path, node.element], field: prefix + node.field });
    }
  }
}

function decodeList(
  node: LayoutList,
  element: XmlElement,
  base: Bag,
  prefix: string,
  path: readonly string[],
  context: Context,
): void {
  if (!Array.isArray(valueAt(base, node.field))) putAt(base, node.field, []);
  const rows = valueAt(base, node.field) as unknown[];
  const readItem = (item: XmlElement, at: readonly string[]): void => {
    const row: Bag = {};
    const itemPrefix = `${prefix}${node.field}.${rows.length}.`;
    rows.push(row);
    decodeAttributes(node.item.attributes ?? [], item, row, itemPrefix, at, context);
    decodeNodes(node.item.children, item, row, itemPrefix, at, false, context);
  };
  if (node.element === undefined) {
    readItem(element, path);
    return;
  }
  const aliases = node.item.aliases ?? [];
  for (const child of element.children) {
    if (child.kind === TEXT && /[^\s]/.test(child.value)) {
      context.findings.add('textInsideGroup', { offset: element.start, path });
    }
    if (child.kind !== ELEMENT) continue;
    const at = [...path, child.localName];
    const where = { offset: child.start, path: at };
    const isAlias = aliases.includes(child.localName);
    if (child.namespaceUri !== '' || (child.localName !== node.item.element && !isAlias)) {
      context.findings.add(strangerCode(child, at, context.layout), where);
      continue;
    }
    if (isAlias) context.findings.add('tagRespelt', where, { expected: node.item.element });
    readItem(child, at);
  }
  decodeAttributes([], element, base, prefix, path, context);
}

function decodeValue(
  node: LayoutValue,
  element: XmlElement,
  base: Bag,
  prefix: string,
  path: readonly string[],
  context: Context,
): void {
  const { findings } = context;
  const where = { offset: element.start, path, field: prefix + node.field };
  decodeAttributes([], element, base, prefix, path, context);
  for (const child of element.children) {
    if (child.kind === TEXT) continue;
    findings.add(child.kind === ELEMENT ? 'elementInsideValue' : 'commentInsideValue', where);
    return;
  }
  decodeText(node, textContent(element), base, where, context);
}

function decodeText(
  node: { readonly field: string; readonly codec: string },
  raw: string,
  base: Bag,
  where: { readonly offset: number; readonly path: readonly string[]; readonly field: string },
  { layout, findings, subjects }: Context,
): void {
  const trimmed = raw.trim();
  if (trimmed !== raw) findings.add('valueTrimmed', where);
  if (trimmed === '') {
    findings.add('valueEmpty', where);
    return;
  }
  const text = trimmed.normalize('NFC');
  if (text !== trimmed) findings.add('valueNotNfc', where);
  const result = codecOf(layout, node.codec).decode(text, base, node.field);
  if (result === 'unknown') findings.add('valueUnknown', where);
  else if (result === 'respelt' && node.codec.startsWith('codes:'))
    findings.add('codeUnknown', where, suggest(base, subjects));
  else if (result === 'respelt') findings.add('valueRespelt', where);
}

/** What an unknown subject code may mean, by the name beside it, which in written order comes after: the reader fills it in later. */
function suggest(row: Bag, subjects: CodeList): { readonly suggestion: string } {
  return {
    get suggestion(): string {
      const name = row['tenMonHoc'];
      return (typeof name === 'string' && findLabel(subjects, name)?.code) || '?';
    },
  };
}

function decodeAttributes(
  known: readonly LayoutAttribute[],
  element: XmlElement,
  base: Bag,
  prefix: string,
  path: readonly string[],
  context: Context,
): void {
  for (const { name, namespaceUri, value } of element.attributes) {
    const attribute = namespaceUri === '' ? known.find((one) => one.name === name) : undefined;
    if (attribute !== undefined) {
      const where = { offset: element.start, path: [...path, `@${name}`], field: prefix + attribute.field };
      decodeText(attribute, value, base, where, context);
    } else if (namespaceUri !== '' || !ID_NAMES.has(name)) {
      context.findings.add('attributeUnknown', { offset: element.start, path }, { attribute: name });
    }
  }
}

/** What to call an element the layout has no place for. Inside the data block a signature would sign itself, which nobody allows. */
function strangerCode(element: XmlElement, path: readonly string[], layout: Layout): RecordFindingCode {
  if (element.namespaceUri === DS && path.length > 0) return 'signatureInsideData';
  const isSlots = layout.record.children.some((node) => node.kind === 'slots' && node.element === element.localName);
  return isSlots && element.namespaceUri === '' ? 'slotElsewhere' : 'elementUnknown';
}

function isExtension(element: XmlElement, { extension }: Layout): boolean {
  return extension !== undefined && element.namespaceUri === '' && element.localName === extension.element;
}

function primaryName(node: LayoutNode): string {
  return node.kind === 'list' ? (node.element ?? node.item.element) : node.element;
}
