/*
 * Judges files that were changed at random. Whatever a file is, the answer is a coded refusal or a verdict, in time; and a signature that
 * still holds must sign, octet by octet and as libxml2 reads the changed file, what it signed in the file it came from.
 */
import { isHocBaSoError } from '../../src/errors/index.js';
import { findSignatures, openSignedDocument, type SignatureResult, verifySignature } from '../../src/xades/index.js';
import { parseXml, walkElements, type XmlElement } from '../../src/xml/index.js';
import { random } from '../xml/random-documents.js';
import { type Mutation, mutate } from './mutate.js';
import { openReader, type Reader, type SignedOctets } from './octets.js';
import { findSites, PLACES, type Place, type Sites } from './sites.js';
import type { Subject } from './subjects.js';

export interface Fault {
  readonly subject: string;
  readonly isOwn: boolean;
  readonly place: Place;
  readonly steps: readonly string[];
  readonly what: string;
  readonly bytes: Uint8Array;
}

export interface Tally {
  cases: number;
  /** Refused with a code before a signature was looked at. */
  refused: number;
  /** Read, and no signature holds. */
  broken: number;
  /** Some signature holds; each was compared. */
  held: number;
  /** Signatures compared. */
  compared: number;
  /** Signatures that could not be, since libxml2 wants more than XML does. */
  silent: number;
}

export interface FuzzResult {
  readonly tallies: Readonly<Record<Place, Tally>>;
  readonly faults: readonly Fault[];
  /** By step: cases, and those in which some signature still held. */
  readonly steps: Readonly<Record<string, readonly [cases: number, held: number]>>;
  /** Codes and reasons met, with how often. */
  readonly answers: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** Cases that took longer than the cap. */
  readonly hangs: number;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly cases: number;
  readonly subjects: readonly Subject[];
  /** Milliseconds a case may take. */
  readonly capMs?: number;
  readonly onProgress?: (done: number) => void;
}

/** A subject with what its signatures sign, by the octets of SignedInfo. */
export interface Known {
  readonly subject: Subject;
  readonly sites: Sites;
  readonly signatures: ReadonlyMap<string, KnownSignature>;
}

interface KnownSignature {
  readonly octets: SignedOctets;
  readonly facts: string;
  readonly certificate: string | null;
}

export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { seed, cases, subjects, capMs = 5_000 } = options;
  const reader = await openReader();
  const known: Known[] = [];
  for (const subject of subjects) {
    const one = await learn(subject, reader);
    if (one !== undefined) known.push(one);
  }
  const r = random(seed);
  const tallies = Object.fromEntries(
    PLACES.map((place): [Place, Tally] => [
      place,
      { cases: 0, refused: 0, broken: 0, held: 0, compared: 0, silent: 0 },
    ]),
  ) as Record<Place, Tally>;
  const faults: Fault[] = [];
  const steps: Record<string, [number, number]> = {};
  const answers: Record<string, number> = {};
  const others = known.map((one) => one.sites);
  let slowestMs = 0;
  let hangs = 0;
  for (let done = 0; done < cases; ) {
    const own = r.pick(known);
    const mutation = mutate(PLACES[done % PLACES.length]!, { r, sites: own.sites, others });
    if (mutation === undefined) continue;
    done += 1;
    const tally = tallies[mutation.place];
    tally.cases += 1;
    const started = performance.now();
    const found: string[] = [];
    const held = await judgeCase(mutation, own, known, reader, tally, answers, found);
    const took = performance.now() - started;
    slowestMs = Math.max(slowestMs, took);
    if (took > capMs) hangs += 1;
    for (const name of mutation.steps) {
      const [all, holding] = steps[name] ?? [0, 0];
      steps[name] = [all + 1, holding + (held ? 1 : 0)];
    }
    for (const what of found) {
      faults.push({
        subject: own.subject.name,
        isOwn: own.subject.isOwn,
        place: mutation.place,
        steps: mutation.steps,
        what,
        bytes: mutation.bytes,
      });
    }
    if (done % 10_000 === 0) options.onProgress?.(done);
  }
  return { tallies, faults, steps, answers, slowestMs, hangs };
}

/** Judges one changed file; what is wrong with the answer goes to `found`. Says whether some signature holds. */
export async function judgeCase(
  mutation: Pick<Mutation, 'bytes'>,
  own: Known,
  known: readonly Known[],
  reader: Reader,
  tally: Tally,
  answers: Record<string, number>,
  found: string[],
): Promise<boolean> {
  const count = (answer: string) => {
    answers[answer] = (answers[answer] ?? 0) + 1;
  };
  let results: readonly SignatureResult[];
  try {
    results = await judgeBytes(mutation.bytes);
  } catch (error) {
    if (!isHocBaSoError(error)) {
      found.push(`crash: ${String(error)}`);
      return false;
    }
    count(error.code);
    tally.refused += 1;
    return false;
  }
  for (const { core, reason } of results) count(reason ?? core);
  const valid = results.filter((one) => one.core === 'valid');
  if (valid.length === 0) {
    tally.broken += 1;
    return false;
  }
  tally.held += 1;
  const theirs = reader.read(mutation.bytes);
  if (typeof theirs === 'string') {
    if (isWish(theirs)) tally.silent += valid.length;
    else found.push(`a signature holds in a file that libxml2 does not read: ${theirs}`);
    return true;
  }
  // Canonical XML has no form for them; libxml2 looks for them in the whole document, and this package where they would be rendered.
  const isRelative = hasRelativeNamespace(valid[0]!.element);
  for (const result of valid) {
    const octets = theirs.signed(result);
    if (typeof octets === 'string' && isRelative) {
      tally.silent += 1;
      continue;
    }
    tally.compared += 1;
    const what = compare(result, octets, own, known);
    if (what !== undefined) found.push(what);
  }
  theirs.dispose();
  return true;
}

