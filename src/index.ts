/** In: what a vendor's program calls most. Out: at most 20 functions, without ZIP, PDF or gateway; the rest lives in the subpaths. */
export { isHocBaSoError } from './errors/index.js';
