/** Writes the `exports` of package.json from the folders of `src/`; a test compares the two. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exportsMap, publicFolders } from './folders.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = `${root}package.json`;
const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
manifest['exports'] = exportsMap(publicFolders(root));
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
