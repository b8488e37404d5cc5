import { cv2088, type HocBaFile, writeHocBa } from '../../src/record-xml/index.js';
import { cryptoKeySigner, type Receiver, type Signer, signHocBa } from '../../src/signing/index.js';
import { createDevCa, type DevCa, type DevIdentityName, specimenHocBa } from '../../src/testing/index.js';

export const AT = new Date('2024-05-31T03:00:00Z');
export const devCa: Promise<DevCa> = createDevCa({
  notBefore: new Date('2024-01-01T00:00:00Z'),
  notAfter: new Date('2026-01-01T00:00:00Z'),
});

export async function signerOf(name: DevIdentityName): Promise<Signer> {
  const { certificate, chain, privateKey } = await (await devCa).identity(name);
  return cryptoKeySigner({
    certificate,
    chain,
    privateKey,
    algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  });
}

/** A class of the specimen's pupil, each record with its own look-up code, signed by the three roles for a receiver. */
export async function signedClass(size: number, receiver: Receiver): Promise<readonly HocBaFile[]> {
  const files: HocBaFile[] = [];
  for (let index = 0; index < size; index++) {
    const maTraCuu = `123e4567-e89b-42d3-a456-${String(index).padStart(12, '0')}`;
    let file = writeHocBa({ ...specimenHocBa(), maTraCuu }, { layout: cv2088 });
    for (const role of ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const) {
      file = await signHocBa(file, { role, signer: await signerOf(role), receiver, signingTime: AT });
    }
    files.push(file);
  }
  return files;
}
