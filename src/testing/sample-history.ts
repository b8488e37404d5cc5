import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import type { HocBa } from '../hoc-ba/index.js';
import { RECORD_RULES, ruleSetFor } from '../quy-dinh/index.js';
import { digitisation } from './sample-cases.js';
import { sampleCrypto, sampleRandom } from './sample-random.js';
import { makeRecord } from './sample-record.js';

export interface SampleHistoryOptions {
  /** Number of pupils, 1 to 1,000. */
  readonly pupils: number;
  readonly seed: string;
  /** School year of the last record; default `2024-2025`. */
  readonly namHoc?: string;
  /** Grade of the last record, 1 to 5; default 5. */
  readonly khoiLop?: number;
}

/**
 * The years of pupils from grade 1 on: for each pupil one record a year, oldest first, each by the circular of its year. The pupil stays
 * the same and grows; each record lists the years so far with their look-up codes. Years before digital records are digitised paper.
 *
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a number out of range; `ERR_SCHOOL_YEAR_INVALID`, `ERR_RULE_SET_NOT_FOUND`.
 */
export function sampleHistories(options: SampleHistoryOptions): readonly (readonly HocBa[])[] {
  const { pupils, seed, namHoc = '2024-2025', khoiLop = 5 } = options;
  for (const [argument, given, max] of [
    ['pupils', pupils, 1000],
    ['khoiLop', khoiLop, 5],
  ] as const) {
    if (!Number.isInteger(given) || given < 1 || given > max) {
      throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument, reason: `1…${max}` });
    }
  }
  ruleSetFor({ khoiLop, namHoc });
  const lastYear = Number(namHoc.slice(0, 4));
  return Array.from({ length: pupils }, (_, index) => {
    const years: HocBa[] = [];
    for (let grade = 1; grade <= khoiLop; grade++) {
      const year = lastYear - khoiLop + grade;
      years.push(makeYear({ grade, year, index, seed, lastYear }, years));
    }
    return years;
  });
}

interface YearMaker {
  readonly grade: number;
  readonly year: number;
  readonly index: number;
  readonly seed: string;
  readonly lastYear: number;
}

function makeYear({ grade, year, index, seed, lastYear }: YearMaker, before: readonly HocBa[]): HocBa {
  const namHoc = `${year}-${year + 1}`;
  const own = [seed, 'history', index, namHoc].join('/');
  const { ruleSet } = ruleSetFor({ khoiLop: grade, namHoc });
  const record = makeRecord({
    khoiLop: grade,
    namHoc,
    tenLop: `${grade}A1`,
    index,
    ruleSet,
    random: sampleRandom(own),
    crypto: sampleCrypto(own),
    weak: false,
  });
  const body = sampleRandom([seed, 'body', index].join('/'));
  const [weight, height] = [body.spread(), body.spread()];
  const same: HocBa = {
    ...record,
    hocSinh: before[0]?.hocSinh ?? record.hocSinh,
    sucKhoe: {
      canNangKg: Math.round(2 * (17 + 3.2 * grade + 4 * weight)) / 2,
      chieuCaoCm: Math.round(112 + 5.5 * grade + 8 * height),
    },
    quaTrinhHocTap: record.quaTrinhHocTap.map((line, at) => {
      const maTraCuu = before[at]?.maTraCuu;
      return maTraCuu === undefined ? line : { ...line, maTraCuu };
    }),
  };
  return isBornDigital(grade, namHoc) ? same : digitise(same, lastYear);
}

function isBornDigital(khoiLop: number, namHoc: string): boolean {
  const entry = RECORD_RULES.bornDigital.find((one) => one.khoiLop.includes(khoiLop));
  return entry === undefined || namHoc >= entry.since;
}

/** Older years are digitised in the summer before the last year, or after it when they are that year. */
function digitise(record: HocBa, lastYear: number): HocBa {
  const year = Math.max(lastYear, Number(record.namHoc.slice(0, 4)) + 1);
  const { nguonGoc: _, ...others } = record;
  return {
    ...others,
    nguonGoc: 'banSoHoa',
    soHoa: digitisation(`${year}-07-10`),
    phatHanh: { ...record.phatHanh, ngayTao: `${year}-07-12`, ngayPhatHanh: `${year}-07-20` },
  };
}
