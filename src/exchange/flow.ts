import { createError } from '../errors/index.js';
import type { Receiver } from '../signing/index.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';

/** Who takes records in turn. CV 2088 has school → Sở → Ministry; CV 119 4c lets schools send to the Ministry: a matter of configuration. */
export type Route = readonly ('truong' | 'so' | 'bo')[];

export const ROUTE_PILOT: Route = ['truong', 'so', 'bo'];
export const ROUTE_DIRECT: Route = ['truong', 'bo'];

/** The route of a receiver's records; the pilot's where it names none. */
export function routeOf({ destinations = ['so', 'bo'] }: Pick<Receiver, 'destinations'>): Route {
  return ['truong', ...destinations];
}

/** Facts some actions ask for. */
export type FlowFact = 'certificateApproved' | 'newUuid' | 'reported' | 'notReported';

export interface Transition {
  readonly action: string;
  readonly from: string;
  readonly to: string;
  /** Who acts. */
  readonly by: 'truong' | 'so' | 'bo';
  /** Must be given for the action. */
  readonly needs?: readonly FlowFact[];
}

/** A state machine as data. */
export interface Flow {
  readonly id: 'certificate' | 'record' | 'recall';
  readonly initial: string;
  readonly final: readonly string[];
  readonly transitions: readonly Transition[];
}

/**
 * Registration of the certificate that seals and submits: only an approved one may.
 *
 * @see CV 2088/BGDĐT-GDTH, annex 1, III.1
 */
export function certificateFlow(route: Route = ROUTE_PILOT): Flow {
  const authority = next(route, 'truong');
  return {
    id: 'certificate',
    initial: 'declared',
    final: ['approved'],
    transitions: [
      { action: 'sign', from: 'declared', to: 'signed', by: 'truong' },
      { action: 'send', from: 'signed', to: 'sent', by: 'truong' },
      { action: 'approve', from: 'sent', to: 'approved', by: authority },
      { action: 'refuse', from: 'sent', to: 'refused', by: authority },
      { action: 'declare', from: 'refused', to: 'declared', by: 'truong' },
    ],
  };
}

/**
 * A record from its making to circulation, along the route: the states of an authority carry its name.
 *
 * What the first authority has approved it puts into circulation; what it reports upward it signs with its own certificate, which the next
 * one must have approved. A refused recall leaves the record where it was.
 *
 * @see CV 2088/BGDĐT-GDTH, annex 1, III.2, IV.2
 */
export function recordFlow(route: Route = ROUTE_PILOT): Flow {
  const first = next(route, 'truong');
  const authorities = route.filter((one) => one !== 'truong');
  const transitions: Transition[] = [
    { action: 'signAsTeacher', from: 'created', to: 'teacherSigned', by: 'truong' },
    // The structure of the pilot makes the teacher's signature optional.
    { action: 'signAsLeader', from: 'created', to: 'leaderSigned', by: 'truong' },
    { action: 'signAsLeader', from: 'teacherSigned', to: 'leaderSigned', by: 'truong' },
    { action: 'seal', from: 'leaderSigned', to: 'sealed', by: 'truong', needs: ['certificateApproved'] },
  ];
  let ready = 'sealed';
  let last = ready;
  for (const [index, authority] of authorities.entries()) {
    const sender = authorities[index - 1] ?? 'truong';
    const sent = `sentTo:${authority}`;
    const received = `receivedBy:${authority}`;
    const refused = `refusedBy:${authority}`;
    last = `approvedBy:${authority}`;
    transitions.push(
      { action: 'send', from: ready, to: sent, by: sender },
      { action: 'acknowledge', from: sent, to: received, by: authority },
      // Nothing of a packet that was refused outright has arrived.
      { action: 'reject', from: sent, to: ready, by: authority },
      { action: 'approve', from: received, to: last, by: authority },
      { action: 'refuse', from: received, to: refused, by: authority },
    );
    const recallable = [last];
    if (authority === first) {
      transitions.push({ action: 'correct', from: refused, to: 'created', by: 'truong' });
      const circulating = `inCirculation:${authority}`;
      transitions.push({ action: 'circulate', from: last, to: circulating, by: authority });
      recallable.push(circulating);
      last = circulating;
    } else transitions.push({ action: 'return', from: refused, to: `inCirculation:${first}`, by: sender });
    for (const state of recallable)
      transitions.push(...recallOf(state, authority === first ? [first] : [first, authority]));
    if (index === authorities.length - 1) break;
    ready = `reportSignedBy:${authority}`;
    transitions.push({ action: 'signReport', from: last, to: ready, by: authority, needs: ['certificateApproved'] });
  }
  transitions.push({ action: 'replace', from: 'recalled', to: 'replaced', by: 'truong', needs: ['newUuid'] });
  return { id: 'record', initial: 'created', final: [last, 'replaced'], transitions };
}

