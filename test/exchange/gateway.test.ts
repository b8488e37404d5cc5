import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseCertificate } from '../../src/certificate/index.js';
import {
  certificateContent,
  createGateway,
  type Gateway,
  type GatewayOptions,
  memoryGatewayStore,
  recallItem,
  signRecallList,
} from '../../src/exchange/index.js';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { encodeContent } from '../../src/packaging/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL } from '../../src/signing/index.js';
import { codeOf } from './loopback.js';
import { AT, edited, pack, recordsOf, signerOf, signRecord, trustOf } from './school.js';

const SCHOOL = '01000001';
const HASH = createHash('sha256').update('mật khẩu').digest('hex');

let gateway: Gateway;

async function make(more: Partial<GatewayOptions> = {}): Promise<Gateway> {
  return createGateway({
    store: memoryGatewayStore(),
    basePath: '/cong',
    authenticate: ({ token, passwordHash }) => token === 'phien' && (passwordHash === null || passwordHash === HASH),
    acceptance: { trust: await trustOf(), receiver: RECEIVER_DUAL },
    now: () => AT,
    ...more,
  });
}

async function ask(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await gateway.handle(
    new Request(`https://cong.example/cong/${path}`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer phien', ...headers },
    }),
  );
  return { status: response.status, text: await response.text() };
}

// The messages of CV 2088 annex 1, II.2, typed by hand.
const SUBMIT = (messageid: string, content: string, type = '1', password = HASH) =>
  `{"authenticationRequest":{"token":"phien","user_name":"th","password":"${password}","ma_don_vi":"${SCHOOL}","nam_hoc":2024,"messageid":"${messageid}","type":"${type}","function":"${type}"},"content":"${content}"}`;
const QUERY = (messageid: string, type: string) =>
  `{"messageid":"${messageid}","ma_don_vi":"${SCHOOL}","type":"${type}","function":"${type}"}`;
const REGISTER = (messageid: string, serial: string, content: string) =>
  `{"messageid":"${messageid}","type":"3","function":"3","ma_don_vi":"${SCHOOL}","serial_number":"${serial}","ngay_hieu_luc":"2025-01-01","ma_kieu_chu_ky":"USB_TOKEN","nha_phat_hanh":"BAN_CO_YEU","content":"${content}"}`;
const QUERY_CERTIFICATE = (messageid: string) =>
  `{"messageid":"${messageid}","ma_don_vi":"${SCHOOL}","ma_nam_hoc":2024}`;

async function registerSeal(): Promise<void> {
  const signer = await signerOf('phatHanh');
  const serial = parseCertificate(signer.certificate).serialNumberHex;
  const content = await certificateContent(signer, { maDonVi: SCHOOL, serialNumber: serial });
  expect((await ask('chung-thu-so/dang-ky', REGISTER('dk', serial, content))).status).toBe(200);
  await gateway.decideCertificate(SCHOOL, 'dk', 'approved');
}

/** One record in a packet of its own: what the gateway answers to (2), as [trang_thai, error, error_field_title]. */
async function submitOne(messageid: string, hocBa: HocBa, options?: Parameters<typeof signRecord>[1]) {
  const [part] = await pack([await signRecord(hocBa, options)]);
  expect((await ask('hoc-ba/gui', SUBMIT(messageid, part!.content))).status).toBe(200);
  await gateway.processPending();
  return rowOf(messageid);
}

async function rowOf(messageid: string, service = 'hoc-ba/ket-qua', type = '2') {
  const { text } = await ask(service, QUERY(messageid, type));
  const { danh_sach: rows } = JSON.parse(text) as { danh_sach: Record<string, unknown>[] };
  return rows.map((row) => [row['trang_thai'], row['error'], row['error_field_title']]);
}

beforeEach(async () => {
  gateway = await make();
});

