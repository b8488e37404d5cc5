import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The built package; `HOCBA_FROM=src` takes the sources instead. */
const from = process.env['HOCBA_FROM'] === 'src' ? 'src' : 'dist';
const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const ending = from === 'src' ? 'ts' : 'js';

export default defineConfig({
  root: path('examples/browser-signing'),
  base: './',
  resolve: {
    alias: [
      { find: /^hoc-ba-so$/, replacement: path(`${from}/index.${ending}`) },
      { find: /^hoc-ba-so\/([\w-]+)$/, replacement: `${path(from)}/$1/index.${ending}` },
    ],
  },
  build: {
    target: 'es2022',
    // The polyfill fetches, which the page's policy forbids; and nothing may be inlined.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    emptyOutDir: true,
  },
});
