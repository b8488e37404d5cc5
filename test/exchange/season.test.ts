import { expect, test } from 'vitest';
import { parseCertificate } from '../../src/certificate/index.js';
import {
  certificateContent,
  createExchangeClient,
  createGateway,
  type ExchangeClient,
  memoryGatewayStore,
  memorySubmissionJournal,
  type RecordResult,
  type RefusalCode,
  recallItem,
  type SubmissionJournal,
  signRecallList,
} from '../../src/exchange/index.js';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { encodeContent } from '../../src/packaging/index.js';
import { type HocBaFile, openHocBa } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL, type Receiver } from '../../src/signing/index.js';
import { AT, edited, pack, recordsOf, signerOf, signRecord, trustOf } from './school.js';

const SCHOOLS = 20;
/** Pupils of a school. `HOCBA_SEASON_PUPILS=150` makes the season of 3,000 records; the default keeps a loaded machine below a minute. */
const PUPILS = Number(process.env['HOCBA_SEASON_PUPILS'] ?? 15);
/** Small, so that a school needs several transactions. */
const RECEIVER: Receiver = { ...RECEIVER_DUAL, transactionLimitBytes: 20_480 + PUPILS * 1_200 };

const FAULTS: readonly RefusalCode[] = [
  ...(['RULES', 'SIGNATURE_MISSING', 'SIGNATURE_INVALID', 'SIGNER_OTHER', 'SEAL_NOT_REGISTERED'] as const),
  ...(['RECEIVER_FORM', 'OTHER_SCHOOL', 'OTHER_YEAR', 'NOT_RECALLED', 'DECIDED_BY_AUTHORITY'] as const),
];

const wrongResult = (right: HocBa['tongKet']['ketQuaGiaoDuc']) =>
  right === 'chuaHoanThanh' ? 'hoanThanhXuatSac' : 'chuaHoanThanh';

/** A signed record with one fault; NOT_RECALLED is a second record of another pupil of the class. */
async function faulty(hocBa: HocBa, fault: RefusalCode, other: HocBa): Promise<HocBaFile> {
  const { nhaTruong, tongKet } = hocBa;
  switch (fault) {
    case 'RULES':
      return signRecord({ ...hocBa, tongKet: { ...tongKet, ketQuaGiaoDuc: wrongResult(tongKet.ketQuaGiaoDuc) } });
    case 'SIGNATURE_MISSING':
      return signRecord(hocBa, { until: 'phatHanh' });
    case 'SIGNATURE_INVALID':
      return openHocBa(edited(await signRecord(hocBa), /(<TONG_SO_BUOI_NGHI_CO_PHEP>)\d+/, '$199'));
    case 'SIGNER_OTHER':
      return openHocBa(edited(await signRecord(hocBa), /(<CBQL>.*?<SO_CCCD>)\d+/s, '$1000000000009'));
    case 'SEAL_NOT_REGISTERED':
      return signRecord(hocBa, { seal: 'otherOrganization' });
    case 'RECEIVER_FORM':
      return signRecord(hocBa, { receiver: RECEIVER_CV2088 });
    case 'OTHER_SCHOOL':
      return signRecord({ ...hocBa, nhaTruong: { ...nhaTruong, maTruong: '09999999' } });
    case 'OTHER_YEAR':
      return signRecord({ ...hocBa, namHoc: '2023-2024', quaTrinhHocTap: hocBa.quaTrinhHocTap.slice(0, -1) });
    case 'NOT_RECALLED':
      return signRecord({ ...other, maTraCuu: hocBa.maTraCuu });
    default:
      return signRecord(hocBa);
  }
}

/** A journal whose program is killed at every few entries: sometimes before an entry is kept, sometimes right after. */
function killable(journal: SubmissionJournal, every: number): SubmissionJournal {
  let appended = 0;
  return {
    read: () => journal.read(),
    append: async (entry) => {
      appended++;
      const isKilled = appended % every === 0;
      if (!isKilled || appended % 2 === 0) await journal.append(entry);
      if (isKilled) throw new RangeError('killed');
    },
  };
}

