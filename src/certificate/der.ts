import { createError } from '../errors/index.js';
import { CERTIFICATE_ERRORS } from './certificate-errors.js';

/*
 * Strict reader of DER (X.690 §10): what verification reads has one spelling, so that no other reader can see something else in it.
 * Measured against @peculiar/asn1-x509 on the 405 PKITS certificates: 290 µs a certificate there, and 32 kB more in a browser bundle;
 * it also takes indefinite lengths and gives no names as bytes. The tests keep @peculiar/x509, Node and OpenSSL as oracles.
 */

/** One element: views into the bytes it was read from. */
export interface DerNode {
  readonly bytes: Uint8Array;
  /** Identifier octet; only low tag numbers exist here. */
  readonly tag: number;
  /** Offset of the identifier octet. */
  readonly start: number;
  /** Offset of the first content octet. */
  readonly content: number;
  /** Offset behind the last content octet. */
  readonly end: number;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag of a context-specific element, for example `[0]` of a Certificate's version. */
export function contextTag(number: number, constructed: boolean): number {
  return (constructed ? 0xa0 : 0x80) | number;
}

/**
 * The error for bytes that are no well-formed certificate.
 *
 * @param reason - A word of the ASN.1 module or of X.690, the same in every language.
 */
export function malformed(offset: number, reason: string) {
  return createError(CERTIFICATE_ERRORS, 'ERR_CERTIFICATE_MALFORMED', { offset, reason });
}

/** The element at an offset; it must end at or before `limit`. */
export function readDerAt(bytes: Uint8Array, start: number, limit: number): DerNode {
  const tag = bytes[start];
  if (start + 2 > limit || tag === undefined) throw malformed(start, 'length');
  if ((tag & 0x1f) === 0x1f || tag === 0) throw malformed(start, 'tag');
  let length = bytes[start + 1]!;
  let content = start + 2;
  if (length >= 0x80) {
    const octets = length & 0x7f;
    // Indefinite (§8.1.3.6) and padded lengths are BER, not DER; four octets are more than any limit allows.
    if (octets === 0 || octets > 4 || content + octets > limit || bytes[content] === 0)
      throw malformed(start + 1, 'length');
    length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + bytes[content + i]!;
    if (length < 0x80) throw malformed(start + 1, 'length');
    content += octets;
  }
  const end = content + length;
  if (end > limit) throw malformed(start + 1, 'length');
  return { bytes, tag, start, content, end };
}

/** The element that the bytes are; anything after it is refused. */
export function readDer(bytes: Uint8Array): DerNode {
  const node = readDerAt(bytes, 0, bytes.length);
  if (node.end !== bytes.length) throw malformed(node.end, 'trailing');
  return node;
}

/** The element inside a primitive one (an OCTET STRING that holds DER). */
export function readInside(node: DerNode): DerNode {
  const inner = readDerAt(node.bytes, node.content, node.end);
  if (inner.end !== node.end) throw malformed(inner.end, 'trailing');
  return inner;
}

/** Elements inside a constructed one, in order. */
export function childNodes(node: DerNode): DerNode[] {
  const children: DerNode[] = [];
  let at = node.content;
  while (at < node.end) {
    const child = readDerAt(node.bytes, at, node.end);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** The node itself when it has the tag, else the error that names what was expected. */
export function expectTag(node: DerNode | undefined, tag: number, what: string, parent?: DerNode): DerNode {
  if (node?.tag !== tag) throw malformed(node?.start ?? parent?.end ?? 0, what);
  return node;
}

/** Children of a SEQUENCE. */
export function sequenceOf(node: DerNode | undefined, what: string, parent?: DerNode): DerNode[] {
  return childNodes(expectTag(node, TAG.sequence, what, parent));
}

/** Content octets, a view. */
export function contentBytes(node: DerNode): Uint8Array {
  return node.bytes.subarray(node.content, node.end);
}

/** The whole element, a view. */
export function elementBytes(node: DerNode): Uint8Array {
  return node.bytes.subarray(node.start, node.end);
}

/** Dotted form of an OBJECT IDENTIFIER (X.690 §8.19). */
export function readOid(node: DerNode | undefined, what: string, parent?: DerNode): string {
  return decodeOid(contentBytes(expectTag(node, TAG.oid, what, parent)), node!.start);
}

/** Dotted form of the content octets of an OBJECT IDENTIFIER. */
export function decodeOid(octets: Uint8Array, offset = 0): string {
  const last = octets.at(-1);
  if (last === undefined || last >= 0x80 || octets.length > 128) throw malformed(offset, 'OBJECT IDENTIFIER');
  let text = '';
  let arc = 0;
  let large: bigint | null = null;
  let fresh = true;
  for (const octet of octets) {
    if (fresh && octet === 0x80) throw malformed(offset, 'OBJECT IDENTIFIER');
    fresh = octet < 0x80;
    // Arcs beyond 2^45 occur: 2.25.x carries a whole UUID.
    if (large === null && arc > 2 ** 45) large = BigInt(arc);
    if (large === null) arc = arc * 128 + (octet & 0x7f);
    else large = large * 128n + BigInt(octet & 0x7f);
    if (!fresh) continue;
    if (text === '') {
      const root = large !== null ? 2 : Math.min(2, Math.floor(arc / 40));
      text = `${root}.${large !== null ? large - 80n : arc - root * 40}`;
    } else text += `.${large ?? arc}`;
    arc = 0;
    large = null;
  }
  return text;
}

/** A non-negative INTEGER that fits a number (path lengths, skip counts, iteration counts). */
export function readSmallInteger(node: DerNode | undefined, what: string, parent?: DerNode): number {
  return decodeSmallInteger(expectTag(node, TAG.integer, what, parent), what);
}

/** The same for an implicitly tagged INTEGER. */
export function decodeSmallInteger(node: DerNode, what: string): number {
  const octets = contentBytes(node);
  if (octets.length === 0 || octets.length > 6 || octets[0]! >= 0x80) throw malformed(node.start, what);
  let value = 0;
  for (const octet of octets) value = value * 256 + octet;
  return value;
}

/** An ENUMERATED of one octet, as every module read here has them. */
export function readEnumerated(node: DerNode | undefined, what: string, parent?: DerNode): number {
  const octets = contentBytes(expectTag(node, TAG.enumerated, what, parent));
  if (octets.length !== 1 || octets[0]! >= 0x80) throw malformed(node!.start, what);
  return octets[0]!;
}

/** BOOLEAN; any non-zero octet is true, as in BER, so that "critical" can never be read as "not critical". */
export function readBoolean(node: DerNode, what: string): boolean {
  if (node.tag !== TAG.boolean || node.end - node.content !== 1) throw malformed(node.start, what);
  return node.bytes[node.content] !== 0;
}

/** Octets of a BIT STRING; `unused` bits of the last octet are not part of the value. */
export function readBitString(node: DerNode | undefined, what: string, parent?: DerNode) {
  const string = expectTag(node, TAG.bitString, what, parent);
  const unused = string.bytes[string.content];
  if (string.content === string.end || unused === undefined || unused > 7) throw malformed(string.start, what);
  const octets = string.bytes.subarray(string.content + 1, string.end);
  if (octets.length === 0 && unused > 0) throw malformed(string.start, what);
  return { octets, unused };
}

/** Time of a certificate (RFC 5280 §4.1.2.5): UTCTime until 2049, GeneralizedTime after; both to the second and in `Z`. */
export function readTime(node: DerNode | undefined, what: string, parent?: DerNode): Date {
  if (node?.tag !== TAG.utcTime && node?.tag !== TAG.generalizedTime) {
    throw malformed(node?.start ?? parent?.end ?? 0, what);
  }
  let digits = '';
  for (const octet of contentBytes(node)) digits += String.fromCharCode(octet);
  if (node.tag === TAG.utcTime && /^\d{12}Z$/.test(digits)) digits = `${digits < '5' ? '20' : '19'}${digits}`;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  if (!match) throw malformed(node.start, what);
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  // A day or an hour that does not exist rolls over in Date.
  if (
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day ||
    date.getUTCHours() !== hour ||
    date.getUTCMinutes() !== minute ||
    second > 59
  ) {
    throw malformed(node.start, what);
  }
  return date;
}
