import { concatBytes, encodeHex, equalBytes } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { berToDer } from './ber.js';
import { type Certificate, comparableNames, parseCertificate } from './certificate.js';
import { CERTIFICATE_ERRORS } from './certificate-errors.js';
import {
  childNodes,
  contentBytes,
  contextTag,
  type DerNode,
  elementBytes,
  expectTag,
  readDer,
  readInside,
  readOid,
  sequenceOf,
  TAG,
} from './der.js';
import { stringValue } from './distinguished-name.js';
import { decryptPbes2, unsupportedScheme } from './pbes2.js';
import { checkMac } from './pkcs12-mac.js';
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

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const BAG = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  safeContents: '1.2.840.113549.1.12.10.1.6',
} as const;

/** A certificate or a decrypted key with what the file says beside it. */
interface Bag {
  readonly content: Uint8Array;
  readonly friendlyName: string | null;
  readonly localKeyId: string | null;
}

interface Bags {
  readonly certificates: Bag[];
  readonly keys: Bag[];
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
  const { content, macData } = asP12Error(() => readPfx(bytes));
  const right = await findPassword(content, macData, password, options.crypto);
  const bags: Bags = { certificates: [], keys: [] };
  for (const info of asP12Error(() => sequenceOf(readDer(berToDer(content)), 'AuthenticatedSafe'))) {
    await readContentInfo(info, right, bags, macData !== undefined, options.crypto);
  }
  return select(assemble(bags), options);
}

/** PFX ::= SEQUENCE { version, authSafe ContentInfo of data, macData OPTIONAL }. */
function readPfx(bytes: Uint8Array): { content: Uint8Array; macData: DerNode | undefined } {
  const [version, authSafe, macData] = sequenceOf(readDer(berToDer(bytes)), 'PFX');
  expectTag(version, TAG.integer, 'version');
  const [type, content] = sequenceOf(authSafe, 'authSafe');
  const oid = readOid(type, 'contentType');
  if (oid !== DATA) throw unsupportedScheme(oid);
  const octets = expectTag(readInside(expectTag(content, contextTag(0, true), 'content')), TAG.octetString, 'content');
  return { content: contentBytes(octets), macData };
}

async function findPassword(
  content: Uint8Array,
  macData: DerNode | undefined,
  password: string,
  crypto?: Crypto,
): Promise<string> {
  if (!macData) return password;
  for (const spelling of new Set([password, password.normalize('NFC'), password.normalize('NFD')])) {
    if (await asP12Error(() => checkMac(macData, content, spelling, crypto))) return spelling;
  }
  throw createError(CERTIFICATE_ERRORS, 'ERR_P12_PASSWORD', {});
}

async function readContentInfo(
  info: DerNode,
  password: string,
  bags: Bags,
  verified: boolean,
  crypto?: Crypto,
): Promise<void> {
  const [type, content] = asP12Error(() => sequenceOf(info, 'ContentInfo'));
  const inside = asP12Error(() => readInside(expectTag(content, contextTag(0, true), 'content')));
  const oid = asP12Error(() => readOid(type, 'contentType'));
  if (oid === DATA) {
    await readSafeContents(
      asP12Error(() => contentBytes(expectTag(inside, TAG.octetString, 'data'))),
      password,
      bags,
      verified,
      crypto,
    );
  } else if (oid === ENCRYPTED_DATA) {
    const { algorithm, encrypted } = asP12Error(() => {
      const [, scheme, data] = sequenceOf(sequenceOf(inside, 'EncryptedData')[1], 'EncryptedContentInfo');
      return {
        algorithm: elementBytes(expectTag(scheme, TAG.sequence, 'contentEncryptionAlgorithm')),
        encrypted: implicitOctets(data),
      };
    });
    await readSafeContents(
      await decrypt(algorithm, encrypted, password, verified, crypto),
      password,
      bags,
      verified,
      crypto,
    );
  } else throw unsupportedScheme(oid);
}

/** `[0] IMPLICIT OCTET STRING`, in one piece or in several. */
function implicitOctets(node: DerNode | undefined): Uint8Array {
  if (node?.tag === contextTag(0, false)) return contentBytes(node);
  return concatBytes(childNodes(expectTag(node, contextTag(0, true), 'encryptedContent')).map(contentBytes));
}

