/**
 * The tree of a parsed document. Everything a canonical form needs is kept; nothing is normalised away except what XML 1.0 itself
 * normalises (line ends, attribute values, references, CDATA sections as text). Offsets count UTF-16 units of `source`.
 */
export interface XmlDocument {
  /** The decoded text, exactly as read, a byte order mark included: encoding it again gives the input bytes. */
  readonly source: string;
  readonly root: XmlElement;
  /** Comments, processing instructions and the root element, in document order. */
  readonly children: readonly XmlNode[];
}

export type XmlNode = XmlElement | XmlText | XmlComment | XmlProcessingInstruction;

export const ELEMENT = 1;
export const TEXT = 3;
export const PROCESSING_INSTRUCTION = 7;
export const COMMENT = 8;

export interface XmlElement {
  readonly kind: typeof ELEMENT;
  readonly parent: XmlElement | null;
  /** Name as written, prefix included. */
  readonly name: string;
  /** `''` when there is none. */
  readonly prefix: string;
  readonly localName: string;
  /** `''` for no namespace. */
  readonly namespaceUri: string;
  /** Attributes without namespace declarations, in the order of the document. */
  readonly attributes: readonly XmlAttribute[];
  /** Namespace declarations on this very element, in the order of the document. */
  readonly namespaces: readonly XmlNamespace[];
  readonly children: readonly XmlNode[];
  /** Offset of `<` of the start tag. */
  readonly start: number;
  /** Offset after `>` of the start tag (of the whole tag when it is empty). */
  readonly openEnd: number;
  /** Offset of `<` of the end tag; equals `openEnd` for `<a/>`. */
  readonly closeStart: number;
  /** Offset after the element. */
  readonly end: number;
}

export interface XmlAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly localName: string;
  /** `''` for an attribute without prefix. */
  readonly namespaceUri: string;
  /** Normalised value (XML 1.0 §3.3.3, all attributes as CDATA). */
  readonly value: string;
}

export interface XmlNamespace {
  /** `''` for the default namespace. */
  readonly prefix: string;
  /** `''` only for `xmlns=""`. */
  readonly uri: string;
}

/**
 * An element as the parser makes it.
 *
 * @internal
 */
export interface ParsedElement extends XmlElement {
  /** The text that its offsets count in. */
  readonly source: string;
  /** Whether the start tag stands in the source as canonical XML writes it where no namespace is to be declared. */
  readonly hasCanonicalTag: boolean;
  /**
   * The element itself when all between its tags stands in the source as every canonical form writes it: no comment or instruction, no
   * declaration, one prefix throughout and none on attributes. Of a copy it names the original, and so proves nothing.
   */
  readonly provenContent: XmlElement | null;
}

/**
 * The text that the offsets of a tree count in, by its root; undefined for a tree made by hand. A property and no weak map: what such a
 * map holds outlives its key until the next full collection, and a text is as long as the file.
 */
export function sourceOf(root: XmlElement): string | undefined {
  return (root as Partial<ParsedElement>).source;
}

export interface XmlText {
  readonly kind: typeof TEXT;
  readonly parent: XmlElement;
  /** Text with references and CDATA sections resolved and line ends normalised; adjacent pieces are one node. */
  readonly value: string;
}

export interface XmlComment {
  readonly kind: typeof COMMENT;
  readonly parent: XmlElement | null;
  readonly value: string;
}

export interface XmlProcessingInstruction {
  readonly kind: typeof PROCESSING_INSTRUCTION;
  readonly parent: XmlElement | null;
  readonly target: string;
  /** `''` when there is none. */
  readonly data: string;
}
