import { type DigestName, digestLength, digestSync, findDigestAlgorithm } from '../crypto/index.js';
import { decodeBase64, decodeHex, equalBytes } from '../encoding/index.js';
import { isHocBaSoError } from '../errors/index.js';
import { DS, findSignatures } from '../xades/index.js';
import {
  attributeValue,
  C14N_EXCLUSIVE,
  C14N_INCLUSIVE,
  type C14nAlgorithm,
  canonicalize,
  childElements,
  findChild,
  isC14nAlgorithm,
  isWithin,
  textContent,
  type XmlDocument,
  type XmlElement,
} from '../xml/index.js';
import type { MismatchCause } from './explain-causes.js';
import { isElementTop, type TreeState } from './explain-tree.js';

/** A way to compare a digest with DigestValue: as declared, or as a signing program may have meant it. */
export interface Measure {
  readonly cause: MismatchCause | null;
  readonly what: string | null;
  readonly digest: DigestName;
  readonly expected: Uint8Array;
}

/** What is digested of a tree, and how it is written. */
export interface Form {
  readonly algorithm: C14nAlgorithm;
  readonly prefixes: readonly string[];
  readonly comments: boolean;
  readonly excluded: readonly XmlElement[];
}

/** One reference as the search sees it. */
export interface Subject {
  readonly document: XmlDocument;
  readonly signature: XmlElement;
  /** Name after `#`; `null` where the URI is another. */
  readonly fragment: string | null;
  readonly form: Form;
  readonly enveloped: boolean;
  readonly measures: readonly Measure[];
  /** By DigestMethod. */
  readonly declared: DigestName;
}

const ENVELOPED = `${DS}enveloped-signature`;

/** A reference taken apart, `null` where it has transforms that the search does not undo. */
export function readSubject(reference: XmlElement, signature: XmlElement, document: XmlDocument): Subject | null {
  const uri = attributeValue(reference, 'URI');
  const method = findChild(reference, 'DigestMethod', DS);
  const value = findChild(reference, 'DigestValue', DS);
  const declared = findDigestAlgorithm(method === undefined ? '' : (attributeValue(method, 'Algorithm') ?? ''))?.digest;
  if (value === undefined || declared === undefined || declared === null) return null;
  const measures = measuresOf(textContent(value), declared);
  let algorithm: C14nAlgorithm | undefined;
  let prefixes: readonly string[] = [];
  let enveloped = false;
  const transforms = findChild(reference, 'Transforms', DS);
  for (const transform of transforms === undefined ? [] : childElements(transforms)) {
    const name = attributeValue(transform, 'Algorithm') ?? '';
    if (name === ENVELOPED && algorithm === undefined) enveloped = true;
    else if (isC14nAlgorithm(name) && algorithm === undefined) {
      algorithm = name;
      const list = findChild(transform, 'InclusiveNamespaces', C14N_EXCLUSIVE);
      const words = (list === undefined ? '' : (attributeValue(list, 'PrefixList') ?? '')).split(/\s+/);
      prefixes = words.filter((word) => word !== '').map((word) => (word === '#default' ? '' : word));
    } else return null;
  }
  const pointer = /^#xpointer\((?:\/|id\('([^']*)'\))\)$/.exec(uri ?? '');
  return {
    document,
    signature,
    fragment: pointer?.[1] ?? (uri?.startsWith('#') === true && pointer === null ? uri.slice(1) : null),
    form: {
      algorithm: algorithm ?? C14N_INCLUSIVE,
      prefixes,
      comments: pointer !== null,
      excluded: enveloped ? [signature] : [],
    },
    enveloped,
    measures,
    declared,
  };
}

const NAMES: readonly DigestName[] = [
  'SHA-256',
  'SHA-1',
  'SHA-384',
  'SHA-512',
  'SHA-224',
  'SHA3-256',
  'SHA3-384',
  'SHA3-512',
  'SHA3-224',
];

function measuresOf(text: string, declared: DigestName): readonly Measure[] {
  const out: Measure[] = [];
  const compact = text.replace(/\s+/g, '');
  const add = (expected: Uint8Array | undefined, cause: MismatchCause | null, what: string | null) => {
    if (expected === undefined) return;
    for (const digest of [declared, ...NAMES.filter((name) => name !== declared)]) {
      if (digestLength(digest) !== expected.length) continue;
      if (digest === declared) out.push({ cause, what, digest, expected });
      else if (cause === null) out.push({ cause: 'DIGEST_ALGORITHM_OTHER', what: digest, digest, expected });
    }
  };
  const raw = attempt(() => decodeBase64(text));
  add(raw, null, null);
  add(
    attempt(() => decodeHex(compact.toLowerCase())),
    'DIGEST_VALUE_HEX',
    'hex',
  );
  if (raw !== undefined) {
    const inner = String.fromCharCode(...raw.subarray(0, 256));
    add(
      attempt(() => decodeHex(inner.toLowerCase())),
      'DIGEST_VALUE_HEX',
      'base64(hex)',
    );
  }
  if (raw === undefined && /[-_]/.test(compact)) {
    const usual = compact.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
    add(
      attempt(() => decodeBase64(usual.padEnd(Math.ceil(usual.length / 4) * 4, '='))),
      'DIGEST_VALUE_HEX',
      'base64url',
    );
  }
  return out;
}

function attempt(decode: () => Uint8Array): Uint8Array | undefined {
  try {
    return decode();
  } catch (cause) {
    if (isHocBaSoError(cause)) return undefined;
    throw cause;
  }
}

/** The canonical text of a state; `''` where nothing is left, `undefined` where it has no canonical form. */
export function renderState(state: TreeState, form: Form): string | undefined {
  const { top } = state;
  const exclude = new Set(form.excluded.map((one) => state.at(one)).filter((one) => one !== undefined));
  if (!isElementTop(top) && exclude.has(top.root)) return '';
  try {
    return canonicalize(top, {
      algorithm: form.algorithm,
      inclusivePrefixes: form.prefixes,
      exclude,
      dropComments: !form.comments,
    });
  } catch (cause) {
    if (isHocBaSoError(cause)) return undefined;
    throw cause;
  }
}

/** The measure that octets satisfy. */
export function matching(octets: string | Uint8Array, measures: readonly Measure[]): Measure | undefined {
  return measures.find(({ digest, expected }) => {
    try {
      return equalBytes(digestSync(digest, octets), expected);
    } catch (cause) {
      // A hash that this platform has not at hand explains nothing.
      if (isHocBaSoError(cause, 'ERR_CRYPTO_UNAVAILABLE')) return false;
      throw cause;
    }
  });
}

/** Signatures inside an element. */
export function signaturesIn(top: XmlElement | XmlDocument): readonly XmlElement[] {
  return findSignatures(isElementTop(top) ? top : top.root);
}

export function holds(top: XmlElement | XmlDocument, element: XmlElement): boolean {
  return !isElementTop(top) || isWithin(element, top);
}
