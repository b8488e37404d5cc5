import {
  COMMENT,
  ELEMENT,
  TEXT,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlNamespace,
  type XmlNode,
} from '../xml/index.js';

/** Where in a copy an element stands: `above` the copied element only declarations and `xml:` attributes count. */
export interface Spot {
  readonly above: boolean;
  /** Levels below the root. */
  readonly depth: number;
  /** The copy that the element hangs in. */
  readonly parent: XmlElement | null;
}

/** The tags of a copy, still to be changed. */
export interface TagDraft {
  name: string;
  prefix: string;
  readonly localName: string;
  namespaceUri: string;
  attributes: readonly XmlAttribute[];
  namespaces: readonly XmlNamespace[];
}

/** What is undone while a tree is copied. */
export interface TreeEdit {
  /** Changes the draft in place. */
  readonly tag?: (draft: TagDraft, spot: Spot) => void;
  readonly children?: (nodes: readonly XmlNode[], element: XmlElement, spot: Spot) => readonly XmlNode[];
  /** Of a text, or of an attribute without declaration. */
  readonly value?: (value: string, element: XmlElement) => string;
}

/** An element or a whole document, as it is or as it may have been. */
export interface TreeState {
  readonly top: XmlElement | XmlDocument;
  /** The element here that stands for one of the file; the same one where nothing was copied. */
  readonly at: (element: XmlElement) => XmlElement | undefined;
  readonly origin: (element: XmlElement) => XmlElement;
  /** Elements of the file that are different here. */
  readonly changed: ReadonlySet<XmlElement>;
}

const NO_NODES: readonly XmlNode[] = [];
const NONE: ReadonlySet<XmlElement> = /* @__PURE__ */ new Set();

export function asItIs(top: XmlElement | XmlDocument): TreeState {
  return { top, at: (element) => element, origin: (element) => element, changed: NONE };
}

export function isElementTop(top: XmlElement | XmlDocument): top is XmlElement {
  return 'kind' in top;
}

interface Draft extends TagDraft {
  kind: typeof ELEMENT;
  parent: XmlElement | null;
  children: readonly XmlNode[];
  start: number;
  openEnd: number;
  closeStart: number;
  end: number;
}

/**
 * A copy with an edit undone, or `undefined` when the edit would change nothing. What stands beside the ancestors of an element is left
 * out: no canonical form of the element depends on it.
 */
export function undo(state: TreeState, edit: TreeEdit): TreeState | undefined {
  const copies = new Map<XmlElement, XmlElement>();
  const back = new Map<XmlElement, XmlElement>();
  const changed = new Set(state.changed);
  let isChanged = false;

  const tags = (element: XmlElement, spot: Spot): Draft => {
    const { kind, name, prefix, localName, namespaceUri, attributes, namespaces } = element;
    const { start, openEnd, closeStart, end } = element;
    // One literal, so that all copies have one shape: spreads cost ten times as much.
    const draft: Draft = {
      kind,
      parent: spot.parent,
      name,
      prefix,
      localName,
      namespaceUri,
      attributes,
      namespaces,
      children: NO_NODES,
      start,
      openEnd,
      closeStart,
      end,
    };
    if (edit.value !== undefined && !spot.above && attributes.length > 0) {
      const { value } = edit;
      const next = attributes.map((one) => ({ ...one, value: value(one.value, element) }));
      if (next.some((one, index) => one.value !== attributes[index]!.value)) draft.attributes = next;
    }
    edit.tag?.(draft, spot);
    if (
      draft.attributes !== attributes ||
      draft.namespaces !== namespaces ||
      draft.name !== name ||
      draft.namespaceUri !== namespaceUri
    ) {
      isChanged = true;
      changed.add(state.origin(element));
    }
    copies.set(element, draft);
    back.set(draft, state.origin(element));
    return draft;
  };

  const copy = (element: XmlElement, spot: Spot): XmlElement => {
    const draft = tags(element, spot);
    const nodes = edit.children?.(element.children, element, spot) ?? element.children;
    let own = nodes !== element.children;
    draft.children = nodes.map((node): XmlNode => {
      if (node.kind === ELEMENT) return copy(node, { above: false, depth: spot.depth + 1, parent: draft });
      if (node.kind !== TEXT) return { ...node, parent: draft };
      const value = edit.value?.(node.value, element) ?? node.value;
      if (value !== node.value) own = true;
      return { kind: TEXT, parent: draft, value };
    });
    if (own) {
      isChanged = true;
      changed.add(state.origin(element));
    }
    return draft;
  };

  let top: XmlElement | XmlDocument;
  if (isElementTop(state.top)) {
    const line: XmlElement[] = [];
    for (let at = state.top.parent; at !== null; at = at.parent) line.unshift(at);
    let parent: Draft | null = null;
    for (const [depth, element] of line.entries()) {
      const next: Draft = tags(element, { above: true, depth, parent });
      if (parent !== null) parent.children = [next];
      parent = next;
    }
    top = copy(state.top, { above: false, depth: line.length, parent });
    if (parent !== null) parent.children = [top];
  } else {
    const { source, root } = state.top;
    const outside = edit.children?.(state.top.children, root, { above: true, depth: -1, parent: null });
    if (outside !== undefined && outside !== state.top.children) isChanged = true;
    const newRoot = copy(root, { above: false, depth: 0, parent: null });
    const children = (outside ?? state.top.children).map((node): XmlNode => (node === root ? newRoot : { ...node }));
    top = { source, root: newRoot, children };
  }
  if (!isChanged) return undefined;
  return {
    top,
    at: (element) => {
      const before = state.at(element);
      return before === undefined ? undefined : copies.get(before);
    },
    origin: (element) => back.get(element) ?? element,
    changed,
  };
}

/** Nodes without those of which `drop` says so; the same array when none is dropped. */
export function without(nodes: readonly XmlNode[], drop: (node: XmlNode) => boolean): readonly XmlNode[] {
  return nodes.some(drop) ? nodes.filter((node) => !drop(node)) : nodes;
}

export function isBlank(node: XmlNode): boolean {
  return node.kind === TEXT && /^[ \t\r\n]*$/.test(node.value);
}

export function isMarkup(node: XmlNode): boolean {
  return node.kind === ELEMENT || node.kind === COMMENT;
}
