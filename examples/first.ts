/**
 * The shortest whole line: the Ministry's specimen becomes XML, three roles sign, anybody verifies, one mark is forged and found.
 *
 * The keys come from the test authority. Nothing here has legal value.
 */
// #region first
import { cryptoKeySigner, cv2088, describeReport, RECEIVER_DUAL, signHocBa, verifyHocBa, writeHocBa } from 'hoc-ba-so';
import { VAI_TRO_KY } from 'hoc-ba-so/hoc-ba';
import { createDevCa, specimenHocBa } from 'hoc-ba-so/testing';

const ca = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2029-01-01') });
const signingTime = new Date('2024-05-30T03:00:00Z');

let file = writeHocBa(specimenHocBa(), { layout: cv2088 });
// homeroom teacher, principal, school seal
for (const role of VAI_TRO_KY.slice(1)) {
  const identity = await ca.identity(role);
  const signer = cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
  file = await signHocBa(file, { role, signer, receiver: RECEIVER_DUAL, signingTime });
}

const trust = {
  anchors: ca.anchors,
  intermediates: Object.values(ca.authorities).map(({ certificate }) => certificate),
};
const at = new Date('2024-06-01');
const report = await verifyHocBa(file, { trust, at });
console.log(describeReport(report, 'en').headline); // indeterminate: nothing says that no certificate was revoked, nor who may sign for this school

const text = new TextDecoder().decode(file.bytes);
const forged = new TextEncoder().encode(text.replace('<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<'));
console.log(describeReport(await verifyHocBa(forged, { trust, at }), 'vi').headline);
// #endregion
