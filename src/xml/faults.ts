import { createError, type HocBaSoError } from '../errors/index.js';
import { positionAt } from './position.js';
import { XML_ERRORS } from './xml-errors.js';

/** Codes that name a place and nothing else. */
type PlainCode = Exclude<
  keyof typeof XML_ERRORS,
  | 'ERR_XML_MALFORMED'
  | 'ERR_XML_DEPTH'
  | 'ERR_XML_ATTRIBUTE_COUNT'
  | 'ERR_XML_SIZE'
  | 'ERR_XML_NAME'
  | 'ERR_XML_SPLICE'
  | 'ERR_XML_NAMESPACE_RELATIVE'
  | 'ERR_XML_CANONICAL_SIZE'
>;

/** An error at an offset of the source. */
export function fault(code: PlainCode, source: string, at: number): HocBaSoError {
  return createError(XML_ERRORS, code, positionAt(source, at));
}

/** @param reason - English, fixed words of ours: never a piece of the document. */
export function malformed(reason: string, source: string, at: number): HocBaSoError {
  return createError(XML_ERRORS, 'ERR_XML_MALFORMED', { ...positionAt(source, at), reason });
}

export function overLimit(
  code: 'ERR_XML_DEPTH' | 'ERR_XML_ATTRIBUTE_COUNT',
  source: string,
  at: number,
  limit: number,
): HocBaSoError {
  return createError(XML_ERRORS, code, { ...positionAt(source, at), limit });
}