test('a season: nothing lost, nothing twice', { timeout: 1_800_000 }, async (context) => {
  const store = memoryGatewayStore();
  const refusedByAuthority = new Set<string>();
  const gateway = createGateway({
    store,
    authenticate: ({ token }) => token === 'phien',
    acceptance: { trust: await trustOf(), receiver: RECEIVER },
    approve: ({ hocBa }) => (refusedByAuthority.has(hocBa.maTraCuu) ? 'refused' : 'approved'),
    now: () => AT,
  });
  let requests = 0;
  let lostAnswers = 0;
  const clientOf = (maDonVi: string): ExchangeClient =>
    createExchangeClient({
      baseUrl: 'https://cong.example',
      account: { userName: maDonVi, password: 'x', maDonVi, namHoc: 2024 },
      token: () => 'phien',
      fetch: async (url, init) => {
        const response = await gateway.handle(new Request(url, init));
        // The network fails after the gateway has heard us: the worst moment.
        if (++requests % 5 === 0) {
          lostAnswers++;
          throw new TypeError('connection reset');
        }
        return response;
      },
      timing: {
        now: () => AT,
        random: () => 0.5,
        // While a client waits, the gateway works.
        sleep: async () => {
          await gateway.processPending(2);
        },
      },
    });

  const expected = new Map<string, 'approved' | RefusalCode>();
  const got = new Map<string, RecordResult>();
  let kills = 0;
  let packets = 0;
  let records = 0;
  for (let school = 0; school < SCHOOLS; school++) {
    const maTruong = String(1_000_001 + school).padStart(8, '0');
    const client = clientOf(maTruong);
    const seal = await signerOf('phatHanh');
    const serialNumber = parseCertificate(seal.certificate).serialNumberHex;
    const { messageId } = await client.registerCertificate({
      serialNumber,
      ngayHieuLuc: '2025-01-01',
      maKieuChuKy: 'USB_TOKEN',
      nhaPhatHanh: 'BAN_CO_YEU',
      content: await certificateContent(seal, { maDonVi: maTruong, serialNumber }),
    });
    await gateway.decideCertificate(maTruong, messageId, 'approved');
    expect((await client.queryCertificate(messageId)).status).toBe('approved');

    const class3 = recordsOf(maTruong, PUPILS);
    // Two in a hundred, and in a small season every fault once.
    const count = Math.max(Math.round(PUPILS / 50), school < FAULTS.length ? 1 : 0);
    const files: HocBaFile[] = [];
    for (const [at, hocBa] of class3.entries()) {
      const fault = at >= 1 && at <= count ? FAULTS[(school + at - 1) % FAULTS.length]! : null;
      if (fault === 'DECIDED_BY_AUTHORITY') refusedByAuthority.add(hocBa.maTraCuu);
      expected.set(hocBa.maTraCuu, fault ?? 'approved');
      files.push(fault === null ? await signRecord(hocBa) : await faulty(hocBa, fault, class3[0]!));
    }
    records += files.length;

    const kept = memorySubmissionJournal();
    const options = { pack: (some: readonly HocBaFile[]) => pack(some, RECEIVER), polling: { intervalMs: 1 } };
    let result = null;
    for (let every = 2; result === null; every++) {
      try {
        result = await client.submitSchool(files, { ...options, journal: killable(kept, every) });
      } catch (error) {
        if ((error as Error).message !== 'killed') throw error;
        kills++;
      }
    }
    expect(result.isComplete).toBe(true);
    for (const one of result.records) got.set(one.maTraCuu!, one);
    packets += new Set(kept.entries.map((entry) => entry.messageId)).size;
    // A run after the end asks and sends nothing.
    const before = requests;
    expect(await client.submitSchool(files, { ...options, journal: kept })).toEqual(result);
    expect(requests).toBe(before);

    if (school >= 2) continue;
    // Recalls: of the first school before the report to the Ministry, of the second after it.
    const old = class3.at(-1)!;
    if (school === 1) await gateway.markReported([old.maTraCuu]);
    const list = await signRecallList([recallItem(old)], { signer: seal, receiver: RECEIVER, signingTime: AT });
    const recall = await client.send('recall', await encodeContent(list));
    const status = async () => (await client.queryRecall(recall.messageId))[0]?.status;
    await gateway.processPending();
    expect(await status()).toBe('waiting');
    const replacement = { ...old, maTraCuu: `00000000-0000-4000-8000-00000000000${school}` };
    const file = await signRecord(replacement);
    const early = await client.submitSchool([file], { ...options, journal: memorySubmissionJournal() });
    expect(early.records[0]).toMatchObject({ state: 'refused', code: 'NOT_RECALLED' });
    await gateway.decideRecall(old.maTraCuu, 'so', true);
    if (school === 1) {
      expect(await status()).toBe('waiting');
      await gateway.decideRecall(old.maTraCuu, 'bo', true);
    }
    expect(await status()).toBe('agreed');
    const again = await client.submitSchool([file], { ...options, journal: memorySubmissionJournal() });
    expect(again.records[0]).toMatchObject({ state: 'approved', code: null });
    expect((await store.record(old.maTraCuu))?.state).toBe('recalled');
    expect((await store.record(replacement.maTraCuu))?.state).toBe('approved');
  }

  // Nothing lost: every record has the answer that was expected. Nothing twice: one record a code, of the packet the client knows.
  expect(got.size).toBe(expected.size);
  expect(expected.size).toBe(records);
  const seen = new Set<RefusalCode>();
  for (const [maTraCuu, wanted] of expected) {
    const one = got.get(maTraCuu)!;
    expect(one.state === 'approved' ? 'approved' : one.code).toBe(wanted);
    const stored = await store.record(maTraCuu);
    if (wanted === 'approved') expect(stored?.messageId).toBe(one.messageId);
    else {
      expect(stored).toBeNull();
      seen.add(wanted);
    }
  }
  expect([...seen].sort()).toEqual([...FAULTS].sort());
  expect(await store.pendingMessages(1)).toEqual([]);
  expect(packets).toBeGreaterThan(SCHOOLS);
  expect(kills).toBeGreaterThan(SCHOOLS);
  expect(lostAnswers).toBeGreaterThan(SCHOOLS);
  await context.annotate(`${records} records, ${packets} packets, ${kills} kills, ${lostAnswers} lost answers`);
});
