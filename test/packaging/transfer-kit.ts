import { parseCertificate } from '../../src/certificate/index.js';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { type CreateTransferOptions, createTransferPackage } from '../../src/packaging/index.js';
import { cv2088, type HocBaFile, type Layout, writeHocBa } from '../../src/record-xml/index.js';
import { cryptoKeySigner, RECEIVER_DUAL, type Signer, signHocBa } from '../../src/signing/index.js';
import {
  createDevCa,
  type DevCa,
  type DevIdentityName,
  sampleCrypto,
  sampleHistories,
} from '../../src/testing/index.js';
import type { VerifyHocBaOptions } from '../../src/verification/index.js';

export const AT = new Date('2026-06-01T03:00:00Z');
export const SIGNED = new Date('2026-05-30T03:00:00Z');
export const devCa: Promise<DevCa> = createDevCa({
  notBefore: new Date('2020-01-01T00:00:00Z'),
  notAfter: new Date('2030-01-01T00:00:00Z'),
});
export const SENDER = { maTruong: '01000001', tenTruong: 'Trường Tiểu học Nơi Đi' };
export const RECEIVER = { maTruong: '79000002', tenTruong: 'Trường Tiểu học Nơi Đến' };

/** RSA PKCS#1 v1.5: the same bytes always get the same value. */
export async function signerOf(name: DevIdentityName): Promise<Signer> {
  const identity = await (await devCa).identity(name);
  return cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
}

export async function fingerprintOf(name: DevIdentityName): Promise<string> {
  return parseCertificate((await signerOf(name)).certificate).fingerprint;
}

export async function signRecord(hocBa: HocBa, layout: Layout = cv2088): Promise<HocBaFile> {
  let file = writeHocBa(hocBa, { layout, crypto: sampleCrypto(hocBa.maTraCuu) });
  for (const role of ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const) {
    file = await signHocBa(file, { role, signer: await signerOf(role), receiver: RECEIVER_DUAL, signingTime: SIGNED });
  }
  return file;
}

/** The records of one pupil, grade 1 to `grade`, all of the sending school. */
export function history(grade = 5, seed = 'transfer'): readonly HocBa[] {
  const [years] = sampleHistories({ pupils: 1, seed, namHoc: '2024-2025', khoiLop: grade });
  return years!.map((hocBa) => ({ ...hocBa, nhaTruong: { ...hocBa.nhaTruong, ...SENDER } }));
}

export async function packageOf(
  records: readonly (HocBaFile | Uint8Array)[],
  more: Partial<CreateTransferOptions> = {},
): Promise<Uint8Array> {
  return createTransferPackage(records, {
    sender: SENDER,
    signer: await signerOf('phatHanh'),
    signingTime: SIGNED,
    ...more,
  });
}

/** Everything a verifier needs to say "valid" but for the certificates' status, which nothing here knows. */
export async function trust(): Promise<VerifyHocBaOptions> {
  const { anchors, authorities } = await devCa;
  return {
    trust: { anchors, intermediates: [authorities.officialUse.certificate, authorities.publicCa.certificate] },
    at: AT,
    authority: () => 'authorised',
    revocation: () => ({ status: 'good' }),
    policy: 'neac',
  };
}
