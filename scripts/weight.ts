/**
 * What `npm i hoc-ba-so` puts on a disk: number of packages and bytes, this package included, and whether any of them runs a script
 * while it is installed. Read from the lock file and `node_modules`, so that it needs no network; the packed trial installs for real.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_PACKAGES = 45;
const MAX_BYTES = 25_000_000;

interface LockEntry {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
  readonly hasInstallScript?: boolean;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockEntry>;
};
const installed = Object.entries(lock.packages).filter(
  ([path, entry]) => path !== '' && !entry.dev && !entry.optional && !entry.devOptional && !entry.peer,
);
const [own] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }),
) as [{ unpackedSize: number }];

const bytes = installed.reduce((sum, [path]) => sum + sizeOf(join(root, path)), own.unpackedSize);
const count = installed.length + 1;
const scripts = installed.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path);
console.log(
  `npm i hoc-ba-so: ${count} of ${MAX_PACKAGES} packages, ${(bytes / 1e6).toFixed(1)} of ${MAX_BYTES / 1e6} MB`,
);
if (scripts.length > 0) console.log(`install scripts: ${scripts.join(', ')}`);
if (count > MAX_PACKAGES || bytes > MAX_BYTES || scripts.length > 0) process.exitCode = 1;

/** Bytes of a package without the packages nested in it, which the lock file lists for themselves. */
function sizeOf(folder: string): number {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    sum += entry.isDirectory() ? sizeOf(path) : statSync(path).size;
  }
  return sum;
}
