import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  concatBytes,
  decodeBase64,
  decodeHex,
  decodeUtf8,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  equalBytes,
  toNfc,
} from '../../src/encoding/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';

function failure(run: () => unknown): { readonly code: string; readonly offset: number } | string {
  try {
    run();
  } catch (error) {
    if (!isHocBaSoError(error)) throw error;
    return { code: error.code, offset: Number(error.params['offset']) };
  }
  return 'accepted';
}

describe('base64 (RFC 4648 §4)', () => {
  test.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('RFC 4648 §10: "%s"', (text, encoded) => {
    expect(encodeBase64(encodeUtf8(text))).toBe(encoded);
    expect(decodeUtf8(decodeBase64(encoded))).toBe(text);
  });

  test('as Buffer does it, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const encoded = encodeBase64(bytes);
        expect(encoded).toBe(Buffer.from(bytes).toString('base64'));
        expect(equalBytes(decodeBase64(encoded), bytes)).toBe(true);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('white space anywhere is skipped (XML Schema base64Binary)', () => {
    expect(decodeUtf8(decodeBase64(' Z m\t9\r\nv\nY g = = \n'))).toBe('foob');
    expect(decodeBase64(' \r\n\t')).toHaveLength(0);
  });

  test.each([
    ['Zg', 2],
    ['Zg=', 3],
    ['Zg===', 4],
    ['Z', 1],
    ['Z===', 1],
    ['=', 0],
    ['====', 0],
    ['Zm9v=', 4],
    ['Zm9v====', 4],
    ['Zg==Zg==', 4],
    ['Zg=a=', 3],
    ['Zm8=x', 4],
    ['Zm9-', 3],
    ['Zm9_', 3],
    ['Zm9v!', 4],
    ['Zm\u00a09v', 2],
    ['Zm9v\u0000', 4],
    ['Zm9ｖ', 3],
    ['Zm\f9v', 2],
    ['Zm\v9v', 2],
    // Left-over bits: the same bytes must not have two spellings.
    ['Zh==', 4],
    ['Zm9=', 4],
  ])('refused: %j at %i', (text, offset) => {
    expect(failure(() => decodeBase64(text))).toEqual({ code: 'ERR_BASE64_MALFORMED', offset });
  });

  test('one value has one spelling apart from white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AQgZz/+=w0 \n'), maxLength: 12 }), (text) => {
        let bytes: Uint8Array;
        try {
          bytes = decodeBase64(text);
        } catch (error) {
          if (!isHocBaSoError(error, 'ERR_BASE64_MALFORMED')) throw error;
          return;
        }
        expect(encodeBase64(bytes)).toBe(text.replace(/[ \n]/g, ''));
      }),
      { seed: 2, numRuns: 5000 },
    );
  });

  test('a long value', () => {
    const bytes = Uint8Array.from({ length: 1_000_003 }, (_, index) => (index * 31) & 255);
    expect(equalBytes(decodeBase64(encodeBase64(bytes)), bytes)).toBe(true);
  });
});

describe('hexadecimal', () => {
  test('both ways, both cases', () => {
    expect(encodeHex(Uint8Array.of(0, 1, 0x7f, 0x80, 0xff))).toBe('00017f80ff');
    expect([...decodeHex('00017F80fF')]).toEqual([0, 1, 0x7f, 0x80, 0xff]);
    expect(decodeHex('')).toHaveLength(0);
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => equalBytes(decodeHex(encodeHex(bytes)), bytes)),
      { seed: 3 },
    );
  });

  test.each([
    ['0', 1],
    ['000', 3],
    ['0g', 1],
    ['g', 0],
    [' 00', 0],
    ['0x00', 1],
    ['00 ', 2],
    ['٠٠', 0],
  ])('refused: "%s" at %i', (text, offset) => {
    expect(failure(() => decodeHex(text))).toEqual({ code: 'ERR_HEX_MALFORMED', offset });
  });
});

describe('UTF-8', () => {
  test('text and bytes, byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      }),
      { seed: 4, numRuns: 500 },
    );
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  });

  test('long texts, which Node decodes, are the same texts, and wrong ones are refused at the same place', () => {
    const long = `${'a'.repeat(2000)}Trần Thị Bình 😀`;
    const huge = 'Đ'.repeat(5 * 1024 * 1024);
    expect(decodeUtf8(new TextEncoder().encode(huge)) === huge).toBe(true);
    for (const text of [long, `\ufeff${long}`, 'é'.repeat(1500), 'a'.repeat(2000), `${long}\0\uffff`]) {
      const bytes = new TextEncoder().encode(text);
      expect(decodeUtf8(bytes)).toBe(text);
      // Where the bytes stand in their buffer does not matter.
      const shifted = new Uint8Array(bytes.length + 3);
      shifted.set(bytes, 3);
      expect(decodeUtf8(shifted.subarray(3))).toBe(text);
      expect(failure(() => decodeUtf8(Uint8Array.from([...bytes, 0xe1, 0xba])))).toEqual({
        code: 'ERR_UTF8_MALFORMED',
        offset: bytes.length,
      });
    }
  });

  /** Unicode, table 3-7: every sequence of up to four bytes from the edges of its ranges. */
  test('well-formed exactly as Node says, with the first wrong byte', () => {
    const edges = [
      0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
    ];
    const fatal = new TextDecoder('utf-8', { fatal: true });
    let refused = 0;
    const isGood = (input: Uint8Array) => {
      try {
        fatal.decode(input);
        return true;
      } catch {
        // Being refused is the answer looked for.
        return false;
      }
    };
    const check = (bytes: readonly number[]) => {
      const input = Uint8Array.from(bytes);
      const found = failure(() => decodeUtf8(input));
      if (isGood(input) !== (typeof found === 'string')) throw new Error(`differs: ${bytes}`);
      if (typeof found === 'string') return;
      refused += 1;
      const { code, offset } = found;
      const right = code === 'ERR_UTF8_MALFORMED' && offset < bytes.length && isGood(input.subarray(0, offset));
      if (!right) throw new Error(`wrong place: ${bytes}`);
    };
    for (const a of edges) {
      check([0x41, a]);
      for (const b of edges)
        for (const c of edges) {
          check([a, b, c]);
          for (const d of [0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xff]) check([a, b, c, d]);
        }
    }
    expect(refused).toBeGreaterThan(30_000);
  });

  test('normalisation form C', () => {
    expect(toNfc('e\u0302\u0301')).toBe('\u1ebf');
    expect(toNfc('ế')).toBe('ế');
  });
});

describe('bytes', () => {
  test('equal', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equalBytes(new Uint8Array(), new Uint8Array())).toBe(true);
  });

  test('joined', () => {
    expect([...concatBytes([Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)])]).toEqual([1, 2, 3]);
    expect(concatBytes([])).toHaveLength(0);
  });
});
