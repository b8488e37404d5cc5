import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { ROOT } from '../shared.js';

/** Bundles a program of ours as a user's bundler would: shaken, minified, and as if the package said `sideEffects: false`, which it does. */
async function bundle(contents: string, format: 'esm' | 'cjs'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    minify: true,
    treeShaking: true,
    format,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}

function run(code: string, extension: 'mjs' | 'cjs'): string {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bundle-'));
  try {
    writeFileSync(join(folder, `main.${extension}`), code);
    return execFileSync(process.execPath, [join(folder, `main.${extension}`)], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ISSUE = `
import { parseCertificate } from './src/certificate/index.ts';
import { createDevCa } from './src/testing/dev-ca.ts';
const period = { notBefore: new Date('2024-01-01'), notAfter: new Date('2026-01-01') };
createDevCa(period).then((ca) => console.log(parseCertificate(ca.anchors[0]!).commonName));
`;

test.each([
  ['esm', 'mjs'],
  ['cjs', 'cjs'],
] as const)(
  'a shaken %s bundle keeps the polyfill before the certificate library, and works',
  async (format, extension) => {
    const code = await bundle(ISSUE, format);
    expect(code).toContain('getOwnMetadata');
    expect(run(code, extension)).toBe('CA công vụ gốc (thử nghiệm)\n');
  },
);

test('reading and judging certificates brings neither the certificate library nor the polyfill', async () => {
  const code = await bundle(
    `import { openPkcs12, parseCertificate, verifyPath } from './src/certificate/index.ts';
     console.log(typeof parseCertificate, typeof verifyPath, typeof openPkcs12);`,
    'esm',
  );
  expect(code).not.toMatch(/getOwnMetadata|tsyringe|X509CertificateGenerator/);
  expect(run(code, 'mjs')).toBe('function function function\n');
});

test('importing the folder does no work: no global is changed', async () => {
  const code = await bundle(
    `const before = Object.getOwnPropertyNames(Reflect).join();
     import('./src/certificate/index.ts').then((all) => console.log(Object.keys(all).length > 5, before === Object.getOwnPropertyNames(Reflect).join()));`,
    'esm',
  );
  expect(run(code, 'mjs')).toBe('true true\n');
});
