import { createError } from '../errors/index.js';
import { QUY_DINH_ERRORS } from './quy-dinh-errors.js';
import type { RuleSet } from './rule-set.js';
import { schoolYearStart } from './school-year.js';

/*
 * A rule set from outside (a JSON file) is checked by a description of its shape, small enough to read beside `rule-set.ts`.
 * Unknown keys are refused: a misspelt optional key would silently switch a rule off.
 */

type Shape = (value: unknown, path: string) => void;

function fail(path: string, reason: string): never {
  throw createError(QUY_DINH_ERRORS, 'ERR_RULE_SET_INVALID', { path: path === '' ? '/' : path, reason });
}

const text: Shape = (value, path) => {
  if (typeof value !== 'string' || value === '') fail(path, 'a text is needed');
};
const number: Shape = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) fail(path, 'a number is needed');
};
const grade: Shape = (value, path) => {
  if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > 12) fail(path, 'a grade from 1 to 12 is needed');
};
const flag: Shape = (value, path) => {
  if (typeof value !== 'boolean') fail(path, 'true or false is needed');
};
const namHoc: Shape = (value, path) => {
  text(value, path);
  try {
    schoolYearStart(value as string);
  } catch {
    // The error of a school year says no more than this and lacks the place.
    fail(path, 'a school year such as 2024-2025 is needed');
  }
};
const oneOf =
  (...allowed: readonly unknown[]): Shape =>
  (value, path) => {
    if (!allowed.includes(value)) fail(path, `one of ${allowed.join(', ')} is needed`);
  };
const list =
  (item: Shape, min = 0): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) fail(path, 'a list is needed');
    if (value.length < min) fail(path, `at least ${min} entry is needed`);
    value.forEach((entry: unknown, index) => {
      item(entry, `${path}.${index}`);
    });
  };
const map =
  (item: Shape): Shape =>
  (value, path) => {
    for (const [key, entry] of Object.entries(objectAt(value, path))) item(entry, `${path}.${key}`);
  };
/** Keys ending in `?` may be left out. */
const object =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, path) => {
    const given = objectAt(value, path);
    const prefix = path === '' ? '' : `${path}.`;
    for (const [name, shape] of Object.entries(shapes)) {
      const key = name.replace(/\?$/, '');
      if (given[key] !== undefined) shape(given[key], prefix + key);
      else if (key === name) fail(prefix + key, 'is missing');
    }
    for (const key of Object.keys(given)) {
      if (!(key in shapes) && !(`${key}?` in shapes)) fail(prefix + key, 'is no key of a rule set');
    }
  };

function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'an object is needed');
  return value as Readonly<Record<string, unknown>>;
}

/** Built on the first call: nothing runs on import. */
function ruleSetShape(): Shape {
  const label = object({ vi: text, en: text });
  const source = object({
    document: text,
    article: text,
    evidence: oneOf('seen', 'secondHand', 'generalKnowledge', 'inferred'),
  });
  const path = list(text, 1);
  const level = { key: text, label };
  const condition = object({
    id: text,
    label,
    tables: list(text, 1),
    'oneOf?': list(text, 1),
    'measure?': text,
    'atLeast?': number,
    'howMany?': number,
    source,
  });
  const measure = object({
    id: text,
    label,
    field: text,
    min: number,
    max: number,
    decimals: number,
    'forbidden?': list(number),
    'testedAt?': text,
    'occasions?': object({ field: text, atField: text, valueField: text, final: text, again: text, source }),
    'expectedByLevel?': list(object({ level: text, 'min?': number, 'max?': number, source })),
    source,
  });
  const row = object({
    key: text,
    label,
    compulsory: list(grade),
    'optional?': list(grade),
    'missing?': oneOf('error', 'warning'),
    'level?': flag,
    'measures?': list(text),
    'tests?': list(object({ at: text, khoiLop: list(grade), source })),
    source,
  });
  const table = object({
    id: text,
    label,
    path,
    shape: oneOf('list', 'fields'),
    'keyField?': text,
    'nameField?': text,
    'levelField?': text,
    'notRows?': list(text),
    levels: list(object(level)),
    'measures?': list(measure),
    rows: list(row, 1),
    'splitRows?': list(object({ key: text, label, into: list(text, 2), source })),
    source,
  });
  return object({
    format: oneOf(1),
    id: text,
    label,
    capHoc: text,
    documents: list(text, 1),
    validity: list(object({ khoiLop: grade, 'fromNamHoc?': namHoc, 'toNamHoc?': namHoc, source }), 1),
    'marker?': object({ path, value: text }),
    fields: object({
      result: path,
      promoted: path,
      gradeCompleted: path,
      'levelCompleted?': path,
      'completionWords?': path,
      'awards?': path,
      'adHocAwards?': path,
      'supplementary?': path,
    }),
    tables: list(table, 1),
    result: object({
      results: list(object({ ...level, conditions: list(condition, 1), source }), 1),
      otherwise: object({ ...level, source }),
      countOptionalRows: flag,
      countOptionalSource: source,
      recorded: flag,
      source,
    }),
    promotion: object({
      completing: list(text, 1),
      completingSource: source,
      decisionSource: source,
      supplementarySource: source,
      supplementaryCompletes: text,
      lastGrade: grade,
      lastGradeSource: source,
      words: object({
        completed: text,
        notCompleted: text,
        promoted: text,
        notPromoted: text,
        levelCompleted: text,
        levelNotCompleted: text,
        source,
      }),
    }),
    awards: list(object({ loai: text, title: label, requires: list(text, 1), source })),
    otherAwards: list(text),
    awardsSource: source,
    disability: object({
      byAssessment: map(oneOf('full', 'adjusted', 'individual', 'notAssessed')),
      rowsByForm: map(list(text, 1)),
      source,
    }),
  });
}

