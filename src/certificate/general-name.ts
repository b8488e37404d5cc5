import {
  childNodes,
  contentBytes,
  contextTag,
  type DerNode,
  elementBytes,
  expectTag,
  readInside,
  readOid,
  TAG,
} from './der.js';
import { readName } from './distinguished-name.js';

/** A name of a subject alternative name (RFC 5280 §4.2.1.6). */
export interface GeneralName {
  readonly kind: 'otherName' | 'email' | 'dns' | 'x400' | 'directory' | 'ediParty' | 'uri' | 'ip' | 'registeredId';
  /** Text of `email`, `dns`, `uri`; RFC 4514 of `directory`; dotted OID of `registeredId`; otherwise hexadecimal content octets. */
  readonly value: string;
  /** The whole element, DER. */
  readonly der: Uint8Array;
}

const KINDS: readonly GeneralName['kind'][] = [
  'otherName',
  'email',
  'dns',
  'x400',
  'directory',
  'ediParty',
  'uri',
  'ip',
  'registeredId',
];

/** Reads GeneralNames. */
export function readGeneralNames(node: DerNode, what: string): GeneralName[] {
  return childNodes(expectTag(node, TAG.sequence, what)).map((name) => readGeneralName(name, what));
}

export function readGeneralName(node: DerNode, what: string): GeneralName {
  const kind = KINDS[node.tag & 0x1f];
  const constructed = kind === 'otherName' || kind === 'x400' || kind === 'directory' || kind === 'ediParty';
  if (kind === undefined) expectTag(undefined, 0, what, node);
  const element = expectTag(node, contextTag(node.tag & 0x1f, constructed), what);
  return { kind: kind!, value: valueText(element, kind!, what), der: elementBytes(element) };
}

function valueText(node: DerNode, kind: GeneralName['kind'], what: string): string {
  const octets = contentBytes(node);
  if (kind === 'directory') return readName(readInside(node), what).text;
  if (kind === 'registeredId') return readOid({ ...node, tag: TAG.oid }, what);
  const text = kind === 'email' || kind === 'dns' || kind === 'uri';
  return Array.from(octets, (octet) => (text ? String.fromCharCode(octet) : octet.toString(16).padStart(2, '0'))).join(
    '',
  );
}
