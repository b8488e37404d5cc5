/* What a hostile client may try on the gateway kit; requests typed by hand. Each case first shows that the honest one passes. */
import { beforeEach, describe, expect, test } from 'vitest';
import { parseCertificate } from '../../src/certificate/index.js';
import {
  certificateContent,
  createGateway,
  type Gateway,
  type GatewayStore,
  memoryGatewayStore,
  recallItem,
  signRecallList,
} from '../../src/exchange/index.js';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { encodeContent } from '../../src/packaging/index.js';
import { RECEIVER_DUAL } from '../../src/signing/index.js';
import { AT, edited, pack, recordsOf, signerOf, signRecord, trustOf } from './school.js';

const [A, B] = ['01000001', '01000002'] as const;
let store: GatewayStore;
let gateway: Gateway;

/** Each unit has a token of its own. */
async function make(more: Partial<Parameters<typeof createGateway>[0]> = {}): Promise<Gateway> {
  return createGateway({
    store,
    authenticate: ({ token, maDonVi }) => token === `phien-${maDonVi}`,
    acceptance: { trust: await trustOf(), receiver: RECEIVER_DUAL },
    approve: () => 'wait',
    now: () => AT,
    ...more,
  });
}

async function ask(path: string, body: string | ReadableStream<Uint8Array>, unit: string = A) {
  const response = await gateway.handle(
    new Request(`https://cong.example/${path}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer phien-${unit}` },
      duplex: 'half',
    } as RequestInit),
  );
  return { status: response.status, text: await response.text() };
}

const SUBMIT = (messageid: string, content: string, { unit = A as string, type = '1', namHoc = '2024' } = {}) =>
  `{"authenticationRequest":{"token":"phien-${unit}","user_name":"th","password":"","ma_don_vi":"${unit}","nam_hoc":${namHoc},"messageid":"${messageid}","type":"${type}","function":"${type}"},"content":"${content}"}`;
const QUERY = (messageid: string, unit: string = A, type = '2') =>
  `{"messageid":"${messageid}","ma_don_vi":"${unit}","type":"${type}","function":"${type}"}`;

async function registerSeal(unit: string): Promise<void> {
  const signer = await signerOf('phatHanh');
  const serial = parseCertificate(signer.certificate).serialNumberHex;
  const content = await certificateContent(signer, { maDonVi: unit, serialNumber: serial });
  const body = `{"messageid":"dk","type":"3","function":"3","ma_don_vi":"${unit}","serial_number":"${serial}","ngay_hieu_luc":"2025-01-01","ma_kieu_chu_ky":"USB_TOKEN","nha_phat_hanh":"BAN_CO_YEU","content":"${content}"}`;
  expect((await ask('chung-thu-so/dang-ky', body, unit)).status).toBe(200);
  await gateway.decideCertificate(unit, 'dk', 'approved');
}

async function contentOf(...records: readonly HocBa[]): Promise<string> {
  const files = await Promise.all(records.map((hocBa) => signRecord(hocBa)));
  return (await pack(files))[0]!.content;
}

async function rowsOf(messageid: string, unit: string = A, type = '2') {
  const path = type === '2' ? 'hoc-ba/ket-qua' : 'hoc-ba/ket-qua-thu-hoi';
  const { text } = await ask(path, QUERY(messageid, unit, type), unit);
  const { danh_sach: rows } = JSON.parse(text) as { danh_sach: Record<string, unknown>[] };
  return rows.map((row) => [row['trang_thai'], row['error'], row['error_field_title']]);
}

beforeEach(async () => {
  store = memoryGatewayStore();
  gateway = await make();
  await registerSeal(A);
  await registerSeal(B);
});

