import { ELEMENT, isWithin, walkElements, type XmlDocument, type XmlElement } from '../xml/index.js';
import type { MismatchCause } from './explain-causes.js';
import { isEmptyElement, type KnownEdit, knownEdits } from './explain-edits.js';
import { knownReadings, otherTargets, type Reading, rawReadings } from './explain-readings.js';
import { type Measure, matching, renderState, type Subject } from './explain-reference.js';
import { asItIs, isElementTop, type TreeEdit, type TreeState, undo } from './explain-tree.js';
import { leavesOf, valueChanges } from './explain-values.js';

/** One cause that, undone, gives the signed digest again; or one of two. */
export interface Step {
  readonly cause: MismatchCause;
  readonly what: string | null;
  /** Elements of the file that it concerns. */
  readonly elements: readonly XmlElement[];
}

/** What the search may still cost. */
export interface Budget {
  /** Takes one candidate of so many units; false when nothing is left. */
  readonly take: (units: number) => boolean;
}

export interface SearchResult {
  /** Each of them alone restores the digest; empty: unknown. */
  readonly found: readonly (readonly Step[])[];
  /** False when the budget ended before the candidates did. */
  readonly complete: boolean;
}

/** Octets that may have been digested. */
export interface Candidate {
  readonly octets: string | Uint8Array;
  readonly steps: () => readonly Step[];
}

type Top = XmlElement | XmlDocument;

/** Edits whose inverse can be applied to nearly every file. */
const CONJECTURED: ReadonlySet<MismatchCause> = /* @__PURE__ */ new Set<MismatchCause>([
  'INDENTATION_REMOVED',
  'UNICODE_COMPOSED',
  'ENVELOPE_LOST',
  'PREFIX_RENAMED',
  'NUMBER_FORMAT_CHANGED',
  'DATE_FORMAT_CHANGED',
  'TONE_PLACEMENT_CHANGED',
  'I_Y_SPELLING_CHANGED',
]);
/** Single elements, attributes and neighbours tried. */
const SINGLES = 400;
/** UTF-16 units of a file whose causes are also tried two at a time. */
const PAIRS_UNITS = 1 << 20;

/** What the URI selects: one thing, several that share the Id, or nothing. */
export interface Selected {
  readonly tops: readonly Top[];
  readonly reason: 'digest' | 'duplicate' | 'missing';
}

/**
 * Looks for one cause, then for two, whose undoing gives octets with the signed digest. Nothing is ever concluded from likeness: an
 * answer is there only because a digest was computed and is equal.
 */
export function searchCauses(subject: Subject, selected: Selected, budget: Budget): SearchResult {
  const all = subject.measures;
  const declared = all.filter(({ cause }) => cause === null);
  const found: (readonly Step[])[] = [];
  for (const stage of [conversions, values, structural]) {
    for (const candidate of stage(subject, selected)) {
      if (!budget.take(candidate.octets.length)) return { found, complete: false };
      const measure = matching(candidate.octets, all);
      if (measure !== undefined) add(found, [...candidate.steps(), ...measureStep(measure)]);
    }
    if (found.length > 0) {
      const best = Math.min(...found.map((steps) => steps.length));
      return { found: found.filter((steps) => steps.length === best), complete: true };
    }
  }
  if (declared.length === 0) return { found, complete: true };
  if (subject.document.source.length > PAIRS_UNITS) return { found, complete: false };
  for (const candidate of pairs(subject, selected)) {
    if (!budget.take(candidate.octets.length)) return { found, complete: false };
    if (matching(candidate.octets, declared) !== undefined) return { found: [candidate.steps()], complete: true };
  }
  return { found, complete: true };
}

function measureStep({ cause, what }: Measure): readonly Step[] {
  return cause === null ? [] : [{ cause, what, elements: [] }];
}

function add(found: (readonly Step[])[], steps: readonly Step[]): void {
  const key = steps.map(({ cause }) => cause).join();
  // Variants of one cause are no second explanation.
  if (steps.length > 0 && !found.some((one) => one.map(({ cause }) => cause).join() === key)) found.push(steps);
}

/** A state of a target with the steps that lead to it. */
interface Start {
  readonly state: TreeState;
  readonly steps: readonly Step[];
}

function starts({ fragment, document }: Subject, { tops, reason }: Selected): readonly Start[] {
  if (reason !== 'missing') {
    return tops.map((top) => ({
      state: asItIs(top),
      steps:
        reason === 'duplicate'
          ? [{ cause: 'DUPLICATE_IDS', what: null, elements: isElementTop(top) ? [top] : [] }]
          : [],
    }));
  }
  if (fragment === null) return [];
  const out: Start[] = [];
  const elements = [...walkElements(document.root)];
  const named = elements.filter((one) => one.attributes.some(({ name }) => /^id$/i.test(name)));
  const near = elements.filter((one) => !named.includes(one) && depthOf(one) < 3);
  for (const element of [...named, ...near].slice(0, 96)) {
    for (const edit of idEdits(element, fragment)) {
      const state = undo(asItIs(element), edit);
      if (state !== undefined) out.push({ state, steps: [{ cause: 'ID_CHANGED', what: null, elements: [element] }] });
    }
  }
  return out;
}

