import { createError } from '../errors/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import type { OptionValues } from './definition.js';

/** Value of an option that takes one. */
export function optionText(options: OptionValues, key: string): string | undefined {
  const value = options[key];
  return typeof value === 'string' ? value : undefined;
}

/** Values of an option that may be repeated. */
export function optionTexts(options: OptionValues, key: string): readonly string[] {
  const value = options[key];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

export function optionFlag(options: OptionValues, key: string): boolean {
  return options[key] === true;
}

/** @throws {@link HocBaSoError} `ERR_CLI_OPTION_INVALID` unless it is a whole number within the bounds. */
export function optionInteger(
  options: OptionValues,
  key: string,
  bounds: { readonly min: number; readonly max: number; readonly default: number },
): number {
  const value = optionText(options, key);
  if (value === undefined) return bounds.default;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= bounds.min && number <= bounds.max) return number;
  throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', {
    option: `--${key}`,
    expected: `${bounds.min}…${bounds.max}`,
  });
}

/** An instant: a date, or a date and time with or without zone; without one Vietnam time is meant. */
export function parseInstant(text: string, option: string): Date {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text;
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/.exec(day);
  if (match !== null) {
    const [, date, minute, second = ':00', zone = '+07:00'] = match;
    const instant = new Date(`${date}T${minute}${second}${zone}`);
    const midnight = new Date(`${date}T00:00:00Z`);
    // Date rolls a day that does not exist over into the next month.
    const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date!);
    if (exists && !Number.isNaN(instant.getTime())) return instant;
  }
  throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', { option, expected: 'YYYY-MM-DDThh:mm:ss+07:00' });
}
