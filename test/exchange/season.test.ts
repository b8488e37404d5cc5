import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseCertificate } from '../../src/certificate/index.js';
import {
  assertReplacement,
  certificateContent,
  createExchangeClient,
  createGateway,
  type GatewayStore,
  memoryGatewayStore,
  type RefusalCode,
  recallItem,
  type StoredRow,
  type SubmitResult,
  signRecallList,
} from '../../src/exchange/index.js';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { fileSubmissionJournal, serveGateway } from '../../src/node/index.js';
import { type HocBaFile, openHocBa } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL, type Receiver } from '../../src/signing/index.js';
import { ROOT } from '../shared.js';
import { AT, devCa, edited, pack, recordsOf, signerOf, signRecord, trustOf } from './school.js';
import type { SeasonPlan } from './season-plan.js';

const SCHOOLS = 20;
/** Pupils of a school: 150 make the season of 3,000 records. `HOCBA_SEASON_PUPILS` for a smaller one. */
const PUPILS = Number(process.env['HOCBA_SEASON_PUPILS'] ?? 150);
/** The pilot's receiver, with a limit so small that a school needs several transactions. */
const RECEIVER: Receiver = { ...RECEIVER_CV2088, transactionLimitBytes: 22_000 + PUPILS * 900 };
const TOKEN = 'phien-lam-viec';

const FAULTS: readonly RefusalCode[] = [
  ...(['RULES', 'SIGNATURE_MISSING', 'SIGNATURE_INVALID', 'SIGNER_OTHER', 'SEAL_NOT_REGISTERED'] as const),
  ...(['RECEIVER_FORM', 'OTHER_SCHOOL', 'OTHER_YEAR', 'NOT_RECALLED', 'DECIDED_BY_AUTHORITY'] as const),
];

const wrongResult = (right: HocBa['tongKet']['ketQuaGiaoDuc']) =>
  right === 'chuaHoanThanh' ? 'hoanThanhXuatSac' : 'chuaHoanThanh';
const signed = (hocBa: HocBa, more: Parameters<typeof signRecord>[1] = {}) =>
  signRecord(hocBa, { receiver: RECEIVER, ...more });

/** A signed record with one fault; NOT_RECALLED is a second record of another pupil of the class. */
async function faulty(hocBa: HocBa, fault: RefusalCode, other: HocBa): Promise<HocBaFile> {
  const { nhaTruong, tongKet } = hocBa;
  switch (fault) {
    case 'RULES':
      return signed({ ...hocBa, tongKet: { ...tongKet, ketQuaGiaoDuc: wrongResult(tongKet.ketQuaGiaoDuc) } });
    case 'SIGNATURE_MISSING':
      return signed(hocBa, { until: 'phatHanh' });
    case 'SIGNATURE_INVALID':
      return openHocBa(edited(await signed(hocBa), /(<TONG_SO_BUOI_NGHI_CO_PHEP>)\d+/, '$199'));
    case 'SIGNER_OTHER':
      return openHocBa(edited(await signed(hocBa), /(<CBQL>.*?<SO_CCCD>)\d+/s, '$1000000000009'));
    case 'SEAL_NOT_REGISTERED':
      return signed(hocBa, { seal: 'otherOrganization' });
    case 'RECEIVER_FORM':
      return signed(hocBa, { receiver: RECEIVER_DUAL });
    case 'OTHER_SCHOOL':
      return signed({ ...hocBa, nhaTruong: { ...nhaTruong, maTruong: '09999999' } });
    case 'OTHER_YEAR':
      return signed({ ...hocBa, namHoc: '2023-2024', quaTrinhHocTap: hocBa.quaTrinhHocTap.slice(0, -1) });
    case 'NOT_RECALLED':
      return signed({ ...other, maTraCuu: hocBa.maTraCuu });
    default:
      return signed(hocBa);
  }
}

