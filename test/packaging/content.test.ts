import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeContent, type EscapeQuote, encodeContent } from '../../src/packaging/index.js';
import { peer } from '../peers.js';
import { ROOT } from '../shared.js';
import { contentOf, good, REFUSED, utf8, XML } from './content-cases.js';

interface Vector {
  readonly name: string;
  readonly content: string;
  readonly utf8Length: number;
  readonly utf8Sha256: string;
  readonly text?: string;
}

const vectors = JSON.parse(readFileSync(join(ROOT, 'test/vectors/content/vectors.json'), 'utf8')) as Vector[];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

describe('what a .NET gateway makes is read', () => {
  test.each(vectors)('$name', async ({ content, utf8Length, utf8Sha256, text }) => {
    const { xml, escapeQuote } = await decodeContent(content);
    expect(escapeQuote).toBe('none');
    expect(xml.length).toBe(utf8Length);
    expect(sha256(xml)).toBe(utf8Sha256);
    if (text !== undefined) expect(new TextDecoder().decode(xml)).toBe(text);
  });
});

describe('what we make', () => {
  test('is the length as int32 little-endian, then gzip of the bytes as they are', async () => {
    const bytes = Buffer.from(await encodeContent(utf8(XML)), 'base64');
    expect(bytes.readInt32LE(0)).toBe(utf8(XML).length);
    expect(gunzipSync(bytes.subarray(4)).toString()).toBe(XML);
  });

  test('with the backslash step has the length of the escaped text', async () => {
    const bytes = Buffer.from(await encodeContent(utf8(XML), { escapeQuote: 'backslash' }), 'base64');
    const text = gunzipSync(bytes.subarray(4)).toString();
    expect(text).toBe(XML.replaceAll('"', '\\"'));
    expect(bytes.readInt32LE(0)).toBe(utf8(text).length);
  });

  test('a .NET gateway reads it, and we read what that gateway makes of the same text', async () => {
    const mcs = peer('mcs');
    const mono = peer('mono');
    const folder = mkdtempSync(join(tmpdir(), 'hocba-content-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const run = (mode: string, input: string): string => {
      writeFileSync(join(folder, 'in'), input);
      execFileSync(mono, [join(folder, 'Content.exe'), mode, join(folder, 'in'), join(folder, 'out')]);
      return readFileSync(join(folder, 'out'), 'utf8');
    };
    execFileSync(mcs, [`-out:${join(folder, 'Content.exe')}`, join(ROOT, 'test/interop/content/Content.cs')]);
    expect(run('decompress', await encodeContent(utf8(XML)))).toBe(XML);
    const back = await decodeContent(run('compress', XML));
    expect(new TextDecoder().decode(back.xml)).toBe(XML);
  });
});

test('both escapes come back for every text of XML, quotes and backslashes included', async () => {
  const text = fc
    .string({ unit: fc.constantFrom('"', '\\', 'ễ', '<', '\r\n', 'a', '🎓') })
    .map((middle) => `<a b="1">${middle}</a>`);
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom<EscapeQuote>('none', 'backslash'), async (xml, escapeQuote) => {
      const decoded = await decodeContent(await encodeContent(utf8(xml), { escapeQuote }));
      expect(decoded.escapeQuote).toBe(escapeQuote);
      expect(new TextDecoder().decode(decoded.xml)).toBe(xml);
    }),
    { numRuns: 200 },
  );
});

describe('refused, each with its own code', () => {
  test('first: the untouched field is read', async () => {
    expect(new TextDecoder().decode((await decodeContent(good())).xml)).toBe(XML);
  });

  test.each(REFUSED)('%s', async (_, make, expected) => {
    expect(await code(decodeContent(make()))).toBe(expected);
  });

  test('every cut of the field, at every length', async () => {
    const gzipped = gzipSync(XML);
    for (let length = 0; length < gzipped.length; length++) {
      const answer = await code(decodeContent(contentOf(utf8(XML).length, gzipped.subarray(0, length))));
      expect(['ERR_CONTENT_NOT_GZIP', 'ERR_CONTENT_DAMAGED'], `cut at ${length}`).toContain(answer);
    }
  });

  test('a change of any single byte of data or trailer, and of the length', async () => {
    const bytes = Buffer.from(good(), 'base64');
    // The gzip header holds a time and a system that mean nothing here; everything else is checked.
    for (const at of [0, 1, 2, 3, 4, 5, 6, ...Array.from({ length: bytes.length - 14 }, (_, index) => index + 14)]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 0x10;
      const answer = await decodeContent(changed.toString('base64')).then(
        ({ xml }) => (sha256(xml) === sha256(utf8(XML)) ? 'same text' : 'other text'),
        (error: { code?: string }) => error.code,
      );
      // A bit of the deflate stream may be without meaning (padding after the last code); then the text is the same.
      expect(answer, `byte ${at}`).toMatch(/^ERR_CONTENT_|^same text$/);
      if (at < 4) expect(answer, `byte ${at} of the length`).toMatch(/^ERR_CONTENT_(PREFIX|LIMIT)$/);
    }
  });
});

describe('limits hold before and while inflating', () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));

  test('a claimed length above the limit is refused unread', async () => {
    expect(await code(decodeContent(contentOf(64 * 1024 * 1024 + 1, bomb)))).toBe('ERR_CONTENT_LIMIT');
    expect(await code(decodeContent(good(), { limits: { textBytes: 10 } }))).toBe('ERR_CONTENT_LIMIT');
  });

  test('a small claim for a large content stops at the claim', async () => {
    const before = process.memoryUsage().arrayBuffers;
    expect(await code(decodeContent(contentOf(100, bomb)))).toBe('ERR_CONTENT_PREFIX');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });

  test('a field longer than allowed is refused before base64', async () => {
    expect(await code(decodeContent(good(), { limits: { contentLength: 20 } }))).toBe('ERR_CONTENT_LIMIT');
    expect(await code(decodeContent('*'.repeat(20_000_001)))).toBe('ERR_CONTENT_LIMIT');
  });

  test('nothing is encoded from nothing, or above the limit of what is read', async () => {
    expect(await code(encodeContent(new Uint8Array()))).toBe('ERR_CONTENT_EMPTY');
    expect(await code(encodeContent(new Uint8Array(64 * 1024 * 1024 + 1)))).toBe('ERR_CONTENT_LIMIT');
  });
});
