import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { compareCodePoints, escapeAttribute, escapeText } from './escape.js';
import { isNcName } from './names.js';
import { XML_ERRORS } from './xml-errors.js';

/** An element to be written. Text is put into normalisation form C; nothing else is changed. */
export interface XmlOut {
  /** Name with its prefix, if any. */
  readonly name: string;
  /** Attributes without namespace declarations; any order, written in canonical order when none has a prefix. */
  readonly attributes?: readonly (readonly [name: string, value: string])[];
  /** Namespace declarations: prefix (`''` for the default) and URI. */
  readonly namespaces?: readonly (readonly [prefix: string, uri: string])[];
  readonly children?: readonly (XmlOut | string)[];
}

/**
 * A whole document: XML declaration, line feed, and the element in the form that is its own exclusive canonical form as long as every
 * declared namespace is used where it is declared.
 *
 * @throws {@link HocBaSoError} `ERR_XML_NAME` for a name, `ERR_XML_CHARACTER` for a character that XML cannot carry.
 */
export function writeXml(root: XmlOut): Uint8Array<ArrayBuffer> {
  return encodeUtf8(`<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root)}`);
}

/** The text of one element, without declaration; see {@link writeXml}. */
export function writeElement(element: XmlOut): string {
  checkName(element.name);
  let out = `<${element.name}`;
  const namespaces = [...(element.namespaces ?? [])].sort((a, b) => compareCodePoints(a[0], b[0]));
  for (const [prefix, uri] of namespaces) {
    if (prefix !== '' && !isNcName(prefix)) throw createError(XML_ERRORS, 'ERR_XML_NAME', {});
    out += prefix === '' ? ` xmlns="${attribute(uri)}"` : ` xmlns:${prefix}="${attribute(uri)}"`;
  }
  const attributes = [...(element.attributes ?? [])].sort((a, b) => compareCodePoints(a[0], b[0]));
  for (const [name, value] of attributes) {
    checkName(name);
    out += ` ${name}="${attribute(value)}"`;
  }
  out += '>';
  for (const child of element.children ?? []) {
    out += typeof child === 'string' ? escapeText(clean(child)) : writeElement(child);
  }
  return `${out}</${element.name}>`;
}

function attribute(value: string): string {
  return escapeAttribute(clean(value));
}

const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function clean(text: string): string {
  const bad = text.search(FORBIDDEN);
  if (bad >= 0 || /\p{Surrogate}/u.test(text)) {
    throw createError(XML_ERRORS, 'ERR_XML_CHARACTER', { line: 1, column: bad < 0 ? 1 : bad + 1 });
  }
  return text.normalize('NFC');
}

function checkName(name: string): void {
  if (!name.split(':').every(isNcName) || name.split(':').length > 2) throw createError(XML_ERRORS, 'ERR_XML_NAME', {});
}
