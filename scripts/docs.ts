/**
 * Writes the generated parts of `docs/` and of the READMEs: each script of GENERATORS writes its own.
 *
 * `-- --check` writes nothing in the end: it compares what the scripts write with what is there, puts the old files back, and fails
 * with the names of the files that differ.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Scripts in this folder that write generated documents; an absent one is skipped by name. */
const GENERATORS = [
  'glossary',
  'schema',
  'layouts',
  'quy-dinh',
  'xac-minh',
  'rendering',
  'report-schema',
  'open-api',
  'gateway-tables',
  'cli-docs',
];

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const before = snapshot();

let failed = false;
for (const name of GENERATORS) {
  const script = join(root, 'scripts', `${name}.ts`);
  if (!existsSync(script)) continue;
  const run = spawnSync(process.execPath, ['--import', 'tsx', script], {
    cwd: root,
    stdio: ['ignore', check ? 'ignore' : 'inherit', 'inherit'],
  });
  if (run.status !== 0) {
    console.error(`scripts/${name}.ts failed`);
    failed = true;
  }
}

if (check) {
  const after = snapshot();
  const different = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  for (const path of different) {
    const old = before.get(path);
    if (old === undefined) rmSync(path);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, old);
    }
    console.error(`not up to date: ${path.slice(root.length)} (npm run docs writes it)`);
  }
  if (different.length > 0) failed = true;
  else if (!failed) console.log('generated documents are up to date');
}
if (failed) process.exitCode = 1;

function snapshot(): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of ['README.md', 'README.vi.md']) files.set(join(root, name), readFileSync(join(root, name), 'utf8'));
  const docs = join(root, 'docs');
  for (const name of readdirSync(docs, { recursive: true, encoding: 'utf8' })) {
    const path = join(docs, name);
    if (statSync(path).isFile() && !name.startsWith('api')) files.set(path, readFileSync(path, 'utf8'));
  }
  return files;
}
