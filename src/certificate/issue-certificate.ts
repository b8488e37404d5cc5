import { digestSync, parsePublicKey, webCrypto } from '../crypto/index.js';
import { encodeHex, encodeUtf8 } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import { type KeyUsage, parseCertificate } from './certificate.js';
import { readBitString, readDer, sequenceOf } from './der.js';
import { derBmpString, derElement, derOid, derSequence, derSet, derUtf8String } from './der-write.js';
import { oidOfName } from './distinguished-name.js';
import { loadX509 } from './x509-adapter.js';

/** One attribute of the subject of a new certificate. */
export interface SubjectAttribute {
  /** Short name (`CN`, `O`, `UID`, …) or object identifier. */
  readonly type: string;
  readonly value: string;
  /** String type; default `utf8`, `printable` for `C`. */
  readonly encoding?: 'utf8' | 'printable' | 'ia5' | 't61' | 'bmp';
  /** Whether it belongs to the same RDN as the attribute before it. */
  readonly joined?: boolean;
}

export interface IssueCertificateInput {
  /** In DER order. */
  readonly subject: readonly SubjectAttribute[];
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** The issuer's key; RSA keys bring their hash. */
  readonly signingKey: CryptoKey;
  /** The issuer's certificate, DER; default: self-signed. */
  readonly issuer?: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Hexadecimal; default: 16 random octets. */
  readonly serialNumber?: string;
  /** Of an ECDSA signature; default SHA-256. */
  readonly digest?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  /** Makes it a CA. */
  readonly ca?: { readonly pathLength?: number };
  readonly keyUsage?: readonly KeyUsage[];
  /** Object identifiers. */
  readonly extendedKeyUsage?: { readonly oids: readonly string[]; readonly critical?: boolean };
  readonly crlUrls?: readonly string[];
  readonly ocspUrls?: readonly string[];
  readonly caIssuerUrls?: readonly string[];
  /** Anything else, as it shall stand there. */
  readonly extensions?: readonly { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array }[];
}

/**
 * Issues an X.509 v3 certificate with subject and authority key identifiers (RFC 5280 §4.2.1.1, .2). For test authorities: it checks no request
 * and keeps no record of what it issued.
 *
 * @returns DER.
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` for an unknown attribute type; `ERR_CRYPTO_UNAVAILABLE`;
 *   `ERR_CERTIFICATE_MALFORMED` when `issuer` is none.
 * @experimental
 */
export async function issueCertificate(
  input: IssueCertificateInput,
  options: { readonly crypto?: Crypto } = {},
): Promise<Uint8Array> {
  const crypto = webCrypto(options.crypto);
  const x509 = await loadX509();
  const issuer = input.issuer ? parseCertificate(input.issuer) : null;
  const subjectDer = nameDer(input.subject);
  const keyId = keyIdentifier(input.publicKey);
  const extensions = [
    new x509.SubjectKeyIdentifierExtension(keyId),
    new x509.AuthorityKeyIdentifierExtension(issuer?.subjectKeyId ?? keyId),
    ...(input.ca ? [new x509.BasicConstraintsExtension(true, input.ca.pathLength, true)] : []),
    ...(input.keyUsage ? [new x509.KeyUsagesExtension(keyUsageFlags(input.keyUsage), true)] : []),
    ...(input.extendedKeyUsage
      ? [new x509.ExtendedKeyUsageExtension([...input.extendedKeyUsage.oids], input.extendedKeyUsage.critical ?? false)]
      : []),
    ...(input.crlUrls?.length ? [new x509.CRLDistributionPointsExtension([...input.crlUrls])] : []),
    ...(input.ocspUrls?.length || input.caIssuerUrls?.length
      ? [
          new x509.AuthorityInfoAccessExtension({
            ocsp: [...(input.ocspUrls ?? [])],
            caIssuers: [...(input.caIssuerUrls ?? [])],
          }),
        ]
      : []),
    ...(input.extensions ?? []).map(
      ({ oid, critical, value }) => new x509.Extension(oid, critical, Uint8Array.from(value)),
    ),
  ];
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: new x509.Name(subjectDer),
      issuer: new x509.Name(Uint8Array.from(issuer?.subjectDer ?? subjectDer)),
      notBefore: input.notBefore,
      notAfter: input.notAfter,
      publicKey: Uint8Array.from(input.publicKey),
      signingKey: input.signingKey,
      signingAlgorithm: { name: input.signingKey.algorithm.name, hash: input.digest ?? 'SHA-256' },
      extensions,
      ...(input.serialNumber === undefined ? {} : { serialNumber: input.serialNumber }),
    },
    crypto,
  );
  return new Uint8Array(certificate.rawData);
}

function nameDer(attributes: readonly SubjectAttribute[]): Uint8Array<ArrayBuffer> {
  const rdns: Uint8Array[][] = [];
  for (const attribute of attributes) {
    const oid = oidOfName(attribute.type);
    if (!oid)
      throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'subject', reason: attribute.type });
    const encoded = derSequence(derOid(oid), encodeString(attribute));
    if (attribute.joined && rdns.length > 0) rdns.at(-1)!.push(encoded);
    else rdns.push([encoded]);
  }
  return derSequence(...rdns.map((rdn) => derSet(...rdn)));
}

function encodeString({ type, value, encoding = type === 'C' ? 'printable' : 'utf8' }: SubjectAttribute): Uint8Array {
  if (encoding === 'utf8') return derUtf8String(value);
  if (encoding === 'bmp') return derBmpString(value);
  return derElement({ printable: 0x13, ia5: 0x16, t61: 0x14 }[encoding], encodeUtf8(value));
}

/** SHA-1 of the key's bits (RFC 5280 §4.2.1.2, method 1). */
function keyIdentifier(spki: Uint8Array): string {
  parsePublicKey(spki);
  return encodeHex(
    digestSync('SHA-1', readBitString(sequenceOf(readDer(spki), 'subjectPublicKeyInfo')[1], 'subjectPublicKey').octets),
  );
}

const KEY_USAGE_FLAGS: Readonly<Record<KeyUsage, number>> = {
  digitalSignature: 1,
  nonRepudiation: 2,
  keyEncipherment: 4,
  dataEncipherment: 8,
  keyAgreement: 16,
  keyCertSign: 32,
  cRLSign: 64,
  encipherOnly: 128,
  decipherOnly: 256,
};

function keyUsageFlags(usages: readonly KeyUsage[]): number {
  return usages.reduce((flags, usage) => flags | KEY_USAGE_FLAGS[usage], 0);
}
