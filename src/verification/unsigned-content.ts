import type { VaiTroKy } from '../hoc-ba/index.js';
import type { FoundSlot, Layout, LayoutNode, LayoutSlot } from '../record-xml/index.js';
import { elementPath, type SignedView } from '../xades/index.js';
import { childElements, TEXT, walkElements, type XmlElement } from '../xml/index.js';
import type { RecordEvidence } from './evidence.js';

/** What a reader of the file may be shown though not everybody who must sign has signed it. */
export interface UnsignedContent {
  /** Paths of everything in the record that the signatures of the mandatory roles do not all cover, slots as such aside. */
  readonly paths: readonly string[];
  /** Of these outside the data block: elements that go by the name of data. */
  readonly data: number;
  /** Of these outside the data block: all others. */
  readonly other: number;
}

/**
 * Finds content outside what the mandatory roles signed.
 *
 * attacker-controlled: a verdict on the signed block says nothing of what stands beside it, and a reader that looks up a mark by its name
 * may find the one beside it first. So everything that is no slot must be covered by *each* mandatory role: a teacher who signs something
 * extra does not make it the school's.
 */
export function unsignedContent(evidence: RecordEvidence, mandatory: readonly VaiTroKy[]): UnsignedContent {
  const { record, data, layout, slots } = evidence;
  const views = mandatory.map((role) => viewsOf(evidence, role));
  const covered = (element: XmlElement) =>
    views.length > 0 && views.every((list) => list.some((view) => view.covers(element)));
  const names = dataNames(layout);
  const bySlot = new Map(slots.map((slot) => [slot.element, slot]));
  const aroundSlots = new Set<XmlElement>();
  for (const { element } of slots) {
    for (let at = element.parent; at !== null && !aroundSlots.has(at); at = at.parent) aroundSlots.add(at);
  }
  const paths: string[] = [];
  let asData = 0;
  let other = 0;
  const found = (element: XmlElement, part = '', isOwnField = false) => {
    if (paths.length < PATH_LIMIT) paths.push(elementPath(element) + part);
    if (part === '' && !isOwnField && namesData(element, names)) asData++;
    else other++;
  };

  const visit = (element: XmlElement, nodes: readonly (LayoutNode | LayoutSlot)[], own?: FoundSlot): void => {
    for (const { name, namespaceUri } of element.attributes) {
      if (namespaceUri === '' && !ID_NAMES.has(name) && name !== own?.slot.keyAttribute) found(element, `/@${name}`);
    }
    if (element.children.some((child) => child.kind === TEXT && /\S/.test(child.value))) found(element, '/text()');
    const signatures = new Set(own?.signatures);
    for (const child of childElements(element)) {
      if (child === data || signatures.has(child) || (own !== undefined && isField(child, own))) continue;
      const slot = bySlot.get(child);
      const node = slot === undefined ? containerNode(child, nodes) : undefined;
      if (slot !== undefined) visit(child, [], slot);
      else if (node !== undefined) visit(child, node);
      else if (aroundSlots.has(child)) visit(child, []);
      else if (!covered(child)) found(child, '', own !== undefined && isFieldName(child, own));
    }
  };
  visit(record, layout.record.children);
  // Names of data hide in the Objects of signatures too, where nothing but the signature's own properties belongs.
  for (const { signatures } of slots) {
    for (const signature of signatures) {
      for (const element of walkElements(signature)) if (names.has(element.localName)) found(element);
    }
  }
  return { paths: covered(data) ? paths : [elementPath(data), ...paths], data: asData, other };
}

/** Paths named at most: each costs a look at all siblings, and nobody reads more. All are counted. */
const PATH_LIMIT = 100;

function namesData(element: XmlElement, names: ReadonlySet<string>): boolean {
  for (const { localName } of walkElements(element)) if (names.has(localName)) return true;
  return false;
}

const ID_NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set(['Id', 'ID', 'id']);

/** Views of a role's signatures that hold; of several people in a role, what each of them signed counts. */
function viewsOf({ roles }: RecordEvidence, role: VaiTroKy): readonly SignedView[] {
  return roles
    .filter((one) => one.role === role && one.result?.core === 'valid')
    .flatMap((one) => one.result!.references.flatMap(({ view }) => (view === null ? [] : [view])));
}

function containerNode(
  element: XmlElement,
  nodes: readonly (LayoutNode | LayoutSlot)[],
): readonly (LayoutNode | LayoutSlot)[] | undefined {
  const node = nodes.find(
    (one) => one.kind === 'slots' && one.element === element.localName && element.namespaceUri === '',
  );
  return node?.kind === 'slots' ? node.children : undefined;
}

/** An unsigned field of plain text beside a signature; without one it claims what nobody signed. */
function isField(child: XmlElement, slot: FoundSlot): boolean {
  return (
    slot.signatures.length > 0 &&
    child.namespaceUri === '' &&
    isFieldName(child, slot) &&
    child.attributes.length === 0 &&
    child.children.every((inner) => inner.kind === TEXT)
  );
}

function isFieldName({ localName }: XmlElement, { slot }: FoundSlot): boolean {
  return slot.fields.some((field) => field.element === localName);
}

const names = /* @__PURE__ */ new WeakMap<Layout, ReadonlySet<string>>();

/** Every element name that carries data in a layout, in all spellings. */
function dataNames(layout: Layout): ReadonlySet<string> {
  let known = names.get(layout);
  if (known === undefined) {
    const found = new Set<string>();
    const add = (node: { readonly element?: string; readonly aliases?: readonly string[] }) => {
      if (node.element !== undefined) found.add(node.element);
      for (const alias of node.aliases ?? []) found.add(alias);
    };
    const collect = (nodes: readonly LayoutNode[]): void => {
      for (const node of nodes) {
        if (node.kind === 'slots') continue;
        add(node);
        if (node.kind === 'list') add(node.item);
        if (node.kind === 'group') collect(node.children);
        if (node.kind === 'list') collect(node.item.children);
      }
    };
    collect(layout.record.children);
    if (layout.extension !== undefined)
      for (const name of [layout.extension.element, layout.extension.item]) found.add(name);
    known = found;
    names.set(layout, known);
  }
  return known;
}
