import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { peer } from './peers.js';
import { ROOT } from './shared.js';

/**
 * Runs `use` with a page of a headless Chromium in which the exports of `source` are the global `sdk`. Called inside a test: skipped
 * by name without Chromium. Nothing is fetched: the page is empty and the code is handed in.
 *
 * @param source - TypeScript, its imports relative to the project.
 * @param define - Expressions that the bundler replaces.
 */
export async function inBrowser<T>(
  source: string,
  use: (page: Page) => Promise<T>,
  resolveDir: string = ROOT,
  define: Readonly<Record<string, string>> = {},
): Promise<T> {
  const executablePath = peer('chromium');
  const bundle = await build({
    stdin: { contents: source, resolveDir, loader: 'ts' },
    bundle: true,
    format: 'iife',
    globalName: 'sdk',
    platform: 'browser',
    target: 'es2022',
    define: { ...define },
    write: false,
    logLevel: 'error',
  });
  // Debian's Chromium refuses its sandbox to root, as which CI runs; the page holds only our own code.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    // A secure context, without which browsers have no crypto.subtle.
    await page.route('https://page.invalid/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto('https://page.invalid/');
    await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
    return await use(page);
  } finally {
    await browser.close();
  }
}
