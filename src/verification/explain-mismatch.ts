import { documentOf, type HocBaFile, isHocBaFile } from '../record-xml/index.js';
import {
  elementPath,
  findSignatures,
  openSignedDocument,
  type ReferenceResult,
  type SignatureResult,
  type SignedDocument,
  type VerifySignatureOptions,
  verifySignature,
} from '../xades/index.js';
import { findChildren, isWithin, parseXml, type XmlDocument, type XmlElement } from '../xml/index.js';
import type { MismatchCause } from './explain-causes.js';
import { searchOctets } from './explain-octets.js';
import { compareWithOriginal, type MismatchOriginal } from './explain-original.js';
import { matching, readSubject, renderState, type Subject } from './explain-reference.js';
import { type Budget, type SearchResult, type Selected, type Step, searchCauses } from './explain-search.js';
import { asItIs } from './explain-tree.js';

export interface ExplainMismatchOptions {
  /** The unaltered file, where the caller has it: then the report also says which fields differ. */
  readonly original?: HocBaFile | Uint8Array;
  /** Octets of what references name outside the document; nothing is fetched. */
  readonly detached?: VerifySignatureOptions['detached'];
  /** Default: Node's own where it exists, else `globalThis.crypto`. */
  readonly crypto?: Crypto;
  /** Digests tried for one reference; default 20,000. */
  readonly candidates?: number;
  /** After this instant nothing further is tried. Default: 20 seconds from the call. */
  readonly deadline?: Date;
  /** Clock of the deadline; default `() => new Date()`. */
  readonly clock?: () => Date;
}

/** One cause. Undone, alone or with the other of its list, it gives octets whose digest equals the signed one. */
export interface MismatchStep {
  readonly cause: MismatchCause;
  /** The variant: an encoding, an algorithm, a prefix, a path; never a value of the record. */
  readonly what: string | null;
  /** Elements concerned, at most 20. */
  readonly paths: readonly string[];
  readonly pathCount: number;
}

/** A reference whose digest does not match, and what is known of the reason. */
export interface Mismatch {
  /** Position of the signature in the document, and of the reference in it, from 0. */
  readonly signature: number;
  readonly signatureId: string | null;
  readonly signaturePath: string;
  /** Whether SignatureValue holds; if not, DigestValue itself may have been changed and proves nothing about the signer. */
  readonly valueHolds: boolean | null;
  readonly reference: number;
  readonly uri: string | null;
  readonly targetPath: string | null;
  /** Why the reference does not hold, as in `hocba signature`. */
  readonly reason: string;
  readonly outcome: 'explained' | 'unknown';
  /** One cause, or two that came together; empty when unknown. */
  readonly causes: readonly MismatchStep[];
  /** Other explanations that restore the digest just as well. */
  readonly alternatives: readonly (readonly MismatchStep[])[];
  /** `partly`: the number of candidates or the deadline ended the search. `notModelled`: transforms that it does not undo. */
  readonly searched: 'all' | 'partly' | 'notModelled';
  readonly candidates: number;
  /** Comparison with the unaltered file; `null` when none was given. */
  readonly original: MismatchOriginal | null;
}

/** Why digests of a file do not match. It explains; it repairs nothing and turns no verdict. */
export interface MismatchReport {
  readonly version: 1;
  /** Of all signatures together, `none` where there is none. */
  readonly core: SignatureResult['core'] | 'none';
  readonly signatures: number;
  readonly mismatches: readonly Mismatch[];
  /** Mismatches beyond the first 64, counted and not explained. */
  readonly omitted: number;
}

const CANDIDATES = 20_000;
/** UTF-16 units digested in one call. */
const UNITS = 2 ** 28;
const DEADLINE_MS = 20_000;
const MISMATCHES = 64;
const PATHS = 20;
const SEARCHED = /* @__PURE__ */ new Set([
  'digest',
  'nothingSigned',
  'referenceNotFound',
  'idDuplicate',
  'objectNotOwn',
  'base64',
]);

/** See `explainMismatch` of the index; loaded when an explanation is first asked for. */
export async function explainMismatch(
  input: HocBaFile | Uint8Array,
  options: ExplainMismatchOptions = {},
): Promise<MismatchReport> {
  const document = open(input);
  const opened = openSignedDocument(document, { ids: 'wide' });
  const elements = findSignatures(document.root);
  const spending = budgetOf(options);
  const cores = new Set<SignatureResult['core']>();
  const mismatches: Mismatch[] = [];
  let omitted = 0;
  for (const [index, element] of elements.entries()) {
    const { detached, crypto } = options;
    const result = await verifySignature(element, opened, {
      ...(detached === undefined ? {} : { detached }),
      ...(crypto === undefined ? {} : { crypto }),
    });
    cores.add(result.core);
    for (const [at, reference] of result.references.entries()) {
      if (reference.digestMatches === true || !SEARCHED.has(reference.reason ?? '')) continue;
      if (mismatches.length === MISMATCHES) omitted++;
      else mismatches.push(explain({ opened, result, index, reference, at }, spending, options));
    }
  }
  const core = cores.has('invalid') ? 'invalid' : cores.has('unsupported') ? 'unsupported' : 'valid';
  return { version: 1, core: cores.size === 0 ? 'none' : core, signatures: elements.length, mismatches, omitted };
}

