/** Writes the table of assumptions in `docs/ban-in.md` from the data of `src/rendering`, so that nobody takes a guess for the form. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FORM_ASSUMPTIONS } from '../src/rendering/index.js';

const path = new URL('../docs/ban-in.md', import.meta.url);

/** The document with its table up to date. */
export function renderingDocument(): string {
  const rows = Object.values(FORM_ASSUMPTIONS).map(({ vi, source }) => `| ${vi} | ${source} |`);
  const table = ['| phần của mẫu | dựa vào |', '|---|---|', ...rows].join('\n');
  return readFileSync(path, 'utf8').replace(
    /(<!-- assumptions -->\n)[\s\S]*?(<!-- \/assumptions -->)/,
    (_, before: string, after: string) => `${before}\n${table}\n\n${after}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path, renderingDocument());
