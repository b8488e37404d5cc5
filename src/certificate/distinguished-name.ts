import { encodeHex } from '../encoding/index.js';
import {
  childNodes,
  contentBytes,
  type DerNode,
  elementBytes,
  expectTag,
  malformed,
  readOid,
  sequenceOf,
  TAG,
} from './der.js';

/** One attribute of a distinguished name. */
export interface DistinguishedNameAttribute {
  /** Object identifier of the attribute type. */
  readonly oid: string;
  /** Short name (`CN`, `UID`, …) or the object identifier again. */
  readonly name: string;
  /** The text; `#` and hexadecimal DER when the value is no character string. */
  readonly value: string;
  /** Number of the relative distinguished name it belongs to, from 0; several attributes of one number are a multi-valued RDN. */
  readonly rdn: number;
}

/** A distinguished name as read. */
export interface DistinguishedName {
  readonly der: Uint8Array;
  readonly attributes: readonly DistinguishedNameAttribute[];
  /** RFC 4514, most specific attribute first. */
  readonly text: string;
}

export const UID_OID = '0.9.2342.19200300.100.1.1';
export const EMAIL_OID = '1.2.840.113549.1.9.1';

/** Short names: the table of RFC 4514 §3, then those registered for LDAP that occur in certificates. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.6': 'C',
  '2.5.4.9': 'STREET',
  '0.9.2342.19200300.100.1.25': 'DC',
  [UID_OID]: 'UID',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.12': 'title',
  '2.5.4.42': 'givenName',
};

/** Object identifier of a short name or of itself; `undefined` for another text. */
export function oidOfName(name: string): string | undefined {
  if (/^[0-2](\.\d+)+$/.test(name)) return name;
  return Object.keys(SHORT_NAMES).find((oid) => SHORT_NAMES[oid] === name);
}

/** Reads a Name (RFC 5280 §4.1.2.4). */
export function readName(node: DerNode | undefined, what: string, parent?: DerNode): DistinguishedName {
  const attributes: DistinguishedNameAttribute[] = [];
  const rdns: string[] = [];
  for (const [rdn, set] of sequenceOf(node, what, parent).entries()) {
    const parts: string[] = [];
    for (const attribute of childNodes(expectTag(set, TAG.set, what))) {
      const [type, value, ...rest] = sequenceOf(attribute, what);
      const oid = readOid(type, what, attribute);
      if (!value || rest.length > 0) throw malformed(attribute.start, what);
      const text = stringValue(value);
      const name = SHORT_NAMES[oid] ?? oid;
      const hex = `#${encodeHex(elementBytes(value))}`;
      attributes.push(Object.freeze({ oid, name, value: text ?? hex, rdn }));
      // RFC 4514 §2.4: a type without a short name has its value in hexadecimal.
      parts.unshift(`${name}=${text === null || name === oid ? hex : escapeValue(text)}`);
    }
    if (parts.length === 0) throw malformed(set.start, what);
    rdns.unshift(parts.join('+'));
  }
  return { der: elementBytes(node!), attributes: Object.freeze(attributes), text: rdns.join(',') };
}

/** RFC 4514 §2.4 with the escapes of XMLDSig 1.1 §4.5.4.1: control characters and a trailing space as two hexadecimal digits. */
function escapeValue(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) out += `\\${encodeHex(Uint8Array.of(code))}`;
    else if (character === ' ' && i === text.length - 1) out += '\\20';
    else if ('\\"+,;<>'.includes(character) || (i === 0 && (character === ' ' || character === '#')))
      out += `\\${character}`;
    else out += character;
  }
  return out;
}

/** Text of a character string of any type that names are written in, `null` for another value. */
export function stringValue(node: DerNode): string | null {
  switch (node.tag) {
    case TAG.utf8String:
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x14: // T61String
    case 0x16: // IA5String
    case 0x1a: // VisibleString
      return octetText(contentBytes(node));
    case 0x1e: // BMPString
      return wideText(contentBytes(node), 2);
    case 0x1c: // UniversalString
      return wideText(contentBytes(node), 4);
    default:
      return null;
  }
}

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 if it is that (also in a PrintableString or T61String, as old issuers wrote it), else one character an octet. */
function octetText(octets: Uint8Array): string {
  let ascii = '';
  for (const octet of octets) {
    if (octet >= 0x80) {
      try {
        return utf8.decode(octets);
      } catch {
        // The reason is worthless: the only other reading is Latin-1, which cannot fail.
        return Array.from(octets, (each) => String.fromCharCode(each)).join('');
      }
    }
    ascii += String.fromCharCode(octet);
  }
  return ascii;
}

function wideText(octets: Uint8Array, width: 2 | 4): string {
  let text = '';
  for (let i = 0; i + width <= octets.length; i += width) {
    let point = 0;
    for (let k = 0; k < width; k++) point = point * 256 + octets[i + k]!;
    text += width === 2 ? String.fromCharCode(point) : point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  // Half a character at the end must not vanish, or two different names would read alike.
  return octets.length % width === 0 ? text : `${text}\ufffd`;
}

/**
 * Relative distinguished names in a form in which equal means equal by RFC 5280 §7.1: strings prepared by RFC 4518 (compatibility form,
 * case, white space, invisible characters), whatever their string type; other values octet by octet.
 */
export function comparableName(name: DerNode): readonly string[] {
  return childNodes(expectTag(name, TAG.sequence, 'Name')).map((set) => {
    const parts = childNodes(expectTag(set, TAG.set, 'RelativeDistinguishedName')).map((attribute) => {
      const [type, value] = sequenceOf(attribute, 'AttributeTypeAndValue');
      if (value === undefined) throw malformed(attribute.start, 'AttributeTypeAndValue');
      const text = stringValue(value);
      return JSON.stringify([readOid(type, 'type'), text === null ? elementBytes(value).join() : [prepare(text)]]);
    });
    return parts.sort().join('+');
  });
}

/** RFC 4518 §2: map white space to a space and invisible characters to nothing, fold case, normalise, collapse spaces. */
function prepare(text: string): string {
  return text
    .replace(/[\s\u0085]+/g, ' ')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\ufffc]/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/ +/g, ' ')
    .trim();
}
