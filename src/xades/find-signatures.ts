import { isElement, type XmlElement } from '../xml/index.js';
import { isSignatureElement } from './signature-parts.js';

/** Every ds:Signature at or below an element, in document order, counter-signatures included. */
export function findSignatures(root: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const pending: XmlElement[] = [root];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    if (isSignatureElement(element)) found.push(element);
    const { children } = element;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i]!;
      if (isElement(child)) pending.push(child);
    }
  }
  return found;
}
