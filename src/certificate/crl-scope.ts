import { encodeHex } from '../encoding/index.js';
import type { CertificateExtension } from './certificate.js';
import {
  childNodes,
  contentBytes,
  contextTag,
  type DerNode,
  elementBytes,
  malformed,
  readDer,
  readInside,
  sequenceOf,
  TAG,
} from './der.js';
import { derElement } from './der-write.js';
import { comparableName } from './distinguished-name.js';
import { EXTENSION } from './extensions.js';
import { readReasonFlags } from './revocation-reasons.js';

/** Which certificates a list speaks for (RFC 5280 §5.2.5); all of the issuer's when the extension is absent. */
export interface CrlScope {
  readonly onlyUserCertificates: boolean;
  readonly onlyCaCertificates: boolean;
  readonly onlyAttributeCertificates: boolean;
  readonly indirect: boolean;
  /** The reasons it covers, as bits of ReasonFlags; `null`: all. */
  readonly reasons: number | null;
  /** Comparable names of the distribution point; `null` when it names none. */
  readonly names: readonly string[] | null;
}

/** IssuingDistributionPoint (RFC 5280 §5.2.5). */
export function readCrlScope(node: DerNode, issuerDer: Uint8Array): CrlScope {
  const parts = sequenceOf(node, 'issuingDistributionPoint');
  const flag = (number: number) => {
    const part = parts.find((each) => each.tag === contextTag(number, false));
    return part !== undefined && (contentBytes(part)[0] ?? 0) !== 0;
  };
  const point = parts.find((each) => each.tag === contextTag(0, true));
  return {
    onlyUserCertificates: flag(1),
    onlyCaCertificates: flag(2),
    reasons: readReasonFlags(parts.find((each) => each.tag === contextTag(3, false))),
    indirect: flag(4),
    onlyAttributeCertificates: flag(5),
    names: point ? pointNames(point, issuerDer) : null,
  };
}

/** One distribution point of a certificate (RFC 5280 §4.2.1.13). */
export interface DistributionPoint {
  readonly names: readonly string[] | null;
  /** The reasons its list covers, as bits of ReasonFlags; `null`: all. */
  readonly reasons: number | null;
  /** Comparable names of another CRL issuer: an indirect list; `null` when the certificate's own issuer publishes it. */
  readonly crlIssuer: readonly string[] | null;
}

/** The distribution points of a certificate; `null` when it has none. */
export function distributionPointsOf(
  extensions: readonly CertificateExtension[],
  issuerDer: Uint8Array,
): readonly DistributionPoint[] | null {
  const value = extensions.find((each) => each.oid === EXTENSION.crlDistributionPoints)?.value;
  if (value === undefined) return null;
  return sequenceOf(readDer(value), 'cRLDistributionPoints').map((point) => {
    const parts = sequenceOf(point, 'DistributionPoint');
    const name = parts.find((each) => each.tag === contextTag(0, true));
    const issuer = parts.find((each) => each.tag === contextTag(2, true));
    return {
      // A relative name continues the name of whoever issues the list (RFC 5280 §4.2.1.13).
      names: name ? pointNames(name, directoryName(issuer) ?? issuerDer) : null,
      reasons: readReasonFlags(parts.find((each) => each.tag === contextTag(1, false))),
      crlIssuer: issuer ? childNodes(issuer).map(nameKey) : null,
    };
  });
}

/** A directory name as these comparable names have it. */
export function directoryKey(relativeNames: readonly string[]): string {
  return JSON.stringify(['dn', ...relativeNames]);
}

/** Names of a DistributionPointName in comparable form: full names, or the name relative to the issuer made whole. */
function pointNames(node: DerNode, issuerDer: Uint8Array): readonly string[] {
  const name = readInside(node);
  if (name.tag === contextTag(0, true)) return childNodes(name).map(nameKey);
  if (name.tag !== contextTag(1, true)) throw malformed(name.start, 'DistributionPointName');
  // RelativeDistinguishedName under its implicit tag: the SET it is, in a Name of its own.
  const relative = derElement(TAG.sequence, derElement(TAG.set, contentBytes(name)));
  return [directoryKey([...comparableName(readDer(issuerDer)), ...comparableName(readDer(relative))])];
}

function nameKey(node: DerNode): string {
  if (node.tag === contextTag(4, true)) return directoryKey(comparableName(readInside(node)));
  return JSON.stringify([node.tag, encodeHex(contentBytes(node))]);
}

function directoryName(names: DerNode | undefined): Uint8Array | undefined {
  const name = names && childNodes(names).find((each) => each.tag === contextTag(4, true));
  return name && elementBytes(readInside(name));
}
