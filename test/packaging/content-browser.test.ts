import { expect, test } from 'vitest';
import { decodeContent } from '../../src/packaging/index.js';
import { inBrowser } from '../browser.js';
import { good, REFUSED, utf8, XML } from './content-cases.js';

interface Sdk {
  decodeContent(content: string): Promise<{ xml: Uint8Array }>;
  encodeContent(xml: Uint8Array): Promise<string>;
}

// What a platform does with bytes after a gzip member differs (Node ignores them, browsers refuse); our answers must not.
test('a browser gives the same answers as Node, code by code', async () => {
  await inBrowser(`export { decodeContent, encodeContent } from './src/packaging/index.ts';`, async (page) => {
    const answers = await page.evaluate(
      async (contents) => {
        const { sdk } = globalThis as unknown as { sdk: Sdk };
        return Promise.all(
          contents.map((content) =>
            sdk.decodeContent(content).then(
              ({ xml }) => new TextDecoder().decode(xml),
              (error: { code?: string }) => error.code,
            ),
          ),
        );
      },
      [good(), ...REFUSED.map(([, make]) => make())],
    );
    expect(answers).toEqual([XML, ...REFUSED.map(([, , code]) => code)]);

    const made = await page.evaluate(
      (text) => (globalThis as unknown as { sdk: Sdk }).sdk.encodeContent(new TextEncoder().encode(text)),
      XML,
    );
    expect((await decodeContent(made)).xml).toEqual(utf8(XML));
  });
});
