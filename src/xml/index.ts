/** In: bytes of an XML document. Out: its tree, its canonical forms, an index of its Ids, and bytes with pieces spliced in. */

export type { C14nAlgorithm, C14nMode, C14nOptions, NodeSelection } from './c14n.js';
export {
  C14N_ALGORITHMS,
  C14N_EXCLUSIVE,
  C14N_INCLUSIVE,
  canonicalize,
  isC14nAlgorithm,
} from './c14n.js';
export { escapeAttribute, escapeText } from './escape.js';
export type { IdIndex, IdOptions } from './id-scope.js';
export { indexIds } from './id-scope.js';
export {
  attributeValue,
  childElements,
  findChild,
  findChildren,
  isElement,
  isWithin,
  lookupNamespace,
  textContent,
  walkElements,
} from './navigate.js';
export { documentBytes, overwriteTexts } from './overwrite.js';
export type { XmlLimits } from './parse.js';
export { editXml, parseXml, XML_LIMITS } from './parse.js';
export type { XmlPosition } from './position.js';
export { positionOf } from './position.js';
export { C14N_MAX_UNITS } from './renderer.js';
export type { XmlEdit } from './splice.js';
export { insertAfter, insertBefore, insertInside, spliceXml } from './splice.js';
export type {
  XmlAttribute,
  XmlComment,
  XmlDocument,
  XmlElement,
  XmlNamespace,
  XmlNode,
  XmlProcessingInstruction,
  XmlText,
} from './tree.js';
export { COMMENT, ELEMENT, PROCESSING_INSTRUCTION, TEXT } from './tree.js';
export type { XmlOut } from './write.js';
export { writeElement, writeXml } from './write.js';
export { XML_ERRORS } from './xml-errors.js';
