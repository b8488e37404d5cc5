import { isHocBaSoError } from '../errors/index.js';
import type { VerificationReport } from '../verification/index.js';
import type { CommandContext } from './context.js';
import { line, type TerminalText } from './terminal.js';

/** Records counted by what they have in common; holds no file name, no person, no identifier. */
export interface SurveyGroup {
  readonly conclusion: string;
  readonly layout: string | null;
  /** Levels of the signatures present, such as `XAdES-B`. */
  readonly levels: readonly string[];
  /** Reasons of the checks that decided, or the code of the error. */
  readonly causes: readonly string[];
  readonly count: number;
}

export interface Survey {
  readonly add: (report: VerificationReport) => void;
  readonly addError: (error: unknown) => void;
  /** Largest group first. */
  readonly result: () => { readonly total: number; readonly groups: readonly SurveyGroup[] };
}

export function makeSurvey(): Survey {
  const groups = new Map<string, SurveyGroup>();
  const put = (group: Omit<SurveyGroup, 'count'>) => {
    const key = JSON.stringify(group);
    groups.set(key, { ...group, count: (groups.get(key)?.count ?? 0) + 1 });
  };
  return {
    add: ({ conclusion, layout, roles, checks }) => {
      const outcome = conclusion === 'totalFailed' ? 'failed' : 'indeterminate';
      const deciding = checks.filter((check) => check.level === 'fail' && check.outcome === outcome);
      put({
        conclusion,
        layout,
        levels: [...new Set(roles.flatMap(({ present, level }) => (present && level !== null ? [level] : [])))].sort(),
        causes: [...new Set(deciding.map((check) => check.reason ?? check.code))].sort(),
      });
    },
    addError: (error) => {
      const code = isHocBaSoError(error) ? error.code : 'ERR_CLI_INTERNAL';
      put({ conclusion: 'totalFailed', layout: null, levels: [], causes: [code] });
    },
    result: () => ({
      total: [...groups.values()].reduce((sum, { count }) => sum + count, 0),
      groups: [...groups.values()].sort((a, b) => b.count - a.count),
    }),
  };
}

export function describeSurvey({ t, paint }: CommandContext, survey: Survey): readonly TerminalText[] {
  const { total, groups } = survey.result();
  return [
    line`${t({ vi: `${total} học bạ hoặc tệp:`, en: `${total} records or files:` })}`,
    ...groups.map(({ conclusion, layout, levels, causes, count }) => {
      const form = [layout ?? '?', levels.join('+') || '–'].join(', ');
      return line`  ${paint.strong(String(count).padStart(7))}  ${conclusion}  ${form}  ${causes.join(' ')}`;
    }),
  ];
}
