import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';
import { exportsMap, publicFolders } from '../../scripts/folders.js';
import { ROOT } from '../shared.js';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
const folders = publicFolders(ROOT);
const work = mkdtempSync(join(tmpdir(), 'hocba-bundle-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

test('exports of package.json = public folders of src (npm run exports writes them)', () => {
  expect(manifest['exports']).toEqual(exportsMap(folders));
});

test('every file that exports names is built, and so is the command', () => {
  const wanted = Object.values(exportsMap(folders)).flatMap((entry) =>
    typeof entry === 'string'
      ? [entry]
      : Object.values(entry).flatMap((condition) => [condition.types, condition.default]),
  );
  expect(wanted.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  const bin = (manifest['bin'] as { hocba: string }).hocba;
  expect(readFileSync(join(ROOT, bin), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('no build of ours holds a copy of a third-party package', () => {
  const copies = folders
    .flatMap((folder) => [`dist/${folder}/index.js`, `dist/${folder}/index.cjs`])
    .filter((path) => readFileSync(join(ROOT, path), 'utf8').includes('node_modules'));
  expect(copies).toEqual([]);
});

// The surface of the package, pinned: a name that appears or goes is a decision, seen in a diff.
test('the public names of each subpath are the committed list, and the root has at most 20 functions', async () => {
  const lines: string[] = [];
  for (const folder of ['', ...folders]) {
    const file = join(ROOT, 'src', folder, 'index.ts');
    const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const names = tree.statements.filter(ts.isExportDeclaration).flatMap((statement) =>
      statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause)
        ? statement.exportClause.elements.map((element) => ({
            name: element.name.text,
            type: statement.isTypeOnly || element.isTypeOnly,
          }))
        : [],
    );
    for (const { name, type } of names) lines.push(`${folder || '.'} ${type ? 'type ' : ''}${name}`);
  }
  const root = (await import(join(ROOT, 'dist/index.js'))) as Record<string, unknown>;
  expect(Object.values(root).filter((one) => typeof one === 'function').length).toBeLessThanOrEqual(20);
  await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot('public-names.txt');
});

// `"sideEffects": false` makes a bundler drop an unused import without looking. Here the flag is taken away from our own files, so that
// the bundler keeps every statement it cannot prove idle; what it keeps may only be tables and functions, nothing that runs. What a part
// that is loaded later needs is kept too: a value marked pure there has no effect but itself.
test.each(['.', ...folders.filter((name) => name !== 'node')])('importing %s runs nothing', async (folder) => {
  const entry = join(ROOT, 'dist', folder === '.' ? '' : folder, 'index.js');
  const main = join(work, 'main.js');
  writeFileSync(main, `import ${JSON.stringify(entry)};\n`);
  const { outputFiles, metafile } = await build({
    entryPoints: [main],
    absWorkingDir: ROOT,
    bundle: true,
    splitting: true,
    outdir: work,
    format: 'esm',
    platform: 'browser',
    external: ['node:*'],
    // What other packages do when they are loaded is theirs; only our own files are looked into.
    packages: 'external',
    write: false,
    metafile: true,
    logLevel: 'error',
    plugins: [
      {
        name: 'look-inside',
        setup: (on) => {
          on.onResolve({ filter: /^(\/|\.\.?\/)/ }, ({ path, resolveDir, importer }) =>
            importer === main || importer.startsWith(join(ROOT, 'dist'))
              ? { path: path.startsWith('/') ? path : join(resolveDir, path), sideEffects: true }
              : undefined,
          );
        },
      },
    ],
  });
  // What is imported at run time, when a function asks for it, is not loaded here.
  const first = chunksLoadedFirst(
    metafile.outputs,
    (output) => output.entryPoint !== undefined && resolve(ROOT, output.entryPoint) === main,
  );
  const texts = outputFiles.filter(({ path }) => first.has(resolve(path))).map(({ text }) => text);
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.flatMap(runsAtImport)).toEqual([]);
});

test('the look inside sees calls, constructions and assignments, and not those inside functions', () => {
  const idle =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source code to be looked into
    'const a = { b: `${c}d`, e: 2 * 3 }; var p = /* @__PURE__ */ new Q(); function f() { g(); } class H { i() { new J(); } static k = 1; } export { a };';
  expect(runsAtImport(idle)).toEqual([]);
  const busy =
    'const a = f(); new B(); c.d = 1; tag`x`; import "e"; for (const x of y) {} class Z { static z = f(); a = g(); } export const w = () => f();';
  expect(runsAtImport(busy)).toEqual([
    'f()',
    'new B()',
    'c.d = 1',
    'tag`x`',
    'import "e";',
    'for (const x of y) {}',
    'f()',
  ]);
});

function chunksLoadedFirst(
  outputs: Metafile['outputs'],
  isEntry: (output: Metafile['outputs'][string]) => boolean,
): ReadonlySet<string> {
  const first = new Set<string>();
  const pending = Object.keys(outputs).filter((path) => isEntry(outputs[path]!));
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (first.has(resolve(ROOT, path))) continue;
    first.add(resolve(ROOT, path));
    for (const { path: next, kind } of outputs[path]!.imports) {
      if (kind === 'import-statement' && next in outputs) pending.push(next);
    }
  }
  return first;
}

/** Parts of a module that do something when it is loaded. */
function runsAtImport(text: string): string[] {
  const tree = ts.createSourceFile('bundle.js', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    // A field of an instance is made with the instance.
    const isStatic =
      ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.StaticKeyword);
    if (ts.isPropertyDeclaration(node) && isStatic !== true) return;
    if (/@__PURE__/.test(text.slice(node.getFullStart(), node.getStart(tree)))) return;
    const runs =
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      ts.isTaggedTemplateExpression(node) ||
      (ts.isImportDeclaration(node) &&
        node.importClause === undefined &&
        !/^["']\.\//.test(node.moduleSpecifier.getText(tree))) ||
      ts.isIterationStatement(node, false) ||
      (ts.isBinaryExpression(node) &&
        node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
        node.operatorToken.kind <= ts.SyntaxKind.LastAssignment);
    if (runs) found.push(node.getText(tree).slice(0, 120));
    else ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
