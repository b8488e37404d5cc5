/**
 * A class of 45 signed by three roles on one PKCS#11 device (SoftHSM 2 in a folder of its own), as a ratio to what the device needs for the
 * bare key operations: how much of a signer's time goes to this package. SoftHSM needs a millisecond where a USB token needs hundreds, so
 * the ratio is the worst there is; `ownCpuMs` says what it is for any other device.
 *
 * Alone: `tsx bench/signing.ts`. Needs softhsm2 and graphene-pk11, and says so when they are absent.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileJournal, type Pkcs11Signer, pkcs11Signer } from '../src/node/index.js';
import { cv2088, writeHocBa } from '../src/record-xml/index.js';
import { type BatchItem, RECEIVER_DUAL, signBatch } from '../src/signing/index.js';
import { createDevCa, type DevIdentity, sampleClass, toPem } from '../src/testing/index.js';

const PIN = '135790';
const PUPILS = 45;
/** Milliseconds; a USB token takes several times as long. */
const TOKEN_MS = 30;
const ROLES = ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const;
const LIBRARY = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
].find((path) => existsSync(path));

export interface SigningBench {
  /** Milliseconds for 135 bare signatures of the device. */
  readonly deviceMs: number;
  /** Milliseconds for the same number through plan, preparation, completion; journal in memory. */
  readonly batchMs: number;
  /** The same with a journal written through to the disk. */
  readonly journalMs: number;
  /** `batchMs / deviceMs - 1`. */
  readonly overhead: number;
  readonly overheadWithJournal: number;
  /** The same as `overhead` where the device takes {@link TOKEN_MS} longer for each signature and the processor is free meanwhile, as with a token. */
  readonly overheadOfToken: number;
  /** Milliseconds that a signature takes longer than the device alone. */
  readonly addedMs: number;
  /**
   * Milliseconds of processor time of this package a signature, journal in memory. It passes while the device works: a device that needs
   * longer than that does not wait for it.
   */
  readonly ownCpuMs: number;
}

/** Best of the rounds, since a busy machine only ever adds. */
export async function benchSigning(
  rounds = 3,
  key: 'RSA-2048' | 'RSA-3072' | 'RSA-4096' = 'RSA-2048',
): Promise<SigningBench | string> {
  if (LIBRARY === undefined) return 'softhsm2 is not installed';
  let graphene: Graphene;
  try {
    graphene = createRequire(import.meta.url)('graphene-pk11') as Graphene;
  } catch {
    // Why it cannot be loaded does not matter here: there is nothing to measure without it.
    return 'graphene-pk11 is not installed';
  }
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-signing-'));
  try {
    const at = new Date('2025-06-01T00:00:00Z');
    const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01') });
    mkdirSync(join(folder, 'tokens'));
    writeFileSync(join(folder, 'conf'), `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`);
    process.env['SOFTHSM2_CONF'] = join(folder, 'conf');
    const holders: DevIdentity[] = [];
    for (const role of ROLES) holders.push(await devCa.identity(role, { key }));
    fill(graphene, LIBRARY, holders, join(folder, 'key.pem'));
    const signers: Pkcs11Signer[] = [];
    for (const tokenLabel of ROLES)
      signers.push(await pkcs11Signer({ library: LIBRARY, graphene, tokenLabel, pin: () => PIN, at }));

    const written = sampleClass({ khoiLop: 4, pupils: PUPILS, seed: 'bench' }).map(
      (hocBa) => writeHocBa(hocBa, { layout: cv2088 }).bytes,
    );
    const slow = (signer: Pkcs11Signer): Pkcs11Signer => ({
      ...signer,
      sign: async (request) => {
        await new Promise((resolve) => setTimeout(resolve, TOKEN_MS));
        return signer.sign(request);
      },
    });
    const tokens = signers.map(slow);
    const bare = async (devices: readonly Pkcs11Signer[] = signers) => {
      const toSign = new Uint8Array(2000);
      for (const signer of devices)
        for (let n = 0; n < PUPILS; n++)
          await signer.sign({ toSign, digest: toSign, digestName: 'SHA-256', algorithm: signer.algorithm });
    };
    // From the bytes each time: opening and reading a record is part of the work.
    const whole = async (journal?: string, devices: readonly Pkcs11Signer[] = signers) => {
      let items: readonly BatchItem[] = written.map((bytes, index) => ({ id: `hs${index}`, file: bytes }));
      for (const [index, role] of ROLES.entries()) {
        const results = await signBatch(items, {
          role,
          signer: devices[index]!,
          receiver: RECEIVER_DUAL,
          signingTime: at,
          ...(journal === undefined ? {} : { journal: fileJournal(join(folder, `${journal}-${role}`)) }),
        });
        items = results.map((one) => {
          if (one.status !== 'signed') throw new Error(`${one.id} ${one.status}`);
          return { id: one.id, file: one.file };
        });
      }
    };
    await bare();
    await whole();
    const best = {
      deviceMs: Number.POSITIVE_INFINITY,
      batchMs: Number.POSITIVE_INFINITY,
      journalMs: Number.POSITIVE_INFINITY,
    };
    let deviceCpuMs = Number.POSITIVE_INFINITY;
    let batchCpuMs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      const device = await timed(() => bare());
      const batch = await timed(() => whole());
      const withJournal = await timed(() => whole(`journal-${round}`));
      best.deviceMs = Math.min(best.deviceMs, device.ms);
      best.batchMs = Math.min(best.batchMs, batch.ms);
      best.journalMs = Math.min(best.journalMs, withJournal.ms);
      deviceCpuMs = Math.min(deviceCpuMs, device.cpuMs);
      batchCpuMs = Math.min(batchCpuMs, batch.cpuMs);
    }
    const token = await timed(() => bare(tokens));
    const batchOfToken = await timed(() => whole(undefined, tokens));
    for (const signer of signers) await signer.close();
    return {
      ...best,
      overhead: best.batchMs / best.deviceMs - 1,
      overheadWithJournal: best.journalMs / best.deviceMs - 1,
      overheadOfToken: batchOfToken.ms / token.ms - 1,
      addedMs: (best.batchMs - best.deviceMs) / (PUPILS * ROLES.length),
      ownCpuMs: (batchCpuMs - deviceCpuMs) / (PUPILS * ROLES.length),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(run: () => Promise<void>): Promise<{ readonly ms: number; readonly cpuMs: number }> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1000 };
}

