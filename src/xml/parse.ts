import { decodeUtf8, type ENCODING_ERRORS } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { Parser } from './parser.js';
import { positionAt } from './position.js';
import { spliceText, type XmlEdit } from './splice.js';
import type { XmlDocument } from './tree.js';
import { XML_ERRORS } from './xml-errors.js';

/** What a document may cost before it is refused. */
export interface XmlLimits {
  /** Bytes of the input; default 64 MiB. */
  readonly sizeBytes: number;
  /** Levels of nesting, the root being 1; default 256. */
  readonly depth: number;
  /** Attributes and namespace declarations of one element; default 1000. */
  readonly attributes: number;
}

export const XML_LIMITS: XmlLimits = { sizeBytes: 64 * 1024 * 1024, depth: 256, attributes: 1000 };

/**
 * Reads a document strictly: the one parser of this package, so that what is read is what was verified.
 *
 * @param input - Bytes in UTF-8, with or without a byte order mark; not copied, not changed.
 * @param options.limits - Lower or higher limits than {@link XML_LIMITS}.
 * @throws {@link HocBaSoError} `ERR_XML_DOCTYPE`, `ERR_XML_ENTITY`, `ERR_XML_CHARACTER`, `ERR_XML_ENCODING`, `ERR_XML_VERSION`,
 * `ERR_XML_PREFIX_UNDECLARED`, `ERR_XML_ATTRIBUTE_DUPLICATE`, `ERR_XML_TAG_MISMATCH`, `ERR_XML_DEPTH`, `ERR_XML_ATTRIBUTE_COUNT`,
 * `ERR_XML_SIZE`, else `ERR_XML_MALFORMED`; all but the size carry line and column.
 * @see Extensible Markup Language (XML) 1.0, fifth edition; Namespaces in XML 1.0, third edition
 */
export function parseXml(input: Uint8Array, options: { readonly limits?: Partial<XmlLimits> } = {}): XmlDocument {
  const limits = effectiveLimits(options.limits);
  if (input.length > limits.sizeBytes) {
    throw createError(XML_ERRORS, 'ERR_XML_SIZE', { size: input.length, limit: limits.sizeBytes });
  }
  return new Parser(decode(input), limits).document();
}

/**
 * A document with edits made, read anew: what {@link parseXml} gives for the bytes of {@link spliceXml}, without making them.
 *
 * @param options.limits - As in {@link parseXml}; the size counts UTF-16 units.
 * @throws {@link HocBaSoError} the codes of both.
 */
export function editXml(
  document: XmlDocument,
  edits: readonly XmlEdit[],
  options: { readonly limits?: Partial<XmlLimits> } = {},
): XmlDocument {
  const limits = effectiveLimits(options.limits);
  const text = spliceText(document, edits);
  if (text.length > limits.sizeBytes) {
    throw createError(XML_ERRORS, 'ERR_XML_SIZE', { size: text.length, limit: limits.sizeBytes });
  }
  return new Parser(text, limits).document();
}

function effectiveLimits(given: Partial<XmlLimits> = {}): XmlLimits {
  const { sizeBytes, depth, attributes } = XML_LIMITS;
  // Not a spread: an undefined from JavaScript must not mean "no limit".
  return {
    sizeBytes: given.sizeBytes ?? sizeBytes,
    depth: given.depth ?? depth,
    attributes: given.attributes ?? attributes,
  };
}

function decode(input: Uint8Array): string {
  // Without byte order mark a zero among the first two bytes means UTF-16 or UTF-32 (XML 1.0, appendix F).
  if (input[0] === 0 || input[1] === 0) throw createError(XML_ERRORS, 'ERR_XML_ENCODING', { line: 1, column: 1 });
  try {
    return decodeUtf8(input);
  } catch (cause) {
    if (!isHocBaSoError(cause, 'ERR_UTF8_MALFORMED' satisfies keyof typeof ENCODING_ERRORS)) throw cause;
    const good = decodeUtf8(input.subarray(0, Number(cause.params['offset'])));
    throw createError(XML_ERRORS, 'ERR_XML_ENCODING', positionAt(good, good.length), { cause });
  }
}