/** From the bytes on, nothing shared with another case. */
export async function judgeBytes(bytes: Uint8Array): Promise<readonly SignatureResult[]> {
  const document = parseXml(bytes);
  const opened = openSignedDocument(document, { ids: 'wide' });
  const results: SignatureResult[] = [];
  for (const element of findSignatures(document.root)) results.push(await verifySignature(element, opened));
  return results;
}

export async function learn(subject: Subject, reader: Reader): Promise<Known | undefined> {
  const results = await judgeBytes(subject.bytes).catch(() => []);
  const theirs = reader.read(subject.bytes);
  if (typeof theirs === 'string' || results.length === 0 || !results.every((one) => one.core === 'valid')) {
    if (subject.isOwn) throw new Error(`${subject.name}: the untouched file does not hold`);
    return undefined;
  }
  const signatures = new Map<string, KnownSignature>();
  for (const result of results) {
    const octets = theirs.signed(result);
    if (typeof octets === 'string' || !octets.references.every((one) => one.holds)) {
      if (subject.isOwn) throw new Error(`${subject.name}: libxml2 does not hold it: ${JSON.stringify(octets)}`);
      return undefined;
    }
    signatures.set(octets.signedInfo, { octets, facts: factsOf(result), certificate: certificateOf(result) });
  }
  theirs.dispose();
  return { subject, sites: findSites(subject.bytes), signatures };
}

/** What a signature that holds says, as far as it vouches for it. */
function factsOf(result: SignatureResult): string {
  return JSON.stringify({
    claims: result.claims,
    times: result.signingTimes
      .filter((one) => one.signed)
      .map(({ text, instant, hasZone, place }) => ({ text, instant, hasZone, place })),
    algorithm: result.algorithm,
    references: result.references.map(({ transforms, digestAlgorithm, type }) => [transforms, digestAlgorithm, type]),
  });
}

function certificateOf({ certificate }: SignatureResult): string | null {
  return certificate === null ? null : Buffer.from(certificate).toString('base64');
}

/** Complaints that are none of XML 1.0 and its namespaces: RFC 3986 for namespace names, and the xml:id recommendation. */
export function isWish(complaints: string): boolean {
  return complaints
    .split('; ')
    .every((one) =>
      /is not a valid URI$|^ID .* already defined$|^xml:id : attribute value .* is not an NCName$/.test(one),
    );
}

function hasRelativeNamespace(element: XmlElement): boolean {
  let root = element;
  while (root.parent !== null) root = root.parent;
  for (const one of walkElements(root)) {
    if (one.namespaces.some(({ uri }) => uri !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri))) return true;
  }
  return false;
}

/** Why a signature that holds should not, or undefined. */
function compare(
  result: SignatureResult,
  octets: SignedOctets | string,
  own: Known,
  known: readonly Known[],
): string | undefined {
  if (typeof octets === 'string') return `held, but ${octets}`;
  const before =
    own.signatures.get(octets.signedInfo) ??
    known.map((one) => one.signatures.get(octets.signedInfo)).find((one) => one !== undefined);
  if (before === undefined) return 'a SignedInfo that nobody signed holds';
  if (octets.references.length !== before.octets.references.length) return 'another number of references';
  for (const [index, reference] of octets.references.entries()) {
    const expected = before.octets.references[index]!;
    if (!reference.holds) return `reference ${index} does not have the digest it states`;
    if (reference.octets !== expected.octets) return `reference ${index} is over other octets`;
    if (reference.name !== expected.name) return `reference ${index} shows ${reference.name} for ${expected.name}`;
  }
  if (factsOf(result) !== before.facts) return 'it vouches for other claims';
  if (result.certificateBinding === 'match' && certificateOf(result) !== before.certificate)
    return 'another certificate is said to be the signed one';
  if (certificateOf(result) !== before.certificate && !result.flags.some((one) => UNBOUND.has(one)))
    return 'another certificate, and nothing says so';
  return undefined;
}

const UNBOUND: ReadonlySet<string> = new Set([
  'certificateNotBound',
  'signingCertificateMismatch',
  'signingCertificateMalformed',
  'keyWithoutCertificate',
  'certificateFromValues',
]);

export function summarize({ tallies, faults, slowestMs, hangs }: FuzzResult): string {
  const lines = [
    `${'place'.padEnd(12)} ${['cases', 'refused', 'broken', 'held', 'compared', 'silent'].map((one) => one.padStart(9)).join('')}`,
  ];
  const total: Tally = { cases: 0, refused: 0, broken: 0, held: 0, compared: 0, silent: 0 };
  for (const place of PLACES) {
    const tally = tallies[place];
    for (const key of Object.keys(total) as (keyof Tally)[]) total[key] += tally[key];
    lines.push(row(place, tally));
  }
  lines.push(row('all', total));
  lines.push(`slowest case ${slowestMs.toFixed(0)} ms, ${hangs} over the cap, ${faults.length} faults`);
  return lines.join('\n');
}

function row(name: string, { cases, refused, broken, held, compared, silent }: Tally): string {
  return `${name.padEnd(12)} ${[cases, refused, broken, held, compared, silent].map((one) => String(one).padStart(9)).join('')}`;
}
