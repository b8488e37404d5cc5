import { describe, expect, test } from 'vitest';
import {
  advance,
  assertReplacement,
  certificateFlow,
  type Flow,
  type FlowFact,
  nextSteps,
  ROUTE_DIRECT,
  ROUTE_PILOT,
  type Route,
  recallFlow,
  recordFlow,
  routeOf,
} from '../../src/exchange/index.js';
import { RECEIVER_HCMC } from '../../src/signing/index.js';
import { codeOf } from './loopback.js';

const run = (flow: Flow, actions: readonly string[], facts: readonly FlowFact[] = []) =>
  actions.reduce((state, action) => advance(flow, state, action, facts), flow.initial);
const reasonOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    const { code, params } = error as { code: string; params: { reason: string } };
    return `${code} ${params.reason}`;
  }
  return 'allowed';
};

describe.each<[string, Route]>([
  ['school → Sở → Ministry', ROUTE_PILOT],
  ['school → Ministry', ROUTE_DIRECT],
  ['school → Sở', ['truong', 'so']],
])('by the route %s', (_, route) => {
  test.each([certificateFlow(route), recordFlow(route), recallFlow(route)])(
    'flow $id: every state is reached, and none but a final one is a dead end',
    (flow) => {
      const reached = new Set([flow.initial]);
      for (const state of reached) for (const { to } of nextSteps(flow, state)) reached.add(to);
      for (const { from, to } of flow.transitions) expect([reached.has(from), reached.has(to)]).toEqual([true, true]);
      for (const state of reached) if (nextSteps(flow, state).length === 0) expect(flow.final).toContain(state);
    },
  );
});

test('a record goes from its making to circulation and upward', () => {
  const flow = recordFlow();
  const sealed = ['signAsTeacher', 'signAsLeader', 'seal'];
  const taken = [...sealed, 'send', 'acknowledge', 'approve', 'circulate'];
  expect(run(flow, taken, ['certificateApproved'])).toBe('inCirculation:so');
  const all = [...taken, 'signReport', 'send', 'acknowledge', 'approve'];
  expect(run(flow, all, ['certificateApproved'])).toBe('approvedBy:bo');
  expect(run(recordFlow(ROUTE_DIRECT), taken, ['certificateApproved'])).toBe('inCirculation:bo');
});

/**
 * The rows of `domain.md` 10.10 (CV 2088 annex 1, III.1–III.3, IV.2), typed by hand for the route school → Sở → Ministry:
 * from · action · to · who acts · what it needs.
 */
const CERTIFICATE = `
  declared    sign     signed    truong
  signed      send     sent      truong
  sent        approve  approved  so
  sent        refuse   refused   so
  refused     declare  declared  truong`;
const RECORD = `
  created               signAsTeacher  teacherSigned         truong
  created               signAsLeader   leaderSigned          truong
  teacherSigned         signAsLeader   leaderSigned          truong
  leaderSigned          seal           sealed                truong  certificateApproved
  sealed                send           sentTo:so             truong
  sentTo:so             acknowledge    receivedBy:so         so
  sentTo:so             reject         sealed                so
  receivedBy:so         approve        approvedBy:so         so
  receivedBy:so         refuse         refusedBy:so          so
  refusedBy:so          correct        created               truong
  approvedBy:so         circulate      inCirculation:so      so
  inCirculation:so      signReport     reportSignedBy:so     so      certificateApproved
  reportSignedBy:so     send           sentTo:bo             so
  sentTo:bo             acknowledge    receivedBy:bo         bo
  sentTo:bo             reject         reportSignedBy:so     bo
  receivedBy:bo         approve        approvedBy:bo         bo
  receivedBy:bo         refuse         refusedBy:bo          bo
  refusedBy:bo          return         inCirculation:so      so
  approvedBy:so         recall         recallOf:approvedBy:so      truong
  recallOf:approvedBy:so     agreeToRecall  recalled           so
  recallOf:approvedBy:so     refuseRecall   approvedBy:so      so
  inCirculation:so      recall         recallOf:inCirculation:so   truong
  recallOf:inCirculation:so  agreeToRecall  recalled           so
  recallOf:inCirculation:so  refuseRecall   inCirculation:so   so
  approvedBy:bo         recall         recallOf:approvedBy:bo      truong
  recallOf:approvedBy:bo     agreeToRecall  recalled           bo
  recallOf:approvedBy:bo     refuseRecall   approvedBy:bo      so
  recallOf:approvedBy:bo     refuseRecall   approvedBy:bo      bo
  recalled              replace        replaced              truong  newUuid`;
const RECALL = `
  listed         send     waitingFor:so  truong
  waitingFor:so  refuse   refused        so
  waitingFor:so  agree    agreed         so      notReported
  waitingFor:so  forward  waitingFor:bo  so      reported
  waitingFor:bo  agree    agreed         bo
  waitingFor:bo  refuse   refused        bo
  agreed         replace  replaced       truong  newUuid`;
