import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { isWithin } from './navigate.js';
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
 * @param edits - In any order; several at the same offset are made in the order given.
 * @throws {@link HocBaSoError} `ERR_XML_SPLICE` when an edit lies outside the document, two overlap, or one would cut a character in
 * two or insert half a one.
 */
export function spliceXml(document: XmlDocument, edits: readonly XmlEdit[]): Uint8Array<ArrayBuffer> {
  return encodeUtf8(spliceText(document, edits));
}

/** The text of {@link spliceXml}. */
export function spliceText(document: XmlDocument, edits: readonly XmlEdit[]): string {
  const { source } = document;
  let out = '';
  let from = 0;
  for (const { at, remove = 0, insert } of [...edits].sort((a, b) => a.at - b.at)) {
    const end = at + remove;
    const fits = Number.isInteger(at) && Number.isInteger(end) && at >= from && end >= at && end <= source.length;
    // Half a character would be encoded as U+FFFD: bytes that nobody asked to change.
    if (!fits || isInsidePair(source, at) || isInsidePair(source, end) || /\p{Surrogate}/u.test(insert)) {
      throw createError(XML_ERRORS, 'ERR_XML_SPLICE', { at });
    }
    out += source.slice(from, at) + insert;
    from = end;
  }
  return out + source.slice(from);
}

/**
 * The edit that puts text as the last content of an element, opening `<a/>` into `<a>…</a>` where needed.
 *
 * @throws {@link HocBaSoError} `ERR_XML_SPLICE` when the element is of another document.
 */
export function insertInside(document: XmlDocument, element: XmlElement, insert: string): XmlEdit {
  if (!isWithin(element, document.root)) throw createError(XML_ERRORS, 'ERR_XML_SPLICE', { at: element.start });
  if (element.openEnd !== element.end) return { at: element.closeStart, insert };
  return { at: element.end - 2, remove: 2, insert: `>${insert}</${element.name}>` };
}

/** The edit that puts text right before an element. */
export function insertBefore(element: XmlElement, insert: string): XmlEdit {
  return { at: element.start, insert };
}

/** The edit that puts text right after an element. */
export function insertAfter(element: XmlElement, insert: string): XmlEdit {
  return { at: element.end, insert };
}

/** Whether an offset lies between the two halves of one character. */
function isInsidePair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff;
}
