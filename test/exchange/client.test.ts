import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  createExchangeClient,
  type ExchangeOptions,
  parseServices,
  type ServiceDescription,
  servicesCv2088,
} from '../../src/exchange/index.js';
import { codeOf, json, loopback } from './loopback.js';

// FIPS 180-4, the first example of SHA-256.
const PASSWORD = 'abc';
const PASSWORD_SHA256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

function client(baseUrl: string, more: Partial<ExchangeOptions> = {}) {
  const slept: number[] = [];
  const made = createExchangeClient({
    baseUrl,
    account: { userName: 'th-quang-trung', password: PASSWORD, maDonVi: '48491401', namHoc: 2023 },
    token: () => 'phien-1',
    timing: {
      sleep: async (ms) => {
        slept.push(ms);
      },
      random: () => 0.5,
      now: () => new Date('2024-05-31T03:00:00Z'),
    },
    ...more,
  });
  return Object.assign(made, { slept });
}

const ACKNOWLEDGED = (messageid: string) =>
  `{"MessageId":"${messageid}","Error":"00","ErrorDescription":"","ResponseCode":"1","ResponseDescription":"Đã tiếp nhận"}`;

/** What the gateway of the next test answers to the packet it was sent. */
const acknowledge = (body: string) =>
  ACKNOWLEDGED((JSON.parse(body) as { authenticationRequest: { messageid: string } }).authenticationRequest.messageid);

