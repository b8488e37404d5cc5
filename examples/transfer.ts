/**
 * A pupil changes schools: the sending school packs all years, the receiving school checks before it imports anything and answers with a
 * signed receipt, the sending school checks the receipt.
 *
 * The keys here come from the test authority; in production each `Signer` stands for a token, a phone or an HSM.
 */
import { cv2088, type HocBa, type HocBaFile, signHocBa, writeHocBa } from 'hoc-ba-so';
import { parseCertificate } from 'hoc-ba-so/certificate';
import {
  createTransferPackage,
  createTransferReceipt,
  describeTransfer,
  openTransferPackage,
  transferLosses,
  verifyTransferPackage,
  verifyTransferReceipt,
} from 'hoc-ba-so/packaging';
import { cryptoKeySigner, RECEIVER_DUAL, type Signer } from 'hoc-ba-so/signing';
import { createDevCa, type DevIdentityName, sampleHistories } from 'hoc-ba-so/testing';

const at = new Date('2026-06-01T03:00:00Z');
const devCa = await createDevCa({ notBefore: new Date('2020-01-01'), notAfter: new Date('2031-01-01') });
const trust = {
  anchors: devCa.anchors,
  intermediates: Object.values(devCa.authorities).map(({ certificate }) => certificate),
};

async function signerOf(name: DevIdentityName): Promise<Signer> {
  const identity = await devCa.identity(name);
  return cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
}

async function sign(hocBa: HocBa): Promise<HocBaFile> {
  let file = writeHocBa(hocBa, { layout: cv2088 });
  for (const role of ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const) {
    file = await signHocBa(file, { role, signer: await signerOf(role), receiver: RECEIVER_DUAL, signingTime: at });
  }
  return file;
}

const [years] = sampleHistories({ pupils: 1, seed: 'chuyen-truong', khoiLop: 3 });
const records = await Promise.all(years!.map(sign));
const { maTruong, tenTruong } = years!.at(-1)!.nhaTruong;
const sender = { maTruong, tenTruong };
const receiver = { maTruong: '79000002', tenTruong: 'Trường Tiểu học Nơi Đến' };
const senderSeal = await signerOf('phatHanh');
const receiverSeal = await signerOf('phatHanh'); // in the rehearsal both schools have the same key

// #region create
const file = await createTransferPackage(records, {
  sender,
  receiver: null, // not known yet: a valid case
  gaps: { '2021-2022': 'Học bạ giấy, đang số hóa' }, // why a year has no record; asked for only where one is missing
  signer: senderSeal,
  createdAt: at,
});
// #endregion

// #region check
const report = await verifyTransferPackage(file, { trust, at, maTruong: receiver.maTruong });
for (const { mark, text } of describeTransfer(report, 'vi')) console.log(mark, text);
// #endregion

// #region losses
const opened = await openTransferPackage(file);
const losses = transferLosses(opened, { fields: ['hocSinh', 'namHoc', 'monHoc', 'tongKet'], attachments: true });
// #endregion

// #region receipt
const receipt = await createTransferReceipt({
  package: file,
  receiver,
  decision: report.conclusion === 'totalFailed' ? 'refused' : 'received',
  reasons: report.checklist
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ code, reason }) => `${code}:${reason}`),
  signer: receiverSeal,
  receivedAt: at,
});
// #endregion

// #region verify-receipt
const { fingerprint } = parseCertificate(receiverSeal.certificate); // known from a register, or told by the receiving school
const answer = await verifyTransferReceipt(receipt, {
  package: file,
  receiver: receiver.maTruong,
  signers: [fingerprint],
  trust,
  at,
});
// #endregion

console.log(
  JSON.stringify({
    bytes: file.length,
    conclusion: report.conclusion,
    unchanged: report.unchanged,
    failed: report.checklist.filter(({ outcome }) => outcome === 'failed').map(({ code }) => code),
    losses: losses.length,
    receipt: [answer.conclusion, answer.reason, answer.receipt?.decision],
  }),
);