describe('the same packet id', () => {
  test('many times at once is one submission', async () => {
    const content = await contentOf(recordsOf(A, 1)[0]!);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('hoc-ba/gui', SUBMIT('g', content))));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]!.text).toContain('"Error":""');
    expect(await gateway.processPending()).toBe(1);
    expect(await gateway.processPending()).toBe(0);
  });

  test('at once for several contents is taken for one of them alone, the others hear so', async () => {
    const contents = await Promise.all(recordsOf(A, 4).map((hocBa) => contentOf(hocBa)));
    const answers = await Promise.all(contents.map((content) => ask('hoc-ba/gui', SUBMIT('g', content))));
    expect(answers.filter(({ text }) => text.includes('"Error":""'))).toHaveLength(1);
    expect(answers.filter(({ text }) => text.includes('MESSAGE_ID_REUSED'))).toHaveLength(3);
    expect(await gateway.processPending()).toBe(1);
  });

  test('with another year, or as a recall, is another packet', async () => {
    const content = await contentOf(recordsOf(A, 1)[0]!);
    expect((await ask('hoc-ba/gui', SUBMIT('g', content))).text).toContain('"Error":""');
    expect((await ask('hoc-ba/gui', SUBMIT('g', content, { namHoc: '2023' }))).text).toContain('MESSAGE_ID_REUSED');
    expect((await ask('hoc-ba/thu-hoi', SUBMIT('g', content, { type: '5' }))).text).toContain('MESSAGE_ID_REUSED');
  });

  test('of another unit changes nothing of the first one’s packet, which can still be decided', async () => {
    const [hocBa] = recordsOf(A, 1);
    const content = await contentOf(hocBa!);
    await ask('hoc-ba/gui', SUBMIT('g', content));
    await gateway.processPending();
    expect(await rowsOf('g')).toEqual([]);
    expect((await ask('hoc-ba/gui', SUBMIT('g', content, { unit: B }), B)).text).toContain('"Error":""');
    await gateway.processPending();
    expect(await rowsOf('g', B)).toEqual([[0, 'OTHER_SCHOOL', 'maTruong']]);
    await gateway.decideRecord(hocBa!.maTraCuu, 'approved');
    expect(await rowsOf('g')).toEqual([[1, '', '']]);
    expect(await rowsOf('g', B)).toEqual([[0, 'OTHER_SCHOOL', 'maTruong']]);
  });

  test('and a registration at once for several numbers keeps the first', async () => {
    const names = ['phatHanh', 'otherOrganization', 'canBoQuanLy'] as const;
    const bodies = await Promise.all(
      names.map(async (name) => {
        const signer = await signerOf(name);
        const serial = parseCertificate(signer.certificate).serialNumberHex;
        const content = await certificateContent(signer, { maDonVi: A, serialNumber: serial });
        return `{"messageid":"dk2","type":"3","function":"3","ma_don_vi":"${A}","serial_number":"${serial}","ngay_hieu_luc":"2025-01-01","ma_kieu_chu_ky":"USB_TOKEN","nha_phat_hanh":"BAN_CO_YEU","content":"${content}"}`;
      }),
    );
    const answers = await Promise.all(bodies.map((body) => ask('chung-thu-so/dang-ky', body)));
    expect(answers.filter(({ text }) => text.includes('"error":""'))).toHaveLength(1);
    expect(answers.filter(({ text }) => text.includes('MESSAGE_ID_REUSED'))).toHaveLength(2);
  });
});

describe('what is another school’s', () => {
  test('is neither read, nor recalled, nor submitted, nor sealed', async () => {
    const [a, b] = recordsOf(A, 2);
    await ask('hoc-ba/gui', SUBMIT('g', await contentOf(a!)));
    await gateway.processPending();
    await gateway.decideRecord(a!.maTraCuu, 'approved');
    expect(await rowsOf('g')).toEqual([[1, '', '']]);
    // Its answers: the token speaks for one unit.
    expect((await ask('hoc-ba/ket-qua', QUERY('g', A), B)).status).toBe(401);
    expect(await rowsOf('g', B)).toEqual([]);
    // Its record, recalled by B with B's own registered certificate.
    const list = await signRecallList([recallItem(a!)], { signer: await signerOf('phatHanh'), signingTime: AT });
    await ask('hoc-ba/thu-hoi', SUBMIT('r', await encodeContent(list), { unit: B, type: '5' }), B);
    await gateway.processPending();
    expect(await rowsOf('r', B, '6')).toEqual([[3, 'RECALL_UNKNOWN', 'maTraCuu']]);
    expect((await store.record(a!.maTraCuu))?.recallWaitsFor).toBeNull();
    // Its pupil, as if he were B's: the record names A.
    await ask('hoc-ba/gui', SUBMIT('g2', await contentOf(b!), { unit: B }), B);
    await gateway.processPending();
    expect(await rowsOf('g2', B)).toEqual([[0, 'OTHER_SCHOOL', 'maTruong']]);
  });
});