/** A wire between client and gateway that breaks at every so many answers, after the gateway has heard the request: the worst moment. */
async function brittleWire(
  port: number,
  every: number,
): Promise<{ readonly url: string; readonly broken: () => number }> {
  let answers = 0;
  let broken = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (part) => {
      if (++answers % every !== 0) near.write(part);
      else {
        broken++;
        near.resetAndDestroy();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`, broken: () => broken };
}

/** Books that also remember every row that was ever written. */
function watched(store: GatewayStore, rows: StoredRow[]): GatewayStore {
  return {
    ...store,
    finishMessage: async (message, list, records) => {
      rows.push(...list);
      await store.finishMessage(message, list, records);
    },
  };
}

test('a season: nothing lost, nothing twice', { timeout: 1_800_000 }, async (context) => {
  const started = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'hocba-season-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));

  // The records of 20 schools: two in a hundred with a fault, each of ten kinds.
  const expected = new Map<string, 'approved' | RefusalCode>();
  const refusedByAuthority = new Set<string>();
  const classes = new Map<string, readonly HocBa[]>();
  for (let school = 0; school < SCHOOLS; school++) {
    const maTruong = String(1_000_001 + school).padStart(8, '0');
    const pupils = recordsOf(maTruong, PUPILS);
    classes.set(maTruong, pupils);
    mkdirSync(join(folder, maTruong));
    const count = Math.max(Math.round(PUPILS / 50), school < FAULTS.length ? 1 : 0);
    for (const [at, hocBa] of pupils.entries()) {
      const fault = at >= 1 && at <= count ? FAULTS[(school + at - 1) % FAULTS.length]! : null;
      if (fault === 'DECIDED_BY_AUTHORITY') refusedByAuthority.add(hocBa.maTraCuu);
      expected.set(hocBa.maTraCuu, fault ?? 'approved');
      const file = fault === null ? await signed(hocBa) : await faulty(hocBa, fault, pupils[0]!);
      writeFileSync(join(folder, maTruong, `${String(at).padStart(4, '0')}.xml`), file.bytes);
    }
  }
  const schools = [...classes.keys()];
  const signingMs = Date.now() - started;

  const rows: StoredRow[] = [];
  const books = memoryGatewayStore();
  const gateway = createGateway({
    store: watched(books, rows),
    authenticate: ({ token }) => token === TOKEN,
    acceptance: { trust: await trustOf(), receiver: RECEIVER },
    approve: ({ hocBa }) => (refusedByAuthority.has(hocBa.maTraCuu) ? 'refused' : 'approved'),
    now: () => AT,
  });
  let heard = 0;
  const served = await serveGateway({
    handle: (request) => {
      heard++;
      return gateway.handle(request);
    },
  });
  onTestFinished(() => served.close());
  const wire = await brittleWire(Number(new URL(served.url).port), 5);
  const seal = await signerOf('phatHanh');
  const serialNumber = parseCertificate(seal.certificate).serialNumberHex;
  const clientOf = (maDonVi: string) =>
    createExchangeClient({
      baseUrl: served.url,
      account: { userName: maDonVi, password: 'x', maDonVi, namHoc: 2024 },
      token: () => TOKEN,
      timing: { now: () => AT, sleep: async () => void (await gateway.processPending()) },
    });
  for (const maDonVi of schools) {
    const client = clientOf(maDonVi);
    const { messageId } = await client.registerCertificate({
      serialNumber,
      ngayHieuLuc: '2025-01-01',
      maKieuChuKy: 'USB_TOKEN',
      nhaPhatHanh: 'BAN_CO_YEU',
      content: await certificateContent(seal, { maDonVi, serialNumber }),
    });
    expect((await client.queryCertificate(messageId)).status).toBe('undecided');
    await gateway.decideCertificate(maDonVi, messageId, 'approved');
    expect((await client.queryCertificate(messageId)).status).toBe('approved');
  }

  // The client is a program of its own, killed again and again at whatever it is doing.
  const password = 'mật khẩu';
  const plan: SeasonPlan = { baseUrl: wire.url, token: TOKEN, password, schools, receiver: RECEIVER };
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
  const identity = await (await devCa).identity('phatHanh', { key: 'P-256' });
  writeFileSync(join(folder, 'seal.p12'), await identity.p12(password));
  const sealFingerprint = parseCertificate(identity.certificate).fingerprint;
  expect(sealFingerprint).toBe(parseCertificate(seal.certificate).fingerprint);
  const start = () =>
    spawn(process.execPath, ['--import', 'tsx', 'test/exchange/season-client.ts', folder], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  let isOver = false;
  const authority = (async () => {
    while (!isOver)
      if ((await gateway.processPending(1)) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  })();
  let kills = 0;
  for (const goal of [2, 9, 17, 31, 49]) {
    const from = heard;
    const child = start();
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    while (heard - from < goal && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 3));
    child.kill('SIGKILL');
    if ((await ended) === 'SIGKILL') kills++;
  }
  const last = start();
  expect(await new Promise((resolve) => last.once('exit', resolve))).toBe(0);
  isOver = true;
  await authority;
  expect(await gateway.processPending()).toBe(0);

  // Each school has its result, and a run after the end sends nothing and answers the same.
  const lines = readFileSync(join(folder, 'results.jsonl'), 'utf8').trimEnd().split('\n');
  const results = new Map<string, SubmitResult>();
  for (const { maDonVi, ...result } of lines.map((one) => JSON.parse(one) as SubmitResult & { maDonVi: string })) {
    if (results.has(maDonVi)) expect(result).toEqual(results.get(maDonVi));
    results.set(maDonVi, result);
  }
  expect([...results.keys()].sort()).toEqual(schools);
  const before = heard;
  const again = start();
  expect(await new Promise((resolve) => again.once('exit', resolve))).toBe(0);
  expect(heard).toBe(before);

  // Nothing lost: every record has the answer that was expected.
  const got = new Map(
    [...results.values()].flatMap(({ records }) => records.map((one) => [one.maTraCuu!, one] as const)),
  );
  expect([got.size, expected.size]).toEqual([SCHOOLS * PUPILS, SCHOOLS * PUPILS]);
  const seen = new Set<RefusalCode>();
  for (const [maTraCuu, wanted] of expected) {
    const one = got.get(maTraCuu)!;
    expect(one.state === 'approved' ? 'approved' : one.code, maTraCuu).toBe(wanted);
    const stored = await books.record(maTraCuu);
    // Nothing twice: one record a code, of the packet that the client knows.
    if (wanted === 'approved') expect(stored?.messageId).toBe(one.messageId);
    else {
      expect(stored).toBeNull();
      seen.add(wanted);
    }
  }
  expect([...seen].sort()).toEqual([...FAULTS].sort());
  // The gateway has answered each record once, and every packet that it took is in a journal: no kill made a second one.
  expect(rows.map(({ maTraCuu }) => maTraCuu).sort()).toEqual([...expected.keys()].sort());
  const packets = new Set<string>();
  for (const maDonVi of schools) {
    const journal = fileSubmissionJournal(join(folder, maDonVi, 'gui.jsonl'));
    for (const entry of await journal.read()) if (entry.step === 'packed') packets.add(entry.messageId);
  }
  expect([...new Set(rows.map(({ messageId }) => messageId))].sort()).toEqual([...packets].sort());
  expect(packets.size).toBeGreaterThan(SCHOOLS);

  // Recalls: of the first school before the report to the Ministry, of the second after it.
  for (const [stage, maDonVi] of schools.slice(0, 2).entries()) {
    const client = clientOf(maDonVi);
    const journal = fileSubmissionJournal(join(folder, maDonVi, 'gui.jsonl'));
    const old = classes.get(maDonVi)!.at(-1)!;
    if (stage === 1) await gateway.markReported([old.maTraCuu]);
    const once = { polling: { maxMs: 0 } };
    const sign = (items: Parameters<typeof signRecallList>[0]) =>
      signRecallList(items, { signer: seal, receiver: RECEIVER, signingTime: AT });
    const recall = async () =>
      (await client.recallRecords([recallItem(old)], { journal, sign, ...once })).records[0]!.state;
    expect(await recall()).toBe('waiting');
    await gateway.processPending();
    expect(await recall()).toBe('waiting');
    const replacement = { ...old, maTraCuu: `00000000-0000-4000-8000-00000000000${stage}` };
    const file = await signed(replacement);
    expect(() => assertReplacement(old, replacement, 'waiting')).toThrow();
    const send = async (resend: readonly string[] = []) => {
      const options = { journal, pack: (some: readonly HocBaFile[]) => pack(some, RECEIVER), resend };
      return (await client.submitSchool([file], options)).records[0]!;
    };
    expect(await send()).toMatchObject({ state: 'refused', code: 'NOT_RECALLED' });
    await gateway.decideRecall(old.maTraCuu, 'so', true);
    if (stage === 1) {
      expect(await recall()).toBe('waiting');
      await gateway.decideRecall(old.maTraCuu, 'bo', true);
    }
    expect(await recall()).toBe('agreed');
    expect(await send(['NOT_RECALLED'])).toMatchObject({ state: 'approved', code: null });
    expect((await books.record(old.maTraCuu))?.state).toBe('recalled');
    expect((await books.record(replacement.maTraCuu))?.state).toBe('approved');
    // The old code is dead, here and at the gateway.
    const dead = await client.submitSchool([await signed(old)], { journal, pack: (some) => pack(some, RECEIVER) });
    expect(dead.records[0]).toMatchObject({ state: 'notSent', code: 'CODE_RECALLED' });
  }

  expect(kills).toBeGreaterThanOrEqual(4);
  expect(wire.broken()).toBeGreaterThan(SCHOOLS / 2);
  expect(existsSync(join(folder, schools[0]!, 'gui.jsonl'))).toBe(true);
  const seconds = (ms: number) => Math.round(ms / 1000);
  await context.annotate(
    `${expected.size} records, ${packets.size} packets, ${kills} kills, ${wire.broken()} lost answers; ` +
      `${seconds(signingMs)} s signing, ${seconds(Date.now() - started)} s in all`,
  );
});
