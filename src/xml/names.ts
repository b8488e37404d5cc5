/** Which code units may stand in a name (XML 1.0 fifth edition, productions 4 and 4a, without the colon). */

export const NAME_START = 1;
export const NAME_CHAR = 2;
/** The colon, which parts a prefix from a local name. */
export const NAME_COLON = 4;

/** Flags of the ASCII range. */
export const ASCII_NAME: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(128);
  const start = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_';
  for (const letter of start) table[letter.charCodeAt(0)] = NAME_START | NAME_CHAR;
  for (const other of '0123456789-.') table[other.charCodeAt(0)] = NAME_CHAR;
  table[0x3a] = NAME_COLON;
  return table;
})();

/** Ranges above ASCII that may start a name. */
const START_RANGES: readonly (readonly [number, number])[] = [
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
];

/** Ranges above ASCII that may stand in a name but not start it. */
const FURTHER_RANGES: readonly (readonly [number, number])[] = [
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
];

/** Flags of any code point. */
export function nameFlags(codePoint: number): number {
  if (codePoint < 128) return ASCII_NAME[codePoint]!;
  for (const [low, high] of START_RANGES) if (codePoint >= low && codePoint <= high) return NAME_START | NAME_CHAR;
  for (const [low, high] of FURTHER_RANGES) if (codePoint >= low && codePoint <= high) return NAME_CHAR;
  return 0;
}

/**
 * Offset of the first unit in `[start, end)` that breaks a qualified name (Namespaces in XML 1.0, production 7), `end` when the name
 * stops too early, -1 when it is one.
 */
export function firstWrongUnit(text: string, start: number, end: number): number {
  let wanted = NAME_START;
  let colon = false;
  for (let at = start; at < end; ) {
    const code = text.codePointAt(at)!;
    const flags = nameFlags(code);
    if (flags === NAME_COLON && wanted === NAME_CHAR && !colon) {
      colon = true;
      wanted = NAME_START;
    } else {
      if ((flags & wanted) === 0) return at;
      wanted = NAME_CHAR;
    }
    at += code > 0xffff ? 2 : 1;
  }
  return wanted === NAME_START ? end : -1;
}

/** Whether a text is a name without colon (Namespaces in XML 1.0, production 4). */
export function isNcName(text: string): boolean {
  let first = true;
  for (const letter of text) {
    const flags = nameFlags(letter.codePointAt(0)!);
    if ((flags & (first ? NAME_START : NAME_CHAR)) === 0) return false;
    first = false;
  }
  return !first;
}

/** Anything XML 1.0 does not allow (production 2); lone surrogates, which UTF-8 cannot hold, are left to the callers. */
export const FORBIDDEN: RegExp = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const CONTROL = /[\u0000-\u001f\ufffe\uffff]/;
/** Line ends and tabs after which a text is one with many. */
const FEW = 8;

/** Offset of the first unit that XML does not allow, -1 when there is none. */
export function firstForbidden(text: string): number {
  let at = 0;
  // In a text with few line ends: one range is looked for in little more than half the time that the gaps between four take.
  for (let met = 0; met < FEW; met++) {
    const found = (at === 0 ? text : text.slice(at)).search(CONTROL);
    if (found < 0) return -1;
    const unit = text.charCodeAt(at + found);
    if (unit !== 0x09 && unit !== 0x0a && unit !== 0x0d) return at + found;
    at += found + 1;
  }
  const found = text.slice(at).search(FORBIDDEN);
  return found < 0 ? -1 : at + found;
}

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';
