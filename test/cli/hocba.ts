import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { toPem } from '../../src/certificate/index.js';
import type { CliIo } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';
import type { HocBa, VaiTroKy } from '../../src/hoc-ba/index.js';
import { cv2088, writeHocBa } from '../../src/record-xml/index.js';
import { cryptoKeySigner, RECEIVER_DUAL, type Receiver, signHocBa } from '../../src/signing/index.js';
import { createDevCa, type DevCa, specimenHocBa } from '../../src/testing/index.js';
import { ROOT } from '../shared.js';

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as a process of its own. */
export function spawnHocba(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<Answer> {
  const main = join(ROOT, 'src', 'cli', 'main.ts');
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const child = spawn(process.execPath, ['--import', tsx, main, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { PATH: process.env['PATH'], ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

/** The command in this process, on streams of its own; nothing of the real environment reaches it. */
export async function hocba(
  args: readonly string[],
  options: Partial<CliIo> & { readonly secret?: string } = {},
): Promise<Answer> {
  let [out, err] = ['', ''];
  const code = await run(args, {
    env: {},
    outIsTerminal: false,
    errIsTerminal: false,
    inIsTerminal: false,
    now: () => AT,
    fetch: () => Promise.reject(new Error('no network in tests')),
    askSecret: async (question) => {
      err += question;
      return options.secret ?? '';
    },
    stopped: async () => undefined,
    ...options,
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

/** Lines of JSON; fails when stdout holds anything else. */
export function jsonLines(out: string): readonly Record<string, unknown>[] {
  if (!out.endsWith('\n')) throw new Error('no line feed at the end');
  return out
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Code of the one error in the JSON of an answer. */
export function errorCode({ out }: Answer): string | undefined {
  return (jsonLines(out)[0]?.['error'] as { code?: string } | undefined)?.code;
}

/** A folder that is gone after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Time of every judgement in these tests, and the days before on which the roles signed. */
export const AT = new Date('2026-11-20T08:00:00Z');
const SIGNED_AT: Readonly<Record<string, Date>> = {
  giaoVienChuNhiem: new Date('2026-11-10T08:00:00Z'),
  canBoQuanLy: new Date('2026-11-11T08:00:00Z'),
  phatHanh: new Date('2026-11-12T08:00:00Z'),
};
export const ROLES: readonly ('giaoVienChuNhiem' | 'canBoQuanLy' | 'phatHanh')[] = [
  'giaoVienChuNhiem',
  'canBoQuanLy',
  'phatHanh',
];

let authority: Promise<DevCa> | undefined;

/** One certificate authority for all tests of a file. */
export function devCa(): Promise<DevCa> {
  authority ??= createDevCa({
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2036-01-01T00:00:00Z'),
  });
  return authority;
}

/** Writes the certificates of the authority into a folder, for `--trust`. */
export async function trustFolder(folder: string): Promise<string> {
  const { authorities } = await devCa();
  for (const [name, { certificate }] of Object.entries(authorities)) {
    writeFileSync(join(folder, `${name}.pem`), toPem(certificate, 'CERTIFICATE'));
  }
  return folder;
}

/** Text of a record signed by the roles in their order. */
export async function signedRecord(
  options: {
    readonly hocBa?: HocBa;
    readonly roles?: readonly VaiTroKy[];
    readonly receiver?: Receiver;
    readonly signedAt?: Date;
  } = {},
): Promise<string> {
  const ca = await devCa();
  let file = writeHocBa(options.hocBa ?? specimenHocBa(), { layout: cv2088 });
  for (const role of options.roles ?? ROLES) {
    const { certificate, chain, privateKey } = await ca.identity(role as (typeof ROLES)[number], { key: 'P-256' });
    const algorithm = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
    const signer = cryptoKeySigner({ certificate, chain, privateKey, algorithm });
    const signingTime = options.signedAt ?? SIGNED_AT[role]!;
    file = await signHocBa(file, { role, signer, receiver: options.receiver ?? RECEIVER_DUAL, signingTime });
  }
  return Buffer.from(file.bytes).toString('utf8');
}
