import { walkElements, type XmlElement } from '../xml/index.js';
import { isSignatureElement } from './signature-parts.js';

/** Every ds:Signature at or below an element, in document order, counter-signatures included. */
export function findSignatures(root: XmlElement): readonly XmlElement[] {
  return [...walkElements(root)].filter(isSignatureElement);
}
