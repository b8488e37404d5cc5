import {
  C14N_ALGORITHMS,
  type C14nAlgorithm,
  canonicalize,
  type IdIndex,
  indexIds,
  walkElements,
  type XmlDocument,
  type XmlElement,
} from '../xml/index.js';
import { isSignatureElement } from './signature-parts.js';

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
  /** Every ds:Signature at, below and above an element (`null`: the document): what the usual XPath expressions take away. */
  readonly signaturesAround: (apex: XmlElement | null) => ReadonlySet<XmlElement>;
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

/** UTF-16 units of canonical text kept for one document, as a multiple of its length; what is beyond is rendered again when asked for. */
const REMEMBERED_MULTIPLE = 8;
/** UTF-16 units: a file's own length would leave small files no room. */
export const SMALLEST_FILE = 65_536;

/** Opens a parsed document for {@link verifySignature}. */
export function openSignedDocument(document: XmlDocument, options: OpenOptions = {}): SignedDocument {
  const scope = options.scope ?? document.root;
  const attributes = options.ids ?? 'record';
  const shared = options.sharedWith?.document === document ? options.sharedWith : undefined;
  const ids = shared?.scope === scope ? shared.ids : indexIds(scope, { attributes });
  let whole: IdIndex | undefined = scope === document.root ? ids : undefined;
  const documentIds = shared?.documentIds ?? (() => (whole ??= indexIds(document.root, { attributes })));
  const canonical = shared?.canonical ?? rememberForms(document);
  const signaturesAround = shared?.signaturesAround ?? collectSignatures(document);
  return { document, scope, ids, documentIds, canonical, signaturesAround, digests: shared?.digests ?? new Map() };
}

/** A canonical form that was asked for; its text is `null` where there was no room to keep it. */
interface Form {
  readonly key: string;
  text: string | null;
}

function rememberForms(document: XmlDocument): SignedDocument['canonical'] {
  const forms = new Map<XmlElement | null, Map<string, Form>>();
  const numbers = new Map<XmlElement, number>();
  let room = REMEMBERED_MULTIPLE * Math.max(document.source.length, SMALLEST_FILE);
  let count = 0;
  return (set, algorithm, prefixes) => {
    let ofApex = forms.get(set.apex);
    if (ofApex === undefined) {
      ofApex = new Map();
      forms.set(set.apex, ofApex);
    }
    const name = formName(set, algorithm, prefixes, numbers);
    let form = ofApex.get(name);
    if (form === undefined) {
      form = { key: String(++count), text: null };
      ofApex.set(name, form);
    }
    if (form.text !== null) return { text: form.text, key: form.key, computed: 0 };
    const text = canonicalize(set.apex ?? document, {
      algorithm,
      inclusivePrefixes: prefixes,
      exclude: set.excluded,
      dropComments: !set.comments,
    });
    // attacker-controlled: a thousand signatures can each ask for another form of the whole file.
    if (text.length <= room) {
      room -= text.length;
      form.text = text;
    }
    return { text, key: form.key, computed: text.length };
  };
}

/** Remembers its answers: a file may have thousands of references with the same expression. */
function collectSignatures(document: XmlDocument): SignedDocument['signaturesAround'] {
  const known = new Map<XmlElement | null, ReadonlySet<XmlElement>>();
  return (apex) => {
    let found = known.get(apex);
    if (found === undefined) {
      const all = new Set<XmlElement>();
      for (let at = apex?.parent ?? null; at !== null; at = at.parent) if (isSignatureElement(at)) all.add(at);
      for (const element of walkElements(apex ?? document.root)) if (isSignatureElement(element)) all.add(element);
      found = all;
      known.set(apex, found);
    }
    return found;
  };
}

/** A large set is known by its identity: spelling it out for every reference would cost its size each time. */
const SPELLED_OUT = 8;
const largeSets = /* @__PURE__ */ new WeakMap<ReadonlySet<XmlElement>, number>();
let nextLargeSet = 0;

/** What is rendered of an apex, and how; nearly always the name of the algorithm says it. */
function formName(
  { excluded, comments }: NodeSet,
  algorithm: C14nAlgorithm,
  prefixes: readonly string[],
  numbers: Map<XmlElement, number>,
): string {
  const name = comments && C14N_ALGORITHMS[algorithm].comments ? `${algorithm}|comments` : algorithm;
  if (excluded.size === 0 && prefixes.length === 0) return name;
  return `${name}|${namesOf(excluded, numbers)}|${JSON.stringify(prefixes)}`;
}

/** Node identity as a key: elements are numbered when first met. */
function namesOf(excluded: ReadonlySet<XmlElement>, numbers: Map<XmlElement, number>): string {
  if (excluded.size <= SPELLED_OUT)
    return [...excluded]
      .map((one) => numberOf(one, numbers))
      .sort()
      .join(',');
  let number = largeSets.get(excluded);
  if (number === undefined) {
    number = ++nextLargeSet;
    largeSets.set(excluded, number);
  }
  return `set ${number}`;
}

function numberOf(element: XmlElement, numbers: Map<XmlElement, number>): number {
  let number = numbers.get(element);
  if (number === undefined) {
    number = numbers.size + 1;
    numbers.set(element, number);
  }
  return number;
}
