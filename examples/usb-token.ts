/**
 * A principal signs a class with a USB token: one PIN, one confirmation, a journal that survives a crash.
 *
 * Where a token's library and the package graphene-pk11 are (`HOCBA_PKCS11`, `HOCBA_PIN`), the token signs; without them a key of the test
 * authority stands in for it, so that the program runs everywhere.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cv2088, writeHocBa } from 'hoc-ba-so';
import { fileJournal, type Pkcs11Signer, pkcs11Signer } from 'hoc-ba-so/node';
import { cryptoKeySigner, RECEIVER_DUAL, signBatch } from 'hoc-ba-so/signing';
import { createDevCa, sampleClass } from 'hoc-ba-so/testing';

const folder = mkdtempSync(join(tmpdir(), 'hoc-ba-'));
const items = sampleClass({ khoiLop: 4, pupils: 5, seed: 'token' }).map((hocBa, index) => ({
  id: `hs${index + 1}`, // no names: the id stands in journals and progress lines
  file: writeHocBa(hocBa, { layout: cv2088 }),
}));

// #region usb-token
const openToken = (library: string, pin: string) =>
  pkcs11Signer({
    library, // the PKCS#11 library that came with the token
    pin: () => pin, // asked for once, after the certificate has been found
    subjectId: { kind: 'CCCD', value: '001075000001' }, // whose certificate, where the token holds several
  });
// #endregion

async function standIn(): Promise<Pkcs11Signer> {
  const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01') });
  const identity = await devCa.identity('canBoQuanLy');
  const algorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
  return { ...cryptoKeySigner({ ...identity, algorithm }), close: async () => undefined };
}

const { HOCBA_PKCS11: library, HOCBA_PIN: pin = '' } = process.env;
const signer = library === undefined ? await standIn() : await openToken(library, pin);
const confirm = (summaries: readonly { readonly summary: { readonly lines: readonly string[] } }[]) =>
  summaries.every(({ summary }) => summary.lines.length > 0); // a real program shows the lines and asks

// #region batch
const results = await signBatch(items, {
  role: 'canBoQuanLy',
  signer,
  receiver: RECEIVER_DUAL,
  journal: fileJournal(join(folder, 'lop-4A1.jsonl')), // killed in the middle, the same call goes on from here
  confirm, // once, with every record in words
  save: (id, file) => writeFileSync(join(folder, `${id}.xml`), file.bytes),
});
await signer.close();
// #endregion

console.log(JSON.stringify({ results: results.map(({ id, status }) => `${id}: ${status}`) }));
rmSync(folder, { recursive: true });
