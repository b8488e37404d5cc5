import { type Certificate, parseCertificate } from '../certificate/index.js';
import { decodeBase64 } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import { TRUST_ERRORS } from './trust-errors.js';

/** A value of a payload with the place where it stands, for errors that name the place and never the value. */
export interface Place {
  readonly value: unknown;
  /** For example `anchors[2].certificate`. */
  readonly path: string;
}

export function malformed(path: string, reason: string, cause?: unknown) {
  return createError(TRUST_ERRORS, 'ERR_TRUST_MALFORMED', { path, reason }, cause === undefined ? {} : { cause });
}

/** The members of an object; one that is not named here is refused, since what a reader does not know it would silently ignore. */
export function members<K extends string>(place: Place, names: readonly K[]): Readonly<Record<K, Place>> {
  const { value, path } = place;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(path, 'not an object');
  for (const name of Object.keys(value))
    if (!(names as readonly string[]).includes(name))
      throw malformed(path, `unknown member ${JSON.stringify(name.slice(0, 40))}`);
  const at = (name: K): Place => ({
    value: Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined,
    path: path === '' ? name : `${path}.${name}`,
  });
  return Object.fromEntries(names.map((name) => [name, at(name)])) as Record<K, Place>;
}

/** Elements of an array; at most `limit`. */
export function elements({ value, path }: Place, limit = 100_000): readonly Place[] {
  if (!Array.isArray(value)) throw malformed(path, 'not an array');
  if (value.length > limit) throw malformed(path, `more than ${limit} elements`);
  return value.map((element: unknown, index) => ({ value: element, path: `${path}[${index}]` }));
}

/** Absent is `null`. */
export function optional<T>(place: Place, read: (place: Place) => T): T | null {
  return place.value === undefined ? null : read(place);
}

/** A text that is not blank and has no white space around it; at most 500 characters. */
export function text({ value, path }: Place): string {
  if (typeof value !== 'string') throw malformed(path, 'not a string');
  if (value.trim() !== value || value === '' || value.length > 500) throw malformed(path, 'blank or too long');
  return value;
}

export function matching(place: Place, form: RegExp, what: string): string {
  const value = text(place);
  if (!form.test(value)) throw malformed(place.path, `not ${what}`);
  return value;
}

export function oneOf<T extends string>(place: Place, words: readonly T[]): T {
  const found = words.find((word) => word === place.value);
  if (found === undefined) throw malformed(place.path, `not one of ${words.join(', ')}`);
  return found;
}

export function wholeNumber({ value, path }: Place): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw malformed(path, 'not a whole number ≥ 1');
  return value;
}

/** `YYYY-MM-DDThh:mm:ssZ`. */
export function instant(place: Place): Date {
  const value = matching(place, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'an instant YYYY-MM-DDThh:mm:ssZ');
  const date = new Date(value);
  // A day that does not exist rolls over.
  if (Number.isNaN(date.getTime()) || instantText(date) !== value) throw malformed(place.path, 'no such instant');
  return date;
}

/** @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for a Date that is none. */
export function instantText(date: Date): string {
  if (Number.isNaN(date.getTime()))
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'date', reason: 'not an instant' });
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** A calendar day `YYYY-MM-DD`. */
export function day(place: Place): string {
  const value = matching(place, /^\d{4}-\d\d-\d\d$/, 'a day YYYY-MM-DD');
  const date = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== value)
    throw malformed(place.path, 'no such day');
  return value;
}

/** SHA-256 of a certificate, 64 lower-case hexadecimal digits. */
export function fingerprint(place: Place): string {
  return matching(place, /^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');
}

/** Base64 of DER. */
export function certificate(place: Place): Certificate {
  if (typeof place.value !== 'string') throw malformed(place.path, 'not a string');
  try {
    return parseCertificate(decodeBase64(place.value));
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    throw malformed(place.path, 'not a certificate', cause);
  }
}
