import { foldLabel, isGiaTriVang } from '../hoc-ba/index.js';
import type { AssessmentContext } from './check-context.js';
import { flagAt, textAt, valueAt } from './record-view.js';
import { type ConditionReport, resultRule } from './result.js';
import type { RuleSet } from './rule-set.js';

/** The recorded year result against the computed one. */
export function checkResult(context: AssessmentContext): void {
  const { hocBa, ruleSet, treatment, proposal, report } = context;
  const path = ruleSet.fields.result;
  const recorded = textAt(hocBa, path);
  const { source } = ruleSet.result;
  if (hocBa.thoiDiemLap !== 'cuoiNamHoc') {
    if (recorded !== undefined) report('RULE_RESULT_EARLY', path, source, {});
    return;
  }
  if (recorded === undefined) {
    if (!ruleSet.result.recorded || treatment === 'individual' || treatment === 'notAssessed') return;
    report(isGiaTriVang(valueAt(hocBa, path)) ? 'RULE_RESULT_ABSENT' : 'RULE_RESULT_MISSING', path, source, {});
    return;
  }
  if (resultRule(ruleSet, recorded) === undefined) {
    report('RULE_RESULT_UNKNOWN', path, source, { document: ruleSet.documents[0] ?? ruleSet.id });
    return;
  }
  if (treatment === 'notAssessed') report('RULE_RESULT_NOT_ASSESSED', path, ruleSet.disability.source, {});
  if (proposal.status === 'notJudged' || recorded === proposal.result) return;
  if (recorded === proposal.alternative) {
    report('RULE_RESULT_OPTIONAL_ROWS', path, ruleSet.result.countOptionalSource, {});
    return;
  }
  if (proposal.possible.includes(recorded)) {
    const { condition, related } = reason(proposal.decidedBy, 'missing');
    report('RULE_RESULT_UNDECIDED', path, source, { condition }, { related });
    return;
  }
  if (treatment === 'adjusted') {
    report('RULE_RESULT_ADJUSTED', path, ruleSet.disability.source, {});
    return;
  }
  const unmet = proposal.results
    .find((entry) => entry.result === recorded)
    ?.conditions.filter(({ outcome }) => outcome === 'notMet');
  if (unmet === undefined || unmet.length === 0) report('RULE_RESULT_TOO_LOW', path, source, {});
  else {
    const { condition, related } = reason(unmet, 'failing');
    report('RULE_RESULT_TOO_HIGH', path, unmet[0]!.source, { condition }, { related });
  }
}

function reason(
  conditions: readonly ConditionReport[],
  rows: 'failing' | 'missing',
): { readonly condition: string; readonly related: readonly string[] } {
  return {
    condition: conditions.map(({ id }) => id).join(' '),
    related: conditions.flatMap((entry) => entry[rows].map((row) => row.path)),
  };
}

