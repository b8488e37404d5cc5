import { attributeValue, childElements, type XmlElement } from '../xml/index.js';
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
  const [signedInfo, signatureValue, ...rest] = children;
  if (!isDs(signedInfo, 'SignedInfo') || !isDs(signatureValue, 'SignatureValue')) return structure('Signature');
  const keyInfo = isDs(rest[0], 'KeyInfo') ? rest[0] : null;
  const objects = keyInfo === null ? rest : rest.slice(1);
  if (!objects.every((one) => isDs(one, 'Object'))) return structure('Signature');
  const [canonicalizationMethod, signatureMethod, ...references] = childElements(signedInfo);
  if (!isDs(canonicalizationMethod, 'CanonicalizationMethod')) return structure('CanonicalizationMethod');
  if (!isDs(signatureMethod, 'SignatureMethod')) return structure('SignatureMethod');
  if (references.length === 0 || !references.every((one) => isDs(one, 'Reference'))) return structure('Reference');
  if (childElements(signatureValue).length > 0) return structure('SignatureValue');
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
  const [method, value, ...more] = isDs(children[0], 'Transforms') ? children.slice(1) : children;
  if (!isDs(method, 'DigestMethod') || !isDs(value, 'DigestValue') || more.length > 0) return structure('Reference');
  return childElements(value).length > 0 ? structure('DigestValue') : { method, value };
}

function isDs(element: XmlElement | undefined, localName: string): element is XmlElement {
  return element !== undefined && element.localName === localName && element.namespaceUri === DS;
}

function structure(detail: string): Refusal {
  return { refused: 'structure', detail };
}
