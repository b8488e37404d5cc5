/* Characters that XML does not allow are found wherever they stand, however many line ends stand before them. */
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { parseXml } from '../../src/xml/index.js';
import { FORBIDDEN, firstForbidden } from '../../src/xml/names.js';

const WHITE = ['\t', '\n', '\r'];

test('the first forbidden unit, as one search for all of them finds it', () => {
  for (let unit = 0; unit <= 0xffff; unit++) {
    const letter = String.fromCharCode(unit);
    expect(firstForbidden(letter)).toBe(letter.search(FORBIDDEN));
  }
  for (let before = 0; before < 24; before++) {
    const text = Array.from({ length: before }, (_, index) => `${'x'.repeat(index % 3)}${WHITE[index % 3]}`).join('');
    expect(firstForbidden(text)).toBe(-1);
    for (const bad of ['\0', '\u0008', '\u000b', '\u000c', '\u001f', '\ufffe', '\uffff']) {
      for (const after of ['', 'y', '\n', '\0', '\n'.repeat(12)]) {
        expect(firstForbidden(text + bad + after)).toBe(text.length);
      }
    }
  }
});

test('the error says where', () => {
  for (const lines of [0, 3, 20]) {
    let found: unknown;
    try {
      parseXml(encodeUtf8(`<a>${'x\n'.repeat(lines)}ế\u0001</a>`));
    } catch (error) {
      found = isHocBaSoError(error) ? { code: error.code, ...error.params } : error;
    }
    expect(found).toEqual({ code: 'ERR_XML_CHARACTER', line: lines + 1, column: lines === 0 ? 5 : 2 });
  }
});
