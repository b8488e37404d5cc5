import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Certificate,
  type IssueCertificateInput,
  issueCertificate,
  parseCertificate,
  toPem,
} from '../../src/certificate/index.js';
import { type DevKey, generateDevKey } from '../../src/testing/index.js';
import { peer } from '../peers.js';

export const AT: Date = new Date('2025-06-01T00:00:00Z');
export const NOT_BEFORE: Date = new Date('2024-01-01T00:00:00Z');
export const NOT_AFTER: Date = new Date('2026-12-31T00:00:00Z');

/** A certificate with the key behind it. */
export interface Node {
  readonly certificate: Certificate;
  readonly key: DevKey;
}

/** Issues a certificate below `parent` (or self-signed) on an EC key; everything else as given. */
export async function issue(
  name: string,
  parent: Node | null,
  input: Partial<IssueCertificateInput> = {},
  key?: DevKey,
): Promise<Node> {
  const own = key ?? (await generateDevKey('P-256'));
  const der = await issueCertificate({
    subject: [
      { type: 'C', value: 'VN' },
      { type: 'CN', value: name },
    ],
    publicKey: own.spki,
    signingKey: (parent?.key ?? own).privateKey,
    ...(parent ? { issuer: parent.certificate.der } : {}),
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    ...input,
  });
  return { certificate: parseCertificate(der), key: own };
}

export function ca(name: string, parent: Node | null, input: Partial<IssueCertificateInput> = {}): Promise<Node> {
  return issue(name, parent, { ca: {}, keyUsage: ['keyCertSign', 'cRLSign'], ...input });
}

export function leaf(name: string, parent: Node | null, input: Partial<IssueCertificateInput> = {}): Promise<Node> {
  return issue(name, parent, { keyUsage: ['digitalSignature', 'nonRepudiation'], ...input });
}

/** A temporary folder in which openssl runs. */
export interface OpenSsl {
  readonly folder: string;
  /** Standard output as text; throws when openssl does. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): string;
  write(name: string, content: string | Uint8Array): string;
}

/** Calls `use` with openssl in a fresh folder. Called inside a test: skipped by name without openssl. */
export async function withOpenSsl<T>(use: (openssl: OpenSsl) => T | Promise<T>): Promise<T> {
  const program = peer('openssl');
  const folder = mkdtempSync(join(tmpdir(), 'hocba-openssl-'));
  try {
    return await use({
      folder,
      run: (args, env = {}) =>
        execFileSync(program, args, {
          cwd: folder,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, ...env },
        }),
      write: (name, content) => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether `openssl verify` accepts the chain at an instant; `-x509_strict` is off, as it is by default. */
export function opensslVerifies(
  openssl: OpenSsl,
  certificate: Certificate,
  anchors: readonly Certificate[],
  intermediates: readonly Certificate[],
  at: Date,
  extra: readonly string[] = [],
): boolean {
  const pem = (list: readonly Certificate[]) => list.map(({ der }) => toPem(der, 'CERTIFICATE')).join('');
  openssl.write('anchors.pem', pem(anchors));
  openssl.write('untrusted.pem', pem(intermediates));
  openssl.write('leaf.pem', pem([certificate]));
  try {
    openssl.run([
      'verify',
      '-no-CApath',
      '-no-CAstore',
      '-attime',
      String(Math.floor(at.getTime() / 1000)),
      '-CAfile',
      'anchors.pem',
      ...(intermediates.length > 0 ? ['-untrusted', 'untrusted.pem'] : []),
      ...extra,
      'leaf.pem',
    ]);
    return true;
  } catch {
    // Its exit code is the answer.
    return false;
  }
}
