import { equalBytes } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { type Certificate, comparableNames, parseCertificate } from './certificate.js';
import { CERTIFICATE_ERRORS } from './certificate-errors.js';
import { type Pkcs12Bags, readPkcs12Bags } from './pkcs12-bags.js';
import { describePrivateKey, type PrivateKeyFacts } from './private-key.js';
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
  /** Kind of the key, to import it by. */
  readonly key: PrivateKeyFacts;
  readonly friendlyName: string | null;
}

export interface Pkcs12Content {
  readonly entries: readonly Pkcs12Entry[];
  /** Certificates without a key that belong to no entry's chain, DER. */
  readonly otherCertificates: readonly Uint8Array[];
}

/**
 * Opens a PKCS#12 file (`.p12`, `.pfx`; RFC 7292) protected by a password: PBES2 with AES, MAC by SHA-1 or SHA-2 (RFC 7292 or RFC 9579).
 *
 * The password is tried as given and in the other Unicode form (NFC, NFD), since keyboards and programs differ for Vietnamese letters.
 *
 * @param bytes - The file; indefinite lengths (Firefox, macOS) are read too.
 * @param password - As typed; may be empty.
 * @returns Each private key with its certificate. Keys without a certificate are left out.
 * @throws {@link HocBaSoError} `ERR_P12_PASSWORD`; `ERR_P12_LEGACY` for 3DES, RC2 and RC4 (names the command that converts the file);
 *   `ERR_P12_UNSUPPORTED`; `ERR_P12_MALFORMED`; `ERR_P12_ENTRY_NOT_FOUND` when an option selects nothing;
 *   `ERR_CERTIFICATE_MALFORMED`, `ERR_PRIVATE_KEY_MALFORMED`, `ERR_PRIVATE_KEY_UNSUPPORTED` for what is inside.
 */
export async function openPkcs12(
  bytes: Uint8Array,
  password: string,
  options: OpenPkcs12Options = {},
): Promise<Pkcs12Content> {
  return select(assemble(await readPkcs12Bags(bytes, password, options.crypto)), options);
}

/** Joins keys and certificates: by public key where the key tells it, else by localKeyId, else the only ones left. */
function assemble({ certificates, keys }: Pkcs12Bags): Pkcs12Content {
  const known = certificates.map((bag) => ({ bag, certificate: parseCertificate(bag.content) }));
  const used = new Set<string>();
  const entries: Pkcs12Entry[] = [];
  for (const bag of keys) {
    const key = describePrivateKey(bag.content);
    const own = known.find(({ certificate, bag: other }) =>
      key.spki
        ? equalBytes(certificate.spki, key.spki)
        : (bag.localKeyId !== null && bag.localKeyId === other.localKeyId) || (keys.length === 1 && known.length === 1),
    );
    if (!own) continue;
    const chain = chainOf(
      own.certificate,
      known.map(({ certificate }) => certificate),
    );
    for (const each of [own.certificate, ...chain]) used.add(each.fingerprint);
    entries.push({
      certificate: own.certificate.der,
      chain: chain.map((each) => each.der),
      privateKeyPkcs8: bag.content,
      key,
      friendlyName: bag.friendlyName ?? own.bag.friendlyName,
    });
  }
  const others = known.filter(({ certificate }) => !used.has(certificate.fingerprint));
  return { entries, otherCertificates: others.map(({ certificate }) => certificate.der) };
}

/** Issuers by name, nearest first. Whether they truly issued is judged when the path is. */
function chainOf(leaf: Certificate, all: readonly Certificate[]): Certificate[] {
  const chain: Certificate[] = [];
  for (let last = leaf; chain.length < all.length; ) {
    const { issuerKey } = comparableNames(last);
    const next = all.find(
      (each) =>
        comparableNames(each).subjectKey === issuerKey &&
        each !== leaf &&
        !chain.includes(each) &&
        (last.authorityKeyId === null || each.subjectKeyId === null || last.authorityKeyId === each.subjectKeyId),
    );
    if (!next) break;
    chain.push(next);
    last = next;
  }
  return chain;
}

function select(content: Pkcs12Content, options: OpenPkcs12Options): Pkcs12Content {
  const { fingerprint, subjectId, friendlyName } = options;
  const entries = content.entries.filter((entry) => {
    const certificate = parseCertificate(entry.certificate);
    return (
      (fingerprint === undefined || certificate.fingerprint === fingerprint.toLowerCase()) &&
      (friendlyName === undefined || entry.friendlyName === friendlyName) &&
      (subjectId === undefined ||
        certificate.subjectIds.some((id) => id.kind === subjectId.kind && id.value === subjectId.value))
    );
  });
  if (entries.length === 0 && (fingerprint ?? subjectId ?? friendlyName) !== undefined) {
    throw createError(CERTIFICATE_ERRORS, 'ERR_P12_ENTRY_NOT_FOUND', { count: content.entries.length });
  }
  return { ...content, entries };
}
