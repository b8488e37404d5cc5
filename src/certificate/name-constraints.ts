import { type Certificate, comparableNames } from './certificate.js';
import { contentBytes, contextTag, type DerNode, readDer, readInside } from './der.js';
import { comparableName, EMAIL_OID } from './distinguished-name.js';
import { type GeneralSubtree, readNameConstraints } from './extensions.js';

/** Constraints gathered on the way from the anchor: a name must be inside every `permitted` list that speaks of its form, and outside every `excluded` subtree. */
export interface NameConstraintState {
  readonly permitted: (readonly GeneralSubtree[])[];
  readonly excluded: GeneralSubtree[];
}

export type NameConstraintVerdict = 'allowed' | 'notPermitted' | 'excluded' | 'unsupported';

/** Comparisons for one certificate; more is no certificate but an attack. */
const WORK_LIMIT = 1 << 18;

const EMAIL = /* @__PURE__ */ contextTag(1, false);
const DNS = /* @__PURE__ */ contextTag(2, false);
const DIRECTORY = /* @__PURE__ */ contextTag(4, true);
const URI = /* @__PURE__ */ contextTag(6, false);
const IP = /* @__PURE__ */ contextTag(7, false);

/** A name to be judged: the tag of its form and what is compared. */
type SubjectName =
  | { readonly tag: typeof DIRECTORY; readonly rdns: readonly string[] }
  | { readonly tag: number; readonly octets: Uint8Array };

export function addNameConstraints(state: NameConstraintState, der: Uint8Array): void {
  const { permitted, excluded } = readNameConstraints(der);
  if (permitted.length > 0) state.permitted.push(permitted);
  state.excluded.push(...excluded);
}

/** Judges every name of a certificate (RFC 5280 §6.1.3 b, c): subject, alternative names, and e-mail addresses in the subject. */
export function checkNames(state: NameConstraintState, certificate: Certificate): NameConstraintVerdict {
  if (state.permitted.length === 0 && state.excluded.length === 0) return 'allowed';
  const names = namesOf(certificate);
  const subtrees = state.excluded.length + state.permitted.reduce((sum, list) => sum + list.length, 0);
  if (names.length * subtrees > WORK_LIMIT) return 'unsupported';
  for (const name of names) {
    const excluded = anyOf(state.excluded, name);
    if (excluded === 'unsupported') return 'unsupported';
    if (excluded === 'inside') return 'excluded';
    for (const list of state.permitted) {
      const permitted = anyOf(list, name);
      if (permitted === 'unsupported') return 'unsupported';
      if (permitted === 'outside') return 'notPermitted';
    }
  }
  return 'allowed';
}

function namesOf(certificate: Certificate): SubjectName[] {
  const names: SubjectName[] = [];
  const { subject } = comparableNames(certificate);
  if (subject.length > 0) names.push({ tag: DIRECTORY, rdns: subject });
  for (const { der } of certificate.subjectAltNames) {
    const node = readDer(der);
    if (node.tag === DIRECTORY) names.push({ tag: DIRECTORY, rdns: comparableName(readInside(node)) });
    else names.push({ tag: node.tag, octets: contentBytes(node) });
  }
  for (const { oid, value } of certificate.subjectAttributes) {
    if (oid === EMAIL_OID) names.push({ tag: EMAIL, octets: Uint8Array.from(value, (unit) => unit.charCodeAt(0)) });
  }
  return names;
}

/** Where a name lies to the subtrees of its form; `silent` when there are none. */
function anyOf(
  subtrees: readonly GeneralSubtree[],
  name: SubjectName,
): 'inside' | 'outside' | 'silent' | 'unsupported' {
  let answer: 'silent' | 'outside' = 'silent';
  for (const { base, plain } of subtrees) {
    if (base.tag !== name.tag) continue;
    const inside = plain ? isInside(base, name) : null;
    // RFC 5280 §4.2.1.10: a form that cannot be judged must be refused.
    if (inside === null) return 'unsupported';
    if (inside) return 'inside';
    answer = 'outside';
  }
  return answer;
}

function isInside(base: DerNode, name: SubjectName): boolean | null {
  if ('rdns' in name) {
    const prefix = comparableName(readInside(base));
    return prefix.length <= name.rdns.length && prefix.every((rdn, i) => rdn === name.rdns[i]);
  }
  const octets = contentBytes(base);
  if (base.tag === IP) return addressInside(octets, name.octets);
  const constraint = text(octets).toLowerCase();
  const value = text(name.octets);
  if (base.tag === DNS) return hostBelow(value.toLowerCase(), constraint, true);
  if (base.tag === EMAIL) return mailboxInside(value, text(octets));
  if (base.tag === URI) return uriInside(value, constraint);
  return null;
}

/** Host below a domain; `itself` = the domain without leading dot stands for itself and all below, else for itself alone. */
function hostBelow(host: string, domain: string, itself: boolean): boolean {
  if (domain === '') return true;
  if (domain.startsWith('.')) return host.endsWith(domain) && host.length > domain.length;
  return host === domain || (itself && host.endsWith(`.${domain}`));
}

function mailboxInside(mailbox: string, constraint: string): boolean | null {
  const at = mailbox.lastIndexOf('@');
  if (at < 0) return null;
  const host = mailbox.slice(at + 1).toLowerCase();
  const wantedAt = constraint.lastIndexOf('@');
  if (wantedAt < 0) return hostBelow(host, constraint.toLowerCase(), false);
  // The local part keeps its case (RFC 5280 §7.5).
  return (
    mailbox.slice(0, at) === constraint.slice(0, wantedAt) && host === constraint.slice(wantedAt + 1).toLowerCase()
  );
}

function uriInside(uri: string, constraint: string): boolean | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1];
  const host = authority?.replace(/^.*@/, '').replace(/:\d*$/, '').toLowerCase();
  // RFC 5280 §4.2.1.10: without a host name, or with an address for one, the certificate must be refused.
  if (!host || host.startsWith('[') || /^[\d.]+$/.test(host)) return null;
  return hostBelow(host, constraint, false);
}

function addressInside(range: Uint8Array, address: Uint8Array): boolean | null {
  if (range.length !== 8 && range.length !== 32) return null;
  const length = range.length / 2;
  // IPv4 and IPv6 do not meet.
  if (address.length !== length) return address.length === 4 || address.length === 16 ? false : null;
  return address.every((octet, i) => (octet & range[length + i]!) === (range[i]! & range[length + i]!));
}

function text(octets: Uint8Array): string {
  return Array.from(octets, (octet) => String.fromCharCode(octet)).join('');
}