function idEdits(element: XmlElement, value: string): readonly TreeEdit[] {
  const depth = depthOf(element);
  const own = element.attributes.find(({ name }) => /^id$/i.test(name));
  return ['Id', 'id', 'ID'].map((name) => ({
    tag: (draft, spot) => {
      if (spot.above || spot.depth !== depth) return;
      const attribute = { name, prefix: '', localName: name, namespaceUri: '', value };
      draft.attributes = [...draft.attributes.filter((one) => one !== own), attribute];
    },
  }));
}

function depthOf(element: XmlElement): number {
  let depth = 0;
  for (let at = element.parent; at !== null; at = at.parent) depth++;
  return depth;
}

function editsOf({ document }: Subject): readonly KnownEdit[] {
  const declared = new Map<string, string>();
  for (const element of walkElements(document.root)) {
    for (const { prefix, uri } of element.namespaces) if (declared.size < 8) declared.set(prefix, uri);
  }
  return knownEdits([...declared]);
}

function stepOf({ cause, what }: KnownEdit, before: TreeState, after: TreeState): Step {
  return { cause, what, elements: [...after.changed].filter((one) => !before.changed.has(one)) };
}

/** What a program did to the file or in the signing as a whole. */
function* conversions(subject: Subject, selected: Selected): Generator<Candidate, void, undefined> {
  const edits = editsOf(subject);
  const first = selected.tops[0] ?? null;
  for (const start of starts(subject, selected)) {
    const text = renderState(start.state, subject.form);
    if (text !== undefined) yield { octets: text, steps: () => start.steps };
    if (selected.reason !== 'digest') continue;
    for (const known of edits) {
      const state = undo(start.state, known.edit);
      if (state === undefined) continue;
      const undone = renderState(state, subject.form);
      if (undone !== undefined && undone !== text)
        yield { octets: undone, steps: () => [stepOf(known, start.state, state)] };
      yield* oneByOne(subject, start.state, known, state);
    }
    yield* read(subject, start, knownReadings(subject, start.state.top));
  }
  yield* read(subject, null, otherTargets(subject, first));
  for (const { cause, what, octets } of rawReadings(subject, first)) {
    yield { octets, steps: () => [{ cause, what, elements: [] }] };
  }
}

/** A conversion that went over one value only. */
function* oneByOne(
  subject: Subject,
  start: TreeState,
  { cause, what, edit }: KnownEdit,
  all: TreeState,
): Generator<Candidate, void, undefined> {
  const { value } = edit;
  if (value === undefined || all.changed.size < 2 || all.changed.size > 64) return;
  for (const one of all.changed) {
    const state = undo(start, { value: (text, element) => (element === one ? value(text, element) : text) });
    const text = state && renderState(state, subject.form);
    if (text !== undefined) yield { octets: text, steps: () => [{ cause, what, elements: [one] }] };
  }
}

function* read(
  subject: Subject,
  start: Start | null,
  readings: readonly Reading[],
): Generator<Candidate, void, undefined> {
  for (const { cause, what, top, form, encode } of readings) {
    const state = top === undefined ? start!.state : asItIs(top);
    const text = renderState(state, form ?? subject.form);
    if (text === undefined) continue;
    const elements = top !== undefined && isElementTop(top) ? [top] : [];
    yield { octets: encode?.(text) ?? text, steps: () => [...(start?.steps ?? []), { cause, what, elements }] };
  }
}

function* changedValues(
  subject: Subject,
  { state, steps }: Start,
  text: string,
): Generator<Candidate, void, undefined> {
  const { top } = state;
  const root = isElementTop(top) ? top : top.root;
  let leaves: readonly XmlElement[] | undefined;
  for (const { cause, leaf, text: octets } of valueChanges(text)) {
    yield {
      octets,
      steps: () => {
        leaves ??= leavesOf(root).filter(
          (one) => !subject.form.excluded.some((out) => isWithin(state.origin(one), out)),
        );
        const element = leaves[leaf];
        return [...steps, { cause, what: null, elements: element === undefined ? [] : [state.origin(element)] }];
      },
    };
  }
}

function* values(subject: Subject, selected: Selected): Generator<Candidate, void, undefined> {
  for (const start of selected.reason === 'digest' ? starts(subject, selected) : []) {
    const text = renderState(start.state, subject.form);
    if (text !== undefined) yield* changedValues(subject, start, text);
  }
}