async function readSafeContents(
  der: Uint8Array,
  password: string,
  bags: Bags,
  verified: boolean,
  crypto: Crypto | undefined,
  depth = 0,
): Promise<void> {
  for (const bag of asP12Error(() => sequenceOf(readDer(berToDer(der)), 'SafeContents'))) {
    const { oid, value, attributes } = asP12Error(() => {
      const [type, wrapped, set] = sequenceOf(bag, 'SafeBag');
      const inner = readInside(expectTag(wrapped, contextTag(0, true), 'bagValue'));
      return { oid: readOid(type, 'bagId'), value: inner, attributes: set ? readAttributes(set) : NO_ATTRIBUTES };
    });
    if (oid === BAG.key) bags.keys.push({ content: elementBytes(value), ...attributes });
    else if (oid === BAG.shroudedKey) {
      const [scheme, data] = asP12Error(() => sequenceOf(value, 'EncryptedPrivateKeyInfo'));
      const encrypted = asP12Error(() => contentBytes(expectTag(data, TAG.octetString, 'encryptedData')));
      const algorithm = asP12Error(() => elementBytes(expectTag(scheme, TAG.sequence, 'encryptionAlgorithm')));
      bags.keys.push({ content: await decrypt(algorithm, encrypted, password, verified, crypto), ...attributes });
    } else if (oid === BAG.certificate) {
      const der = asP12Error(() => readCertificateBag(value));
      if (der) bags.certificates.push({ content: der, ...attributes });
    } else if (oid === BAG.safeContents && depth < 4) {
      await readSafeContents(elementBytes(value), password, bags, verified, crypto, depth + 1);
    }
  }
}

async function decrypt(
  algorithm: Uint8Array,
  data: Uint8Array,
  password: string,
  verified: boolean,
  crypto?: Crypto,
): Promise<Uint8Array> {
  try {
    return await asP12Error(() => decryptPbes2(algorithm, data, password, crypto));
  } catch (cause) {
    // The MAC has shown that the password is right.
    if (!verified || !isHocBaSoError(cause, 'ERR_P12_PASSWORD')) throw cause;
    throw createError(CERTIFICATE_ERRORS, 'ERR_P12_MALFORMED', { reason: 'encryptedData' }, { cause });
  }
}

function readCertificateBag(node: DerNode): Uint8Array | null {
  const [type, value] = sequenceOf(node, 'CertBag');
  if (readOid(type, 'certId') !== X509_CERTIFICATE) return null;
  return contentBytes(
    expectTag(readInside(expectTag(value, contextTag(0, true), 'certValue')), TAG.octetString, 'certValue'),
  );
}

const NO_ATTRIBUTES: Pick<Bag, 'friendlyName' | 'localKeyId'> = { friendlyName: null, localKeyId: null };

function readAttributes(set: DerNode): Pick<Bag, 'friendlyName' | 'localKeyId'> {
  let friendlyName: string | null = null;
  let localKeyId: string | null = null;
  for (const attribute of childNodes(expectTag(set, TAG.set, 'bagAttributes'))) {
    const [type, values] = sequenceOf(attribute, 'bagAttributes');
    const oid = readOid(type, 'attrId');
    const value = values ? childNodes(values)[0] : undefined;
    if (oid === FRIENDLY_NAME && value) friendlyName = stringValue(value);
    if (oid === LOCAL_KEY_ID && value) localKeyId = encodeHex(contentBytes(value));
  }
  return { friendlyName, localKeyId };
}

/** Joins keys and certificates: by public key where the key tells it, else by localKeyId, else the only ones left. */
function assemble({ certificates, keys }: Bags): Pkcs12Content {
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

/** Errors of the DER reader speak of certificates; here they are about the file. */
function asP12Error<T>(read: () => T): T {
  const translate = (cause: unknown): never => {
    if (!isHocBaSoError(cause, 'ERR_CERTIFICATE_MALFORMED')) throw cause;
    throw createError(CERTIFICATE_ERRORS, 'ERR_P12_MALFORMED', { reason: String(cause.params['reason']) }, { cause });
  };
  try {
    const value = read();
    return value instanceof Promise ? (value.catch(translate) as T) : value;
  } catch (cause) {
    return translate(cause);
  }
}
