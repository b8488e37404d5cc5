/**
 * A back end that receives files from anybody, whatever they are: every record is verified, and what is stored comes from the report, never
 * from the file.
 */
import { cv2088, describeReport, isHocBaSoError, signHocBa, verifyHocBa, writeHocBa } from 'hoc-ba-so';
import { openUpload, type UploadBody } from 'hoc-ba-so/packaging';
import { cryptoKeySigner, RECEIVER_DUAL } from 'hoc-ba-so/signing';
import { createDevCa, specimenHocBa } from 'hoc-ba-so/testing';

const at = new Date('2024-06-01T00:00:00Z');
const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2029-01-01') });
const trust = {
  anchors: devCa.anchors,
  intermediates: Object.values(devCa.authorities).map(({ certificate }) => certificate),
};

let signed = writeHocBa(specimenHocBa(), { layout: cv2088 });
for (const role of ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const) {
  const identity = await devCa.identity(role);
  const signer = cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
  signed = await signHocBa(signed, { role, signer, receiver: RECEIVER_DUAL, signingTime: new Date('2024-05-30') });
}
const forged = new TextEncoder().encode(new TextDecoder().decode(signed.bytes).replace('>10<', '>9<'));

const stored: string[] = [];
const save = (content: { readonly paths: readonly string[] } | null) => stored.push(...(content?.paths ?? []));
const respond = (text: string) => console.log(text);

const deadline = new Date(Date.now() + 10_000);
const limits = { bytes: 20_000_000, records: 1_000 };
const bodies = [
  signed.bytes,
  new Blob([new Uint8Array(forged)]),
  new TextEncoder().encode('%PDF-1.7 a picture of a record'),
];

// #region uploads
async function receive(body: UploadBody) {
  for await (const item of openUpload(body, { limits, deadline })) {
    // XML, transaction, content, ASiC-E, PDF with XML
    const report = await verifyHocBa(item, { trust, at, policy: 'neac' });
    respond(describeReport(report, 'vi').headline); // the report holds codes and parameters; texts are a view
    if (report.conclusion === 'totalPassed') save(report.signedBy('phatHanh'));
  }
}
// #endregion

for (const body of bodies) {
  try {
    await receive(body);
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    respond(error.messageVi); // a refused upload: nothing of it was taken for a record
  }
}

// Nothing is stored: without a register of signers and revocation data the conclusion is at best indeterminate.
console.log(JSON.stringify({ stored }));
