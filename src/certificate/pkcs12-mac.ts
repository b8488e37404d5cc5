import { type DigestName, digestSync, webCrypto } from '../crypto/index.js';
import { concatBytes, equalBytes } from '../encoding/index.js';
import { contentBytes, type DerNode, expectTag, readOid, readSmallInteger, sequenceOf, TAG } from './der.js';
import { utf16Bytes } from './der-write.js';
import { derivePbkdf2, ITERATION_LIMIT, readPbkdf2, unsupportedScheme } from './pbes2.js';

const PBMAC1_OID = '1.2.840.113549.1.5.14';

const DIGESTS: Readonly<Record<string, DigestName>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};
const HMACS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
};

/** Whether the password fits the MacData (RFC 7292 §4, RFC 9579) over the content. */
export async function checkMac(
  macData: DerNode,
  content: Uint8Array,
  password: string,
  crypto?: Crypto,
): Promise<boolean> {
  const [digestInfo, salt, iterations] = sequenceOf(macData, 'macData');
  const [algorithm, value] = sequenceOf(digestInfo, 'mac', macData);
  const expected = contentBytes(expectTag(value, TAG.octetString, 'mac', digestInfo));
  const [type, parameters] = sequenceOf(algorithm, 'mac', digestInfo);
  const oid = readOid(type, 'mac', algorithm);
  if (oid === PBMAC1_OID) {
    const [derivation, scheme] = sequenceOf(parameters, 'PBMAC1-params', algorithm);
    const hmac = readOid(sequenceOf(scheme, 'messageAuthScheme')[0], 'messageAuthScheme');
    const pbkdf2 = readPbkdf2(derivation);
    if (!Object.hasOwn(HMACS, hmac) || pbkdf2.keyLength === null || pbkdf2.keyLength > 64)
      throw unsupportedScheme(hmac);
    const key = await derivePbkdf2(pbkdf2, password, pbkdf2.keyLength, crypto);
    return equalBytes(await hmacOf(HMACS[hmac]!, key, content, crypto), expected);
  }
  if (!Object.hasOwn(DIGESTS, oid)) throw unsupportedScheme(oid);
  const saltBytes = contentBytes(expectTag(salt, TAG.octetString, 'macSalt', macData));
  const rounds = iterations ? readSmallInteger(iterations, 'iterations') : 1;
  if (rounds < 1 || rounds > ITERATION_LIMIT) throw unsupportedScheme(`iterations ${rounds}`);
  // An empty password is written with its two zero octets or without, depending on the program.
  const spellings = password === '' ? [bmpPassword(''), new Uint8Array()] : [bmpPassword(password)];
  for (const spelling of spellings) {
    const key = macKey(DIGESTS[oid]!, spelling, saltBytes, rounds);
    if (equalBytes(await hmacOf(DIGESTS[oid]!, key, content, crypto), expected)) return true;
  }
  return false;
}

/** HMAC with the key of a password, as {@link checkMac} checks it. */
export async function computeMac(
  content: Uint8Array,
  password: string,
  salt: Uint8Array,
  iterations: number,
  crypto?: Crypto,
): Promise<Uint8Array> {
  return hmacOf('SHA-256', macKey('SHA-256', bmpPassword(password), salt, iterations), content, crypto);
}

/** BMPString with its terminating zero (RFC 7292 §B.1). */
function bmpPassword(password: string): Uint8Array {
  return utf16Bytes(`${password}\0`);
}

/** Key derivation of RFC 7292 §B.2 with ID 3, for a key as long as the hash: one block. */
function macKey(
  digest: DigestName,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
): Uint8Array<ArrayBuffer> {
  const block = digest === 'SHA-384' || digest === 'SHA-512' ? 128 : 64;
  let key = digestSync(
    digest,
    concatBytes([new Uint8Array(block).fill(3), filled(salt, block), filled(password, block)]),
  );
  for (let i = 1; i < iterations; i++) key = digestSync(digest, key);
  return Uint8Array.from(key);
}

/** The bytes over and over until whole blocks are full; nothing stays nothing. */
function filled(bytes: Uint8Array, block: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / block) * block);
  for (let i = 0; i < out.length; i++) out[i] = bytes[i % bytes.length]!;
  return out;
}

async function hmacOf(
  hash: string,
  key: Uint8Array<ArrayBuffer>,
  data: Uint8Array,
  crypto?: Crypto,
): Promise<Uint8Array> {
  const { subtle } = webCrypto(crypto);
  const hmac = await subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', hmac, Uint8Array.from(data)));
}
