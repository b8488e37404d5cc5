/**
 * A file that a vendor's tool has signed: taken over only if nothing but the slot has changed.
 */
import { cv2088, isHocBaSoError, signHocBa, writeHocBa } from 'hoc-ba-so';
import { adoptSignature, cryptoKeySigner, RECEIVER_CV2088 } from 'hoc-ba-so/signing';
import { createDevCa, specimenHocBa } from 'hoc-ba-so/testing';

const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01') });
const identity = await devCa.identity('canBoQuanLy');
const before = writeHocBa(specimenHocBa(), { layout: cv2088 });

/** Stands for the tool: it gets bytes and gives bytes. */
async function vendorTool(bytes: Uint8Array): Promise<Uint8Array> {
  const signer = cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
  const signingTime = new Date('2024-05-31T03:00:00Z');
  return (await signHocBa(bytes, { role: 'canBoQuanLy', signer, receiver: RECEIVER_CV2088, signingTime })).bytes;
}

// #region adopt
const returned = await vendorTool(before.bytes);
const file = await adoptSignature(before, returned, 'canBoQuanLy');
// #endregion

// The same file, with a mark changed on the way.
const forged = new TextEncoder().encode(new TextDecoder().decode(returned).replace('>10<', '>9<'));
const refusal = await adoptSignature(before, forged, 'canBoQuanLy').catch((error: unknown) =>
  isHocBaSoError(error) ? { code: error.code, params: error.params } : null,
);
console.log(JSON.stringify({ adopted: file.bytes.length, refusal }));
