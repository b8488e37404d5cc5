import { concatBytes } from '../encoding/index.js';
import { malformed, TAG } from './der.js';
import { derElement } from './der-write.js';

/** Levels of nesting; a key file needs about ten. */
const DEPTH_LIMIT = 32;

/**
 * The same value with definite lengths and octet strings in one piece. Firefox and macOS write PKCS#12 files with indefinite lengths and octet
 * strings in pieces (X.690 §8.1.3.6, §8.7.3); @peculiar/asn1-pfx 2.11 refuses those.
 *
 * For key files and time-stamp tokens. What a token's signature covers is the content of octet strings and attributes that must be DER anyway
 * (RFC 5652 §5.4), so nothing signed is changed by it.
 */
export function berToDer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { element, end } = convert(bytes, 0, bytes.length, 0);
  if (end !== bytes.length) throw malformed(end, 'trailing');
  return element;
}

function convert(
  bytes: Uint8Array,
  at: number,
  limit: number,
  depth: number,
): { element: Uint8Array<ArrayBuffer>; end: number } {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (at + 2 > limit || tag === undefined || first === undefined || depth > DEPTH_LIMIT) throw malformed(at, 'length');
  if ((tag & 0x1f) === 0x1f || tag === 0) throw malformed(at, 'tag');
  const constructed = (tag & 0x20) !== 0;
  let content = at + 2;
  let end: number | null = first < 0x80 ? content + first : null;
  if (first > 0x80) {
    let length = 0;
    for (let i = 0; i < (first & 0x7f); i++) length = length * 256 + (bytes[content + i] ?? 0);
    content += first & 0x7f;
    end = content + length;
  } else if (first === 0x80 && !constructed) throw malformed(at + 1, 'length');
  if (end !== null && end > limit) throw malformed(at + 1, 'length');
  if (!constructed) return { element: derElement(tag, bytes.subarray(content, end!)), end: end! };

  const parts: Uint8Array[] = [];
  let next = content;
  for (;;) {
    if (end !== null && next >= end) break;
    if (end === null && bytes[next] === 0 && bytes[next + 1] === 0 && next + 2 <= limit) {
      end = next + 2;
      break;
    }
    const child = convert(bytes, next, end ?? limit, depth + 1);
    parts.push(child.element);
    next = child.end;
  }
  const whole = tag === (TAG.octetString | 0x20);
  return { element: whole ? joinPieces(parts, at) : derElement(tag, ...parts), end };
}

function joinPieces(parts: readonly Uint8Array[], at: number): Uint8Array<ArrayBuffer> {
  return derElement(TAG.octetString, concatBytes(parts.map((part) => pieceContent(part, at))));
}

/** Content of an OCTET STRING in its DER form. */
function pieceContent(piece: Uint8Array, at: number): Uint8Array {
  if (piece[0] !== TAG.octetString) throw malformed(at, 'OCTET STRING');
  return piece.subarray(piece[1]! < 0x80 ? 2 : 2 + (piece[1]! & 0x7f));
}
