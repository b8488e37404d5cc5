import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import { cv2088, writeHocBa } from '../../src/record-xml/index.js';
import { createForm, type Form, renderHtml } from '../../src/rendering/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { peer } from '../peers.js';
import { show, withPage } from './page.js';
import { longestHocBa, PIXEL, SCENES, testFonts } from './scenes.js';

const require = createRequire(import.meta.url);
const forms = new Map<string, Form>();
beforeAll(async () => {
  for (const name of ['specimen-display', 'specimen-paper', 'not-assessed', 'longest', 'draft', 'tampered'])
    forms.set(name, await SCENES[name]!());
}, 60_000);
const htmlOf = (name: string) => renderHtml(forms.get(name)!, { fonts: testFonts() });
const formOf = (hocBa: HocBa) => createForm(writeHocBa(hocBa, { layout: cv2088 }), { kind: 'paper' });

describe('one file, closed', () => {
  test('no script, no address, no handler; the policy allows this style and data: images only', async () => {
    const html = await htmlOf('specimen-paper');
    expect(html).not.toMatch(/<script|<iframe|<object|<link|<form|<base|\son\w+=|javascript:|@import/i);
    const addresses = [...html.matchAll(/\s(?:src|href)="([^"]*)"|url\(([^)]*)\)/g)].map(
      ([, attribute, style]) => attribute ?? style!.replaceAll('"', ''),
    );
    expect(addresses.length).toBeGreaterThan(4);
    expect(addresses.filter((one) => !one.startsWith('data:'))).toEqual([]);
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!;
    const digest = createHash('sha256').update(style).digest('base64');
    expect(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/\sstyle="/);
    expect(html).toMatch(/^<!doctype html>\n<html lang="vi">/);
  });

  test('a browser applies it without a complaint and asks the network for nothing', async () => {
    const html = await htmlOf('specimen-paper');
    await withPage(async (page) => {
      const asked: string[] = [];
      const said: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => said.push(message.text()));
      await show(page, html);
      expect(asked.filter((url) => !url.startsWith('data:') && url !== 'about:blank')).toEqual([]);
      expect(said).toEqual([]);
      expect(await page.evaluate(() => getComputedStyle(document.querySelector('.page')!).display)).toBe('table');
      expect(
        await page.evaluate(() =>
          [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
        ),
      ).toBe(true);
    });
  });

  test('the same form gives the same text', async () => {
    expect(await htmlOf('specimen-paper')).toBe(await htmlOf('specimen-paper'));
  });
});

describe('what a record holds stays text', () => {
  const nasty = '"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u202Egnud\u200B';
  test('markup is escaped in content, attributes and title; what reorders or hides is written out', async () => {
    const hocBa = specimenHocBa();
    const html = await renderHtml(
      formOf({
        ...hocBa,
        hocSinh: { ...hocBa.hocSinh, hoVaTen: nasty, noiSinh: nasty },
        monHoc: hocBa.monHoc.map((row) => ({ ...row, tenMonHoc: nasty, nhanXet: `${nasty}\ndòng hai` })),
      }),
    );
    expect(html).not.toMatch(/<script|<img src=x/);
    expect(html).not.toMatch(/[\u202A-\u202E\u200B-\u200F]/);
    expect(html).toContain(
      '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;&lt;U+202E&gt;gnud&lt;U+200B&gt;',
    );
    await withPage(async (page) => {
      await show(page, html);
      expect(await page.title()).toContain('"><script>alert(1)</script>');
      const cell = await page.evaluate(() => document.querySelector('[data-path="monHoc[0].nhanXet"]')?.textContent);
      expect(cell).toBe('"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;<U+202E>gnud<U+200B>\ndòng hai');
      expect(await page.evaluate(() => document.scripts.length)).toBe(0);
    });
  });

  test('a form made by hand is escaped all the same', async () => {
    const form = forms.get('specimen-display')!;
    const html = await renderHtml({
      ...form,
      title: '</title><script>',
      pages: form.pages.map((page) => ({ ...page, title: '"><script>' })),
    });
    expect(html).not.toContain('<script');
    // One that came as JSON holds whatever it likes, in every place.
    const evil = '1"></style><script>';
    const paths: (readonly string[])[] = [];
    const collect = (value: unknown, path: readonly string[]): void => {
      if (typeof value !== 'object' || value === null) paths.push(path);
      else for (const [key, one] of Object.entries(value)) collect(one, [...path, key]);
    };
    const paper = forms.get('specimen-paper')!;
    collect(paper, []);
    const seen = new Set<string>();
    let drawn = 0;
    for (const path of paths) {
      const kind = path.filter((key) => !/^\d+$/.test(key)).join('.');
      if (seen.has(kind) && path.at(-1) !== 'kind') continue;
      seen.add(kind);
      const copy = structuredClone(paper) as unknown;
      let place = copy as Record<string, unknown>;
      for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
      place[path.at(-1)!] = evil;
      const page = await renderHtml(copy as Form).catch(() => null);
      if (page === null) continue;
      drawn++;
      expect([kind, page.includes('<script')]).toEqual([kind, false]);
    }
    expect(drawn).toBeGreaterThan(30);
  });
});

