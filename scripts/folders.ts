import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Layer of each folder of `src/`: a folder imports only from folders with a strictly lower number. */
export const LAYERS: Readonly<Record<string, number>> = {
  errors: 0,
  encoding: 1,
  crypto: 2,
  xml: 2,
  'hoc-ba': 2,
  'quy-dinh': 3,
  'record-xml': 3,
  certificate: 3,
  xades: 4,
  integrity: 4,
  import: 4,
  signing: 5,
  trust: 5,
  verification: 6,
  circulation: 7,
  disclosure: 7,
  packaging: 7,
  rendering: 7,
  'second-engine': 7,
  exchange: 8,
  testing: 8,
  node: 9,
  cli: 10,
};

/** Folders that are no subpath of the package: two that serve the others, and the command. */
export const INTERNAL: ReadonlySet<string> = new Set(['encoding', 'crypto', 'cli']);

/** Folders where `node:` modules may be imported. */
export const NODE_ONLY: ReadonlySet<string> = new Set(['node', 'cli']);

/** Every folder of `src/` that a user can import as `hoc-ba-so/<folder>`: those with an index, in alphabetical order. */
export function publicFolders(root: string): string[] {
  return readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !INTERNAL.has(entry.name))
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(root, 'src', name, 'index.ts')))
    .sort();
}

interface Conditions {
  readonly types: string;
  readonly default: string;
}

/** The `exports` of package.json: one entry per public folder, types inside each condition. */
export function exportsMap(
  folders: readonly string[],
): Record<string, string | Record<'import' | 'require', Conditions>> {
  const entry = (name: string) => ({
    import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
    require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
  });
  return {
    '.': entry('index'),
    ...Object.fromEntries(folders.map((folder) => [`./${folder}`, entry(`${folder}/index`)])),
    './package.json': './package.json',
  };
}
