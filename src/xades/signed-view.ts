import { encodeUtf8 } from '../encoding/index.js';
import { type C14nAlgorithm, canonicalize, childElements, type XmlDocument, type XmlElement } from '../xml/index.js';
import type { NodeSet } from './signed-document.js';
import type { DigestInput } from './transforms.js';

/**
 * What one reference of a signature that holds really covers. It is made from the node set that was digested, never by looking an Id
 * up again: asking it is the only safe way to learn whether an element is signed.
 */
export interface SignedView {
  /** The topmost covered element; `null` when the whole document is, when nothing of it is, or when the octets are not its nodes. */
  readonly element: XmlElement | null;
  /** Elements below that were left out of the digest, with all they hold. */
  readonly excluded: readonly XmlElement[];
  /** Path of the covered element, `/` for the document, `null` when no node of the document is covered. */
  path(): string | null;
  /** Whether an element **with everything below it** was digested, as nodes of this document. */
  covers(element: XmlElement): boolean;
  /** Whether an element's own tags and attributes were digested, though something below it may have been left out. */
  includes(element: XmlElement): boolean;
  /** The digested octets. */
  octets(): Uint8Array;
}

export function signedView(document: XmlDocument, { set, octets }: DigestInput): SignedView {
  return new DigestedNodes(document, set, octets);
}

const NOTHING: readonly XmlElement[] = [];

/** A class because its answers must come from one node set, whoever asks when; what it keeps is out of reach, also of whoever prints it. */
class DigestedNodes implements SignedView {
  readonly element: XmlElement | null;
  readonly excluded: readonly XmlElement[];
  readonly #document: XmlDocument;
  readonly #set: NodeSet | null;
  readonly #octets: string | Uint8Array;

  constructor(document: XmlDocument, set: NodeSet | null, octets: string | Uint8Array) {
    const isSome = set !== null && includes(set, document, set.apex ?? document.root);
    this.element = isSome ? set.apex : null;
    this.excluded = isSome && set.excluded.size > 0 ? [...set.excluded] : NOTHING;
    this.#document = document;
    this.#set = set;
    this.#octets = octets;
  }

  path(): string | null {
    const set = this.#set;
    if (set === null || !includes(set, this.#document, set.apex ?? this.#document.root)) return null;
    return set.apex === null ? '/' : elementPath(set.apex);
  }

  covers(element: XmlElement): boolean {
    return this.#set !== null && covers(this.#set, this.#document, element);
  }

  includes(element: XmlElement): boolean {
    return this.#set !== null && includes(this.#set, this.#document, element);
  }

  /** The same nodes in another canonical form; `null` when the octets are no nodes of the document. */
  canonical(algorithm: C14nAlgorithm, inclusivePrefixes: readonly string[]): Uint8Array | null {
    const set = this.#set;
    if (set === null) return null;
    const { excluded: exclude, comments } = set;
    const target = set.apex ?? this.#document;
    return encodeUtf8(canonicalize(target, { algorithm, inclusivePrefixes, exclude, dropComments: !comments }));
  }

  octets(): Uint8Array {
    return typeof this.#octets === 'string' ? encodeUtf8(this.#octets) : this.#octets.slice();
  }
}

/**
 * The nodes of a view in a canonical form of one's choice, as an archive stamp wants a node set; `null` when they are no nodes.
 *
 * @throws {@link HocBaSoError} as `canonicalize`.
 */
export function canonicalOctets(
  view: SignedView,
  algorithm: C14nAlgorithm,
  inclusivePrefixes: readonly string[],
): Uint8Array | null {
  return view instanceof DigestedNodes ? view.canonical(algorithm, inclusivePrefixes) : null;
}

/** Whether an element itself is in a node set. */
export function includes({ apex, excluded }: NodeSet, document: XmlDocument, element: XmlElement): boolean {
  const top = apex ?? document.root;
  let within = false;
  for (let at: XmlElement | null = element; at !== null; at = at.parent) {
    // An excluded ancestor above the apex takes the apex away too, hence on to the root.
    if (excluded.has(at)) return false;
    if (at === top) within = true;
  }
  return within;
}

/** Whether an element is in a node set with all it holds. */
export function covers(set: NodeSet, document: XmlDocument, element: XmlElement): boolean {
  if (!includes(set, document, element)) return false;
  for (const one of set.excluded) if (one.start >= element.start && one.end <= element.end) return false;
  return true;
}

/** Names from the root down, with an index where siblings share a name: `/DANH_SACH_HOC_BA/HOC_BA[2]/DU_LIEU_HOC_BA`. */
export function elementPath(element: XmlElement): string {
  const path: string[] = [];
  for (let at: XmlElement | null = element; at !== null; at = at.parent) {
    path.push(at.parent === null ? at.name : stepsBelow(at.parent).get(at)!);
  }
  return `/${path.reverse().join('/')}`;
}

const steps = /* @__PURE__ */ new WeakMap<XmlElement, ReadonlyMap<XmlElement, string>>();

/** The last step of the path of each child: counted once, since a list of a thousand records is asked a thousand times. */
function stepsBelow(parent: XmlElement): ReadonlyMap<XmlElement, string> {
  let known = steps.get(parent);
  if (known === undefined) {
    const children = childElements(parent);
    const total = new Map<string, number>();
    for (const { name } of children) total.set(name, (total.get(name) ?? 0) + 1);
    const met = new Map<string, number>();
    known = new Map(
      children.map((child): [XmlElement, string] => {
        const { name } = child;
        const index = (met.get(name) ?? 0) + 1;
        met.set(name, index);
        return [child, total.get(name) === 1 ? name : `${name}[${index}]`];
      }),
    );
    steps.set(parent, known);
  }
  return known;
}
