import { BUILT_IN_LAYOUTS } from './hoc-ba-file.js';
import type { Layout, LayoutGroup, LayoutList, LayoutNode, LayoutSlot, LayoutSlots, LayoutValue } from './layout.js';
import { elementsOf } from './layout-index.js';

/** What the layouts we know say about tags, wherever they stand: the dictionary from which a draft is made. */
export interface KnownTags {
  /** Values that belong to the record itself, by tag. */
  readonly values: ReadonlyMap<string, LayoutValue>;
  readonly lists: readonly KnownList[];
  readonly groups: readonly LayoutGroup[];
  readonly slots: ReadonlyMap<string, LayoutSlot>;
  readonly layouts: readonly Layout[];
}

export interface KnownList {
  readonly list: LayoutList;
  /** Values of its items, by tag. */
  readonly values: ReadonlyMap<string, LayoutValue>;
}

/** Collects the dictionary; the first layout that names a tag wins. */
export function knownTags(layouts: readonly Layout[] = BUILT_IN_LAYOUTS): KnownTags {
  const values = new Map<string, LayoutValue>();
  const lists: KnownList[] = [];
  const groups: LayoutGroup[] = [];
  const slots = new Map<string, LayoutSlot>();
  const visit = (nodes: readonly LayoutNode[], into: Map<string, LayoutValue>): void => {
    for (const node of nodes) {
      if (node.kind === 'value') {
        for (const name of elementsOf(node)) if (!into.has(name)) into.set(name, node);
      } else if (node.kind === 'group') {
        groups.push(node);
        visit(node.children, into);
      } else if (node.kind === 'list') {
        const own = new Map<string, LayoutValue>();
        visit(node.item.children, own);
        lists.push({ list: node, values: own });
      } else visitSlots(node);
    }
  };
  const visitSlots = (node: LayoutSlots): void => {
    for (const child of node.children) {
      if (child.kind === 'slots') visitSlots(child);
      else if (!slots.has(child.element)) slots.set(child.element, child);
    }
  };
  for (const layout of layouts) visit(layout.record.children, values);
  return { values, lists, groups, slots, layouts };
}
