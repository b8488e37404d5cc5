/** In: an error table of a folder, a code and its parameters. Out: one error class with both languages, recognisable across copies of the package. */
export { ARGUMENT_ERRORS } from './argument-errors.js';
export type { ErrorParams, ErrorTable, ErrorText, Fault } from './hoc-ba-so-error.js';
export { createError, HocBaSoError, isHocBaSoError } from './hoc-ba-so-error.js';
