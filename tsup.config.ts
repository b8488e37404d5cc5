import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { defineConfig, type Options } from 'tsup';
import { publicFolders } from './scripts/folders.js';

const root = import.meta.dirname;
const folders = publicFolders(root);

/** The step to CommonJS writes absolute paths of the building machine into the source maps; the package holds relative ones only. */
const relativeMaps: NonNullable<Options['plugins']>[number] = {
  name: 'relative-maps',
  buildEnd({ writtenFiles }) {
    for (const { name } of writtenFiles) {
      if (!name.endsWith('.map')) continue;
      const path = resolve(root, name);
      const map = JSON.parse(readFileSync(path, 'utf8')) as { file?: string; sources: string[] };
      if (map.file !== undefined) map.file = basename(map.file);
      map.sources = map.sources.map((source) =>
        isAbsolute(source) ? relative(dirname(path), source).split(sep).join('/') : source,
      );
      writeFileSync(path, JSON.stringify(map));
    }
  },
};

/** One entry per public folder, so that a subpath of the package is a folder of the tree; one build for all runtimes. */
const library: Options = {
  entry: Object.fromEntries([
    ['index', 'src/index.ts'],
    ...folders.map((name) => [`${name}/index`, `src/${name}/index.ts`] as const),
  ]),
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  dts: true,
  // For the types of node/; that the other folders need none of them is what tsconfig.json checks.
  tsconfig: 'tsconfig.node.json',
  splitting: true,
  sourcemap: true,
  external: [/^node:/],
  plugins: [relativeMaps],
  outDir: 'dist',
};

/** The command runs on the library's own files in `dist/`: one copy of the code on disk, and what the user imports is what runs. */
const onLibrary: Plugin = {
  name: 'command-on-library',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\/.*index\.js$/ }, (args) => {
      const target = relative(resolve(root, 'src'), resolve(dirname(args.importer), args.path)).split(sep);
      const [folder, file] = target;
      if (target.length !== 2 || file !== 'index.js' || !folders.includes(folder!)) return undefined;
      return { path: `../${folder}/index.js`, external: true };
    });
  },
};

const command: Options = {
  entry: { main: 'src/cli/main.ts' },
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  splitting: true,
  esbuildPlugins: [onLibrary as NonNullable<Options['esbuildPlugins']>[number]],
  outDir: 'dist/cli',
};

export default defineConfig(() => {
  // Removed once here: each of the two builds cleaning for itself would delete what the other has just written.
  rmSync(resolve(root, 'dist'), { recursive: true, force: true });
  return existsSync(resolve(root, 'src/cli/main.ts')) ? [library, command] : [library];
});
