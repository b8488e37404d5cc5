import type { ReferenceResult, SignatureResult } from '../xades/index.js';
import {
  attributeValue,
  childElements,
  findChild,
  findChildren,
  isC14nAlgorithm,
  isWithin,
  type XmlDocument,
  type XmlElement,
} from '../xml/index.js';

/** Why two answers cannot be held against each other. Frozen codes. */
export type NotComparableReason =
  /** Our core says unsupported: there is no answer to compare. */
  | 'unsupportedHere'
  /** We refuse by a rule that plain digests and values do not know (wrapping, Ids, properties, keys). */
  | 'ruleBeyondXmlDsig'
  /** Transforms that the other engine carries out otherwise: another order, several canonical forms, XPath, comments. */
  | 'transform'
  /** A reference that it cannot follow: into another signature, out of the document, by pointer. */
  | 'reference'
  /** Attributes of the `xml` namespace inherited from above, which it leaves out. */
  | 'inheritedAttributes'
  /** A key in a form that it does not read, so that it tries none and says invalid. */
  | 'key'
  /** It threw for a reason of its own; `detail` has its words. */
  | 'secondEngineFailed';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const ENVELOPED = `${DS}enveloped-signature`;
const XML = 'http://www.w3.org/XML/1998/namespace';

/** Reasons of ours that a verifier of digests and values alone would give too. */
const MECHANICAL: ReadonlySet<string> = /* @__PURE__ */ new Set(['digest', 'signatureValue']);

/** Whether the second engine's answer on this signature means what ours means; its limits are known, and each stands here. */
export function notComparable(result: SignatureResult, document: XmlDocument): NotComparableReason | null {
  if (result.core === 'unsupported') return 'unsupportedHere';
  if (!result.reasons.every((reason) => MECHANICAL.has(reason))) return 'ruleBeyondXmlDsig';
  if (!hasKnownKey(result)) return 'key';
  const info = findChild(result.element, 'SignedInfo', DS)!;
  if (!isExclusive(result.c14n) && inherits(info)) return 'inheritedAttributes';
  if (hasComments(result.c14n)) return 'transform';
  const elements = childElements(info).filter((one) => one.localName === 'Reference');
  for (const [index, reference] of result.references.entries()) {
    const found = referenceLimit(reference, elements[index]!, result.element, document);
    if (found !== null) return found;
  }
  return null;
}

/** X509Certificate and RSAKeyValue. */
function hasKnownKey({ element, keySource }: SignatureResult): boolean {
  const info = findChild(element, 'KeyInfo', DS);
  const value = info && findChild(info, 'KeyValue', DS);
  const rsa = value !== undefined && findChild(value, 'RSAKeyValue', DS) !== undefined;
  const certificates =
    info === undefined ? [] : childElements(info).flatMap((one) => findChildren(one, 'X509Certificate', DS));
  return keySource === null
    ? rsa || certificates.length > 0
    : keySource === 'keyInfo' || (keySource === 'keyValue' && rsa);
}

function referenceLimit(
  { uri, target, transforms }: ReferenceResult,
  element: XmlElement,
  signature: XmlElement,
  document: XmlDocument,
): NotComparableReason | null {
  if (uri === null || (uri !== '' && !/^#[^%(]+$/.test(uri))) return 'reference';
  if (target !== null && isInsideSignature(target, signature)) return 'reference';
  const declared = transformUris(element);
  const canonical = declared.filter(isC14nAlgorithm);
  const others = declared.filter((one) => !isC14nAlgorithm(one));
  if (canonical.length > 1 || canonical.some(hasComments) || transforms.length !== declared.length) return 'transform';
  if (others.some((one) => one !== ENVELOPED)) return 'transform';
  const apex = target ?? document.root;
  if (others.length > 0) {
    // It takes away every signature directly below the apex, and none farther down.
    const below = childElements(apex).filter((one) => one.localName === 'Signature' && one.namespaceUri === DS);
    const own = isWithin(signature, apex);
    if (isWithin(apex, signature) || (own ? below.length !== 1 || below[0] !== signature : below.length > 0))
      return 'transform';
    if (canonical.length === 0 && declared.length > 1) return 'transform';
  }
  // It canonicalizes the root element where the document is meant.
  if (target === null && document.children.some((node) => node.kind === 7)) return 'transform';
  const exclusive = canonical.length > 0 && isExclusive(canonical[0]!);
  return !exclusive && target !== null && inherits(target) ? 'inheritedAttributes' : null;
}

function transformUris(reference: XmlElement): readonly string[] {
  const list = findChild(reference, 'Transforms', DS);
  return list === undefined ? [] : childElements(list).map((one) => attributeValue(one, 'Algorithm') ?? '');
}

/** Its look-up stops at signatures, except for the Objects and the KeyInfo of the one that is judged. */
function isInsideSignature(target: XmlElement, signature: XmlElement): boolean {
  for (let at: XmlElement | null = target; at !== null; at = at.parent) {
    if (at.parent === signature) return at.localName !== 'Object' && at.localName !== 'KeyInfo';
    if (at.localName === 'Signature' && at.namespaceUri === DS) return true;
  }
  return false;
}

function inherits(element: XmlElement): boolean {
  for (let at = element.parent; at !== null; at = at.parent) {
    if (at.attributes.some((one) => one.namespaceUri === XML)) return true;
  }
  return false;
}

function isExclusive(uri: string): boolean {
  return uri.includes('xml-exc-c14n');
}

function hasComments(uri: string): boolean {
  return uri.endsWith('WithComments');
}
