/**
 * Pictures of the forms, to be looked at: `npm run look -- [--out FOLDER] [SCENE…]`. For each scene of `test/rendering/scenes.ts` the
 * HTML file, its printed sheets as PNG, a phone's view and the sheets of the PDF; needs Chromium and pdftoppm (Debian: chromium,
 * poppler-utils). `--references` takes new references of `test/rendering/look.test.ts`, `--docs` the pictures in `docs/img`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { type Form, renderHtml, renderPdf } from '../src/rendering/index.js';
import { findPeer } from '../test/peers.js';
import { MADE, FONTS as PDF_FONTS } from '../test/rendering/pdf-cases.js';
import { sheetsOf, steady, takePictures, writeGrids } from '../test/rendering/pictures.js';
import { SCENES, testFonts } from '../test/rendering/scenes.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, references: { type: 'boolean' }, docs: { type: 'boolean' } },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const out = values.out ?? join(tmpdir(), 'hocba-look');
const names = positionals.length > 0 ? positionals : Object.keys(SCENES);
const [executablePath, pdftoppm] = [findPeer('chromium'), findPeer('pdftoppm')];
if (executablePath === undefined || pdftoppm === undefined) throw new Error('Chromium and pdftoppm are needed');
mkdirSync(out, { recursive: true });

/** Pictures of the documentation: file, scene, sheet. */
const IN_DOCS = [
  ['hien-thi-bia', 'specimen-display', 1],
  ['hien-thi-nam-hoc', 'specimen-display', 3],
  ['giay-trang-trai', 'specimen-paper', 5],
  ['giay-trang-phai', 'specimen-paper', 6],
  ['ban-nhap', 'draft', 5],
  ['bi-sua', 'tampered', 5],
] as const;

const profile = mkdtempSync(join(tmpdir(), 'hocba-look-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  viewport: { width: 900, height: 1200 },
  offline: true,
});
try {
  if (values.references === true) {
    const grids = await takePictures(await context.newPage(), pdftoppm);
    writeFileSync(join(root, 'test/rendering/references.txt'), writeGrids(grids));
    console.log(`${grids.size} references`);
  } else if (values.docs === true) {
    for (const [file, scene, number] of IN_DOCS) {
      const form = steady(await SCENES[scene]!());
      const sheet = await printed(form, number);
      writeFileSync(join(root, 'docs/img', `${file}.png`), sheet);
    }
  } else await lookAt(names);
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}

/** One sheet of a form as HTML prints it. */
async function printed(form: Form, number: number): Promise<Uint8Array> {
  const page = await context.newPage();
  await page.setContent(await renderHtml(form, { fonts: testFonts() }));
  await page.evaluate(() => document.fonts.ready);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  await page.close();
  return sheetsOf(pdf, pdftoppm!, 65)[number - 1]!;
}

async function lookAt(scenes: readonly string[]): Promise<void> {
  for (const name of scenes) {
    const scene = SCENES[name];
    if (scene === undefined) throw new Error(`no scene ${name}: ${Object.keys(SCENES).join(', ')}`);
    const form = await scene();
    const html = await renderHtml(form, { fonts: testFonts() });
    writeFileSync(join(out, `${name}.html`), html);
    const page = await context.newPage();
    await page.setContent(html);
    await page.evaluate(() => document.fonts.ready);
    const pdf = join(out, `${name}.html.pdf`);
    await page.pdf({ path: pdf, preferCSSPageSize: true });
    execFileSync(pdftoppm!, ['-png', '-r', '70', pdf, join(out, `${name}-sheet`)]);
    await page.setViewportSize({ width: 390, height: 800 });
    await page.screenshot({ path: join(out, `${name}-phone.png`), fullPage: true });
    await page.close();
    const drawn = await renderPdf(form, { fonts: PDF_FONTS, at: MADE });
    for (const [index, png] of sheetsOf(drawn, pdftoppm!, 70).entries()) {
      writeFileSync(join(out, `${name}-pdf-${String(index + 1).padStart(2, '0')}.png`), png);
    }
    console.log(name);
  }
  console.log(out);
}
