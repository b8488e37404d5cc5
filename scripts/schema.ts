import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import {
  giaTriVangSchema,
  hocBaSchema,
  ketQuaMonHocSchema,
  quaTrinhHocTapSchema,
  soHoaSchema,
  THUAT_NGU,
} from '../src/hoc-ba/index.js';

/** The published JSON schemas: file name → schema. */
const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  'hoc-ba': hocBaSchema,
  'mon-hoc': ketQuaMonHocSchema,
  'qua-trinh-hoc-tap': quaTrinhHocTapSchema,
  'so-hoa': soHoaSchema,
  'gia-tri-vang': giaTriVangSchema,
};

/** Path of each generated file, relative to the repository → its text. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => [
      `docs/schema/${name}.json`,
      `${JSON.stringify(withTitles(z.toJSONSchema(schema, { reused: 'ref' })), null, 2)}\n`,
    ]),
  );
}

/** Titles every property by the glossary, so that a form made from the schema speaks Vietnamese. */
function withTitles(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withTitles);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, inner]) => {
      if (key !== 'properties') return [key, withTitles(inner)];
      const properties = Object.entries(inner as Record<string, object>).map(([name, property]) => [
        name,
        { title: THUAT_NGU[name]?.vi, ...(withTitles(property) as object) },
      ]);
      return [key, Object.fromEntries(properties)];
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = new URL('..', import.meta.url);
  const check = process.argv.includes('--check');
  for (const [path, text] of Object.entries(schemaFiles())) {
    const url = new URL(path, root);
    if (check) {
      if (readFileSync(url, 'utf8') !== text) throw new Error(`${path} is not in sync: run npx tsx scripts/schema.ts`);
    } else {
      mkdirSync(new URL('.', url), { recursive: true });
      writeFileSync(url, text);
    }
  }
}
