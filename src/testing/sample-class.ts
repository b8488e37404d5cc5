import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import type { HocBa } from '../hoc-ba/index.js';
import { ruleSetFor } from '../quy-dinh/index.js';
import { isCaseOf, makeCase, SAMPLE_CASES, type SampleCase } from './sample-cases.js';
import { sampleCrypto, sampleRandom } from './sample-random.js';
import { makeRecord } from './sample-record.js';

export interface SampleClassOptions {
  /** Grade, 1 to 5. */
  readonly khoiLop: number;
  /** Number of pupils, 1 to 1,000. */
  readonly pupils: number;
  /** The same seed gives the same records, and a larger class the same first pupils. */
  readonly seed: string;
  /** School year in which TT 27/2020 holds for the grade; default `2024-2025`. */
  readonly namHoc?: string;
  /** Default: the grade and `A1`. */
  readonly tenLop?: string;
  /**
   * Special cases for the first pupils, one each in this order: a disability, a digitised record, a part of a year, an unknown mother …;
   * `all`: every one that the grade can have. Default: none.
   */
  readonly cases?: 'all' | readonly SampleCase[];
}

/**
 * A class of unsigned records that look like a real one and are none: subjects, tests, comments, results and awards of the grade by the
 * rules of its year, at the specimen's school and signed for by its principal and teacher, so that the dev CA can sign them.
 *
 * Names are put together from the commonest ones. Personal ids are of a province `000`, which does not exist and is reported as a warning:
 * no sample can hit a living person.
 *
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a number out of range, or a grade and year that TT 27/2020 does not cover;
 * `ERR_SCHOOL_YEAR_INVALID`, `ERR_RULE_SET_NOT_FOUND`.
 */
export function sampleClass(options: SampleClassOptions): readonly HocBa[] {
  const { khoiLop, pupils, seed, namHoc = '2024-2025', tenLop = `${khoiLop}A1`, cases = [] } = options;
  const whole = (argument: string, given: number, max: number) => {
    if (Number.isInteger(given) && given >= 1 && given <= max) return;
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument, reason: `1…${max}` });
  };
  whole('khoiLop', khoiLop, 5);
  whole('pupils', pupils, 1000);
  const { ruleSet } = ruleSetFor({ khoiLop, namHoc });
  if (ruleSet.id !== 'TT27-2020') {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'namHoc', reason: ruleSet.id });
  }
  const possible = SAMPLE_CASES.filter((name) => isCaseOf(name, khoiLop));
  const list = cases === 'all' ? possible : cases.filter((name) => possible.includes(name));
  return Array.from({ length: pupils }, (_, index) => {
    const own = [seed, khoiLop, namHoc, tenLop, index].join('/');
    const name = list[index];
    const maker = { khoiLop, namHoc, tenLop, index, ruleSet, random: sampleRandom(own), crypto: sampleCrypto(own) };
    return name === undefined ? makeRecord(maker) : makeCase(name, maker);
  });
}
