import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseHocBa } from '../../src/hoc-ba/index.js';
import { type Answer, AT, errorCode, hocba, jsonLines, spawnHocba, temporaryFolder } from './hocba.js';

const folder = temporaryFolder();
const at = (...parts: readonly string[]) => join(folder, ...parts);
let told: Answer;

beforeAll(async () => {
  told = await spawnHocba(['demo', '--out', at('demo'), '--pupils', '2']);
});

test('tells the story in Vietnamese, every step as told, exit code 0', () => {
  expect(told).toMatchObject({ code: 0, err: '' });
  expect(told.out).not.toContain('✗');
  for (const words of [
    'Chứng thư thử nghiệm',
    'Tạo học bạ',
    'Ký',
    'Đóng gói',
    'Xác minh',
    'Ai đó sửa một điểm',
    'Gửi lớp lên cổng tiếp nhận',
    'Thiếu chữ ký bắt buộc (SIGNATURE_MISSING, canBoQuanLy)',
    'KHÔNG HỢP LỆ',
    'giáo viên chủ nhiệm, hiệu trưởng, nhà trường',
  ]) {
    expect(told.out).toContain(words);
  }
});

test('leaves its files, and they are what the story says', async () => {
  expect(readdirSync(at('demo')).sort()).toEqual(
    [
      '1-du-lieu',
      '2-chua-ky',
      '3-da-ky',
      '4-goi',
      '5-nhan-duoc',
      '6-xac-minh',
      '7-bi-sua',
      '8-gui-cong',
      'chung-thu',
      'hocba-demo.json',
      'khoa',
    ].sort(),
  );
  parseHocBa(JSON.parse(readFileSync(at('demo', '1-du-lieu', 'hoc-ba-mau.json'), 'utf8')));
  const trust = ['--trust', at('demo', 'chung-thu')];
  expect((await hocba(['signature', at('demo', '3-da-ky'), at('demo', '4-goi', 'giao-dich.xml')])).code).toBe(0);
  const now = { now: () => new Date() };
  expect((await hocba(['verify', at('demo', '5-nhan-duoc'), ...trust], now)).code).toBe(2);
  expect((await hocba(['verify', at('demo', '7-bi-sua'), ...trust], now)).code).toBe(1);
  expect(readFileSync(at('demo', '6-xac-minh', 'co-so-dang-ky.txt'), 'utf8')).toMatch(/^HỢP LỆ/);
});

test('what it says to try further works', async () => {
  const commands = told.out.split('\n').filter((line) => line.includes('npx hocba '));
  expect(commands.length).toBeGreaterThan(3);
  for (const command of commands) {
    const [, password, rest] = /(?:HOCBA_P12_PASSWORD=(\S+) )?npx hocba (.*)/.exec(command)!;
    const args = rest!.split(' ').map((arg) => (arg === 'da-ky.xml' ? at('da-ky.xml') : arg));
    const env = password === undefined ? {} : { HOCBA_P12_PASSWORD: password };
    expect([0, 1, 2], command).toContain((await hocba(args, { now: () => new Date(), env })).code);
  }
});

describe('in JSON', () => {
  test('is one line a step, in a folder of an earlier run, which is emptied', async () => {
    writeFileSync(at('demo', '3-da-ky', 'old.xml'), 'old');
    const { code, out, err } = await hocba(['demo', '--out', at('demo'), '--pupils', '1', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const steps = jsonLines(out) as unknown as { step?: string; ok: boolean; done?: boolean }[];
    expect(steps.every(({ ok }) => ok)).toBe(true);
    expect(steps.at(-1)).toMatchObject({ done: true, ok: true, out: at('demo') });
    expect(steps.find(({ step }) => step === 'whoseSignatureBroke')).toMatchObject({
      roles: ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'],
    });
    expect(steps.find(({ step }) => step === 'oneRefused')).toMatchObject({
      code: 'SIGNATURE_MISSING',
      field: 'canBoQuanLy',
    });
    const results = JSON.parse(readFileSync(at('demo', '8-gui-cong', 'ket-qua.json'), 'utf8')) as { state: string }[];
    expect(results.map(({ state }) => state)).toEqual(['refused']);
    expect(existsSync(at('demo', '3-da-ky', 'old.xml'))).toBe(false);
    expect(readdirSync(at('demo', '3-da-ky'))).toHaveLength(2);
  });

  test('in English, at another time, the story is the same', async () => {
    const { code, out } = await hocba([
      'demo',
      '--out',
      at('other'),
      '--pupils',
      '1',
      '--lang',
      'en',
      '--at',
      '2030-01-01',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('Every step came out as told.');
    expect(AT.getUTCFullYear()).not.toBe(2030);
  });
});

test('a folder with files of somebody is left alone', async () => {
  mkdirSync(at('mine'));
  writeFileSync(at('mine', 'thesis.txt'), 'x');
  const answer = await hocba(['demo', '--out', at('mine'), '--json']);
  expect([answer.code, errorCode(answer)]).toEqual([65, 'ERR_CLI_OUT_FOREIGN']);
  writeFileSync(at('demo', 'thesis.txt'), 'x');
  const again = await hocba(['demo', '--out', at('demo'), '--json']);
  expect([again.code, errorCode(again)]).toEqual([65, 'ERR_CLI_OUT_FOREIGN']);
  expect(readdirSync(at('mine'))).toEqual(['thesis.txt']);
});
