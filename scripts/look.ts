/**
 * Pictures of the forms, to be looked at: `npm run look -- [--out FOLDER] [SCENE…]`. For each scene of `test/rendering/scenes.ts` the
 * HTML file, its printed sheets as PNG and a phone's view; needs Chromium and pdftoppm (Debian: chromium, poppler-utils).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { renderHtml } from '../src/rendering/index.js';
import { findPeer } from '../test/peers.js';
import { SCENES, testFonts } from '../test/rendering/scenes.js';

const args = process.argv.slice(2);
const at = args.indexOf('--out');
const out = at < 0 ? join(tmpdir(), 'hocba-look') : args[at + 1]!;
const chosen = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
const names = chosen.length === 0 ? Object.keys(SCENES) : chosen;
const [executablePath, pdftoppm] = [findPeer('chromium'), findPeer('pdftoppm')];
if (executablePath === undefined || pdftoppm === undefined) throw new Error('Chromium and pdftoppm are needed');
mkdirSync(out, { recursive: true });

const profile = mkdtempSync(join(tmpdir(), 'hocba-look-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  viewport: { width: 900, height: 1200 },
  offline: true,
});
try {
  for (const name of names) {
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
    execFileSync(pdftoppm, ['-png', '-r', '70', pdf, join(out, `${name}-sheet`)]);
    await page.setViewportSize({ width: 390, height: 800 });
    await page.screenshot({ path: join(out, `${name}-phone.png`), fullPage: true });
    await page.close();
    console.log(name);
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(out);
