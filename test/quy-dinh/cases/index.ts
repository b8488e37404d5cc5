import type { Case } from './case.js';
import { FINDING_CASES } from './findings.js';
import { ORDER_CASES } from './orders.js';
import { RESULT_CASES } from './results.js';
import { ROLL_OUT_CASES } from './roll-out.js';
import { SUBJECT_CASES } from './subjects.js';

/** The whole table. */
export const CASES: readonly Case[] = [
  ...ROLL_OUT_CASES,
  ...SUBJECT_CASES,
  ...RESULT_CASES,
  ...FINDING_CASES,
  ...ORDER_CASES,
];
