import { type Fault, isHocBaSoError } from '../errors/index.js';

/** Exit codes of every command (`sysexits.h` from 64 on). */
export const EXIT = {
  /** Valid, or done. */
  ok: 0,
  invalid: 1,
  indeterminate: 2,
  usage: 64,
  input: 65,
  unavailable: 69,
  internal: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * From worst to best: with many files the worst one is the command's. What could not be judged ranks before what was judged invalid, so that
 * a script which sees 1 or 2 knows that every file was read.
 */
export const EXIT_ORDER: readonly ExitCode[] = [
  EXIT.internal,
  EXIT.unavailable,
  EXIT.usage,
  EXIT.input,
  EXIT.invalid,
  EXIT.indeterminate,
  EXIT.ok,
];

/** The worst of several; `65` for none at all, since nothing judged is nothing passed. */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  return EXIT_ORDER.find((code) => codes.includes(code)) ?? EXIT.input;
}

const BY_FAULT: Readonly<Record<Fault, ExitCode>> = {
  caller: EXIT.usage,
  data: EXIT.input,
  refused: EXIT.input,
  signer: EXIT.input,
  service: EXIT.unavailable,
  environment: EXIT.unavailable,
};

/** Mistakes of a calling program that, on the command line, come from the state of a file and not from how the command was written. */
const ABOUT_A_FILE = /^ERR_(SIGNING|RECORD|TRANSACTION|XML|P12)_/;

/** Exit code for an error; whatever is not one of ours is internal. */
export function exitOf(error: unknown): ExitCode {
  if (!isHocBaSoError(error) || error.code === 'ERR_CLI_INTERNAL') return EXIT.internal;
  return error.fault === 'caller' && ABOUT_A_FILE.test(error.code) ? EXIT.input : BY_FAULT[error.fault];
}
