import { VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';
import type { FoundSlot, Layout, LayoutNode, LayoutSlot } from '../record-xml/index.js';
import { elementPath, type SignedView } from '../xades/index.js';
import { childElements, TEXT, walkElements, type XmlElement } from '../xml/index.js';
import type { RecordEvidence } from './evidence.js';

/** What of a record stands outside its slots, and which roles' signatures cover it. */
export interface ContentFacts {
  readonly data: { readonly path: string; readonly coveredBy: readonly VaiTroKy[] };
  /** Grouped by who covers it; what every role covers is left out. */
  readonly groups: readonly ContentGroup[];
}

export interface ContentGroup {
  readonly coveredBy: readonly VaiTroKy[];
  /** Elements outside the data block that go by the name of data. */
  readonly asData: number;
  readonly other: number;
  /** The first {@link PATH_LIMIT}, each with its number in the order of the document. */
  readonly paths: readonly { readonly path: string; readonly position: number }[];
}

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
 * What the mandatory roles did not all sign.
 *
 * attacker-controlled: a verdict on the signed block says nothing of what stands beside it, and a reader that looks up a mark by its name
 * may find the one beside it first. So everything that is no slot must be covered by *each* mandatory role: a teacher who signs something
 * extra does not make it the school's.
 */
export function unsignedContent({ data, groups }: ContentFacts, mandatory: readonly VaiTroKy[]): UnsignedContent {
  const isCovered = ({ coveredBy }: { readonly coveredBy: readonly VaiTroKy[] }) =>
    mandatory.length > 0 && mandatory.every((role) => coveredBy.includes(role));
  const open = groups.filter((group) => !isCovered(group));
  const paths = open
    .flatMap((group) => group.paths)
    .sort((a, b) => a.position - b.position)
    .slice(0, PATH_LIMIT)
    .map(({ path }) => path);
  return {
    paths: isCovered(data) ? paths : [data.path, ...paths],
    data: open.reduce((sum, { asData }) => sum + asData, 0),
    other: open.reduce((sum, { other }) => sum + other, 0),
  };
}

/** Finds everything outside the slots that not every role's signatures cover. */
export function contentFacts(evidence: RecordEvidence): ContentFacts {
  const { record, data, layout, slots } = evidence;
  const views = new Map(VAI_TRO_KY.map((role) => [role, viewsOf(evidence, role)]));
  const covering = (element: XmlElement) =>
    VAI_TRO_KY.filter((role) => views.get(role)!.some((view) => view.covers(element)));
  const names = dataNames(layout);
  const bySlot = new Map(slots.map((slot) => [slot.element, slot]));
  const aroundSlots = new Set<XmlElement>();
  for (const { element } of slots) {
    for (let at = element.parent; at !== null && !aroundSlots.has(at); at = at.parent) aroundSlots.add(at);
  }
  const groups = new Map<string, { -readonly [K in keyof ContentGroup]: ContentGroup[K] }>();
  let position = 0;
  const found = (element: XmlElement, coveredBy: readonly VaiTroKy[], part = '', isOwnField = false) => {
    if (coveredBy.length === VAI_TRO_KY.length) return;
    const name = coveredBy.join(' ');
    const group = groups.get(name) ?? { coveredBy, asData: 0, other: 0, paths: [] };
    groups.set(name, group);
    position++;
    if (group.paths.length < PATH_LIMIT)
      group.paths = [...group.paths, { path: elementPath(element) + part, position }];
    if (part === '' && !isOwnField && namesData(element, names)) group.asData++;
    else group.other++;
  };

  const visit = (element: XmlElement, nodes: readonly (LayoutNode | LayoutSlot)[], own?: FoundSlot): void => {
    for (const { name, namespaceUri } of element.attributes) {
      if (namespaceUri === '' && !ID_NAMES.has(name) && name !== own?.slot.keyAttribute)
        found(element, [], `/@${name}`);
    }
    if (element.children.some((child) => child.kind === TEXT && /\S/.test(child.value))) found(element, [], '/text()');
    const signatures = new Set(own?.signatures);
    for (const child of childElements(element)) {
      if (child === data || signatures.has(child) || (own !== undefined && isField(child, own))) continue;
      const slot = bySlot.get(child);
      const node = slot === undefined ? containerNode(child, nodes) : undefined;
      if (slot !== undefined) visit(child, [], slot);
      else if (node !== undefined) visit(child, node);
      else if (aroundSlots.has(child)) visit(child, []);
      else found(child, covering(child), '', own !== undefined && isFieldName(child, own));
    }
  };
  visit(record, layout.record.children);
  // Names of data hide in the Objects of signatures too, where nothing but the signature's own properties belongs.
  for (const { signatures } of slots) {
    for (const signature of signatures) {
      for (const element of walkElements(signature)) if (names.has(element.localName)) found(element, []);
    }
  }
  return { data: { path: elementPath(data), coveredBy: covering(data) }, groups: [...groups.values()] };
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
