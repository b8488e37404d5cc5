import { encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { type Admitted, admit, keyRefusal } from './admission.js';
import { type DigestName, digestLength } from './algorithms.js';
import type { CryptoBackend } from './backend.js';
import { CRYPTO_ERRORS } from './crypto-errors.js';
import { createKeyCache } from './key-cache.js';
import type { KeyIssueCode } from './key-rules.js';
import { portableDigest, verifyPortably } from './portable-late.js';
import { rsaSpki } from './public-key.js';

/** Hashes of the Web Cryptography API; SHA-224 and SHA-3 are not among them. */
const WEB_DIGESTS: ReadonlySet<DigestName> = /* @__PURE__ */ new Set<DigestName>([
  'SHA-1',
  'SHA-256',
  'SHA-384',
  'SHA-512',
]);

interface Entry {
  readonly refusal: KeyIssueCode | null;
  /** By parameters of use; `null`: this platform does not take the key. */
  readonly imported: Map<string, Promise<CryptoKey | null>>;
}

/**
 * Back end on the Web Cryptography API.
 *
 * @param smallDigestBytes - Up to this size a hash is computed here and at once: one call of subtle costs as much as hashing some kilobytes.
 */
export function webBackend(crypto: Crypto, smallDigestBytes: number): CryptoBackend {
  const keys = createKeyCache<Entry>();
  return {
    name: 'webcrypto',
    digest(name, data) {
      // A UTF-16 unit is at most three bytes of UTF-8.
      const size = typeof data === 'string' ? 3 * data.length : data.length;
      if (size <= smallDigestBytes || !WEB_DIGESTS.has(name)) return portableDigest(name, data);
      return subtleDigest(crypto, name, data);
    },
    async verify(input) {
      const { key } = input;
      const entry = keys.get(key.spki, () => ({ refusal: keyRefusal(key), imported: new Map() }));
      const admitted = admit(input, entry.refusal);
      if (!admitted) return false;
      const parameters = webParameters(admitted);
      if (!parameters) return verifyPortably(admitted);
      const use = `${admitted.kind} ${admitted.digest}`;
      let imported = entry.imported.get(use);
      if (!imported) {
        imported = importKey(crypto, admitted, parameters.key);
        entry.imported.set(use, imported);
        // A failed import is not remembered: the platform may recover.
        imported.catch(() => entry.imported.delete(use));
      }
      const native = await imported;
      if (native === null) return verifyPortably(admitted);
      const bytes = typeof admitted.data === 'string' ? encodeUtf8(admitted.data) : admitted.data;
      try {
        return await crypto.subtle.verify(parameters.use, native, bufferOf(admitted.signature), bufferOf(bytes));
      } catch (cause) {
        if (isUnsupported(cause)) return verifyPortably(admitted);
        throw failed('verify', cause);
      }
    },
  };
}

interface WebParameters {
  readonly key: RsaHashedImportParams | EcKeyImportParams;
  readonly use: AlgorithmIdentifier | RsaPssParams | EcdsaParams;
}

/** How the platform is asked; undefined for what not all platforms take or judge alike. */
function webParameters({ kind, digest, key }: Admitted): WebParameters | undefined {
  if (!WEB_DIGESTS.has(digest)) return undefined;
  if (key.kind === 'ec') {
    if (!key.curve.startsWith('P-')) return undefined;
    return { key: { name: 'ECDSA', namedCurve: key.curve }, use: { name: 'ECDSA', hash: digest } };
  }
  const usual = key.exponent.length === 3 && key.exponent[0] === 1 && key.exponent[1] === 0 && key.exponent[2] === 1;
  if (!usual || key.bits < 2048 || key.bits % 8 !== 0) return undefined;
  return kind === 'rsa-pss'
    ? { key: { name: 'RSA-PSS', hash: digest }, use: { name: 'RSA-PSS', saltLength: digestLength(digest) } }
    : { key: { name: 'RSASSA-PKCS1-v1_5', hash: digest }, use: { name: 'RSASSA-PKCS1-v1_5' } };
}

async function importKey(
  crypto: Crypto,
  { key }: Admitted,
  parameters: WebParameters['key'],
): Promise<CryptoKey | null> {
  try {
    return key.kind === 'ec'
      ? await crypto.subtle.importKey('raw', bufferOf(key.point), parameters, false, ['verify'])
      : // Rebuilt: a PSS restriction (checked by us) or a missing NULL stays out.
        await crypto.subtle.importKey('spki', bufferOf(rsaSpki(key.modulus, key.exponent)), parameters, false, [
          'verify',
        ]);
  } catch (cause) {
    if (isUnsupported(cause)) return null;
    throw failed('importKey', cause);
  }
}

async function subtleDigest(crypto: Crypto, name: DigestName, data: string | Uint8Array): Promise<Uint8Array> {
  const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
  try {
    return new Uint8Array(await crypto.subtle.digest(name, bufferOf(bytes)));
  } catch (cause) {
    if (isUnsupported(cause)) return portableDigest(name, bytes);
    throw failed('digest', cause);
  }
}

/** "I do not have this" (Web Cryptography API §18.4.4), in contrast to "I failed". */
function isUnsupported(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'NotSupportedError';
}

function failed(operation: string, cause: unknown) {
  return createError(CRYPTO_ERRORS, 'ERR_CRYPTO_FAILED', { operation }, { cause });
}

/** The API wants memory that nobody shares; a view of shared memory is copied. */
export function bufferOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