describe('messages as printed (CV 2088 annex 1, II.2)', () => {
  test('(1) submit: the object authenticationRequest and content, names and types exactly so', async () => {
    const { baseUrl, heard } = await loopback(({ body }, response) => json(response, acknowledge(body)));
    const gateway = client(baseUrl);
    const answer = await gateway.send('submit', 'QUJD');
    const messageid = gateway.messageIdOf('submit', 'QUJD');
    expect(heard[0]!.path).toBe('/cong/hoc-ba/gui');
    expect(heard[0]!.body).toBe(
      `{"authenticationRequest":{"token":"phien-1","user_name":"th-quang-trung","password":"${PASSWORD_SHA256}","ma_don_vi":"48491401","nam_hoc":2023,"messageid":"${messageid}","type":"1","function":"1"},"content":"QUJD"}`,
    );
    expect(heard[0]!.headers.authorization).toBeUndefined();
    expect(answer).toEqual({
      messageId: messageid,
      error: '00',
      errorDescription: '',
      responseCode: '1',
      responseDescription: 'Đã tiếp nhận',
    });
  });

  test('(5) recall has the form of (1) with its own code', async () => {
    const { baseUrl, heard } = await loopback(({ body }, response) => json(response, acknowledge(body)));
    await client(baseUrl).send('recall', 'QUJD');
    expect(JSON.parse(heard[0]!.body)).toMatchObject({ authenticationRequest: { type: '5' }, content: 'QUJD' });
  });

  const ROW = (status: number, error = '') =>
    `{"ma_hoc_sinh":"0012345678","ten_hoc_sinh":"Nguyễn Thị Hoa","so_cccd":"048317002681","ma_tra_cuu_uuid":"123E4567-e89b-42d3-a456-556642440000","trang_thai":${status},"error":"${error}","error_field_title":"","error_description":""}`;

  test('(2) and (6): 1 is approved in one and waiting in the other; both read, a bare list and one in an object', async () => {
    const answers = [`[${ROW(1)}]`, `{"danh_sach":[${ROW(0, 'E07')}]}`, `[${ROW(1)}]`, `[${ROW(2)}]`, `[${ROW(3)}]`];
    const { baseUrl, heard } = await loopback((_, response, count) => json(response, answers[count - 1]));
    const gateway = client(baseUrl);
    const approved = (await gateway.querySubmit('goi-1'))[0]!;
    expect(approved).toEqual({
      maTraCuu: '123e4567-e89b-42d3-a456-556642440000',
      maHocSinh: '0012345678',
      tenHocSinh: 'Nguyễn Thị Hoa',
      soCccd: '048317002681',
      status: 'approved',
      error: '',
      errorField: '',
      errorDescription: '',
    });
    expect((await gateway.querySubmit('goi-1'))[0]).toMatchObject({ status: 'refused', error: 'E07' });
    const recalls = [];
    for (let at = 0; at < 3; at++) recalls.push((await gateway.queryRecall('goi-2'))[0]!.status);
    expect(recalls).toEqual(['waiting', 'agreed', 'refused']);
    expect(heard[0]!.body).toBe('{"messageid":"goi-1","ma_don_vi":"48491401","type":"2","function":"2"}');
    expect(heard[0]!.headers.authorization).toBe('Bearer phien-1');
    expect(heard[2]!.body).toBe('{"messageid":"goi-2","ma_don_vi":"48491401","type":"6","function":"6"}');
  });

  test('an approval beside an error, and a number of no meaning beside an error, decide nothing', async () => {
    const { baseUrl } = await loopback((_, response, count) => json(response, `[${ROW(count === 1 ? 1 : 9, 'CHO')}]`));
    const gateway = client(baseUrl);
    expect((await gateway.querySubmit('a'))[0]!.status).toBe('undecided');
    expect((await gateway.querySubmit('a'))[0]!.status).toBe('undecided');
  });

  test.each(['error_filed_title', 'error_field_title'])(
    '(3) registration writes what is printed and reads %s',
    async (spelling) => {
      const { baseUrl, heard } = await loopback(({ body }, response) => {
        const { messageid } = JSON.parse(body) as { messageid: string };
        json(response, `{"messageid":"${messageid}","error":"","${spelling}":"","error_description":""}`);
      });
      await client(baseUrl).registerCertificate({
        serialNumber: '5404FFFEB7033FB316D672201B7BA4FE',
        ngayHieuLuc: '2024-05-01',
        maKieuChuKy: 'USB_TOKEN',
        nhaPhatHanh: 'BAN_CO_YEU',
        content: 'TUlJ',
      });
      const { messageid, ...rest } = JSON.parse(heard[0]!.body) as Record<string, unknown>;
      expect(messageid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8/);
      expect(rest).toEqual({
        type: '3',
        function: '3',
        ma_don_vi: '48491401',
        serial_number: '5404FFFEB7033FB316D672201B7BA4FE',
        ngay_hieu_luc: '2024-05-01',
        ma_kieu_chu_ky: 'USB_TOKEN',
        nha_phat_hanh: 'BAN_CO_YEU',
        content: 'TUlJ',
      });
    },
  );

  test('(4) has ma_nam_hoc as a number and no type; only an error may stand in for trang_thai_phe_duyet', async () => {
    const BODY = (rest: string) => `{"messageid":"m","ma_don_vi":"48491401","serial_number":"54"${rest}}`;
    const answers = [
      BODY(',"trang_thai_phe_duyet":1,"error":"","error_field_title":"","error_description":""'),
      BODY(',"trang_thai_phe_duyet":0,"error":"E1","error_field_title":"","error_description":""'),
      BODY(',"error":"CHO_DUYET"'),
      BODY(',"error":""'),
    ];
    const { baseUrl, heard } = await loopback((_, response, count) => json(response, answers[count - 1]));
    const gateway = client(baseUrl);
    expect((await gateway.queryCertificate('m')).status).toBe('approved');
    expect((await gateway.queryCertificate('m')).status).toBe('refused');
    expect((await gateway.queryCertificate('m')).status).toBe('undecided');
    expect(await codeOf(gateway.queryCertificate('m'))).toBe('ERR_EXCHANGE_ANSWER_FIELD');
    expect(heard[0]!.body).toBe('{"messageid":"m","ma_don_vi":"48491401","ma_nam_hoc":2023}');
  });

  test('a description of its own changes names, codes, success codes and the password’s form', async () => {
    const data = JSON.parse(JSON.stringify(servicesCv2088())) as ServiceDescription;
    const own = parseServices({
      ...data,
      successCodes: ['OK'],
      password: { digest: 'SHA-256', form: 'hexUpper' },
      services: {
        ...data.services,
        submit: { ...data.services.submit, path: 'api/v2/nop', values: { type: 'HB', function: '01' } },
      },
    });
    const { baseUrl, heard } = await loopback(({ body }, response, count) =>
      json(response, count === 1 ? acknowledge(body).replace('"00"', '"OK"') : acknowledge(body)),
    );
    const gateway = client(baseUrl, { services: own });
    await gateway.send('submit', 'QUJD');
    expect(heard[0]!.path).toBe('/cong/api/v2/nop');
    expect(JSON.parse(heard[0]!.body)).toMatchObject({
      authenticationRequest: { type: 'HB', function: '01', password: PASSWORD_SHA256.toUpperCase() },
    });
    expect(await codeOf(gateway.send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_REFUSED');
    const { statuses } = data;
    for (const broken of [
      { ...data, services: { ...data.services, submit: { ...data.services.submit, header: [], request: [] } } },
      { ...data, statuses: { ...statuses, recall: statuses.approval } },
      { ...data, successCodes: [] },
      ...['https://other.example/', '//other.example/a', '/a', '../a', ''].map((path) => ({
        ...data,
        services: { ...data.services, recall: { ...data.services.recall, path } },
      })),
      null,
    ]) {
      expect(await codeOf((async () => parseServices(broken))())).toBe('ERR_EXCHANGE_SERVICES');
    }
  });

  test('what the specification does not print is listed', () => {
    expect(servicesCv2088().assumed).toContain('services.*.path');
    expect(servicesCv2088().assumed).toContain('successCodes');
  });
});

describe('bad answers', () => {
  const once = { retry: { attempts: 1 } };
  const TABLE: readonly (readonly [string, string, (response: import('node:http').ServerResponse) => void])[] = [
    [
      'a page of HTML',
      'ERR_EXCHANGE_ANSWER_TYPE',
      (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>Bảo trì</html>'),
    ],
    ['HTML without a type', 'ERR_EXCHANGE_ANSWER_TYPE', (r) => r.writeHead(200).end('<!doctype html>')],
    ['half of the JSON', 'ERR_EXCHANGE_ANSWER_CUT', (r) => json(r, '{"MessageId":"a","Error":"0')],
    ['nothing', 'ERR_EXCHANGE_ANSWER_CUT', (r) => json(r, '')],
    [
      'a connection that ends in the middle',
      'ERR_EXCHANGE_ANSWER_CUT',
      (r) => {
        r.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        r.write('{"MessageId":', () => r.destroy());
      },
    ],
    ['no JSON', 'ERR_EXCHANGE_ANSWER_JSON', (r) => json(r, 'thành công')],
    [
      'UTF-16',
      'ERR_EXCHANGE_ANSWER_ENCODING',
      (r) => r.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from('\ufeff{"a":1}', 'utf16le')),
    ],
    [
      'a declared windows-1258',
      'ERR_EXCHANGE_ANSWER_ENCODING',
      (r) => r.writeHead(200, { 'content-type': 'application/json; charset=windows-1258' }).end('{}'),
    ],
    ['a list instead of an object', 'ERR_EXCHANGE_ANSWER_FIELD', (r) => json(r, [])],
    ['a field of another type', 'ERR_EXCHANGE_ANSWER_FIELD', (r) => json(r, { MessageId: 5 })],
    [
      'the answer to another packet',
      'ERR_EXCHANGE_ANSWER_OTHER',
      (r) => json(r, ACKNOWLEDGED('00000000-0000-8000-8000-000000000000')),
    ],
    ['nothing at all, and no length', 'ERR_EXCHANGE_ANSWER_CUT', (r) => r.writeHead(200).end()],
    [
      'JSON called text',
      'ERR_EXCHANGE_ANSWER_TYPE',
      (r) => r.writeHead(200, { 'content-type': 'text/plain' }).end('{"MessageId":"a"}'),
    ],
    [
      'a type that is none',
      'ERR_EXCHANGE_ANSWER_TYPE',
      (r) => r.writeHead(200, { 'content-type': 'json; Nguyễn'.normalize('NFD').replace(/[^ -~]/g, '') }).end('{}'),
    ],
    [
      'a letter of windows-1258',
      'ERR_EXCHANGE_ANSWER_ENCODING',
      (r) => r.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x7b, 0x22, 0xea, 0x22, 0x7d])),
    ],
    ['JSON and something behind it', 'ERR_EXCHANGE_ANSWER_JSON', (r) => json(r, '{"MessageId":"a"}<!-- -->')],
    ['brackets without end', 'ERR_EXCHANGE_ANSWER_CUT', (r) => json(r, '['.repeat(1_000_000))],
    [
      'a list as deep as the answer is long',
      'ERR_EXCHANGE_ANSWER_FIELD',
      (r) => json(r, '['.repeat(5e5) + ']'.repeat(5e5)),
    ],
    [
      'a gzip that is none',
      'ERR_EXCHANGE_ANSWER_CUT',
      (r) => r.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{}'),
    ],
    ['404', 'ERR_EXCHANGE_STATUS', (r) => json(r, '{}', 404)],
    ['500', 'ERR_EXCHANGE_STATUS', (r) => json(r, '{}', 500)],
    ['429', 'ERR_EXCHANGE_BUSY', (r) => json(r, '{}', 429)],
    ['403', 'ERR_EXCHANGE_UNAUTHORIZED', (r) => json(r, '{}', 403)],
    ['a connection that is closed', 'ERR_EXCHANGE_UNREACHABLE', (r) => r.destroy()],
  ];

  test.each(TABLE)('%s: %s', async (_, code, answer) => {
    const { baseUrl } = await loopback((_heard, response) => answer(response));
    expect(await codeOf(client(baseUrl, once).send('submit', 'QUJD'))).toBe(code);
  });

  describe('a redirect is not followed: what goes out holds the hash of a password', () => {
    test.each([301, 302, 303, 307, 308])('%i to another host', async (status) => {
      const other = await loopback((_, response) => json(response, '{}'));
      const { baseUrl, heard } = await loopback((_, response) =>
        response.writeHead(status, { location: other.baseUrl.replace('127.0.0.1', 'localhost') }).end(),
      );
      expect(await codeOf(client(baseUrl).send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_REDIRECT');
      expect([heard.length, other.heard.length]).toEqual([1, 0]);
    });

    test('from https to http', async () => {
      const asked: string[] = [];
      const gateway = client('https://cong.example/', {
        ...once,
        fetch: async (url) => {
          asked.push(url);
          return new Response(null, { status: 302, headers: { location: 'http://cong.example/hoc-ba/gui' } });
        },
      });
      expect(await codeOf(gateway.send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_REDIRECT');
      expect(asked).toEqual(['https://cong.example/hoc-ba/gui']);
    });

    test('to itself, for ever', async () => {
      const { baseUrl, heard } = await loopback((_, response) =>
        response.writeHead(307, { location: '/cong/hoc-ba/gui' }).end(),
      );
      expect(await codeOf(client(baseUrl).send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_REDIRECT');
      expect(heard).toHaveLength(1);
    });
  });

  describe('rows', () => {
    const row = (code: string, more: Record<string, unknown> = {}) => ({
      ...{ ma_hoc_sinh: '1', ten_hoc_sinh: 'Nguyễn Thị Hoa', so_cccd: '048317002681', ma_tra_cuu_uuid: code },
      ...{ trang_thai: 1, error: '', error_field_title: '', error_description: '', ...more },
    });
    const A = '123e4567-e89b-42d3-a456-556642440000';
    const B = '123e4567-e89b-42d3-a456-556642440001';
    const answered = async (value: unknown, ask: 'querySubmit' | 'queryRecall' = 'querySubmit') => {
      const { baseUrl } = await loopback((_, response) => json(response, value));
      const error = await client(baseUrl, once)
        [ask]('goi')
        .then(
          (rows) => rows.map(({ maTraCuu, status }) => [maTraCuu, status]),
          (cause: { code: string; params: { field: string } }) => `${cause.code} ${cause.params.field}`,
        );
      expect(String(error)).not.toContain('Hoa');
      return error;
    };

    test('that are right are read', async () => {
      expect(await answered([row(A), row(B, { trang_thai: 0, error: 'E7' })])).toEqual([
        [A, 'approved'],
        [B, 'refused'],
      ]);
    });

    test('twice for one record, the same or not, in capitals or not', async () => {
      for (const second of [row(A), row(A, { trang_thai: 0, error: 'E7' }), row(A.toUpperCase())])
        expect(await answered([row(A), second])).toBe('ERR_EXCHANGE_ANSWER_OTHER danh_sach[1].ma_tra_cuu_uuid');
    });

    test('with a status that is none of the service, a text, or nothing', async () => {
      for (const trang_thai of [2, -1, 1.5, 1e9, '1', null, true, undefined])
        expect(await answered([row(A, { trang_thai })]), String(trang_thai)).toBe(
          'ERR_EXCHANGE_ANSWER_FIELD danh_sach[0].trang_thai',
        );
      // 2 is a word of (6), and 0 none of it.
      expect(await answered([row(A, { trang_thai: 2 })], 'queryRecall')).toEqual([[A, 'agreed']]);
      expect(await answered([row(A, { trang_thai: 0 })], 'queryRecall')).toBe(
        'ERR_EXCHANGE_ANSWER_FIELD danh_sach[0].trang_thai',
      );
    });

    test('that contradict themselves decide nothing', async () => {
      expect(await answered([row(A, { error: 'E7' })])).toEqual([[A, 'undecided']]);
      expect(await answered([row(A, { trang_thai: 2, error: 'E7' })], 'queryRecall')).toEqual([[A, 'undecided']]);
    });

    test('that are no rows, or in no list', async () => {
      expect(await answered([row(A), null])).toBe('ERR_EXCHANGE_ANSWER_FIELD danh_sach[1]');
      expect(await answered([[row(A)]])).toBe('ERR_EXCHANGE_ANSWER_FIELD danh_sach[0]');
      expect(await answered({ danh_sach: { 0: row(A) } })).toBe('ERR_EXCHANGE_ANSWER_FIELD danh_sach');
      expect(await answered({ ket_qua: [row(A)] })).toBe('ERR_EXCHANGE_ANSWER_FIELD danh_sach');
      expect(await answered([row(A, { ma_tra_cuu_uuid: 7 })])).toBe(
        'ERR_EXCHANGE_ANSWER_FIELD danh_sach[0].ma_tra_cuu_uuid',
      );
      expect(await answered(`[{"__proto__":${JSON.stringify(row(A))}}]`)).toMatch(/^ERR_EXCHANGE_ANSWER_FIELD/);
    });
  });

  test('a certificate of another packet', async () => {
    const answer = { ma_don_vi: '48491401', serial_number: '54', trang_thai_phe_duyet: 1, error: '' };
    const { baseUrl } = await loopback((_, response) => json(response, { messageid: 'other', ...answer }));
    expect(await codeOf(client(baseUrl, once).queryCertificate('m'))).toBe('ERR_EXCHANGE_ANSWER_OTHER');
  });

  test('a megabyte that inflates to a quarter of a gigabyte is left at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(1 << 28, 0x20), { level: 1 });
    const { baseUrl } = await loopback((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    const gateway = client(baseUrl, { ...once, limits: { answerBytes: 1 << 20 } });
    expect(await codeOf(gateway.send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_ANSWER_LIMIT');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
  });

  test('a slow drip ends at the time limit', async () => {
    const { baseUrl } = await loopback((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const gateway = client(baseUrl, { ...once, limits: { timeoutMs: 300 } });
    expect(await codeOf(gateway.send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_TIMEOUT');
  });

  test('a body of 1 GB is left after the limit, declared or not, and memory stays bounded', async () => {
    const block = Buffer.alloc(1 << 20, 0x20);
    let sent = 0;
    const { baseUrl } = await loopback((_, response, count) => {
      const declared = count === 1 ? { 'content-length': String(1 << 30) } : {};
      response.writeHead(200, { 'content-type': 'application/json', ...declared });
      let left = 1024;
      const more = (): void => {
        while (left-- > 0) {
          sent += block.length;
          if (!response.write(block)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      response.on('close', () => {
        left = 0;
      });
      more();
    });
    const gateway = client(baseUrl, { ...once, limits: { answerBytes: 1 << 20 } });
    const before = process.memoryUsage().rss;
    expect(await codeOf(gateway.send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_ANSWER_LIMIT');
    expect(await codeOf(gateway.send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_ANSWER_LIMIT');
    expect(sent).toBeLessThan(256 << 20);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 << 20);
  });

  test('the default time limit also holds against a port that pays no heed to the signal', async () => {
    const gateway = client('https://cong.example', {
      ...once,
      limits: { timeoutMs: 50 },
      fetch: () => new Promise<Response>(() => undefined),
    });
    expect(await codeOf(gateway.send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_TIMEOUT');
  });

  test('errors hold neither the password, its hash, the token nor the text of the answer', async () => {
    const { baseUrl } = await loopback((_, response) => json(response, '{"ten_hoc_sinh":"Nguyễn Thị Hoa", lỗi}'));
    const gateway = client(baseUrl, once);
    const error = await gateway.send('submit', 'QUJD').catch((one: Error) => one);
    const shown = [String(error), JSON.stringify(error), (error as Error).stack, String((error as Error).cause)].join();
    expect(shown).toContain('ERR_EXCHANGE_ANSWER_JSON');
    for (const secret of [PASSWORD_SHA256, 'phien-1', 'Hoa']) expect(shown).not.toContain(secret);
    expect(JSON.stringify(gateway)).not.toContain(PASSWORD_SHA256);
  });
});

describe('trying again', () => {
  test('the same messageid each time, pauses that double with jitter, Retry-After on top', async () => {
    const { baseUrl, heard } = await loopback(({ body }, response, count) => {
      if (count === 1) response.destroy();
      else if (count === 2) response.writeHead(503, { 'retry-after': '7' }).end();
      else if (count === 3) response.writeHead(429, { 'retry-after': 'Fri, 31 May 2024 03:00:09 GMT' }).end();
      else if (count === 4) json(response, '{"MessageId":');
      else json(response, acknowledge(body));
    });
    const gateway = client(baseUrl);
    await gateway.send('submit', 'QUJD');
    expect(gateway.slept).toEqual([500, 7_000 + 1_000, 9_000 + 2_000, 4_000]);
    expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
  });

  test('gives up after the last try, at once on a long Retry-After, and never repeats a refusal', async () => {
    const { baseUrl, heard } = await loopback((_, response) => response.writeHead(503, { 'retry-after': '1' }).end());
    expect(await codeOf(client(baseUrl).send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_BUSY');
    expect(heard.length).toBe(5);
    const long = await loopback((_, response) => response.writeHead(503, { 'retry-after': '86400' }).end());
    expect(await codeOf(client(long.baseUrl).send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_BUSY');
    expect(long.heard.length).toBe(1);
    const no = await loopback(({ body }, response) => json(response, acknowledge(body).replace('"00"', '"E12"')));
    expect(await codeOf(client(no.baseUrl).send('submit', 'QUJD'))).toBe('ERR_EXCHANGE_REFUSED');
    expect(no.heard.length).toBe(1);
  });

  test('asks for a new token once when one was refused', async () => {
    const { baseUrl, heard } = await loopback(({ body }, response, count) =>
      count === 1 ? json(response, '{}', 401) : json(response, acknowledge(body)),
    );
    await client(baseUrl, { token: ({ renew }) => (renew ? 'phien-2' : 'phien-1') }).send('submit', 'QUJD');
    expect(heard.map(({ body }) => /"token":"([^"]+)"/.exec(body)?.[1])).toEqual(['phien-1', 'phien-2']);
  });

  test('stops when the caller does', async () => {
    const stop = new AbortController();
    const { baseUrl } = await loopback((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{', () => stop.abort());
    });
    expect(await codeOf(client(baseUrl).send('submit', 'QUJD', { signal: stop.signal }))).toBe(
      'ERR_EXCHANGE_CANCELLED',
    );
  });
});

test('TLS except on loopback; an address is a base and nothing else', async () => {
  const make = (baseUrl: string) => codeOf((async () => client(baseUrl))());
  expect(await make('https://cong.example/api')).toBe('no error');
  expect(await make('http://localhost:8080')).toBe('no error');
  expect(await make('http://cong.example')).toBe('ERR_EXCHANGE_INSECURE');
  expect(await make('http://127.0.0.1.example')).toBe('ERR_EXCHANGE_INSECURE');
  expect(await make('ftp://cong.example')).toBe('ERR_EXCHANGE_INSECURE');
  expect(await make('https://a:b@cong.example')).toBe('ERR_ARGUMENT_INVALID');
  expect(await make('cong')).toBe('ERR_ARGUMENT_INVALID');
});

test('a request above the receiver’s limit is not sent', async () => {
  const { baseUrl, heard } = await loopback((_, response) => json(response, '{}'));
  expect(await codeOf(client(baseUrl).send('submit', 'A'.repeat(10_000_000)))).toBe('ERR_EXCHANGE_REQUEST_LIMIT');
  expect(heard.length).toBe(0);
});
