/* Reading and writing the few DER values (X.690) that keys, certificates and ECDSA signatures need. */
import { concatBytes } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { CRYPTO_ERRORS } from './crypto-errors.js';

/** One value: `at` is its tag octet, `start`–`end` its content. */
export interface DerValue {
  readonly tag: number;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** More children than any structure read here has: a bound on work for hostile input. */
const MAX_CHILDREN = 64;

/**
 * The one value that fills the bytes.
 *
 * @param tag - Identifier octet it must have.
 * @throws {@link HocBaSoError} `ERR_DER_MALFORMED`, also for bytes after the value.
 */
export function readDer(bytes: Uint8Array, tag: number): DerValue {
  const value = derValueAt(bytes, 0, bytes.length);
  if (value.tag !== tag) throw malformed(0);
  if (value.end !== bytes.length) throw malformed(value.end);
  return value;
}

/** The values inside a constructed value; of a primitive one, an error. */
export function derChildren(bytes: Uint8Array, parent: DerValue): DerValue[] {
  if ((parent.tag & 0x20) === 0) throw malformed(parent.at);
  const children: DerValue[] = [];
  for (let at = parent.start; at < parent.end; ) {
    if (children.length === MAX_CHILDREN) throw malformed(at);
    const child = derValueAt(bytes, at, parent.end);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** The value at an offset; it must end at or before `limit`. Definite, shortest lengths and one-octet tags only (X.690 §10.1). */
export function derValueAt(bytes: Uint8Array, at: number, limit: number): DerValue {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || at + 2 > limit || (tag & 0x1f) === 0x1f) throw malformed(at);
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4 || start + octets > limit) throw malformed(at + 1);
    length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + bytes[start + i]!;
    if (length < 0x80 || bytes[start] === 0) throw malformed(at + 1);
    start += octets;
  }
  if (length > limit - start) throw malformed(at + 1);
  return { tag, at, start, end: start + length };
}

/** Dotted form of an OBJECT IDENTIFIER. */
export function readOid(bytes: Uint8Array, value: DerValue): string {
  if (value.tag !== 0x06 || value.start === value.end || value.end - value.start > 64) throw malformed(value.at);
  const arcs: number[] = [];
  let arc = 0;
  let fresh = true;
  for (let at = value.start; at < value.end; at++) {
    const octet = bytes[at]!;
    // No leading zero digits, and nothing that a number cannot hold.
    if ((fresh && octet === 0x80) || arc > 2 ** 45) throw malformed(at);
    arc = arc * 128 + (octet & 0x7f);
    fresh = (octet & 0x80) === 0;
    if (!fresh) continue;
    if (arcs.length === 0) {
      const root = Math.min(Math.floor(arc / 40), 2);
      arcs.push(root, arc - 40 * root);
    } else arcs.push(arc);
    arc = 0;
  }
  if (!fresh) throw malformed(value.end);
  return arcs.join('.');
}

/**
 * Content octets of an OBJECT IDENTIFIER.
 *
 * @throws {@link HocBaSoError} `ERR_KEY_MALFORMED` for a text that is no dotted OID.
 */
export function encodeOid(oid: string): Uint8Array {
  // attacker-controlled: comes from NamedCurve in the signature.
  const arcs = /^[012](\.(0|[1-9]\d{0,14})){1,30}$/.test(oid) ? oid.split('.').map(Number) : [];
  const [root, second, ...rest] = arcs;
  if (root === undefined || second === undefined || (root < 2 && second > 39)) {
    throw createError(CRYPTO_ERRORS, 'ERR_KEY_MALFORMED', { part: 'OID' });
  }
  const out: number[] = [];
  for (const arc of [root * 40 + second, ...rest]) {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(128 + (left % 128));
    out.push(...digits);
  }
  return Uint8Array.from(out);
}

/** A value of a tag and the pieces of its content. */
export function derTlv(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, piece) => sum + piece.length, 0);
  const header = [tag];
  if (length < 0x80) header.push(length);
  else {
    const octets: number[] = [];
    for (let left = length; left > 0; left = Math.floor(left / 256)) octets.unshift(left % 256);
    header.push(0x80 | octets.length, ...octets);
  }
  return concatBytes([Uint8Array.from(header), ...content]);
}

function malformed(offset: number) {
  return createError(CRYPTO_ERRORS, 'ERR_DER_MALFORMED', { offset });
}
