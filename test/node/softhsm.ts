/* Tokens of SoftHSM in a folder of their own, filled with keys of the dev CA. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestRunner } from 'vitest';
import { type DevIdentity, toPem } from '../../src/testing/index.js';
import { peer } from '../peers.js';
import { ROOT } from '../shared.js';

export const PIN = '135790';
const VERSIONS = { 'graphene-pk11': '2.3.6', 'node-webcrypto-p11': '2.8.0' } as const;
const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
];

/** What of graphene-pk11 fills a token. */
interface Graphene {
  readonly Module: {
    load(path: string): {
      initialize(): void;
      finalize(): void;
      getSlots(present: boolean): { length: number; items(at: number): Slot };
    };
  };
  readonly ObjectClass: { readonly CERTIFICATE: number };
  readonly CertificateType: { readonly X_509: number };
}
interface Slot {
  getToken(): { readonly label: string };
  open(flags: number): { login(pin: string): void; create(template: object): unknown; close(): void };
}

/**
 * A package with native code (needs g++, make, python3): what is installed, or with HOCBA_PEERS=install an install of its own, so that
 * `npm ci` compiles nothing. Called inside a test: skipped by name without it.
 */
export function nativePeer(name: keyof typeof VERSIONS): unknown {
  try {
    return createRequire(join(ROOT, 'package.json'))(name);
  } catch (error) {
    if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
  }
  const version = VERSIONS[name];
  if (process.env['HOCBA_PEERS'] !== 'install') {
    return TestRunner.getCurrentTest()!.context.skip(
      `${name} is not installed (npm install --no-save ${name}@${version}; HOCBA_PEERS=install does it for the tests)`,
    );
  }
  // One folder for all runs: native code takes a minute to build.
  const folder = join(tmpdir(), `hocba-${name}-${version}-${process.versions.modules}`);
  if (!existsSync(join(folder, 'node_modules', name, 'package.json'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', `${name}@${version}`], { cwd: folder, stdio: 'pipe' });
  }
  return createRequire(join(folder, 'package.json'))(name);
}

export interface SoftToken {
  readonly label: string;
  readonly entries: readonly DevIdentity[];
  /** Leaves the private keys out. */
  readonly withoutKeys?: boolean;
}

export interface SoftHsm {
  readonly library: string;
  readonly graphene: unknown;
  /** Pulls the tokens out: their folder is gone. */
  readonly remove: () => void;
}

/** Runs `use` with tokens that exist only meanwhile. Called inside a test. */
export async function withTokens<T>(tokens: readonly SoftToken[], use: (hsm: SoftHsm) => Promise<T>): Promise<T> {
  const util = peer('softhsm2-util');
  const library = LIBRARIES.find((path) => existsSync(path));
  if (library === undefined) throw new Error('libsofthsm2.so is not where Debian puts it');
  const graphene = nativePeer('graphene-pk11') as Graphene;
  const folder = mkdtempSync(join(tmpdir(), 'hocba-softhsm-'));
  const store = join(folder, 'tokens');
  mkdirSync(store);
  writeFileSync(
    join(folder, 'conf'),
    `directories.tokendir = ${store}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  const before = process.env['SOFTHSM2_CONF'];
  process.env['SOFTHSM2_CONF'] = join(folder, 'conf');
  try {
    for (const { label, entries, withoutKeys = false } of tokens) {
      execFileSync(util, ['--init-token', '--free', '--label', label, '--pin', PIN, '--so-pin', '97531086'], {
        stdio: 'pipe',
      });
      for (const [index, { pkcs8 }] of entries.entries()) {
        if (withoutKeys) continue;
        const file = join(folder, 'key.pem');
        writeFileSync(file, toPem(pkcs8, 'PRIVATE KEY'));
        const id = `0${index + 1}`;
        execFileSync(util, ['--import', file, '--token', label, '--label', `k${id}`, '--id', id, '--pin', PIN], {
          stdio: 'pipe',
        });
      }
    }
    putCertificates(graphene, library, tokens);
    return await use({ library, graphene, remove: () => rmSync(store, { recursive: true, force: true }) });
  } finally {
    if (before === undefined) delete process.env['SOFTHSM2_CONF'];
    else process.env['SOFTHSM2_CONF'] = before;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** softhsm2-util of Debian imports keys only. */
function putCertificates(graphene: Graphene, library: string, tokens: readonly SoftToken[]): void {
  const module = graphene.Module.load(library);
  module.initialize();
  try {
    const slots = module.getSlots(true);
    for (let at = 0; at < slots.length; at++) {
      const slot = slots.items(at);
      const token = tokens.find(({ label }) => label === slot.getToken().label.trim());
      if (token === undefined) continue;
      const session = slot.open(6); // CKF_RW_SESSION | CKF_SERIAL_SESSION
      session.login(PIN);
      for (const [index, { certificate }] of token.entries.entries()) {
        session.create({
          class: graphene.ObjectClass.CERTIFICATE,
          certType: graphene.CertificateType.X_509,
          token: true,
          private: false,
          id: Buffer.from([index + 1]),
          subject: Buffer.from([0x30, 0]),
          value: Buffer.from(certificate),
        });
      }
      session.close();
    }
  } finally {
    module.finalize();
  }
}
