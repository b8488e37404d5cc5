import { createError, isHocBaSoError } from '../errors/index.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';

/** How often and how long apart a request is tried again. */
export interface RetryOptions {
  /** Tries in all, at least 1; default 5. */
  readonly attempts: number;
  /** Milliseconds; the first pause lies between 0 and this, each later one may be twice as long. Default 1,000. */
  readonly baseDelayMs: number;
  /** Longest pause, milliseconds; default 60,000. */
  readonly maxDelayMs: number;
  /** A gateway that asks for a longer pause (`Retry-After`) is left alone: the error is thrown. Default 300,000. */
  readonly maxRetryAfterMs: number;
}

export const RETRY: RetryOptions = { attempts: 5, baseDelayMs: 1_000, maxDelayMs: 60_000, maxRetryAfterMs: 300_000 };

/** Time and chance as ports, so that tests need not wait and a season need not knock at the same moment. */
export interface Timing {
  readonly now: () => Date;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 up to but without 1. */
  readonly random: () => number;
}

export const TIMING: Timing = {
  now: () => new Date(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};

/** Faults that may be gone at the next try; the same request may be sent again, since its `messageid` stays the same. */
const PASSING: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'ERR_EXCHANGE_UNREACHABLE',
  'ERR_EXCHANGE_TIMEOUT',
  'ERR_EXCHANGE_BUSY',
  'ERR_EXCHANGE_ANSWER_CUT',
]);

/** Exponential back-off with full jitter; a pause asked for by the gateway comes on top. */
export async function withRetries<T>(
  run: () => Promise<T>,
  retry: RetryOptions,
  timing: Timing,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt + 1 >= retry.attempts || !isPassing(error)) throw error;
      const asked = isHocBaSoError(error, 'ERR_EXCHANGE_BUSY') ? Number(error.params['retryAfterMs']) : 0;
      if (asked > retry.maxRetryAfterMs) throw error;
      const ceiling = Math.min(retry.maxDelayMs, retry.baseDelayMs * 2 ** attempt);
      await pause(asked + Math.floor(timing.random() * ceiling), timing, signal);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!isHocBaSoError(error)) return false;
  if (error.code === 'ERR_EXCHANGE_STATUS') return Number(error.params['status']) >= 500;
  return PASSING.has(error.code);
}

/** Sleeps, or ends at once when the caller gives up. */
export async function pause(ms: number, timing: Timing, signal?: AbortSignal): Promise<void> {
  const cancelled = () => createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_CANCELLED', {});
  if (signal === undefined) return timing.sleep(ms);
  if (signal.aborted) throw cancelled();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled());
    signal.addEventListener('abort', stop);
  });
  try {
    await Promise.race([timing.sleep(ms), aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}
