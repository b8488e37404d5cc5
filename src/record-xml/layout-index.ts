import type { Layout, LayoutGroup, LayoutNode, LayoutSlot, LayoutSlots } from './layout.js';

/** Where an element name leads inside a group: the node, its place in the written order, and whether the name is an alias. */
export interface IndexedNode {
  readonly node: LayoutNode;
  readonly position: number;
  readonly isAlias: boolean;
}

/** A slot with the containers around it, below the record. */
export interface SlotPlaceInLayout {
  readonly slot: LayoutSlot;
  /** Container elements from the record down, the outermost first. */
  readonly containers: readonly LayoutSlots[];
}

export interface LayoutIndex {
  /** Children of the record or of a group or list item, by element name. */
  readonly children: (nodes: readonly LayoutNode[]) => ReadonlyMap<string, IndexedNode>;
  readonly slots: readonly SlotPlaceInLayout[];
  readonly data: LayoutGroup | undefined;
  readonly inner: LayoutGroup | undefined;
}

const indexes = /* @__PURE__ */ new WeakMap<Layout, LayoutIndex>();

/** The look-up tables of a layout, made once. */
export function indexOf(layout: Layout): LayoutIndex {
  let index = indexes.get(layout);
  if (index === undefined) {
    index = makeIndex(layout);
    indexes.set(layout, index);
  }
  return index;
}

/** The element names under which a node of a group appears. */
export function elementsOf(node: LayoutNode): readonly string[] {
  if (node.kind === 'slots') return [node.element];
  if (node.kind !== 'list') return [node.element, ...(node.aliases ?? [])];
  return node.element === undefined
    ? [node.item.element, ...(node.item.aliases ?? [])]
    : [node.element, ...(node.aliases ?? [])];
}

/** Every group of a layout, itself and below, in written order. */
export function* walkGroups(nodes: readonly LayoutNode[]): Generator<LayoutGroup> {
  for (const node of nodes) {
    if (node.kind === 'group') {
      yield node;
      yield* walkGroups(node.children);
    } else if (node.kind === 'list') {
      yield* walkGroups(node.item.children);
    }
  }
}

function makeIndex(layout: Layout): LayoutIndex {
  const byNodes = new Map<readonly LayoutNode[], ReadonlyMap<string, IndexedNode>>();
  const children = (nodes: readonly LayoutNode[]): ReadonlyMap<string, IndexedNode> => {
    let names = byNodes.get(nodes);
    if (names === undefined) {
      names = nameChildren(nodes);
      byNodes.set(nodes, names);
    }
    return names;
  };
  const slots: SlotPlaceInLayout[] = [];
  const collect = (container: LayoutSlots, above: readonly LayoutSlots[]): void => {
    const containers = [...above, container];
    for (const child of container.children) {
      if (child.kind === 'slot') slots.push({ slot: child, containers });
      else collect(child, containers);
    }
  };
  for (const node of layout.record.children) if (node.kind === 'slots') collect(node, []);
  const groups = [...walkGroups(layout.record.children)];
  return {
    children,
    slots,
    data: groups.find((group) => group.id === 'data'),
    inner: groups.find((group) => group.id === 'inner'),
  };
}

function nameChildren(nodes: readonly LayoutNode[]): ReadonlyMap<string, IndexedNode> {
  const names = new Map<string, IndexedNode>();
  for (const [position, node] of nodes.entries()) {
    for (const [which, element] of elementsOf(node).entries()) {
      if (!names.has(element)) names.set(element, { node, position, isAlias: which > 0 });
    }
  }
  return names;
}
