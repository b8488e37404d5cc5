import { concatBytes, encodeHex } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { berToDer } from './ber.js';
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

/** SafeContents inside SafeContents; no program writes more than one. */
const DEPTH_LIMIT = 4;

/** What the file says beside a certificate or key. */
interface BagAttributes {
  friendlyName: string | null;
  localKeyId: string | null;
}

/** A certificate or an unencrypted key. */
export interface Pkcs12Bag extends Readonly<BagAttributes> {
  readonly content: Uint8Array;
}

export interface Pkcs12Bags {
  readonly certificates: readonly Pkcs12Bag[];
  readonly keys: readonly Pkcs12Bag[];
}

/** State of one reading. */
interface Reading {
  readonly password: string;
  /** Whether the MAC has shown that the password is right. */
  readonly verified: boolean;
  readonly crypto: Crypto | undefined;
  readonly certificates: Pkcs12Bag[];
  readonly keys: Pkcs12Bag[];
}

/** Certificates and decrypted keys of a PKCS#12 file, as they stand there; the errors are those of `openPkcs12`. */
export async function readPkcs12Bags(bytes: Uint8Array, password: string, crypto?: Crypto): Promise<Pkcs12Bags> {
  try {
    const { content, macData } = readPfx(bytes);
    const right = macData ? await findPassword(macData, content, password, crypto) : password;
    const reading: Reading = { password: right, verified: macData !== undefined, crypto, certificates: [], keys: [] };
    for (const info of sequenceOf(readDer(berToDer(content)), 'AuthenticatedSafe'))
      await readContentInfo(info, reading);
    return reading;
  } catch (cause) {
    // Errors of the DER reader speak of certificates; here they are about the file.
    if (!isHocBaSoError(cause, 'ERR_CERTIFICATE_MALFORMED')) throw cause;
    throw createError(CERTIFICATE_ERRORS, 'ERR_P12_MALFORMED', { reason: String(cause.params['reason']) }, { cause });
  }
}

/** PFX ::= SEQUENCE { version, authSafe ContentInfo of data, macData OPTIONAL } (RFC 7292 §4). */
function readPfx(bytes: Uint8Array): { readonly content: Uint8Array; readonly macData: DerNode | undefined } {
  const [version, authSafe, macData] = sequenceOf(readDer(berToDer(bytes)), 'PFX');
  expectTag(version, TAG.integer, 'version');
  const { type, inside } = contentInfo(authSafe);
  if (type !== DATA) throw unsupportedScheme(type);
  return { content: contentBytes(expectTag(inside, TAG.octetString, 'content')), macData };
}

async function findPassword(macData: DerNode, content: Uint8Array, password: string, crypto?: Crypto): Promise<string> {
  for (const spelling of new Set([password, password.normalize('NFC'), password.normalize('NFD')])) {
    if (await checkMac(macData, content, spelling, crypto)) return spelling;
  }
  throw createError(CERTIFICATE_ERRORS, 'ERR_P12_PASSWORD', {});
}

/** ContentInfo ::= SEQUENCE { contentType, [0] content }. */
function contentInfo(node: DerNode | undefined): { readonly type: string; readonly inside: DerNode } {
  const [type, content] = sequenceOf(node, 'ContentInfo');
  return {
    type: readOid(type, 'contentType', node),
    inside: readInside(expectTag(content, contextTag(0, true), 'content', node)),
  };
}

async function readContentInfo(info: DerNode, reading: Reading): Promise<void> {
  const { type, inside } = contentInfo(info);
  if (type === DATA) return readSafeContents(contentBytes(expectTag(inside, TAG.octetString, 'data')), reading, 0);
  if (type !== ENCRYPTED_DATA) throw unsupportedScheme(type);
  const [, scheme, data] = sequenceOf(sequenceOf(inside, 'EncryptedData')[1], 'EncryptedContentInfo', inside);
  return readSafeContents(await decrypt(scheme, implicitOctets(data), reading), reading, 0);
}

/** `[0] IMPLICIT OCTET STRING`, in one piece or in several. */
function implicitOctets(node: DerNode | undefined): Uint8Array {
  if (node?.tag === contextTag(0, false)) return contentBytes(node);
  return concatBytes(childNodes(expectTag(node, contextTag(0, true), 'encryptedContent')).map(contentBytes));
}

async function readSafeContents(der: Uint8Array, reading: Reading, depth: number): Promise<void> {
  for (const bag of sequenceOf(readDer(berToDer(der)), 'SafeContents')) {
    const [type, wrapped, set] = sequenceOf(bag, 'SafeBag');
    const value = readInside(expectTag(wrapped, contextTag(0, true), 'bagValue', bag));
    const attributes = readAttributes(set);
    switch (readOid(type, 'bagId', bag)) {
      case BAG.key:
        reading.keys.push({ content: elementBytes(value), ...attributes });
        break;
      case BAG.shroudedKey: {
        const [scheme, data] = sequenceOf(value, 'EncryptedPrivateKeyInfo');
        const encrypted = contentBytes(expectTag(data, TAG.octetString, 'encryptedData', value));
        reading.keys.push({ content: await decrypt(scheme, encrypted, reading), ...attributes });
        break;
      }
      case BAG.certificate: {
        const content = readCertificateBag(value);
        if (content) reading.certificates.push({ content, ...attributes });
        break;
      }
      case BAG.safeContents:
        if (depth < DEPTH_LIMIT) await readSafeContents(elementBytes(value), reading, depth + 1);
        break;
    }
  }
}

async function decrypt(scheme: DerNode | undefined, data: Uint8Array, reading: Reading): Promise<Uint8Array> {
  const algorithm = elementBytes(expectTag(scheme, TAG.sequence, 'encryptionAlgorithm'));
  try {
    return await decryptPbes2(algorithm, data, reading.password, reading.crypto);
  } catch (cause) {
    if (!reading.verified || !isHocBaSoError(cause, 'ERR_P12_PASSWORD')) throw cause;
    throw createError(CERTIFICATE_ERRORS, 'ERR_P12_MALFORMED', { reason: 'encryptedData' }, { cause });
  }
}

function readCertificateBag(node: DerNode): Uint8Array | null {
  const [type, value] = sequenceOf(node, 'CertBag');
  if (readOid(type, 'certId', node) !== X509_CERTIFICATE) return null;
  const inside = readInside(expectTag(value, contextTag(0, true), 'certValue', node));
  return contentBytes(expectTag(inside, TAG.octetString, 'certValue'));
}

function readAttributes(set: DerNode | undefined): BagAttributes {
  const found: BagAttributes = { friendlyName: null, localKeyId: null };
  for (const attribute of set ? childNodes(expectTag(set, TAG.set, 'bagAttributes')) : []) {
    const [type, values] = sequenceOf(attribute, 'bagAttributes');
    const oid = readOid(type, 'attrId', attribute);
    const value = values ? childNodes(values)[0] : undefined;
    if (oid === FRIENDLY_NAME && value) found.friendlyName = stringValue(value);
    if (oid === LOCAL_KEY_ID && value) found.localKeyId = encodeHex(contentBytes(value));
  }
  return found;
}
