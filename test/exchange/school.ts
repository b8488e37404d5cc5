import { parseCertificate } from '../../src/certificate/index.js';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { packTransaction, type TransactionPart } from '../../src/packaging/index.js';
import { cv2088, type HocBaFile, writeHocBa } from '../../src/record-xml/index.js';
import { cryptoKeySigner, RECEIVER_DUAL, type Receiver, type Signer, signHocBa } from '../../src/signing/index.js';
import { createDevCa, type DevIdentityName, sampleClass } from '../../src/testing/index.js';
import { AT } from './season-plan.js';

export { AT };

export const devCa = createDevCa({ notBefore: new Date('2025-01-01'), notAfter: new Date('2029-01-01') });
// Elliptic keys: a season has some ten thousand signatures.
const ALGORITHM = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

const signers = new Map<DevIdentityName, Promise<Signer>>();

/** A signer of the dev CA, made once. */
export function signerOf(name: DevIdentityName): Promise<Signer> {
  const known = signers.get(name);
  if (known !== undefined) return known;
  const made = devCa
    .then((ca) => ca.identity(name, { key: 'P-256' }))
    .then((identity) => cryptoKeySigner({ ...identity, algorithm: ALGORITHM }));
  signers.set(name, made);
  return made;
}

async function strangerOf(name: DevIdentityName): Promise<Signer> {
  const ca = await createDevCa({ notBefore: new Date('2025-01-01'), notAfter: new Date('2029-01-01') });
  return cryptoKeySigner({ ...(await ca.identity(name, { key: 'P-256' })), algorithm: ALGORITHM });
}

export async function fingerprintOf(name: DevIdentityName): Promise<string> {
  return parseCertificate((await signerOf(name)).certificate).fingerprint;
}

export async function trustOf() {
  const { anchors, authorities } = await devCa;
  return { anchors, intermediates: [authorities.officialUse.certificate, authorities.publicCa.certificate] };
}

/** Records of a school that carry its code. */
export function recordsOf(maTruong: string, pupils: number): readonly HocBa[] {
  return sampleClass({ khoiLop: 3, pupils, seed: maTruong, namHoc: '2024-2025' }).map((hocBa) => ({
    ...hocBa,
    nhaTruong: { ...hocBa.nhaTruong, maTruong },
  }));
}

export async function signRecord(
  hocBa: HocBa,
  options: {
    readonly receiver?: Receiver;
    /** Of `elsewhere`: the same person with a certificate of authorities that nobody trusts. */
    readonly teacher?: 'elsewhere';
    readonly seal?: DevIdentityName;
    /** Each role says it signed a day before the one before it. */
    readonly backwards?: boolean;
    /** The first role that does not sign. */
    readonly until?: 'canBoQuanLy' | 'phatHanh';
  } = {},
): Promise<HocBaFile> {
  const { receiver = RECEIVER_DUAL, teacher, seal = 'phatHanh', until } = options;
  let file = writeHocBa(hocBa, { layout: cv2088 });
  const steps = [
    ['giaoVienChuNhiem', 'giaoVienChuNhiem'],
    ['canBoQuanLy', 'canBoQuanLy'],
    ['phatHanh', seal],
  ] as const;
  for (const [day, [role, name]] of steps.entries()) {
    if (role === until) break;
    const signingTime = options.backwards === true ? new Date(AT.getTime() - day * 86_400_000) : AT;
    const signer =
      role === 'giaoVienChuNhiem' && teacher === 'elsewhere' ? await strangerOf(role) : await signerOf(name);
    file = await signHocBa(file, { role, signer, receiver, signingTime });
  }
  return file;
}

/** A signed record with a piece of its text changed afterwards. */
export function edited(file: HocBaFile, from: RegExp, to: string): Uint8Array {
  const text = new TextDecoder().decode(file.bytes);
  const changed = text.replace(from, to);
  if (changed === text) throw new RangeError(`nothing to change: ${from.source}`);
  return new TextEncoder().encode(changed);
}

export async function pack(
  files: readonly (HocBaFile | Uint8Array)[],
  receiver: Receiver = RECEIVER_DUAL,
  signer: DevIdentityName = 'phatHanh',
): Promise<readonly TransactionPart[]> {
  return packTransaction(files, { signer: await signerOf(signer), receiver, signingTime: AT });
}
