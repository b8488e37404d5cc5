import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { INTERNAL, NODE_ONLY, publicFolders } from '../../scripts/folders.js';
import { inBrowser } from '../browser.js';
import { registry } from '../peers.js';
import { ROOT } from '../shared.js';

/** The package as a user gets it: `npm pack`, then `npm install` of the tarball in an empty folder. */

const work = mkdtempSync(join(tmpdir(), 'hocba-packed-'));
const app = join(work, 'app');
const subpaths = ['hoc-ba-so', ...publicFolders(ROOT).map((folder) => `hoc-ba-so/${folder}`)];
/** What a page can bundle with nothing but this package: `second-engine` also needs its optional peers, which the trial leaves out. */
const portable = subpaths.filter(
  (path) => !NODE_ONLY.has(path.slice('hoc-ba-so/'.length)) && path !== 'hoc-ba-so/second-engine',
);
let installed = false;

// Installed once, by the first test that may use the network; each test asks, so that each is skipped by its own name.
beforeEach(() => {
  registry();
  if (installed) return;
  installed = true;
  const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work], ROOT);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "version": "1.0.0", "private": true }\n');
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', join(work, filename)], app);
}, 180_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

test('holds what a user needs and nothing of the workshop', () => {
  const files = readdirSync(join(app, 'node_modules', 'hoc-ba-so'), { recursive: true, encoding: 'utf8' });
  for (const name of ['LICENSE', 'README.md', 'README.vi.md', 'CHANGELOG.md', 'package.json'])
    expect(files).toContain(name);
  const foreign = files.filter((name) => !/^(dist|LICENSE|README(\.vi)?\.md|CHANGELOG\.md|package\.json)/.test(name));
  expect(foreign).toEqual([]);
});

test('no file names a folder of the machine that built it', () => {
  const folder = join(app, 'node_modules', 'hoc-ba-so');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(c?js|d\.c?ts|map)$/.test(name),
  );
  expect(files.some((name) => name.endsWith('.cjs.map'))).toBe(true);
  expect(files.filter((name) => readFileSync(join(folder, name), 'utf8').includes(ROOT))).toEqual([]);
});

test('brings at most 45 packages and 25 MB, and runs no script when it is installed', () => {
  const lock = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(packages.length).toBeGreaterThan(0);
  expect(packages.length).toBeLessThanOrEqual(45);
  expect(packages.filter(([, entry]) => entry.hasInstallScript)).toEqual([]);
  expect(sizeOf(join(app, 'node_modules'))).toBeLessThanOrEqual(25_000_000);
});

test('an ES module imports every subpath, and the folders that are no subpath are closed', () => {
  const closed = [...INTERNAL].map((folder) => `hoc-ba-so/${folder}`);
  const answer = script(
    'try.mjs',
    `const names = {};
for (const path of ${JSON.stringify(subpaths)}) names[path] = Object.keys(await import(path)).length;
const closed = [];
for (const path of ${JSON.stringify(closed)}) await import(path).catch((error) => closed.push(error.code));
console.log(JSON.stringify({ names, closed }));`,
  ) as { names: Record<string, number>; closed: string[] };
  expect(Object.keys(answer.names)).toEqual(subpaths);
  expect(Object.values(answer.names).filter((count) => count === 0)).toEqual([]);
  expect(answer.closed).toEqual(closed.map(() => 'ERR_PACKAGE_PATH_NOT_EXPORTED'));
});

test('a CommonJS program requires every subpath, gets the same names, and errors are recognised across the two copies', () => {
  const answer = script(
    'try.cjs',
    `const names = {};
for (const path of ${JSON.stringify(subpaths)}) names[path] = Object.keys(require(path)).sort();
(async () => {
  const different = [];
  for (const path of ${JSON.stringify(subpaths)}) {
    const esm = Object.keys(await import(path)).filter((name) => name !== 'default' && name !== 'module.exports').sort();
    if (esm.join() !== names[path].filter((name) => name !== 'default').join()) different.push(path);
  }
  const { HocBaSoError, ARGUMENT_ERRORS } = require('hoc-ba-so/errors');
  const { isHocBaSoError } = await import('hoc-ba-so/errors');
  const error = new HocBaSoError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'a', reason: 'b' });
  console.log(JSON.stringify({ different, recognised: isHocBaSoError(error, 'ERR_ARGUMENT_INVALID') }));
})();`,
  );
  expect(answer).toEqual({ different: [], recognised: true });
});

