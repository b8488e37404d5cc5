/**
 * Size of each public subpath in a browser bundle: minified, gzip, with its dependencies. A row that grew over its budget fails,
 * and says which packages and folders the bytes come from: a ceiling alone would notice a wrong import late and vaguely.
 *
 * `npm run size` prints the table; `-- --json` prints it as JSON.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { publicFolders } from './folders.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Budgets in kB (1,000 bytes, gzip). The key is one subpath, or several joined by `+` that are bundled together.
 *
 * The first design asked for 25 for `xml+xades` and 150 for `verification`. Not reached: portable hashes (5), key and curve rules of our own
 * (8) and sentences in two languages (12 in `verification`) stand in them; `docs/benchmarks.md` has the table.
 */
const BUDGETS: Readonly<Record<string, number>> = {
  'xml+xades': 42,
  verification: 158,
  'hoc-ba': 40,
  '.': 176,
  errors: 3,
  integrity: 28,
  'quy-dinh': 36,
  certificate: 48,
  'second-engine': 42,
  import: 90,
  testing: 78,
  'record-xml': 80,
  signing: 132,
  packaging: 184,
  exchange: 182,
  trust: 54,
  rendering: 138,
};

/** For Node only: a browser bundle of it means nothing. */
const NO_BUNDLE: ReadonlySet<string> = new Set(['node']);

export interface SizeRow {
  readonly entry: string;
  /** What a page loads at first. */
  readonly gzipBytes: number;
  /** What it loads later, when a function needs it. */
  readonly lazyBytes: number;
  readonly budgetBytes: number;
  /** Minified bytes by package or by folder of this one, largest first. */
  readonly parts: readonly { readonly name: string; readonly bytes: number }[];
}

/** Measures every subpath that exists in `dist/`. */
export async function measureSizes(): Promise<SizeRow[]> {
  const folders = ['.', ...publicFolders(root).filter((name) => !NO_BUNDLE.has(name))];
  const joined = Object.keys(BUDGETS).filter(
    (key) => key.includes('+') && key.split('+').every((name) => folders.includes(name)),
  );
  const rows: SizeRow[] = [];
  for (const entry of [...joined, ...folders]) {
    const budget = BUDGETS[entry];
    const alone = joined.find((key) => key.split('+').includes(entry));
    // A subpath without a row of its own or a joined one has the budget 0, and so fails by name.
    rows.push(await measure(entry, (budget ?? BUDGETS[alone ?? ''] ?? 0) * 1000));
  }
  return rows;
}

async function measure(entry: string, budgetBytes: number): Promise<SizeRow> {
  const files = entry.split('+').map((name) => join(root, 'dist', name === '.' ? '' : name, 'index.js'));
  for (const file of files) if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build first`);
  const { peerDependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    peerDependencies?: Record<string, string>;
  };
  const result = await build({
    stdin: {
      contents: files.map((file) => `export * from ${JSON.stringify(file)};`).join('\n'),
      resolveDir: root,
      sourcefile: 'entry.js',
    },
    bundle: true,
    splitting: true,
    outdir: join(root, 'dist'),
    absWorkingDir: root,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*', ...Object.keys(peerDependencies)],
    write: false,
    metafile: true,
    sourcemap: false,
    logLevel: 'error',
  });
  const { outputs } = result.metafile;
  const first = loadedFirst(outputs);
  const parts = new Map<string, number>();
  for (const path of first) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]!.inputs)) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules\/)/.exec(input)?.[1] ?? 'hoc-ba-so';
      parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
    }
  }
  const sizes = result.outputFiles.map(({ path, contents }) => ({
    path: relative(root, path).split(sep).join('/'),
    bytes: gzipSync(contents, { level: 9 }).length,
  }));
  const sum = (chosen: (path: string) => boolean) =>
    sizes.filter(({ path }) => chosen(path)).reduce((total, { bytes }) => total + bytes, 0);
  return {
    entry,
    gzipBytes: sum((path) => first.has(path)),
    lazyBytes: sum((path) => !first.has(path)),
    budgetBytes,
    parts: [...parts].map(([name, bytes]) => ({ name, bytes })).sort((one, other) => other.bytes - one.bytes),
  };
}

/** The entry and every chunk that it imports at once; the others are loaded when a function needs them, if ever. */
function loadedFirst(outputs: Metafile['outputs']): ReadonlySet<string> {
  const first = new Set<string>();
  const pending = Object.keys(outputs).filter((path) => outputs[path]!.entryPoint === 'entry.js');
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (first.has(path)) continue;
    first.add(path);
    for (const { path: next, kind } of outputs[path]!.imports) {
      if (kind === 'import-statement' && next in outputs) pending.push(next);
    }
  }
  return first;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await measureSizes();
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
  else {
    for (const { entry, gzipBytes, lazyBytes, budgetBytes, parts } of rows) {
      const over = gzipBytes > budgetBytes;
      const from = parts.slice(0, over ? 8 : 3).map(({ name, bytes }) => `${name} ${kB(bytes)}`);
      console.log(
        `${over ? 'OVER' : 'ok  '} ${entry.padEnd(14)} ${kB(gzipBytes).padStart(6)} of ${kB(budgetBytes)} kB gzip${lazyBytes > 0 ? `, later ${kB(lazyBytes)}` : ''} (minified: ${from.join(', ')})`,
      );
    }
  }
  if (rows.some((row) => row.gzipBytes > row.budgetBytes)) process.exitCode = 1;
}

function kB(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
