/* Client and gateway against each other: what they agree on. Each alone is tested against messages typed by hand, in client.test.ts and gateway.test.ts. */
import { beforeEach, describe, expect, test } from 'vitest';
import { parseCertificate } from '../../src/certificate/index.js';
import {
  type AcceptanceOptions,
  certificateContent,
  createExchangeClient,
  createGateway,
  type ExchangeClient,
  type Gateway,
  type GatewayStore,
  memoryGatewayStore,
  memorySubmissionJournal,
  REFUSALS,
  type RefusalCode,
  recallItem,
  signRecallList,
} from '../../src/exchange/index.js';
import { giaTri, type HocBa } from '../../src/hoc-ba/index.js';
import {
  decodeContent,
  encodeContent,
  extractRecord,
  openTransaction,
  type TransactionPart,
} from '../../src/packaging/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL, type Receiver } from '../../src/signing/index.js';
import type { DevIdentityName } from '../../src/testing/index.js';
import { AT, edited, pack, recordsOf, signerOf, signRecord, trustOf } from './school.js';

const SCHOOL = '01000001';
/** Registers the leader too, and takes small requests only. */
const RECEIVER: Receiver = { ...RECEIVER_DUAL, registeredRoles: ['canBoQuanLy', 'phatHanh'] };

let store: GatewayStore;
let gateway: Gateway;
let client: ExchangeClient;
let sent: number;

async function setUp(receiver: Receiver = RECEIVER): Promise<void> {
  store = memoryGatewayStore();
  sent = 0;
  gateway = createGateway({
    store,
    authenticate: ({ token }) => token === 'phien',
    acceptance: { trust: await trustOf(), receiver },
    now: () => AT,
  });
  client = createExchangeClient({
    baseUrl: 'https://cong.example/',
    account: { userName: 'th', password: 'x', maDonVi: SCHOOL, namHoc: 2024 },
    token: () => 'phien',
    receiver,
    fetch: async (url, init) => {
      if (url.endsWith('/hoc-ba/gui')) sent++;
      return gateway.handle(new Request(url, init));
    },
    timing: { now: () => AT, sleep: async () => void (await gateway.processPending()) },
  });
}

async function register(...names: readonly DevIdentityName[]): Promise<void> {
  for (const name of names) {
    const signer = await signerOf(name);
    const serialNumber = parseCertificate(signer.certificate).serialNumberHex;
    const { messageId } = await client.registerCertificate({
      serialNumber,
      ngayHieuLuc: '2025-01-01',
      maKieuChuKy: 'USB_TOKEN',
      nhaPhatHanh: 'BAN_CO_YEU',
      content: await certificateContent(signer, { maDonVi: SCHOOL, serialNumber }),
    });
    await gateway.decideCertificate(SCHOOL, messageId, 'approved');
  }
}

beforeEach(() => setUp());

/** What the sender knows of the gateway's books, from its own journal and its recalls. */
async function knownToSender(): Promise<AcceptanceOptions> {
  const certificates = await store.certificates(SCHOOL);
  return {
    trust: await trustOf(),
    registered: certificates.flatMap(({ status, fingerprint }) =>
      status === 'approved' && fingerprint !== null ? [fingerprint] : [],
    ),
    known: async (maTraCuu) => {
      const state = (await store.record(maTraCuu))?.state;
      return state === undefined || state === 'refused' ? null : state;
    },
    hasOther: async ({ nhaTruong, namHoc, hocSinh }) => {
      const id = giaTri(hocSinh.soDinhDanhCaNhan) ?? hocSinh.maHocSinh;
      const others = await store.recordsOf(JSON.stringify([nhaTruong.maTruong, namHoc, id]));
      return others.some(({ state }) => state === 'approved' || state === 'undecided');
    },
  };
}

