import { describe, expect, test } from 'vitest';
import {
  createExchangeClient,
  describeRefusal,
  type ExchangeClient,
  type ExchangeOptions,
  memorySubmissionJournal,
  parseSubmissionEntry,
  REFUSALS,
  type RecallItem,
  recallItem,
  signRecallList,
} from '../../src/exchange/index.js';
import { openHocBa } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL } from '../../src/signing/index.js';
import { codeOf } from './loopback.js';
import { AT, edited, fingerprintOf, pack, recordsOf, signerOf, signRecord, trustOf } from './school.js';

const SCHOOL = '01000001';

/** A gateway typed by hand: it acknowledges all packets, and answers queries with the rows it is given. */
function client(
  rows: (asked: number) => readonly string[],
  more: Partial<ExchangeOptions> = {},
): ExchangeClient & { readonly sent: string[]; readonly queries: () => number } {
  const sent: string[] = [];
  let queries = 0;
  let clock = AT.getTime();
  const gateway = createExchangeClient({
    baseUrl: 'https://cong.example/',
    account: { userName: 'th', password: 'x', maDonVi: SCHOOL, namHoc: 2024 },
    token: () => 't',
    receiver: RECEIVER_DUAL,
    timing: {
      now: () => new Date(clock),
      random: () => 0,
      sleep: async (ms) => {
        clock += ms;
      },
    },
    fetch: async (url, init) => {
      const body = new TextDecoder().decode(init.body as Uint8Array);
      const type = { 'content-type': 'application/json' };
      if (url.endsWith('/hoc-ba/ket-qua')) {
        queries++;
        return new Response(`{"danh_sach":[${rows(queries).join(',')}]}`, { headers: type });
      }
      sent.push(body);
      const id = /"messageid":"([^"]+)"/.exec(body)![1];
      return new Response(
        `{"MessageId":"${id}","Error":"","ErrorDescription":"","ResponseCode":"","ResponseDescription":""}`,
        { headers: type },
      );
    },
    ...more,
  });
  return Object.assign(gateway, { sent, queries: () => queries });
}

const ROW = (code: string, status: number, error = '') =>
  `{"ma_hoc_sinh":"","ten_hoc_sinh":"","so_cccd":"","ma_tra_cuu_uuid":"${code}","trang_thai":${status},"error":"${error}","error_field_title":"","error_description":""}`;

test('asks until every record is decided; absent is not decided, and rows of others are not ours', async () => {
  const [a, b] = recordsOf(SCHOOL, 2);
  const parts = await pack([await signRecord(a!), await signRecord(b!)]);
  const stranger = ROW('00000000-0000-4000-8000-000000000000', 1);
  const answers = [[stranger], [ROW(a!.maTraCuu, 1), stranger], [ROW(a!.maTraCuu, 0), ROW(b!.maTraCuu, 0, 'E07')]];
  const gateway = client((asked) => answers[asked - 1]!);
  const result = await gateway.submit(parts);
  expect(result.records.map(({ maTraCuu, state, code }) => [maTraCuu, state, code])).toEqual([
    [a!.maTraCuu, 'approved', null],
    [b!.maTraCuu, 'refused', 'E07'],
  ]);
  // The first record was approved, then said to be refused: the decision stays, and somebody has to ask.
  const messageId = result.records[0]!.messageId;
  expect(result.contradictions).toEqual([{ messageId, maTraCuu: a!.maTraCuu, first: 'approved', later: 'refused' }]);
  expect(result.isComplete).toBe(false);
  expect([gateway.sent.length, gateway.queries()]).toEqual([1, 3]);
  const calm = client(
    (asked) => [[ROW(a!.maTraCuu, 1)], [ROW(a!.maTraCuu, 1), ROW(b!.maTraCuu, 0, 'E07')]][asked - 1]!,
  );
  expect(await calm.submit(parts)).toMatchObject({ isComplete: true, contradictions: [] });
});

