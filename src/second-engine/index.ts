/** In: a signed XML file. Out: whether an independent engine says the same of its signatures. */
export type { NotComparableReason } from './comparable.js';
export type { CrossCheck, CrossCheckAnswer, CrossCheckedSignature, CrossCheckOptions } from './cross-check.js';
export { crossCheck } from './cross-check.js';
