import { expect, test } from 'vitest';
import { renderPdf } from '../../src/rendering/index.js';
import { inBrowser } from '../browser.js';
import { draftCase, FONTS, MADE } from './pdf-cases.js';
import { readPdf } from './pdf-reader.js';
import { ask, wordsOf } from './pdf-tools.js';

test('a page draws the same sheets as Node, without a Node module and without fetching anything', async () => {
  const { form } = draftCase();
  const here = await renderPdf(form, { fonts: FONTS, at: MADE });
  // The library asks for the address of its own module, which a classic script does not have.
  const there = await inBrowser(
    `export { renderPdf } from './src/rendering/index.js';`,
    async (page) => {
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
      const drawn = await page.evaluate(
        async ({ form, fonts, at }) => {
          const bytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
          const sdk = (
            globalThis as unknown as { sdk: { renderPdf: (form: unknown, options: unknown) => Promise<Uint8Array> } }
          ).sdk;
          const pdf = await sdk.renderPdf(form, {
            fonts: { regular: bytes(fonts.regular), bold: bytes(fonts.bold), italic: bytes(fonts.italic) },
            at: new Date(at),
          });
          let text = '';
          for (const byte of pdf) text += String.fromCharCode(byte);
          return btoa(text);
        },
        {
          form: JSON.parse(JSON.stringify(form)) as unknown,
          fonts: { regular: base64(FONTS.regular), bold: base64(FONTS.bold), italic: base64(FONTS.italic) },
          at: MADE.toISOString(),
        },
      );
      expect(requests).toEqual([]);
      return new Uint8Array(Buffer.from(drawn, 'base64'));
    },
    undefined,
    { 'import.meta.url': '"https://page.invalid/pdfkit.js"' },
  );
  expect(ask('qpdf', there, (file) => ['--check', file])).toMatch(/No syntax or stream encoding errors/);
  expect(wordsOf(there)).toBe(wordsOf(here));
  // Compressed by other code, but the same content.
  const contents = (pdf: Uint8Array) => {
    const { trailer, dict, list, stream } = readPdf(pdf);
    return list(dict(dict(trailer['Root'])['Pages'])['Kids']).map((page) =>
      Buffer.from(stream(dict(page)['Contents'])).toString('latin1'),
    );
  };
  expect(contents(there)).toEqual(contents(here));
});
