import { digestSync, webCrypto } from '../crypto/index.js';
import { concatBytes } from '../encoding/index.js';
import {
  derBmpString,
  derElement,
  derExplicit,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from './der-write.js';
import { encryptPbes2 } from './pbes2.js';
import { computeMac } from './pkcs12-mac.js';

/** A private key to be put into a file. */
export interface Pkcs12Input {
  /** DER. */
  readonly certificate: Uint8Array;
  /** Issuer certificates, DER. */
  readonly chain?: readonly Uint8Array[];
  /** Unencrypted PKCS#8, DER. */
  readonly privateKeyPkcs8: Uint8Array;
  readonly friendlyName?: string;
}

export interface WritePkcs12Options {
  /** Rounds of PBKDF2 and of the MAC; integer 1 to 2,000,000, default 10000. */
  readonly iterations?: number;
  /** Source of the salts, too. */
  readonly crypto?: Crypto;
}

/**
 * Writes a PKCS#12 file as OpenSSL 3 does: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC, MAC by SHA-256. Read by OpenSSL, Windows, macOS, Java.
 *
 * @param entries - One or more keys with their certificates; issuer certificates that recur are written once.
 * @param password - Any text; put into UTF-8 for the encryption, into UTF-16 for the MAC (RFC 7292 §B.1).
 * @experimental
 */
export async function writePkcs12(
  entries: readonly Pkcs12Input[],
  password: string,
  options: WritePkcs12Options = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { iterations = 10_000, crypto } = options;
  const certificates: Uint8Array[] = [];
  const keys: Uint8Array[] = [];
  const issuers = new Map<string, Uint8Array>();
  for (const { certificate, chain = [], privateKeyPkcs8, friendlyName } of entries) {
    const attributes = bagAttributes(digestSync('SHA-1', certificate), friendlyName);
    const { algorithm, encrypted } = await encryptPbes2(privateKeyPkcs8, password, iterations, crypto);
    certificates.push(safeBag('1.2.840.113549.1.12.10.1.3', certificateBag(certificate), attributes));
    keys.push(safeBag('1.2.840.113549.1.12.10.1.2', derSequence(algorithm, derOctetString(encrypted)), attributes));
    for (const issuer of chain) issuers.set(issuer.join(), issuer);
  }
  for (const issuer of issuers.values())
    certificates.push(safeBag('1.2.840.113549.1.12.10.1.3', certificateBag(issuer)));

  const safe = derSequence(
    await encryptedContent(derSequence(...certificates), password, iterations, crypto),
    derSequence(derOid('1.2.840.113549.1.7.1'), derExplicit(0, derOctetString(derSequence(...keys)))),
  );
  const salt = webCrypto(crypto).getRandomValues(new Uint8Array(16));
  const mac = await computeMac(safe, password, salt, iterations, crypto);
  const digestInfo = derSequence(derSequence(derOid('2.16.840.1.101.3.4.2.1'), derNull()), derOctetString(mac));
  return derSequence(
    derInteger(3),
    derSequence(derOid('1.2.840.113549.1.7.1'), derExplicit(0, derOctetString(safe))),
    derSequence(digestInfo, derOctetString(salt), derInteger(iterations)),
  );
}

async function encryptedContent(
  content: Uint8Array,
  password: string,
  iterations: number,
  crypto?: Crypto,
): Promise<Uint8Array> {
  const { algorithm, encrypted } = await encryptPbes2(content, password, iterations, crypto);
  const info = derSequence(derOid('1.2.840.113549.1.7.1'), algorithm, derElement(0x80, encrypted));
  return derSequence(derOid('1.2.840.113549.1.7.6'), derExplicit(0, derSequence(derInteger(0), info)));
}

function safeBag(type: string, value: Uint8Array, attributes?: Uint8Array): Uint8Array {
  return derSequence(concatBytes([derOid(type), derExplicit(0, value), attributes ?? new Uint8Array()]));
}

function certificateBag(certificate: Uint8Array): Uint8Array {
  return derSequence(derOid('1.2.840.113549.1.9.22.1'), derExplicit(0, derOctetString(certificate)));
}

/** localKeyId joins a key to its certificate; every program sets it to the SHA-1 of the certificate. */
function bagAttributes(localKeyId: Uint8Array, friendlyName: string | undefined): Uint8Array {
  const attributes = [derSequence(derOid('1.2.840.113549.1.9.21'), derSet(derOctetString(localKeyId)))];
  if (friendlyName !== undefined) {
    attributes.push(derSequence(derOid('1.2.840.113549.1.9.20'), derSet(derBmpString(friendlyName))));
  }
  return derSet(...attributes);
}
