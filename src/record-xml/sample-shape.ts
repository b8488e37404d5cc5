import { childElements, isElement, textContent, type XmlElement } from '../xml/index.js';

const DS = 'http://www.w3.org/2000/09/xmldsig#';

/** What several elements of one name have in common: the material of a draft. */
export interface Shape {
  readonly name: string;
  /** How many elements were merged. */
  count: number;
  /** How many of their parents had at least one. */
  parents: number;
  /** Whether any parent had several. */
  isRepeated: boolean;
  readonly texts: string[];
  readonly attributes: Map<string, string[]>;
  /** Child shapes in an order that agrees with every sample as far as one does. */
  readonly children: Shape[];
  /** Whether any has a ds:Signature child. */
  isSigned: boolean;
  readonly elements: XmlElement[];
}

/** Merges elements of one place, signatures left out. */
export function mergeShapes(
  name: string,
  elements: readonly XmlElement[],
  parents: number,
  isRepeated: boolean,
): Shape {
  const shape: Shape = {
    name,
    count: elements.length,
    parents,
    isRepeated,
    texts: [],
    attributes: new Map(),
    children: [],
    isSigned: false,
    elements: [...elements],
  };
  const order: string[] = [];
  const byName = new Map<string, XmlElement[]>();
  const parentsOf = new Map<string, number>();
  const repeated = new Set<string>();
  for (const element of elements) {
    for (const { name: attribute, value } of element.attributes) {
      shape.attributes.set(attribute, [...(shape.attributes.get(attribute) ?? []), value]);
    }
    const children = childElements(element);
    if (children.length === 0) shape.texts.push(textContent(element).trim());
    if (children.some((child) => child.localName === 'Signature' && child.namespaceUri === DS)) shape.isSigned = true;
    const here = new Map<string, number>();
    let previous: string | undefined;
    for (const child of children.filter((one) => one.namespaceUri === '')) {
      const known = byName.get(child.localName);
      if (known === undefined) {
        byName.set(child.localName, [child]);
        order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, child.localName);
      } else known.push(child);
      here.set(child.localName, (here.get(child.localName) ?? 0) + 1);
      previous = child.localName;
    }
    for (const [child, count] of here) {
      parentsOf.set(child, (parentsOf.get(child) ?? 0) + 1);
      if (count > 1) repeated.add(child);
    }
  }
  for (const child of order) {
    shape.children.push(mergeShapes(child, byName.get(child)!, parentsOf.get(child)!, repeated.has(child)));
  }
  return shape;
}

/** The records of a sample: the children of a root that holds several alike, else the root. */
export function recordsOf(
  root: XmlElement,
  names: ReadonlySet<string>,
): { readonly list?: string; readonly records: readonly XmlElement[] } {
  if (names.has(root.localName)) return { records: [root] };
  const inner = [root, ...childElements(root)].find((element) =>
    element.children.some((child) => isElement(child) && names.has(child.localName)),
  );
  if (inner !== undefined) {
    return { list: inner.localName, records: childElements(inner).filter((child) => names.has(child.localName)) };
  }
  const children = childElements(root).filter((child) => child.namespaceUri === '');
  const [first] = children;
  const isList =
    first !== undefined && children.length > 1 && children.every((one) => one.localName === first.localName);
  return isList ? { list: root.localName, records: children } : { records: [root] };
}

/** `#Id` values that the signatures directly inside an element reference. */
export function referencedIds(slot: XmlElement): readonly string[] {
  const out: string[] = [];
  for (const signature of childElements(slot).filter(
    (one) => one.localName === 'Signature' && one.namespaceUri === DS,
  )) {
    const info = childElements(signature).find((one) => one.localName === 'SignedInfo');
    for (const reference of info === undefined ? [] : childElements(info)) {
      const uri = reference.attributes.find(({ name }) => name === 'URI')?.value;
      if (reference.localName === 'Reference' && uri?.startsWith('#') === true) out.push(uri.slice(1));
    }
  }
  return out;
}
