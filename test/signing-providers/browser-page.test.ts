/* The page of examples/browser-signing, driven in Chromium as a person with a keyboard would. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createDevCa } from '../../src/testing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { peer } from '../peers.js';
import { ROOT } from '../shared.js';
import { judgeByXmlsec1 } from '../signing/xmlsec1.js';
import { classOf, fileOf } from './bench.js';

const ORIGIN = 'https://page.invalid';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
const require = createRequire(import.meta.url);

interface Opened {
  readonly page: Page;
  /** Requests beyond the page's own files, and everything that the browser complained about. */
  readonly wrong: readonly string[];
  readonly folder: string;
}

async function onPage<T>(use: (opened: Opened) => Promise<T>): Promise<T> {
  const executablePath = peer('chromium');
  const folder = mkdtempSync(join(tmpdir(), 'hocba-page-'));
  const site = join(folder, 'site');
  execFileSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/vite/bin/vite.js'),
      'build',
      '--config',
      join(ROOT, 'examples/browser-signing/vite.config.ts'),
      '--outDir',
      site,
      '--logLevel',
      'error',
    ],
    { cwd: ROOT },
  );
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ locale: 'vi-VN' });
    const wrong: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(`${ORIGIN}/`) && !request.url().startsWith(`blob:${ORIGIN}/`))
        wrong.push(request.url());
    });
    page.on('websocket', (socket) => wrong.push(socket.url()));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(String(error)));
    await page.route('**/*', (route) => {
      const { pathname, origin } = new URL(route.request().url());
      if (origin !== ORIGIN) return route.abort();
      const name = pathname === '/' ? 'index.html' : pathname.slice(1);
      return route.fulfill({ contentType: TYPES[extname(name)] ?? 'text/plain', body: readFileSync(join(site, name)) });
    });
    await page.goto(`${ORIGIN}/`);
    return await use({ page, wrong, folder });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rules of WCAG 2 A and AA and the best practices that axe finds broken. */
async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(
    async () =>
      (
        await (
          globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          }
        ).axe.run()
      ).violations,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

const status = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 20_000 });
const cells = (page: Page) =>
  page
    .locator('#ke-hoach tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));

test('files of a class, a PKCS#12 file: opened, planned, read, signed, downloaded', () =>
  onPage(async ({ page, wrong, folder }) => {
    expect(await page.locator('html').getAttribute('lang')).toBe('vi');
    expect(await axe(page)).toEqual([]);
    const devCa = await createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2034-01-01') });
    const identity = await devCa.identity('giaoVienChuNhiem');
    writeFileSync(join(folder, 'key.p12'), await identity.p12('mật khẩu'));
    const paths = classOf(3).map((item) => {
      const path = join(folder, `${item.id}.xml`);
      writeFileSync(path, fileOf(item).bytes);
      return path;
    });
    await page.getByLabel('Các tệp học bạ').setInputFiles(paths);
    await status(page, 'Đã mở 3 học bạ');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('h-ke-hoach');
    expect((await cells(page))[0]).toEqual(
      ['ký tiếp theo', 'chưa ký được', 'chưa ký được'].map(() => expect.any(String)),
    );
    expect((await cells(page)).map(([first]) => first)).toEqual(Array(3).fill('ký tiếp theo'));
    expect(await axe(page)).toEqual([]);

    await page.getByLabel('Tệp PKCS#12', { exact: true }).setInputFiles(join(folder, 'key.p12'));
    await page.getByLabel('Mật khẩu của tệp').fill('sai');
    await page.getByRole('button', { name: 'Xem nội dung sẽ ký' }).click();
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    await page.getByLabel('Mật khẩu của tệp').fill('mật khẩu');
    await page.getByRole('button', { name: 'Xem nội dung sẽ ký' }).click();
    await status(page, 'Sắp ký 3 học bạ');
    expect(await page.locator('#loi').textContent()).toBe('');
    expect(await page.inputValue('#mat-khau')).toBe('');
    expect(await page.locator('#tom-tat details').count()).toBe(3);
    expect(await page.locator('#tom-tat details').first().textContent()).toMatch(
      /Học sinh: \S+[\s\S]*Vai trò ký[\s\S]*SHA-256/,
    );
    expect(await axe(page)).toEqual([]);
    if (process.env['HOCBA_SCREENSHOT'] !== undefined)
      await page.screenshot({ path: process.env['HOCBA_SCREENSHOT'], fullPage: true });

    await page.getByRole('button', { name: 'Tôi đã đọc và ký' }).click();
    await status(page, 'Đã ký 3 trên 3');
    expect((await cells(page)).map(([first]) => first)).toEqual(Array(3).fill('đã ký'));
    expect(await axe(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'hs02.xml' }).click(),
    ]);
    const bytes = new Uint8Array(readFileSync(await download.path()));
    expect(judgeByXmlsec1(bytes, 1)).toEqual(['ok 3/3']);
    const report = await verifyHocBa(bytes, {
      trust: { anchors: devCa.anchors, intermediates: Object.values(devCa.authorities).map((one) => one.certificate) },
      at: new Date(),
    });
    expect(report.roles.find((one) => one.role === 'giaoVienChuNhiem')?.core).toBe('valid');
    expect(wrong).toEqual([]);
  }));

test('with the keyboard alone: the sample class, three roles, WebCrypto and the pretended service; one refusal', () =>
  onPage(async ({ page, wrong }) => {
    const tabTo = async (id: string) => {
      for (let step = 0; step < 60; step++) {
        if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`the keyboard does not reach ${id}`);
    };
    const ask = async () => {
      await tabTo('vai-tro');
      for (let step = 0; step < 12; step++) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate(() => document.activeElement?.textContent))?.includes('Xem nội dung')) break;
      }
      await page.keyboard.press('Enter');
      await status(page, 'Sắp ký 5 học bạ');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('h-doc');
    };
    await tabTo('lop-mau');
    await page.keyboard.press('Enter');
    await status(page, 'Đã mở 5 học bạ');
    await tabTo('khoa-p12');
    await page.keyboard.press('ArrowDown');
    expect(await page.isChecked('#khoa-web')).toBe(true);
    expect(await page.isVisible('#o-p12')).toBe(false);

    await ask();
    await tabTo('huy');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'hủy' }).waitFor();
    expect((await cells(page)).map(([first]) => first)).toEqual(Array(5).fill('ký tiếp theo'));

    for (const [at, role] of ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'].entries()) {
      expect(await page.inputValue('#vai-tro')).toBe(role);
      if (at === 1) {
        await tabTo('khoa-web');
        await page.keyboard.press('ArrowDown');
        expect(await page.isChecked('#khoa-may')).toBe(true);
      }
      await ask();
      await tabTo('ky');
      await page.keyboard.press('Enter');
      await status(page, 'Đã ký 5 trên 5');
      expect((await cells(page)).map((row) => row[at])).toEqual(Array(5).fill('đã ký'));
    }
    expect(wrong).toEqual([]);
  }));

test('the page’s policy lets nothing in and nothing out, and no script stands in the page', () =>
  onPage(async ({ page, wrong }) => {
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(await page.locator('script:not([src]), style, [style], [onclick]').count()).toBe(0);
    const reached = await page.evaluate(() =>
      fetch('https://page.invalid/index.html').then(
        () => true,
        () => false,
      ),
    );
    expect(reached).toBe(false);
    expect(wrong.length).toBeGreaterThan(0);
  }));
