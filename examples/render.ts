/**
 * A sealed record as a page to read and print. The verdict on the page is the report's: without one the page says that nobody has checked.
 */
import { cv2088, signHocBa, verifyHocBa, writeHocBa } from 'hoc-ba-so';
import { createForm, renderHtml } from 'hoc-ba-so/rendering';
import { cryptoKeySigner, RECEIVER_DUAL } from 'hoc-ba-so/signing';
import { createDevCa, specimenHocBa } from 'hoc-ba-so/testing';

const at = new Date('2024-06-01T00:00:00Z');
const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2029-01-01') });

let file = writeHocBa(specimenHocBa(), { layout: cv2088 });
for (const role of ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const) {
  const identity = await devCa.identity(role);
  const signer = cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
  file = await signHocBa(file, { role, signer, receiver: RECEIVER_DUAL, signingTime: new Date('2024-05-31') });
}

// #region render
const report = await verifyHocBa(file, { at });
const form = createForm(file, { kind: 'paper', reports: report }); // several files of one pupil: [grade1, grade2, …]
const html = await renderHtml(form); // one file: no script, nothing fetched
// #endregion

const [record] = form.records;
console.log(
  JSON.stringify({
    pages: form.pages.map(({ id }) => id),
    verdict: record!.marks.verdict.headline,
    watermarks: record!.marks.watermarks.map(({ text }) => text),
    bytes: html.length,
  }),
);
