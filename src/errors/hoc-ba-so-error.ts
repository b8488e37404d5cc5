/** Who has to act: lets a user interface choose between "fix the record", "sign again", "try later", "call support". */
export type Fault = 'caller' | 'data' | 'signer' | 'service' | 'environment' | 'refused';

/** The two sentences of a code. `{name}` marks a parameter; both languages must name the same ones (a test compares them). */
export interface ErrorText {
  readonly fault: Fault;
  readonly vi: string;
  readonly en: string;
}

/** A folder's own codes. Frozen: a code is never renamed, reused or removed outside a major version. */
export type ErrorTable = Readonly<Record<`ERR_${string}`, ErrorText>>;

type Names<S extends string> = S extends `${string}{${infer N}}${infer R}` ? N | Names<R> : never;

/** The parameters that the sentence of code `C` names; a wrong or missing one does not compile. */
export type ErrorParams<T extends ErrorTable, C extends keyof T> = {
  readonly [N in T[C] extends ErrorText ? Names<T[C]['en']> : never]: string | number;
};

const BRAND = Symbol.for('hoc-ba-so.error');

/**
 * The one error this package throws: something cannot go on. A judgement on a record is never an error but a report.
 *
 * Parameters never hold personal data: they name positions, elements, codes and limits.
 */
export class HocBaSoError<C extends string = string> extends Error {
  override readonly name = 'HocBaSoError';
  readonly code: C;
  readonly params: Readonly<Record<string, string | number>>;
  readonly fault: Fault;
  /** The Vietnamese sentence to show a teacher; `message` is the English one, for logs. */
  readonly messageVi: string;
  /** Structured findings behind the error (for example the issues of a schema), JSON-able and without values of the record. */
  readonly issues: readonly unknown[];

  constructor(
    table: ErrorTable,
    code: C,
    params: Readonly<Record<string, string | number>>,
    options: { readonly cause?: unknown; readonly issues?: readonly unknown[] } = {},
  ) {
    const text = table[code as `ERR_${string}`];
    const fallback = { fault: 'caller', vi: code, en: code } as const satisfies ErrorText;
    const { fault, vi, en } = text ?? fallback;
    super(fill(en, params), 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.params = params;
    this.fault = fault;
    this.messageVi = fill(vi, params);
    this.issues = options.issues ?? [];
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The error as data: what a log or a JSON answer may show. */
  toJSON(): { code: C; fault: Fault; params: Readonly<Record<string, string | number>>; vi: string; en: string } {
    return { code: this.code, fault: this.fault, params: this.params, vi: this.messageVi, en: this.message };
  }
}

/**
 * Whether a value is an error of this package, also when it comes from another copy (ESM and CommonJS can meet in one program).
 *
 * @param code - When given, the error must also have this code.
 */
export function isHocBaSoError<C extends string = string>(value: unknown, code?: C): value is HocBaSoError<C> {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Record<symbol, unknown>)[BRAND] === true &&
    (code === undefined || (value as { code?: unknown }).code === code)
  );
}

/**
 * Makes an error from a folder's table; a wrong or missing parameter does not compile.
 *
 * @param options.cause - The foreign error behind it, if any; its text is never copied into ours.
 */
export function createError<T extends ErrorTable, C extends keyof T & `ERR_${string}`>(
  table: T,
  code: C,
  params: ErrorParams<T, C>,
  options: { readonly cause?: unknown; readonly issues?: readonly unknown[] } = {},
): HocBaSoError<C> {
  return new HocBaSoError<C>(table, code, params as Readonly<Record<string, string | number>>, options);
}

function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}
