import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { LAYERS, NODE_ONLY } from '../../scripts/folders.js';
import { ROOT } from '../shared.js';
import { readSources, type SourceFile } from './sources.js';

/**
 * The one folder that imports each third-party package. A type that crosses its index, or a second importer, is how a library
 * becomes impossible to replace.
 */
const OWNERS: Readonly<Record<string, string>> = {
  zod: 'hoc-ba',
  '@noble/curves': 'crypto',
  '@noble/hashes': 'crypto',
  '@peculiar/asn1-cms': 'certificate',
  '@peculiar/asn1-ocsp': 'certificate',
  '@peculiar/asn1-pfx': 'certificate',
  '@peculiar/asn1-pkcs8': 'certificate',
  '@peculiar/asn1-rsa': 'certificate',
  '@peculiar/asn1-schema': 'certificate',
  '@peculiar/asn1-tsp': 'certificate',
  '@peculiar/asn1-x509': 'certificate',
  '@peculiar/x509': 'certificate',
  'reflect-metadata': 'certificate',
  'node-forge': 'certificate',
  '@xmldom/xmldom': 'second-engine',
  xadesjs: 'second-engine',
  xmldsigjs: 'second-engine',
  xpath: 'second-engine',
  jszip: 'packaging',
  '@zip.js/zip.js': 'packaging',
  pdfkit: 'rendering',
  qrcode: 'rendering',
  'graphene-pk11': 'node',
  piscina: 'node',
  bullmq: 'node',
  ioredis: 'node',
  commander: 'cli',
  picocolors: 'cli',
  'cli-progress': 'cli',
  '@clack/prompts': 'cli',
};

/**
 * Files, or folders with a `/`, that may import for side effects or at run time, and why. `cli/` loads its commands lazily and `node/` its optional
 * peers; everywhere else such an import is either hidden work at import time or a way around the layers.
 */
const ADAPTERS: Readonly<Record<string, string>> = {
  'crypto/digest.ts': 'SHA-3, loaded only where the platform lacks it',
  'xades/extend-signature.ts': 'levels are added by few, so a page does not load them first',
  'verification/explain.ts': 'explanations are asked for when something is wrong',
  'packaging/zip-peer.ts': 'archives are met by few, and their reader is an optional peer',
  'rendering/pdf-kit.ts': 'pdfkit is an optional peer, loaded when the first PDF is drawn',
  'second-engine/adapter.ts': 'optional peers with global registries, loaded when the second engine is first asked',
  'rendering/qr.ts': 'the optional package qrcode, loaded when the first code is drawn',
  'crypto/': 'portable hashes and curves of @noble, loaded only where the platform lacks them',
  'certificate/x509-adapter.ts': '@peculiar/x509 needs reflect-metadata before its own first line',
};

const sources = readSources();

test('every folder has a layer, and only the root entry lies beside the folders', () => {
  expect(
    [...new Set(sources.map(({ folder }) => folder))].filter((folder) => folder !== '' && !(folder in LAYERS)),
  ).toEqual([]);
  expect(sources.filter(({ folder }) => folder === '').map(({ file }) => file)).toEqual(['index.ts']);
});

test('imports point to strictly lower layers, through the index of the other folder', () => {
  expect(layerFaults(sources)).toEqual([]);
});