test('leaves open what is not decided in time, and goes on from the journal without sending again', async () => {
  const [a] = recordsOf(SCHOOL, 1);
  const parts = await pack([await signRecord(a!)]);
  const journal = memorySubmissionJournal();
  const first = client(() => []);
  const open = await first.submit(parts, { journal, polling: { maxMs: 100_000 } });
  expect(open.records[0]!.state).toBe('undecided');
  expect(open.isComplete).toBe(false);
  expect(first.queries()).toBeGreaterThan(2);
  const second = client(() => [ROW(a!.maTraCuu, 1)]);
  expect((await second.submit(parts, { journal })).records[0]!.state).toBe('approved');
  expect(second.sent).toEqual([]);
  for (const [line, entry] of journal.entries.entries())
    expect(parseSubmissionEntry(JSON.stringify(entry), line + 1)).toEqual(entry);
  for (const bad of [
    '',
    '{',
    '[]',
    '{"step":"received"}',
    '{"step":"decided","messageId":"a","maTraCuu":"b","state":"x"}',
  ])
    expect(await codeOf((async () => parseSubmissionEntry(bad, 1))())).toBe('ERR_EXCHANGE_JOURNAL');
});

test('a whole school: one record that cannot be sent does not hold up the others; a refused one goes again when it has changed', async () => {
  const [a, b, c, d] = recordsOf(SCHOOL, 4);
  const good = await signRecord(a!);
  const foreign = await signRecord(b!, { receiver: RECEIVER_CV2088 });
  const later = await signRecord(c!);
  const broken = openHocBa(edited(await signRecord(d!), /<MA_TRUONG>.*?<\/MA_TRUONG>/, ''));
  const journal = memorySubmissionJournal();
  const options = { journal, pack: (files: Parameters<typeof pack>[0]) => pack(files) };
  const gateway = client(() => [ROW(a!.maTraCuu, 1), ROW(c!.maTraCuu, 0, 'E07')]);
  const states = async (files: Parameters<ExchangeClient['submitSchool']>[0]) =>
    (await gateway.submitSchool(files, options)).records.map(({ state, code }) => [state, code]);
  expect(await states([good, foreign, later, broken, good])).toEqual([
    ['approved', null],
    ['notSent', 'RECEIVER_FORM'],
    ['refused', 'E07'],
    ['notSent', 'STRUCTURE'],
    ['notSent', 'DUPLICATE'],
  ]);
  expect(gateway.sent.length).toBe(1);
  expect(await states([good, later])).toEqual([
    ['approved', null],
    ['refused', 'E07'],
  ]);
  expect(gateway.sent.length).toBe(1);
  // The approved record signed anew is another file under a code that is taken; the refused one corrected is sent.
  expect(await states([await signRecord(a!), await signRecord(c!)])).toEqual([
    ['notSent', 'DUPLICATE'],
    ['refused', 'E07'],
  ]);
  expect(gateway.sent.length).toBe(2);
});

test('a packet the gateway does not take is rejected with its code, the others go on', async () => {
  const [a, b] = recordsOf(SCHOOL, 2);
  const parts = [...(await pack([await signRecord(a!)])), ...(await pack([await signRecord(b!)]))];
  const gateway = client(() => [ROW(b!.maTraCuu, 1)], {
    fetch: async (url, init) => {
      const body = new TextDecoder().decode(init.body as Uint8Array);
      const id = /"messageid":"([^"]+)"/.exec(body)![1];
      const isFirst = id === gateway.messageIdOf('submit', parts[0]!.content);
      const answer = url.endsWith('/hoc-ba/ket-qua')
        ? `[${ROW(b!.maTraCuu, 1)}]`
        : `{"MessageId":"${id}","Error":"${isFirst ? 'E99' : '0'}","ErrorDescription":"","ResponseCode":"","ResponseDescription":""}`;
      return new Response(answer, { headers: { 'content-type': 'application/json' } });
    },
  });
  const { records, isComplete } = await gateway.submit(parts);
  expect(records.map(({ part, state, code }) => [part, state, code])).toEqual([
    [0, 'rejected', 'E99'],
    [1, 'approved', null],
  ]);
  expect(isComplete).toBe(false);
});

test('a file that the receiver does not allow stops everything before anything is sent', async () => {
  const [a, b] = recordsOf(SCHOOL, 2);
  const parts = await pack([await signRecord(a!), await signRecord(b!, { receiver: RECEIVER_CV2088 })]);
  const gateway = client(() => []);
  const error = (await gateway.submit(parts).catch((one) => one)) as { code: string; params: unknown };
  expect(error.code).toBe('ERR_EXCHANGE_RECEIVER');
  expect(error.params).toEqual({ id: 'dual', part: 1, position: 2, field: 'profile' });
  expect(gateway.sent).toEqual([]);
  const own = client(() => [ROW(a!.maTraCuu, 1)], { receiver: RECEIVER_CV2088 });
  const cv2088 = await pack([await signRecord(a!, { receiver: RECEIVER_CV2088 })], RECEIVER_CV2088);
  expect((await own.submit(cv2088)).records[0]!.state).toBe('approved');
});

