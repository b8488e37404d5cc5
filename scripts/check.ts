/**
 * Everything that must hold before a change is offered: types, lint, build, tests, the package itself, documents.
 * Every step runs, also after a failure, so that one run names all that is wrong.
 *
 * `-- --without build,tests` leaves steps out that were run just before.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = process.argv.indexOf('--without');
const without = new Set(at < 0 ? [] : (process.argv[at + 1] ?? '').split(','));

const folder = mkdtempSync(join(tmpdir(), 'hocba-check-'));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const STEPS: readonly (readonly [name: string, command: string, env?: Readonly<Record<string, string>>])[] = [
  ['types', 'tsc -p tsconfig.json'],
  ['types', 'tsc -p tsconfig.node.json'],
  ['lint', 'biome check --error-on-warnings .'],
  ['unused', 'knip --no-progress'],
  ['build', 'tsup --silent'],
  // The trial installs the packed package as a user would, hence the network.
  ['tests', 'vitest run --config test/vitest.config.ts', { HOCBA_NETWORK: 'allow' }],
  ['package', 'publint run --strict'],
  // Without scripts: the build above is what is judged.
  ['package', `npm pack --silent --ignore-scripts --pack-destination ${folder}`],
  ['package', `attw ${join(folder, `hoc-ba-so-${version}.tgz`)} --profile node16 --format ascii`],
  ['size', 'tsx scripts/size.ts'],
  ['weight', 'tsx scripts/weight.ts'],
  ['docs', 'tsx scripts/docs.ts --check'],
  ['docs', 'typedoc --emit none'],
];

for (const name of without) {
  if (!STEPS.some(([step]) => step === name)) {
    console.error(`no step is called ${name}`);
    process.exit(64);
  }
}

const failed: string[] = [];
for (const [name, command, env] of STEPS) {
  if (without.has(name)) continue;
  console.log(`\n== ${name}: ${command}`);
  const words = command.split(' ');
  const [program, ...args] = words[0] === 'npm' ? words : ['npx', '--no-install', ...words];
  const run = spawnSync(program!, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) failed.push(`${name}: ${command}`);
}
rmSync(folder, { recursive: true, force: true });
console.log(failed.length === 0 ? '\nall checks hold' : `\nfailed:\n${failed.map((line) => `  ${line}`).join('\n')}`);
if (failed.length > 0) process.exitCode = 1;
