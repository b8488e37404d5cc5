import { ecSpki, rsaSpki } from '../crypto/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { CERTIFICATE_ERRORS } from './certificate-errors.js';
import {
  childNodes,
  contentBytes,
  contextTag,
  elementBytes,
  expectTag,
  readBitString,
  readDer,
  readInside,
  readOid,
  readSmallInteger,
  sequenceOf,
  TAG,
} from './der.js';
import { derInteger, derNull, derOctetString, derOid, derSequence } from './der-write.js';
import { decryptPbes2 } from './pbes2.js';
import { readPemBlocks } from './pem.js';

const RSA_OID = '1.2.840.113549.1.1.1';
const EC_OID = '1.2.840.10045.2.1';
const CURVES: Readonly<Record<string, 'P-256' | 'P-384' | 'P-521'>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
};

/** What a private key says about itself, without its secret. */
export interface PrivateKeyFacts {
  readonly kind: 'rsa' | 'ec';
  /** Of an EC key; the name WebCrypto imports it under. */
  readonly namedCurve?: 'P-256' | 'P-384' | 'P-521';
  /** SubjectPublicKeyInfo of the other half, DER; `null` when an EC key leaves it out. */
  readonly spki: Uint8Array | null;
}

/** A private key out of a file. */
export interface PrivateKeyFile extends PrivateKeyFacts {
  /** Unencrypted PKCS#8 PrivateKeyInfo, DER. Secret. */
  readonly pkcs8: Uint8Array;
}

/**
 * Kind and public half of a private key.
 *
 * @param pkcs8 - PrivateKeyInfo (RFC 5958), DER.
 * @throws {@link HocBaSoError} `ERR_PRIVATE_KEY_MALFORMED`; `ERR_PRIVATE_KEY_UNSUPPORTED` for kinds other than RSA and EC on P-256, P-384, P-521.
 */
export function describePrivateKey(pkcs8: Uint8Array): PrivateKeyFacts {
  return asKeyError(() => {
    const [version, algorithm, key] = sequenceOf(readDer(pkcs8), 'PrivateKeyInfo');
    readSmallInteger(version, 'version');
    const [type, parameters] = sequenceOf(algorithm, 'privateKeyAlgorithm');
    const oid = readOid(type, 'algorithm');
    const inner = readInside(expectTag(key, TAG.octetString, 'privateKey'));
    if (oid === RSA_OID) {
      const [, modulus, exponent] = sequenceOf(inner, 'RSAPrivateKey');
      const number = (node: typeof modulus) => contentBytes(expectTag(node, TAG.integer, 'RSAPrivateKey'));
      return { kind: 'rsa', spki: rsaSpki(number(modulus), number(exponent)) };
    }
    const curve = oid === EC_OID && parameters?.tag === TAG.oid ? readOid(parameters, 'namedCurve') : oid;
    if (!Object.hasOwn(CURVES, curve))
      throw createError(CERTIFICATE_ERRORS, 'ERR_PRIVATE_KEY_UNSUPPORTED', { algorithm: curve });
    const point = sequenceOf(inner, 'ECPrivateKey').find((part) => part.tag === contextTag(1, true));
    const spki = point ? ecSpki(curve, readBitString(readInside(point), 'publicKey').octets) : null;
    return { kind: 'ec', namedCurve: CURVES[curve]!, spki };
  });
}

/**
 * The private key of a PEM or DER file: PKCS#8, plain or encrypted (PBES2 with AES), or the older `RSA PRIVATE KEY` and `EC PRIVATE KEY`.
 *
 * @param password - Needed for `ENCRYPTED PRIVATE KEY`.
 * @throws {@link HocBaSoError} `ERR_PRIVATE_KEY_MALFORMED`, `ERR_PRIVATE_KEY_UNSUPPORTED` (also for an encrypted old form), `ERR_P12_PASSWORD`.
 */
export async function readPrivateKey(file: Uint8Array, password?: string, crypto?: Crypto): Promise<PrivateKeyFile> {
  const block =
    file[0] === TAG.sequence ? { label: 'PRIVATE KEY', der: file } : keyBlock(new TextDecoder().decode(file));
  let pkcs8: Uint8Array;
  if (block.label === 'RSA PRIVATE KEY') pkcs8 = wrap(derSequence(derOid(RSA_OID), derNull()), block.der);
  else if (block.label === 'EC PRIVATE KEY')
    pkcs8 = wrap(
      derSequence(
        derOid(EC_OID),
        asKeyError(() => curveOf(block.der)),
      ),
      block.der,
    );
  else if (asKeyError(() => childNodes(readDer(block.der))[0]?.tag) === TAG.sequence) {
    const [algorithm, data] = asKeyError(() => {
      const parts = childNodes(readDer(block.der));
      return [elementBytes(parts[0]!), contentBytes(expectTag(parts[1], TAG.octetString, 'encryptedData'))];
    });
    pkcs8 = await decryptPbes2(algorithm, data, password ?? '', crypto);
  } else pkcs8 = block.der;
  return { ...describePrivateKey(pkcs8), pkcs8 };
}

function keyBlock(text: string) {
  // An "EC PARAMETERS" block may stand before the key.
  const block = asKeyError(() => readPemBlocks(text)).find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (!block) throw createError(CERTIFICATE_ERRORS, 'ERR_PRIVATE_KEY_MALFORMED', { reason: 'PEM' });
  if (/Proc-Type:.*ENCRYPTED/.test(text)) {
    throw createError(CERTIFICATE_ERRORS, 'ERR_PRIVATE_KEY_UNSUPPORTED', { algorithm: 'Proc-Type: 4,ENCRYPTED' });
  }
  return block;
}

function wrap(algorithm: Uint8Array, key: Uint8Array): Uint8Array {
  return derSequence(derInteger(0), algorithm, derOctetString(key));
}

function curveOf(ecPrivateKey: Uint8Array): Uint8Array {
  const parameters = sequenceOf(readDer(ecPrivateKey), 'ECPrivateKey').find((part) => part.tag === contextTag(0, true));
  return contentBytes(expectTag(parameters, contextTag(0, true), 'parameters'));
}

/** Errors of the DER reader speak of certificates; here they are about a key, and say nothing of its content. */
function asKeyError<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (isHocBaSoError(cause, 'ERR_PRIVATE_KEY_UNSUPPORTED') || !isHocBaSoError(cause)) throw cause;
    const reason = typeof cause.params['reason'] === 'string' ? cause.params['reason'] : 'PEM';
    throw createError(CERTIFICATE_ERRORS, 'ERR_PRIVATE_KEY_MALFORMED', { reason }, { cause });
  }
}
