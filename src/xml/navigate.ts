import { XML_NAMESPACE } from './names.js';
import { ELEMENT, TEXT, type XmlElement, type XmlNode } from './tree.js';

/** The element children, in order. */
export function childElements(element: XmlElement): readonly XmlElement[] {
  const { children } = element;
  // What is written without white space has mostly either elements or text: the list of one kind is the list itself.
  for (const child of children)
    if (child.kind !== ELEMENT) return children.length === 1 ? NONE : children.filter(isElement);
  return children as readonly XmlElement[];
}

const NONE: readonly XmlElement[] = [];

/** The first child element of a name; any namespace when `namespaceUri` is left out. */
export function findChild(element: XmlElement, localName: string, namespaceUri?: string): XmlElement | undefined {
  for (const child of element.children) if (isElement(child) && isNamed(child, localName, namespaceUri)) return child;
  return undefined;
}

/** All child elements of a name, in order; any namespace when `namespaceUri` is left out. */
export function findChildren(element: XmlElement, localName: string, namespaceUri?: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of element.children)
    if (isElement(child) && isNamed(child, localName, namespaceUri)) found.push(child);
  return found;
}

/** The element and every element below it, in document order. */
export function* walkElements(element: XmlElement): Generator<XmlElement, void, undefined> {
  // An explicit stack: a generator that delegates to itself would cost the depth for every element.
  const pending: XmlElement[] = [element];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i]!;
      if (isElement(child)) pending.push(child);
    }
  }
}

/** Value of an attribute without namespace, or undefined. */
export function attributeValue(element: XmlElement, localName: string): string | undefined {
  for (const attribute of element.attributes) {
    if (attribute.localName === localName && attribute.namespaceUri === '') return attribute.value;
  }
  return undefined;
}

/** All text below the element, in document order; comments and processing instructions do not count. */
export function textContent(element: XmlElement): string {
  const only = element.children.length === 1 ? element.children[0]! : undefined;
  if (only?.kind === TEXT) return only.value;
  let out = '';
  const pending: XmlNode[] = [element];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === TEXT) out += next.value;
    else if (next.kind === ELEMENT) for (let i = next.children.length - 1; i >= 0; i--) pending.push(next.children[i]!);
  }
  return out;
}

/** The URI bound to a prefix at an element (`''` asks for the default namespace); undefined when it is not bound. */
export function lookupNamespace(element: XmlElement, prefix: string): string | undefined {
  if (prefix === 'xml') return XML_NAMESPACE;
  for (let at: XmlElement | null = element; at !== null; at = at.parent) {
    for (const declared of at.namespaces) if (declared.prefix === prefix) return declared.uri || undefined;
  }
  return undefined;
}

/** Whether `element` is `ancestor` or stands below it. */
export function isWithin(element: XmlElement, ancestor: XmlElement): boolean {
  for (let at: XmlElement | null = element; at !== null; at = at.parent) if (at === ancestor) return true;
  return false;
}

export function isElement(node: XmlNode): node is XmlElement {
  return node.kind === ELEMENT;
}

function isNamed(element: XmlElement, localName: string, namespaceUri: string | undefined): boolean {
  return element.localName === localName && (namespaceUri === undefined || element.namespaceUri === namespaceUri);
}
