import { decodeBase64, encodeUtf8 } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import {
  attributeValue,
  C14N_INCLUSIVE,
  type C14nAlgorithm,
  childElements,
  ELEMENT,
  findChild,
  isC14nAlgorithm,
  isWithin,
  parseXml,
  TEXT,
  textContent,
  type XmlDocument,
  type XmlElement,
  type XmlNode,
} from '../xml/index.js';
import type { CoreReason } from './core-reasons.js';
import { type NodeSet, openSignedDocument, type SignedDocument } from './signed-document.js';
import { DS, EXCLUSIVE, TRANSFORM_BASE64, TRANSFORM_ENVELOPED, TRANSFORM_FILTER2, TRANSFORM_XPATH } from './uris.js';
import { excludedSignatures } from './xpath-idioms.js';

/** What a reference's digest is taken over. */
export interface DigestInput {
  readonly octets: string | Uint8Array;
  /** Key of the octets within the document, for sharing digests; `null` when they come from elsewhere. */
  readonly key: string | null;
  /**
   * The node set whose markup the octets are, `null` when they are not nodes of this document: octets from elsewhere, and the text that
   * base64 leaves of an element, since that text says nothing about the element around it.
   */
  readonly set: NodeSet | null;
  /** The transforms left no node. */
  readonly empty: boolean;
  /** Units rendered anew. */
  readonly computed: number;
  /** URIs of the transforms that were applied, in order. */
  readonly transforms: readonly string[];
  readonly envelopedOnOwnObject: boolean;
}

export interface TransformContext {
  readonly opened: SignedDocument;
  readonly signature: XmlElement;
  readonly transformLimit: number;
  /** `.NET` reading of enveloped-signature on a reference into the signature itself: it removes nothing. */
  readonly envelopedOnOwnObject: 'strict' | 'keep';
}

type Data =
  | { readonly kind: 'nodes'; readonly opened: SignedDocument; readonly set: NodeSet }
  | { readonly kind: 'octets'; readonly octets: string | Uint8Array; readonly key: string | null };

/** A reason instead of a result: data here, never an exception. */
export type Refusal = { readonly refused: CoreReason; readonly detail?: string };

export function isRefusal<T>(value: T | Refusal): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/**
 * Applies a reference's transforms and, where a node set is left, the implicit Canonical XML 1.0 (XMLDSig §4.4.3.2).
 *
 * Only what is listed in `design.md` 6 is carried out; everything else, XSLT first of all, is named and not executed.
 */
export function applyTransforms(
  reference: XmlElement,
  start: NodeSet | Uint8Array,
  context: TransformContext,
): DigestInput | Refusal {
  const { opened, signature } = context;
  let data: Data =
    start instanceof Uint8Array ? { kind: 'octets', octets: start, key: null } : { kind: 'nodes', opened, set: start };
  let set: NodeSet | null = start instanceof Uint8Array ? null : start;
  let computed = 0;
  let onOwnObject = false;
  let empty = false;
  const applied: string[] = [];
  const container = findChild(reference, 'Transforms', DS);
  const list = container === undefined ? [] : childElements(container);
  if (container !== undefined && list.length === 0) return { refused: 'structure', detail: 'Transforms' };
  if (list.length > context.transformLimit) return { refused: 'limit', detail: 'transforms' };
  for (const transform of list) {
    if (transform.localName !== 'Transform' || transform.namespaceUri !== DS) {
      return { refused: 'structure', detail: 'Transform' };
    }
    const uri = attributeValue(transform, 'Algorithm') ?? '';
    applied.push(uri);
    if (isC14nAlgorithm(uri)) {
      const nodes = asNodes(data);
      if (isRefusal(nodes)) return nodes;
      const prefixes = prefixList(transform, uri);
      if (isRefusal(prefixes)) return prefixes;
      const rendered = render(nodes.opened, nodes.set, uri, prefixes);
      if (isRefusal(rendered)) return rendered;
      computed += rendered.computed;
      if (nodes.opened === opened) empty ||= isEmpty(nodes.set);
      data = { kind: 'octets', octets: rendered.text, key: nodes.opened === opened ? rendered.key : null };
    } else if (uri === TRANSFORM_ENVELOPED) {
      if (data.kind !== 'nodes' || data.opened !== opened) return { refused: 'transformInput', detail: uri };
      if (data.set.apex !== null && isWithin(data.set.apex, signature)) {
        onOwnObject = true;
        if (context.envelopedOnOwnObject === 'keep') continue;
      }
      data = { ...data, set: without(data.set, new Set([signature])) };
      set = data.set;
    } else if (uri === TRANSFORM_BASE64) {
      const decoded = decodeText(data);
      if (isRefusal(decoded)) return decoded;
      computed += decoded.length;
      empty ||= data.kind === 'nodes' && isEmpty(data.set);
      // attacker-controlled: the same text may stand in any markup, so no element is covered by it.
      set = null;
      data = { kind: 'octets', octets: decoded, key: null };
    } else if (uri === TRANSFORM_XPATH || uri === TRANSFORM_FILTER2) {
      if (data.kind !== 'nodes' || data.opened !== opened) return { refused: 'transformInput', detail: uri };
      const excluded = excludedSignatures(transform, uri, data.set, context);
      if (excluded === undefined) return { refused: 'transformRefused', detail: uri };
      data = { ...data, set: without(data.set, excluded) };
      set = data.set;
    } else {
      return { refused: KNOWN_REFUSED.has(uri) ? 'transformRefused' : 'transformUnknown', detail: uri };
    }
  }
  if (data.kind === 'nodes') {
    const rendered = render(data.opened, data.set, C14N_INCLUSIVE, []);
    if (isRefusal(rendered)) return rendered;
    computed += rendered.computed;
    empty ||= isEmpty(data.set);
    data = { kind: 'octets', octets: rendered.text, key: rendered.key };
  }
  return {
    octets: data.octets,
    key: data.key,
    set,
    empty,
    computed,
    transforms: applied,
    envelopedOnOwnObject: onOwnObject,
  };
}