describe('a recalled look-up code', () => {
  test('is never taken again: by its school, by another, in capitals', async () => {
    const [a] = recordsOf(A, 1);
    await ask('hoc-ba/gui', SUBMIT('g', await contentOf(a!)));
    await gateway.processPending();
    await gateway.decideRecord(a!.maTraCuu, 'approved');
    const list = await signRecallList([recallItem(a!)], { signer: await signerOf('phatHanh'), signingTime: AT });
    await ask('hoc-ba/thu-hoi', SUBMIT('r', await encodeContent(list), { type: '5' }));
    await gateway.processPending();
    await gateway.decideRecall(a!.maTraCuu, 'so', true);
    expect(await rowsOf('r', A, '6')).toEqual([[2, '', '']]);
    await ask('hoc-ba/gui', SUBMIT('g2', await contentOf(a!)));
    await ask('hoc-ba/gui', SUBMIT('g3', await contentOf({ ...a!, maTraCuu: a!.maTraCuu.toUpperCase() })));
    const other = { ...recordsOf(B, 1)[0]!, maTraCuu: a!.maTraCuu };
    await ask('hoc-ba/gui', SUBMIT('g4', await contentOf(other), { unit: B }), B);
    await gateway.processPending();
    for (const [id, unit] of [
      ['g2', A],
      ['g3', A],
      ['g4', B],
    ] as const)
      expect(await rowsOf(id, unit)).toEqual([[0, 'CODE_RECALLED', 'maTraCuu']]);
    // Nor is it recalled a second time.
    const again = await signRecallList([recallItem(a!)], { signer: await signerOf('phatHanh'), signingTime: AT });
    await ask('hoc-ba/thu-hoi', SUBMIT('r2', await encodeContent(again), { type: '5' }));
    await gateway.processPending();
    expect(await rowsOf('r2', A, '6')).toEqual([[3, 'RECALL_UNKNOWN', 'maTraCuu']]);
  });
});

