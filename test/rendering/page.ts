/* A page of Chromium for the rendered forms: offline, with a profile of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { peer } from '../peers.js';

/** Runs `use` with a page; called inside a test, which is skipped by name without Chromium. */
export async function withPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
  const executablePath = peer('chromium');
  const profile = mkdtempSync(join(tmpdir(), 'hocba-page-'));
  // Debian's Chromium refuses its sandbox to root, as which CI runs; the pages hold only our own output.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    viewport: { width: 900, height: 1200 },
    offline: true,
  });
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Shows a document and waits for its fonts. */
export async function show(page: Page, html: string): Promise<void> {
  await page.setContent(html);
  await page.evaluate(() => document.fonts.ready);
}
