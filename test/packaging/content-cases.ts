import { gzipSync } from 'node:zlib';

export const XML =
  '<?xml version="1.0" encoding="UTF-8"?>\n<DANH_SACH_HOC_BA id="dataDanhSach"><A b="Mĩ thuật"/></DANH_SACH_HOC_BA>';
export const utf8 = (text: string) => new TextEncoder().encode(text);

/** A content field of any parts: for the forms that no correct encoder makes. */
export function contentOf(length: number, gzipped: Uint8Array): string {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(length >>> 0);
  return Buffer.concat([prefix, gzipped]).toString('base64');
}

export const good = () => contentOf(utf8(XML).length, gzipSync(XML));

/** Fields that must be refused, and by which code, on every platform. */
export const REFUSED: readonly (readonly [name: string, make: () => string, code: string])[] = [
  ['an empty field', () => '', 'ERR_CONTENT_EMPTY'],
  ['a field of white space', () => ' \r\n', 'ERR_CONTENT_EMPTY'],
  ['an empty text', () => contentOf(0, gzipSync('')), 'ERR_CONTENT_EMPTY'],
  ['a character that is not base64', () => `${good().slice(0, -4)}*${good().slice(-3)}`, 'ERR_CONTENT_BASE64'],
  ['base64 cut by one character', () => good().slice(0, -1), 'ERR_CONTENT_BASE64'],
  ['the XML itself in base64', () => Buffer.from(XML.padEnd(100)).toString('base64'), 'ERR_CONTENT_LIMIT'],
  ['no length before the gzip data', () => gzipSync(XML).toString('base64'), 'ERR_CONTENT_NOT_GZIP'],
  ['three bytes', () => 'AAAA', 'ERR_CONTENT_NOT_GZIP'],
  ['a length and nothing', () => contentOf(5, new Uint8Array()), 'ERR_CONTENT_NOT_GZIP'],
  [
    'zlib instead of gzip',
    () => contentOf(5, Uint8Array.of(0x78, 0x9c, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0)),
    'ERR_CONTENT_NOT_GZIP',
  ],
  ['a length one too small', () => contentOf(utf8(XML).length - 1, gzipSync(XML)), 'ERR_CONTENT_PREFIX'],
  ['a length one too large', () => contentOf(utf8(XML).length + 1, gzipSync(XML)), 'ERR_CONTENT_PREFIX'],
  ['a length in characters instead of bytes', () => contentOf(XML.length, gzipSync(XML)), 'ERR_CONTENT_PREFIX'],
  ['a negative length', () => contentOf(-1, gzipSync(XML)), 'ERR_CONTENT_LIMIT'],
  ['gzip cut in the middle', () => contentOf(utf8(XML).length, gzipSync(XML).subarray(0, 40)), 'ERR_CONTENT_DAMAGED'],
  [
    'gzip without its last byte',
    () => contentOf(utf8(XML).length, gzipSync(XML).subarray(0, -1)),
    'ERR_CONTENT_DAMAGED',
  ],
  ['gzip without its trailer', () => contentOf(utf8(XML).length, gzipSync(XML).subarray(0, -8)), 'ERR_CONTENT_DAMAGED'],
  ['only a gzip header', () => contentOf(5, gzipSync('').subarray(0, 12)), 'ERR_CONTENT_DAMAGED'],
  [
    'one byte after the gzip data',
    () => contentOf(utf8(XML).length, Buffer.concat([gzipSync(XML), Buffer.of(0)])),
    'ERR_CONTENT_TRAILING',
  ],
  [
    'text after the gzip data',
    () => contentOf(utf8(XML).length, Buffer.concat([gzipSync(XML), Buffer.from('<b/>')])),
    'ERR_CONTENT_TRAILING',
  ],
  [
    'a second gzip member',
    () => contentOf(utf8(XML).length, Buffer.concat([gzipSync(XML), gzipSync('<b/>')])),
    'ERR_CONTENT_TRAILING',
  ],
  [
    'an empty second member',
    () => contentOf(utf8(XML).length, Buffer.concat([gzipSync(XML), gzipSync('')])),
    'ERR_CONTENT_TRAILING',
  ],
  [
    'junk between the data and a copy of the trailer',
    () => contentOf(utf8(XML).length, Buffer.concat([gzipSync(XML), Buffer.from('junk'), gzipSync(XML).subarray(-8)])),
    'ERR_CONTENT_TRAILING',
  ],
];
