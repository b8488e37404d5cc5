import { createError } from '../errors/index.js';
import type { HocBaFile } from '../record-xml/index.js';
import { readingOf } from './record-reading.js';
import { SIGNING_ERRORS } from './signing-errors.js';

/**
 * Remembers the look-up codes of a batch: of two records with one code nobody could say later which is the pupil's (CV 2088 annex 1,
 * II.1.3).
 *
 * @returns a check that throws `ERR_SIGNING_RECORD_TWICE` for the second.
 */
export function uniqueRecords(): (id: string, file: HocBaFile) => void {
  const known = new Map<string, string>();
  return (id, file) => {
    const code = readingOf(file).hocBa?.maTraCuu;
    if (code === undefined) return;
    const other = known.get(code);
    if (other !== undefined) throw createError(SIGNING_ERRORS, 'ERR_SIGNING_RECORD_TWICE', { other });
    known.set(code, id);
  };
}
