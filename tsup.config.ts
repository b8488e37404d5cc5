import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'tsup';

/** One entry per public folder, so that a subpath of the package is a folder of the tree; `encoding` and `crypto` stay inside. */
const INTERNAL = new Set(['encoding', 'crypto', 'cli']);
const folders = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !INTERNAL.has(entry.name) && existsSync(`src/${entry.name}/index.ts`))
  .map((entry) => entry.name);

export default defineConfig([
  {
    entry: Object.fromEntries([
      ['index', 'src/index.ts'],
      ...folders.map((name) => [`${name}/index`, `src/${name}/index.ts`]),
    ]),
    format: ['esm', 'cjs'],
    target: 'es2022',
    platform: 'neutral',
    dts: true,
    splitting: true,
    treeshake: true,
    sourcemap: true,
    clean: true,
    external: [/^node:/],
    outDir: 'dist',
  },
  {
    entry: { 'cli/main': 'src/cli/main.ts' },
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    dts: false,
    splitting: true,
    sourcemap: false,
    clean: false,
    outDir: 'dist',
  },
]);
