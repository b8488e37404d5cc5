/*
 * Times that can be compared though the machine is busy with other things: what is compared runs in turns, each for a moment, and what
 * counts is processor time of this process, in the middle of several rounds.
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export type Work = () => unknown;

let collector: ((options: { readonly type: 'minor' }) => void) | undefined;

/** Takes away what the work before has left, so that each pays for its own garbage only. */
function collect(): void {
  if (collector === undefined) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as typeof collector;
  }
  collector!({ type: 'minor' });
}

/** Milliseconds that one turn takes: many times the grain of the clock, short against what changes on a machine. */
const TURN_MS = 40;

export interface Turns {
  /** One row a round, one column a piece of work: microseconds of processor time per call. */
  readonly rows: readonly (readonly number[])[];
}

/**
 * Measures several pieces of work in turns.
 *
 * @param options.rounds - Turns of each.
 * @param options.warmMs - Milliseconds each runs before anything is counted: engines of JavaScript need a while to become themselves.
 */
export async function inTurns(
  work: readonly Work[],
  options: { readonly rounds: number; readonly warmMs: number; readonly turnMs?: number },
): Promise<Turns> {
  const { rounds, warmMs, turnMs = TURN_MS } = options;
  const calls: number[] = [];
  for (const one of work) {
    let each = 0;
    let count = 1;
    for (const end = performance.now() + warmMs; ; count = Math.max(1, Math.round((turnMs * 1000) / each))) {
      each = Math.max(0.01, await turn(one, count));
      if (performance.now() >= end) break;
    }
    calls.push(Math.max(1, Math.round((turnMs * 1000) / each)));
  }
  const rows: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const row: number[] = [];
    for (const [index, one] of work.entries()) row.push(await turn(one, calls[index]!));
    rows.push(row);
  }
  return { rows };
}

/** Microseconds of processor time per call. */
async function turn(work: Work, calls: number): Promise<number> {
  collect();
  const start = process.cpuUsage();
  for (let i = 0; i < calls; i++) {
    const result = work();
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median of a column. */
export function column({ rows }: Turns, index: number): number {
  return median(rows.map((row) => row[index]!));
}

/** Median of the ratio of two columns, taken within each round. */
export function ratio({ rows }: Turns, over: number, under: number): number {
  return median(rows.map((row) => row[over]! / row[under]!));
}