describe('read by everybody', () => {
  test.each(['specimen-display', 'specimen-paper', 'not-assessed', 'tampered', 'draft'])(
    '%s: axe finds nothing',
    async (name) => {
      const html = await htmlOf(name);
      await withPage(async (page) => {
        // The page's own policy lets no script in; axe comes from outside of it.
        await show(page, html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
        await page.evaluate(readFileSync(require.resolve('axe-core'), 'utf8'));
        for (const width of [900, 390]) {
          await page.setViewportSize({ width, height: 900 });
          const result = await page.evaluate(async () => {
            // The words across the sheet are decoration (WCAG 1.4.3, incidental): the banner says them in full contrast.
            const { axe } = globalThis as unknown as {
              axe: {
                run(
                  options: object,
                ): Promise<{ violations: { id: string; nodes: { html: string }[] }[]; passes: unknown[] }>;
              };
            };
            const { violations, passes } = await axe.run({ exclude: [['.water']] });
            return {
              violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`),
              passes: passes.length,
            };
          });
          expect(result.violations).toEqual([]);
          expect(result.passes).toBeGreaterThan(10);
        }
      });
    },
  );

  test('table headers are headers: a scope for each, a caption for each table', async () => {
    const html = await htmlOf('specimen-paper');
    const headers = [...html.matchAll(/<th\b([^>]*)>/g)].map(([, attributes]) => attributes!);
    expect(headers.length).toBeGreaterThan(40);
    expect(headers.filter((one) => !/scope="(?:col|row|colgroup)"/.test(one))).toEqual([]);
    expect(html.match(/<table\b/g)!.length).toBe(html.match(/<caption\b/g)!.length);
    expect(html.match(/<table\b/g)!.length).toBe(html.match(/<thead>/g)!.length);
  });

  test.each(['specimen-display', 'longest', 'tampered'])('%s: a phone needs no scrolling sideways', async (name) => {
    const html = await htmlOf(name);
    await withPage(async (page) => {
      for (const width of [360, 390]) {
        await page.setViewportSize({ width, height: 800 });
        await show(page, html);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    });
  });
});

/** Cells, fields and blocks whose text leaves their box or runs into another's. */
const overflows = () => {
  const faults: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('td,th,.value,.sign,.says p,.banner p')) {
    const style = getComputedStyle(element);
    if (style.overflow === 'hidden' || style.textOverflow === 'ellipsis') faults.push(`clipped: ${element.className}`);
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && style.display !== 'inline') {
      faults.push(`wider than its box: ${element.textContent?.slice(0, 60)}`);
    }
  }
  const boxes = [...document.querySelectorAll('[data-path]')]
    .filter((element) => element.closest('.hidden') === null)
    .map((element) => ({ text: element.textContent ?? '', rects: [...element.getClientRects()] }));
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1, index + 12)) {
      const isOver = one.rects.some((a) =>
        other.rects.some(
          (b) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6,
        ),
      );
      if (isOver) faults.push(`over each other: ${one.text.slice(0, 30)} | ${other.text.slice(0, 30)}`);
    }
  }
  return faults;
};

describe('long texts', () => {
  test.each(['longest', 'specimen-paper'])(
    '%s: nothing leaves its cell or covers another, on screen, phone and paper',
    async (name) => {
      const html = await htmlOf(name);
      await withPage(async (page) => {
        for (const [width, media] of [
          [900, 'screen'],
          [390, 'screen'],
          [690, 'print'],
        ] as const) {
          await page.emulateMedia({ media });
          await page.setViewportSize({ width, height: 1000 });
          await show(page, html);
          expect(await page.evaluate(overflows)).toEqual([]);
        }
      });
    },
  );

  test('printed, every word is there, and each sheet carries the marks and the code', async () => {
    const program = peer('pdftotext');
    const folder = mkdtempSync(join(tmpdir(), 'hocba-print-'));
    try {
      for (const [name, hocBa] of [
        ['longest', longestHocBa()],
        ['specimen-paper', specimenHocBa()],
      ] as const) {
        const form = forms.get(name)!;
        const path = join(folder, `${name}.pdf`);
        const html = await htmlOf(name);
        await withPage(async (page) => {
          await show(page, html);
          await page.pdf({ path, preferCSSPageSize: true });
        });
        const text = execFileSync(program, ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1e8 });
        const sheets = text.split('\f').slice(0, -1);
        expect(sheets.length).toBeGreaterThanOrEqual(form.pages.length);
        const { code, verdict, original } = form.records[0]!.marks;
        for (const sheet of sheets) {
          const line = sheet.replace(/\s+/g, ' ');
          expect(line).toContain(verdict.headline);
          expect(line).toContain(code.parts[0]!.text);
          expect(line).toContain(original.slice(0, 40));
        }
        // The header of the subjects' table is repeated on each sheet that it flows over.
        const raw = execFileSync(program, ['-raw', path, '-'], { encoding: 'utf8', maxBuffer: 1e8 });
        const words = new Map<string, number>();
        for (const word of raw.normalize('NFC').split(/\s+/)) words.set(word, (words.get(word) ?? 0) + 1);
        const comments = [
          ...hocBa.monHoc.flatMap(({ nhanXet }) => nhanXet ?? []),
          ...(hocBa.danhGia.theo === 'TT27-2020'
            ? [hocBa.danhGia.nangLucChung.nhanXet, hocBa.danhGia.phamChat.nhanXet]
            : []),
        ].filter((one): one is string => typeof one === 'string');
        const needed = new Map<string, number>();
        for (const word of comments.join(' ').split(/\s+/)) needed.set(word, (needed.get(word) ?? 0) + 1);
        const missing = [...needed].filter(([word, count]) => (words.get(word) ?? 0) < count);
        expect(missing).toEqual([]);
      }
      const longest = execFileSync(program, ['-layout', join(folder, 'longest.pdf'), '-'], {
        encoding: 'utf8',
        maxBuffer: 1e8,
      });
      const withSubjects = longest.split('\f').filter((sheet) => /Điểm\s/.test(sheet) && /Nhận xét/.test(sheet));
      expect(withSubjects.length).toBeGreaterThan(2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test('many subject teachers share a line of the foot, so that browsers go on repeating it', async () => {
  const form = forms.get('specimen-paper')!;
  const [record] = form.records;
  const [signer] = record!.marks.signers;
  const html = async (count: number) => {
    const teachers = Array.from({ length: count }, (_, at) => ({
      ...signer!,
      role: 'giaoVienBoMon' as const,
      label: `Giáo viên bộ môn (GV${at})`,
      line: `Giáo viên bộ môn (GV${at}): HỢP LỆ`,
      state: at === 0 ? 'KHÔNG HỢP LỆ' : 'HỢP LỆ',
    }));
    const marks = { ...record!.marks, signers: [...teachers, ...record!.marks.signers] };
    return renderHtml({ ...form, records: [{ ...record!, marks }] });
  };
  expect(await html(2)).toContain('<p>Giáo viên bộ môn (GV1): HỢP LỆ</p>');
  const many = await html(30);
  expect(many).toContain('<p>Giáo viên bộ môn: 30 chữ ký (1 KHÔNG HỢP LỆ, 29 HỢP LỆ)</p>');
  expect(many).not.toContain('(GV7)');
  await withPage(async (page) => {
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 690, height: 1000 });
    await show(page, many);
    const heights = await page.evaluate(() =>
      [...document.querySelectorAll('.foot')].map((foot) => foot.getBoundingClientRect().height),
    );
    // A quarter of the printed height of A4, in CSS pixels.
    expect(Math.max(...heights)).toBeLessThan(((297 - 19) / 4 / 25.4) * 96);
  });
});

test('the seal covers a third of the signature, on its left (1789/QĐ-SGDĐT điều 11.1)', async () => {
  const valid = forms.get('specimen-paper')!;
  const image = { mediaType: 'image/png', bytes: PIXEL, alternative: 'ảnh' } as const;
  const html = await renderHtml({
    ...valid,
    pages: valid.pages.map((page) => ({
      ...page,
      blocks: page.blocks.map((block) =>
        block.kind === 'signatures'
          ? { ...block, blocks: block.blocks.map((one) => ({ ...one, signatureImage: image, sealImage: image })) }
          : block,
      ),
    })),
  });
  await withPage(async (page) => {
    await show(page, html);
    const shares = await page.evaluate(() =>
      [...document.querySelectorAll('.pictures')].map((room) => {
        const [signature, seal] = ['signature', 'seal'].map((name) =>
          room.querySelector(`.${name}`)!.getBoundingClientRect(),
        );
        return { share: (seal!.right - signature!.left) / signature!.width, isLeft: seal!.left < signature!.left };
      }),
    );
    expect(shares).toHaveLength(3);
    for (const { share, isLeft } of shares) {
      expect(share).toBeCloseTo(1 / 3, 2);
      expect(isLeft).toBe(true);
    }
  });
});
