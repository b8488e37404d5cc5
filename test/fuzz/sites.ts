/* Where a signed file can be changed, and what stands there. */
import {
  DS,
  findSignatures,
  isSignatureElement,
  openSignedDocument,
  type SignedDocument,
} from '../../src/xades/index.js';
import {
  attributeValue,
  childElements,
  findChildren,
  parseXml,
  walkElements,
  type XmlElement,
} from '../../src/xml/index.js';

/** Kinds of places, by what a change there should meet. */
export const PLACES = ['data', 'SignedInfo', 'value', 'certificate', 'properties', 'slot', 'unsigned'] as const;
export type Place = (typeof PLACES)[number];

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface AttributeSite extends Range {
  readonly name: string;
  readonly value: string;
}

export interface ElementSite extends Range {
  readonly place: Place;
  readonly name: string;
  readonly openEnd: number;
  readonly closeStart: number;
  /** After the name in the start tag. */
  readonly nameEnd: number;
  readonly attributes: readonly AttributeSite[];
  readonly isSignature: boolean;
  /** The text between the tags when there is nothing else. */
  readonly text: string | null;
}

export interface Sites {
  readonly text: string;
  readonly elements: readonly ElementSite[];
  readonly byPlace: ReadonlyMap<Place, readonly ElementSite[]>;
  readonly signatures: readonly ElementSite[];
  readonly ids: readonly string[];
}

export function findSites(bytes: Uint8Array): Sites {
  const document = parseXml(bytes);
  const opened = openSignedDocument(document, { ids: 'wide' });
  const targets = signedElements(opened);
  const slots = new Set(findSignatures(document.root).map((one) => one.parent));
  const elements: ElementSite[] = [];
  for (const element of walkElements(document.root)) {
    const { start, end, openEnd, closeStart, name, children } = element;
    elements.push({
      start,
      end,
      openEnd,
      closeStart,
      name,
      place: placeOf(element, targets, slots),
      nameEnd: start + 1 + name.length,
      attributes: attributesIn(document.source, start + 1 + name.length, openEnd),
      isSignature: isSignatureElement(element),
      text: children.some((one) => one.kind !== 3) ? null : document.source.slice(openEnd, closeStart),
    });
  }
  const byPlace = new Map<Place, ElementSite[]>();
  for (const one of elements) byPlace.set(one.place, [...(byPlace.get(one.place) ?? []), one]);
  const signatures = elements.filter((one) => one.isSignature);
  return { text: document.source, elements, byPlace, signatures, ids: [...opened.ids.keys()] };
}

function signedElements(opened: SignedDocument): ReadonlySet<XmlElement> {
  const found = new Set<XmlElement>();
  for (const signature of findSignatures(opened.document.root)) {
    for (const info of findChildren(signature, 'SignedInfo', DS)) {
      for (const reference of findChildren(info, 'Reference', DS)) {
        const uri = attributeValue(reference, 'URI');
        if (uri === '') found.add(opened.document.root);
        for (const element of uri === undefined ? [] : (opened.ids.get(uri.slice(1)) ?? [])) found.add(element);
      }
    }
  }
  return found;
}

function placeOf(element: XmlElement, targets: ReadonlySet<XmlElement>, slots: ReadonlySet<XmlElement | null>): Place {
  for (let at: XmlElement | null = element; at !== null && !isSignatureElement(at); at = at.parent) {
    const { localName } = at;
    if (localName === 'SignedInfo') return 'SignedInfo';
    if (localName === 'SignatureValue') return 'value';
    if (localName === 'KeyInfo') return 'certificate';
    if (localName === 'UnsignedProperties') return 'unsigned';
    if (localName === 'SignedProperties' || localName === 'SignatureProperties') return 'properties';
  }
  if (slots.has(element) || isSignatureElement(element)) return 'slot';
  if (element.parent !== null && slots.has(element.parent) && !targets.has(element)) return 'slot';
  if (childElements(element).some((one) => slots.has(one))) return 'slot';
  for (let at: XmlElement | null = element; at !== null; at = at.parent) if (targets.has(at)) return 'data';
  return 'unsigned';
}

function attributesIn(source: string, from: number, to: number): AttributeSite[] {
  const found: AttributeSite[] = [];
  const pattern = /\s([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
  for (pattern.lastIndex = from; pattern.lastIndex < to; ) {
    const start = pattern.lastIndex;
    const match = pattern.exec(source);
    if (match === null || match.index + match[0].length > to) break;
    found.push({ start, end: start + match[0].length, name: match[1]!, value: match[2] ?? match[3]! });
  }
  return found;
}