/** The last of the authorities agrees, each of them may refuse. */
function recallOf(state: string, authorities: readonly ('so' | 'bo')[]): readonly Transition[] {
  const asked = `recallOf:${state}`;
  return [
    { action: 'recall', from: state, to: asked, by: 'truong' },
    { action: 'agreeToRecall', from: asked, to: 'recalled', by: authorities.at(-1)! },
    ...authorities.map((by): Transition => ({ action: 'refuseRecall', from: asked, to: state, by })),
  ];
}

/**
 * The recall of an approved record and its replacement: not reported upward, the first authority decides alone; already reported, the last
 * one has to agree too. A replacement has a new look-up code and waits for the agreement.
 *
 * @see CV 2088/BGDĐT-GDTH, annex 1, III.3
 */
export function recallFlow(route: Route = ROUTE_PILOT): Flow {
  const first = next(route, 'truong');
  const last = route.at(-1)!;
  const transitions: Transition[] = [
    { action: 'send', from: 'listed', to: `waitingFor:${first}`, by: 'truong' },
    { action: 'refuse', from: `waitingFor:${first}`, to: 'refused', by: first },
  ];
  if (last === first) transitions.push({ action: 'agree', from: `waitingFor:${first}`, to: 'agreed', by: first });
  else {
    transitions.push(
      { action: 'agree', from: `waitingFor:${first}`, to: 'agreed', by: first, needs: ['notReported'] },
      { action: 'forward', from: `waitingFor:${first}`, to: `waitingFor:${last}`, by: first, needs: ['reported'] },
      { action: 'agree', from: `waitingFor:${last}`, to: 'agreed', by: last },
      { action: 'refuse', from: `waitingFor:${last}`, to: 'refused', by: last },
    );
  }
  transitions.push({ action: 'replace', from: 'agreed', to: 'replaced', by: 'truong', needs: ['newUuid'] });
  return { id: 'recall', initial: 'listed', final: ['replaced', 'refused'], transitions };
}

/** What is allowed next, with what each action asks for. */
export function nextSteps(flow: Flow, state: string): readonly Transition[] {
  return flow.transitions.filter(({ from }) => from === state);
}

/**
 * The state after an action.
 *
 * @throws {@link HocBaSoError} `ERR_EXCHANGE_NOT_ALLOWED` with the reason: `flow` for an action the state does not know, else the fact that
 * is missing (`certificateApproved`, `newUuid`, `reported`, `notReported`).
 */
export function advance(flow: Flow, state: string, action: string, facts: readonly FlowFact[] = []): string {
  const found = nextSteps(flow, state).filter((one) => one.action === action);
  const step = found.find(({ needs = [] }) => needs.every((fact) => facts.includes(fact)));
  if (step !== undefined) return step.to;
  const missing = found[0]?.needs?.find((fact) => !facts.includes(fact));
  throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_NOT_ALLOWED', { state, action, reason: missing ?? 'flow' });
}

/**
 * Whether a record may be sent in place of another: the recall of the old one is agreed, and the look-up code is a new one.
 *
 * @param recall - Where the recall of the old record stands with the gateway.
 * @throws {@link HocBaSoError} `ERR_EXCHANGE_NOT_ALLOWED`, reason `recallNotAgreed` or `newUuid`.
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.1.4: a look-up code is never used again
 */
export function assertReplacement(
  old: { readonly maTraCuu: string },
  replacement: { readonly maTraCuu: string },
  recall: 'waiting' | 'agreed' | 'refused' | 'undecided',
): void {
  const refused = (reason: string) =>
    createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_NOT_ALLOWED', { state: recall, action: 'replace', reason });
  if (recall !== 'agreed') throw refused('recallNotAgreed');
  if (old.maTraCuu.toLowerCase() === replacement.maTraCuu.toLowerCase()) throw refused('newUuid');
}

function next(route: Route, after: 'truong'): 'so' | 'bo' {
  const found = route[route.indexOf(after) + 1];
  if (route[0] !== after || found === undefined || found === 'truong' || new Set(route).size !== route.length) {
    throw createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_NOT_ALLOWED', {
      state: route.join('→'),
      action: 'route',
      reason: 'route',
    });
  }
  return found;
}
