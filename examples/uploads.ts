/**
 * A back end that receives files from anybody: every record is verified, and what is stored comes from the report, never from the file.
 */
import { cv2088, describeReport, signHocBa, verifyHocBa, writeHocBa } from 'hoc-ba-so';
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

// #region uploads
for (const item of [signed.bytes, forged, new TextEncoder().encode('<html/>')]) {
  const report = await verifyHocBa(item, { trust, at, policy: 'neac' });
  respond(describeReport(report, 'vi').headline); // the report holds codes and parameters; texts are a view
  if (report.conclusion === 'totalPassed') save(report.signedBy('phatHanh'));
}
// #endregion

// Nothing is stored: without a register of signers and revocation data the conclusion is at best indeterminate.
console.log(JSON.stringify({ stored }));