/** Dry run and gateway on the same packets, part by part: one answer, which is returned. */
async function bothAnswer(parts: readonly TransactionPart[]): Promise<readonly (readonly unknown[])[]> {
  const dry = await client.submit(parts, { dryRun: true, acceptance: await knownToSender() });
  expect(sent).toBe(0);
  const answers: (readonly unknown[])[] = [];
  for (const [part, { content }] of parts.entries()) {
    const own = dry.records.filter((one) => one.part === part);
    // By single calls, since `submit` would stop what it knows to be refused.
    const heard = await client
      .send('submit', content)
      .catch((error: { code: string; params: { code?: string } }) => error);
    if ('params' in heard) {
      // An acknowledgement has no field.
      const code = heard.code === 'ERR_EXCHANGE_REQUEST_LIMIT' ? 'TOO_LARGE' : heard.params.code;
      expect(own.map((one) => one.code)).toEqual([code]);
      answers.push([code, null]);
      continue;
    }
    await gateway.processPending();
    const rows = (await client.querySubmit(heard.messageId)).map(({ maTraCuu, error, errorField }) => [
      maTraCuu,
      error === '' ? null : error,
      errorField === '' ? null : errorField,
    ]);
    // The gateway has one row for one code, however often it stood in the packet.
    const foretold = new Map(own.map(({ maTraCuu, code, field }) => [maTraCuu ?? '', [maTraCuu ?? '', code, field]]));
    expect([...foretold.values()]).toEqual(rows);
    answers.push(...rows.map(([, ...why]) => why));
  }
  sent = 0;
  return answers;
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const contentOf = async (xml: string): Promise<TransactionPart> => {
  const bytes = new TextEncoder().encode(xml);
  return { xml: bytes, content: await encodeContent(bytes), positions: [], findings: [] };
};

/** For each reason of refusal a case: what is sent. The untouched record passes first. */
const CASES: Readonly<
  Partial<Record<RefusalCode, (hocBa: HocBa, other: HocBa) => Promise<readonly TransactionPart[]>>>
> = {
  TOO_LARGE: async () => [{ xml: new Uint8Array(), content: 'A'.repeat(10_000_000), positions: [], findings: [] }],
  CONTENT_UNREADABLE: async () => [{ xml: new Uint8Array(), content: 'QUJDREVGRw==', positions: [], findings: [] }],
  TRANSACTION_UNREADABLE: async () => [await contentOf('<DANH_SACH_HOC_BA/>')],
  TRANSACTION_UNSIGNED: async (hocBa) => {
    const [part] = await pack([await signRecord(hocBa)]);
    return [await contentOf(text(part!.xml).replace(/<\/HOC_BA><Signature[\s\S]*<\/Signature>/, '</HOC_BA>'))];
  },
  TRANSACTION_SIGNATURE: async (hocBa) => {
    const [part] = await pack([await signRecord(hocBa)]);
    return [await contentOf(text(part!.xml).replace(/(<HO_VA_TEN>)/, '$1X'))];
  },
  CERTIFICATE_NOT_REGISTERED: async (hocBa) => pack([await signRecord(hocBa)], RECEIVER, 'otherOrganization'),
  STRUCTURE: async (hocBa) => pack([edited(await signRecord(hocBa), /<MA_TRUONG>.*?<\/MA_TRUONG>/, '')]),
  SIGNED_CONTENT: async (hocBa) =>
    pack([edited(await signRecord(hocBa), /<\/DU_LIEU_HOC_BA>/, '</DU_LIEU_HOC_BA><GHI_CHU>thêm</GHI_CHU>')]),
  RULES: async (hocBa) => {
    const ketQuaGiaoDuc = hocBa.tongKet.ketQuaGiaoDuc === 'chuaHoanThanh' ? 'hoanThanh' : 'chuaHoanThanh';
    return pack([await signRecord({ ...hocBa, tongKet: { ...hocBa.tongKet, ketQuaGiaoDuc } })]);
  },
  SIGNATURE_MISSING: async (hocBa) => pack([await signRecord(hocBa, { until: 'phatHanh' })]),
  SIGNATURE_INVALID: async (hocBa) =>
    pack([edited(await signRecord(hocBa), /(<TONG_SO_BUOI_NGHI_CO_PHEP>)\d+/, '$199')]),
  SIGNER_CERTIFICATE: async (hocBa) => pack([await signRecord(hocBa, { teacher: 'elsewhere' })]),
  SIGNER_OTHER: async (hocBa) => pack([edited(await signRecord(hocBa), /(<CBQL>.*?<SO_CCCD>)\d+/s, '$1000000000009')]),
  SIGNING_ORDER: async (hocBa) => pack([await signRecord(hocBa, { backwards: true })]),
  SEAL_NOT_REGISTERED: async (hocBa) => pack([await signRecord(hocBa, { seal: 'otherOrganization' })]),
  RECEIVER_FORM: async (hocBa) => pack([await signRecord(hocBa, { receiver: RECEIVER_CV2088 })]),
  OTHER_SCHOOL: async (hocBa) =>
    pack([await signRecord({ ...hocBa, nhaTruong: { ...hocBa.nhaTruong, maTruong: '09999999' } })]),
  OTHER_YEAR: async (hocBa) =>
    pack([await signRecord({ ...hocBa, namHoc: '2023-2024', quaTrinhHocTap: hocBa.quaTrinhHocTap.slice(0, -1) })]),
  DUPLICATE: async (hocBa) => pack([await signRecord(hocBa), await signRecord(hocBa)]),
  NOT_RECALLED: async (hocBa, other) =>
    pack([await signRecord(hocBa), await signRecord({ ...hocBa, maTraCuu: other.maTraCuu })]),
};

/** Reasons that are none of a submission's content, or that only the gateway can know, and why. */
const ELSEWHERE: Readonly<Partial<Record<RefusalCode, string>>> = {
  REQUEST_MALFORMED: 'the client writes the message itself',
  UNAUTHORIZED: 'a matter of the account',
  MESSAGE_ID_REUSED: 'the id is made of the content, so it cannot be used for other content',
  MESSAGE_UNKNOWN: 'an answer to a query',
  PENDING: 'an answer to a query',
  CERTIFICATE_NOT_TRUSTED: 'below, with a trust of its own',
  SIGNER_NOT_REGISTERED: 'below, with a register of its own',
  CODE_RECALLED: 'below, after a recall',
  RECALL_UNKNOWN: 'an answer to a recall',
  RECALL_PENDING: 'an answer to a recall',
  RECALL_SIGNATURE: 'an answer to a recall',
  DECIDED_BY_AUTHORITY: 'a decision of people',
};

describe('a dry run and the gateway give the same answer', () => {
  test('every reason has its case', () => {
    expect([...Object.keys(CASES), ...Object.keys(ELSEWHERE)].sort()).toEqual(Object.keys(REFUSALS).sort());
  });

  test('on records without a fault: both take them', async () => {
    await register('phatHanh', 'canBoQuanLy');
    const [a, b] = recordsOf(SCHOOL, 2);
    const parts = [...(await pack([await signRecord(a!)])), ...(await pack([await signRecord(b!)]))];
    expect(await bothAnswer(parts)).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  test.each(Object.entries(CASES))('on %s', async (code, make) => {
    await register('phatHanh', 'canBoQuanLy');
    const [a, b, c] = recordsOf(SCHOOL, 3);
    expect(await bothAnswer(await pack([await signRecord(c!)]))).toEqual([[null, null]]);
    const answers = await bothAnswer(await make!(a!, b!));
    expect(answers.at(-1)![0]).toBe(code);
    // NOT_RECALLED is said of the second record of a pupil only.
    const [first] = answers;
    expect(first![0]).toBe(code === 'NOT_RECALLED' ? null : code);
  });

  test('on a leader whose certificate nobody registered', async () => {
    await register('phatHanh');
    const [a] = recordsOf(SCHOOL, 1);
    expect(await bothAnswer(await pack([await signRecord(a!)]))).toEqual([['SIGNER_NOT_REGISTERED', 'canBoQuanLy']]);
  });

  test('on a unit whose certificate leads nowhere', async () => {
    const { anchors } = await trustOf();
    gateway = createGateway({
      store,
      authenticate: () => true,
      acceptance: { trust: { anchors: anchors.slice(1) }, receiver: RECEIVER },
      now: () => AT,
    });
    const [a] = recordsOf(SCHOOL, 1);
    const parts = await pack([await signRecord(a!)]);
    const acceptance = { ...(await knownToSender()), trust: { anchors: anchors.slice(1) } };
    const dry = await client.submit(parts, { dryRun: true, acceptance });
    const { messageId } = await client.send('submit', parts[0]!.content);
    await gateway.processPending();
    const [row] = await client.querySubmit(messageId);
    expect([dry.records[0]!.code, dry.records[0]!.field]).toEqual([row!.error, row!.errorField]);
    expect(row!.error).toBe('CERTIFICATE_NOT_TRUSTED');
  });

  test('on what the gateway has already: a code twice, a pupil twice, a recalled code; and what a refused packet leaves is free', async () => {
    await register('phatHanh', 'canBoQuanLy');
    const [a, b, c] = recordsOf(SCHOOL, 3);
    const file = await signRecord(a!);
    const second = { ...a!, maTraCuu: b!.maTraCuu };
    // Part by part: the same code, another code for the same pupil.
    const parts = [...(await pack([file])), ...(await pack([file])), ...(await pack([await signRecord(second)]))];
    expect(await bothAnswer(parts)).toEqual([
      [null, null],
      ['DUPLICATE', 'maTraCuu'],
      ['NOT_RECALLED', 'maTraCuu'],
    ]);
    expect(await bothAnswer(await pack([await signRecord(second)]))).toEqual([['NOT_RECALLED', 'maTraCuu']]);
    // A refused record does not stand in the way of its corrected version, in the same run.
    const unsealed = await pack([await signRecord(c!, { until: 'phatHanh' })]);
    expect(await bothAnswer([...unsealed, ...(await pack([await signRecord(c!)]))])).toEqual([
      ['SIGNATURE_MISSING', 'phatHanh'],
      [null, null],
    ]);
    await recallAndAgree(a!);
    expect(await bothAnswer(await pack([file]))).toEqual([['CODE_RECALLED', 'maTraCuu']]);
    expect(await bothAnswer(await pack([await signRecord(second)]))).toEqual([[null, null]]);
  });
});

async function recallAndAgree(hocBa: HocBa): Promise<void> {
  const signer = await signerOf('phatHanh');
  const sign = (items: Parameters<typeof signRecallList>[0]) => signRecallList(items, { signer, signingTime: AT });
  await client.recallRecords([recallItem(hocBa)], { journal: memorySubmissionJournal(), sign, polling: { maxMs: 0 } });
  await gateway.processPending();
  await gateway.decideRecall(hocBa.maTraCuu, 'so', true);
}

test('what was refused for want of a registration is sent again, unchanged, once the sender says so', async () => {
  const [a] = recordsOf(SCHOOL, 1);
  const files = [await signRecord(a!)];
  const options = { journal: memorySubmissionJournal(), pack: (some: Parameters<typeof pack>[0]) => pack(some) };
  const state = async (resend: readonly string[] = []) =>
    (await client.submitSchool(files, { ...options, resend })).records.map((one) => [one.state, one.code]);
  expect(await state()).toEqual([['refused', 'CERTIFICATE_NOT_REGISTERED']]);
  await register('phatHanh', 'canBoQuanLy');
  expect(await state()).toEqual([['refused', 'CERTIFICATE_NOT_REGISTERED']]);
  expect(sent).toBe(1);
  expect(await state(['CERTIFICATE_NOT_REGISTERED'])).toEqual([['approved', null]]);
  expect(await state(['CERTIFICATE_NOT_REGISTERED'])).toEqual([['approved', null]]);
  expect(sent).toBe(2);
});

describe('upward: the Sở reports to the Ministry', () => {
  const SO = '01';
  let ministry: Gateway;
  let books: GatewayStore;
  let reporter: ExchangeClient;

  const open = async (rules: Partial<Parameters<typeof createGateway>[0]>): Promise<void> => {
    books = memoryGatewayStore();
    ministry = createGateway({
      store: books,
      authenticate: () => true,
      acceptance: { trust: await trustOf(), receiver: RECEIVER },
      now: () => AT,
      ...rules,
    });
    reporter = createExchangeClient({
      baseUrl: 'https://bo.example/',
      account: { userName: 'so', password: 'x', maDonVi: SO, namHoc: 2024 },
      token: () => 'phien',
      receiver: RECEIVER,
      fetch: (url, init) => ministry.handle(new Request(url, init)),
      timing: { now: () => AT, sleep: async () => void (await ministry.processPending()) },
    });
  };
  /** The Sở's own certificate signs the report; the records stay as the schools sealed them. */
  const report = async () => {
    const message = await store.message(SCHOOL, messageId);
    const { records } = openTransaction((await decodeContent(message!.content)).xml);
    const parts = await pack(
      records.map((record) => extractRecord(record)),
      RECEIVER,
      'otherOrganization',
    );
    return (await reporter.submit(parts)).records.map(pairOf);
  };
  const pairOf = ({ state, code }: { state: string; code: string | null }) => [state, code];
  let messageId: string;

  const registerSo = async (): Promise<void> => {
    const signer = await signerOf('otherOrganization');
    const serialNumber = parseCertificate(signer.certificate).serialNumberHex;
    const answer = await reporter.registerCertificate({
      serialNumber,
      ngayHieuLuc: '2025-01-01',
      maKieuChuKy: 'USB_TOKEN',
      nhaPhatHanh: 'BAN_CO_YEU',
      content: await certificateContent(signer, { maDonVi: SO, serialNumber }),
    });
    await ministry.decideCertificate(SO, answer.messageId, 'approved');
  };

  beforeEach(async () => {
    await register('phatHanh', 'canBoQuanLy');
    const files = await Promise.all(recordsOf(SCHOOL, 2).map((hocBa) => signRecord(hocBa)));
    const [part] = await pack(files);
    const result = await client.submit([part!]);
    expect(result.records.map(pairOf)).toEqual(files.map(() => ['approved', null]));
    messageId = result.records[0]!.messageId!;
  });

  test('with its own approved certificate, for its schools', async () => {
    await open({ schoolsOf: () => null, sealsOf: () => null });
    expect(await report()).toEqual([
      ['refused', 'CERTIFICATE_NOT_REGISTERED'],
      ['refused', 'CERTIFICATE_NOT_REGISTERED'],
    ]);
    await registerSo();
    expect(await report()).toEqual([
      ['approved', null],
      ['approved', null],
    ]);
    const [a] = recordsOf(SCHOOL, 1);
    expect(await books.record(a!.maTraCuu)).toMatchObject({ maDonVi: SO, state: 'approved' });
  });

  test('by default a unit speaks for itself alone, with seals of its own', async () => {
    await open({ schoolsOf: () => null });
    await registerSo();
    expect(await report()).toEqual([
      ['refused', 'SEAL_NOT_REGISTERED'],
      ['refused', 'SEAL_NOT_REGISTERED'],
    ]);
    await open({ sealsOf: () => null });
    await registerSo();
    expect((await report())[0]).toEqual(['refused', 'OTHER_SCHOOL']);
  });

  test('what the flows do not allow the gateway refuses: reporting, deciding, recalling out of turn', async () => {
    const [a, b] = recordsOf(SCHOOL, 2);
    const refusal = (run: Promise<unknown>) =>
      run.then(
        () => 'allowed',
        ({ code }: { code: string }) => code,
      );
    const NO = 'ERR_EXCHANGE_NOT_ALLOWED';
    expect(await refusal(gateway.decideRecord(a!.maTraCuu, 'refused'))).toBe(NO);
    expect(await refusal(gateway.markReported(['00000000-0000-4000-8000-000000000000']))).toBe(NO);
    expect(await refusal(gateway.decideRecall(a!.maTraCuu, 'so', true))).toBe(NO);
    expect(await refusal(gateway.markReported([a!.maTraCuu]))).toBe('allowed');
    const journal = memorySubmissionJournal();
    const signer = await signerOf('phatHanh');
    const sign = (items: Parameters<typeof signRecallList>[0]) => signRecallList(items, { signer, signingTime: AT });
    const options = { journal, sign, polling: { maxMs: 0 } };
    await client.recallRecords([recallItem(a!), recallItem(b!)], options);
    await gateway.processPending();
    const { recalls } = await gateway.worklist();
    expect(recalls.map(({ waitsFor }) => waitsFor)).toEqual(['so', 'so']);
    // While its recall is looked at a record is not reported.
    expect(await refusal(gateway.markReported([b!.maTraCuu]))).toBe(NO);
    expect(await refusal(gateway.decideRecall(a!.maTraCuu, 'bo', true))).toBe(NO);
    await gateway.decideRecall(a!.maTraCuu, 'so', true);
    await gateway.decideRecall(b!.maTraCuu, 'so', true);
    // The reported one goes on to the Ministry, the other is done.
    expect((await gateway.worklist()).recalls.map(({ maTraCuu, waitsFor }) => [maTraCuu, waitsFor])).toEqual([
      [a!.maTraCuu, 'bo'],
    ]);
    expect(await refusal(gateway.decideRecall(a!.maTraCuu, 'so', true))).toBe(NO);
    expect(await refusal(gateway.decideRecall(b!.maTraCuu, 'bo', true))).toBe(NO);
    await gateway.decideRecall(a!.maTraCuu, 'bo', false);
    expect((await client.recallRecords([recallItem(a!), recallItem(b!)], options)).records.map(pairOf)).toEqual([
      ['refused', 'DECIDED_BY_AUTHORITY'],
      ['agreed', null],
    ]);
    // Refused, it stays where it was: reported, in circulation.
    expect(await store.record(a!.maTraCuu)).toMatchObject({
      state: 'approved',
      isReported: true,
      recallWaitsFor: null,
    });
  });
});
