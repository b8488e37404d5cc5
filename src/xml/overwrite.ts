import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { walkElements } from './navigate.js';
import { type ParsedElement, TEXT, type XmlDocument, type XmlElement } from './tree.js';
import { XML_ERRORS } from './xml-errors.js';

/** Text that stands in a source as it stands in the tree: nothing in it is escaped or normalised. */
const PLAIN = /^[A-Za-z0-9+/=]*$/;

/**
 * A parsed document with other base64 text in some of its elements, of the very length of the old: what parsing the new text would give,
 * without doing it. The given tree becomes the new one and must not be used as the old any more.
 *
 * @param texts - New text of elements that hold one text of base64 and nothing else.
 * @throws {@link HocBaSoError} `ERR_XML_SPLICE` when an element holds something else or its text would get another length; the tree is
 * unchanged then.
 */
export function overwriteTexts(document: XmlDocument, texts: ReadonlyMap<XmlElement, string>): XmlDocument {
  const { source } = document;
  const inOrder = [...texts].sort(([a], [b]) => a.start - b.start);
  let out = '';
  let from = 0;
  for (const [element, text] of inOrder) {
    const { openEnd, closeStart, children } = element;
    const [only, ...others] = children;
    const old = source.slice(openEnd, closeStart);
    const fits = only?.kind === TEXT && others.length === 0 && only.value === old && old.length === text.length;
    if (!fits || !PLAIN.test(old) || !PLAIN.test(text)) {
      throw createError(XML_ERRORS, 'ERR_XML_SPLICE', { at: element.start });
    }
    out += source.slice(from, openEnd) + text;
    from = closeStart;
  }
  const changed = out + source.slice(from);
  for (const [element, value] of inOrder) (element.children[0] as { value: string }).value = value;
  for (const element of walkElements(document.root)) (element as { source: string } & ParsedElement).source = changed;
  return { source: changed, root: document.root, children: document.children };
}

/** The bytes of a document, as they were read. */
export function documentBytes({ source }: XmlDocument): Uint8Array<ArrayBuffer> {
  return encodeUtf8(source);
}