describe('a submission', () => {
  test('is acknowledged at once, decided later, and answered row by row as printed', async () => {
    await registerSeal();
    const [hocBa] = recordsOf(SCHOOL, 1);
    const [part] = await pack([await signRecord(hocBa!)]);
    const received = await ask('hoc-ba/gui', SUBMIT('goi-1', part!.content));
    expect(received).toEqual({
      status: 200,
      text: '{"MessageId":"goi-1","Error":"","ErrorDescription":"","ResponseCode":"1","ResponseDescription":""}',
    });
    expect((await ask('hoc-ba/ket-qua', QUERY('goi-1', '2'))).text).toBe('{"danh_sach":[]}');
    await gateway.processPending();
    const { hoVaTen, maHocSinh, soDinhDanhCaNhan } = hocBa!.hocSinh;
    expect((await ask('hoc-ba/ket-qua', QUERY('goi-1', '2'))).text).toBe(
      `{"danh_sach":[{"ma_hoc_sinh":"${maHocSinh}","ten_hoc_sinh":"${hoVaTen}","so_cccd":"${String(soDinhDanhCaNhan)}","ma_tra_cuu_uuid":"${hocBa!.maTraCuu}","trang_thai":1,"error":"","error_field_title":"","error_description":""}]}`,
    );
  });

  test('sent again is the same submission; its id for other content is refused', async () => {
    await registerSeal();
    const [a, b] = recordsOf(SCHOOL, 2);
    const [first] = await pack([await signRecord(a!)]);
    const [second] = await pack([await signRecord(b!)]);
    const answer = await ask('hoc-ba/gui', SUBMIT('goi-1', first!.content));
    await gateway.processPending();
    expect(await ask('hoc-ba/gui', SUBMIT('goi-1', first!.content))).toEqual(answer);
    expect(await gateway.processPending()).toBe(0);
    expect(await rowOf('goi-1')).toEqual([[1, '', '']]);
    expect((await ask('hoc-ba/gui', SUBMIT('goi-1', second!.content))).text).toContain('"Error":"MESSAGE_ID_REUSED"');
  });

  test('waits for the authority where it decides by itself', async () => {
    gateway = await make({ approve: () => 'wait' });
    await registerSeal();
    const [a] = recordsOf(SCHOOL, 1);
    expect(await submitOne('goi-1', a!)).toEqual([]);
    expect(await submitOne('goi-2', a!)).toEqual([[0, 'DUPLICATE', 'maTraCuu']]);
    await gateway.decideRecord(a!.maTraCuu, 'refused');
    expect(await rowOf('goi-1')).toEqual([[0, 'DECIDED_BY_AUTHORITY', '']]);
    expect(await codeOf(gateway.decideRecord(a!.maTraCuu, 'approved'))).toBe('ERR_EXCHANGE_NOT_ALLOWED');
  });

  test('of a whole class has one refused record, and the others are taken', async () => {
    await registerSeal();
    const class3 = recordsOf(SCHOOL, 3);
    const files = await Promise.all(class3.map((one, at) => signRecord(one, at === 1 ? { until: 'canBoQuanLy' } : {})));
    const [part] = await pack(files);
    await ask('hoc-ba/gui', SUBMIT('goi-1', part!.content));
    await gateway.processPending();
    expect(await rowOf('goi-1')).toEqual([
      [1, '', ''],
      [0, 'SIGNATURE_MISSING', 'canBoQuanLy'],
      [1, '', ''],
    ]);
  });
});

describe('acceptance', () => {
  test('each fault has its reason', async () => {
    await registerSeal();
    const [a, b, c, d, e, f, g] = recordsOf(SCHOOL, 8) as HocBa[];
    // The untouched record passes.
    expect(await submitOne('g0', a!)).toEqual([[1, '', '']]);
    expect(await submitOne('g1', a!)).toEqual([[0, 'DUPLICATE', 'maTraCuu']]);
    expect(await submitOne('g2', { ...a!, maTraCuu: b!.maTraCuu })).toEqual([[0, 'NOT_RECALLED', 'maTraCuu']]);
    expect(await submitOne('g3', c!, { receiver: RECEIVER_CV2088 })).toEqual([[0, 'RECEIVER_FORM', 'profile']]);
    expect(await submitOne('g4', c!, { seal: 'otherOrganization' })).toEqual([[0, 'SEAL_NOT_REGISTERED', 'phatHanh']]);
    const otherNumber = edited(await signRecord(d!), /(<CBQL>.*?<SO_CCCD>)\d+/s, '$1000000000009');
    const [part] = await pack([otherNumber]);
    await ask('hoc-ba/gui', SUBMIT('g5', part!.content));
    await gateway.processPending();
    expect(await rowOf('g5')).toEqual([[0, 'SIGNER_OTHER', 'canBoQuanLy']]);
    expect(await submitOne('g6', e!, { until: 'phatHanh' })).toEqual([[0, 'SIGNATURE_MISSING', 'phatHanh']]);
    const otherSchool = { ...f!, nhaTruong: { ...f!.nhaTruong, maTruong: '01000002' } };
    expect(await submitOne('g7', otherSchool)).toEqual([[0, 'OTHER_SCHOOL', 'maTruong']]);
    const excellent = { ...g!, tongKet: { ...g!.tongKet, ketQuaGiaoDuc: 'chuaHoanThanh' as const } };
    expect((await submitOne('g8', excellent))[0]!.slice(0, 2)).toEqual([0, 'RULES']);
  });

  test('a mark changed after signing, and one record twice in a packet', async () => {
    await registerSeal();
    const [a, b] = recordsOf(SCHOOL, 2);
    const changed = edited(await signRecord(a!), /(<TONG_SO_BUOI_NGHI_CO_PHEP>)\d+/, '$199');
    const [part] = await pack([changed]);
    await ask('hoc-ba/gui', SUBMIT('g1', part!.content));
    const twice = [await signRecord(b!), await signRecord(b!)];
    const [double] = await pack(twice);
    await ask('hoc-ba/gui', SUBMIT('g2', double!.content));
    await gateway.processPending();
    expect(await rowOf('g1')).toEqual([[0, 'SIGNATURE_INVALID', 'giaoVienChuNhiem']]);
    expect(await rowOf('g2')).toEqual([[0, 'DUPLICATE', 'maTraCuu']]);
  });

  test('a packet that nobody registered signed, or nobody at all', async () => {
    const [a, b] = recordsOf(SCHOOL, 2);
    expect(await submitOne('g1', a!)).toEqual([[0, 'CERTIFICATE_NOT_REGISTERED', 'registrationUnknown']]);
    await registerSeal();
    expect(await submitOne('g2', a!)).toEqual([[1, '', '']]);
    const [foreign] = await pack([await signRecord(b!)], RECEIVER_DUAL, 'otherOrganization');
    await ask('hoc-ba/gui', SUBMIT('g3', foreign!.content));
    await gateway.processPending();
    expect((await rowOf('g3'))[0]!.slice(0, 2)).toEqual([0, 'CERTIFICATE_NOT_REGISTERED']);
  });
});

