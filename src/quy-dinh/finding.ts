import { describePath } from '../hoc-ba/index.js';
import { RULE_SETS } from './data/bo-quy-dinh.js';
import { DEADLINES } from './data/thoi-han.js';
import { FINDINGS, type FindingCode, type FindingText, type Severity } from './finding-table.js';
import { FIXES, type FixCode } from './fix-table.js';
import type { RuleSet } from './rule-set.js';
import { isAssumed, type Label, type Language, type Source } from './source.js';

type Names<S extends string> = S extends `${string}{${infer N}}${infer R}` ? N | Names<R> : never;
/** Parameters that the sentence of a code names; `place` is made from the path. */
export type FindingParams<C extends FindingCode> = {
  readonly [N in Exclude<Names<(typeof FINDINGS)[C]['en']>, 'place'>]: string | number;
};

/** A judgement of the rules on one place of a record. */
export interface Finding {
  readonly code: FindingCode;
  /** Property names and positions (from 0) joined by dots, as in the issues of `parseHocBa`; `''` is the record itself. */
  readonly path: string;
  readonly severity: Severity;
  readonly source: Source;
  /** True when the rule was not seen in the text of the document. */
  readonly assumed: boolean;
  /** Keys, grades and limits of the rules; never a name, a mark or an id of a person. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly fix: FixCode;
  /** Other places that belong to it, for example the rows that decide a result. */
  readonly related: readonly string[];
  /** Key of the rule set it was found under; absent when none applies. */
  readonly ruleSet?: string;
}

/** A finding in one language. */
export interface FindingView {
  readonly message: string;
  readonly fix: string;
  /** `Điều 9.2a, 27/2020/TT-BGDĐT`. */
  readonly source: string;
}

/** Makes a finding; the table gives severity and fix, a rule may change the severity. */
export function makeFinding<C extends FindingCode>(
  code: C,
  path: string,
  source: Source,
  params: FindingParams<C>,
  more: { readonly severity?: Severity; readonly related?: readonly string[]; readonly ruleSet?: string } = {},
): Finding {
  const { severity, fix }: FindingText = FINDINGS[code];
  return {
    code,
    path,
    severity: more.severity ?? severity,
    source,
    assumed: isAssumed(source),
    params: params as Readonly<Record<string, string | number>>,
    fix,
    related: more.related ?? [],
    ...(more.ruleSet === undefined ? {} : { ruleSet: more.ruleSet }),
  };
}

/**
 * Says a finding in words; rows, results and conditions by the labels of its rule set.
 *
 * @param ruleSets - Where the labels are; pass your own sets if the findings come from them.
 */
export function describeFinding(
  finding: Finding,
  language: Language,
  ruleSets: readonly RuleSet[] = RULE_SETS,
): FindingView {
  const text: FindingText = FINDINGS[finding.code];
  const labels = labelsOf(ruleSets.find((set) => set.id === finding.ruleSet));
  const place = describePath(
    finding.path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
    language,
  );
  const message = text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (name === 'place') return place;
    const value = finding.params[name];
    if (value === undefined) return whole;
    return String(value)
      .split(' ')
      .map((key) => labels(name, key)?.[language] ?? key)
      .join(', ');
  });
  return { message, fix: FIXES[finding.fix][language], source: sourceText(finding.source) };
}

/** `Điều 9.2a, 27/2020/TT-BGDĐT`. */
export function sourceText(source: Source): string {
  return `${source.article}, ${source.document}`;
}

type LabelOf = (param: string, key: string) => Label | undefined;

/** Labels by the name of the parameter that holds the key; several keys are joined by a space. */
function labelsOf(ruleSet: RuleSet | undefined): LabelOf {
  return (param, key) => {
    if (param === 'task') return DEADLINES.find((rule) => rule.task === key)?.label;
    if (ruleSet === undefined) return undefined;
    const { tables, result, awards } = ruleSet;
    switch (param) {
      case 'row': {
        const [table, row] = key.split('/');
        const rule = tables.find((entry) => entry.id === table);
        // A row the rules do not know is given by its table alone.
        if (row === undefined) return rule?.label;
        return [...(rule?.rows ?? []), ...(rule?.splitRows ?? [])].find((entry) => entry.key === row)?.label;
      }
      case 'table':
        return tables.find((entry) => entry.id === key)?.label;
      case 'measure':
        return tables.flatMap((entry) => entry.measures ?? []).find((entry) => entry.id === key)?.label;
      case 'condition':
        return result.results.flatMap((entry) => entry.conditions).find((entry) => entry.id === key)?.label;
      case 'result':
        return [...result.results, result.otherwise].find((entry) => entry.key === key)?.label;
      case 'award':
        return awards.find((entry) => entry.loai === key)?.title;
      default:
        return undefined;
    }
  };
}
