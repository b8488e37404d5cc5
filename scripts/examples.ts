/**
 * Puts the regions of `examples/*.ts` into the documents that show them: the code block after `<!-- examples/NAME.ts -->` becomes the
 * region `// #region NAME` of that file, the one after `<!-- examples/NAME.ts#PART -->` its region `PART`, so that what a reader copies
 * is what runs in the tests.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const DOCUMENTS = [
  'README.md',
  'README.vi.md',
  'docs/tu-he-thong-cu.md',
  'docs/mua-bao-cao.md',
  'docs/chuyen-truong.md',
  'docs/ban-in.md',
  ...['usb-token', 'ky-tu-xa', 'hsm', 'trinh-duyet', 'tep-cong-cu-khac', 'ky-sau'].map((name) => `docs/ky/${name}.md`),
];
const root = new URL('..', import.meta.url);

/** Path of each document, relative to the repository → its text with every block up to date. */
export function documentsWithExamples(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    DOCUMENTS.map((path) => [
      path,
      readFileSync(new URL(path, root), 'utf8').replace(
        /(<!-- (examples\/[\w-]+\.ts)(?:#([\w-]+))? -->\n```ts\n)[\s\S]*?(^```$)/gm,
        (_, before: string, example: string, part: string | undefined, after: string) =>
          `${before}${regionOf(example, part ?? basename(example, '.ts'))}\n${after}`,
      ),
    ]),
  );
}

function regionOf(path: string, name: string): string {
  const text = readFileSync(new URL(path, root), 'utf8');
  const region = new RegExp(`^// #region ${name}\\n([\\s\\S]*?)\\n// #endregion$`, 'm').exec(text);
  if (region === null) throw new Error(`${path} has no region ${name}`);
  return region[1]!;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(documentsWithExamples())) writeFileSync(new URL(path, root), text);
}
