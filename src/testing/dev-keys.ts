import { webCrypto } from '../crypto/index.js';

/** Kinds of keys the dev CA makes. RSA-1024 is there to be refused or flagged. */
export type DevKeyType = 'RSA-1024' | 'RSA-2048' | 'RSA-3072' | 'RSA-4096' | 'P-256' | 'P-384' | 'P-521';

/** A key pair with its halves as bytes. */
export interface DevKey {
  readonly privateKey: CryptoKey;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** Unencrypted PKCS#8, DER. */
  readonly pkcs8: Uint8Array;
}

/** RSA keys take 0.1 to 1 s to make, so each name has one a process; nobody outside can know them. */
const made: WeakMap<Crypto, Map<string, Promise<DevKey>>> = /* @__PURE__ */ new WeakMap();

/** The key of a name and type: always the same one in this process, another one in the next. */
export function devKey(name: string, type: DevKeyType, crypto?: Crypto): Promise<DevKey> {
  const web = webCrypto(crypto);
  const keys = made.get(web) ?? new Map<string, Promise<DevKey>>();
  made.set(web, keys);
  const known = keys.get(`${name} ${type}`) ?? generateDevKey(type, crypto);
  keys.set(`${name} ${type}`, known);
  return known;
}

/** A fresh key pair, extractable. RSA keys are for RSASSA-PKCS1-v1_5 with SHA-256. */
export async function generateDevKey(type: DevKeyType, crypto?: Crypto): Promise<DevKey> {
  const { subtle } = webCrypto(crypto);
  const algorithm = type.startsWith('RSA-')
    ? {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: Number(type.slice(4)),
        publicExponent: Uint8Array.of(1, 0, 1),
        hash: 'SHA-256',
      }
    : { name: 'ECDSA', namedCurve: type };
  const { privateKey, publicKey } = (await subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  return {
    privateKey,
    spki: new Uint8Array(await subtle.exportKey('spki', publicKey)),
    pkcs8: new Uint8Array(await subtle.exportKey('pkcs8', privateKey)),
  };
}
