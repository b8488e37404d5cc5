import type { SubjectId } from './subject-ids.js';

export interface OpenPkcs12Options {
  /** Keep only the entry with this certificate (SHA-256, hexadecimal). */
  readonly fingerprint?: string;
  /** Keep only entries whose certificate carries this identifier. */
  readonly subjectId?: Pick<SubjectId, 'kind' | 'value'>;
  /** Keep only entries with this name, as the exporting program wrote it. */
  readonly friendlyName?: string;
  readonly crypto?: Crypto;
}

/** A private key with its certificate. */
export interface Pkcs12Entry {
  /** DER. */
  readonly certificate: Uint8Array;
  /** Issuer certificates of the file, nearest first, DER; without the certificate itself. */
  readonly chain: readonly Uint8Array[];
  /** Unencrypted PKCS#8 PrivateKeyInfo, DER. Secret: never log, never put in an error. */
  readonly privateKeyPkcs8: Uint8Array;
  readonly friendlyName: string | null;
}

export interface Pkcs12Content {
  readonly entries: readonly Pkcs12Entry[];
  /** Certificates without a key that belong to no entry's chain, DER. */
  readonly otherCertificates: readonly Uint8Array[];
}
