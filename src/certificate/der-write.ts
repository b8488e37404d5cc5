import { concatBytes, encodeUtf8 } from '../encoding/index.js';
import { contextTag, TAG } from './der.js';

/* Writer of DER: each function returns one element. */

export function derElement(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = concatBytes(parts);
  const head: number[] = [];
  if (content.length < 0x80) head.push(content.length);
  else {
    for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) head.unshift(rest % 256);
    head.unshift(0x80 | head.length);
  }
  return concatBytes([Uint8Array.of(tag, ...head), content]);
}

export function derSequence(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return derElement(TAG.sequence, ...parts);
}

/** SET OF: elements in the order of their octets (X.690 §11.6). */
export function derSet(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return derElement(TAG.set, ...[...parts].sort(compareOctets));
}

export function derOctetString(content: Uint8Array): Uint8Array<ArrayBuffer> {
  return derElement(TAG.octetString, content);
}

/** `[number]` around complete elements. */
export function derExplicit(number: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return derElement(contextTag(number, true), ...parts);
}

export function derNull(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(TAG.null, 0);
}

/** Non-negative INTEGER. */
export function derInteger(value: number): Uint8Array<ArrayBuffer> {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return derUnsignedInteger(Uint8Array.from(octets));
}

/** INTEGER of big-endian octets read as a non-negative number. */
export function derUnsignedInteger(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  let first = 0;
  while (first < octets.length - 1 && octets[first] === 0) first++;
  const digits = octets.length === 0 ? Uint8Array.of(0) : octets.subarray(first);
  return digits[0]! >= 0x80 ? derElement(TAG.integer, Uint8Array.of(0), digits) : derElement(TAG.integer, digits);
}

/** OBJECT IDENTIFIER of its dotted form, arcs below 2^53. */
export function derOid(oid: string): Uint8Array<ArrayBuffer> {
  const [first = 0, second = 0, ...arcs] = oid.split('.').map(Number);
  const octets: number[] = [];
  for (const arc of [first * 40 + second, ...arcs]) {
    const digits = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(0x80 | (rest % 128));
    octets.push(...digits);
  }
  return derElement(TAG.oid, Uint8Array.from(octets));
}

export function derUtf8String(text: string): Uint8Array<ArrayBuffer> {
  return derElement(TAG.utf8String, encodeUtf8(text));
}

/** BMPString (UTF-16, big-endian). */
export function derBmpString(text: string): Uint8Array<ArrayBuffer> {
  return derElement(0x1e, utf16Bytes(text));
}

/** UTF-16 code units, high octet first. */
export function utf16Bytes(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    out[2 * i] = text.charCodeAt(i) >> 8;
    out[2 * i + 1] = text.charCodeAt(i) & 255;
  }
  return out;
}

function compareOctets(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
