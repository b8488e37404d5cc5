/**
 * Prepared at the school today, signed in the evening on a machine without a line, completed tomorrow.
 */
import { cv2088, writeHocBa } from 'hoc-ba-so';
import {
  completeQueue,
  cryptoKeySigner,
  memoryJournal,
  prepareQueue,
  RECEIVER_DUAL,
  signQueue,
} from 'hoc-ba-so/signing';
import { createDevCa, sampleClass } from 'hoc-ba-so/testing';

const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01') });
const identity = await devCa.identity('giaoVienChuNhiem');
const signer = cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
const { certificate } = signer;
const items = sampleClass({ khoiLop: 4, pupils: 3, seed: 'queue' }).map((hocBa, index) => ({
  id: `hs${index + 1}`,
  file: writeHocBa(hocBa, { layout: cv2088 }),
}));
const atSchool = memoryJournal(); // fileJournal('…') in a program
const atHome = memoryJournal();
const confirm = () => true; // shows queue[i].summary.lines and asks

// #region offline-queue
const expiresAt = new Date(Date.now() + 3 * 24 * 3_600_000); // three days for the way there and back
const queue = await prepareQueue(items, {
  role: 'giaoVienChuNhiem',
  certificate,
  receiver: RECEIVER_DUAL,
  expiresAt,
  journal: atSchool,
});
const carried = JSON.stringify(queue); // holds what the signer reads: personal data

await signQueue(JSON.parse(carried), signer, { journal: atHome, confirm });

for (const entry of await atHome.read()) await atSchool.append(entry); // the values, brought back
const results = await completeQueue(items, { journal: atSchool });
// #endregion

console.log(JSON.stringify({ results: results.map(({ id, status }) => `${id}: ${status}`) }));
