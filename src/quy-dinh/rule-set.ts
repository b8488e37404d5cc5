import type { Label, Source } from './source.js';

/*
 * A rule set is data: plain, JSON-able, without a function in it. It names the places of a record it speaks of by path, so that a new
 * circular or a new level is a new file and no change of the code that reads it.
 */

/** Place in a record: property names from the root. */
export type FieldPath = readonly string[];

/** Grades and school years a rule set is for. A missing bound is open. */
export interface Validity {
  readonly khoiLop: number;
  readonly fromNamHoc?: string;
  readonly toNamHoc?: string;
  readonly source: Source;
}

/** One step of a scale. */
export interface LevelRule {
  readonly key: string;
  readonly label: Label;
}

/** A number that a row may carry, such as the score of the periodic test. */
export interface MeasureRule {
  readonly id: string;
  readonly label: Label;
  /** Property of the row that holds it. */
  readonly field: string;
  readonly min: number;
  readonly max: number;
  /** Decimals allowed; 0 = whole numbers only. */
  readonly decimals: number;
  /** Values inside the range that are forbidden nevertheless. */
  readonly forbidden?: readonly number[];
  /**
   * Occasion (see {@link TestRule}) a row must be tested on to carry it; absent = every row carries it.
   * Where a row is not tested on it, a value is a finding.
   */
  readonly testedAt?: string;
  /** Results of single occasions inside a row: tested rows only, and the last of the final occasion is the one recorded. */
  readonly occasions?: {
    readonly field: string;
    readonly atField: string;
    readonly valueField: string;
    /** The occasion of the record, and the one that repeats it. */
    readonly final: string;
    readonly again: string;
    readonly source: Source;
  };
  /** What a level makes people expect of the number: never law, only a warning. */
  readonly expectedByLevel?: readonly {
    readonly level: string;
    readonly min?: number;
    readonly max?: number;
    readonly source: Source;
  }[];
  readonly source: Source;
}

/** Grades that sit a periodic test on an occasion. */
export interface TestRule {
  readonly at: string;
  readonly khoiLop: readonly number[];
  readonly source: Source;
}

/** A row of a table of the record: a subject, an activity, a quality, a competence. */
export interface RowRule {
  readonly key: string;
  readonly label: Label;
  /** Grades in which it must be there. */
  readonly compulsory: readonly number[];
  /** Grades in which it may be there. In any other grade it does not belong. */
  readonly optional?: readonly number[];
  /** Severity when a compulsory row is missing; default `error`. */
  readonly missing?: 'error' | 'warning';
  /** False for a row that is judged by numbers alone; default true where the table has levels. */
  readonly level?: boolean;
  /** Measures the row carries; default all of the table, as far as it is tested. */
  readonly measures?: readonly string[];
  readonly tests?: readonly TestRule[];
  /** Source of the grades. */
  readonly source: Source;
}

/** One row of an older form that later became several; its use is a finding that names the rows. */
export interface SplitRowRule {
  readonly key: string;
  readonly label: Label;
  readonly into: readonly string[];
  readonly source: Source;
}

/** A table of the record. */
export interface TableRule {
  readonly id: string;
  readonly label: Label;
  readonly path: FieldPath;
  /** `list`: objects with a key property, in any number. `fields`: an object with one property a row. */
  readonly shape: 'list' | 'fields';
  /** For `list`: properties of an item that hold the row's key, its printed name and its level. */
  readonly keyField?: string;
  readonly nameField?: string;
  readonly levelField?: string;
  /** For `fields`: properties that are no rows (the group's comment). */
  readonly notRows?: readonly string[];
  /** Best first. Empty: rows carry measures only. */
  readonly levels: readonly LevelRule[];
  readonly measures?: readonly MeasureRule[];
  readonly rows: readonly RowRule[];
  readonly splitRows?: readonly SplitRowRule[];
  readonly source: Source;
}

