import { createError } from '../errors/index.js';
import type { CryptoBackend } from './backend.js';
import { CRYPTO_ERRORS } from './crypto-errors.js';
import { nodeBackend } from './node-backend.js';
import { nodeCrypto } from './node-crypto.js';
import { webBackend } from './web-backend.js';

/** Bytes up to which hashing in this thread beats a call of subtle, which costs about 70 µs. */
const SMALL_DIGEST = 8192;

const given = /* @__PURE__ */ new WeakMap<Crypto, CryptoBackend>();
let standard: CryptoBackend | undefined;

/**
 * The back end to hash and verify with; the same object for the same argument, since it remembers keys.
 *
 * @param crypto - A Crypto that always wins (native, `@peculiar/webcrypto`, `node-webcrypto-p11`);
 *   default: Node's synchronous crypto, else the platform's `globalThis.crypto`.
 * @throws {@link HocBaSoError} `ERR_CRYPTO_UNAVAILABLE` where there is neither (a page that is not served over HTTPS has no subtle).
 */
export function cryptoBackend(crypto?: Crypto): CryptoBackend {
  if (crypto) {
    let backend = given.get(crypto);
    if (!backend) {
      backend = webBackend(webCrypto(crypto), 0);
      given.set(crypto, backend);
    }
    return backend;
  }
  if (!standard) {
    const node = nodeCrypto();
    standard = node ? nodeBackend(node) : webBackend(webCrypto(), SMALL_DIGEST);
  }
  return standard;
}

/**
 * The Crypto to sign, import and draw random numbers with.
 *
 * @throws {@link HocBaSoError} `ERR_CRYPTO_UNAVAILABLE`.
 */
export function webCrypto(crypto?: Crypto): Crypto {
  const found = crypto ?? (globalThis as { crypto?: Crypto }).crypto;
  if (!found?.subtle) throw createError(CRYPTO_ERRORS, 'ERR_CRYPTO_UNAVAILABLE', { feature: 'crypto.subtle' });
  return found;
}

/** Random bytes of the platform's generator; `crypto` as in {@link cryptoBackend}. */
export function randomBytes(length: number, crypto?: Crypto): Uint8Array<ArrayBuffer> {
  const source = crypto ?? (globalThis as { crypto?: Crypto }).crypto;
  if (!source?.getRandomValues) {
    throw createError(CRYPTO_ERRORS, 'ERR_CRYPTO_UNAVAILABLE', { feature: 'crypto.getRandomValues' });
  }
  const out = new Uint8Array(length);
  // The API gives at most 65536 bytes at once.
  for (let at = 0; at < length; at += 65536) source.getRandomValues(out.subarray(at, at + 65536));
  return out;
}
