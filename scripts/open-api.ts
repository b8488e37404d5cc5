/** Writes `docs/openapi.json`: the services of the rehearsal gateway, made from the description that it works by. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openApiOf } from '../src/exchange/index.js';

/** Path of the generated file, relative to the repository → its text. */
export function openApiFiles(): Readonly<Record<string, string>> {
  return { 'docs/openapi.json': `${JSON.stringify(openApiOf(), null, 2)}\n` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(openApiFiles()))
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
}