describe('a malformed request', () => {
  const deep = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times);

  test.each<[string, string, number]>([
    ['nothing', '', 400],
    ['no JSON', '\u0000', 400],
    ['a list', '[]', 400],
    ['a text', '"x"', 400],
    ['null', 'null', 400],
    ['brackets without end', '['.repeat(100_000), 400],
    ['a deep list', deep('[', ']', 200_000), 400],
    ['a deep object', deep('{"a":', '}', 100_000).replace('{}', '{"a":1}'), 400],
    ['a prototype', '{"__proto__":{"authenticationRequest":{}},"content":"QUJD"}', 400],
    ['an account that is a list', '{"authenticationRequest":[],"content":"QUJD"}', 400],
    ['a year that is no number', SUBMIT('m', 'QUJD', { namHoc: '1e999' }), 400],
    ['a year that is a text', SUBMIT('m', 'QUJD', { namHoc: '"2024"' }), 400],
    ['no packet id', SUBMIT('', 'QUJD'), 400],
    ['a packet id of a megabyte', SUBMIT('m'.repeat(1_000_000), 'QUJD'), 400],
    ['a packet id with a line feed', SUBMIT('m\\n1', 'QUJD'), 400],
    ['a packet id that turns the line around', SUBMIT('m\\u202e1', 'QUJD'), 400],
    ['another code', SUBMIT('m', 'QUJD', { type: '3' }), 400],
    ['bytes that are no UTF-8', '\ufffd', 400],
  ])('%s', async (_, body, status) => {
    expect((await ask('hoc-ba/gui', SUBMIT('m', 'QUJD'))).status).toBe(200);
    const answer = await ask('hoc-ba/gui', body);
    expect([answer.status, (JSON.parse(answer.text) as { error: string }).error]).toEqual([
      status,
      'REQUEST_MALFORMED',
    ]);
    expect(answer.text.length).toBeLessThan(500);
    expect(await gateway.processPending()).toBe(0);
  });

  test('a body that ends in an error, and one that never ends', async () => {
    gateway = await make({ bodyTimeoutMs: 50 });
    const broken = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new Error('reset')) });
    expect((await ask('hoc-ba/gui', broken)).status).toBe(400);
    const endless = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array([0x7b])),
    });
    expect((await ask('hoc-ba/gui', endless)).status).toBe(408);
  });

  test('a body without end is left at the limit', async () => {
    let given = 0;
    const flood = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given++;
        controller.enqueue(new Uint8Array(1_000_000).fill(0x20));
      },
    });
    expect((await ask('hoc-ba/gui', flood)).status).toBe(413);
    expect(given).toBeLessThan(15);
  });

  test('content that inflates beyond all bounds, claims a wrong length, or holds no records', async () => {
    const bomb = await encodeContent(new Uint8Array(60_000_000).fill(0x20));
    expect(bomb.length).toBeLessThan(200_000);
    const list = await encodeContent(new TextEncoder().encode('<DANH_SACH_HOC_BA><HOC_BA/></DANH_SACH_HOC_BA>'));
    const doctype = await encodeContent(new TextEncoder().encode('<!DOCTYPE a [<!ENTITY b "c">]><DANH_SACH_HOC_BA/>'));
    for (const content of [bomb, list.replace(/^..../, 'AAAA'), doctype, await encodeContent(new Uint8Array([0x3c]))]) {
      const { status, text } = await ask('hoc-ba/gui', SUBMIT('m', content));
      expect([status, /CONTENT_UNREADABLE|TRANSACTION_UNREADABLE/.test(text)]).toEqual([200, true]);
    }
    expect(await gateway.processPending()).toBe(0);
  });
});

test('records whose code cannot be read are answered by their places, none is lost', async () => {
  const class3 = recordsOf(A, 4);
  const files = await Promise.all(class3.map((hocBa) => signRecord(hocBa)));
  const nameless = (at: number) => edited(files[at]!, /<MA_TRA_CUU_UUID>.*?<\/MA_TRA_CUU_UUID>/, '');
  const [part] = await pack([files[0]!, nameless(1), files[2]!, nameless(3)]);
  await ask('hoc-ba/gui', SUBMIT('g', part!.content));
  await gateway.processPending();
  await gateway.decideRecord(class3[0]!.maTraCuu, 'approved');
  await gateway.decideRecord(class3[2]!.maTraCuu, 'approved');
  const rows = await rowsOf('g');
  expect(rows).toEqual([
    [1, '', ''],
    [0, 'STRUCTURE', 'HOC_BA[2] HOC_BA[4]'],
    [1, '', ''],
  ]);
});

test('a packet at which the checks themselves fail holds up no other', async () => {
  const [a, b] = recordsOf(A, 2);
  let isBroken = true;
  gateway = await make({
    approve: ({ hocBa }) => {
      if (isBroken && hocBa.maTraCuu === a!.maTraCuu) throw new RangeError('the authority’s own program');
      return 'approved';
    },
  });
  await ask('hoc-ba/gui', SUBMIT('g1', await contentOf(a!)));
  await ask('hoc-ba/gui', SUBMIT('g2', await contentOf(b!)));
  await expect(gateway.processPending()).rejects.toThrow(RangeError);
  expect(await rowsOf('g2')).toEqual([[1, '', '']]);
  // Not decided is not refused; a gateway that is started again takes it up.
  expect([await rowsOf('g1'), await gateway.processPending()]).toEqual([[], 0]);
  isBroken = false;
  gateway = await make({ approve: () => 'approved' });
  expect(await gateway.processPending()).toBe(1);
  expect(await rowsOf('g1')).toEqual([[1, '', '']]);
});
