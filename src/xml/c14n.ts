import { Renderer } from './renderer.js';
import type { XmlAttribute, XmlDocument, XmlElement, XmlNode } from './tree.js';

/** URI of a canonicalization method → what it does. */
export const C14N_ALGORITHMS = {
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315': { mode: 'inclusive', comments: false },
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments': { mode: 'inclusive', comments: true },
  'http://www.w3.org/2006/12/xml-c14n11': { mode: 'inclusive11', comments: false },
  'http://www.w3.org/2006/12/xml-c14n11#WithComments': { mode: 'inclusive11', comments: true },
  'http://www.w3.org/2001/10/xml-exc-c14n#': { mode: 'exclusive', comments: false },
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments': { mode: 'exclusive', comments: true },
} as const satisfies Record<string, { mode: C14nMode; comments: boolean }>;

/** Canonical XML 1.0, Canonical XML 1.1, Exclusive XML Canonicalization 1.0. */
export type C14nMode = 'inclusive' | 'inclusive11' | 'exclusive';

export type C14nAlgorithm = keyof typeof C14N_ALGORITHMS;

export const C14N_INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' satisfies C14nAlgorithm;
export const C14N_EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#' satisfies C14nAlgorithm;

export function isC14nAlgorithm(uri: string): uri is C14nAlgorithm {
  return Object.hasOwn(C14N_ALGORITHMS, uri);
}

/**
 * Which nodes of a subtree are rendered when not all are; a namespace node is named by its element and prefix. Without a selection
 * everything below the target is rendered.
 */
export interface NodeSelection {
  hasNode(node: XmlNode): boolean;
  hasAttribute(element: XmlElement, attribute: XmlAttribute): boolean;
  hasNamespace(element: XmlElement, prefix: string): boolean;
}

export interface C14nOptions {
  readonly algorithm: C14nAlgorithm;
  /** Prefixes of an exclusive form's `InclusiveNamespaces/@PrefixList`; `''` stands for `#default`. */
  readonly inclusivePrefixes?: readonly string[];
  /** Elements left out with all they hold ("subtree minus subtrees"); one above the target leaves nothing. */
  readonly exclude?: ReadonlySet<XmlElement>;
  /** Leaves comments out though the algorithm renders them (a same-document reference selects none). */
  readonly dropComments?: boolean;
  /**
   * Greatest length of the result in UTF-16 units; default 2^27. A short file can have a very long canonical form: the exclusive one
   * repeats a namespace name on every element that uses it first.
   */
  readonly maxUnits?: number;
  /** A general node set, for XPath selections; costs one question per element and prefix in scope. */
  readonly selection?: NodeSelection;
  /** Calls back every element rendered, in document order: the view of what a digest covers. */
  readonly onElement?: (element: XmlElement) => void;
}

/**
 * Canonical form of a document or of an element with all below it, as text; its UTF-8 bytes are what is hashed.
 *
 * @throws {@link HocBaSoError} `ERR_XML_NAMESPACE_RELATIVE` when an element in it declares or inherits a relative namespace URI: the
 * standards leave such a document without canonical form; `ERR_XML_CANONICAL_SIZE` when the result would be longer than allowed.
 * @see Canonical XML 1.0, Canonical XML 1.1, Exclusive XML Canonicalization 1.0 (W3C)
 */
export function canonicalize(target: XmlDocument | XmlElement, options: C14nOptions): string {
  const { mode, comments } = C14N_ALGORITHMS[options.algorithm];
  const renderer = new Renderer(mode, comments && options.dropComments !== true, options);
  return 'kind' in target ? renderer.subtree(target) : renderer.document(target);
}
