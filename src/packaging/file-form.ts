/** Forms of files, by their first bytes; what is inside is for the readers to say. */
export type FileForm = 'xml' | 'json' | 'zip' | 'pdf' | 'content' | 'unknown';

/**
 * Looks at the beginning only. UTF-16 and other encodings of XML count as XML, so that the parser names what is wrong with them.
 *
 * @param bytes - attacker-controlled.
 */
export function formOf(bytes: Uint8Array): FileForm {
  const starts = (...given: readonly number[]) => given.every((byte, index) => bytes[index] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'pdf';
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff) || starts(0x00, 0x3c) || starts(0x3c, 0x00)) return 'xml';
  let at = starts(0xef, 0xbb, 0xbf) ? 3 : 0;
  while (at < bytes.length && [0x20, 0x09, 0x0a, 0x0d].includes(bytes[at]!)) at++;
  if (bytes[at] === 0x3c) return 'xml';
  if (bytes[at] === 0x7b || bytes[at] === 0x5b) return 'json';
  return bytes.subarray(at, at + 4096).every(isBase64) && at < bytes.length ? 'content' : 'unknown';
}

function isBase64(byte: number): boolean {
  return (
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    [0x2b, 0x2f, 0x3d, 0x20, 0x09, 0x0a, 0x0d].includes(byte)
  );
}
