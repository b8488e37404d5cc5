import fc from 'fast-check';
import type * as z from 'zod';
import { type HocBa, hocBaSchema } from '../../src/hoc-ba/index.js';
import { MAU_VAN_BAN } from '../../src/hoc-ba/van-ban.js';

type Def = { readonly type: string } & Readonly<Record<string, unknown>>;
type Check = { readonly _zod: { readonly def: Readonly<Record<string, unknown>> } };

/** An arbitrary made from a schema, so that every key, present and absent, is tried as soon as the schema has it. */
export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const def = schema._zod.def as unknown as Def;
  const checks = ((def['checks'] ?? []) as readonly Check[]).map((check) => check._zod.def);
  switch (def.type) {
    case 'string':
      return textOf([def, ...checks]);
    case 'number':
      return numberOf([def, ...checks]);
    case 'boolean':
      return fc.boolean();
    case 'literal':
      return fc.constantFrom(...(def['values'] as readonly unknown[]));
    case 'enum':
      return fc.constantFrom(...Object.values(def['entries'] as Record<string, unknown>));
    case 'optional':
      return arbitraryOf(def['innerType'] as z.ZodType);
    case 'union':
      return fc.oneof(...(def['options'] as readonly z.ZodType[]).map(arbitraryOf));
    case 'array': {
      const min = checks.find((check) => check['check'] === 'min_length')?.['minimum'] as number | undefined;
      return fc.array(arbitraryOf(def['element'] as z.ZodType), { minLength: min ?? 0, maxLength: 3 });
    }
    case 'object': {
      const shape = def['shape'] as Readonly<Record<string, z.ZodType>>;
      const optional = (key: string): boolean => shape[key]!._zod.def.type === 'optional';
      return fc.record(Object.fromEntries(Object.entries(shape).map(([key, inner]) => [key, arbitraryOf(inner)])), {
        requiredKeys: Object.keys(shape).filter((key) => !optional(key)),
        noNullPrototype: true,
      });
    }
    default:
      throw new Error(`no arbitrary for ${def.type}`);
  }
}

function textOf(defs: readonly Readonly<Record<string, unknown>>[]): fc.Arbitrary<string> {
  const pattern = defs.map((def) => def['pattern']).find((found) => found instanceof RegExp) as RegExp | undefined;
  const format = defs.map((def) => def['format']).find((found) => found !== undefined && found !== 'regex');
  if (format === 'date') {
    return fc
      .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  }
  if (format === 'guid') return fc.uuid();
  switch (Object.entries(MAU_VAN_BAN).find(([, expression]) => String(expression) === String(pattern))?.[0]) {
    case 'textLine':
      return words().map((list) => list.join(' '));
    case 'textBlock':
      return words().map((list) => list.join('\n'));
    case 'schoolYear':
      return fc.integer({ min: 1900, max: 2098 }).map((year) => `${year}-${year + 1}`);
    case 'personalId':
      return fc.stringMatching(/^(?:\d{9}|\d{12})$/);
    case 'sha256':
      return fc.stringMatching(/^[0-9a-f]{64}$/);
    case 'subjectCode':
      return fc.oneof(
        fc.constantFrom('tiengViet', 'toan', 'ngoaiNgu1', 'tiengDanToc', 'theDuc'),
        fc.stringMatching(/^[a-z][A-Za-z0-9]{1,12}$/),
        fc.constantFrom('khac:TV', 'khac:X.1', 'khac:toan'),
      );
    case 'mediaType':
      return fc.constantFrom('image/jpeg', 'application/pdf');
    default:
      throw new Error(`no arbitrary for the pattern ${String(pattern)}`);
  }
}

/** Words with everything that breaks naive XML code: entities, quotes, emoji, combining marks, long spaces, slashes, commas. */
function words(): fc.Arbitrary<string[]> {
  const word = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom('Nguyễn', 'Hoàn thành tốt', 'Lý', '&amp;', '<b>', ']]>', '"', '; ', 'Đạt'),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('1', '0', 'true', '-', 'null', '{"vang":"khongRo"}', 'Ngoại ngữ 1 Tiếng Anh'),
    },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }) },
  );
  return fc
    .array(word, { minLength: 1, maxLength: 4 })
    .map((list) => list.map((text) => text.normalize('NFC').trim()).filter((text) => MAU_VAN_BAN.textLine.test(text)))
    .map((list) => (list.length === 0 ? ['An'] : list))
    .filter((list) => list.join(' ') === list.join(' ').normalize('NFC'));
}

function numberOf(defs: readonly Readonly<Record<string, unknown>>[]): fc.Arbitrary<number> {
  const bound = (check: string): number =>
    defs.find((def) => def['check'] === check && def['value'] !== undefined)?.['value'] as number;
  const isInt = defs.some((def) => String(def['format']) === 'safeint');
  const step = defs.find((def) => def['check'] === 'multiple_of')?.['value'] as number | undefined;
  const [min, max] = [bound('greater_than'), bound('less_than')];
  if (isInt) return fc.integer({ min, max });
  if (step !== undefined) return fc.integer({ min: min / step, max: max / step }).map((count) => count * step);
  return fc
    .tuple(fc.integer({ min, max: max - 1 }), fc.integer({ min: 0, max: 9999 }))
    .map(([whole, part]) => Number(`${whole}.${String(part).padStart(4, '0')}`));
}

/** Any valid record. */
export const anyHocBa: fc.Arbitrary<HocBa> = arbitraryOf(hocBaSchema) as fc.Arbitrary<HocBa>;
