import type * as z from 'zod';
import { createError } from '../errors/index.js';
import { type HocBa, hocBaSchema } from './hoc-ba.js';
import { HOC_BA_ERRORS, ISSUE_TEXTS, type IssueCode } from './hoc-ba-errors.js';
import { describePath } from './thuat-ngu.js';
import { MAU_VAN_BAN } from './van-ban.js';

/** One thing to correct. Holds no value of the record, so it may be logged. */
export interface HocBaIssue {
  readonly code: IssueCode;
  /** Keys and positions (from 0) joined by dots: `monHoc.2.diemKiemTraDinhKy`; `''` is the record itself. */
  readonly path: string;
  /** Bounds, expected types, allowed values. */
  readonly params: Readonly<Record<string, string | number>>;
  /** The sentence for the teacher, with the field's name. */
  readonly vi: string;
  readonly en: string;
}

/** Options of {@link parseHocBa}. */
export interface ParseOptions<T> {
  /** Another schema than that of all built-in levels: how a caller adds a level. */
  readonly schema?: z.ZodType<T>;
}

/**
 * Returns the record as a typed copy; keys whose value is `undefined` are left out.
 *
 * @param value - Anything, usually a row of a database put into the shape of the model.
 * @throws {@link HocBaSoError} `ERR_HOCBA_INVALID`; `issues` holds every {@link HocBaIssue}, not only the first.
 */
export function parseHocBa(value: unknown): HocBa;
export function parseHocBa<T>(value: unknown, options: ParseOptions<T> & { readonly schema: z.ZodType<T> }): T;
export function parseHocBa(value: unknown, options: ParseOptions<unknown> = {}): unknown {
  const result = (options.schema ?? hocBaSchema).safeParse(value);
  if (result.success) return withoutUndefined(result.data);
  const issues = listIssues(result.error.issues, value);
  throw createError(
    HOC_BA_ERRORS,
    'ERR_HOCBA_INVALID',
    { count: issues.length, path: issues[0]?.path || '/' },
    { issues },
  );
}

/** Everything that keeps a value from being a record; empty when it is one. */
export function issuesOf(value: unknown, options: ParseOptions<unknown> = {}): readonly HocBaIssue[] {
  const result = (options.schema ?? hocBaSchema).safeParse(value);
  return result.success ? [] : listIssues(result.error.issues, value);
}

/** Whether a value is a complete record of a built-in level. */
export function isHocBa(value: unknown): value is HocBa {
  return hocBaSchema.safeParse(value).success;
}

type Step = string | number;
type ZodIssue = z.core.$ZodIssue;

function listIssues(found: readonly ZodIssue[], value: unknown): readonly HocBaIssue[] {
  const out: HocBaIssue[] = [];
  const seen = new Set<string>();
  for (const issue of found) {
    for (const { code, path, params } of translate(issue, [], value)) {
      const key = `${code} ${path.join('.')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const fill = (lang: 'vi' | 'en'): string =>
        ISSUE_TEXTS[code][lang].replace(/\{(\w+)\}/g, (_, name: string) =>
          name === 'field' ? describePath(path, lang) : wordOf(params[name] ?? '', lang),
        );
      out.push({ code, path: path.join('.'), params, vi: fill('vi'), en: fill('en') });
    }
  }
  return out;
}

interface Found {
  readonly code: IssueCode;
  readonly path: readonly Step[];
  readonly params: Readonly<Record<string, Step>>;
}

/** Our code for a zod issue; a union gives the issues of the branch the value was meant for. */
function translate(issue: ZodIssue, base: readonly Step[], value: unknown): readonly Found[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const input = valueAt(value, path);
  const one = (code: IssueCode, params: Found['params'] = {}): readonly Found[] => [{ code, path, params }];
  if (input === undefined && issue.code !== 'unrecognized_keys') return one('required');
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'int' || (issue as { format?: string }).format === 'safeint') return one('notInteger');
      return one('wrongType', { expected: issue.expected });
    case 'invalid_value':
      return one('notAChoice', { options: issue.values.map(String).join(', ') });
    case 'invalid_union': {
      if (issue.errors.length === 0) {
        const options = (issue as { options?: readonly unknown[] }).options ?? [];
        return one('notAChoice', { options: options.map(String).join(', ') });
      }
      const isObject = typeof input === 'object' && input !== null;
      const branch = isObject ? issue.errors.find((errors) => !errors.some(isRootType)) : issue.errors[0];
      return (branch ?? issue.errors[0]!).flatMap((inner) => translate(inner, path, value));
    }
    case 'unrecognized_keys':
      // A key may be anything the caller wrote: only names that look like names are repeated.
      return issue.keys.map((key) => ({
        code: 'unknownKey' as const,
        path: [...path, /^[A-Za-z_][\w-]{0,60}$/.test(key) ? key : '?'],
        params: {},
      }));
    case 'too_small':
      if (issue.origin === 'array') return one('listEmpty', { limit: Number(issue.minimum) });
      return one('numberRange', { bound: '≥', limit: Number(issue.minimum) });
    case 'too_big':
      if (issue.origin === 'string') return one('textTooLong', { limit: Number(issue.maximum) });
      return one('numberRange', { bound: '≤', limit: Number(issue.maximum) });
    case 'not_multiple_of':
      return one('numberStep', { limit: issue.divisor });
    case 'invalid_format':
      return one(formatCode(issue.format, issue.pattern, input));
    case 'custom': {
      const code = (issue.params as { code?: unknown } | undefined)?.code;
      return one(typeof code === 'string' && code in ISSUE_TEXTS ? (code as IssueCode) : 'other');
    }
    default:
      return one('other');
  }
}

function isRootType(issue: ZodIssue): boolean {
  return issue.path.length === 0 && issue.code === 'invalid_type';
}

function formatCode(format: string, pattern: string | undefined, input: unknown): IssueCode {
  if (format === 'date') return 'date';
  if (format === 'guid' || format === 'uuid') return 'lookupCode';
  const name = Object.entries(MAU_VAN_BAN).find(([, expression]) => String(expression) === pattern)?.[0];
  if (name !== 'textLine' && name !== 'textBlock') return (name as IssueCode | undefined) ?? 'other';
  const text = String(input);
  if (text.trim() === '') return 'textEmpty';
  return MAU_VAN_BAN[name].test(text.trim()) ? 'textSpace' : 'textCharacter';
}

const TYPE_WORDS: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  string: { vi: 'chuỗi ký tự', en: 'a text' },
  number: { vi: 'số', en: 'a number' },
  boolean: { vi: 'đúng hoặc sai', en: 'true or false' },
  object: { vi: 'một nhóm dữ liệu', en: 'an object' },
  array: { vi: 'một danh sách', en: 'a list' },
};

function wordOf(param: Step, lang: 'vi' | 'en'): string {
  return TYPE_WORDS[param]?.[lang] ?? String(param);
}

function valueAt(value: unknown, path: readonly Step[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<Step, unknown>)[step];
  }
  return at;
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, withoutUndefined(inner)]),
  );
}
