import { joinBases } from './base-uri.js';
import { XML_NAMESPACE } from './names.js';
import type { XmlAttribute, XmlElement } from './tree.js';

/**
 * The attributes of an element whose parent is not rendered, with those of the `xml` namespace that it inherits.
 *
 * Canonical XML 1.0 §2.4 takes the nearest of each name from all ancestors. 1.1 §2.4 takes only `xml:lang` and `xml:space`, joins
 * `xml:base`, and looks at the ancestors that are left out just above, as its test cases and the other implementations do.
 *
 * @param own - The element's rendered attributes.
 * @param output - The nearest rendered ancestor.
 */
export function withInherited(
  element: XmlElement,
  own: readonly XmlAttribute[],
  output: XmlElement | null,
  version11: boolean,
): readonly XmlAttribute[] {
  // An attribute of the element's own shuts the inherited one out, whether or not it is rendered itself.
  const names = new Set<string>();
  for (const attribute of element.attributes) if (isXml(attribute)) names.add(attribute.localName);
  const inherited: XmlAttribute[] = [];
  const bases: string[] = [];
  const stop = version11 ? output : null;
  for (let at = element.parent; at !== null && at !== stop; at = at.parent) {
    for (const attribute of at.attributes) {
      if (!isXml(attribute)) continue;
      const { localName, value } = attribute;
      if (version11 && localName === 'base') bases.push(value);
      if ((version11 && localName !== 'lang' && localName !== 'space') || names.has(localName)) continue;
      names.add(localName);
      inherited.push(attribute);
    }
  }
  if (bases.length === 0) return inherited.length === 0 ? own : [...own, ...inherited];
  const ownBase = element.attributes.find(isBase);
  if (ownBase !== undefined) bases.unshift(ownBase.value);
  const value = joinBases(bases);
  const kept = [...own.filter((attribute) => !isBase(attribute)), ...inherited];
  if (value === '') return kept;
  return [...kept, { name: 'xml:base', prefix: 'xml', localName: 'base', namespaceUri: XML_NAMESPACE, value }];
}

/** The attributes that Canonical XML 1.1 §2.4 carries down to where they are missed. */
export function isFixedUp({ namespaceUri, localName }: XmlAttribute): boolean {
  return namespaceUri === XML_NAMESPACE && (localName === 'lang' || localName === 'space' || localName === 'base');
}

function isXml({ namespaceUri }: XmlAttribute): boolean {
  return namespaceUri === XML_NAMESPACE;
}

function isBase(attribute: XmlAttribute): boolean {
  return isXml(attribute) && attribute.localName === 'base';
}
