import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TestRunner } from 'vitest';

/** Programs that some tests compare with, and the Debian package that brings each. */
const PEERS = {
  xmlsec1: { programs: ['xmlsec1'], debian: 'xmlsec1' },
  xmllint: { programs: ['xmllint'], debian: 'libxml2-utils' },
  openssl: { programs: ['openssl'], debian: 'openssl' },
  'softhsm2-util': { programs: ['softhsm2-util'], debian: 'softhsm2' },
  chromium: { programs: ['chromium', 'chromium-browser', 'google-chrome'], debian: 'chromium' },
  mono: { programs: ['mono'], debian: 'mono-runtime' },
  mcs: { programs: ['mcs'], debian: 'mono-mcs' },
  pdfdetach: { programs: ['pdfdetach'], debian: 'poppler-utils' },
  pdffonts: { programs: ['pdffonts'], debian: 'poppler-utils' },
  pdfinfo: { programs: ['pdfinfo'], debian: 'poppler-utils' },
  pdftoppm: { programs: ['pdftoppm'], debian: 'poppler-utils' },
  pdftotext: { programs: ['pdftotext'], debian: 'poppler-utils' },
  qpdf: { programs: ['qpdf'], debian: 'qpdf' },
  uconv: { programs: ['uconv'], debian: 'icu-devtools' },
  python3: { programs: ['python3'], debian: 'python3' },
} as const;

export type PeerName = keyof typeof PEERS;

/** `HOCBA_PEERS=install`: the machine was prepared (`.ci/run` does it), so a missing peer is a failure and not a skip. */
const required = process.env['HOCBA_PEERS'] === 'install';

/**
 * Path of a program that a test needs. Called inside a test: when the program is absent the test is skipped by name with the
 * reason printed, or fails where `HOCBA_PEERS=install` promised the program.
 */
export function peer(name: PeerName): string {
  return findPeer(name) ?? absent(`${name} is not installed (Debian package ${PEERS[name].debian})`);
}

/** The same as an answer instead of a skip, for code outside tests (fixtures, oracles that are optional in one assertion). */
export function findPeer(name: PeerName): string | undefined {
  for (const program of PEERS[name].programs) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, program);
      if (folder !== '' && isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** The npm package registry as a peer: only for tests that install the packed package as a user would. */
export function registry(): void {
  if (required || process.env['HOCBA_NETWORK'] === 'allow') return;
  absent('needs the npm registry; npm run check and HOCBA_NETWORK=allow turn it on');
}

function absent(reason: string): never {
  const test = TestRunner.getCurrentTest();
  if (test === undefined) throw new Error(`${reason}; and peers can only be asked for inside a test`);
  if (required) throw new Error(`${reason}, though HOCBA_PEERS=install says that all peers are here`);
  return test.context.skip(reason);
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // A file without the execute bit is not a program; nothing else to say.
    return false;
  }
}
