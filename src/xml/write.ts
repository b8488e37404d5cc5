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

/** What holds for all of one text that is written. */
interface Writing {
  /** Whether prefixes must be declared in what is written. */
  readonly whole: boolean;
  /** Names that were found to be names: a record has few different ones. */
  readonly names: Map<string, { readonly prefix: string; readonly localName: string }>;
}

const ROOT_SCOPE: readonly (readonly [string, string])[] = [['xml', XML_NAMESPACE]];

/**
 * A whole document: XML declaration, line feed, and the element in the form that is its own exclusive canonical form as long as every
 * declared namespace is used where it is declared.
 *
 * @throws {@link HocBaSoError} `ERR_XML_NAME` for a wrong or repeated name, a wrong namespace declaration or an undeclared prefix,
 * `ERR_XML_CHARACTER` for a character that XML cannot carry.
 */
export function writeXml(root: XmlOut): Uint8Array<ArrayBuffer> {
  return encodeUtf8(
    `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, new Map(ROOT_SCOPE), { whole: true, names: new Map() })}`,
  );
}

/** The text of one element, without declaration; its prefixes may be declared where it will be inserted. See {@link writeXml}. */
export function writeElement(element: XmlOut): string {
  return write(element, new Map(ROOT_SCOPE), { whole: false, names: new Map() });
}

function write(element: XmlOut, above: Scope, writing: Writing): string {
  const { name, namespaces = [], attributes = [], children = [] } = element;
  const scope = namespaces.length === 0 ? above : new Map([...above, ...namespaces]);
  split(name, scope, writing);
  let out = `<${name}`;
  if (namespaces.length > 0) out += declarations(namespaces);
  for (const [attributeName, value] of sortAttributes(attributes, scope, writing)) {
    out += ` ${attributeName}="${attribute(value)}"`;
  }
  out += '>';
  for (const child of children) {
    out += typeof child === 'string' ? escapeText(clean(child)) : write(child, scope, writing);
  }
  return `${out}</${name}>`;
}

function declarations(namespaces: readonly (readonly [prefix: string, uri: string])[]): string {
  const sorted = [...namespaces].sort((a, b) => compareCodePoints(a[0], b[0]));
  let out = '';
  sorted.forEach(([prefix, uri], index) => {
    if (!isDeclaration(prefix, uri) || prefix === sorted[index - 1]?.[0]) throw wrongName();
    out += prefix === '' ? ` xmlns="${attribute(uri)}"` : ` xmlns:${prefix}="${attribute(uri)}"`;
  });
  return out;
}

function sortAttributes(
  attributes: readonly (readonly [name: string, value: string])[],
  scope: Scope,
  writing: Writing,
): readonly (readonly [name: string, value: string])[] {
  if (attributes.length === 0) return attributes;
  const keyed = attributes.map((entry) => {
    const { prefix, localName } = split(entry[0], scope, writing);
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

function split(name: string, scope: Scope, { whole, names }: Writing): { prefix: string; localName: string } {
  let parts = names.get(name);
  if (parts === undefined) {
    const colon = name.indexOf(':');
    parts = { prefix: name.slice(0, Math.max(colon, 0)), localName: name.slice(colon + 1) };
    if (!isNcName(parts.localName) || (colon >= 0 && !isNcName(parts.prefix)) || parts.prefix === 'xmlns')
      throw wrongName();
    names.set(name, parts);
  }
  if (whole && parts.prefix !== '' && !scope.has(parts.prefix)) throw wrongName();
  return parts;
}

function attribute(value: string): string {
  return escapeAttribute(clean(value));
}

/** Anything but letters that XML carries and normalisation form C leaves alone: Latin letters, and those of Vietnamese. */
const UNUSUAL = /[^\t\n\r -\u02ff\u1ea0-\u1ef9]/;

function clean(text: string): string {
  if (!UNUSUAL.test(text)) return text;
  const bad = text.search(FORBIDDEN);
  if (bad >= 0 || /\p{Surrogate}/u.test(text)) {
    throw createError(XML_ERRORS, 'ERR_XML_CHARACTER', { line: 1, column: bad < 0 ? 1 : bad + 1 });
  }
  return text.normalize('NFC');
}

function wrongName(): Error {
  return createError(XML_ERRORS, 'ERR_XML_NAME', {});
}