describe('the door', () => {
  test('unknown account, content that is none, requests that are none', async () => {
    expect((await ask('hoc-ba/gui', SUBMIT('m', 'QUJD', '1', 'x'))).status).toBe(401);
    expect((await ask('hoc-ba/ket-qua', QUERY('m', '2'), { authorization: 'Bearer x' })).status).toBe(401);
    expect((await ask('hoc-ba/gui', SUBMIT('m', ''))).text).toContain('"Error":"CONTENT_UNREADABLE"');
    expect((await ask('hoc-ba/gui', SUBMIT('m', 'QUJDREVGRw=='))).text).toContain('"Error":"CONTENT_UNREADABLE"');
    const empty = await encodeContent(new TextEncoder().encode('<DANH_SACH_HOC_BA/>'));
    expect((await ask('hoc-ba/gui', SUBMIT('m', empty))).text).toContain('"Error":"TRANSACTION_UNREADABLE"');
    expect((await ask('hoc-ba/gui', '{')).status).toBe(400);
    expect((await ask('hoc-ba/gui', '{"content":"QUJD"}')).text).toContain(
      '"error_field_title":"authenticationRequest"',
    );
    expect((await ask('hoc-ba/gui', SUBMIT('m', 'QUJD').replace('2024', '"2024"'))).text).toContain('"nam_hoc"');
    expect((await ask('hoc-ba/gui', SUBMIT('m', 'QUJD', '2'))).status).toBe(400);
    expect((await ask('hoc-ba/khac', '{}')).status).toBe(404);
    const get = await gateway.handle(new Request('https://cong.example/cong/hoc-ba/gui'));
    expect(get.status).toBe(405);
    expect((await ask('hoc-ba/gui', SUBMIT('m', 'A'.repeat(10_000_000)))).status).toBe(413);
  });
});

describe('certificates', () => {
  test('are answered as printed: registered, pending without a number, approved', async () => {
    const signer = await signerOf('phatHanh');
    const serial = parseCertificate(signer.certificate).serialNumberHex;
    const content = await certificateContent(signer, { maDonVi: SCHOOL, serialNumber: serial });
    expect((await ask('chung-thu-so/dang-ky', REGISTER('dk', serial, content))).text).toBe(
      '{"messageid":"dk","error":"","error_filed_title":"","error_description":""}',
    );
    expect((await ask('chung-thu-so/ket-qua', QUERY_CERTIFICATE('dk'))).text).toBe(
      `{"messageid":"dk","ma_don_vi":"${SCHOOL}","serial_number":"${serial}","error":"PENDING","error_field_title":"","error_description":"Chưa xử lý"}`,
    );
    await gateway.decideCertificate(SCHOOL, 'dk', 'approved');
    expect((await ask('chung-thu-so/ket-qua', QUERY_CERTIFICATE('dk'))).text).toBe(
      `{"messageid":"dk","ma_don_vi":"${SCHOOL}","serial_number":"${serial}","trang_thai_phe_duyet":1,"error":"","error_field_title":"","error_description":""}`,
    );
    expect(await codeOf(gateway.decideCertificate(SCHOOL, 'dk', 'refused'))).toBe('ERR_EXCHANGE_NOT_ALLOWED');
  });

  test('nobody registers a certificate without its key, or for another unit', async () => {
    const seal = await signerOf('phatHanh');
    const serial = parseCertificate(seal.certificate).serialNumberHex;
    const other = await signerOf('otherOrganization');
    const stolen = await certificateContent({ ...seal, sign: other.sign }, { maDonVi: SCHOOL, serialNumber: serial });
    const elsewhere = await certificateContent(seal, { maDonVi: '01000009', serialNumber: serial });
    for (const content of [stolen, elsewhere, 'e30=', '']) {
      const { text } = await ask('chung-thu-so/dang-ky', REGISTER('dk', serial, content));
      expect(text).toContain('"error":"CONTENT_UNREADABLE"');
    }
  });
});

