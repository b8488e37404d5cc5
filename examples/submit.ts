/**
 * The reporting season of a school: its certificate is registered, a class is submitted, one record is refused with its reason, one is
 * recalled and replaced. The gateway here is the kit in the same program; in production `fetch` is left out and `baseUrl` is the Sở's.
 */
import { cv2088, packTransaction, signHocBa, writeHocBa } from 'hoc-ba-so';
import { parseCertificate } from 'hoc-ba-so/certificate';
import {
  assertReplacement,
  certificateContent,
  createExchangeClient,
  createGateway,
  describeRefusal,
  memoryGatewayStore,
  memorySubmissionJournal,
  recallItem,
  signRecallList,
} from 'hoc-ba-so/exchange';
import type { HocBa } from 'hoc-ba-so/hoc-ba';
import type { HocBaFile } from 'hoc-ba-so/record-xml';
import { cryptoKeySigner, RECEIVER_DUAL as receiver, type Signer } from 'hoc-ba-so/signing';
import { createDevCa, type DevIdentityName, sampleClass } from 'hoc-ba-so/testing';

const at = new Date('2025-05-30T03:00:00Z');
const devCa = await createDevCa({ notBefore: new Date('2025-01-01'), notAfter: new Date('2029-01-01') });
const trust = {
  anchors: devCa.anchors,
  intermediates: Object.values(devCa.authorities).map(({ certificate }) => certificate),
};

async function signerOf(name: DevIdentityName): Promise<Signer> {
  const identity = await devCa.identity(name);
  return cryptoKeySigner({ ...identity, algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
}

async function sign(hocBa: HocBa, roles: readonly ('giaoVienChuNhiem' | 'canBoQuanLy' | 'phatHanh')[]) {
  let file = writeHocBa(hocBa, { layout: cv2088 });
  for (const role of roles)
    file = await signHocBa(file, { role, signer: await signerOf(role), receiver, signingTime: at });
  return file;
}

const all = ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const;
const class3 = sampleClass({ khoiLop: 3, pupils: 3, seed: 'mua-bao-cao' });
const maDonVi = class3[0]!.nhaTruong.maTruong;
const seal = await signerOf('phatHanh');
// The third record was forgotten by the principal.
const files = await Promise.all(class3.map((hocBa, index) => sign(hocBa, index === 2 ? all.slice(0, 1) : all)));

const gateway = createGateway({
  store: memoryGatewayStore(),
  authenticate: ({ token }) => token === 'phien-lam-viec',
  acceptance: { trust, receiver },
  now: () => at,
});

// #region client
const client = createExchangeClient({
  baseUrl: 'https://cong.example/',
  account: { userName: 'th-quang-trung', password: 'read from a secret store', maDonVi, namHoc: 2024 },
  token: () => 'phien-lam-viec', // asked again with { renew: true } when the gateway refuses it
  receiver, // what the records were signed for; others are refused here
  fetch: (url, init) => gateway.handle(new Request(url, init)), // rehearsal; left out in production
  timing: { sleep: async () => void (await gateway.processPending()) }, // rehearsal: the gateway works while we wait
});
// #endregion

// #region register
const serialNumber = parseCertificate(seal.certificate).serialNumberHex;
const registration = await client.registerCertificate({
  serialNumber,
  ngayHieuLuc: '2025-01-01',
  maKieuChuKy: 'USB_TOKEN',
  nhaPhatHanh: 'BAN_CO_YEU',
  content: await certificateContent(seal, { maDonVi, serialNumber }),
});
// #endregion
await gateway.decideCertificate(maDonVi, registration.messageId, 'approved');

const pack = (some: readonly HocBaFile[]) => packTransaction(some, { signer: seal, receiver, signingTime: at });

// #region dry-run
const parts = await pack(files);
const dry = await client.submit(parts, { dryRun: true, acceptance: { trust, at } });
const problems = dry.records.filter(({ state }) => state === 'refused'); // known before anything is sent
// #endregion

// #region submit
const journal = memorySubmissionJournal(); // in production fileSubmissionJournal('gui-2025.jsonl'), which survives a crash
const result = await client.submitSchool(files, { journal, pack });
for (const { maTraCuu, state, code } of result.records) {
  console.log(maTraCuu, state, code === null ? '' : (describeRefusal(code, 'vi') ?? code));
}
// #endregion

// #region recall
const wrong = class3[0]!;
const recallWrong = () =>
  client.recallRecords([recallItem(wrong)], {
    journal, // that of the submissions: the old code is then never sent again
    sign: (items) => signRecallList(items, { signer: seal, receiver, signingTime: at }),
    polling: { maxMs: 0 }, // asks once; run again later
  });
await recallWrong(); // waiting
// #endregion
await gateway.processPending();
await gateway.decideRecall(wrong.maTraCuu, 'so', true);
// #region replace
const [recalled] = (await recallWrong()).records;
const replacement: HocBa = { ...wrong, maTraCuu: crypto.randomUUID() };
assertReplacement(wrong, replacement, recalled?.state === 'agreed' ? 'agreed' : 'waiting'); // throws before the recall is agreed, or with the old code
const again = await client.submitSchool([await sign(replacement, all)], { journal, pack });
// #endregion

console.log(
  JSON.stringify({
    dryRun: problems.map(({ code, field }) => ({ code, field })),
    submitted: result.records.map(({ state, code }) => ({ state, code })),
    recall: recalled?.state,
    replaced: again.records[0]?.state,
  }),
);
