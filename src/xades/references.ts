import { type CryptoBackend, findDigestAlgorithm } from '../crypto/index.js';
import { decodeBase64, equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { attributeValue, childElements, isWithin, textContent, type XmlElement } from '../xml/index.js';
import type { CoreReason, SignatureFlag } from './core-reasons.js';
import { isSignatureElement, readReference } from './signature-parts.js';
import type { NodeSet, SignedDocument } from './signed-document.js';
import { type SignedView, signedView } from './signed-view.js';
import { applyTransforms, type DigestInput, isRefusal, type Refusal } from './transforms.js';
import { DS, TYPE_MANIFEST } from './uris.js';

/** One ds:Reference and what became of it. */
export interface ReferenceResult {
  readonly id: string | null;
  /** `null` when the attribute is absent. */
  readonly uri: string | null;
  readonly type: string | null;
  readonly transforms: readonly string[];
  readonly digestAlgorithm: string;
  /** Whether the digest holds over something: false also when the transforms left nothing to digest. `null`: not computed, see `reason`. */
  readonly digestMatches: boolean | null;
  readonly reason: CoreReason | null;
  /** What `reason` speaks of: an element name, an algorithm or an error code. */
  readonly detail: string | null;
  /** DigestValue as it stands in the file and as computed. */
  readonly expected: Uint8Array | null;
  readonly computed: Uint8Array | null;
  /** The element the URI named, also when the digest fails; `null` for the whole document or an external resource. */
  readonly target: XmlElement | null;
  /** What the digest covers: handed out only when digest and SignatureValue hold. */
  readonly view: SignedView | null;
}

export interface ReferenceContext {
  readonly opened: SignedDocument;
  readonly signature: XmlElement;
  readonly detached: ((uri: string) => Uint8Array | undefined | null) | undefined;
  readonly crypto: CryptoBackend;
  readonly transformLimit: number;
  readonly envelopedOnOwnObject: 'strict' | 'keep';
  /** Takes from the budget of digested units; false when it is used up. */
  readonly spend: (units: number) => boolean;
  /** Octets from elsewhere bring a budget of their own, once each. */
  readonly welcome: (octets: Uint8Array) => void;
  readonly flag: (flag: SignatureFlag) => void;
}

type Draft = { -readonly [K in keyof ReferenceResult]: ReferenceResult[K] };

const NO_TRANSFORMS: readonly string[] = [];

/** Judges one reference, at once where the platform hashes at once; its view is made by {@link withView} when the value is known to hold. */
export function judgeReference(
  reference: XmlElement,
  context: ReferenceContext,
): JudgedReference | Promise<JudgedReference> {
  const result = draft(reference);
  const { uri, type } = result;
  const parts = readReference(reference);
  if (isRefusal(parts)) return refuse(result, parts);
  const digestAlgorithm = attributeValue(parts.method, 'Algorithm') ?? '';
  const row = findDigestAlgorithm(digestAlgorithm);
  const target = resolve(uri, type, context);
  if (row !== undefined || isRefusal(target)) result.digestAlgorithm = digestAlgorithm;
  if (isRefusal(target)) return refuse(result, target);
  result.target = target instanceof Uint8Array ? null : target.apex;
  if (row === undefined) return refuse(result, { refused: 'algorithmUnknown', detail: digestAlgorithm });
  if (row.digest === null) return refuse(result, { refused: 'algorithmRefused', detail: digestAlgorithm });
  if (childElements(parts.method).length > 0) {
    return refuse(result, { refused: 'algorithmParameters', detail: digestAlgorithm });
  }
  if (row.status === 'legacy') context.flag('legacy');
  try {
    result.expected = decodeBase64(textContent(parts.value));
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    return refuse(result, { refused: 'base64', detail: 'DigestValue' });
  }
  const input = applyTransforms(reference, target, context);
  if (isRefusal(input)) return refuse(result, input);
  if (input.envelopedOnOwnObject) context.flag('envelopedOnOwnObject');
  const units = input.computed + (target instanceof Uint8Array ? target.length : 0);
  if (!context.spend(units)) return refuse(result, { refused: 'limit', detail: 'digested' });
  result.transforms = input.transforms;
  let computed: Uint8Array | Promise<Uint8Array>;
  try {
    computed = digest(input, row.digest, context);
  } catch (cause) {
    return platform(result, cause);
  }
  if (!(computed instanceof Promise)) return compared(result, input, computed);
  return computed.then(
    (value) => compared(result, input, value),
    (cause) => platform(result, cause),
  );
}

/** What is known before anything is judged. */
function draft(reference: XmlElement): Draft {
  return {
    id: attributeValue(reference, 'Id') ?? null,
    uri: attributeValue(reference, 'URI') ?? null,
    type: attributeValue(reference, 'Type') ?? null,
    transforms: NO_TRANSFORMS,
    digestAlgorithm: '',
    digestMatches: null,
    reason: null,
    detail: null,
    expected: null,
    computed: null,
    target: null,
    view: null,
  };
}

function refuse(result: Draft, { refused, detail }: Refusal): JudgedReference {
  result.reason = refused;
  result.detail = detail ?? null;
  return { result, input: null };
}

function platform(result: Draft, cause: unknown): JudgedReference {
  if (!isHocBaSoError(cause)) throw cause;
  return refuse(result, { refused: 'platform', detail: cause.code });
}

function compared(result: Draft, input: DigestInput, computed: Uint8Array): JudgedReference {
  const equal = equalBytes(result.expected!, computed);
  result.computed = computed;
  result.digestMatches = equal && !input.empty;
  if (!result.digestMatches) result.reason = equal ? 'nothingSigned' : 'digest';
  return { result, input };
}

/** A reference that was not reached any more. */
export function unreachedReference(reference: XmlElement): JudgedReference {
  return refuse(draft(reference), { refused: 'deadline' });
}

export interface JudgedReference {
  readonly result: Draft;
  readonly input: DigestInput | null;
}

/** The result with its view, for a signature whose value holds. */
export function withView({ result, input }: JudgedReference, opened: SignedDocument): ReferenceResult {
  if (result.digestMatches === true && input !== null) result.view = signedView(opened.document, input);
  return result;
}

function digest(
  input: DigestInput,
  name: Parameters<CryptoBackend['digest']>[0],
  { crypto, opened }: ReferenceContext,
): Uint8Array | Promise<Uint8Array> {
  if (input.key === null) return crypto.digest(name, input.octets);
  const key = `${crypto.name}|${name}|${input.key}`;
  let known = opened.digests.get(key);
  if (known === undefined) {
    known = crypto.digest(name, input.octets);
    opened.digests.set(key, known);
    // A platform that failed may recover: its failure is not remembered.
    if (known instanceof Promise) known.catch(() => opened.digests.delete(key));
  }
  return known;
}

const NOTHING: ReadonlySet<XmlElement> = /* @__PURE__ */ new Set();

/** XMLDSig §4.4.3.1 to 4.4.3.3: what a URI selects. Nothing is ever fetched. */
function resolve(uri: string | null, type: string | null, context: ReferenceContext): NodeSet | Uint8Array | Refusal {
  if (type === TYPE_MANIFEST) context.flag('manifest');
  if (uri === null || uri === '#') return { refused: 'referenceUri', detail: uri === null ? 'absent' : 'empty' };
  if (uri === '') return { apex: null, excluded: NOTHING, comments: false };
  if (!uri.startsWith('#')) {
    const octets = context.detached?.(uri);
    if (octets === null) return { refused: 'referenceNotFound' };
    if (octets === undefined) return { refused: 'referenceExternal' };
    context.welcome(octets);
    return octets;
  }
  if (uri === '#xpointer(/)') return { apex: null, excluded: NOTHING, comments: true };
  const pointer = uri.includes('(') ? /^#xpointer\(id\((?:'([^']*)'|"([^"]*)")\)\)$/.exec(uri) : null;
  const fragment = uri.slice(1);
  const id = pointer === null ? decodeFragment(fragment) : (pointer[1] ?? pointer[2]!);
  if (pointer === null && id.includes('(')) return { refused: 'referenceUri', detail: 'xpointer' };
  // attacker-controlled: verifiers differ in whether they decode "%", so a name that is there both ways names nothing safely.
  if (id !== fragment && pointer === null && context.opened.ids.has(fragment) && context.opened.ids.has(id)) {
    return { refused: 'idDuplicate' };
  }
  const element = byId(id, context);
  if (isRefusal(element)) return element;
  // attacker-controlled: a signed Object moved into a wrapper, with another one in its old place.
  if (isObject(element) && element.parent !== context.signature) return { refused: 'objectNotOwn' };
  if (element.localName === 'Manifest' && element.namespaceUri === DS) context.flag('manifest');
  return { apex: element, excluded: NOTHING, comments: pointer !== null };
}

function byId(id: string, { opened, signature, flag }: ReferenceContext): XmlElement | Refusal {
  const found = opened.ids.get(id);
  if (found === undefined) return { refused: 'referenceNotFound' };
  if (found.length > 1) {
    const own = found.filter((one) => one.parent === signature && isObject(one));
    const others = found.filter((one) => one.parent !== signature);
    const othersAreObjects = others.every(
      (one) => isObject(one) && one.parent !== null && isSignatureElement(one.parent),
    );
    if (own.length !== 1 || own.length + others.length !== found.length || !othersAreObjects) {
      return { refused: 'idDuplicate' };
    }
    flag('ownObjectOfSeveral');
    return own[0]!;
  }
  const [element] = found;
  if (opened.scope !== opened.document.root && (opened.documentIds().get(id)?.length ?? 0) > 1) {
    flag('idNotUniqueInDocument');
  }
  return isWithin(element!, opened.scope) ? element! : { refused: 'referenceNotFound' };
}

function isObject(element: XmlElement): boolean {
  return element.localName === 'Object' && element.namespaceUri === DS;
}

function decodeFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A stray "%" is part of the name then: nothing will carry such an Id unless the file really does.
    return fragment;
  }
}
