import { XML_NAMESPACE } from './names.js';
import { ELEMENT, type XmlElement } from './tree.js';

/** Which attributes name an element. */
export interface IdOptions {
  /**
   * `record` (default): `Id`, `ID` and `id` without namespace, as the school record uses them.
   * `wide`: also `xml:id`, `wsu:Id` and SAML's `AssertionID`, for signed files of any origin.
   */
  readonly attributes?: 'record' | 'wide';
}

/** Id → the elements that carry it, in document order. An Id that occurs twice names nothing safely. */
export type IdIndex = ReadonlyMap<string, readonly XmlElement[]>;

const WSU_NAMESPACE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';

/** Every Id below `root`, `root` included. Which spelling was used does not matter: verifiers differ, so all count together. */
export function indexIds(root: XmlElement, options: IdOptions = {}): IdIndex {
  const wide = options.attributes === 'wide';
  const index = new Map<string, XmlElement[]>();
  const pending: XmlElement[] = [root];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    const { children } = element;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i]!;
      if (child.kind === ELEMENT) pending.push(child);
    }
    for (const { localName, namespaceUri, value } of element.attributes) {
      const counts =
        namespaceUri === ''
          ? localName === 'Id' || localName === 'ID' || localName === 'id' || (wide && localName === 'AssertionID')
          : wide &&
            ((namespaceUri === XML_NAMESPACE && localName === 'id') ||
              (namespaceUri === WSU_NAMESPACE && localName === 'Id'));
      if (!counts) continue;
      const same = index.get(value);
      if (same === undefined) index.set(value, [element]);
      else if (same[same.length - 1] !== element) same.push(element);
    }
  }
  return index;
}