/** One requirement of a result: about levels (`oneOf`) or about a measure (`atLeast`), of all rows or of a number of them. */
export interface ConditionRule {
  readonly id: string;
  readonly label: Label;
  readonly tables: readonly string[];
  readonly oneOf?: readonly string[];
  readonly measure?: string;
  readonly atLeast?: number;
  /** How many rows must meet it; absent = all, and then at least one must be known. */
  readonly howMany?: number;
  readonly source: Source;
}

/** How the year result follows from the tables. */
export interface ResultRule {
  /** Best first; the first whose conditions all hold is the result. */
  readonly results: readonly (LevelRule & { readonly conditions: readonly ConditionRule[]; readonly source: Source })[];
  /** Result of "anything else". */
  readonly otherwise: LevelRule & { readonly source: Source };
  /** Whether levels of rows that are optional in the grade count. Where the answer changes the result, the result is not judged. */
  readonly countOptionalRows: boolean;
  readonly countOptionalSource: Source;
  /** False when the form of those years has no place for the result, so that its absence is no finding. */
  readonly recorded: boolean;
  readonly source: Source;
}

/** What follows from the result for the grade, the level and the next year. */
export interface PromotionRule {
  /** Results that complete the grade. */
  readonly completing: readonly string[];
  readonly completingSource: Source;
  /** A pupil who did not complete the grade may be promoted by decision. */
  readonly decisionSource: Source;
  readonly supplementarySource: Source;
  /** Value of the supplementary assessment that completes the grade. */
  readonly supplementaryCompletes: string;
  readonly lastGrade: number;
  readonly lastGradeSource: Source;
  /** Prescribed words; `{khoiLop}` is the grade, `{khoiTiepTheo}` the next. */
  readonly words: {
    readonly completed: string;
    readonly notCompleted: string;
    readonly promoted: string;
    readonly notPromoted: string;
    readonly levelCompleted: string;
    readonly levelNotCompleted: string;
    readonly source: Source;
  };
}

/** A title of the year end: it implies a result, never the reverse. */
export interface AwardRule {
  /** Value of the award's kind. */
  readonly loai: string;
  readonly title: Label;
  readonly requires: readonly string[];
  readonly source: Source;
}

/**
 * How pupils of điều 8 are judged: `full` as others, `adjusted` computed but not binding, `individual` by the own plan and so not
 * computed, `notAssessed` no result at all.
 */
export type DisabilityTreatment = 'full' | 'adjusted' | 'individual' | 'notAssessed';

/** Places of the single values a rule set speaks of. */
export interface FieldRule {
  readonly result: FieldPath;
  readonly promoted: FieldPath;
  readonly gradeCompleted: FieldPath;
  readonly levelCompleted?: FieldPath;
  readonly completionWords?: FieldPath;
  readonly awards?: FieldPath;
  readonly adHocAwards?: FieldPath;
  /** Result of the supplementary assessment. */
  readonly supplementary?: FieldPath;
}

/** The rules of one circular for one level. */
export interface RuleSet {
  readonly format: 1;
  /** Key that every result names, for example `TT27-2020`. */
  readonly id: string;
  readonly label: Label;
  readonly capHoc: string;
  /** Documents a record under these rules may name as its circular, the main one first. */
  readonly documents: readonly string[];
  readonly validity: readonly Validity[];
  /** Where the record says whose rows it has, and the value that belongs to this set. */
  readonly marker?: { readonly path: FieldPath; readonly value: string };
  readonly fields: FieldRule;
  readonly tables: readonly TableRule[];
  readonly result: ResultRule;
  readonly promotion: PromotionRule;
  readonly awards: readonly AwardRule[];
  /** Other kinds of award that are no title. */
  readonly otherAwards: readonly string[];
  readonly awardsSource: Source;
  readonly disability: {
    readonly byAssessment: Readonly<Record<string, DisabilityTreatment>>;
    /** Forms of education where only some rows are assessed periodically. */
    readonly rowsByForm: Readonly<Record<string, readonly string[]>>;
    readonly source: Source;
  };
}