/** Titles imply a result; a result never implies a title, since recognition by the class is not in the record. */
export function checkAwards(context: AssessmentContext): void {
  const { hocBa, ruleSet, report } = context;
  const recorded = textAt(hocBa, ruleSet.fields.result);
  for (const [path, adHoc] of [
    [ruleSet.fields.awards, false],
    [ruleSet.fields.adHocAwards, true],
  ] as const) {
    const awards = path === undefined ? undefined : valueAt(hocBa, path);
    if (path === undefined || !Array.isArray(awards)) continue;
    awards.forEach((award: unknown, index) => {
      const place = [...path, index, 'loai'];
      const loai = textAt(award, ['loai']);
      const words = foldLabel(textAt(award, ['noiDung']) ?? '').replace(/[\s.;"“”]+$/u, '');
      const rule =
        ruleSet.awards.find((entry) => entry.loai === loai) ??
        ruleSet.awards.find((entry) => foldLabel(entry.title.vi) === words);
      if (rule === undefined) {
        if (loai !== undefined && !ruleSet.otherAwards.includes(loai)) {
          report('RULE_AWARD_NOT_IN_RULES', place, ruleSet.awardsSource, {
            document: ruleSet.documents[0] ?? ruleSet.id,
          });
        }
        return;
      }
      if (adHoc) report('RULE_AWARD_PLACE', place, rule.source, { award: rule.loai });
      if (recorded !== undefined && !rule.requires.includes(recorded)) {
        report('RULE_AWARD_RESULT', place, rule.source, { award: rule.loai, result: rule.requires.join(' ') });
      }
    });
  }
}

/** Completion of the grade and of the level, promotion, and the words of section 6. */
export function checkPromotion(context: AssessmentContext): void {
  const { hocBa, ruleSet, treatment, proposal, report } = context;
  if (hocBa.thoiDiemLap !== 'cuoiNamHoc') return;
  const { khoiLop } = hocBa.lopHoc;
  const { fields, promotion } = ruleSet;
  const judged = treatment === 'full' || treatment === 'adjusted';
  const result = textAt(hocBa, fields.result) ?? (ruleSet.result.recorded ? undefined : proposal.result);
  const supplementary = textAt(hocBa, fields.supplementary);
  const byResult = result === undefined ? undefined : promotion.completing.includes(result);
  const computed = supplementary === promotion.supplementaryCompletes ? true : byResult;

  const flag = flagAt(hocBa, fields.gradeCompleted);
  if (flag === undefined) {
    if (judged) report('RULE_COMPLETION_MISSING', fields.gradeCompleted, promotion.completingSource, {});
  } else if (computed !== undefined && flag !== computed && judged) {
    const source = supplementary === undefined ? promotion.completingSource : promotion.supplementarySource;
    report('RULE_COMPLETION_FLAG', fields.gradeCompleted, source, {});
  }

  const completed = flag ?? computed;
  const promoted = flagAt(hocBa, fields.promoted);
  const isLast = khoiLop === promotion.lastGrade;
  if (promoted === undefined && !isLast && judged) {
    report('RULE_COMPLETION_MISSING', fields.promoted, promotion.completingSource, {});
  }
  if (completed === true && promoted === false) {
    // In the last grade there is no next one; what the field then means is not said.
    const severity = isLast ? 'warning' : 'error';
    report('RULE_NOT_PROMOTED', fields.promoted, promotion.completingSource, { khoiLop }, { severity });
  }
  if (completed === false && promoted === true) {
    report('RULE_PROMOTED_BY_DECISION', fields.promoted, promotion.decisionSource, { khoiLop });
  }

  const level = flagAt(hocBa, fields.levelCompleted);
  if (fields.levelCompleted !== undefined && level !== undefined) {
    const wrong = isLast ? completed !== undefined && level !== completed : level;
    if (wrong) report('RULE_LEVEL_COMPLETION_FLAG', fields.levelCompleted, promotion.lastGradeSource, {});
  }
  checkWords(context, { completed, promoted, level });
}

/** What the flags of a record say. */
interface Flags {
  readonly completed: boolean | undefined;
  readonly promoted: boolean | undefined;
  readonly level: boolean | undefined;
}

/** A sentence of section 6, by which template it follows and the grade it names. */
interface Phrase {
  readonly kind: Exclude<keyof RuleSet['promotion']['words'], 'source'> | 'other';
  readonly grade: number | undefined;
}

function checkWords({ hocBa, ruleSet, report }: AssessmentContext, flags: Flags): void {
  const { fields, promotion } = ruleSet;
  const { khoiLop } = hocBa.lopHoc;
  const path = fields.completionWords;
  if (path === undefined) return;
  const isLast = khoiLop === promotion.lastGrade;
  const text = textAt(hocBa, path);
  const phrases = text === undefined ? [] : phrasesOf(text, ruleSet);
  const { source } = promotion.words;
  if (phrases.some((phrase) => contradicts(phrase, khoiLop, isLast, flags))) {
    report('RULE_COMPLETION_WORDS', path, source, {});
  } else if (phrases.some((phrase) => phrase.kind === 'other')) {
    report('RULE_COMPLETION_WORDS_FORM', path, source, {});
  }
  const said = phrases.some((phrase) => phrase.kind === 'levelCompleted');
  if (isLast && flags.completed === true && !said && (text !== undefined || flags.level !== true)) {
    report('RULE_LEVEL_COMPLETION_WORDS', path, promotion.lastGradeSource, { khoiLop });
  }
}

function contradicts({ kind, grade }: Phrase, khoiLop: number, isLast: boolean, flags: Flags): boolean {
  switch (kind) {
    case 'completed':
      return grade !== khoiLop || flags.completed === false;
    case 'notCompleted':
      return grade !== khoiLop || flags.completed === true;
    case 'promoted':
      return isLast || grade !== khoiLop + 1 || flags.promoted === false;
    case 'notPromoted':
      return flags.promoted === true;
    case 'levelCompleted':
      return !isLast || flags.completed === false || flags.level === false;
    case 'levelNotCompleted':
      return !isLast || flags.completed === true || flags.level === true;
    case 'other':
      return false;
  }
}

const KINDS = ['completed', 'notCompleted', 'promoted', 'notPromoted', 'levelCompleted', 'levelNotCompleted'] as const;

function phrasesOf(text: string, ruleSet: RuleSet): readonly Phrase[] {
  const templates = KINDS.map((kind) => ({ kind, pattern: patternOf(ruleSet.promotion.words[kind]) }));
  return text
    .split(/[;.,\n]+/)
    .map((part) => foldLabel(part))
    .filter((part) => part !== '')
    .map((part) => {
      for (const { kind, pattern } of templates) {
        const match = pattern.exec(part);
        if (match !== null) return { kind, grade: match[1] === undefined ? undefined : Number(match[1]) };
      }
      return { kind: 'other', grade: undefined };
    });
}

function patternOf(template: string): RegExp {
  const [before = '', after = ''] = foldLabel(template).split(/\{\w+\}/);
  const literal = (part: string): string => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(`^${literal(before)}${/\{\w+\}/.test(template) ? `(\\d{1,2})${literal(after)}` : ''}$`, 'u');
}

/**
 * The prescribed words of section 6, for example "Hoàn thành chương trình lớp 2; Được lên lớp 3.".
 *
 * @param state.promoted - Left out of the sentence when not known, and in the last grade of the level when true.
 * @see 27/2020/TT-BGDĐT annex 1, guidance 6
 */
export function completionWords(
  state: { readonly khoiLop: number; readonly completed: boolean; readonly promoted?: boolean },
  ruleSet: RuleSet,
): string {
  const { words, lastGrade } = ruleSet.promotion;
  const isLast = state.khoiLop === lastGrade;
  const completion = isLast
    ? state.completed
      ? words.levelCompleted
      : words.levelNotCompleted
    : state.completed
      ? words.completed
      : words.notCompleted;
  const promotion = state.promoted === true ? (isLast ? '' : words.promoted) : words.notPromoted;
  const parts = [completion, ...(state.promoted === undefined || promotion === '' ? [] : [promotion])];
  const filled = parts
    .join('; ')
    .replaceAll('{khoiLop}', String(state.khoiLop))
    .replaceAll('{khoiTiepTheo}', String(state.khoiLop + 1));
  return `${filled}.`;
}
