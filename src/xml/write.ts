import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { compareCodePoints, escapeAttribute, escapeText } from './escape.js';
import { FORBIDDEN, isNcName, XML_NAMESPACE, XMLNS_NAMESPACE } from './names.js';
import { XML_ERRORS } from './xml-errors.js';

/** An element to be written. Text is put into normalisation form C; nothing else is changed. */
export interface XmlOut {
  /** Name with its prefix, if any. */
  readonly name: string;
  /** Attributes without namespace declarations, in any order; written in canonical order. */
  readonly attributes?: readonly (readonly [name: string, value: string])[];
  /** Namespace declarations: prefix (`''` for the default) and URI. */
  readonly namespaces?: readonly (readonly [prefix: string, uri: string])[];
  readonly children?: readonly (XmlOut | string)[];
}

/** Prefix → URI. */
type Scope = ReadonlyMap<string, string>;

const ROOT_SCOPE: readonly (readonly [string, string])[] = [['xml', XML_NAMESPACE]];

/**
 * A whole document: XML declaration, line feed, and the element in the form that is its own exclusive canonical form as long as every
 * declared namespace is used where it is declared.
 *
 * @throws {@link HocBaSoError} `ERR_XML_NAME` for a wrong or repeated name, a wrong namespace declaration or an undeclared prefix,
 * `ERR_XML_CHARACTER` for a character that XML cannot carry.
 */
export function writeXml(root: XmlOut): Uint8Array<ArrayBuffer> {
  return encodeUtf8(`<?xml version="1.0" encoding="UTF-8"?>\n${write(root, new Map(ROOT_SCOPE), true)}`);
}

/** The text of one element, without declaration; its prefixes may be declared where it will be inserted. See {@link writeXml}. */
export function writeElement(element: XmlOut): string {
  return write(element, new Map(ROOT_SCOPE), false);
}

function write(element: XmlOut, above: Scope, whole: boolean): string {
  const { name, namespaces = [], attributes = [], children = [] } = element;
  const scope = namespaces.length === 0 ? above : new Map([...above, ...namespaces]);
  split(name, scope, whole);
  let out = `<${name}`;
  const declared = [...namespaces].sort((a, b) => compareCodePoints(a[0], b[0]));
  declared.forEach(([prefix, uri], index) => {
    if (!isDeclaration(prefix, uri) || prefix === declared[index - 1]?.[0]) throw wrongName();
    out += prefix === '' ? ` xmlns="${attribute(uri)}"` : ` xmlns:${prefix}="${attribute(uri)}"`;
  });
  for (const [attributeName, value] of sortAttributes(attributes, scope, whole)) {
    out += ` ${attributeName}="${attribute(value)}"`;
  }
  out += '>';
  for (const child of children) {
    out += typeof child === 'string' ? escapeText(clean(child)) : write(child, scope, whole);
  }
  return `${out}</${name}>`;
}

function sortAttributes(
  attributes: readonly (readonly [name: string, value: string])[],
  scope: Scope,
  whole: boolean,
): readonly (readonly [name: string, value: string])[] {
  const keyed = attributes.map((entry) => {
    const { prefix, localName } = split(entry[0], scope, whole);
    // A declaration in disguise would change what the names below mean.
    if (entry[0] === 'xmlns') throw wrongName();
    // A prefix declared farther out is not known here; its own name keeps the order stable.
    return { entry, localName, uri: prefix === '' ? '' : (scope.get(prefix) ?? prefix) };
  });
  keyed.sort((a, b) => compareCodePoints(a.uri, b.uri) || compareCodePoints(a.localName, b.localName));
  keyed.forEach((one, index) => {
    const before = keyed[index - 1];
    if (before !== undefined && before.uri === one.uri && before.localName === one.localName) throw wrongName();
  });
  return keyed.map((one) => one.entry);
}

/** Namespaces in XML §3: `xml` and `xmlns` are fixed, a prefix cannot be undeclared. */
function isDeclaration(prefix: string, uri: string): boolean {
  if (prefix === '') return uri !== XML_NAMESPACE && uri !== XMLNS_NAMESPACE;
  return (
    isNcName(prefix) && prefix !== 'xml' && prefix !== 'xmlns' && !['', XML_NAMESPACE, XMLNS_NAMESPACE].includes(uri)
  );
}

function split(name: string, scope: Scope, whole: boolean): { prefix: string; localName: string } {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const localName = name.slice(colon + 1);
  const known = prefix === '' || (whole ? scope.has(prefix) : prefix !== 'xmlns');
  if (!isNcName(localName) || (colon >= 0 && !isNcName(prefix)) || !known) throw wrongName();
  return { prefix, localName };
}

function attribute(value: string): string {
  return escapeAttribute(clean(value));
}

function clean(text: string): string {
  const bad = text.search(FORBIDDEN);
  if (bad >= 0 || /\p{Surrogate}/u.test(text)) {
    throw createError(XML_ERRORS, 'ERR_XML_CHARACTER', { line: 1, column: bad < 0 ? 1 : bad + 1 });
  }
  return text.normalize('NFC');
}

function wrongName(): Error {
  return createError(XML_ERRORS, 'ERR_XML_NAME', {});
}
