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
} from '../../src/exchange/index.js';
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
  expect(run(flow, [...sealed, 'send', 'acknowledge', 'approve'], ['certificateApproved'])).toBe('approvedBy:so');
  const all = [...sealed, 'send', 'acknowledge', 'approve', 'send', 'acknowledge', 'approve'];
  expect(run(flow, all, ['certificateApproved'])).toBe('approvedBy:bo');
  expect(run(recordFlow(ROUTE_DIRECT), all.slice(0, 6), ['certificateApproved'])).toBe('approvedBy:bo');
});

test('what is not allowed is refused with its reason', () => {
  const flow = recordFlow();
  expect(reasonOf(() => advance(flow, 'leaderSigned', 'seal'))).toBe('ERR_EXCHANGE_NOT_ALLOWED certificateApproved');
  expect(reasonOf(() => advance(flow, 'leaderSigned', 'seal', ['certificateApproved']))).toBe('allowed');
  expect(reasonOf(() => advance(flow, 'created', 'send'))).toBe('ERR_EXCHANGE_NOT_ALLOWED flow');
  expect(reasonOf(() => advance(flow, 'recalling', 'replace', ['newUuid']))).toBe('ERR_EXCHANGE_NOT_ALLOWED flow');
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

test('a route begins at the school and names each authority once', async () => {
  for (const route of [['so', 'bo'], ['truong'], ['truong', 'so', 'so'], []] as Route[])
    expect(await codeOf((async () => recallFlow(route))())).toBe('ERR_EXCHANGE_NOT_ALLOWED');
});
