/**
 * A teacher signs with her phone: the service shows one confirmation for the whole class, the program waits, collects, and checks.
 *
 * The service here is the one of the test bench; a real one differs in its address and in how the access token is got.
 */
import { cv2088, writeHocBa } from 'hoc-ba-so';
import { RECEIVER_DUAL, remoteSigner, signBatch } from 'hoc-ba-so/signing';
import { createDevCa, fakeRemoteService, sampleClass } from 'hoc-ba-so/testing';

const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01') });
const service = fakeRemoteService({ identity: await devCa.identity('giaoVienChuNhiem'), accessToken: 'abc' });
const accessToken = () => 'abc';
const items = sampleClass({ khoiLop: 4, pupils: 5, seed: 'remote' }).map((hocBa, index) => ({
  id: `hs${index + 1}`,
  file: writeHocBa(hocBa, { layout: cv2088 }),
}));
const fetchOfBench = service.fetch;

// #region remote-signing
const signer = await remoteSigner({
  baseUrl: 'https://ky.example/csc/v2',
  credentialId: 'khoa-cua-co-D',
  accessToken, // from your own server; the client secret never reaches a page
  description: 'Ký 5 học bạ lớp 4A1', // shown on her phone
  timeoutMs: 180_000,
  pollIntervalMs: 1_000,
  fetch: fetchOfBench,
});
const results = await signBatch(items, { role: 'giaoVienChuNhiem', signer, receiver: RECEIVER_DUAL });
// #endregion

console.log(
  JSON.stringify({
    signed: results.filter(({ status }) => status === 'signed').length,
    confirmations: service.confirmations(),
    requests: service.requests.map(({ path }) => path),
  }),
);