test('the layer test sees upward, sideways and deep imports, in every form of import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-layers-'));
  const files: Record<string, string> = {
    'xml/index.ts': `export { a } from './a.js';`,
    'xml/a.ts': `import type { B } from '../xades/index.js';\nexport const a = 1;`,
    'crypto/index.ts': `import {\n  a,\n} from "../xml/index.js"; export const b = a;`,
    'xades/index.ts': `import { a } from '../xml/a.js'; export const c: import('../signing/index.js').S = a;`,
    'signing/index.ts': `export const load = () => import('../verification/index.js');`,
    'index.ts': `export { run } from './cli/index.js';`,
  };
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    expect(layerFaults(readSources(folder))).toEqual([
      'crypto/index.ts -> xml/index.js: not downward',
      'index.ts -> cli/index.js: not for the root entry',
      'signing/index.ts -> verification/index.js: not downward',
      'xades/index.ts -> xml/a.js: not through the index',
      'xades/index.ts -> signing/index.js: not downward',
      'xml/a.ts -> xades/index.js: not downward',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('imports for side effects and at run time stand only in adapter files', () => {
  const found = sources.flatMap(({ file, folder, imports }) =>
    imports
      .filter(({ form }) => form === 'sideEffect' || (form === 'dynamic' && !NODE_ONLY.has(folder)))
      .filter(() => !(file in ADAPTERS || `${folder}/` in ADAPTERS))
      .map(({ specifier }) => `${file} -> ${specifier}`),
  );
  expect(found).toEqual([]);
});

test('node: modules are imported only in node/ and cli/, and process.getBuiltinModule is used only in crypto/ and for decoding text', () => {
  const imports = sources
    .filter(({ folder }) => !NODE_ONLY.has(folder))
    .flatMap((source) => source.imports.filter(({ specifier }) => specifier.startsWith('node:')));
  expect(imports.map(({ file, specifier }) => `${file} -> ${specifier}`)).toEqual([]);
  const builtin = sources.filter(
    ({ file, folder, text }) =>
      folder !== 'crypto' && file !== 'encoding/utf8.ts' && !NODE_ONLY.has(folder) && text.includes('getBuiltinModule'),
  );
  expect(builtin.map(({ file }) => file)).toEqual([]);
});

test('each third-party package has one importing folder, and is a dependency that somebody imports', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    peerDependencies?: Record<string, string>;
  };
  const declared = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies ?? {})]);
  const faults: string[] = [];
  const used = new Set<string>();
  for (const { file, folder, imports } of sources) {
    for (const { specifier, target } of imports) {
      if (target !== null || specifier.startsWith('node:')) continue;
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      used.add(name);
      if (!declared.has(name)) faults.push(`${file} -> ${specifier}: not in package.json`);
      if (OWNERS[name] !== folder) faults.push(`${file} -> ${specifier}: belongs to ${OWNERS[name] ?? 'no folder'}`);
    }
  }
  for (const name of declared) if (!used.has(name)) faults.push(`${name}: in package.json, but nobody imports it`);
  expect(faults).toEqual([]);
});

test('zod is imported as a namespace, which a bundler can shake (27 kB against 92 kB)', () => {
  const wrong = sources.flatMap((source) =>
    source.imports.filter((edge) => edge.specifier.startsWith('zod') && !edge.erased),
  );
  expect(wrong.filter(({ names, form }) => form !== 'import' || names.join() !== '*').map(({ file }) => file)).toEqual(
    [],
  );
});

test('files do not import each other in a circle', () => {
  const edges = new Map(
    sources.map(({ file, imports }) => [
      file,
      imports
        .filter(({ erased, target }) => !erased && target !== null)
        .map(({ target }) => target!.replace(/\.js$/, '.ts')),
    ]),
  );
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  expect(circles).toEqual([]);
});

test('every import of a file of ours names a file that exists', () => {
  const known = new Set(sources.map(({ file }) => file));
  const missing = sources.flatMap(({ imports }) =>
    imports.filter(({ target }) => target !== null && !known.has(target.replace(/\.js$/, '.ts'))),
  );
  expect(missing.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
});

test('each index says what goes in and what comes out, and lists its names one by one', () => {
  const faults: string[] = [];
  for (const { file, text, imports } of sources) {
    if (!file.endsWith('/index.ts') && file !== 'index.ts') continue;
    if (!/^\/\*\* In: .+ Out: .+/.test(text)) faults.push(`${file}: no "In: … Out: …" on the first line`);
    if (imports.some(({ form, names }) => form === 'export' && names.includes('*'))) faults.push(`${file}: export *`);
    if (/^export (const|function|class|interface|type \w+ =)/m.test(text))
      faults.push(`${file}: declares something itself`);
  }
  expect(faults).toEqual([]);
});

test('no error is swallowed without a word, and no test is skipped, focused or left to do', () => {
  const swallowed = sources.filter(({ text }) => /catch\s*(\([^)]*\))?\s*\{\s*\}/.test(text)).map(({ file }) => file);
  expect(swallowed).toEqual([]);
  const tests = readSources(join(ROOT, 'test'));
  const skipped = tests.filter(({ text }) =>
    /\b(it|test|describe)\.(skip|only|todo|skipIf|runIf)\b(?!\|)/.test(text.replace(/\/\\b[^\n]*/g, '')),
  );
  expect(skipped.map(({ file }) => file)).toEqual([]);
});

function layerFaults(files: readonly SourceFile[]): string[] {
  const faults: string[] = [];
  for (const { file, folder, imports } of files) {
    for (const { target } of imports) {
      if (target === null) continue;
      const to = target.includes('/') ? target.slice(0, target.indexOf('/')) : '';
      if (folder === '') {
        if (NODE_ONLY.has(to) || to === '') faults.push(`${file} -> ${target}: not for the root entry`);
      } else if (to === folder) continue;
      else if (!((LAYERS[to] ?? Number.POSITIVE_INFINITY) < (LAYERS[folder] ?? -1)))
        faults.push(`${file} -> ${target}: not downward`);
      if (target !== `${to}/index.js` && folder !== to) faults.push(`${file} -> ${target}: not through the index`);
    }
  }
  return faults;
}
