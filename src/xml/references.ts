import { fault, malformed } from './faults.js';
import { FORBIDDEN, isNcName } from './names.js';

/** XML 1.0 §2.11: CR LF and lone CR become LF. */
export function normalizeLineEnds(raw: string): string {
  return raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
}

/** XML 1.0 §3.3.3, on top of the line ends: white space written as such becomes a space. */
export function normalizeAttribute(raw: string): string {
  return raw.replace(/\r\n?|[\t\n]/g, ' ');
}

/**
 * A stretch of the source with character references and the five predefined entities replaced.
 *
 * @param normalize - Applied to what stands between the references and not to what they stand for.
 */
export function resolveReferences(
  source: string,
  start: number,
  end: number,
  normalize: (literal: string) => string,
): string {
  const raw = source.slice(start, end);
  let out = '';
  for (let from = 0; ; ) {
    const at = raw.indexOf('&', from);
    if (at < 0) return out + normalize(raw.slice(from));
    const close = raw.indexOf(';', at);
    if (close < 0) throw malformed('reference not closed', source, start + at);
    out += normalize(raw.slice(from, at)) + reference(raw.slice(at + 1, close), source, start + at);
    from = close + 1;
  }
}

function reference(name: string, source: string, at: number): string {
  switch (name) {
    case 'amp':
      return '&';
    case 'lt':
      return '<';
    case 'gt':
      return '>';
    case 'quot':
      return '"';
    case 'apos':
      return "'";
  }
  const numeric = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
  if (numeric === null) {
    throw isNcName(name) ? fault('ERR_XML_ENTITY', source, at) : malformed('reference', source, at);
  }
  // Any number of leading zeros is allowed; a number too long for exact arithmetic is too great anyway.
  const code = numeric[1] === undefined ? Number.parseInt(numeric[2]!, 10) : Number.parseInt(numeric[1], 16);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (code > 0x10ffff || isSurrogate || FORBIDDEN.test(String.fromCodePoint(code))) {
    throw fault('ERR_XML_CHARACTER', source, at);
  }
  return String.fromCodePoint(code);
}
