import { attributeValue, childElements, isElement, type XmlElement } from '../xml/index.js';
import type { Refusal } from './transforms.js';
import { DS } from './uris.js';

/** The parts of a ds:Signature in the order its schema prescribes; anything else in its place is not a signature. */
export interface SignatureParts {
  readonly signature: XmlElement;
  readonly id: string | null;
  readonly signedInfo: XmlElement;
  readonly canonicalizationMethod: XmlElement;
  readonly signatureMethod: XmlElement;
  readonly references: readonly XmlElement[];
  readonly signatureValue: XmlElement;
  readonly keyInfo: XmlElement | null;
  readonly objects: readonly XmlElement[];
}

/** Whether an element is a ds:Signature. */
export function isSignatureElement(element: XmlElement): boolean {
  return element.localName === 'Signature' && element.namespaceUri === DS;
}

/**
 * Takes a ds:Signature apart (XMLDSig §4.2): SignedInfo, SignatureValue, KeyInfo?, Object*, in this order and none twice.
 *
 * attacker-controlled: a second SignedInfo, or one inside a wrapper, is how a verifier is shown other references than those it checked.
 */
export function readParts(signature: XmlElement): SignatureParts | Refusal {
  const children = childElements(signature);
  const signedInfo = children[0];
  const signatureValue = children[1];
  if (!isDs(signedInfo, 'SignedInfo') || !isDs(signatureValue, 'SignatureValue')) return structure('Signature');
  const keyInfo = isDs(children[2], 'KeyInfo') ? children[2] : null;
  const objects = children.slice(keyInfo === null ? 2 : 3);
  if (!objects.every(isObject)) return structure('Signature');
  const info = childElements(signedInfo);
  const canonicalizationMethod = info[0];
  const signatureMethod = info[1];
  if (!isDs(canonicalizationMethod, 'CanonicalizationMethod')) return structure('CanonicalizationMethod');
  if (!isDs(signatureMethod, 'SignatureMethod')) return structure('SignatureMethod');
  const references = info.slice(2);
  if (references.length === 0 || !references.every(isReference)) return structure('Reference');
  if (signatureValue.children.some(isElement)) return structure('SignatureValue');
  return {
    signature,
    id: attributeValue(signature, 'Id') ?? null,
    signedInfo,
    canonicalizationMethod,
    signatureMethod,
    references,
    signatureValue,
    keyInfo,
    objects,
  };
}

/** `Transforms?`, DigestMethod, DigestValue of a Reference. */
export function readReference(reference: XmlElement): { method: XmlElement; value: XmlElement } | Refusal {
  const children = childElements(reference);
  const first = isDs(children[0], 'Transforms') ? 1 : 0;
  const method = children[first];
  const value = children[first + 1];
  if (!isDs(method, 'DigestMethod') || !isDs(value, 'DigestValue') || children.length > first + 2) {
    return structure('Reference');
  }
  return value.children.some(isElement) ? structure('DigestValue') : { method, value };
}

function isObject(element: XmlElement): boolean {
  return isDs(element, 'Object');
}

function isReference(element: XmlElement): boolean {
  return isDs(element, 'Reference');
}

function isDs(element: XmlElement | undefined, localName: string): element is XmlElement {
  return element !== undefined && element.localName === localName && element.namespaceUri === DS;
}

function structure(detail: string): Refusal {
  return { refused: 'structure', detail };
}
