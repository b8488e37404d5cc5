import { type DigestName, digestSync, findSignatureAlgorithm, type SignatureAlgorithm } from '../crypto/index.js';
import { encodeHex, equalBytes } from '../encoding/index.js';
import { type Certificate, comparableNames } from './certificate.js';
import {
  childNodes,
  contentBytes,
  contextTag,
  type DerNode,
  elementBytes,
  expectTag,
  malformed,
  readDer,
  readOid,
  sequenceOf,
  TAG,
} from './der.js';
import { derElement } from './der-write.js';
import { comparableName } from './distinguished-name.js';
import { signatureAlgorithmOf } from './issuer-signature.js';

/** id-ct-TSTInfo. */
export const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const ESS_CERT_ID = '1.2.840.113549.1.9.16.2.12';
const ESS_CERT_ID_V2 = '1.2.840.113549.1.9.16.2.47';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';

/** Hash functions of imprints and message digests. */
export const TOKEN_DIGESTS: Readonly<Record<string, DigestName | undefined>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** The signature of a token, as read. */
export interface TokenSignature {
  readonly digest: DigestName | null;
  readonly algorithm: SignatureAlgorithm | null;
  /** signedAttrs as the SET that is hashed; `null` when there are none, which a token may not do. */
  readonly attributes: Uint8Array | null;
  readonly contentType: string | null;
  readonly messageDigest: Uint8Array | null;
  /** How the signer is named: key identifier, or issuer (comparable name) and serial number; hexadecimal. */
  readonly signerId: { readonly keyId: string } | { readonly issuerKey: string; readonly serialNumberHex: string };
  /** ESSCertID and ESSCertIDv2: hashes over the signer's certificate; `digest` is `null` for a hash function without meaning here. */
  readonly certificateHashes: readonly { readonly digest: DigestName | null; readonly value: Uint8Array }[];
  readonly value: Uint8Array;
  /** The TSTInfo that the message digest is over. */
  readonly content: Uint8Array;
}

/** SignerInfo (RFC 5652 §5.3). */
export function readTokenSignature(node: DerNode, content: Uint8Array): TokenSignature {
  const [, sid, digestNode, ...rest] = sequenceOf(node, 'SignerInfo');
  const attributesNode = rest[0]?.tag === contextTag(0, true) ? rest.shift() : undefined;
  const [algorithmNode, valueNode] = rest;
  const digestOid = readOid(sequenceOf(digestNode, 'digestAlgorithm', node)[0], 'digestAlgorithm', node);
  const digest = TOKEN_DIGESTS[digestOid] ?? null;
  const values = new Map<string, DerNode>();
  for (const attribute of attributesNode ? childNodes(attributesNode) : []) {
    const [type, set] = sequenceOf(attribute, 'Attribute');
    const oid = readOid(type, 'attrType', attribute);
    const [value, ...more] = childNodes(expectTag(set, TAG.set, 'attrValues', attribute));
    if (value === undefined || more.length > 0 || values.has(oid)) throw malformed(attribute.start, 'Attribute');
    values.set(oid, value);
  }
  const type = values.get(CONTENT_TYPE);
  const messageDigest = values.get(MESSAGE_DIGEST);
  return {
    digest,
    algorithm: tokenAlgorithm(elementBytes(expectTag(algorithmNode, TAG.sequence, 'signatureAlgorithm', node)), digest),
    // The signature is over the attributes as a SET, not under the tag they stand in (RFC 5652 §5.4).
    attributes: attributesNode ? derElement(TAG.set, contentBytes(attributesNode)) : null,
    contentType: type ? readOid(type, 'contentType') : null,
    messageDigest: messageDigest ? contentBytes(expectTag(messageDigest, TAG.octetString, 'messageDigest')) : null,
    signerId: readSignerId(sid, node),
    certificateHashes: [...essHash(values.get(ESS_CERT_ID_V2), 2), ...essHash(values.get(ESS_CERT_ID), 1)],
    value: contentBytes(expectTag(valueNode, TAG.octetString, 'signature', node)),
    content,
  };
}

function readSignerId(sid: DerNode | undefined, parent: DerNode): TokenSignature['signerId'] {
  if (sid?.tag === contextTag(0, false)) return { keyId: encodeHex(contentBytes(sid)) };
  const [issuer, serial] = sequenceOf(sid, 'sid', parent);
  return {
    issuerKey: JSON.stringify(comparableName(expectTag(issuer, TAG.sequence, 'issuer', parent))),
    serialNumberHex: encodeHex(contentBytes(expectTag(serial, TAG.integer, 'serialNumber', parent))),
  };
}

/** CMS may name the bare key type beside the digest (RFC 5754 §3.2). */
function tokenAlgorithm(der: Uint8Array, digest: DigestName | null): SignatureAlgorithm | null {
  const oid = readOid(sequenceOf(readDer(der), 'signatureAlgorithm')[0], 'signatureAlgorithm');
  if (oid !== RSA_ENCRYPTION && oid !== EC_PUBLIC_KEY) return signatureAlgorithmOf(der) ?? null;
  if (digest === null) return null;
  const name = `${oid === RSA_ENCRYPTION ? 'rsa' : 'ecdsa'}-sha${digest.slice(4)}`;
  const family = name === 'rsa-sha1' ? 'http://www.w3.org/2000/09/xmldsig#' : 'http://www.w3.org/2001/04/xmldsig-more#';
  return findSignatureAlgorithm(family + name) ?? null;
}

/** SigningCertificate(V2): SEQUENCE of ESSCertID(v2), the first being the signer's (RFC 5035). */
function essHash(node: DerNode | undefined, version: 1 | 2): TokenSignature['certificateHashes'] {
  if (node === undefined) return [];
  const [list] = sequenceOf(node, 'SigningCertificate');
  const [first] = sequenceOf(list, 'certs', node);
  const parts = sequenceOf(first, 'ESSCertID', node);
  let digest: DigestName | null = version === 1 ? 'SHA-1' : 'SHA-256';
  if (version === 2 && parts[0]?.tag === TAG.sequence)
    digest = TOKEN_DIGESTS[readOid(sequenceOf(parts.shift(), 'hashAlgorithm')[0], 'hashAlgorithm')] ?? null;
  return [{ digest, value: contentBytes(expectTag(parts[0], TAG.octetString, 'certHash', first)) }];
}

/**
 * The certificate that a token's signature names. Its name alone is not enough where several bear it: the bag of certificates is not
 * signed, and the one that ESSCertID vouches for is meant.
 */
export function findTokenSigner(signature: TokenSignature, certificates: readonly Certificate[]): Certificate | null {
  const { signerId } = signature;
  const named = certificates.filter((each) =>
    'keyId' in signerId
      ? each.subjectKeyId === signerId.keyId
      : each.serialNumberHex === signerId.serialNumberHex && comparableNames(each).issuerKey === signerId.issuerKey,
  );
  return named.find((each) => isVouchedFor(signature, each)) ?? named[0] ?? null;
}

/** Whether every ESSCertID of a signature is over this certificate, and there is one (RFC 5816). */
export function isVouchedFor({ certificateHashes }: TokenSignature, { der }: Certificate): boolean {
  return (
    certificateHashes.length > 0 &&
    certificateHashes.every(({ digest, value }) => digest !== null && equalBytes(digestSync(digest, der), value))
  );
}