interface Graphene {
  readonly Module: {
    load(path: string): {
      initialize(): void;
      finalize(): void;
      getSlots(present: boolean): { readonly length: number; items(at: number): Slot };
    };
  };
  readonly ObjectClass: { readonly CERTIFICATE: number };
  readonly CertificateType: { readonly X_509: number };
}
interface Slot {
  getToken(): { readonly label: string };
  open(flags: number): { login(pin: string): void; create(template: object): unknown; close(): void };
}

/** One token a role; softhsm2-util of Debian imports keys only, so the certificates go in by the library. */
function fill(graphene: Graphene, library: string, holders: readonly DevIdentity[], file: string): void {
  const util = (...args: string[]) => execFileSync('softhsm2-util', [...args, '--pin', PIN], { stdio: 'pipe' });
  for (const [index, { pkcs8 }] of holders.entries()) {
    util('--init-token', '--free', '--label', ROLES[index]!, '--so-pin', '97531086');
    writeFileSync(file, toPem(pkcs8, 'PRIVATE KEY'));
    util('--import', file, '--token', ROLES[index]!, '--label', 'k', '--id', '01');
  }
  const module = graphene.Module.load(library);
  module.initialize();
  const slots = module.getSlots(true);
  for (let at = 0; at < slots.length; at++) {
    const slot = slots.items(at);
    const holder = holders[ROLES.indexOf(slot.getToken().label.trim() as (typeof ROLES)[number])];
    if (holder === undefined) continue;
    const session = slot.open(6); // CKF_RW_SESSION | CKF_SERIAL_SESSION
    session.login(PIN);
    session.create({
      class: graphene.ObjectClass.CERTIFICATE,
      certType: graphene.CertificateType.X_509,
      token: true,
      private: false,
      id: Buffer.from([1]),
      subject: Buffer.from([0x30, 0]),
      value: Buffer.from(holder.certificate),
    });
    session.close();
  }
  module.finalize();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const key of ['RSA-2048', 'RSA-3072', 'RSA-4096'] as const)
    console.log(key, JSON.stringify(await benchSigning(8, key)));
