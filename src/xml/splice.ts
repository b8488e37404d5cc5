import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import type { XmlDocument, XmlElement } from './tree.js';
import { XML_ERRORS } from './xml-errors.js';

/** One change of a document's text: at offset `at`, `remove` units (default 0) give way to `insert`. */
export interface XmlEdit {
  readonly at: number;
  readonly remove?: number;
  readonly insert: string;
}

/**
 * Bytes of the document with the edits made and every other byte as it was: a signed file is never written anew.
 *
 * @throws {@link HocBaSoError} `ERR_XML_SPLICE` when an edit lies outside the document or two overlap.
 */
export function spliceXml(document: XmlDocument, edits: readonly XmlEdit[]): Uint8Array<ArrayBuffer> {
  const { source } = document;
  let out = '';
  let from = 0;
  for (const { at, remove = 0, insert } of [...edits].sort((a, b) => a.at - b.at)) {
    if (at < from || at + remove > source.length) throw createError(XML_ERRORS, 'ERR_XML_SPLICE', { at });
    out += source.slice(from, at) + insert;
    from = at + remove;
  }
  return encodeUtf8(out + source.slice(from));
}

/** The edit that puts text as the last content of an element, opening `<a/>` into `<a>…</a>` where needed. */
export function insertInside(document: XmlDocument, element: XmlElement, insert: string): XmlEdit {
  if (element.openEnd !== element.end) return { at: element.closeStart, insert };
  const slash = document.source.lastIndexOf('/', element.end);
  return { at: slash, remove: element.end - slash, insert: `>${insert}</${element.name}>` };
}

/** The edit that puts text right before an element. */
export function insertBefore(element: XmlElement, insert: string): XmlEdit {
  return { at: element.start, insert };
}

/** The edit that puts text right after an element. */
export function insertAfter(element: XmlElement, insert: string): XmlEdit {
  return { at: element.end, insert };
}