test('a dry run makes the gateway’s checks here, sends nothing, and says what it could not check', async () => {
  const [a, b, c] = recordsOf(SCHOOL, 3);
  const unsealed = await signRecord(b!, { until: 'phatHanh' });
  const parts = [
    ...(await pack([await signRecord(a!), unsealed, await signRecord(c!, { receiver: RECEIVER_CV2088 })])),
    ...(await pack([await signRecord(a!)])),
  ];
  const gateway = client(() => []);
  const blind = await gateway.submit(parts, { dryRun: true });
  expect([...blind.notChecked].sort()).toEqual(['known', 'registered', 'trust']);
  const trust = await trustOf();
  const acceptance = { trust, at: AT, registered: [await fingerprintOf('phatHanh')], maTruong: [SCHOOL], namHoc: 2024 };
  const { records, notChecked } = await gateway.submit(parts, { dryRun: true, acceptance });
  expect(records.map(({ part, state, code }) => [part, state, code])).toEqual([
    [0, 'acceptable', null],
    [0, 'refused', 'SIGNATURE_MISSING'],
    [0, 'refused', 'RECEIVER_FORM'],
    [1, 'refused', 'DUPLICATE'],
  ]);
  expect(notChecked).toEqual(['known']);
  expect([gateway.sent.length, gateway.queries()]).toEqual([0, 0]);
  const nobody = await gateway.submit(parts.slice(1), { dryRun: true, acceptance: { ...acceptance, registered: [] } });
  expect(nobody.records[0]).toMatchObject({ state: 'refused', code: 'CERTIFICATE_NOT_REGISTERED' });
  const nothing = await gateway.submit([], { dryRun: true });
  expect(nothing.isComplete).toBe(false);
});

test('every reason has a sentence in both languages, and foreign codes have none of ours', () => {
  for (const [code, { vi, en }] of Object.entries(REFUSALS)) {
    expect(describeRefusal(code, 'vi')).toBe(vi);
    expect(describeRefusal(code, 'en')).toBe(en);
    expect(vi).not.toBe(en);
  }
  expect(describeRefusal('E07', 'vi')).toBeNull();
  expect(describeRefusal('toString', 'vi')).toBeNull();
});

describe('a journal', () => {
  const packOf = (files: Parameters<typeof pack>[0]) => pack(files);

  test('of another unit or year is refused, since its packets would be asked for in vain', async () => {
    const [a] = recordsOf(SCHOOL, 1);
    const files = [await signRecord(a!)];
    const journal = memorySubmissionJournal();
    await client(() => []).submitSchool(files, { journal, pack: packOf, polling: { maxMs: 0 } });
    for (const account of [
      { maDonVi: '01000002', namHoc: 2024 },
      { maDonVi: SCHOOL, namHoc: 2025 },
    ]) {
      const other = client(() => [], { account: { userName: 'th', password: 'x', ...account } });
      expect(await codeOf(other.submitSchool(files, { journal, pack: packOf }))).toBe('ERR_EXCHANGE_JOURNAL_OTHER');
      expect([other.sent.length, other.queries()]).toEqual([0, 0]);
    }
  });

  test('with an approval keeps it, whatever a later packet with the same code was answered', async () => {
    const [a] = recordsOf(SCHOOL, 1);
    const file = await signRecord(a!);
    const [part] = await pack([file]);
    const [twin] = await pack([file]);
    const journal = memorySubmissionJournal();
    const gateway = client(() => [ROW(a!.maTraCuu, 1)]);
    await gateway.submit([part!], { journal });
    // A second program packed the same record; the gateway has it already.
    const second = client(() => [ROW(a!.maTraCuu, 0, 'DUPLICATE')]);
    expect((await second.submit([twin!], { journal })).records[0]).toMatchObject({ state: 'refused' });
    const again = await second.submitSchool([file], { journal, pack: packOf });
    expect(again.records[0]).toMatchObject({ state: 'approved', code: null });
    expect(second.sent).toHaveLength(1);
  });

  test('an error beside a record that is not decided is handed on', async () => {
    const [a] = recordsOf(SCHOOL, 1);
    const gateway = client(() => [ROW(a!.maTraCuu, 1, 'E50')]);
    const { records } = await gateway.submit(await pack([await signRecord(a!)]), { polling: { maxMs: 0 } });
    expect(records[0]).toMatchObject({ state: 'undecided', code: 'E50' });
  });
});

