import {
  type C14nAlgorithm,
  canonicalize,
  type IdIndex,
  indexIds,
  type XmlDocument,
  type XmlElement,
} from '../xml/index.js';

/**
 * A document opened for judging its signatures: Ids are indexed and canonical forms computed once, however many signatures share them.
 */
export interface SignedDocument {
  readonly document: XmlDocument;
  /** References resolve inside this element; the root, or one record's `HOC_BA`. */
  readonly scope: XmlElement;
  readonly ids: IdIndex;
  /** Ids of the whole document, when the scope is smaller. */
  readonly documentIds: () => IdIndex;
  /** Canonical text of a node set; `computed` units were newly rendered (0 when it was known). */
  readonly canonical: (set: NodeSet, algorithm: C14nAlgorithm, prefixes: readonly string[]) => Canonical;
  /** Digests already computed over a canonical text of this document. */
  readonly digests: Map<string, Uint8Array | Promise<Uint8Array>>;
}

export interface Canonical {
  readonly text: string;
  readonly key: string;
  readonly computed: number;
}

/** The nodes a reference selects: everything in `apex` (`null`: the document) but the excluded elements with all they hold. */
export interface NodeSet {
  readonly apex: XmlElement | null;
  readonly excluded: ReadonlySet<XmlElement>;
  readonly comments: boolean;
}

export interface OpenOptions {
  /** Where references resolve; default the root element. */
  readonly scope?: XmlElement;
  /** `record` (default): `Id`, `ID`, `id`; `wide`: also `xml:id`, `wsu:Id`, `AssertionID`. */
  readonly ids?: 'record' | 'wide';
  /** An already opened view of the same document with another scope, to share what it computed. */
  readonly sharedWith?: SignedDocument;
}

const sequences = /* @__PURE__ */ new WeakMap<XmlElement, number>();
let nextSequence = 0;

/** Opens a parsed document for {@link verifySignature}. */
export function openSignedDocument(document: XmlDocument, options: OpenOptions = {}): SignedDocument {
  const scope = options.scope ?? document.root;
  const attributes = options.ids ?? 'record';
  const shared = options.sharedWith?.document === document ? options.sharedWith : undefined;
  const ids = shared?.scope === scope ? shared.ids : indexIds(scope, { attributes });
  let whole: IdIndex | undefined = scope === document.root ? ids : undefined;
  const documentIds = shared?.documentIds ?? (() => (whole ??= indexIds(document.root, { attributes })));
  const texts = new Map<string, string>();
  const canonical =
    shared?.canonical ??
    ((set: NodeSet, algorithm: C14nAlgorithm, prefixes: readonly string[]): Canonical => {
      const key = keyOf(set, algorithm, prefixes);
      const known = texts.get(key);
      if (known !== undefined) return { text: known, key, computed: 0 };
      const text = canonicalize(set.apex ?? document, {
        algorithm,
        inclusivePrefixes: prefixes,
        exclude: set.excluded,
        dropComments: !set.comments,
      });
      texts.set(key, text);
      return { text, key, computed: text.length };
    });
  return { document, scope, ids, documentIds, canonical, digests: shared?.digests ?? new Map() };
}

/** Node identity as a key: elements are numbered when first met. */
function keyOf({ apex, excluded, comments }: NodeSet, algorithm: string, prefixes: readonly string[]): string {
  const out = [...excluded].map(numberOf).sort((a, b) => a - b);
  return `${apex === null ? 0 : numberOf(apex)}|${out.join(',')}|${comments ? 1 : 0}|${algorithm}|${JSON.stringify(prefixes)}`;
}

function numberOf(element: XmlElement): number {
  let number = sequences.get(element);
  if (number === undefined) {
    number = ++nextSequence;
    sequences.set(element, number);
  }
  return number;
}