const rowsOf = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/ +/) as [string, string, string, string, FlowFact?]);

describe.each([
  { flow: certificateFlow(), table: CERTIFICATE },
  { flow: recordFlow(), table: RECORD },
  { flow: recallFlow(), table: RECALL },
])('the flow $flow.id by its rows', ({ flow, table }) => {
  const rows = rowsOf(table);

  test.each(rows)('%s: %s leads to %s, by %s', (from, action, to, by, need) => {
    expect(nextSteps(flow, from)).toContainEqual({
      action,
      from,
      to,
      by,
      ...(need === undefined ? {} : { needs: [need] }),
    });
    expect(advance(flow, from, action, need === undefined ? [] : [need])).toBe(to);
    if (need !== undefined) {
      expect(reasonOf(() => advance(flow, from, action))).toBe(`ERR_EXCHANGE_NOT_ALLOWED ${need}`);
    }
  });

  test('nothing else is allowed in any state, whatever facts are given', () => {
    expect(flow.transitions).toHaveLength(rows.length);
    const states = new Set(rows.flatMap(([from, , to]) => [from, to]));
    const actions = new Set(rows.map(([, action]) => action));
    const facts: readonly FlowFact[] = ['certificateApproved', 'newUuid', 'reported', 'notReported'];
    let refused = 0;
    for (const state of states) {
      for (const action of [...actions, 'jump']) {
        if (rows.some(([from, name]) => from === state && name === action)) continue;
        expect(
          reasonOf(() => advance(flow, state, action, facts)),
          `${state} ${action}`,
        ).toBe('ERR_EXCHANGE_NOT_ALLOWED flow');
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(rows.length);
  });
});

test('what is not allowed is refused with its reason', () => {
  const flow = recordFlow();
  expect(reasonOf(() => advance(flow, 'leaderSigned', 'seal'))).toBe('ERR_EXCHANGE_NOT_ALLOWED certificateApproved');
  expect(reasonOf(() => advance(flow, 'leaderSigned', 'seal', ['certificateApproved']))).toBe('allowed');
  expect(reasonOf(() => advance(flow, 'created', 'send'))).toBe('ERR_EXCHANGE_NOT_ALLOWED flow');
  const asked = 'recallOf:inCirculation:so';
  expect(reasonOf(() => advance(flow, asked, 'replace', ['newUuid']))).toBe('ERR_EXCHANGE_NOT_ALLOWED flow');
  expect(reasonOf(() => advance(flow, 'recalled', 'replace'))).toBe('ERR_EXCHANGE_NOT_ALLOWED newUuid');
  expect(reasonOf(() => advance(certificateFlow(), 'signed', 'approve'))).toBe('ERR_EXCHANGE_NOT_ALLOWED flow');
});

test('a recall: the Sở alone before the report, the Ministry too after it', () => {
  const flow = recallFlow();
  expect(run(flow, ['send', 'agree', 'replace'], ['notReported', 'newUuid'])).toBe('replaced');
  expect(reasonOf(() => run(flow, ['send', 'agree'], ['reported']))).toBe('ERR_EXCHANGE_NOT_ALLOWED notReported');
  expect(run(flow, ['send', 'forward', 'agree'], ['reported'])).toBe('agreed');
  expect(run(flow, ['send', 'forward', 'refuse'], ['reported'])).toBe('refused');
  expect(run(recallFlow(ROUTE_DIRECT), ['send', 'agree'])).toBe('agreed');
});

test('a replacement waits for the agreement and has a new code', () => {
  const old = { maTraCuu: '123e4567-e89b-42d3-a456-556642440000' };
  const fresh = { maTraCuu: '123e4567-e89b-42d3-a456-556642440001' };
  expect(reasonOf(() => assertReplacement(old, fresh, 'agreed'))).toBe('allowed');
  for (const state of ['waiting', 'refused', 'undecided'] as const)
    expect(reasonOf(() => assertReplacement(old, fresh, state))).toBe('ERR_EXCHANGE_NOT_ALLOWED recallNotAgreed');
  const same = { maTraCuu: old.maTraCuu.toUpperCase() };
  expect(reasonOf(() => assertReplacement(old, same, 'agreed'))).toBe('ERR_EXCHANGE_NOT_ALLOWED newUuid');
});

test('a receiver names its route', () => {
  expect(routeOf({})).toEqual(ROUTE_PILOT);
  expect(routeOf(RECEIVER_HCMC)).toEqual(ROUTE_PILOT);
  expect(routeOf({ destinations: ['bo'] })).toEqual(ROUTE_DIRECT);
});

test('a route begins at the school and names each authority once', async () => {
  for (const route of [['so', 'bo'], ['truong'], ['truong', 'so', 'so'], []] as Route[])
    expect(await codeOf((async () => recallFlow(route))())).toBe('ERR_EXCHANGE_NOT_ALLOWED');
});