test('types resolve for ES module, CommonJS and bundler consumers', { timeout: 180_000 }, () => {
  const lines = subpaths.map((path, index) => `import * as p${index} from '${path}';`);
  const use = `export const all: unknown[] = [${subpaths.map((_, index) => `p${index}`).join(', ')}];`;
  for (const name of ['types.mts', 'types.cts']) writeFileSync(join(app, name), `${[...lines, use].join('\n')}\n`);
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  for (const [module, moduleResolution, files] of [
    ['node16', 'node16', ['types.mts', 'types.cts']],
    ['esnext', 'bundler', ['types.mts']],
  ] as const) {
    // Without skipLibCheck: the declarations we ship are read as strictly as the user's own files.
    const compilerOptions = {
      noEmit: true,
      strict: true,
      types: [],
      target: 'es2022',
      lib: ['es2023', 'dom'],
      module,
      moduleResolution,
    };
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    run(process.execPath, [tsc, '-p', '.'], app);
  }
});

test('the command of the package answers', () => {
  const bin = join(app, 'node_modules', '.bin', 'hocba');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(run(bin, ['--version'], app, process.platform === 'win32').trim()).toBe(version);
  expect(run(bin, ['--help'], app, process.platform === 'win32')).toContain('hocba');
});

test('a bundler for browsers takes every subpath that needs nothing else, without a Node module', async () => {
  writeFileSync(
    join(app, 'page.js'),
    `${portable.map((path, index) => `export * as p${index} from '${path}';`).join('\n')}\n`,
  );
  const result = await build({
    entryPoints: [join(app, 'page.js')],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  expect(result.warnings).toEqual([]);
  const text = result.outputFiles[0]!.text;
  expect([...text.matchAll(/(?:from|import|require)\s*\(?["']node:[^"']+/g)].map(([match]) => match)).toEqual([]);
});

test('a browser loads that bundle and has every name of it', async () => {
  const source = portable.map((path, index) => `export * as p${index} from '${path}';`).join('\n');
  const counts = await inBrowser(
    source,
    (page) =>
      page.evaluate(() =>
        Object.values((globalThis as unknown as { sdk: Record<string, object> }).sdk).map(
          (names) => Object.keys(names).length,
        ),
      ),
    app,
  );
  expect(counts.length).toBe(portable.length);
  expect(counts.filter((count) => count === 0)).toEqual([]);
});

test('the example of a page that signs runs in a browser, bundled from the installed package', async () => {
  const example = readFileSync(join(ROOT, 'examples', 'browser.ts'), 'utf8');
  // Its own console line is the answer; a bundle for a page has no top-level await, so the program stands in a function.
  const imports = example.match(/^import[^;]+;$/gm) ?? [];
  const program = example.replace(/^import[^;]+;$/gm, '').replace('console.log(', 'return (');
  expect(imports.length).toBeGreaterThan(0);
  const source = `${imports.join('\n')}\nexport async function main() {\n${program}\n}`;
  const answer = await inBrowser(
    source,
    (page) => page.evaluate(() => (globalThis as unknown as { sdk: { main(): Promise<string> } }).sdk.main()),
    app,
  );
  expect((JSON.parse(answer) as { signedBytes: number }).signedBytes).toBeGreaterThan(10_000);
});

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  shell = program === 'npm' && process.platform === 'win32',
): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: 'pipe', shell });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}

/** Runs a program inside the trial folder and reads the JSON it prints. */
function script(name: string, text: string): unknown {
  writeFileSync(join(app, name), text);
  return JSON.parse(run(process.execPath, [name], app));
}

function sizeOf(folder: string): number {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += sizeOf(path);
    else if (entry.isFile()) sum += statSync(path).size;
  }
  return sum;
}
