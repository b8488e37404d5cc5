import { escapeAttribute, type XmlDocument, type XmlElement } from '../xml/index.js';

/** Namespace of `xml:lang`, `xml:space`, `xml:base`. */
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/**
 * The text of an element as it may stand elsewhere.
 *
 * What a canonical form takes over from the ancestors (namespace declarations, `xml:` attributes) is written into the start tag, so that
 * every digest stays what it was; where the ancestors have none the text is untouched. One digest cannot stay: the exclusive form of the
 * element itself (not of what is in it) under an ancestor with an `xml:` attribute, which the inclusive form needs there.
 *
 * @see Canonical XML 1.0 §2.4: a subtree inherits the namespaces and xml: attributes of its ancestors
 */
export function sliceElement(document: XmlDocument, element: XmlElement): string {
  const text = document.source.slice(element.start, element.end);
  const name = 1 + element.name.length;
  return text.slice(0, name) + inherited(element) + text.slice(name);
}

function inherited(element: XmlElement): string {
  const prefixes = new Set(element.namespaces.map(({ prefix }) => prefix));
  const names = new Set(element.attributes.map(({ name }) => name));
  let out = '';
  for (let at = element.parent; at !== null; at = at.parent) {
    for (const { prefix, uri } of at.namespaces) {
      if (prefixes.has(prefix)) continue;
      prefixes.add(prefix);
      // An undeclared default namespace is what a root has anyway.
      if (uri === '') continue;
      out += prefix === '' ? ` xmlns="${escapeAttribute(uri)}"` : ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
    }
    for (const { name, namespaceUri, value } of at.attributes) {
      if (namespaceUri !== XML_NAMESPACE || names.has(name)) continue;
      names.add(name);
      out += ` ${name}="${escapeAttribute(value)}"`;
    }
  }
  return out;
}
