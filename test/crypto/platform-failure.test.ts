/* What happens when the platform itself fails: never a verdict by accident. */
import { sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cryptoBackend, digestSync } from '../../src/crypto/index.js';
import { createKeyCache } from '../../src/crypto/key-cache.js';
import { nodeBackend } from '../../src/crypto/node-backend.js';
import { type NodeCrypto, nodeCrypto } from '../../src/crypto/node-crypto.js';
import { ecPair, flipBit, MORE, rsaPair, signatureAlgorithm } from './platforms.js';

const DATA = new Uint8Array(20_000).fill(5);
const rsa = rsaPair(2048);
const ec = ecPair('P-256');
const inputs = [
  {
    algorithm: signatureAlgorithm(`${MORE}rsa-sha256`),
    key: rsa.key,
    signature: new Uint8Array(sign('sha256', DATA, rsa.privateKey)),
    data: DATA,
  },
  {
    algorithm: signatureAlgorithm(`${MORE}ecdsa-sha256`),
    key: ec.key,
    signature: new Uint8Array(sign('sha256', DATA, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })),
    data: DATA,
  },
];
const broken = () => Promise.reject(new DOMException('token removed', 'OperationError'));
const unsupported = () => Promise.reject(new DOMException('not here', 'NotSupportedError'));
const native = globalThis.crypto.subtle;

/** A Crypto whose subtle has some operations replaced, as a port to a device has. */
function cryptoWith(replaced: Record<string, unknown>): Crypto {
  const subtle = {
    importKey: native.importKey.bind(native),
    verify: native.verify.bind(native),
    digest: native.digest.bind(native),
    ...replaced,
  };
  return { subtle } as unknown as Crypto;
}

describe('a Crypto that fails', () => {
  test('the unbroken one passes', async () => {
    const backend = cryptoBackend(cryptoWith({}));
    for (const input of inputs) expect(await backend.verify(input)).toBe(true);
    expect(await backend.digest('SHA-256', DATA)).toEqual(digestSync('SHA-256', DATA));
  });

  test.each(['importKey', 'verify'])(
    '%s: an error with its cause, for good and bad values alike',
    async (operation) => {
      const backend = cryptoBackend(cryptoWith({ [operation]: broken }));
      for (const input of inputs) {
        for (const signature of [input.signature, flipBit(input.signature, 100)]) {
          await expect(backend.verify({ ...input, signature })).rejects.toMatchObject({
            code: 'ERR_CRYPTO_FAILED',
            params: { operation },
            cause: { name: 'OperationError' },
          });
        }
      }
    },
  );

  test('digest: an error with its cause', async () => {
    const backend = cryptoBackend(cryptoWith({ digest: broken }));
    await expect(backend.digest('SHA-256', 'a')).rejects.toMatchObject({
      code: 'ERR_CRYPTO_FAILED',
      params: { operation: 'digest' },
    });
    // Not among its hashes: computed without it.
    expect(await backend.digest('SHA3-256', 'a')).toEqual(digestSync('SHA3-256', 'a'));
  });

  test('an import that failed once is tried again', async () => {
    let calls = 0;
    const importKey = (...args: Parameters<typeof native.importKey>) =>
      calls++ === 0 ? broken() : native.importKey(...args);
    const backend = cryptoBackend(cryptoWith({ importKey }));
    await expect(backend.verify(inputs[0]!)).rejects.toMatchObject({ code: 'ERR_CRYPTO_FAILED' });
    expect(await backend.verify(inputs[0]!)).toBe(true);
    expect(await backend.verify(inputs[0]!)).toBe(true);
    expect(calls).toBe(2);
  });

  test.each(['importKey', 'verify', 'digest'])('%s is not supported there: computed without it', async (operation) => {
    const backend = cryptoBackend(cryptoWith({ [operation]: unsupported }));
    for (const input of inputs) {
      expect(await backend.verify(input)).toBe(true);
      expect(await backend.verify({ ...input, signature: flipBit(input.signature, 100) })).toBe(false);
    }
    expect(await backend.digest('SHA-256', DATA)).toEqual(digestSync('SHA-256', DATA));
  });

  test('no subtle, as in a page that is not served over HTTPS', () => {
    expect(() => cryptoBackend({} as Crypto)).toThrow(expect.objectContaining({ code: 'ERR_CRYPTO_UNAVAILABLE' }));
  });
});

describe('a Node that throws', () => {
  const thrower = (): never => {
    throw Object.assign(new Error('error:03000098:digital envelope routines::invalid digest'), {
      code: 'ERR_OSSL_EVP_INVALID_DIGEST',
    });
  };
  test.each([
    ['verify', { verify: thrower }],
    ['createPublicKey', { createPublicKey: thrower }],
  ])('%s: the verdict is computed without it', async (_, replaced) => {
    const node = nodeCrypto()!;
    const backend = nodeBackend({ ...node, ...replaced } as NodeCrypto);
    for (const input of inputs) {
      expect(await backend.verify(input)).toBe(true);
      expect(await backend.verify({ ...input, signature: flipBit(input.signature, 100) })).toBe(false);
    }
  });
});

describe('choice of the back end', () => {
  test('a Crypto given wins; the same argument gives the same back end', () => {
    expect(cryptoBackend().name).toBe('node');
    expect(cryptoBackend()).toBe(cryptoBackend());
    expect(cryptoBackend(globalThis.crypto as Crypto).name).toBe('webcrypto');
    expect(cryptoBackend(globalThis.crypto as Crypto)).toBe(cryptoBackend(globalThis.crypto as Crypto));
  });

  test('on Node both are synchronous where OpenSSL does the work', () => {
    for (const input of inputs) expect(cryptoBackend().verify(input)).toBe(true);
    expect(cryptoBackend().digest('SHA-256', 'a')).toBeInstanceOf(Uint8Array);
  });
});

describe('remembered keys', () => {
  test('the one unused longest is forgotten first, and the number is bounded', () => {
    const made: string[] = [];
    const cache = createKeyCache<string>(2);
    const get = (name: string) =>
      cache.get(Uint8Array.of(name.charCodeAt(0)), () => {
        made.push(name);
        return name;
      });
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) expect(get(name)).toBe(name);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  test('keys that share a beginning are not mistaken for each other', () => {
    const cache = createKeyCache<number>();
    expect(cache.get(Uint8Array.of(1, 2), () => 1)).toBe(1);
    expect(cache.get(Uint8Array.of(1, 2, 0), () => 2)).toBe(2);
    expect(cache.get(Uint8Array.of(1), () => 3)).toBe(3);
    expect(cache.get(Uint8Array.of(1, 2), () => 4)).toBe(1);
  });
});