describe('recalls', () => {
  const ANSWER = (code: string, status: number, error = '') => ROW(code, status, error);
  /** A gateway typed by hand that answers (6) with these rows, one list a question. */
  function recaller(answers: readonly (readonly string[])[]) {
    let asked = 0;
    const lists: string[] = [];
    const gateway = client(() => [], {
      fetch: async (url, init) => {
        const headers = { 'content-type': 'application/json' };
        const body = new TextDecoder().decode(init.body as Uint8Array);
        if (url.endsWith('/hoc-ba/ket-qua-thu-hoi'))
          return new Response(`[${answers[Math.min(asked++, answers.length - 1)]!.join(',')}]`, { headers });
        expect(url).toBe('https://cong.example/hoc-ba/thu-hoi');
        lists.push(body);
        const id = /"messageid":"([^"]+)"/.exec(body)![1];
        return new Response(
          `{"MessageId":"${id}","Error":"","ErrorDescription":"","ResponseCode":"","ResponseDescription":""}`,
          { headers },
        );
      },
    });
    return Object.assign(gateway, { lists, asked: () => asked });
  }
  const sign = async (items: readonly RecallItem[]) =>
    signRecallList(items, { signer: await signerOf('phatHanh'), signingTime: AT });

  test('1 is waiting, 2 agreed, 3 refused; asked until both are answered, and never sent twice', async () => {
    const [a, b] = recordsOf(SCHOOL, 2).map((hocBa) => recallItem(hocBa));
    const journal = memorySubmissionJournal();
    const options = { journal, sign };
    const gateway = recaller([
      [ANSWER(a!.maTraCuu, 1), ANSWER(b!.maTraCuu, 1)],
      [ANSWER(a!.maTraCuu, 2), ANSWER(b!.maTraCuu, 1)],
      [ANSWER(a!.maTraCuu, 2), ANSWER(b!.maTraCuu, 3, 'E9')],
    ]);
    const result = await gateway.recallRecords([a!, b!], options);
    expect(result.records.map(({ state, code }) => [state, code])).toEqual([
      ['agreed', null],
      ['refused', 'E9'],
    ]);
    expect(result.isComplete).toBe(true);
    expect(await gateway.recallRecords([a!, b!], options)).toEqual(result);
    expect([gateway.lists.length, gateway.asked()]).toEqual([1, 3]);
    // Only when the caller says that the cause is removed.
    await gateway.recallRecords([a!, b!], { ...options, resend: ['E9'] });
    expect(gateway.lists.length).toBe(2);
    for (const [line, entry] of journal.entries.entries())
      expect(parseSubmissionEntry(JSON.stringify(entry), line + 1)).toEqual(entry);
  });

  test('a run that ends while they wait goes on with the same list', async () => {
    const [a] = recordsOf(SCHOOL, 1).map((hocBa) => recallItem(hocBa));
    const journal = memorySubmissionJournal();
    const first = await recaller([[ANSWER(a!.maTraCuu, 1)]]).recallRecords([a!], {
      journal,
      sign,
      polling: { maxMs: 0 },
    });
    expect([first.isComplete, first.records[0]!.state]).toEqual([false, 'waiting']);
    const second = recaller([[ANSWER(a!.maTraCuu, 2)]]);
    expect((await second.recallRecords([a!], { journal, sign })).records[0]!.state).toBe('agreed');
    expect(second.lists).toEqual([]);
  });

  test('a code whose recall is agreed is not sent again, whatever became of the record', async () => {
    const [a] = recordsOf(SCHOOL, 1);
    const journal = memorySubmissionJournal();
    await recaller([[ANSWER(a!.maTraCuu, 2)]]).recallRecords([recallItem(a!)], { journal, sign });
    const gateway = client(() => []);
    const { records } = await gateway.submitSchool([await signRecord(a!)], { journal, pack: (some) => pack(some) });
    expect(records[0]).toMatchObject({ state: 'notSent', code: 'CODE_RECALLED', field: 'maTraCuu' });
    expect(gateway.sent).toEqual([]);
    expect((await gateway.recallRecords([], { journal, sign })).isComplete).toBe(false);
  });
});