/**
 * Takes a rule set from data, usually a JSON file, after checking its shape and that its keys refer to each other.
 *
 * @param value - Parsed JSON; not modified and not copied.
 * @throws {@link HocBaSoError} `ERR_RULE_SET_INVALID` with the place and the reason, at the first fault.
 */
export function parseRuleSet(value: unknown): RuleSet {
  ruleSetShape()(value, '');
  const ruleSet = value as RuleSet;
  checkReferences(ruleSet);
  return ruleSet;
}

/** Keys that name nothing would switch a rule off without a word. */
function checkReferences({ tables, result, promotion, awards, disability, validity }: RuleSet): void {
  unique(
    tables.map((table) => table.id),
    'tables',
  );
  const results = [...result.results.map((entry) => entry.key), result.otherwise.key];
  unique(results, 'result.results');
  for (const [index, table] of tables.entries()) {
    unique(
      table.rows.map((row) => row.key),
      `tables.${index}.rows`,
    );
    for (const row of table.rows) {
      known(
        row.measures ?? [],
        (table.measures ?? []).map((measure) => measure.id),
        `tables.${index}.rows`,
      );
    }
    for (const split of table.splitRows ?? []) {
      known(
        split.into,
        table.rows.map((row) => row.key),
        `tables.${index}.splitRows`,
      );
    }
    for (const measure of table.measures ?? []) {
      const place = `tables.${index}.measures`;
      known(
        (measure.expectedByLevel ?? []).map((entry) => entry.level),
        table.levels.map((level) => level.key),
        place,
      );
      const at = table.rows.flatMap((row) => (row.tests ?? []).map((test) => test.at));
      if (measure.testedAt !== undefined) known([measure.testedAt], at, place);
    }
  }
  for (const [index, entry] of result.results.entries()) {
    for (const [place, condition] of entry.conditions.entries()) {
      const path = `result.results.${index}.conditions.${place}`;
      known(
        condition.tables,
        tables.map((table) => table.id),
        path,
      );
      const over = tables.filter((table) => condition.tables.includes(table.id));
      if ((condition.oneOf === undefined) === (condition.measure === undefined)) {
        fail(path, 'either oneOf or measure is needed');
      }
      known(
        condition.oneOf ?? [],
        over.flatMap((table) => table.levels.map((level) => level.key)),
        path,
      );
      if (condition.measure === undefined) continue;
      if (condition.atLeast === undefined) fail(path, 'a measure needs atLeast');
      known(
        [condition.measure],
        over.flatMap((table) => (table.measures ?? []).map((measure) => measure.id)),
        path,
      );
    }
  }
  known(promotion.completing, results, 'promotion.completing');
  for (const award of awards) known(award.requires, results, 'awards');
  const rows = tables.flatMap((table) => table.rows.map((row) => row.key));
  for (const keys of Object.values(disability.rowsByForm)) known(keys, rows, 'disability.rowsByForm');
  unique(
    validity.map((entry) => String(entry.khoiLop)),
    'validity',
  );
}

function known(keys: readonly string[], of: readonly string[], path: string): void {
  const missing = keys.find((key) => !of.includes(key));
  if (missing !== undefined) fail(path, `"${missing}" is not defined`);
}

function unique(keys: readonly string[], path: string): void {
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) fail(path, `"${twice}" occurs twice`);
}
