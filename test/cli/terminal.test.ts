import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeForTerminal, escapeJson, line, makePaint } from '../../src/cli/terminal.js';

const DRIVES_A_TERMINAL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('text from a file on a terminal', () => {
  test.each([
    ['\u001b[2J', '<U+001B>[2J'],
    ['\u009b31m', '<U+009B>31m'],
    ['a\r\nb\tc', 'a<U+000D><U+000A>b<U+0009>c'],
    ['Nguyễn \u202eA năV', 'Nguyễn <U+202E>A năV'],
    ['\u115fx\ufe0f', '<U+115F>x<U+FE0F>'],
    ['\u2066x\u2069', '<U+2066>x<U+2069>'],
    ['\ufeffx\u200b', '<U+FEFF>x<U+200B>'],
    ['\u{e0041}', '<U+E0041>'],
    ['\ud800', '<U+D800>'],
    ['\u2028', '<U+2028>'],
  ])('shows %j as %j', (text, shown) => {
    expect(escapeForTerminal(text)).toBe(shown);
  });

  test('leaves Vietnamese, composed or not, as it is', () => {
    const text = 'Trường Tiểu học Điện Biên Phủ – “Đạt” 10/10; ỹ ằ ộ';
    expect(escapeForTerminal(text)).toBe(text);
    expect(escapeForTerminal(text.normalize('NFD'))).toBe(text.normalize('NFD'));
  });

  test('of any text nothing is left that drives a terminal or hides', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeForTerminal(text)).not.toMatch(DRIVES_A_TERMINAL);
      }),
      { numRuns: 2000 },
    );
    for (let point = 0; point < 0x110000; point++) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const char = String.fromCodePoint(point);
      if (DRIVES_A_TERMINAL.test(char)) expect(escapeForTerminal(char), point.toString(16)).toMatch(/^<U\+[0-9A-F]+>$/);
    }
  });

  test('in a line escapes what is put in, and not what is ours', () => {
    const paint = makePaint(true);
    expect(line`a\n${'b\u001b'}${paint.bad('c\u202e')}`.safe).toBe('a\nb<U+001B>\u001b[31mc<U+202E>\u001b[39m');
    expect(line`${makePaint(false).bad('c')} ${7}`.safe).toBe('c 7');
    expect(line``.safe).toBe('');
  });

  test('JSON stays the same value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = escapeJson(JSON.stringify({ text }));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(DRIVES_A_TERMINAL);
      }),
    );
  });
});