/** One element or attribute too many, two neighbours exchanged. */
function* structural(subject: Subject, selected: Selected): Generator<Candidate, void, undefined> {
  for (const start of selected.reason === 'digest' ? starts(subject, selected) : []) yield* rearranged(subject, start);
}

function* rearranged(subject: Subject, { state, steps }: Start): Generator<Candidate, void, undefined> {
  const { top } = state;
  const root = isElementTop(top) ? top : top.root;
  let count = 0;
  for (const element of walkElements(root)) {
    if (count++ === SINGLES) return;
    const origin = state.origin(element);
    if (element !== root) {
      const form = { ...subject.form, excluded: [...subject.form.excluded, origin] };
      const text = renderState(state, form);
      const cause = isEmptyElement(element) ? 'EMPTY_ELEMENTS_ADDED' : 'CONTENT_ADDED';
      if (text !== undefined)
        yield { octets: text, steps: () => [...steps, { cause, what: null, elements: [origin] }] };
    }
    for (const attribute of element.attributes) {
      const tag: TreeEdit['tag'] = (draft) => {
        if (draft.attributes.includes(attribute))
          draft.attributes = draft.attributes.filter((one) => one !== attribute);
      };
      yield* undone(subject, state, { tag }, [...steps, { cause: 'ATTRIBUTE_ADDED', what: null, elements: [origin] }]);
    }
    const { children } = element;
    for (const [index, child] of children.entries()) {
      const next = children.findIndex((one, at) => at > index && one.kind === ELEMENT);
      if (child.kind !== ELEMENT || next < 0 || children.length > SINGLES) continue;
      const swapped = [...children];
      [swapped[index], swapped[next]] = [swapped[next]!, child];
      const edit: TreeEdit = { children: (nodes, at) => (at === element ? swapped : nodes) };
      yield* undone(subject, state, edit, [
        ...steps,
        { cause: 'ORDER_CHANGED', what: null, elements: [state.origin(child)] },
      ]);
    }
  }
}

function* undone(
  subject: Subject,
  state: TreeState,
  edit: TreeEdit,
  steps: readonly Step[],
): Generator<Candidate, void, undefined> {
  const next = undo(state, edit);
  const text = next && renderState(next, subject.form);
  if (text !== undefined) yield { octets: text, steps: () => steps };
}

/** Two causes: an edit after an edit, under another reading, or with one changed value; an Id and an edit. */
function* pairs(subject: Subject, selected: Selected): Generator<Candidate, void, undefined> {
  const edits = editsOf(subject);
  for (const { state: start, steps } of starts(subject, selected)) {
    for (const [index, known] of edits.entries()) {
      const state = undo(start, known.edit);
      if (state === undefined) continue;
      const first: Start = { state, steps: [...steps, stepOf(known, start, state)] };
      const text = renderState(state, subject.form);
      if (selected.reason !== 'digest') {
        if (text !== undefined) yield { octets: text, steps: () => first.steps };
        continue;
      }
      for (const [at, other] of edits.entries()) {
        const swaps = known.edit.value !== undefined && other.edit.value !== undefined;
        const again = at === index && known.cause === 'ENCODING_MISREAD';
        if (at < index ? !swaps : at === index && !again) continue;
        const both = undo(state, other.edit);
        const octets = both && renderState(both, subject.form);
        if (octets !== undefined) yield { octets, steps: () => [...first.steps, stepOf(other, state, both!)] };
      }
      yield* read(
        subject,
        first,
        knownReadings(subject, start.top).filter(({ top }) => top === undefined),
      );
    }
    if (selected.reason !== 'digest') continue;
    const readings = knownReadings(subject, start.top);
    for (const { cause, what, form } of readings) {
      if (form === undefined) continue;
      const state: Start = { state: start, steps: [...steps, { cause, what, elements: [] }] };
      yield* read(
        { ...subject, form },
        state,
        readings.filter(({ encode }) => encode !== undefined),
      );
    }
  }
  // Many candidates, hence last, and only after edits that a file shows traces of.
  for (const { state: start, steps } of selected.reason === 'digest' ? starts(subject, selected) : []) {
    for (const known of edits) {
      const state = CONJECTURED.has(known.cause) ? undefined : undo(start, known.edit);
      const text = state && renderState(state, subject.form);
      if (text === undefined) continue;
      yield* changedValues(subject, { state: state!, steps: [...steps, stepOf(known, start, state!)] }, text);
    }
  }
  const targets = otherTargets(subject, selected.tops[0] ?? null).slice(0, 16);
  for (const target of selected.reason === 'missing' ? [] : targets) {
    const start = asItIs(target.top!);
    const elements = isElementTop(start.top) ? [start.top] : [];
    for (const known of edits) {
      const state = undo(start, known.edit);
      const octets = state && renderState(state, target.form!);
      const own: Step = { cause: target.cause, what: target.what, elements };
      if (octets !== undefined) yield { octets, steps: () => [own, stepOf(known, start, state!)] };
    }
  }
}