function open(input: HocBaFile | Uint8Array): XmlDocument {
  return isHocBaFile(input) ? documentOf(input) : parseXml(input as Uint8Array);
}

interface Failed {
  readonly opened: SignedDocument;
  readonly result: SignatureResult;
  readonly index: number;
  readonly reference: ReferenceResult;
  readonly at: number;
}

interface Spending {
  /** A budget for one more reference. */
  readonly start: () => Budget & { readonly used: () => number };
  /** Answers by what was asked: the roles of a record sign the same block. */
  readonly known: Map<string, SearchResult | null>;
}

function budgetOf({ candidates = CANDIDATES, deadline, clock = () => new Date() }: ExplainMismatchOptions): Spending {
  const end = deadline?.getTime() ?? clock().getTime() + DEADLINE_MS;
  let units = UNITS;
  let late = false;
  return {
    known: new Map(),
    start: () => {
      let used = 0;
      return {
        used: () => used,
        take: (cost) => {
          // The clock is asked now and then: a digest is cheaper than the question.
          if (used % 32 === 0 && clock().getTime() > end) late = true;
          if (late || used >= candidates || units < cost) return false;
          used++;
          units -= cost;
          return true;
        },
      };
    },
  };
}

function explain(failed: Failed, spending: Spending, options: ExplainMismatchOptions): Mismatch {
  const { opened, result, index, reference, at } = failed;
  const budget = spending.start();
  const key = keyOf(failed);
  const known = spending.known.get(key);
  const answer = known === undefined ? search(failed, budget, options) : known;
  spending.known.set(key, answer);
  const [causes = [], ...alternatives] = (answer?.found ?? []).map((steps) => steps.map(stepOf));
  const { original } = options;
  return {
    signature: index,
    signatureId: result.id,
    signaturePath: elementPath(result.element),
    valueHolds: result.valueHolds,
    reference: at,
    uri: reference.uri,
    targetPath: reference.target === null ? (reference.uri === '' ? '/' : null) : elementPath(reference.target),
    reason: reference.reason ?? 'digest',
    outcome: causes.length > 0 ? 'explained' : 'unknown',
    causes,
    alternatives,
    searched: answer === null ? 'notModelled' : answer.complete ? 'all' : 'partly',
    candidates: budget.used(),
    original:
      original === undefined
        ? null
        : compareWithOriginal(
            { before: open(original), after: opened.document },
            { index, at, target: reference.target },
          ),
  };
}

/** Two references with the same text ask the same, unless they point into their own signature. */
function keyOf({ opened, result, index, reference, at }: Failed): string {
  const element = referencesOf(result.element)[at];
  if (element === undefined) return `${index} ${at}`;
  const inside = reference.target === null || isWithin(reference.target, result.element);
  const alone = inside || reference.transforms.some((uri) => uri.endsWith('enveloped-signature'));
  const { source } = opened.document;
  return `${alone ? index : ''} ${reference.uri} ${source.slice(element.openEnd, element.closeStart)}`;
}

function search(
  { opened, result, reference, at }: Failed,
  budget: Budget,
  options: ExplainMismatchOptions,
): SearchResult | null {
  const element = referencesOf(result.element)[at];
  const subject = element === undefined ? null : readSubject(element, result.element, opened.document);
  if (subject === null) return null;
  if (reference.uri !== null && reference.uri !== '' && !reference.uri.startsWith('#')) {
    const octets = options.detached?.(reference.uri);
    return octets == null || subject.form.excluded.length > 0 ? null : searchOctets(octets, subject.measures, budget);
  }
  const selected = select(subject, reference, opened);
  return selected === null || !isFaithful(subject, selected, reference)
    ? null
    : searchCauses(subject, selected, budget);
}

function referencesOf(signature: XmlElement): readonly XmlElement[] {
  return findChildren(signature, 'SignedInfo').flatMap((info) => findChildren(info, 'Reference'));
}

function select(
  { document, fragment }: Subject,
  { target, reason, uri }: ReferenceResult,
  opened: SignedDocument,
): Selected | null {
  if (target !== null) return { tops: [target], reason: 'digest' };
  const named = fragment === null ? undefined : opened.ids.get(fragment);
  if (reason === 'idDuplicate' || (reason === 'objectNotOwn' && named !== undefined)) {
    return { tops: named ?? [], reason: 'duplicate' };
  }
  if (reason === 'referenceNotFound') return { tops: [], reason: 'missing' };
  return uri === '' || uri === '#xpointer(/)' ? { tops: [document], reason: 'digest' } : null;
}

/** The search must see the reference as the verification did: else whatever it found would be about something else. */
function isFaithful(subject: Subject, { tops, reason }: Selected, { computed }: ReferenceResult): boolean {
  if (computed === null) return true;
  const text = reason === 'digest' && tops[0] !== undefined ? renderState(asItIs(tops[0]), subject.form) : undefined;
  const [first] = subject.measures;
  if (text === undefined) return false;
  if (first === undefined) return true;
  return matching(text, [{ ...first, digest: subject.declared, expected: computed }]) !== undefined;
}

function stepOf({ cause, what, elements }: Step): MismatchStep {
  const paths = elements.slice(0, PATHS).map(elementPath);
  return { cause, what, paths, pathCount: elements.length };
}
