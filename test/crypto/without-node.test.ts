/* The package as a page sees it: no Node beside it, only globalThis.crypto. Loaded afresh, since what was found is remembered. */
import { createHash, sign } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { digestLength, listAlgorithms } from '../../src/crypto/index.js';
import { NODE_DIGESTS } from '../../src/crypto/node-digest.js';
import { ecPair, flipBit, rsaPair } from './platforms.js';

const original = process.getBuiltinModule;
let page: typeof import('../../src/crypto/index.js');

beforeAll(async () => {
  vi.resetModules();
  process.getBuiltinModule = undefined as never;
  page = await import('../../src/crypto/index.js');
});
afterAll(() => {
  process.getBuiltinModule = original;
});

test('the platform’s own Crypto is used', () => {
  expect(page.cryptoBackend().name).toBe('webcrypto');
  expect(page.cryptoBackend()).toBe(page.cryptoBackend());
});

test('digestSync computes SHA-1 and SHA-2, and says that SHA-3 is not there yet', async () => {
  for (const row of listAlgorithms()) {
    if (row.kind !== 'digest' || !row.digest) continue;
    const { digest } = row;
    const expected = new Uint8Array(createHash(NODE_DIGESTS[digest]).update('học bạ').digest());
    expect(await page.cryptoBackend().digest(digest, 'học bạ')).toEqual(expected);
    if (digest.startsWith('SHA3-')) {
      expect(() => page.digestSync(digest, 'học bạ')).toThrow(
        expect.objectContaining({ code: 'ERR_CRYPTO_UNAVAILABLE', params: { feature: digest } }),
      );
    } else expect(page.digestSync(digest, 'học bạ')).toEqual(expected);
  }
});

test('every algorithm verifies what Node has signed, and not another value', async () => {
  const data = new Uint8Array(3000).fill(6);
  const pairs = [rsaPair(2048), rsaPair(1536), ecPair('P-256'), ecPair('brainpoolP256r1')];
  let count = 0;
  for (const algorithm of listAlgorithms()) {
    if (algorithm.kind === 'digest' || !algorithm.digest) continue;
    for (const { key, privateKey } of pairs) {
      if (!page.keyFits(algorithm, key)) continue;
      const pss = algorithm.kind === 'rsa-pss' ? { padding: 6, saltLength: digestLength(algorithm.digest) } : {};
      const options = { key: privateKey, dsaEncoding: 'ieee-p1363', ...pss } as const;
      const signature = new Uint8Array(sign(NODE_DIGESTS[algorithm.digest], data, options));
      const input = { algorithm, key, data };
      expect(await page.cryptoBackend().verify({ ...input, signature }), algorithm.name).toBe(true);
      expect(await page.cryptoBackend().verify({ ...input, signature: flipBit(signature, 77) })).toBe(false);
      count++;
    }
  }
  expect(count).toBe(2 * 5 + 2 * 9 + 2 * 9);
});