const KNOWN_REFUSED: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'http://www.w3.org/TR/1999/REC-xslt-19991116',
  'http://www.w3.org/2001/04/xmldsig-more/xptr',
  'http://schemas.openxmlformats.org/package/2006/RelationshipTransform',
  'http://www.w3.org/2002/07/decrypt#XML',
  'http://www.w3.org/2001/04/decrypt#',
]);

/** `InclusiveNamespaces/@PrefixList` of an exclusive form; any other parameter is refused, since it would change the octets. */
export function prefixList(method: XmlElement, uri: string): readonly string[] | Refusal {
  const parameters = childElements(method);
  if (parameters.length === 0) return [];
  const [first] = parameters;
  const known =
    uri.startsWith(EXCLUSIVE) &&
    parameters.length === 1 &&
    first!.localName === 'InclusiveNamespaces' &&
    first!.namespaceUri === EXCLUSIVE;
  if (!known) return { refused: 'algorithmParameters', detail: uri };
  const list = (attributeValue(first!, 'PrefixList') ?? '').split(/[ \t\r\n]+/).filter((token) => token !== '');
  return list.map((token) => (token === '#default' ? '' : token));
}

/** Canonical form of a node set; a document without canonical form is a reason, not an exception. */
export function render(
  opened: SignedDocument,
  set: NodeSet,
  algorithm: C14nAlgorithm,
  prefixes: readonly string[],
): { text: string; key: string; computed: number } | Refusal {
  if (set.apex !== null && isEmpty(set)) return { text: '', key: 'empty', computed: 0 };
  try {
    return opened.canonical(set, algorithm, prefixes);
  } catch (cause) {
    if (isHocBaSoError(cause)) return { refused: 'canonicalForm', detail: cause.code };
    throw cause;
  }
}

function without(set: NodeSet, elements: ReadonlySet<XmlElement>): NodeSet {
  const { apex, excluded } = set;
  const concerned = apex === null ? [...elements] : [...elements].filter((one) => overlaps(one, apex));
  if (concerned.every((one) => excluded.has(one))) return set;
  // The set is handed on as it is where it can be: its key is computed once for all references that share it.
  if (excluded.size === 0 && concerned.length === elements.size) return { ...set, excluded: elements };
  return { ...set, excluded: new Set([...excluded, ...concerned]) };
}

/** Whether nothing is left: the apex, or the root of the document, stands in what was taken away. */
function isEmpty({ apex, excluded }: NodeSet): boolean {
  if (excluded.size === 0) return false;
  for (let at = apex; at !== null; at = at.parent) if (excluded.has(at)) return true;
  return apex === null && [...excluded].some((one) => one.parent === null);
}

function overlaps(element: XmlElement, apex: XmlElement): boolean {
  return isWithin(element, apex) || isWithin(apex, element);
}

function asNodes(data: Data): { opened: SignedDocument; set: NodeSet } | Refusal {
  if (data.kind === 'nodes') return data;
  const parsed = parseOctets(data.octets);
  if (isRefusal(parsed)) return parsed;
  return {
    opened: openSignedDocument(parsed),
    set: { apex: null, excluded: new Set(), comments: true },
  };
}

function parseOctets(octets: string | Uint8Array): XmlDocument | Refusal {
  try {
    return parseXml(typeof octets === 'string' ? encodeUtf8(octets) : octets);
  } catch (cause) {
    if (isHocBaSoError(cause)) return { refused: 'transformInput', detail: cause.code };
    throw cause;
  }
}

/** XMLDSig §6.6.2: the text of the node set, whatever markup stands between, is decoded. */
function decodeText(data: Data): Uint8Array | Refusal {
  let text: string;
  if (data.kind === 'nodes') {
    const { apex, excluded } = data.set;
    text =
      excluded.size === 0 && apex !== null
        ? textContent(apex)
        : remainingText(apex ?? data.opened.document.root, excluded);
  } else text = typeof data.octets === 'string' ? data.octets : new TextDecoder('latin1').decode(data.octets);
  try {
    return decodeBase64(text);
  } catch (cause) {
    if (isHocBaSoError(cause)) return { refused: 'base64', detail: 'transform' };
    throw cause;
  }
}

function remainingText(root: XmlElement, excluded: ReadonlySet<XmlElement>): string {
  let out = '';
  const pending: XmlNode[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === TEXT) out += next.value;
    else if (next.kind === ELEMENT && !excluded.has(next)) {
      for (let i = next.children.length - 1; i >= 0; i--) pending.push(next.children[i]!);
    }
  }
  return out;
}