describe('a recall', () => {
  const recall = async (messageid: string, hocBa: HocBa, signer: 'phatHanh' | 'otherOrganization' = 'phatHanh') => {
    const xml = await signRecallList([recallItem(hocBa)], { signer: await signerOf(signer), signingTime: AT });
    const { status } = await ask('hoc-ba/thu-hoi', SUBMIT(messageid, await encodeContent(xml), '5'));
    expect(status).toBe(200);
    await gateway.processPending();
    return rowOf(messageid, 'hoc-ba/ket-qua-thu-hoi', '6');
  };
  const again = (messageid: string) => rowOf(messageid, 'hoc-ba/ket-qua-thu-hoi', '6');

  test('before the report is the Sở’s; the replacement needs a new code and the agreement', async () => {
    await registerSeal();
    const [a, b] = recordsOf(SCHOOL, 2);
    await submitOne('g1', a!);
    expect(await recall('r1', a!)).toEqual([[1, '', '']]);
    const replacement = { ...a!, maTraCuu: b!.maTraCuu };
    expect(await submitOne('g2', replacement)).toEqual([[0, 'NOT_RECALLED', 'maTraCuu']]);
    expect(await recall('r2', a!)).toEqual([[3, 'RECALL_PENDING', 'maTraCuu']]);
    expect(await codeOf(gateway.decideRecall(a!.maTraCuu, 'bo', true))).toBe('ERR_EXCHANGE_NOT_ALLOWED');
    await gateway.decideRecall(a!.maTraCuu, 'so', true);
    expect(await again('r1')).toEqual([[2, '', '']]);
    expect(await submitOne('g3', a!)).toEqual([[0, 'CODE_RECALLED', 'maTraCuu']]);
    expect(await submitOne('g4', replacement)).toEqual([[1, '', '']]);
  });

  test('after the report the Ministry agrees too; refused, the record stays in circulation', async () => {
    await registerSeal();
    const [a, b] = recordsOf(SCHOOL, 2);
    await submitOne('g1', a!);
    await submitOne('g2', b!);
    await gateway.markReported([a!.maTraCuu]);
    await recall('r1', a!);
    await gateway.decideRecall(a!.maTraCuu, 'so', true);
    expect(await again('r1')).toEqual([[1, '', '']]);
    await gateway.decideRecall(a!.maTraCuu, 'bo', true);
    expect(await again('r1')).toEqual([[2, '', '']]);
    await recall('r2', b!);
    await gateway.decideRecall(b!.maTraCuu, 'so', false);
    expect(await again('r2')).toEqual([[3, 'DECIDED_BY_AUTHORITY', '']]);
    expect(await submitOne('g3', b!)).toEqual([[0, 'DUPLICATE', 'maTraCuu']]);
  });

  test('of a record nobody has approved, or signed by somebody else, is refused', async () => {
    await registerSeal();
    const [a] = recordsOf(SCHOOL, 1);
    expect(await recall('r1', a!)).toEqual([[3, 'RECALL_UNKNOWN', 'maTraCuu']]);
    await submitOne('g1', a!);
    expect(await recall('r2', a!, 'otherOrganization')).toEqual([[3, 'CERTIFICATE_NOT_REGISTERED', 'maTraCuu']]);
  });

  test('has the printed list, item by item in order', async () => {
    const [a] = recordsOf(SCHOOL, 1);
    const xml = await signRecallList([recallItem(a!)], { signer: await signerOf('phatHanh'), signingTime: AT });
    const text = new TextDecoder().decode(xml);
    expect(text).toContain('<DANH_SACH_HOC_BA id="dataDanhSach"><HOC_BA><MA_TRA_CUU_UUID>');
    expect([...text.split('</HOC_BA>')[0]!.matchAll(/<([A-Z_]+)>/g)].map((match) => match[1])).toEqual([
      ...['HOC_BA', 'MA_TRA_CUU_UUID', 'HO_VA_TEN', 'GIOI_TINH', 'NGAY_SINH', 'SO_CCCD', 'TEN_TRUONG', 'MA_TRUONG'],
      'TEN_NAM_HOC',
    ]);
    expect(text).toMatch(/<NGAY_SINH>\d{2}\/\d{2}\/\d{4}<\/NGAY_SINH>/);
  });
});
