import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toPem } from '../../src/certificate/index.js';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { sampleClass } from '../../src/testing/index.js';
import { ROOT } from '../shared.js';
import { AT, devCa, errorCode, hocba, jsonLines, signedRecord, temporaryFolder, trustFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
const UNIT = '01000001';
const SECRETS = {
  HOCBA_P12_PASSWORD: 'dấu của trường',
  HOCBA_GATEWAY_PASSWORD: 'mật khẩu cổng',
  HOCBA_GATEWAY_TOKEN: 'phien-7',
};
let class4: readonly HocBa[];

beforeAll(async () => {
  class4 = sampleClass({ khoiLop: 4, pupils: 4, seed: 'gui', namHoc: '2025-2026' }).map((hocBa) => ({
    ...hocBa,
    nhaTruong: { ...hocBa.nhaTruong, maTruong: UNIT },
  }));
  mkdirSync(at('class'));
  mkdirSync(at('trust'));
  await trustFolder(at('trust'));
  for (const [index, hocBa] of class4.entries()) {
    // The principal has forgotten the last one.
    const roles = index === 3 ? (['giaoVienChuNhiem'] as const) : undefined;
    writeFileSync(
      at('class', `${index}.xml`),
      await signedRecord({ hocBa, ...(roles === undefined ? {} : { roles }) }),
    );
  }
  const seal = await (await devCa()).identity('phatHanh', { key: 'P-256' });
  writeFileSync(at('seal.p12'), await seal.p12(SECRETS.HOCBA_P12_PASSWORD));
});

const account = (url: string) => ['--url', url, '--unit', UNIT, '--p12', at('seal.p12')];
const run = (args: readonly string[], env: Readonly<Record<string, string>> = SECRETS) =>
  hocba([...args, '--json'], { env });
const states = (out: string) =>
  jsonLines(out).flatMap(({ file, state, code }) => (file === undefined ? [] : [[state, code]]));

/** `hocba gateway` as a process of its own, asked for its address by what it prints. */
async function openGateway(args: readonly string[] = [], env: Readonly<Record<string, string>> = SECRETS) {
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const command = ['gateway', '--port', '0', '--trust', at('trust'), '--at', AT.toISOString(), '--json', ...args];
  const child = spawn(process.execPath, ['--import', tsx, join(ROOT, 'src', 'cli', 'main.ts'), ...command], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let [out, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const line = out.split('\n').find((one) => one.includes('"address"'));
      if (line !== undefined) resolve((JSON.parse(line) as { address: string }).address);
    });
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${out}${err}`)));
  });
  return {
    address,
    end: (signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): Promise<{ code: number | null; out: string; err: string }> =>
      new Promise((resolve) => {
        child.once('close', (code) => resolve({ code, out, err }));
        child.kill(signal);
      }),
  };
}

const running = new Set<ReturnType<typeof spawn>>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

describe('a rehearsal', () => {
  test('before anything is sent: what would be refused, and what could not be checked', async () => {
    const args = ['submit', at('class'), '--dry-run', '--unit', UNIT, '--p12', at('seal.p12')];
    // No secret of the account is needed, and none is asked for.
    const env = { HOCBA_P12_PASSWORD: SECRETS.HOCBA_P12_PASSWORD };
    const { code, out, err } = await run([...args, '--trust', at('trust')], env);
    expect([code, err]).toEqual([1, '']);
    expect(states(out)).toEqual([...[0, 1, 2].map(() => ['acceptable', null]), ['refused', 'SIGNATURE_MISSING']]);
    expect(jsonLines(out).at(-1)).toMatchObject({ dryRun: true, notChecked: ['known', 'registered'] });
    const seal = await (await devCa()).identity('phatHanh', { key: 'P-256' });
    writeFileSync(at('seal.pem'), toPem(seal.certificate, 'CERTIFICATE'));
    const known = await run([...args, '--trust', at('trust'), '--registered', at('seal.pem')], env);
    expect(jsonLines(known.out).at(-1)).toMatchObject({ notChecked: ['known'] });
    writeFileSync(
      at('other.pem'),
      toPem((await (await devCa()).identity('otherOrganization')).certificate, 'CERTIFICATE'),
    );
    const other = await run([...args, '--trust', at('trust'), '--registered', at('other.pem')], env);
    expect(states(other.out).map(([, reason]) => reason)).toEqual(class4.map(() => 'CERTIFICATE_NOT_REGISTERED'));
    const people = await hocba([...args, '--trust', at('trust')], { env });
    expect(people.out).toContain(
      `✗ ${at('class', '3.xml')}: bị từ chối. Thiếu chữ ký bắt buộc (SIGNATURE_MISSING, canBoQuanLy)`,
    );
    expect(people.err).toContain('chưa kiểm: chứng thư đã được phê duyệt hay chưa');
  });

  test('the whole season: certificate, class, one refused record, correction, recall, replacement; the gateway is killed in between', async () => {
    const data = ['--data', at('books')];
    const first = await openGateway(data);
    const journal = ['--journal', at('gui.jsonl')];
    const send = (url: string, more: readonly string[] = [], files = at('class')) =>
      run(['submit', files, ...account(url), ...journal, ...more]);
    const sent = await send(first.address, ['--register-seal', 'USB_TOKEN']);
    expect([sent.code, sent.err]).toEqual([1, '']);
    expect(jsonLines(sent.out)[0]).toMatchObject({ registration: { status: 'approved' } });
    expect(states(sent.out)).toEqual([...[0, 1, 2].map(() => ['approved', null]), ['refused', 'SIGNATURE_MISSING']]);
    // Run again it asks nothing and says the same.
    const again = await send(first.address);
    expect(states(again.out)).toEqual(states(sent.out));
    // Killed, and opened again with its books: the corrected record is sent, nothing else.
    await first.end('SIGKILL');
    expect((await send(first.address)).code).toBe(1);
    const second = await openGateway(data);
    writeFileSync(at('class', '3.xml'), await signedRecord({ hocBa: class4[3]! }));
    const corrected = await send(second.address);
    expect([corrected.code, states(corrected.out)]).toEqual([0, class4.map(() => ['approved', null])]);
    const recalled = await run(['recall', at('class', '0.xml'), ...account(second.address), ...journal]);
    expect([recalled.code, recalled.err]).toEqual([0, '']);
    expect(states(recalled.out)).toEqual([['agreed', null]]);
    expect(states((await send(second.address)).out)[0]).toEqual(['notSent', 'CODE_RECALLED']);
    const replacement = { ...class4[0]!, maTraCuu: '00000000-0000-4000-8000-000000000001' };
    mkdirSync(at('again'));
    writeFileSync(at('again', '0.xml'), await signedRecord({ hocBa: replacement }));
    const replaced = await send(second.address, [], at('again'));
    expect([replaced.code, states(replaced.out)]).toEqual([0, [['approved', null]]]);
    const ended = await second.end('SIGTERM');
    expect([ended.code, ended.err]).toEqual([0, '']);
    // What the gateway tells names no pupil.
    for (const { hocSinh } of class4) expect(ended.out).not.toContain(hocSinh.hoVaTen);
    expect(readdirSync(at('books'))).toEqual(['so.jsonl']);
  }, 120_000);

  test('a gateway that takes its time: not decided is exit code 2, and the next run goes on', async () => {
    const { address, end } = await openGateway(['--delay', '1']);
    const args = ['submit', at('class', '1.xml'), ...account(address), '--journal', at('slow.jsonl')];
    const registered = await run([...args, '--register-seal', 'USB_TOKEN', '--wait', '0']);
    expect([registered.code, jsonLines(registered.out)]).toEqual([
      2,
      [{ registration: expect.objectContaining({ status: 'undecided', error: 'PENDING' }) }],
    ]);
    expect((await run([...args, '--register-seal', 'USB_TOKEN'])).code).toBe(0);
    const second = ['submit', at('class', '2.xml'), ...account(address), '--journal', at('slow2.jsonl')];
    const early = await run([...second, '--wait', '0']);
    expect([early.code, states(early.out)]).toEqual([2, [['undecided', null]]]);
    expect((await run([...second, '--wait', '30'])).code).toBe(0);
    expect((await end('SIGINT')).code).toBe(0);
  }, 60_000);
});

describe('exit codes', () => {
  test('64 for what is missing on the command line, in the environment, or contradictory', async () => {
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['submit', at('class', '0.xml'), '--unit', UNIT, '--p12', at('seal.p12')], 'ERR_CLI_OPTION_REQUIRED'],
      [
        ['submit', at('class', '0.xml'), '--unit', UNIT, '--p12', at('seal.p12'), '--journal', at('j')],
        'ERR_CLI_OPTION_REQUIRED',
      ],
      [
        ['submit', at('class'), ...account('https://localhost/'), '--journal', at('j'), '--wait', 'x'],
        'ERR_CLI_OPTION_INVALID',
      ],
      [['submit', at('class'), ...account('https://localhost/'), '--password=x'], 'ERR_CLI_OPTION_SECRET'],
      [['submit', at('class'), ...account('https://localhost/'), '--token=x'], 'ERR_CLI_OPTION_SECRET'],
      [['gateway'], 'ERR_CLI_OPTION_REQUIRED'],
      [['gateway', '--trust', at('trust'), '--port', '70000'], 'ERR_CLI_OPTION_INVALID'],
    ];
    for (const [args, error] of cases) {
      const answer = await run(args);
      expect([answer.code, errorCode(answer)], args.join(' ')).toEqual([64, error]);
    }
    const silent = await run(['submit', at('class'), ...account('https://localhost/'), '--journal', at('j')], {});
    expect([silent.code, errorCode(silent)]).toEqual([64, 'ERR_CLI_PASSWORD_MISSING']);
  });

  test('65 for files that cannot be read: nothing is sent', async () => {
    writeFileSync(at('bad.xml'), '<HOC_BA>');
    const answer = await run([
      'submit',
      at('class', '0.xml'),
      at('bad.xml'),
      ...account('http://127.0.0.1:1/'),
      '--journal',
      at('k'),
    ]);
    expect([answer.code, errorCode(answer)]).toEqual([65, 'ERR_XML_MALFORMED']);
    const insecure = await run([
      'submit',
      at('class', '0.xml'),
      ...account('http://cong.example/'),
      '--journal',
      at('k'),
    ]);
    expect([insecure.code, errorCode(insecure)]).toEqual([65, 'ERR_EXCHANGE_INSECURE']);
    writeFileSync(at('services.json'), '{"id":"x"}');
    const services = ['--services', at('services.json')];
    const wrong = await run([
      'submit',
      at('class', '0.xml'),
      ...account('https://localhost/'),
      '--journal',
      at('k'),
      ...services,
    ]);
    expect([wrong.code, errorCode(wrong)]).toEqual([64, 'ERR_EXCHANGE_SERVICES']);
  });

  test('69 for a gateway that is not there, or does not know the account', async () => {
    const server = createServer((_, response) => response.writeHead(401).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const args = (journal: string) => [
      'submit',
      at('class', '0.xml'),
      ...account(`http://127.0.0.1:${port}/`),
      '--journal',
      at(journal),
    ];
    const refused = await run(args('l'));
    expect([refused.code, errorCode(refused)]).toEqual([69, 'ERR_EXCHANGE_UNAUTHORIZED']);
    await new Promise((resolve) => server.close(resolve));
    const gone = await run(['recall', ...args('m').slice(1)]);
    expect([gone.code, errorCode(gone)]).toEqual([69, 'ERR_EXCHANGE_UNREACHABLE']);
  }, 60_000);

  test('1 for a record that its receiver does not take, which is told without sending', async () => {
    let heard = 0;
    const server = createServer((_, response) => {
      heard++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    const args = ['submit', at('class', '0.xml'), ...account(url), '--journal', at('n'), '--receiver', 'hcmc'];
    const { code, out } = await run(args);
    expect([code, states(out), heard]).toEqual([1, [['notSent', 'RECEIVER_FORM']], 0]);
    server.close();
  });
});

