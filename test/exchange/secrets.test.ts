/* A whole session, good and bad, with everything that is logged, thrown or handed back: no secret in any of it, no pupil in an error. */
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import {
  createExchangeClient,
  memorySubmissionJournal,
  parseServices,
  recallItem,
  type ServiceDescription,
  servicesCv2088,
  signRecallList,
} from '../../src/exchange/index.js';
import { json, loopback } from './loopback.js';
import { AT, pack, recordsOf, signerOf, signRecord } from './school.js';

const PASSWORD = 'mật khẩu của trường';
const TOKEN = 'phien-bi-mat-4711';
const HASH = createHash('sha256').update(PASSWORD).digest();
const FORMS = {
  hexLower: HASH.toString('hex'),
  hexUpper: HASH.toString('hex').toUpperCase(),
  base64: HASH.toString('base64'),
};
const SECRETS = [PASSWORD, TOKEN, ...Object.values(FORMS)];

const own = (form: keyof typeof FORMS): ServiceDescription =>
  parseServices({ ...JSON.parse(JSON.stringify(servicesCv2088())), password: { digest: 'SHA-256', form } });

/** Everything of a value that a log could show: its text, its JSON, its hidden members and its causes. */
function shown(value: unknown): string {
  const parts = [String(value), inspect(value, { depth: 20, showHidden: true, getters: true })];
  if (value instanceof Error) parts.push(value.stack ?? '', value.cause === undefined ? '' : shown(value.cause));
  try {
    parts.push(JSON.stringify(value) ?? '');
  } catch {
    // A value that is no JSON is shown by the others.
  }
  return parts.join('\n');
}

test.each(Object.keys(FORMS) as (keyof typeof FORMS)[])(
  'the password goes out as %s, and nothing else shows it',
  async (form) => {
    const printed: string[] = [];
    const streams = (['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...all: unknown[]) => void printed.push(all.map(shown).join())),
    );
    const raw = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((text: string | Uint8Array) => {
        printed.push(String(text));
        return true;
      }),
    );
    const returned: unknown[] = [];
    const thrown: unknown[] = [];
    const [a, b] = recordsOf('01000001', 2);
    const names = [a!, b!].flatMap(({ hocSinh }) => [
      hocSinh.hoVaTen,
      String(hocSinh.soDinhDanhCaNhan),
      hocSinh.maHocSinh,
    ]);
    const secretRow = `"ten_hoc_sinh":"${names[0]}","so_cccd":"${names[1]}","ma_hoc_sinh":"${names[2]}"`;
    const row = (status: number) =>
      `{${secretRow},"ma_tra_cuu_uuid":"${a!.maTraCuu}","trang_thai":${status},"error":"","error_field_title":"","error_description":"${names[0]}"}`;
    let bodies = '';
    try {
      const answers: readonly ((body: string, response: Parameters<typeof json>[0]) => void)[] = [
        // The gateway throws back what it was sent, in every way an answer can be bad.
        (body, r) => json(r, body),
        (body, r) => json(r, `{"MessageId":${body}`),
        (body, r) => json(r, `${body}${body}`),
        (body, r) =>
          r.writeHead(200, { 'content-type': `${TOKEN}/${body.slice(40, 60).replace(/\W/g, '')}` }).end(body),
        (_, r) => r.writeHead(302, { location: `http://${TOKEN}.example/${FORMS[form]}` }).end(),
        (body, r) => json(r, body, 500),
        (_, r) => json(r, '{}', 401),
        (_, r) => r.destroy(),
        (_, r) =>
          json(
            r,
            `{"MessageId":"${names[0]}","Error":"${PASSWORD} ${names[0]}","ErrorDescription":"","ResponseCode":"","ResponseDescription":""}`,
          ),
        (_, r) => json(r, `[${row(1)},${row(1)}]`),
        (_, r) => json(r, `[${row(9)}]`),
        (_, r) => json(r, `[{${secretRow}}]`),
        (body, r) => json(r, acknowledgement(body, `${names[0]} ${TOKEN}`)),
        (body, r) => json(r, acknowledgement(body, names[1]!)),
        (body, r) =>
          body.includes('"content"')
            ? json(r, acknowledgement(body, ''))
            : json(r, `[${row(0).replace('"error":""', `"error":"${names[1]}"`)}]`),
        (body, r) => (body.includes('"content"') ? json(r, acknowledgement(body, '')) : json(r, `[${row(0)}]`)),
      ];
      for (const answer of answers) {
        const { baseUrl, heard } = await loopback(({ body }, response) => answer(body, response));
        const client = createExchangeClient({
          baseUrl,
          account: { userName: 'th', password: PASSWORD, maDonVi: '01000001', namHoc: 2024 },
          token: () => TOKEN,
          services: own(form),
          retry: { attempts: 1 },
          timing: { now: () => AT, sleep: async () => undefined },
        });
        returned.push(client);
        const journal = memorySubmissionJournal();
        const sign = async (items: Parameters<typeof signRecallList>[0]) =>
          signRecallList(items, { signer: await signerOf('phatHanh'), signingTime: AT });
        const polling = { maxMs: 0 };
        for (const call of [
          () => client.querySubmit('goi'),
          () => client.queryCertificate('goi'),
          async () => client.submitSchool([await signRecord(a!)], { journal, pack: (some) => pack(some), polling }),
          () => client.recallRecords([recallItem(b!)], { journal, sign, polling }),
        ]) {
          try {
            returned.push(await call());
          } catch (error) {
            thrown.push(error);
          }
        }
        bodies += heard.map(({ body }) => body).join('');
      }
    } finally {
      for (const spy of [...streams, ...raw]) spy.mockRestore();
    }
    // The session was one: the secrets went out, and what was looked at is not nothing.
    expect(bodies).toContain(`"password":"${FORMS[form]}"`);
    expect(bodies).toContain(TOKEN);
    expect(thrown.length).toBeGreaterThan(30);
    expect(returned.length).toBeGreaterThan(15);
    // Rows of single calls are the answer itself, names and all; what is kept of them is not.
    const rows = returned.filter((one) => Array.isArray(one));
    const kept = returned
      .filter((one) => !Array.isArray(one))
      .map(shown)
      .join('\n');
    const errors = thrown.map(shown).join('\n');
    for (const secret of SECRETS) {
      expect(errors).not.toContain(secret);
      expect(kept).not.toContain(secret);
      expect(rows.map(shown).join()).not.toContain(secret);
    }
    for (const name of names) {
      expect(errors).not.toContain(name);
      expect(kept).not.toContain(name);
    }
    expect(printed).toEqual([]);
  },
);

/** Of a submission or a recall: taken, or with the error of another gateway. */
function acknowledgement(body: string, error: string): string {
  const id = /"messageid":"([^"]+)"/.exec(body)?.[1] ?? '';
  return `{"MessageId":"${id}","Error":"${error}","ErrorDescription":"","ResponseCode":"","ResponseDescription":""}`;
}
