import type { DistinguishedNameAttribute } from './distinguished-name.js';
import type { SubjectId } from './subject-ids.js';

/** Bits of the key usage extension (RFC 5280 §4.2.1.3), in the order of their bit numbers. */
export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** One extension as it stands in the certificate. */
export interface CertificateExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** DER inside the OCTET STRING. */
  readonly value: Uint8Array;
}

/**
 * An X.509 v3 certificate as facts: nothing in it has been verified. Byte fields are views of {@link Certificate.der}; do not write to them.
 *
 * What an extension would hold is `null` (or an empty list of addresses) when the extension is absent.
 */
export interface Certificate {
  /** The whole certificate, DER; a copy of what was handed in. */
  readonly der: Uint8Array;
  /** SHA-256 of `der`, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
  readonly version: 1 | 2 | 3;
  /** Decimal digits, with a minus sign when the DER says so. */
  readonly serialNumber: string;
  /** The same number in lower-case hexadecimal, as its DER content octets. */
  readonly serialNumberHex: string;
  /** RFC 4514, most specific attribute first: `UID=CCCD:…,CN=…,C=VN`. For people; compare names by {@link Certificate.subjectDer}. */
  readonly subject: string;
  readonly issuer: string;
  /** The subject as `ds:X509SubjectName` writes it (XMLDSig 1.1 §4.5.4.1, RFC 4514 with its stricter escapes). */
  readonly subjectName: string;
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  /** Attributes in DER order, text where the value is a character string. */
  readonly subjectAttributes: readonly DistinguishedNameAttribute[];
  readonly issuerAttributes: readonly DistinguishedNameAttribute[];
  /** First CN, O of the subject; first CN of the issuer. */
  readonly commonName: string | null;
  readonly organization: string | null;
  readonly issuerCommonName: string | null;
  /** Identifiers in the UID attributes, in DER order. */
  readonly subjectIds: readonly SubjectId[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** basicConstraints cA; `false` without the extension. */
  readonly isCa: boolean;
  /** basicConstraints pathLenConstraint. */
  readonly pathLength: number | null;
  readonly keyUsage: readonly KeyUsage[] | null;
  /** Object identifiers of the extended key usage. */
  readonly extendedKeyUsage: readonly string[] | null;
  /** Lower-case hexadecimal. */
  readonly subjectKeyId: string | null;
  readonly authorityKeyId: string | null;
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly caIssuerUrls: readonly string[];
  /** Object identifiers of the certificate policies. */
  readonly policies: readonly string[] | null;
  /** The name constraints extension, DER. */
  readonly nameConstraints: Uint8Array | null;
  readonly extensions: readonly CertificateExtension[];
  /** Object identifiers of the extensions marked critical, in DER order. */
  readonly criticalExtensions: readonly string[];
  /** The signed part, DER. */
  readonly tbs: Uint8Array;
  /** AlgorithmIdentifier of the issuer's signature, DER; the same inside and outside the signed part. */
  readonly signatureAlgorithm: Uint8Array;
  readonly signatureAlgorithmOid: string;
  readonly signature: Uint8Array;
}