test('nothing that is printed or kept outside the journal holds a secret', async () => {
  const { address, end } = await openGateway();
  const answer = await run([
    'submit',
    at('class', '1.xml'),
    ...account(address),
    '--journal',
    at('secret.jsonl'),
    '--register-seal',
    'USB_TOKEN',
  ]);
  const people = await hocba(['submit', at('class', '1.xml'), ...account(address), '--journal', at('secret.jsonl')], {
    env: SECRETS,
  });
  const { out, err } = await end('SIGTERM');
  const wrong = await run(['submit', at('class', '1.xml'), ...account(address), '--journal', at('gone.jsonl')]);
  const printed = [answer.out, answer.err, people.out, people.err, out, err, wrong.out, wrong.err].join();
  expect([answer.code, people.code, wrong.code]).toEqual([0, 0, 69]);
  const hash = createHash('sha256').update(SECRETS.HOCBA_GATEWAY_PASSWORD).digest();
  const secrets = [
    ...Object.values(SECRETS),
    hash.toString('hex'),
    hash.toString('base64'),
    hash.toString('hex').toUpperCase(),
  ];
  const { hocSinh } = class4[1]!;
  for (const text of [...secrets, hocSinh.hoVaTen, String(hocSinh.soDinhDanhCaNhan), hocSinh.maHocSinh]) {
    expect(text.length).toBeGreaterThan(5);
    expect(printed).not.toContain(text);
  }
  // The journal holds packets, but no secret.
  for (const text of secrets) expect(readFileSync(at('secret.jsonl'), 'utf8')).not.toContain(text);
}, 60_000);
