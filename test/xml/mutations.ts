import type { Random } from './random-documents.js';

/** Pieces that mean something to a parser, put where they may not stand. */
const PIECES = [
  '<',
  '>',
  '&',
  ';',
  '"',
  "'",
  '=',
  '/',
  '!',
  '?',
  '-',
  '--',
  ']]>',
  '<!--',
  '-->',
  '<![CDATA[',
  '<?',
  '?>',
  '</a>',
  '<a>',
  '<a/>',
  '&#0;',
  '&#x',
  '&amp',
  '&lt;',
  ':',
  'xmlns',
  'xmlns:',
  ' xmlns="" ',
  ' xmlns:a="urn:b" ',
  ' a="1" ',
  ' xml:id="1"',
  '\r',
  '\n',
  '\t',
  ' ',
  '\0',
  '\u0001',
  '\ufffe',
  '\ufeff',
  '<?xml version="1.0"?>',
  '<!DOCTYPE a>',
  '😀',
  'ế',
  '́',
];

/** The bytes with one to four small faults. */
export function mutate(r: Random, bytes: Uint8Array): Uint8Array {
  let out = bytes;
  for (let faults = 1 + r.below(4); faults > 0; faults--) out = mutateOnce(r, out);
  return out;
}

function mutateOnce(r: Random, bytes: Uint8Array): Uint8Array {
  const at = r.below(bytes.length + 1);
  const before = bytes.subarray(0, at);
  const after = bytes.subarray(at);
  switch (r.below(7)) {
    case 0: {
      // another bit, seldom in a letter of several bytes: most of those would only be broken UTF-8
      if ((bytes[at] ?? 0x80) >= 0x80 && r.chance(0.9)) return mutateOnce(r, bytes);
      const bit = 1 << r.below(8);
      return Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ bit : byte));
    }
    case 1: // a byte less
      return join(before, after.subarray(1));
    case 2: // a piece more
      return join(before, new TextEncoder().encode(r.pick(PIECES)), after);
    case 3: // a stretch less
      return join(before, after.subarray(1 + r.below(12)));
    case 4: {
      // a stretch twice
      const length = 1 + r.below(24);
      return join(before, after.subarray(0, length), after);
    }
    case 5: {
      // a stretch from elsewhere
      const from = r.below(bytes.length + 1);
      return join(before, bytes.subarray(from, from + 1 + r.below(24)), after);
    }
    default: // any byte
      return join(before, Uint8Array.of(r.below(r.chance(0.1) ? 256 : 128)), after);
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
