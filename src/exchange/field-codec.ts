import type { ServiceField } from './service-description.js';

export type Values = Readonly<Record<string, string | number>>;
export type Json = Readonly<Record<string, unknown>>;

/** Says what is wrong with a field of a message; never returns. */
export type Wrong = (field: string, expected: string) => never;

/** An object of a message, in printed order. A text that has no value is written empty: every printed field is mandatory. */
export function writeFields(fields: readonly ServiceField[], values: Values): Record<string, string | number> {
  const out: Record<string, string | number> = {};
  for (const { key, name, type } of fields) {
    const value = values[key];
    if (value !== undefined) out[name] = value;
    else if (type === 'string') out[name] = '';
  }
  return out;
}

/**
 * The fields of a message by key; what is not described is passed over.
 *
 * @param optional - Keys that may be absent.
 */
export function readFields(
  fields: readonly ServiceField[],
  json: Json,
  wrong: Wrong,
  optional: ReadonlySet<string> = new Set(),
): Record<string, string | number | undefined> {
  const out: Record<string, string | number | undefined> = {};
  for (const { key, name, aliases = [], type } of fields) {
    const found = [name, ...aliases].find((one) => Object.hasOwn(json, one));
    if (found === undefined) {
      if (optional.has(key)) continue;
      return wrong(name, type);
    }
    const value = json[found];
    if (type === 'number' ? !Number.isFinite(value) : typeof value !== 'string') return wrong(found, type);
    if (type === 'date' && Number.isNaN(Date.parse(value as string))) return wrong(found, type);
    out[key] = value as string | number;
  }
  return out;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
